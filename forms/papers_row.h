// The papers of an application, as far as there are any: where they are saved.
#pragma once

#include "forms/surroundings.h"
#include "forms/words.h"

#include <wx/panel.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

#include <memory>

namespace koltamga::forms {

class PapersRow : public wxPanel {
  public:
    PapersRow(wxWindow* parent, Surroundings& around);

  private:
    using Paper = void (desk::Workplace::*)(const ApplicationId&, desk::Then<Bytes>);
    void offer(Word words, Paper paper, std::string name);
    void offer_print(Word words, issuance::Paper paper);
    void told_of_print(const Result<desk::Printed>& printed);
    void save(const wxString& file, const Result<Bytes>& pdf);
    void told(const wxString& words);

    Surroundings& around_;
    wxSizer* buttons_;
    wxStaticText* says_;
    std::shared_ptr<bool> here_ = std::make_shared<bool>(true);
};

} // namespace koltamga::forms

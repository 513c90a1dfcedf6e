// The window's head: who is being served, whether it is practice, and the languages.
#pragma once

#include "forms/look.h"

#include <wx/panel.h>

#include <functional>

namespace koltamga::forms {

class Header : public wxPanel {
  public:
    Header(wxWindow* parent, std::function<void(Language)> choose);
    void show(const wxString& person, bool practice, Language language);

  private:
    wxStaticText *person_, *practice_;
    std::array<wxButton*, 3> languages_{};
};

} // namespace koltamga::forms

// The supervisor's and the auditor's: who may sign in, the check of the journal, its export, and
// the day's register.
#pragma once

#include "forms/page.h"
#include "forms/typed_field.h"

#include <wx/dataview.h>

namespace koltamga::forms {

class OfficePage : public Page {
  public:
    OfficePage(wxWindow* parent, Surroundings& around);
    void refresh() override {}
    wxWindow* first() override;

  private:
    void offer_operators();
    void offer_journal();
    void offer_register();
    wxButton* act(wxSizer& row, Word word, std::function<void()> deed);
    void read_operators();
    void show(const std::vector<desk::OperatorLine>& lines);
    std::string chosen_operator() const;
    void check();
    void export_to_file();
    void save_register();
    desk::Then<desk::Nothing> told_of(Word done);
    void tell(const wxString& words, Meaning meaning);

    wxDataViewListCtrl* operators_ = nullptr;
    std::vector<desk::OperatorLine> lines_;
    TypedField *name_ = nullptr, *password_ = nullptr, *day_ = nullptr;
    ChoiceField* role_ = nullptr;
    desk::Role chosen_role_ = desk::Role::clerk;
    wxStaticText* says_;
};

} // namespace koltamga::forms

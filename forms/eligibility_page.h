// Who it is by each source, what the rules say, and what the clerk has to look at.
#pragma once

#include "forms/step_page.h"

namespace koltamga::forms {

class EligibilityPage : public StepPage {
  public:
    EligibilityPage(wxWindow* parent, Surroundings& around);
    wxWindow* first() override { return &register_->control(); }

  protected:
    void redraw() override;

  private:
    void show_person();
    void show_comparison();
    void show_verdict();
    void ask_for_reissue();
    wxString suggested_words();

    ChoiceField* register_;
    wxPanel* verdict_;
    std::optional<domain::Verdict> drawn_;
};

} // namespace koltamga::forms

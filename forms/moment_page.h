// The applicant's moment: nothing of the clerk's is seen. The terms are accepted, and the password
// is chosen.
#pragma once

#include "forms/step_page.h"

#include <wx/checkbox.h>

namespace koltamga::forms {

class MomentPage : public StepPage {
  public:
    MomentPage(wxWindow* parent, Surroundings& around);
    wxWindow* first() override { return &terms_->control(); }

  protected:
    void redraw() override;

  private:
    std::string terms_text();
    void show_strength();
    void held_to_see(wxButton& show);

    TypedField* terms_;
    wxCheckBox* accepts_;
    TypedField *password_, *again_;
    wxButton* done_;
};

} // namespace koltamga::forms

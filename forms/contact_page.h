// Where the applicant is reached, and whether an account may be made.
#pragma once

#include "forms/step_page.h"

namespace koltamga::forms {

class ContactPage : public StepPage {
  public:
    ContactPage(wxWindow* parent, Surroundings& around);
    wxWindow* first() override { return &email_->control(); }

  protected:
    void redraw() override;

  private:
    void typed_now();

    TypedField *email_, *phone_;
};

} // namespace koltamga::forms

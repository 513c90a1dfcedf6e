// The applicant's picture, from a file in its simplest form.
#pragma once

#include "forms/step_page.h"

namespace koltamga::forms {

class PortraitPage : public StepPage {
  public:
    PortraitPage(wxWindow* parent, Surroundings& around);
    wxWindow* first() override { return &file_->control(); }

  protected:
    void redraw() override;

  private:
    void choose();
    void take();

    TypedField *file_, *reason_;
    wxButton* take_;
};

} // namespace koltamga::forms

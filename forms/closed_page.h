// What became of an application that is finished, and the way to the next applicant.
#pragma once

#include "forms/step_page.h"

namespace koltamga::forms {

class ClosedPage : public StepPage {
  public:
    ClosedPage(wxWindow* parent, Surroundings& around);
    wxWindow* first() override { return next_; }

  protected:
    void redraw() override {}

  private:
    void show_reasons();

    wxButton* next_;
};

} // namespace koltamga::forms

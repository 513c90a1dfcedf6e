// What became of an application that is finished, and the way to the next applicant.
#pragma once

#include "forms/step_page.h"

namespace koltamga::forms {

class ClosedPage : public StepPage {
  public:
    ClosedPage(wxWindow* parent, Surroundings& around);

  protected:
    void redraw() override {}

  private:
    void show_reasons();
};

} // namespace koltamga::forms

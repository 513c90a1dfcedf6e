// The certificate is there; the agreement is signed, and the applicant accepts.
#pragma once

#include "forms/step_page.h"

namespace koltamga::forms {

class HandOverPage : public StepPage {
  public:
    HandOverPage(wxWindow* parent, Surroundings& around);

  protected:
    void redraw() override {}

  private:
    void ask_for_medium();
};

// Serial number, validity, fingerprint and record id: what an applicant may ask for.
void show_certificate(wxWindow* parent, wxSizer& lines, Surroundings& around);

} // namespace koltamga::forms

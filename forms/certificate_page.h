// The certificate is being asked for, waits for the outside, or is being given up.
#pragma once

#include "forms/step_page.h"

namespace koltamga::forms {

class CertificatePage : public StepPage {
  public:
    CertificatePage(wxWindow* parent, Surroundings& around);

  protected:
    void redraw() override;

  private:
    wxStaticText* stands_;
};

} // namespace koltamga::forms

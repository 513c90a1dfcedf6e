// The steps of the application in front, on the window's left.
#pragma once

#include "desk/rail.h"
#include "forms/look.h"

#include <wx/panel.h>

namespace koltamga::forms {

class RailPanel : public wxPanel {
  public:
    explicit RailPanel(wxWindow* parent);
    void show(const std::vector<desk::RailStep>& steps, Language language);

  private:
    std::vector<wxStaticText*> marks_, names_;
};

} // namespace koltamga::forms

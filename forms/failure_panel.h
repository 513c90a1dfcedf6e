// A failure as it stands on a page: what happened, what can be done, and the code for support.
#pragma once

#include "forms/look.h"

#include <wx/panel.h>

#include <optional>

namespace koltamga::forms {

class FailurePanel : public wxPanel {
  public:
    explicit FailurePanel(wxWindow* parent);
    // Nothing: hides. `width` in pixels.
    void show(const std::optional<Failure>& failure, Language language, int width);

  private:
    wxStaticText *cause_, *remedy_, *code_;
};

} // namespace koltamga::forms

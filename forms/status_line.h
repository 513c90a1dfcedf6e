// The window's foot: who sits here, what the centre still waits for, and the time.
#pragma once

#include "forms/look.h"
#include "forms/surroundings.h"

#include <wx/panel.h>

namespace koltamga::forms {

class StatusLine : public wxPanel {
  public:
    StatusLine(wxWindow* parent, Surroundings& around);
    // At every change and every second. `stopped_by`: why the last sending came to no end.
    void refresh(const std::optional<Failure>& stopped_by, Instant now);

  private:
    wxString centre_words(const std::optional<Failure>& stopped_by) const;

    Surroundings& around_;
    wxStaticText *who_, *clock_;
    wxButton* centre_;
};

} // namespace koltamga::forms

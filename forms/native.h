// What wx does not reach of the desktop's own controls: accessible names, and the octets of a
// password field. The window's thread only.
#pragma once

#include "base/secret_bytes.h"

#include <wx/textctrl.h>
#include <wx/window.h>

#include <functional>

namespace koltamga::forms {

// What a screen reader says of the control.
void name_for_readers(wxWindow& control, const wxString& name);

// What is typed in a password field, without a copy in any string; the field is empty afterwards.
SecretBytes take_secret(wxTextCtrl& field);
// The octets as they stand in the field, for as long as `look` runs.
void look_at_secret(wxTextCtrl& field, const std::function<void(BytesView)>& look);
void show_secret(wxTextCtrl& field, bool visible);

// Enter opens a choice and ticks a box in GTK; in our window it belongs to the page's suggested
// action there too. `frame` outlives nothing of it.
void take_enter(wxWindow& frame, std::function<void()> act);

// A file's name may name a person: what is chosen here is no "recent file" of the desktop's.
void leave_no_recent_files();

// The button that Enter presses, looking like it.
void suggest(wxWindow& button);

} // namespace koltamga::forms

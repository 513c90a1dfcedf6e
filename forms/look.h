// The one grid, the type and the colours of meaning (SCREENS: 8 px steps; colour never alone).
#pragma once

#include "desk/judgement.h"
#include "forms/words.h"

#include <wx/button.h>
#include <wx/colour.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

namespace koltamga::forms {

inline constexpr int small_gap = 8; // px, scaled by the desktop
inline constexpr int group_gap = 16;
inline constexpr int page_margin = 24; // px
inline constexpr int text_width = 64;  // letters of a line that is read

enum class Meaning { plain, done, needs_you, stop };

// At least 4.5 : 1 on the desktop's light and dark grounds (WCAG 2.1, 1.4.3).
wxColour colour_of(Meaning meaning);
bool is_dark();
// "✓ ", "⚠ ", "✕ ", or nothing.
wxString symbol_of(Meaning meaning);
Meaning meaning_of(desk::Standing standing);

wxStaticText* title(wxWindow* parent, const wxString& text);
wxStaticText* heading(wxWindow* parent, const wxString& text);
wxStaticText* label(wxWindow* parent, const wxString& text);
// A sentence that may take several lines, at most so many pixels wide.
wxStaticText* sentence(wxWindow* parent, const wxString& text, int width);
// Figures and codes: fixed pitch.
wxStaticText* figures(wxWindow* parent, const wxString& text);
// A sentence of that meaning, with its symbol before it.
void mean(wxStaticText& text, const wxString& words, Meaning meaning, int width);

wxButton* button(wxWindow* parent, const wxString& text);
// The width of so many ordinary letters in the control's font.
int width_of(const wxWindow& control, int letters);

} // namespace koltamga::forms

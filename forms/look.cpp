#include "forms/look.h"

#include "forms/native.h"

#include <wx/settings.h>

namespace koltamga::forms {
namespace {

wxStaticText* scaled(wxWindow* parent, const wxString& text, double scale, bool bold) {
    auto* made = new wxStaticText(parent, wxID_ANY, text);
    auto font = made->GetFont().Scaled(static_cast<float>(scale));
    made->SetFont(bold ? font.Bold() : font);
    return made;
}

} // namespace

bool is_dark() {
    return wxSystemSettings::GetAppearance().IsUsingDarkBackground();
}

wxColour colour_of(Meaning meaning) {
    const bool dark = is_dark();
    switch (meaning) {
    case Meaning::done:
        return dark ? wxColour(0x57, 0xd9, 0x6b) : wxColour(0x11, 0x63, 0x29);
    case Meaning::needs_you:
        return dark ? wxColour(0xe8, 0xb3, 0x39) : wxColour(0x7d, 0x4e, 0x00);
    case Meaning::stop:
        return dark ? wxColour(0xff, 0x9a, 0x92) : wxColour(0xb0, 0x1b, 0x24);
    case Meaning::plain:
        break;
    }
    return wxSystemSettings::GetColour(wxSYS_COLOUR_WINDOWTEXT);
}

wxString symbol_of(Meaning meaning) {
    switch (meaning) {
    case Meaning::done:
        return wxString::FromUTF8("✓ ");
    case Meaning::needs_you:
        return wxString::FromUTF8("⚠ ");
    case Meaning::stop:
        return wxString::FromUTF8("✕ ");
    case Meaning::plain:
        break;
    }
    return {};
}

Meaning meaning_of(desk::Standing standing) {
    switch (standing) {
    case desk::Standing::good:
        return Meaning::done;
    case desk::Standing::odd:
        return Meaning::needs_you;
    case desk::Standing::wrong:
        return Meaning::stop;
    case desk::Standing::untouched:
        break;
    }
    return Meaning::plain;
}

wxStaticText* title(wxWindow* parent, const wxString& text) {
    return scaled(parent, text, 1.6, false);
}

wxStaticText* heading(wxWindow* parent, const wxString& text) {
    return scaled(parent, text, 1.0, true);
}

wxStaticText* label(wxWindow* parent, const wxString& text) {
    return new wxStaticText(parent, wxID_ANY, text);
}

wxStaticText* sentence(wxWindow* parent, const wxString& text, int width) {
    auto* made = label(parent, text);
    made->Wrap(width);
    return made;
}

wxStaticText* figures(wxWindow* parent, const wxString& text) {
    auto* made = label(parent, text);
    auto font = made->GetFont();
    font.SetFamily(wxFONTFAMILY_TELETYPE);
    made->SetFont(font);
    return made;
}

void mean(wxStaticText& text, const wxString& words, Meaning meaning, int width) {
    text.SetForegroundColour(colour_of(meaning));
    text.SetLabel(words.empty() ? words : symbol_of(meaning) + words);
    text.Wrap(width);
}

wxButton* button(wxWindow* parent, const wxString& text) {
    auto* made = new wxButton(parent, wxID_ANY, text);
    name_for_readers(*made, text);
    return made;
}

int width_of(const wxWindow& control, int letters) {
    return control.GetTextExtent(wxString('0', static_cast<std::size_t>(letters))).x;
}

} // namespace koltamga::forms

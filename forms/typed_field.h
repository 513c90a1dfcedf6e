// A field with its label above and what is said of it below.
#pragma once

#include "desk/judgement.h"
#include "forms/look.h"

#include <wx/choice.h>
#include <wx/textctrl.h>

#include <functional>
#include <vector>

namespace koltamga::forms {

// What a field is and does.
struct FieldShape {
    wxString label;
    int letters = 24;    // as wide as what it holds
    bool secret = false; // what is typed is never handed out as text
    int lines = 1;
    std::function<void(const std::string&)> on_typed = {};
    std::function<void()> on_left = {};
};

class TypedField : public wxBoxSizer {
  public:
    TypedField(wxWindow* parent, const FieldShape& shape);

    wxTextCtrl& control() { return *control_; }
    // Shows another text without telling it as typed.
    void show(const std::string& text);
    void show(const desk::Judgement& judgement, Language language);
    std::string text() const;

  private:
    wxTextCtrl* control_;
    wxStaticText* says_;
    int width_;
};

struct Choice {
    std::string value;
    wxString shown;
};

// One of a few values; the first line is none of them.
class ChoiceField : public wxBoxSizer {
  public:
    ChoiceField(wxWindow* parent, const FieldShape& shape, std::vector<Choice> choices);

    wxChoice& control() { return *control_; }
    void show(const std::string& value);
    void show(const desk::Judgement& judgement, Language language);

  private:
    std::vector<Choice> choices_;
    wxChoice* control_;
    wxStaticText* says_;
    int width_;
};

} // namespace koltamga::forms

#include "forms/typed_field.h"

#include "forms/native.h"

namespace koltamga::forms {
namespace {

constexpr int shortest_sentence = 26; // letters

long style_of(const FieldShape& shape) {
    return (shape.secret ? wxTE_PASSWORD : 0) | (shape.lines > 1 ? wxTE_MULTILINE : 0);
}

void tell_leaving(wxWindow& control, std::function<void()> left) {
    control.Bind(wxEVT_KILL_FOCUS, [&control, left = std::move(left)](wxFocusEvent& event) {
        event.Skip();
        if (left && !control.IsBeingDeleted()) {
            control.CallAfter(left);
        }
    });
}

void say_of(wxStaticText& line, const desk::Judgement& judgement, Language language, int width) {
    const auto words = shown(judgement.says, language);
    mean(line, words, meaning_of(judgement.standing), width);
}

} // namespace

TypedField::TypedField(wxWindow* parent, const FieldShape& shape)
    : wxBoxSizer(wxVERTICAL), control_(new wxTextCtrl(parent, wxID_ANY, {}, wxDefaultPosition,
                                                      wxDefaultSize, style_of(shape))),
      says_(label(parent, {})),
      width_(width_of(*control_, std::max(shape.letters, shortest_sentence))) {
    const int padding = width_of(*control_, 3);
    control_->SetMinSize({width_of(*control_, shape.letters) + padding,
                          shape.lines > 1 ? control_->GetCharHeight() * (shape.lines + 1) : -1});
    name_for_readers(*control_, shape.label);
    Add(label(parent, shape.label), wxSizerFlags().Border(wxBOTTOM, 2));
    Add(control_);
    Add(says_, wxSizerFlags().Border(wxTOP, 2));
    control_->Bind(wxEVT_TEXT,
                   [typed_text = shape.on_typed, secret = shape.secret](wxCommandEvent& event) {
                       if (typed_text) {
                           typed_text(secret ? std::string() : typed(event.GetString()));
                       }
                   });
    tell_leaving(*control_, shape.on_left);
}

void TypedField::show(const std::string& text) {
    if (const auto words = shown(text); words != control_->GetValue()) {
        control_->ChangeValue(words);
    }
}

void TypedField::show(const desk::Judgement& judgement, Language language) {
    say_of(*says_, judgement, language, width_);
}

std::string TypedField::text() const {
    return typed(control_->GetValue());
}

ChoiceField::ChoiceField(wxWindow* parent, const FieldShape& shape, std::vector<Choice> choices)
    : wxBoxSizer(wxVERTICAL), choices_(std::move(choices)),
      control_(new wxChoice(parent, wxID_ANY)), says_(label(parent, {})),
      width_(width_of(*control_, shortest_sentence)) {
    for (const auto& one : choices_) {
        control_->Append(one.shown);
    }
    control_->SetSelection(0);
    name_for_readers(*control_, shape.label);
    Add(label(parent, shape.label), wxSizerFlags().Border(wxBOTTOM, 2));
    Add(control_);
    Add(says_, wxSizerFlags().Border(wxTOP, 2));
    control_->Bind(wxEVT_CHOICE, [this, chosen = shape.on_typed](wxCommandEvent& event) {
        chosen(choices_[static_cast<std::size_t>(event.GetSelection())].value);
    });
    tell_leaving(*control_, shape.on_left);
}

void ChoiceField::show(const std::string& value) {
    for (std::size_t at = 0; at < choices_.size(); ++at) {
        if (choices_[at].value == value) {
            control_->SetSelection(static_cast<int>(at));
        }
    }
}

void ChoiceField::show(const desk::Judgement& judgement, Language language) {
    say_of(*says_, judgement, language, width_);
}

} // namespace koltamga::forms

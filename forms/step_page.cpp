#include "forms/step_page.h"

#include "forms/native.h"

#include <wx/textdlg.h>

namespace koltamga::forms {
namespace {

constexpr auto worth_saying = std::chrono::milliseconds(300); // SCREENS: nothing under it
constexpr auto worth_counting = std::chrono::seconds(3);

std::string value_of(domain::Consent consent) {
    return std::string(domain::to_text(consent));
}

} // namespace

StepPage::StepPage(wxWindow* parent, Surroundings& around) : Page(parent, around) {}

void StepPage::ways_out() {
    back_action(words(Word::back));
    more_action(words(Word::give_up), [this] { give_up(); });
}

void StepPage::actions(const wxString& suggested) {
    ways_out();
    go_on_ = suggest_action(suggested, [this] { visit().go_on(); });
}

void StepPage::suggested(const wxString& text) {
    if (go_on_ != nullptr && go_on_->GetLabel() != text) {
        go_on_->SetLabel(text);
        name_for_readers(*go_on_, text);
        Layout();
    }
}

// Called at every change and every second.
void StepPage::refresh() {
    const auto now = std::chrono::steady_clock::now();
    if (visit().waiting() && !waiting_) {
        since_ = now;
    }
    waiting_ = visit().waiting();
    const auto long_enough = waiting_ && now - since_ >= worth_saying;
    auto text = long_enough ? words(Word::waiting) : wxString();
    if (long_enough && now - since_ >= worth_counting) {
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - since_);
        text += " " + std::to_string(seconds.count()) + words(Word::seconds);
    }
    show_waiting(text);
    show_failure(visit().failure());
    if (go_on_ != nullptr) {
        go_on_->Enable(visit().may_go_on());
    }
    redraw();
}

ChoiceField* StepPage::asked(desk::Ask what, const wxString& question) {
    using domain::Consent;
    auto* field = new ChoiceField(inside(),
                                  {question, 24, false, 1,
                                   [this, what](const std::string& answer) {
                                       if (const auto consent = domain::consent_from(answer);
                                           consent != Consent::not_asked) {
                                           visit().answer(what, consent == Consent::given);
                                       }
                                   }},
                                  {{value_of(Consent::not_asked), words(Word::choose)},
                                   {value_of(Consent::given), words(Word::agrees)},
                                   {value_of(Consent::withheld), words(Word::does_not_agree)}});
    field->show(value_of(visit().consent(what)));
    add(field, group_gap);
    return field;
}

// The reason stands in the journal.
void StepPage::give_up() {
    if (!visit().application()) {
        visit().give_up({});
        return;
    }
    wxTextEntryDialog asks(this, words(Word::give_up_why), words(Word::give_up));
    if (asks.ShowModal() == wxID_OK && !asks.GetValue().Trim().empty()) {
        visit().give_up(typed(asks.GetValue()));
    }
}

} // namespace koltamga::forms

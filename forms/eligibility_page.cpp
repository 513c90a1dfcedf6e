#include "forms/eligibility_page.h"

#include "desk/row_words.h"
#include "forms/native.h"

#include <wx/checkbox.h>

#include <algorithm>

namespace koltamga::forms {
namespace {

Meaning meaning_of(domain::Effect effect) {
    switch (effect) {
    case domain::Effect::refuses:
        return Meaning::stop;
    case domain::Effect::doubts:
    case domain::Effect::warns:
        return Meaning::needs_you;
    case domain::Effect::notes:
        break;
    }
    return Meaning::plain;
}

Meaning meaning_of(domain::Agreement agreement) {
    switch (agreement) {
    case domain::Agreement::agrees:
        return Meaning::done;
    case domain::Agreement::loosely:
        return Meaning::plain;
    case domain::Agreement::differs:
        return Meaning::needs_you;
    case domain::Agreement::not_given:
        break;
    }
    return Meaning::plain;
}

constexpr std::size_t large_letters = 48; // what fits into a line of large type
constexpr std::size_t line_letters = 72;

// One line where it fits, else a line for each.
std::vector<std::string> lines_of(const std::vector<std::string>& names) {
    std::vector<std::string> given;
    std::ranges::copy_if(names, std::back_inserter(given),
                         [](const auto& name) { return !name.empty(); });
    std::string joined;
    for (const auto& name : given) {
        joined += joined.empty() ? name : " " + name;
    }
    const bool fits = shown(joined).length() <= line_letters;
    return fits && !joined.empty() ? std::vector{joined} : given;
}

} // namespace

EligibilityPage::EligibilityPage(wxWindow* parent, Surroundings& around)
    : StepPage(parent, around) {
    say_title(words(Word::eligibility_title));
    show_person();
    show_comparison();
    register_ = asked(desk::Ask::register_lookup, words(Word::consent_register));
    verdict_ = new wxPanel(inside());
    verdict_->SetSizer(new wxBoxSizer(wxVERTICAL));
    add(verdict_);
    actions(words(Word::check));
    refresh();
    arrange();
}

void EligibilityPage::show_person() {
    const auto& identity = visit().application()->identity;
    if (!identity) {
        return;
    }
    const auto& who = identity->identity;
    for (const auto& line : lines_of({who.names.surname, who.names.given_names})) {
        auto* name = label(inside(), shown(line));
        name->SetFont(name->GetFont().Scaled(line.size() > large_letters ? 1.0F : 1.3F));
        add(name);
    }
    for (const auto& line : lines_of(
             {who.names.surname_cyrillic, who.names.given_names_cyrillic, who.names.patronymic})) {
        add(label(inside(), shown(line)));
    }
    const auto born = who.birth_date ? who.birth_date->for_clerk() : std::string();
    const auto until = who.document.expires ? who.document.expires->for_clerk() : std::string();
    add(figures(inside(), shown(desk::grouped_pin(who.pin) + " · " + born + " · " +
                                who.document.number + " · " + until)),
        group_gap);
    add(sentence(inside(), words(Word::eligibility_note), column()), group_gap);
}

// Only what two sources say differently needs eyes.
void EligibilityPage::show_comparison() {
    const auto& comparison = visit().application()->identity->comparison;
    if (!comparison) {
        return;
    }
    for (const auto& field : comparison->fields) {
        if (field.agreement == domain::Agreement::differs) {
            auto* line = label(inside(), {});
            mean(*line, shown(field.field + ": " + field.first + " ≠ " + field.second),
                 meaning_of(field.agreement), column());
            add(line);
        }
    }
}

void EligibilityPage::redraw() {
    if (drawn_ != visit().verdict()) {
        drawn_ = visit().verdict();
        verdict_->DestroyChildren();
        verdict_->GetSizer()->Clear();
        if (drawn_) {
            show_verdict();
        }
        verdict_->Layout();
        arrange();
    }
    suggested(suggested_words());
}

void EligibilityPage::show_verdict() {
    auto& lines = *verdict_->GetSizer();
    const auto below = wxSizerFlags().Border(wxBOTTOM, FromDIP(small_gap));
    lines.Add(heading(verdict_, words(Word::rules_say)), below);
    for (const auto& reason : drawn_->reasons) {
        auto* line = label(verdict_, {});
        mean(*line, shown(reason.in(language())), meaning_of(reason.effect), column());
        lines.Add(line, below);
    }
    if (!drawn_->to_confirm().empty() && drawn_->kind != domain::VerdictKind::refused) {
        auto* confirms = new wxCheckBox(verdict_, wxID_ANY, words(Word::confirm_warnings));
        name_for_readers(*confirms, words(Word::confirm_warnings));
        confirms->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent& event) {
            visit().confirm_warnings(event.IsChecked());
        });
        lines.Add(confirms, below);
        confirms->SetFocus();
    }
    if (visit().may_replace()) {
        ask_for_reissue();
    }
}

void EligibilityPage::ask_for_reissue() {
    auto* reason = new TypedField(
        verdict_, {words(Word::reissue_reason), 48, false, 1, [this](const std::string& text) {
                       visit().give_reissue_reason(text);
                       suggested(suggested_words());
                   }});
    reason->show(visit().reissue_reason());
    verdict_->GetSizer()->Add(reason);
    reason->control().SetFocus();
}

wxString EligibilityPage::suggested_words() {
    if (!drawn_) {
        return words(Word::check);
    }
    if (drawn_->kind != domain::VerdictKind::refused) {
        return words(Word::next);
    }
    const bool replaces = visit().may_replace() && !visit().reissue_reason().empty();
    return words(replaces ? Word::replace : Word::refuse);
}

} // namespace koltamga::forms

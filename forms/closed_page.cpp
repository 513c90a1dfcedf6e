#include "forms/closed_page.h"

#include "forms/hand_over_page.h"
#include "forms/papers_row.h"

namespace koltamga::forms {
namespace {

Word title_of(issuance::State state) {
    switch (state) {
    case issuance::State::refused:
        return Word::closed_refused;
    case issuance::State::cancelled:
        return Word::closed_cancelled;
    default:
        return Word::closed_handed_over;
    }
}

Meaning meaning_of(issuance::State state) {
    return state == issuance::State::handed_over ? Meaning::done : Meaning::stop;
}

} // namespace

ClosedPage::ClosedPage(wxWindow* parent, Surroundings& around) : StepPage(parent, around) {
    const auto& application = *visit().application();
    auto* what = title(inside(), {});
    mean(*what, words(title_of(application.state)), meaning_of(application.state), column());
    add(what, group_gap);
    show_reasons();
    show_certificate(inside(), content(), around);
    add(new PapersRow(inside(), around), group_gap);
    back_action(words(Word::back));
    suggest_action(words(Word::next_applicant), [&around] { around.begin(); });
    refresh();
    arrange();
}

// Each reads as a sentence to the applicant.
void ClosedPage::show_reasons() {
    const auto& application = *visit().application();
    if (application.state == issuance::State::refused && application.eligibility) {
        for (const auto& reason : application.eligibility->verdict.reasons) {
            if (reason.effect == domain::Effect::refuses) {
                add(sentence(inside(), shown(reason.in(language())), column()));
            }
        }
    } else if (application.reason) {
        add(sentence(inside(), shown(*application.reason), column()));
    }
}

} // namespace koltamga::forms

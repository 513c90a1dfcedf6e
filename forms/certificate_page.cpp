#include "forms/certificate_page.h"

namespace koltamga::forms {

CertificatePage::CertificatePage(wxWindow* parent, Surroundings& around)
    : StepPage(parent, around) {
    say_title(words(Word::certificate_title));
    stands_ = label(inside(), {});
    add(stands_, group_gap);
    add(sentence(inside(), words(Word::meanwhile), column()), group_gap);
    actions(words(Word::ask_again));
    refresh();
    arrange();
}

void CertificatePage::redraw() {
    const auto& application = *visit().application();
    const auto words_now =
        visit().waiting()
            ? words(Word::asking_authority)
            : shown(std::string(issuance::sentence_for(application.waits_for, language())));
    if (words_now != stands_->GetLabel()) {
        stands_->SetLabel(words_now);
        stands_->Wrap(column());
        arrange();
    }
}

} // namespace koltamga::forms

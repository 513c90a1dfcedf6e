#include "forms/contact_page.h"

namespace koltamga::forms {

ContactPage::ContactPage(wxWindow* parent, Surroundings& around) : StepPage(parent, around) {
    say_title(words(Word::contact_title));
    email_ = new TypedField(inside(),
                            {words(Word::email), 40, false, 1,
                             [this](const std::string&) { typed_now(); }, [this] { refresh(); }});
    phone_ = new TypedField(inside(),
                            {words(Word::phone), 20, false, 1,
                             [this](const std::string&) { typed_now(); }, [this] { refresh(); }});
    email_->show(visit().contact().email);
    phone_->show(visit().contact().phone);
    add(email_, group_gap);
    add(phone_, group_gap);
    asked(desk::Ask::uis_account, words(Word::consent_account));
    actions(words(Word::next));
    refresh();
    arrange();
}

void ContactPage::typed_now() {
    visit().type_contact({email_->text(), phone_->text()});
}

void ContactPage::redraw() {
    email_->show(visit().contact().email);
    phone_->show(visit().contact().phone);
    email_->show(visit().email_judgement(), language());
    phone_->show(visit().phone_judgement(), language());
    arrange();
}

} // namespace koltamga::forms

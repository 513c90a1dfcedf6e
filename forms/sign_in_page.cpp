#include "forms/sign_in_page.h"

#include "forms/native.h"

namespace koltamga::forms {

SignInPage::SignInPage(wxWindow* parent, Surroundings& around) : Page(parent, around) {
    say_title(words(around.locked() ? Word::locked : Word::sign_in));
    if (around.locked()) {
        add(sentence(inside(), words(Word::locked_note), column()), group_gap);
    }
    name_ = new TypedField(inside(), {words(Word::operator_name), 24});
    add(name_);
    password_ = new TypedField(inside(), {words(Word::password), 24, true});
    add(password_);
    if (around.locked() && around.clerk()) {
        name_->show(around.clerk()->name);
        name_->control().SetEditable(false);
    }
    sign_in_ = suggest_action(words(Word::sign_in), [this] { act(); });
    refresh();
    arrange();
}

wxWindow* SignInPage::first() {
    return around_.locked() ? &password_->control() : &name_->control();
}

void SignInPage::refresh() {
    const bool opened = around_.workplace() != nullptr;
    const bool failed = around_.not_opened().has_value();
    show_failure(failed ? around_.not_opened() : failure_);
    show_waiting(asking_            ? words(Word::waiting)
                 : opened || failed ? wxString()
                                    : words(Word::opening));
    sign_in_->SetLabel(words(failed ? Word::try_again : Word::sign_in));
    name_for_readers(*sign_in_, sign_in_->GetLabel());
    sign_in_->Enable((opened || failed) && !asking_);
}

void SignInPage::act() {
    if (around_.not_opened()) {
        around_.open_again();
        return;
    }
    asking_ = true;
    failure_.reset();
    refresh();
    workplace().sign_in(name_->text(), take_secret(password_->control()),
                        while_here<desk::Clerk>([this](const Result<desk::Clerk>& clerk) {
                            asking_ = false;
                            if (clerk) {
                                around_.signed_in(*clerk);
                                return;
                            }
                            failure_ = clerk.failure();
                            refresh();
                            password_->control().SetFocus();
                        }));
}

} // namespace koltamga::forms

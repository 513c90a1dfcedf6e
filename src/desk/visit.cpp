#include "desk/visit.h"

#include "desk/failures.h"
#include "domain/contact.h"

#include <algorithm>

namespace koltamga::desk {
namespace {

using domain::Consent;
using issuance::Application;
using issuance::Progress;

Consent& consent_in(domain::Consents& consents, Ask what) {
    switch (what) {
    case Ask::personal_data:
        return consents.personal_data;
    case Ask::register_lookup:
        return consents.register_lookup;
    case Ask::uis_account:
        return consents.uis_account;
    case Ask::terms:
        break;
    }
    return consents.terms;
}

template <class T>
Judgement judgement_on(const Result<T>& result) {
    return judgement_of(result ? Done() : Done(result.failure()));
}

SecretBytes secret_of(std::string text) {
    SecretBytes secret(bytes_of(text));
    wipe(text.data(), text.size());
    return secret;
}

} // namespace

Visit::Visit(Workplace& workplace, std::function<void()> changed)
    : workplace_(workplace), changed_(std::move(changed)), draft_(workplace.new_draft_id()) {}

Visit::Visit(Workplace& workplace, const ApplicationId& application, std::function<void()> changed)
    : workplace_(workplace), changed_(std::move(changed)), draft_(application) {
    await();
    workplace_.read(application, told());
    read_draft(application);
}

std::unique_ptr<Visit> Visit::from_draft(Workplace& workplace, const ApplicationId& draft,
                                         std::function<void()> changed) {
    auto visit = std::make_unique<Visit>(workplace, std::move(changed));
    visit->draft_ = draft;
    visit->draft_kept_ = true;
    visit->await();
    visit->read_draft(draft);
    return visit;
}

// Of an application that is being read, the answer to that ends the waiting.
void Visit::read_draft(const ApplicationId& id) {
    workplace_.draft(id, [this, here = std::weak_ptr(here_)](const Result<Draft>& kept) {
        if (here.expired()) {
            return;
        }
        if (!kept) {
            fail_with(kept.failure());
            return;
        }
        if (const auto typed = *kept ? read_typed(text_of((*kept)->view())) : std::nullopt) {
            passport_ = typed->passport;
            contact_ = typed->contact;
            reissue_reason_ = typed->reissue_reason;
            draft_kept_ = true;
            left_.fill(true);
        }
        waiting_ = false;
        changed_();
    });
}

Page Visit::page() const {
    return application_ ? page_of(*application_) : Page::passport;
}

std::vector<RailStep> Visit::rail() const {
    return application_ ? rail_of(*application_) : rail_before();
}

Judgement Visit::judgement(Field field) const {
    const auto rules = workplace_.passport_rules();
    if (tried_) {
        return judge_finally(passport_, field, rules);
    }
    return left_[static_cast<std::size_t>(field)] ? judge(passport_, field, rules) : Judgement();
}

Judgement Visit::email_judgement() const {
    return contact_.email.empty() ? Judgement() : judgement_on(domain::parse_email(contact_.email));
}

Judgement Visit::phone_judgement() const {
    return contact_.phone.empty() ? Judgement() : judgement_on(domain::parse_phone(contact_.phone));
}

domain::Consent Visit::consent(Ask what) const {
    auto consents = consents_;
    return consent_in(consents, what);
}

std::optional<Field> Visit::first_wrong() const {
    return tried_ ? desk::first_wrong(passport_, workplace_.passport_rules()) : std::nullopt;
}

// What an agreement to go on depends on stands on the page; the passport says what is missing when
// the clerk tries.
bool Visit::may_go_on() const {
    if (waiting_) {
        return false;
    }
    switch (page()) {
    case Page::eligibility:
        return consents_.register_lookup != Consent::not_asked &&
               (!verdict_ || verdict_may_be_decided());
    case Page::contact:
        return email_judgement().standing == Standing::good &&
               phone_judgement().standing == Standing::good &&
               consents_.uis_account != Consent::not_asked;
    case Page::portrait:
    case Page::applicants_moment:
    case Page::closed:
        return false; // the picture and the password go on by themselves
    case Page::passport:
    case Page::certificate:
    case Page::hand_over:
        return true;
    }
    return false;
}

void Visit::type(Field field, std::string words) {
    passport_.type(field, std::move(words));
    keep_draft();
}

void Visit::leave(Field field) {
    left_[static_cast<std::size_t>(field)] = true;
    if (field == Field::mrz) {
        passport_ = filled_from_zone(std::move(passport_), workplace_.passport_rules());
    }
    changed_();
}

void Visit::type_contact(ContactForm typed) {
    contact_ = std::move(typed);
    keep_draft();
}

void Visit::answer(Ask what, bool agrees) {
    consent_in(consents_, what) = agrees ? Consent::given : Consent::withheld;
    changed_();
}

void Visit::give_reissue_reason(std::string reason) {
    reissue_reason_ = std::move(reason);
    keep_draft();
}

void Visit::confirm_warnings(bool confirmed) {
    warnings_confirmed_ = confirmed;
    changed_();
}

void Visit::take_picture(Bytes picture, std::string reason) {
    if (page() == Page::portrait && !waiting_) {
        await();
        workplace_.portrait(*application_->id, std::move(picture), std::move(reason), told());
    }
}

void Visit::take_picture_file(std::filesystem::path file, std::string reason) {
    if (page() == Page::portrait && !waiting_) {
        await();
        workplace_.portrait_file(*application_->id, std::move(file), std::move(reason), told());
    }
}

void Visit::practise(const PractisingApplicant& somebody) {
    passport_ = filled_from_zone(somebody.passport, workplace_.passport_rules());
    contact_ = {somebody.email, somebody.phone};
    consents_.personal_data = Consent::given;
    left_.fill(true);
    keep_draft();
    changed_();
}

void Visit::choose_password(SecretBytes password, SecretBytes again, Language language) {
    if (page() != Page::applicants_moment || waiting_) {
        return;
    }
    if (consents_.terms != Consent::given) {
        fail_with(terms_not_accepted());
    } else if (!equal_in_constant_time(password.view(), again.view())) {
        fail_with(passwords_differ());
    } else {
        await();
        workplace_.make_key(*application_->id, std::move(password), language, told());
    }
}

void Visit::go_on() {
    if (page() == Page::passport) {
        identify();
        return;
    }
    if (!may_go_on()) {
        return;
    }
    await();
    const auto& id = *application_->id;
    switch (page()) {
    case Page::eligibility:
        judge_or_decide();
        break;
    case Page::contact:
        workplace_.contact(id,
                           {domain::parse_email(contact_.email).value(),
                            domain::parse_phone(contact_.phone).value()},
                           consents_, told());
        break;
    case Page::hand_over:
        workplace_.hand_over(id, medium_, told());
        break;
    default:
        ask_outside();
    }
}

void Visit::give_up(std::string reason) {
    if (!application_) {
        drop_draft();
        passport_ = {};
        left_ = {};
        tried_ = false;
        changed_();
    } else if (!waiting_ && !application_->finished()) {
        await();
        workplace_.cancel(*application_->id, std::move(reason), progress_told());
    }
}

Workplace::Told Visit::told() {
    return [this, here = std::weak_ptr(here_)](const Result<Application>& result) {
        if (here.expired()) {
            return;
        }
        result ? take(*result) : fail_with(result.failure());
    };
}

Then<Progress> Visit::progress_told() {
    return [this, here = std::weak_ptr(here_)](const Result<Progress>& result) {
        if (here.expired()) {
            return;
        }
        if (!result) {
            fail_with(result.failure());
            return;
        }
        take(result->application);
        if (result->obstacle) {
            fail_with(*result->obstacle);
        }
    };
}

// What the journal has. Once the key is made, the authority is asked without anybody's act.
void Visit::take(const Application& application) {
    const bool made_just_now = page() == Page::applicants_moment && application.key;
    const bool recorded =
        application_ ? application_->step != application.step : draft_ != *application.id;
    if (recorded && draft_kept_) {
        drop_draft();
    }
    application_ = application;
    draft_ = *application.id;
    waiting_ = false;
    failure_.reset();
    if (application.eligibility && consents_ == domain::Consents()) {
        consents_ = application.eligibility->facts.consents;
    }
    if (consents_.personal_data == Consent::not_asked) {
        consents_.personal_data = Consent::given; // nothing is recorded without it
    }
    if (made_just_now && page() == Page::certificate) {
        await();
        ask_outside();
        return;
    }
    if (recorded && application.step <= issuance::Step::contact) {
        keep_draft();
    }
    changed_();
}

void Visit::fail_with(const Failure& failure) {
    waiting_ = false;
    failure_ = failure;
    changed_();
}

void Visit::await() {
    waiting_ = true;
    failure_.reset();
    changed_();
}

void Visit::identify() {
    tried_ = true;
    if (waiting_) {
        return;
    }
    // Of whoever has not agreed to it nothing is recorded.
    if (consents_.personal_data != Consent::given) {
        fail_with(consent_missing());
        return;
    }
    const auto person = person_of(passport_, workplace_.passport_rules());
    if (!person) {
        fail_with(person.failure());
        return;
    }
    await();
    workplace_.identify(*person, told());
}

issuance::Decision Visit::decision() const {
    return {consents_, reissue_reason_, warnings_confirmed_, true};
}

// What the rules say is shown before it is recorded, unless there is nothing to look at. A reason
// for a re-issue changes what they say.
void Visit::judge_or_decide() {
    if (verdict_ && !may_replace()) {
        decide();
        return;
    }
    workplace_.foresee(*application_->id, decision(),
                       [this, here = std::weak_ptr(here_)](const Result<domain::Verdict>& verdict) {
                           if (here.expired()) {
                               return;
                           }
                           verdict ? take(*verdict) : fail_with(verdict.failure());
                       });
}

void Visit::take(const domain::Verdict& verdict) {
    const bool known = verdict_ == verdict;
    verdict_ = verdict;
    const bool clear = verdict.kind != domain::VerdictKind::refused && verdict.to_confirm().empty();
    if (clear || known) {
        decide();
        return;
    }
    waiting_ = false;
    changed_();
}

bool Visit::may_replace() const {
    const auto refuses = [](const domain::Reason& reason) {
        return reason.effect == domain::Effect::refuses;
    };
    return verdict_ && std::ranges::count_if(verdict_->reasons, refuses) == 1 &&
           std::ranges::find_if(verdict_->reasons, refuses)->rule == "certificate-held";
}

// Warnings are confirmed first; a refusal may be recorded as it is.
bool Visit::verdict_may_be_decided() const {
    return verdict_->kind == domain::VerdictKind::refused || verdict_->to_confirm().empty() ||
           warnings_confirmed_;
}

void Visit::decide() {
    workplace_.decide(*application_->id, decision(), told());
}

void Visit::come_back() {
    waiting_ = keeping_ = keep_again_ = false;
    failure_.reset();
    if (application_) {
        await();
        workplace_.read(*application_->id, told());
    } else {
        changed_();
    }
    keep_draft();
}

void Visit::ask_outside() {
    workplace_.go_on(*application_->id, progress_told());
}

void Visit::keep_draft() {
    const Typed typed{application_ ? PassportForm() : passport_, contact_, reissue_reason_};
    if (typed == Typed() || (application_ && application_->finished())) {
        return;
    }
    if (keeping_) {
        keep_again_ = true;
        return;
    }
    draft_kept_ = keeping_ = true;
    workplace_.save_draft(draft_, secret_of(written(typed)),
                          [this, here = std::weak_ptr(here_)](const Result<Nothing>& kept) {
                              if (!here.expired()) {
                                  draft_was_kept(kept);
                              }
                          });
}

// What was typed while it was being kept is kept next.
void Visit::draft_was_kept(const Result<Nothing>& kept) {
    keeping_ = false;
    if (std::exchange(keep_again_, false) && draft_kept_) {
        keep_draft();
    }
    if (!kept) {
        fail_with(kept.failure());
    }
}

void Visit::drop_draft() {
    if (draft_kept_) {
        draft_kept_ = false;
        workplace_.drop_draft(draft_, [](const Result<Nothing>&) {}); // an old draft harms nobody
    }
}

} // namespace koltamga::desk

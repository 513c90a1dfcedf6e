#include "app/journey.h"

#include "app/desk.h"
#include "app/outcome.h"
#include "app/papers.h"
#include "app/policy_of.h"
#include "app/released_revocation.h"
#include "app/restored.h"
#include "app/resumption.h"
#include "app/scripted.h"
#include "app/words.h"
#include "base/file.h"
#include "capture/portrait.h"
#include "profile/applicant_file.h"

#include <algorithm>
#include <set>

namespace koltamga::app {
namespace {

using issuance::Application;
using issuance::Step;

Failure scripted_refused() {
    return fail(Code::app_scripted_refused);
}
// Of whoever does not agree to it nothing is recorded, not even that.
Failure consent_withheld() {
    return fail(Code::app_consent_withheld);
}
Failure out_folder_missing() {
    return fail(Code::app_out_folder_missing);
}
Failure proof_missing() {
    return usage_failure({"--proof көрсөтүлгөн эмес: ээси ким экенин эмне менен тастыктады",
                          "не указано: --proof, чем владелец подтвердил, кто он",
                          "--proof is missing: how the holder proved who they are"});
}

Result<std::optional<printing::Languages>> languages_of(const Wishes& wishes) {
    if (wishes.languages.empty()) {
        return std::optional<printing::Languages>();
    }
    const auto languages = printing::languages_from(wishes.languages);
    if (!languages) {
        return expects("--language", "ky, ru, en, ky+ru");
    }
    return languages;
}

Done choose_custody(Desk& desk, const Wishes& wishes) {
    if (wishes.custody.empty()) {
        return {};
    }
    if (wishes.custody != "cloud" && wishes.custody != "file") {
        return expects("--custody", "cloud, file");
    }
    const bool file = wishes.custody == "file";
    if (file && wishes.out.empty()) {
        return out_folder_missing();
    }
    return desk.use_custody(file ? profile::CustodyKind::file : profile::CustodyKind::cloud);
}

// Before anything is asked: papers that cannot be written are noticed in time.
Done prepare_out(const Wishes& wishes) {
    return wishes.out.empty() ? Done() : make_private_folder(wishes.out);
}

Result<profile::ApplicantFile> load(Desk& desk, const std::filesystem::path& file, bool offline) {
    const auto& profile = desk.profile();
    const auto ask = offline ? issuance::Runner::AskTime::never : issuance::Runner::AskTime::always;
    KOLTAMGA_TRY(const auto day, desk.runner().today(ask));
    return profile::load_applicant(file, profile.rules.documents, day.date, profile.phone_region);
}

Answers answers_at(Desk& desk) {
    return desk.profile().practice ? Answers::from_the_file : Answers::at_the_desk;
}

// Where the key lives was decided when it was made.
Done require_same_custody(const Application& application, const Wishes& wishes) {
    if (wishes.custody.empty() || !application.key) {
        return {};
    }
    const std::string made = application.key->custody == issuance::Custody::file ? "file" : "cloud";
    return wishes.custody == made
               ? Done()
               : usage_failure(
                     {"«--custody»: бул арыздын ачкычы мурда «" + made + "» үчүн түзүлгөн",
                      "«--custody»: ключ этого заявления уже создан для «" + made + "»",
                      "“--custody”: this application's key is made already, for “" + made + "”"});
}

// What the line says and no step that is still to come will take.
std::vector<std::string> not_used(const Application& application, const Wishes& wishes) {
    std::vector<std::string> options;
    const auto& reissue = wishes.reissue_reason;
    if (!reissue.empty() && application.eligibility &&
        application.eligibility->reissue_reason != reissue) {
        options.emplace_back("--reissue");
    }
    if (application.step > Step::portrait) {
        options.emplace_back("--portrait");
    }
    if (application.step > Step::key) {
        options.emplace_back("--applicant-password-file");
    }
    return options;
}

Result<Application> begin_or_go_on(Desk& desk, const profile::ApplicantFile& applicant,
                                   const Wishes& wishes) {
    auto& runner = desk.runner();
    const auto answers = answers_at(desk);
    KOLTAMGA_TRY(const auto open, runner.open_application_of(applicant.identity.pin));
    if (open) {
        KOLTAMGA_TRY(auto application, runner.read(*open));
        KOLTAMGA_CHECK(require_same_data(applicant, application, answers));
        KOLTAMGA_CHECK(require_same_custody(application, wishes));
        KOLTAMGA_CHECK(require_desk_steps_taken(application, answers));
        return application;
    }
    if (answers == Answers::at_the_desk) {
        return scripted_refused();
    }
    if (applicant.consents.personal_data == domain::Consent::withheld) {
        return consent_withheld();
    }
    return runner.identify({applicant.identity, applicant.typed, applicant.mrz});
}

Result<Application> contact_step(Desk& desk, const Application& application,
                                 const profile::ApplicantFile& applicant) {
    const auto contact = applicant.contact.value_or(domain::Contact{});
    return desk.runner().contact_and_consent(*application.id, {contact.email, contact.phone},
                                             {applicant.consents});
}

Result<Application> portrait_step(Desk& desk, const Application& application,
                                  const std::filesystem::path& file) {
    KOLTAMGA_TRY(const auto picture, read_picture(desk.profile(), file));
    return desk.runner().portrait(*application.id, picture, "practice");
}

Result<Application> key_step(Desk& desk, const Application& application, const Wishes& wishes,
                             const std::filesystem::path& password_file) {
    KOLTAMGA_TRY(const auto languages, languages_of(wishes));
    const auto printed = languages.value_or(default_languages(desk.profile()));
    KOLTAMGA_CHECK(desk.check_agreement(application, printed));
    KOLTAMGA_TRY(const auto password, read_secret_file(password_file));
    const auto accepted = printing::each(printed).front();
    const std::array<std::string, 3> names = {"ky", "ru", "en"};
    return desk.runner().make_key(*application.id, password,
                                  {desk.profile().agreement.terms_version,
                                   names[static_cast<std::size_t>(accepted)], "scripted",
                                   std::string(printing::to_text(printed))});
}

// The steps at the desk, from wherever the application stands to its key.
Result<Application> through_the_desk(Desk& desk, Application application,
                                     const profile::ApplicantFile& applicant,
                                     const ApplicantFiles& files, const Wishes& wishes) {
    if (application.step == Step::decide) {
        issuance::Decision decision{applicant.consents, wishes.reissue_reason, true,
                                    !wishes.offline};
        KOLTAMGA_TRY(application, desk.runner().decide(*application.id, decision));
    }
    if (application.step == Step::contact) {
        KOLTAMGA_TRY(application, contact_step(desk, application, applicant));
    }
    if (application.step == Step::portrait) {
        KOLTAMGA_TRY(application, portrait_step(desk, application, files.portrait));
    }
    if (application.step == Step::key) {
        KOLTAMGA_TRY(application, key_step(desk, application, wishes, files.password));
    }
    return application;
}

// The scripted applicant accepts the certificate; a real one does so at the desk.
Result<Application> hand_over(Desk& desk, const Application& application, const Wishes& wishes,
                              WrittenFiles& files) {
    const bool file = application.key->custody == issuance::Custody::file;
    if (file && wishes.out.empty()) {
        return out_folder_missing();
    }
    const auto deliver = [&](BytesView pkcs12) -> Done {
        KOLTAMGA_TRY(files.earlier_key, write_key(wishes.out, pkcs12));
        return {};
    };
    return desk.runner().hand_over(*application.id, "scripted", deliver);
}

// What cannot be written on the applicant's medium keeps it where it is, and is told with it.
Done finish(Desk& desk, const Wishes& wishes, Outcome& outcome) {
    auto handed_over = hand_over(desk, outcome.application, wishes, outcome.files);
    if (!handed_over) {
        outcome.obstacle = handed_over.failure();
        return {};
    }
    outcome.application = std::move(*handed_over);
    if (outcome.application.key->custody == issuance::Custody::file) {
        outcome.files.key = std::filesystem::absolute(wishes.out / "key.p12").string();
    }
    if (!wishes.offline) {
        KOLTAMGA_TRY(auto progress, desk.runner().go_on(*outcome.application.id));
        outcome.application = std::move(progress.application);
        outcome.obstacle = progress.obstacle;
    }
    return {};
}

// What is told last of all: until the centre has confirmed the record, it is the centre's turn.
Result<Outcome> as_it_stands(Desk& desk, Outcome outcome) {
    KOLTAMGA_TRY(auto connection, desk.station().database().connect());
    KOLTAMGA_TRY(const auto row,
                 db::require_application_state(connection, *outcome.application.id));
    outcome.waits_for = who_acts(row, desk.station().clock().now());
    outcome.outbox = row.outbox;
    KOLTAMGA_TRY(outcome.fork, journal_fork(desk.station()));
    KOLTAMGA_TRY(outcome.losses_unheard, losses_unheard(desk.station()));
    return outcome;
}

Result<Outcome> beyond_the_desk(Desk& desk, Application application, const Wishes& wishes,
                                bool ask_again) {
    const auto id = *application.id;
    Outcome outcome{std::move(application), {}, {}};
    if (!wishes.offline) {
        KOLTAMGA_TRY(auto progress, desk.runner().go_on(id, ask_again));
        outcome = {std::move(progress.application), progress.obstacle, {}};
    }
    const auto& stands = outcome.application;
    if (stands.step == Step::hand_over && stands.ready_to_hand_over() && desk.profile().practice) {
        KOLTAMGA_CHECK(finish(desk, wishes, outcome));
    }
    KOLTAMGA_TRY(const auto languages, languages_of(wishes));
    auto files = write_files(desk, outcome.application, wishes.out, languages, !wishes.offline);
    if (files) {
        files->key = outcome.files.key;
        files->earlier_key = outcome.files.earlier_key;
        outcome.files = std::move(*files);
    } else if (!outcome.obstacle || only_waits(*outcome.obstacle)) {
        outcome.obstacle = files.failure();
    }
    if (!outcome.files.losses.empty()) {
        KOLTAMGA_TRY(outcome.here, applications_here(desk.station()));
    }
    KOLTAMGA_TRY(outcome.certificate_ended, desk.runner().certificate_ended(outcome.application));
    if (!outcome.certificate_ended) { // of a revoked one nobody says how long it is valid
        outcome.validity = validity_of(outcome.application, desk.profile());
    }
    return as_it_stands(desk, std::move(outcome));
}

Result<Outcome> issued_at(Desk& desk, const ApplicantFiles& files, const Wishes& wishes) {
    KOLTAMGA_TRY(const auto applicant, load(desk, files.applicant, wishes.offline));
    KOLTAMGA_CHECK(wishes.offline ? Done() : hear_first(desk.station()));
    KOLTAMGA_TRY(auto application, begin_or_go_on(desk, applicant, wishes));
    auto ignored = not_used(application, wishes);
    KOLTAMGA_TRY(application,
                 through_the_desk(desk, std::move(application), applicant, files, wishes));
    const bool refused = application.finished();
    KOLTAMGA_TRY(auto outcome, refused
                                   ? as_it_stands(desk, {std::move(application), {}, {}})
                                   : beyond_the_desk(desk, std::move(application), wishes, false));
    outcome.not_used = std::move(ignored);
    return outcome;
}

Result<Outcome> issued(const Ctl& ctl, const ApplicantFiles& files, const Wishes& wishes) {
    KOLTAMGA_CHECK(languages_of(wishes));
    KOLTAMGA_CHECK(require_one_standard_input(
        {ctl.options.operator_password_file, files.applicant, files.portrait, files.password}));
    KOLTAMGA_TRY(const auto desk, Desk::open(ctl, db::Use::write));
    KOLTAMGA_CHECK(db::require_writer(desk->session()));
    KOLTAMGA_CHECK(choose_custody(*desk, wishes));
    KOLTAMGA_CHECK(prepare_out(wishes));
    return issued_at(*desk, files, wishes);
}

Result<Outcome> resumed(const Ctl& ctl, const std::string& text, const Wishes& wishes) {
    KOLTAMGA_CHECK(languages_of(wishes));
    KOLTAMGA_TRY(const auto desk, Desk::open(ctl, db::Use::write));
    KOLTAMGA_CHECK(db::require_writer(desk->session()));
    KOLTAMGA_TRY(const auto id, parse_application_id(text));
    KOLTAMGA_CHECK(prepare_out(wishes));
    KOLTAMGA_CHECK(hear_first(desk->station()));
    KOLTAMGA_TRY(auto application, desk->runner().read(id));
    return beyond_the_desk(*desk, std::move(application), wishes, true);
}

Result<Outcome> outcome_of(Desk& desk, Result<issuance::Progress> progress) {
    if (!progress) {
        return progress.failure();
    }
    return as_it_stands(desk,
                        {std::move(progress->application), std::move(progress->obstacle), {}});
}

Result<Outcome> cancelled(const Ctl& ctl, const std::string& text, const std::string& reason) {
    KOLTAMGA_TRY(const auto desk, Desk::open(ctl, db::Use::write));
    KOLTAMGA_CHECK(db::require_writer(desk->session()));
    KOLTAMGA_TRY(const auto id, parse_application_id(text));
    KOLTAMGA_CHECK(hear_first(desk->station())); // what was lost may have handed it over
    return outcome_of(*desk, desk->runner().cancel(id, reason));
}

// Nobody asks twice for the end of what has ended; the record that would say so is released.
Done require_valid(Desk& desk, const ApplicationId& id) {
    KOLTAMGA_TRY(const auto row, desk.journal().row(id));
    return row && row->revoked ? Done(issuance::no_certificate()) : Done();
}

Result<Outcome> revoked(const Ctl& ctl, const std::string& text, const RevocationWish& said) {
    const auto reason = issuance::revocation_reason_named(said.reason);
    if (!reason) {
        return expects("--reason", "unspecified, keyCompromise, affiliationChanged, superseded, "
                                   "cessationOfOperation");
    }
    if (!said.by.empty() && said.by != "holder" && said.by != "supervisor") {
        return expects("--by", "holder, supervisor");
    }
    if (said.by == "holder" && said.proof.empty()) {
        return proof_missing();
    }
    KOLTAMGA_TRY(const auto desk, Desk::open(ctl, db::Use::write));
    KOLTAMGA_CHECK(db::require_writer(desk->session()));
    KOLTAMGA_TRY(const auto wish, with_who_asks(said, desk->session()));
    KOLTAMGA_TRY(const auto id, parse_application_id(text));
    KOLTAMGA_TRY(const auto released, desk->journal().released_certificate(id));
    if (released) {
        KOLTAMGA_CHECK(require_valid(*desk, id));
        return outcome_of(*desk,
                          revoke_released(*desk, id, *released, {*reason, wish.by, wish.proof}));
    }
    return outcome_of(*desk, desk->runner().revoke(id, *reason, wish.by, wish.proof));
}

} // namespace

Result<RevocationWish> with_who_asks(RevocationWish wish, const db::Session& session) {
    if (wish.by.empty()) {
        const bool without_holder = wish.proof.empty() && session.may_manage();
        wish.by = without_holder ? "supervisor" : "holder";
    }
    if (wish.by == "holder" && wish.proof.empty()) {
        return proof_missing();
    }
    if (wish.by == "supervisor") {
        KOLTAMGA_CHECK(db::require_supervisor(session));
    }
    return wish;
}

Exit issue(const Ctl& ctl, Terminal& terminal, const ApplicantFiles& files, const Wishes& wishes) {
    return told_with_verdict(terminal, issued(ctl, files, wishes));
}

Exit resume(const Ctl& ctl, Terminal& terminal, const std::string& id, const Wishes& wishes) {
    return told_with_verdict(terminal, resumed(ctl, id, wishes));
}

Exit cancel(const Ctl& ctl, Terminal& terminal, const std::string& id, const std::string& reason) {
    const auto result = cancelled(ctl, id, reason);
    const auto words = result ? "" : cannot_cancel_words(result.failure(), id, terminal.language());
    if (!words.empty()) {
        terminal.tell(words);
    }
    return told(terminal, result);
}

Exit revoke(const Ctl& ctl, Terminal& terminal, const std::string& id, const RevocationWish& wish) {
    return told_revocation(terminal, revoked(ctl, id, wish));
}

} // namespace koltamga::app

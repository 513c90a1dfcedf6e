#include "app/workplace.h"

#include "app/journey_files.h"
#include "app/papers.h"
#include "app/policy_of.h"
#include "app/practising.h"
#include "app/restored.h"
#include "app/resumption.h"
#include "app/workplace_ask.h"
#include "app/workplace_rows.h"
#include "crypto/random.h"
#include "db/key_ring.h"
#include "printing/terms.h"

namespace koltamga::app {
namespace {

using desk::Nothing;
using desk::Then;
using issuance::Application;
using issuance::Progress;

Failure medium_missing() {
    return fail(Code::app_medium_missing);
}
Failure locked_by_another() {
    return fail(Code::app_locked_by_another);
}

// As they stand in the agreement.
std::vector<desk::Clause> terms_of(const profile::OfficeProfile& profile) {
    std::vector<desk::Clause> clauses;
    for (auto& section : printing::agreement_terms(profile.agreement.terms_version,
                                                   profile.authority.name, profile.agreement.law)) {
        clauses.push_back({std::move(section.heading), std::move(section.clauses)});
    }
    return clauses;
}

desk::Office office_of(const Station& station) {
    const auto& profile = station.profile();
    desk::Office office;
    office.name = profile.office.name;
    office.station = station.database().station().text();
    office.practice = profile.practice;
    office.utc_offset_minutes = profile.office.utc_offset_minutes;
    office.idle_lock = profile.limits.idle_lock;
    office.password_length = profile.keys.password_length;
    office.terms = terms_of(profile);
    if (office.practice) {
        office.practising = practising_applicants();
    }
    return office;
}

// What a restore lost is heard before anything is decided, as at the terminal.
Result<Application> identified(Desk& desk, const issuance::Person& person) {
    KOLTAMGA_CHECK(db::require_writer(desk.session()));
    KOLTAMGA_CHECK(hear_first(desk.station()));
    KOLTAMGA_TRY(const auto open, desk.runner().open_application_of(person.identity.pin));
    return open ? desk.runner().read(*open) : desk.runner().identify(person);
}

// Whether the agreement can be printed is known before anything is signed.
Result<Application> key_made(Desk& desk, const ApplicationId& id, const SecretBytes& password,
                             Language accepted_in) {
    constexpr std::array names = {"ky", "ru", "en"};
    const auto printed = default_languages(desk.profile());
    KOLTAMGA_TRY(const auto application, desk.runner().read(id));
    KOLTAMGA_CHECK(application.portrait ? desk.check_agreement(application, printed) : Done());
    return desk.runner().make_key(id, password,
                                  {desk.profile().agreement.terms_version,
                                   names[static_cast<std::size_t>(accepted_in)], "in-person",
                                   std::string(printing::to_text(printed))});
}

Result<Application> handed_over(Desk& desk, const ApplicationId& id,
                                const std::filesystem::path& medium) {
    const auto deliver = [&](BytesView pkcs12) -> Done {
        KOLTAMGA_CHECK(medium.empty() ? Done(medium_missing()) : Done());
        KOLTAMGA_TRY(const auto earlier, write_key(medium, pkcs12));
        return {};
    };
    return desk.runner().hand_over(id, "in-person", deliver);
}

} // namespace

desk::Role desk_role(db::Role role) {
    return role == db::Role::clerk        ? desk::Role::clerk
           : role == db::Role::supervisor ? desk::Role::supervisor
                                          : desk::Role::auditor;
}

db::Role station_role(desk::Role role) {
    return role == desk::Role::clerk        ? db::Role::clerk
           : role == desk::Role::supervisor ? db::Role::supervisor
                                            : db::Role::auditor;
}

Failure not_signed_in() {
    return fail(Code::app_not_signed_in);
}

StationWorkplace::StationWorkplace(std::shared_ptr<Station> station, desk::Post post)
    : station_(std::move(station)), post_(std::move(post)), office_(office_of(*station_)) {}

// Whatever still comes finds no window; the threads end with their places.
StationWorkplace::~StationWorkplace() {
    ++*visit_;
}

Result<std::unique_ptr<StationWorkplace>>
StationWorkplace::open(const Options& options, const Clock& clock, desk::Post post) {
    KOLTAMGA_TRY(auto station, Station::open(options, db::Use::write, clock));
    return std::unique_ptr<StationWorkplace>(
        new StationWorkplace(std::move(station), std::move(post)));
}

void StationWorkplace::sign_in(std::string name, SecretBytes password, Then<desk::Clerk> then) {
    if (!locked_by_.empty() && name != locked_by_) {
        post_([then = std::move(then)] { then(locked_by_another()); });
        return;
    }
    close_desks();
    steps_.thread.give([this, visit = visit_, asked_in = *visit_, name, then = std::move(then),
                        secret = shared(std::move(password))](std::stop_token) {
        auto session = caught([&]() -> Result<db::Session> {
            KOLTAMGA_TRY(steps_.desk, Desk::sign_in(station_, name, *secret));
            return steps_.desk->session();
        });
        secret->wipe();
        post_([this, visit, asked_in, then, session = std::move(session)] {
            if (*visit == asked_in) {
                then(let_in(session));
            }
        });
    });
}

// The other threads get desks of the same session; what they cannot open they say when asked.
Result<desk::Clerk> StationWorkplace::let_in(const Result<db::Session>& session) {
    if (!session) {
        return session.failure();
    }
    locked_by_.clear();
    signed_in_ = session->name;
    open_beside({&outside_, &looking_}, *session);
    return desk::Clerk{session->name, desk_role(session->role)};
}

void StationWorkplace::open_beside(std::initializer_list<Place*> places,
                                   const db::Session& session) {
    for (auto* place : places) {
        place->thread.give([place, station = station_, session](std::stop_token) {
            if (auto desk = caught([&] { return Desk::beside(station, session); })) {
                place->desk = std::move(*desk);
            }
        });
    }
}

// What runs is asked to stop, what waits is dropped, and then each thread wipes what it holds.
void StationWorkplace::close_desks() {
    ++*visit_;
    for (auto* place : {&steps_, &outside_, &looking_}) {
        place->thread.give_up();
        place->thread.give([place](std::stop_token) {
            place->names.reset();
            place->desk.reset();
        });
    }
}

void StationWorkplace::lock() {
    locked_by_ = signed_in_;
    close_desks();
}

void StationWorkplace::sign_out() {
    locked_by_.clear();
    signed_in_.clear();
    close_desks();
}

desk::PassportRules StationWorkplace::passport_rules() const {
    const auto& profile = station_->profile();
    return {profile.rules.pin, profile.rules.documents,
            domain::civil_date(station_->clock().now(), profile.office.utc_offset_minutes)};
}

void StationWorkplace::read(const ApplicationId& id, Told then) {
    ask<Application>(steps_, std::move(then),
                     [id](Desk& desk, std::stop_token) { return desk.runner().read(id); });
}

void StationWorkplace::identify(issuance::Person person, Told then) {
    ask<Application>(steps_, std::move(then),
                     [person = std::move(person)](Desk& desk, std::stop_token) {
                         return identified(desk, person);
                     });
}

void StationWorkplace::foresee(const ApplicationId& id, issuance::Decision decision,
                               Then<domain::Verdict> then) {
    ask<domain::Verdict>(steps_, std::move(then),
                         [id, decision = std::move(decision)](Desk& desk, std::stop_token stop) {
                             return desk.runner().foresee(id, decision, stop);
                         });
}

void StationWorkplace::decide(const ApplicationId& id, issuance::Decision decision, Told then) {
    ask<Application>(steps_, std::move(then),
                     [id, decision = std::move(decision)](Desk& desk, std::stop_token stop) {
                         return desk.runner().decide(id, decision, stop);
                     });
}

void StationWorkplace::contact(const ApplicationId& id, issuance::ContactRecorded contact,
                               domain::Consents consents, Told then) {
    ask<Application>(steps_, std::move(then),
                     [id, contact = std::move(contact), consents](Desk& desk, std::stop_token) {
                         return desk.runner().contact_and_consent(id, contact, {consents});
                     });
}

void StationWorkplace::portrait(const ApplicationId& id, Bytes picture, std::string reason,
                                Told then) {
    ask<Application>(steps_, std::move(then),
                     [id, picture = std::move(picture),
                      reason = std::move(reason)](Desk& desk, std::stop_token) {
                         return desk.runner().portrait(id, picture, reason);
                     });
}

void StationWorkplace::portrait_file(const ApplicationId& id, std::filesystem::path file,
                                     std::string reason, Told then) {
    ask<Application>(steps_, std::move(then),
                     [id, file = std::move(file), reason = std::move(reason)](
                         Desk& desk, std::stop_token) -> Result<Application> {
                         KOLTAMGA_TRY(const auto picture, read_picture(desk.profile(), file));
                         return desk.runner().portrait(id, picture, reason);
                     });
}

void StationWorkplace::make_key(const ApplicationId& id, SecretBytes password, Language accepted_in,
                                Told then) {
    ask<Application>(
        steps_, std::move(then),
        [id, accepted_in, secret = shared(std::move(password))](Desk& desk, std::stop_token) {
            auto made = key_made(desk, id, *secret, accepted_in);
            secret->wipe();
            return made;
        });
}

void StationWorkplace::go_on(const ApplicationId& id, Then<Progress> then) {
    ask<Progress>(outside_, std::move(then),
                  [id](Desk& desk, std::stop_token stop) -> Result<Progress> {
                      KOLTAMGA_CHECK(hear_first(desk.station()));
                      return desk.runner().go_on(id, true, stop);
                  });
}

void StationWorkplace::hand_over(const ApplicationId& id, std::filesystem::path medium, Told then) {
    ask<Application>(steps_, std::move(then),
                     [id, medium = std::move(medium)](Desk& desk, std::stop_token) {
                         return handed_over(desk, id, medium);
                     });
}

void StationWorkplace::cancel(const ApplicationId& id, std::string reason, Then<Progress> then) {
    ask<Progress>(outside_, std::move(then),
                  [id, reason = std::move(reason)](Desk& desk, std::stop_token stop) {
                      return desk.runner().cancel(id, reason, stop);
                  });
}

void StationWorkplace::portrait_of(const ApplicationId& id, Then<Bytes> then) {
    ask<Bytes>(looking_, std::move(then), [id](Desk& desk, std::stop_token) -> Result<Bytes> {
        KOLTAMGA_TRY(const auto application, desk.runner().read(id));
        return application.portrait
                   ? desk.journal().blob(id, "portrait", application.portrait->blob)
                   : Result<Bytes>(Bytes());
    });
}

void StationWorkplace::agreement(const ApplicationId& id, Then<Bytes> then) {
    ask<Bytes>(looking_, std::move(then), [id](Desk& desk, std::stop_token) -> Result<Bytes> {
        KOLTAMGA_TRY(const auto application, desk.runner().read(id));
        return application.key ? desk.agreement(application, {}) : Result<Bytes>(no_agreement());
    });
}

void StationWorkplace::certificate_sheet(const ApplicationId& id, Then<Bytes> then) {
    ask<Bytes>(looking_, std::move(then), [id](Desk& desk, std::stop_token) -> Result<Bytes> {
        KOLTAMGA_TRY(const auto application, desk.runner().read(id));
        return application.certificate ? desk.certificate_sheet(application, {})
                                       : Result<Bytes>(issuance::no_certificate());
    });
}

void StationWorkplace::overview(Then<desk::Overview> then) {
    ask<desk::Overview>(looking_, std::move(then), [](Desk& desk, std::stop_token) {
        return overview_of({desk.station(), desk.journal()});
    });
}

void StationWorkplace::search(std::string words, std::size_t most,
                              Then<std::vector<desk::Row>> then) {
    ask<std::vector<desk::Row>>(
        looking_, std::move(then),
        [place = &looking_, words = std::move(words), most](Desk& desk, std::stop_token) {
            if (!place->names) {
                place->names.emplace();
            }
            return found_by({desk.station(), desk.journal()}, *place->names, words, most);
        });
}

void StationWorkplace::sync(Then<desk::Synced> then) {
    ask<desk::Synced>(
        outside_, std::move(then), [](Desk& desk, std::stop_token stop) -> Result<desk::Synced> {
            if (db::require_writer(desk.session())) {
                KOLTAMGA_CHECK(hear_first(desk.station()));
                KOLTAMGA_TRY(const auto resumed, go_on_with_open_calls(desk, stop));
            }
            KOLTAMGA_TRY(const auto report, desk.station().sync_once(stop));
            return desk::Synced{report.receipted.size(), report.waiting.size(), report.stopped_by};
        });
}

void StationWorkplace::save_draft(const ApplicationId& id, SecretBytes content,
                                  Then<Nothing> then) {
    ask<Nothing>(
        steps_, std::move(then),
        [id, secret = shared(std::move(content))](Desk& desk, std::stop_token) -> Result<Nothing> {
            KOLTAMGA_TRY(auto connection, desk.station().database().connect());
            KOLTAMGA_CHECK(desk.session().keys->save_draft(connection, id, *secret,
                                                           desk.station().clock().now()));
            return Nothing();
        });
}

void StationWorkplace::draft(const ApplicationId& id, Then<desk::Draft> then) {
    ask<desk::Draft>(steps_, std::move(then),
                     [id](Desk& desk, std::stop_token) -> Result<desk::Draft> {
                         KOLTAMGA_TRY(auto connection, desk.station().database().connect());
                         KOLTAMGA_TRY(auto kept, desk.session().keys->draft(connection, id));
                         return kept ? shared(std::move(*kept)) : desk::Draft();
                     });
}

void StationWorkplace::drop_draft(const ApplicationId& id, Then<Nothing> then) {
    ask<Nothing>(steps_, std::move(then), [id](Desk& desk, std::stop_token) -> Result<Nothing> {
        KOLTAMGA_TRY(auto connection, desk.station().database().connect());
        KOLTAMGA_CHECK(desk.session().keys->drop_draft(connection, id));
        return Nothing();
    });
}

ApplicationId StationWorkplace::new_draft_id() {
    return crypto::new_id<ApplicationTag>();
}

} // namespace koltamga::app

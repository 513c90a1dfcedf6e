// What supervisor and auditor do at the workplace.
#include "app/day_register.h"
#include "app/journal_deeds.h"
#include "app/policy_of.h"
#include "app/verified_words.h"
#include "app/workplace.h"
#include "app/workplace_ask.h"

namespace koltamga::app {
namespace {

using desk::Nothing;
using desk::OperatorLine;
using desk::Then;

Result<db::Operators> operators_at(Desk& desk) {
    KOLTAMGA_TRY(auto connection, desk.station().database().connect());
    return db::Operators(desk.station().database(), std::move(connection));
}

Result<std::vector<OperatorLine>> lines_of(Desk& desk) {
    KOLTAMGA_CHECK(db::require_supervisor(desk.session()));
    KOLTAMGA_TRY(auto operators, operators_at(desk));
    KOLTAMGA_TRY(const auto rows, operators.list());
    std::vector<OperatorLine> lines;
    for (const auto& row : rows) {
        lines.push_back({row.name, desk_role(row.role), row.disabled});
    }
    return lines;
}

Result<db::Session> without(Desk& desk, const std::string& name) {
    KOLTAMGA_TRY(auto operators, operators_at(desk));
    KOLTAMGA_TRY(const auto at, desk.station().stamp(desk.session().name));
    KOLTAMGA_TRY(const auto recovery, certificate_of(desk.profile().trust.recovery));
    return operators.disable(desk.session(), name, recovery.der(), at);
}

Result<desk::JournalCheck> checked(Desk& desk) {
    KOLTAMGA_TRY(const auto verified, verify_journal(desk.station(), desk.session().keys.get()));
    desk::JournalCheck check{verified.sound(), {}};
    for (const auto language : {Language::ky, Language::ru, Language::en}) {
        check.words[static_cast<std::size_t>(language)] =
            check.sound ? verified_words(verified, language) : findings_words(verified, language);
    }
    return check;
}

} // namespace

void StationWorkplace::operators(Then<std::vector<OperatorLine>> then) {
    ask<std::vector<OperatorLine>>(looking_, std::move(then),
                                   [](Desk& desk, std::stop_token) { return lines_of(desk); });
}

void StationWorkplace::add_operator(std::string name, desk::Role role, SecretBytes password,
                                    Then<Nothing> then) {
    ask<Nothing>(
        steps_, std::move(then),
        [name = std::move(name), role,
         secret = shared(std::move(password))](Desk& desk, std::stop_token) -> Result<Nothing> {
            KOLTAMGA_TRY(auto operators, operators_at(desk));
            KOLTAMGA_TRY(const auto at, desk.station().stamp(desk.session().name));
            KOLTAMGA_CHECK(operators.add(desk.session(), name, station_role(role), *secret, at));
            return Nothing();
        });
}

void StationWorkplace::reset_operator(std::string name, SecretBytes password, Then<Nothing> then) {
    ask<Nothing>(steps_, std::move(then),
                 [name = std::move(name), secret = shared(std::move(password))](
                     Desk& desk, std::stop_token) -> Result<Nothing> {
                     KOLTAMGA_TRY(auto operators, operators_at(desk));
                     KOLTAMGA_TRY(const auto at, desk.station().stamp(desk.session().name));
                     KOLTAMGA_CHECK(operators.reset(desk.session(), name, *secret, at));
                     return Nothing();
                 });
}

// The data key changes with it: every desk goes on with the new one.
void StationWorkplace::disable_operator(std::string name, Then<Nothing> then) {
    const auto changed = [this, then = std::move(then)](const Result<db::Session>& session) {
        if (!session) {
            then(session.failure());
            return;
        }
        open_beside({&steps_, &outside_, &looking_}, *session);
        then(Nothing());
    };
    ask<db::Session>(steps_, changed, [name = std::move(name)](Desk& desk, std::stop_token) {
        return without(desk, name);
    });
}

void StationWorkplace::check_journal(Then<desk::JournalCheck> then) {
    ask<desk::JournalCheck>(outside_, std::move(then),
                            [](Desk& desk, std::stop_token) { return checked(desk); });
}

void StationWorkplace::export_journal(std::filesystem::path file, Then<Nothing> then) {
    ask<Nothing>(outside_, std::move(then),
                 [file = std::move(file)](Desk& desk, std::stop_token) -> Result<Nothing> {
                     Options options;
                     options.data = desk.station().data();
                     KOLTAMGA_CHECK(require_export_file(options, file));
                     KOLTAMGA_TRY(const auto exported,
                                  app::export_journal(desk.station(), desk.session(), file));
                     return Nothing();
                 });
}

void StationWorkplace::day_register(domain::Date day, Then<Bytes> then) {
    ask<Bytes>(looking_, std::move(then), [day](Desk& desk, std::stop_token) -> Result<Bytes> {
        KOLTAMGA_TRY(const auto record, app::day_register(desk, day));
        return desk.day_register(record, {});
    });
}

} // namespace koltamga::app

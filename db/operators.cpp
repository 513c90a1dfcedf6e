#include "db/operators.h"

#include "db/entry_writer.h"
#include "db/failures.h"
#include "db/operator_keys.h"
#include "db/transaction.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace koltamga::db {
namespace {

using issuance::Kind;
using issuance::Stamp;

constexpr std::array<std::string_view, 3> role_names = {"operator", "supervisor", "auditor"};
constexpr int free_tries = 3;
constexpr std::chrono::seconds longest_delay{15 * 60};

// Who can help stands in the list that anybody may read, so saying it tells a stranger nothing.
Failure wrong_password(const std::string& supervisors) {
    return fail(Code::operator_wrong_password, {}, {filling("supervisors", supervisors)});
}
Failure wait(std::chrono::milliseconds left) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(left).count();
    return fail(Code::operator_wait, "seconds " + std::to_string(seconds),
                {filling("seconds", std::to_string(seconds))});
}
// `listed` names who may, where the list of operators cannot be asked for yet.
Failure not_allowed(Role role, Texts needed, const std::string& listed = {}) {
    const Texts in_the_list = {"; ким экени `koltamgactl operator list` тизмесинде",
                               "; кто это, покажет `koltamgactl operator list`",
                               "; `koltamgactl operator list` says who that is"};
    const auto by_name = ": " + listed;
    return fail(Code::operator_not_allowed, "role " + std::string(name_of(role)),
                {{"role", in_words(role)},
                 {"needed", std::move(needed)},
                 {"listed", listed.empty() ? in_the_list : Texts{by_name, by_name, by_name}}});
}
Failure exists() {
    return fail(Code::operator_exists);
}
Failure unknown() {
    return fail(Code::operator_unknown);
}
Failure name_invalid() {
    return fail(Code::operator_name_invalid);
}
Failure last_supervisor() {
    return fail(Code::operator_last_supervisor);
}

struct Row {
    Role role = Role::clerk;
    bool disabled = false;
    OperatorKeys keys;
    Bytes proof;
    int failures = 0;
    std::optional<Instant> last_failure, not_before;
};

std::optional<Instant> instant_in(const Statement& row, int column) {
    return row.is_null(column) ? std::nullopt : instant_from(row.text(column));
}

Result<std::optional<Row>> read_row(Connection& connection, std::string_view name) {
    KOLTAMGA_TRY(auto row,
                 connection.query("SELECT role, disabled, password, private_key, certificate, "
                                  "data_key, proof, failures, last_failure, not_before "
                                  "FROM operator WHERE name=?",
                                  {name}));
    KOLTAMGA_TRY(const bool there, row.next());
    if (!there) {
        return std::optional<Row>();
    }
    const auto role = role_named(row.text(0));
    if (!role) {
        return failure::damaged("operator-role");
    }
    return std::optional(Row{*role,
                             row.integer(1) != 0,
                             {row.string(2), row.bytes(3), row.bytes(4), row.bytes(5)},
                             row.bytes(6),
                             static_cast<int>(row.integer(7)),
                             instant_in(row, 8),
                             instant_in(row, 9)});
}

// A row that was changed by hand says of its operator what no supervisor has said.
Done require_proof(const KeyRing& keys, std::string_view name, const Row& row) {
    const bool proved = is_proved(
        keys, {std::string(name), row.role, row.disabled, row.keys.certificate, row.proof});
    return proved ? Done() : Done(failure::operator_row_changed(name));
}

// What is left to wait. A clock set back to before the last failure begins the delay anew: it is
// never shortened, and never longer than the failures deserve.
std::chrono::milliseconds left_to_wait(const Row& row, Instant now) {
    if (!row.not_before || !row.last_failure) {
        return {};
    }
    const std::chrono::milliseconds whole = delay_after(row.failures);
    const auto left = now < *row.last_failure ? whole : *row.not_before - now;
    return std::clamp(left, std::chrono::milliseconds(0), whole);
}

Done keep_wait(Connection& connection, std::string_view name, int failures, Instant now,
               std::chrono::milliseconds left) {
    return connection.run(
        "UPDATE operator SET failures=?, last_failure=?, not_before=? WHERE name=?",
        {failures, to_text(now), to_text(now + left), name});
}

// Refuses while there is time to wait, and otherwise counts this try as failed before it is made:
// killing the program between does not give a free one.
Done count_try(Connection& connection, std::string_view name, const Row& row, Instant now) {
    const auto left = left_to_wait(row, now);
    if (left.count() > 0) {
        if (now < *row.last_failure) {
            KOLTAMGA_CHECK(keep_wait(connection, name, row.failures, now, left));
        }
        return wait(left);
    }
    return keep_wait(connection, name, row.failures + 1, now, delay_after(row.failures + 1));
}

Done forget_failures(Connection& connection, std::string_view name) {
    return connection.run(
        "UPDATE operator SET failures=0, last_failure=NULL, not_before=NULL WHERE name=?", {name});
}

// An entry of the station's own, in the caller's transaction; its body only with a session's keys.
Done note(Connection& connection, Kind kind, const nlohmann::json& body, const Stamp& at,
          const KeyRing* keys) {
    KOLTAMGA_TRY(auto end, chain_end(connection));
    std::optional<SecretBytes> key;
    if (keys != nullptr) {
        KOLTAMGA_TRY(key, keys->subject_key(connection, std::nullopt));
    }
    KOLTAMGA_TRY(const auto entry,
                 write_entry(connection, end,
                             {kind, std::nullopt, body.is_null() ? std::string() : body.dump()}, at,
                             key ? &*key : nullptr));
    return {};
}

Stamp stamped(const Stamp& at, std::string_view name) {
    return {std::string(name), at.time, at.time_source};
}

// "aida, bakyt"
Result<std::string> supervisors_by_name(Connection& connection) {
    KOLTAMGA_TRY(auto rows, connection.query("SELECT name FROM operator WHERE role='supervisor' "
                                             "AND NOT disabled ORDER BY name"));
    std::string names;
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return names;
        }
        names += (names.empty() ? "" : ", ") + rows.string(0);
    }
}

Result<std::int64_t> supervisors(Connection& connection) {
    KOLTAMGA_TRY(const auto count,
                 connection.integer(
                     "SELECT count(*) FROM operator WHERE role='supervisor' AND NOT disabled"));
    return count.value_or(0);
}

} // namespace

std::string_view name_of(Role role) {
    return role_names[static_cast<std::size_t>(role)];
}

Texts in_words(Role role) {
    switch (role) {
    case Role::supervisor:
        return {"жетекчи", "руководитель", "supervisor"};
    case Role::auditor:
        return {"аудитор", "аудитор", "auditor"};
    case Role::clerk:
        break;
    }
    return {"оператор", "оператор", "operator"};
}

std::optional<Role> role_named(std::string_view name) {
    const auto found = std::ranges::find(role_names, name);
    return found == role_names.end() ? std::nullopt
                                     : std::optional(static_cast<Role>(found - role_names.begin()));
}

Done require_writer(const Session& session) {
    return session.may_write()
               ? Done()
               : Done(not_allowed(session.role, {"оператор же жетекчи", "оператор или руководитель",
                                                 "an operator or a supervisor"}));
}

namespace {

Texts a_supervisor() {
    return {"жетекчи", "руководитель", "a supervisor"};
}

} // namespace

Done require_supervisor(const Session& session) {
    return session.may_manage() ? Done() : Done(not_allowed(session.role, a_supervisor()));
}

Done require_supervisor_of(Connection& connection, const Session& session) {
    if (session.may_manage()) {
        return {};
    }
    KOLTAMGA_TRY(const auto names, supervisors_by_name(connection));
    return not_allowed(session.role, a_supervisor(), names);
}

Done require_operator_name(std::string_view name) {
    return is_operator_name(name) ? Done() : Done(name_invalid());
}

std::chrono::seconds delay_after(int failures) {
    if (failures < free_tries) {
        return std::chrono::seconds(0);
    }
    const int doublings = std::min(failures - free_tries, 20);
    return std::min(std::chrono::seconds(std::int64_t{5} << doublings), longest_delay);
}

Operators::Operators(const StationDatabase& database, Connection connection,
                     crypto::PasswordCost cost)
    : database_(&database), connection_(std::move(connection)), cost_(cost) {}

Result<Session> open_session(Connection& connection, std::string_view name,
                             const SecretBytes& password, const Stamp& at,
                             crypto::PasswordCost cost) {
    KOLTAMGA_TRY(auto transaction, Transaction::begin(connection));
    KOLTAMGA_TRY(auto row, read_row(connection, name));
    const bool usable = row && !row->disabled;
    const auto counted = usable ? count_try(connection, name, *row, at.time) : Done();
    KOLTAMGA_CHECK(transaction.commit());
    KOLTAMGA_CHECK(counted);
    KOLTAMGA_TRY(
        auto data_key,
        open_data_key(name, usable ? std::optional(row->keys) : std::nullopt, password, cost));
    if (!data_key) {
        KOLTAMGA_TRY(const auto helpers, supervisors_by_name(connection));
        return wrong_password(helpers);
    }
    auto keys = std::make_shared<const KeyRing>(std::move(*data_key));
    KOLTAMGA_CHECK(require_proof(*keys, name, *row));
    KOLTAMGA_CHECK(forget_failures(connection, name));
    return Session{std::string(name), row->role, std::move(keys)};
}

Done Operators::note_failure(std::string_view name, const Stamp& at) {
    KOLTAMGA_TRY(const auto known,
                 connection_.integer("SELECT 1 FROM operator WHERE name=?", {name}));
    if (!known || database_->use() != Use::write) {
        return {};
    }
    KOLTAMGA_TRY(auto transaction, Transaction::begin(connection_));
    KOLTAMGA_CHECK(
        note(connection_, Kind::operator_sign_in_failed, nullptr, stamped(at, name), nullptr));
    return transaction.commit();
}

Result<Session> Operators::sign_in(std::string_view name, const SecretBytes& password,
                                   const Stamp& at) {
    auto session = open_session(connection_, name, password, at, cost_);
    if (!session) {
        if (session.failed_with(Code::operator_wrong_password)) {
            KOLTAMGA_CHECK(note_failure(name, at));
        }
        return session;
    }
    if (database_->use() == Use::write) {
        KOLTAMGA_TRY(auto transaction, Transaction::begin(connection_));
        KOLTAMGA_CHECK(note(connection_, Kind::operator_signed_in,
                            {{"role", name_of(session->role)}}, stamped(at, name),
                            session->keys.get()));
        KOLTAMGA_CHECK(transaction.commit());
    }
    return session;
}

Done Operators::confirm(const Session& session, const SecretBytes& password, const Stamp& at) {
    const auto again = open_session(connection_, session.name, password, at, cost_);
    if (again.failed_with(Code::operator_wrong_password)) {
        KOLTAMGA_CHECK(note_failure(session.name, at));
    }
    return again ? Done() : Done(again.failure());
}

Result<std::vector<OperatorRow>> Operators::list() {
    KOLTAMGA_TRY(auto rows, connection_.query(
                                "SELECT name, role, disabled, since FROM operator ORDER BY name"));
    std::vector<OperatorRow> list;
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return list;
        }
        list.push_back({rows.string(0), role_named(rows.text(1)).value_or(Role::clerk),
                        rows.integer(2) != 0, rows.string(3)});
    }
}

Done Operators::add(const Session& by, std::string_view name, Role role,
                    const SecretBytes& password, const Stamp& at) {
    KOLTAMGA_CHECK(require_supervisor(by));
    KOLTAMGA_CHECK(require_operator_name(name));
    KOLTAMGA_CHECK(require_good_password(password));
    KOLTAMGA_TRY(const auto keys,
                 make_operator_keys(name, password, by.keys->data_key(), cost_, at.time));
    KOLTAMGA_TRY(auto transaction, Transaction::begin(connection_));
    KOLTAMGA_TRY(const auto there, read_row(connection_, name));
    if (there) {
        return exists();
    }
    KOLTAMGA_CHECK(write_operator(connection_, *by.keys, name, role, keys, at.time));
    KOLTAMGA_CHECK(note(connection_, Kind::operator_added,
                        {{"name", name}, {"role", name_of(role)}}, stamped(at, by.name),
                        by.keys.get()));
    return transaction.commit();
}

Done Operators::reset(const Session& by, std::string_view name, const SecretBytes& password,
                      const Stamp& at) {
    KOLTAMGA_CHECK(require_supervisor(by));
    KOLTAMGA_CHECK(require_good_password(password));
    KOLTAMGA_TRY(const auto keys,
                 make_operator_keys(name, password, by.keys->data_key(), cost_, at.time));
    KOLTAMGA_TRY(auto transaction, Transaction::begin(connection_));
    KOLTAMGA_TRY(const auto row, read_row(connection_, name));
    if (!row || row->disabled) {
        return unknown();
    }
    KOLTAMGA_CHECK(require_proof(*by.keys, name, *row));
    KOLTAMGA_CHECK(write_operator(connection_, *by.keys, name, row->role, keys, at.time));
    KOLTAMGA_CHECK(note(connection_, Kind::operator_reset, {{"name", name}}, stamped(at, by.name),
                        by.keys.get()));
    return transaction.commit();
}

Result<Session> Operators::disable(const Session& by, std::string_view name,
                                   BytesView recovery_certificate, const Stamp& at) {
    KOLTAMGA_CHECK(require_supervisor(by));
    KOLTAMGA_TRY(auto transaction, Transaction::begin(connection_));
    KOLTAMGA_TRY(const auto row, read_row(connection_, name));
    if (!row || row->disabled) {
        return unknown();
    }
    KOLTAMGA_CHECK(require_proof(*by.keys, name, *row));
    KOLTAMGA_TRY(const auto left, supervisors(connection_));
    if (row->role == Role::supervisor && left <= 1) {
        return last_supervisor();
    }
    KOLTAMGA_CHECK(connection_.run(
        "UPDATE operator SET disabled=1, data_key=NULL, private_key=x'', since=?, proof=? "
        "WHERE name=?",
        {to_text(at.time), operator_proof(*by.keys, name, row->role, true, row->keys.certificate),
         name}));
    KOLTAMGA_TRY(auto keys, rotate_data_key(connection_, *by.keys, recovery_certificate));
    KOLTAMGA_CHECK(note(connection_, Kind::operator_disabled, {{"name", name}},
                        stamped(at, by.name), keys.get()));
    KOLTAMGA_CHECK(transaction.commit());
    connection_.empty_log(); // the old wraps
    return Session{by.name, by.role, std::move(keys)};
}

} // namespace koltamga::db

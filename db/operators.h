// Who may work here: operators, supervisors, auditors, and how they sign in.
//
// A wrong password makes the next try wait, longer each time, up to a quarter of an hour; the wait
// stands in the database, so restarting does not shorten it, and setting the clock back begins it
// anew. An auditor's session opens and verifies, and every writing interface refuses it.
#pragma once

#include "db/key_ring.h"
#include "db/station_database.h"

#include "base/clock.h"
#include "crypto/password.h"
#include "issuance/entry.h"

#include <memory>
#include <string>
#include <vector>

namespace koltamga::db {

enum class Role { clerk, supervisor, auditor };
std::string_view name_of(Role role); // "operator", "supervisor", "auditor"
Texts in_words(Role role);           // for people
std::optional<Role> role_named(std::string_view name);

struct OperatorRow {
    std::string name;
    Role role = Role::clerk;
    bool disabled = false;
    std::string since; // time of the last change
};

// Somebody is signed in. Dropping it wipes the keys.
struct Session {
    std::string name;
    Role role = Role::clerk;
    std::shared_ptr<const KeyRing> keys;

    bool may_write() const { return role != Role::auditor; }
    bool may_manage() const { return role == Role::supervisor; }
};

// Fails with operator.not-allowed, naming the role that may, unless the session may write or
// manage.
Done require_writer(const Session& session);
Done require_supervisor(const Session& session);
// The same where no list of operators can be asked for yet: the failure names who may manage.
Done require_supervisor_of(Connection& connection, const Session& session);

// operator.name-invalid unless it may be a login name.
Done require_operator_name(std::string_view name);

// How long to wait after so many wrong passwords in a row.
std::chrono::seconds delay_after(int failures);

// Opens an operator's keys against one connection, and counts the try there: for a database that is
// not yet a station's. Fails as Operators::sign_in; nothing is journalled.
Result<Session> open_session(Connection& connection, std::string_view name,
                             const SecretBytes& password, const issuance::Stamp& at,
                             crypto::PasswordCost cost = {});

class Operators {
  public:
    Operators(const StationDatabase& database, Connection connection,
              crypto::PasswordCost cost = {});

    // Fails with operator.wrong-password (also for an unknown or disabled name), or
    // operator.wait (the detail ends with the seconds left). Journals success and failure when
    // this process writes.
    Result<Session> sign_in(std::string_view name, const SecretBytes& password,
                            const issuance::Stamp& at);
    // Unlocking the screen: the same check and delay for the one who is signed in.
    Done confirm(const Session& session, const SecretBytes& password, const issuance::Stamp& at);

    Result<std::vector<OperatorRow>> list();

    // Each needs a supervisor's session and is an entry. operator.exists, operator.unknown,
    // operator.name-invalid, operator.password-weak, crypto.password-weak,
    // operator.last-supervisor.
    Done add(const Session& by, std::string_view name, Role role, const SecretBytes& password,
             const issuance::Stamp& at);
    Done reset(const Session& by, std::string_view name, const SecretBytes& password,
               const issuance::Stamp& at);
    // Removes the wrap and changes the data key; the supervisor's session goes on with the new one.
    Result<Session> disable(const Session& by, std::string_view name,
                            BytesView recovery_certificate, const issuance::Stamp& at);

  private:
    Done note_failure(std::string_view name, const issuance::Stamp& at);

    const StationDatabase* database_;
    Connection connection_;
    crypto::PasswordCost cost_;
};

} // namespace koltamga::db

// How an operator's password leads to the station's data key. Private to this folder.
#pragma once

#include "db/operators.h"

#include "crypto/certificate.h"

namespace koltamga::db {

// What a row of `operator` holds of keys.
struct OperatorKeys {
    std::string password; // Argon2id's parameters
    Bytes private_key;    // sealed by what Argon2id makes of the password
    Bytes certificate;    // the key pair's, self-signed: a recipient for CMS
    Bytes data_key;       // wrapped for it
};

// operator.password-weak under ten characters; crypto.password-weak for one that is long but
// simple.
Done require_good_password(const SecretBytes& password);

Result<OperatorKeys> make_operator_keys(std::string_view name, const SecretBytes& password,
                                        const SecretBytes& data_key,
                                        const crypto::PasswordCost& cost, Instant now);
// Nothing if the password is wrong. Takes as long for no keys at all as for wrong ones.
Result<std::optional<SecretBytes>> open_data_key(std::string_view name,
                                                 const std::optional<OperatorKeys>& keys,
                                                 const SecretBytes& password,
                                                 const crypto::PasswordCost& cost);

// Binds name, role, state and key of an operator to the data key: without it nobody makes
// themselves a supervisor, or slips in a key the next data key would be wrapped for.
Bytes operator_proof(const KeyRing& keys, std::string_view name, Role role, bool disabled,
                     BytesView certificate);

// A row of `operator`, as far as its proof goes.
struct OperatorLine {
    std::string name;
    Role role = Role::clerk;
    bool disabled = false;
    Bytes certificate, proof;
};

// Fails with db.damaged for a role that there is not.
Result<std::vector<OperatorLine>> operator_lines(Connection& connection);

// Whether whoever held the data key wrote the row as it is.
bool is_proved(const KeyRing& keys, const OperatorLine& line);

// Puts a row in, or in the place of an earlier one.
Done write_operator(Connection& connection, const KeyRing& keys, std::string_view name, Role role,
                    const OperatorKeys& made, Instant now);

// Changes the station's data key: wraps, sealed columns, look-ups, secrets, drafts and proofs are
// made anew, within the caller's transaction.
Result<std::shared_ptr<const KeyRing>> rotate_data_key(Connection& connection, const KeyRing& old,
                                                       BytesView recovery_certificate);

} // namespace koltamga::db

// A station's beginning: its database, data key, own subject key, first supervisor and first entry.
#pragma once

#include "db/operators.h"
#include "db/station_journal.h"

namespace koltamga::db {

struct Enrolment {
    StationId station;
    Binding binding;
    std::string supervisor;       // login name of the first one
    Bytes recovery_certificate;   // DER: the agency's, for a lost data key
    Bytes centre_certificate;     // DER: bodies' keys are wrapped for it
    std::string body;             // JSON of station.enrolled: where each key lives
    SecretBytes registration_key; // PKCS#8: kept under the data key, opened by who signs in
    crypto::PasswordCost cost;
};

struct Enrolled {
    StationDatabase database;
    Session session; // the first supervisor, signed in
};

// What enrolling asks of the first supervisor, for whoever spends a one-time code first:
// operator.name-invalid, operator.password-weak, crypto.password-weak.
Done require_first_supervisor(std::string_view name, const SecretBytes& password);

// A database that a power cut left before its first entry is begun anew; db.already-there for one
// with a journal. Nothing is left behind when it fails.
Result<Enrolled> enrol(const std::filesystem::path& folder, const Enrolment& enrolment,
                       const SecretBytes& password, const HeadSigner& sign,
                       const issuance::Stamp& at);

} // namespace koltamga::db

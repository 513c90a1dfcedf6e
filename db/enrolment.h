// A station's beginning: its database, data key, own subject key, first supervisor and first entry.
#pragma once

#include "db/operators.h"
#include "db/station_journal.h"

namespace koltamga::db {

struct Enrolment {
    StationId station;
    Binding binding;
    std::string supervisor;     // login name of the first one
    Bytes recovery_certificate; // DER: the agency's, for a lost data key
    Bytes centre_certificate;   // DER: bodies' keys are wrapped for it
    std::string body;           // JSON of station.enrolled: where each key lives
    crypto::PasswordCost cost;
};

struct Enrolled {
    StationDatabase database;
    Session session; // the first supervisor, signed in
};

// Nothing is left behind when it fails.
Result<Enrolled> enrol(const std::filesystem::path& folder, const Enrolment& enrolment,
                       const SecretBytes& password, const HeadSigner& sign,
                       const issuance::Stamp& at);

} // namespace koltamga::db

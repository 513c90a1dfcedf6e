// Making a station: keys, certificates from the agency, database and first supervisor.
#pragma once

#include "app/options.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "base/secret_bytes.h"

#include <stop_token>
#include <string>

namespace koltamga::app {

struct EnrolledStation {
    StationId station;
    std::uint64_t epoch = 1;
    std::string tls_key, registration_key, journal_key; // where each lives
};

// With the one-time code and the first supervisor's password. Keys and the station's name are
// durable before the code is used, so that a power cut in the middle costs no code: enrolling
// again goes on with the same keys, and the centre gives the same certificates.
Result<EnrolledStation> enrol_station(const Options& options, const std::string& code,
                                      const SecretBytes& password, const Clock& clock,
                                      std::stop_token stop = {});

// The database holds the registration key now, where it opens only with an operator signed in: what
// the enrolment kept beside it goes, also when a power cut came between.
void forget_enrolment(const std::filesystem::path& data);

} // namespace koltamga::app

// The files of a station's data folder beside its database: the profile it is bound to, the
// agency's key pinned at enrolment, its own certificates and the keys that open unattended.
//
//     profile.toml         the profile last used, as signed
//     profile.pin          the agency's public key (hexadecimal) and the highest version seen
//     machine.secret       seals the next two (crypto/machine_secret.h)
//     keys/tls.key, keys/journal.key
//     keys/station.pem     certificates: TLS, registration authority, journal, issuing CA
//     keys/profile/HASH    the certificates that the profile names by file and hash
//     enrolment/           keys of an enrolment that is not finished; gone afterwards
#pragma once

#include "base/id.h"
#include "base/result.h"
#include "crypto/certificate.h"
#include "crypto/key_pair.h"
#include "profile/office_profile.h"

#include <filesystem>

namespace koltamga::app {

struct StationCertificates {
    crypto::Certificate tls, registration, journal, issuing;
};

// Reads the profile named, or the one in the data folder; checks its signature against the pinned
// agency key (or, before enrolment, the key it names itself) and that its version has not fallen.
// Writes nothing.
Result<profile::LoadedProfile> load_office_profile(const std::filesystem::path& file,
                                                   const std::filesystem::path& data);

// Pins agency key and version, and keeps the profile's text and the certificates it names by file.
Done pin_profile(const profile::LoadedProfile& loaded, const std::filesystem::path& data);

// The same, of a loaded profile that is newer than the one pinned. For whoever holds the station's
// lock: those who only read use a newer profile and leave the folder as it is.
Done pin_newer_profile(const profile::LoadedProfile& loaded, const std::filesystem::path& data);

// The files that only this station's machine has: app.station-keys-missing, naming the first that
// is not there.
Done require_station_keys(const std::filesystem::path& data);

Done keep_station_certificates(const StationCertificates& certificates,
                               const std::filesystem::path& data);
Result<StationCertificates> station_certificates(const std::filesystem::path& data);

} // namespace koltamga::app

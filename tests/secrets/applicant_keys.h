// The applicants' keys, opened with their passwords as only they can: to know what to look for.
#pragma once

#include "crypto/key_pair.h"
#include "tests/journey/office.h"
#include "tests/secrets/leak_search.h"

#include <optional>

namespace koltamga::secrets {

// From the practice vault, which has the key after delivery.
crypto::KeyPair key_in_vault(const journey::Office& office, const std::string& application,
                             const std::string& password);
// From a PKCS#12 on the applicant's medium.
crypto::KeyPair key_in_file(const std::filesystem::path& pkcs12, const std::string& password);
// From a package that still lies at the station, with the practice vault's key; nothing when none
// of them opens with this password.
std::optional<crypto::KeyPair> key_at_station(const journey::Office& office,
                                              const std::string& password);

// Scalar, or exponents and primes, greatest octet first.
std::vector<Bytes> private_numbers(const crypto::KeyPair& key);

void search_for(LeakSearch& search, const std::string& whose, const crypto::KeyPair& key);

} // namespace koltamga::secrets

// The agency's signature on a profile, and versions that only rise.
//
// The last line is `# signature koltamga-profile-1 BASE64`: the DER signature (ECDSA or RSA with
// SHA-256) over "koltamga-profile-1\n" and every octet before that line.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/key_pair.h"
#include "profile/office_profile.h"

#include <string>
#include <string_view>

namespace koltamga::profile {

// The text with a signature line; an earlier one is replaced.
Result<std::string> sign_profile(std::string_view text, const crypto::KeyPair& agency);

// `agency_key`: base64 of the SubjectPublicKeyInfo, as OfficeProfile::agency_key. Fails with
// profile_unsigned or profile_signature_wrong.
Done verify_profile(std::string_view text, std::string_view agency_key);

// What a station remembers of the profile it was enrolled with.
struct PinnedProfile {
    std::string id;
    std::uint32_t version = 0;
    std::string agency_key;
    bool practice = false;
    bool operator==(const PinnedProfile&) const = default;
};

PinnedProfile pin_of(const OfficeProfile& profile);

// Whether a station may go on with this profile. Fails with profile_other (id, agency key or
// practice differ) or profile_older.
Done check_succession(const PinnedProfile& pinned, const OfficeProfile& profile);

} // namespace koltamga::profile

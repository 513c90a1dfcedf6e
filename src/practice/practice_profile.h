// The office profile with which every program works against the practice centre. Internal.
#pragma once

#include "crypto/certificate.h"
#include "crypto/key_pair.h"
#include "profile/office_profile.h"

#include <filesystem>
#include <string>

namespace koltamga::practice {

struct ProfileFacts {
    std::string url; // https://127.0.0.1:PORT
    crypto::Certificate root, issuing, responder, receipts, encryption, vault, recovery;
    std::vector<crypto::Certificate> receipts_before;
    std::string policy;
};

profile::OfficeProfile practice_profile(const ProfileFacts& facts, const crypto::KeyPair& agency);

// Signs and writes it, with a version above what stands there; leaves a file that says the same.
Done publish_profile(const std::filesystem::path& file, profile::OfficeProfile wanted,
                     const crypto::KeyPair& agency);

} // namespace koltamga::practice

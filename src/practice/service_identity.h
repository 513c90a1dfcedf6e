// The practice centre's own certificates and keys: made once, kept in its folder. Internal.
#pragma once

#include "centre/receiver.h"
#include "practice/certification_authority.h"

#include <filesystem>
#include <string>

namespace koltamga::practice {

struct ServiceUse {
    std::string common_name;
    std::vector<crypto::KeyUsage> key_usage;
    std::vector<std::string> extended_key_usage; // OIDs
    bool on_loopback = false;                    // named localhost and 127.0.0.1
};

// Reads `folder`/`name`.pem and .key, or makes a P-256 key and has it certified. The key's file is
// in clear (0600), as everything of the practice centre's: its folder is a toy's.
Result<centre::Identity> identity(const std::filesystem::path& folder, const std::string& name,
                                  CertificationAuthority& authority, const ServiceUse& use);
// Only reads.
Result<centre::Identity> read_identity(const std::filesystem::path& folder,
                                       const std::string& name);
// Of those it took the place of: every certificate (PEM) in the folder `<name>-before`.
Result<std::vector<crypto::Certificate>> certificates_before(const std::filesystem::path& folder,
                                                             const std::string& name);

// A private key in a PEM file of ours.
Result<crypto::KeyPair> read_key(const std::filesystem::path& file);
Done write_key(const std::filesystem::path& file, const crypto::KeyPair& key);

} // namespace koltamga::practice

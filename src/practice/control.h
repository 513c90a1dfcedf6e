// Speaking to a practice centre from another process, and looking into its folder.
#pragma once

#include "base/result.h"
#include "base/secret_bytes.h"
#include "centre/receiver.h"
#include "practice/certification_authority.h"

#include <filesystem>
#include <string>
#include <vector>

namespace koltamga::practice {

// Every switch, of CA and centre.
std::vector<FaultDescription> all_faults();

// Whether a switch can be spelled so: practice.no-such-fault, with what could be.
Done check_fault(const std::string& spelling);

// Sets a switch of the centre that serves this folder. practice.not-running,
// practice.no-such-fault.
Done set_fault(const std::filesystem::path& folder, const std::string& spelling);

struct ListedCertificate {
    std::string serial;
    std::string public_key;  // SHA-256, hexadecimal
    std::string status;      // "valid", "unconfirmed", "revoked"
    bool of_a_holder = true; // false: a station's or a service's
};

// What the CA has issued, asked of the running centre or read from its folder.
Result<std::vector<ListedCertificate>> certificates(const std::filesystem::path& folder);

// Opens the delivered key of an application with its password, and signs.
Result<Bytes> vault_sign(const std::filesystem::path& folder, const std::string& application,
                         const SecretBytes& password, BytesView message);

// Verifies all that the receiver of this folder holds; beside a running one, too.
Result<centre::Receiver::Verified> verify(const std::filesystem::path& folder);

std::vector<ListedCertificate> listed(const std::vector<IssuedCertificate>& issued);
std::string write_listed(const std::vector<ListedCertificate>& certificates);

} // namespace koltamga::practice

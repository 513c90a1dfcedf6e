// Single values of a profile that have a form of their own.
#pragma once

#include "base/bytes.h"
#include "profile/schema.h"

#include <filesystem>
#include <vector>

namespace koltamga::profile {

enum class Scheme { https_only, http_too };

// An address without user, query or fragment, and with no slash at its end.
bool is_address(std::string_view text, Scheme scheme);

// "1.2.3", as X.660 spells it: no leading zeros, the second arc below 0 and 1 less than 40.
bool is_dotted_oid(std::string_view text);

// Where a certificate given by file and hash is read from: beside the profile by its name, or else
// among the copies by its hash.
struct CertificateFiles {
    std::filesystem::path beside;
    std::filesystem::path copies;  // empty: there are none
    std::vector<Bytes> read_now{}; // each that was read, for whoever keeps copies
};

// A certificate given as PEM, or as { file = …, sha256 = … } beside the profile; always PEM after.
void read_certificate(TableReader& table, std::string_view key, std::string& into, Need need,
                      CertificateFiles& files);
void read_certificates(TableReader& table, std::string_view key, std::vector<std::string>& into,
                       Need need, CertificateFiles& files);

// Whether a key algorithm is one that was in use and is too weak for new keys: RSA below 3072 bits,
// curves below 256 bits, DSA.
bool is_weak_algorithm(std::string_view name);

} // namespace koltamga::profile

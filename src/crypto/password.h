// Passwords: Argon2id (RFC 9106) for operators and wraps, and what an applicant's must be like.
//
// Deriving takes about a third of a second and 64 MiB: never on the GUI thread.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret_bytes.h"

#include <string>
#include <string_view>

namespace koltamga::crypto {

// RFC 9106 §4, second recommended option.
struct PasswordCost {
    std::uint32_t memory_kib = 64 * 1024;
    std::uint32_t passes = 3;
    std::uint32_t lanes = 4;
};

inline constexpr std::uint32_t least_password_memory_kib = 46 * 1024;

// What is stored beside a wrap, so that the same key can be derived again. As text:
// "argon2id v=19 m=65536,t=3,p=4 <salt in base 64>".
struct PasswordParameters {
    PasswordCost cost;
    Bytes salt; // 16 octets

    std::string text() const;
    // Fails with crypto.password-record-unreadable; its detail names costs below the least, or
    // absurdly high (1 GiB, 64 passes, 64 lanes), by which a changed file could stop the machine.
    static Result<PasswordParameters> parse(std::string_view text);
};

// With a new random salt. A cost below the least is a bug and throws.
PasswordParameters new_password_parameters(const PasswordCost& cost = {});

// 32 octets. The password is taken as it is, octet for octet.
SecretBytes key_from_password(BytesView password, const PasswordParameters& parameters);

// For checking alone: parameters and verifier in one text.
std::string password_record(BytesView password, const PasswordCost& cost = {});
// Compares in constant time. Fails with crypto.wrong-password or crypto.password-record-unreadable.
Done check_password(BytesView password, std::string_view record);

// A password that somebody chooses, at best with nobody to guess it: an applicant's guards the key
// in the cloud against everybody who holds its package, an operator's the journal. At least `least`
// characters of UTF-8 (never fewer than 8), at least 4 different ones, no plain run (12345678,
// abcdefgh), no control characters. Fails with crypto.password-weak; the detail says which.
inline constexpr unsigned least_password_characters = 8;
Done check_new_password(BytesView password, unsigned least = least_password_characters);

} // namespace koltamga::crypto

// PKCS#12 (RFC 7292) whose password is gone before the certificate is there.
//
// The applicant types the password when the key is made; the certificate comes minutes or weeks
// later. Two things of a PKCS#12 need the password: the shrouded key bag, which is the
// EncryptedPrivateKeyInfo itself, and the MAC, whose key is derived from the password, a salt and
// a count (RFC 7292 appendix B). Both are made at once and kept sealed; the file is put together
// from them when the certificate has come.
#pragma once

#include "crypto/certificate.h"

#include <span>

namespace koltamga::crypto {

// One round hashes once where PBKDF2's hashes twice: as dear to guess by the MAC as by the key.
inline constexpr std::uint32_t pkcs12_rounds = 1'200'000;

struct Pkcs12Mac {
    SecretBytes key; // 32 octets
    Bytes salt;      // 16 octets
    std::uint32_t rounds = pkcs12_rounds;
};

// Fails with crypto.password-weak ("not-utf-8"): RFC 7292 takes the password as BMPString.
Result<Pkcs12Mac> derive_pkcs12_mac(BytesView password);

// The file: key bag and certificate bags in clear SafeContents, MAC with SHA-256. `friendly_name`
// is shown by the programs that import it.
Bytes assemble_pkcs12(BytesView encrypted_pkcs8, const Certificate& certificate,
                      std::span<const Certificate> chain, std::string_view friendly_name,
                      const Pkcs12Mac& mac);

} // namespace koltamga::crypto

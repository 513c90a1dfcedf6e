// Sealing: AES-256-GCM (NIST SP 800-38D) with a random nonce, as `nonce(12) || ciphertext ||
// tag(16)`.
//
// The associated data binds what is sealed to its place; it must be given again to open. One key
// seals at most 2^32 messages (SP 800-38D §8.3): far more than a subject ever has.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret_bytes.h"

namespace koltamga::crypto {

inline constexpr std::size_t seal_key_octets = 32;
inline constexpr std::size_t seal_overhead = 12 + 16;

// A key of another length is a bug and throws.
Bytes seal(BytesView key, BytesView plain, BytesView associated);

// Fails with crypto.sealed-truncated (shorter than the overhead) or crypto.not-opened (another
// key, other associated data, or altered: which of them cannot be told).
Result<Bytes> open(BytesView key, BytesView sealed, BytesView associated);
// The same for a secret, straight into locked memory.
Result<SecretBytes> open_secret(BytesView key, BytesView sealed, BytesView associated);

} // namespace koltamga::crypto

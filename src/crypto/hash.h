// SHA-256 (FIPS 180-4), HMAC (RFC 2104) and HKDF (RFC 5869) over it.
#pragma once

#include "base/bytes.h"
#include "base/secret_bytes.h"

#include <array>
#include <memory>

namespace koltamga::crypto {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(BytesView message);
Digest hmac_sha256(BytesView key, BytesView message);

// Extract and expand. `length` is at most 8160 octets (255 × 32); more is a bug and throws.
SecretBytes hkdf_sha256(BytesView key, BytesView salt, BytesView info, std::size_t length);

// A message that comes in pieces. `finish` ends it; the object is not used again after.
class Sha256 {
  public:
    Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();

    Sha256& update(BytesView piece);
    Digest finish();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace koltamga::crypto

// Base 64 (RFC 4648 §4, padded, one line) and PEM (RFC 7468).
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret_bytes.h"

#include <string>
#include <string_view>

namespace koltamga::crypto {

std::string to_base64(BytesView bytes);
// Strict: full groups, padding, no white space. Fails with crypto.base64-unreadable.
Result<Bytes> from_base64(std::string_view text);

// "-----BEGIN label-----" and lines of 64 characters.
std::string to_pem(std::string_view label, BytesView der);
// The first block of that label. Fails with crypto.base64-unreadable.
Result<Bytes> from_pem(std::string_view label, std::string_view text);
// The same for a private key: nothing of it lies anywhere but in secret pages.
Result<SecretBytes> secret_from_pem(std::string_view label, BytesView text);

} // namespace koltamga::crypto

// Signed and enveloped messages (CMS: RFC 5652, RFC 5083, RFC 5084).
#pragma once

#include "crypto/path.h"

namespace koltamga::crypto {

inline constexpr std::size_t cms_limit = 32 * 1024 * 1024; // octets

// SignedData with the content inside and the signer's certificate beside it; signed attributes
// content-type, message-digest, signing-time (`at`); SHA-256. DER.
Bytes sign_cms(BytesView content, const KeyPair& key, const Certificate& certificate, Instant at);

struct SignedContent {
    Bytes content;
    Certificate signer;
    std::optional<Instant> signed_at; // the signer's word
};

// Exactly one signer. Fails with crypto.cms-unreadable ("too-large", "not-cms", "trailing-octets",
// "not-signed-data", "no-content", "signer-count") or crypto.cms-refused ("signer-unknown",
// "signature-wrong", "digest-weak"; with a path also what verify_path says).
Result<SignedContent> verify_cms(BytesView der, std::span<const Certificate> trusted_signers);
Result<SignedContent> verify_cms(BytesView der, const PathQuestion& question);

// AuthEnvelopedData with AES-256-GCM for one recipient: RSA by OAEP with SHA-256, EC by ephemeral
// ECDH with the X9.63 KDF over SHA-256 and AES-256 key wrap. DER. Fails with crypto.key-refused
// when the certificate's key can do neither.
Result<Bytes> envelope(BytesView content, const Certificate& recipient);

// Fails with crypto.cms-unreadable ("not-enveloped", "cipher-not-allowed", …), or with
// crypto.envelope-not-opened ("other-recipient", "altered").
Result<SecretBytes> open_envelope(BytesView der, const KeyPair& key,
                                  const Certificate& certificate);

} // namespace koltamga::crypto

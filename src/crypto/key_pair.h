// Key pairs and public keys: RSA 3072 and EC P-256, signatures with SHA-256.
#pragma once

#include "base/result.h"
#include "base/secret_bytes.h"
#include "crypto/hash.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace koltamga::crypto {

enum class KeyAlgorithm { rsa3072, ec_p256 };

std::string_view name_of(KeyAlgorithm algorithm); // "rsa3072", "ec-p256"
std::optional<KeyAlgorithm> key_algorithm_named(std::string_view name);

// Any public key OpenSSL can read. Cheap to copy; any thread.
class PublicKey {
  public:
    // SubjectPublicKeyInfo, DER, nothing after it. Fails with crypto.key-unreadable.
    static Result<PublicKey> parse(BytesView spki);

    const Bytes& spki() const { return spki_; }
    // SHA-256 of the SubjectPublicKeyInfo: the name of a key everywhere in this program.
    Digest fingerprint() const { return sha256(spki_); }
    // Over SHA-256: RSA PKCS#1 v1.5 or ECDSA (DER). Fails with crypto.signature-wrong.
    Done verify(BytesView message, BytesView signature) const;

    bool operator==(const PublicKey& other) const { return spki_ == other.spki_; }

  private:
    friend struct Native;
    struct Handle;
    PublicKey() = default;
    Bytes spki_;
    std::shared_ptr<const Handle> handle_;
};

// The allow-list for new keys, of at least 128 bits' strength (SP 800-57 part 1): RSA of 3072 to
// 8192 bits with an odd exponent of at least 65537, and EC P-256. Fails with crypto.key-refused;
// detail "rsa-too-short", "rsa-too-long", "rsa-exponent-small", "curve-not-allowed",
// "algorithm-not-allowed".
Result<KeyAlgorithm> check_strength(const PublicKey& key);

inline constexpr int pbkdf2_rounds = 600'000; // OWASP 2023 for HMAC-SHA-256; about 0.2 s

// A private key with its public half. It lives in the crypto library's locked heap (see memory.h)
// and is wiped when this object ends. Moves only; one thread at a time.
class KeyPair {
  public:
    // RSA takes about a second, sometimes three; P-256 no time.
    static KeyPair generate(KeyAlgorithm algorithm);
    // The same, given up when stop is asked for: nothing then.
    static std::optional<KeyPair> generate(KeyAlgorithm algorithm, const std::stop_token& stop);
    // PrivateKeyInfo, DER. Fails with crypto.key-unreadable, or crypto.key-refused
    // (check_strength).
    static Result<KeyPair> from_pkcs8(BytesView der);
    // EncryptedPrivateKeyInfo, PBES2 only. Fails also with crypto.wrong-password. Its rounds are
    // limited to 10,000,000, by which a hostile package could stop the machine.
    static Result<KeyPair> from_encrypted_pkcs8(BytesView der, BytesView password);
    // Whether from_encrypted_pkcs8 would try a password on it. Tries none, and is quick.
    static Done check_encrypted_pkcs8(BytesView der);

    KeyPair(KeyPair&&) noexcept;
    KeyPair& operator=(KeyPair&&) noexcept;
    KeyPair(const KeyPair&) = delete;
    KeyPair& operator=(const KeyPair&) = delete;
    ~KeyPair();

    KeyAlgorithm algorithm() const;
    const PublicKey& public_key() const { return public_key_; }
    SecretBytes pkcs8() const;
    // EncryptedPrivateKeyInfo (RFC 5958) with PBES2: PBKDF2-HMAC-SHA-256, AES-256-CBC (RFC 8018).
    // Fewer rounds than pbkdf2_rounds are a bug and throw.
    Bytes encrypted_pkcs8(BytesView password, int rounds = pbkdf2_rounds) const;
    // Over SHA-256: RSA PKCS#1 v1.5 or ECDSA (DER).
    Bytes sign(BytesView message) const;

  private:
    friend struct Native;
    struct Handle;
    KeyPair(std::unique_ptr<Handle> handle, PublicKey public_key);
    std::unique_ptr<Handle> handle_;
    PublicKey public_key_;
};

} // namespace koltamga::crypto

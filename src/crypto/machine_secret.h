// Keeping the station's own keys (TLS, journal) where sync can use them unattended.
//
// Without a TPM or token they stand in files sealed by a secret of the machine. Who can read the
// secret's file has the keys: it keeps them out of backups and copies of the data folder, no more.
// The record says where each key lives, so that nobody is told otherwise.
#pragma once

#include "crypto/key_pair.h"

#include <filesystem>

namespace koltamga::crypto {

// What seals a station's key files. Today a file; a TPM or PKCS#11 token has the same interface.
class KeySealer {
  public:
    virtual ~KeySealer() = default;
    virtual std::string_view where() const = 0; // "sealed-file", as the record says it
    virtual Bytes seal_key(BytesView plain, std::string_view use) const = 0;
    virtual Result<SecretBytes> open_key(BytesView sealed, std::string_view use) const = 0;
};

class MachineSecret final : public KeySealer {
  public:
    // A file of 64 hexadecimal digits, 0600. Fails with crypto.machine-secret-unsafe when others
    // may read it ("readable-by-others"), when it is no regular file ("not-a-file") or no secret
    // ("malformed"); with file.unreadable when it is not there.
    static Result<MachineSecret> open(const std::filesystem::path& file);
    // Makes it if it is not there.
    static Result<MachineSecret> open_or_make(const std::filesystem::path& file);

    std::string_view where() const override { return "sealed-file"; }
    Bytes seal_key(BytesView plain, std::string_view use) const override;
    Result<SecretBytes> open_key(BytesView sealed, std::string_view use) const override;

  private:
    explicit MachineSecret(SecretBytes secret) : secret_(std::move(secret)) {}
    SecretBytes secret_;
};

// A private key in a sealed file. `use` ("tls", "journal") is bound into the seal.
Done write_sealed_key(const std::filesystem::path& file, const KeyPair& key,
                      const KeySealer& sealer, std::string_view use);
Result<KeyPair> read_sealed_key(const std::filesystem::path& file, const KeySealer& sealer,
                                std::string_view use);

} // namespace koltamga::crypto

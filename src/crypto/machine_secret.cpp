#include "crypto/machine_secret.h"

#include "base/file.h"
#include "crypto/failures.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "crypto/seal.h"

namespace koltamga::crypto {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t secret_octets = 32;
constexpr std::size_t key_file_limit = 64 * 1024;
constexpr std::string_view context = "koltamga-station-key-1\n";

std::string associated_with(std::string_view use) {
    return std::string(context) + std::string(use);
}

int digit(std::uint8_t letter) {
    if (letter >= '0' && letter <= '9') {
        return letter - '0';
    }
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

// Within locked memory from end to end, hence not base/bytes.h.
Result<SecretBytes> secret_from(const SecretBytes& digits) {
    if (digits.size() != 2 * secret_octets) {
        return machine_secret_unsafe("malformed");
    }
    SecretBytes secret(secret_octets);
    for (std::size_t i = 0; i < secret_octets; ++i) {
        const int high = digit(digits.data()[2 * i]);
        const int low = digit(digits.data()[2 * i + 1]);
        if (high < 0 || low < 0) {
            return machine_secret_unsafe("malformed");
        }
        secret.data()[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return secret;
}

SecretBytes digits_of(const SecretBytes& secret) {
    constexpr std::string_view digits = "0123456789abcdef";
    SecretBytes text(2 * secret_octets + 1);
    for (std::size_t i = 0; i < secret_octets; ++i) {
        text.data()[2 * i] = static_cast<std::uint8_t>(digits[secret.data()[i] >> 4U]);
        text.data()[2 * i + 1] = static_cast<std::uint8_t>(digits[secret.data()[i] & 0x0fU]);
    }
    text.data()[2 * secret_octets] = '\n';
    return text;
}

// A link could lead to a file somebody else owns.
Done check_rights(const fs::path& file) {
    std::error_code error;
    const auto status = fs::symlink_status(file, error);
    if (!error && fs::exists(status) && !fs::is_regular_file(status)) {
        return machine_secret_unsafe("not-a-file");
    }
    const auto others = fs::perms::group_all | fs::perms::others_all;
    if (!error && fs::exists(status) && (status.permissions() & others) != fs::perms::none) {
        return machine_secret_unsafe("readable-by-others");
    }
    return {};
}

} // namespace

Result<MachineSecret> MachineSecret::open(const fs::path& file) {
    KOLTAMGA_CHECK(check_rights(file));
    KOLTAMGA_TRY(const auto digits, read_secret_file(file));
    KOLTAMGA_TRY(auto secret, secret_from(digits));
    return MachineSecret(std::move(secret));
}

Result<MachineSecret> MachineSecret::open_or_make(const fs::path& file) {
    std::error_code ignored;
    if (!fs::exists(fs::symlink_status(file, ignored))) {
        KOLTAMGA_CHECK(write_file(file, digits_of(random_secret(secret_octets)).view()));
    }
    return open(file);
}

Bytes MachineSecret::seal_key(BytesView plain, std::string_view use) const {
    return seal(secret_.view(), plain, bytes_of(associated_with(use)));
}

Result<SecretBytes> MachineSecret::open_key(BytesView sealed, std::string_view use) const {
    return open_secret(secret_.view(), sealed, bytes_of(associated_with(use)));
}

Done write_sealed_key(const fs::path& file, const KeyPair& key, const KeySealer& sealer,
                      std::string_view use) {
    return write_file(file, sealer.seal_key(key.pkcs8().view(), use));
}

Result<KeyPair> read_sealed_key(const fs::path& file, const KeySealer& sealer,
                                std::string_view use) {
    KOLTAMGA_TRY(const auto sealed, read_file(file, key_file_limit));
    KOLTAMGA_TRY(const auto plain, sealer.open_key(sealed, use));
    return KeyPair::from_pkcs8(plain.view());
}

} // namespace koltamga::crypto

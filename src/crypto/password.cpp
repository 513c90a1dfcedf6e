#include "crypto/password.h"

#include "crypto/base64.h"
#include "crypto/failures.h"
#include "crypto/hash.h"
#include "crypto/openssl.h"
#include "crypto/random.h"

#include <charconv>

#include <argon2.h>

namespace koltamga::crypto {
namespace {

constexpr std::size_t salt_octets = 16;
constexpr std::size_t key_octets = 32;
constexpr PasswordCost highest = {1024 * 1024, 64, 64};
constexpr std::string_view prefix = "argon2id v=19 ";
// The verifier is not the derived key: a record must never be worth anything as a key.
constexpr std::string_view verifier_context = "koltamga-password-verifier-1";

bool is_too_cheap(const PasswordCost& cost) {
    return cost.memory_kib < least_password_memory_kib || cost.passes < 1 || cost.lanes < 1;
}

bool is_too_dear(const PasswordCost& cost) {
    return cost.memory_kib > highest.memory_kib || cost.passes > highest.passes ||
           cost.lanes > highest.lanes;
}

// Reads "m=65536" and takes it, with one mark behind it, off the text.
bool take_figure(std::string_view& text, std::string_view name, char mark, std::uint32_t& figure) {
    if (!text.starts_with(name)) {
        return false;
    }
    text.remove_prefix(name.size());
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), figure);
    if (error != std::errc() || end == text.data() + text.size() || *end != mark) {
        return false;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    return true;
}

Digest verifier_of(const SecretBytes& key) {
    return hmac_sha256(key.view(), bytes_of(verifier_context));
}

} // namespace

std::string PasswordParameters::text() const {
    return std::string(prefix) + "m=" + std::to_string(cost.memory_kib) +
           ",t=" + std::to_string(cost.passes) + ",p=" + std::to_string(cost.lanes) + " " +
           to_base64(salt);
}

Result<PasswordParameters> PasswordParameters::parse(std::string_view text) {
    if (!text.starts_with(prefix)) {
        return password_record_unreadable("not-argon2id");
    }
    text.remove_prefix(prefix.size());
    PasswordParameters parameters;
    if (!take_figure(text, "m=", ',', parameters.cost.memory_kib) ||
        !take_figure(text, "t=", ',', parameters.cost.passes) ||
        !take_figure(text, "p=", ' ', parameters.cost.lanes)) {
        return password_record_unreadable("cost-malformed");
    }
    if (is_too_cheap(parameters.cost)) {
        return password_record_unreadable("cost-too-low");
    }
    if (is_too_dear(parameters.cost)) {
        return password_record_unreadable("cost-too-high");
    }
    auto salt = from_base64(text);
    if (!salt || salt->size() != salt_octets) {
        return password_record_unreadable("salt-malformed");
    }
    parameters.salt = std::move(*salt);
    return parameters;
}

PasswordParameters new_password_parameters(const PasswordCost& cost) {
    must(!is_too_cheap(cost) && !is_too_dear(cost), "password cost");
    return {cost, random_octets(salt_octets)};
}

SecretBytes key_from_password(BytesView password, const PasswordParameters& parameters) {
    const auto& cost = parameters.cost;
    must(!is_too_cheap(cost), "password cost");
    SecretBytes key(key_octets);
    const int outcome = argon2id_hash_raw(cost.passes, cost.memory_kib, cost.lanes, password.data(),
                                          password.size(), parameters.salt.data(),
                                          parameters.salt.size(), key.data(), key.size());
    if (outcome == ARGON2_MEMORY_ALLOCATION_ERROR) {
        throw std::bad_alloc();
    }
    must(outcome == ARGON2_OK, "argon2id_hash_raw");
    return key;
}

std::string password_record(BytesView password, const PasswordCost& cost) {
    const auto parameters = new_password_parameters(cost);
    return parameters.text() + " " + hex(verifier_of(key_from_password(password, parameters)));
}

Done check_password(BytesView password, std::string_view record) {
    const auto gap = record.rfind(' ');
    if (gap == std::string_view::npos) {
        return password_record_unreadable("verifier-missing");
    }
    KOLTAMGA_TRY(const auto parameters, PasswordParameters::parse(record.substr(0, gap)));
    const auto verifier = from_hex(record.substr(gap + 1));
    if (!verifier || verifier->size() != key_octets) {
        return password_record_unreadable("verifier-malformed");
    }
    if (!equal_in_constant_time(verifier_of(key_from_password(password, parameters)), *verifier)) {
        return wrong_password();
    }
    return {};
}

} // namespace koltamga::crypto

#include "db/operator_keys.h"

#include "db/failures.h"

#include "crypto/certificate_builder.h"
#include "crypto/cms.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "crypto/seal.h"

#include <algorithm>
#include <chrono>

namespace koltamga::db {
namespace {

constexpr unsigned least_characters = 10;

Failure password_short() {
    return fail(Code::operator_password_weak, "too-short");
}

std::string key_context(std::string_view name) {
    return "koltamga-operator-1\n" + std::string(name);
}

std::size_t characters(BytesView utf8) {
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](std::uint8_t octet) { return (octet & 0xc0U) != 0x80U; }));
}

// A recipient for CMS; nobody ever trusts it for anything else.
Result<crypto::Certificate> certificate_for(std::string_view name, const crypto::KeyPair& key,
                                            Instant now) {
    crypto::CertificateTemplate content;
    content.subject = {{"CN", "koltamga operator " + std::string(name)}};
    content.not_before = now;
    content.not_after = now + std::chrono::days(365 * 30);
    content.key_usage = {crypto::KeyUsage::key_agreement};
    return crypto::make_self_signed(content, key);
}

} // namespace

Done require_good_password(const SecretBytes& password) {
    if (characters(password.view()) < least_characters) {
        return password_short();
    }
    return crypto::check_new_password(password.view(), least_characters);
}

Result<OperatorKeys> make_operator_keys(std::string_view name, const SecretBytes& password,
                                        const SecretBytes& data_key,
                                        const crypto::PasswordCost& cost, Instant now) {
    const auto parameters = crypto::new_password_parameters(cost);
    const auto key = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    KOLTAMGA_TRY(const auto certificate, certificate_for(name, key, now));
    const auto from_password = crypto::key_from_password(password.view(), parameters);
    const auto plain = key.pkcs8();
    OperatorKeys keys{parameters.text(),
                      crypto::seal(from_password.view(), plain.view(), bytes_of(key_context(name))),
                      certificate.der(),
                      {}};
    KOLTAMGA_TRY(keys.data_key, crypto::envelope(data_key.view(), certificate));
    return keys;
}

Result<std::optional<SecretBytes>> open_data_key(std::string_view name,
                                                 const std::optional<OperatorKeys>& keys,
                                                 const SecretBytes& password,
                                                 const crypto::PasswordCost& cost) {
    if (!keys) {
        static_cast<void>(
            crypto::key_from_password(password.view(), crypto::new_password_parameters(cost)));
        return std::optional<SecretBytes>();
    }
    KOLTAMGA_TRY(const auto parameters, crypto::PasswordParameters::parse(keys->password));
    const auto from_password = crypto::key_from_password(password.view(), parameters);
    const auto plain =
        crypto::open_secret(from_password.view(), keys->private_key, bytes_of(key_context(name)));
    if (!plain) {
        return std::optional<SecretBytes>();
    }
    KOLTAMGA_TRY(const auto key, crypto::KeyPair::from_pkcs8(plain->view()));
    KOLTAMGA_TRY(const auto certificate, crypto::Certificate::parse(keys->certificate));
    auto data_key = crypto::open_envelope(keys->data_key, key, certificate);
    if (!data_key) {
        return failure::key_wrong("data-key-not-opened");
    }
    return std::optional(std::move(data_key).value());
}

Bytes operator_proof(const KeyRing& keys, std::string_view name, Role role, bool disabled,
                     BytesView certificate) {
    const auto proof =
        keys.authenticate("operator", std::string(name) + '\n' + std::string(name_of(role)) + '\n' +
                                          (disabled ? "disabled" : "enabled") + '\n' +
                                          hex(crypto::sha256(certificate)));
    return {proof.begin(), proof.end()};
}

Result<std::vector<OperatorLine>> operator_lines(Connection& connection) {
    KOLTAMGA_TRY(auto rows,
                 connection.query("SELECT name, role, disabled, certificate, proof FROM operator "
                                  "ORDER BY name"));
    std::vector<OperatorLine> lines;
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return lines;
        }
        const auto role = role_named(rows.text(1));
        if (!role) {
            return failure::damaged("operator-role");
        }
        lines.push_back(
            {rows.string(0), *role, rows.integer(2) != 0, rows.bytes(3), rows.bytes(4)});
    }
}

bool is_proved(const KeyRing& keys, const OperatorLine& line) {
    return equal_in_constant_time(
        line.proof, operator_proof(keys, line.name, line.role, line.disabled, line.certificate));
}

Done write_operator(Connection& connection, const KeyRing& keys, std::string_view name, Role role,
                    const OperatorKeys& made, Instant now) {
    return connection.run(
        "INSERT OR REPLACE INTO operator (name, role, since, password, private_key, certificate, "
        "data_key, proof) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        {name, name_of(role), to_text(now), made.password, made.private_key, made.certificate,
         made.data_key, operator_proof(keys, name, role, false, made.certificate)});
}

} // namespace koltamga::db

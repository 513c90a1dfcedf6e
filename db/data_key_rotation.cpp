#include "db/operator_keys.h"

#include "db/derived.h"
#include "db/failures.h"

#include "crypto/certificate.h"
#include "crypto/cms.h"
#include "crypto/random.h"
#include "crypto/seal.h"

namespace koltamga::db {
namespace {

// Every row of a table goes through `renew(key column, value)`, which gives the new value.
template <class Renew>
Done renew_column(Connection& connection, const std::string& table, const std::string& key,
                  const std::string& column, const std::string& where, Renew renew) {
    std::vector<std::pair<std::string, Bytes>> rows;
    {
        KOLTAMGA_TRY(auto read, connection.query("SELECT " + key + ", " + column + " FROM " +
                                                 table + " WHERE " + where));
        while (true) {
            KOLTAMGA_TRY(const bool row, read.next());
            if (!row) {
                break;
            }
            rows.emplace_back(read.string(0), read.bytes(1));
        }
    }
    const auto update =
        "UPDATE " + table + " SET " + column + "=? WHERE " + key + "=? AND " + where;
    for (const auto& [name, value] : rows) {
        KOLTAMGA_TRY(const Bytes renewed, renew(name, value));
        KOLTAMGA_CHECK(connection.run(update, {renewed, name}));
    }
    return {};
}

// What was sealed in one context under the old key, under the new one.
auto resealing(const KeyRing& old, const KeyRing& fresh, std::string prefix) {
    return [&old, &fresh, prefix = std::move(prefix)](const std::string& name,
                                                      const Bytes& sealed) -> Result<Bytes> {
        KOLTAMGA_TRY(const auto plain, old.open_sealed(prefix + name, sealed));
        return fresh.seal(prefix + name, plain.view());
    };
}

Done rewrap_subjects(Connection& connection, const KeyRing& old, const KeyRing& fresh) {
    return renew_column(connection, "key_wrap", "subject", "wrap", "holder='station'",
                        [&](const std::string& subject, const Bytes& wrap) -> Result<Bytes> {
                            KOLTAMGA_TRY(const auto key, old.unwrap(subject, wrap));
                            return fresh.wrap(subject, key);
                        });
}

// The new key for everybody whose row the old one vouches for.
Done rewrap_operators(Connection& connection, const KeyRing& old, const KeyRing& fresh) {
    KOLTAMGA_TRY(const auto lines, operator_lines(connection));
    for (const auto& line : lines) {
        if (!is_proved(old, line)) {
            return failure::operator_row_changed(line.name);
        }
        std::optional<Bytes> wrap;
        if (!line.disabled) {
            KOLTAMGA_TRY(const auto certificate, crypto::Certificate::parse(line.certificate));
            KOLTAMGA_TRY(wrap, crypto::envelope(fresh.data_key().view(), certificate));
        }
        KOLTAMGA_CHECK(connection.run(
            "UPDATE operator SET data_key=?, proof=? WHERE name=?",
            {wrap, operator_proof(fresh, line.name, line.role, line.disabled, line.certificate),
             line.name}));
    }
    return {};
}

Done rewrap_recovery(Connection& connection, const KeyRing& fresh, BytesView certificate) {
    KOLTAMGA_TRY(const auto recovery, crypto::Certificate::parse(certificate));
    KOLTAMGA_TRY(const auto wrap, crypto::envelope(fresh.data_key().view(), recovery));
    return connection.run("UPDATE station SET recovery=?", {wrap});
}

} // namespace

Result<std::shared_ptr<const KeyRing>> rotate_data_key(Connection& connection, const KeyRing& old,
                                                       BytesView recovery_certificate) {
    const auto fresh =
        std::make_shared<const KeyRing>(crypto::random_secret(crypto::seal_key_octets));
    KOLTAMGA_CHECK(rewrap_operators(connection, old, *fresh));
    KOLTAMGA_CHECK(rewrap_recovery(connection, *fresh, recovery_certificate));
    KOLTAMGA_CHECK(rewrap_subjects(connection, old, *fresh));
    KOLTAMGA_CHECK(renew_column(connection, "application", "application", "personal",
                                "personal IS NOT NULL", resealing(old, *fresh, "personal ")));
    KOLTAMGA_CHECK(renew_column(connection, "application", "application", "certificate",
                                "certificate IS NOT NULL", resealing(old, *fresh, "certificate ")));
    KOLTAMGA_CHECK(renew_column(connection, "secret", "name", "sealed", "1",
                                resealing(old, *fresh, "secret ")));
    KOLTAMGA_CHECK(renew_column(connection, "draft", "application", "sealed", "1",
                                resealing(old, *fresh, "draft ")));
    KOLTAMGA_CHECK(renew_look_ups(connection, *fresh));
    return fresh;
}

} // namespace koltamga::db

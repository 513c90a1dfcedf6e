#include "db/key_ring.h"

#include "db/failures.h"

#include "crypto/certificate.h"
#include "crypto/cms.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "crypto/seal.h"

namespace koltamga::db {
namespace {

constexpr std::string_view column_names[] = {"pin", "document-number", "public-key"};
constexpr std::size_t key_octets = crypto::seal_key_octets;

std::string wrap_context(std::string_view subject) {
    return "koltamga-wrap-1\n" + std::string(subject);
}

std::string column_context(std::string_view context) {
    return "koltamga-column-1\n" + std::string(context);
}

SecretBytes derive(const SecretBytes& data_key, const std::string& purpose) {
    return crypto::hkdf_sha256(data_key.view(), {}, bytes_of(purpose), key_octets);
}

} // namespace

std::string_view name_of(Column column) {
    return column_names[static_cast<std::size_t>(column)];
}

std::string name_of(const Subject& subject) {
    return subject ? subject->text() : "station";
}

KeyRing::KeyRing(SecretBytes data_key) : data_key_(std::move(data_key)) {
    for (std::size_t i = 0; i < look_up_keys_.size(); ++i) {
        look_up_keys_[i] = derive(data_key_, "koltamga-look-up-1 " + std::string(column_names[i]));
    }
}

Digest KeyRing::authenticate(std::string_view context, std::string_view text) const {
    const auto key = derive(data_key_, "koltamga-authenticate-1 " + std::string(context));
    return crypto::hmac_sha256(key.view(), bytes_of(text));
}

std::string KeyRing::look_up_hash(Column column, std::string_view value) const {
    const auto& key = look_up_keys_[static_cast<std::size_t>(column)];
    return hex(crypto::hmac_sha256(key.view(), bytes_of(value)));
}

Result<SecretBytes> KeyRing::subject_key(Connection& connection, const Subject& subject) const {
    const auto name = name_of(subject);
    KOLTAMGA_TRY(
        const auto wrap,
        connection.blob("SELECT wrap FROM key_wrap WHERE subject=? AND holder='station'", {name}));
    if (!wrap) {
        return failure::key_gone("subject " + name);
    }
    return unwrap(name, *wrap);
}

Result<SecretBytes> KeyRing::unwrap(std::string_view subject, BytesView wrap) const {
    auto key = crypto::open_secret(data_key_.view(), wrap, bytes_of(wrap_context(subject)));
    if (!key || key.value().size() != key_octets) {
        return failure::key_wrong("wrap-not-opened");
    }
    return key;
}

Bytes KeyRing::wrap(std::string_view subject, const SecretBytes& key) const {
    return crypto::seal(data_key_.view(), key.view(), bytes_of(wrap_context(subject)));
}

Result<SecretBytes> KeyRing::make_subject_key(Connection& connection, const Subject& subject,
                                              BytesView centre_certificate) const {
    const auto name = name_of(subject);
    auto key = crypto::random_secret(key_octets);
    KOLTAMGA_TRY(const auto centre, crypto::Certificate::parse(centre_certificate));
    KOLTAMGA_TRY(const auto for_centre, crypto::envelope(key.view(), centre));
    constexpr auto insert = "INSERT INTO key_wrap (subject, holder, wrap) VALUES (?, ?, ?)";
    KOLTAMGA_CHECK(connection.run(insert, {name, "station", wrap(name, key)}));
    KOLTAMGA_CHECK(connection.run(insert, {name, "centre", for_centre}));
    return key;
}

Bytes KeyRing::seal(std::string_view context, BytesView plain) const {
    return crypto::seal(data_key_.view(), plain, bytes_of(column_context(context)));
}

Result<SecretBytes> KeyRing::open_sealed(std::string_view context, BytesView sealed) const {
    auto plain = crypto::open_secret(data_key_.view(), sealed, bytes_of(column_context(context)));
    if (!plain) {
        return failure::key_wrong("column-not-opened");
    }
    return plain;
}

Done KeyRing::keep_secret(Connection& connection, std::string_view name,
                          const SecretBytes& secret) const {
    const auto sealed = seal("secret " + std::string(name), secret.view());
    return connection.run("INSERT INTO secret (name, sealed) VALUES (?, ?) "
                          "ON CONFLICT (name) DO UPDATE SET sealed=excluded.sealed",
                          {name, sealed});
}

Result<SecretBytes> KeyRing::secret(Connection& connection, std::string_view name) const {
    KOLTAMGA_TRY(const auto sealed,
                 connection.blob("SELECT sealed FROM secret WHERE name=?", {name}));
    if (!sealed) {
        return failure::key_gone("secret " + std::string(name));
    }
    return open_sealed("secret " + std::string(name), *sealed);
}

Done KeyRing::save_draft(Connection& connection, const ApplicationId& application,
                         const SecretBytes& content, Instant now) const {
    const auto sealed = seal("draft " + application.text(), content.view());
    return connection.run("INSERT INTO draft (application, time, sealed) VALUES (?, ?, ?) "
                          "ON CONFLICT (application) DO UPDATE SET time=excluded.time, "
                          "sealed=excluded.sealed",
                          {application.text(), to_text(now), sealed});
}

Result<std::optional<SecretBytes>> KeyRing::draft(Connection& connection,
                                                  const ApplicationId& application) const {
    KOLTAMGA_TRY(const auto sealed, connection.blob("SELECT sealed FROM draft WHERE application=?",
                                                    {application.text()}));
    if (!sealed) {
        return std::optional<SecretBytes>();
    }
    KOLTAMGA_TRY(auto content, open_sealed("draft " + application.text(), *sealed));
    return std::optional(std::move(content));
}

Done KeyRing::drop_draft(Connection& connection, const ApplicationId& application) const {
    return connection.run("DELETE FROM draft WHERE application=?", {application.text()});
}

} // namespace koltamga::db

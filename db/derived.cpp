#include "db/derived.h"

#include "db/entry_writer.h"
#include "db/failures.h"

#include "crypto/hash.h"

#include <nlohmann/json.hpp>

#include <set>

namespace koltamga::db {
namespace {

using issuance::ApplicationRow;
using issuance::Entry;
using issuance::Kind;

constexpr auto erased_kind = "application.erased";

std::string certificate_context(const ApplicationId& application) {
    return "certificate " + application.text();
}

// What ending the certificate needs, when the record itself was released. The certificate names its
// holder, so only its hash is kept: the register gives the rest.
std::string certificate_text(const ApplicationRow& row) {
    if (row.serial.empty()) {
        return {};
    }
    return nlohmann::json{{"serial", row.serial},
                          {"sha256", hex(crypto::sha256(row.certificate))},
                          {"public_key", row.public_key_hash}}
        .dump();
}

std::string personal_context(const ApplicationId& application) {
    return "personal " + application.text();
}

std::string personal_text(const ApplicationRow& row) {
    return nlohmann::json{{"name", row.name},
                          {"pin", row.pin},
                          {"document_number", row.document_number},
                          {"public_key", row.public_key_hash},
                          {"serial", row.serial},
                          {"not_after", row.certificate_not_after}}
        .dump();
}

Done read_personal(const SecretBytes& text, ApplicationRow& row) {
    const auto json = nlohmann::json::parse(text.view().begin(), text.view().end(), nullptr, false);
    try {
        row.name = json.at("name");
        row.pin = json.at("pin");
        row.document_number = json.at("document_number");
        row.public_key_hash = json.at("public_key");
        row.serial = json.at("serial");
        row.certificate_not_after = json.at("not_after");
    } catch (const nlohmann::json::exception&) {
        return failure::damaged("personal-column");
    }
    return {};
}

using LookUps = std::set<std::pair<std::string, std::string>>; // column, hash

LookUps look_ups_of(const KeyRing& keys, const ApplicationRow& row) {
    LookUps look_ups;
    const auto add = [&](Column column, const std::string& value) {
        if (!value.empty()) {
            look_ups.emplace(name_of(column), keys.look_up_hash(column, value));
        }
    };
    add(Column::pin, row.pin);
    add(Column::document_number, row.document_number);
    add(Column::public_key, row.public_key_hash);
    return look_ups;
}

Result<LookUps> stored_look_ups(Connection& connection, const ApplicationId& application) {
    KOLTAMGA_TRY(auto rows, connection.query("SELECT field, hash FROM look_up WHERE application=?",
                                             {application.text()}));
    LookUps look_ups;
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return look_ups;
        }
        look_ups.emplace(rows.string(0), rows.string(1));
    }
}

Done write_look_ups(Connection& connection, const KeyRing& keys, const ApplicationRow& row) {
    const auto wanted = look_ups_of(keys, row);
    KOLTAMGA_TRY(const auto stored, stored_look_ups(connection, row.application));
    if (wanted == stored) {
        return {};
    }
    KOLTAMGA_CHECK(
        connection.run("DELETE FROM look_up WHERE application=?", {row.application.text()}));
    for (const auto& [column, hash] : wanted) {
        KOLTAMGA_CHECK(
            connection.run("INSERT INTO look_up (field, hash, application) VALUES (?, ?, ?)",
                           {column, hash, row.application.text()}));
    }
    return {};
}

Done write_row(Connection& connection, const KeyRing& keys, const ApplicationRow& row) {
    const auto personal =
        keys.seal(personal_context(row.application), bytes_of(personal_text(row)));
    const auto kept = certificate_text(row);
    std::optional<Bytes> certificate;
    if (!kept.empty()) {
        certificate = keys.seal(certificate_context(row.application), bytes_of(kept));
    }
    return connection.run(
        "INSERT INTO application (application, state, step, waits_for, opened, since, "
        "last_sequence, revoked, key_package, personal, settled, certificate, next_try) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, '')) "
        "ON CONFLICT (application) DO UPDATE SET state=excluded.state, step=excluded.step, "
        "waits_for=excluded.waits_for, opened=excluded.opened, since=excluded.since, "
        "last_sequence=excluded.last_sequence, revoked=excluded.revoked, "
        "key_package=excluded.key_package, personal=excluded.personal, "
        "settled=excluded.settled, certificate=excluded.certificate, "
        "next_try=excluded.next_try",
        {row.application.text(), name_of(row.state), name_of(row.step), name_of(row.waits_for),
         to_text(row.opened), to_text(row.since), row.last_sequence, row.revoked ? 1 : 0,
         row.key_package, personal, row.settled.value_or(false) ? 1 : 0, certificate,
         row.next_try});
}

// The blob an entry names, if it is of a kind that names one.
Result<std::string> blob_named_by(const Entry& entry) {
    if (entry.kind == Kind::portrait_recorded) {
        KOLTAMGA_TRY(const auto body, issuance::read_body<issuance::PortraitRecorded>(entry.body));
        return body.blob;
    }
    if (entry.kind == Kind::key_made) {
        KOLTAMGA_TRY(const auto body, issuance::read_body<issuance::KeyMade>(entry.body));
        return body.package;
    }
    return std::string();
}

Done tie_blobs(Connection& connection, const ApplicationId& application,
               std::span<const Entry> entries) {
    for (const auto& entry : entries) {
        KOLTAMGA_TRY(const auto name, blob_named_by(entry));
        if (!name.empty()) {
            KOLTAMGA_CHECK(connection.run(
                "UPDATE blob SET entry=? WHERE name=? AND application=? AND entry IS NOT ?",
                {entry.sequence, name, application.text(), entry.sequence}));
        }
    }
    return {};
}

Result<ApplicationRow> row_from(std::span<const Entry> entries) {
    KOLTAMGA_TRY(const auto application, issuance::fold(entries));
    return issuance::row_of(application);
}

const char* first_difference(const ApplicationRow& a, const ApplicationRow& b) {
    if (a.state != b.state || a.step != b.step) {
        return "application-state";
    }
    if (a.waits_for != b.waits_for) {
        return "application-waits-for";
    }
    if (a.opened != b.opened || a.since != b.since) {
        return "application-times";
    }
    if (a.last_sequence != b.last_sequence) {
        return "application-last-sequence";
    }
    if (a.revoked != b.revoked || a.key_package != b.key_package) {
        return "application-certificate";
    }
    // Rows that were derived before it was reckoned have none.
    if (!b.next_try.empty() && a.next_try != b.next_try) {
        return "application-next-try";
    }
    if (b.settled && a.settled != b.settled) {
        return "application-settled";
    }
    return personal_text(a) != personal_text(b) ? "application-personal" : nullptr;
}

// The sealed column opened; nothing where there is none.
Result<std::optional<SecretBytes>> kept_text(Connection& connection, const KeyRing& keys,
                                             const ApplicationId& application) {
    KOLTAMGA_TRY(const auto sealed,
                 connection.blob("SELECT certificate FROM application WHERE application=?",
                                 {application.text()}));
    if (!sealed) {
        return std::optional<SecretBytes>();
    }
    KOLTAMGA_TRY(auto text, keys.open_sealed(certificate_context(application), *sealed));
    return std::optional(std::move(text));
}

// A row that was not derived since the column came has none, and is not different for that.
Result<bool> keeps_its_certificate(Connection& connection, const KeyRing& keys,
                                   const ApplicationRow& expected, const ApplicationRow& stored) {
    KOLTAMGA_TRY(const auto kept, kept_text(connection, keys, expected.application));
    const auto found = kept ? text_of(kept->view()) : std::string();
    return !stored.settled || found == certificate_text(expected);
}

Result<std::optional<std::string>> difference_of_open(Connection& connection, const KeyRing& keys,
                                                      const ApplicationId& application) {
    KOLTAMGA_TRY(const auto key, keys.subject_key(connection, application));
    KOLTAMGA_TRY(const auto entries, read_entries(connection, application, &key));
    KOLTAMGA_TRY(const auto expected, row_from(entries));
    auto found = read_row(connection, keys, application);
    if (!found) {
        return std::optional<std::string>("application-row-unreadable");
    }
    if (!*found) {
        return std::optional<std::string>("application-row-missing");
    }
    if (const auto* what = first_difference(expected, **found)) {
        return std::optional<std::string>(what);
    }
    KOLTAMGA_TRY(const bool kept, keeps_its_certificate(connection, keys, expected, **found));
    if (!kept) {
        return std::optional<std::string>("application-kept-certificate");
    }
    KOLTAMGA_TRY(const auto look_ups, stored_look_ups(connection, application));
    return look_ups == look_ups_of(keys, expected)
               ? std::nullopt
               : std::optional<std::string>("application-look-ups");
}

Result<std::optional<std::string>> difference_of_released(Connection& connection,
                                                          const ApplicationId& application) {
    KOLTAMGA_TRY(const auto same,
                 connection.integer("SELECT last_sequence = (SELECT max(sequence) FROM entry WHERE "
                                    "subject=application) FROM application WHERE application=?",
                                    {application.text()}));
    return same == 1 ? std::nullopt : std::optional<std::string>("application-last-sequence");
}

Result<std::optional<std::string>> difference_of_erased(Connection& connection,
                                                        const ApplicationId& application) {
    KOLTAMGA_TRY(const auto left,
                 connection.integer("SELECT (SELECT count(*) FROM application WHERE application=?1)"
                                    " + (SELECT count(*) FROM look_up WHERE application=?1)"
                                    " + (SELECT count(*) FROM key_wrap WHERE subject=?1)",
                                    {application.text()}));
    return left == 0 ? std::nullopt : std::optional<std::string>("erased-but-there");
}

} // namespace

Result<Standing> standing_of(Connection& connection, const ApplicationId& application) {
    KOLTAMGA_TRY(const auto erased,
                 connection.integer("SELECT 1 FROM entry WHERE subject=? AND kind=?",
                                    {application.text(), erased_kind}));
    if (erased) {
        return Standing::erased;
    }
    KOLTAMGA_TRY(const auto wrap, connection.integer("SELECT 1 FROM key_wrap WHERE subject=? AND "
                                                     "holder='station'",
                                                     {application.text()}));
    if (wrap) {
        return Standing::open;
    }
    KOLTAMGA_TRY(const auto released,
                 connection.integer(std::string("SELECT 1 FROM application WHERE application=? AND "
                                                "application IN (") +
                                        std::string(released_applications) + ")",
                                    {application.text()}));
    return released ? Standing::released : Standing::keyless;
}

Result<std::vector<ApplicationId>> without_their_key(Connection& connection) {
    KOLTAMGA_TRY(const auto wrapless,
                 applications_of(connection.query(
                     "SELECT DISTINCT subject FROM entry WHERE subject<>'station' AND subject NOT "
                     "IN (SELECT subject FROM key_wrap WHERE holder='station')")));
    std::vector<ApplicationId> keyless;
    for (const auto& application : wrapless) {
        KOLTAMGA_TRY(const auto standing, standing_of(connection, application));
        if (standing == Standing::keyless) {
            keyless.push_back(application);
        }
    }
    return keyless;
}

Result<std::vector<Entry>> read_entries(Connection& connection, const Subject& subject,
                                        const SecretBytes* key) {
    KOLTAMGA_TRY(auto rows, connection.query(std::string("SELECT ") + entry_columns +
                                                 " FROM entry WHERE subject=? ORDER BY sequence",
                                             {name_of(subject)}));
    std::vector<Entry> entries;
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return entries;
        }
        KOLTAMGA_TRY(auto entry, read_entry(rows, key));
        entries.push_back(std::move(entry));
    }
}

Done derive(Connection& connection, const KeyRing& keys, const ApplicationId& application,
            std::span<const Entry> entries) {
    KOLTAMGA_TRY(const auto row, row_from(entries));
    KOLTAMGA_CHECK(write_row(connection, keys, row));
    KOLTAMGA_CHECK(write_look_ups(connection, keys, row));
    return tie_blobs(connection, application, entries);
}

Result<std::optional<std::string>> difference(Connection& connection, const KeyRing& keys,
                                              const ApplicationId& application) {
    KOLTAMGA_TRY(const auto standing, standing_of(connection, application));
    switch (standing) {
    case Standing::erased:
        return difference_of_erased(connection, application);
    case Standing::released:
        return difference_of_released(connection, application);
    case Standing::keyless: // told whether or not somebody is signed in
        return std::optional<std::string>();
    case Standing::open:
        break;
    }
    return difference_of_open(connection, keys, application);
}

Done forget_personal(Connection& connection, const ApplicationId& application) {
    KOLTAMGA_CHECK(connection.run("UPDATE application SET personal=NULL WHERE application=?",
                                  {application.text()}));
    KOLTAMGA_CHECK(connection.run("DELETE FROM look_up WHERE application=?", {application.text()}));
    return connection.run("DELETE FROM draft WHERE application=?", {application.text()});
}

Result<std::optional<ApplicationRow>> read_row(Connection& connection, const KeyRing& keys,
                                               const ApplicationId& application) {
    KOLTAMGA_TRY(auto row, connection.query(
                               "SELECT state, step, opened, since, last_sequence, revoked, "
                               "key_package, personal, waits_for, settled, coalesce(next_try, '') "
                               "FROM application "
                               "WHERE application=?",
                               {application.text()}));
    KOLTAMGA_TRY(const bool there, row.next());
    if (!there) {
        return std::optional<ApplicationRow>();
    }
    const auto state = issuance::state_named(row.text(0));
    const auto step = issuance::step_named(row.text(1));
    const auto waits = issuance::waits_for_named(row.text(8));
    const auto opened = instant_from(row.text(2));
    const auto since = instant_from(row.text(3));
    if (!state || !step || !waits || !opened || !since) {
        return failure::damaged("application-row");
    }
    ApplicationRow found{.application = application,
                         .state = *state,
                         .step = *step,
                         .waits_for = *waits,
                         .opened = *opened,
                         .since = *since,
                         .last_sequence = row.number(4)};
    found.revoked = row.integer(5) != 0;
    found.key_package = row.string(6);
    found.next_try = row.string(10);
    if (!row.is_null(9)) {
        found.settled = row.integer(9) != 0;
    }
    if (!row.is_null(7)) {
        KOLTAMGA_TRY(const auto personal,
                     keys.open_sealed(personal_context(application), row.blob(7)));
        KOLTAMGA_CHECK(read_personal(personal, found));
    }
    return std::optional(std::move(found));
}

Result<std::vector<ApplicationId>> applications_of(Result<Statement> query) {
    KOLTAMGA_TRY(auto rows, std::move(query));
    std::vector<ApplicationId> all;
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return all;
        }
        const auto id = ApplicationId::parse(rows.text(0));
        if (!id) {
            return failure::damaged("subject-column");
        }
        all.push_back(*id);
    }
}

Result<std::vector<ApplicationId>> all_applications(Connection& connection) {
    return applications_of(
        connection.query("SELECT DISTINCT subject FROM entry WHERE subject<>'station'"));
}

Result<std::optional<KeptCertificate>> kept_certificate(Connection& connection, const KeyRing& keys,
                                                        const ApplicationId& application) {
    KOLTAMGA_TRY(const auto text, kept_text(connection, keys, application));
    if (!text) {
        return std::optional<KeptCertificate>();
    }
    const auto json =
        nlohmann::json::parse(text->view().begin(), text->view().end(), nullptr, false);
    try {
        const auto sha256 = digest_from_hex(json.at("sha256").get<std::string>());
        const auto key = digest_from_hex(json.at("public_key").get<std::string>());
        if (sha256 && key) {
            return std::optional(KeptCertificate{json.at("serial"), *sha256, *key});
        }
    } catch (const nlohmann::json::exception&) {
        return failure::damaged("certificate-column");
    }
    return failure::damaged("certificate-column");
}

Result<std::vector<ApplicationId>> not_reckoned(Connection& connection) {
    return applications_of(connection.query(
        "SELECT application FROM application WHERE settled IS NULL AND personal IS NOT NULL"));
}

Done derive_released(Connection& connection, const Entry& entry) {
    const bool asked = entry.kind == Kind::revocation_asked;
    if (entry.application || (!asked && entry.kind != Kind::revocation_answered)) {
        return {};
    }
    const auto json = nlohmann::json::parse(entry.body, nullptr, false);
    const bool names_one =
        json.is_object() && json.contains("application") && json["application"].is_string();
    const auto application =
        names_one ? ApplicationId::parse(json["application"].get<std::string>()) : std::nullopt;
    if (!application) {
        return failure::damaged("station-revocation");
    }
    const auto who = asked ? issuance::WaitsFor::ca : issuance::WaitsFor::nobody;
    return connection.run("UPDATE application SET settled=?, revoked=max(revoked, ?), waits_for=? "
                          "WHERE application=? AND personal IS NULL",
                          {asked ? 0 : 1, asked ? 0 : 1, name_of(who), application->text()});
}

Done renew_look_ups(Connection& connection, const KeyRing& keys) {
    KOLTAMGA_TRY(const auto all, all_applications(connection));
    for (const auto& application : all) {
        KOLTAMGA_TRY(const auto row, read_row(connection, keys, application));
        if (row) {
            KOLTAMGA_CHECK(write_look_ups(connection, keys, *row));
        }
    }
    return {};
}

} // namespace koltamga::db

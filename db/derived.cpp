#include "db/derived.h"

#include "db/entry_writer.h"
#include "db/failures.h"

#include <nlohmann/json.hpp>

#include <set>

namespace koltamga::db {
namespace {

using issuance::ApplicationRow;
using issuance::Entry;
using issuance::Kind;

constexpr auto erased_kind = "application.erased";

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
    return connection.run(
        "INSERT INTO application (application, state, step, waits_for, opened, since, "
        "last_sequence, revoked, key_package, personal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (application) DO UPDATE SET state=excluded.state, step=excluded.step, "
        "waits_for=excluded.waits_for, opened=excluded.opened, since=excluded.since, "
        "last_sequence=excluded.last_sequence, revoked=excluded.revoked, "
        "key_package=excluded.key_package, personal=excluded.personal",
        {row.application.text(), name_of(row.state), name_of(row.step), name_of(row.waits_for),
         to_text(row.opened), to_text(row.since), row.last_sequence, row.revoked ? 1 : 0,
         row.key_package, personal});
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
    return personal_text(a) != personal_text(b) ? "application-personal" : nullptr;
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
    return wrap ? Standing::open : Standing::released;
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
    KOLTAMGA_TRY(auto row,
                 connection.query("SELECT state, step, opened, since, last_sequence, revoked, "
                                  "key_package, personal, waits_for FROM application "
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
    if (!row.is_null(7)) {
        KOLTAMGA_TRY(const auto personal,
                     keys.open_sealed(personal_context(application), row.blob(7)));
        KOLTAMGA_CHECK(read_personal(personal, found));
    }
    return std::optional(std::move(found));
}

Result<std::vector<ApplicationId>> all_applications(Connection& connection) {
    KOLTAMGA_TRY(auto rows,
                 connection.query("SELECT DISTINCT subject FROM entry WHERE subject<>'station'"));
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

#include "db/erasure.h"

#include "db/blob_files.h"
#include "db/derived.h"
#include "db/entry_writer.h"
#include "db/failures.h"

#include <nlohmann/json.hpp>

namespace koltamga::db {
namespace {

using issuance::EntryDraft;
using issuance::Kind;

Result<std::vector<std::string>> blob_names(Connection& connection,
                                            const ApplicationId& application) {
    KOLTAMGA_TRY(auto rows, connection.query("SELECT name FROM blob WHERE application=?",
                                             {application.text()}));
    std::vector<std::string> names;
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            return names;
        }
        names.push_back(rows.string(0));
    }
}

// What outlives the person: which rules were applied, and how they decided.
nlohmann::json verdict_of(const issuance::Application& application) {
    nlohmann::json left;
    if (application.eligibility) {
        const auto& verdict = application.eligibility->verdict;
        left["verdict"] = domain::to_text(verdict.kind);
        left["rules"] = nlohmann::json::array();
        for (const auto& reason : verdict.reasons) {
            left["rules"].push_back(reason.rule);
        }
    }
    return left;
}

// The application's own last entry; what is left to say of it. The transition table has to let
// the erasure follow.
Result<nlohmann::json> append_to_application(Connection& connection, ChainEnd& end,
                                             const Session& session,
                                             const ApplicationId& application,
                                             std::string_view reason,
                                             const issuance::Stamp& stamp) {
    KOLTAMGA_TRY(const auto key, session.keys->subject_key(connection, application));
    const EntryDraft draft{Kind::application_erased, application,
                           issuance::write(issuance::Remark{std::string(reason), {}, {}})};
    KOLTAMGA_TRY(const auto entry, write_entry(connection, end, draft, stamp, &key));
    KOLTAMGA_TRY(const auto entries, read_entries(connection, application, &key));
    KOLTAMGA_TRY(const auto folded, issuance::fold(entries));
    return verdict_of(folded);
}

Result<nlohmann::json> append_to_released(Connection& connection, ChainEnd& end,
                                          const ApplicationId& application,
                                          const issuance::Stamp& stamp) {
    KOLTAMGA_TRY(
        const auto entry,
        write_entry(connection, end, {Kind::application_erased, application, {}}, stamp, nullptr));
    return nlohmann::json::object();
}

} // namespace

Done append_erasure(Connection& connection, const Session& session,
                    const ApplicationId& application, std::string_view reason,
                    const issuance::Stamp& stamp) {
    KOLTAMGA_TRY(const auto standing, standing_of(connection, application));
    KOLTAMGA_TRY(const auto known,
                 connection.integer("SELECT 1 FROM entry WHERE subject=?", {application.text()}));
    if (!known || standing == Standing::erased) {
        return failure::key_gone("application " + application.text());
    }
    KOLTAMGA_TRY(auto end, chain_end(connection));
    KOLTAMGA_TRY(auto body,
                 standing == Standing::open
                     ? append_to_application(connection, end, session, application, reason, stamp)
                     : append_to_released(connection, end, application, stamp));
    body["application"] = application.text();
    body["reason"] = reason;
    KOLTAMGA_TRY(const auto key, session.keys->subject_key(connection, std::nullopt));
    KOLTAMGA_TRY(const auto entry,
                 write_entry(connection, end, {Kind::application_erased, std::nullopt, body.dump()},
                             stamp, &key));
    return {};
}

Result<std::vector<std::string>> forget_application(Connection& connection,
                                                    const ApplicationId& application) {
    KOLTAMGA_CHECK(forget_personal(connection, application));
    KOLTAMGA_CHECK(
        connection.run("DELETE FROM application WHERE application=?", {application.text()}));
    KOLTAMGA_CHECK(connection.run("DELETE FROM key_wrap WHERE subject=?", {application.text()}));
    return blob_names(connection, application);
}

Result<std::vector<std::string>> release_application(Connection& connection,
                                                     const ApplicationId& application) {
    KOLTAMGA_CHECK(forget_personal(connection, application));
    KOLTAMGA_CHECK(connection.run("DELETE FROM key_wrap WHERE subject=? AND holder='station'",
                                  {application.text()}));
    return blob_names(connection, application);
}

Done destroy_blobs(const std::filesystem::path& folder, Connection& connection,
                   const std::vector<std::string>& names) {
    for (const auto& name : names) {
        KOLTAMGA_CHECK(destroy_blob_file(folder, name));
        KOLTAMGA_CHECK(connection.run("DELETE FROM blob WHERE name=?", {name}));
    }
    connection.empty_log();
    return {};
}

} // namespace koltamga::db

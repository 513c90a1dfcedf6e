#include "db/blob_files.h"

#include "db/derived.h"
#include "db/failures.h"
#include "db/private_file.h"

#include "base/file.h"
#include "crypto/hash.h"

#include <set>

namespace koltamga::db {
namespace {

constexpr std::size_t largest_blob = 32U << 20U; // octets

// Delivered, or of a key that was given up: a closed application never comes back to its key.
constexpr auto needless_key_packages =
    "DELETE FROM blob WHERE use='key-package' AND EXISTS (SELECT 1 FROM application WHERE "
    "application.application=blob.application AND (key_package<>blob.name OR state IN "
    "('handed-over', 'refused', 'cancelled')))";

// A name comes from an entry or from outside: only hexadecimal digits reach the file system.
bool is_name(std::string_view name) {
    return digest_from_hex(name).has_value();
}

} // namespace

std::filesystem::path blobs_in(const std::filesystem::path& folder) {
    return folder / "blobs";
}

Done make_data_folder(const std::filesystem::path& folder) {
    KOLTAMGA_CHECK(make_private_folder(folder));
    return require_data_folder(folder);
}

Done require_data_folder(const std::filesystem::path& folder) {
    for (const auto& one : {folder, blobs_in(folder), folder / "keys"}) {
        KOLTAMGA_CHECK(require_private_folder(one));
    }
    return {};
}

Result<Digest> write_blob_file(const std::filesystem::path& folder, BytesView sealed) {
    const auto name = crypto::sha256(sealed);
    KOLTAMGA_CHECK(make_private_folder(blobs_in(folder)));
    KOLTAMGA_CHECK(write_durably(blobs_in(folder) / hex(name), sealed));
    return name;
}

Result<Bytes> read_blob_file(const std::filesystem::path& folder, std::string_view name) {
    const auto file = blobs_in(folder) / name;
    if (!is_name(name) || !std::filesystem::exists(std::filesystem::symlink_status(file))) {
        return failure::blob_gone();
    }
    auto content = read_file(file, largest_blob);
    if (!content || hex(crypto::sha256(*content)) != name) {
        return failure::blob_damaged();
    }
    return content;
}

Done destroy_blob_file(const std::filesystem::path& folder, std::string_view name) {
    return is_name(name) ? overwrite_and_remove(blobs_in(folder) / name) : Done();
}

Done sweep_blobs(const std::filesystem::path& folder, Connection& connection) {
    KOLTAMGA_CHECK(connection.run(
        "DELETE FROM blob WHERE entry IS NULL OR (application NOT IN (SELECT subject FROM key_wrap "
        "WHERE holder='station') AND (application IN (" +
        std::string(released_applications) +
        ") OR EXISTS (SELECT 1 FROM entry WHERE subject=application AND "
        "kind='application.erased')))"));
    KOLTAMGA_CHECK(connection.run(needless_key_packages));
    KOLTAMGA_TRY(auto rows, connection.query("SELECT name FROM blob"));
    std::set<std::string, std::less<>> known;
    while (true) {
        KOLTAMGA_TRY(const bool row, rows.next());
        if (!row) {
            break;
        }
        known.insert(rows.string(0));
    }
    std::error_code error;
    std::vector<std::filesystem::path> orphans;
    for (const auto& file : std::filesystem::directory_iterator(blobs_in(folder), error)) {
        if (!known.contains(file.path().filename().string())) {
            orphans.push_back(file.path());
        }
    }
    for (const auto& orphan : orphans) {
        KOLTAMGA_CHECK(overwrite_and_remove(orphan));
    }
    return {};
}

} // namespace koltamga::db

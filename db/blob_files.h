// Sealed files named by the SHA-256 of their octets. Private to this folder.
#pragma once

#include "db/connection.h"
#include "db/entry_header.h"

#include <filesystem>

namespace koltamga::db {

std::filesystem::path blobs_in(const std::filesystem::path& folder);

// A data folder with what lies in it is its owner's alone, also where somebody else made it:
// others lose their rights on it, or it is not taken (db.not-writable).
Done make_data_folder(const std::filesystem::path& folder);
Done require_data_folder(const std::filesystem::path& folder);

// Durable when it returns; its name. Fine when it is there already.
Result<Digest> write_blob_file(const std::filesystem::path& folder, BytesView sealed);
// db.blob-gone, or db.blob-damaged when its octets no longer have its name's hash.
Result<Bytes> read_blob_file(const std::filesystem::path& folder, std::string_view name);
Done destroy_blob_file(const std::filesystem::path& folder, std::string_view name);

// Clears away files that no row names, and rows that no entry names, whose application was erased
// or released, or whose key package nobody needs any more: what a crash left between two steps. An
// application that merely lost its key keeps what it has. Only for the one process that writes,
// before it works.
Done sweep_blobs(const std::filesystem::path& folder, Connection& connection);

} // namespace koltamga::db

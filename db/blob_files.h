// Sealed files named by the SHA-256 of their octets. Private to this folder.
#pragma once

#include "db/connection.h"
#include "db/entry_header.h"

#include <filesystem>

namespace koltamga::db {

std::filesystem::path blobs_in(const std::filesystem::path& folder);

// Durable when it returns; its name. Fine when it is there already.
Result<Digest> write_blob_file(const std::filesystem::path& folder, BytesView sealed);
// db.blob-gone, or db.blob-damaged when its octets no longer have its name's hash.
Result<Bytes> read_blob_file(const std::filesystem::path& folder, std::string_view name);
Done destroy_blob_file(const std::filesystem::path& folder, std::string_view name);

// Clears away files that no row names, and rows that no entry names or whose application was
// erased or released: what a crash left between two steps. Only for the one process that writes,
// before it works.
Done sweep_blobs(const std::filesystem::path& folder, Connection& connection);

} // namespace koltamga::db

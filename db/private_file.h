// Files and folders as the operating system sees them. Private to this folder; the POSIX half
// stands in private_file_posix.cpp.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <filesystem>

namespace koltamga::db {

// An empty file with 0600, if there is none. Never through a symbolic link.
Done make_private_file(const std::filesystem::path& file);
// db.not-there, or db.not-writable for what is no plain file (a planted symbolic link).
Done require_plain_file(const std::filesystem::path& file);
// Writes, makes durable, renames and makes the folder durable; db.blob-not-written.
Done write_durably(const std::filesystem::path& file, BytesView content);
// A finished file into its place, over what stands there, durably; db.blob-not-written.
Done move_durably(const std::filesystem::path& from, const std::filesystem::path& to);
// Overwrites with zeros, makes that durable, unlinks. Fine when it is gone already.
Done overwrite_and_remove(const std::filesystem::path& file);

// Takes from others whatever rights they have on a folder of ours. db.not-writable when it is
// somebody else's: what we write there would be ours, and its owner could not read it. Fine when it
// is not there.
Done require_private_folder(const std::filesystem::path& folder);

} // namespace koltamga::db

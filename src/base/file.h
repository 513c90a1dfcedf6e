// Files, read with a limit and written so that a power cut leaves the old or the new, never half.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret_bytes.h"

#include <filesystem>

namespace koltamga {

// Each failure names the file (Failure::where), never what it holds.

// The whole file, or standard input for "-". Fails with file_unreadable or file_too_large; never
// reads more than `limit` octets.
Result<Bytes> read_file(const std::filesystem::path& file, std::size_t limit);

// The same for a secret, straight into locked memory. One trailing line end is dropped.
Result<SecretBytes> read_secret_file(const std::filesystem::path& file, std::size_t limit = 4096);

// Whether something has this name, a link that leads nowhere included. Fails with file_unreadable
// where nobody may tell us, as in another user's folder.
Result<bool> is_there(const std::filesystem::path& file);

// Writes beside the target (0600), makes it durable (fdatasync), renames it over the target and
// makes the folder durable. Never follows a symbolic link that somebody planted as the target.
Done write_file(const std::filesystem::path& file, BytesView content);

// Adds to the end of a file (0600, made if it is not there) and makes the addition durable. Where
// that fails, the file is as it was. A power cut may leave a part of it: whoever reads must know
// the end of what is whole.
Done append_file(const std::filesystem::path& file, BytesView addition);

// A folder of ours: made with 0700 if it is not there.
Done make_private_folder(const std::filesystem::path& folder);

} // namespace koltamga

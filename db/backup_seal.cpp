#include "db/backup_seal.h"

#include "db/failures.h"
#include "db/text_lines.h"

#include "base/file.h"
#include "crypto/hash.h"
#include "crypto/key_pair.h"

#include <fstream>

namespace koltamga::db {
namespace {

constexpr std::string_view title = "koltamga-backup-1\n";
constexpr std::string_view last_line = "whole ";
constexpr std::string_view sqlite_begins = "SQLite format 3";
constexpr std::size_t longest_seal = 2048;
constexpr std::size_t piece = std::size_t{1} << 20U;

std::string compose(const BackupSeal& seal, const Digest& content) {
    return std::string(title) + "station " + seal.station.text() + "\nsequence " +
           std::to_string(seal.sequence) + "\ncontent " + hex(content) + "\n";
}

// The file's octets from the first on; false when it ends before.
bool hash_octets(std::ifstream& in, std::uintmax_t count, crypto::Sha256& hash) {
    Bytes buffer(piece);
    in.clear();
    in.seekg(0);
    while (count > 0) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uintmax_t>(count, piece));
        in.read(reinterpret_cast<char*>(buffer.data()), static_cast<std::streamsize>(wanted));
        if (static_cast<std::size_t>(in.gcount()) != wanted) {
            return false;
        }
        hash.update(BytesView(buffer).first(wanted));
        count -= wanted;
    }
    return true;
}

Result<Digest> hash_of(std::ifstream& in, std::uintmax_t count, std::string_view more = {}) {
    crypto::Sha256 hash;
    if (!hash_octets(in, count, hash)) {
        return failure::backup_damaged("cut-short");
    }
    return hash.update(bytes_of(more)).finish();
}

std::string end_of(std::ifstream& in, std::uintmax_t size) {
    const auto length = static_cast<std::size_t>(std::min<std::uintmax_t>(size, longest_seal));
    std::string text(length, '\0');
    in.clear();
    in.seekg(static_cast<std::streamoff>(size - length));
    in.read(text.data(), static_cast<std::streamsize>(length));
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

bool begins_as_a_database(std::ifstream& in) {
    std::string text(sqlite_begins.size(), '\0');
    in.clear();
    in.seekg(0);
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    return text == sqlite_begins;
}

} // namespace

std::optional<ReadSeal> read_backup_seal(std::string_view text) {
    TextLines lines(text);
    std::optional<StationId> station;
    std::uint64_t sequence = 0;
    Digest content{};
    Digest whole{};
    if (!text.starts_with(title) || !lines.line() || !read_id(lines.value("station"), station) ||
        !read_number(lines.value("sequence"), sequence) ||
        !read_digest(lines.value("content"), content)) {
        return std::nullopt;
    }
    const auto signature = from_hex(lines.value("signature").value_or(""));
    if (!signature || !read_digest(lines.value("whole"), whole) || !lines.at_end()) {
        return std::nullopt;
    }
    const BackupSeal seal{*station, sequence};
    return ReadSeal{seal,
                    content,
                    whole,
                    compose(seal, content),
                    std::string(text.substr(0, text.rfind(last_line))),
                    *signature};
}

Done seal_backup(const std::filesystem::path& file, const BackupSeal& seal,
                 const HeadSigner& sign) {
    std::ifstream in(file, std::ios::binary);
    const auto size = std::filesystem::file_size(file);
    KOLTAMGA_TRY(const auto content, hash_of(in, size));
    const auto text = compose(seal, content);
    KOLTAMGA_TRY(const auto signature, sign(bytes_of(text)));
    auto lines = text + "signature " + koltamga::hex(signature) + "\n";
    KOLTAMGA_TRY(const auto whole, hash_of(in, size, lines));
    lines += std::string(last_line) + hex(whole) + "\n";
    if (const auto written = append_file(file, bytes_of(lines)); !written) {
        return failure::backup_not_written(written.failure().detail);
    }
    return {};
}

Result<BackupSeal> check_backup_seal(const std::filesystem::path& file, BytesView journal_key) {
    std::ifstream in(file, std::ios::binary);
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error || !in) {
        return failure::backup_not_there();
    }
    const auto end = end_of(in, size);
    const auto at = end.rfind(title);
    const auto read = at == std::string::npos ? std::nullopt : read_backup_seal(end.substr(at));
    if (!read) {
        const bool ours = at != std::string::npos || begins_as_a_database(in);
        return ours ? failure::backup_damaged("seal") : failure::backup_refused("not-a-backup");
    }
    const auto content_ends = size - (end.size() - at);
    KOLTAMGA_TRY(const auto whole, hash_of(in, content_ends, read->before_last_line));
    KOLTAMGA_TRY(const auto content, hash_of(in, content_ends));
    if (whole != read->whole || content != read->content) {
        return failure::backup_damaged("octets");
    }
    KOLTAMGA_TRY(const auto key, crypto::PublicKey::parse(journal_key));
    if (!key.verify(bytes_of(read->signed_text), read->signature)) {
        return failure::backup_other_station("signature");
    }
    return read->seal;
}

} // namespace koltamga::db

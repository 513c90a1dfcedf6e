#include "db/entry_writer.h"

#include "db/failures.h"

#include "base/file.h"
#include "base/log.h"
#include "crypto/hash.h"
#include "crypto/seal.h"

namespace koltamga::db {
namespace {

EntryHeader header_for(const ChainEnd& end, const issuance::EntryDraft& draft,
                       const issuance::Stamp& stamp) {
    EntryHeader header{.station = end.station,
                       .epoch = end.epoch,
                       .sequence = end.sequence + 1,
                       .previous = end.hash,
                       .kind = std::string(name_of(draft.kind)),
                       .kind_version = static_cast<std::uint32_t>(version_of(draft.kind)),
                       .application = draft.application,
                       .operator_name = stamp.operator_name == "-" ? "" : stamp.operator_name,
                       .time = stamp.time,
                       .time_source = stamp.time_source,
                       .body = {}};
    return header;
}

Done insert(Connection& connection, const EntryHeader& header, std::string_view text,
            const Digest& hash, const std::optional<Bytes>& body) {
    KOLTAMGA_CHECK(connection.run(
        "INSERT INTO entry (sequence, epoch, kind, version, subject, operator, time, header, hash, "
        "body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {header.sequence, header.epoch, header.kind, header.kind_version,
         name_of(header.application),
         header.operator_name.empty() ? std::string("-") : header.operator_name,
         to_text(header.time), text, hex(hash), body}));
    return connection.run("INSERT INTO outbox (sequence, state) VALUES (?, 'unsent')",
                          {header.sequence});
}

issuance::Entry entry_of(const EntryHeader& header, issuance::Kind kind, const Digest& hash,
                         std::string body) {
    issuance::Entry entry{.epoch = header.epoch,
                          .sequence = header.sequence,
                          .kind = kind,
                          .version = static_cast<int>(header.kind_version),
                          .application = header.application,
                          .stamp = {header.operator_name.empty() ? "-" : header.operator_name,
                                    header.time, header.time_source},
                          .hash = hash,
                          .body = std::move(body)};
    return entry;
}

Result<std::string> open_body(const EntryHeader& header, BytesView sealed, const SecretBytes& key) {
    const auto opened = crypto::open(key.view(), sealed, bytes_of(associated_data(header)));
    if (!opened) {
        return failure::key_wrong("body-not-opened at " + std::to_string(header.sequence));
    }
    return text_of(*opened);
}

} // namespace

Result<StationId> station_of(Connection& connection) {
    KOLTAMGA_TRY(const auto text, connection.text("SELECT station FROM station"));
    const auto station = StationId::parse(text.value_or(""));
    if (!station) {
        return failure::damaged("station-row");
    }
    return *station;
}

Result<ChainEnd> chain_end(Connection& connection) {
    KOLTAMGA_TRY(const auto station, station_of(connection));
    KOLTAMGA_TRY(const auto epoch, connection.integer("SELECT epoch FROM station"));
    ChainEnd end{station, static_cast<std::uint32_t>(epoch.value_or(0)), 0, {}};
    KOLTAMGA_TRY(auto last, connection.query(
                                "SELECT sequence, hash FROM entry ORDER BY sequence DESC LIMIT 1"));
    KOLTAMGA_TRY(const bool any, last.next());
    if (any) {
        const auto hash = digest_from_hex(last.text(1));
        if (!hash) {
            return failure::damaged("hash-column");
        }
        end.sequence = last.number(0);
        end.hash = *hash;
    }
    return end;
}

Result<issuance::Entry> write_entry(Connection& connection, ChainEnd& end,
                                    const issuance::EntryDraft& draft, const issuance::Stamp& stamp,
                                    const SecretBytes* key) {
    auto header = header_for(end, draft, stamp);
    std::optional<Bytes> body;
    if (key != nullptr && !draft.body.empty()) {
        body = crypto::seal(key->view(), bytes_of(draft.body), bytes_of(associated_data(header)));
        header.body = crypto::sha256(*body);
    }
    const auto text = compose(header);
    const auto hash = entry_hash(text);
    KOLTAMGA_CHECK(insert(connection, header, text, hash, body));
    end.sequence = header.sequence;
    end.hash = hash;
    return entry_of(header, draft.kind, hash, body ? draft.body : std::string());
}

Result<SignedHead> write_signed_head(Connection& connection, const ChainEnd& end,
                                     const HeadSigner& sign, Instant time) {
    SignedHead head{{end.station, end.epoch, end.sequence, end.hash, time}, {}};
    const auto text = compose(head.head);
    KOLTAMGA_TRY(head.signature, sign(bytes_of(text)));
    KOLTAMGA_CHECK(connection.run("INSERT OR REPLACE INTO signed_head (sequence, text, signature) "
                                  "VALUES (?, ?, ?)",
                                  {end.sequence, text, head.signature}));
    return head;
}

std::filesystem::path last_head_in(const std::filesystem::path& folder) {
    return folder / "last-head";
}

void keep_last_head(const std::filesystem::path& folder, const SignedHead& head) {
    if (const auto kept = write_file(last_head_in(folder), bytes_of(compose(head))); !kept) {
        log::failure("last-head-not-written", kept.failure());
    }
}

Result<issuance::Entry> read_entry(const Statement& row, const SecretBytes* key) {
    KOLTAMGA_TRY(const auto header, parse_entry_header(row.text(0)));
    const auto kind = issuance::kind_named(header.kind);
    const auto hash = digest_from_hex(row.text(1));
    if (!kind || !hash) {
        return failure::damaged("entry-row at " + std::to_string(header.sequence));
    }
    std::string body;
    if (key != nullptr && !row.is_null(2)) {
        KOLTAMGA_TRY(body, open_body(header, row.blob(2), *key));
    }
    return entry_of(header, *kind, *hash, std::move(body));
}

} // namespace koltamga::db

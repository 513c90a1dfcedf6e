#include "db/claims.h"

#include "db/entry_writer.h"
#include "db/in_order.h"
#include "db/receipt_check.h"

#include "base/file.h"
#include "crypto/key_pair.h"

#include <algorithm>
#include <functional>

namespace koltamga::db {
namespace {

constexpr std::size_t side_file_limit = 4096;

class HeadReader {
  public:
    static Result<HeadReader> with(std::span<const Bytes> keys) {
        HeadReader reader;
        for (const auto& spki : keys) {
            KOLTAMGA_TRY(auto key, crypto::PublicKey::parse(spki));
            reader.keys_.push_back(std::move(key));
        }
        return reader;
    }

    bool holds(std::string_view text, BytesView signature) const {
        return std::ranges::any_of(keys_, [&](const crypto::PublicKey& key) {
            return static_cast<bool>(key.verify(bytes_of(text), signature));
        });
    }

  private:
    std::vector<crypto::PublicKey> keys_;
};

template <class T>
std::optional<T> if_good(Result<T> result) {
    return result ? std::optional(std::move(*result)) : std::nullopt;
}

struct HeadRow {
    explicit HeadRow(const Statement& row)
        : sequence(row.number(0)), text(row.text(1)), signature(row.bytes(2)) {}

    void check(const HeadReader& reader) {
        head = if_good(parse_head(text));
        holds = head && reader.holds(text, signature);
    }

    std::uint64_t sequence;
    std::string text;
    Bytes signature;
    std::optional<Head> head;
    bool holds = false;
};

struct ReceiptRow {
    explicit ReceiptRow(const Statement& row)
        : is_head(row.text(0) == "head"), subject(row.text(1)), sequence(row.number(2)),
          time(row.text(3)), der(row.bytes(4)) {}

    void check(const ReceiptReader& reader) {
        if (is_head) {
            head = if_good(reader.head(der));
        } else {
            record = if_good(reader.record(der));
        }
    }

    bool is_head;
    std::string subject;
    std::uint64_t sequence;
    std::string time;
    Bytes der;
    std::optional<HeadReceipt> head;
    std::optional<RecordReceipt> record;
};

struct Collector {
    Connection& connection;
    const StationId station;
    const Found& found;
    Claims claims{};

    void head(const HeadRow& row) {
        if (!row.head || row.head->station != station || row.head->sequence != row.sequence) {
            found(row.sequence, "signed-head-malformed");
        } else if (!row.holds) {
            found(row.sequence, "signed-head-signature");
        } else {
            claims.push_back({row.sequence, row.head->hash, {}, "signed-head-mismatch"});
        }
    }

    // One for every six entries or so, and each signature costs more than ten entries do.
    Done heads(const HeadReader& reader) {
        KOLTAMGA_TRY(auto rows,
                     connection.query("SELECT sequence, text, signature FROM signed_head"));
        return walk_rows<HeadRow>(
            rows, [&](HeadRow& row) { row.check(reader); },
            [&](const HeadRow& row) {
                head(row);
                return true;
            });
    }

    void side_file(const std::optional<std::string>& text, const HeadReader& reader) {
        if (!text) {
            if (!claims.empty()) {
                found(0, "last-head-missing");
            }
            return;
        }
        const auto head = parse_signed_head(*text);
        if (!head || head->head.station != station) {
            found(0, "last-head-malformed");
        } else if (!reader.holds(compose(head->head), head->signature)) {
            found(head->head.sequence, "last-head-signature");
        } else {
            claims.push_back({head->head.sequence, head->head.hash, {}, "last-head-mismatch"});
        }
    }

    void head_receipt(const std::optional<HeadReceipt>& receipt, const ReceiptRow* row) {
        const auto sequence = row != nullptr ? row->sequence : 0;
        if (!receipt || receipt->station != station ||
            (row != nullptr && (receipt->sequence != sequence || row->subject != "station" ||
                                row->time != to_text(receipt->time)))) {
            found(sequence, "head-receipt-refused");
            return;
        }
        claims.push_back(
            {receipt->sequence, receipt->hash, {}, "head-receipt-mismatch", true, true});
    }

    void record_receipt(const ReceiptRow& row) {
        const auto& receipt = row.record;
        if (!receipt || receipt->station != station || receipt->sequence != row.sequence ||
            receipt->application.text() != row.subject || row.time != to_text(receipt->time)) {
            found(row.sequence, "record-receipt-refused");
            return;
        }
        claims.push_back({receipt->sequence, receipt->hash, row.subject, "record-receipt-mismatch",
                          true, false});
    }

    Done receipts(const ReceiptReader& reader) {
        KOLTAMGA_TRY(auto rows,
                     connection.query("SELECT kind, subject, sequence, time, der FROM receipt"));
        return walk_rows<ReceiptRow>(
            rows, [&](ReceiptRow& row) { row.check(reader); },
            [&](const ReceiptRow& row) {
                row.is_head ? head_receipt(row.head, &row) : record_receipt(row);
                return true;
            });
    }
};

} // namespace

Result<std::optional<std::string>> read_side_file(const std::filesystem::path& folder) {
    const auto file = last_head_in(folder);
    KOLTAMGA_TRY(const bool there, is_there(file));
    if (!there) {
        return std::optional<std::string>();
    }
    const auto content = read_file(file, side_file_limit);
    std::error_code error;
    if (content.failed_with(Code::file_unreadable) &&
        std::filesystem::is_regular_file(std::filesystem::symlink_status(file, error))) {
        return content.failure();
    }
    return std::optional(content ? text_of(*content) : std::string());
}

Result<Claims> collect_claims(Connection& connection, const std::optional<std::string>& side_file,
                              const Anchors& anchors, const Found& found) {
    KOLTAMGA_TRY(const auto station, station_of(connection));
    KOLTAMGA_TRY(const auto keys, HeadReader::with(anchors.journal_keys));
    KOLTAMGA_TRY(const auto reader, ReceiptReader::with(anchors.centre_certificates));
    Collector collector{connection, station, found};
    KOLTAMGA_CHECK(collector.heads(keys));
    collector.side_file(side_file, keys);
    KOLTAMGA_CHECK(collector.receipts(reader));
    for (const auto& der : anchors.receipts) {
        collector.head_receipt(if_good(reader.head(der)), nullptr);
    }
    std::ranges::stable_sort(collector.claims, {}, &Claim::sequence);
    return std::move(collector.claims);
}

} // namespace koltamga::db

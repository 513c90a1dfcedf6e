#include "db/claims.h"

#include "db/entry_writer.h"
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

struct Collector {
    Connection& connection;
    const StationId station;
    const Found& found;
    Claims claims{};

    Done heads(const HeadReader& reader) {
        KOLTAMGA_TRY(auto rows,
                     connection.query("SELECT sequence, text, signature FROM signed_head"));
        while (true) {
            KOLTAMGA_TRY(const bool row, rows.next());
            if (!row) {
                return {};
            }
            const auto head = parse_head(rows.text(1));
            if (!head || head->station != station || head->sequence != rows.number(0)) {
                found(rows.number(0), "signed-head-malformed");
            } else if (!reader.holds(rows.text(1), rows.blob(2))) {
                found(head->sequence, "signed-head-signature");
            } else {
                claims.push_back({head->sequence, head->hash, {}, "signed-head-mismatch"});
            }
        }
    }

    Done side_file(const std::filesystem::path& folder, const HeadReader& reader) {
        const auto file = last_head_in(folder);
        if (!std::filesystem::exists(std::filesystem::symlink_status(file))) {
            if (!claims.empty()) {
                found(0, "last-head-missing");
            }
            return {};
        }
        const auto content = read_file(file, side_file_limit);
        const auto text = content ? text_of(*content) : std::string();
        const auto head = parse_signed_head(text);
        if (!head || head->head.station != station) {
            found(0, "last-head-malformed");
        } else if (!reader.holds(compose(head->head), head->signature)) {
            found(head->head.sequence, "last-head-signature");
        } else {
            claims.push_back({head->head.sequence, head->head.hash, {}, "last-head-mismatch"});
        }
        return {};
    }

    void head_receipt(const ReceiptReader& reader, BytesView der, const Statement* row) {
        const auto receipt = reader.head(der);
        const auto sequence = row != nullptr ? row->number(2) : 0;
        if (!receipt || receipt->station != station ||
            (row != nullptr && (receipt->sequence != sequence || row->text(1) != "station" ||
                                row->text(3) != to_text(receipt->time)))) {
            found(sequence, "head-receipt-refused");
            return;
        }
        claims.push_back(
            {receipt->sequence, receipt->hash, {}, "head-receipt-mismatch", true, true});
    }

    void record_receipt(const ReceiptReader& reader, const Statement& row) {
        const auto receipt = reader.record(row.blob(4));
        if (!receipt || receipt->station != station || receipt->sequence != row.number(2) ||
            receipt->application.text() != row.text(1) || row.text(3) != to_text(receipt->time)) {
            found(row.number(2), "record-receipt-refused");
            return;
        }
        claims.push_back({receipt->sequence, receipt->hash, row.string(1),
                          "record-receipt-mismatch", true, false});
    }

    Done receipts(const ReceiptReader& reader) {
        KOLTAMGA_TRY(auto rows,
                     connection.query("SELECT kind, subject, sequence, time, der FROM receipt"));
        while (true) {
            KOLTAMGA_TRY(const bool row, rows.next());
            if (!row) {
                return {};
            }
            if (rows.text(0) == "head") {
                head_receipt(reader, rows.blob(4), &rows);
            } else {
                record_receipt(reader, rows);
            }
        }
    }
};

} // namespace

Result<Claims> collect_claims(Connection& connection, const std::filesystem::path& folder,
                              const Anchors& anchors, const Found& found) {
    KOLTAMGA_TRY(const auto station, station_of(connection));
    KOLTAMGA_TRY(const auto keys, HeadReader::with(anchors.journal_keys));
    KOLTAMGA_TRY(const auto reader, ReceiptReader::with(anchors.centre_certificates));
    Collector collector{connection, station, found};
    KOLTAMGA_CHECK(collector.heads(keys));
    KOLTAMGA_CHECK(collector.side_file(folder, keys));
    KOLTAMGA_CHECK(collector.receipts(reader));
    for (const auto& der : anchors.receipts) {
        collector.head_receipt(reader, der, nullptr);
    }
    std::ranges::stable_sort(collector.claims, {}, &Claim::sequence);
    return std::move(collector.claims);
}

} // namespace koltamga::db

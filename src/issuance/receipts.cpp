#include "issuance/receipts.h"

#include <algorithm>
#include <charconv>

namespace koltamga::issuance {
namespace {

constexpr std::string_view head_title = "koltamga-head-receipt-1";
constexpr std::string_view record_title = "koltamga-record-receipt-1";
constexpr std::string_view vault_title = "koltamga-vault-receipt-1";
constexpr std::string_view lost_title = "koltamga-lost-1";
constexpr std::string_view good_status = "opened verified committed";

Failure malformed(std::string_view title, std::string_view where) {
    return fail(Code::sync_receipt_malformed, std::string(title) + " " + std::string(where));
}

std::string line(std::string_view label, std::string_view value) {
    return std::string(label) + " " + std::string(value) + "\n";
}

// Reads lines `label value` in their prescribed order. The first that is wrong is remembered, and
// every later question answers with nothing.
class Lines {
  public:
    Lines(std::string_view text, std::string_view title) : rest_(text), title_(title) {
        if (text.size() > longest_receipt || next() != title) {
            wrong_ = "title";
        }
    }

    bool has(std::string_view label) const {
        return wrong_.empty() && rest_.starts_with(std::string(label) + " ");
    }

    std::string_view value(std::string_view label) {
        if (!has(label)) {
            return refuse(label);
        }
        const auto whole = next(); // empty when the line does not end
        return whole.empty() ? whole : whole.substr(label.size() + 1);
    }

    template <class T>
    std::optional<T> read(std::string_view label, std::optional<T> (*from)(std::string_view)) {
        auto found = from(value(label));
        if (!found) {
            refuse(label);
        }
        return found;
    }

    bool sound() {
        if (!rest_.empty()) {
            refuse("end");
        }
        return wrong_.empty();
    }
    Failure failure() const { return malformed(title_, wrong_); }

  private:
    std::string_view next() {
        const auto end = rest_.find('\n');
        if (end == std::string_view::npos) {
            return refuse("line-end");
        }
        const auto found = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return found;
    }
    std::string_view refuse(std::string_view where) {
        if (wrong_.empty()) {
            wrong_ = where;
        }
        return {};
    }

    std::string_view rest_;
    std::string_view title_;
    std::string_view wrong_;
};

// Only the one spelling that composing writes.
template <class T>
std::optional<T> number_from(std::string_view text) {
    T number = 0;
    const auto* end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && at == end && std::to_string(number) == text
               ? std::optional(number)
               : std::nullopt;
}

template <class Name>
std::optional<Name> id_from(std::string_view text) {
    auto id = Name::parse(text);
    return id && id->text() == text ? id : std::nullopt;
}

// All blob lines; a list that is not sorted, or names one twice, is refused.
std::optional<std::vector<Digest>> blobs_from(Lines& lines) {
    std::vector<Digest> blobs;
    while (lines.has("blob")) {
        const auto blob = lines.read<Digest>("blob", &digest_from);
        if (!blob || (!blobs.empty() && blobs.back() >= *blob)) {
            lines.read<Digest>("blob-order", &digest_from);
            return std::nullopt;
        }
        blobs.push_back(*blob);
    }
    return blobs;
}

// The next word up to a blank; the last takes the rest.
std::string_view word_of(std::string_view& rest) {
    const auto blank = rest.find(' ');
    const auto word = rest.substr(0, blank);
    rest.remove_prefix(blank == std::string_view::npos ? rest.size() : blank + 1);
    return word;
}

std::optional<LostEntry> lost_entry_from(std::string_view rest) {
    const auto sequence = number_from<std::uint64_t>(word_of(rest));
    const auto kind = word_of(rest);
    const auto subject = word_of(rest);
    const auto application = subject == "station" ? std::nullopt : id_from<ApplicationId>(subject);
    const auto hash = digest_from(rest);
    if (!sequence || kind.empty() || !hash || (!application && subject != "station")) {
        return std::nullopt;
    }
    return LostEntry{*sequence, std::string(kind), application, *hash};
}

std::optional<std::vector<LostEntry>> lost_entries_from(Lines& lines, std::uint64_t after) {
    std::vector<LostEntry> entries;
    while (lines.has("entry")) {
        auto entry = lines.read<LostEntry>("entry", &lost_entry_from);
        if (!entry || entry->sequence <= after) {
            lines.read<Digest>("entry-order", &digest_from);
            return std::nullopt;
        }
        after = entry->sequence;
        entries.push_back(std::move(*entry));
    }
    return entries;
}

} // namespace

std::string compose(const HeadReceipt& receipt) {
    return std::string(head_title) + "\n" + line("station", receipt.station.text()) +
           line("epoch", std::to_string(receipt.epoch)) +
           line("sequence", std::to_string(receipt.sequence)) + line("hash", hex(receipt.hash)) +
           line("time", to_text(receipt.time));
}

std::string compose(const RecordReceipt& receipt) {
    std::string text = std::string(record_title) + "\n" + line("station", receipt.station.text()) +
                       line("application", receipt.application.text()) +
                       line("sequence", std::to_string(receipt.sequence)) +
                       line("hash", hex(receipt.hash)) + line("status", good_status);
    for (const auto& blob : receipt.blobs) {
        text += line("blob", hex(blob));
    }
    return text + line("time", to_text(receipt.time));
}

std::string compose(const VaultReceipt& receipt) {
    return std::string(vault_title) + "\n" + line("application", receipt.application.text()) +
           line("public-key", hex(receipt.public_key)) + line("package", hex(receipt.package)) +
           line("time", to_text(receipt.time));
}

std::string compose(const LostPage& page) {
    std::string text = std::string(lost_title) + "\n" + line("station", page.station.text()) +
                       line("epoch", std::to_string(page.epoch)) +
                       line("after", std::to_string(page.after));
    for (const auto& entry : page.entries) {
        text += line("entry", std::to_string(entry.sequence) + " " + entry.kind + " " +
                                  (entry.application ? entry.application->text() : "station") +
                                  " " + hex(entry.hash));
    }
    return text + line("time", to_text(page.time));
}

Result<LostPage> parse_lost_page(std::string_view text) {
    Lines lines(text, lost_title);
    const auto station = lines.read<StationId>("station", &id_from<StationId>);
    const auto epoch = lines.read<std::uint32_t>("epoch", &number_from<std::uint32_t>);
    const auto after = lines.read<std::uint64_t>("after", &number_from<std::uint64_t>);
    auto entries = lost_entries_from(lines, after.value_or(0));
    const auto time = lines.read<Instant>("time", &instant_from);
    if (!lines.sound()) {
        return lines.failure();
    }
    return LostPage{*station, *epoch, *after, std::move(*entries), *time};
}

Result<HeadReceipt> parse_head_receipt(std::string_view text) {
    Lines lines(text, head_title);
    const auto station = lines.read<StationId>("station", &id_from<StationId>);
    const auto epoch = lines.read<std::uint32_t>("epoch", &number_from<std::uint32_t>);
    const auto sequence = lines.read<std::uint64_t>("sequence", &number_from<std::uint64_t>);
    const auto hash = lines.read<Digest>("hash", &digest_from);
    const auto time = lines.read<Instant>("time", &instant_from);
    if (!lines.sound()) {
        return lines.failure();
    }
    return HeadReceipt{*station, *epoch, *sequence, *hash, *time};
}

Result<RecordReceipt> parse_record_receipt(std::string_view text) {
    Lines lines(text, record_title);
    const auto station = lines.read<StationId>("station", &id_from<StationId>);
    const auto application = lines.read<ApplicationId>("application", &id_from<ApplicationId>);
    const auto sequence = lines.read<std::uint64_t>("sequence", &number_from<std::uint64_t>);
    const auto hash = lines.read<Digest>("hash", &digest_from);
    const auto status = lines.value("status") == good_status;
    auto blobs = blobs_from(lines);
    const auto time = lines.read<Instant>("time", &instant_from);
    if (!lines.sound()) {
        return lines.failure();
    }
    if (!status) {
        return malformed(record_title, "status");
    }
    return RecordReceipt{*station, *application, *sequence, *hash, std::move(*blobs), *time};
}

Result<VaultReceipt> parse_vault_receipt(std::string_view text) {
    Lines lines(text, vault_title);
    const auto application = lines.read<ApplicationId>("application", &id_from<ApplicationId>);
    const auto public_key = lines.read<Digest>("public-key", &digest_from);
    const auto package = lines.read<Digest>("package", &digest_from);
    const auto time = lines.read<Instant>("time", &instant_from);
    if (!lines.sound()) {
        return lines.failure();
    }
    return VaultReceipt{*application, *public_key, *package, *time};
}

} // namespace koltamga::issuance

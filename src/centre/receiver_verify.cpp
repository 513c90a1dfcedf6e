// `koltamga-centre verify`: everything the receiver holds, from the first octet.
#include "centre/receiver.h"

#include "centre/record_reader.h"

#include <map>
#include <set>

namespace koltamga::centre {
namespace {

// Looks through one station's entries in order; each finding is one line.
class StationCheck {
  public:
    StationCheck(db::CentreStore& store, const ReceiverKeys& keys, const Station& station,
                 Receiver::Verified& verified)
        : store_(store), reader_(store, keys.encryption), signers_(keys.receipts_before),
          station_(station), verified_(verified) {
        signers_.push_back(keys.receipts.certificate);
    }

    Done run() {
        KOLTAMGA_TRY(const auto head, store_.head_of(station_.station));
        db::Digest previous{};
        for (std::uint64_t sequence = 1; sequence <= head.sequence; ++sequence) {
            KOLTAMGA_TRY(const auto entry, store_.entry(station_.station, sequence));
            if (!entry) {
                broken(sequence, "entry-missing");
                continue;
            }
            ++verified_.entries;
            check_header(*entry, previous);
            previous = db::entry_hash(entry->header);
            KOLTAMGA_CHECK(check_body(*entry));
            KOLTAMGA_CHECK(check_receipts(*entry));
            check_signed_head(*entry);
        }
        return {};
    }

  private:
    void broken(std::uint64_t sequence, std::string_view what) {
        verified_.broken.push_back(station_.station.text() + " " + std::to_string(sequence) + " " +
                                   std::string(what));
    }

    void check_header(const db::CentreEntry& entry, const db::Digest& previous) {
        const auto header = db::parse_entry_header(entry.header);
        if (!header || header->station != station_.station || header->sequence != entry.sequence) {
            broken(entry.sequence, "header-malformed");
            return;
        }
        if (db::entry_hash(entry.header) != entry.hash) {
            broken(entry.sequence, "hash-column-mismatch");
        }
        if (header->previous != previous) {
            broken(entry.sequence, "previous-hash-mismatch");
        }
    }

    Done check_body(const db::CentreEntry& entry) {
        KOLTAMGA_TRY(const auto sealed, store_.body(station_.station, entry.sequence));
        if (!sealed) {
            return check_promise(entry);
        }
        ++verified_.bodies;
        if (entry.body_hash != crypto::sha256(*sealed)) {
            broken(entry.sequence, "body-hash-mismatch");
            return {};
        }
        const auto* key = key_of(entry.subject);
        if (key == nullptr || !reader_.open_body(entry, *sealed, *key)) {
            broken(entry.sequence, "body-not-opened");
        }
        return {};
    }

    // A body that is not here was not sent yet, unless a receipt has promised it.
    Done check_promise(const db::CentreEntry& entry) {
        if (!entry.body_hash || !entry.subject) {
            return {};
        }
        KOLTAMGA_TRY(const auto promised,
                     store_.receipted_through(station_.station, *entry.subject));
        if (entry.sequence <= promised) {
            broken(entry.sequence, "body-missing");
        }
        return {};
    }

    // Opened once for each subject; nothing: its wrap is missing or not for us.
    const SecretBytes* key_of(const db::Subject& subject) {
        const auto [at, fresh] = keys_.try_emplace(subject);
        if (fresh) {
            if (auto key = reader_.subject_key(station_.station, subject)) {
                at->second = std::move(key).value();
            }
        }
        return at->second.empty() ? nullptr : &at->second;
    }

    Done check_receipts(const db::CentreEntry& entry) {
        KOLTAMGA_TRY(const auto head, store_.head_receipt(station_.station, entry.sequence));
        if (head) {
            const auto receipt = issuance::parse_head_receipt(own_text(*head));
            note_receipt(entry, receipt && receipt->hash == entry.hash);
        }
        if (!entry.subject) {
            return {};
        }
        KOLTAMGA_TRY(const auto record,
                     store_.record_receipt(station_.station, *entry.subject, entry.sequence));
        if (!record) {
            return {};
        }
        const auto receipt = issuance::parse_record_receipt(own_text(*record));
        note_receipt(entry, receipt && receipt->hash == entry.hash);
        return receipt ? check_blobs(entry, receipt->blobs) : Done();
    }

    // The tables may agree with each other all over: only the station could sign this.
    void check_signed_head(const db::CentreEntry& entry) {
        const auto signed_head = store_.signed_head(station_.station, entry.sequence);
        if (!signed_head) {
            broken(entry.sequence, "signed-head");
        } else if (const auto& held = *signed_head;
                   held && !signed_by_station(compose(held->head), held->signature)) {
            broken(entry.sequence, "signed-head-signature");
        }
    }

    bool signed_by_station(const std::string& text, BytesView signature) const {
        const auto journal = crypto::Certificate::parse(station_.journal_certificate);
        return journal && journal->public_key().verify(bytes_of(text), signature);
    }

    void note_receipt(const db::CentreEntry& entry, bool right) {
        ++verified_.receipts;
        if (!right) {
            broken(entry.sequence, "receipt-wrong");
        }
    }

    // What a receipt promised must be here, octet for octet.
    Done check_blobs(const db::CentreEntry& entry, const std::vector<db::Digest>& blobs) {
        for (const auto& name : blobs) {
            ++verified_.blobs;
            const auto content = store_.blob(name);
            if (!content || crypto::sha256(*content) != name) {
                broken(entry.sequence, "blob-missing-or-changed");
            }
        }
        return {};
    }

    // The text of a receipt of ours; empty, which no receipt is, when it is not ours.
    std::string own_text(BytesView der) const {
        const auto opened = crypto::verify_cms(der, signers_);
        return opened ? text_of(opened->content) : std::string();
    }

    db::CentreStore& store_;
    RecordReader reader_;
    std::vector<crypto::Certificate> signers_; // of receipts of ours, once or now
    const Station& station_;
    Receiver::Verified& verified_;
    std::map<db::Subject, SecretBytes> keys_;
};

// Station and sequence: "7K3M-… 42".
std::string_view place_of(std::string_view finding) {
    return finding.substr(0, finding.find(' ', finding.find(' ') + 1));
}

// What the tables say against each other, also where no entry is left to say it: heads and receipts
// beyond the end, what a restored station lost. Of a place that is named already once is enough.
void add_findings(const db::CentreStore::Check& check, std::vector<std::string>& broken) {
    std::set<std::string, std::less<>> named;
    for (const auto& one : broken) {
        named.emplace(place_of(one));
    }
    for (const auto& one : check.broken) {
        if (!named.contains(place_of(one))) {
            broken.push_back(one);
        }
    }
}

} // namespace

Result<Receiver::Verified> Receiver::verify() {
    const std::lock_guard lock(mutex_);
    Verified verified;
    KOLTAMGA_TRY(const auto stations, store_.stations());
    for (const auto& station : stations) {
        ++verified.stations;
        KOLTAMGA_CHECK(StationCheck(store_, keys_, station, verified).run());
    }
    KOLTAMGA_TRY(const auto check, store_.verify());
    add_findings(check, verified.broken);
    return verified;
}

} // namespace koltamga::centre

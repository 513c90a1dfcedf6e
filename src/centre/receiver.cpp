#include "centre/receiver.h"

#include "centre/failures.h"
#include "centre/record_reader.h"
#include "crypto/hash.h"
#include "db/transaction.h"

#include <algorithm>

namespace koltamga::centre {
namespace {

Held held_of(const db::Head& head) {
    return {head.epoch, head.sequence, head.hash};
}

template <class T>
Result<T> in_our_words(Result<T> result) {
    return result ? std::move(result) : translated(result.failure());
}

Done in_our_words(Done done) {
    return done ? Done() : Done(translated(done.failure()));
}

// The text inside a receipt of our own; nothing: it is not ours, or broken.
std::optional<std::string> own_text(BytesView der, const Identity& identity) {
    const auto opened = crypto::verify_cms(der, std::span(&identity.certificate, 1));
    return opened ? std::optional(text_of(opened->content)) : std::nullopt;
}

} // namespace

Result<std::unique_ptr<Receiver>> Receiver::open(const std::filesystem::path& folder,
                                                 ReceiverKeys keys, const Clock& clock) {
    KOLTAMGA_TRY(auto store, db::CentreStore::open(folder));
    return std::unique_ptr<Receiver>(new Receiver(std::move(store), std::move(keys), clock));
}

Result<std::optional<Station>> Receiver::station_with(BytesView tls_certificate) {
    const std::lock_guard lock(mutex_);
    KOLTAMGA_TRY(auto stations, store_.stations());
    for (auto& station : stations) {
        if (std::ranges::equal(station.tls_certificate, tls_certificate)) {
            return std::optional(std::move(station));
        }
    }
    return std::optional<Station>();
}

Result<std::optional<Station>> Receiver::station(const StationId& id) {
    const std::lock_guard lock(mutex_);
    return store_.station(id);
}

Done Receiver::use_code(std::string_view code, const StationId& station) {
    const std::lock_guard lock(mutex_);
    return in_our_words(store_.use_code(crypto::sha256(bytes_of(code)), station, clock_.now()));
}

Done Receiver::add_code(std::string_view code, bool reusable, Instant expires) {
    const std::lock_guard lock(mutex_);
    return store_.add_code(crypto::sha256(bytes_of(code)), reusable, expires);
}

Done Receiver::add_station(const Station& station) {
    const std::lock_guard lock(mutex_);
    return store_.add_station(station);
}

Result<Held> Receiver::held(const Station& station) {
    const std::lock_guard lock(mutex_);
    KOLTAMGA_TRY(const auto head, store_.head_of(station.station));
    return held_of(head);
}

Result<Held> Receiver::take_headers(const Station& station, std::span<const std::string> headers) {
    const std::lock_guard lock(mutex_);
    KOLTAMGA_TRY(const auto head, in_our_words(store_.accept_headers(station.station, headers)));
    return held_of(head);
}

Done Receiver::take_bodies(const Station& station, std::span<const SealedWrap> wraps,
                           std::span<const SealedBody> bodies) {
    const std::lock_guard lock(mutex_);
    KOLTAMGA_TRY(auto transaction, db::Transaction::begin(store_.connection()));
    for (const auto& wrap : wraps) {
        KOLTAMGA_CHECK(in_our_words(store_.keep_wrap(station.station, wrap.subject, wrap.octets)));
    }
    for (const auto& body : bodies) {
        KOLTAMGA_CHECK(in_our_words(store_.keep_body(station.station, body.sequence, body.octets)));
    }
    return transaction.commit();
}

Done Receiver::take_blob(const Station& station, const db::Digest& name, BytesView content) {
    const std::lock_guard lock(mutex_);
    return in_our_words(store_.keep_blob(station.station, name, content));
}

Result<Settlement> Receiver::settle(const Station& station, const issuance::SignedHead& head,
                                    std::span<const RecordQuestion> questions) {
    const std::lock_guard lock(mutex_);
    KOLTAMGA_TRY(const auto parsed, in_our_words(db::parse_head(head.text)));
    if (parsed.station != station.station) {
        return refused("head-of-another-station");
    }
    KOLTAMGA_TRY(const auto journal, crypto::Certificate::parse(station.journal_certificate));
    if (!journal.public_key().verify(bytes_of(head.text), head.signature)) {
        return refused("head-signature");
    }
    KOLTAMGA_TRY(const auto ours, store_.entry(station.station, parsed.sequence));
    if (!ours) {
        return gap("head-not-held " + std::to_string(parsed.sequence));
    }
    if (ours->hash != parsed.hash) {
        return fork_found("head " + std::to_string(parsed.sequence));
    }
    KOLTAMGA_TRY(auto transaction, db::Transaction::begin(store_.connection()));
    KOLTAMGA_CHECK(in_our_words(store_.keep_signed_head({parsed, head.signature})));
    Settlement settlement;
    KOLTAMGA_TRY(settlement.head_receipt, head_receipt(parsed));
    for (const auto& question : questions) {
        KOLTAMGA_TRY(auto answer, record(station, question, parsed.sequence));
        settlement.records.push_back(std::move(answer));
    }
    RecordReader reader(store_, keys_.encryption);
    KOLTAMGA_TRY(settlement.station,
                 reader.missing(station.station, std::nullopt, parsed.sequence));
    KOLTAMGA_CHECK(transaction.commit());
    return settlement;
}

// The same question gets the same receipt, octet for octet.
Result<Bytes> Receiver::head_receipt(const db::Head& head) {
    KOLTAMGA_TRY(auto given, store_.head_receipt(head.station, head.sequence));
    if (const auto text = given ? own_text(*given, keys_.receipts) : std::nullopt) {
        const auto receipt = issuance::parse_head_receipt(*text);
        if (receipt && receipt->hash == head.hash && receipt->epoch == head.epoch) {
            return std::move(*given);
        }
    }
    const issuance::HeadReceipt receipt{head.station, head.epoch, head.sequence, head.hash,
                                        clock_.now()};
    auto der = sign(issuance::compose(receipt));
    KOLTAMGA_CHECK(store_.keep_head_receipt(receipt, der));
    return der;
}

Result<RecordAnswer> Receiver::record(const Station& station, const RecordQuestion& question,
                                      std::uint64_t through) {
    RecordAnswer answer{question.application, {}, {}, {}};
    RecordReader reader(store_, keys_.encryption);
    KOLTAMGA_TRY(const auto state,
                 reader.read(station.station, question.application, question.blobs, through));
    if (const auto* missing = std::get_if<Missing>(&state)) {
        answer.missing = *missing;
        return answer;
    }
    if (const auto* no = std::get_if<RecordRefused>(&state)) {
        answer.refused = no->why;
        return answer;
    }
    const auto& verified = std::get<RecordVerified>(state);
    KOLTAMGA_TRY(answer.receipt, record_receipt(station, question.application, verified));
    return answer;
}

Result<Bytes> Receiver::record_receipt(const Station& station, const ApplicationId& application,
                                       const RecordVerified& verified) {
    KOLTAMGA_TRY(auto given,
                 store_.record_receipt(station.station, application, verified.sequence));
    if (const auto text = given ? own_text(*given, keys_.receipts) : std::nullopt) {
        const auto receipt = issuance::parse_record_receipt(*text);
        if (receipt && receipt->hash == verified.hash && receipt->blobs == verified.blobs) {
            return std::move(*given);
        }
    }
    const issuance::RecordReceipt receipt{station.station, application,    verified.sequence,
                                          verified.hash,   verified.blobs, clock_.now()};
    auto der = sign(issuance::compose(receipt));
    KOLTAMGA_CHECK(store_.keep_record_receipt(receipt, der));
    return der;
}

Bytes Receiver::sign(std::string_view text) {
    return crypto::sign_cms(bytes_of(text), keys_.receipts.key, keys_.receipts.certificate,
                            clock_.now());
}

Result<Bytes> Receiver::lost(const Station& station, std::uint32_t epoch, std::uint64_t after) {
    const std::lock_guard lock(mutex_);
    KOLTAMGA_TRY(auto entries,
                 store_.lost_entries(station.station, epoch, after, issuance::most_lost_entries));
    return sign(issuance::compose(
        issuance::LostPage{station.station, epoch, after, std::move(entries), clock_.now()}));
}

Bytes Receiver::time(const Station& station, BytesView nonce) {
    const std::lock_guard lock(mutex_);
    return sign("koltamga-time-1\nstation " + station.station.text() + "\nnonce " + hex(nonce) +
                "\ntime " + to_text(clock_.now()) + "\n");
}

} // namespace koltamga::centre

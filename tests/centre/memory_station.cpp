#include "tests/centre/memory_station.h"

#include "crypto/certificate_builder.h"
#include "crypto/random.h"

#include <algorithm>
#include <set>

namespace koltamga::test {
namespace {

using namespace std::chrono_literals;

Instant now() {
    return std::chrono::floor<std::chrono::seconds>(SystemClock().now());
}

crypto::Certificate certificate(const char* name, const crypto::KeyPair& key,
                                crypto::KeyUsage usage) {
    crypto::CertificateTemplate content;
    content.subject = {{"CN", name}};
    content.not_before = now() - 1h;
    content.not_after = now() + 24h;
    content.key_usage = {usage};
    return crypto::make_self_signed(content, key).value();
}

Failure gone() {
    return Failure{Code::file_unreadable, "test"};
}

} // namespace

centre::ReceiverKeys receiver_keys() {
    auto receipts = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    auto encryption = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    auto signing = certificate("Receipts", receipts, crypto::KeyUsage::digital_signature);
    auto opening = certificate("Centre", encryption, crypto::KeyUsage::key_agreement);
    return {{std::move(signing), std::move(receipts)}, {std::move(opening), std::move(encryption)}};
}

MemoryStation::MemoryStation(crypto::Certificate centre_encryption)
    : id_(crypto::new_id<StationTag>()),
      journal_key_(crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256)),
      journal_certificate_(
          certificate("Journal", journal_key_, crypto::KeyUsage::digital_signature)),
      centre_encryption_(std::move(centre_encryption)) {
    append(issuance::Kind::station_enrolled, std::nullopt, "{}");
}

std::uint64_t MemoryStation::append(issuance::Kind kind, const db::Subject& subject,
                                    const std::string& body) {
    if (!keys_.contains(subject)) {
        auto key = crypto::random_secret(crypto::seal_key_octets);
        wraps_.emplace(subject, crypto::envelope(key.view(), centre_encryption_).value());
        keys_.emplace(subject, std::move(key));
    }
    const auto sequence = entries_.size() + 1;
    db::EntryHeader header{id_,
                           epoch_,
                           sequence,
                           entries_.empty() ? db::Digest{} : hash_of(sequence - 1),
                           std::string(issuance::name_of(kind)),
                           static_cast<std::uint32_t>(issuance::version_of(kind)),
                           subject,
                           "clerk",
                           now() + std::chrono::milliseconds(sequence),
                           TimeSource::system,
                           std::nullopt};
    auto sealed = crypto::seal(keys_.at(subject).view(), bytes_of(body),
                               bytes_of(db::associated_data(header)));
    header.body = crypto::sha256(sealed);
    entries_.push_back({sequence, db::compose(header), std::move(sealed), subject});
    return sequence;
}

ApplicationId MemoryStation::add_cancelled() {
    auto id = crypto::new_id<ApplicationTag>();
    append(issuance::Kind::identity_recorded, id, issuance::write(issuance::IdentityRecorded{}));
    append(issuance::Kind::application_cancelled, id,
           issuance::write(issuance::Remark{"test", {}, {}}));
    return id;
}

ApplicationId MemoryStation::add_with_portrait(const Bytes& jpeg) {
    auto id = crypto::new_id<ApplicationTag>();
    append(issuance::Kind::identity_recorded, id, issuance::write(issuance::IdentityRecorded{}));
    issuance::EligibilityDecided decided;
    decided.verdict.kind = domain::VerdictKind::eligible;
    append(issuance::Kind::eligibility_decided, id, issuance::write(decided));
    append(issuance::Kind::contact_recorded, id, issuance::write(issuance::ContactRecorded{}));
    issuance::ConsentRecorded consent;
    consent.consents.personal_data = domain::Consent::given;
    append(issuance::Kind::consent_recorded, id, issuance::write(consent));
    issuance::PortraitRecorded portrait;
    portrait.blob = put_blob(id, jpeg);
    portrait.sha256 = crypto::sha256(jpeg);
    append(issuance::Kind::portrait_recorded, id, issuance::write(portrait));
    return id;
}

std::string MemoryStation::put_blob(const ApplicationId& application, const Bytes& content) {
    const auto context = "koltamga-blob-1\n" + application.text() + "\nportrait";
    auto sealed = crypto::seal(keys_.at(application).view(), content, bytes_of(context));
    auto name = hex(crypto::sha256(sealed));
    blobs_.emplace(name, std::move(sealed));
    blobs_of_[application].push_back(name);
    return name;
}

void MemoryStation::restore_to(std::uint64_t sequence) {
    entries_.resize(sequence);
    std::erase_if(receipts_, [&](const auto& one) { return one.second.first > sequence; });
    acknowledged_ = std::min(acknowledged_, sequence);
    ++epoch_;
    append(issuance::Kind::epoch_opened, std::nullopt, "{}");
    append(issuance::Kind::backup_restored, std::nullopt, "{}");
}

Result<std::vector<std::uint32_t>> MemoryStation::losses_to_ask_for() {
    std::vector<std::uint32_t> epochs;
    for (std::uint32_t epoch = 2; epoch <= epoch_; ++epoch) {
        if (std::ranges::find(losses_, epoch, &issuance::Loss::epoch) == losses_.end()) {
            epochs.push_back(epoch);
        }
    }
    return epochs;
}

Done MemoryStation::keep_loss(const issuance::Loss& loss) {
    losses_.push_back(loss);
    return {};
}

centre::Station MemoryStation::as_station(const Bytes& tls_certificate) const {
    return {id_, "", tls_certificate, {}, journal_certificate_.der(), now()};
}

db::Digest MemoryStation::hash_of(std::uint64_t sequence) const {
    return db::entry_hash(entries_.at(sequence - 1).header);
}

issuance::SignedHead MemoryStation::head_at(std::uint64_t sequence) const {
    const auto epoch = db::parse_entry_header(entries_.at(sequence - 1).header)->epoch;
    auto text = db::compose(db::Head{id_, epoch, sequence, hash_of(sequence), now()});
    auto signature = journal_key_.sign(bytes_of(text));
    return {std::move(text), std::move(signature)};
}

std::vector<std::string> MemoryStation::headers() const {
    return headers_after(0);
}

std::vector<std::string> MemoryStation::headers_after(std::uint64_t sequence) const {
    std::vector<std::string> texts;
    for (auto i = sequence; i < entries_.size(); ++i) {
        texts.push_back(entries_[i].header);
    }
    return texts;
}

std::vector<centre::SealedBody> MemoryStation::bodies() const {
    std::vector<centre::SealedBody> all;
    for (const auto& entry : entries_) {
        all.push_back({entry.sequence, entry.body});
    }
    return all;
}

std::vector<centre::SealedWrap> MemoryStation::wraps() const {
    std::vector<centre::SealedWrap> all;
    for (const auto& [subject, wrap] : wraps_) {
        all.push_back({subject, wrap});
    }
    return all;
}

Result<std::vector<issuance::StoredEntry>> MemoryStation::entries_after(std::uint64_t sequence,
                                                                        std::size_t limit) {
    std::vector<issuance::StoredEntry> found;
    for (auto i = sequence; i < entries_.size() && found.size() < limit; ++i) {
        found.push_back(entries_[i]);
    }
    return found;
}

Result<std::optional<issuance::StoredEntry>> MemoryStation::entry(std::uint64_t sequence) {
    return sequence >= 1 && sequence <= entries_.size() ? std::optional(entries_[sequence - 1])
                                                        : std::nullopt;
}

Result<Bytes> MemoryStation::centre_wrap(const std::optional<ApplicationId>& subject) {
    const auto found = wraps_.find(subject);
    return found == wraps_.end() ? Result<Bytes>(gone()) : found->second;
}

Result<std::vector<std::string>> MemoryStation::blobs_of(const ApplicationId& application) {
    return blobs_of_[application];
}

Result<Bytes> MemoryStation::sealed_blob(const std::string& name) {
    const auto found = blobs_.find(name);
    return found == blobs_.end() ? Result<Bytes>(gone()) : found->second;
}

Done MemoryStation::mark_sent(std::uint64_t through) {
    sent_ = through;
    return {};
}

Done MemoryStation::keep_head_receipt(std::uint64_t sequence, BytesView /*receipt*/) {
    acknowledged_ = sequence;
    return {};
}

Done MemoryStation::keep_record_receipt(const ApplicationId& application, std::uint64_t sequence,
                                        BytesView receipt) {
    receipts_[application] = {sequence, Bytes(receipt.begin(), receipt.end())};
    return {};
}

std::uint64_t MemoryStation::last_of(const ApplicationId& application) const {
    std::uint64_t last = 0;
    for (const auto& entry : entries_) {
        last = entry.application == application ? entry.sequence : last;
    }
    return last;
}

Result<std::vector<ApplicationId>> MemoryStation::without_receipt() {
    std::set<ApplicationId> all;
    for (const auto& entry : entries_) {
        if (entry.application) {
            all.insert(*entry.application);
        }
    }
    std::vector<ApplicationId> open;
    for (const auto& one : all) {
        const auto receipt = receipts_.find(one);
        if (receipt == receipts_.end() || receipt->second.first < last_of(one)) {
            open.push_back(one);
        }
    }
    return open;
}

Result<std::optional<Bytes>> MemoryStation::record_receipt(const ApplicationId& application) {
    const auto found = receipts_.find(application);
    return found == receipts_.end() ? std::nullopt : std::optional(found->second.second);
}

} // namespace koltamga::test

// A station whose journal lives in memory: everything sealed, wrapped, chained and signed as a real
// one's, and ready to be spoiled in one thing.
#pragma once

#include "centre/receiver.h"
#include "crypto/seal.h"
#include "db/entry_header.h"
#include "issuance/bodies.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace koltamga::test {

class MemoryStation final : public issuance::Outbox {
  public:
    explicit MemoryStation(crypto::Certificate centre_encryption);

    // Appends one entry; its sequence.
    std::uint64_t append(issuance::Kind kind, const db::Subject& subject, const std::string& body);
    // identity.recorded, application.cancelled
    ApplicationId add_cancelled();
    // Up to the portrait, whose picture is `jpeg`.
    ApplicationId add_with_portrait(const Bytes& jpeg);
    // As a restored backup: what came after is forgotten, and a new epoch begun.
    void restore_to(std::uint64_t sequence);

    // To be enrolled with the receiver.
    centre::Station as_station(const Bytes& tls_certificate) const;
    issuance::SignedHead head_at(std::uint64_t sequence) const;
    std::vector<std::string> headers() const;
    std::vector<std::string> headers_after(std::uint64_t sequence) const;
    std::vector<centre::SealedBody> bodies() const;
    std::vector<centre::SealedWrap> wraps() const;
    db::Digest hash_of(std::uint64_t sequence) const;
    const SecretBytes& key_of(const db::Subject& subject) const { return keys_.at(subject); }

    std::vector<issuance::StoredEntry>& entries() { return entries_; }
    std::map<std::string, Bytes>& sealed_blobs() { return blobs_; }
    std::map<db::Subject, Bytes>& sealed_wraps() { return wraps_; }

    StationId station() const override { return id_; }
    Result<std::vector<issuance::StoredEntry>> entries_after(std::uint64_t sequence,
                                                             std::size_t limit) override;
    Result<std::optional<issuance::StoredEntry>> entry(std::uint64_t sequence) override;
    Result<std::uint64_t> last_sequence() override { return entries_.size(); }
    Result<std::uint64_t> acknowledged() override { return acknowledged_; }
    Result<issuance::SignedHead> sign_head() override {
        return head_at(head_at_most.value_or(entries_.size()));
    }
    Result<Bytes> centre_wrap(const std::optional<ApplicationId>& subject) override;
    Result<std::vector<std::string>> blobs_of(const ApplicationId& application) override;
    Result<Bytes> sealed_blob(const std::string& name) override;
    Done mark_sent(std::uint64_t through) override;
    Done keep_head_receipt(std::uint64_t sequence, BytesView receipt) override;
    Done keep_record_receipt(const ApplicationId& application, std::uint64_t sequence,
                             BytesView receipt) override;
    Result<std::vector<ApplicationId>> without_receipt() override;
    Result<std::optional<Bytes>> record_receipt(const ApplicationId& application) override;

    Result<std::vector<std::uint32_t>> losses_to_ask_for() override;
    Done keep_loss(const issuance::Loss& loss) override;

    // The head is signed here, although more was appended since.
    std::optional<std::uint64_t> head_at_most;

    const std::vector<issuance::Loss>& losses() const { return losses_; }
    std::uint64_t sent() const { return sent_; }

  private:
    std::string put_blob(const ApplicationId& application, const Bytes& content);
    std::uint64_t last_of(const ApplicationId& application) const;

    StationId id_;
    crypto::KeyPair journal_key_;
    crypto::Certificate journal_certificate_;
    crypto::Certificate centre_encryption_;
    std::uint32_t epoch_ = 1;
    std::vector<issuance::StoredEntry> entries_;
    std::map<db::Subject, SecretBytes> keys_;
    std::map<db::Subject, Bytes> wraps_;
    std::map<std::string, Bytes> blobs_;
    std::map<ApplicationId, std::vector<std::string>> blobs_of_;
    std::map<ApplicationId, std::pair<std::uint64_t, Bytes>> receipts_;
    std::vector<issuance::Loss> losses_;
    std::uint64_t acknowledged_ = 0, sent_ = 0;
};

// Receipts and encryption, by certificates of their own.
centre::ReceiverKeys receiver_keys();

} // namespace koltamga::test

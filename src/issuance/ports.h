// The outside world as one application sees it. Each port has an adapter (db, custody, ca, state,
// sync, capture, printing) and a practice twin behind that adapter's protocol; src/app joins them.
//
// All calls may block and are made by the runner's thread, never by the GUI's. A failure is a
// value; "not there" is an empty optional or list, never a failure.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret_bytes.h"
#include "domain/subject_name.h"
#include "issuance/entry.h"

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

namespace koltamga::issuance {

using Digest = std::array<std::uint8_t, 32>;

// Of 64 lower-case hexadecimal digits; nothing for any other text.
std::optional<Digest> digest_from(std::string_view text);

// The one record of the work. Appending is atomic: all of the entries, their derived rows and,
// when one of them is an *asked*, the signed head, or nothing; durable when it returns.
class Journal {
  public:
    virtual ~Journal() = default;

    virtual Result<std::vector<Entry>> append(std::span<const EntryDraft> drafts,
                                              const Stamp& stamp) = 0;
    // In the order of their sequence; empty for an application nobody knows.
    virtual Result<std::vector<Entry>> entries_of(const ApplicationId& application) = 0;
    // Exact look-ups by keyed hash; newest first.
    virtual Result<std::vector<ApplicationId>> applications_of_person(std::string_view pin) = 0;
    virtual Result<std::vector<ApplicationId>> applications_with_key(const Digest& spki) = 0;
    // Every application there is, newest first.
    virtual Result<std::vector<ApplicationId>> applications() = 0;

    // The newest instant any entry holds: no clock may be trusted that stands before it.
    virtual Result<std::optional<Instant>> last_time() = 0;

    // Sealed files. `use` ("portrait", "key-package") is bound into the seal. Durable when it
    // returns; the entry that names the blob comes after.
    virtual Result<std::string> put_blob(const ApplicationId& application, std::string_view use,
                                         BytesView content) = 0;
    virtual Result<Bytes> blob(const ApplicationId& application, std::string_view use,
                               const std::string& name) = 0;
    // Overwrites and removes; fine when it is gone already.
    virtual Done destroy_blob(const ApplicationId& application, const std::string& name) = 0;
};

struct Box {
    int x = 0, y = 0, width = 0, height = 0; // pixels
};

struct Portrait {
    Bytes jpeg; // the normalised crop, what record and agreement hold
    int width = 0, height = 0;
    Box face; // within the source picture
    int source_width = 0, source_height = 0;
};

class PortraitReader {
  public:
    virtual ~PortraitReader() = default;
    virtual Result<Portrait> read(BytesView file) = 0;
};

enum class Custody { cloud, file };
enum class KeyType { rsa3072, ec_p256 };

struct KeyOrder {
    ApplicationId application;
    KeyType type = KeyType::rsa3072;
    Custody custody = Custody::cloud;
    domain::SubjectName subject;
};

struct MadeKey {
    Bytes public_key;          // SubjectPublicKeyInfo, DER
    Digest fingerprint{};      // SHA-256 of it
    Bytes certificate_request; // PKCS#10, DER
    std::string agreement;     // the canonical record that was signed
    Bytes agreement_signature;
    Bytes package; // cloud: for the vault alone; file: sealed PKCS#8. Nobody here can open it.
    // What opens the package of custody `file` at hand-over, and completes the PKCS#12; else empty.
    SecretBytes package_secret;
};

// Composes the agreement's canonical record once the key's fingerprint is known.
using ComposeAgreement = std::function<std::string(const Digest& fingerprint)>;

class KeyWorkshop {
  public:
    virtual ~KeyWorkshop() = default;
    // The passport is laid down: start making a key, so that nobody waits for it.
    virtual void begin(KeyType type) = 0;
    // The applicant left, the screen locked: the key that was begun is wiped.
    virtual void abandon() = 0;
    // Makes request, signature and package under the applicant's password; when it returns, no
    // plain key is left in memory, whatever the outcome.
    virtual Result<MadeKey> make(const KeyOrder& order, const SecretBytes& password,
                                 const ComposeAgreement& compose) = 0;
    // Custody `file`: the PKCS#12 for the applicant's medium.
    virtual Result<Bytes> assemble_file(BytesView package, const SecretBytes& package_secret,
                                        BytesView certificate) = 0;
};

struct CertificateOrder {
    ApplicationId application;
    unsigned attempt = 1;
    Bytes transaction_id; // 16 octets, durable before the request leaves
    Bytes certificate_request;
    Bytes public_key;
    domain::SubjectName subject; // what the certificate must say of the holder
    std::string agreement;       // the certificate must verify the signature on it
    Bytes agreement_signature;
    Instant asked{}; // no certificate of this key is older: the key's moment, where it is known
    // By how much the centre's signed time is ahead of the station's clock; nothing: it did not
    // say.
    std::optional<std::chrono::milliseconds> clock_behind;
};

// The CA said "waiting". Enough to go on in another process (RFC 9810 §5.3.22).
struct CaWaiting {
    std::vector<Bytes> transcript; // answers so far that have to be replayed, DER
    std::chrono::seconds check_after{};
};

struct CaGranted {
    Bytes certificate;  // DER; every check passed
    std::string serial; // lower-case hexadecimal
    Instant not_before{}, not_after{};
    bool with_modifications = false;
    bool confirmed = false; // the CA acknowledged our confirmation
};

// The CA refused for good; nothing was issued.
struct CaRefused {
    std::string status; // PKIStatus and failure bits, in words of RFC 9810
};

// A certificate came and was not what we asked for. It was rejected in the confirmation.
struct CaRejected {
    Bytes certificate;
    std::string detail; // what was wrong, stable words first
};

using CaAnswer = std::variant<CaGranted, CaWaiting, CaRefused, CaRejected>;

// Called with a certificate that passed every check, before it is confirmed to the CA: makes it
// durable. A failure here means that nothing is confirmed and the outcome is unknown.
using BeforeConfirmation = std::function<Done(const CaGranted&)>;

enum class RevocationReason {
    unspecified,
    key_compromise,
    affiliation_changed,
    superseded,
    cessation_of_operation,
};

std::string_view name_of(RevocationReason reason); // RFC 5280's: "keyCompromise"
std::optional<RevocationReason> revocation_reason_named(std::string_view name);

struct RevocationOrder {
    BytesView certificate; // DER; its issuer and serial are what counts
    RevocationReason reason{};
    std::optional<std::chrono::milliseconds> clock_behind; // as in CertificateOrder
};

// Failures: ca.unreachable (nothing was sent), ca.outcome-unknown (sent, not answered, or the
// answer could not be believed: ask again with the same order, never with another).
class CertificationAuthority {
  public:
    virtual ~CertificationAuthority() = default;
    virtual Result<CaAnswer> request(const CertificateOrder& order,
                                     const BeforeConfirmation& before_confirmation,
                                     std::stop_token stop) = 0;
    virtual Result<CaAnswer> resume(const CertificateOrder& order, const CaWaiting& waiting,
                                    const BeforeConfirmation& before_confirmation,
                                    std::stop_token stop) = 0;
    virtual Done revoke(const RevocationOrder& order, std::stop_token stop) = 0;
    // Applies the checks of `request` to a certificate found by look-up; its detail if refused.
    virtual Result<CaGranted> examine(const CertificateOrder& order, BytesView certificate) = 0;
};

enum class CertificateStatus { valid, unconfirmed, revoked };

std::string_view name_of(CertificateStatus status);
std::optional<CertificateStatus> certificate_status_named(std::string_view name);

struct KnownCertificate {
    std::string serial; // lower-case hexadecimal
    Bytes certificate;  // DER
    CertificateStatus status{};
};

struct WhatExists {
    std::vector<KnownCertificate> certificates;
    bool transaction_open = false; // the CA is still at work on a request with this key
};

// What the CA has issued, as the centre tells.
class CertificateRegister {
  public:
    virtual ~CertificateRegister() = default;
    virtual Result<WhatExists> by_public_key(const Digest& spki, std::stop_token stop) = 0;
    virtual Result<std::vector<KnownCertificate>> by_person(std::string_view pin,
                                                            std::stop_token stop) = 0;
    // The centre's signed time: what the day is where the station's clock is in doubt, or differs.
    virtual Result<Instant> time(std::stop_token stop) = 0;
};

class KeyVault {
  public:
    virtual ~KeyVault() = default;
    // Delivers the package; the answer is the vault's receipt (CMS, DER), verified to name this
    // application, public key and package. Repeating is safe.
    virtual Result<Bytes> deliver(const ApplicationId& application, const Digest& public_key,
                                  BytesView package, std::stop_token stop) = 0;
};

struct StoredEntry {
    std::uint64_t sequence = 0;
    std::string header; // the very text that was hashed
    Bytes body;         // sealed; empty: none
    std::optional<ApplicationId> application;
};

// An entry that the centre holds and a station restored from a backup lost.
struct LostEntry {
    std::uint64_t sequence = 0;
    std::string kind;
    std::optional<ApplicationId> application; // none: the station's own
    Digest hash{};
    bool operator==(const LostEntry&) const = default;
};

// All that was lost when a backup was restored.
struct Loss {
    std::uint32_t epoch = 0; // the one that took its place
    Instant told{};          // the centre's time
    std::vector<LostEntry> entries;
};

struct SignedHead {
    std::string text; // koltamga-head-1
    Bytes signature;
};

// The outbox as sync sees it. Works while nobody is signed in: it moves sealed octets.
class Outbox {
  public:
    virtual ~Outbox() = default;
    virtual StationId station() const = 0;
    // Headers after what the centre has acknowledged, in order.
    virtual Result<std::vector<StoredEntry>> entries_after(std::uint64_t sequence,
                                                           std::size_t limit) = 0;
    virtual Result<std::optional<StoredEntry>> entry(std::uint64_t sequence) = 0;
    virtual Result<std::uint64_t> last_sequence() = 0;
    virtual Result<std::uint64_t> acknowledged() = 0; // covered by a head receipt
    virtual Result<SignedHead> sign_head() = 0;       // signs and keeps the head as it stands
    // The centre's wrap of a subject's key (none: the station's own); travels with the bodies.
    virtual Result<Bytes> centre_wrap(const std::optional<ApplicationId>& subject) = 0;
    // Names of the blobs of an application the centre must hold; `key-package` is never among them.
    virtual Result<std::vector<std::string>> blobs_of(const ApplicationId& application) = 0;
    virtual Result<Bytes> sealed_blob(const std::string& name) = 0;
    virtual Done mark_sent(std::uint64_t through) = 0;
    // Receipts, verified by sync, kept as they came (CMS, DER).
    virtual Done keep_head_receipt(std::uint64_t sequence, BytesView receipt) = 0;
    virtual Done keep_record_receipt(const ApplicationId& application, std::uint64_t sequence,
                                     BytesView receipt) = 0;
    // Applications with entries no record receipt covers.
    virtual Result<std::vector<ApplicationId>> without_receipt() = 0;
    virtual Result<std::optional<Bytes>> record_receipt(const ApplicationId& application) = 0;
    // Epochs that a restore opened, about whose losses the centre has not told yet.
    virtual Result<std::vector<std::uint32_t>> losses_to_ask_for() = 0;
    // Keeps it, and erases again whoever was erased in what was lost.
    virtual Done keep_loss(const Loss& loss) = 0;
};

} // namespace koltamga::issuance

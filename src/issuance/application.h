// One application: the fold over its entries.
//
// `Identify → Decide → Contact and consent → Portrait → Key → Certificate → Hand over`. What may
// follow what is one table (transitions.cpp) that reads like the diagram on the wall. Nothing here
// calls the outside; the runner does (issuance/runner.h).
#pragma once

#include "base/result.h"
#include "issuance/bodies.h"
#include "issuance/entry.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace koltamga::issuance {

enum class State { draft, refused, on_hold, waiting_for_ca, certified, handed_over, cancelled };
enum class Step { identify, decide, contact, portrait, key, certificate, hand_over, done };

// Who has to act before the application goes on.
enum class WaitsFor { nobody, clerk, applicant, second_person, network, ca, vault, centre };

std::string_view name_of(State state); // "waiting-for-ca"
std::string_view name_of(Step step);   // "hand-over"
std::string_view name_of(WaitsFor who);
std::optional<State> state_named(std::string_view name);
std::optional<Step> step_named(std::string_view name);
std::optional<WaitsFor> waits_for_named(std::string_view name);
// One sentence for the clerk.
std::string_view sentence_for(WaitsFor who, Language language);

struct CertificateAttempt {
    CertificateAsked asked;
    Instant since{};
    Digest key{}; // fingerprint of the key it was asked for
    // The key was made in the same epoch of the journal. Otherwise a backup was restored between,
    // and entries that were lost may have asked with this key already.
    bool alone = false;
    std::optional<CertificateWaiting> waiting;
    std::optional<Instant> next_try; // when the CA, which lets us wait, wants to be asked again
    std::optional<CertificateAnswered> answered;
    bool confirmed = false;
    bool open() const { return !answered; }
};

// A request sent longer ago than this is nowhere under way any more.
constexpr std::chrono::hours longest_request_life{24};

struct Revocation {
    RevocationAsked asked;
    Instant since{};
    bool done = false;
};

struct Application {
    std::optional<ApplicationId> id;
    State state = State::draft;
    Step step = Step::identify;
    Instant opened{};
    Instant since{}; // of the last change of state, step or who must act
    WaitsFor waits_for = WaitsFor::clerk;
    std::uint64_t last_sequence = 0;

    std::optional<IdentityRecorded> identity;
    std::string identity_by; // the clerk who confirmed that the person is present
    Instant identity_at{};
    std::optional<EligibilityDecided> eligibility;
    Instant eligibility_at{};         // the beginning of time when the clock was in doubt
    std::optional<Remark> overridden; // a refusal lifted by a second person
    std::optional<ContactRecorded> contact;
    std::optional<ConsentRecorded> consent;
    std::optional<PortraitRecorded> portrait;
    std::optional<KeyMade> key;
    std::string key_by;
    std::uint64_t key_epoch = 0; // of the journal, when it was made
    std::vector<CertificateAttempt> attempts;
    std::optional<CertificateAnswered> certificate; // the accepted one
    std::vector<SurplusFound> surplus;              // found beside it, all to be revoked
    std::optional<Instant> delivery_asked;
    std::optional<KeyDelivered> delivered;
    bool exported = false;
    std::vector<Revocation> revocations;
    std::optional<ApplicationHandedOver> handed_over;
    std::optional<std::string> reason;     // of refusal, hold or cancelling
    std::optional<std::string> cancelling; // why it is given up, from the wish to the end of it
    bool settled = false; // long after the last request, the register showed nothing unknown
    std::array<unsigned, 3> copies{}; // how many of each paper left, by Paper
    bool erased = false;

    // The attempt that is asked and not answered.
    const CertificateAttempt* open_attempt() const;
    bool revocation_open() const;
    bool has_open_call() const;
    // When the outside will be asked again; nothing: at the next opportunity. Of a finished one:
    // when it is looked up once more what the CA holds; nothing: never.
    std::optional<Instant> next_try() const;
    bool finished() const;
    // Whether this application's certificate is revoked, by its serial.
    bool certificate_revoked() const;
    // The certificate is there, counted by the CA as confirmed, and not revoked.
    bool certificate_good() const;
    // Whether its revocation, by this serial, was asked for and done.
    bool revoked(std::string_view serial) const;
    // Every certificate found beside the application's own is revoked.
    bool surplus_revoked() const;
    // Keys with which the CA may hold a certificate nobody here knows of: a request may still be
    // under way, or its certificate was refused by us and the CA may not have heard it.
    std::vector<Digest> unsettled_keys() const;
    // Nothing will happen to it any more unless a person wants it.
    bool nothing_left_open() const;
    // Eligible, or a refusal that a second person lifted: a request may leave.
    bool may_be_issued() const;
    // What this application leaves on paper, as far as it has come.
    bool has(Paper paper) const;
    unsigned copies_of(Paper paper) const { return copies[static_cast<std::size_t>(paper)]; }
    // Nothing but the applicant's acceptance is missing (and, custody `file`, the file).
    bool ready_to_hand_over() const;
};

// The application after one more entry; fails with issuance.not-allowed when the table does not
// let this entry follow, issuance.entry-unreadable when its body is not what its kind says.
Done apply(Application& application, const Entry& entry);
Result<Application> fold(std::span<const Entry> entries);

// Whether the table lets an entry of this kind follow.
bool may_follow(const Application& application, Kind kind);

// issuance.unknown-application
Failure unknown_application();

// What derived tables keep of an application. Personal columns are sealed or keyed by db.
struct ApplicationRow {
    ApplicationId application;
    State state{};
    Step step{};
    WaitsFor waits_for{};
    Instant opened{}, since{};
    std::uint64_t last_sequence = 0;
    std::string name{};                  // sealed
    std::string pin{};                   // sealed, and looked up by keyed hash
    std::string document_number{};       // sealed, and looked up by keyed hash
    std::string next_try{};              // to_text(Instant) or empty: none planned
    std::string public_key_hash{};       // hexadecimal; looked up by keyed hash
    std::string serial{};                // of the certificate; hexadecimal or empty
    std::string certificate_not_after{}; // to_text(Instant) or empty
    bool revoked = false;
    std::string key_package{}; // blob waiting to be delivered or exported; empty: none
    // Finished, and nothing is open or due: no call, no revocation. Nothing: not reckoned.
    std::optional<bool> settled{};
    Bytes certificate{}; // DER; empty: none
};

ApplicationRow row_of(const Application& application);

} // namespace koltamga::issuance

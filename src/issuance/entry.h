// What happened, as it stands in the journal.
//
// An entry has a header, which anybody may read, and a body, which is JSON and sealed under its
// subject's key. Entries are only ever appended; an application is the fold over its entries
// (issuance/application.h). Kinds carry a version of their body; a reader understands every older
// one.
#pragma once

#include "base/bytes.h"
#include "base/clock.h"
#include "base/id.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace koltamga::issuance {

enum class Kind {
    identity_recorded,
    eligibility_decided,
    contact_recorded,
    consent_recorded,
    portrait_recorded,
    key_made,
    certificate_asked,
    certificate_waiting,
    certificate_answered,
    certificate_confirmed,
    certificate_settled,
    key_delivery_asked,
    key_delivered,
    key_exported,
    surplus_found,
    revocation_asked,
    revocation_answered,
    application_handed_over,
    application_went_back,
    application_on_hold,
    application_cancel_asked,
    application_overridden,
    application_refused,
    application_cancelled,
    application_erased,
    agreement_printed,
    paper_printed,
    station_enrolled,
    station_renewed,
    epoch_opened,
    operator_added,
    operator_reset,
    operator_disabled,
    operator_signed_in,
    operator_sign_in_failed,
    journal_exported,
    backup_made,
    backup_restored,
    register_printed,
};

// "certificate.asked"; the names stand in headers and never change.
std::string_view name_of(Kind kind);
std::optional<Kind> kind_named(std::string_view name);
// Today's version of the kind's body; 1 unless the body grew or its meaning changed.
int version_of(Kind kind);
// Whether the entry stands before a call to the outside: the journal signs its head then.
bool is_asked(Kind kind);
std::span<const Kind> all_kinds();

// An entry about to be appended. The journal gives it number, place in the chain and seal.
struct EntryDraft {
    Kind kind{};
    std::optional<ApplicationId> application; // none: the station's own
    std::string body;                         // JSON text; empty: none
};

// Who appends, and what time it is for them.
struct Stamp {
    std::string operator_name; // "-" while nobody is signed in
    Instant time{};
    TimeSource time_source = TimeSource::system;
};

struct Entry {
    std::uint64_t epoch = 0;
    std::uint64_t sequence = 0;
    Kind kind{};
    int version = 1;
    std::optional<ApplicationId> application;
    Stamp stamp;
    std::array<std::uint8_t, 32> hash{}; // SHA-256 of the header's text
    std::string body;                    // opened JSON text
};

} // namespace koltamga::issuance

// May this person be given a certificate: a pure function to a verdict with its reasons.
//
// Case, rule set and reference date are all there is, and all are kept, so that a verdict can be
// reckoned again years later. Every reason carries a sentence that can be read to the applicant.
#pragma once

#include "base/failure.h"
#include "domain/date.h"
#include "domain/identity.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace koltamga::domain {

enum class Consent {
    given,
    withheld,  // asked and not given: refuses
    not_asked, // its turn in the visit has not come
};

struct Consents {
    Consent personal_data = Consent::not_asked;
    Consent register_lookup = Consent::not_asked;
    Consent uis_account = Consent::not_asked;
    Consent terms = Consent::not_asked;
    bool operator==(const Consents&) const = default;
};

// Whether the person has a valid certificate already, as far as station, centre or register tell.
enum class Held { not_checked, none, held };

// What the register says of the document.
enum class VoidStatus { not_checked, good, voided, unknown_code };

struct Case {
    Identity identity; // verified, see verified_identity()
    std::vector<Comparison> comparisons;
    Consents consents;
    Held held = Held::not_checked;
    std::string reissue_reason; // the clerk's decision to issue again; empty: none
    VoidStatus void_status = VoidStatus::not_checked;
    std::string void_code; // as the register gave it
    bool pin_blocked = false;
    bool deceased = false;
    bool offline = false;        // what should have been asked could not be
    bool clock_doubtful = false; // see base/clock.h
    bool operator==(const Case&) const = default;
};

struct RuleSet {
    std::string id = "kg-ces";
    // Version 1 had no "name-cut-off"; up to 2 a doubtful clock could refuse by the day it gave.
    // What was decided by them is reckoned again by them.
    std::string version = "3";
    std::string legal_reference; // which law, on which day, as the profile puts it
    int full_age = 18;
    LeapBirthday leap_birthday = LeapBirthday::first_of_march;
    PersonalNumberRules pin;
    std::vector<DocumentType> documents = default_document_types();
    bool register_required = false; // a document whose void status is not checked: provisional
    bool operator==(const RuleSet&) const = default;
};

enum class VerdictKind { eligible, refused, provisional };

std::string_view to_text(VerdictKind kind); // "eligible", "refused", "provisional"
std::optional<VerdictKind> verdict_kind_from(std::string_view text);

enum class Effect {
    refuses,
    doubts, // makes the verdict provisional
    warns,  // the clerk confirms it
    notes,  // is said, changes nothing
};

std::string_view to_text(Effect effect); // "refuses", "doubts", "warns", "notes"
std::optional<Effect> effect_from(std::string_view text);

struct Reason {
    std::string rule; // "full-age", "document-expired", …; see eligibility_rules()
    std::string version;
    Effect effect = Effect::notes;
    std::array<std::string, 3> text;                         // by Language
    std::vector<std::pair<std::string, std::string>> inputs; // name and value, as the rule saw them
    bool operator==(const Reason&) const = default;

    const std::string& in(Language language) const {
        return text[static_cast<std::size_t>(language)];
    }
};

struct Verdict {
    VerdictKind kind = VerdictKind::refused;
    std::vector<Reason> reasons; // the gravest first; never empty
    std::string rule_set;
    std::string version;
    Date reference;
    bool operator==(const Verdict&) const = default;

    // The rules whose warnings the clerk has to confirm.
    std::vector<std::string> to_confirm() const;
};

// `reference` is the day of issue, in the office's time zone.
Verdict decide(const Case& applicant, const RuleSet& rules, Date reference);

// The names of all rules, for documentation and tests.
std::vector<std::string_view> eligibility_rules();

std::string_view to_text(Consent consent); // "given", "withheld", "not-asked"
std::optional<Consent> consent_from(std::string_view text);
std::string_view to_text(Held held); // "not-checked", "none", "held"
std::optional<Held> held_from(std::string_view text);
std::string_view to_text(VoidStatus status); // "not-checked", "good", "voided", "unknown-code"
std::optional<VoidStatus> void_status_from(std::string_view text);

} // namespace koltamga::domain

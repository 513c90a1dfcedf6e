// What entries say: one struct for each kind's body, and its JSON.
//
// Octets are hexadecimal in JSON, dates ISO 8601, enumerations by their names. Reading refuses
// unknown names and wrong types (issuance.entry-unreadable); fields added by later versions have
// defaults here.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "domain/eligibility.h"
#include "domain/identity.h"
#include "issuance/ports.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace koltamga::issuance {

// identity.recorded. The clerk stamped on the entry confirms that the person is present.
struct IdentityRecorded {
    domain::Identity identity;
    std::optional<domain::Identity> typed, mrz; // both given: compared
    std::optional<domain::Comparison> comparison;
    std::string presence = "in-person";
};

// eligibility.decided. Everything needed to decide again the same way (`decide --replay`).
struct EligibilityDecided {
    domain::Case facts;
    domain::RuleSet rules;
    domain::Verdict verdict;
    std::vector<std::string> warnings_confirmed; // rules whose warnings the clerk looked at
    bool recheck = false;                        // before a waiting request leaves
    std::string reissue_reason;                  // the clerk decided a re-issue; empty: none
    std::vector<KnownCertificate> replaces;
};

struct ContactRecorded {
    std::string email, phone;
};

struct ConsentRecorded {
    domain::Consents consents;
};

struct PortraitRecorded {
    std::string blob; // name of the sealed file
    Digest sha256{};  // of the plain JPEG
    int width = 0, height = 0;
    Box face;
    std::string source = "file";
    std::string file_import_reason;
};

// What the papers take from the office profile, as it was when the key was made: what was accepted
// then stands in every later copy, whatever the profile says by that time.
struct PaperFacts {
    Texts authority, identification; // the certification authority
    Texts office, address;
    std::string office_code;
    Texts law; // the legal basis
    int utc_offset_minutes = 0;
    std::string sheet_version;                   // the certificate sheet's wording
    std::map<std::string, Texts> documents = {}; // what each type's id is called; not in version 2
    bool operator==(const PaperFacts&) const = default;
};

// key.made: everything the key's moment produced, in one entry.
struct KeyMade {
    KeyType type{};
    Custody custody{};
    Bytes public_key;
    Digest fingerprint{};
    Bytes certificate_request;
    domain::SubjectName subject;
    std::string agreement;
    Bytes agreement_signature;
    std::string package;  // blob
    Bytes package_secret; // custody `file` only
    std::string terms_version, terms_language, accepted_how;
    Instant terms_accepted{};
    std::string languages;             // of the agreement
    std::optional<PaperFacts> paper{}; // entries of the kind's first version lack it
};

struct CertificateAsked {
    unsigned attempt = 1;
    Bytes transaction_id;
    std::string carrier = "station";
};

struct CertificateWaiting {
    unsigned attempt = 1;
    CaWaiting waiting;
};

enum class Outcome {
    granted,
    refused,     // by the CA, for good; nothing was issued
    rejected,    // a certificate came and was not what was asked for
    cancelled,   // the attempt is closed: given up at the desk, or dropped by the CA
    unconfirmed, // takes a grant back: the CA does not count it as confirmed, the attempt is open
                 // again
};

struct CertificateAnswered {
    unsigned attempt = 1;
    Outcome outcome{};
    Bytes certificate;
    std::string serial;
    Instant not_before{}, not_after{};
    bool with_modifications = false;
    std::string detail;
    std::string found_by = "answer"; // or "look-up"
};

struct CertificateConfirmed {
    unsigned attempt = 1;
};

struct KeyDelivered {
    Bytes receipt; // the vault's, CMS
};

struct KeyExported {
    Digest sha256{}; // of the PKCS#12
};

struct SurplusFound {
    std::string serial;
    Bytes certificate;
};

struct RevocationAsked {
    std::string serial;
    Bytes certificate;
    RevocationReason reason{};
    std::string requested_by; // "holder", "supervisor", "station" (surplus), "re-issue"
    std::string proof;        // how the holder proved who they are
    unsigned attempt = 1;
};

struct RevocationAnswered {
    std::string serial;
    bool revoked = false;
    std::string detail;
};

struct ApplicationHandedOver {
    std::string acceptance = "in-person"; // how the applicant accepted the certificate
};

struct Remark { // on-hold, refused, cancelled, overridden, went-back, erased
    std::string reason;
    std::string second_person; // overridden only
    std::string to_step;       // went-back only
};

// An agreement that was written to a file.
struct AgreementPrinted {
    unsigned copy = 1;
    std::string languages;
    Digest sha256{};
};

// What an application leaves on paper.
enum class Paper { agreement, sheet, refusal };
std::string_view name_of(Paper paper); // "sheet"
std::optional<Paper> paper_named(std::string_view name);

// One copy of a paper, about to leave for a printer: it stands before the job, so that nothing
// comes out of a printer that the journal does not know.
struct PaperPrinted {
    Paper paper{};
    unsigned copy = 1; // counted for each paper; an agreement's with those written to files
    std::string languages;
    Digest sha256{}; // of the PDF
    std::string printer;
};

// The same of a day's register, which is the station's own and no application's.
struct RegisterPrinted {
    std::string day;   // "2026-11-22"
    unsigned copy = 1; // counted for each day
    std::string languages;
    Digest sha256{};
    std::string printer;
};

// Each body as JSON text, and back; the way back fails with issuance.entry-unreadable.
std::string write(const IdentityRecorded& body);
std::string write(const EligibilityDecided& body);
std::string write(const ContactRecorded& body);
std::string write(const ConsentRecorded& body);
std::string write(const PortraitRecorded& body);
std::string write(const KeyMade& body);
std::string write(const CertificateAsked& body);
std::string write(const CertificateWaiting& body);
std::string write(const CertificateAnswered& body);
std::string write(const CertificateConfirmed& body);
std::string write(const KeyDelivered& body);
std::string write(const KeyExported& body);
std::string write(const SurplusFound& body);
std::string write(const RevocationAsked& body);
std::string write(const RevocationAnswered& body);
std::string write(const ApplicationHandedOver& body);
std::string write(const Remark& body);
std::string write(const AgreementPrinted& body);
std::string write(const PaperPrinted& body);
std::string write(const RegisterPrinted& body);

template <class Body>
Result<Body> read_body(std::string_view json);

extern template Result<IdentityRecorded> read_body(std::string_view json);
extern template Result<EligibilityDecided> read_body(std::string_view json);
extern template Result<ContactRecorded> read_body(std::string_view json);
extern template Result<ConsentRecorded> read_body(std::string_view json);
extern template Result<PortraitRecorded> read_body(std::string_view json);
extern template Result<KeyMade> read_body(std::string_view json);
extern template Result<CertificateAsked> read_body(std::string_view json);
extern template Result<CertificateWaiting> read_body(std::string_view json);
extern template Result<CertificateAnswered> read_body(std::string_view json);
extern template Result<CertificateConfirmed> read_body(std::string_view json);
extern template Result<KeyDelivered> read_body(std::string_view json);
extern template Result<KeyExported> read_body(std::string_view json);
extern template Result<SurplusFound> read_body(std::string_view json);
extern template Result<RevocationAsked> read_body(std::string_view json);
extern template Result<RevocationAnswered> read_body(std::string_view json);
extern template Result<ApplicationHandedOver> read_body(std::string_view json);
extern template Result<Remark> read_body(std::string_view json);
extern template Result<AgreementPrinted> read_body(std::string_view json);
extern template Result<PaperPrinted> read_body(std::string_view json);
extern template Result<RegisterPrinted> read_body(std::string_view json);

} // namespace koltamga::issuance

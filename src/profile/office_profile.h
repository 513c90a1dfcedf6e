// The office profile: everything about an office, its centre, its CA and its rules that the program
// was not told in its sources.
//
// A TOML file with a checked schema, signed by the agency (profile_signature.h). Most of it has
// defaults, so that a profile stays a page. src/profile/README.md lists every key.
#pragma once

#include "base/bytes.h"
#include "base/failure.h"
#include "base/result.h"
#include "domain/eligibility.h"
#include "domain/subject_name.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace koltamga::profile {

constexpr std::size_t largest_profile = 256 * 1024; // octets

// The certification authority, as a party to the agreement.
struct Authority {
    Texts name;
    Texts identification; // as the law names it: form, tax number, accreditation, seat
    bool operator==(const Authority&) const = default;
};

struct Office {
    Texts name;
    Texts address;
    std::string code;             // the agency's number for the office
    int utc_offset_minutes = 360; // east of Greenwich; legal dates are reckoned there
    bool operator==(const Office&) const = default;
};

// Where the centre and the CA answer. Paths not given are the centre's own.
struct Endpoints {
    std::string centre; // https://host:port, no slash at the end
    std::string enrol;
    std::string cmp;
    std::string crl;
    std::string ocsp;
    std::string station; // followed by /headers, /bodies, …
    std::string vault;   // followed by /packages/…
    bool operator==(const Endpoints&) const = default;
};

// Certificates are PEM, whether they stood in the profile or beside it.
struct Trust {
    std::vector<std::string> roots; // trust anchors of centre, CA and vault
    // The issuing authorities and whoever signs CMP answers for them. Where some are given, only
    // these sign answers, and only the authorities among them issue applicants' certificates.
    std::vector<std::string> issuing;
    std::vector<std::string>
        ca_names; // subjects (RFC 4514) a CMP answer may come from; empty: any of issuing
    std::string receipt_signer; // the centre's, for receipts
    std::vector<std::string>
        receipt_signers_before;    // whose receipts stay good, though it gives no more
    std::string centre_encryption; // entries' keys are wrapped for it
    std::string vault;             // key packages are enveloped for it; its receipts
    std::string recovery;          // the agency's, for the station's data key
    bool operator==(const Trust&) const = default;
};

enum class KeyAlgorithm { rsa_3072, ec_p256 };
std::string_view to_text(KeyAlgorithm algorithm); // "rsa-3072", "ec-p256"

enum class CustodyKind { cloud, file };
std::string_view to_text(CustodyKind kind); // "cloud", "file"

struct Keys {
    KeyAlgorithm algorithm = KeyAlgorithm::rsa_3072;
    CustodyKind custody = CustodyKind::cloud;
    std::vector<CustodyKind> custody_allowed = {CustodyKind::cloud}; // for `--custody`
    unsigned password_rounds = 600'000; // PBKDF2-SHA256 over the applicant's password
    unsigned password_length = 8;       // characters, at least
    bool operator==(const Keys&) const = default;
};

// What an issued certificate must and must not say.
struct CertificateExpectations {
    std::vector<std::string> policies;                       // OIDs; each must be there
    std::vector<std::string> key_usage = {"nonRepudiation"}; // exactly these
    unsigned validity_days = 366;                            // at most
    bool qc_compliance = true;
    std::string qc_type = "esign";     // esign, eseal, web; empty: none
    std::string qc_legislation = "KG"; // empty: none
    bool qc_sscd = false;              // refused too
    std::string sscd_evidence;         // the device's certification; refused: keys are software
    domain::SubjectMapping subject = domain::default_subject_mapping();
    bool operator==(const CertificateExpectations&) const = default;
};

struct Agreement {
    std::string template_id = "ces-accession";
    std::string template_version = "1";
    std::string terms_version = "3";
    std::vector<Language> languages = {Language::ky, Language::ru}; // of the printed agreement
    Texts law; // the legal basis, as the agreement names it; required
    bool operator==(const Agreement&) const = default;
};

struct Limits {
    std::size_t answer_octets = 1024 * 1024; // of one HTTP answer
    std::size_t portrait_octets = 10 * 1024 * 1024;
    std::size_t portrait_pixels = 50'000'000;
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds request_timeout{60'000};
    std::chrono::seconds waiting_poll{60};            // how often a waiting CA is asked again
    std::chrono::seconds waiting_longest{86400 * 14}; // then a person must look
    std::chrono::minutes key_lifetime{15};            // of a plain key in memory
    std::chrono::minutes idle_lock{5};
    bool operator==(const Limits&) const = default;
};

struct ClockTolerances {
    std::chrono::seconds difference{300}; // from the centre's signed time
    std::chrono::seconds set_back{60};    // behind the journal's last entry
    std::chrono::hours forward{24 * 180}; // after the last known time: no office is shut so long
    bool operator==(const ClockTolerances&) const = default;
};

struct Retention {
    unsigned after_receipt_days = 30; // payload kept on the station after the centre's receipt
    unsigned drafts_days = 7;
    bool operator==(const Retention&) const = default;
};

struct OfficeProfile {
    std::string id;
    std::uint32_t version = 1; // only rises
    bool practice = false;
    std::string agency_key; // base64 of the SubjectPublicKeyInfo that signs this office's profiles
    Authority authority;
    Office office;
    Endpoints endpoints;
    Trust trust;
    Keys keys;
    CertificateExpectations certificate;
    domain::RuleSet rules;
    Agreement agreement;
    Retention retention;
    Limits limits;
    ClockTolerances clock;
    std::string phone_region = "KG";
    bool operator==(const OfficeProfile&) const = default;
};

// Reads and checks the text of a profile. Certificates given as `{ file = …, sha256 = … }` are read
// from `folder`. Fails with profile_too_large, profile_malformed (no TOML), profile_schema (unknown
// key, a key given twice, wrong type, out of range: line, column and, in each language, what would
// be right), profile_weak_key,
// profile_custody_unavailable, profile_device_evidence, profile_certificate_file.
Result<OfficeProfile> parse_profile(std::string_view text,
                                    const std::filesystem::path& folder = {});

// Fails with profile_too_large.
Done check_profile_size(std::string_view text);

// The TOML of a profile, without signature; reads back equal.
std::string compose_profile(const OfficeProfile& profile);

// Reads a file of at most largest_profile octets, and parses it; each failure names the file. Does
// not check the signature.
struct LoadedProfile {
    OfficeProfile profile;
    std::string text;                       // as signed
    std::vector<Bytes> certificate_files{}; // those it names by file and hash
};
// A certificate that is not beside the profile is looked for in `copies`, by its hash.
Result<LoadedProfile> load_profile(const std::filesystem::path& file,
                                   const std::filesystem::path& copies = {});

} // namespace koltamga::profile

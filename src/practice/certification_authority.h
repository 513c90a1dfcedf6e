// The practice certification authority: a root, an issuing CA, and what a CA must answer.
//
// Octets come in and go out; who carries them (HTTP, a test) is not known here. It issues qualified
// certificates of the default profile (DOMAIN.md) to requests that a station signs as registration
// authority (id-kp-cmcRA), by CMP (RFC 9810, 9483); it answers OCSP (RFC 6960) and makes its CRL.
// What it issued is on disk before it answers, and survives kill -9. Faults for teaching and tests
// are set while it runs. Any thread may call; requests are worked on one after the other.
#pragma once

#include "base/clock.h"
#include "base/id.h"
#include "crypto/certificate_builder.h"
#include "crypto/certificate_request.h"
#include "issuance/ports.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace koltamga::practice {

struct AuthoritySettings {
    std::filesystem::path folder; // keys and records, made with 0700 and 0600
    std::string crl_url;          // written into certificates
    std::string ocsp_url;
    std::string policy = "1.3.6.1.4.1.32473.1.1"; // an example arc (RFC 5612)
    std::string country = "KG";
    // A certificate that nobody confirmed for so long is dropped (RFC 9810 §5.2.8.3: revoked).
    std::chrono::seconds unconfirmed_limit{std::chrono::hours(1)};
};

struct IssuedCertificate {
    std::string serial;     // lower-case hexadecimal
    Bytes certificate;      // DER
    std::string public_key; // SHA-256 of the SubjectPublicKeyInfo, hexadecimal
    issuance::CertificateStatus status{};
    std::string pin; // of the holder; empty: a station's or a service's
    Instant issued{};
    Instant revoked{};  // when it is
    int reason = 0;     // RFC 5280 §5.3.1, when it is revoked
    std::string remark; // why it was refused by the station or dropped; no personal data
};

struct StationRequests {
    crypto::CertificateRequest tls, registration, journal;
};

struct StationCertificates {
    crypto::Certificate tls, registration, journal;
};

// A certificate for one of the practice centre's own servers.
struct ServiceOrder {
    std::string common_name;
    crypto::PublicKey key;
    std::vector<crypto::KeyUsage> key_usage;
    std::vector<std::string> extended_key_usage; // OIDs
    std::vector<std::string> dns_names, ip_addresses;
};

struct FaultDescription {
    std::string_view name;
    std::string_view value; // "SECONDS"; empty: takes none
    std::string_view meaning;
};

class CertificationAuthority {
  public:
    // Opens what stands in the folder, or makes keys and certificates the first time. Fails with
    // practice.authority-damaged and the files' failures.
    static Result<std::unique_ptr<CertificationAuthority>> open(AuthoritySettings settings,
                                                                const Clock& clock);
    ~CertificationAuthority();

    const crypto::Certificate& root() const;
    const crypto::Certificate& issuing() const;
    const crypto::Certificate& responder() const; // signs CMP answers (id-kp-cmcCA)

    // One CMP message, one answer. Empty: drop the connection without an answer (a fault, or a
    // message so broken that no answer can be made).
    Bytes cmp(BytesView request);
    // One OCSP request, one response; a malformed request gets "malformedRequest".
    Bytes ocsp(BytesView request);
    // The list as it is now, good for a day. Empty: its number could not be kept, and would come
    // twice.
    Bytes crl();

    Result<StationCertificates> issue_station_certificates(const StationId& station,
                                                           const StationRequests& requests);
    Result<crypto::Certificate> issue_service_certificate(const ServiceOrder& order);

    std::vector<IssuedCertificate> certificates();
    std::vector<IssuedCertificate> by_public_key(std::string_view sha256_hex);
    std::vector<IssuedCertificate> by_person(std::string_view pin);
    // True while a request with this key waits for its certificate.
    bool transaction_open(std::string_view public_key_sha256_hex);
    // Fails with practice.no-such-certificate.
    Done revoke(std::string_view serial, int reason);

    // "slow=3", "refusing", "wrong-certificate=subject", "none" (all off), "refusing=off".
    // Fails with practice.no-such-fault.
    Done set_fault(std::string_view spelling);
    static std::vector<FaultDescription> faults();

  private:
    class Work;
    explicit CertificationAuthority(std::unique_ptr<Work> work);
    std::unique_ptr<Work> work_;
};

} // namespace koltamga::practice

// A desk with its station certificate, an applicant at it, and a CA to ask.
#pragma once

#include "ca/cmp_authority.h"
#include "crypto/certificate_request.h"
#include "domain/subject_name.h"
#include "practice/certification_authority.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace koltamga::ca::stage {

inline constexpr auto policy = "1.3.6.1.4.1.32473.1.1";
inline constexpr auto pin = "20101199000008";

// An applicant who has accepted the agreement with a key of their own.
struct Applicant {
    crypto::KeyPair key;
    issuance::CertificateOrder order;
};

domain::SubjectName subject(std::string_view holder_pin = pin);
Applicant make_applicant(std::string_view holder_pin = pin);

// The registration authority's identity.
struct Station {
    std::shared_ptr<crypto::KeyPair> key;
    crypto::Certificate certificate;
};

// The practice CA, made fresh in a folder below the test's temporary directory.
class PracticeStage {
  public:
    PracticeStage();
    ~PracticeStage();

    practice::CertificationAuthority& authority() { return *authority_; }
    // Everything in memory is gone, as after kill -9; the folder stays.
    void restart();

    const Station& station() const { return *station_; }
    // Settings to ask this CA through `carry`, by default straight.
    CmpSettings settings();
    CmpSettings settings(std::function<Result<Bytes>(BytesView)> carry);

    SystemClock clock;
    int messages = 0; // that reached the CA

  private:
    Result<Bytes> carry(BytesView request);
    std::filesystem::path folder_;
    std::unique_ptr<practice::CertificationAuthority> authority_;
    std::unique_ptr<Station> station_;
};

// Failures of a carrier: the message certainly never left; or nobody can tell.
Failure not_sent();
Failure cut();
bool is_not_sent(const Failure& failure);

CertificateExpectations expectations(const crypto::Certificate& root);

// Accepts everything and counts.
struct Keeper {
    int kept = 0;
    bool refuses = false;
    issuance::BeforeConfirmation callback();
};

} // namespace koltamga::ca::stage

#include "tests/ca/stage.h"

#include "crypto/agreement.h"
#include "crypto/random.h"

#include <gtest/gtest.h>

namespace koltamga::ca::stage {

using crypto::KeyAlgorithm;
using crypto::KeyPair;

domain::SubjectName subject(std::string_view holder_pin) {
    return {{"C", "KG"},
            {"CN", "USON ASANOV"},
            {"SN", "ASANOV"},
            {"GN", "USON"},
            {"serialNumber", "PNOKG-" + std::string(holder_pin)}};
}

Applicant make_applicant(std::string_view holder_pin) {
    auto key = KeyPair::generate(KeyAlgorithm::ec_p256);
    crypto::Name name;
    for (const auto& one : subject(holder_pin)) {
        name.push_back({one.attribute, one.value});
    }
    const std::string agreement = "koltamga-agreement-1\nterms 3\n";
    issuance::CertificateOrder order{crypto::new_id<ApplicationTag>(),
                                     1,
                                     crypto::random_octets(16),
                                     crypto::CertificateRequest::make(name, key).value().der(),
                                     key.public_key().spki(),
                                     subject(holder_pin),
                                     agreement,
                                     crypto::sign_agreement(key, agreement),
                                     SystemClock().now(),
                                     {}};
    return {std::move(key), std::move(order)};
}

CertificateExpectations expectations(const crypto::Certificate& root) {
    CertificateExpectations expected;
    expected.roots = {root};
    expected.policies = {policy};
    return expected;
}

Failure not_sent() {
    return {Code::file_unreadable, "not-sent"};
}
Failure cut() {
    return {Code::file_unreadable, "cut"};
}
bool is_not_sent(const Failure& failure) {
    return failure.detail == "not-sent";
}

issuance::BeforeConfirmation Keeper::callback() {
    return [this](const issuance::CaGranted&) -> Done {
        ++kept;
        return refuses ? Done(Failure{Code::file_not_written, "full"}) : Done();
    };
}

PracticeStage::PracticeStage() {
    static int number = 0;
    folder_ = std::filesystem::path(testing::TempDir()) /
              ("practice-ca-" + hex(crypto::random_octets(4)) + std::to_string(++number));
    restart();
    auto key = std::make_shared<KeyPair>(KeyPair::generate(KeyAlgorithm::ec_p256));
    const auto request = crypto::CertificateRequest::make({{"CN", "station"}}, *key).value();
    auto certificates =
        authority_
            ->issue_station_certificates(crypto::new_id<StationTag>(), {request, request, request})
            .value();
    station_ = std::make_unique<Station>(Station{key, certificates.registration});
}

PracticeStage::~PracticeStage() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void PracticeStage::restart() {
    authority_.reset();
    practice::AuthoritySettings settings;
    settings.folder = folder_;
    settings.crl_url = "https://localhost/crl";
    settings.ocsp_url = "https://localhost/ocsp";
    settings.policy = policy;
    authority_ = practice::CertificationAuthority::open(settings, clock).value();
}

Result<Bytes> PracticeStage::carry(BytesView request) {
    ++messages;
    Bytes answer = authority_->cmp(request);
    return answer.empty() ? Result<Bytes>(cut()) : answer;
}

CmpSettings PracticeStage::settings() {
    return settings([this](BytesView request) { return carry(request); });
}

CmpSettings PracticeStage::settings(std::function<Result<Bytes>(BytesView)> carry) {
    CmpSettings settings;
    settings.open_transport = [carry]() -> Transport {
        return [carry](BytesView request, const std::stop_token&) { return carry(request); };
    };
    settings.nothing_was_sent = is_not_sent;
    settings.certificate = expectations(authority_->root());
    settings.trust.roots = {authority_->root()};
    settings.trust.intermediates = {authority_->issuing()};
    settings.certificate.intermediates = {authority_->issuing()};
    settings.station = station_->certificate;
    settings.station_chain = {authority_->issuing()};
    settings.station_key = station_->key;
    settings.clock = &clock;
    return settings;
}

} // namespace koltamga::ca::stage

#include "app/authority_trust.h"

#include <algorithm>

namespace koltamga::app {
namespace {

std::vector<crypto::KeyUsage> key_usages(const std::vector<std::string>& names) {
    std::vector<crypto::KeyUsage> usages;
    for (int bit = 0; bit <= static_cast<int>(crypto::KeyUsage::decipher_only); ++bit) {
        const auto usage = static_cast<crypto::KeyUsage>(bit);
        if (std::ranges::find(names, crypto::name_of(usage)) != names.end()) {
            usages.push_back(usage);
        }
    }
    return usages;
}

std::string qc_type_oid(std::string_view name) {
    if (name == "eseal") {
        return crypto::qc::type_eseal;
    }
    if (name == "web") {
        return crypto::qc::type_web;
    }
    return name.empty() ? "" : crypto::qc::type_esign;
}

} // namespace

ca::AnswerTrust answer_trust(const profile::OfficeProfile& profile, Certificates roots,
                             Certificates issuing) {
    ca::AnswerTrust trust;
    trust.roots = std::move(roots);
    trust.signers = issuing;
    trust.intermediates = std::move(issuing);
    trust.signer_names = profile.trust.ca_names;
    trust.clock_tolerance = profile.clock.difference;
    return trust;
}

ca::CertificateExpectations certificate_expectations(const profile::OfficeProfile& profile,
                                                     Certificates roots, Certificates issuing) {
    ca::CertificateExpectations expected;
    expected.roots = std::move(roots);
    expected.intermediates = std::move(issuing);
    expected.policies = profile.certificate.policies;
    expected.key_usage = key_usages(profile.certificate.key_usage);
    expected.qc_compliance = profile.certificate.qc_compliance;
    expected.qc_type = qc_type_oid(profile.certificate.qc_type);
    expected.legislation = profile.certificate.qc_legislation;
    expected.longest_validity = std::chrono::days(profile.certificate.validity_days);
    expected.clock_tolerance = profile.clock.difference;
    return expected;
}

} // namespace koltamga::app

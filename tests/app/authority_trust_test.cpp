// What the station makes of the profile's words about its certification authority.
#include "app/authority_trust.h"

#include "crypto/certificate_builder.h"

#include <gtest/gtest.h>

namespace koltamga::app {
namespace {

crypto::Certificate authority(const std::string& name) {
    crypto::CertificateTemplate content;
    content.subject = {{"CN", name}};
    content.not_before = *instant_from("2026-01-01T00:00:00.000Z");
    content.not_after = *instant_from("2036-01-01T00:00:00.000Z");
    content.basic_constraints = crypto::BasicConstraints{true, std::nullopt};
    content.key_usage = {crypto::KeyUsage::certificate_sign};
    const auto key = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    return crypto::make_self_signed(content, key).value();
}

class AuthorityTrust : public testing::Test {
  protected:
    const Certificates roots_ = {authority("Root")};
    const Certificates issuing_ = {authority("Issuing"), authority("Responder")};
    profile::OfficeProfile profile_;
};

TEST_F(AuthorityTrust, AnswersAreSignedByTheIssuingCertificatesAlone) {
    profile_.trust.ca_names = {"CN=Responder"};
    const auto trust = answer_trust(profile_, roots_, issuing_);
    EXPECT_EQ(trust.signers, issuing_);
    EXPECT_EQ(trust.intermediates, issuing_);
    EXPECT_EQ(trust.roots, roots_);
    EXPECT_EQ(trust.signer_names, profile_.trust.ca_names);
}

TEST_F(AuthorityTrust, WithoutIssuingCertificatesAnyOfTheRootsMaySpeak) {
    EXPECT_TRUE(answer_trust(profile_, roots_, {}).signers.empty());
}

TEST_F(AuthorityTrust, CertificatesComeFromTheIssuingAuthorities) {
    const auto expected = certificate_expectations(profile_, roots_, issuing_);
    EXPECT_EQ(expected.roots, roots_);
    EXPECT_EQ(expected.intermediates, issuing_);
}

TEST_F(AuthorityTrust, TheProfilesExpectationsAreTakenOneByOne) {
    profile_.certificate.policies = {"1.2.3"};
    profile_.certificate.qc_compliance = false;
    profile_.certificate.qc_legislation = "KZ";
    profile_.certificate.validity_days = 300;
    profile_.clock.difference = std::chrono::seconds(77);
    const auto expected = certificate_expectations(profile_, roots_, issuing_);
    EXPECT_EQ(expected.policies, profile_.certificate.policies);
    EXPECT_FALSE(expected.qc_compliance);
    EXPECT_EQ(expected.legislation, "KZ");
    EXPECT_EQ(expected.longest_validity, std::chrono::days(300));
    EXPECT_EQ(expected.clock_tolerance, std::chrono::seconds(77));
    EXPECT_EQ(answer_trust(profile_, roots_, issuing_).clock_tolerance, std::chrono::seconds(77));
}

TEST_F(AuthorityTrust, NoEvidenceMakesASoftwareKeyADevices) {
    profile_.certificate.sscd_evidence = "CC EAL4+";
}

TEST_F(AuthorityTrust, UsagesAndTypesAreTakenByTheirNames) {
    profile_.certificate.key_usage = {"nonRepudiation", "digitalSignature"};
    profile_.certificate.qc_type = "eseal";
    const auto expected = certificate_expectations(profile_, roots_, {});
    const std::vector both = {crypto::KeyUsage::digital_signature,
                              crypto::KeyUsage::content_commitment};
    EXPECT_EQ(expected.key_usage, both);
    EXPECT_EQ(expected.qc_type, crypto::qc::type_eseal);
    profile_.certificate.qc_type = "web";
    EXPECT_EQ(certificate_expectations(profile_, roots_, {}).qc_type, crypto::qc::type_web);
    profile_.certificate.qc_type = "esign";
    EXPECT_EQ(certificate_expectations(profile_, roots_, {}).qc_type, crypto::qc::type_esign);
    profile_.certificate.qc_type.clear();
    EXPECT_TRUE(certificate_expectations(profile_, roots_, {}).qc_type.empty());
}

} // namespace
} // namespace koltamga::app

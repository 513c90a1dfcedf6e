// What the papers say, from the record and the office profile.
#include "app/papers.h"

#include "app/policy_of.h"
#include "issuance/agreement.h"

#include <gmock/gmock.h>

namespace koltamga::app {
namespace {

using ::testing::HasSubstr;

profile::OfficeProfile office() {
    profile::OfficeProfile profile;
    profile.id = "practice";
    profile.authority = {{"Күбөлөндүрүүчү борбор", "Удостоверяющий центр", "The authority"},
                         {"мекеме", "учреждение", "an institution"}};
    profile.trust.ca_names = {"CN=Practice issuing CA,C=KG"};
    return profile;
}

issuance::Application with_key(const std::string& canonical_record) {
    issuance::Application application;
    application.id = ApplicationId::from_random(std::array<std::uint8_t, 10>{});
    application.identity = issuance::IdentityRecorded{};
    application.contact = issuance::ContactRecorded{};
    application.key = issuance::KeyMade{};
    application.key->agreement = canonical_record;
    application.key->terms_version = "1";
    return application;
}

TEST(Papers, NameTheAuthorityAsTheProfileDoesAndNotAsItsCertificate) {
    const auto record = agreement_record(with_key("x\n"), office(), {}, "");
    EXPECT_EQ(record.office.authority, office().authority.name);
    EXPECT_EQ(record.office.identification, office().authority.identification);
}

TEST(Papers, AreOfTheWordingThatWasAccepted) {
    const auto record =
        agreement_record(with_key("koltamga-agreement-record-1\nterms 1 0abc\nterms-language ky\n"),
                         office(), {}, "");
    EXPECT_EQ(record.terms_version, "1");
    EXPECT_EQ(record.terms_hash, "0abc");
}

// With everything a paper asks of a record, though there is no key yet.
TEST(Papers, AreDraftedBeforeThereIsAKey) {
    auto application = with_key("");
    application.key.reset();
    application.identity->identity.names.surname = "ASANOV";
    printing::TemplateInfo terms;
    terms.version = "2";
    terms.hash = "0abc";
    const auto record = agreement_draft(application, office(), Bytes{1}, terms, {"aida", {}});
    EXPECT_EQ(record.terms_version, "2");
    EXPECT_EQ(record.terms_hash, "0abc");
    EXPECT_EQ(record.operator_name, "aida");
    EXPECT_EQ(record.applicant.surname, "ASANOV");
    EXPECT_EQ(record.key_fingerprint.size(), 64U);
    EXPECT_EQ(record.record_hash.size(), 64U);
    EXPECT_EQ(record.portrait, Bytes{1});
    EXPECT_FALSE(record.date.empty());
    EXPECT_EQ(record.custody, "cloud");
}

TEST(AcceptedTerms, AreReadFromTheRecordAndFromNowhereElse) {
    EXPECT_EQ(issuance::terms_hash_in("x\nterms 2 ff\n"), "ff");
    EXPECT_EQ(issuance::terms_hash_in("x\nterms 2 ff"), "ff");
    EXPECT_EQ(issuance::terms_hash_in("x\nterms-language ky\n"), "");
    EXPECT_EQ(issuance::terms_hash_in("x\nemail terms 2 ff\n"), "");
    EXPECT_EQ(issuance::terms_hash_in(""), "");
}

TEST(Policy, BindsTheWordingAndTheAuthority) {
    const auto policy = policy_of(office(), "S", profile::CustodyKind::cloud, "0abc");
    EXPECT_EQ(policy.terms_sha256, "0abc");
    EXPECT_EQ(policy.authority, "The authority, an institution");
}

TEST(Policy, HoldsPicturesToTheProfilesLimits) {
    auto profile = office();
    profile.limits.portrait_octets = 70'000;
    profile.limits.portrait_pixels = 123'456;
    EXPECT_EQ(picture_limits(profile).octets, 70'000U);
    EXPECT_EQ(picture_limits(profile).pixels, 123'456U);
}

} // namespace
} // namespace koltamga::app

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

// A later profile changes what the office is called and where the law stands; not the contract.
TEST(Papers, SayOfOfficeAuthorityAndLawWhatWasAcceptedAndNotWhatHoldsToday) {
    auto then = office();
    then.office.name = {"кеңсе", "офис", "office"};
    then.office.address = {"дарек", "адрес", "address"};
    then.office.code = "TOK-2";
    then.agreement.law = {"мыйзам", "закон", "law"};
    auto application = with_key("x\n");
    application.key->paper = paper_facts(then);
    profile::OfficeProfile today;
    today.office.utc_offset_minutes = -600;
    const auto record = agreement_record(application, today, {}, "");
    EXPECT_EQ(record.place, then.office.name);
    EXPECT_EQ(record.law, then.agreement.law);
    EXPECT_EQ(record.office.authority, then.authority.name);
    EXPECT_EQ(record.office.identification, then.authority.identification);
    EXPECT_EQ(record.office.name, then.office.name);
    EXPECT_EQ(record.office.address, then.office.address);
    EXPECT_EQ(record.office.code, "TOK-2");
    EXPECT_EQ(record.date, "1970-01-01") << "in the office's day of then";
}

profile::OfficeProfile office_that_takes(const std::string& document, const Texts& name) {
    domain::DocumentType type;
    type.id = document;
    type.name = name;
    auto profile = office();
    profile.rules.documents.push_back(type);
    return profile;
}

Texts document_on_paper(const std::string& type, const std::optional<issuance::PaperFacts>& paper,
                        const profile::OfficeProfile& today) {
    auto application = with_key("x\n");
    application.identity->identity.document.type = type;
    application.key->paper = paper;
    return agreement_record(application, today, {}, "").applicant.document_type;
}

TEST(Papers, CallADocumentWhatTheProfileCallsIt) {
    const Texts name = {"качкындын күбөлүгү", "удостоверение беженца", "Refugee's card"};
    const auto profile = office_that_takes("refugee-card", name);
    EXPECT_EQ(document_on_paper("refugee-card", paper_facts(profile), profile), name);
    EXPECT_EQ(document_on_paper("passport", paper_facts(profile), profile)[2], "Passport");
    EXPECT_EQ(document_on_paper("refugee-card", {}, office())[0], "refugee-card") << "unnamed";
}

// Neither a later profile nor a later program changes the copy.
TEST(Papers, CallADocumentWhatItWasCalledWhenTheKeyWasMade) {
    const auto then = paper_facts(office_that_takes("card", {"а", "б", "c"}));
    EXPECT_EQ(document_on_paper("card", then, office_that_takes("card", {"г", "д", "e"}))[2], "c");
    auto of_another_program = then;
    of_another_program.documents["passport"] = {"паспорт", "паспорт", "The passport"};
    EXPECT_EQ(document_on_paper("passport", of_another_program, office())[2], "The passport");
    auto second_version = then;
    second_version.documents.clear();
    EXPECT_EQ(
        document_on_paper("card", second_version, office_that_takes("card", {"г", "д", "e"}))[2],
        "e");
}

// The record that the holder's key signs names the law that the paper names.
TEST(Policy, SignsTheLawThatThePaperPrints) {
    auto profile = office();
    profile.agreement.law = {"мыйзам", "закон", "law of the paper"};
    profile.rules.legal_reference = "law of the rules";
    auto application = with_key("");
    application.portrait = issuance::PortraitRecorded{};
    const auto policy = policy_of(profile, "S", profile::CustodyKind::cloud, "0abc");
    const auto canonical = issuance::agreement_record(application, policy, {}, {});
    EXPECT_THAT(canonical, HasSubstr("\nlaw law of the paper\n"));
    EXPECT_THAT(canonical, HasSubstr("\nauthority The authority, an institution\n"));
}

TEST(Policy, BindsTheWordingAndTheAuthority) {
    const auto policy = policy_of(office(), "S", profile::CustodyKind::cloud, "0abc");
    EXPECT_EQ(policy.terms_sha256, "0abc");
    EXPECT_EQ(policy.paper.authority, office().authority.name);
    EXPECT_EQ(policy.paper.identification, office().authority.identification);
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

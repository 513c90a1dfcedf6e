// Each part of an application and of the profile stands in its own place on the papers.
#include "app/papers.h"
#include "app/policy_of.h"
#include "crypto/certificate_builder.h"
#include "crypto/hash.h"

#include <gtest/gtest.h>

namespace koltamga::app {
namespace {

using std::chrono::minutes;

// Eight in the evening in Greenwich is two in the morning of the next day in Bishkek.
const Instant evening = *instant_from("2026-11-21T20:00:00.000Z");

profile::OfficeProfile office() {
    profile::OfficeProfile profile;
    profile.practice = true;
    profile.authority = {{"борбор", "центр", "authority"}, {"мекеме", "учреждение", "institution"}};
    profile.office.name = {"кеңсе", "офис", "office"};
    profile.office.address = {"дарек", "адрес", "address"};
    profile.office.code = "TOK-2";
    profile.office.utc_offset_minutes = 360;
    profile.agreement.law = {"мыйзам", "закон", "law"};
    return profile;
}

issuance::Application application() {
    issuance::Application one;
    one.id = *ApplicationId::parse("7K3M-0QXT-9B2E-HN4W");
    one.identity = issuance::IdentityRecorded{};
    auto& identity = one.identity->identity;
    identity.pin = "20101199000008";
    identity.names = {"ASANOV", "USON", "Асанов", "Усон", "Жаныбаевич"};
    identity.sex = domain::Sex::female;
    identity.birth_date = domain::PartialDate::parse("1961-XX-XX");
    identity.document = {"id-card", "ID0000000", domain::Date::from(2025, 1, 2),
                         domain::Date::from(2035, 1, 1), "МКК 211011"};
    one.contact = issuance::ContactRecorded{"uson@example.com", "+996700123456"};
    one.key = issuance::KeyMade{};
    one.key->type = issuance::KeyType::ec_p256;
    one.key->custody = issuance::Custody::file;
    one.key->fingerprint = crypto::sha256(bytes_of("key"));
    one.key->subject = {{"CN", "ASANOV USON"}, {"SN", "ASANOV"}};
    one.key->agreement = "koltamga-agreement-record-1\nterms 2 0abc\n";
    one.key->terms_version = "2";
    one.key->terms_accepted = evening;
    one.key_by = "aida";
    return one;
}

TEST(AgreementRecord, IsDatedInTheOfficesDay) {
    auto profile = office();
    EXPECT_EQ(agreement_record(application(), profile, {}, "").date, "2026-11-22");
    profile.office.utc_offset_minutes = 239; // a minute before midnight
    EXPECT_EQ(agreement_record(application(), profile, {}, "").date, "2026-11-21");
    profile.office.utc_offset_minutes = 240;
    EXPECT_EQ(agreement_record(application(), profile, {}, "").date, "2026-11-22");
    profile.office.utc_offset_minutes = -300;
    EXPECT_EQ(agreement_record(application(), profile, {}, "").date, "2026-11-21");
}

TEST(AgreementDraft, IsDatedInTheOfficesDay) {
    const auto draft = agreement_draft(application(), office(), {}, {}, {"bakyt", evening});
    EXPECT_EQ(draft.date, "2026-11-22");
    EXPECT_EQ(draft.made_at, evening);
    EXPECT_EQ(draft.operator_name, "bakyt");
}

TEST(AgreementDraft, IsOfTheKeyThatTheProfileAsksFor) {
    auto profile = office();
    EXPECT_EQ(agreement_draft(application(), profile, {}, {}, {}).key_algorithm, "RSA 3072");
    EXPECT_EQ(agreement_draft(application(), profile, {}, {}, {}).custody, "cloud");
    profile.keys.algorithm = profile::KeyAlgorithm::ec_p256;
    profile.keys.custody = profile::CustodyKind::file;
    EXPECT_EQ(agreement_draft(application(), profile, {}, {}, {}).key_algorithm, "EC P-256");
    EXPECT_EQ(agreement_draft(application(), profile, {}, {}, {}).custody, "file");
    EXPECT_EQ(agreement_draft(application(), profile, {}, {}, {}).key_fingerprint,
              std::string(64, '0'));
}

TEST(AgreementRecord, HoldsEachPartInItsPlace) {
    const auto record = agreement_record(application(), office(), Bytes{1, 2}, "hash");
    EXPECT_EQ(record.record_id, "7K3M-0QXT-9B2E-HN4W");
    EXPECT_TRUE(record.practice);
    EXPECT_EQ(record.made_at, evening);
    EXPECT_EQ(record.place, office().office.name);
    EXPECT_EQ(record.law, office().agreement.law);
    EXPECT_EQ(record.office.authority, office().authority.name);
    EXPECT_EQ(record.office.identification, office().authority.identification);
    EXPECT_EQ(record.office.name, office().office.name);
    EXPECT_EQ(record.office.address, office().office.address);
    EXPECT_EQ(record.office.code, "TOK-2");
    EXPECT_EQ(record.operator_name, "aida");
    EXPECT_EQ(record.portrait, (Bytes{1, 2}));
    EXPECT_EQ(record.key_algorithm, "EC P-256");
    EXPECT_EQ(record.key_fingerprint, hex(crypto::sha256(bytes_of("key"))));
    EXPECT_EQ(record.custody, "file");
    EXPECT_EQ(record.terms_version, "2");
    EXPECT_EQ(record.terms_hash, "0abc");
    EXPECT_EQ(record.record_hash, "hash");
    auto real = office();
    real.practice = false;
    EXPECT_FALSE(agreement_record(application(), real, {}, "").practice);
}

TEST(AgreementRecord, HoldsEachPartOfTheApplicantInItsPlace) {
    const auto applicant = agreement_record(application(), office(), {}, "").applicant;
    EXPECT_EQ(applicant.surname, "ASANOV");
    EXPECT_EQ(applicant.given_names, "USON");
    EXPECT_EQ(applicant.surname_cyrillic, "Асанов");
    EXPECT_EQ(applicant.given_names_cyrillic, "Усон");
    EXPECT_EQ(applicant.patronymic, "Жаныбаевич");
    EXPECT_EQ(applicant.pin, "20101199000008");
    EXPECT_EQ(applicant.birth_date, "1961-XX-XX");
    EXPECT_EQ(applicant.sex, "F");
    EXPECT_EQ(applicant.document_type[2], "Identity card");
    EXPECT_EQ(applicant.document_number, "ID0000000");
    EXPECT_EQ(applicant.document_issued, "2025-01-02");
    EXPECT_EQ(applicant.document_expires, "2035-01-01");
    EXPECT_EQ(applicant.document_issuer, "МКК 211011");
    EXPECT_EQ(applicant.email, "uson@example.com");
    EXPECT_EQ(applicant.phone, "+996700123456");
}

TEST(AgreementRecord, NamesTheKindOfDocumentInEachLanguage) {
    auto one = application();
    const auto kind = [&](const char* type) {
        one.identity->identity.document.type = type;
        return agreement_record(one, office(), {}, "").applicant.document_type;
    };
    EXPECT_EQ(kind("passport"),
              (Texts{"Жалпы жарандык паспорт", "Общегражданский паспорт", "Passport"}));
    EXPECT_EQ(kind("id-card")[0], "Идентификациялык карта (ID-карта)");
    EXPECT_EQ(kind("id-card")[1], "Идентификационная карта (ID-карта)");
    EXPECT_EQ(kind("residence"), (Texts{"residence", "residence", "residence"}));
}

// With a certificate of a second after eight in the evening to a second before.
issuance::Application certified(std::vector<std::string> policies = {"1.2.3", "1.2.4"}) {
    auto one = application();
    const auto key = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    crypto::CertificateTemplate content;
    content.subject = {{"CN", "Practice issuing CA"}};
    content.not_before = evening + std::chrono::seconds(1);
    content.not_after = *instant_from("2027-11-21T19:59:59.000Z");
    content.policies = std::move(policies);
    const auto certificate = crypto::make_self_signed(content, key).value();
    one.certificate = issuance::CertificateAnswered{};
    one.certificate->certificate = certificate.der();
    one.certificate->serial = "4a1f";
    one.certificate->not_before = content.not_before;
    one.certificate->not_after = content.not_after;
    return one;
}

TEST(CertificateSheetRecord, HoldsEachPartInItsPlace) {
    const auto one = certified();
    const auto certificate = crypto::Certificate::parse(one.certificate->certificate).value();
    const auto record = certificate_sheet_record(one, office());
    EXPECT_EQ(record.record_id, "7K3M-0QXT-9B2E-HN4W");
    EXPECT_TRUE(record.practice);
    EXPECT_EQ(record.made_at, one.certificate->not_before);
    EXPECT_EQ(record.date, "2026-11-22") << "in the office's day";
    EXPECT_EQ(record.place, office().office.name);
    EXPECT_EQ(record.law, office().agreement.law);
    EXPECT_EQ(record.office.code, "TOK-2");
    EXPECT_EQ(record.operator_name, "aida");
    EXPECT_EQ(record.holder, "Асанов Усон Жаныбаевич");
    ASSERT_EQ(record.subject.size(), 2U);
    EXPECT_EQ(record.subject[0].name, "CN");
    EXPECT_EQ(record.subject[0].value, "ASANOV USON");
    EXPECT_EQ(record.subject[1].name, "SN");
    EXPECT_EQ(record.serial, "4a1f");
    EXPECT_EQ(record.issuer, certificate.issuer_text());
    EXPECT_EQ(record.policy, "1.2.3");
    EXPECT_EQ(record.fingerprint, hex(certificate.fingerprint()));
    EXPECT_EQ(record.key_algorithm, "EC P-256");
    EXPECT_EQ(record.key_fingerprint, hex(crypto::sha256(bytes_of("key"))));
    EXPECT_EQ(record.custody, "file");
    EXPECT_TRUE(record.accepted_at.empty());
    EXPECT_TRUE(certificate_sheet_record(certified({}), office()).policy.empty());
}

TEST(CertificateSheetRecord, IsOfTheOfficeAndTheWordingOfTheDayOfItsKey) {
    auto one = certified();
    EXPECT_EQ(certificate_sheet_record(one, office()).sheet_version, "1") << "not kept yet";
    one.key->paper = paper_facts(office());
    one.key->paper->sheet_version = "2";
    profile::OfficeProfile today;
    today.office.utc_offset_minutes = -600;
    const auto record = certificate_sheet_record(one, today);
    EXPECT_EQ(record.sheet_version, "2");
    EXPECT_EQ(record.place, office().office.name);
    EXPECT_EQ(record.law, office().agreement.law);
    EXPECT_EQ(record.office.address, office().office.address);
    EXPECT_EQ(record.date, "2026-11-22");
    EXPECT_EQ(record.valid_from, "22.11.2026 02:00:01 UTC+6");
    EXPECT_EQ(record.valid_until, "22.11.2027 01:59:59 UTC+6");
}

TEST(CertificateSheetRecord, SaysTheTermInTheOfficesTime) {
    const auto said = [](int offset) {
        auto profile = office();
        profile.office.utc_offset_minutes = offset;
        const auto record = certificate_sheet_record(certified(), profile);
        return std::pair(record.valid_from, record.valid_until);
    };
    EXPECT_EQ(said(360).first, "22.11.2026 02:00:01 UTC+6");
    EXPECT_EQ(said(360).second, "22.11.2027 01:59:59 UTC+6");
    EXPECT_EQ(said(330).first, "22.11.2026 01:30:01 UTC+5:30");
    EXPECT_EQ(said(-210).first, "21.11.2026 16:30:01 UTC-3:30");
    EXPECT_EQ(said(-30).first, "21.11.2026 19:30:01 UTC-0:30");
    EXPECT_EQ(said(0).first, "21.11.2026 20:00:01 UTC+0");
    EXPECT_EQ(said(545).first, "22.11.2026 05:05:01 UTC+9:05");
}

TEST(CertificateSheetRecord, NamesTheHolderAsTheHolderReadsIt) {
    const auto holder = [](const domain::Names& names) {
        auto one = certified();
        one.identity->identity.names = names;
        return certificate_sheet_record(one, office()).holder;
    };
    EXPECT_EQ(holder({"ASANOV", "USON", "", "", ""}), "ASANOV USON");
    EXPECT_EQ(holder({"ASANOV", "", "", "", "Жаныбаевич"}), "ASANOV Жаныбаевич");
    EXPECT_EQ(holder({"ASANOV", "USON", "Асанов", "", ""}), "Асанов");
}

TEST(DefaultLanguages, AreTheProfiles) {
    const auto languages = [](std::vector<Language> wanted) {
        auto profile = office();
        profile.agreement.languages = std::move(wanted);
        return printing::to_text(default_languages(profile));
    };
    EXPECT_EQ(languages({Language::ky}), "ky");
    EXPECT_EQ(languages({Language::ru}), "ru");
    EXPECT_EQ(languages({Language::en}), "en");
    EXPECT_EQ(languages({Language::ky, Language::ru}), "ky+ru");
}

TEST(Policy, HoldsEachPartOfTheProfileInItsPlace) {
    auto profile = office();
    profile.keys.algorithm = profile::KeyAlgorithm::ec_p256;
    profile.agreement.terms_version = "7";
    profile.office.utc_offset_minutes = 330;
    profile.rules.full_age = 16;
    profile.certificate.subject = {{"CN", "{pin}"}};
    profile.clock.set_back = std::chrono::seconds(61);
    profile.clock.forward = std::chrono::hours(25);
    const auto policy = policy_of(profile, "S", profile::CustodyKind::file, "0abc");
    EXPECT_EQ(policy.rules, profile.rules);
    EXPECT_EQ(policy.key_type, issuance::KeyType::ec_p256);
    EXPECT_EQ(policy.custody, issuance::Custody::file);
    EXPECT_EQ(policy.terms_version, "7");
    EXPECT_EQ(policy.terms_sha256, "0abc");
    EXPECT_EQ(policy.paper.office, profile.office.name);
    EXPECT_EQ(policy.paper.address, profile.office.address);
    EXPECT_EQ(policy.paper.office_code, "TOK-2");
    EXPECT_EQ(policy.station, "S");
    EXPECT_EQ(policy.paper.authority, profile.authority.name);
    EXPECT_EQ(policy.paper.identification, profile.authority.identification);
    EXPECT_EQ(policy.paper.law, profile.agreement.law);
    EXPECT_EQ(policy.paper.utc_offset_minutes, 330);
    EXPECT_EQ(policy.paper.sheet_version, "2");
    EXPECT_EQ(policy.utc_offset, minutes(330));
    EXPECT_TRUE(policy.practice);
    EXPECT_EQ(policy.subject, profile.certificate.subject);
    EXPECT_EQ(policy.clock.set_back, minutes(2)) << "never less than the profile allows";
    EXPECT_EQ(policy.clock.forward, std::chrono::days(2));
    const auto other = policy_of(office(), "S", profile::CustodyKind::cloud, "");
    EXPECT_EQ(other.key_type, issuance::KeyType::rsa3072);
    EXPECT_EQ(other.custody, issuance::Custody::cloud);
}

} // namespace
} // namespace koltamga::app

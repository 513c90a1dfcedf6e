// The words of the journal, one by one, as src/FORMATS.md gives them: a stranger reads by that
// page.
#include "issuance/next_call.h"
#include "tests/issuance/samples.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace koltamga::issuance {
namespace {

using namespace samples;
using Json = nlohmann::json;

template <class Body>
void expect_written(const Body& body, const std::string& json) {
    EXPECT_EQ(Json::parse(write(body)), Json::parse(json)) << json;
}

const std::string sha = hex(digest(bytes_of("portrait")));

TEST(Format, OfWhatHappensAtTheDesk) {
    expect_written(ContactRecorded{"uson@example.com", "+996700123456"},
                   R"({"email": "uson@example.com", "phone": "+996700123456"})");
    using enum domain::Consent;
    expect_written(ConsentRecorded{{given, withheld, not_asked, given}},
                   R"({"consents": {"personal_data": "given", "register_lookup": "withheld",
                       "uis_account": "not-asked", "terms": "given"}})");
    auto picture = portrait();
    picture.source = "camera";
    expect_written(picture, R"({"blob": ")" + std::string(64, 'b') + R"(", "sha256": ")" + sha +
                                R"(", "width": 413, "height": 531, "face": [10, 20, 300, 400],
                        "source": "camera", "file_import_reason": "practice"})");
    expect_written(Remark{"why", "azamat", "key"},
                   R"({"reason": "why", "second_person": "azamat", "to_step": "key"})");
    expect_written(ApplicationHandedOver{"in-person"}, R"({"acceptance": "in-person"})");
    expect_written(AgreementPrinted{2, "ky+ru", digest(bytes_of("portrait"))},
                   R"({"copy": 2, "languages": "ky+ru", "sha256": ")" + sha + R"("})");
}

TEST(Format, OfWhatLeavesForAPrinter) {
    expect_written(PaperPrinted{Paper::sheet, 2, "ky+ru", digest(bytes_of("portrait")), "desk"},
                   R"({"paper": "sheet", "copy": 2, "languages": "ky+ru", "sha256": ")" + sha +
                       R"(", "printer": "desk"})");
    expect_written(RegisterPrinted{"2026-11-22", 3, "ru", digest(bytes_of("portrait")), "desk"},
                   R"({"day": "2026-11-22", "copy": 3, "languages": "ru", "sha256": ")" + sha +
                       R"(", "printer": "desk"})");
    EXPECT_EQ(paper_named("refusal"), Paper::refusal);
    EXPECT_FALSE(paper_named("certificate-sheet"));
    EXPECT_FALSE(
        read_body<PaperPrinted>(R"({"paper": "poster", "copy": 1, "languages": "ru", "sha256": ")" +
                                sha + R"(", "printer": "desk"})"));
}

TEST(Format, OfTheKey) {
    auto body = key(Custody::file);
    body.terms_version = "7";
    body.accepted_how = "scripted";
    const std::string rest =
        R"("public_key": "010203", "fingerprint": ")" + hex(body.fingerprint) +
        R"(", "certificate_request": "0405", "subject": [["C", "KG"], ["CN", "ASANOV USON"]],
            "agreement": "koltamga-agreement-record-1\n", "agreement_signature": "0607",
            "package": ")" +
        std::string(64, 'c') +
        R"(", "package_secret": "0909", "terms_version": "7", "terms_language": "ky",
            "accepted_how": "scripted", "terms_accepted": "2026-11-22T09:10:00.000Z",
            "languages": "ky+ru"})";
    expect_written(body, R"({"type": "ec-p256", "custody": "file", )" + rest);
    body.type = KeyType::rsa3072;
    body.custody = Custody::cloud;
    expect_written(body, R"({"type": "rsa-3072", "custody": "cloud", )" + rest);
    body.paper = paper();
    EXPECT_EQ(Json::parse(write(body)).at("paper"), Json::parse(R"({
        "authority": ["Окуу борбору", "Учебный центр", "Practice CA"],
        "identification": ["мекеме", "учреждение", "an institution"],
        "office": ["Кызмат борбору", "Центр обслуживания", "Service centre"],
        "address": ["Токмок ш.", "г. Токмок", "Tokmok"], "office_code": "0417",
        "law": ["№ 128 Мыйзам", "Закон № 128", "Law No. 128"],
        "utc_offset_minutes": 360, "sheet_version": "2",
        "documents": {"id-card": ["ID-карта", "ID-карта", "Identity card"]}})"));
}

TEST(Format, OfTheCertificate) {
    expect_written(CertificateAsked{3, {1, 0xab}, "station"},
                   R"({"attempt": 3, "transaction_id": "01ab", "carrier": "station"})");
    expect_written(waiting(2),
                   R"({"attempt": 2, "check_after": 60, "transcript": ["01", "0203"]})");
    auto body = answered(Outcome::granted, 2, "0a");
    body.with_modifications = true;
    body.detail = "words";
    body.found_by = "look-up";
    const std::pair<Outcome, const char*> outcomes[] = {{Outcome::granted, "granted"},
                                                        {Outcome::refused, "refused"},
                                                        {Outcome::rejected, "rejected"},
                                                        {Outcome::cancelled, "cancelled"},
                                                        {Outcome::unconfirmed, "unconfirmed"}};
    for (const auto& [outcome, name] : outcomes) {
        body.outcome = outcome;
        expect_written(body, R"({"attempt": 2, "outcome": ")" + std::string(name) +
                                 R"(", "certificate": "3001", "serial": "0a",
                            "not_before": "2026-11-22T00:00:00.000Z",
                            "not_after": "2027-11-21T23:59:59.000Z", "with_modifications": true,
                            "detail": "words", "found_by": "look-up"})");
        EXPECT_EQ(read_body<CertificateAnswered>(write(body))->outcome, outcome);
    }
    expect_written(CertificateConfirmed{2}, R"({"attempt": 2})");
    expect_written(KeyDelivered{{1, 2}}, R"({"receipt": "0102"})");
    expect_written(KeyExported{digest(bytes_of("portrait"))}, R"({"sha256": ")" + sha + R"("})");
}

TEST(Format, OfTheEndOfACertificate) {
    expect_written(SurplusFound{"0b", {0x30, 2}}, R"({"serial": "0b", "certificate": "3002"})");
    expect_written(
        RevocationAsked{"0a", {0x30}, RevocationReason::key_compromise, "holder", "ID card", 2},
        R"({"serial": "0a", "certificate": "30", "reason": "keyCompromise",
            "requested_by": "holder", "proof": "ID card", "attempt": 2})");
    expect_written(RevocationAnswered{"0a", true, "done"},
                   R"({"serial": "0a", "revoked": true, "detail": "done"})");
}

TEST(Format, OfAReissueNamesWhatItReplaces) {
    auto body = eligible();
    body.replaces = {{"0a", {0x30}, CertificateStatus::valid},
                     {"0b", {0x31}, CertificateStatus::unconfirmed},
                     {"0c", {0x32}, CertificateStatus::revoked}};
    EXPECT_EQ(Json::parse(write(body)).at("replaces"),
              Json::parse(R"([{"serial": "0a", "certificate": "30", "status": "valid"},
                              {"serial": "0b", "certificate": "31", "status": "unconfirmed"},
                              {"serial": "0c", "certificate": "32", "status": "revoked"}])"));
}

// A record of before the rule set was brought forward is reckoned again by its own rules.
TEST(Format, OfAVerdictIsEnoughToReckonItAgainByItsOwnVersion) {
    for (const auto* version : {"1", "2", "3"}) {
        auto body = eligible();
        body.facts.identity.names_cut_off = true;
        body.rules.version = version;
        body.verdict = domain::decide(body.facts, body.rules, day("2026-11-22"));
        const auto read = read_body<EligibilityDecided>(write(body));
        ASSERT_TRUE(read);
        EXPECT_EQ(read->verdict.version, version);
        EXPECT_EQ(domain::decide(read->facts, read->rules, read->verdict.reference), body.verdict);
        EXPECT_EQ(read->verdict.to_confirm().empty(), std::string_view(version) == "1");
    }
}

template <class Enum>
void expect_names(const std::vector<const char*>& names) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        EXPECT_EQ(name_of(static_cast<Enum>(i)), names[i]);
    }
}

TEST(Name, StandsForItsOwnMeaning) {
    EXPECT_EQ(static_cast<int>(State::cancelled), 6);
    expect_names<State>(
        {"draft", "refused", "on-hold", "waiting-for-ca", "certified", "handed-over", "cancelled"});
    EXPECT_EQ(static_cast<int>(Step::done), 7);
    expect_names<Step>(
        {"identify", "decide", "contact", "portrait", "key", "certificate", "hand-over", "done"});
    EXPECT_EQ(static_cast<int>(WaitsFor::centre), 7);
    expect_names<WaitsFor>(
        {"nobody", "clerk", "applicant", "second-person", "network", "ca", "vault", "centre"});
    expect_names<Call>({"none", "recheck", "ask", "poll", "look-up", "settle", "deliver", "revoke",
                        "close", "look-again"});
    EXPECT_EQ(name_of(State::on_hold), "on-hold");
    EXPECT_EQ(name_of(WaitsFor::vault), "vault");
    EXPECT_EQ(name_of(Call::close), "close");
    for (int who = 0; who <= static_cast<int>(WaitsFor::centre); ++who) {
        EXPECT_EQ(waits_for_named(name_of(static_cast<WaitsFor>(who))), static_cast<WaitsFor>(who));
    }
    EXPECT_FALSE(waits_for_named("somebody"));
}

TEST(Name, OfAReasonAndAStatusIsItsOwn) {
    EXPECT_EQ(name_of(RevocationReason::unspecified), "unspecified");
    EXPECT_EQ(name_of(RevocationReason::key_compromise), "keyCompromise");
    EXPECT_EQ(name_of(RevocationReason::affiliation_changed), "affiliationChanged");
    EXPECT_EQ(name_of(RevocationReason::superseded), "superseded");
    EXPECT_EQ(name_of(RevocationReason::cessation_of_operation), "cessationOfOperation");
    EXPECT_EQ(name_of(CertificateStatus::valid), "valid");
    EXPECT_EQ(name_of(CertificateStatus::unconfirmed), "unconfirmed");
    EXPECT_EQ(name_of(CertificateStatus::revoked), "revoked");
    EXPECT_EQ(certificate_status_named("revoked"), CertificateStatus::revoked);
    EXPECT_FALSE(certificate_status_named("Revoked"));
}

TEST(Name, OfAKindIsTheOneThatHeadersHold) {
    const std::vector<std::string_view> names = {"identity.recorded",
                                                 "eligibility.decided",
                                                 "contact.recorded",
                                                 "consent.recorded",
                                                 "portrait.recorded",
                                                 "key.made",
                                                 "certificate.asked",
                                                 "certificate.waiting",
                                                 "certificate.answered",
                                                 "certificate.confirmed",
                                                 "certificate.settled",
                                                 "key.delivery-asked",
                                                 "key.delivered",
                                                 "key.exported",
                                                 "surplus.found",
                                                 "revocation.asked",
                                                 "revocation.answered",
                                                 "application.handed-over",
                                                 "application.went-back",
                                                 "application.on-hold",
                                                 "application.cancel-asked",
                                                 "application.overridden",
                                                 "application.refused",
                                                 "application.cancelled",
                                                 "application.erased",
                                                 "agreement.printed",
                                                 "paper.printed",
                                                 "station.enrolled",
                                                 "station.renewed",
                                                 "station.epoch-opened",
                                                 "operator.added",
                                                 "operator.reset",
                                                 "operator.disabled",
                                                 "operator.signed-in",
                                                 "operator.sign-in-failed",
                                                 "journal.exported",
                                                 "backup.made",
                                                 "backup.restored",
                                                 "register.printed"};
    ASSERT_EQ(all_kinds().size(), names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        EXPECT_EQ(name_of(all_kinds()[i]), names[i]);
    }
    EXPECT_EQ(name_of(Kind::certificate_settled), "certificate.settled");
    EXPECT_EQ(name_of(Kind::application_cancelled), "application.cancelled");
    EXPECT_EQ(name_of(Kind::operator_sign_in_failed), "operator.sign-in-failed");
}

TEST(Name, OfADigestIsItsLowerCaseDigits) {
    const std::string digits(64, 'a');
    ASSERT_TRUE(digest_from(digits));
    EXPECT_EQ(hex(*digest_from(digits)), digits);
    for (const auto& wrong : {std::string(), std::string(62, 'a'), std::string(63, 'a'),
                              std::string(66, 'a'), std::string(64, 'A'), std::string(64, 'g')}) {
        EXPECT_FALSE(digest_from(wrong)) << wrong;
    }
}

bool only_ascii(std::string_view text) {
    return text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz '.:`-") ==
           text.npos;
}

TEST(Name, OfWhoMustActIsSaidInTheLanguageAskedFor) {
    for (int who = 0; who <= static_cast<int>(WaitsFor::centre); ++who) {
        const auto in = [&](Language language) {
            return sentence_for(static_cast<WaitsFor>(who), language);
        };
        EXPECT_TRUE(only_ascii(in(Language::en))) << in(Language::en);
        const auto russian = in(Language::ru);
        EXPECT_TRUE(russian.starts_with("Ждёт") || russian.starts_with("Ничего")) << russian;
        EXPECT_NE(in(Language::ky).find("күт"), std::string_view::npos) << in(Language::ky);
    }
    EXPECT_EQ(sentence_for(WaitsFor::nobody, Language::en), "Nothing is awaited.");
    EXPECT_EQ(sentence_for(WaitsFor::applicant, Language::en), "Waits for the applicant.");
    EXPECT_EQ(sentence_for(WaitsFor::network, Language::en),
              "Waits for the network: the certification authority has not been asked yet. Run "
              "`koltamgactl sync` with `--operator` once there is a connection.");
    EXPECT_EQ(sentence_for(WaitsFor::ca, Language::en),
              "Waits for the certification authority's answer.");
    EXPECT_EQ(sentence_for(WaitsFor::vault, Language::en),
              "Waits for the cloud key vault's confirmation.");
    EXPECT_EQ(sentence_for(WaitsFor::centre, Language::en), "Waits for the centre's receipt.");
}

} // namespace
} // namespace koltamga::issuance

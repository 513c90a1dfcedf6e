// What a visit leaves in the record, field by field, and what the outside is given of it.
#include "issuance/agreement.h"
#include "tests/issuance/office.h"

#include <gtest/gtest.h>

namespace koltamga::issuance {
namespace {

using namespace office;
using namespace samples;
using namespace std::chrono_literals;

const auto stamped = instant("2026-11-22T09:00:00.000Z");

template <class Body>
Body recorded(const Office& office, const Application& application, Kind kind,
              std::size_t number = 0) {
    return read_body<Body>(office.journal.of_kind(*application.id, kind).at(number).body).value();
}

TEST(Recorded, OfThePictureIsTheCutItsSizeAndItsHash) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto body = recorded<PortraitRecorded>(office, *application, Kind::portrait_recorded);
    EXPECT_EQ(body.sha256, digest(bytes_of("portrait")));
    EXPECT_EQ(body.width, 413);
    EXPECT_EQ(body.height, 531);
    EXPECT_EQ(body.face.x, 1);
    EXPECT_EQ(body.face.y, 2);
    EXPECT_EQ(body.face.width, 3);
    EXPECT_EQ(body.face.height, 4);
    EXPECT_EQ(body.source, "file");
    EXPECT_EQ(body.file_import_reason, "practice");
    EXPECT_EQ(text_of(office.journal.blob(*application->id, "portrait", body.blob).value()),
              "portrait");
}

TEST(Recorded, OfTheKeyIsEverythingThatWasMadeAndAccepted) {
    for (const auto custody : {Custody::cloud, Custody::file}) {
        Office office({.custody = custody});
        auto runner = office.runner();
        const auto application = office.to_certificate(runner);
        const auto body = recorded<KeyMade>(office, *application, Kind::key_made);
        const auto& order = office.workshop.last_order;
        ASSERT_TRUE(order);
        EXPECT_EQ(order->application, application->id);
        EXPECT_EQ(order->type, KeyType::ec_p256);
        EXPECT_EQ(order->custody, custody);
        EXPECT_EQ(order->subject, body.subject);
        EXPECT_EQ(body.subject, domain::subject_name(identity(), office.policy.subject).value());
        EXPECT_EQ(body.type, KeyType::ec_p256);
        EXPECT_EQ(body.custody, custody);
        EXPECT_EQ(text_of(body.public_key), "public key 1");
        EXPECT_EQ(body.fingerprint, digest(bytes_of("public key 1")));
        EXPECT_EQ(text_of(body.certificate_request), "request 1");
        EXPECT_EQ(text_of(body.agreement_signature), "signature 1");
        EXPECT_EQ(
            text_of(office.journal.blob(*application->id, "key-package", body.package).value()),
            "package 1");
        EXPECT_EQ(text_of(body.package_secret), custody == Custody::file ? "public key 1" : "");
        EXPECT_EQ(body.terms_version, "1");
        EXPECT_EQ(body.terms_language, "ky");
        EXPECT_EQ(body.accepted_how, "in-person");
        EXPECT_EQ(body.terms_accepted, stamped);
        EXPECT_EQ(body.languages, "ky");
        EXPECT_EQ(body.paper, paper());
        EXPECT_EQ(application->key_by, "bermet");
        EXPECT_EQ(office.workshop.begun_type, KeyType::ec_p256);
    }
}

TEST(Recorded, OfTheAgreementIsEveryLineInItsOrder) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    EXPECT_EQ(application->key->agreement, "koltamga-agreement-record-1\n"
                                           "application " +
                                               application->id->text() +
                                               "\n"
                                               "authority Practice CA, an institution\n"
                                               "office 0417 Service centre\n"
                                               "station 7K3M-0QXT-9B2E-HN4W\n"
                                               "law Law No. 128\n"
                                               "pin 20101199000008\n"
                                               "surname ASANOV\n"
                                               "given-names USON\n"
                                               "surname-cyrillic Асанов\n"
                                               "given-names-cyrillic Усон\n"
                                               "patronymic Жаныбаевич\n"
                                               "sex M\n"
                                               "birth-date 1990-01-01\n"
                                               "document id-card ID0000000\n"
                                               "document-issued 2025-01-01\n"
                                               "document-expires 2035-01-01\n"
                                               "document-issuer МКК 211011\n"
                                               "email uson@example.com\n"
                                               "phone +996700123456\n"
                                               "portrait-sha256 " +
                                               hex(digest(bytes_of("portrait"))) +
                                               "\n"
                                               "terms 1 " +
                                               std::string(64, 'a') +
                                               "\n"
                                               "terms-language ky\n"
                                               "terms-accepted 2026-11-22T09:00:00.000Z in-person\n"
                                               "operator bermet\n"
                                               "custody cloud\n"
                                               "public-key-sha256 " +
                                               hex(digest(bytes_of("public key 1"))) + "\n");
}

TEST(Recorded, OfTheAgreementIsNoLineThatAValueForged) {
    auto application = Story().to_key().now();
    application.contact->email = "a@b.kg\ncustody file\rx";
    application.identity->identity.birth_date.reset();
    application.identity->identity.document.issued.reset();
    auto office = policy();
    office.custody = Custody::file;
    const auto record = agreement_record(application, office, {}, {});
    EXPECT_NE(record.find("\nemail a@b.kg custody file x\n"), std::string::npos) << record;
    EXPECT_NE(record.find("\nbirth-date -\n"), std::string::npos);
    EXPECT_NE(record.find("\ndocument-issued -\n"), std::string::npos);
    EXPECT_NE(record.find("\ncustody file\n"), std::string::npos);
}

TEST(Recorded, OfTheCertificateIsWhatTheAuthorityGranted) {
    Office office({.authority = {.modifies = true}});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    ASSERT_FALSE(runner.go_on(*application->id)->obstacle);
    const auto asked = recorded<CertificateAsked>(office, *application, Kind::certificate_asked);
    EXPECT_EQ(asked.attempt, 1U);
    EXPECT_EQ(asked.transaction_id.size(), 16U);
    EXPECT_EQ(asked.carrier, "station");
    const auto body =
        recorded<CertificateAnswered>(office, *application, Kind::certificate_answered);
    EXPECT_EQ(body.attempt, 1U);
    EXPECT_EQ(text_of(body.certificate), "cert c1");
    EXPECT_EQ(body.serial, "c1");
    EXPECT_EQ(body.not_before, stamped);
    EXPECT_EQ(body.not_after, stamped + 24h * 365);
    EXPECT_TRUE(body.with_modifications);
    EXPECT_EQ(body.detail, "");
    EXPECT_EQ(body.found_by, "answer");
}

TEST(Recorded, OfARejectedCertificateIsTheCertificateAndWhy) {
    Office office({.authority = {.issues_wrong = true}});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    ASSERT_TRUE(runner.go_on(*application->id));
    const auto body =
        recorded<CertificateAnswered>(office, *application, Kind::certificate_answered);
    EXPECT_EQ(body.outcome, Outcome::rejected);
    EXPECT_EQ(text_of(body.certificate), "cert c1");
    EXPECT_EQ(body.detail, "subject");
}

TEST(Recorded, OfTheHandOverIsHowAndOfTheFileItsHash) {
    Office office({.custody = Custody::file});
    const auto application = office.visit_to_the_end();
    EXPECT_EQ(recorded<ApplicationHandedOver>(office, application, Kind::application_handed_over)
                  .acceptance,
              "in-person");
    EXPECT_EQ(recorded<KeyExported>(office, application, Kind::key_exported).sha256,
              digest(office.files.at(0)));
}

TEST(Recorded, OfTheDeliveryIsTheVaultsReceiptAndOneQuestion) {
    Office office;
    office.vault.reachable = false;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    EXPECT_TRUE(runner.go_on(*application->id)->obstacle);
    EXPECT_TRUE(runner.go_on(*application->id)->obstacle);
    office.vault.reachable = true;
    ASSERT_FALSE(runner.go_on(*application->id)->obstacle);
    EXPECT_EQ(office.journal.of_kind(*application->id, Kind::key_delivery_asked).size(), 1U);
    EXPECT_EQ(text_of(recorded<KeyDelivered>(office, *application, Kind::key_delivered).receipt),
              "receipt for " + hex(application->key->fingerprint));
}

TEST(Recorded, OfARevocationIsWhoAskedAndHowTheyProvedIt) {
    Office office;
    const auto application = office.visit_to_the_end();
    auto runner = office.runner();
    ASSERT_FALSE(
        runner
            .revoke(*application.id, RevocationReason::affiliation_changed, "supervisor", "order 5")
            ->obstacle);
    const auto body = recorded<RevocationAsked>(office, application, Kind::revocation_asked);
    EXPECT_EQ(body.serial, application.certificate->serial);
    EXPECT_EQ(body.certificate, application.certificate->certificate);
    EXPECT_EQ(body.requested_by, "supervisor");
    EXPECT_EQ(body.proof, "order 5");
    EXPECT_EQ(body.reason, RevocationReason::affiliation_changed);
    EXPECT_EQ(office.authority.revoked_for.at("c1"), RevocationReason::affiliation_changed);
    const auto done = recorded<RevocationAnswered>(office, application, Kind::revocation_answered);
    EXPECT_EQ(done.serial, application.certificate->serial);
    EXPECT_TRUE(done.revoked);
}

TEST(Recorded, OfAPaperIsItsCopyItsLanguagesAndItsHash) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const Bytes paper{1, 2, 3};
    ASSERT_TRUE(runner.printed(*application->id, "ky+ru", paper));
    const auto body = recorded<AgreementPrinted>(office, *application, Kind::agreement_printed);
    EXPECT_EQ(body.copy, 1U);
    EXPECT_EQ(body.languages, "ky+ru");
    EXPECT_EQ(body.sha256, digest(paper));
}

TEST(Recorded, OfEachCopyThatLeavesForAPrinterIsItsNumberAmongThatPaper) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const Bytes paper{1, 2, 3};
    ASSERT_TRUE(runner.printed(*application->id, "ky+ru", paper)); // to a file: the first
    const auto after =
        runner.leaves_for_printer(*application->id, {Paper::agreement, 2, "ru", "desk"}, paper);
    ASSERT_TRUE(after);
    EXPECT_EQ(after->copies_of(Paper::agreement), 3U);
    EXPECT_EQ(after->copies_of(Paper::sheet), 0U);
    const auto entries = office.journal.of_kind(*application->id, Kind::paper_printed);
    ASSERT_EQ(entries.size(), 2U);
    const auto body = read_body<PaperPrinted>(entries.back().body);
    EXPECT_EQ(body->paper, Paper::agreement);
    EXPECT_EQ(body->copy, 3U);
    EXPECT_EQ(body->languages, "ru");
    EXPECT_EQ(body->printer, "desk");
    EXPECT_EQ(body->sha256, digest(paper));
}

TEST(Recorded, IsNoPaperThatTheApplicationHasNot) {
    Office office;
    auto runner = office.runner();
    const auto begun = runner.identify({identity(), {}, {}});
    for (const auto paper : {Paper::agreement, Paper::sheet, Paper::refusal}) {
        EXPECT_TRUE(runner.leaves_for_printer(*begun->id, {paper, 1, "ru", "desk"}, {})
                        .failed_with(Code::issuance_not_allowed));
    }
}

TEST(Recorded, OfGivingUpIsWhyAndTheKeyThatWasBegunIsWiped) {
    Office office;
    auto runner = office.runner();
    const auto begun = runner.identify({identity(), {}, {}});
    ASSERT_TRUE(runner.cancel(*begun->id, "left"));
    EXPECT_EQ(recorded<Remark>(office, *begun, Kind::application_cancelled).reason, "left");
    EXPECT_EQ(office.workshop.abandoned, 1);
}

TEST(Recorded, OfGoingBackIsWhyAndWhereTo) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    ASSERT_TRUE(runner.go_back(*application->id, Step::contact, "wrong address"));
    const auto body = recorded<Remark>(office, *application, Kind::application_went_back);
    EXPECT_EQ(body.reason, "wrong address");
    EXPECT_EQ(body.to_step, "contact");
}

TEST(Recorded, OfARecheckIsWhatTheClerkHadConfirmed) {
    Office office;
    auto runner = office.runner();
    auto odd = identity();
    odd.sex = domain::Sex::female; // the PIN says otherwise
    ASSERT_TRUE(runner.identify({odd, {}, {}}));
    const auto application = office.to_certificate(runner);
    office.next_day();
    ASSERT_FALSE(runner.go_on(*application->id)->obstacle);
    const auto body =
        recorded<EligibilityDecided>(office, *application, Kind::eligibility_decided, 1);
    EXPECT_TRUE(body.recheck);
    EXPECT_EQ(body.warnings_confirmed, std::vector<std::string>{"pin-sex"});
    EXPECT_EQ(body.facts.consents, all_consents());
    EXPECT_EQ(body.rules, office.policy.rules);
}

TEST(Order, HoldsWhatTheKeysMomentMade) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    ASSERT_FALSE(runner.go_on(*application->id)->obstacle);
    const auto& order = office.authority.last_order;
    ASSERT_TRUE(order);
    const auto& key = *application->key;
    EXPECT_EQ(order->application, application->id);
    EXPECT_EQ(order->attempt, 1U);
    EXPECT_EQ(order->certificate_request, key.certificate_request);
    EXPECT_EQ(order->public_key, key.public_key);
    EXPECT_EQ(order->subject, key.subject);
    EXPECT_EQ(order->agreement, key.agreement);
    EXPECT_EQ(order->agreement_signature, key.agreement_signature);
    EXPECT_EQ(order->asked, stamped);
}

// A certificate of the day before may be the answer that was lost. A key that was made while the
// clock ran ahead must not make a liar of the CA.
TEST(Order, TakesNoCertificateOlderThanItsKey) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    office.boundaries.plan(office.boundaries.passed() + 3, Mishap::fail);
    ASSERT_TRUE(runner.go_on(*application->id)->obstacle);
    office.next_day();
    ASSERT_FALSE(runner.go_on(*application->id)->obstacle);
    EXPECT_EQ(office.authority.last_order->asked, stamped) << "when the key was made";
    Office ahead;
    auto other = ahead.runner();
    const auto early = ahead.to_certificate(other);
    ahead.station_clock.advance(-1min);
    ASSERT_FALSE(other.go_on(*early->id)->obstacle);
    EXPECT_EQ(ahead.authority.last_order->asked, Instant{}) << "a key from the future has no date";
}

} // namespace
} // namespace koltamga::issuance

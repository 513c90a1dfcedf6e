// A visit step by step: what may come when, what is kept of it, what is handed over.
#include "tests/issuance/office.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace koltamga::issuance {
namespace {

using namespace office;
using namespace samples;

std::vector<Kind> kinds_of(const Office& office, const Application& application) {
    std::vector<Kind> kinds;
    for (const auto& entry : office.journal.all()) {
        if (entry.application == application.id) {
            kinds.push_back(entry.kind);
        }
    }
    return kinds;
}

TEST(Visit, FromThePassportToTheHandOver) {
    Office office;
    auto runner = office.runner();
    const auto application = office.visit(runner);
    ASSERT_TRUE(application) << application.failure().detail;
    office.check_handed_over(*application);
    using enum Kind;
    EXPECT_EQ(kinds_of(office, *application),
              (std::vector{identity_recorded, eligibility_decided, contact_recorded,
                           consent_recorded, portrait_recorded, key_made, certificate_asked,
                           certificate_answered, certificate_confirmed, key_delivery_asked,
                           key_delivered, application_handed_over}));
    EXPECT_EQ(application->identity_by, "bermet");
    EXPECT_EQ(office.authority.requests, 1U);
    EXPECT_EQ(office.workshop.begun, 1) << "the key begins when the passport is laid down";
}

TEST(Visit, WithCustodyFileEndsOnTheApplicantsMedium) {
    Office office({.custody = Custody::file});
    const auto application = office.visit_to_the_end();
    office.check_handed_over(application);
    ASSERT_EQ(office.files.size(), 1U);
    EXPECT_EQ(text_of(office.files[0]), "p12 of package 1");
    EXPECT_TRUE(office.vault.packages.empty());
}

TEST(Visit, WithoutARegisterBelievesTheConfirmation) {
    Office office({.has_register = false});
    office.check_handed_over(office.visit_to_the_end());
    EXPECT_EQ(office.centre.asked, 0U);
}

TEST(Visit, OfAMinorEndsWithARefusalAndNoKey) {
    Office office({.pin = minor});
    auto runner = office.runner();
    const auto application = office.visit(runner);
    ASSERT_TRUE(application);
    EXPECT_EQ(application->state, State::refused);
    EXPECT_NE(application->reason->find("full-age"), std::string::npos);
    EXPECT_EQ(office.workshop.made, 0U);
    EXPECT_EQ(office.workshop.abandoned, 1);
    EXPECT_EQ(office.authority.requests, 0U);
}

TEST(Visit, OfSomebodyNobodyKnowsIsNoVisit) {
    Office office;
    auto runner = office.runner();
    EXPECT_TRUE(runner.read(application(77)).failed_with(Code::issuance_unknown_application));
    EXPECT_TRUE(runner.go_on(application(77)).failed_with(Code::issuance_unknown_application));
    EXPECT_TRUE(
        runner.cancel(application(77), "left").failed_with(Code::issuance_unknown_application));
}

TEST(Visit, ByNobodyIsRefused) {
    Office office;
    auto runner = office.runner("-");
    EXPECT_TRUE(runner.identify({identity(), {}, {}}).failed_with(Code::issuance_not_allowed));
    EXPECT_TRUE(office.journal.all().empty());
}

TEST(Step, OutOfTurnIsRefusedAndLeavesNothing) {
    Office office;
    auto runner = office.runner();
    const auto begun = runner.identify({identity(), {}, {}});
    ASSERT_TRUE(begun);
    const auto& id = *begun->id;
    const auto entries = office.journal.all().size();
    const Bytes picture{1};
    EXPECT_TRUE(runner.portrait(id, picture, "").failed_with(Code::issuance_not_at_step));
    EXPECT_TRUE(runner.make_key(id, SecretBytes(BytesView(picture)), {})
                    .failed_with(Code::issuance_not_at_step));
    EXPECT_TRUE(runner.hand_over(id, "in-person", {}).failed_with(Code::issuance_not_at_step));
    EXPECT_TRUE(runner.contact_and_consent(id, {}, {all_consents()})
                    .failed_with(Code::issuance_not_allowed));
    EXPECT_TRUE(runner.go_back(id, Step::key, "").failed_with(Code::issuance_not_allowed));
    EXPECT_TRUE(runner.revoke(id, RevocationReason::unspecified, "holder", "card")
                    .failed_with(Code::issuance_no_certificate));
    EXPECT_EQ(office.journal.all().size(), entries);
    EXPECT_EQ(office.authority.requests, 0U);
}

TEST(Step, OfDecidingTwiceIsRefused) {
    Office office;
    auto runner = office.runner();
    const auto begun = runner.identify({identity(), {}, {}});
    ASSERT_TRUE(runner.decide(*begun->id, office.decision()));
    EXPECT_TRUE(
        runner.decide(*begun->id, office.decision()).failed_with(Code::issuance_not_at_step));
}

TEST(Warnings, WaitForTheClerksEye) {
    Office office;
    auto runner = office.runner();
    auto odd = identity();
    odd.sex = domain::Sex::female; // the PIN says otherwise
    const auto begun = runner.identify({odd, {}, {}});
    auto decision = office.decision();
    decision.warnings_confirmed = false;
    const auto asked = runner.decide(*begun->id, decision);
    ASSERT_TRUE(asked.failed_with(Code::issuance_warnings_unconfirmed));
    EXPECT_EQ(asked.failure().detail, "pin-sex");
    decision.warnings_confirmed = true;
    const auto decided = runner.decide(*begun->id, decision);
    ASSERT_TRUE(decided);
    EXPECT_EQ(decided->eligibility->warnings_confirmed, std::vector<std::string>{"pin-sex"});
}

TEST(Comparison, OfTypedAndPrintedIsKept) {
    Office office;
    auto runner = office.runner();
    auto typed = identity();
    typed.document.number = "ID0000001";
    const auto begun = runner.identify({identity(), typed, identity()});
    ASSERT_TRUE(begun);
    ASSERT_TRUE(begun->identity->comparison);
    EXPECT_EQ(begun->identity->comparison->differing(),
              std::vector<std::string>{"document-number"});
}

TEST(OpenApplication, OfAPersonIsFoundUntilItIsFinished) {
    Office office;
    auto runner = office.runner();
    EXPECT_FALSE(*runner.open_application_of(man));
    const auto begun = runner.identify({identity(), {}, {}});
    EXPECT_EQ(*runner.open_application_of(man), begun->id);
    EXPECT_FALSE(*runner.open_application_of(woman));
    ASSERT_TRUE(runner.cancel(*begun->id, "left"));
    EXPECT_FALSE(*runner.open_application_of(man));
}

TEST(HandOver, OfAFileThatCannotBeWrittenIsNoHandOver) {
    Office office({.custody = Custody::file});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    ASSERT_FALSE(runner.go_on(*application->id)->obstacle);
    const auto full = [](BytesView) -> Done { return Failure{Code::db_full, "medium"}; };
    EXPECT_TRUE(runner.hand_over(*application->id, "in-person", full).failed_with(Code::db_full));
    EXPECT_EQ(runner.read(*application->id)->state, State::certified);
    EXPECT_FALSE(runner.read(*application->id)->exported);
    office.check_handed_over(office.visit_to_the_end());
}

TEST(HandOver, LeavesNoKeyPackageBehind) {
    Office office({.custody = Custody::file});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto& id = *application->id;
    ASSERT_FALSE(runner.go_on(id)->obstacle);
    ASSERT_TRUE(office.journal.holds_blob(application->key->package));
    const auto onto_medium = [](BytesView) -> Done { return {}; };
    ASSERT_TRUE(runner.hand_over(id, "in-person", onto_medium));
    EXPECT_FALSE(office.journal.holds_blob(application->key->package));
}

TEST(HandOver, WritesNoFileBeforeTheCertificateIsConfirmed) {
    Office office({.custody = Custody::file});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    office.boundaries.plan(office.boundaries.passed() + 6, Mishap::fail); // the confirmation
    office.centre.reachable = false;
    ASSERT_TRUE(runner.go_on(*application->id)->obstacle);
    ASSERT_EQ(runner.read(*application->id)->step, Step::hand_over);
    int written = 0;
    const auto count = [&](BytesView) -> Done { return ++written, Done(); };
    EXPECT_TRUE(runner.hand_over(*application->id, "in-person", count)
                    .failed_with(Code::issuance_not_at_step));
    EXPECT_EQ(written, 0);
}

TEST(Printing, NumbersItsCopies) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const Bytes paper{1, 2, 3};
    EXPECT_EQ(runner.printed(*application->id, "ky+ru", paper)->copies_of(Paper::agreement), 1U);
    EXPECT_EQ(runner.printed(*application->id, "ky+ru", paper)->copies_of(Paper::agreement), 2U);
}

TEST(Stopping, LeavesTheApplicationWhereItIs) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    std::stop_source stop;
    stop.request_stop();
    const auto progress = runner.go_on(*application->id, false, stop.get_token());
    ASSERT_TRUE(progress);
    EXPECT_EQ(progress->application.state, State::waiting_for_ca);
    EXPECT_EQ(office.authority.requests, 0U);
}

TEST(Agreement, NamesEverythingThatIsAgreed) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto& record = application->key->agreement;
    for (const auto* line :
         {"koltamga-agreement-record-1\n", "application ", "pin 20101199000008\n",
          "surname ASANOV\n", "email uson@example.com\n", "terms-language ky\n",
          "operator bermet\n", "custody cloud\n", "portrait-sha256 ", "public-key-sha256 "}) {
        EXPECT_NE(record.find(line), std::string::npos) << line;
    }
    EXPECT_NE(record.find(hex(application->key->fingerprint)), std::string::npos);
}

} // namespace
} // namespace koltamga::issuance

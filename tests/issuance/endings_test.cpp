// How certificates and applications end: by a re-issue, at the holder's wish, by giving up.
#include "tests/issuance/office.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace koltamga::issuance {
namespace {

using namespace office;
using namespace samples;

Decision reissue(const Office& office) {
    auto decision = office.decision();
    decision.reissue_reason = "lost password";
    return decision;
}

TEST(Reissue, IsTheClerksDecision) {
    Office office;
    office.check_handed_over(office.visit_to_the_end());
    auto runner = office.runner();
    const auto begun = runner.identify({identity(), {}, {}});
    const auto refused = runner.decide(*begun->id, office.decision());
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->state, State::refused);
    EXPECT_EQ(*refused->reason, "certificate-held");
}

// A second certificate for the same person, up to the hand-over or through it.
ApplicationId reissued_up_to_hand_over(const Office& office, Runner& runner) {
    const auto begun = runner.identify({identity(), {}, {}});
    const auto& id = *begun->id;
    const Bytes octet{1};
    EXPECT_TRUE(runner.decide(id, reissue(office)));
    EXPECT_TRUE(runner.contact_and_consent(id, {"a@b.kg", "+996"}, {all_consents()}));
    EXPECT_TRUE(runner.portrait(id, octet, ""));
    EXPECT_TRUE(runner.make_key(id, SecretBytes(BytesView(octet)), {"1", "ky", "x", "ky"}));
    EXPECT_FALSE(runner.go_on(id)->obstacle);
    return id;
}

Application reissued(const Office& office, Runner& runner) {
    const auto id = reissued_up_to_hand_over(office, runner);
    EXPECT_TRUE(runner.hand_over(id, "in-person", {}));
    const auto done = runner.go_on(id);
    EXPECT_FALSE(done->obstacle);
    return done->application;
}

TEST(Reissue, RevokesTheEarlierCertificateWhenTheNewOneIsHandedOver) {
    Office office;
    const auto first = office.visit_to_the_end();
    auto runner = office.runner();
    const auto id = reissued_up_to_hand_over(office, runner);
    const auto valid = [&](const Application& of) {
        return office.authority.count(of.key->fingerprint, CertificateStatus::valid);
    };
    EXPECT_EQ(valid(first), 1U) << "the old one lives until the hand-over";
    ASSERT_TRUE(runner.hand_over(id, "in-person", {}));
    const auto done = runner.go_on(id);
    ASSERT_FALSE(done->obstacle);
    EXPECT_EQ(valid(first), 0U);
    office.check_handed_over(done->application);
    EXPECT_EQ(done->application.revocations[0].asked.requested_by, "re-issue");
    EXPECT_EQ(office.authority.revoked_for.at(first.certificate->serial),
              RevocationReason::superseded);
    const auto replaced = runner.read(*first.id);
    EXPECT_TRUE(replaced->certificate_revoked()) << "its own record says so";
    EXPECT_EQ(replaced->state, State::handed_over);
    EXPECT_TRUE(runner.revoke(*first.id, RevocationReason::key_compromise, "holder", "ID card")
                    .failed_with(Code::issuance_no_certificate));
}

// Its holder asked first, and the CA was away.
TEST(Reissue, EndsWhatItsHolderWantedEnded) {
    Office office;
    const auto first = office.visit_to_the_end();
    auto runner = office.runner();
    office.authority.reachable = false;
    ASSERT_TRUE(
        runner.revoke(*first.id, RevocationReason::key_compromise, "holder", "ID card")->obstacle);
    office.authority.reachable = true;
    const auto id = reissued_up_to_hand_over(office, runner);
    ASSERT_TRUE(runner.hand_over(id, "in-person", {}));
    ASSERT_FALSE(runner.go_on(id)->obstacle);
    const auto replaced = runner.read(*first.id);
    EXPECT_TRUE(replaced->certificate_revoked());
    EXPECT_EQ(replaced->revocations.size(), 1U);
}

// Something else of the replaced application is still to be revoked, and cannot be.
TEST(Reissue, EndsTheEarlierOneBesideItsSurplus) {
    Office office;
    const auto first = office.visit_to_the_end();
    auto runner = office.runner();
    const std::vector<EntryDraft> surplus = {
        {Kind::surplus_found, first.id, write(SurplusFound{"ffff", {1}})}};
    ASSERT_TRUE(
        office.journal.append(surplus, {"-", office.station_clock.now(), TimeSource::system}));
    office.authority.stubborn = {1};
    ASSERT_TRUE(runner.go_on(*first.id)->obstacle);
    const auto id = reissued_up_to_hand_over(office, runner);
    ASSERT_TRUE(runner.hand_over(id, "in-person", {}));
    ASSERT_FALSE(runner.go_on(id)->obstacle);
    EXPECT_TRUE(runner.read(*first.id)->certificate_revoked());
}

TEST(Reissue, CancelledLeavesTheEarlierCertificateAlone) {
    Office office;
    const auto first = office.visit_to_the_end();
    auto runner = office.runner();
    const auto second = runner.identify({identity(), {}, {}});
    ASSERT_TRUE(runner.decide(*second->id, reissue(office)));
    ASSERT_FALSE(runner.cancel(*second->id, "changed her mind")->obstacle);
    EXPECT_EQ(office.authority.count(first.key->fingerprint, CertificateStatus::valid), 1U);
}

TEST(Reissue, OfACertificateFromElsewhereRevokesThatOne) {
    Office office;
    office.authority.issue_elsewhere(man);
    office.check_handed_over(office.visit_to_the_end(reissue(office)));
    EXPECT_EQ(office.authority.issued[0].status, CertificateStatus::revoked);
}

// The station alone knows it, while the register cannot be asked.
TEST(Reissue, IsNotNeededOnceEveryEarlierCertificateIsEnded) {
    Office office;
    const auto first = office.visit_to_the_end();
    auto runner = office.runner();
    const auto second = reissued(office, runner);
    EXPECT_TRUE(*runner.certificate_ended(*runner.read(*first.id)));
    EXPECT_FALSE(*runner.certificate_ended(second));
    ASSERT_FALSE(runner.revoke(*second.id, RevocationReason::superseded, "holder", "ID")->obstacle);
    EXPECT_TRUE(*runner.certificate_ended(*runner.read(*second.id)));
    auto alone = office.decision();
    alone.ask_centre = false;
    const auto third = runner.identify({identity(), {}, {}});
    const auto decided = runner.decide(*third->id, alone);
    ASSERT_TRUE(decided);
    EXPECT_NE(decided->state, State::refused);
    EXPECT_NE(decided->eligibility->facts.held, domain::Held::held);
    EXPECT_FALSE(*runner.certificate_ended(*decided)) << "there is none yet";
}

TEST(Revoking, AtTheDeskIsDurableBeforeItLeaves) {
    Office office;
    const auto done = office.visit_to_the_end();
    office.authority.reachable = false;
    auto runner = office.runner();
    const auto kept =
        runner.revoke(*done.id, RevocationReason::key_compromise, "holder", "ID card");
    ASSERT_TRUE(kept);
    EXPECT_TRUE(kept->obstacle);
    EXPECT_TRUE(kept->application.revocation_open());
    office.authority.reachable = true;
    const auto went = office.runner().go_on(*done.id);
    ASSERT_TRUE(went);
    EXPECT_FALSE(went->obstacle);
    EXPECT_TRUE(went->application.certificate_revoked());
    EXPECT_TRUE(runner.revoke(*done.id, RevocationReason::unspecified, "holder", "ID card")
                    .failed_with(Code::issuance_no_certificate));
    const auto asked = read_body<RevocationAsked>(
        office.journal.of_kind(*done.id, Kind::revocation_asked)[0].body);
    EXPECT_EQ(asked->proof, "ID card");
    EXPECT_EQ(asked->reason, RevocationReason::key_compromise);
}

TEST(Revoking, BeforeTheHandOverIsToldWhereverTheApplicationIsTakenUp) {
    Office office;
    office.vault.reachable = false;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto& id = *application->id;
    ASSERT_TRUE(runner.go_on(id)->application.certificate_good());
    ASSERT_FALSE(
        runner.revoke(id, RevocationReason::cessation_of_operation, "holder", "ID")->obstacle);
    office.vault.reachable = true;
    const auto held = runner.go_on(id);
    ASSERT_TRUE(held->obstacle);
    EXPECT_EQ(held->obstacle->code, Code::issuance_certificate_ended);
    const auto given_up = runner.cancel(id, "revoked");
    EXPECT_FALSE(given_up->obstacle);
    EXPECT_EQ(given_up->application.state, State::cancelled);
}

// A surplus certificate that cannot be revoked keeps nobody's own request back.
TEST(Revoking, PutsWhatAPersonAskedForBeforeWhatTheStationTidies) {
    Office office;
    office.authority.issue_elsewhere(man);
    const auto done = office.visit_to_the_end(reissue(office));
    auto runner = office.runner();
    ASSERT_TRUE(office.journal.append(
        std::vector<EntryDraft>{{Kind::surplus_found, done.id, write(SurplusFound{"ffff", {1}})}},
        {"-", office.station_clock.now(), TimeSource::system}));
    office.authority.stubborn = {1};
    const auto went =
        runner.revoke(*done.id, RevocationReason::key_compromise, "holder", "ID card");
    ASSERT_TRUE(went);
    EXPECT_FALSE(went->obstacle) << "what the holder asked for is done";
    EXPECT_TRUE(went->application.certificate_revoked());
    EXPECT_TRUE(went->application.revocation_open());
    EXPECT_EQ(went->application.waits_for, WaitsFor::ca);
    office.authority.stubborn.clear();
    EXPECT_FALSE(runner.go_on(*done.id)->application.revocation_open());
    EXPECT_EQ(runner.read(*done.id)->waits_for, WaitsFor::nobody);
}

TEST(Revoking, GoesOnWithTheOthersWhereOneCannotBeRevoked) {
    Office office;
    const auto done = office.visit_to_the_end();
    auto runner = office.runner();
    ASSERT_TRUE(office.journal.append(
        std::vector<EntryDraft>{{Kind::surplus_found, done.id, write(SurplusFound{"ffff", {1}})},
                                {Kind::surplus_found, done.id, write(SurplusFound{"eeee", {2}})}},
        {"-", office.station_clock.now(), TimeSource::system}));
    office.authority.stubborn = {1};
    const auto went = runner.go_on(*done.id);
    ASSERT_TRUE(went->obstacle);
    EXPECT_EQ(went->obstacle->code, Code::ca_revocation_refused);
    EXPECT_FALSE(went->application.revoked("ffff"));
    EXPECT_TRUE(went->application.revoked("eeee"));
}

// The line may break after any of them: the person's is the first.
TEST(Revoking, SendsWhatAPersonAskedForFirst) {
    Office office;
    const auto done = office.visit_to_the_end();
    const auto& id = *done.id;
    auto runner = office.runner();
    ASSERT_TRUE(office.journal.append(
        std::vector<EntryDraft>{{Kind::surplus_found, id, write(SurplusFound{"ffff", {1}})}},
        {"-", office.station_clock.now(), TimeSource::system}));
    office.authority.stubborn = {1};
    ASSERT_TRUE(runner.go_on(id)->obstacle); // the surplus is asked for long before
    office.authority.stubborn.clear();
    ASSERT_FALSE(
        runner.revoke(id, RevocationReason::key_compromise, "holder", "ID card")->obstacle);
    const auto answers = office.journal.of_kind(id, Kind::revocation_answered);
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(read_body<RevocationAnswered>(answers[0].body)->serial, done.certificate->serial);
    EXPECT_EQ(read_body<RevocationAnswered>(answers[1].body)->serial, "ffff");
}

TEST(Cancelling, BeforeAnythingIsAskedJustCloses) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto closed = runner.cancel(*application->id, "left");
    ASSERT_TRUE(closed);
    EXPECT_EQ(closed->application.state, State::cancelled);
    EXPECT_EQ(office.centre.asked, 1U) << "only for the verdict";
    office.check_closed(closed->application);
    EXPECT_TRUE(runner.cancel(*application->id, "left").failed_with(Code::issuance_not_at_step));
}

TEST(Cancelling, ACertificateThatIsThereRevokesIt) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    ASSERT_FALSE(runner.go_on(*application->id)->obstacle);
    const auto closed = runner.cancel(*application->id, "left");
    ASSERT_TRUE(closed);
    EXPECT_FALSE(closed->obstacle);
    office.check_closed(closed->application);
    EXPECT_EQ(closed->application.reason, "left");
    const auto& asked = closed->application.revocations.at(0).asked;
    EXPECT_EQ(asked.requested_by, "station");
    EXPECT_EQ(asked.proof, "cancelled before hand-over");
    EXPECT_EQ(office.authority.revoked_for.at(asked.serial),
              RevocationReason::cessation_of_operation);
}

TEST(Cancelling, WithAnUnknownOutcomeWaitsForTheRegister) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto& id = *application->id;
    office.boundaries.plan(office.boundaries.passed() + 3, Mishap::fail);
    ASSERT_TRUE(runner.go_on(id)->obstacle);
    office.centre.reachable = false;
    EXPECT_TRUE(runner.cancel(id, "left")->obstacle) << "what exists is not known";
    EXPECT_EQ(runner.read(id)->state, State::on_hold);
    EXPECT_EQ(runner.read(id)->waits_for, WaitsFor::ca);
    office.centre.reachable = true;
    const auto closed = office.runner().go_on(id); // nobody has to want it twice
    ASSERT_TRUE(closed);
    EXPECT_EQ(closed->application.reason, "left");
    office.check_closed(closed->application);
    EXPECT_EQ(office.authority.issued.size(), 1U);
}

TEST(Cancelling, IsAWishThatOutlivesTheNetwork) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto& id = *application->id;
    ASSERT_FALSE(runner.go_on(id)->obstacle);
    office.authority.reachable = false;
    const auto kept = runner.cancel(id, "left");
    ASSERT_TRUE(kept->obstacle);
    EXPECT_EQ(kept->obstacle->code, Code::ca_unreachable);
    EXPECT_FALSE(runner.hand_over(id, "in-person", {})) << "given up is given up";
    EXPECT_TRUE(runner.cancel(id, "left again")->obstacle);
    EXPECT_EQ(office.journal.of_kind(id, Kind::application_cancel_asked).size(), 1U);
    office.authority.reachable = true;
    office.check_closed(office.runner().go_on(id)->application);
}

TEST(Cancelling, WhileTheAuthorityIsAtWorkWaitsForItsAnswer) {
    Office office({.authority = {.polls = 5}});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto& id = *application->id;
    ASSERT_TRUE(runner.go_on(id));
    const auto early = runner.cancel(id, "left");
    EXPECT_FALSE(early->obstacle);
    EXPECT_EQ(early->application.state, State::on_hold);
    EXPECT_EQ(early->application.waits_for, WaitsFor::ca);
    for (int day = 0; day < 5; ++day) {
        ASSERT_TRUE(runner.go_on(id));
    }
    office.check_closed(*runner.read(id));
}

TEST(Cancelling, WhileAnUnheardRequestIsAtWorkAsksForItsAnswer) {
    Office office({.authority = {.polls = 2}});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto& id = *application->id;
    office.boundaries.plan(office.boundaries.passed() + 3, Mishap::fail);
    ASSERT_TRUE(runner.go_on(id)->obstacle);
    ASSERT_EQ(office.authority.open.size(), 1U) << "waiting was said, and lost";
    ASSERT_TRUE(runner.cancel(id, "left"));
    ASSERT_TRUE(runner.go_on(id));
    ASSERT_TRUE(runner.go_on(id));
    office.check_closed(*runner.read(id));
    EXPECT_EQ(office.authority.issued.size(), 1U);
}

TEST(Cancelling, WithoutARegisterAsksUntilThereIsAnAnswerAndEndsIt) {
    Office office({.has_register = false});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    office.boundaries.plan(office.boundaries.passed() + 2, Mishap::fail);
    ASSERT_TRUE(runner.go_on(*application->id)->obstacle);
    const auto closed = runner.cancel(*application->id, "left");
    ASSERT_TRUE(closed);
    EXPECT_FALSE(closed->obstacle);
    office.check_closed(closed->application);
    EXPECT_EQ(office.authority.issued.size(), 1U);
}

// The request was under way all the time: nothing was to be seen of it when the clerk gave up.
TEST(Cancelling, FindsACertificateThatCameMuchLater) {
    Office office;
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto& id = *application->id;
    office.boundaries.plan(office.boundaries.passed() + 3, Mishap::fail);
    ASSERT_TRUE(runner.go_on(id)->obstacle);
    const auto late = office.authority.issued;
    office.authority.issued.clear();
    ASSERT_EQ(runner.cancel(id, "left")->application.state, State::cancelled);
    office.authority.issued = late;
    ASSERT_TRUE(runner.go_on(id));
    EXPECT_EQ(office.authority.issued[0].status, CertificateStatus::unconfirmed)
        << "it may still be under way";
    office.next_day();
    const auto settled = runner.go_on(id);
    ASSERT_TRUE(settled);
    EXPECT_FALSE(settled->obstacle);
    EXPECT_TRUE(settled->application.nothing_left_open());
    office.check_closed(settled->application);
    const auto asked = office.centre.asked;
    ASSERT_TRUE(runner.go_on(id));
    EXPECT_EQ(office.centre.asked, asked) << "settled once and for all";
}

TEST(Cancelling, AlsoEndsACertificateWeRejected) {
    Office office({.authority = {.issues_wrong = true}});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    ASSERT_TRUE(runner.go_on(*application->id));
    const auto closed = runner.cancel(*application->id, "left");
    ASSERT_TRUE(closed);
    office.check_closed(closed->application);
}

TEST(GoingBack, DestroysTheKeyOfTheStepBefore) {
    Office office({.authority = {.refuses = true}});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto package = application->key->package;
    ASSERT_TRUE(runner.go_on(*application->id));
    EXPECT_TRUE(office.journal.holds_blob(package));
    ASSERT_TRUE(runner.go_back(*application->id, Step::key, "another password"));
    EXPECT_FALSE(office.journal.holds_blob(package));
}

TEST(GoingBack, EndsWhatTheCaMayHoldOfTheKeyThatGoes) {
    Office office({.authority = {.issues_wrong = true}});
    auto runner = office.runner();
    const auto application = office.to_certificate(runner);
    const auto& id = *application->id;
    ASSERT_TRUE(runner.go_on(id));
    office.centre.reachable = false;
    EXPECT_FALSE(runner.go_back(id, Step::key, "another password")) << "what exists is not known";
    office.centre.reachable = true;
    ASSERT_TRUE(runner.go_back(id, Step::key, "another password"));
    EXPECT_EQ(runner.read(id)->surplus.size(), 1U);
    ASSERT_FALSE(runner.go_on(id)->obstacle);
    EXPECT_EQ(office.authority.issued[0].status, CertificateStatus::revoked);
}

} // namespace
} // namespace koltamga::issuance

// The outside says no, says nothing, or says it later: what the clerk reads, and what goes on by
// itself.
#include "tests/journey/office.h"

#include <gtest/gtest.h>

#include <regex>

namespace koltamga::journey {
namespace {

class Outside : public testing::Test {
  protected:
    Outside() { EXPECT_EQ(office.enrol().status, 0); }

    std::string handed_over() {
        const auto said = office.issue(grown_up());
        EXPECT_EQ(said.status, 0) << said.err;
        return said.json.at("application");
    }

    Said revoke(const std::string& id) {
        return office.ctl({"revoke", id, "--reason", "keyCompromise", "--proof", "ID card"});
    }

    Json row_of(const std::string& id) {
        const auto said = office.ctl({"queue"}, "");
        for (const auto& row : said.json.at("queue")) {
            if (row.at("application") == id) {
                return row;
            }
        }
        return {};
    }

    Office office;
};

TEST_F(Outside, RefusingTheRequestIsToldWithItsCode) {
    office.fault("refusing");
    const auto refused = office.issue(grown_up());
    EXPECT_EQ(refused.status, 3);
    EXPECT_EQ(refused.json.at("error").at("code"), "issuance.request-refused");
    EXPECT_EQ(refused.json.at("state"), "on-hold");
    office.fault("refusing=off");
    const std::string id = refused.json.at("application");
    EXPECT_EQ(office.issue(grown_up()).status, 3) << "only the clerk's wish asks again";
    const auto again = office.ctl({"resume", id});
    EXPECT_EQ(again.status, 0) << again.err;
    EXPECT_EQ(again.json.at("state"), "handed-over");
}

TEST_F(Outside, SendingTheWrongCertificateIsToldAndCanBeGivenUp) {
    office.fault("wrong-certificate=subject");
    const auto wrong = office.issue(grown_up());
    EXPECT_EQ(wrong.status, 3);
    EXPECT_EQ(wrong.json.at("error").at("code"), "issuance.certificate-rejected");
    const auto given_up = office.ctl({"cancel", wrong.json.at("application"), "--reason", "left"});
    EXPECT_EQ(given_up.status, 0) << given_up.err;
    EXPECT_EQ(given_up.json.at("state"), "cancelled");
    EXPECT_EQ(office.certificates("valid"), 0U);
}

TEST_F(Outside, AwayKeepsARevocationThatSyncSends) {
    const auto id = handed_over();
    EXPECT_EQ(office.ctl({"sync", "--once"}, "").status, 0);
    office.stop_centre();
    const auto asked = revoke(id);
    EXPECT_EQ(asked.status, 0) << asked.err;
    EXPECT_EQ(asked.json.at("state"), "revocation-waiting");
    EXPECT_EQ(asked.json.at("application_state"), "handed-over");
    EXPECT_EQ(row_of(id).at("waits_for"), "ca");
    EXPECT_EQ(row_of(id).at("revocation_waiting"), true);
    EXPECT_EQ(office.ctl({"show", id}, "").json.at("revocation_waiting"), true);
    office.start_centre();
    const auto unsigned_run = office.ctl({"sync", "--once"}, "");
    EXPECT_EQ(unsigned_run.json.at("need_sign_in"), 1);
    EXPECT_EQ(office.certificates("valid"), 1U);
    const auto run = office.ctl({"sync", "--once"});
    EXPECT_EQ(run.status, 0) << run.err;
    EXPECT_EQ(run.json.at("resumed").at(0).at("application"), id);
    EXPECT_EQ(run.json.at("resumed").at(0).at("revoked"), true);
    EXPECT_EQ(office.certificates("valid"), 0U);
    EXPECT_EQ(row_of(id), Json());
}

TEST_F(Outside, ToldOfARevocationEndsTheCertificate) {
    const auto id = handed_over();
    const auto done = revoke(id);
    EXPECT_EQ(done.status, 0) << done.err;
    EXPECT_EQ(done.json.at("state"), "revoked");
    EXPECT_EQ(done.json.at("certificate_status"), "revoked");
    EXPECT_EQ(revoke(id).status, 1) << "there is nothing left to revoke";
}

TEST_F(Outside, AwayKeepsAWishToCancelThatSyncCarriesOut) {
    office.fault("waiting=1000");
    const auto waiting = office.issue(grown_up());
    ASSERT_EQ(waiting.json.at("state"), "waiting-for-ca") << waiting.err;
    const std::string id = waiting.json.at("application");
    office.stop_centre();
    const auto wished = office.ctl({"cancel", id, "--reason", "left"});
    EXPECT_EQ(wished.status, 0) << wished.err;
    EXPECT_EQ(wished.json.at("state"), "on-hold");
    EXPECT_EQ(wished.json.at("waits_for"), "ca");
    EXPECT_EQ(wished.json.at("cancelling"), true);
    const auto shown = office.ctl({"show", id}, "").json;
    EXPECT_EQ(shown.at("command"),
              "koltamgactl --operator NAME --operator-password-file FILE resume " + id +
                  " --out FOLDER");
    EXPECT_EQ(shown.at("cancelling"), true);
    office.start_centre();
    office.fault("waiting=off");
    const auto run = office.ctl({"sync", "--once"});
    EXPECT_EQ(run.status, 0) << run.err;
    EXPECT_EQ(office.ctl({"show", id}, "").json.at("state"), "cancelled");
    EXPECT_EQ(office.certificates("valid"), 0U);
}

TEST_F(Outside, TooBusyToAnswerIsWaitedForAndNoFailure) {
    office.fault("status=503");
    const auto busy = office.issue(grown_up());
    EXPECT_EQ(busy.status, 0) << busy.err;
    ASSERT_EQ(busy.json.at("state"), "waiting-for-ca") << busy.json.dump(2);
    EXPECT_EQ(busy.json.at("waits_for"), "network");
    office.fault("status=off");
    EXPECT_EQ(office.ctl({"sync", "--once"}).status, 0);
    EXPECT_EQ(office.certificates("valid"), 1U);
}

TEST_F(Outside, BackAgainLetsSyncGoOnWithWhatWaited) {
    office.stop_centre();
    const auto alone = office.issue(grown_up());
    ASSERT_EQ(alone.json.at("state"), "waiting-for-ca");
    office.start_centre();
    const auto run = office.ctl({"sync", "--once"});
    EXPECT_EQ(run.status, 0) << run.err;
    EXPECT_EQ(run.json.at("resumed").at(0).at("state"), "certified");
    EXPECT_EQ(office.certificates("valid"), 1U);
}

TEST_F(Outside, ThatLetsUsWaitSaysWhenItIsAskedAgain) {
    office.fault("waiting=2");
    const auto waiting = office.issue(grown_up());
    const std::string id = waiting.json.at("application");
    const auto shown = office.ctl({"show", id}, "").json;
    ASSERT_TRUE(shown.at("next_try").is_string()) << shown.dump(2);
    EXPECT_GT(shown.at("next_try"), shown.at("since"));
    EXPECT_EQ(row_of(id).at("next_try"), shown.at("next_try"));
    const auto sent = office.ctl({"sync"}, "").json;
    const auto waiting_too = sent.at("let_wait").size(); // while its second lasts
    EXPECT_EQ(sent.at("need_sign_in").get<std::size_t>() + waiting_too, 1U);
    const auto queue = office.ctl({"queue"}, "").json.at("queue");
    ASSERT_EQ(queue.size(), 1U) << "receipted, and still waiting";
    EXPECT_EQ(queue[0].at("outbox"), "receipted");
    EXPECT_EQ(queue[0].at("waits_for"), "ca");
    for (int poll = 0; poll < 3; ++poll) { // by somebody who does not wait for it
        ASSERT_EQ(office.ctl({"resume", id}).status, 0);
    }
    EXPECT_TRUE(office.ctl({"show", id}, "").json.at("next_try").is_null());
    EXPECT_EQ(office.ctl({"journal", "verify"}).status, 0);
}

TEST_F(Outside, BackAgainIsNotHeldUpByOneUnreadableApplication) {
    office.stop_centre();
    const std::string first = office.issue(grown_up()).json.at("application");
    const std::string second = office.issue(woman()).json.at("application");
    ASSERT_EQ(run({"sqlite3", (office.station() / "station.db").string(),
                   "UPDATE key_wrap SET wrap=zeroblob(length(wrap)) WHERE holder='station' AND "
                   "subject='" +
                       first + "'"})
                  .status,
              0);
    office.start_centre();
    const auto sent = office.ctl({"sync", "--once"});
    EXPECT_EQ(sent.status, 3) << sent.json.dump(2);
    EXPECT_EQ(office.ctl({"show", second}, "").json.at("state"), "certified");
    EXPECT_EQ(office.ctl({"show", first}, "").json.at("state"), "waiting-for-ca");
    EXPECT_TRUE(sent.json.at("resumed").at(0).contains("obstacle")) << sent.json.dump(2);
}

// The first request is still on its way when the station has given it up and asks again.
TEST(SlowAuthority, EndsWithOneValidCertificateAllTheSame) {
    Office office;
    office.sign_profile(std::regex_replace(read_text(office.profile()),
                                           std::regex("request_timeout_ms = 60000"),
                                           "request_timeout_ms = 2000"));
    ASSERT_EQ(office.enrol().status, 0);
    office.fault("slow=10");
    const auto slow = office.issue(grown_up());
    EXPECT_EQ(slow.status, 0) << slow.err;
    EXPECT_EQ(slow.json.at("state"), "waiting-for-ca") << slow.json.dump(2);
    EXPECT_EQ(slow.json.at("obstacle").at("code"), "ca.outcome-unknown") << slow.json.dump(2);
    const std::string id = slow.json.at("application");
    office.fault("none");
    const auto done = office.ctl({"resume", id});
    EXPECT_EQ(done.json.at("state"), "handed-over") << done.json.dump(2);
    office.stop_centre(); // which first answers whatever is under way
    office.start_centre();
    EXPECT_EQ(office.certificates("valid"), 1U);
}

} // namespace
} // namespace koltamga::journey

// A clock that is wrong: noticed, written down, never a dead end.
#include "tests/journey/office.h"

#include <gtest/gtest.h>

#include <chrono>

namespace koltamga::journey {
namespace {

using std::chrono::days;

class WrongClock : public testing::Test {
  protected:
    void SetUp() override { ASSERT_EQ(office.enrol().status, 0); }

    // The applicant's visit while the station's clock is off by so much; the centre's is right.
    Json visit(std::chrono::seconds offset) {
        std::vector<std::string> line = {"env", "LD_PRELOAD=" SHIFTED_CLOCK,
                                         "SHIFTED_CLOCK=" + std::to_string(offset.count())};
        const auto command = office.ctl_line(office.issue_command(grown_up()));
        line.insert(line.end(), command.begin(), command.end());
        const auto ended = run(line);
        EXPECT_EQ(ended.status, 0) << ended.err;
        return Json::parse(ended.out, nullptr, false);
    }

    // Entries whose header says that the time is in doubt.
    std::string doubtful() {
        return run({"sqlite3", (office.station() / "station.db").string(),
                    "SELECT count(*) > 0 FROM entry WHERE header LIKE '%Z doubtful%'"})
            .out;
    }

    Office office;
};

TEST_F(WrongClock, SetBackAYearWaitsAndGoesOnWhenItIsRight) {
    const auto early = visit(-days(400));
    EXPECT_EQ(early.at("state"), "waiting-for-ca") << early.dump(2);
    EXPECT_EQ(early.at("obstacle").at("code"), "issuance.clock-doubtful");
    EXPECT_EQ(doubtful(), "1\n");
    EXPECT_EQ(office.certificates("valid"), 0U);
    const auto later = office.issue(grown_up());
    EXPECT_EQ(later.json.at("state"), "handed-over") << later.json.dump(2);
    EXPECT_EQ(later.json.at("application"), early.at("application"));
    EXPECT_EQ(office.ctl({"journal", "verify"}, "").status, 0);
}

TEST_F(WrongClock, FarForwardIsDoubtedAndTheCentresDayCounts) {
    const auto ahead = visit(days(400));
    EXPECT_EQ(ahead.at("state"), "handed-over") << ahead.dump(2);
    EXPECT_EQ(doubtful(), "1\n");
    EXPECT_EQ(office.certificates("valid"), 1U);
    EXPECT_EQ(office.ctl({"journal", "verify"}, "").status, 0);
}

TEST_F(WrongClock, OffByAMinuteIsNobodysTrouble) {
    EXPECT_EQ(visit(-std::chrono::minutes(1)).at("state"), "handed-over");
    EXPECT_EQ(doubtful(), "0\n");
}

} // namespace
} // namespace koltamga::journey

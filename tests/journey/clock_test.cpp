// A clock that is wrong: noticed, written down, never a dead end.
#include "tests/journey/office.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>

namespace koltamga::journey {
namespace {

using std::chrono::days;

// The command while the machine's clock is off by so much.
Ended run_at(std::chrono::seconds offset, const std::vector<std::string>& command,
             const std::string& input = {}) {
    std::vector<std::string> line = {"env", "LD_PRELOAD=" SHIFTED_CLOCK,
                                     "SHIFTED_CLOCK=" + std::to_string(offset.count())};
    line.insert(line.end(), command.begin(), command.end());
    return run(line, input);
}

class WrongClock : public testing::Test {
  protected:
    void SetUp() override { ASSERT_EQ(office.enrol().status, 0); }

    // The applicant's visit; the centre's clock is right.
    Json visit(std::chrono::seconds offset) {
        const auto ended = run_at(offset, office.ctl_line(office.issue_command(grown_up())));
        EXPECT_EQ(ended.status, 0) << ended.err;
        return Json::parse(ended.out, nullptr, false);
    }

    // Entries whose header says that the time is in doubt.
    std::string doubtful() {
        return run({"sqlite3", (office.station() / "station.db").string(),
                    "SELECT count(*) > 0 FROM entry WHERE header LIKE '%Z doubtful%'"})
            .out;
    }

    // Office and date stand above the agreement.
    bool agreement_says(const std::string& date) {
        const auto text = run({"pdftotext", (office.out() / "agreement.pdf").string(), "-"}).out;
        return text.find(", " + date) != std::string::npos;
    }

    void end_certificate(const std::string& id, std::chrono::seconds offset) {
        const auto said = run_at(offset, office.ctl_line({"revoke", id, "--reason", "keyCompromise",
                                                          "--proof", "ID0000000"}));
        EXPECT_EQ(said.status, 0) << said.err;
    }

    // What the doctor says then of the station's certificate.
    bool certificate_lasts(std::chrono::seconds offset) {
        const auto ended = run_at(offset, office.ctl_line({"doctor"}, ""));
        const auto json = Json::parse(ended.out, nullptr, false);
        for (const auto& check : json.at("checks")) {
            if (check.at("name") == "station-certificate") {
                return check.at("good");
            }
        }
        ADD_FAILURE() << ended.out;
        return false;
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

// By such a clock the certificate has ended long ago.
TEST_F(WrongClock, ErasesNobodyBeforeTheTime) {
    const auto id = visit(days(0)).at("application").get<std::string>();
    const auto refused = [&] {
        const auto said = run_at(days(400), office.ctl_line({"erase", id, "--reason", "asked"}));
        return Json::parse(said.out).at("error").at("code").get<std::string>();
    };
    EXPECT_EQ(refused(), "app.still-open") << "the centre knows the day";
    office.stop_centre();
    EXPECT_EQ(refused(), "issuance.clock-doubtful");
}

TEST_F(WrongClock, OffByAMinuteIsNobodysTrouble) {
    EXPECT_EQ(visit(-std::chrono::minutes(1)).at("state"), "handed-over");
    EXPECT_EQ(doubtful(), "0\n");
}

TEST_F(WrongClock, ShowsTheDoctorACertificateThatEndsInAQuarterOfAYear) {
    EXPECT_TRUE(certificate_lasts(days(630))); // of two years
    EXPECT_FALSE(certificate_lasts(days(645)));
}

// Eight in the evening in Greenwich is two in the morning of the next day in Bishkek.
TEST(BishkeksDay, CountsWhereNoOfficeSaysOtherwise) {
    using namespace std::chrono;
    const auto evening = sys_days(year(2026) / 11 / 22) + hours(20);
    const auto offset = floor<seconds>(evening - system_clock::now());
    const auto zone = run_at(offset, {program("koltamgactl"), "--json", "mrz", "parse", "-"},
                             "IDKGZID0000000520101199000008<\n2611239M3501014KGZ<<<<<<<<<<<3\n"
                             "ASANOV<<USON<<<<<<<<<<<<<<<<<<\n");
    EXPECT_EQ(zone.status, 0) << zone.err;
    EXPECT_EQ(Json::parse(zone.out).at("fields").at("birth_date"), "2026-11-23") << "born today";
}

// A hundred days: the journal believes it. The centre knows better, and nobody has to wait.
TEST_F(WrongClock, AheadByAHundredDaysIsPutRightByTheCentre) {
    const auto today = run({"env", "TZ=UTC-6", "date", "+%d.%m.%Y"}).out.substr(0, 10);
    const auto visited = visit(days(100));
    EXPECT_EQ(visited.at("state"), "handed-over");
    EXPECT_TRUE(agreement_says(today)) << today;
    end_certificate(visited.at("application"), days(100));
    EXPECT_EQ(office.certificates("valid"), 0U);
    const auto doctor = Json::parse(run_at(days(100), office.ctl_line({"doctor"}, "")).out);
    for (const auto& check : doctor.at("checks")) {
        EXPECT_EQ(check.at("good"), check.at("name") != "clock") << check.dump();
    }
}

// "Ask again in a second" becomes a hundred days once the clock is put right.
TEST_F(WrongClock, LetsNobodyWaitLongerThanTheAuthoritySaid) {
    office.fault("waiting=1");
    const auto id = visit(days(100)).at("application");
    const auto sync_at = [&](std::chrono::seconds offset, const char* as) {
        return Json::parse(run_at(offset, office.ctl_line({"sync"}, as)).out, nullptr, false);
    };
    for (const auto* as : {"", "aida"}) { // a minute before: the journal has no doubt of it
        const auto early = sync_at(days(100) - std::chrono::minutes(1), as);
        EXPECT_EQ(early.at("need_sign_in"), 0) << early.dump(2);
        EXPECT_EQ(early.at("resumed"), Json::array());
        ASSERT_EQ(early.at("let_wait").size(), 1U) << early.dump(2);
        EXPECT_EQ(early.at("let_wait").at(0).at("application"), id);
        EXPECT_TRUE(early.at("let_wait").at(0).at("next_try").is_string());
    }
    const auto nobody = sync_at(days(0), "");
    EXPECT_EQ(nobody.at("need_sign_in"), 1) << nobody.dump(2);
    EXPECT_EQ(nobody.at("let_wait"), Json::array());
    const auto signed_in = sync_at(days(0), "aida");
    ASSERT_EQ(signed_in.at("resumed").size(), 1U) << signed_in.dump(2);
    EXPECT_EQ(signed_in.at("resumed").at(0).at("application"), id);
}

// Before the servers' certificates were made nobody can be believed.
TEST_F(WrongClock, BehindByAHundredDaysWaits) {
    EXPECT_EQ(visit(-days(100)).at("state"), "waiting-for-ca");
    EXPECT_EQ(office.certificates("valid"), 0U);
    EXPECT_EQ(office.issue(grown_up()).json.at("state"), "handed-over");
}

// Whatever is started meanwhile has a clock that is so far ahead.
class SoMuchLater {
  public:
    explicit SoMuchLater(std::chrono::seconds offset) {
        ::setenv("LD_PRELOAD", SHIFTED_CLOCK, 1);
        ::setenv("SHIFTED_CLOCK", std::to_string(offset.count()).c_str(), 1);
    }
    SoMuchLater(const SoMuchLater&) = delete;
    SoMuchLater& operator=(const SoMuchLater&) = delete;
    ~SoMuchLater() {
        ::unsetenv("LD_PRELOAD");
        ::unsetenv("SHIFTED_CLOCK");
    }
};

using EndedCertificate = WrongClock;

// Three years later, with nobody's clock wrong: the station's own certificate ended a year ago.
TEST_F(EndedCertificate, OfTheStationIsWhatTheCentreRefusesAndNothingIsLost) {
    const auto before = office.issue(grown_up(), {"--offline"});
    ASSERT_EQ(before.status, 0) << before.err;
    office.stop_centre();
    {
        const SoMuchLater later(days(3 * 365));
        office.start_centre();
        const auto visited = office.issue(grown_up());
        EXPECT_EQ(visited.json.at("state"), "waiting-for-ca") << visited.json.dump(2);
        EXPECT_EQ(visited.json.at("stopped_by").at("code"), "net.tls-refused");
        const auto sent = office.ctl({"sync"}, "");
        EXPECT_EQ(sent.json.at("error").at("code"), "net.tls-refused") << sent.json.dump(2);
        EXPECT_FALSE(certificate_lasts(days(3 * 365))) << "and the doctor says why";
        office.stop_centre();
    }
    office.start_centre();
    EXPECT_EQ(office.ctl({"journal", "verify"}, "").json.at("verdict"), "sound");
    const auto after = office.issue(grown_up());
    EXPECT_EQ(after.json.at("application"), before.json.at("application"));
    EXPECT_EQ(after.json.at("state"), "handed-over") << after.json.dump(2);
}

} // namespace
} // namespace koltamga::journey

// After twenty applications of every kind nothing of any applicant can be found: not in the
// station's data folder, not in temporary folders, a home, what the programs said, or what they let
// others see while they ran. Where papers are written on purpose is not searched.
#include "tests/secrets/marked_office.h"

#include <gtest/gtest.h>

namespace koltamga::secrets {
namespace {

namespace fs = std::filesystem;
using journey::Said;

std::string application_of(const Said& said) {
    return said.json.at("application").get<std::string>();
}

class Station : public testing::TestWithParam<const char*> {
  protected:
    void expect_state(const Said& said, const char* state) {
        EXPECT_EQ(said.json.value("state", ""), state) << said.err << said.json.dump();
    }
    void completed(unsigned number) {
        const auto one = marked(number);
        const auto said = here.visit(one);
        expect_state(said, "handed-over");
        here.look_for_key_in_vault(one, said);
    }
    void completed_with_a_file(unsigned number) {
        const auto one = marked(number);
        expect_state(here.visit(one, {"--custody", "file"}), "handed-over");
        here.look_for_key_in_file(one);
    }
    void refused(unsigned number) {
        const auto said = here.visit(marked_minor(number));
        EXPECT_EQ(said.status, 1);
        expect_state(said, "refused");
    }
    void issued_again(unsigned number, unsigned password_of) {
        auto one = marked(number);
        one.password = marked(password_of).password;
        one.person.papers += "-again";
        const auto said = here.visit(one, {"--reissue", "телефон жоголду"});
        expect_state(said, "handed-over");
        here.look_for_key_in_vault(one, said);
    }
    Said left_waiting(unsigned number, const std::vector<std::string>& more = {}) {
        const auto one = marked(number);
        auto said = here.visit(one, more);
        expect_state(said, "waiting-for-ca");
        here.look_for_key_at_station(one);
        return said;
    }
    void cancelled(unsigned number) {
        const auto said = left_waiting(number, {"--offline"});
        expect_state(here.ctl({"cancel", application_of(said), "--reason", "кетип калды"}),
                     "cancelled");
    }
    void refused_by_the_authority(unsigned number) {
        here.office().fault("refusing");
        const auto one = marked(number);
        const auto said = here.visit(one);
        expect_state(said, "on-hold");
        here.look_for_key_at_station(one);
        here.office().fault("none");
        expect_state(here.ctl({"cancel", application_of(said), "--reason", "refused"}),
                     "cancelled");
    }
    void without_a_centre(unsigned first, unsigned second) {
        here.office().stop_centre();
        const auto said = left_waiting(first);
        left_waiting(second);
        here.office().start_centre();
        const auto later = here.ctl({"resume", application_of(said)});
        expect_state(later, "handed-over");
    }
    // What an office does at the end of a day, and a supervisor now and then.
    void end_of_the_day() {
        EXPECT_EQ(here.sync().status, 0);
        for (const auto& line : std::vector<std::vector<std::string>>{
                 {"applications"},
                 {"queue"},
                 {"doctor"},
                 {"journal", "verify"},
                 {"journal", "export", "--out", (here.home() / "trail").string()},
                 {"backup", "--out", (here.home() / "copy").string()}}) {
            const auto said = here.ctl(line);
            EXPECT_TRUE(said.status == 0 || line[0] == "doctor") << line[0] << said.err;
        }
    }
    MarkedOffice here{GetParam()};
};

class EighteenApplicants : public Station {};
INSTANTIATE_TEST_SUITE_P(Keys, EighteenApplicants, testing::Values("ec-p256"));

TEST_P(EighteenApplicants, LeaveNoSecretAnywhere) {
    for (unsigned number = 0; number < 4; ++number) {
        completed(number);
    }
    for (unsigned number = 4; number < 7; ++number) {
        completed_with_a_file(number);
    }
    issued_again(0, 7);
    issued_again(4, 8);
    refused(9);
    refused(10);
    cancelled(11);
    cancelled(12);
    without_a_centre(13, 14);
    refused_by_the_authority(15);
    left_waiting(16, {"--offline"});
    refused(17);
    here.look_for_portraits(marked(1));
    end_of_the_day();
    EXPECT_TRUE(fs::is_empty(here.temporary()));
    EXPECT_TRUE(fs::exists(here.office().station() / "log" / "koltamga.log")) << "is searched too";
    EXPECT_GE(here.keys_looked_for(), 15U);
    here.expect_no_secret_anywhere();
}

class TwoApplicants : public Station {};
INSTANTIATE_TEST_SUITE_P(Keys, TwoApplicants, testing::Values("rsa-3072"));

TEST_P(TwoApplicants, LeaveNoPrimeAnywhere) {
    completed(18);
    completed_with_a_file(19);
    EXPECT_TRUE(fs::is_empty(here.temporary()));
    EXPECT_EQ(here.keys_looked_for(), 2U);
    here.expect_no_secret_anywhere();
}

} // namespace
} // namespace koltamga::secrets

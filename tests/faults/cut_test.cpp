// The connection between station and centre is cut at the boundaries between two messages, and
// inside messages, each time during the whole journey of a fresh applicant: at every sixth each
// day, at every one in the night's run (KOLTAMGA_LONG).
#include "tests/faults/applicants.h"
#include "tests/faults/cutting_proxy.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

namespace koltamga::faults {
namespace {

constexpr unsigned everyday_step = 6;

class CutLine : public testing::TestWithParam<Cut> {
  protected:
    void SetUp() override {
        office.reach_centre_at(proxy.port());
        ASSERT_EQ(office.enrol().status, 0);
    }
    // The next cut of this kind; whether it came to it.
    bool cut_during(const std::vector<std::string>& command, unsigned messages) {
        const auto before = read_ledger(office.station());
        auto cut = GetParam();
        cut.messages = messages;
        proxy.cut(cut);
        const auto said = office.ctl(command);
        EXPECT_TRUE(said.status == 0 || said.status == 3) << messages << ": " << said.err;
        EXPECT_TRUE(continues(before, read_ledger(office.station())));
        const bool has_cut = proxy.has_cut();
        proxy.mend();
        return has_cut;
    }
    journey::Office office{"ec-p256", {"keep-unconfirmed", "no-dedup"}};
    CuttingProxy proxy{office.centre_port()};
};

TEST_P(CutLine, AtEachMessageOfAJourneyLosesNothing) {
    const bool all = std::getenv("KOLTAMGA_LONG") != nullptr;
    const unsigned step = all ? 1 : everyday_step;
    unsigned message = all || !GetParam().inside_the_next ? 0 : everyday_step / 2;
    unsigned journeys = 0;
    for (bool has_cut = true; has_cut && !HasFailure(); message += step, ++journeys) {
        has_cut = cut_during(office.issue_command(applicant(journeys)), message);
        if (subjects_with(read_ledger(office.station()), "identity.recorded").size() <= journeys ||
            !handed_over_last(office)) {
            const auto said = office.issue(applicant(journeys));
            EXPECT_EQ(said.status, 0) << said.err;
        }
    }
    std::cout << journeys << " journeys, the last one uncut\n";
    finish_everything(office);
    EXPECT_EQ(expect_all_sound(office), journeys);
}

INSTANTIATE_TEST_SUITE_P(Kinds, CutLine, testing::Values(Cut{0, false, true}, Cut{0, true, false}),
                         [](const auto& kind) {
                             return kind.param.inside_the_next ? "InsideAMessage" : "AtABoundary";
                         });

} // namespace
} // namespace koltamga::faults

// The connection between station and centre is cut at every boundary between two messages, and
// inside messages, each time during the whole journey of a fresh applicant; inside at every sixth
// each day, at every one in the night's run (KOLTAMGA_LONG).
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
    static journey::Person person(unsigned number) {
        auto one = applicant(number);
        one.papers = "visit";
        return one;
    }
    // The next cut of this kind; whether it came to it.
    bool cut_during(unsigned messages, unsigned number) {
        const auto before = read_ledger(office.station());
        auto cut = GetParam();
        cut.messages = messages;
        proxy.cut(cut);
        const auto said = office.issue(person(number));
        EXPECT_TRUE(said.status == 0 || said.status == 3) << messages << ": " << said.err;
        EXPECT_TRUE(continues(before, read_ledger(office.station())));
        const bool has_cut = proxy.has_cut();
        proxy.mend();
        return has_cut;
    }
    // Goes on until the applicant leaves with the papers.
    void end_of_journey(unsigned number) {
        const auto begun = [&] {
            return subjects_with(read_ledger(office.station()), "identity.recorded");
        };
        if (begun().size() <= number || !handed_over_last(office)) {
            const auto said = office.issue(person(number));
            EXPECT_EQ(said.status, 0) << said.err;
        }
        std::filesystem::rename(office.out() / "visit", office.out() / begun().back());
    }
    journey::Office office{"ec-p256", {"keep-unconfirmed", "no-dedup"}};
    CuttingProxy proxy{office.centre_port()};
};

TEST_P(CutLine, AtEachMessageOfAJourneyLosesNothing) {
    const bool some = GetParam().inside_the_next && std::getenv("KOLTAMGA_LONG") == nullptr;
    const unsigned step = some ? everyday_step : 1;
    unsigned message = some ? everyday_step / 2 : 0;
    unsigned journeys = 0;
    for (bool has_cut = true; has_cut && !HasFailure(); message += step, ++journeys) {
        has_cut = cut_during(message, journeys);
        end_of_journey(journeys);
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

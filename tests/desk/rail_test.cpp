#include "desk/rail.h"

#include <gtest/gtest.h>

namespace koltamga::desk {
namespace {

using issuance::Application;
using issuance::State;
using issuance::Step;
using issuance::WaitsFor;

Application at(Step step, State state = State::draft, WaitsFor who = WaitsFor::clerk) {
    Application application;
    application.step = step;
    application.state = state;
    application.waits_for = who;
    return application;
}

std::string marks(const std::vector<RailStep>& rail) {
    std::string all;
    for (const auto& step : rail) {
        all += "dcawr"[static_cast<std::size_t>(step.mark)];
    }
    return all;
}

TEST(Rail, HasSevenStepsNamedInEachLanguage) {
    const auto rail = rail_before();
    ASSERT_EQ(rail.size(), 7U);
    EXPECT_EQ(marks(rail), "caaaaaa");
    for (const auto& step : rail) {
        for (const auto& name : step.name) {
            EXPECT_FALSE(name.empty());
        }
    }
}

TEST(Rail, FollowsTheApplication) {
    EXPECT_EQ(marks(rail_of(at(Step::decide))), "dcaaaaa");
    EXPECT_EQ(marks(rail_of(at(Step::contact))), "ddcaaaa");
    EXPECT_EQ(marks(rail_of(at(Step::portrait))), "dddcaaa");
    EXPECT_EQ(marks(rail_of(at(Step::key, State::draft, WaitsFor::applicant))), "ddddcaa");
    EXPECT_EQ(marks(rail_of(at(Step::certificate, State::waiting_for_ca, WaitsFor::ca))),
              "dddddwa");
    EXPECT_EQ(marks(rail_of(at(Step::certificate, State::waiting_for_ca, WaitsFor::network))),
              "dddddwa");
    EXPECT_EQ(marks(rail_of(at(Step::certificate, State::on_hold, WaitsFor::clerk))), "dddddca");
    EXPECT_EQ(marks(rail_of(at(Step::hand_over, State::certified, WaitsFor::applicant))),
              "ddddddc");
    EXPECT_EQ(marks(rail_of(at(Step::done, State::handed_over, WaitsFor::nobody))), "ddddddd");
}

TEST(Rail, StopsWhereTheApplicationStopped) {
    EXPECT_EQ(marks(rail_of(at(Step::decide, State::refused))), "draaaaa");
    EXPECT_EQ(marks(rail_of(at(Step::portrait, State::cancelled))), "dddraaa");
}

// The journal says of both only that nothing comes any more.
TEST(Rail, OfOneThatIsOverShowsHowFarItCame) {
    EXPECT_EQ(marks(rail_of(at(Step::done, State::refused))), "draaaaa");
    auto cancelled = at(Step::done, State::cancelled);
    EXPECT_EQ(marks(rail_of(cancelled)), "draaaaa");
    cancelled.eligibility.emplace();
    EXPECT_EQ(marks(rail_of(cancelled)), "ddraaaa");
    cancelled.contact.emplace();
    EXPECT_EQ(marks(rail_of(cancelled)), "dddraaa");
    cancelled.portrait.emplace();
    EXPECT_EQ(marks(rail_of(cancelled)), "ddddraa");
    cancelled.key.emplace();
    EXPECT_EQ(marks(rail_of(cancelled)), "dddddra");
    cancelled.certificate.emplace();
    EXPECT_EQ(marks(rail_of(cancelled)), "ddddddr");
}

TEST(Page, IsTheOneTheStepNeeds) {
    EXPECT_EQ(page_of(at(Step::identify)), Page::passport);
    EXPECT_EQ(page_of(at(Step::decide)), Page::eligibility);
    EXPECT_EQ(page_of(at(Step::contact)), Page::contact);
    EXPECT_EQ(page_of(at(Step::portrait)), Page::portrait);
    EXPECT_EQ(page_of(at(Step::key)), Page::applicants_moment);
    EXPECT_EQ(page_of(at(Step::certificate, State::waiting_for_ca)), Page::certificate);
    EXPECT_EQ(page_of(at(Step::done, State::handed_over)), Page::closed);
    EXPECT_EQ(page_of(at(Step::decide, State::refused)), Page::closed);
    EXPECT_EQ(page_of(at(Step::key, State::cancelled)), Page::closed);
}

// Certified, and the vault has not answered: nothing can be handed over yet.
TEST(Page, OfTheHandOverComesOnlyWhenAllIsThere) {
    EXPECT_EQ(page_of(at(Step::hand_over, State::certified)), Page::certificate);
}

TEST(Page, OfOneThatIsGivenUpShowsHowFarThatIs) {
    auto given_up = at(Step::key, State::on_hold);
    given_up.cancelling = "left";
    EXPECT_EQ(page_of(given_up), Page::certificate);
}

} // namespace
} // namespace koltamga::desk

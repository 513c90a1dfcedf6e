// What the clerk reads of an application after a run.
#include "app/outcome.h"

#include "tests/app/spoken.h"

#include <gmock/gmock.h>

#include <sstream>

namespace koltamga::app {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Outcome eligible(issuance::State state, issuance::Step step) {
    Outcome outcome{};
    auto& application = outcome.application;
    application.id = ApplicationId::parse("7K3M-0QXT-9B2E-HN4W").value();
    application.state = state;
    application.step = step;
    issuance::EligibilityDecided decided;
    decided.verdict.kind = domain::VerdictKind::eligible;
    decided.verdict.reference = domain::Date::parse("2026-11-22").value();
    application.eligibility = decided;
    return outcome;
}

std::string read_by_the_clerk(const Outcome& outcome, Language language = Language::en) {
    std::ostringstream out;
    std::ostringstream err;
    Terminal terminal(out, err, false, language);
    told_with_verdict(terminal, outcome);
    return out.str() + err.str();
}

Json read_by_a_script(const Outcome& outcome) {
    std::ostringstream out;
    std::ostringstream err;
    Terminal terminal(out, err, true, Language::en);
    told_with_verdict(terminal, outcome);
    return Json::parse(out.str());
}

TEST(Outcome, BeginsWithWhatTheRulesSay) {
    const auto outcome = eligible(issuance::State::waiting_for_ca, issuance::Step::certificate);
    EXPECT_THAT(read_by_the_clerk(outcome), HasSubstr("Eligible (22.11.2026)"));
    EXPECT_EQ(read_by_a_script(outcome).at("verdict"), "eligible");
}

TEST(Outcome, DoesNotCallEligibleWhatIsGivenUp) {
    auto outcome = eligible(issuance::State::on_hold, issuance::Step::certificate);
    outcome.application.cancelling = "left";
    EXPECT_THAT(read_by_the_clerk(outcome), Not(HasSubstr("Eligible")));
    EXPECT_THAT(read_by_the_clerk(outcome), HasSubstr("The wish to give it up is recorded"));
    outcome = eligible(issuance::State::cancelled, issuance::Step::done);
    EXPECT_THAT(read_by_the_clerk(outcome), Not(HasSubstr("Eligible")));
}

TEST(Outcome, SaysWhyItStands) {
    auto outcome = eligible(issuance::State::on_hold, issuance::Step::certificate);
    EXPECT_FALSE(read_by_a_script(outcome).contains("reason"));
    outcome.application.reason = "badRequest";
    EXPECT_EQ(read_by_a_script(outcome).at("reason"), "badRequest");
}

TEST(Outcome, WarnsThatARestoredStationHasNotHeardWhatItLost) {
    auto outcome = eligible(issuance::State::waiting_for_ca, issuance::Step::certificate);
    EXPECT_THAT(read_by_the_clerk(outcome), Not(HasSubstr("restored")));
    EXPECT_FALSE(read_by_a_script(outcome).contains("losses_unheard"));
    outcome.losses_unheard = true;
    EXPECT_THAT(read_by_the_clerk(outcome), HasSubstr("This station was restored from a backup"));
    EXPECT_EQ(read_by_a_script(outcome).at("losses_unheard"), true);
    for (const auto language : {Language::ky, Language::ru}) {
        const auto words = read_by_the_clerk(outcome, language);
        EXPECT_THAT(spoken::english_in(words), IsEmpty()) << words;
    }
}

TEST(Outcome, NamesTheOptionsThatCameTooLate) {
    auto outcome = eligible(issuance::State::waiting_for_ca, issuance::Step::certificate);
    outcome.not_used = {"--reissue", "--portrait"};
    EXPECT_THAT(read_by_the_clerk(outcome), HasSubstr("not used: --reissue, --portrait."));
    EXPECT_EQ(read_by_a_script(outcome).at("not_used"),
              Json::parse(R"(["--reissue", "--portrait"])"));
}

} // namespace
} // namespace koltamga::app

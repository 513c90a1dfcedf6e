// What a clerk reads of what a restore lost.
#include "app/loss_words.h"

#include "tests/app/spoken.h"

#include <gmock/gmock.h>

namespace koltamga::app {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const ApplicationId somebody = ApplicationId::parse("7K3M-0QXT-9B2E-HN4W").value();

issuance::Loss loss_of(std::vector<issuance::LostEntry> entries) {
    return {2, instant_from("2026-11-22T09:00:00.000Z").value(), std::move(entries)};
}

TEST(LossWords, NameTheOperatorsThatWereChangedSinceTheBackup) {
    const auto loss = loss_of({{7, "operator.signed-in", std::nullopt, {}},
                               {8, "operator.disabled", std::nullopt, {}},
                               {9, "identity.recorded", somebody, {}},
                               {10, "operator.reset", std::nullopt, {}},
                               {11, "operator.added", std::nullopt, {}},
                               {12, "operator.added", somebody, {}}});
    EXPECT_THAT(losses_words({loss}, {}, Language::en),
                HasSubstr("a supervisor must look at who may sign in (`koltamgactl operator "
                          "list`): 8 disabled, 10 reset, 11 added"));
    const auto json = losses_json({loss}, {});
    const auto expected = Json::parse(R"([{"sequence": 8, "kind": "operator.disabled"},
                                          {"sequence": 10, "kind": "operator.reset"},
                                          {"sequence": 11, "kind": "operator.added"}])");
    EXPECT_EQ(json.at(0).at("operators"), expected);
}

TEST(LossWords, SayNothingOfOperatorsWhereNoneWasChanged) {
    const auto loss = loss_of(
        {{7, "operator.signed-in", std::nullopt, {}}, {8, "identity.recorded", somebody, {}}});
    EXPECT_THAT(losses_words({loss}, {}, Language::en), Not(HasSubstr("supervisor")));
    EXPECT_THAT(losses_words({loss}, {}, Language::en), HasSubstr(somebody.text()));
    EXPECT_TRUE(losses_json({loss}, {}).at(0).at("operators").empty());
}

TEST(LossWords, SayNothingOfApplicationsWhereOnlyOperatorsWereChanged) {
    const auto loss = loss_of({{8, "operator.disabled", std::nullopt, {}}});
    EXPECT_THAT(losses_words({loss}, {}, Language::en), Not(HasSubstr("these applications")));
}

TEST(LossWords, AreOfTheLanguageThatIsSpoken) {
    const auto loss = loss_of({{8, "operator.disabled", std::nullopt, {}},
                               {9, "operator.reset", std::nullopt, {}},
                               {10, "operator.added", std::nullopt, {}},
                               {11, "identity.recorded", somebody, {}}});
    for (const auto language : {Language::ky, Language::ru}) {
        const auto words = losses_words({loss}, {}, language);
        EXPECT_THAT(spoken::english_in(words), IsEmpty()) << words;
        EXPECT_THAT(words, HasSubstr("koltamgactl operator list"));
    }
}

} // namespace
} // namespace koltamga::app

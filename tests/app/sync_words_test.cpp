#include "app/sync_words.h"
#include "tests/app/spoken.h"

#include <gmock/gmock.h>

namespace koltamga::app {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

db::ApplicationState told_to_wait(const char* id, const char* next_try) {
    return {*ApplicationId::parse(id),
            "waiting-for-ca",
            "certificate",
            "ca",
            {},
            {},
            next_try,
            1,
            "sent"};
}

const std::vector<db::ApplicationState> two = {
    told_to_wait("7K3M-0QXT-9B2E-HN4W", "2026-11-22T20:30:59.999Z"),
    told_to_wait("0000-0001-0000-0001", "2026-11-22T09:00:00.000Z")};

TEST(LetWait, NamesEachApplicationWithTheOfficesTime) {
    constexpr int bishkek = 6 * 60;
    for (const auto language : {Language::ky, Language::ru, Language::en}) {
        const auto words = let_wait_words(two, bishkek, language);
        EXPECT_THAT(words, HasSubstr("\n7K3M-0QXT-9B2E-HN4W  23.11.2026 02:30\n"));
        EXPECT_TRUE(words.ends_with("\n0000-0001-0000-0001  22.11.2026 15:00")) << words;
        EXPECT_THAT(words, HasSubstr("`koltamgactl resume ID`"));
    }
    EXPECT_THAT(let_wait_words(two, -90, Language::en), HasSubstr("22.11.2026 07:30"));
    EXPECT_THAT(spoken::english_in(let_wait_words(two, bishkek, Language::ru)), IsEmpty());
    EXPECT_THAT(spoken::english_in(let_wait_words(two, bishkek, Language::ky)), IsEmpty());
}

TEST(LetWait, SaysNothingWhereNobodyWaits) {
    EXPECT_EQ(let_wait_words({}, 0, Language::en), "");
    EXPECT_EQ(let_wait_json({}), Json::array());
}

TEST(LetWait, GivesAScriptTheInstant) {
    EXPECT_EQ(let_wait_json(two).at(0), Json({{"application", "7K3M-0QXT-9B2E-HN4W"},
                                              {"next_try", "2026-11-22T20:30:59.999Z"}}));
}

TEST(Waiting, SaysWhyAndWhoActs) {
    const auto json = waiting_json(
        {*ApplicationId::parse("7K3M-0QXT-9B2E-HN4W"), sync::Wait::refused, "body-unreadable"},
        Language::en);
    EXPECT_EQ(json.at("waits_for"), "refused");
    EXPECT_EQ(json.at("who_acts"), "second-person");
    EXPECT_EQ(json.at("detail"), "body-unreadable");
}

} // namespace
} // namespace koltamga::app

// Nothing is said to be done while somebody still has to act.
#include "app/queue_words.h"
#include "tests/app/spoken.h"

#include <gmock/gmock.h>

namespace koltamga::app {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Instant at_noon = *instant_from("2026-11-22T06:00:00.000Z");
constexpr auto all_done = "Nothing waits: the centre has confirmed everything.";
constexpr db::OtherEntries all_confirmed{12, 0};

db::ApplicationState standing(const char* state, const char* waits_for, bool settled = false) {
    db::ApplicationState row{*ApplicationId::parse("7K3M-0QXT-9B2E-HN4W"),
                             state,
                             "hand-over",
                             waits_for,
                             {},
                             {},
                             {},
                             1,
                             "receipted"};
    row.settled = settled;
    return row;
}

Queue queue(std::vector<db::ApplicationState> rows, db::OtherEntries others = all_confirmed,
            std::optional<Failure> fork = {}) {
    return queue_of(std::move(rows), others, std::move(fork), at_noon);
}

TEST(Queue, HoldsWhateverSomebodyHasToActOn) {
    for (const auto* who : {"clerk", "applicant", "second-person", "network", "ca", "vault"}) {
        for (const auto* state : {"draft", "on-hold", "waiting-for-ca", "certified"}) {
            const auto one = queue({standing(state, who)});
            EXPECT_EQ(queue_json(one, Language::en).at("queue").size(), 1U) << state << who;
            EXPECT_EQ(queue_json(one, Language::en).at("state"), "waiting");
            EXPECT_THAT(queue_words(one, Language::en), Not(HasSubstr(all_done)));
        }
    }
    EXPECT_THAT(queue_words(queue({standing("certified", "clerk")}), Language::en),
                HasSubstr("certified  receipted  Waits for the clerk"));
}

TEST(Queue, SaysThatItIsARevocationThatWaits) {
    const auto one = queue({standing("handed-over", "ca")});
    EXPECT_EQ(queue_json(one, Language::en).at("queue").at(0).at("revocation_waiting"), true);
    EXPECT_THAT(queue_words(one, Language::en),
                HasSubstr("handed over, the revocation of its certificate is recorded, but not"));
}

TEST(Queue, IsEmptyOnceNobodyHasToAct) {
    const auto done = queue({standing("handed-over", "nobody", true)});
    EXPECT_EQ(queue_words(done, Language::en), all_done);
    EXPECT_EQ(queue_json(done, Language::en),
              Json({{"state", "receipted"}, {"queue", Json::array()}, {"unconfirmed_entries", 0}}));
}

TEST(Queue, TellsOfTheStationsOwnEntriesThatTheCentreLacks) {
    const auto unsent = queue({}, {12, 2});
    EXPECT_EQ(queue_json(unsent, Language::en).at("state"), "waiting");
    EXPECT_EQ(queue_json(unsent, Language::en).at("unconfirmed_entries"), 2);
    EXPECT_THAT(queue_words(unsent, Language::en), HasSubstr("`koltamgactl sync` sends them): 2"));
}

TEST(Queue, OfAStationWhoseEnrolmentWasCutOffSaysSo) {
    const auto begun = queue({}, {0, 0});
    EXPECT_EQ(queue_json(begun, Language::en).at("state"), "not-enrolled");
    EXPECT_THAT(queue_words(begun, Language::en), HasSubstr("`koltamgactl station enrol`"));
}

TEST(Queue, OfAForkedJournalIsNeverReceipted) {
    const auto forked = queue({}, all_confirmed, Failure{Code::app_journal_forked, {}, {}, {}});
    const auto json = queue_json(forked, Language::en);
    EXPECT_EQ(json.at("state"), "forked");
    EXPECT_EQ(json.at("fork").at("code"), "app.journal-forked");
    EXPECT_THAT(queue_words(forked, Language::en), HasSubstr("app.journal-forked"));
}

TEST(Queue, SpeaksToEachInTheirLanguage) {
    for (const auto language : {Language::ky, Language::ru}) {
        for (const auto& one :
             {queue({standing("on-hold", "clerk")}, {12, 2}), queue({}), queue({}, {0, 0})}) {
            EXPECT_THAT(spoken::english_in(queue_words(one, language)), IsEmpty());
        }
    }
}

} // namespace
} // namespace koltamga::app

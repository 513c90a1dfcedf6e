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

TEST(LossWords, SayOfEachApplicationWhatIsHereOfIt) {
    const auto other = ApplicationId::parse("7K3M-0QXT-9B2E-HN4X").value();
    const auto erased = ApplicationId::parse("7K3M-0QXT-9B2E-HN4Y").value();
    const auto loss = loss_of({{7, "identity.recorded", somebody, {}},
                               {8, "identity.recorded", other, {}},
                               {9, "eligibility.decided", somebody, {}},
                               {10, "application.erased", erased, {}}});
    const auto words = losses_words({loss}, {somebody, erased}, Language::en);
    EXPECT_THAT(words, HasSubstr("how many: 4 (7–10)"));
    EXPECT_THAT(words, HasSubstr(somebody.text() + "  7 9  a part of it is here\n"));
    EXPECT_THAT(words, HasSubstr(other.text() +
                                 "  8  nothing of it is here; no certificate was asked for\n"));
    EXPECT_THAT(words, HasSubstr(erased.text() + "  10  erased again\n"));
    const auto json = losses_json({loss}, {somebody, erased}).at(0);
    EXPECT_EQ(json.at("epoch"), 2);
    EXPECT_EQ(json.at("entries"), 4);
    EXPECT_EQ(json.at("first"), 7);
    EXPECT_EQ(json.at("last"), 10);
    EXPECT_EQ(json.at("told"), "2026-11-22T09:00:00.000Z");
    const auto record = [](const ApplicationId& id, const char* sequences, const char* last,
                           bool here, bool gone) {
        return Json{{"application", id.text()},
                    {"sequences", Json::parse(sequences)},
                    {"last_kind", last},
                    {"reached", here ? Json() : Json("not-asked")},
                    {"revocation", false},
                    {"here", here},
                    {"erased", gone}};
    };
    const Json expected = {record(somebody, "[7, 9]", "eligibility.decided", true, false),
                           record(other, "[8]", "identity.recorded", false, false),
                           record(erased, "[10]", "application.erased", true, true)};
    EXPECT_EQ(json.at("applications"), expected);
}

// As the agency has to know.
TEST(LossWords, SayHowFarALostRecordCame) {
    const struct {
        std::vector<std::string> kinds;
        const char* name;
        const char* words;
    } records[] = {
        {{"identity.recorded", "key.made"}, "not-asked", "; no certificate was asked for"},
        {{"certificate.asked"}, "asked", "; a certificate was asked for"},
        {{"certificate.confirmed"}, "asked", "; a certificate was asked for"},
        {{"certificate.answered", "key.delivery-asked"}, "issued", "; a certificate was issued"},
        {{"key.delivered", "application.handed-over"},
         "handed-over",
         "; its certificate was handed"},
        {{"application.handed-over", "agreement.printed"},
         "handed-over",
         "; its certificate was h"},
        {{"revocation.asked", "application.handed-over"}, "handed-over", "handed over; a revoc"},
        {{"revocation.answered"}, "not-asked", "; a revocation of its or an earlier"},
        {{"certificate.asked", "key.exported"}, "issued", "; a certificate was issued"},
        {{"eligibility.decided", "application.refused"}, "refused", "; it was refused"},
        {{"certificate.asked", "application.cancelled"}, "cancelled", "; it was given up"}};
    for (const auto& record : records) {
        std::vector<issuance::LostEntry> entries;
        for (const auto& kind : record.kinds) {
            entries.push_back({entries.size() + 7, kind, somebody, {}});
        }
        const auto loss = loss_of(std::move(entries));
        EXPECT_THAT(losses_words({loss}, {}, Language::en), HasSubstr(record.words));
        EXPECT_EQ(losses_json({loss}, {}).at(0).at("applications").at(0).at("reached"),
                  record.name);
    }
}

// The holder asked for the end of a certificate whose record the station had let go.
TEST(LossWords, NameRevocationsOfReleasedRecords) {
    const auto loss = loss_of({{7, "revocation.asked", std::nullopt, {}},
                               {8, "revocation.answered", std::nullopt, {}},
                               {9, "operator.signed-in", std::nullopt, {}}});
    EXPECT_THAT(losses_words({loss}, {}, Language::en),
                HasSubstr("ask the agency whose it is, entries: 7, 8"));
    EXPECT_EQ(losses_json({loss}, {}).at(0).at("released_revocations"), Json::parse("[7, 8]"));
    for (const auto language : {Language::ky, Language::ru}) {
        EXPECT_THAT(spoken::english_in(losses_words({loss}, {}, language)), IsEmpty());
    }
}

// Its certificate may have been asked for before the backup.
TEST(LossWords, DoNotGuessHowFarARecordCameThatIsPartlyHere) {
    const auto loss = loss_of({{7, "agreement.printed", somebody, {}}});
    EXPECT_THAT(losses_words({loss}, {somebody}, Language::en), HasSubstr("is here\n"));
    EXPECT_TRUE(
        losses_json({loss}, {somebody}).at(0).at("applications").at(0).at("reached").is_null());
}

TEST(LossWords, SayNothingOfApplicationsWhereOnlyOperatorsWereChanged) {
    const auto loss = loss_of({{8, "operator.disabled", std::nullopt, {}}});
    EXPECT_THAT(losses_words({loss}, {}, Language::en), Not(HasSubstr("Tell the agency")));
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

// What a clerk reads of a verdict, and what a script does.
#include "app/verdict_words.h"

#include "app/verified_words.h"

#include <gmock/gmock.h>

namespace koltamga::app {
namespace {

using domain::Effect;
using domain::VerdictKind;
using ::testing::HasSubstr;

domain::Verdict verdict(VerdictKind kind) {
    const auto reason = [](const char* rule, Effect effect) {
        return domain::Reason{rule, "3", effect, {"ky", "ru", "en"}, {{"a", "1"}, {"b", "2"}}};
    };
    domain::Verdict one;
    one.kind = kind;
    one.reasons = {reason("first", Effect::refuses), reason("second", Effect::doubts),
                   reason("third", Effect::warns), reason("fourth", Effect::notes)};
    one.rule_set = "kg-ces";
    one.version = "7";
    one.reference = *domain::Date::parse("2026-11-22");
    return one;
}

TEST(VerdictWords, SayTheVerdictAndWhatEachReasonWeighs) {
    EXPECT_EQ(verdict_words(verdict(VerdictKind::refused), Language::en),
              "Refused (22.11.2026)\n  against it: en\n  doubt: en\n  warning: en\n  en\n");
    EXPECT_EQ(verdict_words(verdict(VerdictKind::provisional), Language::ru),
              "Решение предварительное (22.11.2026)\n  препятствие: ru\n  сомнение: ru\n"
              "  предупреждение: ru\n  ru\n");
    EXPECT_EQ(verdict_words(verdict(VerdictKind::eligible), Language::ky),
              "Сертификат берсе болот (22.11.2026)\n  тоскоол: ky\n  шек: ky\n  эскертүү: ky\n"
              "  ky\n");
    EXPECT_THAT(verdict_words(verdict(VerdictKind::refused), Language::ky),
                HasSubstr("Баш тартылды"));
    EXPECT_THAT(verdict_words(verdict(VerdictKind::refused), Language::ru), HasSubstr("Отказано"));
    EXPECT_THAT(verdict_words(verdict(VerdictKind::provisional), Language::ky),
                HasSubstr("Убактылуу чечим"));
    EXPECT_THAT(verdict_words(verdict(VerdictKind::provisional), Language::en),
                HasSubstr("Provisional"));
    EXPECT_THAT(verdict_words(verdict(VerdictKind::eligible), Language::ru),
                HasSubstr("Сертификат можно выдать"));
    EXPECT_THAT(verdict_words(verdict(VerdictKind::eligible), Language::en), HasSubstr("Eligible"));
}

TEST(VerdictJson, HoldsAllThatWasDecided) {
    const auto json = verdict_json(verdict(VerdictKind::provisional), Language::ru);
    EXPECT_EQ(json.at("verdict"), "provisional");
    EXPECT_EQ(json.at("rule_set"), "kg-ces");
    EXPECT_EQ(json.at("version"), "7");
    EXPECT_EQ(json.at("reference_date"), "2026-11-22");
    ASSERT_EQ(json.at("reasons").size(), 4U);
    const auto expected = Json::parse(R"({"rule": "third", "version": "3", "effect": "warns",
                                          "text": "ru", "inputs": {"a": "1", "b": "2"}})");
    EXPECT_EQ(json.at("reasons")[2], expected);
}

db::Verified verified() {
    db::Verified one;
    one.entries = 42;
    one.head = 42;
    one.covered_by_head = 40;
    one.covered_by_receipt = 30;
    db::NotProvable uncovered{};
    uncovered.gap = db::Gap::uncovered;
    uncovered.from = 41;
    uncovered.to = 42;
    db::NotProvable released{};
    released.gap = db::Gap::derived_released;
    released.released = 3;
    one.not_provable = {uncovered, released};
    return one;
}

TEST(VerifiedWords, SayHowFarEachProofReaches) {
    EXPECT_EQ(verified_words(verified(), Language::en),
              "The journal is sound, entries: 42\ncovered by the centre's receipt: 30\n"
              "covered by the station's signature: 40\n"
              "not provable: no signed head or receipt covers them yet; who can write the database "
              "could have changed or cut them; entries 41–42\n"
              "not provable: the derived rows of released applications: their keys are gone; how "
              "many: 3");
    EXPECT_THAT(verified_words(verified(), Language::ru),
                HasSubstr("покрыто квитанцией центра записей: 30"));
    EXPECT_THAT(verified_words(verified(), Language::ru),
                HasSubstr("покрыто подписью станции записей: 40"));
    EXPECT_THAT(verified_words(verified(), Language::ky), HasSubstr("Журнал бүтүн, жазуулар: 42"));
}

TEST(VerifiedWords, SayThatNobodyLookedAtTheOperatorsRowsEither) {
    auto one = verified();
    one.not_provable = {{.gap = db::Gap::derived_unread}};
    EXPECT_THAT(verified_words(one, Language::ky), HasSubstr("кызматкерлердин саптарын"));
    EXPECT_THAT(verified_words(one, Language::ru), HasSubstr("строк сотрудников"));
    EXPECT_THAT(verified_words(one, Language::en), HasSubstr("an operator's row"));
}

TEST(FindingsWords, NameEveryOneAndItsEntry) {
    auto one = verified();
    one.findings = {{0, "operator-row-changed bek"}, {7, "previous-hash-mismatch"}};
    EXPECT_EQ(findings_words(one, Language::en),
              "What was found in the journal, in number 2:\n  operator-row-changed bek\n"
              "  entry 7: previous-hash-mismatch");
    EXPECT_EQ(findings_words(one, Language::ru),
              "Что найдено в журнале, всего 2:\n  operator-row-changed bek\n"
              "  запись 7: previous-hash-mismatch");
    EXPECT_EQ(findings_words(one, Language::ky),
              "Журналдан табылганы, саны 2:\n  operator-row-changed bek\n"
              "  жазуу 7: previous-hash-mismatch");
}

TEST(VerifiedJson, HoldsEachFigureInItsPlace) {
    auto one = verified();
    const auto json = verified_json(one, Language::en);
    EXPECT_EQ(json.at("entries"), 42);
    EXPECT_EQ(json.at("head"), 42);
    EXPECT_EQ(json.at("covered_by_head"), 40);
    EXPECT_EQ(json.at("covered_by_receipt"), 30);
    EXPECT_EQ(json.at("verdict"), "sound");
    EXPECT_TRUE(json.at("first_broken").is_null());
    EXPECT_EQ(json.at("not_provable").size(), 2U);
    one.first_broken = db::Finding{7, "hash"};
    one.findings = {*one.first_broken, db::Finding{9, "body"}};
    const auto broken = verified_json(one, Language::en);
    EXPECT_EQ(broken.at("verdict"), "broken");
    EXPECT_EQ(broken.at("first_broken"), Json::parse(R"({"sequence": 7, "what": "hash"})"));
    EXPECT_EQ(broken.at("findings")[1].at("what"), "body");
}

} // namespace
} // namespace koltamga::app

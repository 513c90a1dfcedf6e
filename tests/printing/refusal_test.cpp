// The refusal on paper: its reasons in the rules' own words, and how to object.
#include "printing/papers.h"
#include "tests/printing/pdf_reader.h"
#include "tests/printing/records.h"

#include <gmock/gmock.h>

namespace koltamga::printing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr Languages every_language[] = {Languages::ky, Languages::ru, Languages::en,
                                        Languages::ky_ru};

Bytes refusal(const RefusalRecord& record, Languages languages) {
    static const Renderer renderer = Renderer::make().value();
    return renderer.render_refusal(record, languages).value();
}

TEST(Refusal, SaysEachReasonInEveryLanguageAndTheRuleItComesFrom) {
    const auto record = testing::ordinary_refusal();
    for (const auto languages : every_language) {
        const auto letters = testing::letters_in(refusal(record, languages));
        for (const auto language : each(languages)) {
            for (const auto& reason : record.reasons) {
                const auto words = in(language, reason.text) + " (" + reason.rule + ")";
                EXPECT_THAT(letters, HasSubstr(testing::without_space(words)));
            }
        }
    }
}

TEST(Refusal, SaysWhoWhenByWhichLawAndHowToObject) {
    const auto text = testing::text_in(refusal(testing::ordinary_refusal(), Languages::en));
    for (const auto* words :
         {"Name Асанов Усон Жаныбаевич", "Personal number (PIN) 20101199000008",
          "Document ID card, ID0000000", "Record number 7K3M-0QXT-9B2E-HN4W",
          "Decided at 22.11.2026 15:41:07 UTC+6", "Rules applied for 22.11.2026",
          "Rule set kg-ces 3", "Law No. 128 of 19 July 2017", "Operator А. Осмонова",
          "How to object",
          "in writing before the head of the office or the Authority, and in court",
          "page 1 of 1"}) {
        EXPECT_THAT(text, HasSubstr(words));
    }
    EXPECT_THAT(text, Not(HasSubstr("PRACTICE")));
}

TEST(Refusal, StandsOnOnePage) {
    for (const auto languages : every_language) {
        EXPECT_EQ(testing::pages_in(refusal(testing::ordinary_refusal(), languages)).size(), 1U)
            << to_text(languages);
    }
}

TEST(Refusal, KeepsToItsMarginsAndLosesNothingOfTheLongestNames) {
    const auto record = testing::longest_refusal();
    for (const auto languages : every_language) {
        const auto pdf = refusal(record, languages);
        for (const auto& end : testing::word_ends_in(pdf)) {
            EXPECT_LE(end.right, 595.276 - 48 + 1.5);
            EXPECT_LE(end.bottom, 841.89 - 28);
        }
        EXPECT_THAT(testing::letters_in(pdf),
                    HasSubstr(testing::without_space(full_name(record.applicant))));
    }
}

TEST(Refusal, IsNotMadeFromAnIncompleteRecord) {
    struct Spoilt {
        const char* field;
        void (*spoil)(RefusalRecord&);
    };
    const Spoilt table[] = {
        {"record-id", [](auto& r) { r.record_id.clear(); }},
        {"date", [](auto& r) { r.date.clear(); }},
        {"operator", [](auto& r) { r.operator_name.clear(); }},
        {"surname", [](auto& r) { r.applicant.surname.clear(); }},
        {"pin", [](auto& r) { r.applicant.pin.clear(); }},
        {"document-number", [](auto& r) { r.applicant.document_number.clear(); }},
        {"decided-at", [](auto& r) { r.decided_at.clear(); }},
        {"reference-date", [](auto& r) { r.reference_date.clear(); }},
        {"rules", [](auto& r) { r.rules.clear(); }},
        {"law", [](auto& r) { r.law[1].clear(); }},
        {"reason", [](auto& r) { r.reasons[1].text[2].clear(); }},
        {"reasons", [](auto& r) { r.reasons.clear(); }},
    };
    EXPECT_TRUE(check_complete(testing::ordinary_refusal()));
    for (const auto& row : table) {
        auto record = testing::ordinary_refusal();
        row.spoil(record);
        const auto checked = check_complete(record);
        ASSERT_TRUE(checked.failed_with(Code::printing_record_incomplete)) << row.field;
        EXPECT_EQ(checked.failure().detail, std::string("field ") + row.field);
    }
}

} // namespace
} // namespace koltamga::printing

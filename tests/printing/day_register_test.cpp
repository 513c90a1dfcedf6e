// The day's register: one row for each application, the head again on every page.
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

Bytes day(const DayRegisterRecord& record, Languages languages) {
    static const Renderer renderer = Renderer::make().value();
    return renderer.render_day_register(record, languages).value();
}

std::size_t times(const std::string& text, const std::string& words) {
    std::size_t count = 0;
    for (auto at = text.find(words); at != text.npos; at = text.find(words, at + 1)) {
        ++count;
    }
    return count;
}

TEST(DayRegister, SaysEachRowInItsColumns) {
    const auto record = testing::ordinary_register();
    const auto text = testing::text_in(day(record, Languages::en));
    EXPECT_THAT(text, HasSubstr("Time Record number Applicant Document Outcome Operator"));
    for (const auto& row : record.rows) {
        EXPECT_THAT(text, HasSubstr(row.time + " " + row.record_id));
    }
    EXPECT_EQ(times(text, "ID0000000"), record.rows.size());
    EXPECT_THAT(text, HasSubstr("Applications in all 12"));
    EXPECT_THAT(text, HasSubstr("handed over 10"));
    EXPECT_THAT(text, HasSubstr("refused: document-expired 2"));
    EXPECT_THAT(text, HasSubstr("page 1 of 1"));
}

TEST(DayRegister, RepeatsItsHeadAndCountsItsPages) {
    for (const auto languages : every_language) {
        const auto pdf = day(testing::longest_register(), languages);
        const auto pages = testing::pages_in(pdf).size();
        EXPECT_GT(pages, 3U) << to_text(languages);
        const auto text = testing::letters_in(pdf);
        const auto head = testing::without_space(
            in(each(languages).back(), Template::current("day-register").text("column.time")));
        EXPECT_GE(times(text, head), pages - 1) << to_text(languages);
    }
    const auto text = testing::text_in(day(testing::longest_register(), Languages::en));
    const auto pages = testing::pages_in(day(testing::longest_register(), Languages::en)).size();
    EXPECT_THAT(text, HasSubstr("page 2 of " + std::to_string(pages)));
}

TEST(DayRegister, KeepsEveryRowAndEveryLetterWithinItsMargins) {
    const auto record = testing::longest_register();
    for (const auto languages : every_language) {
        const auto pdf = day(record, languages);
        for (const auto& end : testing::word_ends_in(pdf)) {
            EXPECT_LE(end.right, 595.276 - 48 + 1.5);
            EXPECT_LE(end.bottom, 841.89 - 28);
        }
        const auto letters = testing::letters_in(pdf);
        for (const auto& row : record.rows) {
            EXPECT_THAT(letters, HasSubstr(row.record_id));
        }
    }
}

TEST(DayRegister, OfADayWithoutApplicationsSaysSo) {
    auto record = testing::ordinary_register();
    record.rows.clear();
    const auto text = testing::text_in(day(record, Languages::ru));
    EXPECT_THAT(text, HasSubstr("В этот день заявлений не было."));
    EXPECT_THAT(text, HasSubstr("Всего заявлений 0"));
    EXPECT_THAT(text, Not(HasSubstr("Номер записи")));
}

TEST(DayRegister, HasADashWhereTheRecordHasLeftTheStation) {
    auto record = testing::ordinary_register();
    record.rows.resize(1);
    record.rows[0].person.clear();
    record.rows[0].document.clear();
    EXPECT_THAT(testing::text_in(day(record, Languages::en)), HasSubstr("HN4W – – handed over"));
}

TEST(DayRegister, IsNotMadeFromAnIncompleteRecord) {
    struct Spoilt {
        const char* field;
        void (*spoil)(DayRegisterRecord&);
    };
    const Spoilt table[] = {
        {"date", [](auto& r) { r.date.clear(); }},
        {"time", [](auto& r) { r.rows[3].time.clear(); }},
        {"record-id", [](auto& r) { r.rows[3].record_id.clear(); }},
        {"outcome", [](auto& r) { r.rows[3].outcome[0].clear(); }},
        {"authority", [](auto& r) { r.office.authority[0].clear(); }},
        {"office-name", [](auto& r) { r.office.name[1].clear(); }},
        {"place", [](auto& r) { r.place[2].clear(); }},
    };
    EXPECT_TRUE(check_complete(testing::ordinary_register()));
    for (const auto& row : table) {
        auto record = testing::ordinary_register();
        row.spoil(record);
        const auto checked = check_complete(record);
        ASSERT_TRUE(checked.failed_with(Code::printing_record_incomplete)) << row.field;
        EXPECT_EQ(checked.failure().detail, std::string("field ") + row.field);
    }
}

} // namespace
} // namespace koltamga::printing

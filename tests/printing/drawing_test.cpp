// What stands on the pages that no reader of text finds: watermark, picture, edges.
#include "tests/printing/pdf_reader.h"
#include "tests/printing/records.h"

#include <gtest/gtest.h>

#include <regex>

namespace koltamga::printing {
namespace {

Bytes drawn(const AgreementRecord& record, Languages languages = Languages::ky_ru) {
    static const Renderer made = Renderer::make().value();
    return made.render_agreement(record, languages).value();
}

TEST(Watermark, LiesOnEveryPageOfPracticeAndOnNoOther) {
    const auto watermarked = [](const std::string& page) {
        return page.find("0.91 0.91 0.91 rg") != page.npos; // paler than anything else
    };
    for (const auto& page : testing::pages_in(drawn(testing::ordinary_agreement()))) {
        EXPECT_FALSE(watermarked(page));
    }
    const auto pages = testing::pages_in(drawn(testing::practice_agreement()));
    EXPECT_EQ(pages.size(), 3U);
    for (const auto& page : pages) {
        EXPECT_TRUE(watermarked(page));
    }
}

TEST(Hairlines, AreHeavierBelowHeadingsThanBetweenFields) {
    const auto first = testing::pages_in(drawn(testing::ordinary_agreement())).front();
    const auto changes_to = [&](const char* weight) {
        std::size_t times = 0;
        for (auto at = first.find(weight); at != first.npos; at = first.find(weight, at + 1)) {
            ++times;
        }
        return times;
    };
    EXPECT_GE(changes_to("\n0.6 w\n") + changes_to(" 0.6 w\n"), 3U); // below three headings
    EXPECT_GE(changes_to("\n0.4 w\n") + changes_to(" 0.4 w\n"), 3U); // and back again
}

// The ordinary picture is square, its place 35 mm by 45: cut at the sides, and nothing left empty.
TEST(Picture, FillsItsPlaceAndKeepsItsShape) {
    const auto first = testing::pages_in(drawn(testing::ordinary_agreement())).front();
    const std::regex image("([0-9.]+) 0 0 -([0-9.]+) [0-9.]+ [0-9.]+ cm\\s+"
                           "(/[a-z0-9]+ gs\\s+)?/[a-z0-9]+ Do");
    std::smatch found;
    ASSERT_TRUE(std::regex_search(first, found, image));
    const double width = std::stod(found[1]);
    const double height = std::stod(found[2]);
    EXPECT_NEAR(width, height, 0.1);
    EXPECT_NEAR(height, 127.6, 0.1);
}

TEST(Agreement, EndsItsDatesAndPageNumbersAtTheRightMargin) {
    constexpr double right_margin = 595.276 - 48;
    constexpr double footer = 841.89 - 44;
    std::size_t page_numbers = 0;
    std::size_t dates = 0;
    for (const auto& word : testing::word_ends_in(drawn(testing::ordinary_agreement()))) {
        const bool at_the_edge = std::abs(word.right - right_margin) < 0.5;
        page_numbers += at_the_edge && word.bottom > footer ? 1 : 0;
        dates += at_the_edge && word.bottom < 75 ? 1 : 0;
    }
    EXPECT_EQ(page_numbers, 3U);
    EXPECT_EQ(dates, 1U);
}

} // namespace
} // namespace koltamga::printing

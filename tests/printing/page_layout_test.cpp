#include "printing/jpeg.h"
#include "printing/page_layout.h"
#include "tests/printing/records.h"

#include <gtest/gtest.h>

namespace koltamga::printing {
namespace {

Row row_of(double height, double before = 0, bool keep = false) {
    Row row;
    row.height = height;
    row.before = before;
    row.keep_with_next = keep;
    return row;
}

std::vector<Row> rows_of(std::initializer_list<double> heights) {
    std::vector<Row> rows;
    for (const double height : heights) {
        rows.push_back(row_of(height));
    }
    return rows;
}

std::vector<std::size_t> rows_on_pages(const std::vector<Row>& rows) {
    std::vector<std::size_t> counts;
    const auto pages = paginate(rows).value();
    for (const auto& page : pages) {
        counts.push_back(page.size());
    }
    return counts;
}

using Counts = std::vector<std::size_t>;

TEST(Pages, RowsFallOnTheNextPageWhenTheyNoLongerFit) {
    EXPECT_EQ(rows_on_pages(rows_of({100, 100})), Counts({2}));
    EXPECT_EQ(rows_on_pages(rows_of({page_room})), Counts({1}));
    EXPECT_EQ(rows_on_pages(rows_of({page_room, 1})), Counts({1, 1}));
    EXPECT_EQ(rows_on_pages(rows_of({400, 400, 400})), Counts({1, 1, 1}));
    EXPECT_EQ(rows_on_pages(rows_of({300, 300, 300, 300})), Counts({2, 2}));
}

TEST(Pages, RowsThatKeepTogetherMoveTogether) {
    std::vector<Row> rows;
    rows.push_back(row_of(600));
    rows.push_back(row_of(50, 10, true));
    rows.push_back(row_of(50, 10, true));
    rows.push_back(row_of(50));
    EXPECT_EQ(rows_on_pages(rows), Counts({1, 3}));
}

TEST(Pages, TheSpaceAboveIsDroppedAtTheTopOfAPage) {
    std::vector<Row> rows;
    rows.push_back(row_of(700, 40));
    rows.push_back(row_of(100, 40));
    const auto pages = paginate(rows).value();
    ASSERT_EQ(pages.size(), 2u);
    EXPECT_DOUBLE_EQ(pages[0][0].y, margin_top);
    EXPECT_DOUBLE_EQ(pages[1][0].y, margin_top);
}

// The space above a row belongs to it wherever something stands above, and nowhere else.
TEST(Pages, TheSpaceAboveCountsWhereTheRowIsToFit) {
    std::vector<Row> rows;
    rows.push_back(row_of(page_room - 100));
    rows.push_back(row_of(100, 1)); // would fit without the space
    EXPECT_EQ(rows_on_pages(rows), Counts({1, 1}));
    rows[1].height = 99;
    EXPECT_EQ(rows_on_pages(rows), Counts({2})) << "to the last point";
    rows[1].height = 99.5;
    EXPECT_EQ(rows_on_pages(rows), Counts({1, 1}));
    const auto pages = paginate(rows).value();
    EXPECT_DOUBLE_EQ(pages[1][0].y, margin_top);
}

TEST(Pages, AWholePageOfRowsNeedsNoSpaceAbove) {
    std::vector<Row> rows;
    rows.push_back(row_of(10));
    rows.push_back(row_of(page_room, 40));
    rows.push_back(row_of(10, 40));
    EXPECT_EQ(rows_on_pages(rows), Counts({1, 1, 1}));
}

TEST(Pages, TheSpaceBetweenRowsThatKeepTogetherCounts) {
    std::vector<Row> rows;
    rows.push_back(row_of(page_room - 50, 40, true));
    rows.push_back(row_of(30, 20));
    EXPECT_EQ(rows_on_pages(rows), Counts({2})) << "just a page";
    rows[1].before = 21;
    EXPECT_TRUE(paginate(rows).failed_with(Code::printing_not_made));
    rows[0].keep_with_next = false;
    EXPECT_EQ(rows_on_pages(rows), Counts({1, 1}));
}

TEST(Pages, RowsStandBelowOneAnother) {
    std::vector<Row> rows;
    rows.push_back(row_of(100, 40));
    rows.push_back(row_of(50, 7));
    rows.push_back(row_of(20));
    const auto pages = paginate(rows).value();
    ASSERT_EQ(pages.size(), 1u);
    EXPECT_DOUBLE_EQ(pages[0][1].y, margin_top + 107);
    EXPECT_DOUBLE_EQ(pages[0][2].y, margin_top + 157);
    EXPECT_EQ(pages[0][2].row, &rows[2]);
}

TEST(Pages, ATablesHeadStandsAboveItsRowsOnEveryPage) {
    std::vector<Row> rows = rows_of({20, 300, 300, 300, 300});
    for (std::size_t i = 1; i < rows.size(); ++i) {
        rows[i].head = 0;
    }
    const auto pages = paginate(rows).value();
    ASSERT_EQ(pages.size(), 2U);
    EXPECT_EQ(pages[1][0].row, rows.data());
    EXPECT_DOUBLE_EQ(pages[1][1].y, margin_top + 20);
    EXPECT_EQ(rows_on_pages(rows), Counts({3, 3}));
    rows[2].height = page_room - 19; // with the head it is higher than a page
    EXPECT_TRUE(paginate(rows).failed_with(Code::printing_not_made));
}

TEST(Pages, OfNoRowsAreOneEmptyPage) {
    EXPECT_EQ(rows_on_pages({}), Counts({0}));
    std::vector<Row> rows;
    rows.push_back(row_of(10, 0, true)); // nothing comes after it
    EXPECT_EQ(rows_on_pages(rows), Counts({1}));
}

TEST(Pages, RowsHigherThanAPageAreRefusedNotCutOff) {
    EXPECT_TRUE(paginate(rows_of({page_room + 1})).failed_with(Code::printing_not_made));
    std::vector<Row> rows;
    rows.push_back(row_of(page_room - 10, 0, true));
    rows.push_back(row_of(20));
    EXPECT_TRUE(paginate(rows).failed_with(Code::printing_not_made));
}

Bytes jpeg_with(std::initializer_list<int> frame) {
    Bytes bytes = {0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x04, 0x00, 0x00};
    for (const int octet : frame) {
        bytes.push_back(static_cast<std::uint8_t>(octet));
    }
    bytes.insert(bytes.end(), {0xFF, 0xD9});
    return bytes;
}

TEST(JpegHeader, SaysWidthAndHeight) {
    const auto portrait = testing::ordinary_agreement().portrait;
    const auto size = jpeg_size(portrait).value();
    EXPECT_EQ(size.width, 512);
    EXPECT_EQ(size.height, 512);
    const auto grey = jpeg_size(jpeg_with({0xFF, 0xC0, 0, 11, 8, 0, 3, 0, 2, 1, 1, 17, 0})).value();
    EXPECT_EQ(grey.width, 2);
    EXPECT_EQ(grey.height, 3);
}

Bytes jpeg_of(int marker, int height, int width, int components = 3) {
    return jpeg_with({0xFF, marker, 0, 17, 8, height / 256, height % 256, width / 256, width % 256,
                      components, 1, 17, 0});
}

TEST(JpegHeader, TakesEveryCodingThatAPdfMayHold) {
    for (const int marker : {0xC0, 0xC1, 0xC2}) {
        EXPECT_TRUE(jpeg_size(jpeg_of(marker, 3, 2))) << marker;
    }
    for (const int components : {0, 2, 4}) {
        EXPECT_TRUE(jpeg_size(jpeg_of(0xC0, 3, 2, components))
                        .failed_with(Code::printing_portrait_unusable));
    }
}

TEST(JpegHeader, HoldsPicturesToTheirBounds) {
    EXPECT_TRUE(jpeg_size(jpeg_of(0xC0, 4000, 4000)));
    EXPECT_TRUE(jpeg_size(jpeg_of(0xC0, 1, 1)));
    for (const auto& [height, width] : {std::pair{4001, 1}, {1, 4001}, {0, 1}, {1, 0}}) {
        EXPECT_EQ(jpeg_size(jpeg_of(0xC0, height, width)).failure().detail, "jpeg-dimensions");
    }
    auto large = jpeg_of(0xC0, 3, 2);
    large.resize(2'000'000 - 2);
    large.insert(large.end(), {0xFF, 0xD9});
    EXPECT_TRUE(jpeg_size(large));
    large.insert(large.end(), {0xFF, 0xD9});
    EXPECT_EQ(jpeg_size(large).failure().detail, "jpeg-too-large");
}

TEST(JpegHeader, NeedsBothEndsOfTheFile) {
    for (const std::size_t at : {std::size_t{0}, std::size_t{1}}) {
        auto spoilt = jpeg_of(0xC0, 3, 2);
        spoilt[at] ^= 1U;
        EXPECT_EQ(jpeg_size(spoilt).failure().detail, "jpeg-ends");
        spoilt = jpeg_of(0xC0, 3, 2);
        spoilt[spoilt.size() - 1 - at] ^= 1U;
        EXPECT_EQ(jpeg_size(spoilt).failure().detail, "jpeg-ends");
    }
}

TEST(JpegHeader, RefusesWhatAPaperCannotHold) {
    Bytes truncated = testing::ordinary_agreement().portrait;
    truncated.resize(truncated.size() / 2);
    const Bytes refused[] = {
        {},
        {0xFF, 0xD8},
        {0xFF, 0xD8, 0xFF, 0xD9},
        {0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A},
        truncated,
        Bytes(3'000'000, 0xFF),
        jpeg_with({}),
        jpeg_with({0xFF, 0xC0, 0, 11, 12, 0, 3, 0, 2, 1}),      // 12 bits
        jpeg_with({0xFF, 0xC0, 0, 11, 8, 0, 3, 0, 2, 4}),       // CMYK
        jpeg_with({0xFF, 0xC0, 0, 11, 8, 0, 0, 0, 2, 3}),       // no height
        jpeg_with({0xFF, 0xC0, 0, 11, 8, 0x40, 0, 0x40, 0, 3}), // 16384 pixels a side
        jpeg_with({0xFF, 0xC3, 0, 11, 8, 0, 3, 0, 2, 3}),       // lossless
        jpeg_with({0xFF, 0xC4, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0}),  // a segment that never ends
        jpeg_with({0x00, 0xC0, 0, 11, 8, 0, 3, 0, 2, 3}),       // no marker
    };
    for (const auto& bytes : refused) {
        EXPECT_TRUE(jpeg_size(bytes).failed_with(Code::printing_portrait_unusable))
            << hex(BytesView(bytes).first(std::min<std::size_t>(bytes.size(), 24)));
    }
}

} // namespace
} // namespace koltamga::printing

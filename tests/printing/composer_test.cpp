// Where rows stand beside the portrait, and which of them no page break may part.
#include "printing/composer.h"

#include "tests/printing/records.h"

#include <gtest/gtest.h>

namespace koltamga::printing {
namespace {

constexpr double hardly = 0.01; // points: what text is rounded to

const Typesetter& fonts() {
    static const Typesetter made = Typesetter::make().value();
    return made;
}

Composer paper_in(std::vector<Language> languages) {
    return {fonts(), Template::current("agreement"), std::move(languages)};
}

// A group with the portrait and that many fields, each long enough for several lines.
std::vector<Row> beside_the_portrait(std::vector<Language> languages, int fields,
                                     const Bytes& portrait) {
    auto page = paper_in(std::move(languages));
    page.group_beside_portrait(Template::current("agreement").text("text.holder"), portrait);
    for (int i = 0; i < fields; ++i) {
        page.field("document", "ID card ID0000000 of the Kyrgyz Republic, of the latest edition, "
                               "with a chip, and with as many words as fill two lines or three");
    }
    page.end_group();
    return page.take();
}

double right_edge_of(const Row& row) {
    double right = 0;
    for (const auto& cell : row.cells) {
        right = std::max(right, cell.x + width_of(cell.text));
    }
    for (const auto& line : row.hairlines) {
        right = std::max(right, line.x + line.width);
    }
    return right;
}

TEST(Portrait, HasItsPlaceToItselfAndFieldsBelowItHaveTheWholeMeasure) {
    const auto portrait = testing::ordinary_agreement().portrait;
    for (const auto& languages : {std::vector{Language::en}, {Language::ky, Language::ru}}) {
        const auto rows = beside_the_portrait(languages, 12, portrait);
        ASSERT_TRUE(rows.front().picture);
        const auto& picture = *rows.front().picture;
        EXPECT_NEAR(picture.x + picture.width, measure, hardly);
        double top = rows.front().height;
        std::size_t below = 0;
        for (std::size_t i = 1; i < rows.size(); ++i) {
            const bool beside = top < picture.y + picture.height;
            below += beside ? 0 : 1;
            const double room = beside ? picture.x : measure;
            EXPECT_LE(right_edge_of(rows[i]), room + hardly) << i;
            EXPECT_GT(right_edge_of(rows[i]), room - 20) << i;
            top += rows[i].before + rows[i].height;
        }
        EXPECT_GT(below, 1U);
        EXPECT_GT(rows.size(), below + 3);
    }
}

TEST(Portrait, EndsAboveTheNextGroupHoweverFewFieldsStandBesideIt) {
    const auto portrait = testing::ordinary_agreement().portrait;
    for (const int fields : {1, 2, 12}) {
        const auto rows = beside_the_portrait({Language::ru}, fields, portrait);
        const auto& picture = rows.front().picture.value();
        double bottom = rows.front().height;
        for (std::size_t i = 1; i < rows.size(); ++i) {
            bottom += rows[i].before + rows[i].height;
        }
        EXPECT_GE(bottom, picture.y + picture.height - hardly) << fields;
        EXPECT_FALSE(rows.back().keep_with_next);
    }
    auto page = paper_in({Language::ru});
    page.group(Template::current("agreement").text("text.key"));
    page.field("key_algorithm", "RSA 3072");
    page.end_group();
    EXPECT_EQ(page.take().size(), 2U) << "without a portrait no gap";
}

TEST(Rows, AreAsHighAsTheHighestOfTheirTexts) {
    std::string name;
    for (int i = 0; i < 20; ++i) {
        name += "Асанов ";
    }
    const Texts words = {"сөз", "слова", "words"};
    auto page = paper_in({Language::ky});
    page.paragraph(words);
    page.signatures({words, {name, name, name}, words}, {words, words, words});
    std::size_t cells = 0;
    for (const auto& row : page.take()) {
        for (const auto& cell : row.cells) {
            EXPECT_GE(row.height, cell.y + height_of(cell.text) - hardly);
            ++cells;
        }
    }
    EXPECT_GT(cells, 8U);
}

TEST(Texts, ThatAreLongStandBelowOneAnother) {
    const auto page = paper_in({Language::ky, Language::ru});
    EXPECT_EQ(page.joined(Texts{"сөз", "слово", "word"}), "сөз / слово");
    EXPECT_EQ(page.joined(Texts{"one", "one", "word"}), "one");
    const std::string long_one(70, 'a');
    const std::string longer_one(71, 'b');
    EXPECT_EQ(page.joined(Texts{long_one, long_one, ""}), long_one);
    EXPECT_EQ(page.joined(Texts{long_one, std::string(70, 'b'), ""}),
              long_one + " / " + std::string(70, 'b'));
    EXPECT_EQ(page.joined(Texts{long_one, longer_one, ""}), long_one + "\n" + longer_one);
}

TEST(Signatures, StandOnOnePageWithTheLastWordsAboveThem) {
    auto page = paper_in({Language::en});
    const Texts words = {"сөз", "слова", "words"};
    page.paragraph(words);
    page.paragraph(words);
    page.signatures({words, words, words}, {words, words, words});
    const auto rows = page.take();
    ASSERT_GT(rows.size(), 4U);
    EXPECT_FALSE(rows[0].keep_with_next) << "earlier words may be parted from them";
    for (std::size_t i = 1; i + 1 < rows.size(); ++i) {
        EXPECT_TRUE(rows[i].keep_with_next) << i;
    }
    EXPECT_FALSE(rows.back().keep_with_next);
}

} // namespace
} // namespace koltamga::printing

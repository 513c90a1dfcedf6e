#include "domain/document.h"

#include "tests/domain/day.h"

namespace koltamga::domain {
namespace {

TEST(DocumentNumber, IsReadAsItIsTyped) {
    for (const auto* text : {"ID0000000", "ID 0000000", " id0000000 ", "Id 000 0000"}) {
        const auto number = parse_document_number(text);
        ASSERT_TRUE(number) << text;
        EXPECT_EQ(number->text(), "ID0000000");
        EXPECT_EQ(number->series, "ID");
        EXPECT_EQ(number->digits, "0000000");
    }
    EXPECT_EQ(parse_document_number("АС1234567")->text(), "AC1234567") << "Cyrillic letters";
}

TEST(DocumentNumber, HasExactlyNineCharacters) {
    for (const auto* text :
         {"", "ID", "0000000", "000000000", "ID000000", "ID00000000", "ID000000O", "I-0000000",
          "ID0000A00", "ABCD00000", "ID000000<", "ЖЩ0000000", "\xff\xff", "ID\n0000000"}) {
        EXPECT_TRUE(parse_document_number(text).failed_with(Code::document_number_malformed))
            << text;
    }
}

TEST(DocumentTypes, AreData) {
    const auto types = default_document_types();
    EXPECT_EQ(find_document_type(types, "id-card", "ID")->edition, "2017");
    EXPECT_TRUE(find_document_type(types, "id-card", "ID")->chip);
    EXPECT_EQ(find_document_type(types, "id-card", "AN")->edition, "2004");
    EXPECT_FALSE(find_document_type(types, "id-card", "AN")->chip);
    EXPECT_EQ(find_document_type(types, "passport", "PE")->edition, "2020");
    EXPECT_EQ(find_document_type(types, "passport", "AC")->edition, "2006");
    EXPECT_EQ(find_document_type(types, "passport", "ID"), nullptr);
    EXPECT_EQ(find_document_type(types, "licence", "ID"), nullptr);
    EXPECT_EQ(find_document_type({}, "id-card", "ID"), nullptr);
}

TEST(DocumentTypes, AreRecognisedFromTheZone) {
    const auto types = default_document_types();
    const struct {
        const char* code;
        const char* series;
        const char* id;
    } table[] = {{"ID", "ID", "id-card"}, {"I", "ID", "id-card"},   {"IX", "AN", "id-card"},
                 {"P", "PE", "passport"}, {"PD", "PD", "passport"}, {"I", "ZZ", "id-card"}};
    for (const auto& row : table) {
        EXPECT_EQ(document_type_id(types, row.code, row.series), row.id) << row.code;
    }
    EXPECT_FALSE(document_type_id(types, "A", "ID"));
    EXPECT_FALSE(document_type_id(types, "", "ID"));
}

} // namespace
} // namespace koltamga::domain

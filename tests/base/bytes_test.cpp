// Octets, their spelling, and the failures that speak to people.
#include "base/bytes.h"
#include "base/failure.h"
#include "base/result.h"

#include <gtest/gtest.h>

namespace koltamga {
namespace {

TEST(Hexadecimal, SpellsEveryOctetInTwoSmallDigits) {
    EXPECT_EQ(hex({}), "");
    EXPECT_EQ(hex(Bytes{0x00, 0x0f, 0x10, 0x9a, 0xff}), "000f109aff");
    for (int octet = 0; octet < 256; ++octet) {
        const Bytes one = {static_cast<std::uint8_t>(octet)};
        EXPECT_EQ(from_hex(hex(one)), one) << octet;
    }
}

TEST(Hexadecimal, IsReadInEitherCaseAndNoOtherWay) {
    EXPECT_EQ(from_hex("0aF9"), (Bytes{0x0a, 0xf9}));
    EXPECT_EQ(from_hex(""), Bytes{});
    for (const auto* text : {"0", "abc", "0g", "g0", "0G", "/0", "0:", "@0", "0`", " 0", "0x00"}) {
        EXPECT_FALSE(from_hex(text)) << text;
    }
}

TEST(Octets, OfATextAreItsOwn) {
    const std::string text("a\0\xff", 3);
    const auto octets = bytes_of(text);
    EXPECT_EQ(octets.size(), 3U);
    EXPECT_EQ(octets[2], 0xff);
    EXPECT_EQ(text_of(octets), text);
}

TEST(Failure, IsDescribedByItsOwnRow) {
    for (const auto& row : all_failures()) {
        EXPECT_EQ(describe(row.code).name, row.name);
        EXPECT_EQ(name_of(row.code), row.name);
        EXPECT_EQ(code_named(row.name), row.code);
        for (const auto language : {Language::ky, Language::ru, Language::en}) {
            const auto text = text_for(row.code, language);
            EXPECT_EQ(text.cause, row.texts[static_cast<std::size_t>(language)].cause);
        }
    }
    EXPECT_FALSE(code_named("base.unheard-of"));
    EXPECT_FALSE(code_named(""));
}

TEST(Failure, SpeaksTheLanguageThatIsAsked) {
    const Failure failure{Code::file_unreadable, {}};
    EXPECT_EQ(words_for(failure, Language::ky).cause, "Файлды окуу мүмкүн болгон жок.");
    EXPECT_EQ(words_for(failure, Language::ru).cause, "Файл не удалось прочитать.");
    EXPECT_EQ(words_for(failure, Language::en).cause, "The file could not be read.");
    EXPECT_EQ(words_for(failure, Language::en).remedy,
              "Check the file's name and that you may read it.");
}

TEST(Failure, FillsTheOpeningsOfItsSentences) {
    const Failure failure{Code::app_applicant_differs,
                          "surname",
                          {filling("application", "7K3M"), {"fields", {"ky", "ru", "en"}}}};
    const auto english = words_for(failure, Language::en).cause;
    EXPECT_EQ(english, "This person has an open application (7K3M), and the file says otherwise: "
                       "en.");
    EXPECT_NE(words_for(failure, Language::ru).cause.find("(7K3M)"), std::string::npos);
    EXPECT_NE(words_for(failure, Language::ru).cause.find(": ru."), std::string::npos);
    const Failure empty{Code::app_applicant_differs, "surname"};
    EXPECT_EQ(words_for(empty, Language::en).cause,
              "This person has an open application (…), and the file says otherwise: ….");
}

TEST(Failure, BlamesWhoCanDoSomethingAboutIt) {
    EXPECT_EQ(describe(Code::file_unreadable).blame, Blame::input);
    EXPECT_EQ(describe(Code::file_not_written).blame, Blame::world);
    EXPECT_EQ(describe(Code::app_applicant_refused).blame, Blame::rule);
    EXPECT_EQ(static_cast<int>(Blame::rule), 1);
    EXPECT_EQ(static_cast<int>(Blame::input), 2);
    EXPECT_EQ(static_cast<int>(Blame::world), 3);
}

Result<int> half_of(int number) {
    if (number % 2 != 0) {
        return Failure{Code::file_unreadable, "odd"};
    }
    return number / 2;
}

Result<int> quarter_of(int number) {
    KOLTAMGA_TRY(const auto half, half_of(number));
    KOLTAMGA_CHECK(half_of(half));
    return half / 2;
}

TEST(Result, IsAValueOrTheFailureInItsPlace) {
    EXPECT_EQ(*quarter_of(8), 2);
    EXPECT_TRUE(quarter_of(7).failed_with(Code::file_unreadable));
    EXPECT_TRUE(quarter_of(6).failed_with(Code::file_unreadable));
    EXPECT_FALSE(quarter_of(6).failed_with(Code::file_too_large));
    EXPECT_FALSE(quarter_of(8).failed_with(Code::file_unreadable));
    EXPECT_THROW(static_cast<void>(quarter_of(7).value()), std::bad_variant_access);
    EXPECT_THROW(static_cast<void>(quarter_of(8).failure()), std::bad_variant_access);
    const Done done;
    EXPECT_TRUE(done);
    EXPECT_FALSE(done.failed_with(Code::file_unreadable));
    EXPECT_THROW(static_cast<void>(done.failure()), std::bad_optional_access);
    EXPECT_FALSE(Done(Failure{Code::file_unreadable, {}}));
}

} // namespace
} // namespace koltamga

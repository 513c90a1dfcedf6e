#include "domain/personal_number.h"

#include "tests/domain/day.h"

namespace koltamga::domain {
namespace {

const PersonalNumberRules rules;

TEST(PersonalNumber, OfTheSpecimensFitsItsCheckDigit) {
    const struct {
        const char* text;
        Sex sex;
        const char* birth;
    } table[] = {
        {"20101199000008", Sex::male, "1990-01-01"}, // first weights
        {"20101199000013", Sex::male, "1990-01-01"}, // second weights
        {"20101199000730", Sex::male, "1990-01-01"}, // third case, digit 0
        {"12902200000011", Sex::female, "2000-02-29"},
        {"12902200000009", Sex::female, "2000-02-29"},
        {"12902200000150", Sex::female, "2000-02-29"},
        {"21506201000003", Sex::male, "2010-06-15"},
    };
    for (const auto& row : table) {
        const auto pin = PersonalNumber::parse(row.text, rules, today);
        ASSERT_TRUE(pin) << row.text;
        EXPECT_EQ(pin->sex(), row.sex);
        EXPECT_EQ(pin->birth_date(), day(row.birth));
        EXPECT_TRUE(pin->check_digit_fits()) << row.text;
        EXPECT_TRUE(warnings_of(*pin, rules, day(row.birth), row.sex).empty());
    }
}

TEST(PersonalNumber, ThatIsNoneIsRefusedForItsOwnReason) {
    const struct {
        const char* text;
        Code code;
    } table[] = {
        {"", Code::pin_length},
        {"2010119900000", Code::pin_length},
        {"201011990000088", Code::pin_length},
        {"2010119900000X", Code::pin_not_digits},
        {"20101199 00008", Code::pin_not_digits},
        {" 20101199000008", Code::pin_not_digits},
        {"20101199000008\n", Code::pin_not_digits},
        {"2010119900000<", Code::pin_not_digits},
        {"３0101199000008", Code::pin_not_digits},
        {"-2010119900000", Code::pin_not_digits},
        {"30101199000008", Code::pin_first_digit},
        {"90101199000008", Code::pin_first_digit},
        {"09999199000008", Code::pin_first_digit},
        {"00101199000008", Code::pin_of_legal_entity},
        {"02911201912345", Code::pin_of_legal_entity},
        {"23002200000008", Code::pin_impossible_date},
        {"22902199900008", Code::pin_impossible_date},
        {"20013199000008", Code::pin_impossible_date},
        {"20100199000008", Code::pin_impossible_date},
        {"20001199000008", Code::pin_impossible_date},
        {"20101000000008", Code::pin_impossible_date},
        {"22311202600008", Code::pin_future_date},
        {"20101202700008", Code::pin_future_date},
    };
    for (const auto& row : table) {
        const auto pin = PersonalNumber::parse(row.text, rules, today);
        ASSERT_FALSE(pin) << row.text;
        EXPECT_EQ(name_of(pin.failure().code), name_of(row.code)) << row.text;
        EXPECT_EQ(pin.failure().detail.find(row.text == std::string() ? "?" : row.text),
                  std::string::npos)
            << "a detail never holds the number";
    }
    EXPECT_TRUE(PersonalNumber::parse("22211202600008", rules, today)) << "born on the very day";
}

TEST(PersonalNumber, FirstDigitsAreConfiguration) {
    PersonalNumberRules wider;
    wider.first_digits = "0123";
    const auto pin = PersonalNumber::parse("30101199000008", wider, today);
    ASSERT_TRUE(pin);
    EXPECT_EQ(pin->sex(), Sex::unspecified);
    EXPECT_TRUE(PersonalNumber::parse("00101199000008", wider, today));
    EXPECT_FALSE(PersonalNumber::parse("40101199000008", wider, today));
}

TEST(PersonalNumber, OddnessIsAWarning) {
    const auto pin = PersonalNumber::parse("20905199900000", rules, today); // the 2020 specimen's
    ASSERT_TRUE(pin);
    using Warning = PersonalNumberWarning;
    EXPECT_EQ(warnings_of(*pin, rules, day("1999-05-09"), Sex::male),
              std::vector{Warning::check_digit});
    EXPECT_EQ(warnings_of(*pin, rules, day("1999-05-10"), Sex::female),
              (std::vector{Warning::check_digit, Warning::birth_date, Warning::sex}));
    PersonalNumberRules quiet;
    quiet.warn_of_check_digit = false;
    EXPECT_TRUE(warnings_of(*pin, quiet, day("1999-05-09"), Sex::male).empty());
    EXPECT_TRUE(warnings_of(*pin, quiet, partly("1999-XX-XX"), Sex::unspecified).empty());
    EXPECT_TRUE(warnings_of(*pin, quiet, std::nullopt, Sex::male).empty());
    EXPECT_EQ(warnings_of(*pin, quiet, partly("1998-XX-XX"), Sex::male),
              std::vector{Warning::birth_date});
}

// The eleventh weight is 11, nothing modulo 11: that digit is covered only by the fall-back.
TEST(PersonalNumber, CheckDigitNoticesNearlyEverySlipButInTheEleventhDigit) {
    const std::string good = man;
    int unnoticed = 0;
    for (std::size_t at = 1; at < 14; ++at) {
        for (char c = '0'; c <= '9' && at != 10; ++c) {
            auto slipped = good;
            slipped[at] = c;
            const auto pin = PersonalNumber::parse(slipped, rules, today);
            unnoticed += c != good[at] && pin && pin->check_digit_fits() ? 1 : 0;
        }
    }
    EXPECT_LE(unnoticed, 2) << "only where a sum of 10 falls back on other weights";
}

TEST(PersonalNumber, CheckDigitHasThreeCases) {
    EXPECT_EQ(personal_number_check_digit("2010119900000"), '8') << "weights 1 to 13";
    EXPECT_EQ(personal_number_check_digit("2010119900001"), '3') << "weights 3 to 15";
    EXPECT_EQ(personal_number_check_digit("2010119900073"), '0') << "neither";
    EXPECT_EQ(personal_number_check_digit("1290220000001"), '1');
    EXPECT_EQ(personal_number_check_digit("0000000000000"), '0');
}

TEST(PersonalNumber, WarningsHaveNames) {
    EXPECT_EQ(to_text(PersonalNumberWarning::check_digit), "check-digit");
    EXPECT_EQ(to_text(PersonalNumberWarning::birth_date), "birth-date");
    EXPECT_EQ(to_text(PersonalNumberWarning::sex), "sex");
}

TEST(PersonalNumber, OfNoSexIsOddForNobody) {
    PersonalNumberRules wider;
    wider.first_digits = "3";
    wider.warn_of_check_digit = false;
    const auto pin = PersonalNumber::parse("30101199000008", wider, today);
    ASSERT_TRUE(pin);
    EXPECT_TRUE(warnings_of(*pin, wider, day("1990-01-01"), Sex::male).empty());
}

TEST(LegalEntity, IsRecognisedForWhatItIs) {
    EXPECT_TRUE(looks_like_legal_entity("00101199012345"));
    for (const auto* text :
         {"", "00101199", "20101199000008", "03201199012345", "0010119901234X"}) {
        EXPECT_FALSE(looks_like_legal_entity(text)) << text;
    }
}

TEST(Sex, IsWrittenAsInPassports) {
    EXPECT_EQ(sex_from("M"), Sex::male);
    EXPECT_EQ(sex_from("F"), Sex::female);
    EXPECT_EQ(sex_from("X"), Sex::unspecified);
    EXPECT_EQ(to_text(Sex::male), "M");
    EXPECT_EQ(to_text(Sex::female), "F");
    EXPECT_EQ(to_text(Sex::unspecified), "X");
    for (const auto* text : {"", "m", "Male", "Ж", "<"}) {
        EXPECT_FALSE(sex_from(text)) << text;
    }
}

} // namespace
} // namespace koltamga::domain

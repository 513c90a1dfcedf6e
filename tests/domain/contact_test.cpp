#include "domain/contact.h"

#include <gtest/gtest.h>

namespace koltamga::domain {
namespace {

TEST(Email, IsTakenAsMailServersTakeIt) {
    const struct {
        const char* typed;
        const char* address;
    } table[] = {
        {"uson@example.com", "uson@example.com"},
        {"Uson.Asanov@Example.COM", "Uson.Asanov@example.com"},
        {"a+b_c-d@mail.example.kg", "a+b_c-d@mail.example.kg"},
        {"1@x-y.org", "1@x-y.org"},
        {"o'connor@example.com", "o'connor@example.com"},
    };
    for (const auto& row : table) {
        ASSERT_TRUE(parse_email(row.typed)) << row.typed;
        EXPECT_EQ(*parse_email(row.typed), row.address);
    }
}

TEST(Email, IsRefusedWhenNoServerWouldTakeIt) {
    const std::string long_local(65, 'a');
    const std::string long_label(64, 'a');
    for (const auto& text : {std::string(),
                             std::string("uson"),
                             std::string("uson@"),
                             std::string("@example.com"),
                             std::string("uson@example"),
                             std::string("uson@example..com"),
                             std::string("uson@.example.com"),
                             std::string("uson@example.com."),
                             std::string("uson@-example.com"),
                             std::string("uson@example-.com"),
                             std::string("uson@exa_mple.com"),
                             std::string(".uson@example.com"),
                             std::string("uson.@example.com"),
                             std::string("us..on@example.com"),
                             std::string("us on@example.com"),
                             std::string("uson@example.com "),
                             std::string("uson@example.com\r\nRCPT TO:<x@y.z>"),
                             std::string("uson@@example.com"),
                             std::string("a@b@example.com"),
                             std::string("\"uson\"@example.com"),
                             std::string("uson@[127.0.0.1]"),
                             std::string("uson@127.0.0.1"),
                             std::string("<uson@example.com>"),
                             std::string("uson,asan@example.com"),
                             long_local + "@example.com",
                             "uson@" + long_label + ".com",
                             "u@" + std::string(250, 'a') + ".com"}) {
        EXPECT_TRUE(parse_email(text).failed_with(Code::email_malformed)) << text;
    }
    for (const auto* text : {"усон@example.com", "uson@мисал.kg", "uson@example.com\x7f"}) {
        EXPECT_TRUE(parse_email(text).failed_with(Code::email_not_ascii)) << text;
    }
}

// RFC 5321, 4.5.3.1; RFC 1035, 2.3.4.
TEST(Email, IsTakenUpToItsLengthsAndNoFurther) {
    const auto label = [](std::size_t length) { return std::string(length, 'a'); };
    EXPECT_TRUE(parse_email(label(64) + "@example.com"));
    EXPECT_TRUE(parse_email(label(65) + "@example.com").failed_with(Code::email_malformed));
    EXPECT_EQ(parse_email(label(65) + "@example.com").failure().detail, "local-part");
    EXPECT_TRUE(parse_email("u@" + label(63) + ".com"));
    EXPECT_EQ(parse_email("u@" + label(64) + ".com").failure().detail, "domain");
    const auto longest = label(64) + "@" + label(63) + "." + label(63) + "." + label(57) + ".kg";
    ASSERT_EQ(longest.size(), 254U - 1);
    EXPECT_TRUE(parse_email(longest));
    const auto whole = label(64) + "@" + label(63) + "." + label(63) + "." + label(58) + ".kg";
    EXPECT_TRUE(parse_email(whole));
    EXPECT_EQ(parse_email(whole + "z").failure().detail, "too-long");
    EXPECT_EQ(parse_email("uson").failure().detail, "no-at-sign");
}

TEST(Email, KnowsEveryCharacterOfAnAtom) {
    for (const char c : std::string("!#$%&'*+-/=?^_`{|}~09azAZ")) {
        EXPECT_TRUE(parse_email(std::string("u") + c + "@example.com")) << c;
    }
    for (const char c : std::string(" \"(),:;<>@[\\]\t\n")) {
        EXPECT_FALSE(parse_email(std::string("u") + c + "n@example.com")) << c;
    }
}

TEST(Email, HasATopDomainThatIsAName) {
    for (const auto* good : {"u@example.kg", "u@example.k2", "u@example.xn--p1ai"}) {
        EXPECT_TRUE(parse_email(good)) << good;
    }
    for (const auto* bad : {"u@example.k", "u@example.12", "u@kg"}) {
        EXPECT_EQ(parse_email(bad).failure().detail, "domain") << bad;
    }
}

TEST(Phone, IsReadFromAsMuchAsAHandWrites) {
    const std::string typed = "+996 (700) 12-34-56";
    EXPECT_TRUE(parse_phone(typed + std::string(32 - typed.size(), ' ')));
    EXPECT_TRUE(parse_phone(typed + std::string(33 - typed.size(), ' '))
                    .failed_with(Code::phone_malformed));
    EXPECT_EQ(*parse_phone(" (+996) 700 123456"), "+996700123456");
    EXPECT_EQ(*parse_phone("0700.123.456"), "+996700123456");
    EXPECT_EQ(parse_phone("0700+123456").failure().detail, "character");
}

TEST(Phone, IsKeptAsE164) {
    for (const auto* text :
         {"+996700123456", "+996 700 123 456", "0700 123456", "0700123456", "(0700) 12-34-56",
          "+996 (700) 12-34-56", "996700123456", "700123456"}) {
        ASSERT_TRUE(parse_phone(text)) << text;
        EXPECT_EQ(*parse_phone(text), "+996700123456") << text;
    }
    EXPECT_EQ(*parse_phone("+7 495 123-45-67"), "+74951234567");
    EXPECT_EQ(*parse_phone("8 (495) 123-45-67", "RU"), "+74951234567");
}

TEST(Phone, ThatCannotExistIsRefused) {
    for (const auto* text :
         {"", "phone", "+", "++996700123456", "0700 FLOWER", "+996 700 12345x", "700;123456",
          "0700123456+1", "+9967001234567890123456789012345678901", "\xd0\xbf"}) {
        EXPECT_TRUE(parse_phone(text).failed_with(Code::phone_malformed)) << text;
    }
    for (const auto* text : {"+996700", "+99670012345678", "+996000000000", "112233"}) {
        EXPECT_TRUE(parse_phone(text).failed_with(Code::phone_impossible)) << text;
    }
}

} // namespace
} // namespace koltamga::domain

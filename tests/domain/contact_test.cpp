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

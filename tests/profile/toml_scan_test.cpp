#include "profile/toml_scan.h"

#include <gtest/gtest.h>

namespace koltamga::profile {
namespace {

TEST(TomlScan, LetsPassWhatIsToml) {
    for (const auto* text : {"",
                             "a = 1\n",
                             "\xEF\xBB\xBF"
                             "a = 1\r\nb = 2\r\n",
                             "# Комментарий\na = 1 # ещё один",
                             "a = \"Өмүрбек\"",
                             "a = 'Өмүрбек'",
                             "\"ключ\" = 1",
                             "a = \"\"",
                             "a = ''",
                             "a = \"\"\"\"\"\"",
                             "a = \"\"\"\nӨмүрбек \"и\" \"\"ещё\n\"\"\"",
                             "a = '''Ө''Ү'''",
                             "a = \"\"\"Ө\"\"\"\"\"",
                             "a = \"\"\"\"Ө\"\"\"",
                             "a = \"x\\\"Ө\\\\\"",
                             "a = 'Ө\\'",
                             "a = \"#Ө\" # \"Ү",
                             "a = \"\\u04e8\"",
                             "a.b.c = 1.5",
                             "\ta = 1"}) {
        EXPECT_FALSE(scan_toml(text)) << text;
        EXPECT_TRUE(std::holds_alternative<Node>(read_toml(text))) << text;
    }
}

TEST(TomlScan, RefusesWhatWouldSurpriseTheParser) {
    const std::string many_dots(65, '.');
    for (const auto& text : {std::string("ключ = 1"),
                             std::string("a = Ө"),
                             std::string("[Ө]"),
                             std::string("a = 1 Ө"),
                             std::string("a = \"x\"Ө"),
                             std::string("a = \"\"\"x\"\"\"Ө"),
                             std::string("a = \"x\nӨ\""),
                             std::string("a = \"x"),
                             std::string("a = 'x\n'"),
                             std::string("a = \"\"\"x"),
                             std::string("a = \"\"\"x\"\"\"\"\"\""),
                             std::string("a = \"\"\"x\\\n  Ө\"\"\""),
                             std::string("a = \"\\e\""),
                             std::string("a = \"\\Ө\""),
                             std::string("# a\x0b"),
                             std::string("# a\xC2\x85Ө"),
                             std::string("# a\xE2\x80\xA8Ө"),
                             std::string("a = \"\xEF\xBB\xBF\""),
                             std::string("a = 1\rb = 2"),
                             std::string("a = \"\x01\""),
                             std::string("\xff"),
                             std::string("a =1\"Ө\""),
                             std::string("a = 1.\"Ө\""),
                             std::string("a = 1[\"Ө\"]"),
                             std::string("a = 1{\"Ө\"}"),
                             std::string("b = 1=\"Ө\""),
                             std::string("a\"Ө\" = 1"),
                             std::string("a = [2, 1=\"Ө\"]"),
                             std::string("a = [1=\"Ө\"]"),
                             std::string("a = \"x\"\"Ө\""),
                             std::string("a = { b = 1=\"Ө\" }"),
                             std::string("a = [{ b = 1 } = \"Ө\"]"),
                             std::string(17, '['),
                             std::string("a = \"\xc0\x80\""),
                             "a = '''x" + std::string("\n''"),
                             many_dots}) {
        EXPECT_TRUE(scan_toml(text)) << text;
        EXPECT_TRUE(std::holds_alternative<TomlError>(read_toml(text))) << text;
    }
}

TEST(TomlScan, SaysWhere) {
    const auto error = scan_toml("a = 1\nb = \"Ө\"\nc = Ө\n");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->place.line, 3U);
    EXPECT_EQ(error->place.column, 5U);
    EXPECT_EQ(error->what, "a letter beyond ASCII outside of quotes");
}

} // namespace
} // namespace koltamga::profile

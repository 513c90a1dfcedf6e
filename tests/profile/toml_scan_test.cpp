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
    EXPECT_EQ(error->what[2], "a letter beyond ASCII outside of quotes");
}

TEST(TomlScan, BoundsWhatAParserWouldNest) {
    EXPECT_FALSE(scan_toml(std::string(64, '.') + "\n" + std::string(64, '.')));
    EXPECT_TRUE(scan_toml(std::string(65, '.')));
    EXPECT_FALSE(scan_toml("a = " + std::string(16, '[') + std::string(16, ']')));
    EXPECT_TRUE(scan_toml("a = " + std::string(17, '[') + std::string(17, ']')));
    EXPECT_FALSE(
        scan_toml("a = [[], [], [], [], [], [], [], [], [], [], [], [], [], [], [], [], []]"))
        << "a bracket that is closed counts no longer";
    EXPECT_FALSE(scan_toml("a = \"\"\"x" + std::string(5, '"')));
    EXPECT_TRUE(scan_toml("a = \"\"\"x" + std::string(6, '"')));
}

TEST(TomlScan, CountsLinesInTextsAndComments) {
    const auto error = scan_toml("# one\na = \"\"\"\ntwo\n\"\"\"\r\n  b = Ө\n");
    ASSERT_TRUE(error);
    EXPECT_EQ(error->place.line, 5U);
    EXPECT_EQ(error->place.column, 7U);
    const auto open = scan_toml("a = 1\nb = [1,\nc = 2\n");
    ASSERT_TRUE(open);
    EXPECT_EQ(open->place.line, 2U) << "where the bracket stands";
    EXPECT_EQ(open->place.column, 5U);
}

TEST(TomlTree, TellsADayThatIsNoneAndWhatIsGivenTwice) {
    const struct {
        const char* text;
        TomlFault fault;
        std::size_t line;
    } table[] = {
        {"a = 1\nb = 2026-02-30\n", TomlFault::no_such_day, 2},
        {"a = 2026-02-29\n", TomlFault::no_such_day, 1},
        {"a = 2026-04-31\n", TomlFault::no_such_day, 1},
        {"a = 2026-13-01\n", TomlFault::no_such_day, 1},
        {"a = 2026-00-01\n", TomlFault::no_such_day, 1},
        {"a = 2026-01-00\n", TomlFault::no_such_day, 1},
        {"a = 1\na = 2\n", TomlFault::given_twice, 2},
        {"[a]\nb = 1\n[a]\n", TomlFault::given_twice, 3},
        {"[a]\n[[a]]\n", TomlFault::given_twice, 2},
        {"a = \n", TomlFault::not_toml, 1},
        {"\na\n", TomlFault::not_toml, 2},
        {"a = 2026-1-1\n", TomlFault::not_toml, 1},
    };
    for (const auto& row : table) {
        const auto read = read_toml(row.text);
        const auto* error = std::get_if<TomlError>(&read);
        ASSERT_TRUE(error) << row.text;
        EXPECT_EQ(error->fault, row.fault) << row.text << error->parser;
        EXPECT_EQ(error->place.line, row.line) << row.text;
    }
}

TEST(TomlTree, GivesEveryValueItsKindAndPlace) {
    const auto read = read_toml("a = \"x\"\nb = 7\nc = true\nd = 2026-11-22\n  e = [1]\n"
                                "f = 1.5\n[g]\nh = { i = false }\n");
    const auto* root = std::get_if<Node>(&read);
    ASSERT_TRUE(root);
    EXPECT_EQ(root->place.line, 0U) << "the whole file stands nowhere in particular";
    const struct {
        const char* key;
        Node::Kind kind;
        std::size_t line, column;
    } table[] = {{"a", Node::Kind::text, 1, 1},    {"b", Node::Kind::integer, 2, 1},
                 {"c", Node::Kind::boolean, 3, 1}, {"d", Node::Kind::date, 4, 1},
                 {"e", Node::Kind::list, 5, 3},    {"f", Node::Kind::other, 6, 1},
                 {"g", Node::Kind::table, 7, 2}};
    ASSERT_EQ(root->members.size(), std::size(table));
    for (const auto& row : table) {
        const auto* node = root->member(row.key);
        ASSERT_TRUE(node) << row.key;
        EXPECT_EQ(node->kind, row.kind) << row.key;
        EXPECT_EQ(node->place.line, row.line) << row.key;
        EXPECT_EQ(node->place.column, row.column) << row.key;
    }
    EXPECT_EQ(root->member("a")->text, "x");
    EXPECT_EQ(root->member("b")->integer, 7);
    EXPECT_TRUE(root->member("c")->boolean);
    EXPECT_EQ(root->member("d")->date, domain::Date::from(2026, 11, 22));
    EXPECT_EQ(root->member("e")->items.at(0).integer, 1);
    EXPECT_EQ(root->member("g")->member("h")->member("i")->kind, Node::Kind::boolean);
    EXPECT_EQ(root->member("z"), nullptr);
}

} // namespace
} // namespace koltamga::profile

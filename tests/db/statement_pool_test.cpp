#include "db/connection.h"

#include <gtest/gtest.h>

#include <sqlite3.h>

namespace koltamga::db {
namespace {

class Reused : public testing::Test {
  protected:
    Connection connection = Connection::open_in_memory().value();

    Reused() {
        EXPECT_TRUE(connection.run_script(
            "CREATE TABLE t (a INTEGER CHECK (a <> 13), b TEXT); INSERT INTO t VALUES (1, 'one'), "
            "(2, 'two')"));
    }

    std::optional<std::int64_t> count() {
        return connection.integer("SELECT count(*) FROM t").value();
    }
};

TEST_F(Reused, AStatementKeepsNoValueOfItsLastUse) {
    constexpr auto insert = "INSERT INTO t VALUES (?, ?)";
    ASSERT_TRUE(connection.run(insert, {3, "three"}));
    ASSERT_TRUE(connection.run(insert, {4}));
    const auto text = connection.text("SELECT b FROM t WHERE a=?", {4});
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, std::nullopt);
}

TEST_F(Reused, AStatementBeginsAtItsFirstRow) {
    for (int i = 0; i < 3; ++i) {
        auto rows = connection.query("SELECT a FROM t ORDER BY a").value();
        ASSERT_TRUE(rows.next().value());
        EXPECT_EQ(rows.integer(0), 1);
    }
}

TEST_F(Reused, TwoOfOneTextAreTwo) {
    constexpr auto all = "SELECT a FROM t ORDER BY a";
    auto one = connection.query(all).value();
    ASSERT_TRUE(one.next().value());
    auto other = connection.query(all).value();
    ASSERT_TRUE(other.next().value());
    ASSERT_TRUE(one.next().value());
    EXPECT_EQ(one.integer(0), 2);
    EXPECT_EQ(other.integer(0), 1);
}

TEST_F(Reused, AStatementThatFailedWorksAgain) {
    constexpr auto insert = "INSERT INTO t VALUES (?, 'x')";
    EXPECT_FALSE(connection.run(insert, {13}));
    EXPECT_TRUE(connection.run(insert, {14}));
    EXPECT_FALSE(connection.run(insert, {13}));
    EXPECT_EQ(count(), 3);
}

TEST_F(Reused, AHalfReadStatementHoldsNothingUp) {
    {
        auto rows = connection.query("SELECT a FROM t").value();
        ASSERT_TRUE(rows.next().value());
    }
    EXPECT_TRUE(connection.run_script("DROP TABLE t"));
}

TEST_F(Reused, AChangedSchemaIsNoticed) {
    EXPECT_EQ(count(), 2);
    ASSERT_TRUE(connection.run_script("DROP TABLE t; CREATE TABLE t (a INTEGER)"));
    EXPECT_EQ(count(), 0);
    ASSERT_TRUE(connection.run_script("DROP TABLE t"));
    EXPECT_FALSE(connection.integer("SELECT count(*) FROM t"));
}

// Some act while they are prepared.
TEST_F(Reused, APragmaActsEveryTime) {
    for (const std::int64_t wanted : {1, 0, 1, 0}) {
        ASSERT_TRUE(connection.run(wanted == 1 ? "PRAGMA query_only=ON" : "PRAGMA query_only=OFF"));
        EXPECT_EQ(connection.integer("PRAGMA query_only").value(), wanted);
    }
}

TEST_F(Reused, NoMoreThan128AreKept) {
    for (int i = 0; i < 200; ++i) {
        EXPECT_EQ(connection.integer("SELECT " + std::to_string(i)).value(), i);
    }
    int kept = 0;
    for (auto* one = sqlite3_next_stmt(connection.handle(), nullptr); one != nullptr;
         one = sqlite3_next_stmt(connection.handle(), one)) {
        ++kept;
    }
    EXPECT_EQ(kept, 128);
}

TEST_F(Reused, AStatementMayOutliveItsConnection) {
    auto rows = [] {
        auto brief = Connection::open_in_memory().value();
        return brief.query("SELECT 1").value();
    }();
    SUCCEED() << "the sanitizers would tell";
}

} // namespace
} // namespace koltamga::db

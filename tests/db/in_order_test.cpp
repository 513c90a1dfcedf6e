#include "db/in_order.h"

#include "db/connection.h"
#include "db/failures.h"

#include <gtest/gtest.h>

#include <atomic>
#include <numeric>
#include <stdexcept>

namespace koltamga::db {
namespace {

// Batches of one number each, 0 … count-1, then nothing, or a failure.
struct Numbers {
    int count;
    bool fails = false;
    int next = 0;

    Result<std::optional<int>> operator()() {
        if (next < count) {
            return std::optional(next++);
        }
        return fails ? Result<std::optional<int>>(failure::damaged("test")) : std::optional<int>();
    }
};

std::vector<int> first(int count) {
    std::vector<int> numbers(static_cast<std::size_t>(count));
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
}

// Some take longer than others, so that they overtake each other.
void work_for(int number) {
    std::atomic<int> spent = 0;
    for (int i = 0; i < (number % 7) * 2000; ++i) {
        ++spent;
    }
}

TEST(InOrder, EveryBatchIsCheckedAndSeenOnceAndInItsPlace) {
    for (const int count : {0, 1, 2, 1000}) {
        std::vector<int> seen;
        std::atomic<int> checked = 0;
        const auto done = WalkInOrder<int>({Numbers{count},
                                            [&](int& number) {
                                                work_for(number);
                                                ++checked;
                                            },
                                            [&](int& number) {
                                                seen.push_back(number);
                                                return true;
                                            }})
                              .run();
        EXPECT_TRUE(done);
        EXPECT_EQ(seen, first(count));
        EXPECT_EQ(checked, count);
    }
}

TEST(InOrder, NothingIsSeenAfterTheWalkWasEnded) {
    std::vector<int> seen;
    const auto done = WalkInOrder<int>({Numbers{1000}, work_for,
                                        [&](int& number) {
                                            seen.push_back(number);
                                            return number != 41;
                                        }})
                          .run();
    EXPECT_TRUE(done) << "an end that was asked for is no failure";
    EXPECT_EQ(seen, first(42));
}

TEST(InOrder, WhatWasReadBeforeAFailureIsSeen) {
    std::vector<int> seen;
    const auto done = WalkInOrder<int>({Numbers{100, true}, work_for,
                                        [&](int& number) {
                                            seen.push_back(number);
                                            return true;
                                        }})
                          .run();
    EXPECT_TRUE(done.failed_with(Code::db_damaged));
    EXPECT_EQ(seen, first(100));
}

TEST(InOrder, AnExceptionOfAnyStepComesOutAndNobodyWaitsForEver) {
    const auto throw_at_30 = [](int number) {
        if (number == 30) {
            throw std::runtime_error("thirty");
        }
    };
    const auto check = [&](int& number) { throw_at_30(number); };
    const auto see = [&](int& number) {
        throw_at_30(number);
        return true;
    };
    const auto good = [](int&) { return true; };
    EXPECT_THROW(static_cast<void>(WalkInOrder<int>({Numbers{1000}, check, good}).run()),
                 std::runtime_error);
    EXPECT_THROW(static_cast<void>(WalkInOrder<int>({Numbers{1000}, work_for, see}).run()),
                 std::runtime_error);
    Numbers numbers{1000};
    const auto read = [&]() {
        throw_at_30(numbers.next);
        return numbers();
    };
    EXPECT_THROW(static_cast<void>(WalkInOrder<int>({read, work_for, good}).run()),
                 std::runtime_error);
}

TEST(InOrder, RowsOfAQueryComeAsTheDatabaseGivesThem) {
    struct Row {
        explicit Row(const Statement& statement) : number(statement.integer(0)) {}
        std::int64_t number;
        std::int64_t square = 0;
    };
    auto connection = Connection::open_in_memory().value();
    for (const std::int64_t count : {0, 1, 255, 256, 257, 1000}) {
        auto statement = connection
                             .query("WITH RECURSIVE n(i) AS (SELECT 1 WHERE ?1 > 0 UNION ALL "
                                    "SELECT i + 1 FROM n WHERE i < ?1) SELECT i FROM n",
                                    {count})
                             .value();
        std::int64_t last = 0;
        EXPECT_TRUE(walk_rows<Row>(
            statement, [](Row& row) { row.square = row.number * row.number; },
            [&](const Row& row) {
                EXPECT_EQ(row.number, last + 1);
                EXPECT_EQ(row.square, row.number * row.number);
                last = row.number;
                return true;
            }));
        EXPECT_EQ(last, count);
    }
}

} // namespace
} // namespace koltamga::db

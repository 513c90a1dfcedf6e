// A long query's rows, checked on every core and yet seen in their order. Private to this folder.
#pragma once

#include "db/statement.h"

#include "base/result.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace koltamga::db {

// Runs the worker in this thread and, as far as there are cores, in others beside it; returns when
// all have returned. What one throws is thrown on then.
void on_every_core(const std::function<void()>& worker);

// Each batch passes through all three steps on one thread.
template <class Batch>
struct Steps {
    // The next rows, copied; nothing after the last. One thread at a time, in order.
    std::function<Result<std::optional<Batch>>()> read;
    // Whatever needs no neighbour. Several threads at once.
    std::function<void(Batch&)> check;
    // One thread at a time, in order; false ends the walk.
    std::function<bool(Batch&)> see;
};

template <class Batch>
class WalkInOrder {
  public:
    explicit WalkInOrder(Steps<Batch> steps) : steps_(std::move(steps)) {}

    // Fails as `read` failed, after what was read before has been seen.
    Done run() {
        on_every_core([this] { work(); });
        return failure_ ? Done(*failure_) : Done();
    }

  private:
    void work() {
        try {
            while (one_batch()) {
            }
        } catch (...) {
            end(); // or the others would wait for this batch
            throw;
        }
    }

    bool one_batch() {
        std::size_t number = 0;
        auto batch = take(number);
        if (!batch) {
            return false;
        }
        steps_.check(*batch);
        return give(number, *batch);
    }

    std::optional<Batch> take(std::size_t& number) {
        const std::lock_guard lock(reading_);
        if (all_read_ || ended_) {
            return std::nullopt;
        }
        auto batch = steps_.read();
        if (!batch || !*batch) {
            all_read_ = true;
            failure_ = batch ? std::nullopt : std::optional(batch.failure());
            return std::nullopt;
        }
        number = taken_++;
        return std::move(*batch);
    }

    bool give(std::size_t number, Batch& batch) {
        std::unique_lock lock(seeing_);
        changed_.wait(lock, [&] { return ended_ || seen_ == number; });
        if (ended_) {
            return false;
        }
        ended_ = !steps_.see(batch);
        ++seen_;
        changed_.notify_all();
        return !ended_;
    }

    void end() {
        const std::lock_guard lock(seeing_);
        ended_ = true;
        changed_.notify_all();
    }

    const Steps<Batch> steps_;
    std::mutex reading_; // what follows
    bool all_read_ = false;
    std::size_t taken_ = 0;
    std::optional<Failure> failure_;
    std::mutex seeing_; // what follows; `ended_` is looked at without it too
    std::condition_variable changed_;
    std::size_t seen_ = 0;
    std::atomic<bool> ended_ = false;
};

// The same over a statement's rows: each a Row made of the present one, checked alone, seen in
// order.
template <class Row>
Done walk_rows(Statement& statement, const std::function<void(Row&)>& check,
               const std::function<bool(Row&)>& see) {
    constexpr std::size_t rows_at_once = 256; // of entries, half a megabyte
    using Rows = std::vector<Row>;
    bool ended = false; // a statement that has ended would begin anew
    const auto read = [&]() -> Result<std::optional<Rows>> {
        Rows rows;
        while (!ended && rows.size() < rows_at_once) {
            KOLTAMGA_TRY(const bool row, statement.next());
            ended = !row;
            if (row) {
                rows.emplace_back(statement);
            }
        }
        return rows.empty() ? std::nullopt : std::optional(std::move(rows));
    };
    return WalkInOrder<Rows>({read, [&](Rows& rows) { std::ranges::for_each(rows, check); },
                              [&](Rows& rows) { return std::ranges::all_of(rows, see); }})
        .run();
}

} // namespace koltamga::db

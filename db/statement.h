// One prepared SQL statement: bind, step, read columns. Given back to its connection's pool when it
// goes out of scope.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

struct sqlite3_stmt;

namespace koltamga::db {

class StatementPool;

// What can be bound. Values are copied when a statement outlives the call that binds them.
class Value {
  public:
    Value(std::nullptr_t) {}
    Value(std::int64_t number) : value_(number) {}
    Value(std::uint64_t number) : value_(static_cast<std::int64_t>(number)) {}
    Value(int number) : value_(std::int64_t{number}) {}
    Value(std::uint32_t number) : value_(std::int64_t{number}) {}
    Value(std::string_view text) : value_(text) {}
    Value(const std::string& text) : value_(std::string_view(text)) {}
    Value(const char* text) : value_(std::string_view(text)) {}
    Value(BytesView bytes) : value_(bytes) {}
    Value(const Bytes& bytes) : value_(BytesView(bytes)) {}
    template <class T>
    Value(const std::optional<T>& value) {
        if (value) {
            value_ = Value(*value).value_;
        }
    }

    const std::variant<std::nullptr_t, std::int64_t, std::string_view, BytesView>& get() const {
        return value_;
    }

  private:
    std::variant<std::nullptr_t, std::int64_t, std::string_view, BytesView> value_ = nullptr;
};

class Statement {
  public:
    Statement(Statement&&) noexcept = default;
    Statement& operator=(Statement&&) noexcept = default;
    ~Statement() = default;

    // Steps to the next row; false after the last one.
    Result<bool> next();
    // Unbinds and starts again with other values.
    Done rebind(std::span<const Value> values);

    // Columns of the present row, from 0. Views live until the next step.
    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    std::string_view text(int column) const;
    BytesView blob(int column) const;
    int columns() const;
    std::string_view column_name(int column) const;

    std::uint64_t number(int column) const { return static_cast<std::uint64_t>(integer(column)); }
    std::string string(int column) const { return std::string(text(column)); }
    Bytes bytes(int column) const;
    std::optional<std::string> optional_string(int column) const;

  private:
    friend class Connection;
    struct GiveBack {
        std::shared_ptr<StatementPool> pool; // may outlive the connection
        void operator()(sqlite3_stmt* statement) const;
    };
    Done bind(std::span<const Value> values, bool copy);
    Statement(sqlite3_stmt* statement, std::shared_ptr<StatementPool> pool, bool& stopped)
        : statement_(statement, GiveBack{std::move(pool)}), stopped_(&stopped) {}
    std::unique_ptr<sqlite3_stmt, GiveBack> statement_;
    bool* stopped_; // the connection's mark that a write failed
};

} // namespace koltamga::db

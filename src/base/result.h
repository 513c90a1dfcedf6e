// A value, or the failure that stands in its place. One page, because g++ 12 has no
// <expected> in C++20 and clang-tidy 14 cannot read the later one.
//
//     Result<Certificate> parse(BytesView der);
//     KOLTAMGA_TRY(const auto certificate, parse(der));   // or return its failure
#pragma once

#include "base/failure.h"

#include <type_traits>
#include <utility>
#include <variant>

namespace koltamga {

template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {} // NOLINT implicit
    Result(Failure failure) : state_(std::in_place_index<1>, std::move(failure)) {} // NOLINT

    explicit operator bool() const { return state_.index() == 0; }
    bool failed_with(Code code) const { return !*this && failure().code == code; }

    // Asking a failure for its value, or a value for its failure, is a bug and throws.
    T& value() & { return std::get<0>(state_); }
    const T& value() const& { return std::get<0>(state_); }
    T&& value() && { return std::get<0>(std::move(state_)); }
    const Failure& failure() const { return std::get<1>(state_); }

    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

  private:
    std::variant<T, Failure> state_;
};

template <>
class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    Result(Failure failure) : failure_(std::move(failure)) {} // NOLINT implicit on purpose

    explicit operator bool() const { return !failure_; }
    bool failed_with(Code code) const { return failure_ && failure_->code == code; }
    const Failure& failure() const { return failure_.value(); }

  private:
    std::optional<Failure> failure_;
};

using Done = Result<void>;

} // namespace koltamga

#define KOLTAMGA_JOIN_(a, b) a##b
#define KOLTAMGA_JOIN(a, b) KOLTAMGA_JOIN_(a, b)

// Declares or assigns from a Result, or returns its failure to the caller.
#define KOLTAMGA_TRY(target, ...)                                                                  \
    auto KOLTAMGA_JOIN(result_, __LINE__) = (__VA_ARGS__);                                         \
    if (!KOLTAMGA_JOIN(result_, __LINE__)) {                                                       \
        return KOLTAMGA_JOIN(result_, __LINE__).failure();                                         \
    }                                                                                              \
    target = std::move(KOLTAMGA_JOIN(result_, __LINE__)).value()

// The same for a Result whose value is of no interest.
#define KOLTAMGA_CHECK(...)                                                                        \
    if (auto checked_ = (__VA_ARGS__); !checked_) {                                                \
        return checked_.failure();                                                                 \
    }                                                                                              \
    static_assert(true)

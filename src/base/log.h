// The technical log: what happened, never to whom.
//
// A line is an event name and a few facts; facts are codes, ids, counts and durations. Personal
// data, passwords, keys and document texts have no way in: there is no free-text parameter. The
// journal, not this log, is the record of the work. Any thread may write.
#pragma once

#include "base/failure.h"
#include "base/id.h"

#include <cstdint>
#include <exception>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>

namespace koltamga::log {

class Fact {
  public:
    Fact(std::string_view name, std::int64_t figure);
    Fact(std::string_view name, Code code);
    template <class Tag>
    Fact(std::string_view name, const Id<Tag>& id) : Fact(name, id.text(), Spelled{}) {}

    const std::string& text() const { return text_; }

    // A name the compiler gave: of an exception's type.
    static Fact type(const std::exception& exception);

  private:
    struct Spelled {};
    Fact(std::string_view name, std::string_view spelled, Spelled);
    std::string text_;
};

// Until opened, events go nowhere; nor do they where the file cannot be written. The file is 0600,
// at most 2 MiB, three generations kept.
void open(const std::filesystem::path& file);
void event(std::string_view name, std::initializer_list<Fact> facts = {});
void failure(std::string_view name, const Failure& failure);

} // namespace koltamga::log

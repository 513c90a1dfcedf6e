// A TOML text as a tree of our own, each value with its line: toml++ stays in one source file.
#pragma once

#include "base/failure.h"
#include "domain/date.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace koltamga::profile {

struct Place {
    std::size_t line = 0; // both from 1; 0: nowhere, as what is missing from the whole file
    std::size_t column = 0;
};

struct Node {
    enum class Kind { text, integer, boolean, date, list, table, other };

    Kind kind = Kind::other;
    Place place;
    std::string text;
    std::int64_t integer = 0;
    bool boolean = false;
    std::optional<domain::Date> date;
    std::vector<Node> items;
    std::vector<Node> members; // of a table; each with its key, and the key's place
    std::string key;

    const Node* member(std::string_view wanted) const;
};

enum class TomlFault {
    not_toml,
    no_such_day, // 30 February
    given_twice, // a key or a table
};

struct TomlError {
    Place place;
    Texts what; // for the clerk; quotes nothing of the text
    TomlFault fault = TomlFault::not_toml;
    std::string parser = {}; // the parser's own words; may quote the text
};

// Refuses, beside what is no TOML, nesting deeper than any file of ours needs.
std::variant<Node, TomlError> read_toml(std::string_view text);

} // namespace koltamga::profile

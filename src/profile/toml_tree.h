// A TOML text as a tree of our own, each value with its line: toml++ stays in one source file.
#pragma once

#include "domain/date.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace koltamga::profile {

struct Place {
    std::size_t line = 1; // both from 1
    std::size_t column = 1;
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

std::string_view kind_name(Node::Kind kind); // "a text", "a whole number", …

struct TomlError {
    Place place;
    std::string what; // the parser's words; may quote single characters of the text
};

// Refuses, beside what is no TOML, nesting deeper than any file of ours needs.
std::variant<Node, TomlError> read_toml(std::string_view text);

} // namespace koltamga::profile

#include "profile/toml_tree.h"

#include "base/toml_settings.h"
#include "profile/toml_scan.h"

#include <algorithm>

#include <toml++/toml.h>

namespace koltamga::profile {
namespace {

Place place_of(const toml::source_region& region) {
    return {std::max<std::size_t>(region.begin.line, 1),
            std::max<std::size_t>(region.begin.column, 1)};
}

Node node_of(const toml::node& source);

void fill_list(Node& node, const toml::array& list) {
    node.kind = Node::Kind::list;
    for (const auto& item : list) {
        node.items.push_back(node_of(item));
    }
}

void fill_table(Node& node, const toml::table& table) {
    node.kind = Node::Kind::table;
    for (const auto& [key, value] : table) {
        node.members.push_back(node_of(value));
        node.members.back().key = key.str();
        node.members.back().place = place_of(key.source());
    }
}

void fill_date(Node& node, const toml::date& date) {
    node.kind = Node::Kind::date;
    node.date = domain::Date::from(date.year, date.month, date.day);
}

Node node_of(const toml::node& source) {
    Node node;
    node.place = place_of(source.source());
    if (const auto* text = source.as_string()) {
        node.kind = Node::Kind::text;
        node.text = text->get();
    } else if (const auto* integer = source.as_integer()) {
        node.kind = Node::Kind::integer;
        node.integer = integer->get();
    } else if (const auto* boolean = source.as_boolean()) {
        node.kind = Node::Kind::boolean;
        node.boolean = boolean->get();
    } else if (const auto* date = source.as_date()) {
        fill_date(node, date->get());
    } else if (const auto* list = source.as_array()) {
        fill_list(node, *list);
    } else if (const auto* table = source.as_table()) {
        fill_table(node, *table);
    }
    return node;
}

} // namespace

const Node* Node::member(std::string_view wanted) const {
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const Node& one) { return one.key == wanted; });
    return found == members.end() ? nullptr : &*found;
}

std::string_view kind_name(Node::Kind kind) {
    switch (kind) {
    case Node::Kind::text:
        return "a text in quotes";
    case Node::Kind::integer:
        return "a whole number";
    case Node::Kind::boolean:
        return "true or false";
    case Node::Kind::date:
        return "a date (2026-11-22, no quotes)";
    case Node::Kind::list:
        return "a list";
    case Node::Kind::table:
        return "a table";
    case Node::Kind::other:
        break;
    }
    return "another kind of value";
}

std::variant<Node, TomlError> read_toml(std::string_view text) {
    if (auto error = scan_toml(text)) {
        return std::move(*error);
    }
    try {
        const auto parsed = toml::parse(text);
        if (!parsed) {
            return TomlError{place_of(parsed.error().source()),
                             std::string(parsed.error().description())};
        }
        return node_of(parsed.table());
    } catch (const TomlSurprised&) {
        return TomlError{{}, "somewhere this is no TOML"};
    }
}

} // namespace koltamga::profile

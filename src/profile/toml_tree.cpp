#include "profile/toml_tree.h"

#include "base/toml_settings.h"
#include "profile/toml_scan.h"

#include <algorithm>
#include <array>

#include <toml++/toml.h>

namespace koltamga::profile {
namespace {

Place place_of(const toml::source_region& region) {
    return {region.begin.line, region.begin.column};
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

// The parser knows one kind of error; what it means stands in its words.
TomlFault fault_in(std::string_view said) {
    constexpr std::array<std::string_view, 2> of_days = {"expected day between",
                                                         "expected month between"};
    const auto says = [&](std::string_view words) { return said.find(words) != said.npos; };
    if (std::ranges::any_of(of_days, says)) {
        return TomlFault::no_such_day;
    }
    return says("cannot redefine existing") ? TomlFault::given_twice : TomlFault::not_toml;
}

Texts in_words(TomlFault fault) {
    switch (fault) {
    case TomlFault::no_such_day:
        return {"мындай күн жок", "такого дня нет", "there is no such day"};
    case TomlFault::given_twice:
        return {"бул жазуу эки жолу берилген; бирин гана калтырыңыз",
                "эта запись дана дважды; оставьте одну",
                "this is given twice; leave only one of the two"};
    case TomlFault::not_toml:
        break;
    }
    return {"сап «ачкыч = маани» түрүндө жазылат, текст тырмакчада турат",
            "строка пишется как «ключ = значение», текст стоит в кавычках",
            "a line is written key = value, and a text stands in quotes"};
}

TomlError refused(const toml::parse_error& error) {
    const auto fault = fault_in(error.description());
    return {place_of(error.source()), in_words(fault), fault, std::string(error.description())};
}

} // namespace

const Node* Node::member(std::string_view wanted) const {
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const Node& one) { return one.key == wanted; });
    return found == members.end() ? nullptr : &*found;
}

std::variant<Node, TomlError> read_toml(std::string_view text) {
    if (auto error = scan_toml(text)) {
        return std::move(*error);
    }
    try {
        const auto parsed = toml::parse(text);
        if (!parsed) {
            return refused(parsed.error());
        }
        auto root = node_of(parsed.table());
        root.place = {}; // what is missing from it is missing nowhere in particular
        return root;
    } catch (const TomlSurprised&) {
        return TomlError{{}, in_words(TomlFault::not_toml)};
    }
}

} // namespace koltamga::profile

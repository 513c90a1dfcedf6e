#include "profile/schema.h"

#include <algorithm>
#include <numeric>

namespace koltamga::profile {
namespace {

constexpr std::size_t longest_text = 16 * 1024;

// How many letters must change to make one word of the other (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = row[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

} // namespace

std::string Trouble::detail() const {
    const auto& words = what[static_cast<std::size_t>(Language::en)];
    return place.line == 0 ? words
                           : "line " + std::to_string(place.line) + ", column " +
                                 std::to_string(place.column) + ": " + words;
}

Filling told(const Trouble& trouble) {
    return {"what", trouble.what};
}

Failure at_place(Failure failure, Place place, std::string field) {
    if (place.line > 0 || !field.empty()) {
        failure.where = Where{{}, place.line, place.column, std::move(field)};
    }
    return failure;
}

Failure in_file(Failure failure, const std::filesystem::path& file) {
    if (!failure.where) {
        failure.where = Where{};
    }
    failure.where->file = file.string();
    return failure;
}

void Schema::refuse(Place place, Texts what, TroubleKind kind) {
    if (!trouble_ || place.line < trouble_->place.line) {
        trouble_ = Trouble{kind, place, std::move(what)};
    }
}

void Schema::miss(Place place, const std::string& key) {
    if (!missing_) {
        missing_ = Trouble{TroubleKind::schema, place, is_missing(key)};
    }
}

TableReader::TableReader(Schema& schema, const Node* table, std::string name, Place parent)
    : schema_(&schema), table_(table), name_(std::move(name)),
      place_(table ? table->place : parent) {}

std::string TableReader::spelled(std::string_view key) const {
    return (name_.empty() ? "" : "[" + name_ + "] ") + std::string(key);
}

const Node* TableReader::find(std::string_view key, Need need) {
    if (std::find(known_.begin(), known_.end(), key) == known_.end()) {
        known_.emplace_back(key);
    }
    const auto* node = table_ ? table_->member(key) : nullptr;
    if (!node && need == Need::required) {
        schema_->miss(place_, spelled(key));
    }
    return node;
}

const Node* TableReader::find(std::string_view key, Node::Kind kind, Need need) {
    const auto* node = find(key, need);
    if (node && node->kind != kind) {
        refuse(*node, is_of_kind(spelled(key), node->kind, kind_in_words(kind)));
        return nullptr;
    }
    return node;
}

void TableReader::text(std::string_view key, std::string& into, Need need) {
    const auto* node = find(key, Node::Kind::text, need);
    if (!node) {
        return;
    }
    if (node->text.empty() && need == Need::required) {
        refuse(*node, is_empty(spelled(key)));
    }
    if (node->text.size() > longest_text) {
        refuse(*node, is_longer(spelled(key), longest_text));
    }
    into = node->text;
}

void TableReader::boolean(std::string_view key, bool& into) {
    if (const auto* node = find(key, Node::Kind::boolean)) {
        into = node->boolean;
    }
}

void TableReader::texts(std::string_view key, std::vector<std::string>& into, Need need) {
    const auto* list = find(key, Node::Kind::list, need);
    if (!list) {
        return;
    }
    into.clear();
    for (const auto& item : list->items) {
        if (item.kind != Node::Kind::text || item.text.empty()) {
            refuse(item, is_no_text_list(spelled(key)));
            return;
        }
        into.push_back(item.text);
    }
    if (into.empty() && need == Need::required) {
        refuse(*list, is_empty(spelled(key)));
    }
}

void TableReader::by_language(std::string_view key, Texts& into, Need need) {
    auto texts = table(key, need);
    if (!texts.given()) {
        return;
    }
    texts.text("ky", into[0], Need::required);
    texts.text("ru", into[1], Need::required);
    texts.text("en", into[2], Need::required);
    texts.done();
}

TableReader TableReader::table(std::string_view key, Need need) {
    const auto* node = find(key, Node::Kind::table);
    const auto name = (name_.empty() ? "" : name_ + ".") + std::string(key);
    if (need == Need::required && !find(key)) {
        schema_->miss(place_, name_.empty() ? "[" + name + "]" : spelled(key));
    }
    return {*schema_, node, name, place_};
}

std::vector<TableReader> TableReader::tables(std::string_view key) {
    std::vector<TableReader> readers;
    const auto* list = find(key, Node::Kind::list);
    const auto name = (name_.empty() ? "" : name_ + ".") + std::string(key);
    for (std::size_t i = 0; list && i < list->items.size(); ++i) {
        const auto& item = list->items[i];
        if (item.kind != Node::Kind::table) {
            refuse(item, is_no_table_list(spelled(key)));
            return {};
        }
        readers.emplace_back(*schema_, &item, name, item.place);
    }
    return readers;
}

std::optional<std::int64_t> TableReader::integer_within(std::string_view key, std::int64_t least,
                                                        std::int64_t most) {
    const auto* node = find(key, Node::Kind::integer);
    if (!node) {
        return std::nullopt;
    }
    if (node->integer < least || node->integer > most) {
        refuse(*node, is_out_of_range(spelled(key), least, most));
        return std::nullopt;
    }
    return node->integer;
}

void TableReader::refuse_choice(const Node& node, const std::vector<std::string_view>& names) {
    refuse(node, is_no_choice(name_, names));
}

void TableReader::done() {
    if (!table_) {
        return;
    }
    for (const auto& node : table_->members) {
        const auto& key = node.key;
        if (std::find(known_.begin(), known_.end(), key) != known_.end()) {
            continue;
        }
        refuse(node, is_unknown(key, name_, nearest(key, known_), known_));
    }
}

std::string_view nearest(std::string_view word, std::span<const std::string> known) {
    constexpr std::size_t longest_word = 64; // of a mistyped key; the rest is no slip of a finger
    std::string_view best;
    std::size_t least = 3;
    for (const auto& candidate : known) {
        const auto changes = word.size() > longest_word ? least : distance(word, candidate);
        if (changes < least && changes < candidate.size()) {
            least = changes;
            best = candidate;
        }
    }
    return best;
}

} // namespace koltamga::profile

// Reading a tree against what it may hold.
//
// A reader is asked key by key; what it was never asked for is unknown and refused. The first
// trouble (by line) is kept, and reading goes on with defaults, so that the code reads like the
// schema it is.
#pragma once

#include "profile/office_profile.h"
#include "profile/toml_tree.h"
#include "profile/trouble_words.h"

#include <concepts>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace koltamga::profile {

enum class TroubleKind { schema, weak_key, custody, device_evidence, certificate_file };

struct Trouble {
    TroubleKind kind;
    Place place;
    Texts what;                 // what is wrong and what would be right
    std::string detail() const; // with its place, in English
};

// What a failure's sentence says of it: fills "{what}".
Filling told(const Trouble& trouble);

// The failure with the trouble's place, where it has one.
Failure at_place(Failure failure, Place place, std::string field = {});

// The same failure, with the file it was found in.
Failure in_file(Failure failure, const std::filesystem::path& file);

class Schema {
  public:
    void refuse(Place place, Texts what, TroubleKind kind = TroubleKind::schema);
    void miss(Place place, const std::string& key);
    // What is missing is said only when nothing else is wrong: a mistyped key is both.
    const std::optional<Trouble>& trouble() const { return trouble_ ? trouble_ : missing_; }

  private:
    std::optional<Trouble> trouble_;
    std::optional<Trouble> missing_;
};

enum class Need { required, optional };

template <class Enum>
struct Choice {
    Enum value;
    std::string_view name;
};

class TableReader {
  public:
    // `table` may be nullptr: not given. The nodes outlive the reader.
    TableReader(Schema& schema, const Node* table, std::string name, Place parent = {});

    bool given() const { return table_ != nullptr; }
    Place place() const { return place_; }
    Schema& schema() const { return *schema_; }
    const std::string& name() const { return name_; }

    // The value of a key, of any kind; remembers that the key is known.
    const Node* find(std::string_view key, Need need = Need::optional);
    // The same, refused unless it is of this kind.
    const Node* find(std::string_view key, Node::Kind kind, Need need = Need::optional);

    void text(std::string_view key, std::string& into, Need need = Need::optional);
    void boolean(std::string_view key, bool& into);
    void texts(std::string_view key, std::vector<std::string>& into, Need need = Need::optional);
    void by_language(std::string_view key, Texts& into, Need need = Need::optional);
    TableReader table(std::string_view key, Need need = Need::optional);
    std::vector<TableReader> tables(std::string_view key);

    template <std::integral Integer>
    void integer(std::string_view key, Integer& into, std::int64_t least, std::int64_t most) {
        if (const auto value = integer_within(key, least, most)) {
            into = static_cast<Integer>(*value);
        }
    }

    template <class Duration>
    void duration(std::string_view key, Duration& into, std::int64_t least, std::int64_t most) {
        if (const auto value = integer_within(key, least, most)) {
            into = Duration(static_cast<typename Duration::rep>(*value));
        }
    }

    template <class Enum>
    void choice(std::string_view key, Enum& into, std::span<const Choice<Enum>> choices) {
        if (const auto* node = find(key, Node::Kind::text)) {
            one_of(*node, into, choices);
        }
    }

    template <class Enum>
    void choices(std::string_view key, std::vector<Enum>& into,
                 std::span<const Choice<Enum>> choices) {
        if (const auto* list = find(key, Node::Kind::list)) {
            into.clear();
            for (const auto& item : list->items) {
                Enum value{};
                one_of(item, value, choices);
                into.push_back(value);
            }
        }
    }

    void refuse(const Node& node, Texts what, TroubleKind kind = TroubleKind::schema) {
        schema_->refuse(node.place, std::move(what), kind);
    }
    std::string spelled(std::string_view key) const; // "[rules] full_age"

    // Refuses every key that nobody asked for.
    void done();

  private:
    template <class Enum>
    void one_of(const Node& node, Enum& into, std::span<const Choice<Enum>> choices) {
        std::vector<std::string_view> names;
        for (const auto& choice : choices) {
            if (node.kind == Node::Kind::text && node.text == choice.name) {
                into = choice.value;
                return;
            }
            names.push_back(choice.name);
        }
        refuse_choice(node, names);
    }
    void refuse_choice(const Node& node, const std::vector<std::string_view>& names);
    std::optional<std::int64_t> integer_within(std::string_view key, std::int64_t least,
                                               std::int64_t most);

    Schema* schema_;
    const Node* table_;
    std::string name_;
    Place place_;
    std::vector<std::string> known_;
};

// The known word nearest to a mistyped one; empty when none is near.
std::string_view nearest(std::string_view word, std::span<const std::string> known);

} // namespace koltamga::profile

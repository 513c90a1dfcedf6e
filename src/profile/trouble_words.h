// What is wrong with a file and what would be right, as the clerk reads it in each language.
//
// The English text is also the detail for the administrator. Keys are quoted back, values never:
// they are somebody's.
#pragma once

#include "profile/toml_tree.h"

#include <string>
#include <string_view>
#include <vector>

namespace koltamga::profile {

// A sentence's rest after the key it is about: about("[rules] id", …) is "[rules] id is empty".
Texts about(const std::string& key, std::string_view ky, std::string_view ru, std::string_view en);

Texts is_missing(const std::string& key);
Texts is_empty(const std::string& key);
Texts is_longer(const std::string& key, std::size_t most_octets);
Texts is_of_kind(const std::string& key, Node::Kind is, const Texts& right);
Texts is_out_of_range(const std::string& key, std::int64_t least, std::int64_t most);
Texts is_no_text_list(const std::string& key);
Texts is_no_table_list(const std::string& key);
// "no such value in [rules]; one of: …"
Texts is_no_choice(const std::string& table, const std::vector<std::string_view>& names);
// `near`: the known key that was perhaps meant; empty: none. `table` is empty at the top.
Texts is_unknown(const std::string& key, const std::string& table, std::string_view near,
                 const std::vector<std::string>& known);

Texts kind_in_words(Node::Kind kind); // "a text in quotes", "a whole number", …

// One text everywhere: of what the failure's own sentences say in each language already.
Texts everywhere(const std::string& text);

} // namespace koltamga::profile

// A first look at a TOML text, before the parser sees it.
//
// toml++ 3.3 leaves the ground of the language on some texts: a letter beyond ASCII where a blank
// may stand ends in code it holds to be unreachable, and dotted keys nest without a limit. None of
// it is TOML that a file of ours needs, so it is refused here, by what TOML 1.0 says of strings and
// comments.
#pragma once

#include "profile/toml_tree.h"

#include <optional>
#include <string_view>

namespace koltamga::profile {

// Nothing when the parser may see it. It may still be no TOML.
std::optional<TomlError> scan_toml(std::string_view text);

} // namespace koltamga::profile

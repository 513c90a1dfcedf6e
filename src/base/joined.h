// Words one after the other.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace koltamga {

// joined({"a", "b"}, ", ") is "a, b".
inline std::string joined(const std::vector<std::string>& words, std::string_view between) {
    std::string text;
    for (const auto& word : words) {
        if (!text.empty()) {
            text += between;
        }
        text += word;
    }
    return text;
}

} // namespace koltamga

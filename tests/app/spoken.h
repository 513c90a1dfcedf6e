// What a person at a terminal reads, searched for words of another language.
#pragma once

#include <regex>
#include <string>
#include <vector>

namespace koltamga::spoken {

// The English words that stand in a text meant for somebody who reads Cyrillic. Names a script
// relies on are no words: failure codes, options, commands, the values an option takes, paths,
// record ids; nor is what is marked as the administrator's.
inline std::vector<std::string> english_in(std::string text) {
    for (const auto* allowed :
         {"\\([^()\n]*администратор[^\n]*\\)", "`[^`]*`", "«[^»\n]*»", "(^|\n)[a-z-]+\\.[a-z-]+:",
          "(бирин күтөт|одно из|Буйруктар|Команды|Мүмкүн болгону|Возможно): [^\n]*", "--[a-z-]+",
          "[^ \n]*/[^ \n]*", "[^ \n]*\\.(toml|pem|pdf|der|p12|jpg)", "SHA-256"}) {
        text = std::regex_replace(text, std::regex(allowed), " ");
    }
    const std::regex word("\\b[a-z]{3,}\\b");
    std::vector<std::string> found;
    for (std::sregex_iterator at(text.begin(), text.end(), word), end; at != end; ++at) {
        found.push_back(at->str());
    }
    return found;
}

} // namespace koltamga::spoken

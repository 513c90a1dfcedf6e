#include "app/name_index.h"

#include "base/secret_bytes.h"
#include "domain/text.h"

#include <algorithm>
#include <iterator>

namespace koltamga::app {
namespace {

// " ASANOV USON": what the beginning of each word is looked for in.
std::string folded(const std::string& text) {
    const auto points = domain::code_points(text);
    if (!points) {
        return {};
    }
    std::u32string capitals = domain::single_blanks(*points);
    std::ranges::transform(capitals, capitals.begin(), domain::capital);
    return " " + domain::utf8(capitals);
}

// Each word with the blank before it.
std::vector<std::string> words_of(const std::string& folded_text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < folded_text.size();) {
        const auto end = std::min(folded_text.find(' ', at + 1), folded_text.size());
        words.push_back(folded_text.substr(at, end - at));
        at = end;
    }
    std::erase(words, " ");
    return words;
}

bool has_all(const std::string& name, const std::vector<std::string>& words) {
    return std::ranges::all_of(
        words, [&](const auto& word) { return name.find(word) != std::string::npos; });
}

} // namespace

NameIndex::~NameIndex() {
    for (auto& [id, known] : names_) {
        wipe(known.folded.data(), known.folded.size());
    }
}

Done NameIndex::bring_up_to_date(db::Connection& connection, db::StationJournal& journal) {
    KOLTAMGA_TRY(const auto changed, db::applications_after(connection, seen_));
    for (const auto& [id, last_sequence] : changed) {
        KOLTAMGA_TRY(const auto row, journal.row(id));
        if (row && !row->name.empty()) {
            names_[id] = {folded(row->name), last_sequence};
        } else {
            names_.erase(id);
        }
        seen_ = std::max(seen_, last_sequence);
    }
    return {};
}

std::vector<ApplicationId> NameIndex::find(const std::string& typed, std::size_t most) const {
    const auto words = words_of(folded(typed));
    std::vector<std::pair<std::uint64_t, ApplicationId>> found;
    if (words.empty()) {
        return {};
    }
    for (const auto& [id, known] : names_) {
        if (has_all(known.folded, words)) {
            found.emplace_back(known.last_sequence, id);
        }
    }
    const auto shown = std::min(most, found.size());
    std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(shown),
                              std::ranges::greater());
    std::vector<ApplicationId> newest;
    std::transform(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(shown),
                   std::back_inserter(newest), [](const auto& one) { return one.second; });
    return newest;
}

} // namespace koltamga::app

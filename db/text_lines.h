// Reading texts of the shape `word value\n`, line after line. Private to this folder.
#pragma once

#include "db/entry_header.h"

#include <charconv>

namespace koltamga::db {

class TextLines {
  public:
    explicit TextLines(std::string_view text) : rest_(text) {}

    // The next line without its end; nothing when there is none or it does not end with \n.
    std::optional<std::string_view> line() {
        const auto end = rest_.find('\n');
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        const auto found = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return found;
    }

    // The value of the next line, which must begin with the word and one blank.
    std::optional<std::string_view> value(std::string_view word) {
        const auto found = line();
        if (!found || !found->starts_with(word) || found->size() <= word.size() ||
            (*found)[word.size()] != ' ') {
            return std::nullopt;
        }
        return found->substr(word.size() + 1);
    }

    bool next_is(std::string_view word) const { return rest_.starts_with(word); }
    bool at_end() const { return rest_.empty(); }

  private:
    std::string_view rest_;
};

template <class Number>
bool read_number(std::optional<std::string_view> text, Number& into) {
    if (!text || text->empty() || text->front() == '0') {
        return false;
    }
    const auto* end = text->data() + text->size();
    const auto read = std::from_chars(text->data(), end, into);
    return read.ec == std::errc() && read.ptr == end;
}

template <class Tag>
bool read_id(std::optional<std::string_view> text, std::optional<Id<Tag>>& into) {
    into = text ? Id<Tag>::parse(*text) : std::nullopt;
    return into && into->text() == *text;
}

inline bool read_digest(std::optional<std::string_view> text, Digest& into) {
    const auto digest = text ? digest_from_hex(*text) : std::nullopt;
    if (digest) {
        into = *digest;
    }
    return digest.has_value();
}

inline bool read_instant(std::optional<std::string_view> text, Instant& into) {
    const auto instant = text ? instant_from(*text) : std::nullopt;
    if (instant) {
        into = *instant;
    }
    return instant.has_value();
}

} // namespace koltamga::db

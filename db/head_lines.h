// The lines a signed head and a head receipt have in common. Private to this folder.
#pragma once

#include "db/signed_head.h"
#include "db/text_lines.h"

namespace koltamga::db {

inline std::string compose_head_lines(std::string_view title, const Head& head) {
    return std::string(title) + "\nstation " + head.station.text() + "\nepoch " +
           std::to_string(head.epoch) + "\nsequence " + std::to_string(head.sequence) + "\nhash " +
           hex(head.hash) + "\ntime " + to_text(head.time) + '\n';
}

inline std::optional<Head> read_head_lines(TextLines& lines, std::string_view title) {
    std::optional<StationId> station;
    if (lines.line() != title || !read_id(lines.value("station"), station)) {
        return std::nullopt;
    }
    Head head{*station, 0, 0, {}, {}};
    if (!read_number(lines.value("epoch"), head.epoch) ||
        !read_number(lines.value("sequence"), head.sequence) ||
        !read_digest(lines.value("hash"), head.hash) ||
        !read_instant(lines.value("time"), head.time)) {
        return std::nullopt;
    }
    return head;
}

} // namespace koltamga::db

// Where everything stands in each format of the zone. Positions as ICAO 9303 counts them, from 1.
#pragma once

#include "domain/mrz.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace koltamga::domain {

struct MrzSpan {
    std::size_t line = 0; // 0: this format has no such field
    std::size_t from = 0;
    std::size_t length = 0;

    std::string_view in(const std::vector<std::string>& lines) const {
        return line == 0 ? std::string_view()
                         : std::string_view(lines[line - 1]).substr(from - 1, length);
    }
};

struct MrzLayout {
    MrzFormat format;
    std::size_t lines;
    std::size_t width;
    std::string_view first_letters; // of the document code
    MrzSpan code, state, names, number, number_check, nationality;
    MrzSpan birth, birth_check, sex, expiry, expiry_check;
    MrzSpan optional, optional_second;
    MrzSpan optional_check, composite_check;
    std::vector<MrzSpan> composite;
};

std::span<const MrzLayout> mrz_layouts();
const MrzLayout& mrz_layout(MrzFormat format);

} // namespace koltamga::domain

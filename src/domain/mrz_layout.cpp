#include "domain/mrz_layout.h"

#include <algorithm>
#include <array>

namespace koltamga::domain {
namespace {

MrzLayout td1() { // ICAO 9303-5, 4.2.2
    return {.format = MrzFormat::td1,
            .lines = 3,
            .width = 30,
            .first_letters = "IAC",
            .code = {1, 1, 2},
            .state = {1, 3, 3},
            .names = {3, 1, 30},
            .number = {1, 6, 9},
            .number_check = {1, 15, 1},
            .nationality = {2, 16, 3},
            .birth = {2, 1, 6},
            .birth_check = {2, 7, 1},
            .sex = {2, 8, 1},
            .expiry = {2, 9, 6},
            .expiry_check = {2, 15, 1},
            .optional = {1, 16, 15},
            .optional_second = {2, 19, 11},
            .optional_check = {},
            .composite_check = {2, 30, 1},
            .composite = {{1, 6, 25}, {2, 1, 7}, {2, 9, 7}, {2, 19, 11}}};
}

// The second line of all formats with two lines begins alike (9303-4, -6, -7).
MrzLayout two_lines(MrzFormat format, std::size_t width, std::string_view first_letters) {
    return {.format = format,
            .lines = 2,
            .width = width,
            .first_letters = first_letters,
            .code = {1, 1, 2},
            .state = {1, 3, 3},
            .names = {1, 6, width - 5},
            .number = {2, 1, 9},
            .number_check = {2, 10, 1},
            .nationality = {2, 11, 3},
            .birth = {2, 14, 6},
            .birth_check = {2, 20, 1},
            .sex = {2, 21, 1},
            .expiry = {2, 22, 6},
            .expiry_check = {2, 28, 1},
            .optional = {2, 29, width - 28},
            .optional_second = {},
            .optional_check = {},
            .composite_check = {},
            .composite = {}};
}

MrzLayout td2() { // ICAO 9303-6, 4.2.2
    auto layout = two_lines(MrzFormat::td2, 36, "IAC");
    layout.optional.length = 7;
    layout.composite_check = {2, 36, 1};
    layout.composite = {{2, 1, 10}, {2, 14, 7}, {2, 22, 14}};
    return layout;
}

MrzLayout td3() { // ICAO 9303-4, 4.2.2
    auto layout = two_lines(MrzFormat::td3, 44, "P");
    layout.optional.length = 14;
    layout.optional_check = {2, 43, 1};
    layout.composite_check = {2, 44, 1};
    layout.composite = {{2, 1, 10}, {2, 14, 7}, {2, 22, 22}};
    return layout;
}

} // namespace

std::span<const MrzLayout> mrz_layouts() {
    static const std::array<MrzLayout, 5> table = {td1(), td2(), td3(),
                                                   two_lines(MrzFormat::mrv_a, 44, "V"),
                                                   two_lines(MrzFormat::mrv_b, 36, "V")};
    return table;
}

const MrzLayout& mrz_layout(MrzFormat format) {
    const auto table = mrz_layouts();
    return *std::find_if(table.begin(), table.end(),
                         [&](const MrzLayout& layout) { return layout.format == format; });
}

} // namespace koltamga::domain

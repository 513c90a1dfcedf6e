// A QR code (ISO/IEC 18004) as its squares, to be drawn as such: no picture, sharp on any printer.
#pragma once

#include "base/result.h"

#include <string>
#include <vector>

namespace koltamga::printing {

struct QrCode {
    std::size_t side = 0;   // squares, without the quiet zone
    std::vector<bool> dark; // row by row

    bool at(std::size_t row, std::size_t column) const { return dark[row * side + column]; }
};

// What stands around a code must leave that many squares free (ISO/IEC 18004, 6.3.8).
inline constexpr double quiet_zone = 4;

// Error correction M: an eighth of the squares may be soiled. Digits, capital letters and
// " $%*+-./:" take the least room. Fails with printing_not_made for what does not fit.
Result<QrCode> qr_code(const std::string& text);

} // namespace koltamga::printing

// What a picture file says of itself, before anything is unpacked. No OpenCV here: this is the
// guard that decides whether a decoder may see the file at all.
#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <variant>

namespace koltamga::capture {

struct PictureSize {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
};

enum class HeaderTrouble {
    not_an_image, // neither JPEG nor PNG
    damaged,      // begins like one, but is cut off or makes no sense
    unbounded,    // more scans than any camera writes: made to keep a decoder busy
};

using PictureHeader = std::variant<PictureSize, HeaderTrouble>;

// Walks the segments of a JPEG (ITU-T T.81, annex B) or the chunks of a PNG (ISO 15948, 5.3) to
// the end, in one pass and without allocation.
PictureHeader read_picture_header(BytesView file);

} // namespace koltamga::capture

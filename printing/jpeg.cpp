#include "printing/jpeg.h"

#include "printing/failures.h"

namespace koltamga::printing {
namespace {

constexpr std::size_t largest_file = 2'000'000;
constexpr int largest_side = 4000;
constexpr std::size_t frame_header = 10; // marker, length, precision, two sides, components

int word(BytesView bytes, std::size_t at) {
    return bytes[at] * 256 + bytes[at + 1];
}

// SOF0, SOF1 and SOF2: the ways of coding that every reader of PDF knows.
bool starts_frame(std::uint8_t marker) {
    return marker >= 0xC0 && marker <= 0xC2;
}

Result<JpegSize> size_in_frame(BytesView frame) {
    const JpegSize size{word(frame, 7), word(frame, 5)};
    const int components = frame[9];
    if (frame[4] != 8 || (components != 1 && components != 3)) {
        return portrait_unusable("jpeg-kind components " + std::to_string(components));
    }
    if (size.width < 1 || size.height < 1 || size.width > largest_side ||
        size.height > largest_side) {
        return portrait_unusable("jpeg-dimensions");
    }
    return size;
}

bool has_both_ends(BytesView jpeg) {
    return jpeg.size() > 4 && jpeg[0] == 0xFF && jpeg[1] == 0xD8 && jpeg[jpeg.size() - 2] == 0xFF &&
           jpeg[jpeg.size() - 1] == 0xD9;
}

} // namespace

Result<JpegSize> jpeg_size(BytesView jpeg) {
    if (jpeg.size() > largest_file || !has_both_ends(jpeg)) {
        return portrait_unusable(jpeg.size() > largest_file ? "jpeg-too-large" : "jpeg-ends");
    }
    for (std::size_t at = 2; at + frame_header <= jpeg.size();) {
        if (jpeg[at] != 0xFF) {
            break;
        }
        if (starts_frame(jpeg[at + 1])) {
            return size_in_frame(jpeg.subspan(at, frame_header));
        }
        at += 2 + static_cast<std::size_t>(word(jpeg, at + 2));
    }
    return portrait_unusable("jpeg-without-frame");
}

} // namespace koltamga::printing

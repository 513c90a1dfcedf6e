// A picture file as the desk takes it: its header judged, then unpacked by the decoders.
#include "capture/picture.h"
#include "capture/picture_header.h"

#include <cstddef>
#include <cstdlib>

namespace {

constexpr std::uint64_t most_pixels = 1U << 20U; // larger ones only cost the fuzzer's time

bool has_sides(const cv::Mat& picture, std::uint32_t width, std::uint32_t height) {
    return picture.cols == static_cast<int>(width) && picture.rows == static_cast<int>(height);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace koltamga::capture;
    const auto header = read_picture_header({data, size});
    const auto* sides = std::get_if<PictureSize>(&header);
    if (sides == nullptr || std::uint64_t{sides->width} * sides->height > most_pixels) {
        return 0;
    }
    const auto unpacked = unpack_picture({data, size});
    const auto* picture = std::get_if<cv::Mat>(&unpacked);
    if (picture == nullptr) {
        return 0;
    }
    const bool as_announced = has_sides(*picture, sides->width, sides->height) ||
                              has_sides(*picture, sides->height, sides->width);
    if (!as_announced || picture->type() != CV_8UC3 || !pack_jpeg(*picture, 90)) {
        std::abort(); // what the header promised is what memory was reckoned for
    }
    return 0;
}

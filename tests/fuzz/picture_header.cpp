// What a picture file says of itself, before a decoder may see it.
#include "capture/picture_header.h"

#include <cstddef>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto header = koltamga::capture::read_picture_header({data, size});
    if (const auto* sides = std::get_if<koltamga::capture::PictureSize>(&header);
        sides != nullptr && (sides->width == 0 || sides->height == 0)) {
        std::abort(); // a size is promised, never an empty one
    }
    return 0;
}

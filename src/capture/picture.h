// Pictures in and out of files. The decoders are the two that every desktop trusts with the web's
// pictures, and no other is loaded: OpenCV's own reader brings some sixty formats with it, each a
// parser for what a stranger hands in, and takes longer to load than the rest of the program.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <optional>
#include <string>
#include <variant>

#include <opencv2/core.hpp>

namespace koltamga::capture {

// What a decoder said of a file that it could not unpack; for the engineer.
struct Undecoded {
    std::string words;
};

// A JPEG or PNG whose header has been judged (picture_header.h), in colour, blue first, upright as
// its camera says (Exif 2.32, 4.6.4.A, Orientation). What is transparent stands on white.
// A JPEG of four inks is not unpacked: no camera makes one.
std::variant<cv::Mat, Undecoded> unpack_picture(BytesView file);

// The same octets for the same picture; 1 to 100. Nothing: the encoder refused.
std::optional<Bytes> pack_jpeg(const cv::Mat& picture, int quality);

} // namespace koltamga::capture

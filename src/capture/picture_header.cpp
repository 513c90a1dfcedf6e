#include "capture/picture_header.h"

#include <algorithm>
#include <array>
#include <optional>

namespace koltamga::capture {
namespace {

constexpr std::array<std::uint8_t, 8> png_signature = {0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A};
constexpr std::array<std::uint8_t, 3> jpeg_signature = {0xFF, 0xD8, 0xFF};
// A progressive JPEG of a camera has about ten scans; each costs a pass over the whole picture.
constexpr int most_scans = 100;

bool starts_with(BytesView file, BytesView signature) {
    return file.size() >= signature.size() &&
           std::ranges::equal(file.first(signature.size()), signature);
}

std::uint32_t number(BytesView file, std::size_t at, std::size_t octets) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < octets; ++i) {
        value = value << 8U | file[at + i];
    }
    return value;
}

PictureHeader checked(std::optional<PictureSize> size) {
    if (!size || size->width == 0 || size->height == 0) {
        return HeaderTrouble::damaged;
    }
    return *size;
}

bool is_chunk(BytesView file, std::size_t at, std::string_view type) {
    return std::ranges::equal(file.subspan(at + 4, 4), bytes_of(type));
}

// Length, type, content, checksum; IHDR first, IEND last.
PictureHeader walk_png(BytesView file) {
    constexpr std::size_t first = png_signature.size();
    constexpr std::size_t frame = 12;
    if (file.size() < first + frame + 13 || !is_chunk(file, first, "IHDR")) {
        return HeaderTrouble::damaged;
    }
    const PictureSize size{number(file, first + 8, 4), number(file, first + 12, 4)};
    for (std::size_t at = first; at + frame <= file.size();) {
        if (is_chunk(file, at, "IEND")) {
            return checked(size);
        }
        at += frame + number(file, at, 4);
    }
    return HeaderTrouble::damaged;
}

// The markers of T.81, table B.1.
bool starts_frame(std::uint8_t marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}
bool stands_alone(std::uint8_t marker) {
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}
constexpr std::uint8_t end_of_image = 0xD9;
constexpr std::uint8_t start_of_scan = 0xDA;

// Behind a scan's header comes coded data up to the next marker; FF 00 and restarts belong to it.
std::size_t end_of_scan(BytesView file, std::size_t at) {
    while (at + 1 < file.size()) {
        const std::uint8_t next = file[at + 1];
        if (file[at] == 0xFF && next != 0x00 && !(next >= 0xD0 && next <= 0xD7)) {
            return at;
        }
        ++at;
    }
    return file.size();
}

class JpegWalk {
  public:
    explicit JpegWalk(BytesView file) : file_(file) {}

    PictureHeader run() {
        while (at_ + 2 <= file_.size() && file_[at_] == 0xFF) {
            const std::uint8_t marker = file_[at_ + 1];
            if (marker == end_of_image) {
                return scans_ > 0 ? checked(size_) : HeaderTrouble::damaged;
            }
            if (!step(marker)) {
                break;
            }
            if (scans_ > most_scans) {
                return HeaderTrouble::unbounded;
            }
        }
        return HeaderTrouble::damaged;
    }

  private:
    // Past one marker and what belongs to it; false where the file ends too early or has two
    // frames.
    bool step(std::uint8_t marker) {
        if (marker == 0xFF || stands_alone(marker)) {
            at_ += marker == 0xFF ? 1 : 2;
            return true;
        }
        if (at_ + 4 > file_.size()) {
            return false;
        }
        const std::size_t length = number(file_, at_ + 2, 2);
        if (length < 2 || at_ + 2 + length > file_.size()) {
            return false;
        }
        if (!note(marker, length)) {
            return false;
        }
        at_ += 2 + length;
        if (marker == start_of_scan) {
            ++scans_;
            at_ = end_of_scan(file_, at_);
        }
        return true;
    }

    // A picture of a camera has one frame. Of two, the decoder might take the one not judged here.
    bool note(std::uint8_t marker, std::size_t length) {
        if (!starts_frame(marker)) {
            return true;
        }
        if (size_ || length < 8) {
            return false;
        }
        size_ = PictureSize{number(file_, at_ + 7, 2), number(file_, at_ + 5, 2)};
        return true;
    }

    BytesView file_;
    std::size_t at_ = 2; // behind the start of image
    std::optional<PictureSize> size_;
    int scans_ = 0;
};

} // namespace

PictureHeader read_picture_header(BytesView file) {
    if (starts_with(file, png_signature)) {
        return walk_png(file);
    }
    if (starts_with(file, jpeg_signature)) {
        return JpegWalk(file).run();
    }
    return HeaderTrouble::not_an_image;
}

} // namespace koltamga::capture

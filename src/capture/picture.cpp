#include "capture/picture.h"

#include <array>
#include <memory>

#include <libexif/exif-data.h>
#include <png.h>
#include <turbojpeg.h>

namespace koltamga::capture {
namespace {

using Unpacked = std::variant<cv::Mat, Undecoded>;

struct CloseJpeg {
    void operator()(void* handle) const { tjDestroy(handle); }
};
using Jpeg = std::unique_ptr<void, CloseJpeg>;

Undecoded jpeg_refused(const Jpeg& jpeg) {
    return {std::string("jpeg: ") + tjGetErrorStr2(jpeg.get())};
}

// Cameras write odd octets between segments, which the decoder mentions and passes over.
bool gone_wrong(const Jpeg& jpeg, int returned) {
    return returned != 0 && tjGetErrorCode(jpeg.get()) != TJERR_WARNING;
}

Unpacked unpack_jpeg(BytesView file) {
    const Jpeg jpeg(tjInitDecompress());
    int width = 0;
    int height = 0;
    int sampling = 0;
    int colours = 0;
    if (!jpeg || gone_wrong(jpeg, tjDecompressHeader3(jpeg.get(), file.data(), file.size(), &width,
                                                      &height, &sampling, &colours))) {
        return jpeg_refused(jpeg);
    }
    if (colours == TJCS_CMYK || colours == TJCS_YCCK) {
        return Undecoded{"jpeg: four inks"};
    }
    cv::Mat picture(height, width, CV_8UC3);
    if (gone_wrong(jpeg, tjDecompress2(jpeg.get(), file.data(), file.size(), picture.data, width,
                                       static_cast<int>(picture.step), height, TJPF_BGR,
                                       TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS))) {
        return jpeg_refused(jpeg);
    }
    return picture;
}

// A png_image that is freed whatever happens.
class Png {
  public:
    Png() { image_.version = PNG_IMAGE_VERSION; }
    Png(const Png&) = delete;
    Png& operator=(const Png&) = delete;
    ~Png() { png_image_free(&image_); }
    png_image* operator->() { return &image_; }
    png_image* get() { return &image_; }

  private:
    png_image image_{};
};

Unpacked unpack_png(BytesView file) {
    Png png;
    if (png_image_begin_read_from_memory(png.get(), file.data(), file.size()) == 0) {
        return Undecoded{std::string("png: ") + png->message};
    }
    png->format = PNG_FORMAT_BGR;
    cv::Mat picture(static_cast<int>(png->height), static_cast<int>(png->width), CV_8UC3);
    const png_color white{255, 255, 255};
    if (png_image_finish_read(png.get(), &white, picture.data,
                              static_cast<png_int_32>(picture.step), nullptr) == 0) {
        return Undecoded{std::string("png: ") + png->message};
    }
    return picture;
}

struct CloseExif {
    void operator()(ExifData* data) const { exif_data_unref(data); }
};

// 1 (upright) to 8; 1 where the file says nothing, or nothing that makes sense.
int orientation_of(BytesView file) {
    const std::unique_ptr<ExifData, CloseExif> exif(
        exif_data_new_from_data(file.data(), static_cast<unsigned>(file.size())));
    auto* entry =
        exif ? exif_content_get_entry(exif->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION) : nullptr;
    if (entry == nullptr || entry->format != EXIF_FORMAT_SHORT || entry->components != 1) {
        return 1;
    }
    const int orientation = exif_get_short(entry->data, exif_data_get_byte_order(exif.get()));
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

// Each of the eight is a turn by the diagonal, or none, and then a mirroring.
cv::Mat upright(const cv::Mat& picture, int orientation) {
    struct Way {
        bool over_the_diagonal;
        std::optional<int>
            mirrored; // 0 top to bottom, 1 left to right, -1 both, as cv::flip has it
    };
    constexpr std::array<Way, 8> ways = {{{false, {}},
                                          {false, 1},
                                          {false, -1},
                                          {false, 0},
                                          {true, {}},
                                          {true, 1},
                                          {true, -1},
                                          {true, 0}}};
    const auto& way = ways.at(static_cast<std::size_t>(orientation) - 1);
    cv::Mat turned = way.over_the_diagonal ? cv::Mat(picture.t()) : picture;
    if (way.mirrored) {
        cv::flip(turned, turned, *way.mirrored);
    }
    return turned;
}

struct FreeJpeg {
    void operator()(std::uint8_t* octets) const { tjFree(octets); }
};

} // namespace

Unpacked unpack_picture(BytesView file) {
    constexpr std::uint8_t first_of_a_png = 0x89;
    if (!file.empty() && file[0] == first_of_a_png) {
        return unpack_png(file);
    }
    auto unpacked = unpack_jpeg(file);
    if (const auto* picture = std::get_if<cv::Mat>(&unpacked)) {
        return upright(*picture, orientation_of(file));
    }
    return unpacked;
}

std::optional<Bytes> pack_jpeg(const cv::Mat& picture, int quality) {
    const Jpeg jpeg(tjInitCompress());
    std::uint8_t* octets = nullptr;
    unsigned long size = 0; // NOLINT(google-runtime-int): as TurboJPEG declares it
    const int returned = jpeg ? tjCompress2(jpeg.get(), picture.data, picture.cols,
                                            static_cast<int>(picture.step), picture.rows, TJPF_BGR,
                                            &octets, &size, TJSAMP_420, quality, TJFLAG_ACCURATEDCT)
                              : -1;
    const std::unique_ptr<std::uint8_t, FreeJpeg> owned(octets);
    return returned == 0 ? std::optional(Bytes(octets, octets + size)) : std::nullopt;
}

} // namespace koltamga::capture

#include "capture/portrait.h"

#include "capture/picture.h"
#include "capture/picture_header.h"

#include <opencv2/core.hpp>
#include <opencv2/core/ocl.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include <algorithm>

namespace koltamga::capture {
namespace {

constexpr int searched_side = 640;     // faces are looked for in a picture reduced to this
constexpr int smallest_face = 80;      // pixels of the source; below, the crop would be a blur
constexpr int smallest_searched = 40;  // pixels of the reduced picture
constexpr int agreeing_neighbours = 4; // overlapping finds that make a face
// Of the crop's height: what the detector's box (brows to chin) takes, and where its middle is.
// Makes the head some 70 % of the picture (ISO/IEC 19794-5, 8.3).
constexpr double face_share = 0.44;
constexpr double face_middle = 0.49;
constexpr int jpeg_quality = 90;

Failure not_an_image(std::string detail) {
    return fail(Code::portrait_not_an_image, std::move(detail));
}
Failure damaged(std::string detail) {
    return fail(Code::portrait_damaged, std::move(detail));
}
Failure too_small(std::string detail) {
    return fail(Code::portrait_too_small, std::move(detail));
}
Failure no_face() {
    return fail(Code::portrait_no_face);
}
Failure several_faces(std::size_t count) {
    return fail(Code::portrait_several_faces, "faces " + std::to_string(count));
}
Failure detector_missing(std::string detail) {
    return fail(Code::portrait_detector_missing, std::move(detail));
}

// "10", "0.5": to one place, and never more than it is.
std::string with_one_place(std::uint64_t amount, std::uint64_t unit) {
    const auto tenths = amount * 10 / unit;
    const auto rest = tenths % 10;
    return std::to_string(tenths / 10) + (rest == 0 ? "" : "." + std::to_string(rest));
}

Texts size_in_words(std::size_t octets) {
    constexpr std::size_t kibi = 1024;
    const bool small = octets < kibi * kibi;
    const auto figure = with_one_place(octets, small ? kibi : kibi * kibi);
    return small ? Texts{figure + " КБдан", figure + " КБ", figure + " KB"}
                 : Texts{figure + " МБдан", figure + " МБ", figure + " MB"};
}

Failure failure_of(HeaderTrouble trouble, const PictureLimits& limits) {
    switch (trouble) {
    case HeaderTrouble::damaged:
        return damaged("cut-off-or-malformed");
    case HeaderTrouble::unbounded:
        return picture_too_large(limits, "too-many-scans");
    case HeaderTrouble::not_an_image:
        break;
    }
    return not_an_image("neither-jpeg-nor-png");
}

// Nothing is unpacked that could fill the memory.
Done check_size(BytesView file, const PictureLimits& limits) {
    if (file.size() > limits.octets) {
        return picture_too_large(limits, "octets " + std::to_string(file.size()));
    }
    const auto header = read_picture_header(file);
    if (const auto* trouble = std::get_if<HeaderTrouble>(&header)) {
        return failure_of(*trouble, limits);
    }
    const auto [width, height] = std::get<PictureSize>(header);
    if (std::uint64_t{width} * height > limits.pixels) {
        return picture_too_large(limits,
                                 "pixels " + std::to_string(width) + "x" + std::to_string(height));
    }
    return {};
}

Result<cv::Mat> unpack(BytesView file, const PictureLimits& limits) {
    KOLTAMGA_CHECK(check_size(file, limits));
    auto unpacked = unpack_picture(file);
    if (const auto* refused = std::get_if<Undecoded>(&unpacked)) {
        return damaged(refused->words);
    }
    return std::get<cv::Mat>(std::move(unpacked));
}

cv::Mat reduced_for_search(const cv::Mat& picture, double scale) {
    cv::Mat grey;
    cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
    if (scale < 1) {
        cv::resize(grey, grey, {}, scale, scale, cv::INTER_AREA);
    }
    cv::equalizeHist(grey, grey);
    return grey;
}

cv::Rect enlarged(const cv::Rect& box, double scale) {
    return {cvRound(box.x / scale), cvRound(box.y / scale), cvRound(box.width / scale),
            cvRound(box.height / scale)};
}

// Head and shoulders around the face, in the portrait's proportions, within the picture: shrunk
// and moved where the picture has no more to give, never filled with what was not there.
cv::Rect crop_around(const cv::Rect& face, const cv::Size& picture) {
    constexpr double shape = double{portrait_width} / portrait_height;
    const double height =
        std::min({face.height / face_share, double(picture.height), picture.width / shape});
    const double width = height * shape;
    const double x = face.x + face.width / 2.0 - width / 2;
    const double y = face.y + face.height / 2.0 - height * face_middle;
    return {cvRound(std::clamp(x, 0.0, picture.width - width)),
            cvRound(std::clamp(y, 0.0, picture.height - height)), cvFloor(width), cvFloor(height)};
}

Result<Bytes> packed(const cv::Mat& portrait) {
    auto jpeg = pack_jpeg(portrait, jpeg_quality);
    if (!jpeg) {
        return damaged("not-packed");
    }
    return std::move(*jpeg);
}

Result<Bytes> cut_out(const cv::Mat& picture, const cv::Rect& face) {
    const cv::Mat part = picture(crop_around(face, picture.size()));
    const bool smaller = part.rows < portrait_height;
    cv::Mat portrait;
    cv::resize(part, portrait, {portrait_width, portrait_height}, 0, 0,
               smaller ? cv::INTER_CUBIC : cv::INTER_AREA);
    return packed(portrait);
}

} // namespace

struct FaceReader::Detector {
    cv::CascadeClassifier cascade;

    // The boxes of all faces, in the picture's own pixels.
    std::vector<cv::Rect> faces_in(const cv::Mat& picture) {
        const double scale =
            std::min(1.0, double{searched_side} / std::max(picture.cols, picture.rows));
        std::vector<cv::Rect> found;
        cascade.detectMultiScale(reduced_for_search(picture, scale), found, 1.1,
                                 agreeing_neighbours, 0, {smallest_searched, smallest_searched});
        std::ranges::transform(found, found.begin(),
                               [&](const cv::Rect& box) { return enlarged(box, scale); });
        return found;
    }

    Result<cv::Rect> only_face_in(const cv::Mat& picture) {
        if (std::min(picture.cols, picture.rows) < smallest_face) { // of a strip nothing is left
            return too_small("picture " + std::to_string(picture.cols) + "x" +
                             std::to_string(picture.rows));
        }
        const auto faces = faces_in(picture);
        if (faces.empty()) {
            return no_face();
        }
        if (faces.size() > 1) {
            return several_faces(faces.size());
        }
        if (faces.front().width < smallest_face) {
            return too_small("face " + std::to_string(faces.front().width));
        }
        return faces.front();
    }
};

Failure picture_too_large(const PictureLimits& limits, std::string detail) {
    constexpr std::uint64_t mega = 1'000'000;
    return fail(Code::portrait_too_large, std::move(detail),
                {{"size", size_in_words(limits.octets)},
                 filling("megapixels", with_one_place(limits.pixels, mega))});
}

FaceReader::FaceReader(std::unique_ptr<Detector> detector, const PictureLimits& limits)
    : detector_(std::move(detector)), limits_(limits) {}
FaceReader::~FaceReader() = default;
FaceReader::FaceReader(FaceReader&&) noexcept = default;
FaceReader& FaceReader::operator=(FaceReader&&) noexcept = default;

Result<FaceReader> FaceReader::make(const PictureLimits& limits) {
    return make(KOLTAMGA_FACE_CASCADE, limits);
}

Result<FaceReader> FaceReader::make(const std::filesystem::path& file,
                                    const PictureLimits& limits) {
    auto detector = std::make_unique<Detector>();
    try {
        if (!std::filesystem::is_regular_file(file) || !detector->cascade.load(file)) {
            return detector_missing(file.filename());
        }
    } catch (const cv::Exception& error) {
        return detector_missing(file.filename().string() + " " + error.err);
    }
    return FaceReader(std::move(detector), limits);
}

Result<issuance::Portrait> FaceReader::read(BytesView file) {
    try {
        return read_unguarded(file);
    } catch (const cv::Exception& error) {
        return damaged("opencv " + error.err);
    }
}

Result<issuance::Portrait> FaceReader::read_unguarded(BytesView file) {
    cv::ocl::setUseOpenCL(false); // for this thread: OpenCV would look for drivers to load
    KOLTAMGA_TRY(const cv::Mat picture, unpack(file, limits_));
    KOLTAMGA_TRY(const cv::Rect face, detector_->only_face_in(picture));
    KOLTAMGA_TRY(Bytes jpeg, cut_out(picture, face));
    return issuance::Portrait{.jpeg = std::move(jpeg),
                              .width = portrait_width,
                              .height = portrait_height,
                              .face = {face.x, face.y, face.width, face.height},
                              .source_width = picture.cols,
                              .source_height = picture.rows};
}

} // namespace koltamga::capture

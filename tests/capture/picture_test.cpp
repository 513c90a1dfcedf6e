// OpenCV's own reader, which the program does not load, is the second opinion here.
#include "capture/picture.h"

#include "base/file.h"

#include <gtest/gtest.h>
#include <opencv2/imgcodecs.hpp>
#include <turbojpeg.h>

namespace koltamga::capture {
namespace {

Bytes photograph() {
    return read_file(KOLTAMGA_TEST_DATA "/portraits/astronaut.jpg", 1'000'000).value();
}

cv::Mat unpacked(const Bytes& file) {
    auto result = unpack_picture(file);
    const auto* picture = std::get_if<cv::Mat>(&result);
    EXPECT_NE(picture, nullptr) << std::get<Undecoded>(result).words;
    return picture == nullptr ? cv::Mat() : *picture;
}

// The largest difference of any octet.
double difference(const cv::Mat& one, const cv::Mat& other) {
    return one.size() == other.size() && one.type() == other.type()
               ? cv::norm(one, other, cv::NORM_INF)
               : 255;
}

Bytes file_of(const cv::Mat& picture, const char* kind) {
    Bytes file;
    cv::imencode(kind, picture, file);
    return file;
}

struct Orientation {
    std::uint8_t value = 1, format = 3 /* SHORT */, count = 1;
};

// With an Exif segment (Exif 2.32, 4.5) that says how the camera was held.
Bytes held(const Bytes& jpeg, Orientation how) {
    const Bytes segment = {0xff, 0xe1,      0,    34,  'E',        'x', 'i',       'f', 0,
                           0,    'I',       'I',  '*', 0,          8,   0,         0,   0,
                           1,    0,         0x12, 1,   how.format, 0,   how.count, 0,   0,
                           0,    how.value, 0,    0,   0,          0,   0,         0,   0};
    Bytes file(jpeg.begin(), jpeg.begin() + 2);
    file.insert(file.end(), segment.begin(), segment.end());
    file.insert(file.end(), jpeg.begin() + 2, jpeg.end());
    return file;
}

TEST(Picture, IsWhatAnotherReaderSeesInTheSameFile) {
    const auto colour = cv::imdecode(photograph(), cv::IMREAD_COLOR);
    cv::Mat grey = cv::imdecode(photograph(), cv::IMREAD_GRAYSCALE);
    for (const auto& file : {photograph(), file_of(colour, ".png"), file_of(colour, ".jpg"),
                             file_of(grey, ".png"), file_of(grey, ".jpg")}) {
        EXPECT_LE(difference(unpacked(file), cv::imdecode(file, cv::IMREAD_COLOR)), 1);
    }
}

TEST(Picture, StandsUprightHoweverTheCameraWasHeld) {
    const cv::Mat wide = unpacked(photograph())(cv::Rect(100, 0, 160, 120)).clone();
    const auto jpeg = file_of(wide, ".jpg");
    const auto lying = unpacked(jpeg);
    for (std::uint8_t value = 1; value <= 8; ++value) {
        const auto file = held(jpeg, {value});
        const auto picture = unpacked(file);
        EXPECT_LE(difference(picture, cv::imdecode(file, cv::IMREAD_COLOR)), 1) << int(value);
        EXPECT_EQ(difference(picture, lying) < 2, value == 1) << int(value);
        EXPECT_EQ(picture.rows, value < 5 ? 120 : 160);
    }
}

TEST(Picture, StaysAsItIsWhereTheCameraSaysNothingSensible) {
    const auto file = photograph();
    const auto lying = unpacked(file);
    for (const auto how : {Orientation{0}, Orientation{9}, Orientation{255}, Orientation{6, 2},
                           Orientation{6, 3, 0}, Orientation{6, 3, 2}}) {
        EXPECT_EQ(difference(unpacked(held(file, how)), lying), 0) << int(how.value);
    }
}

TEST(Picture, IsPutOnWhiteWhereItIsTransparent) {
    cv::Mat glass(8, 8, CV_8UC4, cv::Scalar(0, 0, 0, 0));
    glass.at<cv::Vec4b>(3, 3) = {10, 20, 30, 255};
    const auto picture = unpacked(file_of(glass, ".png"));
    EXPECT_EQ(picture.at<cv::Vec3b>(0, 0), cv::Vec3b(255, 255, 255));
    EXPECT_EQ(picture.at<cv::Vec3b>(3, 3), cv::Vec3b(10, 20, 30));
}

TEST(Picture, OfFourInksIsNotUnpacked) {
    const Bytes inks(16 * 16 * 4, 100);
    const std::unique_ptr<void, int (*)(void*)> jpeg(tjInitCompress(), tjDestroy);
    std::uint8_t* octets = nullptr;
    unsigned long size = 0; // NOLINT(google-runtime-int): as TurboJPEG declares it
    ASSERT_EQ(tjCompress2(jpeg.get(), inks.data(), 16, 0, 16, TJPF_CMYK, &octets, &size, TJSAMP_444,
                          90, 0),
              0);
    const auto result = unpack_picture(BytesView(octets, size));
    tjFree(octets);
    ASSERT_TRUE(std::holds_alternative<Undecoded>(result));
    EXPECT_EQ(std::get<Undecoded>(result).words, "jpeg: four inks");
}

TEST(Picture, ThatNoDecoderTakesIsNone) {
    auto cut = photograph();
    cut.resize(100);
    const auto png = file_of(unpacked(photograph()), ".png");
    for (const auto& file : {Bytes{}, Bytes{0x89}, Bytes(1000, 0xff), Bytes{'G', 'I', 'F', '8'},
                             cut, Bytes(png.begin(), png.begin() + 200)}) {
        EXPECT_TRUE(std::holds_alternative<Undecoded>(unpack_picture(file))) << file.size();
    }
}

TEST(Picture, IsPackedToTheSameOctetsAndLittleIsLost) {
    const auto picture = unpacked(photograph());
    const auto fine = pack_jpeg(picture, 90);
    ASSERT_TRUE(fine);
    EXPECT_EQ(*fine, *pack_jpeg(picture, 90));
    EXPECT_LT(pack_jpeg(picture, 40)->size(), fine->size());
    EXPECT_GT(cv::PSNR(picture, cv::imdecode(*fine, cv::IMREAD_COLOR)), 35);
    EXPECT_FALSE(pack_jpeg(cv::Mat(), 90));
}

} // namespace
} // namespace koltamga::capture

#include "capture/portrait.h"

#include "base/file.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <chrono>
#include <cstdlib>

namespace koltamga::capture {
namespace {

Bytes astronaut() {
    return read_file(KOLTAMGA_TEST_DATA "/portraits/astronaut.jpg", 1'000'000).value();
}

cv::Mat picture_of(const Bytes& file) {
    return cv::imdecode(file, cv::IMREAD_COLOR);
}

Bytes file_of(const cv::Mat& picture, const char* kind = ".png") {
    Bytes file;
    cv::imencode(kind, picture, file);
    return file;
}

FaceReader& reader() {
    static FaceReader made = FaceReader::make().value();
    return made;
}

issuance::Portrait portrait_from(const Bytes& file) {
    return reader().read(file).value();
}

bool refused_with(const Bytes& file, Code code) {
    const auto read = reader().read(file);
    EXPECT_FALSE(read);
    if (!read) {
        EXPECT_EQ(name_of(read.failure().code), name_of(code)) << read.failure().detail;
    }
    return read.failed_with(code);
}

cv::Mat noise() {
    cv::Mat picture(480, 640, CV_8UC3);
    cv::RNG(7).fill(picture, cv::RNG::UNIFORM, 0, 255);
    return picture;
}

TEST(Portrait, IsCutFromAPictureWithOneFace) {
    const auto portrait = portrait_from(astronaut());
    EXPECT_EQ(portrait.source_width, 512);
    EXPECT_EQ(portrait.source_height, 512);
    // The face of the published picture, by eye: middle near (224, 118), some 100 pixels wide.
    EXPECT_NEAR(portrait.face.x + portrait.face.width / 2, 224, 15);
    EXPECT_NEAR(portrait.face.y + portrait.face.height / 2, 118, 20);
    EXPECT_GT(portrait.face.width, 70);
    EXPECT_LT(portrait.face.width, 170);
}

TEST(Portrait, HasOneSizeWhateverThePicture) {
    cv::Mat twice;
    cv::resize(picture_of(astronaut()), twice, {}, 2, 2);
    cv::Mat wide;
    cv::copyMakeBorder(picture_of(astronaut()), wide, 0, 0, 400, 400, cv::BORDER_CONSTANT);
    for (const auto& file : {astronaut(), file_of(twice), file_of(wide, ".jpg")}) {
        const auto portrait = portrait_from(file);
        const auto crop = picture_of(portrait.jpeg);
        EXPECT_EQ(crop.cols, portrait_width);
        EXPECT_EQ(crop.rows, portrait_height);
        EXPECT_EQ(portrait.width, portrait_width);
        EXPECT_EQ(portrait.height, portrait_height);
        EXPECT_EQ(portrait.jpeg[0], 0xFF);
        EXPECT_EQ(portrait.jpeg[1], 0xD8);
    }
}

TEST(Portrait, ShowsTheFaceInTheMiddleAndLargeEnough) {
    const auto again = portrait_from(portrait_from(astronaut()).jpeg);
    const auto& face = again.face;
    EXPECT_NEAR(face.x + face.width / 2.0, portrait_width / 2.0, 40);
    EXPECT_NEAR(face.y + face.height / 2.0, portrait_height / 2.0, 60);
    EXPECT_GT(face.height, portrait_height * 0.35);
    EXPECT_LT(face.height, portrait_height * 0.65);
}

// The astronaut with room on all sides: nothing keeps the crop from where it should be.
cv::Mat roomy() {
    cv::Mat picture;
    cv::copyMakeBorder(picture_of(astronaut()), picture, 300, 300, 200, 200, cv::BORDER_CONSTANT);
    return picture;
}

TEST(Portrait, KnowsItsPlaceInALargePicture) {
    const auto portrait = portrait_from(file_of(roomy()));
    EXPECT_EQ(portrait.source_width, 912);
    EXPECT_EQ(portrait.source_height, 1112);
    EXPECT_NEAR(portrait.face.x + portrait.face.width / 2.0, 200 + 224, 15);
    EXPECT_NEAR(portrait.face.y + portrait.face.height / 2.0, 300 + 118, 20);
}

// ISO/IEC 19794-5, 8.3, by the detector's box: 44 % of the height, its middle 49 % from the top.
TEST(Portrait, IsThePartOfThePictureThatADocumentShowsAndLosesLittle) {
    const auto picture = roomy();
    const auto portrait = portrait_from(file_of(picture));
    const auto& face = portrait.face;
    const double height = face.height / 0.44;
    const double width = height * portrait_width / portrait_height;
    const cv::Rect part(cvRound(face.x + face.width / 2.0 - width / 2),
                        cvRound(face.y + face.height / 2.0 - height * 0.49), cvFloor(width),
                        cvFloor(height));
    cv::Mat expected;
    cv::resize(picture(part), expected, {portrait_width, portrait_height}, 0, 0,
               part.height < portrait_height ? cv::INTER_CUBIC : cv::INTER_AREA);
    EXPECT_GT(cv::PSNR(expected, picture_of(portrait.jpeg)), 43) << part;
}

TEST(Portrait, IsTheSameBytesForTheSamePicture) {
    auto other = FaceReader::make().value();
    const auto first = portrait_from(astronaut());
    EXPECT_EQ(first.jpeg, portrait_from(astronaut()).jpeg);
    EXPECT_EQ(first.jpeg, other.read(astronaut()).value().jpeg);
}

TEST(Portrait, CarriesNothingOfTheFileButThePixels) {
    auto file = astronaut();
    const std::string note = "PLACE-AND-OWNER-OF-THE-CAMERA";
    Bytes comment = {0xFF, 0xFE, 0, static_cast<std::uint8_t>(note.size() + 2)};
    comment.insert(comment.end(), note.begin(), note.end());
    file.insert(file.begin() + 2, comment.begin(), comment.end());
    const auto portrait = portrait_from(file);
    EXPECT_EQ(text_of(portrait.jpeg).find(note), std::string::npos);
    EXPECT_EQ(portrait.jpeg, portrait_from(astronaut()).jpeg);
}

TEST(Portrait, StaysWithinThePictureWhenTheFaceIsNearItsEdge) {
    const auto whole = picture_of(astronaut());
    const auto face = portrait_from(astronaut()).face;
    const cv::Rect close(std::max(0, face.x - 20), std::max(0, face.y - 25), face.width + 40,
                         face.height + 45);
    cv::Mat enlarged;
    cv::resize(whole(close), enlarged, {}, 3, 3);
    const auto crop = picture_of(portrait_from(file_of(enlarged)).jpeg);
    EXPECT_EQ(crop.cols, portrait_width);
    EXPECT_EQ(crop.rows, portrait_height);
}

TEST(Portrait, IsRefusedWithoutAFace) {
    EXPECT_TRUE(refused_with(file_of(noise()), Code::portrait_no_face));
    const cv::Mat grey(600, 500, CV_8UC3, cv::Scalar(128, 128, 128));
    EXPECT_TRUE(refused_with(file_of(grey), Code::portrait_no_face));
    cv::Mat upside_down;
    cv::flip(picture_of(astronaut()), upside_down, 0);
    EXPECT_TRUE(refused_with(file_of(upside_down), Code::portrait_no_face));
}

TEST(Portrait, IsRefusedFromAStripTooNarrowForAFace) {
    for (const auto& size : {cv::Size(1, 2000), cv::Size(2000, 1), cv::Size(1, 1), cv::Size(2, 641),
                             cv::Size(79, 600), cv::Size(600, 79)}) {
        const cv::Mat strip(size, CV_8UC3, cv::Scalar(128, 128, 128));
        EXPECT_TRUE(refused_with(file_of(strip), Code::portrait_too_small)) << size;
    }
}

TEST(Portrait, IsRefusedWithMoreThanOneFace) {
    const auto one = picture_of(astronaut());
    cv::Mat two;
    cv::hconcat(one, one, two);
    EXPECT_TRUE(refused_with(file_of(two), Code::portrait_several_faces));
    cv::Mat four;
    cv::vconcat(two, two, four);
    EXPECT_TRUE(refused_with(file_of(four, ".jpg"), Code::portrait_several_faces));
}

TEST(Portrait, IsRefusedWhenTheFaceIsTooSmall) {
    cv::Mat small;
    cv::resize(picture_of(astronaut()), small, {}, 0.5, 0.5, cv::INTER_AREA);
    EXPECT_TRUE(refused_with(file_of(small), Code::portrait_too_small));
}

// Eighty pixels are enough, and nothing less.
TEST(Portrait, IsTakenOfAFaceThatIsJustLargeEnough) {
    int smallest_taken = 1000;
    for (const double scale : {0.78, 0.81, 0.84}) {
        cv::Mat smaller;
        cv::resize(picture_of(astronaut()), smaller, {}, scale, scale, cv::INTER_AREA);
        const auto read = reader().read(file_of(smaller));
        if (read) {
            smallest_taken = std::min(smallest_taken, read->face.width);
        } else {
            EXPECT_TRUE(read.failed_with(Code::portrait_too_small)) << scale;
        }
    }
    EXPECT_GE(smallest_taken, 80);
    EXPECT_LT(smallest_taken, 90);
}

TEST(Portrait, IsRefusedFromWhatIsNoPicture) {
    const auto text = bytes_of("surname,given names\nASANOV,USON\n");
    EXPECT_TRUE(refused_with({}, Code::portrait_not_an_image));
    EXPECT_TRUE(refused_with(Bytes(text.begin(), text.end()), Code::portrait_not_an_image));
    EXPECT_TRUE(refused_with(file_of(noise(), ".bmp"), Code::portrait_not_an_image));
    EXPECT_TRUE(refused_with(file_of(noise(), ".ppm"), Code::portrait_not_an_image));
}

TEST(Portrait, IsRefusedFromATruncatedFile) {
    for (const auto& whole : {astronaut(), file_of(picture_of(astronaut()))}) {
        for (const double part : {0.2, 0.5, 0.9, 0.999}) {
            Bytes cut = whole;
            cut.resize(static_cast<std::size_t>(static_cast<double>(whole.size()) * part));
            EXPECT_TRUE(refused_with(cut, Code::portrait_damaged)) << part;
        }
    }
}

TEST(Portrait, IsRefusedFromAPngWithAChangedOctet) {
    auto file = file_of(picture_of(astronaut()));
    file[file.size() / 2] ^= 0x01U;
    EXPECT_TRUE(refused_with(file, Code::portrait_damaged));
}

// Writes what the header of an honest picture would say, of a picture that is not there.
Bytes claiming(Bytes png, std::uint32_t width, std::uint32_t height) {
    for (int i = 0; i < 4; ++i) {
        png[static_cast<std::size_t>(16 + i)] = static_cast<std::uint8_t>(width >> (24 - 8 * i));
        png[static_cast<std::size_t>(20 + i)] = static_cast<std::uint8_t>(height >> (24 - 8 * i));
    }
    return png;
}

TEST(Portrait, IsRefusedAtOnceWhenTheHeaderClaimsTooMuch) {
    const auto small = file_of(noise());
    const auto started = std::chrono::steady_clock::now();
    EXPECT_TRUE(refused_with(claiming(small, 10'000, 10'000), Code::portrait_too_large));
    EXPECT_TRUE(refused_with(claiming(small, 0x7FFFFFFF, 0x7FFFFFFF), Code::portrait_too_large));
    EXPECT_TRUE(refused_with(claiming(small, 0xFFFFFFFF, 0xFFFFFFFF), Code::portrait_too_large));
    EXPECT_TRUE(refused_with(Bytes(20'000'001, 0xFF), Code::portrait_too_large));
    EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(10));
}

TEST(Portrait, IsHeldToTheLimitsOfTheOffice) {
    const auto file = astronaut();
    const auto [width, height] = picture_of(file).size();
    const auto pixels = static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height);
    auto exact = FaceReader::make(PictureLimits{file.size(), pixels}).value();
    EXPECT_TRUE(exact.read(file));
    auto fewer_octets = FaceReader::make(PictureLimits{file.size() - 1, pixels}).value();
    EXPECT_TRUE(fewer_octets.read(file).failed_with(Code::portrait_too_large));
    auto fewer_pixels = FaceReader::make(PictureLimits{file.size(), pixels - 1}).value();
    EXPECT_TRUE(fewer_pixels.read(file).failed_with(Code::portrait_too_large));
}

TEST(Portrait, IsRefusedWithTheLimitsInTheSentence) {
    const auto said = [](std::size_t octets, std::uint64_t pixels, Language language) {
        return words_for(picture_too_large({octets, pixels}, ""), language).remedy;
    };
    EXPECT_EQ(said(10U << 20U, 50'000'000, Language::en),
              "Choose a picture of at most 10 MB and at most 50 megapixels.");
    EXPECT_EQ(said(64U << 10U, 100'000, Language::en),
              "Choose a picture of at most 64 KB and at most 0.1 megapixels.");
    EXPECT_EQ(said((3U << 20U) / 2, 12'340'000, Language::ru),
              "Выберите снимок не больше 1.5 МБ и не больше 12.3 мегапикселей.");
    EXPECT_EQ(said(10U << 20U, 50'000'000, Language::ky),
              "10 МБдан ашпаган жана 50 мегапикселден көп эмес сүрөттү тандаңыз.");
}

TEST(Portrait, NeedsItsDetector) {
    EXPECT_TRUE(
        FaceReader::make("/nowhere/cascade.xml").failed_with(Code::portrait_detector_missing));
    const std::string broken = ::testing::TempDir() + "cascade.xml";
    ASSERT_TRUE(write_file(broken, bytes_of("<?xml version=\"1.0\"?><opencv_storage>")));
    EXPECT_TRUE(FaceReader::make(broken).failed_with(Code::portrait_detector_missing));
    ASSERT_TRUE(write_file(broken, bytes_of("not even XML")));
    EXPECT_TRUE(FaceReader::make(broken).failed_with(Code::portrait_detector_missing));
}

} // namespace
} // namespace koltamga::capture

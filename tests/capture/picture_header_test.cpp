#include "capture/picture_header.h"

#include "base/file.h"

#include <gtest/gtest.h>

namespace koltamga::capture {
namespace {

Bytes astronaut() {
    return read_file(KOLTAMGA_TEST_DATA "/portraits/astronaut.jpg", 1'000'000).value();
}

Bytes octets(std::initializer_list<int> values) {
    Bytes bytes;
    for (const int value : values) {
        bytes.push_back(static_cast<std::uint8_t>(value));
    }
    return bytes;
}

Bytes joined(std::initializer_list<Bytes> parts) {
    Bytes all;
    for (const auto& part : parts) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

const Bytes png_start = octets({0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A});
const Bytes jpeg_start = octets({0xFF, 0xD8});
const Bytes jpeg_end = octets({0xFF, 0xD9});

Bytes header_chunk(int width_high, int width_low) {
    return octets({0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, width_high, width_low, 0,
                   0, 0, 7, 8,  2,   0,   0,   0,   0, 0, 0,          0});
}
const Bytes end_chunk = octets({0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xAE, 0x42, 0x60, 0x82});

// A frame of `height` × `width`, one component; then a scan of coded data.
Bytes frame(int height, int width) {
    return octets({0xFF, 0xC0, 0, 11, 8, height / 256, height % 256, width / 256, width % 256, 1, 1,
                   0x11, 0});
}
const Bytes scan =
    octets({0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xFF, 0x00, 0xFF, 0xD0, 0x34});

PictureSize size_of(const Bytes& file) {
    const auto header = read_picture_header(file);
    return std::holds_alternative<PictureSize>(header) ? std::get<PictureSize>(header)
                                                       : PictureSize{};
}

TEST(PictureHeader, TellsTheSizeWithoutUnpacking) {
    EXPECT_EQ(size_of(astronaut()).width, 512u);
    EXPECT_EQ(size_of(astronaut()).height, 512u);
    const auto png = joined({png_start, header_chunk(1, 2), end_chunk});
    EXPECT_EQ(size_of(png).width, 258u);
    EXPECT_EQ(size_of(png).height, 7u);
    const auto jpeg = joined({jpeg_start, frame(300, 200), scan, jpeg_end});
    EXPECT_EQ(size_of(jpeg).width, 200u);
    EXPECT_EQ(size_of(jpeg).height, 300u);
}

TEST(PictureHeader, AllowsWhatCamerasWriteAfterTheEnd) {
    auto file = astronaut();
    file.insert(file.end(), 1000, 0);
    EXPECT_EQ(size_of(file).width, 512u);
}

TEST(PictureHeader, AllowsFillOctetsAndLoneMarkers) {
    const auto jpeg = joined({jpeg_start, octets({0xFF, 0xFF, 0xFF, 0x01}), frame(3, 2),
                              octets({0xFF}), scan, jpeg_end});
    EXPECT_EQ(size_of(jpeg).width, 2u);
}

Bytes progressive(int height, int width) {
    auto other = frame(height, width);
    other[1] = 0xC2;
    return other;
}

Bytes scans(int count) {
    auto file = joined({jpeg_start, frame(30, 20)});
    for (int i = 0; i < count; ++i) {
        file = joined({file, scan});
    }
    return joined({file, jpeg_end});
}

TEST(PictureHeader, AllowsAsManyScansAsAnyCameraWrites) {
    EXPECT_EQ(size_of(scans(100)).width, 20u);
}

// Baseline, progressive and the rest of T.81's frames; tables and conditioning begin none.
TEST(PictureHeader, KnowsEveryKindOfFrame) {
    for (const int marker :
         {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}) {
        auto one = frame(300, 200);
        one[1] = static_cast<std::uint8_t>(marker);
        EXPECT_EQ(size_of(joined({jpeg_start, one, scan, jpeg_end})).height, 300u) << marker;
    }
    for (const int marker : {0xC4, 0xC8, 0xCC}) {
        auto other = frame(9000, 9000);
        other[1] = static_cast<std::uint8_t>(marker);
        const auto file = joined({jpeg_start, other, frame(300, 200), scan, jpeg_end});
        EXPECT_EQ(size_of(file).height, 300u) << marker;
    }
}

TEST(PictureHeader, TakesRestartsAndStuffingForCodedData) {
    for (int restart = 0xD0; restart <= 0xD7; ++restart) {
        const auto data = octets({0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0xFF, restart, 0xFF, 0x00});
        EXPECT_EQ(size_of(joined({jpeg_start, frame(3, 2), data, jpeg_end})).width, 2u) << restart;
    }
}

struct Troubled {
    const char* what;
    Bytes file;
    HeaderTrouble trouble;
};

TEST(PictureHeader, SaysWhatIsWrong) {
    Bytes many_scans = joined({jpeg_start, frame(30, 20)});
    for (int i = 0; i < 200; ++i) {
        many_scans = joined({many_scans, scan});
    }
    many_scans = joined({many_scans, jpeg_end});
    const auto text = bytes_of("This is not a picture at all, whatever its name says.");
    const Troubled troubled[] = {
        {"nothing", {}, HeaderTrouble::not_an_image},
        {"one octet", octets({0xFF}), HeaderTrouble::not_an_image},
        {"text", Bytes(text.begin(), text.end()), HeaderTrouble::not_an_image},
        {"GIF", octets({'G', 'I', 'F', '8', '9', 'a', 0, 0}), HeaderTrouble::not_an_image},
        {"BMP", octets({'B', 'M', 0, 0, 0, 0}), HeaderTrouble::not_an_image},
        {"TIFF", octets({'I', 'I', 42, 0}), HeaderTrouble::not_an_image},
        {"half a PNG signature", octets({0x89, 'P', 'N'}), HeaderTrouble::not_an_image},
        {"PNG signature alone", png_start, HeaderTrouble::damaged},
        {"PNG without IHDR", joined({png_start, end_chunk, end_chunk, end_chunk}),
         HeaderTrouble::damaged},
        {"PNG without IEND", joined({png_start, header_chunk(1, 1)}), HeaderTrouble::damaged},
        {"PNG of no width", joined({png_start, header_chunk(0, 0), end_chunk}),
         HeaderTrouble::damaged},
        {"PNG chunk that never ends",
         joined({png_start, header_chunk(1, 1),
                 octets({0xFF, 0xFF, 0xFF, 0xFF, 'I', 'D', 'A', 'T', 0, 0, 0, 0})}),
         HeaderTrouble::damaged},
        {"JPEG start alone", octets({0xFF, 0xD8, 0xFF}), HeaderTrouble::damaged},
        {"JPEG without frame", joined({jpeg_start, scan, jpeg_end}), HeaderTrouble::damaged},
        {"JPEG without scan", joined({jpeg_start, frame(3, 2), jpeg_end}), HeaderTrouble::damaged},
        {"JPEG without end", joined({jpeg_start, frame(3, 2), scan}), HeaderTrouble::damaged},
        {"JPEG of no height", joined({jpeg_start, frame(0, 2), scan, jpeg_end}),
         HeaderTrouble::damaged},
        {"JPEG segment past the end", joined({jpeg_start, octets({0xFF, 0xE1, 0xFF, 0xFF, 0})}),
         HeaderTrouble::damaged},
        {"JPEG segment of length 1", joined({jpeg_start, octets({0xFF, 0xE1, 0, 1, 0, 0})}),
         HeaderTrouble::damaged},
        {"JPEG with no marker where one must be",
         joined({jpeg_start, octets({0xFF, 0xE0, 0, 2, 7})}), HeaderTrouble::damaged},
        {"JPEG of two frames", joined({jpeg_start, frame(3, 2), frame(3, 2), scan, jpeg_end}),
         HeaderTrouble::damaged},
        {"JPEG with a second frame behind its scan",
         joined({jpeg_start, frame(3, 2), scan, frame(9000, 9000), scan, jpeg_end}),
         HeaderTrouble::damaged},
        {"JPEG with a progressive frame behind another",
         joined({jpeg_start, frame(3, 2), progressive(9000, 9000), scan, jpeg_end}),
         HeaderTrouble::damaged},
        {"JPEG whose frame is too short for a size",
         joined({jpeg_start, octets({0xFF, 0xC0, 0, 7, 8, 0, 3, 0, 2}), scan, jpeg_end}),
         HeaderTrouble::damaged},
        {"JPEG of no width", joined({jpeg_start, frame(3, 0), scan, jpeg_end}),
         HeaderTrouble::damaged},
        {"PNG of no height",
         joined({png_start, octets({0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 1, 0,
                                    0, 0, 0, 8,  2,   0,   0,   0,   0, 0, 0, 0}),
                 end_chunk}),
         HeaderTrouble::damaged},
        {"JPEG made to keep a decoder busy", many_scans, HeaderTrouble::unbounded},
        {"JPEG of one scan more than bounded", scans(101), HeaderTrouble::unbounded},
    };
    for (const auto& one : troubled) {
        const auto header = read_picture_header(one.file);
        ASSERT_TRUE(std::holds_alternative<HeaderTrouble>(header)) << one.what;
        EXPECT_EQ(std::get<HeaderTrouble>(header), one.trouble) << one.what;
    }
}

TEST(PictureHeader, NeverReadsPastATruncatedFile) {
    const auto whole = astronaut();
    for (std::size_t length = 0; length < whole.size(); length += length < 2000 ? 1 : 997) {
        const Bytes part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
        EXPECT_TRUE(std::holds_alternative<HeaderTrouble>(read_picture_header(part))) << length;
    }
}

} // namespace
} // namespace koltamga::capture

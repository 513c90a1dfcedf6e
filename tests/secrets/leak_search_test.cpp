// A search that finds nothing proves something only if it finds what is there.
#include "tests/secrets/leak_search.h"
#include "tests/secrets/spellings.h"

#include "base/file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <random>

#include <zlib.h>

namespace koltamga::secrets {
namespace {

namespace fs = std::filesystem;

const std::string latin = "SYNAKBEKOV";
const std::string cyrillic = "Жашыруун сөз";

// Octets that mean nothing.
std::string noise(std::size_t size, unsigned seed = 1) {
    std::mt19937 dice(seed);
    std::string octets(size, '\0');
    for (auto& octet : octets) {
        octet = static_cast<char>(dice());
    }
    return octets;
}

// As zlib (window bits 15), gzip (31) and raw deflate (-15) spell it.
std::string deflated(const std::string& text, int window_bits, int level = 9) {
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, level, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string out(text.size() + 1000, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string in_lines(const std::string& text, std::size_t width) {
    std::string lines;
    for (std::size_t at = 0; at < text.size(); at += width) {
        lines += text.substr(at, width) + "\r\n";
    }
    return lines;
}

// Base 64 of so many other octets and then the text, as RFC 4648 has it.
std::string base64_behind(const std::string& before, const std::string& text) {
    return base64_cores(before + text, false)[0];
}

std::string among_others(const std::string& text) {
    return noise(300, 2) + " name=" + text + ";" + noise(300, 3);
}

struct Planted {
    const char* form;
    std::function<std::string(const std::string&)> spell;
};

const Planted all_forms[] = {
    {"Utf8", [](const auto& text) { return text; }},
    {"Utf16LittleEndian", [](const auto& text) { return utf16(text, true); }},
    {"Utf16BigEndian", [](const auto& text) { return utf16(text, false); }},
    {"Hexadecimal", [](const auto& text) { return hexadecimal(text, false); }},
    {"HexadecimalCapitals", [](const auto& text) { return hexadecimal(text, true); }},
    {"HexadecimalOfUtf16", [](const auto& text) { return hexadecimal(utf16(text, true), false); }},
    {"HexadecimalInLines", [](const auto& text) { return in_lines(hexadecimal(text, false), 7); }},
    {"Base64AtTheBeginning", [](const auto& text) { return base64_behind("", text); }},
    {"Base64BehindOneOctet", [](const auto& text) { return base64_behind("a", text); }},
    {"Base64BehindTwo", [](const auto& text) { return base64_behind("ab", text); }},
    {"Base64BehindThree", [](const auto& text) { return base64_behind("abc", text); }},
    {"Base64OfUtf16", [](const auto& text) { return base64_behind("a", utf16(text, false)); }},
    {"Base64InLines", [](const auto& text) { return in_lines(base64_behind("ab", text), 5); }},
    {"Base64ForAddresses", [](const auto& text) { return base64_cores(text, true)[0]; }},
    {"EscapedForJson", [](const auto& text) { return escaped_for_json(text); }},
    {"EscapedForAddresses", [](const auto& text) { return escaped_for_address(text); }},
    {"Zlib", [](const auto& text) { return deflated(among_others(text), 15); }},
    {"Gzip", [](const auto& text) { return deflated(among_others(text), 31); }},
    {"Deflate", [](const auto& text) { return deflated(among_others(text), -15); }},
    {"DeflateOfLittle", [](const auto& text) { return deflated(text, -15); }},
    {"DeflateThatStores", [](const auto& text) { return deflated(among_others(text), -15, 0); }},
    {"ZlibOfUtf16", [](const auto& text) { return deflated(utf16(text, true), 15); }},
    {"ZlibOfBase64", [](const auto& text) { return deflated(base64_behind("a", text), 15); }},
    {"ZlibInGzip",
     [](const auto& text) { return deflated(among_others(deflated(among_others(text), 15)), 31); }},
    {"ZlibCutOff",
     [](const auto& text) {
         const auto whole = deflated(text + noise(2000), 15);
         return whole.substr(0, whole.size() / 2);
     }},
    {"StreamOfAPdf",
     [](const auto& text) {
         return "5 0 obj\n<< /Filter /FlateDecode >>\nstream\n" +
                deflated("BT (" + text + ") Tj ET", 15) + "\nendstream\nendobj\n";
     }},
};

class LeakSearchFinds : public testing::TestWithParam<Planted> {};
INSTANTIATE_TEST_SUITE_P(Forms, LeakSearchFinds, testing::ValuesIn(all_forms),
                         [](const auto& planted) { return std::string(planted.param.form); });

TEST_P(LeakSearchFinds, TheSecretWhereverItStands) {
    for (const auto& text : {latin, cyrillic}) {
        LeakSearch search;
        search.add_text("name", text);
        for (const std::size_t before : {0U, 1U, 6U, 257U}) {
            const auto planted = noise(before) + GetParam().spell(text) + noise(100);
            EXPECT_FALSE(search.in(bytes_of(planted), "here", Depth::and_compressed).empty())
                << text << " behind " << before;
        }
    }
}

TEST(LeakSearch, FindsNothingWhereNothingIs) {
    LeakSearch search;
    search.add_text("name", latin);
    search.add_text("word", cyrillic);
    const auto other = noise(200'000) + "SYNAKBEKOW Жашыруун сө " + deflated(noise(5000), 15);
    EXPECT_THAT(search.in(bytes_of(other), "here", Depth::and_compressed), testing::IsEmpty());
}

TEST(LeakSearch, FindsANumberBothWaysRoundByItsFirstOctets) {
    const auto number = noise(384, 7);
    LeakSearch search;
    search.add_number("prime", bytes_of(number));
    const std::string backwards(number.rbegin(), number.rend());
    for (const auto& planted : {number, backwards, hexadecimal(number, true),
                                base64_behind("zz", number), base64_behind("z", backwards)}) {
        const auto octets = noise(100) + planted;
        EXPECT_FALSE(search.in(bytes_of(octets), "here", Depth::as_it_lies).empty());
    }
    EXPECT_TRUE(search.in(bytes_of(number.substr(1)), "here", Depth::as_it_lies).empty());
}

std::string portrait() {
    const auto file = std::string(KOLTAMGA_TEST_DATA) + "/portraits/astronaut.jpg";
    return text_of(read_file(file, std::size_t{1} << 24U).value());
}

TEST(LeakSearch, FindsAnyPieceOfAPicture) {
    const auto jpeg = portrait();
    const auto pixels = text_of(coded_pixels(bytes_of(jpeg)));
    LeakSearch search;
    search.add_picture("portrait", bytes_of(jpeg));
    std::mt19937 dice(3);
    for (int turn = 0; turn < 200; ++turn) {
        const auto piece = pixels.substr(dice() % (pixels.size() - 31), 31);
        for (const auto& planted :
             {piece, hexadecimal(piece, false), base64_behind("a", piece), deflated(piece, 15)}) {
            EXPECT_FALSE(search.in(bytes_of(planted), "here", Depth::and_compressed).empty())
                << hexadecimal(piece, false);
        }
    }
    // What every JPEG has in common is not this picture's.
    const auto header = jpeg.substr(0, jpeg.size() - pixels.size());
    EXPECT_TRUE(search.in(bytes_of(header), "here", Depth::as_it_lies).empty());
}

TEST(LeakSearch, LooksIntoEveryFileAndAtEveryName) {
    const fs::path folder = fs::path(testing::TempDir()) / ("leaks-" + std::to_string(::getpid()));
    fs::create_directories(folder / "a/b");
    LeakSearch search;
    search.add_text("name", latin);
    EXPECT_TRUE(search.below(folder).empty());
    ASSERT_TRUE(write_file(folder / "a/b/file", bytes_of("x" + latin)));
    fs::create_directories(folder / ("for " + latin));
    EXPECT_EQ(search.below(folder).size(), 2U);
    EXPECT_EQ(search.octets_seen(), latin.size() + 1);
    fs::remove_all(folder);
}

TEST(LeakSearch, TakesNoSecretThatMightStandThereByChance) {
    LeakSearch search;
    EXPECT_THROW(search.add_text("short", "USON"), std::invalid_argument);
    EXPECT_THROW(search.add_picture("picture", bytes_of("no JPEG at all")), std::invalid_argument);
}

} // namespace
} // namespace koltamga::secrets

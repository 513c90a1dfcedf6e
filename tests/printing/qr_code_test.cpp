// The code on the agreement, read back from a printed page as a reader at a desk would.
#include "printing/qr_code.h"

#include "base/file.h"
#include "printing/template.h"
#include "tests/journey/process.h"
#include "tests/printing/pdf_reader.h"
#include "tests/printing/records.h"

#include <gmock/gmock.h>

#include <filesystem>

#include <unistd.h>

namespace koltamga::printing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Renderer& renderer() {
    static const Renderer made = Renderer::make().value();
    return made;
}

// At 100 dots an inch, coarser than any printer.
std::string code_on_page(const Bytes& pdf, const char* page) {
    const auto stem = ::testing::TempDir() + "code-" + std::to_string(::getpid());
    EXPECT_TRUE(write_file(stem + ".pdf", pdf));
    const auto drawn = journey::run(
        {"pdftoppm", "-r", "100", "-gray", "-f", page, "-singlefile", stem + ".pdf", stem});
    EXPECT_EQ(drawn.status, 0) << drawn.err;
    const auto read = journey::run({"zbarimg", "--raw", "--quiet", "--nodbus", stem + ".pgm"});
    ::unlink((stem + ".pdf").c_str());
    ::unlink((stem + ".pgm").c_str());
    return read.out;
}

// With the longest names it stands on the second page.
std::string code_on(const Bytes& pdf) {
    for (const char* page : {"1", "2"}) {
        const auto code = code_on_page(pdf, page);
        if (!code.empty()) {
            return code;
        }
    }
    return {};
}

TEST(QrCode, OfAnAgreementSaysItsRecordAndTheHashTheKeyHasSigned) {
    for (const auto languages : {Languages::ky, Languages::ru, Languages::en, Languages::ky_ru}) {
        for (const auto& record : {testing::ordinary_agreement(), testing::longest_agreement()}) {
            const auto pdf = renderer().render_agreement(record, languages).value();
            EXPECT_EQ(code_on(pdf),
                      "KOLTAMGA:7K3M-0QXT-9B2E-HN4W:"
                      "60303AE22B998861BCE3B28F33EEC1BE758A213C86C93C076DBE9F558C11C752\n")
                << to_text(languages);
        }
    }
}

TEST(QrCode, IsDescribedForWhoCannotSeeItAfterThePortrait) {
    const auto pdf =
        renderer().render_agreement(testing::ordinary_agreement(), Languages::en).value();
    const auto figures = testing::dictionaries_where(testing::objects_of(pdf), "/S", "/Figure");
    ASSERT_EQ(figures.size(), 2U);
    std::vector<std::string> words = {figures[0]["/Alt"], figures[1]["/Alt"]};
    EXPECT_THAT(words, ::testing::Contains("u:Portrait of the holder"));
    EXPECT_THAT(words, ::testing::Contains(HasSubstr("QR code")));
}

TEST(QrCode, StandsOnNoPaperOfAnEarlierWordingOrWithoutAHash) {
    auto record = testing::ordinary_agreement();
    record.record_hash.clear();
    EXPECT_EQ(code_on(renderer().render_agreement(record, Languages::en).value()), "");
    record = testing::ordinary_agreement();
    const auto earlier = agreement_template("2").value();
    record.terms_version = earlier.version;
    record.terms_hash = earlier.hash;
    EXPECT_EQ(code_on(renderer().render_agreement(record, Languages::en).value()), "");
}

TEST(QrCode, IsNotMadeOfNothingOrOfTooMuch) {
    EXPECT_TRUE(qr_code("").failed_with(Code::printing_not_made));
    EXPECT_EQ(qr_code(std::string(5000, 'a')).failure().detail, "qr-code of 5000 octets");
    EXPECT_EQ(qr_code("KOLTAMGA").value().side, 21U);
}

// Three corners of a code are alike: a dark ring around a dark middle (ISO/IEC 18004, 6.3.3).
TEST(QrCode, HasItsThreeFinders) {
    const auto code = qr_code("KOLTAMGA").value();
    ASSERT_EQ(code.dark.size(), code.side * code.side);
    const auto last = code.side - 1;
    for (const auto& [row, column] :
         {std::pair{std::size_t{0}, std::size_t{0}}, {0, last - 6}, {last - 6, 0}}) {
        EXPECT_TRUE(code.at(row, column) && code.at(row + 6, column + 6));
        EXPECT_FALSE(code.at(row + 1, column + 1));
        EXPECT_TRUE(code.at(row + 3, column + 3));
    }
}

} // namespace
} // namespace koltamga::printing

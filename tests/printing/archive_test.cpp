// Every paper, in every language, with ordinary and with the longest names, is PDF/A-1b.
#include "printing/template.h"
#include "tests/journey/process.h"
#include "tests/printing/pdf_reader.h"
#include "tests/printing/records.h"

#include "base/file.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <unistd.h>

namespace koltamga::printing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Where the papers lie; KOLTAMGA_PAPERS keeps them, for the pictures of printing/README.md.
class PaperFolder {
  public:
    PaperFolder() {
        const char* kept = std::getenv("KOLTAMGA_PAPERS");
        kept_ = kept != nullptr;
        path_ = kept_ ? std::filesystem::path(kept)
                      : std::filesystem::path(::testing::TempDir()) /
                            ("papers-" + std::to_string(::getpid()));
        std::filesystem::create_directories(path_);
    }
    ~PaperFolder() {
        std::error_code ignored;
        if (!kept_) {
            std::filesystem::remove_all(path_, ignored);
        }
    }
    PaperFolder(const PaperFolder&) = delete;
    PaperFolder& operator=(const PaperFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
    bool kept_ = false;
};

journey::Ended preflight(const std::filesystem::path& folder) {
    const std::string jars = "/usr/share/java/preflight.jar:/usr/share/java/pdfbox2.jar:"
                             "/usr/share/java/fontbox2.jar:/usr/share/java/xmpbox.jar:"
                             "/usr/share/java/commons-logging.jar:/usr/share/java/commons-io.jar:"
                             "/usr/share/java/jaxb-api.jar:/usr/share/java/javax.activation.jar";
    return journey::run({"java", "-cp", jars,
                         std::string(KOLTAMGA_SOURCE_DIR) + "/tests/printing/Preflight.java",
                         folder.string()});
}

std::size_t lines_in(const std::string& text) {
    return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

TEST(Papers, AreArchivalInTheEyesOfApachePdfBox) {
    const PaperFolder folder;
    for (const auto& paper : testing::every_paper()) {
        ASSERT_TRUE(write_file(folder.path() / (paper.name + ".pdf"), paper.pdf));
    }
    const auto ended = preflight(folder.path());
    EXPECT_EQ(ended.status, 0) << "a JDK and libpdfbox2-java are needed\n" << ended.err;
    for (const auto& paper : testing::every_paper()) {
        EXPECT_THAT(ended.out, HasSubstr(paper.name + ".pdf valid\n"));
    }
    EXPECT_EQ(lines_in(ended.out), testing::every_paper().size()) << "nothing but that it is valid";
}

// The same reader must be able to say no.
TEST(Papers, WithoutTheirColoursOrFontsWouldNotPass) {
    const PaperFolder folder;
    const auto spoilt_by = [&](const std::string& name, const std::string& word) {
        auto octets = text_of(testing::every_paper().front().pdf);
        for (auto at = octets.find(word); at != octets.npos; at = octets.find(word, at + 1)) {
            octets[at + 1] = 'x';
        }
        ASSERT_TRUE(write_file(folder.path() / ("spoilt-" + name + ".pdf"), bytes_of(octets)));
    };
    if (std::getenv("KOLTAMGA_PAPERS") != nullptr) {
        GTEST_SKIP() << "not run: the folder is for whole papers";
    }
    spoilt_by("colours", "/OutputIntents");
    spoilt_by("fonts", "/FontFile2");
    spoilt_by("metadata", "/Metadata ");
    const auto ended = preflight(folder.path());
    for (const auto* name : {"spoilt-colours.pdf", "spoilt-fonts.pdf", "spoilt-metadata.pdf"}) {
        EXPECT_THAT(ended.out, HasSubstr(name));
        EXPECT_THAT(ended.out, Not(HasSubstr(std::string(name) + " valid")));
    }
}

TEST(Papers, AreTheSameBytesTwice) {
    const auto& first = testing::every_paper();
    const auto second = testing::make_every_paper();
    for (std::size_t i = 0; i < first.size(); ++i) {
        EXPECT_EQ(first[i].pdf, second[i].pdf) << first[i].name;
    }
}

TEST(Papers, AreTaggedDescribedAndNameTheirColours) {
    for (const auto& paper : testing::every_paper()) {
        const auto objects = testing::objects_of(paper.pdf);
        const auto root = testing::dictionaries_where(objects, "/Type", "/Catalog").at(0);
        for (const auto* key : {"/StructTreeRoot", "/Lang", "/Metadata", "/OutputIntents"}) {
            EXPECT_TRUE(root.contains(key)) << paper.name << " " << key;
        }
        EXPECT_EQ(root["/MarkInfo"]["/Marked"], true) << paper.name;
        EXPECT_EQ(testing::dictionaries_where(objects, "/S", "/GTS_PDFA1").size(), 1U);
        for (const auto& page : testing::dictionaries_where(objects, "/Type", "/Page")) {
            EXPECT_FALSE(page.contains("/Group")) << paper.name;
        }
    }
}

TEST(Papers, NameTheGlyphsOfEachFontTheyCarry) {
    for (const auto& paper : testing::every_paper()) {
        const auto objects = testing::objects_of(paper.pdf);
        const auto fonts = testing::dictionaries_where(objects, "/Subtype", "/CIDFontType2");
        EXPECT_GE(fonts.size(), 1U) << paper.name;
        for (const auto& font : fonts) {
            EXPECT_EQ(font["/CIDToGIDMap"], "/Identity");
            const auto of = "obj:" + font["/FontDescriptor"].get<std::string>();
            EXPECT_TRUE(objects[of]["value"].contains("/CIDSet")) << paper.name;
            EXPECT_TRUE(objects[of]["value"].contains("/FontFile2")) << paper.name;
        }
    }
}

// The authority's name comes from a profile, and may hold whatever a name may hold.
TEST(Papers, DescribeThemselvesWhateverTheAuthorityIsCalled) {
    auto record = testing::ordinary_agreement();
    record.office.authority = {"«А» & <Б>", "«А» & <Б>", "A & <B>"};
    const auto pdf = Renderer::make().value().render_agreement(record, Languages::en).value();
    const auto text = text_of(pdf);
    EXPECT_THAT(text, HasSubstr("<rdf:li>A &amp; &lt;B&gt;</rdf:li>"));
    EXPECT_THAT(text, HasSubstr("<pdfaid:part>1</pdfaid:part>"));
    EXPECT_THAT(text, HasSubstr("<xmp:CreateDate>2026-11-22T09:41:07Z</xmp:CreateDate>"));
}

} // namespace
} // namespace koltamga::printing

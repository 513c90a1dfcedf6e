#include "tests/printing/pdf_reader.h"

#include "base/file.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>
#include <qpdf/qpdf-c.h>

#include <algorithm>
#include <cstdlib>
#include <regex>

namespace koltamga::printing::testing {
namespace {

std::string run_pdftotext(const Bytes& pdf, const char* how) {
    const std::string stem = ::testing::TempDir() + "paper-" + std::to_string(getpid());
    const std::string in = stem + ".pdf";
    const std::string out = stem + ".txt";
    EXPECT_TRUE(write_file(in, pdf));
    std::string words[] = {"pdftotext", how, "-enc", "UTF-8", in, out};
    char* arguments[7] = {};
    std::ranges::transform(words, arguments, [](std::string& word) { return word.data(); });
    pid_t child = 0;
    EXPECT_EQ(posix_spawnp(&child, "pdftotext", nullptr, nullptr, arguments, environ), 0);
    int status = 1;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0) << "pdftotext (poppler-utils) could not read the paper";
    const auto text = read_file(out, 10'000'000);
    unlink(in.c_str());
    unlink(out.c_str());
    return text ? text_of(*text) : std::string();
}

} // namespace

std::string text_in(const Bytes& pdf) {
    return std::regex_replace(run_pdftotext(pdf, "-raw"), std::regex("\\s+"), " ");
}

std::string without_space(const std::string& text) {
    return std::regex_replace(text, std::regex("\\s+"), "");
}

std::string letters_in(const Bytes& pdf) {
    return without_space(run_pdftotext(pdf, "-raw"));
}

std::vector<WordEnd> word_ends_in(const Bytes& pdf) {
    const std::string boxes = run_pdftotext(pdf, "-bbox");
    const std::regex word("<word .*xMax=\"([0-9.]+)\" yMax=\"([0-9.]+)\">");
    std::vector<WordEnd> ends;
    for (std::sregex_iterator found(boxes.begin(), boxes.end(), word), end; found != end; ++found) {
        ends.push_back({std::stod((*found)[1]), std::stod((*found)[2])});
    }
    return ends;
}

std::vector<std::string> pages_in(const Bytes& pdf) {
    auto* document = qpdf_init();
    const auto* octets = reinterpret_cast<const char*>(pdf.data());
    EXPECT_EQ(qpdf_read_memory(document, "paper", octets, pdf.size(), nullptr), QPDF_SUCCESS);
    std::vector<std::string> pages;
    const int count = qpdf_get_num_pages(document);
    for (int i = 0; i < count; ++i) {
        const auto page = qpdf_get_page_n(document, static_cast<std::size_t>(i));
        unsigned char* content = nullptr;
        std::size_t size = 0;
        EXPECT_EQ(qpdf_oh_get_page_content_data(document, page, &content, &size), QPDF_SUCCESS);
        pages.emplace_back(reinterpret_cast<const char*>(content), size);
        std::free(content); // NOLINT(cppcoreguidelines-no-malloc): as qpdf says
    }
    qpdf_cleanup(&document);
    return pages;
}

nlohmann::json objects_of(const Bytes& pdf) {
    auto* document = qpdf_init();
    const auto* octets = reinterpret_cast<const char*>(pdf.data());
    EXPECT_EQ(qpdf_read_memory(document, "paper", octets, pdf.size(), nullptr), QPDF_SUCCESS);
    std::string text;
    const auto append = [](const char* part, std::size_t size, void* whole) {
        static_cast<std::string*>(whole)->append(part, size);
        return 0;
    };
    EXPECT_EQ(
        qpdf_write_json(document, 2, append, &text, qpdf_dl_none, qpdf_sj_inline, "", nullptr),
        QPDF_SUCCESS);
    qpdf_cleanup(&document);
    return nlohmann::json::parse(text)["qpdf"][1];
}

std::vector<nlohmann::json> dictionaries_where(const nlohmann::json& objects, const char* key,
                                               const char* name) {
    std::vector<nlohmann::json> found;
    for (const auto& object : objects) {
        const auto value = object.value("value", nlohmann::json());
        if (value.is_object() && value.value(key, nlohmann::json()) == name) {
            found.push_back(value);
        }
    }
    return found;
}

} // namespace koltamga::printing::testing

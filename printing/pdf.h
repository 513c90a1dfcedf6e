// Draws placed rows into a tagged PDF, page by page.
#pragma once

#include "base/clock.h"
#include "printing/page_layout.h"

#include <string>

namespace koltamga::printing {

// What stands on every page besides its rows.
struct PageFurniture {
    std::vector<TextLayout> footer_left; // one for each page, lines below the hairline
    std::vector<TextLayout> footer_right;
    TextLayout watermark; // none: empty
};

struct PdfInformation {
    std::string title;
    std::string author;
    std::string language;              // BCP 47, of the document
    std::vector<std::string> pictures; // what each shows, in order, for who cannot see it
    Instant created;
};

inline constexpr const char* paper_creator = "Koltamga";

// "2026-11-22T09:41:07Z"
std::string second_of(Instant instant);

// Fails with printing_not_made, or printing_portrait_unusable.
Result<Bytes> draw_pdf(const std::vector<Page>& pages, const PageFurniture& furniture,
                       const PdfInformation& information);

// Rewrites a PDF so that equal content has equal bytes, and says what Cairo cannot: the language,
// the picture's alternative text, the file's identifier from its content, and what makes it a
// PDF/A-1b (printing/archive.h). Fails with printing_not_made.
Result<Bytes> finish_pdf(BytesView pdf, const PdfInformation& information);

} // namespace koltamga::printing

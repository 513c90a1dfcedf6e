// The description of a paper as an XMP packet (ISO 16684-1), as PDF/A-1 wants it.
#pragma once

#include "printing/pdf.h"

namespace koltamga::printing {

// It says what the document's information dictionary says (ISO 19005-1, 6.7.3); `producer` stands
// there and in no record.
std::string xmp_packet(const PdfInformation& information, std::string_view producer);

} // namespace koltamga::printing

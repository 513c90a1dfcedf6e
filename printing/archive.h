// What PDF/A-1b (ISO 19005-1) asks of a paper and Cairo does not write: what its colours mean, its
// description in XMP, which glyphs each font holds; and what Cairo writes and PDF/A-1 forbids.
#pragma once

#include "printing/pdf.h"

#include <qpdf/qpdf-c.h>

namespace koltamga::printing {

// Changes the document in place. A mistake is qpdf's and stays with the document
// (qpdf_has_error): whoever called looks for it.
void make_archival(qpdf_data pdf, const PdfInformation& information);

} // namespace koltamga::printing

// Reads a PDF as a stranger would: by poppler's pdftotext and by qpdf.
#pragma once

#include "base/bytes.h"

#include <qpdf/QPDF.hh>

#include <memory>
#include <string>
#include <vector>

namespace koltamga::printing::testing {

// The text in reading order, every run of white space one blank.
std::string text_in(const Bytes& pdf);

// The same without any white space: what was broken over lines is whole again.
std::string letters_in(const Bytes& pdf);
std::string without_space(const std::string& text);

// The right and lower edges of every word, in points.
struct WordEnd {
    double right;
    double bottom;
};
std::vector<WordEnd> word_ends_in(const Bytes& pdf);

std::unique_ptr<QPDF> opened(const Bytes& pdf);

} // namespace koltamga::printing::testing

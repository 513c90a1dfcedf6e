// Reads a PDF as a stranger would: by poppler's pdftotext and by qpdf.
#pragma once

#include "base/bytes.h"

#include <nlohmann/json.hpp>

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

// What each page draws, in PDF's operators (ISO 32000-1, annex A).
std::vector<std::string> pages_in(const Bytes& pdf);

// The document in qpdf's JSON: every object by its number ("obj:7 0 R", its "value" or "stream"
// with "dict" and undecoded "data" in base64), and "trailer". Text begins with "u:".
nlohmann::json objects_of(const Bytes& pdf);

// The objects that are dictionaries whose `key` is that name.
std::vector<nlohmann::json> dictionaries_where(const nlohmann::json& objects, const char* key,
                                               const char* name);

} // namespace koltamga::printing::testing

// The window's words in every language (words.def).
#pragma once

#include "base/failure.h"

#include <wx/string.h>

namespace koltamga::forms {

enum class Word {
#define KOLTAMGA_WORDS(id, ...) id,
#include "forms/words.def"
#undef KOLTAMGA_WORDS
};

const Texts& texts_of(Word word);
wxString say(Word word, Language language);

// Our texts are UTF-8.
wxString shown(const std::string& text);
wxString shown(const Texts& texts, Language language);
std::string typed(const wxString& text);

} // namespace koltamga::forms

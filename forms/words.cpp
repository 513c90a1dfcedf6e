#include "forms/words.h"

namespace koltamga::forms {
namespace {

const std::vector<Texts>& all() {
    static const std::vector<Texts> texts = {
#define KOLTAMGA_WORDS(id, ky, ru, en) Texts{ky, ru, en},
#include "forms/words.def"
#undef KOLTAMGA_WORDS
    };
    return texts;
}

} // namespace

const Texts& texts_of(Word word) {
    return all()[static_cast<std::size_t>(word)];
}

wxString say(Word word, Language language) {
    return shown(texts_of(word), language);
}

wxString shown(const std::string& text) {
    return wxString::FromUTF8(text);
}

wxString shown(const Texts& texts, Language language) {
    return shown(texts[static_cast<std::size_t>(language)]);
}

std::string typed(const wxString& text) {
    return text.utf8_string();
}

} // namespace koltamga::forms

// What every paper shares: its languages, the texts that come in all of them, its template.
#pragma once

#include "base/result.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace koltamga::printing {

// In which languages a paper is printed; two stand side by side, clause by clause.
enum class Languages { ky, ru, en, ky_ru };

std::optional<Languages> languages_from(std::string_view text); // "ky", "ru", "en", "ky+ru"
std::string_view to_text(Languages languages);
std::vector<Language> each(Languages languages);

const std::string& in(Language language, const Texts& texts);

// The wording of a paper. Templates are data (printing/templates), compiled into the program so
// that nobody swaps them at a desk; an accepted version is never edited, a new one is added.
struct TemplateInfo {
    std::string name;    // "agreement", "certificate-sheet"
    std::string version; // "1"
    std::string hash;    // SHA-256 of the template file, lower-case hexadecimal
};

// Every template in the program, oldest version of each name first.
std::vector<TemplateInfo> templates();

// The version that new applications get. The name must be one of templates().
TemplateInfo current_template(std::string_view name);

// The wording of the agreement that a profile or an application names. Fails with
// printing_terms_unknown for one that this program does not hold.
Result<TemplateInfo> agreement_template(std::string_view version);

} // namespace koltamga::printing

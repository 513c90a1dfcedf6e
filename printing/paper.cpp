#include "printing/paper.h"

#include "printing/failures.h"
#include "printing/template.h"

#include <algorithm>
#include <utility>

namespace koltamga::printing {
namespace {

constexpr std::pair<Languages, std::string_view> spellings[] = {
    {Languages::ky, "ky"},
    {Languages::ru, "ru"},
    {Languages::en, "en"},
    {Languages::ky_ru, "ky+ru"},
};

} // namespace

std::optional<Languages> languages_from(std::string_view text) {
    const auto* const found =
        std::ranges::find(spellings, text, &std::pair<Languages, std::string_view>::second);
    return found == std::end(spellings) ? std::nullopt : std::optional(found->first);
}

std::string_view to_text(Languages languages) {
    return std::ranges::find(spellings, languages, &std::pair<Languages, std::string_view>::first)
        ->second;
}

std::vector<Language> each(Languages languages) {
    switch (languages) {
    case Languages::ru:
        return {Language::ru};
    case Languages::en:
        return {Language::en};
    case Languages::ky_ru:
        return {Language::ky, Language::ru};
    case Languages::ky:
        break;
    }
    return {Language::ky};
}

const std::string& in(Language language, const Texts& texts) {
    return texts[static_cast<std::size_t>(language)];
}

std::vector<TemplateInfo> templates() {
    std::vector<TemplateInfo> infos;
    for (const auto& one : Template::all()) {
        infos.push_back(one.info());
    }
    return infos;
}

TemplateInfo current_template(std::string_view name) {
    return Template::current(name).info();
}

Result<TemplateInfo> agreement_template(std::string_view version) {
    const Template* wording = Template::find("agreement", version);
    if (wording == nullptr) {
        return terms_unknown("version " + std::string(version));
    }
    return wording->info();
}

} // namespace koltamga::printing

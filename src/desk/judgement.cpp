#include "desk/judgement.h"

namespace koltamga::desk {

Judgement judgement_of(const Done& done) {
    Judgement judgement{done ? Standing::good : Standing::wrong, {}};
    for (const auto language : {Language::ky, Language::ru, Language::en}) {
        if (!done) {
            const auto words = words_for(done.failure(), language);
            judgement.says[static_cast<std::size_t>(language)] = words.cause + " " + words.remedy;
        }
    }
    return judgement;
}

} // namespace koltamga::desk

#include "app/verdict_words.h"

#include "app/words.h"

#include <algorithm>

namespace koltamga::app {
namespace {

Json reason_json(const domain::Reason& reason, Language language) {
    Json inputs = Json::object();
    for (const auto& [name, value] : reason.inputs) {
        inputs[name] = value;
    }
    return {{"rule", reason.rule},
            {"version", reason.version},
            {"effect", to_text(reason.effect)},
            {"text", reason.in(language)},
            {"inputs", std::move(inputs)}};
}

Texts texts_of(domain::VerdictKind kind) {
    switch (kind) {
    case domain::VerdictKind::eligible:
        return {"Сертификат берсе болот", "Сертификат можно выдать", "Eligible"};
    case domain::VerdictKind::provisional:
        return {"Убактылуу чечим", "Решение предварительное", "Provisional"};
    case domain::VerdictKind::refused:
        break;
    }
    return {"Баш тартылды", "Отказано", "Refused"};
}

Texts texts_of(domain::Effect effect) {
    switch (effect) {
    case domain::Effect::refuses:
        return {"тоскоол: ", "препятствие: ", "against it: "};
    case domain::Effect::doubts:
        return {"шек: ", "сомнение: ", "doubt: "};
    case domain::Effect::warns:
        return {"эскертүү: ", "предупреждение: ", "warning: "};
    case domain::Effect::notes:
        break;
    }
    return {};
}

} // namespace

Json verdict_json(const domain::Verdict& verdict, Language language) {
    Json reasons = Json::array();
    for (const auto& reason : verdict.reasons) {
        reasons.push_back(reason_json(reason, language));
    }
    return {{"verdict", to_text(verdict.kind)},
            {"reasons", std::move(reasons)},
            {"rule_set", verdict.rule_set},
            {"version", verdict.version},
            {"reference_date", verdict.reference.iso()}};
}

std::string verdict_words(const domain::Verdict& verdict, Language language) {
    std::string words =
        in(language, texts_of(verdict.kind)) + " (" + verdict.reference.for_clerk() + ")\n";
    for (const auto& reason : verdict.reasons) {
        words += "  " + in(language, texts_of(reason.effect)) + reason.in(language) + '\n';
    }
    return words;
}

std::string reissue_words(const domain::Verdict& verdict, Language language) {
    const bool held = std::ranges::any_of(
        verdict.reasons, [](const auto& reason) { return reason.rule == "certificate-held"; });
    return held ? in(language, {"Сертификатты алмаштыруу керек болсо, буйрукту «--reissue СЕБЕП» "
                                "менен кайталаңыз.",
                                "Если сертификат надо заменить, повторите команду с "
                                "«--reissue ПРИЧИНА».",
                                "If the certificate is to be replaced, repeat the command with "
                                "“--reissue REASON”."})
                : std::string();
}

} // namespace koltamga::app

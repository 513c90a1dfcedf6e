#include "app/verified_words.h"

#include "app/words.h"

namespace koltamga::app {
namespace {

Json finding_json(const db::Finding& finding) {
    return {{"sequence", finding.sequence}, {"what", finding.what}};
}

// Where each gap's sentence has to name entries or applications, it stands before the number.
Texts sentence_of(db::Gap gap) {
    switch (gap) {
    case db::Gap::uncovered:
        return {"буларды кол коюлган баш же тил кат али каптаган жок; базага жаза алган киши "
                "аларды өзгөртүп же кесип салышы мүмкүн эле; жазуулар ",
                "их пока не покрывает ни подписанная вершина, ни квитанция: кто может писать в "
                "базу, мог их изменить или отрезать; записи ",
                "no signed head or receipt covers them yet; who can write the database could have "
                "changed or cut them; entries "};
    case db::Gap::own_signature_only:
        return {"булар станциянын өз кол тамгасына гана таянат: анын журнал ачкычы колунда "
                "болгон киши аларды өзгөртүшү мүмкүн эле; жазуулар ",
                "они держатся только на подписи самой станции: у кого её ключ журнала, мог их "
                "изменить; записи ",
                "they rest on the station's own signature alone; who has its journal key could "
                "have changed them; entries "};
    case db::Gap::whole_folder:
        return {"маалымат папкасы бүтүндөй эски көчүрмөсү менен алмаштырылбаганы: муну борбор "
                "кийинки байланышта көрөт",
                "что папку данных целиком не подменили её старой копией: это увидит центр при "
                "следующей связи",
                "that the whole data folder was not replaced by an older copy of itself: the "
                "centre sees that at the next sync"};
    case db::Gap::derived_unread:
        return {"чыгарылган таблицалар жазуулардагыны айтары жана кызматкерлердин саптарын эч ким "
                "өзгөртпөгөнү: эч ким кирген жок (`--operator`)",
                "что производные таблицы говорят то же, что записи, и что строк сотрудников никто "
                "не менял: никто не вошёл (`--operator`)",
                "that the derived rows say what the entries say, and that nobody changed an "
                "operator's row: nobody was signed in (`--operator`)"};
    case db::Gap::derived_released:
        return {"станция бошоткон арыздардын чыгарылган саптары: алардын ачкычтары жок; саны: ",
                "производные строки отпущенных станцией заявлений: их ключей больше нет; число: ",
                "the derived rows of released applications: their keys are gone; how many: "};
    }
    return {};
}

std::string words_of(const db::NotProvable& gap, Language language) {
    auto words = in(language, sentence_of(gap.gap));
    if (gap.from != 0) {
        words += std::to_string(gap.from) + "–" + std::to_string(gap.to);
    }
    return gap.released != 0 ? words + std::to_string(gap.released) : words;
}

} // namespace

Json verified_json(const db::Verified& verified, Language language) {
    Json findings = Json::array();
    for (const auto& finding : verified.findings) {
        findings.push_back(finding_json(finding));
    }
    Json gaps = Json::array();
    for (const auto& gap : verified.not_provable) {
        gaps.push_back(words_of(gap, language));
    }
    const auto& first = verified.first_broken;
    return {{"entries", verified.entries},
            {"head", verified.head},
            {"head_hash", hex(verified.head_hash)},
            {"verdict", verified.sound() ? "sound" : "broken"},
            {"first_broken", first ? finding_json(*first) : Json()},
            {"findings", std::move(findings)},
            {"covered_by_head", verified.covered_by_head},
            {"covered_by_receipt", verified.covered_by_receipt},
            {"not_provable", std::move(gaps)}};
}

std::string verified_words(const db::Verified& verified, Language language) {
    const Texts sound = {
        "Журнал бүтүн, жазуулар: ", "Журнал цел, записей: ", "The journal is sound, entries: "};
    const Texts by_centre = {
        "\nборбордун тил каты каптаган жазуулар: ", "\nпокрыто квитанцией центра записей: ",
        "\ncovered by the centre's receipt: "};
    const Texts by_station = {
        "\nстанциянын кол тамгасы каптаган жазуулар: ", "\nпокрыто подписью станции записей: ",
        "\ncovered by the station's signature: "};
    const Texts gap_of = {"\nдалилденбейт: ", "\nнедоказуемо: ", "\nnot provable: "};
    std::string words = in(language, sound) + std::to_string(verified.entries) +
                        in(language, by_centre) + std::to_string(verified.covered_by_receipt) +
                        in(language, by_station) + std::to_string(verified.covered_by_head);
    for (const auto& gap : verified.not_provable) {
        words += in(language, gap_of) + words_of(gap, language);
    }
    return words;
}

std::string findings_words(const db::Verified& verified, Language language) {
    const Texts all = {"Журналдан табылганы, саны ", "Что найдено в журнале, всего ",
                       "What was found in the journal, in number "};
    const Texts of_entry = {"жазуу ", "запись ", "entry "};
    std::string words = in(language, all) + std::to_string(verified.findings.size()) + ":";
    for (const auto& finding : verified.findings) {
        words += "\n  ";
        if (finding.sequence != 0) {
            words += in(language, of_entry) + std::to_string(finding.sequence) + ": ";
        }
        words += finding.what;
    }
    return words;
}

} // namespace koltamga::app

#include "app/loss_words.h"

#include <algorithm>
#include <array>
#include <map>

namespace koltamga::app {
namespace {

using issuance::Loss;
using issuance::LostEntry;

constexpr std::string_view erased_kind = "application.erased";

using Sentences = std::array<std::string_view, 3>; // by Language
constexpr Sentences lost_words = {
    "Камдык көчүрмөдөн кийинки жазуулар бул станцияда жоголду, борбор аларды сактайт; саны: ",
    "Записи, сделанные после резервной копии, на этой станции утрачены, центр их хранит; число: ",
    "The entries made after the backup were lost here, and the centre holds them; how many: "};
constexpr Sentences partly_words = {"бир бөлүгү бул жерде бар", "часть есть здесь",
                                    "a part of it is here"};
constexpr Sentences wholly_words = {"бул жерде жок", "здесь её нет", "nothing of it is here"};
constexpr Sentences erased_words = {"кайрадан өчүрүлдү", "стёрта повторно", "erased again"};
constexpr Sentences remedy_words = {
    "Бул номерлерди агенттикке айтыңыз: ар бир арыз кимдики экенин жана кайсы жерге чейин жеткенин "
    "ал борбордон көрөт. Жооп келгенче бул адамдарга жаңы арыз баштабаңыз.",
    "Назовите эти номера агентству: по центру оно видит, чьё каждое заявление и докуда оно дошло. "
    "До ответа не начинайте для этих людей новое.",
    "Tell the agency these ids: it sees at the centre whose each of them is and how far it came. "
    "Until it has answered, begin nothing anew for these persons."};

// The furthest that the lost entries of a record came, what weighs most first.
struct Reached {
    std::string_view kinds; // how their names begin
    std::string_view name;  // for scripts
    Sentences words;
};
constexpr std::array reached = {
    Reached{"application.handed-over",
            "handed-over",
            {"сертификат тапшырылган", "сертификат вручён", "its certificate was handed over"}},
    Reached{"application.cancelled", "cancelled", {"токтотулган", "отменено", "it was given up"}},
    Reached{"application.refused", "refused", {"баш тартылган", "отказано", "it was refused"}},
    Reached{"key.exported",
            "issued",
            {"сертификат берилген", "сертификат выпущен", "a certificate was issued"}},
    Reached{"key.deliver",
            "issued",
            {"сертификат берилген", "сертификат выпущен", "a certificate was issued"}},
    Reached{"certificate.",
            "asked",
            {"сертификат суралган", "сертификат запрошен", "a certificate was asked for"}}};
constexpr Reached not_asked = {
    "",
    "not-asked",
    {"сертификат суралган эмес", "сертификат не запрошен", "no certificate was asked for"}};

constexpr std::string_view revocation_kinds = "revocation.";
constexpr Sentences revocation_words = {
    "өзүнүн же мурунку сертификатты жокко чыгаруу суралган",
    "запрошен отзыв его или прежнего сертификата",
    "a revocation of its or an earlier certificate was asked for"};
constexpr Sentences released_words = {
    "Маалыматы берилип бүткөн адамдын сертификатын жокко чыгаруу суралган; кимдики экенин "
    "агенттиктен сураңыз, жазуулар: ",
    "Был запрошен отзыв сертификата, чья запись уже передана; чей он, спросите у агентства, "
    "записи: ",
    "A revocation was asked for of a certificate whose record had been let go; ask the agency "
    "whose it is, entries: "};

constexpr Sentences operator_words = {
    "Көчүрмөдөн кийин кызматкерлердин тизмеси өзгөргөн, бул өзгөртүүлөр жоголду; жетекчи ким кире "
    "аларын текшериши керек (`koltamgactl operator list`): ",
    "После копии список сотрудников менялся, и эти изменения утрачены; руководитель должен "
    "проверить, кто может войти (`koltamgactl operator list`): ",
    "Operators were changed after the backup, and those changes are lost; a supervisor must look "
    "at who may sign in (`koltamgactl operator list`): "};
struct OperatorChange {
    std::string_view kind;
    Sentences words;
};
constexpr std::array operator_changes = {
    OperatorChange{"operator.added", {"кошулган", "добавлен", "added"}},
    OperatorChange{"operator.reset", {"сырсөзү алмаштырылган", "сменён пароль", "reset"}},
    OperatorChange{"operator.disabled", {"өчүрүлгөн", "отключён", "disabled"}}};

std::string_view in(Language language, const Sentences& sentences) {
    return sentences[static_cast<std::size_t>(language)];
}

struct LostRecord {
    std::vector<std::uint64_t> sequences;
    std::set<std::string> kinds;
    std::string last_kind;
    bool erased() const { return last_kind == erased_kind; }
    bool has(std::string_view beginning) const {
        return std::ranges::any_of(kinds,
                                   [&](const auto& kind) { return kind.starts_with(beginning); });
    }
};

std::map<ApplicationId, LostRecord> records_of(const Loss& loss) {
    std::map<ApplicationId, LostRecord> records;
    for (const auto& entry : loss.entries) {
        if (entry.application) {
            auto& record = records[*entry.application];
            record.sequences.push_back(entry.sequence);
            record.kinds.insert(entry.kind);
            record.last_kind = entry.kind;
        }
    }
    return records;
}

// Nothing for a record of which the beginning is here and no such step was lost: it may have come
// further than the lost entries say.
const Reached* how_far(const LostRecord& record, bool here) {
    const auto* found =
        std::ranges::find_if(reached, [&](const Reached& one) { return record.has(one.kinds); });
    return found != reached.end() ? found : here ? nullptr : &not_asked;
}

const OperatorChange* operator_change(const LostEntry& entry) {
    const auto found = std::ranges::find(operator_changes, entry.kind, &OperatorChange::kind);
    return entry.application || found == operator_changes.end() ? nullptr : &*found;
}

// Whoever was disabled since the backup is let in again, and whoever was added is not. Their names
// stand in sealed bodies, which are lost here.
std::string operators_words(const Loss& loss, Language language) {
    std::string words;
    for (const auto& entry : loss.entries) {
        if (const auto* change = operator_change(entry)) {
            words += words.empty() ? "\n" + std::string(in(language, operator_words)) : ", ";
            words +=
                std::to_string(entry.sequence) + " " + std::string(in(language, change->words));
        }
    }
    return words;
}

Json operators_json(const Loss& loss) {
    Json operators = Json::array();
    for (const auto& entry : loss.entries) {
        if (operator_change(entry) != nullptr) {
            operators.push_back({{"sequence", entry.sequence}, {"kind", entry.kind}});
        }
    }
    return operators;
}

// Whose record was let go stands in the station's own entries: their certificate is named in sealed
// bodies, which are lost here.
std::vector<std::uint64_t> released_revocations(const Loss& loss) {
    std::vector<std::uint64_t> sequences;
    for (const auto& entry : loss.entries) {
        if (!entry.application && entry.kind.starts_with(revocation_kinds)) {
            sequences.push_back(entry.sequence);
        }
    }
    return sequences;
}

std::string released_revocation_words(const Loss& loss, Language language) {
    std::string words;
    for (const auto sequence : released_revocations(loss)) {
        words += (words.empty() ? "\n" + std::string(in(language, released_words)) : ", ") +
                 std::to_string(sequence);
    }
    return words;
}

Json loss_json(const Loss& loss, const std::set<ApplicationId>& here) {
    Json applications = Json::array();
    for (const auto& [id, record] : records_of(loss)) {
        const auto* far = how_far(record, here.contains(id));
        applications.push_back({{"application", id.text()},
                                {"sequences", record.sequences},
                                {"last_kind", record.last_kind},
                                {"reached", far == nullptr ? Json() : Json(far->name)},
                                {"revocation", record.has(revocation_kinds)},
                                {"here", here.contains(id)},
                                {"erased", record.erased()}});
    }
    const auto& entries = loss.entries;
    return {{"epoch", loss.epoch},
            {"told", to_text(loss.told)},
            {"entries", entries.size()},
            {"first", entries.empty() ? Json() : Json(entries.front().sequence)},
            {"last", entries.empty() ? Json() : Json(entries.back().sequence)},
            {"applications", std::move(applications)},
            {"released_revocations", released_revocations(loss)},
            {"operators", operators_json(loss)}};
}

std::string record_words(const ApplicationId& id, const LostRecord& record, bool here,
                         Language language) {
    std::string words = "\n  " + id.text() + "  ";
    for (const auto sequence : record.sequences) {
        words += std::to_string(sequence) + " ";
    }
    if (record.erased()) {
        return words + " " + std::string(in(language, erased_words));
    }
    words += " " + std::string(in(language, here ? partly_words : wholly_words));
    if (const auto* far = how_far(record, here)) {
        words += "; " + std::string(in(language, far->words));
    }
    return record.has(revocation_kinds) ? words + "; " + std::string(in(language, revocation_words))
                                        : words;
}

std::string loss_words(const Loss& loss, const std::set<ApplicationId>& here, Language language) {
    std::string words = std::string(in(language, lost_words)) +
                        std::to_string(loss.entries.size()) + " (" +
                        std::to_string(loss.entries.front().sequence) + "–" +
                        std::to_string(loss.entries.back().sequence) + ")";
    const auto records = records_of(loss);
    for (const auto& [id, record] : records) {
        words += record_words(id, record, here.contains(id), language);
    }
    words += records.empty() ? "" : "\n" + std::string(in(language, remedy_words));
    return words + released_revocation_words(loss, language) + operators_words(loss, language);
}

} // namespace

Json losses_json(const std::vector<Loss>& losses, const std::set<ApplicationId>& here) {
    Json list = Json::array();
    for (const auto& loss : losses) {
        list.push_back(loss_json(loss, here));
    }
    return list;
}

std::string losses_words(const std::vector<Loss>& losses, const std::set<ApplicationId>& here,
                         Language language) {
    std::string words;
    for (const auto& loss : losses) {
        if (!loss.entries.empty()) {
            words += (words.empty() ? "" : "\n") + loss_words(loss, here, language);
        }
    }
    return words;
}

} // namespace koltamga::app

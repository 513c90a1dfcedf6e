#include "app/loss_words.h"

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
    "Бул арыздар боюнча жаңы арыз баштоодон мурда борборго кайрылыңыз.",
    "Прежде чем начинать по этим заявлениям новое, обратитесь в центр.",
    "Ask the centre about these applications before anything is begun anew."};

std::string_view in(Language language, const Sentences& sentences) {
    return sentences[static_cast<std::size_t>(language)];
}

struct LostRecord {
    std::vector<std::uint64_t> sequences;
    std::string last_kind;
    bool erased() const { return last_kind == erased_kind; }
};

std::map<ApplicationId, LostRecord> records_of(const Loss& loss) {
    std::map<ApplicationId, LostRecord> records;
    for (const auto& entry : loss.entries) {
        if (entry.application) {
            auto& record = records[*entry.application];
            record.sequences.push_back(entry.sequence);
            record.last_kind = entry.kind;
        }
    }
    return records;
}

Json loss_json(const Loss& loss, const std::set<ApplicationId>& here) {
    Json applications = Json::array();
    for (const auto& [id, record] : records_of(loss)) {
        applications.push_back({{"application", id.text()},
                                {"sequences", record.sequences},
                                {"last_kind", record.last_kind},
                                {"here", here.contains(id)},
                                {"erased", record.erased()}});
    }
    const auto& entries = loss.entries;
    return {{"epoch", loss.epoch},
            {"told", to_text(loss.told)},
            {"entries", entries.size()},
            {"first", entries.empty() ? Json() : Json(entries.front().sequence)},
            {"last", entries.empty() ? Json() : Json(entries.back().sequence)},
            {"applications", std::move(applications)}};
}

std::string record_words(const ApplicationId& id, const LostRecord& record, bool here,
                         Language language) {
    std::string words = "\n  " + id.text() + "  ";
    for (const auto sequence : record.sequences) {
        words += std::to_string(sequence) + " ";
    }
    const auto& where = here ? partly_words : wholly_words;
    return words + " " + std::string(in(language, record.erased() ? erased_words : where));
}

std::string loss_words(const Loss& loss, const std::set<ApplicationId>& here, Language language) {
    std::string words = std::string(in(language, lost_words)) +
                        std::to_string(loss.entries.size()) + " (" +
                        std::to_string(loss.entries.front().sequence) + "–" +
                        std::to_string(loss.entries.back().sequence) + ")";
    for (const auto& [id, record] : records_of(loss)) {
        words += record_words(id, record, here.contains(id), language);
    }
    return words + "\n" + std::string(in(language, remedy_words));
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

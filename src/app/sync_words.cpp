#include "app/sync_words.h"

#include "app/words.h"
#include "domain/date.h"

namespace koltamga::app {
namespace {

// "22.11.2026 15:00", by the clock on the office's wall.
std::string time_at_office(const std::string& instant, int utc_offset_minutes) {
    const auto when = instant_from(instant);
    if (!when) {
        return instant;
    }
    const auto there = to_text(*when + std::chrono::minutes(utc_offset_minutes));
    return domain::civil_date(*when, utc_offset_minutes).for_clerk() + " " + there.substr(11, 5);
}

} // namespace

Json waiting_json(const sync::Waiting& waiting, Language language) {
    return {{"application", waiting.application.text()},
            {"waits_for", name_of(waiting.wait)},
            {"who_acts", name_of(sync::who_acts(waiting.wait))},
            {"sentence", sync::sentence_for(waiting.wait, language)},
            {"detail", waiting.detail}};
}

Json let_wait_json(const std::vector<db::ApplicationState>& rows) {
    Json all = Json::array();
    for (const auto& row : rows) {
        all.push_back({{"application", row.application.text()}, {"next_try", row.next_try}});
    }
    return all;
}

std::string let_wait_words(const std::vector<db::ApplicationState>& rows, int utc_offset_minutes,
                           Language language) {
    if (rows.empty()) {
        return {};
    }
    std::string words = in(
        language,
        {"Күбөлөндүрүүчү борбор бул арыздарга күтө турууну айтты; көрсөтүлгөн убакыттан кийин "
         "`koltamgactl sync` буйругун `--operator` менен иштетиңиз (`koltamgactl resume ID` азыр "
         "эле сурайт):",
         "По этим заявлениям удостоверяющий центр велел подождать; после указанного времени "
         "запустите `koltamgactl sync` с `--operator` (`koltamgactl resume ID` спросит сразу):",
         "The certification authority lets these wait; after the time given run `koltamgactl sync` "
         "with `--operator` (`koltamgactl resume ID` asks at once):"});
    for (const auto& row : rows) {
        words +=
            "\n" + row.application.text() + "  " + time_at_office(row.next_try, utc_offset_minutes);
    }
    return words;
}

} // namespace koltamga::app

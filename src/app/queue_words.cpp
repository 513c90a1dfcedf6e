#include "app/queue_words.h"

#include "app/resumption.h"
#include "app/words.h"

#include <string_view>

namespace koltamga::app {
namespace {

std::string_view state_of(const Queue& queue) {
    if (queue.others.written == 0) {
        return "not-enrolled";
    }
    if (queue.fork) {
        return "forked";
    }
    return queue.rows.empty() && queue.others.unconfirmed == 0 ? "receipted" : "waiting";
}

Json row_json(const db::ApplicationState& row, Instant now, Language language) {
    const auto who = who_acts(row, now);
    return {{"application", row.application.text()},
            {"state", row.state},
            {"cancelling", row.cancelling},
            {"revocation_waiting", certificate_end(row) == "revocation-waiting"},
            {"outbox", row.outbox},
            {"waits_for", name_of(who)},
            {"sentence", std::string(issuance::sentence_for(who, language))},
            {"since", row.since},
            {"next_try", row.next_try.empty() ? Json() : Json(row.next_try)}};
}

std::string row_words(const db::ApplicationState& row, Instant now, Language language) {
    return row.application.text() + "  " + state_in_words(row.state, language) +
           (row.cancelling ? cancelling_in_words(language) : "") +
           certificate_end_in_words(certificate_end(row), language) + "  " +
           outbox_in_words(row.outbox, language) + "  " +
           std::string(issuance::sentence_for(who_acts(row, now), language)) + "\n";
}

std::string unconfirmed_words(std::uint64_t count, Language language) {
    const Texts entries = {
        "Борбор ырастай элек башка жазуулар (`koltamgactl sync` жөнөтөт), саны: ",
        "Прочих записей, не подтверждённых центром (их отправит `koltamgactl "
        "sync`): ",
        "Other entries that the centre has not confirmed (`koltamgactl sync` "
        "sends them): "};
    return in(language, entries) + std::to_string(count) + "\n";
}

} // namespace

Queue queue_of(std::vector<db::ApplicationState> all, const db::OtherEntries& others,
               std::optional<Failure> fork, Instant now) {
    std::erase_if(
        all, [&](const auto& row) { return who_acts(row, now) == issuance::WaitsFor::nobody; });
    return {std::move(all), others, std::move(fork), now};
}

Json queue_json(const Queue& queue, Language language) {
    Json rows = Json::array();
    for (const auto& row : queue.rows) {
        rows.push_back(row_json(row, queue.now, language));
    }
    Json json = {{"state", state_of(queue)},
                 {"queue", std::move(rows)},
                 {"unconfirmed_entries", queue.others.unconfirmed}};
    if (queue.fork) {
        json["fork"] = to_json(*queue.fork, language);
    }
    return json;
}

std::string queue_words(const Queue& queue, Language language) {
    if (queue.others.written == 0) {
        return in(language,
                  {"Станцияны каттоо аягына чыккан эмес: `koltamgactl station enrol` кайталаңыз.",
                   "Регистрация станции не завершена: повторите `koltamgactl station enrol`.",
                   "The enrolment of this station is not finished: repeat `koltamgactl station "
                   "enrol`."});
    }
    std::string words = queue.fork ? failure_words(*queue.fork, language) + "\n" : "";
    for (const auto& row : queue.rows) {
        words += row_words(row, queue.now, language);
    }
    if (queue.others.unconfirmed > 0) {
        words += unconfirmed_words(queue.others.unconfirmed, language);
    }
    const Texts nothing = {"Кезекте эч нерсе жок: баарын борбор ырастады.",
                           "Очередь пуста: центр подтвердил всё.",
                           "Nothing waits: the centre has confirmed everything."};
    return words.empty() ? in(language, nothing) : words;
}

} // namespace koltamga::app

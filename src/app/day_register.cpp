#include "app/day_register.h"

#include "app/papers.h"
#include "app/policy_of.h"
#include "app/words.h"

#include <algorithm>

namespace koltamga::app {
namespace {

using issuance::Entry;

// A day in the office's time zone.
struct Day {
    domain::Date date;
    int offset = 0;

    domain::Date of(Instant instant) const { return domain::civil_date(instant, offset); }
    Instant begins() const {
        using namespace std::chrono;
        const auto midnight =
            sys_days(year(date.year()) / month(date.month()) / std::chrono::day(date.day()));
        return midnight - minutes(offset);
    }
    std::string time_of(Instant instant) const {
        return to_text(instant + std::chrono::minutes(offset)).substr(11, 5);
    }
};

struct Worked {
    Instant first{}, last{};
    printing::RegisterRow row;
};

Texts outcome_of(std::string_view state, const std::string& reason) {
    Texts words;
    for (const auto language : {Language::ky, Language::ru, Language::en}) {
        words[static_cast<std::size_t>(language)] =
            state_in_words(state, language) + (reason.empty() ? "" : ": " + reason);
    }
    return words;
}

// What the state row alone tells, of a record that has left the station.
std::optional<Worked> worked_at(const db::ApplicationState& state, const Day& day) {
    for (const auto& text : {state.opened, state.since}) {
        const auto at = instant_from(text);
        if (at && day.of(*at) == day.date) {
            return Worked{*at,
                          *at,
                          {day.time_of(*at),
                           state.application.text(),
                           {},
                           {},
                           outcome_of(state.state, {}),
                           {}}};
        }
    }
    return std::nullopt;
}

Worked worked_at(const issuance::Application& then, std::span<const Entry> of_the_day,
                 const Day& day) {
    Worked worked{of_the_day.front().stamp.time, of_the_day.back().stamp.time, {}};
    const auto& identity = then.identity->identity;
    const bool refused = then.state == issuance::State::refused;
    worked.row = {day.time_of(worked.first),
                  then.id->text(),
                  holder_of(identity.names),
                  identity.document.number,
                  outcome_of(name_of(then.state), refused ? then.reason.value_or("") : ""),
                  of_the_day.front().stamp.operator_name};
    return worked;
}

// The entries up to the day's end, and which of them are of the day.
Result<std::optional<Worked>> worked_at(const std::vector<Entry>& entries, const Day& day) {
    const auto later = std::ranges::find_if(
        entries, [&](const Entry& entry) { return day.of(entry.stamp.time) > day.date; });
    const std::span<const Entry> until(entries.begin(), later);
    const auto first = std::ranges::find_if(
        until, [&](const Entry& entry) { return day.of(entry.stamp.time) == day.date; });
    if (first == until.end()) {
        return std::optional<Worked>();
    }
    KOLTAMGA_TRY(const auto then, issuance::fold(until));
    return std::optional(worked_at(then, {first, until.end()}, day));
}

Result<std::optional<Worked>> worked_at(Desk& desk, const db::ApplicationState& state,
                                        const Day& day) {
    const auto opened = instant_from(state.opened);
    const auto since = instant_from(state.since);
    if ((opened && day.of(*opened) > day.date) || (since && day.of(*since) < day.date)) {
        return std::optional<Worked>();
    }
    const auto entries = desk.journal().entries_of(state.application);
    if (entries.failed_with(Code::db_key_gone)) {
        return worked_at(state, day);
    }
    KOLTAMGA_CHECK(entries);
    return worked_at(entries.value(), day);
}

Result<std::vector<Worked>> worked_on(Desk& desk, const Day& day) {
    KOLTAMGA_TRY(auto connection, desk.station().database().connect());
    KOLTAMGA_TRY(const auto states, db::application_states(connection));
    std::vector<Worked> all;
    for (const auto& state : states) {
        KOLTAMGA_TRY(auto worked, worked_at(desk, state, day));
        if (worked) {
            all.push_back(std::move(*worked));
        }
    }
    std::ranges::sort(all, {},
                      [](const Worked& one) { return std::pair(one.first, one.row.record_id); });
    return all;
}

} // namespace

Result<printing::DayRegisterRecord> day_register(Desk& desk, domain::Date date) {
    const auto facts = paper_facts(desk.profile());
    const Day day{date, facts.utc_offset_minutes};
    KOLTAMGA_TRY(auto all, worked_on(desk, day));
    printing::DayRegisterRecord record;
    record.practice = desk.profile().practice;
    record.made_at = day.begins();
    record.date = date.iso();
    record.place = facts.office;
    record.office = office_of(facts);
    for (auto& worked : all) {
        record.made_at = std::max(record.made_at, worked.last);
        record.rows.push_back(std::move(worked.row));
    }
    return record;
}

} // namespace koltamga::app

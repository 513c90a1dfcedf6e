#include "app/workplace_rows.h"

#include "app/resumption.h"
#include "domain/document.h"

#include <algorithm>
#include <iterator>

namespace koltamga::app {
namespace {

using desk::Row;
using issuance::State;
using issuance::WaitsFor;

Row row_from(const db::ApplicationState& state, Instant now) {
    Row row{state.application};
    row.state = issuance::state_named(state.state).value_or(State::draft);
    row.step = issuance::step_named(state.step).value_or(issuance::Step::identify);
    row.waits_for = who_acts(state, now);
    row.opened = instant_from(state.opened).value_or(Instant());
    row.since = instant_from(state.since).value_or(Instant());
    row.next_try = instant_from(state.next_try);
    row.cancelling = state.cancelling;
    row.revoked = state.revoked;
    row.receipted = state.outbox == "receipted";
    return row;
}

// Where the record was let go or erased, nobody's name is left.
Done put_person(Row& row, db::StationJournal& journal) {
    KOLTAMGA_TRY(const auto known, journal.row(row.application));
    if (known) {
        row.name = known->name;
        row.pin = known->pin;
        row.document = known->document_number;
    }
    return {};
}

Result<std::vector<Row>> with_persons(std::vector<Row> rows, db::StationJournal& journal) {
    for (auto& row : rows) {
        KOLTAMGA_CHECK(put_person(row, journal));
    }
    return rows;
}

bool needs_somebody(const Row& row) {
    return row.state == State::on_hold || row.waits_for == WaitsFor::clerk ||
           row.waits_for == WaitsFor::second_person || row.waits_for == WaitsFor::applicant;
}

bool waits_outside(const Row& row) {
    return !needs_somebody(row) && (row.waits_for != WaitsFor::nobody || !row.receipted);
}

template <class Chosen>
std::vector<Row> chosen(const std::vector<Row>& rows, Chosen is_chosen) {
    std::vector<Row> some;
    std::ranges::copy_if(rows, std::back_inserter(some), is_chosen);
    return some;
}

Result<std::vector<Row>> all_rows(const Looking& looking, db::Connection& connection) {
    KOLTAMGA_TRY(const auto states, db::application_states(connection));
    std::vector<Row> rows;
    const auto now = looking.station.clock().now();
    std::ranges::transform(states, std::back_inserter(rows),
                           [&](const auto& state) { return row_from(state, now); });
    return rows;
}

std::string without_blanks(const std::string& words) {
    std::string joined;
    std::ranges::copy_if(words, std::back_inserter(joined), [](char one) { return one != ' '; });
    return joined;
}

// By what is exact; empty: it is nobody's number.
Result<std::vector<ApplicationId>> by_number(const Looking& looking, const std::string& words) {
    const auto joined = without_blanks(words);
    KOLTAMGA_TRY(auto found, looking.journal.applications_of_person(joined));
    if (found.empty()) {
        const auto number = domain::parse_document_number(words);
        if (number) {
            return looking.journal.applications_with_document(number->text());
        }
    }
    return found;
}

Result<std::vector<ApplicationId>> ids_found_by(const Looking& looking, db::Connection& connection,
                                                NameIndex& names, const std::string& words,
                                                std::size_t most) {
    if (const auto id = ApplicationId::parse(words)) {
        KOLTAMGA_TRY(const auto known, db::application_state(connection, *id));
        if (known) {
            return std::vector{*id};
        }
    }
    KOLTAMGA_TRY(auto found, by_number(looking, words));
    if (!found.empty()) {
        return found;
    }
    KOLTAMGA_CHECK(names.bring_up_to_date(connection, looking.journal));
    return names.find(words, most);
}

} // namespace

Result<desk::Overview> overview_of(const Looking& looking) {
    KOLTAMGA_TRY(auto connection, looking.station.database().connect());
    KOLTAMGA_TRY(auto rows, all_rows(looking, connection));
    const auto offset = looking.station.profile().office.utc_offset_minutes;
    const auto today = domain::civil_date(looking.station.clock().now(), offset);
    const auto is_todays = [&](const Row& row) {
        return domain::civil_date(row.opened, offset) == today;
    };
    desk::Overview overview;
    std::ranges::sort(rows, {}, &Row::opened);
    KOLTAMGA_TRY(overview.needs_you, with_persons(chosen(rows, needs_somebody), looking.journal));
    std::ranges::reverse(rows);
    KOLTAMGA_TRY(overview.today, with_persons(chosen(rows, is_todays), looking.journal));
    std::ranges::reverse(rows);
    KOLTAMGA_TRY(overview.outside, with_persons(chosen(rows, waits_outside), looking.journal));
    const auto latest = std::ranges::max_element(overview.needs_you, {}, &Row::since);
    if (latest != overview.needs_you.end()) {
        overview.latest = *latest;
    }
    KOLTAMGA_TRY(auto drafts, db::drafts(connection));
    std::erase_if(drafts, [&](const ApplicationId& draft) {
        return std::ranges::find(rows, draft, &Row::application) != rows.end();
    });
    overview.drafts = std::move(drafts);
    return overview;
}

Result<std::vector<Row>> found_by(const Looking& looking, NameIndex& names,
                                  const std::string& words, std::size_t most) {
    KOLTAMGA_TRY(auto connection, looking.station.database().connect());
    KOLTAMGA_TRY(const auto ids, ids_found_by(looking, connection, names, words, most));
    std::vector<Row> rows;
    for (const auto& id : ids) {
        KOLTAMGA_TRY(const auto state, db::application_state(connection, id));
        if (state && rows.size() < most) {
            rows.push_back(row_from(*state, looking.station.clock().now()));
        }
    }
    return with_persons(std::move(rows), looking.journal);
}

} // namespace koltamga::app

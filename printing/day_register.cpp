#include "printing/day_register.h"

#include "printing/papers.h"

#include <algorithm>

namespace koltamga::printing {
namespace {

// Points of the measure, and the texts above them.
constexpr Column columns[] = {
    {36, "column.time"},     {92, "column.record"},  {131, "column.person"},
    {60, "column.document"}, {86, "column.outcome"}, {0, "column.operator"},
};

struct Total {
    Texts outcome;
    std::size_t count = 0;
};

// In the order in which the outcomes come first in the day.
std::vector<Total> totals_of(const std::vector<RegisterRow>& rows) {
    std::vector<Total> totals;
    for (const auto& row : rows) {
        auto found = std::ranges::find(totals, row.outcome, &Total::outcome);
        if (found == totals.end()) {
            totals.push_back({row.outcome, 0});
            found = totals.end() - 1;
        }
        ++found->count;
    }
    return totals;
}

void compose_totals(Composer& page, const Template& wording, const std::vector<RegisterRow>& rows) {
    page.group(wording.text("text.totals"));
    page.field("applications", std::to_string(rows.size()), Style::strong);
    for (const auto& total : totals_of(rows)) {
        page.field(total.outcome, std::to_string(total.count));
    }
    page.end_group();
}

void compose_rows(Composer& page, const std::vector<RegisterRow>& rows) {
    page.table(columns);
    for (const auto& row : rows) {
        page.table_row({{row.time, Style::cell},
                        {row.record_id, Style::cell_code},
                        {row.person.empty() ? "–" : row.person, Style::cell},
                        {row.document.empty() ? "–" : row.document, Style::cell},
                        {page.joined(row.outcome), Style::cell},
                        {row.operator_name, Style::cell}});
    }
    page.end_table();
}

} // namespace

void compose_day_register(Composer& page, const Template& wording,
                          const DayRegisterRecord& record) {
    page.title(record.office.authority, record.place, date_for_people(record.date));
    if (record.practice) {
        page.practice_note();
    }
    const std::string day = date_for_people(record.date);
    page.paragraph(fill(wording.text("text.preamble"),
                        {{"office", office_line(record.office)}, {"date", {day, day, day}}}));
    if (record.rows.empty()) {
        page.paragraph(wording.text("text.none"));
    } else {
        compose_rows(page, record.rows);
    }
    compose_totals(page, wording, record.rows);
    page.signatures({wording.text("sign.operator"), {}, {}},
                    {wording.text("sign.supervisor"), {}, {}});
}

} // namespace koltamga::printing

#include "tests/bench/measures.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>

namespace koltamga::bench {
namespace {

std::vector<Row>& rows() {
    static std::vector<Row> all;
    return all;
}

std::string verdict(const Row& row) {
    return row.met ? (*row.met ? "met" : "MISSED") : "";
}

} // namespace

Seconds Samples::quantile(double part) const {
    auto sorted = samples_;
    std::ranges::sort(sorted);
    const auto rank = std::ceil(part * static_cast<double>(sorted.size()));
    return Seconds(sorted.at(static_cast<std::size_t>(std::max(rank, 1.0)) - 1));
}

std::string to_text(Seconds time) {
    const double seconds = time.count();
    if (seconds < 1e-3) {
        return fmt::format("{:.2f} us", seconds * 1e6);
    }
    return seconds < 1 ? fmt::format("{:.2f} ms", seconds * 1e3) : fmt::format("{:.2f} s", seconds);
}

void report(Row row) {
    const auto found = std::ranges::find(rows(), row.figure, &Row::figure);
    if (found == rows().end()) {
        rows().push_back(std::move(row));
    } else {
        *found = std::move(row);
    }
}

void print_table() {
    constexpr auto line = "{:<66} {:>10}  {:<36} {:>7}  {:<9} {}\n";
    std::fputc('\n', stdout);
    fmt::print(line, "figure", "measured", "beside", "ratio", "aim", "");
    for (const auto& row : rows()) {
        fmt::print(line, row.figure, row.measured, row.beside,
                   row.ratio ? fmt::format("{:.2f}x", *row.ratio) : "", row.aim, verdict(row));
    }
}

void report_time(const std::string& figure, Seconds measured, Seconds aim) {
    report({figure, to_text(measured), {}, {}, to_text(aim), measured <= aim});
}

void report_ratio(const std::string& figure, Seconds measured, const std::string& limit,
                  Seconds limit_time, double aim) {
    const double ratio = measured / limit_time;
    Row row{figure, to_text(measured), limit + " " + to_text(limit_time), ratio, {}, {}};
    if (aim > 0) {
        row.aim = fmt::format("{}x", aim);
        row.met = ratio <= aim;
    }
    report(std::move(row));
}

} // namespace koltamga::bench

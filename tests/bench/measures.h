// Samples, their quantiles, and the table that is printed at the end: each figure beside its aim
// and, where there is one, beside what the machine itself needs for the same work.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace koltamga::bench {

using Seconds = std::chrono::duration<double>;

template <class Work>
Seconds timed(Work&& work) {
    const auto begun = std::chrono::steady_clock::now();
    std::forward<Work>(work)();
    return std::chrono::steady_clock::now() - begun;
}

class Samples {
  public:
    void add(Seconds sample) { samples_.push_back(sample.count()); }
    // 0.5 is the median. Expects at least one sample.
    Seconds quantile(double part) const;
    Seconds median() const { return quantile(0.5); }
    Seconds p99() const { return quantile(0.99); }

  private:
    std::vector<double> samples_;
};

// "1.23 ms", with the unit that reads best.
std::string to_text(Seconds time);

struct Row {
    std::string figure;
    std::string measured;
    std::string beside; // the peer's or the limit's own figure; empty: none
    std::optional<double> ratio;
    std::string aim;
    std::optional<bool> met;
};

// A figure that is reported again replaces the earlier one.
void report(Row row);
void print_table();

// A time against an aim.
void report_time(const std::string& figure, Seconds measured, Seconds aim);
// A time against a limit measured in the same run; `aim` 0: none.
void report_ratio(const std::string& figure, Seconds measured, const std::string& limit,
                  Seconds limit_time, double aim);

} // namespace koltamga::bench

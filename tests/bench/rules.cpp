// The trade's rules, which nobody may ever wait for.
#include "tests/bench/benchmarks.h"
#include "tests/bench/measures.h"
#include "tests/domain/day.h"

namespace koltamga::bench {
namespace {

// The clock is looked at once a batch: one look takes as long as a good part of the work.
template <class Work>
void measure(benchmark::State& state, const std::string& figure, Work&& work) {
    constexpr int batch = 100;
    Samples samples;
    while (state.KeepRunningBatch(batch)) {
        samples.add(timed([&] {
                        for (int i = 0; i < batch; ++i) {
                            benchmark::DoNotOptimize(work());
                        }
                    }) /
                    batch);
    }
    report_time(figure + ", median", samples.median(), std::chrono::microseconds(100));
}

} // namespace

void eligibility(benchmark::State& state) {
    const auto applicant = domain::good_case();
    const domain::RuleSet rules;
    measure(state, "eligibility decision",
            [&] { return domain::decide(applicant, rules, domain::today); });
}

void mrz_parse(benchmark::State& state) {
    measure(state, "MRZ parse of an ID card",
            [] { return domain::parse_mrz(domain::specimen_card, domain::today); });
}

} // namespace koltamga::bench

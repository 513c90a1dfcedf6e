// The agreement, as it is printed while the applicant looks on.
#include "tests/bench/benchmarks.h"
#include "tests/bench/measures.h"
#include "tests/printing/records.h"

namespace koltamga::bench {

namespace {

void render(benchmark::State& state, const char* figure, printing::Languages languages) {
    const auto renderer = printing::Renderer::make().value();
    const auto record = printing::testing::ordinary_agreement();
    Samples samples;
    std::size_t octets = 0;
    for (auto _ : state) {
        samples.add(
            timed([&] { octets = renderer.render_agreement(record, languages).value().size(); }));
    }
    state.counters["octets"] = static_cast<double>(octets);
    report_time(figure, samples.median(), std::chrono::milliseconds(15));
}

} // namespace

void agreement(benchmark::State& state) {
    render(state, "agreement as PDF, median", printing::Languages::ky);
}

void agreement_in_two_languages(benchmark::State& state) {
    render(state, "agreement in two languages as PDF, median", printing::Languages::ky_ru);
}

} // namespace koltamga::bench

// Who was here before: a person looked up by the number among many, and the row of the application
// opened, as the screen shows it while the clerk types.
#include "tests/bench/benchmarks.h"
#include "tests/bench/bulk.h"
#include "tests/bench/measures.h"
#include "tests/bench/settings.h"

#include <random>

namespace koltamga::bench {

void look_up_by_pin(benchmark::State& state) {
    db::test::Station station("look-up");
    const auto records = settings().records;
    station.close();
    write_applications(station.folder(), *station.session().keys, records);
    station.open();
    std::mt19937_64 random(20261122);
    Samples samples;
    for (auto _ : state) {
        const auto pin = pin_of(random() % records);
        const auto took = timed([&] {
            const auto found = db::test::must(station.journal().applications_of_person(pin));
            benchmark::DoNotOptimize(db::test::must(station.journal().row(found.at(0))));
        });
        samples.add(took);
        state.SetIterationTime(took.count());
    }
    const auto figure = "look-up by PIN among " + std::to_string(records);
    report_time(figure + ", median", samples.median(), std::chrono::milliseconds(5));
    report_time(figure + ", p99", samples.p99(), std::chrono::milliseconds(5));
}

} // namespace koltamga::bench

// How long somebody at the desk waits for an RSA key of 3072 bits: it is begun when the passport is
// laid down, and wanted when the clerk has worked for twenty seconds. The clerk's clock is virtual
// and stands ahead as soon as the key is ready; the key's own time is real.
#include "tests/bench/benchmarks.h"
#include "tests/bench/measures.h"

#include "crypto/key_maker.h"

#include <thread>

namespace koltamga::bench {
namespace {

using namespace std::chrono_literals;
using crypto::KeyAlgorithm;

constexpr auto clerk_works = 20s;

void work_until_ready(const crypto::KeyMaker& maker) {
    const auto begun = std::chrono::steady_clock::now();
    while (!maker.ready() && std::chrono::steady_clock::now() - begun < clerk_works) {
        std::this_thread::sleep_for(1ms);
    }
}

} // namespace

void key_wait(benchmark::State& state) {
    crypto::KeyMaker maker;
    Samples waits;
    Samples without; // who begins the key only when it is wanted
    for (auto _ : state) {
        without.add(timed([&] {
            maker.begin(KeyAlgorithm::rsa3072);
            work_until_ready(maker);
        }));
        benchmark::DoNotOptimize(maker.take(KeyAlgorithm::rsa3072).value());
        waits.add(maker.last_wait());
        state.SetIterationTime(Seconds(maker.last_wait()).count());
    }
    // Less than half a millisecond is nothing on anybody's screen.
    const auto wait = waits.p99();
    report({"wait for an RSA-3072 key, p99", to_text(wait),
            "made only when wanted " + to_text(without.p99()), wait / without.p99(), "0 ms",
            wait < 500us});
    report_time("making the key itself, median", without.median(), clerk_works);
}

} // namespace koltamga::bench

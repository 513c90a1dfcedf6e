// `journal verify`, beside the time that hashing the same octets takes on one core.
#include "tests/bench/benchmarks.h"
#include "tests/bench/bulk.h"
#include "tests/bench/measures.h"
#include "tests/bench/settings.h"

#include "crypto/hash.h"

#include <stdexcept>

namespace koltamga::bench {
namespace {

constexpr std::size_t body_octets = 1024;
constexpr std::size_t header_octets = 400; // what a header has, more or less

// Headers and bodies hashed one by one, out of memory: no verification can be quicker.
Seconds hashing(std::uint64_t entries) {
    const Bytes header(header_octets, 'h');
    const Bytes body(body_octets, 'b');
    return timed([&] {
        for (std::uint64_t i = 0; i < entries; ++i) {
            benchmark::DoNotOptimize(crypto::sha256(header));
            benchmark::DoNotOptimize(crypto::sha256(body));
        }
    });
}

void verify(benchmark::State& state, const std::string& figure, std::uint64_t head_every) {
    const auto entries = settings().entries;
    db::test::Station station("verify");
    station.close();
    state.counters["building_s"] =
        timed([&] { write_journal(station.folder(), entries, body_octets, head_every); }).count();
    const auto limit = hashing(entries);
    Samples samples;
    for (auto _ : state) {
        const auto took = timed([&] {
            if (const auto verified = station.verify(false); !verified.sound()) {
                throw std::runtime_error("not sound: " + verified.first_broken->what);
            }
        });
        samples.add(took);
        state.SetIterationTime(took.count());
    }
    const auto median = samples.median();
    report({figure, to_text(median), "SHA-256 of the octets " + to_text(limit), median / limit,
            "10 s", median < std::chrono::seconds(10)});
    std::filesystem::remove_all(station.folder());
}

std::string of_entries() {
    return "journal verify of " + std::to_string(settings().entries) + " entries";
}

} // namespace

void journal_verify(benchmark::State& state) {
    verify(state, of_entries(), settings().entries);
}

// As a station that has lived has them: certificate and key delivery are asked for once each in
// every twelve entries, and each asking signs the head.
void journal_verify_with_heads(benchmark::State& state) {
    verify(state, of_entries() + ", a signed head at every 6th", 6);
}

} // namespace koltamga::bench

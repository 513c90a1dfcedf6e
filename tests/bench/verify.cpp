// `journal verify`, beside the time that its hashes and signatures take on one core.
#include "tests/bench/benchmarks.h"
#include "tests/bench/bulk.h"
#include "tests/bench/measures.h"
#include "tests/bench/settings.h"

#include "crypto/hash.h"

#include <ctime>
#include <stdexcept>

namespace koltamga::bench {
namespace {

constexpr std::size_t body_octets = 1024;
constexpr std::size_t header_octets = 400; // what a header has, more or less

// Headers and bodies hashed and heads' signatures verified one by one, out of memory, on one core:
// a verification must do at least this.
Seconds proof_itself(std::uint64_t entries, std::uint64_t heads) {
    const Bytes header(header_octets, 'h');
    const Bytes body(body_octets, 'b');
    const auto& key = db::test::journal_key().key;
    const auto signature = key.sign(header);
    return timed([&] {
        for (std::uint64_t i = 0; i < entries; ++i) {
            benchmark::DoNotOptimize(crypto::sha256(header));
            benchmark::DoNotOptimize(crypto::sha256(body));
        }
        for (std::uint64_t i = 0; i < heads; ++i) {
            benchmark::DoNotOptimize(key.public_key().verify(header, signature));
        }
    });
}

void verify_once(db::test::Station& station) {
    if (const auto verified = station.verify(false); !verified.sound()) {
        throw std::runtime_error("not sound: " + verified.first_broken->what);
    }
}

void verify(benchmark::State& state, const std::string& figure, std::uint64_t head_every) {
    const auto entries = settings().entries;
    db::test::Station station("verify");
    station.close();
    state.counters["building_s"] =
        timed([&] { write_journal(station.folder(), entries, body_octets, head_every); }).count();
    const auto limit = proof_itself(entries, entries / head_every);
    Samples samples;
    const auto before = std::clock();
    for (auto _ : state) {
        const auto took = timed([&] { verify_once(station); });
        samples.add(took);
        state.SetIterationTime(took.count());
    }
    // On all cores together, and not disturbed by others' work on the machine.
    const Seconds worked(static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC /
                         static_cast<double>(state.iterations()));
    const auto median = samples.median();
    report({figure, to_text(median), "its cryptography, one core " + to_text(limit), median / limit,
            "10 s", median < std::chrono::seconds(10)});
    report_ratio(figure + ", processor time", worked, "its cryptography, one core", limit, 0);
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
    verify(state, of_entries() + " and heads", 6);
}

} // namespace koltamga::bench

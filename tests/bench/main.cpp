// Prints every figure of README.md in one run:
//     koltamga_bench [--entries=N] [--records=N] [--applications=N] [--appends=N] [--folder=DIR]
//                    [Google Benchmark's own options, as --benchmark_filter=enqueue]
#include "tests/bench/benchmarks.h"
#include "tests/bench/measures.h"
#include "tests/bench/settings.h"

#include "crypto/memory.h"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace koltamga::bench {
namespace {

// As every main does, before the crypto library allocates anything.
[[maybe_unused]] const bool installed = crypto::install_wiping_allocator();

Settings& chosen() {
    static Settings settings;
    return settings;
}

void choose(const std::string& word) {
    const auto equals = word.find('=');
    const auto name = word.substr(0, equals);
    const auto value = equals == std::string::npos ? std::string() : word.substr(equals + 1);
    if (name == "--folder") {
        chosen().folder = value;
    } else if (name == "--entries") {
        chosen().entries = std::stoull(value);
    } else if (name == "--records") {
        chosen().records = std::stoull(value);
    } else if (name == "--applications") {
        chosen().applications = std::stoi(value);
    } else if (name == "--appends") {
        chosen().appends = std::stoi(value);
    } else {
        throw std::invalid_argument("unknown option " + word);
    }
}

// The stations that tests/db makes lie below this folder, not below /tmp, which may be memory.
void use_folder() {
    auto& folder = chosen().folder;
    folder = std::filesystem::absolute(folder) / "koltamga-bench"; // nobody else's is emptied
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    setenv("TEST_TMPDIR", folder.c_str(), 1); // before any thread is there
}

void register_all() {
    using benchmark::RegisterBenchmark;
    RegisterBenchmark("enqueue_station_entry", enqueue_station_entry)
        ->UseManualTime()
        ->Iterations(chosen().appends);
    RegisterBenchmark("enqueue_application_entry", enqueue_application_entry)
        ->UseManualTime()
        ->Iterations(chosen().appends);
    RegisterBenchmark("agreement", agreement)->Unit(benchmark::kMillisecond);
    RegisterBenchmark("agreement_in_two_languages", agreement_in_two_languages)
        ->Unit(benchmark::kMillisecond);
    RegisterBenchmark("eligibility", eligibility);
    RegisterBenchmark("mrz_parse", mrz_parse);
    RegisterBenchmark("look_up_by_pin", look_up_by_pin)->UseManualTime()->Iterations(10'000);
    for (auto* verify :
         {RegisterBenchmark("journal_verify", journal_verify),
          RegisterBenchmark("journal_verify_with_heads", journal_verify_with_heads)}) {
        verify->UseManualTime()->MeasureProcessCPUTime()->Iterations(3)->Unit(
            benchmark::kMillisecond);
    }
    RegisterBenchmark("key_wait", key_wait)->UseManualTime()->Iterations(chosen().applications);
}

void run(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    for (int i = 1; i < argc; ++i) {
        choose(argv[i]);
    }
    use_folder();
    register_all();
    benchmark::RunSpecifiedBenchmarks();
    print_table();
    std::filesystem::remove_all(chosen().folder);
}

} // namespace

const Settings& settings() {
    return chosen();
}

} // namespace koltamga::bench

int main(int argc, char** argv) {
    try {
        koltamga::bench::run(argc, argv);
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        return 2;
    }
    return 0;
}

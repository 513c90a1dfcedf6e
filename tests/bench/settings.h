// How much is measured; the command line may ask for less.
#pragma once

#include <cstdint>
#include <filesystem>

namespace koltamga::bench {

struct Settings {
    std::uint64_t entries = 1'000'000;           // of the journal that is verified
    std::uint64_t records = 100'000;             // among which a person is looked up
    int applications = 200;                      // whose keys are made
    int appends = 1'000;                         // durable entries of 64 KiB
    std::filesystem::path folder = "bench-data"; // everything is written here, on a real disk
};

const Settings& settings();

} // namespace koltamga::bench

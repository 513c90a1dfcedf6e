// The whole journey killed with SIGKILL at random points, the practice centre too: a hundred kills
// each time, three thousand in the night's run (KOLTAMGA_LONG).
#include "tests/faults/kill_slice.h"
#include "tests/faults/progress.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <optional>

namespace koltamga::faults {
namespace {

constexpr unsigned kills_of_a_slice = 100;
constexpr unsigned kills_of_a_night = 3000;

bool long_run() {
    return std::getenv("KOLTAMGA_LONG") != nullptr;
}

unsigned slices() {
    return long_run() ? kills_of_a_night / kills_of_a_slice : 1;
}

std::string in_words(unsigned slice, const KillSlice::Figures& figures) {
    return fmt::format("slice {}: {} kills ({} of the centre) in {} runs, {} applications, {} "
                       "entries\n",
                       slice, figures.kills, figures.of_the_centre, figures.runs,
                       figures.applications, figures.entries);
}

class Killed : public testing::TestWithParam<unsigned> {};

TEST_P(Killed, LosesNothingAndEndsWithOneCertificateForEachApplication) {
    std::optional<Progress> night;
    if (long_run() && night.emplace("kill-test").done(GetParam())) {
        std::cout << "slice " << GetParam() << " was found sound before the interruption\n";
        return;
    }
    KillSlice slice(GetParam());
    slice.kill_so_often(kills_of_a_slice);
    slice.settle();
    std::cout << in_words(GetParam(), slice.figures());
    if (night && !HasFailure()) {
        night->note(GetParam(), slices());
    }
}

INSTANTIATE_TEST_SUITE_P(Slices, Killed, testing::Range(0U, slices()));

} // namespace
} // namespace koltamga::faults

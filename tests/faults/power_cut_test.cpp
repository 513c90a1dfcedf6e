// The station's disk as a power cut leaves it, mounted and started again: a few cuts each day, many
// in the night's run (KOLTAMGA_LONG).
#include "tests/faults/kill_slice.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

namespace koltamga::faults {
namespace {

unsigned cuts() {
    return std::getenv("KOLTAMGA_LONG") != nullptr ? 300 : 12;
}

class PowerCut : public testing::Test {
  protected:
    void SetUp() override {
        if (const auto why = Disk::forbidden()) {
            GTEST_SKIP() << "not run: " << *why;
        }
    }
};

TEST_F(PowerCut, LosesNoCommittedStepAndEndsWithOneCertificateForEachApplication) {
    KillSlice slice(1, Blow::power_cut);
    slice.kill_so_often(cuts());
    slice.settle();
    const auto& figures = slice.figures();
    std::cout << figures.kills << " power cuts in " << figures.runs << " runs, "
              << figures.applications << " applications, " << figures.entries << " entries\n";
}

// One visit from beginning to end, and then the power fails. Whether the journal is still there.
class AfterAVisit : public PowerCut, public testing::WithParamInterface<Cache> {
  protected:
    bool survives(const std::vector<std::string>& before_the_command) {
        journey::Office office("ec-p256");
        Disk disk(office.folder() / "disk", office.station());
        EXPECT_EQ(office.enrol().status, 0);
        disk.lose_power(
            GetParam(), [] {}, [] {}); // what it began with is durable
        auto line = before_the_command;
        const auto command = office.ctl_line(office.issue_command(applicant(0)));
        line.insert(line.end(), command.begin(), command.end());
        const auto said = journey::run(line);
        EXPECT_EQ(said.status, 0) << said.err;
        const auto seen = read_ledger(office.station());
        EXPECT_FALSE(subjects_with(seen, "application.handed-over").empty());
        disk.lose_power(
            GetParam(), [] {}, [] {});
        return is_there(office, seen);
    }

  private:
    // A journal that cannot be read is lost as well.
    static bool is_there(const journey::Office& office, const Ledger& seen) {
        try {
            return continues(seen, read_ledger(office.station()));
        } catch (const std::runtime_error&) {
            return false;
        }
    }
};

INSTANTIATE_TEST_SUITE_P(Disks, AfterAVisit, testing::Values(Cache::survives, Cache::is_lost),
                         [](const auto& cache) {
                             return cache.param == Cache::is_lost ? "CacheLost" : "CacheSurvives";
                         });

TEST_P(AfterAVisit, EverythingIsThere) {
    EXPECT_TRUE(survives({}));
}

// What these tests are worth: a station that does not wait for its disk loses its journal in them.
TEST_P(AfterAVisit, NothingIsThereWithoutWaitingForTheDisk) {
    EXPECT_FALSE(survives({"env", "LD_PRELOAD=" EATMYDATA}));
}

} // namespace
} // namespace koltamga::faults

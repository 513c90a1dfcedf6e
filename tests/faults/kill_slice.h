// One slice of the kill test: a practice centre whose CA never drops and never deduplicates, a
// station, and so many kills or power cuts, at moments that the slice's number decides.
#pragma once

#include "tests/faults/applicants.h"
#include "tests/faults/disk.h"
#include "tests/faults/victim.h"

#include <chrono>
#include <optional>
#include <random>

namespace koltamga::faults {

enum class Blow {
    kill,      // of the station's program or the centre's
    power_cut, // of the station: what had not reached its disk is gone too
};

class KillSlice {
  public:
    explicit KillSlice(unsigned number, Blow blow = Blow::kill);

    void kill_so_often(unsigned kills);
    // Undisturbed to the end; then everything must be sound.
    void settle();

    struct Figures {
        unsigned kills = 0, of_the_centre = 0, runs = 0;
        std::size_t applications = 0, entries = 0;
    };
    const Figures& figures() const { return figures_; }

  private:
    bool finished() const;
    std::string open_application() const;
    std::vector<std::string> next_command();
    Moment moment();
    unsigned up_to(unsigned most) {
        return std::uniform_int_distribution<unsigned>(0, most)(dice_);
    }
    void measure();
    void one_run();
    bool safe_to_kill(Victim& victim);
    void disturb(Victim& victim);
    void kill_centre();
    bool strike(Victim& victim);
    void expect_nothing_lost(const Ledger& seen_before);

    std::mt19937 dice_;
    Blow blow_;
    journey::Office office_;
    std::optional<Disk> disk_; // where the station's data lies, if power is to fail
    unsigned person_ = 0;
    std::size_t applications_before_ = 0; // of the persons before this one
    std::chrono::microseconds whole_{0};  // how long an undisturbed application takes
    unsigned writes_ = 0;                 // and how often it writes
    Figures figures_;
};

} // namespace koltamga::faults

#include "tests/faults/kill_slice.h"

#include <gtest/gtest.h>

#include <cmath>

namespace koltamga::faults {
namespace {

constexpr unsigned percent = 99; // dice from 0 to 99
constexpr unsigned centre_dies = 20;
constexpr unsigned station_survives = 25; // of those
constexpr unsigned synchronises = 15;
constexpr unsigned goes_on_by_id = 50;
constexpr unsigned by_the_clock = 40;
constexpr double latest_share = 0.5; // of an undisturbed application
constexpr unsigned most_killed_sign_ins = 2;
constexpr unsigned microseconds_behind_a_write = 3000;

} // namespace

KillSlice::KillSlice(unsigned number, Blow blow)
    : dice_(number), blow_(blow), office_("ec-p256", {"keep-unconfirmed", "no-dedup"}) {
    if (blow == Blow::power_cut) {
        disk_.emplace(office_.folder() / "disk", office_.station());
    }
    const auto said = office_.enrol();
    EXPECT_EQ(said.status, 0) << said.err;
    measure();
}

// The first application of a slice is left alone: it tells how long one takes.
void KillSlice::measure() {
    const auto began = std::chrono::steady_clock::now();
    Victim alone(office_.ctl_line(office_.issue_command(applicant(person_))), office_.station());
    alone.wait_for_its_end();
    whole_ = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - began);
    writes_ = std::max(alone.writes(), 1U);
    EXPECT_TRUE(finished());
}

std::string KillSlice::open_application() const {
    const auto begun = subjects_with(read_ledger(office_.station()), "identity.recorded");
    return begun.size() > applications_before_ ? begun.back() : std::string();
}

bool KillSlice::finished() const {
    const auto id = open_application();
    return !id.empty() && holds(read_ledger(office_.station()), id, "application.handed-over") &&
           waiting_for_receipt(office_.station()) == 0;
}

std::vector<std::string> KillSlice::next_command() {
    const auto id = open_application();
    const auto ledger = read_ledger(office_.station());
    if (!id.empty() && holds(ledger, id, "application.handed-over")) {
        return office_.ctl_line({"sync"}, "");
    }
    if (!id.empty() && up_to(percent) < synchronises) {
        return office_.ctl_line({"sync"}, "");
    }
    if (holds(ledger, id, "key.made") && up_to(percent) < goes_on_by_id) {
        return office_.ctl_line({"resume", id, "--out", (office_.out() / id).string()});
    }
    return office_.ctl_line(office_.issue_command(applicant(person_)));
}

// Early rather than late, so that many kills fall into one application: what stands late in one
// run comes early in the next, which goes on where the last one was killed.
Moment KillSlice::moment() {
    if (up_to(percent) < by_the_clock) {
        const double share = latest_share * std::pow(up_to(1000) / 1000.0, 2);
        return {0, std::chrono::microseconds(
                       static_cast<std::int64_t>(share * static_cast<double>(whole_.count())))};
    }
    return {1 + up_to(writes_ / 8), std::chrono::microseconds(up_to(microseconds_behind_a_write))};
}

void KillSlice::kill_centre() {
    office_.kill_centre();
    office_.start_centre();
    ++figures_.kills;
    ++figures_.of_the_centre;
}

bool KillSlice::strike(Victim& victim) {
    if (!disk_) {
        return victim.kill();
    }
    bool killed = false;
    disk_->lose_power(
        up_to(1) == 0 ? Cache::survives : Cache::is_lost, [&] { victim.hit(); },
        [&] { killed = victim.kill(); });
    return killed;
}

// A killed sign-in counts as a wrong password, and after three of them the station makes everybody
// wait: that is shown elsewhere, and would only cost time here.
bool KillSlice::safe_to_kill(Victim& victim) {
    return failed_sign_ins(office_.station()) < most_killed_sign_ins ||
           victim.lives_when([&] { return failed_sign_ins(office_.station()) == 0; });
}

void KillSlice::disturb(Victim& victim) {
    if (!safe_to_kill(victim)) {
        victim.wait_for_its_end();
        return;
    }
    if (blow_ == Blow::kill && up_to(percent) < centre_dies && victim.lives_at(moment())) {
        kill_centre();
        if (up_to(percent) < station_survives) {
            victim.wait_for_its_end();
            return;
        }
    }
    if (victim.lives_at(moment())) {
        const auto seen = read_ledger(office_.station());
        figures_.kills += strike(victim) ? 1 : 0;
        expect_nothing_lost(seen);
        return;
    }
    victim.wait_for_its_end();
}

void KillSlice::one_run() {
    const auto before = read_ledger(office_.station());
    Victim victim(next_command(), office_.station());
    disturb(victim);
    expect_nothing_lost(before);
    ++figures_.runs;
}

// What another program could read before the kill stands there after it.
void KillSlice::expect_nothing_lost(const Ledger& seen_before) {
    const auto now = read_ledger(office_.station());
    ASSERT_TRUE(continues(seen_before, now))
        << seen_before.size() << " entries were committed, now there are " << now.size();
    figures_.entries = now.size();
}

void KillSlice::kill_so_often(unsigned kills) {
    while (figures_.kills < kills && !testing::Test::HasFailure()) {
        if (finished()) {
            applications_before_ =
                subjects_with(read_ledger(office_.station()), "identity.recorded").size();
            ++person_;
        }
        one_run();
    }
}

void KillSlice::settle() {
    if (open_application().empty() || !handed_over_last(office_)) {
        const auto said = office_.issue(applicant(person_));
        EXPECT_EQ(said.status, 0) << said.err;
    }
    finish_everything(office_);
    figures_.applications = expect_all_sound(office_);
    EXPECT_EQ(figures_.applications, person_ + 1);
}

} // namespace koltamga::faults

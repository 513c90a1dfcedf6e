// An enrolment killed between any two of its writes is repeated, or was finished.
#include "tests/faults/victim.h"
#include "tests/journey/office.h"

#include <gtest/gtest.h>

namespace koltamga::faults {
namespace {

using journey::Office;

std::vector<std::string> enrolment(const Office& office) {
    return office.ctl_line(
        {"station", "enrol", "--code", (office.practice() / "enrolment-code").string()});
}

void begin_anew(const Office& office) {
    std::filesystem::remove_all(office.station());
    std::filesystem::create_directory(office.station());
    std::filesystem::permissions(office.station(), std::filesystem::perms::owner_all);
}

// The registration key opens with the supervisor signed in: without it nothing could be issued.
void expect_a_whole_station(Office& office, unsigned writes) {
    const auto again = office.enrol();
    const bool was_finished = again.status == 2 && again.json.is_object() &&
                              again.json.at("error").at("code") == "app.already-enrolled";
    EXPECT_TRUE(again.status == 0 || was_finished) << writes << " writes: " << again.err;
    const auto copy = office.folder() / ("copy-" + std::to_string(writes));
    const auto said = office.ctl({"backup", "--out", copy.string()});
    EXPECT_EQ(said.status, 0) << writes << " writes: " << said.err;
    EXPECT_FALSE(std::filesystem::exists(office.station() / "enrolment")) << writes;
}

TEST(KilledEnrolment, IsRepeatedOrWasFinished) {
    Office office;
    begin_anew(office);
    Victim whole(enrolment(office), office.station());
    whole.wait_for_its_end();
    const auto all = whole.writes();
    ASSERT_GT(all, 10U);
    unsigned killed = 0;
    for (unsigned writes = 1; writes <= all; writes += 1 + all / 12) {
        begin_anew(office);
        Victim victim(enrolment(office), office.station());
        killed +=
            victim.lives_at({writes, std::chrono::microseconds(writes % 3 * 200)}) && victim.kill()
                ? 1
                : 0;
        expect_a_whole_station(office, writes);
    }
    EXPECT_GT(killed, 5U);
}

} // namespace
} // namespace koltamga::faults

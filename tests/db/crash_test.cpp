#include "tests/db/support.h"

#include <csignal>
#include <random>
#include <sys/wait.h>
#include <unistd.h>

namespace koltamga::db {
namespace {

using test::Life;
using test::ok;
using test::Station;

// The child appends without end and tells each entry that is durable; it is killed at a moment that
// nobody chose.
std::uint64_t durable_before_the_kill(Station& station, int messages, int more) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const auto child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        station.open();
        while (true) {
            Life life(station);
            for (int step = 0; step < Life::steps; ++step) {
                life.step();
                const auto last = *station.outbox().last_sequence();
                if (::write(ends[1], &last, sizeof last) != sizeof last) {
                    ::_exit(1);
                }
            }
        }
    }
    ::close(ends[1]);
    std::uint64_t told = 0;
    std::uint64_t one = 0;
    for (int i = 0; i < messages; ++i) {
        EXPECT_EQ(::read(ends[0], &told, sizeof told), static_cast<ssize_t>(sizeof told));
    }
    for (int i = 0; i < more; ++i) {
        static_cast<void>(::getppid()); // a little later, somewhere between two messages
    }
    ::kill(child, SIGKILL);
    while (::read(ends[0], &one, sizeof one) == static_cast<ssize_t>(sizeof one)) {
        told = one;
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status));
    return told;
}

TEST(Crash, NothingThatWasAppendedIsLostWhenTheProcessIsKilled) {
    Station station("crash");
    std::mt19937 random(20261122); // NOLINT the moments differ by themselves
    std::uniform_int_distribution<int> messages(1, 30);
    std::uniform_int_distribution<int> more(0, 20'000);
    for (int round = 0; round < 12; ++round) {
        station.close();
        const auto told = durable_before_the_kill(station, messages(random), more(random));
        station.open();
        const auto last = *station.outbox().last_sequence();
        EXPECT_GE(last, told);
        const auto verified = station.verify();
        ASSERT_TRUE(verified.sound())
            << verified.first_broken->what << " at " << verified.first_broken->sequence;
        EXPECT_EQ(verified.entries, last);
        for (const auto& application : test::must(station.journal().applications())) {
            EXPECT_TRUE(ok(station.journal().entries_of(application)));
        }
    }
}

} // namespace
} // namespace koltamga::db

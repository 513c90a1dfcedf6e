// Loaded before a program, shifts its wall clock by SHIFTED_CLOCK seconds; nothing else of time
// changes. (libfaketime does the same and more, but hangs programs built with the address
// sanitizer.)
#include <cstdlib>
#include <ctime>

#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

long shift() {
    const char* seconds = std::getenv("SHIFTED_CLOCK");
    return seconds == nullptr ? 0 : std::atol(seconds);
}

} // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
    const long done = ::syscall(SYS_clock_gettime, clock, time);
    if (done == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        time->tv_sec += shift();
    }
    return static_cast<int>(done);
}

int gettimeofday(timeval* time, void* /*zone*/) noexcept {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    *time = {now.tv_sec, now.tv_nsec / 1000};
    return 0;
}

time_t time(time_t* also) noexcept {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    if (also != nullptr) {
        *also = now.tv_sec;
    }
    return now.tv_sec;
}
}

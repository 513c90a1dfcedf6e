// Loaded before a program, keeps it from forbidding a core of itself: what then stands in the core
// is what the second line of defence let through. Nothing else of the program changes.
#include <cstdarg>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

extern "C" {

int setrlimit(__rlimit_resource_t resource, const rlimit* limits) noexcept {
    return resource == RLIMIT_CORE ? 0
                                   : static_cast<int>(::syscall(SYS_setrlimit, resource, limits));
}

int prctl(int option, ...) noexcept {
    if (option == PR_SET_DUMPABLE) {
        return 0;
    }
    va_list more;
    va_start(more, option);
    unsigned long arguments[4] = {};
    for (auto& argument : arguments) {
        argument = va_arg(more, unsigned long);
    }
    va_end(more);
    return static_cast<int>(
        ::syscall(SYS_prctl, option, arguments[0], arguments[1], arguments[2], arguments[3]));
}
}

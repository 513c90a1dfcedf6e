#include "base/locked_pages.h"
#include "base/secret_bytes.h"

#include <cstring>
#include <new>

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace koltamga {

std::span<std::uint8_t> map_locked_pages(std::size_t size) {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t length = (size + page - 1) / page * page;
    void* memory =
        ::mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        throw std::bad_alloc();
    }
    // A small RLIMIT_MEMLOCK makes mlock fail; the wipe and the missing core dump still hold.
    // mlock2 without flags is mlock, only that sanitizers do not turn it into nothing.
    static_cast<void>(::mlock2(memory, length, 0));
    static_cast<void>(::madvise(memory, length, MADV_DONTDUMP));
    return {static_cast<std::uint8_t*>(memory), length};
}

void unmap_locked_pages(std::span<std::uint8_t> pages) noexcept {
    ::munmap(pages.data(), pages.size());
}

void wipe(void* memory, std::size_t size) noexcept {
    if (size != 0) { // nothing to wipe may have no address
        ::explicit_bzero(memory, size);
    }
}

void harden_process() noexcept {
    const rlimit none{0, 0};
    static_cast<void>(::setrlimit(RLIMIT_CORE, &none));
    static_cast<void>(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0));
    static_cast<void>(::umask(S_IRWXG | S_IRWXO));
}

} // namespace koltamga

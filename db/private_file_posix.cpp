#include "db/private_file.h"

#include "db/failures.h"
#include "db/process_lock.h"

#include "base/file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace koltamga::db {
namespace {

class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    int number() const { return number_; }
    int release() { return std::exchange(number_, -1); }
    explicit operator bool() const { return number_ >= 0; }

  private:
    int number_;
};

bool overwrite(int descriptor, off_t size) {
    static constexpr std::array<char, 4096> zeros{};
    while (size > 0) {
        const auto part = std::min<off_t>(size, static_cast<off_t>(zeros.size()));
        const auto put = ::write(descriptor, zeros.data(), static_cast<std::size_t>(part));
        if (put < 0 && errno != EINTR) {
            return false;
        }
        size -= std::max<ssize_t>(put, 0);
    }
    return ::fdatasync(descriptor) == 0;
}

Done sync_folder_of(const std::filesystem::path& file) {
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened || ::fsync(opened.number()) != 0) {
        return failure::blob_not_written(std::strerror(errno));
    }
    return {};
}

// Who holds the lock on this file, as the system lists it ("1: FLOCK ADVISORY WRITE 123 08:01:456 0
// EOF"). Where it lists nothing, or a disk by another number, nobody is named.
std::string holder_of(int descriptor) {
    struct stat facts {};
    if (::fstat(descriptor, &facts) != 0) {
        return {};
    }
    std::array<char, 64> locked{};
    static_cast<void>(std::snprintf(locked.data(), locked.size(), "%02x:%02x:%ju",
                                    major(facts.st_dev), minor(facts.st_dev),
                                    std::uintmax_t{facts.st_ino}));
    std::ifstream list("/proc/locks");
    for (std::string line; std::getline(list, line);) {
        std::istringstream words(line);
        std::string number;
        std::string kind;
        std::string manner;
        std::string access;
        std::string file;
        long process = 0; // of another container: 0
        words >> number >> kind >> manner >> access >> process >> file;
        if (kind == "FLOCK" && file == locked.data() && process > 0) {
            return "process " + std::to_string(process);
        }
    }
    return {};
}

} // namespace

Done make_private_file(const std::filesystem::path& file) {
    const Descriptor made(
        ::open(file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!made) {
        return errno == ENOSPC ? failure::full() : failure::not_writable(std::strerror(errno));
    }
    return {};
}

Done require_plain_file(const std::filesystem::path& file) {
    struct stat facts {};
    if (::lstat(file.c_str(), &facts) != 0) {
        return errno == ENOENT || errno == ENOTDIR ? failure::not_there()
                                                   : failure::not_writable(std::strerror(errno));
    }
    if (!S_ISREG(facts.st_mode)) {
        return failure::not_writable("not-a-plain-file");
    }
    return {};
}

Done write_durably(const std::filesystem::path& file, BytesView content) {
    if (const auto written = write_file(file, content); !written) {
        return failure::blob_not_written(written.failure().detail);
    }
    return {};
}

Done overwrite_and_remove(const std::filesystem::path& file) {
    {
        const Descriptor opened(::open(file.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC));
        struct stat facts {};
        if (!opened && errno == ENOENT) {
            return {};
        }
        const bool link = !opened && errno == ELOOP; // planted: removed, never followed
        if (!link && (!opened || ::fstat(opened.number(), &facts) != 0 ||
                      !overwrite(opened.number(), facts.st_size))) {
            return failure::blob_not_written(std::strerror(errno));
        }
    }
    if (::unlink(file.c_str()) != 0 && errno != ENOENT) {
        return failure::blob_not_written(std::strerror(errno));
    }
    return sync_folder_of(file);
}

Done move_durably(const std::filesystem::path& from, const std::filesystem::path& to) {
    const Descriptor opened(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened || ::fsync(opened.number()) != 0 || ::rename(from.c_str(), to.c_str()) != 0) {
        return failure::blob_not_written(std::strerror(errno));
    }
    return sync_folder_of(to);
}

Done require_private_folder(const std::filesystem::path& folder) {
    const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    struct stat facts {};
    if (!opened && errno == ENOENT) {
        return {};
    }
    if (!opened || ::fstat(opened.number(), &facts) != 0) {
        return failure::not_writable(std::strerror(errno));
    }
    if (facts.st_uid != ::geteuid()) {
        return failure::not_writable("folder-of-another-user");
    }
    if ((facts.st_mode & (S_IRWXG | S_IRWXO)) == 0) {
        return {};
    }
    return ::fchmod(opened.number(), S_IRWXU) == 0 ? Done()
                                                   : failure::not_writable(std::strerror(errno));
}

Result<ProcessLock> ProcessLock::take(const std::filesystem::path& file) {
    Descriptor opened(
        ::open(file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!opened) {
        return failure::not_writable(std::strerror(errno));
    }
    if (::flock(opened.number(), LOCK_EX | LOCK_NB) != 0) {
        return errno == EWOULDBLOCK ? failure::second_instance(holder_of(opened.number()))
                                    : failure::not_writable(std::strerror(errno));
    }
    return ProcessLock(opened.release());
}

ProcessLock::ProcessLock(ProcessLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

ProcessLock& ProcessLock::operator=(ProcessLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

ProcessLock::~ProcessLock() {
    if (descriptor_ >= 0) {
        ::close(descriptor_); // closing lets the lock go
    }
}

} // namespace koltamga::db

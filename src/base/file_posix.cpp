#include "base/file.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <span>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace koltamga {
namespace {

class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor() {
        if (number_ > STDERR_FILENO) {
            ::close(number_);
        }
    }
    int number() const { return number_; }
    explicit operator bool() const { return number_ >= 0; }

  private:
    int number_;
};

using Path = const std::filesystem::path&;

Failure of_file(Failure failure, Path file) {
    failure.where = Where{file.string()};
    return failure;
}
Failure unreadable(Path file, int error) {
    return of_file(fail(Code::file_unreadable, std::strerror(error)), file);
}
Failure not_written(Path file, int error) {
    return of_file(fail(Code::file_not_written, std::strerror(error)), file);
}
Failure too_large(Path file, std::size_t limit) {
    return of_file(fail(Code::file_too_large, "limit " + std::to_string(limit)), file);
}

Descriptor open_for_reading(const std::filesystem::path& file) {
    return Descriptor(file == "-" ? STDIN_FILENO : ::open(file.c_str(), O_RDONLY | O_CLOEXEC));
}

ssize_t read_some(int descriptor, std::uint8_t* into, std::size_t room) {
    ssize_t got = 0;
    do {
        got = ::read(descriptor, into, room);
    } while (got < 0 && errno == EINTR);
    return got;
}

// Fills `into` to its end or the file's; how many octets were read, -1 with errno.
ssize_t fill(const Descriptor& file, std::span<std::uint8_t> into) {
    std::size_t filled = 0;
    while (filled < into.size()) {
        const ssize_t got = read_some(file.number(), into.data() + filled, into.size() - filled);
        if (got < 0) {
            return -1;
        }
        if (got == 0) {
            break;
        }
        filled += static_cast<std::size_t>(got);
    }
    return static_cast<ssize_t>(filled);
}

// What a file says of its size, or the limit where it says nothing.
std::size_t size_expected(const Descriptor& file, std::size_t limit) {
    struct stat facts {};
    const bool says = ::fstat(file.number(), &facts) == 0 && S_ISREG(facts.st_mode);
    return says && facts.st_size > 0 ? std::min(static_cast<std::size_t>(facts.st_size), limit)
                                     : limit;
}

bool write_all(int descriptor, BytesView content) {
    while (!content.empty()) {
        const ssize_t put = ::write(descriptor, content.data(), content.size());
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put < 0) {
            return false;
        }
        content = content.subspan(static_cast<std::size_t>(put));
    }
    return true;
}

bool make_folder_durable(const std::filesystem::path& folder) {
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return descriptor && ::fsync(descriptor.number()) == 0;
}

std::filesystem::path folder_of(const std::filesystem::path& file) {
    return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

// A new file with a random name beside the target, already filled and durable.
Result<std::string> write_beside(const std::filesystem::path& file, BytesView content) {
    std::string name = file.string() + ".XXXXXX";
    const Descriptor descriptor(::mkostemp(name.data(), O_CLOEXEC));
    if (!descriptor) {
        return not_written(file, errno);
    }
    if (!write_all(descriptor.number(), content) || ::fdatasync(descriptor.number()) != 0) {
        const int error = errno;
        ::unlink(name.c_str());
        return not_written(file, error);
    }
    return name;
}

} // namespace

// Room for one octet more than expected shows the end of the file, or that it has grown since.
Result<Bytes> read_file(const std::filesystem::path& file, std::size_t limit) {
    const Descriptor descriptor = open_for_reading(file);
    Bytes content(descriptor ? size_expected(descriptor, limit) + 1 : 0);
    ssize_t read = descriptor ? fill(descriptor, content) : -1;
    if (const auto room = content.size(); read == std::ssize(content) && room <= limit) {
        content.resize(limit + 1);
        const ssize_t more = fill(descriptor, std::span(content).subspan(room));
        read = more < 0 ? more : read + more;
    }
    if (read < 0) {
        return unreadable(file, errno);
    }
    content.resize(static_cast<std::size_t>(read));
    return content.size() > limit ? Result<Bytes>(too_large(file, limit)) : content;
}

Result<SecretBytes> read_secret_file(const std::filesystem::path& file, std::size_t limit) {
    const Descriptor descriptor = open_for_reading(file);
    SecretBytes secret(limit + 1);
    const ssize_t read = descriptor ? fill(descriptor, secret.writable()) : -1;
    if (read < 0) {
        return unreadable(file, errno);
    }
    auto size = static_cast<std::size_t>(read);
    if (size > limit) {
        return too_large(file, limit);
    }
    if (size > 0 && secret.data()[size - 1] == '\n') {
        --size;
    }
    if (size > 0 && secret.data()[size - 1] == '\r') {
        --size;
    }
    secret.shrink(size);
    return secret;
}

Result<bool> is_there(const std::filesystem::path& file) {
    struct stat facts {};
    if (::lstat(file.c_str(), &facts) == 0) {
        return true;
    }
    return errno == ENOENT || errno == ENOTDIR ? Result(false)
                                               : Result<bool>(unreadable(file, errno));
}

Done write_file(const std::filesystem::path& file, BytesView content) {
    KOLTAMGA_TRY(const auto name, write_beside(file, content));
    if (::rename(name.c_str(), file.c_str()) != 0) {
        const int error = errno;
        ::unlink(name.c_str());
        return not_written(file, error);
    }
    if (!make_folder_durable(folder_of(file))) {
        return not_written(file, errno);
    }
    return {};
}

Done append_file(const std::filesystem::path& file, BytesView addition) {
    const Descriptor descriptor(::open(
        file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
    struct stat facts {};
    if (!descriptor || ::fstat(descriptor.number(), &facts) != 0) {
        return not_written(file, errno);
    }
    if (!write_all(descriptor.number(), addition) || ::fdatasync(descriptor.number()) != 0) {
        const int error = errno;
        // Half of it would stand between what is there and the next addition.
        const bool taken_back = ::ftruncate(descriptor.number(), facts.st_size) == 0;
        return not_written(file, taken_back ? error : errno);
    }
    if (facts.st_size == 0 && !make_folder_durable(folder_of(file))) {
        return not_written(file, errno);
    }
    return {};
}

Done make_private_folder(const std::filesystem::path& folder) {
    if (!folder.has_filename() && folder.has_relative_path()) { // "out/": typed with its stroke
        return make_private_folder(folder.parent_path());
    }
    struct stat facts {};
    if (::lstat(folder.c_str(), &facts) == 0) {
        if (S_ISDIR(facts.st_mode)) {
            return {};
        }
        return not_written(folder, ENOTDIR);
    }
    if (folder.has_parent_path()) {
        std::error_code ignored;
        std::filesystem::create_directories(folder.parent_path(), ignored);
    }
    if (::mkdir(folder.c_str(), S_IRWXU) != 0) {
        return not_written(folder, errno);
    }
    return {};
}

} // namespace koltamga

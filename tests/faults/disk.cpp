#include "tests/faults/disk.h"

#include "tests/journey/process.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <vector>

#include <fcntl.h>
#include <linux/fs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <unistd.h>

namespace koltamga::faults {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t mebibyte = std::size_t{1} << 20U;
constexpr std::size_t data_size = 32 * mebibyte;
constexpr std::size_t platter_size = 48 * mebibyte;
constexpr std::size_t lowest_size = 72 * mebibyte;

void must(const std::vector<std::string>& command) {
    const auto ended = journey::run(command);
    if (ended.status != 0) {
        throw std::runtime_error(command[0] + ": " + ended.err);
    }
}

void make_durable(const fs::path& file) {
    const int handle = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
    const bool done = ::fsync(handle) == 0;
    ::close(handle);
    if (!done) {
        throw std::runtime_error("fsync: " + file.string());
    }
}

// Every block of it written, so that later writes change content and nothing else.
void make_file_system(const fs::path& file, std::size_t size) {
    std::ofstream(file, std::ios::binary) << std::string(size, '\0');
    must({"mkfs.ext4", "-q", "-F", "-b", "4096", "-m", "0", "-J", "size=4", "-E",
          "lazy_itable_init=0,lazy_journal_init=0", file.string()});
    make_durable(file);
}

// Nothing reaches the disk but what somebody asks for: left to itself the file system would write
// after five seconds.
void mount(const fs::path& file, const fs::path& where) {
    fs::create_directories(where);
    must({"mount", "-o", "loop,noatime,commit=300", file.string(), where.string()});
}

void unmount(const fs::path& where) {
    if (::umount2(where.c_str(), 0) != 0) {
        throw std::runtime_error("unmounting " + where.string() + ": " + std::strerror(errno));
    }
}

// Nothing is written to a file system while this object lives.
class Frozen {
  public:
    explicit Frozen(const fs::path& mounted)
        : folder_(::open(mounted.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        if (::ioctl(folder_, FIFREEZE, 0) != 0) {
            throw std::runtime_error(std::string("freezing: ") + std::strerror(errno));
        }
    }
    Frozen(const Frozen&) = delete;
    Frozen& operator=(const Frozen&) = delete;
    ~Frozen() {
        ::ioctl(folder_, FITHAW, 0);
        ::close(folder_);
    }

  private:
    int folder_;
};

void copy_durably(const fs::path& from, const fs::path& to) {
    fs::copy_file(from, to, fs::copy_options::overwrite_existing);
    make_durable(to);
}

std::optional<std::string> tried() {
    if (::geteuid() != 0) {
        return "only root may mount a disk in a file";
    }
    if (::unshare(CLONE_NEWNS) != 0 ||
        ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
        return std::string("no mounts of one's own: ") + std::strerror(errno);
    }
    const auto folder = fs::temp_directory_path() / ("disk-" + std::to_string(::getpid()));
    std::optional<std::string> why;
    try {
        fs::create_directories(folder);
        make_file_system(folder / "file", 16 * mebibyte);
        mount(folder / "file", folder / "mounted");
        { const Frozen frozen(folder / "mounted"); }
        unmount(folder / "mounted");
    } catch (const std::exception& failed) {
        why = failed.what();
    }
    fs::remove_all(folder);
    return why;
}

} // namespace

std::optional<std::string> Disk::forbidden() {
    static const auto why = tried();
    return why;
}

Disk::Disk(fs::path folder, fs::path mount_point)
    : folder_(std::move(folder)), mount_point_(std::move(mount_point)) {
    fs::create_directories(folder_);
    make_file_system(folder_ / "bottom", lowest_size);
    mount(folder_ / "bottom", folder_ / "lowest");
    make_file_system(platter(), platter_size);
    mount(platter(), folder_ / "middle");
    make_file_system(data(), data_size);
    mount_data();
    fs::remove(mount_point_ / "lost+found");
    fs::permissions(mount_point_, fs::perms::owner_all);
}

Disk::~Disk() {
    for (const auto& where : {mount_point_, folder_ / "middle", folder_ / "lowest"}) {
        ::umount2(where.c_str(), MNT_DETACH); // whatever is left goes with the process
    }
}

void Disk::mount_data() const {
    mount(data(), mount_point_);
}

void Disk::lose_power(Cache cache, const std::function<void()>& die,
                      const std::function<void()>& gone) {
    const auto after = folder_ / "copy";
    const bool lost = cache == Cache::is_lost;
    {
        const Frozen frozen(folder_ / (lost ? "lowest" : "middle"));
        copy_durably(lost ? platter() : data(), after);
        die();
    }
    gone();
    unmount(mount_point_);
    if (lost) {
        unmount(folder_ / "middle");
    }
    copy_durably(after, lost ? platter() : data());
    if (lost) {
        mount(platter(), folder_ / "middle");
    }
    mount_data();
}

} // namespace koltamga::faults

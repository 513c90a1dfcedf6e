// A disk in a file, and what a power cut leaves of it.
//
// The file system with the station's data lies in a file (loop device). That file lies on a second
// file system, which lies in a file as well, and that one on a third. Freezing the one below stops
// every write to the file above it while it is copied, so a copy is what had reached the disk at
// one moment, and no mixture of several; what the page cache of the file system above still held
// is not in it.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace koltamga::faults {

// What survives of the writes that the disk has not been told to flush.
enum class Cache {
    survives, // all that has reached it: a disk without a cache of its own, or with a battery
    is_lost,  // only what was flushed, and what the disk chose to write by itself
};

class Disk {
  public:
    // Why this machine lets nobody mount a disk, if it does not. Otherwise the process has mounts
    // of its own from then on, which end with it whatever happens.
    static std::optional<std::string> forbidden();

    // Files and mount points lie in `folder`; the file system appears at `mount_point`.
    Disk(std::filesystem::path folder, std::filesystem::path mount_point);
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;
    ~Disk();

    // The power fails: copies the disk as it is at this moment, calls `die` while nothing reaches
    // it any more, and `gone` when writes that hang may end; then mounts the copy in its place.
    void lose_power(Cache cache, const std::function<void()>& die,
                    const std::function<void()>& gone);

  private:
    void mount_data() const;
    std::filesystem::path platter() const { return folder_ / "lowest/platter"; } // holds `data`
    std::filesystem::path data() const { return folder_ / "middle/data"; }

    std::filesystem::path folder_, mount_point_;
};

} // namespace koltamga::faults

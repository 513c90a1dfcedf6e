// One process writes a data folder. The lock is the operating system's, on a file of its own, so
// that it goes when the process goes, however it goes.
#pragma once

#include "base/result.h"

#include <filesystem>

namespace koltamga::db {

class ProcessLock {
  public:
    // Fails with db.second-instance while another process (or another lock of this one) holds it;
    // the detail is "process N" where the system says which.
    static Result<ProcessLock> take(const std::filesystem::path& file);

    ProcessLock(ProcessLock&& other) noexcept;
    ProcessLock& operator=(ProcessLock&& other) noexcept;
    ~ProcessLock();

  private:
    explicit ProcessLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

} // namespace koltamga::db

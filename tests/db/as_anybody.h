// File rights that bind root, too, as they bind everybody else: of this thread, while it lives.
#pragma once

#include <cstdint>

#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace koltamga::db::test {

class AsAnybody {
  public:
    AsAnybody() {
        ::syscall(SYS_capget, &header_, before_);
        __user_cap_data_struct now[] = {before_[0], before_[1]};
        now[0].effective &= ~(1U << CAP_DAC_OVERRIDE | 1U << CAP_DAC_READ_SEARCH);
        ::syscall(SYS_capset, &header_, now);
    }
    ~AsAnybody() { ::syscall(SYS_capset, &header_, before_); }
    AsAnybody(const AsAnybody&) = delete;
    AsAnybody& operator=(const AsAnybody&) = delete;

  private:
    __user_cap_header_struct header_{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct before_[2]{};
};

} // namespace koltamga::db::test

#include "app/options.h"

#include <cstdlib>

namespace koltamga::app {

std::filesystem::path default_data_folder() {
    // NOLINTBEGIN(concurrency-mt-unsafe): before any thread
    if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data != '\0') {
        return std::filesystem::path(data) / "koltamga";
    }
    const char* home = std::getenv("HOME");
    // NOLINTEND(concurrency-mt-unsafe)
    return std::filesystem::path(home == nullptr ? "." : home) / ".local/share/koltamga";
}

} // namespace koltamga::app

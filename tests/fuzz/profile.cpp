// Any text as an office profile: what is taken must be written and read back equal.
#include "profile/office_profile.h"
#include "profile/profile_signature.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace koltamga::profile;
    const std::string text(data, data + size);
    static_cast<void>(verify_profile(text, "AAAA"));
    const auto profile = parse_profile(text, "/nonexistent");
    if (profile) {
        const auto back = parse_profile(compose_profile(*profile));
        if (!back || !(*back == *profile)) {
            std::abort();
        }
    }
    return 0;
}

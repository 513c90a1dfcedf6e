// The package of custody `file` and the cloud package's outer shell.
#include "base/bytes.h"
#include "custody/package.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace koltamga;
    const BytesView octets(data, size);
    static const SecretBytes secret(32);
    static_cast<void>(custody::open_file_package(octets, secret));
    if (custody::read_cloud_package(octets, std::vector<crypto::Certificate>())) {
        std::abort();
    }
    return 0;
}

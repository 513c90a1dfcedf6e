#include "ca/cmp_http.h"

#include <algorithm>
#include <utility>

namespace koltamga::ca {

OpenTransport cmp_over_http(net::HttpSettings settings, std::string path) {
    // One octet more than is read, so that an oversized answer is told from a fitting one.
    settings.largest_answer = std::min(settings.largest_answer, largest_message + 1);
    return [settings, path]() -> Transport {
        auto client = std::make_shared<net::HttpClient>(settings);
        return [client, path](BytesView request, std::stop_token stop) -> Result<Bytes> {
            KOLTAMGA_TRY(auto answer,
                         client->post(path, "application/pkixcmp",
                                      Bytes(request.begin(), request.end()), std::move(stop)));
            return std::move(answer.body);
        };
    };
}

} // namespace koltamga::ca

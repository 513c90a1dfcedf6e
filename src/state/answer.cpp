#include "state/answer.h"

namespace koltamga::state {

std::optional<std::string> refusal_in(const net::HttpResponse& response) {
    const auto refusal = net::refusal_in(response.body);
    return refusal ? std::optional(refusal->code + " " + refusal->detail) : std::nullopt;
}

Result<Bytes> accepted(net::HttpResponse response, Failure (*refuse)(std::string)) {
    if (response.status >= 400 && response.status < 500) {
        if (auto words = refusal_in(response)) {
            return refuse(std::move(*words));
        }
    }
    KOLTAMGA_TRY(auto passed, net::expect_success(std::move(response)));
    return std::move(passed.body);
}

} // namespace koltamga::state

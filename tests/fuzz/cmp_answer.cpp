// A CMP answer as it may come from anywhere: taken apart, then checked as an answer would be.
#include "ca/answer_check.h"

#include <cstddef>
#include <cstdlib>

namespace {

// No trust at all: whatever is read, nothing may ever be believed.
void check(const koltamga::ca::Message& message) {
    using koltamga::ca::Body;
    koltamga::ca::Asked asked;
    asked.transaction_id = message.transaction_id;
    asked.nonce = message.recipient_nonce;
    asked.bodies = {Body::cp, Body::poll_rep, Body::pkiconf, Body::rp, Body::error};
    if (koltamga::ca::check_answer(message, asked, {})) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (const auto message = koltamga::ca::read_message({data, size})) {
        for (const auto& response : message->responses) {
            koltamga::ca::describe(response.status);
        }
        check(*message);
    }
    return 0;
}

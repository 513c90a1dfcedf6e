// What any station sends to the centre, or whoever else has got through TLS.
#include "centre/messages.h"

#include <cstdlib>

namespace {

using namespace koltamga;

template <class Message>
void read_or_refused(const Result<Message>& message) {
    if (!message && !message.failed_with(Code::centre_malformed)) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const BytesView octets(data, size);
    read_or_refused(centre::read_enrolment(octets));
    read_or_refused(centre::read_headers(octets));
    read_or_refused(centre::read_bodies(octets));
    read_or_refused(centre::read_settle(octets));
    read_or_refused(centre::read_holder(octets));
    return 0;
}

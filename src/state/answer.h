// Reading what the centre answers: JSON of which nothing is believed before it was looked at.
#pragma once

#include "net/http_client.h"
#include "net/json_message.h"
#include "state/failures.h"

#include <optional>
#include <string>

namespace koltamga::state {

using Json = nlohmann::json;

// One failure, whatever is not as it should be.
template <class T, class Reader>
Result<T> reading(BytesView octets, std::string_view what, Reader read) {
    auto value = net::read_json<T>(octets, read);
    return value ? Result<T>(std::move(*value)) : Result<T>(answer_malformed(std::string(what)));
}

using net::octets_from;
using net::octets_of;

// The other side's refusal as "code detail", of harmless characters only; nothing: it gave none.
std::optional<std::string> refusal_in(const net::HttpResponse& response);

// The body of a success; `refuse` makes the failure of a refusal that came with words; anything
// else is net.status.
Result<Bytes> accepted(net::HttpResponse response, Failure (*refuse)(std::string));

} // namespace koltamga::state

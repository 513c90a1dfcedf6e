// How a transfer that curl gave up reads in our codes.
#pragma once

#include "base/failure.h"

#include <string_view>

#include <curl/curl.h>

namespace koltamga::net {

struct TransferEnd {
    CURLcode code = CURLE_OK;
    std::string_view words{};       // curl's own, to be searched, never shown
    long verify_result = 0;         // X509_V_ERR_…, 0 when the path was good or never came
    long status = 0;                // of the answer, where one began
    bool request_left = false;      // some of the request may have reached the server
    bool too_large = false;         // we stopped reading
    bool identity_unusable = false; // our own certificate or key
    bool identity_ended = false;    // our own certificate, by this machine's clock
};

// The one place that sorts them.
Failure transfer_failure(const TransferEnd& end);

// Codes of requests and addresses that do not come from curl.
Failure address_failure(std::string detail);
Failure status_failure(long status);

} // namespace koltamga::net

// Mail, handed to one server of the agency's.
//
// STARTTLS with the same checks as HttpClient; in clear only to this very machine, where the
// practice centre's mail sink listens.
#pragma once

#include "base/result.h"
#include "net/tls.h"

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

namespace koltamga::net {

struct SmtpSettings {
    std::string host;
    int port = 587;
    bool start_tls = true; // false is refused unless `host` is 127.0.0.1, ::1 or localhost
    TlsSettings tls;
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds total_timeout{60'000};
};

struct Mail {
    std::string from; // bare addresses: a@b
    std::vector<std::string> to;
    std::string message; // RFC 5322, lines ended by CRLF
};

// Fails with net.* codes; net.mail-refused when the server spoke and said no.
Done send_mail(const SmtpSettings& settings, const Mail& mail, std::stop_token stop = {});

} // namespace koltamga::net

// A mail server that delivers into a folder, one file a message, and nowhere else: what the
// practice centre's programs send can be read there. It listens on loopback only, in clear.
//
// Debian has no C++ library that receives mail; this speaks the few commands of RFC 5321 that a
// client needs (EHLO, HELO, MAIL, RCPT, DATA, RSET, NOOP, QUIT), one client at a time.
#pragma once

#include "base/result.h"

#include <atomic>
#include <filesystem>
#include <thread>

namespace koltamga::practice {

class MailSink {
  public:
    explicit MailSink(std::filesystem::path folder) : folder_(std::move(folder)) {}
    MailSink(const MailSink&) = delete;
    MailSink& operator=(const MailSink&) = delete;
    ~MailSink() { stop(); }

    // Listens on 127.0.0.1; port 0: any free one. The port; practice.mail-not-listening.
    Result<int> start(int port);
    void stop();

  private:
    void serve();

    std::filesystem::path folder_;
    int listening_ = -1;
    std::atomic<int> client_ = -1;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

} // namespace koltamga::practice

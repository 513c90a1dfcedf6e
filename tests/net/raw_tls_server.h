// One TLS connection at a time, with whatever OpenSSL lets a server do wrong: certificates ours
// would refuse to show, old protocol versions, answers that are no HTTP.
#pragma once

#include "tests/net/loopback_pki.h"

#include <atomic>
#include <mutex>
#include <string>
#include <thread>

namespace koltamga::test {

struct RawTls {
    Leaf leaf;
    int newest_version = 0; // TLS1_1_VERSION …; 0: any
    std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
};

class RawTlsServer {
  public:
    explicit RawTlsServer(RawTls settings);
    RawTlsServer(const RawTlsServer&) = delete;
    RawTlsServer& operator=(const RawTlsServer&) = delete;
    ~RawTlsServer();

    int port() const { return port_; }
    // What the last client sent before it was answered.
    std::string request();

  private:
    void serve();
    void talk(int client);

    RawTls settings_;
    int listening_ = -1;
    int port_ = 0;
    std::atomic<bool> stopping_ = false;
    std::mutex mutex_;
    std::string request_;
    std::thread thread_;
};

} // namespace koltamga::test

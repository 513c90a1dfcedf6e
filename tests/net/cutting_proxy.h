// A line that breaks: forwards loopback connections to a port, and cuts each of them after so many
// octets in one direction.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace koltamga::test {

class CuttingProxy {
  public:
    static constexpr std::int64_t never = -1;

    explicit CuttingProxy(int target);
    CuttingProxy(const CuttingProxy&) = delete;
    CuttingProxy& operator=(const CuttingProxy&) = delete;
    ~CuttingProxy();

    int port() const { return port_; }
    // For connections made from now on.
    void cut_to_server_after(std::int64_t octets) { to_server_ = octets; }
    void cut_to_client_after(std::int64_t octets) { to_client_ = octets; }
    // A slow line: so many pieces of 4 KiB a second to the server.
    void pieces_to_server_in_a_second(int pieces) { pieces_ = pieces; }
    int connections() const { return connections_; }
    // Of the latest connection, in both directions.
    std::int64_t octets_to_server() const { return sent_; }
    std::int64_t octets_to_client() const { return received_; }

  private:
    void accept_all();
    void forward(int client);
    void rest() const;

    int target_;
    int listening_ = -1;
    int port_ = 0;
    std::atomic<std::int64_t> to_server_ = never;
    std::atomic<std::int64_t> to_client_ = never;
    std::atomic<int> pieces_ = 0; // 0: as fast as it goes
    std::atomic<int> connections_ = 0;
    std::atomic<std::int64_t> sent_ = 0, received_ = 0;
    std::atomic<bool> stopping_ = false;
    std::thread acceptor_;
    std::mutex mutex_;
    std::vector<std::thread> forwarders_;
    std::set<int> open_;
};

// A loopback socket that listens and never accepts, so that nobody ever answers. The port.
class SilentPort {
  public:
    SilentPort();
    SilentPort(const SilentPort&) = delete;
    SilentPort& operator=(const SilentPort&) = delete;
    ~SilentPort();
    int port() const { return port_; }

  private:
    int listening_ = -1;
    int port_ = 0;
};

} // namespace koltamga::test

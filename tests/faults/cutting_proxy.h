// Stands between a station and its centre, passes TLS records on, and cuts the cable at one of
// them.
#pragma once

#include <cstdint>
#include <memory>
#include <thread>

namespace koltamga::faults {

// Counted over all connections from the call of `cut`: so many messages pass, both ways together,
// and when the next one begins the line is dead.
struct Cut {
    unsigned messages = 0;
    bool inside_the_next = false; // half of the next one's first TLS record still passes
    bool stays_dead = false;      // no new connection until the next `cut` or `mend`
};

class CuttingProxy {
  public:
    explicit CuttingProxy(std::uint16_t centre); // its port on loopback
    CuttingProxy(const CuttingProxy&) = delete;
    CuttingProxy& operator=(const CuttingProxy&) = delete;
    ~CuttingProxy();

    std::uint16_t port() const;
    void cut(const Cut& cut);
    void mend(); // everything passes
    // Since the last call of `cut` or `mend`.
    unsigned messages_passed() const;
    bool has_cut() const;

  private:
    class Line;
    std::unique_ptr<Line> line_;
    std::thread thread_;
};

} // namespace koltamga::faults

// What can be made to go wrong at the practice centre beside its CA: on the way of the journal.
// Any thread. Internal.
#pragma once

#include "practice/certification_authority.h"
#include "serve/server.h"

#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

namespace koltamga::practice {

class CentreFaults {
  public:
    static std::vector<FaultDescription> list();
    static bool knows(std::string_view name);

    // "cut=100", "refuse", "refuse=off", "none". Fails with practice.no-such-fault.
    Done set(std::string_view spelling);

    // Stands around every route of the centre's protocol and the vault's.
    serve::Response around(const serve::Request& request, const serve::Handler& handler);

  private:
    struct Switches {
        std::optional<std::size_t> cut;
        bool refuse = false;
        int status = 0;
        int lose_receipt = 0; // answers still to be lost; -1: always
    };
    bool change(std::string_view name, std::string_view value);
    bool loses(const serve::Request& request);

    std::mutex mutex_;
    Switches switches_;
};

} // namespace koltamga::practice

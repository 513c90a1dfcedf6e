// What can be made to go wrong at the practice CA. Internal.
#pragma once

#include "practice/certification_authority.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace koltamga::practice {

// How a switch may be spelled: "slow=SECONDS, slow=off".
std::string values_of(const FaultDescription& fault);

// A switch's figure, "+" before it or not; nothing: it is none, or not within these.
std::optional<int> whole_number(std::string_view text, int lowest, int highest);

struct Faults {
    static constexpr int always = -1;

    std::chrono::seconds slow{0};
    int waiting = 0; // polls before the certificate is ready
    bool refusing = false;
    int lose_answer = 0; // answers still to be lost, or always
    int answer_twice = 0;
    bool keep_unconfirmed = false;
    bool no_deduplication = false;
    bool granted_with_modifications = false;
    std::string wrong_certificate; // what is wrong; empty: nothing
    std::chrono::seconds clock{0};

    // Takes one of a counted fault: whether it strikes this time.
    static bool strikes(int& count);

    // Fails with practice.no-such-fault.
    Done set(std::string_view spelling);
};

} // namespace koltamga::practice

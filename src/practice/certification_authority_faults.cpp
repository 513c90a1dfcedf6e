#include "practice/certification_authority_faults.h"

#include "practice/centre_faults.h"
#include "practice/certification_authority_profile.h"
#include "practice/failures.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>

namespace koltamga::practice {
namespace {

struct Switch {
    FaultDescription description;
    // Value is empty when none was given; false: the value is unfit. "off" calls with `Faults()`.
    std::function<bool(Faults&, std::string_view)> set;
};

auto seconds(std::chrono::seconds Faults::*field, int lowest, int highest) {
    return [=](Faults& faults, std::string_view value) {
        const auto count = value == "off" ? 0 : whole_number(value, lowest, highest);
        faults.*field = std::chrono::seconds(count.value_or(0));
        return count.has_value();
    };
}

// Without a value: always.
auto counted(int Faults::*field) {
    return [=](Faults& faults, std::string_view value) {
        const auto count = value.empty()    ? Faults::always
                           : value == "off" ? 0
                                            : whole_number(value, 0, 1'000'000);
        faults.*field = count.value_or(0);
        return count.has_value();
    };
}

auto plain(bool Faults::*field) {
    return [=](Faults& faults, std::string_view value) {
        faults.*field = value != "off";
        return value.empty() || value == "on" || value == "off";
    };
}

bool set_waiting(Faults& faults, std::string_view value) {
    const auto polls = value == "off" ? 0 : whole_number(value, 0, 1'000'000);
    faults.waiting = polls.value_or(0);
    return polls.has_value();
}

bool set_wrong(Faults& faults, std::string_view value) {
    const auto kinds = wrong_certificate_kinds();
    const bool known = std::ranges::find(kinds, value) != kinds.end();
    faults.wrong_certificate = known ? value : "";
    return known || value == "off";
}

const std::vector<Switch>& switches() {
    constexpr int day = 24 * 60 * 60;
    static const std::vector<Switch> all = {
        {{"slow", "SECONDS", "every CMP answer takes so long"}, seconds(&Faults::slow, 0, 600)},
        {{"waiting", "POLLS", "a certificate is ready only after so many polls"}, set_waiting},
        {{"refusing", "", "every certificate request is refused"}, plain(&Faults::refusing)},
        {{"lose-answer", "TIMES",
          "the CMP connection is dropped instead of answering; no value: "
          "always"},
         counted(&Faults::lose_answer)},
        {{"answer-twice", "TIMES", "the CMP answer's octets come twice; no value: always"},
         counted(&Faults::answer_twice)},
        {{"keep-unconfirmed", "", "certificates that nobody confirms are never dropped"},
         plain(&Faults::keep_unconfirmed)},
        {{"no-dedup", "", "a repeated request gets another certificate each time"},
         plain(&Faults::no_deduplication)},
        {{"granted-with-mods", "", "certificates are granted with a change: half a year only"},
         plain(&Faults::granted_with_modifications)},
        {{"wrong-certificate", "KIND",
          "certificates are wrong in one thing: key, subject, issuer, validity, future, past, "
          "usage, "
          "policy, qc-missing, qc-false, qscd, ca-flag"},
         set_wrong},
        {{"clock", "SECONDS", "the CA's clock is wrong by so much (+ or -)"},
         seconds(&Faults::clock, -4000 * day, 4000 * day)},
    };
    return all;
}

std::string listed(const auto& words) {
    std::string list;
    for (const auto& word : words) {
        list += (list.empty() ? "" : ", ") + std::string(word);
    }
    return list;
}

std::string every_switch() {
    std::vector<std::string_view> names;
    for (const auto& one : switches()) {
        names.push_back(one.description.name);
    }
    for (const auto& one : CentreFaults::list()) {
        names.push_back(one.name);
    }
    return listed(names);
}

} // namespace

std::string values_of(const FaultDescription& fault) {
    const std::string name(fault.name);
    if (fault.name == "wrong-certificate") {
        return name + "=" + listed(wrong_certificate_kinds()) + ", off";
    }
    return fault.value.empty() ? name + ", " + name + "=off"
                               : name + "=" + std::string(fault.value) + ", " + name + "=off";
}

std::optional<int> whole_number(std::string_view text, int lowest, int highest) {
    if (text.starts_with('+') && !text.starts_with("+-")) {
        text.remove_prefix(1);
    }
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole && value >= lowest && value <= highest ? std::optional(value) : std::nullopt;
}

bool Faults::strikes(int& count) {
    if (count > 0) {
        --count;
        return true;
    }
    return count == always;
}

Done Faults::set(std::string_view spelling) {
    if (spelling == "none") {
        *this = Faults();
        return {};
    }
    const auto equals = spelling.find('=');
    const auto name = spelling.substr(0, equals);
    const auto value =
        equals == std::string_view::npos ? std::string_view() : spelling.substr(equals + 1);
    const auto found =
        std::ranges::find(switches(), name, [](const Switch& s) { return s.description.name; });
    if (found == switches().end()) {
        return no_such_fault("unknown-switch", every_switch());
    }
    return found->set(*this, value) ? Done()
                                    : no_such_fault("unfit-value", values_of(found->description));
}

std::vector<FaultDescription> CertificationAuthority::faults() {
    std::vector<FaultDescription> all;
    for (const auto& one : switches()) {
        all.push_back(one.description);
    }
    return all;
}

} // namespace koltamga::practice

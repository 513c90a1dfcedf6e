#include "practice/centre_faults.h"

#include "centre/service.h"
#include "practice/certification_authority_faults.h"
#include "practice/failures.h"

#include <algorithm>

namespace koltamga::practice {
namespace {

serve::Response spoken(int status) {
    return centre::json_response(R"({"error": {"code": "practice.fault", "detail": "as-ordered"}})",
                                 status);
}

} // namespace

std::vector<FaultDescription> CentreFaults::list() {
    return {{"cut", "OCTETS", "every answer of centre and vault ends after so many octets"},
            {"refuse", "", "centre and vault refuse every station"},
            {"status", "CODE", "centre and vault do nothing and answer with this HTTP status"},
            {"lose-receipt", "TIMES",
             "what is sent is kept, but the receipt is never answered; no value: always"}};
}

bool CentreFaults::knows(std::string_view name) {
    const auto all = list();
    return std::ranges::find(all, name, &FaultDescription::name) != all.end();
}

Done CentreFaults::set(std::string_view spelling) {
    const std::lock_guard lock(mutex_);
    if (spelling == "none") {
        switches_ = {};
        return {};
    }
    const auto equals = spelling.find('=');
    const auto value =
        equals == std::string_view::npos ? std::string_view() : spelling.substr(equals + 1);
    const auto name = spelling.substr(0, equals);
    if (change(name, value)) {
        return {};
    }
    const auto all = list();
    return no_such_fault("unfit-value",
                         values_of(*std::ranges::find(all, name, &FaultDescription::name)));
}

bool CentreFaults::change(std::string_view name, std::string_view value) {
    const bool off = value == "off";
    if (name == "refuse") {
        switches_.refuse = !off;
        return off || value.empty() || value == "on";
    }
    if (name == "cut") {
        const auto octets = whole_number(value, 0, 1'000'000'000);
        switches_.cut.reset();
        if (octets) {
            switches_.cut = static_cast<std::size_t>(*octets);
        }
        return off || octets;
    }
    if (name == "status") {
        const auto code = whole_number(value, 400, 599);
        switches_.status = code.value_or(0);
        return off || code;
    }
    const auto times = value.empty() ? Faults::always : whole_number(value, 0, 1'000'000);
    switches_.lose_receipt = times.value_or(0);
    return off || times;
}

// Receipts come in answers to these two.
bool CentreFaults::loses(const serve::Request& request) {
    if (request.path != "/station/settle" && !request.path.starts_with("/vault/")) {
        return false;
    }
    if (switches_.lose_receipt > 0) {
        --switches_.lose_receipt;
        return true;
    }
    return switches_.lose_receipt == Faults::always;
}

serve::Response CentreFaults::around(const serve::Request& request, const serve::Handler& handler) {
    Switches now;
    bool lost = false;
    {
        const std::lock_guard lock(mutex_);
        now = switches_;
        lost = loses(request);
    }
    if (now.refuse || now.status != 0) {
        return spoken(now.refuse ? 403 : now.status);
    }
    auto response = handler(request);
    if (lost) {
        response.cut_after = serve::Response::before_answer;
    } else if (now.cut) {
        response.cut_after = now.cut;
    }
    return response;
}

} // namespace koltamga::practice

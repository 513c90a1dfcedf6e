#include "desk/row_words.h"

#include "desk/rail.h"

#include <algorithm>

namespace koltamga::desk {
namespace {

using issuance::State;
using issuance::WaitsFor;

const Texts& texts_of(State state) {
    static const std::array<Texts, 7> texts = {{
        {"Толтурулууда", "Черновик", "In work"},
        {"Баш тартылды", "Отказано", "Refused"},
        {"Кармалып турат", "Приостановлено", "On hold"},
        {"Күбөлөндүрүүчү борборду күтүүдө", "Ждёт удостоверяющий центр", "Waits for the authority"},
        {"Сертификат берилди", "Сертификат выпущен", "Certificate issued"},
        {"Ээсине тапшырылды", "Выдано", "Handed over"},
        {"Токтотулду", "Отменено", "Cancelled"},
    }};
    return texts[static_cast<std::size_t>(state)];
}

Texts being_cancelled() {
    return {"Токтотулууда", "Отменяется", "Is being given up"};
}

Texts ended_certificate() {
    return {"Ээсине тапшырылды; сертификаты жокко чыгарылган", "Выдано; сертификат отозван",
            "Handed over; the certificate is revoked"};
}

Texts step_of(const Row& row) {
    for (const auto& step : rail_before()) {
        if (step.step == row.step) {
            return step.name;
        }
    }
    return texts_of(row.state);
}

} // namespace

Texts standing_of(const Row& row) {
    if (row.cancelling && row.state != State::cancelled) {
        return being_cancelled();
    }
    if (row.state == State::handed_over && row.revoked) {
        return ended_certificate();
    }
    return row.state == State::draft ? step_of(row) : texts_of(row.state);
}

std::string grouped_pin(const std::string& pin) {
    constexpr std::size_t digits = 14;
    if (pin.size() != digits) {
        return pin;
    }
    return pin.substr(0, 1) + ' ' + pin.substr(1, 4) + ' ' + pin.substr(5, 4) + ' ' + pin.substr(9);
}

} // namespace koltamga::desk

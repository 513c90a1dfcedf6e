// The day's register: every application at which somebody worked that day, one row each.
#pragma once

#include "printing/agreement.h"

#include <vector>

namespace koltamga::printing {

struct RegisterRow {
    std::string time; // "09:41", in the office's time zone, of the day's first entry
    std::string record_id;
    std::string person;   // empty where the record has left the station, as the next
    std::string document; // its number
    Texts outcome;        // how the application stood at the end of that day
    std::string operator_name;
};

struct DayRegisterRecord {
    bool practice = false;
    Instant made_at;  // of the day's last entry
    std::string date; // ISO, in the office's time zone
    Texts place;
    PaperOffice office;
    std::vector<RegisterRow> rows; // by time
};

} // namespace koltamga::printing

// What a terminal says of a paper at a printer.
#pragma once

#include "app/print_room.h"
#include "app/terminal.h"

namespace koltamga::app {

// {"copy", "copies", "printer", "job", "state", "reasons"}; job and state are null where the print
// system did not take it.
Json print_json(const PrintRun& run);
// "Copy 2 came out of printer desk."
std::string print_words(const PrintRun& run, Language language);
// What the clerk at the printer can put right; empty: nothing.
std::string trouble_words(const printing::JobReport& report, Language language);

// Follows it while it tells the clerk what the printer wants, and ends the command. `object` holds
// what the answer begins with.
Exit end_of_printing(Terminal& terminal, const printing::Spooler& spooler, PrintRun run,
                     std::chrono::seconds wait, Json object);

// --printer, --copies and --wait of a command.
struct PrintOptions {
    std::string printer;
    int copies = 1;
    int wait_seconds = 60;
};

} // namespace koltamga::app

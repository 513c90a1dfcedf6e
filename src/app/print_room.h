// Papers from the record to a printer.
//
// In two parts, because the first needs the desk and is quick, and the second needs nothing but the
// print system and may last as long as somebody looks for paper: `send_paper` makes the paper,
// journals each copy with its number and hands it over; `follow_paper` says what became of it. So
// nothing comes out of a printer that the journal does not know, and what the journal knows need
// not have come out. Each on one thread, never the window's own; both may be stopped from another
// one.
#pragma once

#include "app/desk.h"
#include "domain/date.h"
#include "printing/spooler.h"

#include <optional>
#include <stop_token>
#include <string>

namespace koltamga::app {

// How a paper is to be printed.
struct PrintWish {
    std::optional<printing::Languages> languages; // nothing: the paper's own
    std::string printer;                          // empty: the default
    unsigned copies = 1;
};

constexpr unsigned most_copies = 5;

// A paper that is journaled and on its way.
struct PrintRun {
    unsigned copy = 0; // the first one's number; the others follow
    unsigned copies = 1;
    printing::Job job; // id 0: the print system did not take it
    printing::JobReport last;
    std::optional<Failure> obstacle; // why it did not come out
};

// What is printed of an application when nobody said: the refusal of a refused one, otherwise the
// agreement.
issuance::Paper usual_paper(const issuance::Application& application);

// Fails as db::require_writer does for an auditor, with app.no-agreement, app.no-refusal,
// print.no-sheet, and as the renderer, Spooler::printer and the journal do; nothing is journaled
// then. What the print system says once the journal has it is the run's obstacle.
Result<PrintRun> send_paper(Desk& desk, const printing::Spooler& spooler,
                            const issuance::Application& application, issuance::Paper paper,
                            const PrintWish& wish, std::stop_token stop = {});
Result<PrintRun> send_register(Desk& desk, const printing::Spooler& spooler, domain::Date day,
                               const PrintWish& wish, std::stop_token stop = {});

// Nothing to follow where the run has an obstacle already. See Spooler::follow.
PrintRun follow_paper(PrintRun run, const printing::Spooler& spooler,
                      std::chrono::milliseconds wait,
                      const printing::Spooler::Progress& progress = {}, std::stop_token stop = {});

} // namespace koltamga::app

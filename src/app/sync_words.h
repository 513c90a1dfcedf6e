// What the terminal says of records that the centre or the CA keeps waiting.
#pragma once

#include "app/terminal.h"
#include "db/station_journal.h"
#include "sync/sender.h"

#include <vector>

namespace koltamga::app {

// {application, waits_for, who_acts, sentence, detail}
Json waiting_json(const sync::Waiting& waiting, Language language);

// Applications that are not asked for before the time the CA gave, with that time: [{application,
// next_try}], and a line for each with the office's time.
Json let_wait_json(const std::vector<db::ApplicationState>& rows);
std::string let_wait_words(const std::vector<db::ApplicationState>& rows, int utc_offset_minutes,
                           Language language);

} // namespace koltamga::app

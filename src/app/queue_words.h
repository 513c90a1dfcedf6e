// What is not finished at this station, and whose turn it is.
#pragma once

#include "app/terminal.h"
#include "db/station_journal.h"

#include <optional>
#include <vector>

namespace koltamga::app {

struct Queue {
    std::vector<db::ApplicationState> rows; // for whom somebody has to act
    db::OtherEntries others;
    std::optional<Failure> fork; // nothing of it will ever go
    Instant now{};
};

Queue queue_of(std::vector<db::ApplicationState> all, const db::OtherEntries& others,
               std::optional<Failure> fork, Instant now);

// {state: "not-enrolled", "forked", "waiting" or "receipted", queue, unconfirmed_entries, fork}
Json queue_json(const Queue& queue, Language language);
std::string queue_words(const Queue& queue, Language language);

} // namespace koltamga::app

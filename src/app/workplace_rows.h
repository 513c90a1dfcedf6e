// The window's lists, from the journal's rows.
#pragma once

#include "app/name_index.h"
#include "app/station.h"
#include "desk/workplace.h"

namespace koltamga::app {

// What the lists are read with: one thread's connection, and the keys of whoever is signed in.
struct Looking {
    const Station& station;
    db::StationJournal& journal;
};

// What a start page shows: today's by the office's day, and what needs somebody, oldest first.
Result<desk::Overview> overview_of(const Looking& looking);

// A PIN or document number exactly, a record id as it is typed, or the beginnings of a name.
Result<std::vector<desk::Row>> found_by(const Looking& looking, NameIndex& names,
                                        const std::string& words, std::size_t most);

} // namespace koltamga::app

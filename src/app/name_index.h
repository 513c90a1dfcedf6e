// Whose name begins like this: every name that the journal still holds, in memory, while somebody
// is signed in. Names stand sealed in the database, so nothing there could be searched.
//
// One thread. Wiped when it goes.
#pragma once

#include "db/station_journal.h"

#include <map>
#include <string>
#include <vector>

namespace koltamga::app {

class NameIndex {
  public:
    ~NameIndex();

    // Takes in what was appended since the last time. Fails as reading does.
    Done bring_up_to_date(db::Connection& connection, db::StationJournal& journal);

    // The newest first. Each word of what is typed begins a word of the name, in either alphabet
    // and any case: "asan us" finds ASANOV USON.
    std::vector<ApplicationId> find(const std::string& typed, std::size_t most) const;

    std::size_t size() const { return names_.size(); }

  private:
    struct Known {
        std::string folded; // capitals, single blanks, a blank before each word
        std::uint64_t last_sequence = 0;
    };
    std::map<ApplicationId, Known> names_;
    std::uint64_t seen_ = 0; // the last sequence that was looked at
};

} // namespace koltamga::app

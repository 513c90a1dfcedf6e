// What SQLite's codes mean to us. Private to this folder.
#pragma once

#include "base/result.h"

struct sqlite3;

namespace koltamga::db {

// The failure of the connection's last call. When a write failed in a way that leaves the disk's
// content unknown, sets `*stopped` (unless null).
Failure failure_of(sqlite3* connection, bool* stopped);
// What every write gets after that.
Failure refused_after_failed_write();

} // namespace koltamga::db

#include "db/sqlite_failure.h"

#include "db/failures.h"

#include <sqlite3.h>

#include <string>

namespace koltamga::db {
namespace {

std::string spelled(int extended) {
    return std::string("sqlite-") + std::to_string(extended) + " " + sqlite3_errstr(extended);
}

bool is_read_failure(int extended) {
    return extended == SQLITE_IOERR_READ || extended == SQLITE_IOERR_SHORT_READ ||
           extended == SQLITE_IOERR_ACCESS || extended == SQLITE_IOERR_FSTAT ||
           extended == SQLITE_IOERR_NOMEM;
}

Failure input_output(int extended, bool* stopped) {
    if (stopped != nullptr && !is_read_failure(extended)) {
        *stopped = true;
        return failure::stopped(spelled(extended));
    }
    return failure::unreadable(spelled(extended));
}

} // namespace

Failure failure_of(sqlite3* connection, bool* stopped) {
    const int extended = sqlite3_extended_errcode(connection);
    switch (extended & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return failure::locked();
    case SQLITE_FULL:
        return failure::full();
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CONSTRAINT: // rows that were never ours: our own statements keep the rules
    case SQLITE_MISMATCH:
    case SQLITE_ERROR: // a table or column is not there
        return failure::damaged(spelled(extended));
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        return failure::not_writable(spelled(extended));
    case SQLITE_IOERR:
        return input_output(extended, stopped);
    case SQLITE_NOMEM:
        throw std::bad_alloc();
    default:
        return failure::unreadable(spelled(extended));
    }
}

Failure refused_after_failed_write() {
    return failure::stopped("earlier-write-failed");
}

} // namespace koltamga::db

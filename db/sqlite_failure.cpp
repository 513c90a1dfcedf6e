#include "db/sqlite_failure.h"

#include "db/failures.h"

#include <sqlite3.h>

#include <cerrno>
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

// Only a plain write that finds no room is SQLITE_FULL; whatever else does says so by the system's
// error, and making the log's shared memory by its code alone.
bool no_room(sqlite3* connection, int extended) {
    const int error = sqlite3_system_errno(connection);
    return extended == SQLITE_IOERR_SHMSIZE || error == ENOSPC || error == EDQUOT;
}

// The shared memory holds nothing that has to last: without it nothing was written.
bool leaves_the_disk_unknown(int extended) {
    return !is_read_failure(extended) && extended != SQLITE_IOERR_SHMSIZE &&
           extended != SQLITE_IOERR_SHMOPEN && extended != SQLITE_IOERR_SHMMAP;
}

Failure input_output(sqlite3* connection, int extended, bool* stopped) {
    const bool full = no_room(connection, extended);
    if (stopped != nullptr && leaves_the_disk_unknown(extended)) {
        *stopped = true;
        return full ? failure::full() : failure::stopped(spelled(extended));
    }
    return full ? failure::full() : failure::unreadable(spelled(extended));
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
    case SQLITE_CANTOPEN:
        return no_room(connection, extended) ? failure::full()
                                             : failure::not_writable(spelled(extended));
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return failure::not_writable(spelled(extended));
    case SQLITE_IOERR:
        return input_output(connection, extended, stopped);
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

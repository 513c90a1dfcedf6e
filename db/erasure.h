// Letting personal data go: all of a person (erasure), or what a receipt makes superfluous
// (release). The chain, rule ids and verdict's kind stay. Private to this folder.
#pragma once

#include "db/operators.h"

namespace koltamga::db {

// Two entries: the application's last one, and the station's own, whose body keeps what outlives
// the person: reason, rule ids and verdict.
Done append_erasure(Connection& connection, const Session& session,
                    const ApplicationId& application, std::string_view reason,
                    const issuance::Stamp& stamp);

// Wraps, look-ups, sealed columns, derived row and draft go, in the caller's transaction. The
// application's blobs, whose files are destroyed after the commit.
Result<std::vector<std::string>> forget_application(Connection& connection,
                                                    const ApplicationId& application);
// Only the station's own: the row without its sealed column stays, and the centre's wrap.
Result<std::vector<std::string>> release_application(Connection& connection,
                                                     const ApplicationId& application);

Done destroy_blobs(const std::filesystem::path& folder, Connection& connection,
                   const std::vector<std::string>& names);

} // namespace koltamga::db

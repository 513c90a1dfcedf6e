// The rows derived from entries: application, look-ups, which entry names a blob. Written in the
// transaction that appends, and the same way when everything is derived anew. Private to this
// folder.
#pragma once

#include "db/key_ring.h"
#include "db/released.h"
#include "issuance/application.h"

namespace koltamga::db {

// What the journal alone says of one application.
enum class Standing {
    open,     // its bodies can be opened
    released, // the centre holds it, and the station's key is gone: what is derived stays
    erased,   // nothing derived may be left
    keyless,  // the key is gone without either: somebody took it away
};

// Those that were released: nothing personal is left, and the centre has signed for all of it.
inline constexpr std::string_view released_applications =
    "SELECT application FROM application WHERE personal IS NULL AND application NOT IN (SELECT "
    "subject FROM key_wrap WHERE holder='station') AND EXISTS (SELECT 1 FROM receipt WHERE "
    "receipt.kind='record' AND receipt.subject=application.application AND receipt.sequence>="
    "max(last_sequence, (SELECT max(sequence) FROM entry WHERE "
    "entry.subject=application.application)))";

Result<Standing> standing_of(Connection& connection, const ApplicationId& application);
// Those whose standing is `keyless`.
Result<std::vector<ApplicationId>> without_their_key(Connection& connection);

Result<std::vector<issuance::Entry>> read_entries(Connection& connection, const Subject& subject,
                                                  const SecretBytes* key);

// Writes the application's rows from its entries. Fails when the transition table refuses them.
Done derive(Connection& connection, const KeyRing& keys, const ApplicationId& application,
            std::span<const issuance::Entry> entries);

// Nothing: the rows are what the entries give; otherwise what differs, in stable words.
Result<std::optional<std::string>> difference(Connection& connection, const KeyRing& keys,
                                              const ApplicationId& application);

// Takes away everything derived that tells who it is: the sealed columns, look-ups, draft.
Done forget_personal(Connection& connection, const ApplicationId& application);

Result<std::optional<issuance::ApplicationRow>>
read_row(Connection& connection, const KeyRing& keys, const ApplicationId& application);

// The ids in the first column. Fails with db.damaged where one is none.
Result<std::vector<ApplicationId>> applications_of(Result<Statement> query);

Result<std::vector<ApplicationId>> all_applications(Connection& connection);

// Those whose rows were derived by a program that did not know whether they are settled.
Result<std::vector<ApplicationId>> not_reckoned(Connection& connection);

// What the row keeps of the certificate, also after the release; nothing: none was issued.
Result<std::optional<KeptCertificate>> kept_certificate(Connection& connection, const KeyRing& keys,
                                                        const ApplicationId& application);

// The row of a released application after one more entry of the station's own about it (its
// revocation); other entries change nothing.
Done derive_released(Connection& connection, const issuance::Entry& entry);

// Look-ups of every row under another ring's keys.
Done renew_look_ups(Connection& connection, const KeyRing& keys);

} // namespace koltamga::db

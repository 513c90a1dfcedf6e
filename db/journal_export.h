// The audit trail as one signed file, for somebody who does not have our programs.
//
// The file is CMS SignedData (DER, attached) by the journal key over UTF-8 text: a line
// `koltamga-export-1`, the signed head (text and signature line), a line `entries N`, and every
// header as it stands in the journal, each followed by an empty line. Bodies of the station's own
// entries that the session can open follow their header as a line `body-json <JSON>`.
#pragma once

#include "db/signed_head.h"
#include "db/station_journal.h"

namespace koltamga::db {

// Signs `content` as attached CMS with the journal key.
using ExportSigner = std::function<Result<Bytes>(BytesView content)>;

// The export's own entry (`journal.exported`), so that the audit trail says who has taken it where;
// before the head is signed that the export names. Any role may ask.
Done note_export(Connection& connection, const Session& session, const issuance::Stamp& at);

// The text that is to be signed. Any role may ask.
Result<std::string> export_text(Connection& connection, const StationId& station,
                                const Session& session, const SignedHead& head);

} // namespace koltamga::db

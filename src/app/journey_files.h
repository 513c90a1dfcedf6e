// The files an application leaves in the folder the clerk named.
#pragma once

#include "app/desk.h"
#include "app/terminal.h"

namespace koltamga::app {

// Paths, or null while there is nothing to write or no folder was named.
struct WrittenFiles {
    Json certificate, agreement, sheet, receipt;
    Json key = {};                              // custody `file`: handed over in this run
    std::vector<issuance::Loss> losses = {};    // that the centre told of when it was asked
    std::optional<Failure> stopped_by = {};     // why the journal was not sent to its end
    std::optional<sync::Waiting> waiting = {};  // why the centre, asked, gave no receipt
    std::string words(Language language) const; // a line for each, for people
};

// certificate.pem, agreement.pdf, certificate-sheet.pdf, receipt.der. Syncs first where asked, for
// the receipt; what sync could not do stands in the outbox and is told beside the files, no failure
// here. What it was told a restore had lost is told once, to whoever asked first.
Result<WrittenFiles> write_files(Desk& desk, const issuance::Application& application,
                                 const std::filesystem::path& out,
                                 std::optional<printing::Languages> languages, bool sync);

} // namespace koltamga::app

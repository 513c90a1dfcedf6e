// The files an application leaves in the folder the clerk named.
#pragma once

#include "app/desk.h"
#include "app/terminal.h"

namespace koltamga::app {

// Paths, or null while there is nothing to write or no folder was named.
struct WrittenFiles {
    Json certificate, agreement, sheet, receipt;
    Json key = {};                              // custody `file`: handed over in this run
    Json earlier_key = {};                      // another one that lay there, by its new name
    std::vector<issuance::Loss> losses = {};    // that the centre told of when it was asked
    std::optional<Failure> stopped_by = {};     // why the journal was not sent to its end
    std::optional<sync::Waiting> waiting = {};  // why the centre, asked, gave no receipt
    std::string words(Language language) const; // a line for each, for people
};

// Writes the applicant's PKCS#12 as key.p12. There is no other copy of such a key, so one that is
// there already is given another name and never replaced; that name, if so.
Result<Json> write_key(const std::filesystem::path& out, BytesView pkcs12);

// certificate.pem, agreement.pdf, certificate-sheet.pdf, receipt.der, and application.txt, which
// says whose they are; of a folder that held another application's, those go first. Syncs first
// where asked, for the receipt; what sync could not do stands in the outbox and is told beside the
// files, no failure here. What it was told a restore had lost is told once, to whoever asked first.
Result<WrittenFiles> write_files(Desk& desk, const issuance::Application& application,
                                 const std::filesystem::path& out,
                                 std::optional<printing::Languages> languages, bool sync);

} // namespace koltamga::app

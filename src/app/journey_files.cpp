#include "app/journey_files.h"

#include "app/words.h"
#include "base/file.h"
#include "base/log.h"
#include "crypto/certificate.h"

#include <algorithm>

namespace koltamga::app {
namespace {

void take_report(WrittenFiles& files, sync::Report report, const ApplicationId& application) {
    files.losses = std::move(report.losses);
    files.stopped_by = std::move(report.stopped_by);
    const auto waiting =
        std::ranges::find(report.waiting, application, &sync::Waiting::application);
    if (waiting != report.waiting.end()) {
        files.waiting = std::move(*waiting);
    }
}

void sync(const Station& station, const ApplicationId& application, WrittenFiles& files) {
    if (auto report = station.sync_once()) {
        take_report(files, std::move(report).value(), application);
    } else {
        files.stopped_by = report.failure();
    }
    if (files.stopped_by) {
        log::failure("sync", *files.stopped_by);
    }
}

// The centre's word for the whole record; an earlier one covers a part of it.
Result<std::optional<Bytes>> receipt_for(Desk& desk, const issuance::Application& application) {
    const auto& id = *application.id;
    KOLTAMGA_TRY(auto connection, desk.station().database().connect());
    KOLTAMGA_TRY(const auto state, db::application_state(connection, id));
    if (!application.finished() || !state || state->outbox != "receipted") {
        return std::optional<Bytes>();
    }
    KOLTAMGA_TRY(const auto outbox, desk.station().outbox());
    return outbox->record_receipt(id);
}

Result<Json> put(const std::filesystem::path& file, BytesView content) {
    KOLTAMGA_CHECK(write_file(file, content));
    return Json(std::filesystem::absolute(file).string());
}

std::string line(const Texts& what, const Json& path, Language language) {
    return path.is_null() ? std::string()
                          : "\n  " + in(language, what) + ": " + path.get<std::string>();
}

} // namespace

std::string WrittenFiles::words(Language language) const {
    return line({"сертификат", "сертификат", "certificate"}, certificate, language) +
           line({"макулдашуу", "соглашение", "agreement"}, agreement, language) +
           line({"сырсөз менен корголгон ачкыч", "ключ под паролем", "key, under the password"},
                key, language) +
           line({"сертификаттын барагы", "лист сертификата", "certificate sheet"}, sheet,
                language) +
           line({"борбордун тил каты", "квитанция центра", "centre's receipt"}, receipt, language);
}

Result<WrittenFiles> write_files(Desk& desk, const issuance::Application& application,
                                 const std::filesystem::path& out,
                                 std::optional<printing::Languages> languages, bool sync_first) {
    WrittenFiles files;
    // Before sync: a receipt may let the payload go, and the papers with it.
    Result<Bytes> agreement = Bytes();
    Result<Bytes> sheet = Bytes();
    if (!out.empty() && application.key) {
        agreement = desk.agreement(application, languages);
    }
    if (!out.empty() && application.certificate) {
        sheet = desk.certificate_sheet(application, languages);
    }
    if (sync_first) {
        sync(desk.station(), *application.id, files);
    }
    if (out.empty()) {
        return files;
    }
    KOLTAMGA_CHECK(make_private_folder(out));
    if (application.key) {
        KOLTAMGA_TRY(const auto paper, std::move(agreement));
        KOLTAMGA_TRY(files.agreement, put(out / "agreement.pdf", paper));
    }
    if (application.certificate) {
        KOLTAMGA_TRY(const auto paper, std::move(sheet));
        KOLTAMGA_TRY(files.sheet, put(out / "certificate-sheet.pdf", paper));
        KOLTAMGA_TRY(const auto certificate,
                     crypto::Certificate::parse(application.certificate->certificate));
        KOLTAMGA_TRY(files.certificate, put(out / "certificate.pem", bytes_of(certificate.pem())));
    }
    KOLTAMGA_TRY(const auto receipt, receipt_for(desk, application));
    if (receipt) {
        KOLTAMGA_TRY(files.receipt, put(out / "receipt.der", *receipt));
    }
    return files;
}

} // namespace koltamga::app

#include "app/journey_files.h"

#include "app/words.h"
#include "base/file.h"
#include "base/log.h"
#include "crypto/certificate.h"

#include <algorithm>
#include <array>

namespace koltamga::app {
namespace {

constexpr auto key_file = "key.p12";
constexpr std::size_t largest_key_file = 1024 * 1024;
constexpr std::array paper_names = {"certificate.pem", "agreement.pdf", "certificate-sheet.pdf",
                                    "receipt.der"};

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

// Whose papers lie there. Those of somebody else, which can be written again, go: nobody signs one
// person's paper with another's beside it.
Done take_folder(const std::filesystem::path& out, const ApplicationId& application) {
    KOLTAMGA_CHECK(make_private_folder(out));
    const auto marker = out / "application.txt";
    KOLTAMGA_TRY(const bool taken, is_there(marker));
    if (taken) {
        KOLTAMGA_TRY(const auto whose, read_file(marker, 100));
        if (text_of(whose) != application.text() + "\n") {
            for (const char* paper : paper_names) {
                std::error_code told_when_it_is_written;
                std::filesystem::remove(out / paper, told_when_it_is_written);
            }
        }
    }
    return write_file(marker, bytes_of(application.text() + "\n"));
}

// "key.earlier-1.p12", or the next that is free.
Result<std::filesystem::path> free_key_name(const std::filesystem::path& out) {
    for (int number = 1;; ++number) {
        auto name = out / ("key.earlier-" + std::to_string(number) + ".p12");
        KOLTAMGA_TRY(const bool taken, is_there(name));
        if (!taken) {
            return name;
        }
    }
}

// Its new name; null where there was none.
Result<Json> set_earlier_key_aside(const std::filesystem::path& out) {
    KOLTAMGA_TRY(const bool there, is_there(out / key_file));
    if (!there) {
        return Json();
    }
    KOLTAMGA_TRY(const auto aside, free_key_name(out));
    KOLTAMGA_TRY(const auto earlier, read_file(out / key_file, largest_key_file));
    KOLTAMGA_CHECK(write_file(aside, earlier));
    return Json(std::filesystem::absolute(aside).string());
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
           line({"ал жерде жаткан мурунку ачкыч эми мындай аталат",
                 "прежний ключ, лежавший там, теперь называется",
                 "an earlier key that lay there is now called"},
                earlier_key, language) +
           line({"сертификаттын барагы", "лист сертификата", "certificate sheet"}, sheet,
                language) +
           line({"борбордун тил каты", "квитанция центра", "centre's receipt"}, receipt, language);
}

Result<Json> write_key(const std::filesystem::path& out, BytesView pkcs12) {
    KOLTAMGA_CHECK(make_private_folder(out));
    KOLTAMGA_TRY(const auto earlier, set_earlier_key_aside(out));
    KOLTAMGA_CHECK(write_file(out / key_file, pkcs12));
    return earlier;
}

Result<WrittenFiles> write_files(Desk& desk, const issuance::Application& application,
                                 const std::filesystem::path& out,
                                 std::optional<printing::Languages> languages, bool sync_first) {
    WrittenFiles files;
    // Before sync: a receipt may let the payload go, and the papers with it.
    Result<Bytes> agreement = Bytes();
    Result<Bytes> sheet = Bytes();
    const bool to_be_signed = application.key && !application.cancelling;
    if (!out.empty() && to_be_signed) {
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
    KOLTAMGA_CHECK(take_folder(out, *application.id));
    if (to_be_signed) {
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

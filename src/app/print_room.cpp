#include "app/print_room.h"

#include "app/day_register.h"
#include "app/papers.h"
#include "crypto/hash.h"

#include <algorithm>

namespace koltamga::app {
namespace {

using issuance::Paper;

Failure no_sheet() {
    return fail(Code::print_no_sheet);
}

Result<Bytes> made(Desk& desk, const issuance::Application& application, Paper paper,
                   std::optional<printing::Languages> languages) {
    if (paper == Paper::refusal) {
        return desk.refusal(application, languages);
    }
    if (!application.has(paper)) {
        return paper == Paper::sheet ? no_sheet() : no_agreement();
    }
    return paper == Paper::sheet ? desk.certificate_sheet(application, languages)
                                 : desk.agreement(application, languages);
}

// As the paper says them: those the applicant accepted, where there is a key, else the profile's.
std::string languages_of(const Desk& desk, const issuance::Application& application, Paper paper,
                         std::optional<printing::Languages> wanted) {
    if (!wanted && paper != Paper::refusal && application.key) {
        return application.key->languages;
    }
    return std::string(to_text(wanted.value_or(default_languages(desk.profile()))));
}

PrintRun handed_over(const printing::Spooler& spooler, const printing::Printer& printer,
                     const printing::Order& order, BytesView pdf, unsigned first_copy,
                     std::stop_token stop) {
    PrintRun run;
    run.copy = first_copy;
    run.copies = order.copies;
    run.job.printer = printer.name;
    const auto job = spooler.send(printer, order, pdf, std::move(stop));
    if (job) {
        run.job = *job;
    } else {
        run.obstacle = job.failure();
    }
    return run;
}

Result<unsigned> registers_printed(Desk& desk, const std::string& day) {
    KOLTAMGA_TRY(const auto entries, desk.journal().station_entries());
    unsigned copies = 0;
    for (const auto& entry : entries) {
        if (entry.kind == issuance::Kind::register_printed) {
            KOLTAMGA_TRY(const auto body,
                         issuance::read_body<issuance::RegisterPrinted>(entry.body));
            copies = body.day == day ? std::max(copies, body.copy) : copies;
        }
    }
    return copies;
}

// The number of the first.
Result<unsigned> journal_register(Desk& desk, issuance::RegisterPrinted body, unsigned copies) {
    KOLTAMGA_TRY(const auto before, registers_printed(desk, body.day));
    std::vector<issuance::EntryDraft> drafts;
    for (body.copy = before + 1; body.copy <= before + copies; ++body.copy) {
        drafts.push_back({issuance::Kind::register_printed, std::nullopt, write(body)});
    }
    KOLTAMGA_TRY(const auto at, desk.station().stamp(desk.session().name));
    KOLTAMGA_TRY(const auto appended, desk.journal().append(drafts, at));
    return before + 1;
}

} // namespace

Paper usual_paper(const issuance::Application& application) {
    return application.has(Paper::refusal) ? Paper::refusal : Paper::agreement;
}

Result<PrintRun> send_paper(Desk& desk, const printing::Spooler& spooler,
                            const issuance::Application& application, Paper paper,
                            const PrintWish& wish, std::stop_token stop) {
    KOLTAMGA_CHECK(db::require_writer(desk.session()));
    KOLTAMGA_TRY(const auto pdf, made(desk, application, paper, wish.languages));
    KOLTAMGA_TRY(const auto printer, spooler.printer(wish.printer, stop));
    const auto languages = languages_of(desk, application, paper, wish.languages);
    KOLTAMGA_TRY(const auto after,
                 desk.runner().leaves_for_printer(
                     *application.id, {paper, wish.copies, languages, printer.name}, pdf));
    return handed_over(spooler, printer, {application.id->text(), wish.copies}, pdf,
                       after.copies_of(paper) - wish.copies + 1, std::move(stop));
}

Result<PrintRun> send_register(Desk& desk, const printing::Spooler& spooler, domain::Date day,
                               const PrintWish& wish, std::stop_token stop) {
    KOLTAMGA_CHECK(db::require_writer(desk.session()));
    KOLTAMGA_TRY(const auto record, day_register(desk, day));
    KOLTAMGA_TRY(const auto pdf, desk.day_register(record, wish.languages));
    KOLTAMGA_TRY(const auto printer, spooler.printer(wish.printer, stop));
    const auto languages = wish.languages.value_or(default_languages(desk.profile()));
    KOLTAMGA_TRY(const auto first, journal_register(desk,
                                                    {day.iso(), 1, std::string(to_text(languages)),
                                                     crypto::sha256(pdf), printer.name},
                                                    wish.copies));
    return handed_over(spooler, printer, {"register " + day.iso(), wish.copies}, pdf, first,
                       std::move(stop));
}

PrintRun follow_paper(PrintRun run, const printing::Spooler& spooler,
                      std::chrono::milliseconds wait, const printing::Spooler::Progress& progress,
                      std::stop_token stop) {
    if (!run.obstacle) {
        auto followed = spooler.follow(run.job, wait, progress, std::move(stop));
        run.last = std::move(followed.last);
        run.obstacle = std::move(followed.obstacle);
    }
    return run;
}

} // namespace koltamga::app

#include "printing/failures.h"

#include "printing/spooler.h"

namespace koltamga::printing {
namespace {

std::vector<Filling> named(const std::string& printer) {
    return {filling("printer", printer)};
}

Filling names_of(const std::vector<Printer>& printers) {
    std::string names;
    for (const auto& printer : printers) {
        names += (names.empty() ? "" : ", ") + printer.name;
    }
    return filling("printers", names);
}

} // namespace

Failure fonts_missing(std::string detail) {
    return fail(Code::printing_fonts_missing, std::move(detail));
}

Failure record_incomplete(std::string_view field) {
    return fail(Code::printing_record_incomplete, "field " + std::string(field));
}

Failure terms_unknown(std::string detail) {
    return fail(Code::printing_terms_unknown, std::move(detail));
}

Failure portrait_unusable(std::string detail) {
    return fail(Code::printing_portrait_unusable, std::move(detail));
}

Failure not_made(std::string detail) {
    return fail(Code::printing_not_made, std::move(detail));
}

Failure no_printer() {
    return fail(Code::print_no_printer);
}

Failure printer_unknown(const std::string& name, const std::vector<Printer>& printers) {
    return fail(Code::print_printer_unknown, {}, {filling("printer", name), names_of(printers)});
}

Failure printer_unchosen(const std::vector<Printer>& printers) {
    return fail(Code::print_printer_unchosen, std::to_string(printers.size()) + " printers",
                {names_of(printers)});
}

Failure printer_stopped(const std::string& printer) {
    return fail(Code::print_printer_stopped, {}, named(printer));
}

Failure out_of_paper(const std::string& printer) {
    return fail(Code::print_out_of_paper, {}, named(printer));
}

Failure printer_trouble(const std::string& printer, Texts trouble) {
    auto fillings = named(printer);
    fillings.push_back({"trouble", std::move(trouble)});
    return fail(Code::print_printer_trouble, {}, std::move(fillings));
}

Failure cancelled() {
    return fail(Code::print_cancelled);
}

Failure aborted(const std::string& printer) {
    return fail(Code::print_aborted, {}, named(printer));
}

Failure job_refused(std::string detail) {
    return fail(Code::print_refused, std::move(detail));
}

Failure not_answering(std::string detail) {
    return fail(Code::print_not_answering, std::move(detail));
}

Failure lost_sight(const std::string& printer, std::string detail) {
    return fail(Code::print_lost_sight, std::move(detail), named(printer));
}

} // namespace koltamga::printing

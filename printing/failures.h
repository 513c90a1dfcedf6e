// The places where this folder's failures are made, one for each code.
#pragma once

#include "base/result.h"

namespace koltamga::printing {

Failure fonts_missing(std::string detail);
Failure record_incomplete(std::string_view field);
Failure terms_unknown(std::string detail);
Failure portrait_unusable(std::string detail);
Failure not_made(std::string detail);

struct Printer;
Failure no_printer();
Failure printer_unknown(const std::string& name, const std::vector<Printer>& printers);
Failure printer_unchosen(const std::vector<Printer>& printers);
Failure printer_stopped(const std::string& printer);
Failure out_of_paper(const std::string& printer);
Failure printer_trouble(const std::string& printer, Texts trouble);
Failure cancelled();
Failure aborted(const std::string& printer);
Failure job_refused(std::string detail);
Failure not_answering(std::string detail);
Failure lost_sight(const std::string& printer, std::string detail);

} // namespace koltamga::printing

// A machine readable zone for people and for scripts.
#pragma once

#include "app/terminal.h"
#include "domain/mrz.h"

namespace koltamga::app {

// {status, format, lines, fields, checks, flaws: [{what, line, position}], reason}; lines and
// positions from 1.
Json mrz_json(const domain::Mrz& mrz);

// The lines as read, a mark below each place that is wrong, and each of them in a sentence.
std::string mrz_words(const domain::Mrz& mrz, Language language);

} // namespace koltamga::app

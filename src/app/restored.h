// A station that was restored from a backup: what it has to hear of the centre first.
#pragma once

#include "app/station.h"

#include <vector>

namespace koltamga::app {

// Asks, where the station does not know yet what a restore lost. Empty where there is nothing to
// ask, and where the centre did not answer. Fails as the database does.
Result<std::vector<issuance::Loss>> hear_what_was_lost(const Station& station);

// Whether the centre still has to tell what a restore lost.
Result<bool> losses_unheard(const Station& station);
std::string unheard_words(Language language);

} // namespace koltamga::app

// A station that was restored from a backup: what it has to hear of the centre first.
#pragma once

#include "app/station.h"

namespace koltamga::app {

// Before anything is decided or asked for: what is known here may not be all. Asks where the centre
// has not told yet what a restore lost; app.losses-heard when it told of something just now, for
// that is to be read first. Nothing where it could not be asked: the work goes on. Fails as reading
// the database does.
Done hear_first(const Station& station);

// Whether the centre still has to tell what a restore lost.
Result<bool> losses_unheard(const Station& station);
std::string unheard_words(Language language);

} // namespace koltamga::app

// What a restore lost, for people and scripts.
#pragma once

#include "app/terminal.h"
#include "issuance/ports.h"

#include <set>
#include <string>
#include <vector>

namespace koltamga::app {

// `here`: the applications of which the station still has some entries.
Json losses_json(const std::vector<issuance::Loss>& losses, const std::set<ApplicationId>& here);
// Empty when nothing was lost.
std::string losses_words(const std::vector<issuance::Loss>& losses,
                         const std::set<ApplicationId>& here, Language language);

} // namespace koltamga::app

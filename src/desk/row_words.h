// What stands in a list's line of an application, in words.
#pragma once

#include "desk/workplace.h"

namespace koltamga::desk {

// Where it stands: "Contact", "waits for the authority", "handed over".
Texts standing_of(const Row& row);
// A personal number as people read it: "2 0101 1990 00008"; what is none stays as it is.
std::string grouped_pin(const std::string& pin);

} // namespace koltamga::desk

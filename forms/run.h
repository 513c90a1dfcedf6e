// Opens the window, and ends when it is closed.
#pragma once

#include "desk/workplace.h"

#include <functional>
#include <memory>

namespace koltamga::forms {

// Opens the station; called on a thread of its own, and again when the clerk wants to try again.
using Opening = std::function<Result<std::unique_ptr<desk::Workplace>>(desk::Post)>;

// The window's language to begin with. The exit status; fails only where there is no display.
int run_window(int argc, char** argv, Opening opening, Language language);

} // namespace koltamga::forms

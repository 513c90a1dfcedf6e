// The terms by themselves, as the agreement has them: shown and read aloud before they are
// accepted.
#pragma once

#include "printing/template.h"

namespace koltamga::printing {

// Empty for a wording that this program does not hold.
std::vector<Section> agreement_terms(std::string_view version, const Texts& authority,
                                     const Texts& law);

} // namespace koltamga::printing

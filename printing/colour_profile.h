// The ICC profile of sRGB (IEC 61966-2-1), compiled in: what the papers' colours mean.
#pragma once

#include "base/bytes.h"

namespace koltamga::printing {

BytesView srgb_profile();

} // namespace koltamga::printing

// A JPEG's size, read from its header (ITU-T T.81, annex B). The picture itself goes into the PDF
// as it is: nothing here unpacks it.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

namespace koltamga::printing {

struct JpegSize {
    int width = 0;
    int height = 0;
};

// Fails with printing_portrait_unusable for what is no JPEG in grey or colour of 8 bits, is
// truncated, larger than 2 MB or 4000 pixels a side.
Result<JpegSize> jpeg_size(BytesView jpeg);

} // namespace koltamga::printing

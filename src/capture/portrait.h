// A portrait from a picture file: exactly one face, cut out and brought to one size.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <memory>

namespace koltamga::capture {

// 35 × 45 mm at 300 dots an inch.
inline constexpr int portrait_width = 413;
inline constexpr int portrait_height = 531;

struct Box {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
};

struct Portrait {
    Bytes jpeg; // portrait_width × portrait_height; the same bytes for the same picture
    int source_width = 0;
    int source_height = 0;
    Box face; // in the source picture
};

// Finds the face. Keeps the trained detector loaded; one thread at a time.
class FaceFinder {
  public:
    // Fails with portrait_detector_missing.
    static Result<FaceFinder> make();
    ~FaceFinder();
    FaceFinder(FaceFinder&&) noexcept;
    FaceFinder& operator=(FaceFinder&&) noexcept;

    // JPEG or PNG. Size and shape are judged from the header, before anything is unpacked.
    // Fails with portrait_not_an_image, portrait_damaged, portrait_too_large (over 20 MB or 40
    // megapixel), portrait_too_small, portrait_no_face or portrait_several_faces.
    Result<Portrait> read_portrait(BytesView file);

  private:
    struct Detector;
    explicit FaceFinder(std::unique_ptr<Detector> detector);
    std::unique_ptr<Detector> detector_;
};

} // namespace koltamga::capture

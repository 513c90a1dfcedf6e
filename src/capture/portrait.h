// A portrait from a picture file: exactly one face, cut out and brought to one size.
#pragma once

#include "issuance/ports.h"

#include <filesystem>
#include <memory>

namespace koltamga::capture {

// 35 × 45 mm at 300 dots an inch.
inline constexpr int portrait_width = 413;
inline constexpr int portrait_height = 531;

// Keeps the trained face detector loaded. One thread at a time.
class FaceReader final : public issuance::PortraitReader {
  public:
    // The detector that comes with OpenCV. Fails with portrait_detector_missing.
    static Result<FaceReader> make();
    static Result<FaceReader> make(const std::filesystem::path& detector);
    ~FaceReader() override;
    FaceReader(FaceReader&&) noexcept;
    FaceReader& operator=(FaceReader&&) noexcept;

    // A JPEG or PNG; the crop is portrait_width × portrait_height, the same bytes for the same
    // picture. Size and shape are judged from the header, before anything is unpacked. Fails with
    // portrait_not_an_image, portrait_damaged, portrait_too_large (over 20 MB or 40 megapixel),
    // portrait_too_small, portrait_no_face or portrait_several_faces.
    Result<issuance::Portrait> read(BytesView file) override;

  private:
    struct Detector;
    explicit FaceReader(std::unique_ptr<Detector> detector);
    std::unique_ptr<Detector> detector_;
};

} // namespace koltamga::capture

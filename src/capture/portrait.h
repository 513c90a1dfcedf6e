// A portrait from a picture file: exactly one face, cut out and brought to one size.
#pragma once

#include "issuance/ports.h"

#include <filesystem>
#include <memory>

namespace koltamga::capture {

// 35 × 45 mm at 300 dots an inch.
inline constexpr int portrait_width = 413;
inline constexpr int portrait_height = 531;

// What a picture file may be at most; the office's profile says it.
struct PictureLimits {
    std::size_t octets = std::size_t{10} << 20U;
    std::uint64_t pixels = 50'000'000;
};

// portrait_too_large, with the limits in its sentence.
Failure picture_too_large(const PictureLimits& limits, std::string detail);

// Keeps the trained face detector loaded. One thread at a time.
class FaceReader final : public issuance::PortraitReader {
  public:
    // The detector that comes with OpenCV. Fails with portrait_detector_missing.
    static Result<FaceReader> make(const PictureLimits& limits = {});
    static Result<FaceReader> make(const std::filesystem::path& detector,
                                   const PictureLimits& limits = {});
    ~FaceReader() override;
    FaceReader(FaceReader&&) noexcept;
    FaceReader& operator=(FaceReader&&) noexcept;

    // A JPEG or PNG; the crop is portrait_width × portrait_height, the same bytes for the same
    // picture. Size and shape are judged from the header, before anything is unpacked. Fails with
    // portrait_not_an_image, portrait_damaged, portrait_too_large (beyond the limits),
    // portrait_too_small, portrait_no_face or portrait_several_faces.
    Result<issuance::Portrait> read(BytesView file) override;

  private:
    struct Detector;
    Result<issuance::Portrait> read_unguarded(BytesView file);
    FaceReader(std::unique_ptr<Detector> detector, const PictureLimits& limits);
    std::unique_ptr<Detector> detector_;
    PictureLimits limits_;
};

} // namespace koltamga::capture

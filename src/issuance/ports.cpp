#include "issuance/ports.h"

#include <algorithm>

namespace koltamga::issuance {
namespace {

constexpr std::array<std::string_view, 3> statuses = {"valid", "unconfirmed", "revoked"};

} // namespace

std::optional<Digest> digest_from(std::string_view text) {
    const auto octets = from_hex(text);
    Digest digest{};
    if (!octets || octets->size() != digest.size() || hex(*octets) != text) {
        return std::nullopt;
    }
    std::ranges::copy(*octets, digest.begin());
    return digest;
}

std::string_view name_of(CertificateStatus status) {
    return statuses.at(static_cast<std::size_t>(status));
}

std::optional<CertificateStatus> certificate_status_named(std::string_view name) {
    const auto* at = std::ranges::find(statuses, name);
    return at == statuses.end()
               ? std::nullopt
               : std::optional(static_cast<CertificateStatus>(at - statuses.begin()));
}

} // namespace koltamga::issuance

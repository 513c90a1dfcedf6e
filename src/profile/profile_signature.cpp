#include "profile/profile_signature.h"

#include "crypto/base64.h"

namespace koltamga::profile {
namespace {

constexpr std::string_view mark = "# signature koltamga-profile-1 ";
constexpr std::string_view context = "koltamga-profile-1\n";

Failure unsigned_profile(std::string_view what) {
    return fail(Code::profile_unsigned, std::string(what));
}

Failure wrong_signature(std::string_view what) {
    return fail(Code::profile_signature_wrong, std::string(what));
}

Failure other_profile(std::string_view what) {
    return fail(Code::profile_other, std::string(what));
}

struct Parts {
    std::string_view content;   // every octet before the signature's line
    std::string_view signature; // base64; empty: none
};

// Only the very last line counts, with or without a line end after it.
Parts parts_of(std::string_view text) {
    auto body = text;
    if (!body.empty() && body.back() == '\n') {
        body.remove_suffix(1);
    }
    if (!body.empty() && body.back() == '\r') {
        body.remove_suffix(1);
    }
    const auto end = body.rfind('\n');
    const auto start = end == std::string_view::npos ? 0 : end + 1;
    const auto line = body.substr(start);
    if (line.substr(0, mark.size()) != mark) {
        return {text, {}};
    }
    return {text.substr(0, start), line.substr(mark.size())};
}

std::string signed_octets(std::string_view content) {
    return std::string(context) + std::string(content);
}

} // namespace

Result<std::string> sign_profile(std::string_view text, const crypto::KeyPair& agency) {
    std::string content(parts_of(text).content);
    if (!content.empty() && content.back() != '\n') {
        content += '\n';
    }
    KOLTAMGA_CHECK(check_profile_size(content));
    const auto signature = agency.sign(bytes_of(signed_octets(content)));
    return content + std::string(mark) + crypto::to_base64(signature) + '\n';
}

Done verify_profile(std::string_view text, std::string_view agency_key) {
    const auto parts = parts_of(text);
    if (parts.signature.empty()) {
        return unsigned_profile("no-signature-line");
    }
    const auto signature = crypto::from_base64(parts.signature);
    const auto spki = crypto::from_base64(agency_key);
    if (!signature || !spki) {
        return wrong_signature(signature ? "agency-key" : "base64");
    }
    const auto key = crypto::PublicKey::parse(*spki);
    if (!key) {
        return wrong_signature("agency-key");
    }
    if (!key->verify(bytes_of(signed_octets(parts.content)), *signature)) {
        return wrong_signature("does-not-verify");
    }
    return {};
}

PinnedProfile pin_of(const OfficeProfile& profile) {
    return {profile.id, profile.version, profile.agency_key, profile.practice};
}

Done check_succession(const PinnedProfile& pinned, const OfficeProfile& profile) {
    if (profile.id != pinned.id) {
        return other_profile("id");
    }
    if (profile.practice != pinned.practice) {
        return other_profile("practice");
    }
    if (profile.agency_key != pinned.agency_key) {
        return other_profile("agency-key");
    }
    if (profile.version < pinned.version) {
        return fail(Code::profile_older, "version " + std::to_string(profile.version) + " known " +
                                             std::to_string(pinned.version));
    }
    return {};
}

} // namespace koltamga::profile

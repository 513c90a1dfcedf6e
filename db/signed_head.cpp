#include "db/signed_head.h"

#include "db/failures.h"
#include "db/head_lines.h"

namespace koltamga::db {
namespace {

constexpr std::string_view title = "koltamga-head-1";
constexpr std::size_t longest_signature = 128; // DER of ECDSA over P-256 takes at most 72

Failure malformed(const char* what) {
    return failure::head_malformed(what);
}

} // namespace

std::string compose(const Head& head) {
    return compose_head_lines(title, head);
}

Result<Head> parse_head(std::string_view text) {
    TextLines lines(text);
    auto head = read_head_lines(lines, title);
    if (!head || !lines.at_end() || compose(*head) != text) {
        return malformed("head-text");
    }
    return std::move(*head);
}

std::string compose(const SignedHead& head) {
    return compose(head.head) + "signature " + koltamga::hex(BytesView(head.signature)) + '\n';
}

Result<SignedHead> parse_signed_head(std::string_view text) {
    const auto at = text.find("signature ");
    if (at == std::string_view::npos) {
        return malformed("signature-missing");
    }
    KOLTAMGA_TRY(auto head, parse_head(text.substr(0, at)));
    TextLines lines(text.substr(at));
    const auto digits = lines.value("signature");
    auto signature = digits ? from_hex(*digits) : std::nullopt;
    if (!signature || signature->empty() || signature->size() > longest_signature) {
        return malformed("signature-text");
    }
    SignedHead signed_head{std::move(head), std::move(*signature)};
    if (compose(signed_head) != text) {
        return malformed("signature-spelling");
    }
    return signed_head;
}

} // namespace koltamga::db

#include "crypto/openssl.h"

#include <algorithm>
#include <climits>

namespace koltamga::crypto {
namespace {

std::string in_kebab_case(std::string_view words) {
    std::string text(words);
    std::ranges::transform(text, text.begin(), [](char c) {
        if (c >= 'A' && c <= 'Z') {
            return static_cast<char>(c - 'A' + 'a');
        }
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
    });
    return text;
}

} // namespace

X509StackPtr stack_of(std::span<const Certificate> certificates) {
    X509StackPtr stack(must_have(sk_X509_new_null(), "sk_X509_new_null"));
    for (const auto& certificate : certificates) {
        must(X509_add_cert(stack.get(), Native::certificate(certificate), X509_ADD_FLAG_UP_REF) ==
                 1,
             "X509_add_cert");
    }
    return stack;
}

std::string take_error() {
    const auto error = ERR_get_error();
    ERR_clear_error();
    const char* reason = error == 0 ? nullptr : ERR_reason_error_string(error);
    return reason == nullptr ? "unknown" : in_kebab_case(reason);
}

void must(bool worked, const char* call) {
    if (!worked) {
        throw OpensslError(std::string(call) + ": " + take_error());
    }
}

BioPtr reading_bio(BytesView content) {
    must(content.size() <= INT_MAX, "BIO length");
    static const char none = 0;
    return BioPtr(must_have(
        BIO_new_mem_buf(content.empty() ? static_cast<const void*>(&none) : content.data(),
                        static_cast<int>(content.size())),
        "BIO_new_mem_buf"));
}

BioPtr writing_bio() {
    return BioPtr(must_have(BIO_new(BIO_s_mem()), "BIO_new"));
}

Bytes content_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    const auto* begin = reinterpret_cast<const std::uint8_t*>(data);
    return size > 0 ? Bytes(begin, begin + size) : Bytes();
}

} // namespace koltamga::crypto

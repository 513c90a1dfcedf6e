#include "crypto/base64.h"

#include "crypto/failures.h"
#include "crypto/openssl.h"

#include <algorithm>
#include <climits>

namespace koltamga::crypto {
namespace {

constexpr std::size_t pem_line = 64;

bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/';
}

// How many '=' end the text; nothing when anything but letters stands before them.
std::optional<std::size_t> padding_of(std::string_view text) {
    const auto letters = std::ranges::find_if_not(text, is_letter) - text.begin();
    const auto rest = text.substr(static_cast<std::size_t>(letters));
    if (rest.size() > 2 || rest != std::string_view("==").substr(0, rest.size())) {
        return std::nullopt;
    }
    return rest.size();
}

std::string without_line_ends(std::string_view text) {
    std::string line;
    std::ranges::copy_if(text, std::back_inserter(line),
                         [](char c) { return c != '\n' && c != '\r'; });
    return line;
}

} // namespace

std::string to_base64(BytesView bytes) {
    must(bytes.size() < INT_MAX / 2, "base 64 length");
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(),
                                     static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

Result<Bytes> from_base64(std::string_view text) {
    const auto padding = padding_of(text);
    if (text.size() % 4 != 0 || text.size() > INT_MAX || !padding) {
        return base64_unreadable("not-base64");
    }
    if (text.empty()) {
        return Bytes();
    }
    Bytes bytes(text.size() / 4 * 3);
    const int size =
        EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                        static_cast<int>(text.size()));
    must(size >= 0 && static_cast<std::size_t>(size) == bytes.size(), "EVP_DecodeBlock");
    bytes.erase(bytes.end() - static_cast<std::ptrdiff_t>(*padding), bytes.end());
    // Two spellings of the same octets (bits set under the padding) are one too many.
    return to_base64(bytes) == text ? Result<Bytes>(std::move(bytes))
                                    : base64_unreadable("not-canonical");
}

std::string to_pem(std::string_view label, BytesView der) {
    const std::string text = to_base64(der);
    std::string pem = "-----BEGIN " + std::string(label) + "-----\n";
    for (std::size_t at = 0; at < text.size(); at += pem_line) {
        pem += text.substr(at, pem_line) + "\n";
    }
    return pem + "-----END " + std::string(label) + "-----\n";
}

Result<Bytes> from_pem(std::string_view label, std::string_view text) {
    const std::string begin = "-----BEGIN " + std::string(label) + "-----";
    const std::string end = "-----END " + std::string(label) + "-----";
    const auto from = text.find(begin);
    if (from == std::string_view::npos) {
        return base64_unreadable("no-pem-begin");
    }
    const auto to = text.find(end, from);
    if (to == std::string_view::npos) {
        return base64_unreadable("no-pem-end");
    }
    const auto start = from + begin.size();
    return from_base64(without_line_ends(text.substr(start, to - start)));
}

} // namespace koltamga::crypto

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

bool is_no_line_end(char c) {
    return c != '\n' && c != '\r';
}

std::string_view view_of(BytesView text) {
    return {reinterpret_cast<const char*>(text.data()), text.size()};
}

void shorten(Bytes& bytes, std::size_t size) {
    bytes.resize(size);
}
void shorten(SecretBytes& bytes, std::size_t size) {
    bytes.shrink(size);
}

// Two spellings of the same octets (bits set under the padding) are one too many.
template <class Octets>
bool is_spelled(const Octets& bytes, std::string_view text) {
    Octets again(text.size() + 1); // and a zero
    EVP_EncodeBlock(again.data(), bytes.data(), static_cast<int>(bytes.size()));
    return view_of({again.data(), text.size()}) == text;
}

// Whatever lies in memory meanwhile is of the same kind as the result.
template <class Octets>
Result<Octets> decoded(std::string_view text) {
    const auto padding = padding_of(text);
    if (text.size() % 4 != 0 || text.size() > INT_MAX || !padding) {
        return base64_unreadable("not-base64");
    }
    if (text.empty()) {
        return Octets();
    }
    Octets bytes(text.size() / 4 * 3);
    const int size =
        EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                        static_cast<int>(text.size()));
    must(size >= 0 && static_cast<std::size_t>(size) == bytes.size(), "EVP_DecodeBlock");
    shorten(bytes, bytes.size() - *padding);
    return is_spelled(bytes, text) ? Result<Octets>(std::move(bytes))
                                   : base64_unreadable("not-canonical");
}

// What stands between the lines that begin and end the first block of that label.
Result<std::string_view> pem_block(std::string_view label, std::string_view text) {
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
    return text.substr(start, to - start);
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
    return decoded<Bytes>(text);
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
    KOLTAMGA_TRY(const auto block, pem_block(label, text));
    std::string line;
    std::ranges::copy_if(block, std::back_inserter(line), is_no_line_end);
    return decoded<Bytes>(line);
}

Result<SecretBytes> secret_from_pem(std::string_view label, BytesView text) {
    KOLTAMGA_TRY(const auto block, pem_block(label, view_of(text)));
    SecretBytes line(block.size());
    const auto rest = std::ranges::copy_if(block, line.data(), is_no_line_end).out;
    line.shrink(static_cast<std::size_t>(rest - line.data()));
    return decoded<SecretBytes>(view_of(line.view()));
}

} // namespace koltamga::crypto

#include "custody/package.h"

#include "crypto/seal.h"
#include "custody/failures.h"

#include <algorithm>
#include <charconv>

namespace koltamga::custody {
namespace {

constexpr std::size_t package_limit = 256 * 1024;
constexpr std::string_view cloud_title = "koltamga-cloud-key-1";
constexpr std::string_view file_title = "koltamga-file-key-1";
constexpr std::size_t mac_key_octets = 32;
constexpr std::size_t mac_salt_octets = 16;
constexpr std::uint32_t most_mac_rounds = 10'000'000;

std::string header_of(std::string_view title, const Binding& binding) {
    return std::string(title) + "\napplication " + binding.application.text() + "\npublic-key " +
           hex(binding.public_key) + "\n";
}

std::string closed(std::string header) {
    return header + "\n";
}

Bytes joined(BytesView first, BytesView second) {
    Bytes whole(first.begin(), first.end());
    whole.insert(whole.end(), second.begin(), second.end());
    return whole;
}

// Takes the header apart line by line: `name value`, each in its place, nothing else.
class Header {
  public:
    explicit Header(BytesView text) : rest_(text) {}

    bool title(std::string_view expected) { return line() == expected; }
    bool closes() { return line().empty() && !broken_; }
    BytesView rest() const { return rest_; }

    std::string field(std::string_view name) {
        const auto text = line();
        const bool named =
            text.size() > name.size() && text.starts_with(name) && text[name.size()] == ' ';
        broken_ |= !named;
        return named ? text.substr(name.size() + 1) : std::string();
    }
    bool broken() const { return broken_; }

  private:
    std::string line() {
        const auto end = std::ranges::find(rest_, std::uint8_t{'\n'});
        if (end == rest_.end()) {
            broken_ = true;
            return {};
        }
        const auto size = static_cast<std::size_t>(end - rest_.begin());
        auto text = text_of(rest_.first(size));
        rest_ = rest_.subspan(size + 1);
        return text;
    }
    BytesView rest_;
    bool broken_ = false;
};

std::optional<Binding> read_binding(Header& header) {
    const auto written = header.field("application");
    const auto application = ApplicationId::parse(written);
    const auto digits = header.field("public-key");
    const auto digest = from_hex(digits);
    // One spelling only, or two packages could say the same.
    if (header.broken() || !application || application->text() != written || !digest ||
        digest->size() != crypto::Digest().size() || hex(*digest) != digits) {
        return std::nullopt;
    }
    Binding binding{*application};
    std::ranges::copy(*digest, binding.public_key.begin());
    return binding;
}

struct Parts {
    Binding binding;
    BytesView rest;
};

Result<Parts> read_cloud_parts(BytesView content) {
    Header header(content);
    if (!header.title(cloud_title)) {
        return package_unreadable("title");
    }
    const auto binding = read_binding(header);
    if (!binding || !header.closes()) {
        return package_unreadable("header-malformed");
    }
    return Parts{*binding, header.rest()};
}

Result<CloudPackage> opened(Result<crypto::SignedContent> content) {
    if (!content) {
        return content.failed_with(Code::crypto_cms_unreadable)
                   ? package_unreadable(content.failure().detail)
                   : package_refused(content.failure().detail);
    }
    KOLTAMGA_TRY(const auto parts, read_cloud_parts(content->content));
    return CloudPackage{parts.binding, content->signer, content->signed_at,
                        Bytes(parts.rest.begin(), parts.rest.end())};
}

bool read_rounds(const std::string& text, std::uint32_t& rounds) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rounds);
    return error == std::errc() && end == text.data() + text.size() && rounds >= 1 &&
           rounds <= most_mac_rounds && std::to_string(rounds) == text;
}

// The header of a file package; the MAC's key is not in it yet.
Result<FilePackage> read_file_header(Header& header) {
    if (!header.title(file_title)) {
        return package_unreadable("title");
    }
    const auto binding = read_binding(header);
    const auto salt = from_hex(header.field("mac-salt"));
    const auto rounds = header.field("mac-rounds");
    FilePackage package{binding.value_or(Binding{ApplicationId::from_random(
                            std::array<std::uint8_t, ApplicationId::random_octets>{})}),
                        {},
                        {}};
    if (!binding || !salt || salt->size() != mac_salt_octets ||
        !read_rounds(rounds, package.mac.rounds) || !header.closes()) {
        return package_unreadable("header-malformed");
    }
    package.mac.salt = *salt;
    return package;
}

} // namespace

Result<Bytes> make_cloud_package(const Binding& binding, BytesView encrypted_pkcs8,
                                 const crypto::Certificate& vault, const SignPackage& sign) {
    const auto header = closed(header_of(cloud_title, binding));
    KOLTAMGA_TRY(const auto envelope,
                 crypto::envelope(joined(bytes_of(header), encrypted_pkcs8), vault));
    return sign(joined(bytes_of(header), envelope));
}

Result<CloudPackage> read_cloud_package(BytesView package, const crypto::PathQuestion& stations) {
    if (package.size() > package_limit) {
        return package_unreadable("too-large");
    }
    return opened(crypto::verify_cms(package, stations));
}

Result<CloudPackage> read_cloud_package(BytesView package,
                                        std::span<const crypto::Certificate> stations) {
    if (package.size() > package_limit) {
        return package_unreadable("too-large");
    }
    return opened(crypto::verify_cms(package, stations));
}

Result<Bytes> open_cloud_package(const CloudPackage& package, const crypto::KeyPair& vault_key,
                                 const crypto::Certificate& vault) {
    KOLTAMGA_TRY(const auto plain, crypto::open_envelope(package.envelope, vault_key, vault));
    KOLTAMGA_TRY(const auto parts, read_cloud_parts(plain.view()));
    if (parts.binding != package.binding) {
        return package_refused("inner-binding");
    }
    return Bytes(parts.rest.begin(), parts.rest.end());
}

Bytes make_file_package(const Binding& binding, BytesView encrypted_pkcs8,
                        const crypto::Pkcs12Mac& mac, const SecretBytes& secret) {
    const auto header = closed(header_of(file_title, binding) + "mac-salt " + hex(mac.salt) +
                               "\nmac-rounds " + std::to_string(mac.rounds) + "\n");
    SecretBytes plain(mac.key.size() + encrypted_pkcs8.size());
    std::ranges::copy(mac.key.view(), plain.data());
    std::ranges::copy(encrypted_pkcs8, plain.data() + mac.key.size());
    return joined(bytes_of(header), crypto::seal(secret.view(), plain.view(), bytes_of(header)));
}

Result<FilePackage> open_file_package(BytesView package, const SecretBytes& secret) {
    if (package.size() > package_limit) {
        return package_unreadable("too-large");
    }
    Header header(package);
    KOLTAMGA_TRY(auto read, read_file_header(header));
    const auto associated = package.first(package.size() - header.rest().size());
    KOLTAMGA_TRY(const auto plain, crypto::open_secret(secret.view(), header.rest(), associated));
    if (plain.size() <= mac_key_octets) {
        return package_unreadable("content-short");
    }
    read.mac.key = SecretBytes(plain.view().first(mac_key_octets));
    const auto encrypted = plain.view().subspan(mac_key_octets);
    read.encrypted_pkcs8.assign(encrypted.begin(), encrypted.end());
    return read;
}

} // namespace koltamga::custody

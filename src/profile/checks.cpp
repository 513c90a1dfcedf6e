#include "profile/checks.h"

#include "base/file.h"
#include "crypto/certificate.h"
#include "crypto/hash.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace koltamga::profile {
namespace {

bool begins_with(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

Texts right_certificate() {
    return {"PEM же «{ file = …, sha256 = … }»", "PEM или «{ file = …, sha256 = … }»",
            "PEM, or { file = …, sha256 = … }"};
}

// Checks one certificate's octets; its PEM, or nothing after a refusal.
std::string certificate_pem(TableReader& table, const Node& node, const std::string& spelled,
                            std::string_view octets) {
    const auto certificate = crypto::Certificate::parse(bytes_of(octets));
    if (!certificate) {
        const auto right = right_certificate();
        table.refuse(node, about(spelled, " — сертификат эмес; туурасы: " + right[0],
                                 " — не сертификат; верно было бы: " + right[1],
                                 " is no certificate (" + certificate.failure().detail +
                                     "); right would be " + right[2]));
        return {};
    }
    return certificate->pem();
}

// A file of the profile's own folder, by its plain name.
bool is_plain_name(std::string_view name) {
    return !name.empty() && name.front() != '.' &&
           name.find_first_of("/\\:") == std::string_view::npos &&
           name.find('\0') == std::string_view::npos;
}

bool has_hash(const Result<Bytes>& octets, const std::string& sha256) {
    return octets && hex(crypto::sha256(*octets)) == sha256;
}

Result<Bytes> copied_certificate(const CertificateFiles& files, const std::string& sha256) {
    return read_file(files.copies / sha256, crypto::certificate_limit);
}

// The hash is what the signature covers: wherever the octets lie, they are these.
Result<Bytes> certificate_file(const CertificateFiles& files, const std::string& file,
                               const std::string& sha256) {
    auto octets = read_file(files.beside / file, crypto::certificate_limit);
    if (!has_hash(octets, sha256) && !files.copies.empty() && is_plain_name(sha256)) {
        if (auto copy = copied_certificate(files, sha256); has_hash(copy, sha256)) {
            return copy;
        }
    }
    return octets;
}

std::string certificate_from_file(TableReader& table, const Node& node, const std::string& spelled,
                                  CertificateFiles& files) {
    TableReader reference(table.schema(), &node, spelled);
    std::string file;
    std::string sha256;
    reference.text("file", file, Need::required);
    reference.text("sha256", sha256, Need::required);
    reference.done();
    if (table.schema().trouble()) {
        return {};
    }
    const auto refuse = [&](std::string_view ky, std::string_view ru, std::string_view en) {
        table.refuse(node, about(spelled, ky, ru, en), TroubleKind::certificate_file);
        return std::string();
    };
    if (!is_plain_name(file)) {
        return refuse(": файл профилдин жанында жатып, папкасыз аталышы керек",
                      ": файл должен лежать рядом с профилем и называться без папки",
                      ": the file must lie beside the profile and be named without a folder");
    }
    auto octets = certificate_file(files, file, sha256);
    if (!octets) {
        return refuse(": файлды окуу мүмкүн эмес", ": файл не читается",
                      ": the file cannot be read");
    }
    if (!has_hash(octets, sha256)) {
        return refuse(": файлдын SHA-256 суммасы башка", ": у файла другая сумма SHA-256",
                      ": the file's SHA-256 is another one");
    }
    files.read_now.push_back(std::move(*octets));
    return certificate_pem(table, node, spelled, text_of(files.read_now.back()));
}

std::string certificate_of(TableReader& table, const Node& node, const std::string& spelled,
                           CertificateFiles& files) {
    if (node.kind == Node::Kind::table) {
        return certificate_from_file(table, node, spelled, files);
    }
    if (node.kind != Node::Kind::text) {
        table.refuse(node, is_of_kind(spelled, node.kind, right_certificate()));
        return {};
    }
    return certificate_pem(table, node, spelled, node.text);
}

bool is_host_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == ':' || c == '[' || c == ']';
}

// A number without leading zeros.
bool is_arc(std::string_view arc) {
    return !arc.empty() && arc.find_first_not_of("0123456789") == std::string_view::npos &&
           (arc.size() == 1 || arc.front() != '0');
}

} // namespace

bool is_address(std::string_view text, Scheme scheme) {
    constexpr std::string_view https = "https://";
    constexpr std::string_view http = "http://";
    if (begins_with(text, https)) {
        text.remove_prefix(https.size());
    } else if (scheme == Scheme::http_too && begins_with(text, http)) {
        text.remove_prefix(http.size());
    } else {
        return false;
    }
    const auto host = text.substr(0, text.find('/'));
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
        return c > 0x20 && c < 0x7f && c != '?' && c != '#' && c != '@' && c != '\\' && c != '"';
    });
    return plain && !host.empty() && host.front() != ':' && text.back() != '/' &&
           std::all_of(host.begin(), host.end(), is_host_character);
}

bool is_dotted_oid(std::string_view text) {
    constexpr std::size_t longest = 128;
    std::vector<std::string_view> arcs;
    for (auto rest = text; text.size() <= longest && !rest.empty();) {
        const auto point = std::min(rest.find('.'), rest.size());
        arcs.push_back(rest.substr(0, point));
        rest.remove_prefix(point == rest.size() ? point : point + 1);
    }
    if (arcs.size() < 2 || text.back() == '.' || !std::all_of(arcs.begin(), arcs.end(), is_arc)) {
        return false;
    }
    // X.660: below 0 and 1 there are forty arcs, 0 to 39.
    const bool forty = arcs[1].size() == 1 || (arcs[1].size() == 2 && arcs[1] < "40");
    return arcs[0] == "2" || ((arcs[0] == "0" || arcs[0] == "1") && forty);
}

void read_certificate(TableReader& table, std::string_view key, std::string& into, Need need,
                      CertificateFiles& files) {
    if (const auto* node = table.find(key, need)) {
        into = certificate_of(table, *node, table.spelled(key), files);
    }
}

void read_certificates(TableReader& table, std::string_view key, std::vector<std::string>& into,
                       Need need, CertificateFiles& files) {
    const auto* list = table.find(key, Node::Kind::list, need);
    if (!list) {
        return;
    }
    for (const auto& item : list->items) {
        into.push_back(certificate_of(table, item, table.spelled(key), files));
    }
    if (into.empty() && need == Need::required) {
        table.refuse(*list, is_empty(table.spelled(key)));
    }
}

bool is_weak_algorithm(std::string_view name) {
    if (begins_with(name, "rsa-")) {
        unsigned bits = 0;
        const auto size = name.substr(4);
        const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), bits);
        return error == std::errc() && end == size.data() + size.size() && bits < 3072;
    }
    constexpr std::string_view weak[] = {"rsa",     "dsa",     "ec-p192",   "ec-p224",
                                         "ec-p160", "rsa1024", "secp192r1", "secp224r1"};
    return begins_with(name, "dsa-") ||
           std::find(std::begin(weak), std::end(weak), name) != std::end(weak);
}

} // namespace koltamga::profile

// Reading the extensions of RFC 5280 §4.2 and RFC 3739 §3.2.6, each strictly.
#include "crypto/certificate_facts.h"
#include "crypto/der.h"

namespace koltamga::crypto {
namespace {

using Facts = CertificateFacts;
using Strings = std::vector<std::string>;

// The elements of one SEQUENCE that is all there is.
std::optional<der::Reader> only_sequence(BytesView content) {
    der::Reader outer(content);
    const auto sequence = outer.next(der::sequence_tag);
    return sequence && outer.at_end() ? std::optional(der::Reader(sequence->content))
                                      : std::nullopt;
}

std::optional<long> small_integer(BytesView content) {
    if (content.empty() || content.size() > 3 || (content[0] & 0x80U) != 0) {
        return std::nullopt;
    }
    long value = 0;
    for (const auto octet : content) {
        value = value * 256 + octet;
    }
    return value;
}

bool read_basic_constraints(BytesView content, Facts& facts) {
    constexpr std::uint8_t boolean_tag = 0x01;
    auto parts = only_sequence(content);
    if (!parts) {
        return false;
    }
    if (const auto authority = parts->next(boolean_tag)) {
        // DER: true is FF, and false, the default, is left out.
        if (authority->content.size() != 1 || authority->content[0] != 0xff) {
            return false;
        }
        facts.authority = true;
    }
    if (const auto length = parts->next(der::integer_tag)) {
        facts.path_length = small_integer(length->content);
        return facts.path_length && parts->at_end();
    }
    return parts->at_end();
}

bool read_key_usage(BytesView content, Facts& facts) {
    der::Reader outer(content);
    const auto bits = outer.next(der::bit_string_tag);
    if (!bits || !outer.at_end() || bits->content.size() < 2 || bits->content.size() > 3 ||
        bits->content[0] > 7) {
        return false;
    }
    const auto octets = bits->content.subspan(1);
    for (unsigned bit = 0; bit < 9 && bit / 8 < octets.size(); ++bit) {
        if ((octets[bit / 8] & (0x80U >> (bit % 8))) != 0) {
            facts.key_usage.push_back(static_cast<KeyUsage>(bit));
        }
    }
    facts.has_key_usage = true;
    const int at = X509_get_ext_by_NID(facts.native.get(), NID_key_usage, -1);
    facts.key_usage_critical =
        X509_EXTENSION_get_critical(X509_get_ext(facts.native.get(), at)) != 0;
    return true;
}

bool add_oid(Strings& into, const std::optional<der::Element>& element) {
    const auto text = element ? der::oid_text(element->content) : std::nullopt;
    if (text) {
        into.push_back(*text);
    }
    return text.has_value();
}

bool read_extended_key_usage(BytesView content, Facts& facts) {
    auto purposes = only_sequence(content);
    if (!purposes || purposes->at_end()) {
        return false;
    }
    while (!purposes->at_end()) {
        if (!add_oid(facts.extended_key_usage, purposes->next(der::oid_tag))) {
            return false;
        }
    }
    return true;
}

bool read_policies(BytesView content, Facts& facts) {
    auto policies = only_sequence(content);
    if (!policies || policies->at_end()) {
        return false;
    }
    while (!policies->at_end()) {
        const auto policy = policies->next(der::sequence_tag);
        if (!policy || !add_oid(facts.policies, der::Reader(policy->content).next(der::oid_tag))) {
            return false;
        }
    }
    return true;
}

// A list of nothing but these, and at least one.
bool is_list_of(BytesView info, std::uint8_t tag) {
    auto items = only_sequence(info);
    bool all = items && !items->at_end();
    while (all && !items->at_end()) {
        all = items->next(tag).has_value();
    }
    return all;
}

// ETSI EN 319 412-5 §4.2: the compliance and the device statement say nothing more; type and
// legislation are lists. Anything else there would be read by others and not by us.
bool is_well_formed(std::string_view oid, BytesView info) {
    if (oid == qc::compliance || oid == qc::sscd) {
        return info.empty();
    }
    if (oid == qc::type) {
        return is_list_of(info, der::oid_tag);
    }
    return oid != qc::legislation || is_list_of(info, der::printable_tag);
}

bool read_statement(const der::Element& statement, Facts& facts) {
    der::Reader parts(statement.content);
    const auto id = parts.next(der::oid_tag);
    const auto oid = id ? der::oid_text(id->content) : std::nullopt;
    if (!oid) {
        return false;
    }
    Bytes info;
    if (!parts.at_end()) {
        const auto value = parts.next();
        if (!value || !parts.at_end()) {
            return false;
        }
        info.assign(value->whole.begin(), value->whole.end());
    }
    if (!is_well_formed(*oid, info)) {
        return false;
    }
    facts.statements.push_back({*oid, std::move(info)});
    return true;
}

bool read_statements(BytesView content, Facts& facts) {
    auto statements = only_sequence(content);
    if (!statements || statements->at_end()) {
        return false;
    }
    while (!statements->at_end()) {
        const auto statement = statements->next(der::sequence_tag);
        if (!statement || !read_statement(*statement, facts)) {
            return false;
        }
    }
    return true;
}

bool read_subject_key_id(BytesView content, Facts& facts) {
    der::Reader outer(content);
    const auto id = outer.next(der::octet_string_tag);
    if (!id || !outer.at_end()) {
        return false;
    }
    facts.subject_key_id.assign(id->content.begin(), id->content.end());
    return true;
}

bool read_authority_key_id(BytesView content, Facts& facts) {
    auto parts = only_sequence(content);
    if (!parts) {
        return false;
    }
    if (const auto id = parts->next(der::instead(0))) {
        facts.authority_key_id.assign(id->content.begin(), id->content.end());
    }
    return true;
}

constexpr unsigned uri_name = 6; // GeneralName ::= CHOICE { … uniformResourceIdentifier [6] … }

// DistributionPoint.distributionPoint [0] . fullName [0] . GeneralNames
bool read_crl_urls(BytesView content, Facts& facts) {
    auto points = only_sequence(content);
    if (!points) {
        return false;
    }
    while (!points->at_end()) {
        const auto point = points->next(der::sequence_tag);
        if (!point) {
            return false;
        }
        const auto name = der::Reader(point->content).next(der::around(0));
        const auto full = name ? der::Reader(name->content).next(der::around(0)) : std::nullopt;
        der::Reader names(full ? full->content : BytesView());
        while (const auto uri = names.next()) {
            if (uri->tag == der::instead(uri_name)) {
                facts.crl_urls.push_back(text_of(uri->content));
            }
        }
    }
    return true;
}

bool read_access(BytesView content, Facts& facts) {
    auto accesses = only_sequence(content);
    if (!accesses) {
        return false;
    }
    while (!accesses->at_end()) {
        const auto access = accesses->next(der::sequence_tag);
        Strings method;
        der::Reader parts(access ? access->content : BytesView());
        if (!add_oid(method, parts.next(der::oid_tag))) {
            return false;
        }
        const auto place = parts.next(der::instead(uri_name));
        if (place && method[0] == "1.3.6.1.5.5.7.48.1") { // id-ad-ocsp
            facts.ocsp_urls.push_back(text_of(place->content));
        }
    }
    return true;
}

struct KnownExtension {
    std::string_view oid;
    bool (*read)(BytesView, Facts&);
};

constexpr KnownExtension known[] = {
    {"2.5.29.19", read_basic_constraints},  {"2.5.29.15", read_key_usage},
    {"2.5.29.37", read_extended_key_usage}, {"2.5.29.32", read_policies},
    {"1.3.6.1.5.5.7.1.3", read_statements}, {"2.5.29.14", read_subject_key_id},
    {"2.5.29.35", read_authority_key_id},   {"2.5.29.31", read_crl_urls},
    {"1.3.6.1.5.5.7.1.1", read_access},
};

} // namespace

bool read_extensions(CertificateFacts& facts, std::string& malformed) {
    for (const auto& [oid, read] : known) {
        const auto found = facts.extensions.find(oid);
        if (found != facts.extensions.end() && !read(found->second, facts)) {
            malformed = oid;
            return false;
        }
    }
    return true;
}

std::vector<std::string> within_statement(const std::vector<QcStatement>& statements,
                                          std::string_view oid, std::uint8_t tag) {
    std::vector<std::string> found;
    for (const auto& statement : statements) {
        auto items = statement.oid == oid ? only_sequence(statement.info) : std::nullopt;
        while (const auto item = items ? items->next(tag) : std::nullopt) {
            if (tag == der::oid_tag) {
                add_oid(found, item);
            } else {
                found.push_back(text_of(item->content));
            }
        }
    }
    return found;
}

} // namespace koltamga::crypto

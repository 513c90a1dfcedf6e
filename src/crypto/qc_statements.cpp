// The statements of ETSI EN 319 412-5 V2.4.1, clause 4 and 5.
#include "crypto/certificate_builder.h"
#include "crypto/der.h"

namespace koltamga::crypto::qc {
namespace {

Bytes sequence_of(const std::vector<Bytes>& elements) {
    Bytes content;
    for (const auto& element : elements) {
        content.insert(content.end(), element.begin(), element.end());
    }
    return der::element(der::sequence_tag, content);
}

} // namespace

QcStatement make_compliance() {
    return {compliance, {}};
}

QcStatement make_sscd() {
    return {sscd, {}};
}

QcStatement make_type(const std::vector<std::string>& types) {
    std::vector<Bytes> elements;
    for (const auto& oid : types) {
        elements.push_back(der::oid(oid));
    }
    return {type, sequence_of(elements)};
}

QcStatement make_legislation(const std::vector<std::string>& countries) {
    std::vector<Bytes> elements;
    for (const auto& country : countries) {
        elements.push_back(der::element(der::printable_tag, country));
    }
    return {legislation, sequence_of(elements)};
}

QcStatement make_pds(const std::vector<PdsLocation>& locations) {
    std::vector<Bytes> elements;
    for (const auto& location : locations) {
        elements.push_back(der::sequence({der::element(der::ia5_tag, location.url),
                                          der::element(der::printable_tag, location.language)}));
    }
    return {pds, sequence_of(elements)};
}

QcStatement make_limit_value(const std::string& currency, std::uint32_t amount,
                             std::uint32_t exponent) {
    return {limit_value, der::sequence({der::element(der::printable_tag, currency),
                                        der::integer(amount), der::integer(exponent)})};
}

QcStatement make_retention(std::uint32_t years) {
    return {retention, der::integer(years)};
}

} // namespace koltamga::crypto::qc

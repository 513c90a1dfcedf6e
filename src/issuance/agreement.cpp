#include "issuance/agreement.h"

namespace koltamga::issuance {
namespace {

// A line feed inside a value would forge a line; the domain's types hold none, and this keeps it
// so.
void line(std::string& record, std::string_view name, std::string_view value) {
    record += name;
    record += ' ';
    for (const char letter : value) {
        record += letter == '\n' || letter == '\r' ? ' ' : letter;
    }
    record += '\n';
}

std::string iso(const std::optional<domain::Date>& date) {
    return date ? date->iso() : "-";
}

void applicant_lines(std::string& record, const domain::Identity& identity) {
    line(record, "pin", identity.pin);
    line(record, "surname", identity.names.surname);
    line(record, "given-names", identity.names.given_names);
    line(record, "surname-cyrillic", identity.names.surname_cyrillic);
    line(record, "given-names-cyrillic", identity.names.given_names_cyrillic);
    line(record, "patronymic", identity.names.patronymic);
    line(record, "sex", to_text(identity.sex));
    line(record, "birth-date", identity.birth_date ? identity.birth_date->iso() : "-");
    line(record, "document", identity.document.type + " " + identity.document.number);
    line(record, "document-issued", iso(identity.document.issued));
    line(record, "document-expires", iso(identity.document.expires));
    line(record, "document-issuer", identity.document.issuer);
}

} // namespace

std::string agreement_record(const Application& application, const Policy& policy,
                             const Accepted& accepted, const Digest& key_fingerprint) {
    constexpr auto english = static_cast<std::size_t>(Language::en);
    const auto& paper = policy.paper;
    std::string record = "koltamga-agreement-record-1\n";
    line(record, "application", application.id->text());
    line(record, "authority", paper.authority[english] + ", " + paper.identification[english]);
    line(record, "office", paper.office_code + " " + paper.office[english]);
    line(record, "station", policy.station);
    line(record, "law", paper.law[english]);
    applicant_lines(record, application.identity->identity);
    line(record, "email", application.contact->email);
    line(record, "phone", application.contact->phone);
    line(record, "portrait-sha256", hex(application.portrait->sha256));
    line(record, "terms", accepted.version + " " + policy.terms_sha256);
    line(record, "terms-language", accepted.language);
    line(record, "terms-accepted", to_text(accepted.at) + " " + accepted.how);
    line(record, "operator", accepted.by);
    line(record, "custody", policy.custody == Custody::cloud ? "cloud" : "file");
    line(record, "public-key-sha256", hex(key_fingerprint));
    return record;
}

// Its line is "terms VERSION HASH".
std::string terms_hash_in(std::string_view record) {
    constexpr std::string_view name = "\nterms ";
    const auto start = record.find(name);
    if (start == record.npos) {
        return {};
    }
    const auto line = record.substr(start + name.size(),
                                    record.find('\n', start + name.size()) - start - name.size());
    const auto blank = line.rfind(' ');
    return std::string(blank == line.npos ? std::string_view() : line.substr(blank + 1));
}

} // namespace koltamga::issuance

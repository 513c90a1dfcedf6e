#include "practice/certification_authority_records.h"

#include "base/file.h"
#include "practice/failures.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace koltamga::practice {
namespace {

using Json = nlohmann::json;
using issuance::CertificateStatus;

Bytes octets(const Json& line, const char* name) {
    auto bytes = from_hex(line.at(name).get<std::string>());
    if (!bytes) {
        throw Json::other_error::create(501, "not hexadecimal", &line);
    }
    return std::move(*bytes);
}

Instant instant(const Json& line, const char* name) {
    const auto time = instant_from(line.at(name).get<std::string>());
    if (!time) {
        throw Json::other_error::create(501, "not an instant", &line);
    }
    return *time;
}

Json line_of(const IssuedRecord& record) {
    const auto& certificate = record.certificate;
    return {{"kind", "issued"},
            {"serial", certificate.serial},
            {"certificate", hex(certificate.certificate)},
            {"key", certificate.public_key},
            {"pin", certificate.pin},
            {"time", to_text(certificate.issued)},
            {"confirmed", certificate.status == CertificateStatus::valid},
            {"transaction", record.transaction},
            {"request", record.request},
            {"message", hex(record.message)}};
}

IssuedRecord issued_from(const Json& line) {
    IssuedRecord record;
    auto& certificate = record.certificate;
    certificate.serial = line.at("serial");
    certificate.certificate = octets(line, "certificate");
    certificate.public_key = line.at("key");
    certificate.pin = line.at("pin");
    certificate.issued = instant(line, "time");
    certificate.status =
        line.at("confirmed") ? CertificateStatus::valid : CertificateStatus::unconfirmed;
    record.transaction = line.at("transaction");
    record.request = line.at("request");
    record.message = octets(line, "message");
    return record;
}

void revoke(IssuedRecord& record, Instant at, int reason, std::string_view remark) {
    record.certificate.status = CertificateStatus::revoked;
    record.certificate.revoked = at;
    record.certificate.reason = reason;
    record.certificate.remark = remark;
}

} // namespace

Result<AuthorityRecords> AuthorityRecords::open(std::filesystem::path file) {
    AuthorityRecords records(std::move(file));
    KOLTAMGA_CHECK(records.read());
    return records;
}

Done AuthorityRecords::read() {
    std::error_code none;
    const auto size = std::filesystem::file_size(file_, none);
    if (none) {
        return {};
    }
    KOLTAMGA_TRY(const auto content, read_file(file_, size));
    const std::string text = text_of(content);
    std::size_t whole = 0;
    for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', whole)) {
        if (!apply(std::string_view(text).substr(whole, end - whole))) {
            return authority_damaged("records-line " + std::to_string(whole));
        }
        whole = end + 1;
    }
    if (whole != text.size()) { // a power cut left half a line
        return write_file(file_, BytesView(content).first(whole));
    }
    return {};
}

bool AuthorityRecords::apply(std::string_view text) {
    try {
        const Json line = Json::parse(text);
        const std::string kind = line.at("kind");
        if (kind == "issued") {
            issued_.push_back(issued_from(line));
            return true;
        }
        if (kind == "waiting") {
            waiting_.push_back({line.at("transaction"), octets(line, "message"), line.at("key")});
            return true;
        }
        if (kind == "refused") {
            return end_waiting(line.at("transaction").get<std::string>());
        }
        IssuedRecord* record = found(line.at("serial").get<std::string>());
        if (record == nullptr) {
            return false;
        }
        if (kind == "confirmed") {
            record->certificate.status = CertificateStatus::valid;
        } else if (kind == "revoked") {
            revoke(*record, instant(line, "time"), line.at("reason"),
                   line.at("remark").get<std::string>());
        } else if (kind == "remarked") {
            record->certificate.remark = line.at("remark");
        }
        return kind == "confirmed" || kind == "revoked" || kind == "remarked";
    } catch (const Json::exception&) {
        return false;
    }
}

Done AuthorityRecords::append(const std::string& line) {
    KOLTAMGA_CHECK(append_file(file_, bytes_of(line + '\n')));
    return apply(line) ? Done() : authority_damaged("records-line-unfit");
}

Done AuthorityRecords::issued(IssuedRecord record) {
    return append(line_of(record).dump());
}

Done AuthorityRecords::waiting(OpenTransaction transaction) {
    return append(Json{{"kind", "waiting"},
                       {"transaction", transaction.id},
                       {"message", hex(transaction.message)},
                       {"key", transaction.public_key}}
                      .dump());
}

bool AuthorityRecords::end_waiting(std::string_view transaction) {
    const auto at = std::ranges::find(waiting_, transaction, &OpenTransaction::id);
    if (at == waiting_.end()) {
        return false;
    }
    at->refused = true;
    return true;
}

Done AuthorityRecords::refused(std::string_view transaction) {
    return open_transaction(transaction) == nullptr
               ? Done()
               : append(Json{{"kind", "refused"}, {"transaction", transaction}}.dump());
}

Done AuthorityRecords::confirmed(std::string_view serial) {
    return append(Json{{"kind", "confirmed"}, {"serial", serial}}.dump());
}

Done AuthorityRecords::revoked(std::string_view serial, Instant at, int reason,
                               std::string_view remark) {
    return append(Json{
        {"kind", "revoked"},
        {"serial", serial},
        {"time", to_text(at)},
        {"reason", reason},
        {"remark",
         remark}}.dump());
}

Done AuthorityRecords::remarked(std::string_view serial, std::string_view remark) {
    return append(Json{{"kind", "remarked"}, {"serial", serial}, {"remark", remark}}.dump());
}

IssuedRecord* AuthorityRecords::found(std::string_view serial) {
    const auto at = std::ranges::find_if(
        issued_, [&](const IssuedRecord& record) { return record.certificate.serial == serial; });
    return at == issued_.end() ? nullptr : &*at;
}

const IssuedRecord* AuthorityRecords::find(std::string_view serial) const {
    const auto at = std::ranges::find_if(
        issued_, [&](const IssuedRecord& record) { return record.certificate.serial == serial; });
    return at == issued_.end() ? nullptr : &*at;
}

const IssuedRecord* AuthorityRecords::of_transaction(std::string_view id) const {
    const auto at = std::find_if(issued_.rbegin(), issued_.rend(), [&](const IssuedRecord& record) {
        return record.transaction == id;
    });
    return id.empty() || at == issued_.rend() ? nullptr : &*at;
}

const OpenTransaction* AuthorityRecords::open_transaction(std::string_view id) const {
    const auto at = std::ranges::find(waiting_, id, &OpenTransaction::id);
    return id.empty() || at == waiting_.end() ? nullptr : &*at;
}

} // namespace koltamga::practice

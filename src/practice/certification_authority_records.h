// What the practice CA has issued, refused and revoked: a file of lines, only ever added to.
//
// Each line is one JSON object, durable when the call returns. A line that a power cut left
// unfinished at the end is dropped at the next start; any other damage is a failure. Internal.
#pragma once

#include "practice/certification_authority.h"

#include <optional>

namespace koltamga::practice {

// A request the CA has said "waiting" to.
struct OpenTransaction {
    std::string id;         // hexadecimal
    Bytes message;          // the CMP request, DER
    std::string public_key; // SHA-256, hexadecimal
    bool refused = false;   // it ended without a certificate
};

// One certificate with the transaction it came from.
struct IssuedRecord {
    IssuedCertificate certificate;
    std::string transaction; // hexadecimal; empty: not by CMP
    std::string request;     // SHA-256 of the PKCS#10 or CertTemplate, hexadecimal
    Bytes message;           // the CMP request, DER
};

class AuthorityRecords {
  public:
    static Result<AuthorityRecords> open(std::filesystem::path file);

    Done issued(IssuedRecord record);
    Done waiting(OpenTransaction transaction);
    // The waiting ended in a refusal; nothing if that transaction never waited.
    Done refused(std::string_view transaction);
    Done confirmed(std::string_view serial);
    Done revoked(std::string_view serial, Instant at, int reason, std::string_view remark);
    Done remarked(std::string_view serial, std::string_view remark);

    const std::vector<IssuedRecord>& all() const { return issued_; }
    const std::vector<OpenTransaction>& open_transactions() const { return waiting_; }
    const IssuedRecord* find(std::string_view serial) const;
    // The newest certificate of a transaction.
    const IssuedRecord* of_transaction(std::string_view id) const;
    const OpenTransaction* open_transaction(std::string_view id) const;

  private:
    explicit AuthorityRecords(std::filesystem::path file) : file_(std::move(file)) {}
    Done append(const std::string& line);
    Done read();
    bool apply(std::string_view line);
    bool end_waiting(std::string_view transaction);
    IssuedRecord* found(std::string_view serial);

    std::filesystem::path file_;
    std::vector<IssuedRecord> issued_;
    std::vector<OpenTransaction> waiting_;
};

} // namespace koltamga::practice

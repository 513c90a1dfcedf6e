#include "practice/certification_authority.h"

#include "base/file.h"
#include "crypto/crl.h"
#include "practice/certification_authority_faults.h"
#include "practice/certification_authority_profile.h"
#include "practice/certification_authority_records.h"
#include "practice/cmp_server.h"
#include "practice/failures.h"
#include "practice/ocsp_responder.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <mutex>
#include <thread>

namespace koltamga::practice {
namespace {

using issuance::CertificateStatus;
using namespace std::chrono_literals;

// PKIFailureInfo and CRLReason numbers used here.
constexpr unsigned bad_request = 2;
constexpr unsigned bad_cert_id = 4;
constexpr unsigned cert_revoked = 10;
constexpr unsigned transaction_id_in_use = 21;
constexpr unsigned not_authorized = 23;
constexpr unsigned system_failure = 25;
constexpr int cessation_of_operation = 5;

constexpr int station_years = 2;
constexpr int service_years = 5;
constexpr std::chrono::seconds poll_pause = 1s;

constexpr auto crl_number_file = "crl-number";

// Of the last list (RFC 5280 §5.2.3: only rises); 0 before the first. Where it cannot be read, no
// number is safe to go on from.
Result<std::uint64_t> last_crl_number(const std::filesystem::path& folder) {
    std::error_code none;
    if (!std::filesystem::exists(folder / crl_number_file, none)) {
        return std::uint64_t{0};
    }
    const auto content = read_file(folder / crl_number_file, 32);
    const auto text = content ? text_of(*content) : std::string();
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc() && std::string_view(end) == "\n";
    return whole ? Result(number) : authority_damaged("crl-number");
}

bool allows(const crypto::Certificate& certificate, std::string_view purpose) {
    const auto& purposes = certificate.extended_key_usage();
    return std::ranges::find(purposes, purpose) != purposes.end();
}

} // namespace

class CertificationAuthority::Work final : public CmpDesk {
  public:
    Work(AuthoritySettings settings, const Clock& clock, AuthorityKeys keys,
         AuthorityRecords records, std::uint64_t crl_number)
        : settings_(std::move(settings)), clock_(clock), keys_(std::move(keys)),
          records_(std::move(records)), crl_number_(crl_number),
          server_({keys_.root, keys_.issuing, keys_.responder, keys_.responder_key}, *this) {}

    Bytes cmp(BytesView request);
    Bytes ocsp(BytesView request);
    Bytes crl();
    Result<crypto::Certificate> issue(crypto::CertificateTemplate content,
                                      const crypto::PublicKey& key, IssuedRecord record);
    Result<crypto::Certificate> issue_for_station(const StationId& station,
                                                  const crypto::CertificateRequest& request,
                                                  std::vector<std::string> purposes);
    Result<crypto::Certificate> issue_for_service(const ServiceOrder& order);
    template <class Wanted>
    std::vector<IssuedCertificate> certificates(Wanted wanted);
    bool transaction_open(std::string_view key);
    Done revoke_found(std::string_view serial, int reason);

    // CmpDesk; called with the lock held.
    CmpDecision decide(const CmpRequest& request) override;
    std::optional<std::chrono::seconds> still_waiting(const std::string& transaction) override;
    bool confirm(const std::string& transaction, BytesView certificate_hash,
                 const std::optional<std::string>& rejection) override;
    std::optional<CmpRefusal> revoke(const std::string& serial, int reason) override;
    Bytes opening_message(const std::string& transaction) override;
    bool may_ask(const crypto::Certificate& station) override;

    std::mutex mutex_;
    Faults faults_;
    const AuthorityKeys& keys() const { return keys_; }

  private:
    Instant now() const { return clock_.now() + faults_.clock; }
    void drop_unconfirmed();
    Result<std::uint64_t> next_crl_number();
    std::optional<CmpDecision> already_decided(const CmpRequest& request);
    CmpDecision refuse(const CmpRequest& request);
    CmpDecision begin_waiting(const CmpRequest& request);
    CmpDecision grant(const CmpRequest& request);
    Result<crypto::Certificate> make(crypto::CertificateTemplate& content,
                                     const crypto::PublicKey& key);

    AuthoritySettings settings_;
    const Clock& clock_;
    AuthorityKeys keys_;
    AuthorityRecords records_;
    std::map<std::string, int> polls_left_;
    std::uint64_t crl_number_;
    CmpServer server_;
};

Bytes CertificationAuthority::Work::cmp(BytesView request) {
    std::unique_lock lock(mutex_);
    if (const auto pause = faults_.slow; pause > 0s) {
        lock.unlock();
        std::this_thread::sleep_for(pause);
        lock.lock();
    }
    drop_unconfirmed();
    Bytes answer = server_.answer(request);
    if (Faults::strikes(faults_.lose_answer)) {
        return {};
    }
    if (Faults::strikes(faults_.answer_twice)) {
        const Bytes again = answer;
        answer.insert(answer.end(), again.begin(), again.end());
    }
    return answer;
}

CmpDecision CertificationAuthority::Work::decide(const CmpRequest& request) {
    if (auto before = already_decided(request)) {
        return *before;
    }
    if (faults_.refusing) {
        return refuse(request);
    }
    const bool first = request.moment == CmpRequest::Moment::first;
    if (request.moment == CmpRequest::Moment::replayed ||
        (first && (faults_.waiting > 0 || records_.open_transaction(request.transaction)))) {
        return begin_waiting(request);
    }
    return grant(request);
}

CmpDecision CertificationAuthority::Work::refuse(const CmpRequest& request) {
    if (!records_.refused(request.transaction)) {
        return CmpRefusal{system_failure, "records cannot be written"};
    }
    return CmpRefusal{not_authorized, "refused for practice"};
}

// The same request of the same transaction has the same answer, however often it is asked.
std::optional<CmpDecision>
CertificationAuthority::Work::already_decided(const CmpRequest& request) {
    const auto* record = records_.of_transaction(request.transaction);
    const bool again = request.moment == CmpRequest::Moment::first;
    if (record == nullptr || (again && faults_.no_deduplication)) {
        return std::nullopt;
    }
    if (record->request != hex(crypto::sha256(request.content))) {
        return CmpRefusal{transaction_id_in_use, "another request has this transaction id"};
    }
    if (record->certificate.status == CertificateStatus::revoked) {
        return CmpRefusal{cert_revoked, "this transaction's certificate was dropped"};
    }
    auto certificate = crypto::Certificate::parse(record->certificate.certificate);
    if (!certificate) {
        return CmpRefusal{system_failure, "records are damaged"};
    }
    return CmpGrant{std::move(*certificate), faults_.granted_with_modifications};
}

CmpDecision CertificationAuthority::Work::begin_waiting(const CmpRequest& request) {
    const auto* open = records_.open_transaction(request.transaction);
    if (open == nullptr &&
        !records_.waiting({request.transaction, request.message, hex(request.key.fingerprint())})) {
        return CmpRefusal{system_failure, "records cannot be written"};
    }
    polls_left_.try_emplace(request.transaction, faults_.waiting);
    return CmpWait{};
}

std::optional<std::chrono::seconds>
CertificationAuthority::Work::still_waiting(const std::string& transaction) {
    const auto left = polls_left_.find(transaction);
    if (left == polls_left_.end() || left->second <= 0) {
        return std::nullopt;
    }
    --left->second;
    return poll_pause;
}

CmpDecision CertificationAuthority::Work::grant(const CmpRequest& request) {
    const auto pin = pin_of(request.subject);
    if (pin.empty()) {
        return CmpRefusal{bad_request, "the subject names no person"};
    }
    auto content = holder_template(request.subject, now(), settings_);
    if (faults_.granted_with_modifications) {
        content.not_after = content.not_before + std::chrono::days(180);
    }
    IssuedRecord record;
    record.certificate.pin = pin;
    record.certificate.status = CertificateStatus::unconfirmed;
    record.transaction = request.transaction;
    record.request = hex(crypto::sha256(request.content));
    record.message = request.message;
    const auto key = faults_.wrong_certificate == "key"
                         ? crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256).public_key()
                         : request.key;
    make_wrong(content, faults_.wrong_certificate);
    auto certificate = issue(std::move(content), key, std::move(record));
    if (!certificate) {
        return CmpRefusal{system_failure, "the certificate could not be made or recorded"};
    }
    return CmpGrant{std::move(*certificate), faults_.granted_with_modifications};
}

bool CertificationAuthority::Work::confirm(const std::string& transaction,
                                           BytesView certificate_hash,
                                           const std::optional<std::string>& rejection) {
    const auto& all = records_.all();
    const auto found = std::find_if(all.rbegin(), all.rend(), [&](const IssuedRecord& record) {
        const auto hash = crypto::sha256(record.certificate.certificate);
        return record.transaction == transaction && std::ranges::equal(hash, certificate_hash);
    });
    if (found == all.rend()) {
        return false;
    }
    const auto serial = found->certificate.serial;
    const auto status = found->certificate.status;
    if (rejection) {
        return static_cast<bool>(
            faults_.keep_unconfirmed
                ? records_.remarked(serial, *rejection)
                : records_.revoked(serial, now(), cessation_of_operation, *rejection));
    }
    return status == CertificateStatus::valid ||
           (status == CertificateStatus::unconfirmed && records_.confirmed(serial));
}

std::optional<CmpRefusal> CertificationAuthority::Work::revoke(const std::string& serial,
                                                               int reason) {
    const auto* record = records_.find(serial);
    if (record == nullptr) {
        return CmpRefusal{bad_cert_id, "no such certificate"};
    }
    if (record->certificate.status == CertificateStatus::revoked) {
        return CmpRefusal{cert_revoked, "revoked already"};
    }
    if (!records_.revoked(serial, now(), reason, {})) {
        return CmpRefusal{system_failure, "records cannot be written"};
    }
    return std::nullopt;
}

Bytes CertificationAuthority::Work::opening_message(const std::string& transaction) {
    if (const auto* record = records_.of_transaction(transaction)) {
        return record->message;
    }
    const auto* open = records_.open_transaction(transaction);
    return open == nullptr ? Bytes() : open->message;
}

bool CertificationAuthority::Work::may_ask(const crypto::Certificate& station) {
    const auto* record = records_.find(station.serial());
    return allows(station, crypto::purpose::cmc_ra) && record != nullptr &&
           record->certificate.status == CertificateStatus::valid;
}

void CertificationAuthority::Work::drop_unconfirmed() {
    if (faults_.keep_unconfirmed) {
        return;
    }
    const auto limit = now() - settings_.unconfirmed_limit;
    std::vector<std::string> late;
    for (const auto& record : records_.all()) {
        if (record.certificate.status == CertificateStatus::unconfirmed &&
            record.certificate.issued < limit) {
            late.push_back(record.certificate.serial);
        }
    }
    for (const auto& serial : late) {
        // A record that cannot be written now is tried again with the next message.
        static_cast<void>(records_.revoked(serial, now(), cessation_of_operation, "unconfirmed"));
    }
}

Result<crypto::Certificate> CertificationAuthority::Work::make(crypto::CertificateTemplate& content,
                                                               const crypto::PublicKey& key) {
    if (faults_.wrong_certificate != "issuer") {
        return crypto::make_certificate(content, key, keys_.issuing, keys_.issuing_key);
    }
    const auto stranger = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    crypto::CertificateTemplate own;
    own.subject = keys_.issuing.subject();
    own.not_before = keys_.issuing.not_before();
    own.not_after = keys_.issuing.not_after();
    own.basic_constraints = crypto::BasicConstraints{true, std::nullopt};
    own.key_usage = {crypto::KeyUsage::certificate_sign};
    KOLTAMGA_TRY(const auto issuer, crypto::make_self_signed(own, stranger));
    return crypto::make_certificate(content, key, issuer, stranger);
}

Result<crypto::Certificate> CertificationAuthority::Work::issue(crypto::CertificateTemplate content,
                                                                const crypto::PublicKey& key,
                                                                IssuedRecord record) {
    KOLTAMGA_TRY(auto certificate, make(content, key));
    record.certificate.serial = certificate.serial();
    record.certificate.certificate = certificate.der();
    record.certificate.public_key = hex(key.fingerprint());
    record.certificate.issued = now();
    KOLTAMGA_CHECK(records_.issued(std::move(record)));
    return certificate;
}

Result<crypto::Certificate>
CertificationAuthority::Work::issue_for_station(const StationId& station,
                                                const crypto::CertificateRequest& request,
                                                std::vector<std::string> purposes) {
    crypto::CertificateTemplate content;
    content.subject = {
        {"C", settings_.country}, {"O", "Koltamga Practice"}, {"CN", station.text()}};
    content.not_before = std::chrono::floor<std::chrono::seconds>(now());
    content.not_after = last_second_of_a_year(content.not_before, station_years);
    content.key_usage = {crypto::KeyUsage::digital_signature};
    content.extended_key_usage = std::move(purposes);
    IssuedRecord record;
    record.certificate.status = CertificateStatus::valid;
    return issue(std::move(content), request.public_key(), std::move(record));
}

Result<crypto::Certificate>
CertificationAuthority::Work::issue_for_service(const ServiceOrder& order) {
    crypto::CertificateTemplate content;
    content.subject = {
        {"C", settings_.country}, {"O", "Koltamga Practice"}, {"CN", order.common_name}};
    // Yesterday, as the authorities': a station's clock may be minutes behind.
    content.not_before = std::chrono::floor<std::chrono::seconds>(now()) - std::chrono::days(1);
    content.not_after = last_second_of_a_year(content.not_before, service_years);
    content.key_usage = order.key_usage;
    content.extended_key_usage = order.extended_key_usage;
    content.dns_names = order.dns_names;
    content.ip_addresses = order.ip_addresses;
    IssuedRecord record;
    record.certificate.status = CertificateStatus::valid;
    return issue(std::move(content), order.key, std::move(record));
}

template <class Wanted>
std::vector<IssuedCertificate> CertificationAuthority::Work::certificates(Wanted wanted) {
    const std::lock_guard lock(mutex_);
    drop_unconfirmed();
    std::vector<IssuedCertificate> found;
    for (const auto& record : records_.all()) {
        if (wanted(record.certificate)) {
            found.push_back(record.certificate);
        }
    }
    return found;
}

bool CertificationAuthority::Work::transaction_open(std::string_view key) {
    const std::lock_guard lock(mutex_);
    return std::ranges::any_of(records_.open_transactions(), [&](const OpenTransaction& open) {
        return open.public_key == key && !open.refused &&
               records_.of_transaction(open.id) == nullptr;
    });
}

Done CertificationAuthority::Work::revoke_found(std::string_view serial, int reason) {
    const std::lock_guard lock(mutex_);
    if (records_.find(serial) == nullptr) {
        return no_such_certificate();
    }
    return records_.revoked(serial, now(), reason, {});
}

Bytes CertificationAuthority::Work::ocsp(BytesView request) {
    const std::lock_guard lock(mutex_);
    drop_unconfirmed();
    return answer_ocsp(
        request, keys_.issuing, keys_.issuing_key, now(), [this](const std::string& serial) {
            const auto* record = records_.find(serial);
            if (record == nullptr) {
                return OcspStatus();
            }
            const auto& certificate = record->certificate;
            const bool revoked = certificate.status == CertificateStatus::revoked;
            return OcspStatus{revoked ? OcspStatus::Kind::revoked : OcspStatus::Kind::good,
                              certificate.revoked, certificate.reason};
        });
}

// On disk before the list is given away, so that a restart goes on from it.
Result<std::uint64_t> CertificationAuthority::Work::next_crl_number() {
    ++crl_number_;
    KOLTAMGA_CHECK(write_file(settings_.folder / crl_number_file,
                              bytes_of(std::to_string(crl_number_) + '\n')));
    return crl_number_;
}

Bytes CertificationAuthority::Work::crl() {
    const std::lock_guard lock(mutex_);
    drop_unconfirmed();
    const auto number = next_crl_number();
    if (!number) {
        return {};
    }
    crypto::CrlTemplate content;
    content.this_update = std::chrono::floor<std::chrono::seconds>(now());
    content.next_update = content.this_update + std::chrono::days(1);
    content.number = *number;
    for (const auto& record : records_.all()) {
        if (record.certificate.status == CertificateStatus::revoked) {
            content.revoked.push_back(
                {record.certificate.serial, record.certificate.revoked, record.certificate.reason});
        }
    }
    return crypto::make_crl(content, keys_.issuing, keys_.issuing_key).der();
}

CertificationAuthority::CertificationAuthority(std::unique_ptr<Work> work)
    : work_(std::move(work)) {}

CertificationAuthority::~CertificationAuthority() = default;

Result<std::unique_ptr<CertificationAuthority>>
CertificationAuthority::open(AuthoritySettings settings, const Clock& clock) {
    KOLTAMGA_TRY(auto keys, AuthorityKeys::open(settings.folder, clock.now()));
    KOLTAMGA_TRY(auto records, AuthorityRecords::open(settings.folder / "issued.log"));
    KOLTAMGA_TRY(const auto crl_number, last_crl_number(settings.folder));
    auto work = std::make_unique<Work>(std::move(settings), clock, std::move(keys),
                                       std::move(records), crl_number);
    return std::unique_ptr<CertificationAuthority>(new CertificationAuthority(std::move(work)));
}

const crypto::Certificate& CertificationAuthority::root() const {
    return work_->keys().root;
}
const crypto::Certificate& CertificationAuthority::issuing() const {
    return work_->keys().issuing;
}
const crypto::Certificate& CertificationAuthority::responder() const {
    return work_->keys().responder;
}

Bytes CertificationAuthority::cmp(BytesView request) {
    return work_->cmp(request);
}
Bytes CertificationAuthority::ocsp(BytesView request) {
    return work_->ocsp(request);
}
Bytes CertificationAuthority::crl() {
    return work_->crl();
}

Result<StationCertificates>
CertificationAuthority::issue_station_certificates(const StationId& station,
                                                   const StationRequests& requests) {
    const std::lock_guard lock(work_->mutex_);
    KOLTAMGA_TRY(auto tls,
                 work_->issue_for_station(station, requests.tls, {crypto::purpose::client}));
    KOLTAMGA_TRY(auto registration, work_->issue_for_station(station, requests.registration,
                                                             {crypto::purpose::cmc_ra}));
    KOLTAMGA_TRY(auto journal, work_->issue_for_station(station, requests.journal, {}));
    return StationCertificates{std::move(tls), std::move(registration), std::move(journal)};
}

Result<crypto::Certificate>
CertificationAuthority::issue_service_certificate(const ServiceOrder& order) {
    const std::lock_guard lock(work_->mutex_);
    return work_->issue_for_service(order);
}

std::vector<IssuedCertificate> CertificationAuthority::certificates() {
    return work_->certificates([](const IssuedCertificate&) { return true; });
}

std::vector<IssuedCertificate> CertificationAuthority::by_public_key(std::string_view sha256_hex) {
    return work_->certificates(
        [&](const IssuedCertificate& one) { return one.public_key == sha256_hex; });
}

std::vector<IssuedCertificate> CertificationAuthority::by_person(std::string_view pin) {
    return work_->certificates(
        [&](const IssuedCertificate& one) { return !pin.empty() && one.pin == pin; });
}

bool CertificationAuthority::transaction_open(std::string_view key) {
    return work_->transaction_open(key);
}

Done CertificationAuthority::revoke(std::string_view serial, int reason) {
    return work_->revoke_found(serial, reason);
}

Done CertificationAuthority::set_fault(std::string_view spelling) {
    const std::lock_guard lock(work_->mutex_);
    return work_->faults_.set(spelling);
}

} // namespace koltamga::practice

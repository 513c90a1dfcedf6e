#include "ca/cmp_authority.h"

#include "ca/failures.h"
#include "ca/transaction.h"
#include "crypto/certificate_core.h"
#include "crypto/certificate_request.h"
#include "crypto/openssl.h"

#include <algorithm>
#include <utility>

namespace koltamga::ca {
namespace {

using issuance::CaAnswer;
using issuance::CertificateOrder;

constexpr std::size_t transaction_id_octets = 16; // RFC 9810 §5.1.1: 128 bits

// "INN" and "1.2.643.3.131.1.1" are one attribute.
std::string type_of(const std::string& name_or_oid) {
    const auto object = crypto::object_named(name_or_oid);
    return object ? crypto::oid_text(object.get()) : name_or_oid;
}

bool same_subject(const crypto::Name& name, const CertificateOrder& order) {
    return std::ranges::equal(name, order.subject, [](const auto& had, const auto& asked) {
        return type_of(had.type) == type_of(asked.attribute) && had.value == asked.value;
    });
}

} // namespace

Done check_request(const CertificateOrder& order) {
    const auto request = crypto::CertificateRequest::parse(order.certificate_request);
    if (!request) {
        return request_unfit("request-unreadable " + request.failure().detail);
    }
    if (!std::ranges::equal(request->public_key().spki(), order.public_key)) {
        return request_unfit("request-key-differs");
    }
    if (!same_subject(request->subject(), order)) {
        return request_unfit("request-subject-differs");
    }
    return order.transaction_id.size() == transaction_id_octets
               ? Done()
               : request_unfit("transaction-id-length");
}

CmpAuthority::CmpAuthority(CmpSettings settings) : settings_(std::move(settings)) {}

std::optional<Instant> time_for(const CmpSettings& settings, ClockBehind behind) {
    if (behind) {
        return settings.clock->now() + *behind;
    }
    return settings.clock_trusted() ? std::optional(settings.clock->now()) : std::nullopt;
}

Done CmpAuthority::check_ready(ClockBehind behind) const {
    if (!settings_.station || !settings_.station_key) {
        return station_certificate_unfit("none");
    }
    const auto& station = *settings_.station;
    if (!(station.public_key() == settings_.station_key->public_key())) {
        return station_certificate_unfit("key-differs");
    }
    const auto now = time_for(settings_, behind);
    return now && *now > station.not_after() ? station_certificate_unfit("expired") : Done();
}

Result<CaAnswer> CmpAuthority::request(const CertificateOrder& order,
                                       const issuance::BeforeConfirmation& before_confirmation,
                                       std::stop_token stop) {
    KOLTAMGA_CHECK(check_ready(order.clock_behind));
    KOLTAMGA_CHECK(check_request(order));
    return Transaction(settings_, std::move(stop)).request(order, before_confirmation);
}

Result<CaAnswer> CmpAuthority::resume(const CertificateOrder& order,
                                      const issuance::CaWaiting& waiting,
                                      const issuance::BeforeConfirmation& before_confirmation,
                                      std::stop_token stop) {
    KOLTAMGA_CHECK(check_ready(order.clock_behind));
    KOLTAMGA_CHECK(check_request(order));
    return Transaction(settings_, std::move(stop)).resume(order, waiting, before_confirmation);
}

Done CmpAuthority::revoke(const issuance::RevocationOrder& order, std::stop_token stop) {
    KOLTAMGA_CHECK(check_ready(order.clock_behind));
    const auto core = crypto::read_certificate_core(order.certificate);
    if (!core) {
        return request_unfit("certificate-unreadable not-a-certificate");
    }
    return Transaction(settings_, std::move(stop)).revoke(*core, order);
}

Result<issuance::CaGranted> CmpAuthority::examine(const CertificateOrder& order,
                                                  BytesView certificate) {
    return check_certificate(certificate, order, settings_.certificate,
                             time_for(settings_, order.clock_behind));
}

} // namespace koltamga::ca

#include "practice/certificate_desk.h"

namespace koltamga::practice {
namespace {

issuance::KnownCertificate known(const IssuedCertificate& one) {
    return {one.serial, one.certificate, one.status};
}

} // namespace

Result<centre::StationCertificates> CertificateDesk::certify(const StationId& station,
                                                             const centre::StationKeys& keys) {
    KOLTAMGA_TRY(auto given, authority_.issue_station_certificates(
                                 station, {keys.tls, keys.registration, keys.journal}));
    return centre::StationCertificates{std::move(given.tls), std::move(given.registration),
                                       std::move(given.journal)};
}

Result<issuance::WhatExists> CertificateDesk::by_public_key(const issuance::Digest& spki) {
    issuance::WhatExists what;
    for (const auto& one : authority_.by_public_key(hex(spki))) {
        what.certificates.push_back(known(one));
    }
    what.transaction_open = authority_.transaction_open(hex(spki));
    return what;
}

Result<std::vector<issuance::KnownCertificate>> CertificateDesk::by_person(std::string_view pin) {
    std::vector<issuance::KnownCertificate> told;
    for (const auto& one : authority_.by_person(pin)) {
        if (one.status != issuance::CertificateStatus::unconfirmed) {
            told.push_back(known(one));
        }
    }
    return told;
}

} // namespace koltamga::practice

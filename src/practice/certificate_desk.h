// What the centre asks of the certification authority, answered by the practice one. Internal.
#pragma once

#include "centre/certificate_source.h"
#include "practice/certification_authority.h"

namespace koltamga::practice {

class CertificateDesk final : public centre::CertificateSource {
  public:
    explicit CertificateDesk(CertificationAuthority& authority) : authority_(authority) {}

    Result<centre::StationCertificates> certify(const StationId& station,
                                                const centre::StationKeys& keys) override;
    Result<issuance::WhatExists> by_public_key(const issuance::Digest& spki) override;
    Result<std::vector<issuance::KnownCertificate>> by_person(std::string_view pin) override;

  private:
    CertificationAuthority& authority_;
};

} // namespace koltamga::practice

// The adapters of one desk, each behind its port, set up from the profile.
#pragma once

#include "app/station.h"
#include "issuance/ports.h"

#include <memory>

namespace koltamga::app {

class Adapters {
  public:
    // The registration authority's key comes out of the session's key ring. The station outlives
    // the adapters.
    static Result<std::unique_ptr<Adapters>> make(const Station& station,
                                                  const db::Session& session);
    virtual ~Adapters() = default;

    virtual issuance::KeyWorkshop& keys() = 0;
    virtual issuance::PortraitReader& portraits() = 0;
    virtual issuance::CertificationAuthority& ca() = 0;
    virtual issuance::CertificateRegister& certificate_register() = 0;
    virtual issuance::KeyVault& vault() = 0;
};

// The centre's signed time; whether it can be reached at all.
Result<Instant> ask_centre_time(const Station& station);

} // namespace koltamga::app

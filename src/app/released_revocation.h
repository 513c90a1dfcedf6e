// Ending a certificate whose record the station has let go: who asks and how they proved who they
// are stands in the station's own entries, and the certificate itself comes from the register.
#pragma once

#include "app/desk.h"
#include "db/released.h"

namespace koltamga::app {

// Asked is durable before anything leaves; cut off or unreachable, the same command goes on. What
// the register shows is only believed when it has the hash that the station kept.
Result<issuance::Progress> revoke_released(Desk& desk, const ApplicationId& id,
                                           const db::KeptCertificate& kept,
                                           const db::RevocationRequest& request);

// Goes on with what was asked for and not answered, for the reason that was given then.
Result<issuance::Progress> go_on_revoking(Desk& desk, const ApplicationId& id,
                                          const db::KeptCertificate& kept);

// Whether it is revoked, or its last day is over: here by the row, else the register is asked.
Result<bool> released_certificate_ended(Desk& desk, const ApplicationId& id,
                                        const db::KeptCertificate& kept);

} // namespace koltamga::app

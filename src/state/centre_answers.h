// What the centre answers, read from its octets: nothing is believed before it was looked at.
#pragma once

#include "state/centre_client.h"

namespace koltamga::state {

// Fail with state.answer-malformed.
Result<EnrolmentAnswer> read_enrolment(BytesView body);
// What a look-up names may be revoked on its word: all of it is of the key, or the person, that was
// asked for.
Result<issuance::WhatExists> read_what_exists(BytesView body, const issuance::Digest& spki);
Result<std::vector<issuance::KnownCertificate>> read_held(BytesView body, std::string_view pin);

// "koltamga-time-1\nstation S\nnonce N\ntime T\n", and no other spelling; state.time-refused.
Result<Instant> read_time(std::string_view text, const StationId& station, BytesView nonce);

} // namespace koltamga::state

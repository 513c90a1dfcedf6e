// The protocol's JSON as the receiving side reads and writes it: one function for each message.
// Reading fails with centre.malformed, naming the message.
#pragma once

#include "centre/certificate_source.h"
#include "centre/receiver.h"

#include <string>
#include <vector>

namespace koltamga::centre {

struct Enrolment {
    std::string code;
    StationId station;
    StationKeys keys;
};

struct SentBodies {
    std::vector<SealedWrap> wraps;
    std::vector<SealedBody> bodies;
};

struct SettleQuestion {
    issuance::SignedHead head;
    std::vector<RecordQuestion> records;
};

Result<Enrolment> read_enrolment(BytesView json);
Result<std::vector<std::string>> read_headers(BytesView json);
Result<SentBodies> read_bodies(BytesView json);
Result<SettleQuestion> read_settle(BytesView json);
Result<std::string> read_holder(BytesView json);

std::string write_error(const Failure& failure);
std::string write_enrolled(const Station& station, const crypto::Certificate& issuing);
std::string write_held(const Held& held);
std::string write_settlement(const Settlement& settlement);
std::string write_what_exists(const issuance::WhatExists& what);
std::string write_certificates(const std::vector<issuance::KnownCertificate>& certificates);

// Whether the station was enrolled with exactly these keys.
bool has_these_keys(const Station& station, const StationKeys& keys);

} // namespace koltamga::centre

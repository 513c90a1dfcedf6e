// Entries about to be appended, from bodies. Private to this folder.
#pragma once

#include "issuance/application.h"

namespace koltamga::issuance {

template <class Body>
EntryDraft draft(Kind kind, const ApplicationId& id, const Body& body) {
    return {kind, id, write(body)};
}

Failure outcome_unknown(std::string detail);

// What the CA has issued for our key beside the application's certificate, and nobody knew of.
std::vector<SurplusFound> surplus_among(const Application& application, const WhatExists& exists);

} // namespace koltamga::issuance

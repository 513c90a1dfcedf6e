// Entries about to be appended, from bodies. Private to this folder.
#pragma once

#include "issuance/bodies.h"

namespace koltamga::issuance {

template <class Body>
EntryDraft draft(Kind kind, const ApplicationId& id, const Body& body) {
    return {kind, id, write(body)};
}

Failure outcome_unknown(std::string detail);

} // namespace koltamga::issuance

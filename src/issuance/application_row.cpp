// What derived tables keep of an application.
#include "issuance/application.h"

namespace koltamga::issuance {
namespace {

std::string name_in_latin(const domain::Identity& identity) {
    return identity.names.surname + " " + identity.names.given_names;
}

} // namespace

ApplicationRow row_of(const Application& application) {
    ApplicationRow row{.application = application.id.value(),
                       .state = application.state,
                       .step = application.step,
                       .waits_for = application.waits_for,
                       .opened = application.opened,
                       .since = application.since,
                       .last_sequence = application.last_sequence};
    if (const auto next = application.next_try()) {
        row.next_try = to_text(*next);
    }
    if (application.identity) {
        const auto& identity = application.identity->identity;
        row.name = name_in_latin(identity);
        row.pin = identity.pin;
        row.document_number = identity.document.number;
    }
    if (application.key) {
        row.public_key_hash = hex(application.key->fingerprint);
        const bool waiting = !application.delivered && !application.exported;
        row.key_package = waiting ? application.key->package : "";
    }
    if (application.certificate) {
        row.serial = application.certificate->serial;
        row.certificate_not_after = to_text(application.certificate->not_after);
        row.certificate = application.certificate->certificate;
    }
    row.settled = application.nothing_left_open();
    row.revoked = application.certificate_revoked();
    return row;
}

} // namespace koltamga::issuance

#include "db/enrolment.h"

#include "db/entry_writer.h"
#include "db/failures.h"
#include "db/operator_keys.h"
#include "db/transaction.h"

#include "crypto/cms.h"
#include "crypto/random.h"
#include "crypto/seal.h"

namespace koltamga::db {
namespace {

Done keep_recovery(Connection& connection, const KeyRing& keys, BytesView certificate) {
    KOLTAMGA_TRY(const auto recovery, crypto::Certificate::parse(certificate));
    KOLTAMGA_TRY(const auto wrap, crypto::envelope(keys.data_key().view(), recovery));
    return connection.run("UPDATE station SET recovery=?", {wrap});
}

// Keys, supervisor, first entry, signed head: one transaction. A station without its registration
// key could never ask the CA for anything.
Result<SignedHead> fill(Connection& connection, const Enrolment& enrolment, const KeyRing& keys,
                        const SecretBytes& password, const HeadSigner& sign,
                        const issuance::Stamp& at) {
    KOLTAMGA_TRY(const auto made, make_operator_keys(enrolment.supervisor, password,
                                                     keys.data_key(), enrolment.cost, at.time));
    KOLTAMGA_TRY(auto transaction, Transaction::begin(connection));
    KOLTAMGA_CHECK(keep_recovery(connection, keys, enrolment.recovery_certificate));
    KOLTAMGA_TRY(const auto key,
                 keys.make_subject_key(connection, std::nullopt, enrolment.centre_certificate));
    KOLTAMGA_CHECK(
        write_operator(connection, keys, enrolment.supervisor, Role::supervisor, made, at.time));
    KOLTAMGA_CHECK(keys.keep_secret(connection, "registration", enrolment.registration_key));
    KOLTAMGA_TRY(auto end, chain_end(connection));
    const issuance::Stamp stamp{enrolment.supervisor, at.time, at.time_source};
    KOLTAMGA_TRY(const auto entry,
                 write_entry(connection, end,
                             {issuance::Kind::station_enrolled, std::nullopt, enrolment.body},
                             stamp, &key));
    KOLTAMGA_TRY(auto head, write_signed_head(connection, end, sign, at.time));
    KOLTAMGA_CHECK(transaction.commit());
    return head;
}

Result<Enrolled> make(const std::filesystem::path& folder, const Enrolment& enrolment,
                      const SecretBytes& password, const HeadSigner& sign,
                      const issuance::Stamp& at) {
    KOLTAMGA_TRY(auto database,
                 StationDatabase::create(folder, enrolment.binding, enrolment.station));
    auto keys = std::make_shared<const KeyRing>(crypto::random_secret(crypto::seal_key_octets));
    auto connection = database.connect();
    auto head = connection ? fill(*connection, enrolment, *keys, password, sign, at)
                           : Result<SignedHead>(connection.failure());
    if (!head) {
        { const auto closed = std::move(connection); }
        StationDatabase::discard(folder);
        return head.failure();
    }
    keep_last_head(folder, *head);
    return Enrolled{std::move(database),
                    Session{enrolment.supervisor, Role::supervisor, std::move(keys)}};
}

} // namespace

Done require_first_supervisor(std::string_view name, const SecretBytes& password) {
    KOLTAMGA_CHECK(require_operator_name(name));
    return require_good_password(password);
}

Result<Enrolled> enrol(const std::filesystem::path& folder, const Enrolment& enrolment,
                       const SecretBytes& password, const HeadSigner& sign,
                       const issuance::Stamp& at) {
    KOLTAMGA_CHECK(require_first_supervisor(enrolment.supervisor, password));
    return make(folder, enrolment, password, sign, at);
}

} // namespace koltamga::db

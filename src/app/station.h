// A station as it stands on this machine: its profile, its database, and the two keys that open
// unattended (TLS and journal). Enough to read, verify and sync while nobody is signed in.
//
// Made once by each program; used by one thread. Signing in gives a Desk (app/desk.h).
#pragma once

#include "app/options.h"
#include "app/station_files.h"
#include "crypto/machine_secret.h"
#include "db/operators.h"
#include "db/station_database.h"
#include "db/station_journal.h"
#include "db/station_outbox.h"
#include "net/http_client.h"
#include "profile/office_profile.h"
#include "sync/sender.h"

#include <memory>
#include <set>
#include <stop_token>

namespace koltamga::app {

// An enrolled station whose certificate is about to expire says so from here on (days).
inline constexpr int renew_days_before = 90;

class Station {
  public:
    static Result<std::unique_ptr<Station>> open(const Options& options, db::Use use,
                                                 const Clock& clock);

    const profile::OfficeProfile& profile() const { return loaded_.profile; }
    const db::StationDatabase& database() const { return database_; }
    const StationCertificates& certificates() const { return certificates_; }
    const std::filesystem::path& data() const { return data_; }
    const Clock& clock() const { return clock_; }

    // Signs with the journal key: heads, exports, key packages.
    const crypto::KeyPair& journal_key() const { return journal_key_; }
    db::HeadSigner head_signer() const;
    // Speaks TLS as this station.
    net::HttpSettings http() const;
    std::vector<crypto::Certificate> roots() const;
    // Whose receipts are taken now; with those before it, whose receipts are kept here.
    Result<std::vector<crypto::Certificate>> receipt_signers() const;
    Result<std::vector<crypto::Certificate>> receipt_signers_ever() const;
    Result<crypto::Certificate> centre_encryption() const;

    Result<db::Session> sign_in(const std::string& name, const SecretBytes& password) const;
    Result<std::unique_ptr<db::StationOutbox>> outbox() const;
    Result<sync::Report> sync_once(std::stop_token stop = {}) const;
    // What time it is for whoever acts, judged against the journal.
    Result<issuance::Stamp> stamp(const std::string& operator_name) const;

  private:
    Station(std::filesystem::path data, profile::LoadedProfile loaded, db::StationDatabase database,
            StationCertificates certificates, crypto::KeyPair tls, crypto::KeyPair journal,
            const Clock& clock);

    std::filesystem::path data_;
    profile::LoadedProfile loaded_;
    db::StationDatabase database_;
    StationCertificates certificates_;
    std::shared_ptr<const net::ClientIdentity> identity_;
    crypto::KeyPair journal_key_;
    const Clock& clock_;
};

// Speaks TLS as the station to whom these belong.
net::HttpSettings http_as(const profile::OfficeProfile& profile,
                          const StationCertificates& certificates, const crypto::KeyPair& tls);

// The applications of which the station has entries.
Result<std::set<ApplicationId>> applications_here(const Station& station);

// That the centre holds another continuation of this journal, where it has said so.
Result<std::optional<Failure>> journal_fork(const Station& station);

// The certificate a profile names (PEM); profile_schema has made sure that it can be read.
Result<crypto::Certificate> certificate_of(const std::string& pem);

} // namespace koltamga::app

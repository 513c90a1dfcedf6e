// A desk: a station with somebody signed in, and everything an application needs wired to its port.
//
// Owned by one thread (the runner's). Closing the last of a session wipes its keys.
#pragma once

#include "app/ctl.h"
#include "app/station.h"
#include "issuance/runner.h"
#include "printing/renderer.h"

#include <memory>
#include <optional>

namespace koltamga::app {

class Adapters;

class Desk {
  public:
    // Opens the station of `ctl.options` and signs its operator in.
    static Result<std::unique_ptr<Desk>> open(const Ctl& ctl, db::Use use);
    // At a station that is open already; it may be shared by the desks of several threads.
    static Result<std::unique_ptr<Desk>>
    sign_in(std::shared_ptr<Station> station, const std::string& name, const SecretBytes& password);
    // Another desk of the same session, for another thread.
    static Result<std::unique_ptr<Desk>> beside(std::shared_ptr<Station> station,
                                                db::Session session);
    ~Desk();

    Station& station() { return *station_; }
    const profile::OfficeProfile& profile() const { return station_->profile(); }
    const db::Session& session() const { return session_; }
    db::StationJournal& journal() { return *journal_; }
    issuance::Runner& runner();
    Adapters& outside() { return *adapters_; }
    // A runner that keeps keys otherwise than the profile's default. Fails with
    // app.custody-not-allowed.
    Done use_custody(profile::CustodyKind kind);

    // By the centre's signed time, and by no other: issuance.clock-doubtful where it is silent.
    Result<Instant> certain_now();

    // Whether the agreement can be printed once the key is made. Fails as printing does.
    Done check_agreement(const issuance::Application& application, printing::Languages languages);
    // The papers; the same octets each time.
    Result<Bytes> agreement(const issuance::Application& application,
                            std::optional<printing::Languages> languages);
    // Fails with app.no-refusal for an application that was not refused by a rule.
    Result<Bytes> refusal(const issuance::Application& application,
                          std::optional<printing::Languages> languages);
    Result<Bytes> day_register(const printing::DayRegisterRecord& record,
                               std::optional<printing::Languages> languages);
    Result<Bytes> certificate_sheet(const issuance::Application& application,
                                    std::optional<printing::Languages> languages);

  private:
    Desk(std::shared_ptr<Station> station, db::Session session,
         std::unique_ptr<db::StationJournal> journal, std::unique_ptr<Adapters> adapters,
         printing::Renderer renderer);
    void make_runner(profile::CustodyKind kind);

    std::shared_ptr<Station> station_;
    db::Session session_;
    std::unique_ptr<db::StationJournal> journal_;
    std::unique_ptr<Adapters> adapters_;
    printing::Renderer renderer_;
    std::optional<issuance::Runner> runner_;
};

// An application's id as typed. Fails with issuance.unknown-application when it is none.
Result<ApplicationId> parse_application_id(const std::string& text);

} // namespace koltamga::app

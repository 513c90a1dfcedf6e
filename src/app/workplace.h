// The desk's workplace (desk/workplace.h) at a real station: what the window asks is done on the
// station's own threads.
//
// Three of them, in which nothing waits for the others' outside: *steps* takes the clerk's steps in
// their order, *outside* what may wait for CA and vault, *looking* lists, searches and papers. Each
// has a desk of its own (one connection per thread) with the same session; the runner's calls on
// one application never overlap, for a step is offered only where nothing is open.
#pragma once

#include "app/desk.h"
#include "app/name_index.h"
#include "app/print_room.h"
#include "base/work_thread.h"
#include "desk/workplace.h"
#include "printing/spooler.h"

#include <memory>

namespace koltamga::app {

class StationWorkplace final : public desk::Workplace {
  public:
    // Opens the station to write; fails as Station::open does (db.second-instance, …). `post` is
    // called by the station's threads for as long as the object lives.
    static Result<std::unique_ptr<StationWorkplace>> open(const Options& options,
                                                          const Clock& clock, desk::Post post);
    ~StationWorkplace() override;

    const desk::Office& office() const override { return office_; }

    void sign_in(std::string name, SecretBytes password, desk::Then<desk::Clerk> then) override;
    void lock() override;
    void sign_out() override;

    desk::PassportRules passport_rules() const override;

    void read(const ApplicationId& id, Told then) override;
    void identify(issuance::Person person, Told then) override;
    void foresee(const ApplicationId& id, issuance::Decision decision,
                 desk::Then<domain::Verdict> then) override;
    void decide(const ApplicationId& id, issuance::Decision decision, Told then) override;
    void contact(const ApplicationId& id, issuance::ContactRecorded contact,
                 domain::Consents consents, Told then) override;
    void portrait(const ApplicationId& id, Bytes picture, std::string reason, Told then) override;
    void portrait_file(const ApplicationId& id, std::filesystem::path file, std::string reason,
                       Told then) override;
    void make_key(const ApplicationId& id, SecretBytes password, Language accepted_in,
                  Told then) override;
    void go_on(const ApplicationId& id, desk::Then<issuance::Progress> then) override;
    void hand_over(const ApplicationId& id, std::filesystem::path medium, Told then) override;
    void cancel(const ApplicationId& id, std::string reason,
                desk::Then<issuance::Progress> then) override;

    void portrait_of(const ApplicationId& id, desk::Then<Bytes> then) override;
    void agreement(const ApplicationId& id, desk::Then<Bytes> then) override;
    void certificate_sheet(const ApplicationId& id, desk::Then<Bytes> then) override;

    void print(const ApplicationId& id, issuance::Paper paper,
               desk::Then<desk::Printed> then) override;

    void overview(desk::Then<desk::Overview> then) override;
    void search(std::string words, std::size_t most,
                desk::Then<std::vector<desk::Row>> then) override;
    void sync(desk::Then<desk::Synced> then) override;

    void operators(desk::Then<std::vector<desk::OperatorLine>> then) override;
    void add_operator(std::string name, desk::Role role, SecretBytes password,
                      desk::Then<desk::Nothing> then) override;
    void reset_operator(std::string name, SecretBytes password,
                        desk::Then<desk::Nothing> then) override;
    void disable_operator(std::string name, desk::Then<desk::Nothing> then) override;
    void check_journal(desk::Then<desk::JournalCheck> then) override;
    void export_journal(std::filesystem::path file, desk::Then<desk::Nothing> then) override;
    void day_register(domain::Date day, desk::Then<Bytes> then) override;

    void save_draft(const ApplicationId& id, SecretBytes content,
                    desk::Then<desk::Nothing> then) override;
    void draft(const ApplicationId& id, desk::Then<desk::Draft> then) override;
    void drop_draft(const ApplicationId& id, desk::Then<desk::Nothing> then) override;
    ApplicationId new_draft_id() override;

  private:
    // A thread and the desk that it alone uses.
    struct Place {
        std::unique_ptr<Desk> desk;
        std::optional<NameIndex> names; // once somebody searched
        WorkThread thread;              // last: ends before the desk goes
    };

    StationWorkplace(std::shared_ptr<Station> station, desk::Post post);

    // Has `work(desk, stop)` done at the place and its result told on the window's thread, unless
    // everybody has left by then.
    template <class T, class Work>
    void ask(Place& place, desk::Then<T> then, Work work);
    Result<desk::Clerk> let_in(const Result<db::Session>& session);
    void follow(const PrintRun& sent, desk::Then<desk::Printed> then);
    void open_beside(std::initializer_list<Place*> places, const db::Session& session);
    void close_desks();

    std::shared_ptr<Station> station_;
    desk::Post post_;
    desk::Office office_;
    // Changes when the desk is locked or left; the window's thread alone reads and writes it, and
    // answers to an earlier one are dropped. Shared with what was posted and is still to run.
    std::shared_ptr<std::uint64_t> visit_ = std::make_shared<std::uint64_t>(0);
    std::string locked_by_; // after lock(): only this clerk comes in
    std::string signed_in_;
    Place steps_, outside_, looking_;
    printing::Spooler spooler_;
    WorkThread at_the_printer_; // follows what was sent; needs nobody to be signed in
};

} // namespace koltamga::app

// An office with everything a runner talks to, none of it real, all of it strict: the journal folds
// what it is given, the CA counts what it issues, the vault keeps what it gets.
//
// Every call passes boundaries: before it leaves, and after it arrived but before the answer is
// back. At each the process may be killed (an exception that nobody below the test catches) or the
// line may break (a failure). Journal, CA, register and vault outlive the process; whatever they
// see is checked on the spot against what must be durable by then.
#pragma once

#include "issuance/runner.h"
#include "tests/issuance/samples.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace koltamga::issuance::office {

Failure failed(Code code);
Bytes octets(const std::string& text);

struct Killed {
    std::string where;
};

enum class Mishap { kill, fail };

// Counts boundaries; lets mishaps happen at chosen ones.
class Boundaries {
  public:
    void plan(std::size_t at, Mishap mishap) { planned_[at] = mishap; }
    void forget() { planned_.clear(); }
    // True: the line breaks here. Throws Killed where the process dies.
    bool pass(const std::string& where);
    std::size_t passed() const { return passed_; }
    std::size_t struck() const { return struck_; }
    const std::vector<std::string>& places() const { return places_; }

  private:
    std::map<std::size_t, Mishap> planned_;
    std::size_t passed_ = 0;
    std::size_t struck_ = 0;
    std::vector<std::string> places_;
};

class MemoryJournal final : public Journal {
  public:
    explicit MemoryJournal(Boundaries& boundaries) : boundaries_(boundaries) {}

    Result<std::vector<Entry>> append(std::span<const EntryDraft> drafts,
                                      const Stamp& stamp) override;
    Result<std::vector<Entry>> entries_of(const ApplicationId& application) override;
    Result<std::vector<ApplicationId>> applications_of_person(std::string_view pin) override;
    Result<std::vector<ApplicationId>> applications_with_key(const Digest& spki) override;
    Result<std::vector<ApplicationId>> applications() override;
    Result<std::optional<Instant>> last_time() override;
    Result<std::string> put_blob(const ApplicationId& application, std::string_view use,
                                 BytesView content) override;
    Result<Bytes> blob(const ApplicationId& application, std::string_view use,
                       const std::string& name) override;
    Done destroy_blob(const ApplicationId& application, const std::string& name) override;

    // As a restored backup: what came after these is forgotten, and a new epoch begun.
    void restore_to(std::size_t entries);

    const std::vector<Entry>& all() const { return entries_; }
    std::vector<Entry> of_kind(const ApplicationId& application, Kind kind) const;
    bool holds_blob(const std::string& name) const { return blobs_.contains(name); }

  private:
    Application folded(const ApplicationId& application) const;

    Boundaries& boundaries_;
    std::uint64_t epoch_ = 1;
    std::vector<Entry> entries_; // only ever grows, but for a restore
    // How far each application has been folded, so that a long week stays quick.
    mutable std::map<std::string, std::pair<std::size_t, Application>> folded_;
    struct Blob {
        ApplicationId application;
        std::string use; // as a real one binds both into the seal
        Bytes content;
    };
    std::map<std::string, Blob> blobs_;
};

struct AuthorityHabits {
    bool remembers = true;         // the same transaction has the same certificate
    bool keeps_unconfirmed = true; // nobody confirmed: kept for ever; else dropped when told to
    int polls = 0;                 // "waiting" so often before a certificate is ready
    bool refuses = false;
    bool issues_wrong = false; // a certificate that is not what was asked for
    bool modifies = false;     // granted, and said to differ from what was asked for
};

struct Issued {
    std::string serial;
    std::string pin;
    Digest key{};
    Bytes transaction;
    Bytes certificate;
    CertificateStatus status = CertificateStatus::unconfirmed;
    bool wrong = false;
};

class Authority final : public CertificationAuthority {
  public:
    Authority(Boundaries& boundaries, const MemoryJournal& journal, const Clock& true_clock)
        : boundaries_(boundaries), journal_(journal), clock_(true_clock) {}

    Result<CaAnswer> request(const CertificateOrder& order, const BeforeConfirmation& keep,
                             std::stop_token stop) override;
    Result<CaAnswer> resume(const CertificateOrder& order, const CaWaiting& waiting,
                            const BeforeConfirmation& keep, std::stop_token stop) override;
    Done revoke(const RevocationOrder& order, std::stop_token stop) override;
    Result<CaGranted> examine(const CertificateOrder& order, BytesView certificate) override;

    void drop_unconfirmed();
    // A certificate the person had before, from anywhere.
    Issued& issue_elsewhere(const std::string& pin);

    AuthorityHabits habits;
    bool reachable = true;
    Bytes stubborn; // this certificate it refuses to revoke
    // What it was at work on is granted and counted as confirmed, behind everybody's back.
    void grant_all_open(BytesView public_key, const std::string& pin);
    std::vector<Issued> issued;
    std::map<Bytes, int> open; // transaction → polls left
    std::map<Bytes, Digest> open_keys;
    bool acknowledges = true;       // false: no confirmation is ever acknowledged
    bool refuses_yet_works = false; // says no, and the register that it is still at work
    std::size_t requests = 0;
    std::optional<std::chrono::milliseconds> behind_at_revocation;
    std::optional<CertificateOrder> last_order;          // of a request, a poll or an examination
    std::map<std::string, RevocationReason> revoked_for; // by serial

    std::size_t count(const Digest& key, CertificateStatus status) const;

  private:
    struct Decision {
        enum class Kind { wait, refuse, grant } kind = Kind::grant;
        std::string serial;
    };
    Decision decide(const CertificateOrder& order, bool polled);
    Issued& issue(const CertificateOrder& order);
    Issued& find(const std::string& serial);
    Result<CaAnswer> answer(const CertificateOrder& order, const Decision& decision,
                            const BeforeConfirmation& keep);
    Result<CaAnswer> confirm(const Issued& certificate, CaGranted granted,
                             const BeforeConfirmation& keep);

    Boundaries& boundaries_;
    const MemoryJournal& journal_;
    const Clock& clock_;
};

// What the centre tells of the CA; its time is the true one.
class Register final : public CertificateRegister {
  public:
    Register(Boundaries& boundaries, const Authority& authority, const Clock& true_clock)
        : boundaries_(boundaries), authority_(authority), clock_(true_clock) {}

    Result<WhatExists> by_public_key(const Digest& spki, std::stop_token stop) override;
    Result<std::vector<KnownCertificate>> by_person(std::string_view pin,
                                                    std::stop_token stop) override;
    Result<Instant> time(std::stop_token stop) override;

    bool reachable = true;
    std::optional<Code> refuses; // it answers, and will not have this station
    std::size_t asked = 0;       // of certificates
    std::size_t asked_time = 0;

  private:
    bool broken(const std::string& where);
    Boundaries& boundaries_;
    const Authority& authority_;
    const Clock& clock_;
};

class Vault final : public KeyVault {
  public:
    Vault(Boundaries& boundaries, const MemoryJournal& journal)
        : boundaries_(boundaries), journal_(journal) {}
    Result<Bytes> deliver(const ApplicationId& application, const Digest& public_key,
                          BytesView package, std::stop_token stop) override;

    bool reachable = true;
    std::map<std::string, std::set<Bytes>> packages; // by application

  private:
    Boundaries& boundaries_;
    const MemoryJournal& journal_;
};

class Workshop final : public KeyWorkshop {
  public:
    explicit Workshop(Boundaries& boundaries) : boundaries_(boundaries) {}
    void begin(KeyType type) override {
        ++begun;
        begun_type = type;
    }
    void abandon() override { ++abandoned; }
    Result<MadeKey> make(const KeyOrder& order, const SecretBytes& password,
                         const ComposeAgreement& compose) override;
    Result<Bytes> assemble_file(BytesView package, const SecretBytes& package_secret,
                                BytesView certificate) override;

    std::size_t made = 0;
    int begun = 0;
    std::optional<KeyType> begun_type;
    std::optional<KeyOrder> last_order;
    int abandoned = 0;

  private:
    Boundaries& boundaries_;
};

class Portraits final : public PortraitReader {
  public:
    Result<Portrait> read(BytesView file) override;
};

struct Settings {
    AuthorityHabits authority{};
    Custody custody = Custody::cloud;
    bool has_register = true;
    bool has_vault = true;
    std::string pin = samples::man;
};

class Office {
  public:
    explicit Office(Settings settings = {});

    // A new process over the same journal and the same world.
    Runner runner(const std::string& operator_name = "bermet");

    // What a clerk does until the certificate is in the applicant's hands and nothing is left to
    // do: from wherever the journal says the visit stands. Fails where something keeps it.
    Result<Application> visit(Runner& runner, const Decision& decision);
    Result<Application> visit(Runner& runner) { return visit(runner, decision()); }
    // As far as the key, and no further.
    Result<Application> to_certificate(Runner& runner, const Decision& decision);
    Result<Application> to_certificate(Runner& runner) {
        return to_certificate(runner, decision());
    }
    // What was cut off goes on in new processes until it succeeds; fails the test after too many.
    Application visit_to_the_end(const Decision& decision);
    Application visit_to_the_end() { return visit_to_the_end(decision()); }

    Decision decision() const;
    void next_day(int days = 1);
    // What must be true of every application that was handed over.
    void check_handed_over(const Application& application) const;
    // …and of one that was closed without: nothing valid, nothing pending, no key package.
    void check_closed(const Application& application) const;
    // Everything that was ever appended is still there, in order, and folds.
    void check_journal() const;

    Settings settings;
    Boundaries boundaries;
    FixedClock true_clock{samples::instant("2026-11-22T09:00:00.000Z")};
    FixedClock station_clock{samples::instant("2026-11-22T09:00:00.000Z")};
    MemoryJournal journal{boundaries};
    Authority authority{boundaries, journal, true_clock};
    Register centre{boundaries, authority, true_clock};
    Vault vault{boundaries, journal};
    Workshop workshop{boundaries};
    Portraits portraits;
    Policy policy;
    std::vector<Bytes> files; // what custody `file` wrote to the applicant's medium

  private:
    Result<Application> at_the_desk(Runner& runner, const Application& application,
                                    const Decision& decision);
    Result<Application> finish(Runner& runner, const ApplicationId& id);
    Bytes random(std::size_t size);
    unsigned ids_ = 0;
    unsigned random_ = 0;
};

} // namespace koltamga::issuance::office

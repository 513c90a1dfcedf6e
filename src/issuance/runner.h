// Carries out commands on applications: appends, calls, appends.
//
// One runner, one thread, never the GUI's. What is to be done next is decided by `next_call`, a
// pure function of the application; the runner makes the call and journals *asked* before it and
// *answered* after it, so that after a power cut the next runner knows what was open. Every
// command fails with a value and leaves the application as the journal has it.
#pragma once

#include "issuance/application.h"
#include "issuance/next_call.h"
#include "issuance/policy.h"
#include "issuance/ports.h"

#include <functional>
#include <optional>
#include <stop_token>

namespace koltamga::issuance {

// issuance.no-certificate: there is none that could be revoked.
Failure no_certificate();

// The adapters a runner works with; they outlive it. `certificate_register` and `vault` may be
// missing (a CA without a centre, custody `file`).
struct Outside {
    Journal& journal;
    KeyWorkshop& keys;
    PortraitReader& portraits;
    CertificationAuthority& ca;
    CertificateRegister* certificate_register = nullptr;
    KeyVault* vault = nullptr;
    const Clock& clock;
    std::function<ApplicationId()> new_id;
    std::function<Bytes(std::size_t)> random;
    std::function<Digest(BytesView)> sha256;
};

// Where an application stands, and what kept it from going on, if anything did.
struct Progress {
    Application application;
    std::optional<Failure> obstacle;
};

struct Person {
    domain::Identity identity;
    std::optional<domain::Identity> typed, mrz;
};

struct Decision {
    domain::Consents consents;
    std::string reissue_reason;      // the clerk decides to issue again; empty: no
    bool warnings_confirmed = false; // the clerk looked at what the rules warn of
    bool ask_centre = true;          // false: the office works offline
};

// The legal date at the office, and whether it can be relied on. Where the station's clock is in
// doubt, or differs from the centre's by more than the profile allows, the instant is the centre's.
struct Day {
    domain::Date date;
    Instant instant{};
    bool doubtful = false;
    std::optional<std::chrono::milliseconds> clock_behind; // where the centre said so
};

struct TermsAcceptance {
    std::string version, language, how; // how: "in-person", "scripted"
    std::string languages;              // of the paper: "ky+ru"
};

// The station's clock is in doubt, and the centre did not say what time it is.
Failure clock_doubtful();

// Nobody answered, or a server said that it cannot now. An answer that cannot be believed, or a
// refusal of this station, is no absence.
bool is_away(const Failure& failure);

class Runner {
  public:
    Runner(Outside outside, Policy policy, std::string operator_name);

    // The passport is laid down: a new application, and a key begins to be made.
    Result<Application> identify(const Person& person);
    // Applies the rules. A refusal is a value of the application, not a failure.
    Result<Application> decide(const ApplicationId& id, const Decision& decision,
                               std::stop_token stop = {});
    // What `decide` would come to; nothing is recorded.
    Result<domain::Verdict> foresee(const ApplicationId& id, const Decision& decision,
                                    std::stop_token stop = {});
    Result<Application> contact_and_consent(const ApplicationId& id, const ContactRecorded& contact,
                                            const ConsentRecorded& consent);
    Result<Application> portrait(const ApplicationId& id, BytesView picture, std::string reason);
    Result<Application> make_key(const ApplicationId& id, const SecretBytes& password,
                                 const TermsAcceptance& terms);
    // As far as the outside lets it go: certificate, delivery, cancelling, surplus, revocations.
    // `ask_again`: the clerk wants a refused or rejected request to be sent anew.
    Result<Progress> go_on(const ApplicationId& id, bool ask_again = false,
                           std::stop_token stop = {});
    // The applicant accepts the certificate. Custody `file`: the PKCS#12 goes to `deliver_file`.
    Result<Application> hand_over(const ApplicationId& id, std::string acceptance,
                                  const std::function<Done(BytesView)>& deliver_file);
    // Looks up first what the CA may hold of a key that is to be forgotten.
    Result<Application> go_back(const ApplicationId& id, Step to, std::string reason,
                                std::stop_token stop = {});
    // The wish is durable first. Then what is open is settled, what was issued is revoked, and the
    // application closes. Cut off on the way, it stays on hold, and `go_on` goes on cancelling.
    Result<Progress> cancel(const ApplicationId& id, std::string reason, std::stop_token stop = {});
    // The holder at the desk asks for the end of the certificate.
    Result<Progress> revoke(const ApplicationId& id, RevocationReason reason,
                            std::string requested_by, std::string proof, std::stop_token stop = {});
    // An agreement was written to a file.
    Result<Application> printed(const ApplicationId& id, std::string languages, BytesView paper);
    // `copies` of this paper are about to leave for a printer, each with its number.
    struct ToPrinter {
        Paper paper{};
        unsigned copies = 1;
        std::string languages, printer;
    };
    Result<Application> leaves_for_printer(const ApplicationId& id, const ToPrinter& about,
                                           BytesView paper);

    Result<Application> read(const ApplicationId& id);
    // `when_doubted` spares the centre the question as long as the journal has no doubt of the
    // clock.
    enum class AskTime { never, when_doubted, always };
    Result<Day> today(AskTime ask, std::stop_token stop = {});
    // Whether its certificate is revoked: by itself, or by the same person's re-issue here.
    Result<bool> certificate_ended(const Application& application);
    // The person's application that is not finished, if there is one.
    Result<std::optional<ApplicationId>> open_application_of(std::string_view pin);

  private:
    Result<Application> append(const ApplicationId& id, std::vector<EntryDraft> drafts);
    Result<Stamp> stamp();
    Result<Application> make_call(const Application& application, Call call, const Day& day,
                                  std::stop_token stop);
    Result<Application> recheck(const Application& application, const Day& day,
                                std::stop_token stop);
    Result<Application> ask(const Application& application, const Day& day, std::stop_token stop);
    Result<Application> poll(const Application& application, const Day& day, std::stop_token stop);
    Result<Application> look_up(const Application& application, const Day& day,
                                std::stop_token stop);
    Result<Application> settle(const Application& application, std::stop_token stop);
    Result<Application> deliver(const Application& application, std::stop_token stop);
    Done note_end_elsewhere(const Application& application, const RevocationAsked& asked);
    Result<Application> call_revocation(const Application& application, std::stop_token stop);
    Result<Application> take_answer(const Application& application, const CaAnswer& answer,
                                    const Day& day, std::stop_token stop);
    Result<Application> keep_granted(const ApplicationId& id, unsigned attempt,
                                     const CaGranted& granted, std::string found_by);
    Result<Application> take_back(const Application& application, Outcome outcome, std::string why);
    std::optional<CaGranted> granted_among(const Application& application, const WhatExists& exists,
                                           const Day& day);
    Result<Application> close(const Application& application, const Day& day, std::stop_token stop);
    Result<Application> look_again(const Application& application, std::stop_token stop);
    Result<std::optional<Application>> against_refusal(const Application& application,
                                                       const Day& day, std::stop_token stop);
    Result<Application> close_dropped(const Application& application,
                                      const KnownCertificate& dropped);
    // The centre's time minus the station's; nothing: it does not say. Kept for some minutes, while
    // the station's clock runs on evenly.
    std::optional<std::chrono::milliseconds> centre_ahead(Instant here, std::stop_token stop);
    struct Judged {
        EligibilityDecided body;
        std::optional<Failure> not_told; // why the register said nothing of the person
    };
    Result<Judged> judge_now(const ApplicationId& id, const Decision& decision,
                             std::stop_token stop);
    Result<Judged> judge(const Application& application, const Decision& decision, const Day& day,
                         std::stop_token stop);
    Result<std::vector<KnownCertificate>> others_in_register(const Application& application,
                                                             std::stop_token stop);
    Result<std::vector<Application>> all_of_person(const Application& application);
    Result<std::vector<KnownCertificate>> held_here(const Application& application, Instant now);
    Result<std::vector<EntryDraft>> endings(const Application& application, std::stop_token stop);
    Result<std::vector<EntryDraft>> late_surplus(const Application& application,
                                                 std::stop_token stop);
    Done destroy_key_package(const Application& application);

    Outside outside_;
    Policy policy_;
    std::string operator_;
    struct CentreSaid {
        std::optional<std::chrono::milliseconds> ahead;
        Instant here;
        std::chrono::steady_clock::time_point at;
    };
    std::optional<CentreSaid> centre_said_;
};

} // namespace koltamga::issuance

// What the window asks of the station, and how it is answered.
//
// The window's thread calls and never waits: each command returns at once, the work happens on the
// station's own threads, is in the journal before it is answered, and the answer comes on the
// window's thread. A window that has gone is not answered any more, and nothing is lost by it: the
// next one reads what the journal holds. Answers of commands that were given up (locked, signed
// out) never come.
#pragma once

#include "base/secret_bytes.h"
#include "desk/passport_form.h"
#include "issuance/runner.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace koltamga::desk {

template <class T>
using Then = std::function<void(Result<T>)>;
using Thunk = std::function<void()>;
// Runs a thunk on the window's thread, soon. May be called by any thread.
using Post = std::function<void(Thunk)>;

// Done, and there is nothing to say of it.
struct Nothing {};
// Null: nothing is kept.
using Draft = std::shared_ptr<SecretBytes>;

enum class Role { clerk, supervisor, auditor };

struct Clerk {
    std::string name;
    Role role = Role::clerk;
};

// One part of what the applicant accepts.
struct Clause {
    Texts heading;
    std::vector<Texts> paragraphs;
};

// Somebody invented, to practise with; never at a real office.
struct PractisingApplicant {
    std::string name;
    PassportForm passport;
    std::string email, phone;
    std::filesystem::path portrait; // a picture file; empty: none
};

// What the window says of the office without anybody signed in.
struct Office {
    Texts name;
    std::string station;
    bool practice = false;
    int utc_offset_minutes = 360;
    std::chrono::minutes idle_lock{5};
    unsigned password_length = 8; // of an applicant's, at least (characters)
    std::vector<Clause> terms;    // what the applicant accepts before choosing the password
    std::vector<PractisingApplicant> practising; // at a practice office only
};

// One line of a list: an application as the journal has it.
struct Row {
    ApplicationId application;
    issuance::State state{};
    issuance::Step step{};
    issuance::WaitsFor waits_for{};
    Instant opened{}, since{};
    std::optional<Instant> next_try = {};
    bool cancelling = false;
    bool revoked = false;
    bool receipted = false;
    std::string name = {}, pin = {}, document = {}; // empty where the record was let go or erased
};

// What the start page and the status line show.
struct Overview {
    std::vector<Row> needs_you; // on hold, waiting for the clerk; oldest first
    std::vector<Row> today;     // newest first
    std::vector<Row> outside;   // wait for the outside or for the centre's receipt; oldest first
    // Typed, and no application yet; newest first.
    std::vector<ApplicationId> drafts;
    // The latest of those in which the clerk or the applicant is to act.
    std::optional<Row> latest;
};

struct Synced {
    std::size_t receipted = 0, waiting = 0;
    std::optional<Failure> stopped_by;
};

// What became of a paper that was sent to the printer.
struct Printed {
    unsigned copy = 0; // its number, as the journal has it
    std::string printer;
    bool came_out = false;           // otherwise it is on its way still
    std::optional<Failure> obstacle; // why it did not come out
};

struct OperatorLine {
    std::string name;
    Role role = Role::clerk;
    bool disabled = false;
};

// What the check of the whole journal found.
struct JournalCheck {
    bool sound = false;
    Texts words; // what is proven and what is not; or what is broken, and where
};

class Workplace {
  public:
    virtual ~Workplace() = default;

    virtual const Office& office() const = 0;

    // Whoever signs in takes the desk; locking and signing out wipe every key and forget what the
    // journal does not hold. After `lock` only the same clerk comes in again.
    virtual void sign_in(std::string name, SecretBytes password, Then<Clerk> then) = 0;
    virtual void lock() = 0;
    virtual void sign_out() = 0;

    virtual PassportRules passport_rules() const = 0;

    // The steps of one application, in the order of the rail; each answers with it as it then is.
    // Of a person whose application is open already, `identify` answers with that one.
    using Told = Then<issuance::Application>;
    virtual void read(const ApplicationId& id, Told then) = 0;
    virtual void identify(issuance::Person person, Told then) = 0;
    // What deciding would come to; nothing is recorded.
    virtual void foresee(const ApplicationId& id, issuance::Decision decision,
                         Then<domain::Verdict> then) = 0;
    virtual void decide(const ApplicationId& id, issuance::Decision decision, Told then) = 0;
    virtual void contact(const ApplicationId& id, issuance::ContactRecorded contact,
                         domain::Consents consents, Told then) = 0;
    virtual void portrait(const ApplicationId& id, Bytes picture, std::string reason,
                          Told then) = 0;
    virtual void portrait_file(const ApplicationId& id, std::filesystem::path file,
                               std::string reason, Told then) = 0;
    // The applicant typed the password and accepted the terms, in this language.
    virtual void make_key(const ApplicationId& id, SecretBytes password, Language accepted_in,
                          Told then) = 0;
    // As far as the outside lets it go. What comes may take minutes; other applications go on.
    virtual void go_on(const ApplicationId& id, Then<issuance::Progress> then) = 0;
    // The applicant accepts the certificate. Custody `file`: the key goes to a folder on the
    // applicant's medium (`key.p12`; app.medium-missing without one).
    virtual void hand_over(const ApplicationId& id, std::filesystem::path medium, Told then) = 0;
    virtual void cancel(const ApplicationId& id, std::string reason,
                        Then<issuance::Progress> then) = 0;

    // The cut portrait of the record (JPEG), and the papers (PDF).
    virtual void portrait_of(const ApplicationId& id, Then<Bytes> then) = 0;
    virtual void agreement(const ApplicationId& id, Then<Bytes> then) = 0;
    virtual void certificate_sheet(const ApplicationId& id, Then<Bytes> then) = 0;

    // To the usual printer; answers when it lies there, or when it will not.
    virtual void print(const ApplicationId& id, issuance::Paper paper, Then<Printed> then) = 0;

    virtual void overview(Then<Overview> then) = 0;
    // By number, document or record id exactly; by any beginning of a name. At most `most` rows.
    virtual void search(std::string words, std::size_t most, Then<std::vector<Row>> then) = 0;
    // Goes on with every application that waits for the outside, and sends the journal.
    virtual void sync(Then<Synced> then) = 0;

    // The supervisor's; each fails with operator.not-allowed for anybody else.
    virtual void operators(Then<std::vector<OperatorLine>> then) = 0;
    virtual void add_operator(std::string name, Role role, SecretBytes password,
                              Then<Nothing> then) = 0;
    virtual void reset_operator(std::string name, SecretBytes password, Then<Nothing> then) = 0;
    virtual void disable_operator(std::string name, Then<Nothing> then) = 0;
    // The auditor's too.
    virtual void check_journal(Then<JournalCheck> then) = 0;
    // To a file that is not there yet; the export itself is an entry.
    virtual void export_journal(std::filesystem::path file, Then<Nothing> then) = 0;
    virtual void day_register(domain::Date day, Then<Bytes> then) = 0;

    // What is typed and not yet a step; sealed, under an id of its own until there is a step.
    virtual void save_draft(const ApplicationId& id, SecretBytes content, Then<Nothing> then) = 0;
    virtual void draft(const ApplicationId& id, Then<Draft> then) = 0;
    virtual void drop_draft(const ApplicationId& id, Then<Nothing> then) = 0;
    virtual ApplicationId new_draft_id() = 0;
};

} // namespace koltamga::desk

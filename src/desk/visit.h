// One applicant's visit, as the window shows it: which page, what is typed on it, what is being
// awaited, what went wrong; and what each act of clerk and applicant leads to.
//
// Lives on the window's thread and never waits. The window draws what stands here whenever
// `changed` is called, and tells every act; it decides nothing. Nothing here is the truth: closing
// the window loses what was not left yet and the secret fields, and nothing else.
#pragma once

#include "desk/draft.h"
#include "desk/rail.h"
#include "desk/workplace.h"

#include <array>
#include <functional>
#include <optional>

namespace koltamga::desk {

// What the applicant has to be asked, in the order of asking.
enum class Ask { personal_data, register_lookup, uis_account, terms };

class Visit {
  public:
    // A new applicant. The workplace outlives the visit; `changed` may destroy nothing.
    Visit(Workplace& workplace, std::function<void()> changed);
    // An application that is open, or one to look at.
    Visit(Workplace& workplace, const ApplicationId& application, std::function<void()> changed);
    // What was typed before the window went, and was no step yet.
    static std::unique_ptr<Visit> from_draft(Workplace& workplace, const ApplicationId& draft,
                                             std::function<void()> changed);

    // What is shown.
    Page page() const;
    std::vector<RailStep> rail() const;
    const std::optional<issuance::Application>& application() const { return application_; }
    const PassportForm& passport() const { return passport_; }
    const ContactForm& contact() const { return contact_; }
    Judgement judgement(Field field) const;
    Judgement email_judgement() const;
    Judgement phone_judgement() const;
    domain::Consent consent(Ask what) const;
    const std::string& reissue_reason() const { return reissue_reason_; }
    // What deciding would come to, where the clerk has to look at it first.
    const std::optional<domain::Verdict>& verdict() const { return verdict_; }
    bool warnings_confirmed() const { return warnings_confirmed_; }
    // The rules refuse for one thing alone: there is a certificate already, and the clerk may
    // decide to replace it.
    bool may_replace() const;
    bool waiting() const { return waiting_; } // for an answer of the station
    const std::optional<Failure>& failure() const { return failure_; }
    // Where the cursor belongs after the clerk wanted to go on and could not.
    std::optional<Field> first_wrong() const;
    // Whether the page's one suggested action can be taken now.
    bool may_go_on() const;

    // What clerk and applicant do.
    void type(Field field, std::string words);
    void leave(Field field); // judges it, fills from the zone
    void type_contact(ContactForm typed);
    void answer(Ask what, bool agrees);
    void give_reissue_reason(std::string reason);
    void confirm_warnings(bool confirmed);
    void take_picture(Bytes picture, std::string reason);
    void take_picture_file(std::filesystem::path file, std::string reason);
    // At a practice office: as if the invented person's document had been typed.
    void practise(const PractisingApplicant& somebody);
    // Both as typed by the applicant; they are wiped, whatever comes of it.
    void choose_password(SecretBytes password, SecretBytes again, Language language);
    void choose_medium(std::filesystem::path medium) { medium_ = std::move(medium); }
    // The page's one suggested action: decide, go on, ask again, hand over.
    void go_on();
    void give_up(std::string reason);
    // After the desk was locked: what was awaited never comes, so it is read anew.
    void come_back();

  private:
    Workplace::Told told();
    Then<issuance::Progress> progress_told();
    void take(const issuance::Application& application);
    void fail_with(const Failure& failure);
    void await();
    void identify();
    void judge_or_decide();
    void take(const domain::Verdict& verdict);
    bool verdict_may_be_decided() const;
    void decide();
    issuance::Decision decision() const;
    void read_draft(const ApplicationId& id);
    void ask_outside();
    void keep_draft();
    void draft_was_kept(const Result<Nothing>& kept);
    void drop_draft();

    Workplace& workplace_;
    std::function<void()> changed_;
    ApplicationId draft_;
    bool draft_kept_ = false;
    bool keeping_ = false, keep_again_ = false; // one at a time; the newest last
    std::optional<issuance::Application> application_;
    PassportForm passport_;
    std::array<bool, field_count> left_{}; // fields the clerk has been in
    bool tried_ = false;                   // the clerk wanted to go on: what is missing is wrong
    ContactForm contact_;
    domain::Consents consents_;
    std::string reissue_reason_;
    std::optional<domain::Verdict> verdict_;
    bool warnings_confirmed_ = false;
    std::filesystem::path medium_;
    bool waiting_ = false;
    std::optional<Failure> failure_;
    // Answers that come after the visit find it gone.
    std::shared_ptr<bool> here_ = std::make_shared<bool>(true);
};

} // namespace koltamga::desk

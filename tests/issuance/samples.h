// One invented applicant and what the entries of their visit say; tests change one thing at a time.
#pragma once

#include "issuance/application.h"
#include "issuance/policy.h"

namespace koltamga::issuance::samples {

inline constexpr const char* man = "20101199000008";
inline constexpr const char* woman = "12902200000011";
inline constexpr const char* minor = "21506201000003"; // of full age on 15 June 2028

ApplicationId application(unsigned number = 1);
Instant instant(const char* text); // "2026-11-22T09:00:00.000Z"; a wrong one throws
domain::Date day(const char* iso);
Digest digest(BytesView content); // not SHA-256: enough to tell contents apart

domain::Identity identity(const std::string& pin = man);
domain::Consents all_consents();
domain::Verdict verdict(domain::VerdictKind kind, const char* rule, const char* day = "2026-11-22");
PaperFacts paper();
Policy policy();

IdentityRecorded identity_recorded();
EligibilityDecided eligible();
EligibilityDecided refused(const char* rule = "full-age");
EligibilityDecided provisional();
PortraitRecorded portrait();
KeyMade key(Custody custody = Custody::cloud);
CertificateAsked asked(unsigned attempt = 1, const char* transaction = "t1");
CertificateAnswered answered(Outcome outcome, unsigned attempt = 1, const char* serial = "a1");
CertificateWaiting waiting(unsigned attempt = 1);
RevocationAsked revocation(const char* serial, const char* requested_by);
Remark remark(const char* reason, const char* to_step = "", const char* second_person = "");

// Appends to one application's story and folds at once, as a journal does.
class Story {
  public:
    explicit Story(ApplicationId id = application()) : id_(std::move(id)) {}

    template <class Body>
    Story& tell(Kind kind, const Body& body) {
        return tell(kind, write(body));
    }
    Story& tell(Kind kind, const std::string& body);
    Story& tell(Kind kind) { return tell(kind, std::string()); }
    // The result of an entry that may be refused; nothing changes when it is.
    template <class Body>
    Done attempt(Kind kind, const Body& body) {
        return attempt(kind, write(body));
    }
    Done attempt(Kind kind, const std::string& body);
    Done attempt(Kind kind) { return attempt(kind, std::string()); }

    // As far as the step; each goes through everything before it.
    Story& to_decide();
    Story& to_contact();
    Story& to_portrait();
    Story& to_key();
    Story& to_certificate(Custody custody = Custody::cloud);
    Story& asked_once();
    Story& certified();
    Story& confirmed();
    Story& delivered();
    Story& handed_over();

    Story& by(std::string operator_name);
    Story& at(Instant time);
    Story& in_epoch(std::uint64_t epoch); // of the journal, from here on
    const Application& now() const { return application_; }

  private:
    ApplicationId id_;
    Application application_;
    Stamp stamp_{"bermet", instant("2026-11-22T09:00:00.000Z"), TimeSource::system};
    std::uint64_t sequence_ = 0;
    std::uint64_t epoch_ = 1;
    Custody custody_ = Custody::cloud;
};

// The table of steps does not let this entry follow.
bool refused_by_table(const Done& done);

} // namespace koltamga::issuance::samples

#include "app/papers.h"

#include "app/ctl.h"
#include "app/policy_of.h"
#include "crypto/certificate.h"
#include "crypto/hash.h"
#include "issuance/agreement.h"

#include <algorithm>

#include <fmt/format.h>

namespace koltamga::app {
namespace {

using profile::OfficeProfile;

// Certificate sheets were of this wording when the records did not keep it yet.
constexpr const char* sheet_before_it_was_kept = "1";

// What was accepted, not what the profile says by now. Records made before they kept it have
// nothing but the profile.
issuance::PaperFacts facts_of(const issuance::Application& application,
                              const OfficeProfile& profile) {
    if (application.key->paper) {
        return *application.key->paper;
    }
    auto facts = paper_facts(profile);
    facts.sheet_version = sheet_before_it_was_kept;
    return facts;
}

std::string legal_date(Instant instant, const issuance::PaperFacts& facts) {
    return domain::civil_date(instant, facts.utc_offset_minutes).iso();
}

// "22.11.2026 15:41:07 UTC+6"
std::string office_time(Instant instant, const issuance::PaperFacts& facts) {
    using namespace std::chrono;
    const int offset = facts.utc_offset_minutes;
    const auto local = floor<seconds>(instant + minutes(offset));
    const hh_mm_ss time(local - floor<days>(local));
    const int rest = std::abs(offset % 60);
    return fmt::format("{} {:02}:{:02}:{:02} UTC{}{}{}",
                       domain::civil_date(instant, offset).for_clerk(), time.hours().count(),
                       time.minutes().count(), time.seconds().count(), offset < 0 ? '-' : '+',
                       std::abs(offset / 60),
                       rest == 0 ? std::string() : fmt::format(":{:02}", rest));
}

// A record of before the words were kept has today's.
Texts document_name_in(const issuance::PaperFacts& facts, const OfficeProfile& profile,
                       const std::string& id) {
    const auto kept = facts.documents.find(id);
    return kept == facts.documents.end() ? document_name(profile, id) : kept->second;
}

std::string iso(const std::optional<domain::Date>& date) {
    return date ? date->iso() : "";
}

printing::PaperApplicant applicant_of(const issuance::Application& application,
                                      const Texts& document_name) {
    const auto& identity = application.identity->identity;
    printing::PaperApplicant applicant;
    applicant.surname = identity.names.surname;
    applicant.given_names = identity.names.given_names;
    applicant.surname_cyrillic = identity.names.surname_cyrillic;
    applicant.given_names_cyrillic = identity.names.given_names_cyrillic;
    applicant.patronymic = identity.names.patronymic;
    applicant.pin = identity.pin;
    applicant.birth_date = identity.birth_date ? identity.birth_date->iso() : "";
    applicant.sex = std::string(domain::to_text(identity.sex));
    applicant.document_type = document_name;
    applicant.document_number = identity.document.number;
    applicant.document_issued = iso(identity.document.issued);
    applicant.document_expires = iso(identity.document.expires);
    applicant.document_issuer = identity.document.issuer;
    if (application.contact) { // a refusal comes before it
        applicant.email = application.contact->email;
        applicant.phone = application.contact->phone;
    }
    return applicant;
}

std::string key_name(issuance::KeyType type) {
    return type == issuance::KeyType::rsa3072 ? "RSA 3072" : "EC P-256";
}

std::string custody_name(issuance::Custody custody) {
    return custody == issuance::Custody::cloud ? "cloud" : "file";
}

} // namespace

Failure no_agreement() {
    return fail(Code::app_no_agreement);
}

printing::Languages default_languages(const OfficeProfile& profile) {
    const auto& languages = profile.agreement.languages;
    if (languages.size() != 1) {
        return printing::Languages::ky_ru;
    }
    switch (languages.front()) {
    case Language::ky:
        return printing::Languages::ky;
    case Language::ru:
        return printing::Languages::ru;
    case Language::en:
        break;
    }
    return printing::Languages::en;
}

Result<std::optional<printing::Languages>> languages_wanted(const std::string& spelled) {
    if (spelled.empty()) {
        return std::optional<printing::Languages>();
    }
    const auto languages = printing::languages_from(spelled);
    if (!languages) {
        return expects("--language", "ky, ru, en, ky+ru");
    }
    return languages;
}

printing::PaperOffice office_of(const issuance::PaperFacts& facts) {
    printing::PaperOffice office;
    office.authority = facts.authority;
    office.identification = facts.identification;
    office.name = facts.office;
    office.address = facts.address;
    office.code = facts.office_code;
    return office;
}

std::string holder_of(const domain::Names& names) {
    const auto& cyrillic = names.surname_cyrillic;
    auto holder = cyrillic.empty() ? names.surname : cyrillic;
    for (const auto* more :
         {cyrillic.empty() ? &names.given_names : &names.given_names_cyrillic, &names.patronymic}) {
        holder += (more->empty() ? "" : " ") + *more;
    }
    return holder;
}

printing::AgreementRecord agreement_record(const issuance::Application& application,
                                           const OfficeProfile& profile, Bytes portrait,
                                           const std::string& record_hash) {
    const auto& key = *application.key;
    const auto facts = facts_of(application, profile);
    printing::AgreementRecord record;
    record.record_id = application.id->text();
    record.practice = profile.practice;
    record.made_at = key.terms_accepted;
    record.date = legal_date(key.terms_accepted, facts);
    record.place = facts.office;
    record.law = facts.law;
    record.office = office_of(facts);
    record.operator_name = application.key_by;
    const auto& document = application.identity->identity.document.type;
    record.applicant = applicant_of(application, document_name_in(facts, profile, document));
    record.portrait = std::move(portrait);
    record.key_algorithm = key_name(key.type);
    record.key_fingerprint = hex(key.fingerprint);
    record.custody = custody_name(key.custody);
    record.terms_version = key.terms_version;
    record.terms_hash = issuance::terms_hash_in(key.agreement);
    record.record_hash = record_hash;
    return record;
}

printing::AgreementRecord agreement_draft(issuance::Application application,
                                          const OfficeProfile& profile, Bytes portrait,
                                          const printing::TemplateInfo& terms,
                                          const SignedBy& clerk) {
    application.key.emplace();
    application.key->type = key_type(profile.keys.algorithm);
    application.key->custody = custody(profile.keys.custody);
    application.key->terms_version = terms.version;
    application.key->paper = paper_facts(profile);
    application.key->terms_accepted = clerk.at;
    application.key_by = clerk.name;
    const std::string any_hash(2 * sizeof(issuance::Digest), '0');
    auto record = agreement_record(application, profile, std::move(portrait), any_hash);
    record.terms_hash = terms.hash;
    return record;
}

printing::RefusalRecord refusal_record(const issuance::Application& application,
                                       const OfficeProfile& profile, const SignedBy& decided) {
    const auto& verdict = application.eligibility->verdict;
    const auto facts = paper_facts(profile);
    printing::RefusalRecord record;
    record.record_id = application.id->text();
    record.practice = profile.practice;
    record.made_at = decided.at;
    record.date = legal_date(decided.at, facts);
    record.place = facts.office;
    record.law = facts.law;
    record.office = office_of(facts);
    record.operator_name = decided.name;
    const auto& document = application.identity->identity.document.type;
    record.applicant = applicant_of(application, document_name_in(facts, profile, document));
    record.decided_at = office_time(decided.at, facts);
    record.reference_date = verdict.reference.iso();
    record.rules = verdict.rule_set + " " + verdict.version;
    for (const auto& reason : verdict.reasons) {
        if (reason.effect == domain::Effect::refuses) {
            record.reasons.push_back({reason.rule, reason.text});
        }
    }
    return record;
}

printing::CertificateSheetRecord certificate_sheet_record(const issuance::Application& application,
                                                          const OfficeProfile& profile) {
    const auto& key = *application.key;
    const auto& answered = *application.certificate;
    const auto facts = facts_of(application, profile);
    // Checked when it came; one that cannot be read now is a bug.
    const auto certificate = crypto::Certificate::parse(answered.certificate).value();
    printing::CertificateSheetRecord record;
    record.record_id = application.id->text();
    record.practice = profile.practice;
    record.made_at = answered.not_before;
    record.date = legal_date(answered.not_before, facts);
    record.place = facts.office;
    record.law = facts.law;
    record.office = office_of(facts);
    record.operator_name = application.key_by;
    record.holder = holder_of(application.identity->identity.names);
    for (const auto& attribute : key.subject) {
        record.subject.push_back({attribute.attribute, attribute.value});
    }
    record.serial = answered.serial;
    record.issuer = certificate.issuer_text();
    record.valid_from = office_time(answered.not_before, facts);
    record.valid_until = office_time(answered.not_after, facts);
    record.policy = certificate.policies().empty() ? "" : certificate.policies().front();
    record.fingerprint = hex(certificate.fingerprint());
    record.key_algorithm = key_name(key.type);
    record.key_fingerprint = hex(key.fingerprint);
    record.custody = custody_name(key.custody);
    record.sheet_version = facts.sheet_version;
    return record;
}

} // namespace koltamga::app

#include "app/policy_of.h"

#include "base/file.h"
#include "printing/paper.h"

#include <algorithm>

namespace koltamga::app {

issuance::ClockTolerance clock_tolerance(const profile::OfficeProfile& profile) {
    using std::chrono::ceil;
    return {ceil<std::chrono::minutes>(profile.clock.set_back),
            ceil<std::chrono::days>(profile.clock.forward), profile.clock.difference};
}

issuance::KeyType key_type(profile::KeyAlgorithm algorithm) {
    return algorithm == profile::KeyAlgorithm::ec_p256 ? issuance::KeyType::ec_p256
                                                       : issuance::KeyType::rsa3072;
}

capture::PictureLimits picture_limits(const profile::OfficeProfile& profile) {
    return {profile.limits.portrait_octets, profile.limits.portrait_pixels};
}

issuance::Custody custody(profile::CustodyKind kind) {
    return kind == profile::CustodyKind::file ? issuance::Custody::file : issuance::Custody::cloud;
}

namespace {

Texts usual_document_name(const std::string& id) {
    if (id == "id-card") {
        return {"Идентификациялык карта (ID-карта)", "Идентификационная карта (ID-карта)",
                "Identity card"};
    }
    if (id == "passport") {
        return {"Жалпы жарандык паспорт", "Общегражданский паспорт", "Passport"};
    }
    return {id, id, id};
}

} // namespace

Texts document_name(const profile::OfficeProfile& profile, const std::string& id) {
    const auto named = std::ranges::find_if(profile.rules.documents, [&](const auto& type) {
        return type.id == id && type.name != Texts();
    });
    return named == profile.rules.documents.end() ? usual_document_name(id) : named->name;
}

issuance::PaperFacts paper_facts(const profile::OfficeProfile& profile) {
    issuance::PaperFacts paper;
    paper.authority = profile.authority.name;
    paper.identification = profile.authority.identification;
    paper.office = profile.office.name;
    paper.address = profile.office.address;
    paper.office_code = profile.office.code;
    paper.law = profile.agreement.law;
    paper.utc_offset_minutes = profile.office.utc_offset_minutes;
    paper.sheet_version = printing::current_template("certificate-sheet").version;
    for (const auto& type : profile.rules.documents) {
        paper.documents[type.id] = document_name(profile, type.id);
    }
    return paper;
}

issuance::Policy policy_of(const profile::OfficeProfile& profile, const std::string& station,
                           profile::CustodyKind kind, const std::string& terms_sha256) {
    issuance::Policy policy;
    policy.rules = profile.rules;
    policy.key_type = key_type(profile.keys.algorithm);
    policy.custody = custody(kind);
    policy.terms_version = profile.agreement.terms_version;
    policy.terms_sha256 = terms_sha256;
    policy.station = station;
    policy.paper = paper_facts(profile);
    policy.utc_offset = std::chrono::minutes(profile.office.utc_offset_minutes);
    policy.clock = clock_tolerance(profile);
    policy.practice = profile.practice;
    policy.subject = profile.certificate.subject;
    return policy;
}

Result<Bytes> read_picture(const profile::OfficeProfile& profile,
                           const std::filesystem::path& file) {
    const auto limits = picture_limits(profile);
    auto picture = read_file(file, limits.octets);
    return picture.failed_with(Code::file_too_large)
               ? capture::picture_too_large(limits, picture.failure().detail)
               : std::move(picture);
}

} // namespace koltamga::app

#include "practice/practice_profile.h"

#include "base/file.h"
#include "crypto/base64.h"
#include "profile/profile_signature.h"

namespace koltamga::practice {
namespace {

profile::Office practice_office() {
    profile::Office office;
    office.name = {"Машыгуу кеңсеси", "Учебный офис", "Practice office"};
    office.address = {"Бишкек ш., Үлгү көчөсү, 1", "г. Бишкек, ул. Образцовая, 1",
                      "1 Specimen Street, Bishkek"};
    office.code = "PRACTICE-1";
    return office;
}

profile::Authority practice_authority() {
    return {{"Машыгуу күбөлөндүрүүчү борбору", "Учебный удостоверяющий центр",
             "Practice certification authority"},
            {"юридикалык жак эмес, машыгуу үчүн гана", "не юридическое лицо, только для обучения",
             "no legal person, for practice only"}};
}

profile::Endpoints endpoints_at(const std::string& url) {
    return {url,           url + "/enrol",   url + "/cmp",  url + "/crl",
            url + "/ocsp", url + "/station", url + "/vault"};
}

} // namespace

profile::OfficeProfile practice_profile(const ProfileFacts& facts, const crypto::KeyPair& agency) {
    profile::OfficeProfile wanted;
    wanted.id = "practice";
    wanted.practice = true;
    wanted.agency_key = crypto::to_base64(agency.public_key().spki());
    wanted.authority = practice_authority();
    wanted.office = practice_office();
    wanted.endpoints = endpoints_at(facts.url);
    wanted.trust.roots = {facts.root.pem()};
    wanted.trust.issuing = {facts.issuing.pem(), facts.responder.pem()};
    wanted.trust.receipt_signer = facts.receipts.pem();
    for (const auto& one : facts.receipts_before) {
        wanted.trust.receipt_signers_before.push_back(one.pem());
    }
    wanted.trust.centre_encryption = facts.encryption.pem();
    wanted.trust.vault = facts.vault.pem();
    wanted.trust.recovery = facts.recovery.pem();
    wanted.keys.custody_allowed = {profile::CustodyKind::cloud, profile::CustodyKind::file};
    wanted.certificate.policies = {facts.policy};
    wanted.agreement.law = {"Машыгуу үчүн гана; укуктук күчү жок",
                            "Только для обучения; юридической силы не имеет",
                            "For practice only; without legal force"};
    return wanted;
}

Done publish_profile(const std::filesystem::path& file, profile::OfficeProfile wanted,
                     const crypto::KeyPair& agency) {
    std::error_code none;
    if (std::filesystem::exists(file, none)) {
        if (const auto there = profile::load_profile(file)) {
            wanted.version = there->profile.version;
            if (there->profile == wanted &&
                profile::verify_profile(there->text, wanted.agency_key)) {
                return {};
            }
            ++wanted.version;
        }
    }
    KOLTAMGA_TRY(const auto text, profile::sign_profile(profile::compose_profile(wanted), agency));
    return write_file(file, bytes_of(text));
}

} // namespace koltamga::practice

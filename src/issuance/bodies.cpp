#include "issuance/bodies.h"

#include "issuance/domain_json.h"

#include <algorithm>
#include <array>

namespace koltamga::issuance {
namespace {

Failure unreadable(std::string detail) {
    return fail(Code::issuance_entry_unreadable, std::move(detail));
}

std::string octets(BytesView bytes) {
    return hex(bytes);
}

Bytes octets_from(const Json& json, const char* name) {
    return need(from_hex(json.at(name).get<std::string>()), name);
}

Digest digest_from(const Json& json, const char* name) {
    const Bytes bytes = octets_from(json, name);
    Digest digest{};
    if (bytes.size() != digest.size()) {
        throw BadValue(name);
    }
    std::copy(bytes.begin(), bytes.end(), digest.begin());
    return digest;
}

Instant instant_of(const Json& json, const char* name) {
    return need(instant_from(json.at(name).get<std::string>()), name);
}

unsigned attempt_of(const Json& json) {
    return whole<unsigned>(json.at("attempt"), "attempt");
}

// What the outside said may hold octets that are no UTF-8; they are replaced, never fatal.
std::string text(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Texts texts_of(const Json& json, const char* name) {
    const auto& items = items_of(json.at(name), name);
    if (items.size() != std::tuple_size_v<Texts>) {
        throw BadValue(name);
    }
    return items;
}

template <class Enum, std::size_t N>
Enum named(const std::array<std::string_view, N>& names, const Json& json, const char* field) {
    const auto name = json.at(field).get<std::string>();
    for (std::size_t i = 0; i < N; ++i) {
        if (names[i] == name) {
            return static_cast<Enum>(i);
        }
    }
    throw BadValue(field);
}

constexpr std::array<std::string_view, 2> key_types = {"rsa-3072", "ec-p256"};
constexpr std::array<std::string_view, 2> custodies = {"cloud", "file"};
constexpr std::array<std::string_view, 3> papers = {"agreement", "sheet", "refusal"};
constexpr std::array<std::string_view, 5> outcomes = {"granted", "refused", "rejected", "cancelled",
                                                      "unconfirmed"};
// RFC 5280, 5.3.1
constexpr std::array<std::string_view, 5> reasons = {
    "unspecified", "keyCompromise", "affiliationChanged", "superseded", "cessationOfOperation"};

template <std::size_t N, class Enum>
std::string_view name_in(const std::array<std::string_view, N>& names, Enum value) {
    return names[static_cast<std::size_t>(value)];
}

Json json_of(const KnownCertificate& known) {
    return {{"serial", known.serial},
            {"certificate", octets(known.certificate)},
            {"status", name_of(known.status)}};
}

KnownCertificate known_from(const Json& json) {
    const auto status = certificate_status_named(json.at("status").get<std::string>());
    if (!status) {
        throw BadValue("status");
    }
    return {json.at("serial"), octets_from(json, "certificate"), *status};
}

Json json_of(const PaperFacts& paper) {
    return {{"authority", paper.authority},
            {"identification", paper.identification},
            {"office", paper.office},
            {"address", paper.address},
            {"office_code", paper.office_code},
            {"law", paper.law},
            {"utc_offset_minutes", paper.utc_offset_minutes},
            {"sheet_version", paper.sheet_version},
            {"documents", paper.documents}};
}

std::map<std::string, Texts> document_names_from(const Json& json) {
    if (!json.is_object()) {
        throw BadValue("documents");
    }
    std::map<std::string, Texts> names;
    for (const auto& [id, name] : json.items()) {
        names[id] = texts_of(json, id.c_str());
    }
    return names;
}

int utc_offset_from(const Json& json) {
    constexpr const char* name = "utc_offset_minutes";
    constexpr int farthest = 14 * 60;
    const int minutes = whole<int>(json.at(name), name);
    if (minutes < -farthest || minutes > farthest) {
        throw BadValue(name);
    }
    return minutes;
}

PaperFacts paper_from(const Json& json) {
    PaperFacts paper;
    paper.authority = texts_of(json, "authority");
    paper.identification = texts_of(json, "identification");
    paper.office = texts_of(json, "office");
    paper.address = texts_of(json, "address");
    paper.office_code = json.at("office_code");
    paper.law = texts_of(json, "law");
    paper.utc_offset_minutes = utc_offset_from(json);
    paper.sheet_version = json.at("sheet_version");
    if (json.contains("documents")) {
        paper.documents = document_names_from(json.at("documents"));
    }
    return paper;
}

Json optional_identity(const std::optional<domain::Identity>& identity) {
    return identity ? to_json(*identity) : Json();
}

std::optional<domain::Identity> optional_identity_from(const Json& json) {
    return json.is_null() ? std::nullopt : std::optional(identity_from(json));
}

// One `parse` for each kind of body; exceptions are turned into a value by read_body.
template <class Body>
Body parse(const Json& json);

template <>
IdentityRecorded parse(const Json& json) {
    IdentityRecorded body;
    body.identity = identity_from(json.at("identity"));
    body.typed = optional_identity_from(json.at("typed"));
    body.mrz = optional_identity_from(json.at("mrz"));
    if (!json.at("comparison").is_null()) {
        body.comparison = comparison_from(json.at("comparison"));
    }
    body.presence = json.at("presence");
    return body;
}

template <>
EligibilityDecided parse(const Json& json) {
    EligibilityDecided body;
    body.facts = case_from(json.at("facts"));
    body.rules = rule_set_from(json.at("rules"));
    body.verdict = verdict_from(json.at("verdict"));
    body.warnings_confirmed = json.at("warnings_confirmed");
    body.recheck = json.at("recheck");
    body.reissue_reason = json.at("reissue_reason");
    for (const auto& known : items_of(json.at("replaces"), "replaces")) {
        body.replaces.push_back(known_from(known));
    }
    return body;
}

template <>
ContactRecorded parse(const Json& json) {
    return {json.at("email"), json.at("phone")};
}

template <>
ConsentRecorded parse(const Json& json) {
    return {consents_from(json.at("consents"))};
}

template <>
PortraitRecorded parse(const Json& json) {
    PortraitRecorded body;
    body.blob = json.at("blob");
    body.sha256 = digest_from(json, "sha256");
    body.width = whole<int>(json.at("width"), "width");
    body.height = whole<int>(json.at("height"), "height");
    const auto side = [&](std::size_t i) { return whole<int>(json.at("face").at(i), "face"); };
    body.face = {side(0), side(1), side(2), side(3)};
    body.source = json.at("source");
    body.file_import_reason = json.at("file_import_reason");
    return body;
}

template <>
KeyMade parse(const Json& json) {
    KeyMade body;
    body.type = named<KeyType>(key_types, json, "type");
    body.custody = named<Custody>(custodies, json, "custody");
    body.public_key = octets_from(json, "public_key");
    body.fingerprint = digest_from(json, "fingerprint");
    body.certificate_request = octets_from(json, "certificate_request");
    body.subject = subject_from(json.at("subject"));
    body.agreement = json.at("agreement");
    body.agreement_signature = octets_from(json, "agreement_signature");
    body.package = json.at("package");
    body.package_secret = octets_from(json, "package_secret");
    body.terms_version = json.at("terms_version");
    body.terms_language = json.at("terms_language");
    body.accepted_how = json.at("accepted_how");
    body.terms_accepted = instant_of(json, "terms_accepted");
    body.languages = json.at("languages");
    if (json.contains("paper")) {
        body.paper = paper_from(json.at("paper"));
    }
    return body;
}

template <>
CertificateAsked parse(const Json& json) {
    return {attempt_of(json), octets_from(json, "transaction_id"), json.at("carrier")};
}

template <>
CertificateWaiting parse(const Json& json) {
    CertificateWaiting body;
    body.attempt = attempt_of(json);
    body.waiting.check_after =
        std::chrono::seconds(whole<std::int32_t>(json.at("check_after"), "check_after"));
    for (const auto& message : items_of(json.at("transcript"), "transcript")) {
        body.waiting.transcript.push_back(need(from_hex(message.get<std::string>()), "transcript"));
    }
    return body;
}

template <>
CertificateAnswered parse(const Json& json) {
    CertificateAnswered body;
    body.attempt = attempt_of(json);
    body.outcome = named<Outcome>(outcomes, json, "outcome");
    body.certificate = octets_from(json, "certificate");
    body.serial = json.at("serial");
    body.not_before = instant_of(json, "not_before");
    body.not_after = instant_of(json, "not_after");
    body.with_modifications = json.at("with_modifications");
    body.detail = json.at("detail");
    body.found_by = json.at("found_by");
    return body;
}

template <>
CertificateConfirmed parse(const Json& json) {
    return {attempt_of(json)};
}

template <>
KeyDelivered parse(const Json& json) {
    return {octets_from(json, "receipt")};
}

template <>
KeyExported parse(const Json& json) {
    return {digest_from(json, "sha256")};
}

template <>
SurplusFound parse(const Json& json) {
    return {json.at("serial"), octets_from(json, "certificate")};
}

template <>
RevocationAsked parse(const Json& json) {
    return {json.at("serial"),
            octets_from(json, "certificate"),
            named<RevocationReason>(reasons, json, "reason"),
            json.at("requested_by"),
            json.at("proof"),
            attempt_of(json)};
}

template <>
RevocationAnswered parse(const Json& json) {
    return {json.at("serial"), json.at("revoked"), json.at("detail")};
}

template <>
ApplicationHandedOver parse(const Json& json) {
    return {json.at("acceptance")};
}

template <>
Remark parse(const Json& json) {
    return {json.at("reason"), json.at("second_person"), json.at("to_step")};
}

template <>
AgreementPrinted parse(const Json& json) {
    return {whole<unsigned>(json.at("copy"), "copy"), json.at("languages"),
            digest_from(json, "sha256")};
}

template <>
PaperPrinted parse(const Json& json) {
    return {named<Paper>(papers, json, "paper"), whole<unsigned>(json.at("copy"), "copy"),
            json.at("languages"), digest_from(json, "sha256"), json.at("printer")};
}

template <>
RegisterPrinted parse(const Json& json) {
    return {json.at("day"), whole<unsigned>(json.at("copy"), "copy"), json.at("languages"),
            digest_from(json, "sha256"), json.at("printer")};
}

} // namespace

std::string_view name_of(RevocationReason reason) {
    return name_in(reasons, reason);
}

std::optional<RevocationReason> revocation_reason_named(std::string_view name) {
    const auto found = std::ranges::find(reasons, name);
    return found == reasons.end()
               ? std::nullopt
               : std::optional(static_cast<RevocationReason>(found - reasons.begin()));
}

std::string_view name_of(Paper paper) {
    return name_in(papers, paper);
}

std::optional<Paper> paper_named(std::string_view name) {
    const auto found = std::ranges::find(papers, name);
    return found == papers.end() ? std::nullopt
                                 : std::optional(static_cast<Paper>(found - papers.begin()));
}

std::string write(const IdentityRecorded& body) {
    return text({{"identity", to_json(body.identity)},
                 {"typed", optional_identity(body.typed)},
                 {"mrz", optional_identity(body.mrz)},
                 {"comparison", body.comparison ? to_json(*body.comparison) : Json()},
                 {"presence", body.presence}});
}

std::string write(const EligibilityDecided& body) {
    Json replaces = Json::array();
    for (const auto& known : body.replaces) {
        replaces.push_back(json_of(known));
    }
    return text({{"facts", to_json(body.facts)},
                 {"rules", to_json(body.rules)},
                 {"verdict", to_json(body.verdict)},
                 {"warnings_confirmed", body.warnings_confirmed},
                 {"reissue_reason", body.reissue_reason},
                 {"replaces", std::move(replaces)},
                 {"recheck", body.recheck}});
}

std::string write(const ContactRecorded& body) {
    return text({{"email", body.email}, {"phone", body.phone}});
}

std::string write(const ConsentRecorded& body) {
    return text({{"consents", to_json(body.consents)}});
}

std::string write(const PortraitRecorded& body) {
    const auto& face = body.face;
    return text({{"blob", body.blob},
                 {"sha256", octets(body.sha256)},
                 {"width", body.width},
                 {"height", body.height},
                 {"face", {face.x, face.y, face.width, face.height}},
                 {"source", body.source},
                 {"file_import_reason", body.file_import_reason}});
}

std::string write(const KeyMade& body) {
    Json json = {{"type", name_in(key_types, body.type)},
                 {"custody", name_in(custodies, body.custody)},
                 {"public_key", octets(body.public_key)},
                 {"fingerprint", octets(body.fingerprint)},
                 {"certificate_request", octets(body.certificate_request)},
                 {"subject", to_json(body.subject)},
                 {"agreement", body.agreement},
                 {"agreement_signature", octets(body.agreement_signature)},
                 {"package", body.package},
                 {"package_secret", octets(body.package_secret)},
                 {"terms_version", body.terms_version},
                 {"terms_language", body.terms_language},
                 {"accepted_how", body.accepted_how},
                 {"terms_accepted", to_text(body.terms_accepted)},
                 {"languages", body.languages}};
    if (body.paper) {
        json["paper"] = json_of(*body.paper);
    }
    return text(json);
}

std::string write(const CertificateAsked& body) {
    return text({{"attempt", body.attempt},
                 {"transaction_id", octets(body.transaction_id)},
                 {"carrier", body.carrier}});
}

std::string write(const CertificateWaiting& body) {
    Json transcript = Json::array();
    for (const auto& message : body.waiting.transcript) {
        transcript.push_back(octets(message));
    }
    return text({{"attempt", body.attempt},
                 {"check_after", body.waiting.check_after.count()},
                 {"transcript", std::move(transcript)}});
}

std::string write(const CertificateAnswered& body) {
    return text({{"attempt", body.attempt},
                 {"outcome", name_in(outcomes, body.outcome)},
                 {"certificate", octets(body.certificate)},
                 {"serial", body.serial},
                 {"not_before", to_text(body.not_before)},
                 {"not_after", to_text(body.not_after)},
                 {"with_modifications", body.with_modifications},
                 {"detail", body.detail},
                 {"found_by", body.found_by}});
}

std::string write(const CertificateConfirmed& body) {
    return text({{"attempt", body.attempt}});
}

std::string write(const KeyDelivered& body) {
    return text({{"receipt", octets(body.receipt)}});
}

std::string write(const KeyExported& body) {
    return text({{"sha256", octets(body.sha256)}});
}

std::string write(const SurplusFound& body) {
    return text({{"serial", body.serial}, {"certificate", octets(body.certificate)}});
}

std::string write(const RevocationAsked& body) {
    return text({{"serial", body.serial},
                 {"certificate", octets(body.certificate)},
                 {"reason", name_in(reasons, body.reason)},
                 {"requested_by", body.requested_by},
                 {"proof", body.proof},
                 {"attempt", body.attempt}});
}

std::string write(const RevocationAnswered& body) {
    return text({{"serial", body.serial}, {"revoked", body.revoked}, {"detail", body.detail}});
}

std::string write(const ApplicationHandedOver& body) {
    return text({{"acceptance", body.acceptance}});
}

std::string write(const Remark& body) {
    return text({{"reason", body.reason},
                 {"second_person", body.second_person},
                 {"to_step", body.to_step}});
}

std::string write(const AgreementPrinted& body) {
    return text(
        {{"copy", body.copy}, {"languages", body.languages}, {"sha256", octets(body.sha256)}});
}

std::string write(const PaperPrinted& body) {
    return text({{"paper", name_of(body.paper)},
                 {"copy", body.copy},
                 {"languages", body.languages},
                 {"sha256", octets(body.sha256)},
                 {"printer", body.printer}});
}

std::string write(const RegisterPrinted& body) {
    return text({{"day", body.day},
                 {"copy", body.copy},
                 {"languages", body.languages},
                 {"sha256", octets(body.sha256)},
                 {"printer", body.printer}});
}

template <class Body>
Result<Body> read_body(std::string_view json) {
    try {
        return parse<Body>(Json::parse(json));
    } catch (const BadValue& wrong) {
        return unreadable(wrong.what());
    } catch (const Json::exception& wrong) {
        return unreadable("json-error " + std::to_string(wrong.id));
    }
}

template Result<IdentityRecorded> read_body(std::string_view);
template Result<EligibilityDecided> read_body(std::string_view);
template Result<ContactRecorded> read_body(std::string_view);
template Result<ConsentRecorded> read_body(std::string_view);
template Result<PortraitRecorded> read_body(std::string_view);
template Result<KeyMade> read_body(std::string_view);
template Result<CertificateAsked> read_body(std::string_view);
template Result<CertificateWaiting> read_body(std::string_view);
template Result<CertificateAnswered> read_body(std::string_view);
template Result<CertificateConfirmed> read_body(std::string_view);
template Result<KeyDelivered> read_body(std::string_view);
template Result<KeyExported> read_body(std::string_view);
template Result<SurplusFound> read_body(std::string_view);
template Result<RevocationAsked> read_body(std::string_view);
template Result<RevocationAnswered> read_body(std::string_view);
template Result<ApplicationHandedOver> read_body(std::string_view);
template Result<Remark> read_body(std::string_view);
template Result<AgreementPrinted> read_body(std::string_view);
template Result<PaperPrinted> read_body(std::string_view);
template Result<RegisterPrinted> read_body(std::string_view);

} // namespace koltamga::issuance

#include "tests/issuance/samples.h"

#include <stdexcept>

namespace koltamga::issuance::samples {

ApplicationId application(unsigned number) {
    std::array<std::uint8_t, 10> octets{};
    octets[8] = static_cast<std::uint8_t>(number >> 8U);
    octets[9] = static_cast<std::uint8_t>(number);
    return ApplicationId::from_random(octets);
}

Instant instant(const char* text) {
    return instant_from(text).value();
}

domain::Date day(const char* iso) {
    return domain::Date::parse(iso).value();
}

Digest digest(BytesView content) {
    Digest digest{};
    std::uint64_t state = 0xcbf29ce484222325ULL + content.size();
    for (std::size_t round = 0; round < digest.size(); ++round) {
        for (const auto octet : content) {
            state = (state ^ octet) * 0x100000001b3ULL;
        }
        state = (state ^ round) * 0x100000001b3ULL;
        digest[round] = static_cast<std::uint8_t>(state >> 32U);
    }
    return digest;
}

domain::Identity identity(const std::string& pin) {
    domain::Identity person;
    person.pin = pin;
    const bool adult = pin != minor;
    person.names = pin == woman ? domain::Names{"ASANOVA", "AIPERI", "Асанова", "Айпери", ""}
                                : domain::Names{"ASANOV", "USON", "Асанов", "Усон", "Жаныбаевич"};
    person.sex = pin == woman ? domain::Sex::female : domain::Sex::male;
    person.birth_date = pin == woman ? day("2000-02-29")
                        : adult      ? day("1990-01-01")
                                     : day("2010-06-15");
    person.nationality = "KGZ";
    person.document = {"id-card", "ID0000000", day("2025-01-01"), day("2035-01-01"), "МКК 211011"};
    return person;
}

domain::Consents all_consents() {
    using enum domain::Consent;
    return {given, given, given, given};
}

domain::Verdict verdict(domain::VerdictKind kind, const char* rule, const char* on) {
    const auto effect = kind == domain::VerdictKind::refused       ? domain::Effect::refuses
                        : kind == domain::VerdictKind::provisional ? domain::Effect::doubts
                                                                   : domain::Effect::notes;
    domain::Reason reason{
        rule, "1", effect, {"Кыргызча.", "По-русски.", "In English."}, {{"reference-date", on}}};
    return {kind, {std::move(reason)}, "kg-ces", "1", day(on)};
}

PaperFacts paper() {
    return {{"Окуу борбору", "Учебный центр", "Practice CA"},
            {"мекеме", "учреждение", "an institution"},
            {"Кызмат борбору", "Центр обслуживания", "Service centre"},
            {"Токмок ш.", "г. Токмок", "Tokmok"},
            "0417",
            {"№ 128 Мыйзам", "Закон № 128", "Law No. 128"},
            360,
            "2",
            {{"id-card", {"ID-карта", "ID-карта", "Identity card"}}}};
}

Policy policy() {
    Policy policy;
    policy.key_type = KeyType::ec_p256;
    policy.terms_version = "1";
    policy.terms_sha256 = std::string(64, 'a');
    policy.station = "7K3M-0QXT-9B2E-HN4W";
    policy.paper = paper();
    policy.practice = true;
    return policy;
}

IdentityRecorded identity_recorded() {
    IdentityRecorded body;
    body.identity = identity();
    return body;
}

namespace {

EligibilityDecided decided(domain::Verdict verdict) {
    EligibilityDecided body;
    body.facts.identity = identity();
    body.facts.consents = all_consents();
    body.facts.held = domain::Held::none;
    body.verdict = std::move(verdict);
    return body;
}

} // namespace

EligibilityDecided eligible() {
    return decided(verdict(domain::VerdictKind::eligible, "eligible"));
}

EligibilityDecided refused(const char* rule) {
    return decided(verdict(domain::VerdictKind::refused, rule));
}

EligibilityDecided provisional() {
    return decided(verdict(domain::VerdictKind::provisional, "clock-doubtful"));
}

PortraitRecorded portrait() {
    PortraitRecorded body;
    body.blob = std::string(64, 'b');
    body.sha256 = digest(bytes_of("portrait"));
    body.width = 413;
    body.height = 531;
    body.face = {10, 20, 300, 400};
    body.file_import_reason = "practice";
    return body;
}

KeyMade key(Custody custody) {
    KeyMade body;
    body.type = KeyType::ec_p256;
    body.custody = custody;
    body.public_key = {1, 2, 3};
    body.fingerprint = digest(body.public_key);
    body.certificate_request = {4, 5};
    body.subject = {{"C", "KG"}, {"CN", "ASANOV USON"}};
    body.agreement = "koltamga-agreement-record-1\n";
    body.agreement_signature = {6, 7};
    body.package = std::string(64, 'c');
    body.package_secret = custody == Custody::file ? Bytes{9, 9} : Bytes{};
    body.terms_version = "1";
    body.terms_language = "ky";
    body.accepted_how = "in-person";
    body.terms_accepted = instant("2026-11-22T09:10:00.000Z");
    body.languages = "ky+ru";
    return body;
}

CertificateAsked asked(unsigned attempt, const char* transaction) {
    const auto octets = bytes_of(transaction);
    return {attempt, Bytes(octets.begin(), octets.end()), "station"};
}

CertificateAnswered answered(Outcome outcome, unsigned attempt, const char* serial) {
    CertificateAnswered body;
    body.attempt = attempt;
    body.outcome = outcome;
    if (outcome != Outcome::refused) {
        body.certificate = {0x30, 1};
        body.serial = serial;
        body.not_before = instant("2026-11-22T00:00:00.000Z");
        body.not_after = instant("2027-11-21T23:59:59.000Z");
    }
    body.detail = outcome == Outcome::granted ? "" : "why";
    return body;
}

CertificateWaiting waiting(unsigned attempt) {
    return {attempt, {{Bytes{1}, Bytes{2, 3}}, std::chrono::seconds(60)}};
}

RevocationAsked revocation(const char* serial, const char* requested_by) {
    return {serial, {0x30, 1}, RevocationReason::superseded, requested_by, "in-person", 1};
}

Remark remark(const char* reason, const char* to_step, const char* second_person) {
    return {reason, second_person, to_step};
}

Story& Story::tell(Kind kind, const std::string& body) {
    if (const auto done = attempt(kind, body); !done) {
        throw std::logic_error(std::string(name_of(kind)) + ": " + done.failure().detail);
    }
    return *this;
}

Done Story::attempt(Kind kind, const std::string& body) {
    Entry entry{epoch_, sequence_ + 1, kind, 1, id_, stamp_, {}, body};
    Application next = application_;
    KOLTAMGA_CHECK(apply(next, entry));
    application_ = std::move(next);
    ++sequence_;
    return {};
}

Story& Story::to_decide() {
    return tell(Kind::identity_recorded, identity_recorded());
}
Story& Story::to_contact() {
    return to_decide().tell(Kind::eligibility_decided, eligible());
}
Story& Story::to_portrait() {
    return to_contact()
        .tell(Kind::contact_recorded, ContactRecorded{"uson@example.com", "+996700123456"})
        .tell(Kind::consent_recorded, ConsentRecorded{all_consents()});
}
Story& Story::to_key() {
    return to_portrait().tell(Kind::portrait_recorded, portrait());
}
Story& Story::to_certificate(Custody custody) {
    custody_ = custody;
    return to_key().tell(Kind::key_made, key(custody));
}
Story& Story::asked_once() {
    return to_certificate(custody_).tell(Kind::certificate_asked, asked());
}
Story& Story::certified() {
    return asked_once().tell(Kind::certificate_answered, answered(Outcome::granted));
}
Story& Story::confirmed() {
    return certified().tell(Kind::certificate_confirmed, CertificateConfirmed{1});
}
Story& Story::delivered() {
    return confirmed()
        .tell(Kind::key_delivery_asked)
        .tell(Kind::key_delivered, KeyDelivered{{1, 2, 3}});
}
Story& Story::handed_over() {
    return delivered().tell(Kind::application_handed_over, ApplicationHandedOver{});
}

Story& Story::by(std::string operator_name) {
    stamp_.operator_name = std::move(operator_name);
    return *this;
}

Story& Story::at(Instant time) {
    stamp_.time = time;
    return *this;
}

Story& Story::in_epoch(std::uint64_t epoch) {
    epoch_ = epoch;
    return *this;
}

bool refused_by_table(const Done& done) {
    return done.failed_with(Code::issuance_not_allowed);
}

} // namespace koltamga::issuance::samples

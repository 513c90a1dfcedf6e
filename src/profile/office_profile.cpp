#include "profile/office_profile.h"

#include "base/file.h"
#include "crypto/base64.h"
#include "crypto/name.h"
#include "profile/checks.h"
#include "profile/choices.h"

#include <algorithm>

namespace koltamga::profile {
namespace {

constexpr std::int64_t highest_version = 1'000'000'000;
constexpr std::int64_t seconds_in_a_day = 86'400;

using Folder = CertificateFiles&;

void read_head(TableReader head, OfficeProfile& profile) {
    head.text("id", profile.id, Need::required);
    if (!head.find("version", Node::Kind::integer, Need::required)) {
        return;
    }
    head.integer("version", profile.version, 1, highest_version);
    head.boolean("practice", profile.practice);
    head.text("agency_key", profile.agency_key, Need::required);
    if (const auto* key = head.find("agency_key"); key && !crypto::from_base64(key->text)) {
        head.refuse(*key, about(head.spelled("agency_key"),
                                " — «SubjectPublicKeyInfo» түзүмүнүн base64 жазуусу эмес",
                                " — не запись «SubjectPublicKeyInfo» в base64",
                                " is no base64 of a SubjectPublicKeyInfo"));
    }
    head.done();
}

void read_authority(TableReader table, Authority& authority) {
    table.by_language("name", authority.name, Need::required);
    table.by_language("identification", authority.identification, Need::required);
    table.done();
}

void read_office(TableReader table, Office& office) {
    table.by_language("name", office.name, Need::required);
    table.by_language("address", office.address);
    table.text("code", office.code, Need::required);
    table.integer("utc_offset_minutes", office.utc_offset_minutes, -12 * 60, 14 * 60);
    table.done();
}

void read_address(TableReader& table, std::string_view key, std::string& into, Scheme scheme,
                  Need need = Need::optional) {
    table.text(key, into, need);
    const auto* node = table.find(key);
    if (node && !is_address(into, scheme)) {
        table.refuse(
            *node,
            about(table.spelled(key),
                  " — дарек эмес; туурасы: «https://host:port/path», колдонуучусу, суроосу, "
                  "бөлүгү жана аягында сызыгы жок",
                  " — не адрес; верно было бы: «https://host:port/path» без пользователя, "
                  "запроса, фрагмента и косой черты в конце",
                  " is no address; right would be https://host:port/path without user, query, "
                  "fragment, or slash at the end"));
    }
}

void read_centre(TableReader table, Endpoints& endpoints) {
    read_address(table, "url", endpoints.centre, Scheme::https_only, Need::required);
    endpoints.enrol = endpoints.centre + "/enrol";
    endpoints.cmp = endpoints.centre + "/cmp";
    endpoints.crl = endpoints.centre + "/crl";
    endpoints.ocsp = endpoints.centre + "/ocsp";
    endpoints.station = endpoints.centre + "/station";
    endpoints.vault = endpoints.centre + "/vault";
    read_address(table, "enrol", endpoints.enrol, Scheme::https_only);
    read_address(table, "cmp", endpoints.cmp, Scheme::https_only);
    read_address(table, "crl", endpoints.crl, Scheme::http_too); // signed in itself
    read_address(table, "ocsp", endpoints.ocsp, Scheme::http_too);
    read_address(table, "station", endpoints.station, Scheme::https_only);
    read_address(table, "vault", endpoints.vault, Scheme::https_only);
    table.done();
}

void read_trust(TableReader table, Trust& trust, Folder folder) {
    read_certificates(table, "roots", trust.roots, Need::required, folder);
    read_certificates(table, "issuing", trust.issuing, Need::optional, folder);
    table.texts("ca_names", trust.ca_names);
    read_certificate(table, "receipt_signer", trust.receipt_signer, Need::required, folder);
    read_certificates(table, "receipt_signers_before", trust.receipt_signers_before, Need::optional,
                      folder);
    read_certificate(table, "centre_encryption", trust.centre_encryption, Need::required, folder);
    read_certificate(table, "vault", trust.vault, Need::optional, folder);
    read_certificate(table, "recovery", trust.recovery, Need::required, folder);
    table.done();
}

// The allow-list: 128 bits of strength for new keys (SP 800-57 part 1).
void read_algorithm(TableReader& table, KeyAlgorithm& into) {
    const auto* node = table.find("algorithm");
    if (node && node->kind == Node::Kind::text && is_weak_algorithm(node->text)) {
        table.refuse(*node, everywhere("[keys] algorithm is too weak; one of: rsa-3072, ec-p256"),
                     TroubleKind::weak_key);
        return;
    }
    table.choice<KeyAlgorithm>("algorithm", into, key_algorithms);
}

bool names_unavailable_custody(const Node& node) {
    return node.kind == Node::Kind::text && (node.text == "token" || node.text == "remote");
}

void read_custody(TableReader& table, Keys& keys) {
    std::vector<const Node*> named;
    if (const auto* one = table.find("custody")) {
        named.push_back(one);
    }
    if (const auto* list = table.find("custody_allowed")) {
        for (const auto& item : list->items) {
            named.push_back(&item);
        }
    }
    for (const auto* node : named) {
        if (names_unavailable_custody(*node)) {
            table.refuse(*node,
                         everywhere("this custody is not available yet; one of: cloud, file"),
                         TroubleKind::custody);
            return;
        }
    }
    table.choice<CustodyKind>("custody", keys.custody, custody_kinds);
    keys.custody_allowed = {keys.custody};
    table.choices<CustodyKind>("custody_allowed", keys.custody_allowed, custody_kinds);
    const auto& allowed = keys.custody_allowed;
    if (std::find(allowed.begin(), allowed.end(), keys.custody) == allowed.end()) {
        table.refuse(*table.find("custody_allowed"),
                     about(table.spelled("custody_allowed"), " ичинде «custody» өзү жок",
                           " не содержит самого «custody»", " lacks custody itself"));
    }
}

void read_keys(TableReader table, Keys& keys) {
    read_algorithm(table, keys.algorithm);
    read_custody(table, keys);
    table.integer("password_rounds", keys.password_rounds, 600'000, 10'000'000);
    table.integer("password_length", keys.password_length, 8, 64);
    table.done();
}

bool is_attribute(const std::string& type) {
    const auto fits = crypto::check_name({{type, "KG"}});
    return fits || !fits.failure().detail.starts_with("attribute-unknown");
}

void read_subject(TableReader& table, domain::SubjectMapping& into) {
    const auto* list = table.find("subject");
    if (!list) {
        return;
    }
    into.clear();
    for (auto& row : table.tables("subject")) {
        domain::SubjectAttribute one;
        row.text("attribute", one.attribute, Need::required);
        if (const auto* node = row.find("attribute"); node && !is_attribute(one.attribute)) {
            row.refuse(*node,
                       about("[certificate] subject",
                             " белгисиз атрибутту атайт; туурасы: кыска аты («CN», "
                             "«serialNumber») же чекиттүү OID",
                             " называет неизвестный атрибут; верно было бы: краткое имя («CN», "
                             "«serialNumber») или OID с точками",
                             " has an attribute that nobody knows; right would be a short name "
                             "(CN, serialNumber) or a dotted OID"));
        }
        row.text("value", one.value, Need::required);
        row.done();
        into.push_back(std::move(one));
    }
    if (into.empty()) {
        table.refuse(*list, is_empty(table.spelled("subject")));
    }
    if (const auto unknown = domain::unknown_placeholder(into)) {
        const std::string known =
            "{surname}, {given_names}, {pin}, {organisation}, {organisation_identifier}";
        table.refuse(*list, about(table.spelled("subject"),
                                  " белгисиз орунду атайт; белгилүүлөрү: «" + known + "»",
                                  " называет неизвестное место; известны: «" + known + "»",
                                  " has an unknown placeholder; known: " + known));
    }
}

// What claims that the key lives in a qualified device. Keys of custody cloud and file are made by
// this program, so no evidence could make it true.
void check_device_claim(TableReader& table, const CertificateExpectations& certificate) {
    constexpr std::string_view device_policies[] = {"0.4.0.194112.1.2", "0.4.0.194112.1.3"};
    const auto claims = [&](const std::string& oid) {
        return std::find(std::begin(device_policies), std::end(device_policies), oid) !=
               std::end(device_policies);
    };
    const bool by_policy =
        std::any_of(certificate.policies.begin(), certificate.policies.end(), claims);
    const auto* node = table.find(certificate.qc_sscd ? "qc_sscd" : "policies");
    const auto refuse = [&](const Node& claim) {
        table.refuse(claim,
                     everywhere("a qualified device is claimed, but keys are made in software"),
                     TroubleKind::device_evidence);
    };
    if (node && (certificate.qc_sscd || by_policy)) {
        refuse(*node);
    }
    if (const auto* evidence = table.find("sscd_evidence");
        evidence && !certificate.sscd_evidence.empty()) {
        refuse(*evidence);
    }
}

void read_policies(TableReader& table, std::vector<std::string>& into) {
    table.texts("policies", into);
    const auto* list = table.find("policies");
    for (std::size_t i = 0; i < into.size(); ++i) {
        if (!is_dotted_oid(into[i])) {
            table.refuse(list->items[i],
                         about(table.spelled("policies"), " — чекиттүү OID тизмеси (1.2.3)",
                               " — это OID с точками (1.2.3)", " are dotted OIDs (1.2.3)"));
        }
    }
}

void read_key_usage(TableReader& table, std::vector<std::string>& into) {
    constexpr std::string_view known[] = {"digitalSignature", "nonRepudiation"};
    table.texts("key_usage", into, Need::optional);
    const auto* list = table.find("key_usage");
    if (list && into.empty()) {
        table.refuse(*list, is_empty(table.spelled("key_usage")));
    }
    for (std::size_t i = 0; list && i < into.size(); ++i) {
        if (std::find(std::begin(known), std::end(known), into[i]) == std::end(known)) {
            table.refuse(list->items[i],
                         about(table.spelled("key_usage"),
                               " кол тамга сертификатында: «nonRepudiation», «digitalSignature» "
                               "же экөө тең",
                               " сертификата подписи: «nonRepudiation», «digitalSignature» или оба",
                               " of a signature certificate is nonRepudiation, "
                               "digitalSignature, or both"));
        }
    }
}

void read_certificate_expectations(TableReader table, CertificateExpectations& certificate) {
    constexpr std::array<Choice<std::string_view>, 4> types = {
        {{"esign", "esign"}, {"eseal", "eseal"}, {"web", "web"}, {"", ""}}};
    read_policies(table, certificate.policies);
    read_key_usage(table, certificate.key_usage);
    table.integer("validity_days", certificate.validity_days, 1, 366);
    table.boolean("qc_compliance", certificate.qc_compliance);
    std::string_view type = certificate.qc_type;
    table.choice<std::string_view>("qc_type", type, types);
    certificate.qc_type = std::string(type);
    table.text("qc_legislation", certificate.qc_legislation);
    const auto& country = certificate.qc_legislation;
    const auto* node = table.find("qc_legislation");
    const bool two_letters =
        country.size() == 2 &&
        country.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
    if (node && !country.empty() && !two_letters) {
        table.refuse(*node, about(table.spelled("qc_legislation"), " — өлкөнүн эки баш тамгасы",
                                  " — это две заглавные буквы страны",
                                  " is a country's two capital letters"));
    }
    table.boolean("qc_sscd", certificate.qc_sscd);
    table.text("sscd_evidence", certificate.sscd_evidence);
    read_subject(table, certificate.subject);
    check_device_claim(table, certificate);
    table.done();
}

bool only_digits_once(std::string_view digits) {
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (digits[i] < '0' || digits[i] > '9' || digits.find(digits[i], i + 1) != digits.npos) {
            return false;
        }
    }
    return !digits.empty();
}

void read_rules(TableReader table, domain::RuleSet& rules) {
    table.text("id", rules.id);
    table.text("version", rules.version);
    table.text("legal_reference", rules.legal_reference);
    table.integer("full_age", rules.full_age, 14, 30);
    table.choice<domain::LeapBirthday>("leap_birthday", rules.leap_birthday, leap_birthdays);
    table.text("pin_first_digits", rules.pin.first_digits);
    if (const auto* node = table.find("pin_first_digits");
        node && !only_digits_once(rules.pin.first_digits)) {
        table.refuse(
            *node, about(table.spelled("pin_first_digits"), " — цифралар, ар бири бир жолу («12»)",
                         " — это цифры, каждая один раз («12»)", " is digits, each once (\"12\")"));
    }
    table.boolean("pin_check_digit", rules.pin.warn_of_check_digit);
    table.boolean("register_required", rules.register_required);
    table.done();
}

bool is_series(std::string_view series) {
    return !series.empty() && series.size() <= 3 &&
           series.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
}

// A document's number fills the nine places that a machine readable zone has for it (ICAO 9303).
void check_number_length(TableReader& row, const domain::DocumentType& type) {
    constexpr std::size_t places = 9;
    const auto fills = [&](const std::string& series) {
        return series.size() + static_cast<std::size_t>(type.digits) == places;
    };
    const auto* node = row.find(row.find("digits") ? "digits" : "series");
    if (node && !std::all_of(type.series.begin(), type.series.end(), fills)) {
        row.refuse(*node, about("[documents] series", " менен «digits» чогуу тогуз орун болот",
                                " и «digits» вместе занимают девять мест",
                                " and digits together are nine places"));
    }
}

domain::DocumentType document_type(TableReader& row) {
    domain::DocumentType type;
    row.text("id", type.id, Need::required);
    row.text("edition", type.edition);
    row.text("mrz_code", type.mrz_code, Need::required);
    row.texts("series", type.series, Need::required);
    const auto* list = row.find("series");
    if (list && !std::all_of(type.series.begin(), type.series.end(), is_series)) {
        row.refuse(*list,
                   about(row.spelled("series"), " — ар бири бирден үчкө чейин чоң латын тамга",
                         " — от одной до трёх заглавных латинских букв каждая",
                         " are one to three capital Latin letters each"));
    }
    row.integer("digits", type.digits, 6, 8);
    check_number_length(row, type);
    row.boolean("chip", type.chip);
    row.boolean("accepted", type.accepted);
    row.by_language("name", type.name);
    row.done();
    return type;
}

// The record names a document by its id, so a paper has one word for all of the id's editions.
void check_one_name(TableReader& row, const domain::DocumentType& type,
                    const std::vector<domain::DocumentType>& before) {
    const auto* node = row.find("name");
    const bool other = std::ranges::any_of(before, [&](const domain::DocumentType& one) {
        return one.id == type.id && one.name != Texts() && one.name != type.name;
    });
    if (node && other) {
        row.refuse(*node, about(row.spelled("name"), " — ошол эле «id» башка сапта башкача аталган",
                                " — тот же «id» в другой строке назван иначе",
                                " differs from another row's of the same id"));
    }
}

void read_documents(TableReader& root, std::vector<domain::DocumentType>& into) {
    if (!root.find("documents")) {
        return;
    }
    into.clear();
    for (auto& row : root.tables("documents")) {
        auto type = document_type(row);
        check_one_name(row, type, into);
        into.push_back(std::move(type));
    }
}

// Papers are in one language, or in the country's two, side by side.
bool is_printed(const std::vector<Language>& languages) {
    return languages.size() == 1 || languages == std::vector{Language::ky, Language::ru};
}

void read_agreement(TableReader table, Agreement& agreement) {
    table.text("template", agreement.template_id);
    table.text("template_version", agreement.template_version);
    table.text("terms_version", agreement.terms_version);
    table.choices<Language>("languages", agreement.languages, languages);
    const auto* list = table.find("languages");
    if (list && !is_printed(agreement.languages)) {
        table.refuse(*list, about(table.spelled("languages"),
                                  " боюнча кагаз жок; «ky», «ru», «en» ичинен бири же «ky, ru»",
                                  " — такого документа нет; одно из «ky», «ru», «en» или «ky, ru»",
                                  " make no paper; right would be one of ky, ru, en, or ky, ru"));
    }
    table.by_language("law", agreement.law, Need::required);
    table.done();
}

void read_limits(TableReader table, Limits& limits) {
    constexpr std::int64_t mebibyte = 1024 * 1024;
    table.integer("answer_octets", limits.answer_octets, 64 * 1024, 64 * mebibyte);
    table.integer("portrait_octets", limits.portrait_octets, 64 * 1024, 64 * mebibyte);
    table.integer("portrait_pixels", limits.portrait_pixels, 100'000, 100'000'000);
    table.duration("connect_timeout_ms", limits.connect_timeout, 100, 120'000);
    table.duration("request_timeout_ms", limits.request_timeout, 100, 600'000);
    table.duration("waiting_poll_seconds", limits.waiting_poll, 1, seconds_in_a_day);
    table.duration("waiting_longest_seconds", limits.waiting_longest, 60, 366 * seconds_in_a_day);
    table.duration("key_lifetime_minutes", limits.key_lifetime, 1, 15);
    table.duration("idle_lock_minutes", limits.idle_lock, 1, 5);
    table.done();
}

void read_clock(TableReader table, ClockTolerances& clock) {
    table.duration("difference_seconds", clock.difference, 1, seconds_in_a_day);
    table.duration("set_back_seconds", clock.set_back, 1, seconds_in_a_day);
    table.duration("forward_hours", clock.forward, 1, 24 * 366);
    table.done();
}

void read_retention(TableReader table, Retention& retention) {
    table.integer("after_receipt_days", retention.after_receipt_days, 0, 3660);
    table.integer("drafts_days", retention.drafts_days, 0, 366);
    table.done();
}

void read_contact(TableReader table, OfficeProfile& profile) {
    table.text("phone_region", profile.phone_region);
    table.done();
}

void check_together(TableReader& root, const OfficeProfile& profile) {
    const auto& allowed = profile.keys.custody_allowed;
    const bool to_vault =
        std::find(allowed.begin(), allowed.end(), CustodyKind::cloud) != allowed.end();
    const auto* trust = root.find("trust");
    if (trust && to_vault && !trust->member("vault")) {
        root.refuse(*trust, about("[trust] vault", " жок, ал эми «custody = cloud» аны талап кылат",
                                  " — нет такой записи, а «custody = cloud» её требует",
                                  " is missing, and custody cloud needs it"));
    }
}

OfficeProfile profile_from(TableReader root, Folder folder) {
    OfficeProfile profile;
    read_head(root.table("profile", Need::required), profile);
    read_authority(root.table("authority", Need::required), profile.authority);
    read_office(root.table("office", Need::required), profile.office);
    read_centre(root.table("centre", Need::required), profile.endpoints);
    read_trust(root.table("trust", Need::required), profile.trust, folder);
    read_keys(root.table("keys"), profile.keys);
    read_certificate_expectations(root.table("certificate"), profile.certificate);
    read_rules(root.table("rules"), profile.rules);
    read_documents(root, profile.rules.documents);
    read_agreement(root.table("agreement", Need::required), profile.agreement);
    read_retention(root.table("retention"), profile.retention);
    read_limits(root.table("limits"), profile.limits);
    read_clock(root.table("clock"), profile.clock);
    read_contact(root.table("contact"), profile);
    check_together(root, profile);
    root.done();
    return profile;
}

Failure described(const Trouble& trouble) {
    switch (trouble.kind) {
    case TroubleKind::weak_key:
        return fail(Code::profile_weak_key, trouble.detail());
    case TroubleKind::custody:
        return fail(Code::profile_custody_unavailable, trouble.detail());
    case TroubleKind::device_evidence:
        return fail(Code::profile_device_evidence, trouble.detail());
    case TroubleKind::certificate_file:
        return fail(Code::profile_certificate_file, trouble.detail(), {told(trouble)});
    case TroubleKind::schema:
        break;
    }
    return fail(Code::profile_schema, trouble.detail(), {told(trouble)});
}

Failure failure_of(const Trouble& trouble) {
    return at_place(described(trouble), trouble.place);
}

Failure malformed(const TomlError& error) {
    const Trouble trouble{TroubleKind::schema, error.place, error.what};
    if (error.fault != TomlFault::not_toml) {
        return failure_of(trouble);
    }
    const auto parser = error.parser.empty() ? "" : " (" + error.parser + ")";
    return at_place(fail(Code::profile_malformed, trouble.detail() + parser, {told(trouble)}),
                    trouble.place);
}

} // namespace

std::string_view to_text(KeyAlgorithm algorithm) {
    return name_in(key_algorithms, algorithm);
}

std::string_view to_text(CustodyKind kind) {
    return name_in(custody_kinds, kind);
}

Done check_profile_size(std::string_view text) {
    if (text.size() > largest_profile) {
        return fail(Code::profile_too_large, "octets " + std::to_string(text.size()));
    }
    return {};
}

namespace {

Result<OfficeProfile> parsed(std::string_view text, Folder folder) {
    KOLTAMGA_CHECK(check_profile_size(text));
    const auto tree = read_toml(text);
    if (const auto* error = std::get_if<TomlError>(&tree)) {
        return malformed(*error);
    }
    Schema schema;
    auto profile = profile_from(TableReader(schema, &std::get<Node>(tree), ""), folder);
    if (schema.trouble()) {
        return failure_of(*schema.trouble());
    }
    return profile;
}

} // namespace

Result<OfficeProfile> parse_profile(std::string_view text, const std::filesystem::path& folder) {
    CertificateFiles files{folder, {}};
    return parsed(text, files);
}

Result<LoadedProfile> load_profile(const std::filesystem::path& file,
                                   const std::filesystem::path& copies) {
    KOLTAMGA_TRY(const auto octets, read_file(file, largest_profile));
    auto text = text_of(octets);
    CertificateFiles files{file.parent_path(), copies};
    auto profile = parsed(text, files);
    if (!profile) {
        return in_file(profile.failure(), file);
    }
    return LoadedProfile{std::move(*profile), std::move(text), std::move(files.read_now)};
}

} // namespace koltamga::profile

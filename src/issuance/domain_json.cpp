#include "issuance/domain_json.h"

namespace koltamga::issuance {
namespace {

using namespace domain;

Json to_json(const std::optional<Date>& date) {
    return date ? Json(date->iso()) : Json();
}

std::optional<Date> date_from(const Json& json) {
    return json.is_null() ? std::nullopt
                          : std::optional(need(Date::parse(json.get<std::string>()), "date"));
}

Json to_json(const Names& names) {
    return {{"surname", names.surname},
            {"given_names", names.given_names},
            {"surname_cyrillic", names.surname_cyrillic},
            {"given_names_cyrillic", names.given_names_cyrillic},
            {"patronymic", names.patronymic}};
}

Names names_from(const Json& json) {
    return {json.at("surname"), json.at("given_names"), json.at("surname_cyrillic"),
            json.at("given_names_cyrillic"), json.at("patronymic")};
}

Json to_json(const Document& document) {
    return {{"type", document.type},
            {"number", document.number},
            {"issued", to_json(document.issued)},
            {"expires", to_json(document.expires)},
            {"issuer", document.issuer}};
}

Document document_from(const Json& json) {
    return {json.at("type"), json.at("number"), date_from(json.at("issued")),
            date_from(json.at("expires")), json.at("issuer")};
}

Json to_json(const DocumentType& type) {
    return {{"id", type.id},
            {"edition", type.edition},
            {"mrz_code", type.mrz_code},
            {"series", type.series},
            {"digits", type.digits},
            {"chip", type.chip},
            {"accepted", type.accepted}};
}

DocumentType document_type_from(const Json& json) {
    return {json.at("id"),
            json.at("edition"),
            json.at("mrz_code"),
            json.at("series"),
            whole<int>(json.at("digits"), "digits"),
            json.at("chip"),
            json.at("accepted")};
}

template <class T, class Read>
std::vector<T> list_from(const Json& json, Read read) {
    std::vector<T> list;
    for (const auto& item : items_of(json, "list")) {
        list.push_back(read(item));
    }
    return list;
}

template <class T>
Json list_of(const std::vector<T>& items) {
    Json list = Json::array();
    for (const auto& item : items) {
        list.push_back(issuance::to_json(item));
    }
    return list;
}

std::string word(const Json& json, const char* name) {
    return json.at(name).get<std::string>();
}

Json to_json(const Reason& reason) {
    return {{"rule", reason.rule},
            {"version", reason.version},
            {"effect", to_text(reason.effect)},
            {"text", reason.text},
            {"inputs", reason.inputs}};
}

Reason reason_from(const Json& json) {
    return {json.at("rule"), json.at("version"), need(effect_from(word(json, "effect")), "effect"),
            json.at("text"), json.at("inputs")};
}

Json to_json(const FieldComparison& field) {
    return {{"field", field.field},
            {"agreement", to_text(field.agreement)},
            {"first", field.first},
            {"second", field.second}};
}

FieldComparison field_from(const Json& json) {
    return {json.at("field"), need(agreement_from(word(json, "agreement")), "agreement"),
            json.at("first"), json.at("second")};
}

} // namespace

Json to_json(const Identity& identity) {
    return {{"pin", identity.pin},
            {"names", to_json(identity.names)},
            {"names_cut_off", identity.names_cut_off},
            {"sex", to_text(identity.sex)},
            {"birth_date", identity.birth_date ? Json(identity.birth_date->iso()) : Json()},
            {"nationality", identity.nationality},
            {"document", to_json(identity.document)},
            {"source", to_text(identity.source)}};
}

Identity identity_from(const Json& json) {
    Identity identity;
    identity.pin = json.at("pin");
    identity.names = names_from(json.at("names"));
    identity.names_cut_off = json.at("names_cut_off");
    identity.sex = need(sex_from(word(json, "sex")), "sex");
    if (!json.at("birth_date").is_null()) {
        identity.birth_date = need(PartialDate::parse(word(json, "birth_date")), "birth_date");
    }
    identity.nationality = json.at("nationality");
    identity.document = document_from(json.at("document"));
    identity.source = need(identity_source_from(word(json, "source")), "source");
    return identity;
}

Json to_json(const Comparison& comparison) {
    Json fields = Json::array();
    for (const auto& field : comparison.fields) {
        fields.push_back(to_json(field));
    }
    return {{"first", to_text(comparison.first)},
            {"second", to_text(comparison.second)},
            {"fields", std::move(fields)}};
}

Comparison comparison_from(const Json& json) {
    return {need(identity_source_from(word(json, "first")), "first"),
            need(identity_source_from(word(json, "second")), "second"),
            list_from<FieldComparison>(json.at("fields"), field_from)};
}

Json to_json(const Consents& consents) {
    return {{"personal_data", to_text(consents.personal_data)},
            {"register_lookup", to_text(consents.register_lookup)},
            {"uis_account", to_text(consents.uis_account)},
            {"terms", to_text(consents.terms)}};
}

Consents consents_from(const Json& json) {
    const auto consent = [&](const char* name) {
        return need(consent_from(word(json, name)), name);
    };
    return {consent("personal_data"), consent("register_lookup"), consent("uis_account"),
            consent("terms")};
}

Json to_json(const Case& facts) {
    return {{"identity", to_json(facts.identity)},
            {"comparisons", list_of(facts.comparisons)},
            {"consents", to_json(facts.consents)},
            {"held", to_text(facts.held)},
            {"reissue_reason", facts.reissue_reason},
            {"void_status", to_text(facts.void_status)},
            {"void_code", facts.void_code},
            {"pin_blocked", facts.pin_blocked},
            {"deceased", facts.deceased},
            {"offline", facts.offline},
            {"clock_doubtful", facts.clock_doubtful}};
}

Case case_from(const Json& json) {
    Case facts;
    facts.identity = identity_from(json.at("identity"));
    facts.comparisons = list_from<Comparison>(json.at("comparisons"), comparison_from);
    facts.consents = consents_from(json.at("consents"));
    facts.held = need(held_from(word(json, "held")), "held");
    facts.reissue_reason = json.at("reissue_reason");
    facts.void_status = need(void_status_from(word(json, "void_status")), "void_status");
    facts.void_code = json.at("void_code");
    facts.pin_blocked = json.at("pin_blocked");
    facts.deceased = json.at("deceased");
    facts.offline = json.at("offline");
    facts.clock_doubtful = json.at("clock_doubtful");
    return facts;
}

Json to_json(const RuleSet& rules) {
    Json documents = Json::array();
    for (const auto& type : rules.documents) {
        documents.push_back(to_json(type));
    }
    return {{"id", rules.id},
            {"version", rules.version},
            {"legal_reference", rules.legal_reference},
            {"full_age", rules.full_age},
            {"leap_birthday_28", rules.leap_birthday == LeapBirthday::last_of_february},
            {"pin_first_digits", rules.pin.first_digits},
            {"pin_check_digit", rules.pin.warn_of_check_digit},
            {"documents", std::move(documents)},
            {"register_required", rules.register_required}};
}

RuleSet rule_set_from(const Json& json) {
    RuleSet rules;
    rules.id = json.at("id");
    rules.version = json.at("version");
    rules.legal_reference = json.at("legal_reference");
    rules.full_age = whole<int>(json.at("full_age"), "full_age");
    rules.leap_birthday = json.at("leap_birthday_28").get<bool>() ? LeapBirthday::last_of_february
                                                                  : LeapBirthday::first_of_march;
    rules.pin.first_digits = json.at("pin_first_digits");
    rules.pin.warn_of_check_digit = json.at("pin_check_digit");
    rules.documents = list_from<DocumentType>(json.at("documents"), document_type_from);
    rules.register_required = json.at("register_required");
    return rules;
}

Json to_json(const Verdict& verdict) {
    Json reasons = Json::array();
    for (const auto& reason : verdict.reasons) {
        reasons.push_back(to_json(reason));
    }
    return {{"verdict", to_text(verdict.kind)},
            {"reasons", std::move(reasons)},
            {"rule_set", verdict.rule_set},
            {"version", verdict.version},
            {"reference_date", verdict.reference.iso()}};
}

Verdict verdict_from(const Json& json) {
    Verdict verdict;
    verdict.kind = need(verdict_kind_from(word(json, "verdict")), "verdict");
    verdict.reasons = list_from<Reason>(json.at("reasons"), reason_from);
    verdict.rule_set = json.at("rule_set");
    verdict.version = json.at("version");
    verdict.reference = need(Date::parse(word(json, "reference_date")), "reference_date");
    return verdict;
}

Json to_json(const SubjectName& subject) {
    Json list = Json::array();
    for (const auto& attribute : subject) {
        list.push_back({attribute.attribute, attribute.value});
    }
    return list;
}

SubjectName subject_from(const Json& json) {
    return list_from<SubjectAttribute>(json, [](const Json& pair) {
        return SubjectAttribute{pair.at(0), pair.at(1)};
    });
}

} // namespace koltamga::issuance

#include "profile/applicant_file.h"

#include "base/file.h"
#include "profile/schema.h"

#include <algorithm>

namespace koltamga::profile {
namespace {

constexpr std::size_t longest_issuer = 200; // octets; a paper has no room for more

Failure schema_failure(const Trouble& trouble) {
    return at_place(fail(Code::applicant_schema, trouble.detail(), {told(trouble)}), trouble.place);
}

// The parser's own words may quote the text, which is somebody's: they are not repeated.
Failure malformed(const TomlError& error) {
    const Trouble trouble{TroubleKind::schema, error.place, error.what};
    if (error.fault != TomlFault::not_toml) {
        return schema_failure(trouble);
    }
    return at_place(fail(Code::applicant_malformed, trouble.detail(), {told(trouble)}),
                    trouble.place);
}

// Which single fields stood in the file; the values themselves as written.
struct Fields {
    std::string pin, surname, given_names, surname_cyrillic, given_names_cyrillic, patronymic;
    std::string type, number, issuer;
    domain::Sex sex = domain::Sex::unspecified;
    std::optional<domain::PartialDate> birth_date;
    std::optional<domain::Date> issued, expires;
    std::vector<std::string> mrz;
    std::string email, phone;
    domain::Consents consents;
    const Node* root = nullptr; // the whole file; outlives the fields

    // What the domain said of a field, with the field's place.
    Failure refused(Failure failure, std::string_view table, std::string_view key) const {
        const auto* group = root->member(table);
        const auto* node = group ? group->member(key) : nullptr;
        return at_place(std::move(failure), node ? node->place : Place(),
                        "[" + std::string(table) + "] " + std::string(key));
    }
};

std::optional<domain::PartialDate> date_in(const Node& node) {
    if (node.kind == Node::Kind::date && node.date) {
        return domain::PartialDate(*node.date);
    }
    return node.kind == Node::Kind::text ? domain::PartialDate::parse(node.text) : std::nullopt;
}

// A date, or a text with unknown parts. Values are never quoted back: they are somebody's.
std::optional<domain::PartialDate> partial_date(TableReader& table, std::string_view key) {
    const auto* node = table.find(key);
    const auto date = node ? date_in(*node) : std::nullopt;
    if (node && !date) {
        table.refuse(*node,
                     about(table.spelled(key), " — күн эмес; туурасы: 1961-04-12 же «1961-XX-XX»",
                           " — не дата; верно было бы: 1961-04-12 или «1961-XX-XX»",
                           " is no date; right would be 1961-04-12 or \"1961-XX-XX\""));
    }
    return date;
}

std::optional<domain::Date> whole_date(TableReader& table, std::string_view key) {
    const auto* node = table.find(key);
    const auto date = node ? date_in(*node) : std::nullopt;
    const auto whole = date ? date->known() : std::nullopt;
    if (node && !whole) {
        table.refuse(*node, about(table.spelled(key), " — толук күн эмес; туурасы: 2035-01-01",
                                  " — не полная дата; верно было бы: 2035-01-01",
                                  " is no whole date; right would be 2035-01-01"));
    }
    return whole;
}

void read_sex(TableReader& table, domain::Sex& into) {
    std::string text;
    table.text("sex", text);
    const auto* node = table.find("sex");
    const auto sex = domain::sex_from(text);
    if (node && !sex) {
        table.refuse(*node, about(table.spelled("sex"), " — «M», «F», «X» дегендердин бири эмес",
                                  " — не «M», не «F» и не «X»", " is none of \"M\", \"F\", \"X\""));
    }
    into = sex.value_or(domain::Sex::unspecified);
}

void read_applicant(TableReader table, Fields& fields) {
    table.text("pin", fields.pin);
    table.text("surname", fields.surname);
    table.text("given_names", fields.given_names);
    table.text("surname_cyrillic", fields.surname_cyrillic);
    table.text("given_names_cyrillic", fields.given_names_cyrillic);
    table.text("patronymic", fields.patronymic);
    read_sex(table, fields.sex);
    fields.birth_date = partial_date(table, "birth_date");
    table.done();
}

void read_document(TableReader table, Fields& fields) {
    table.texts("mrz", fields.mrz, Need::optional);
    if (const auto* list = table.find("mrz"); list && fields.mrz.empty()) {
        table.refuse(*list, about(table.spelled("mrz"), " бош; туурасы: анын эки же үч сабы",
                                  " — пусто; верно было бы: две или три её строки",
                                  " is empty; right would be its two or three lines"));
    }
    table.text("type", fields.type);
    table.text("number", fields.number);
    fields.issued = whole_date(table, "issued");
    fields.expires = whole_date(table, "expires");
    table.text("issuer", fields.issuer);
    if (const auto* node = table.find("issuer"); node && fields.issuer.size() > longest_issuer) {
        table.refuse(*node, is_longer(table.spelled("issuer"), longest_issuer));
    }
    table.done();
}

void read_contact(TableReader table, Fields& fields) {
    table.text("email", fields.email);
    table.text("phone", fields.phone);
    table.done();
}

domain::Consent consent(TableReader& table, std::string_view key) {
    bool given = false;
    table.boolean(key, given);
    return given ? domain::Consent::given : domain::Consent::withheld;
}

void read_consent(TableReader table, domain::Consents& consents) {
    consents.personal_data = consent(table, "personal_data");
    consents.register_lookup = consent(table, "register_lookup");
    consents.uis_account = consent(table, "uis_account");
    consents.terms = consent(table, "terms");
    table.done();
}

bool any_single_field(const Fields& fields) {
    const std::string* const texts[] = {&fields.pin,
                                        &fields.surname,
                                        &fields.given_names,
                                        &fields.surname_cyrillic,
                                        &fields.given_names_cyrillic,
                                        &fields.patronymic,
                                        &fields.type,
                                        &fields.number,
                                        &fields.issuer};
    const bool any_text = std::any_of(std::begin(texts), std::end(texts),
                                      [](const std::string* text) { return !text->empty(); });
    return any_text || fields.sex != domain::Sex::unspecified || fields.birth_date ||
           fields.issued || fields.expires;
}

// Without a zone, the single fields must say all that a decision needs.
void require_single_fields(TableReader& root) {
    auto applicant = root.table("applicant", Need::required);
    for (const auto* key : {"pin", "surname", "given_names", "birth_date"}) {
        static_cast<void>(applicant.find(key, Need::required));
    }
    auto document = root.table("document", Need::required);
    for (const auto* key : {"type", "number", "expires"}) {
        static_cast<void>(document.find(key, Need::required));
    }
}

Fields fields_from(TableReader& root) {
    Fields fields;
    read_applicant(root.table("applicant"), fields);
    read_document(root.table("document", Need::required), fields);
    read_contact(root.table("contact"), fields);
    read_consent(root.table("consent"), fields.consents);
    root.done();
    if (fields.mrz.empty()) {
        require_single_fields(root);
    }
    return fields;
}

// A field that was given goes through the domain's own reading of it.
template <class Value, class Read>
Done put(Value& into, const Fields& fields, const std::string& text, std::string_view table,
         std::string_view key, Read read) {
    if (text.empty()) {
        return {};
    }
    auto value = read(text);
    if (!value) {
        return fields.refused(value.failure(), table, key);
    }
    into = std::move(*value);
    return {};
}

Result<domain::Names> names_of(const Fields& fields) {
    domain::Names names;
    const auto put_name = [&](std::string& into, const std::string& text, std::string_view key,
                              auto normalise) {
        return put(into, fields, text, "applicant", key, normalise);
    };
    KOLTAMGA_CHECK(put_name(names.surname, fields.surname, "surname", domain::latin_name));
    KOLTAMGA_CHECK(
        put_name(names.given_names, fields.given_names, "given_names", domain::latin_name));
    KOLTAMGA_CHECK(put_name(names.surname_cyrillic, fields.surname_cyrillic, "surname_cyrillic",
                            domain::cyrillic_name));
    KOLTAMGA_CHECK(put_name(names.given_names_cyrillic, fields.given_names_cyrillic,
                            "given_names_cyrillic", domain::cyrillic_name));
    KOLTAMGA_CHECK(
        put_name(names.patronymic, fields.patronymic, "patronymic", domain::cyrillic_name));
    return names;
}

Result<domain::Identity> typed_identity(const Fields& fields) {
    domain::Identity identity;
    identity.source = domain::IdentitySource::typed;
    identity.pin = fields.pin;
    KOLTAMGA_TRY(identity.names, names_of(fields));
    identity.sex = fields.sex;
    identity.birth_date = fields.birth_date;
    identity.document.type = fields.type;
    std::optional<domain::DocumentNumber> number;
    KOLTAMGA_CHECK(put(number, fields, fields.number, "document", "number",
                       [](const auto& text) { return domain::parse_document_number(text); }));
    identity.document.number = number ? number->text() : std::string();
    identity.document.issued = fields.issued;
    identity.document.expires = fields.expires;
    identity.document.issuer = domain::normalise_issuer(fields.issuer).value_or(fields.issuer);
    return identity;
}

Result<std::optional<domain::Contact>> contact_of(const Fields& fields,
                                                  const std::string& phone_region) {
    if (fields.email.empty() && fields.phone.empty()) {
        return std::optional<domain::Contact>();
    }
    domain::Contact contact;
    KOLTAMGA_CHECK(put(contact.email, fields, fields.email, "contact", "email",
                       [](const auto& text) { return domain::parse_email(text); }));
    KOLTAMGA_CHECK(put(contact.phone, fields, fields.phone, "contact", "phone",
                       [&](const auto& text) { return domain::parse_phone(text, phone_region); }));
    return std::optional(contact);
}

Done put_identities(ApplicantFile& file, const Fields& fields,
                    std::span<const domain::DocumentType> documents, domain::Date reference) {
    std::vector<domain::Identity> identities;
    if (any_single_field(fields)) {
        KOLTAMGA_TRY(file.typed, typed_identity(fields));
        identities.push_back(*file.typed);
    }
    if (!fields.mrz.empty()) {
        file.zone = domain::parse_mrz_lines(fields.mrz, reference);
        auto identity = domain::identity_from(*file.zone, documents);
        if (!identity) {
            return fields.refused(identity.failure(), "document", "mrz");
        }
        file.mrz = std::move(*identity);
        identities.push_back(*file.mrz);
    }
    if (file.typed && file.mrz) {
        file.comparison = domain::compare(*file.typed, *file.mrz);
    }
    file.identity = domain::verified_identity(identities);
    return {};
}

} // namespace

Result<ApplicantFile> parse_applicant(std::string_view text,
                                      std::span<const domain::DocumentType> documents,
                                      domain::Date reference, const std::string& phone_region) {
    if (text.size() > largest_applicant_file) {
        return fail(Code::applicant_too_large, "octets " + std::to_string(text.size()));
    }
    const auto tree = read_toml(text);
    if (const auto* error = std::get_if<TomlError>(&tree)) {
        return malformed(*error);
    }
    Schema schema;
    TableReader root(schema, &std::get<Node>(tree), "");
    auto fields = fields_from(root);
    fields.root = &std::get<Node>(tree);
    if (schema.trouble()) {
        return schema_failure(*schema.trouble());
    }
    ApplicantFile file;
    file.consents = fields.consents;
    KOLTAMGA_CHECK(put_identities(file, fields, documents, reference));
    KOLTAMGA_TRY(file.contact, contact_of(fields, phone_region));
    return file;
}

Result<ApplicantFile> load_applicant(const std::filesystem::path& file,
                                     std::span<const domain::DocumentType> documents,
                                     domain::Date reference, const std::string& phone_region) {
    KOLTAMGA_TRY(const auto octets, read_file(file, largest_applicant_file));
    auto applicant = parse_applicant(text_of(octets), documents, reference, phone_region);
    if (!applicant) {
        return in_file(applicant.failure(), file);
    }
    return applicant;
}

} // namespace koltamga::profile

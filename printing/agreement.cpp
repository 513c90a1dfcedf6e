#include "printing/agreement.h"

#include "printing/failures.h"
#include "printing/papers.h"

#include <algorithm>

namespace koltamga::printing {
namespace {

std::string both_scripts(const std::string& cyrillic, const std::string& latin) {
    return cyrillic.empty() || latin.empty() ? cyrillic + latin : cyrillic + " / " + latin;
}

// X, as documents have it (ICAO 9303-3), is the same in every language.
std::string sex_in_words(const Composer& page, const std::string& sex) {
    if (sex == "X") {
        return sex;
    }
    return page.joined(sex == "F" ? "value.female" : "value.male");
}

void optional_field(Composer& page, std::string_view label, const std::string& value,
                    Style style = Style::value) {
    if (!value.empty()) {
        page.field(label, value, style);
    }
}

void compose_applicant(Composer& page, const Template& wording, const AgreementRecord& record) {
    const auto& person = record.applicant;
    page.group_beside_portrait(wording.text("text.holder"), record.portrait);
    page.field("surname", both_scripts(person.surname_cyrillic, person.surname), Style::strong);
    optional_field(page, "given_names",
                   both_scripts(person.given_names_cyrillic, person.given_names), Style::strong);
    optional_field(page, "patronymic", person.patronymic);
    page.field("pin", person.pin, Style::code);
    page.field("birth", date_for_people(person.birth_date) + ", " + sex_in_words(page, person.sex));
    page.field("document", page.joined(person.document_type) + ", " + person.document_number);
    if (!person.document_issued.empty() || !person.document_issuer.empty()) {
        const bool both = !person.document_issued.empty() && !person.document_issuer.empty();
        page.field("issued", date_for_people(person.document_issued) + (both ? ", " : "") +
                                 person.document_issuer);
    }
    page.field("expires", date_for_people(person.document_expires));
    optional_field(page, "email", person.email);
    optional_field(page, "phone", person.phone);
    page.end_group();
}

// What a reader at a desk needs to find the record and to hold it against the journal. In capitals,
// which take less room.
std::string code_text(const AgreementRecord& record) {
    std::string text = "KOLTAMGA:" + record.record_id + ":" + record.record_hash;
    std::ranges::transform(text, text.begin(), [](char letter) {
        return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    });
    return text;
}

// Wordings before the third have no code, and their papers stay as they were.
Done begin_key(Composer& page, const Template& wording, const AgreementRecord& record) {
    const auto& heading = wording.text("text.key");
    if (!wording.has("label.qr") || record.record_hash.empty()) {
        page.group(heading);
        return {};
    }
    KOLTAMGA_TRY(auto code, qr_code(code_text(record)));
    page.group_beside_code(heading, std::move(code));
    return {};
}

Done compose_key(Composer& page, const Template& wording, const AgreementRecord& record) {
    KOLTAMGA_CHECK(begin_key(page, wording, record));
    if (wording.has("label.record")) {
        page.field("record", record.record_id, Style::code);
    }
    page.field("key_algorithm", record.key_algorithm);
    page.field("key_fingerprint", record.key_fingerprint, Style::code);
    page.field("custody", page.joined("custody." + record.custody));
    if (!record.record_hash.empty()) {
        page.field("record_hash", record.record_hash, Style::code);
    }
    page.end_group();
    return {};
}

} // namespace

Result<const Template*> accepted_wording(const AgreementRecord& record) {
    KOLTAMGA_TRY(const auto info, agreement_template(record.terms_version));
    if (info.hash != record.terms_hash) {
        return terms_unknown("hash-differs version " + record.terms_version);
    }
    return Template::find("agreement", record.terms_version);
}

Done compose_agreement(Composer& page, const Template& wording, const AgreementRecord& record) {
    const Fillings fillings = {{"authority", record.office.authority}, {"law", record.law}};
    page.title(record.office.authority, record.place, date_for_people(record.date));
    if (record.practice) {
        page.practice_note();
    }
    page.paragraph(fill(wording.text("text.preamble"), fillings));
    compose_applicant(page, wording, record);
    compose_office(page, wording.text("text.parties"), record.office, record.operator_name);
    KOLTAMGA_CHECK(compose_key(page, wording, record));
    page.terms(fillings);
    if (page.bilingual()) {
        page.paragraph(wording.text("bilingual"));
    }
    const std::string holder = full_name(record.applicant);
    const auto& clerk = record.operator_name;
    page.signatures(
        {wording.text("sign.authority"), {clerk, clerk, clerk}, office_line(record.office)},
        {wording.text("sign.holder"), {holder, holder, holder}, {}});
    return {};
}

} // namespace koltamga::printing

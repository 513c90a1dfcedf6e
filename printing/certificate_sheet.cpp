#include "printing/certificate_sheet.h"

#include "printing/failures.h"
#include "printing/papers.h"

namespace koltamga::printing {
namespace {

// "Surname (SN)"; an attribute the wording does not know stands as it is called.
Texts in_words(const std::string& attribute, const Template& wording) {
    const std::string path = "attribute." + attribute;
    return wording.has(path) ? wording.text(path) : Texts{attribute, attribute, attribute};
}

void compose_holder(Composer& page, const Template& wording, const CertificateSheetRecord& record) {
    page.group(wording.text("text.holder"));
    page.field("holder", record.holder, Style::strong);
    for (const auto& attribute : record.subject) {
        page.field(in_words(attribute.name, wording), attribute.value);
    }
    page.end_group();
}

void compose_certificate(Composer& page, const Template& wording,
                         const CertificateSheetRecord& record) {
    page.group(wording.text("text.certificate"));
    page.field("serial", record.serial, Style::code);
    page.field("validity", record.valid_from + " – " + record.valid_until, Style::strong);
    page.field("issuer", record.issuer);
    page.field("usage", page.joined("value.usage"));
    if (!record.policy.empty()) {
        page.field("policy", record.policy);
    }
    page.field("fingerprint", record.fingerprint, Style::code);
    page.field("key_algorithm", record.key_algorithm);
    page.field("key_fingerprint", record.key_fingerprint, Style::code);
    page.field("custody", page.joined("custody." + record.custody));
    page.end_group();
}

// Below the holder's name: when the acceptance was recorded, if it was before the paper.
Texts acceptance(const CertificateSheetRecord& record, const Template& wording) {
    if (record.accepted_at.empty()) {
        return {};
    }
    Texts words = wording.text("label.accepted_at");
    for (auto& text : words) {
        text += ": " + record.accepted_at;
    }
    return words;
}

} // namespace

Result<const Template*> sheet_wording(const CertificateSheetRecord& record) {
    const auto* wording = Template::find("certificate-sheet", record.sheet_version);
    if (wording == nullptr) {
        return terms_unknown("certificate-sheet version " + record.sheet_version);
    }
    return wording;
}

void compose_certificate_sheet(Composer& page, const Template& wording,
                               const CertificateSheetRecord& record) {
    const Fillings fillings = {{"authority", record.office.authority}, {"law", record.law}};
    page.title(record.office.authority, record.place, date_for_people(record.date));
    if (record.practice) {
        page.practice_note();
    }
    page.paragraph(fill(wording.text("text.preamble"), fillings));
    compose_holder(page, wording, record);
    compose_certificate(page, wording, record);
    page.terms(fillings);
    const auto& clerk = record.operator_name;
    page.signatures(
        {wording.text("sign.authority"), {clerk, clerk, clerk}, office_line(record.office)},
        {wording.text("sign.holder"),
         {record.holder, record.holder, record.holder},
         acceptance(record, wording)});
}

} // namespace koltamga::printing

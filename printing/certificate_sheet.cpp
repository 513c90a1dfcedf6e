#include "printing/certificate_sheet.h"

#include "printing/papers.h"

namespace koltamga::printing {
namespace {

void compose_holder(Composer& page, const Template& wording, const CertificateSheetRecord& record) {
    page.group(wording.text("text.holder"));
    page.field("holder", record.holder, Style::strong);
    for (const auto& attribute : record.subject) {
        page.field({attribute.name, attribute.name, attribute.name}, attribute.value);
    }
    page.end_group();
}

void compose_certificate(Composer& page, const Template& wording,
                         const CertificateSheetRecord& record) {
    page.group(wording.text("text.certificate"));
    page.field("serial", record.serial, Style::code);
    page.field("valid_from", record.valid_from);
    page.field("valid_until", record.valid_until, Style::strong);
    page.field("issuer", record.issuer);
    page.field("usage", page.joined("value.usage"));
    if (!record.policy.empty()) {
        page.field("policy", record.policy);
    }
    page.field("fingerprint", record.fingerprint, Style::code);
    page.end_group();
}

void compose_key(Composer& page, const Template& wording, const CertificateSheetRecord& record) {
    page.group(wording.text("text.key"));
    page.field("key_algorithm", record.key_algorithm);
    page.field("key_fingerprint", record.key_fingerprint, Style::code);
    page.field("custody", page.joined("custody." + record.custody));
    if (!record.accepted_at.empty()) {
        page.field("accepted_at", record.accepted_at);
    }
    page.end_group();
}

} // namespace

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
    compose_key(page, wording, record);
    compose_office(page, wording.text("text.office"), record.office, record.operator_name);
    page.terms(fillings);
    const auto& clerk = record.operator_name;
    page.signatures(
        {wording.text("sign.authority"), {clerk, clerk, clerk}, record.office.name},
        {wording.text("sign.holder"), {record.holder, record.holder, record.holder}, {}});
}

} // namespace koltamga::printing

#include "printing/refusal.h"

#include "printing/papers.h"

namespace koltamga::printing {
namespace {

void compose_person(Composer& page, const Template& wording, const PaperApplicant& person) {
    page.group(wording.text("text.applicant"));
    page.field("name", full_name(person), Style::strong);
    page.field("pin", person.pin, Style::code);
    if (!person.birth_date.empty()) {
        page.field("birth", date_for_people(person.birth_date));
    }
    page.field("document", page.joined(person.document_type) + ", " + person.document_number);
    page.end_group();
}

void compose_decision(Composer& page, const Template& wording, const RefusalRecord& record) {
    page.group(wording.text("text.decision"));
    page.field("record", record.record_id, Style::code);
    page.field("decided_at", record.decided_at);
    page.field("operator", record.operator_name);
    page.field("office", page.joined(office_line(record.office)));
    page.field("reference_date", date_for_people(record.reference_date));
    page.field("rules", record.rules);
    page.field("law", page.joined(record.law));
    page.end_group();
}

// Each by the sentence of its rule, and by the rule's name, under which anybody finds it again.
Section reasons_of(const Template& wording, const RefusalRecord& record) {
    Section section{wording.text("text.reasons"), {}};
    for (const auto& reason : record.reasons) {
        Texts words = reason.text;
        for (auto& text : words) {
            text += " (" + reason.rule + ")";
        }
        section.clauses.push_back(words);
    }
    return section;
}

} // namespace

void compose_refusal(Composer& page, const Template& wording, const RefusalRecord& record) {
    const Fillings fillings = {{"authority", record.office.authority}};
    page.title(record.office.authority, record.place, date_for_people(record.date));
    if (record.practice) {
        page.practice_note();
    }
    page.paragraph(fill(wording.text("text.preamble"), fillings));
    compose_person(page, wording, record.applicant);
    compose_decision(page, wording, record);
    page.section(reasons_of(wording, record), 1);
    page.terms(fillings, 2);
    const std::string name = full_name(record.applicant);
    const auto& clerk = record.operator_name;
    page.signatures({wording.text("sign.authority"), {clerk, clerk, clerk}, {}},
                    {wording.text("sign.applicant"), {name, name, name}, {}});
}

} // namespace koltamga::printing

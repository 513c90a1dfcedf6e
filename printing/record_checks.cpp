#include "printing/failures.h"
#include "printing/papers.h"

#include <initializer_list>
#include <utility>

namespace koltamga::printing {
namespace {

using Named = std::pair<std::string_view, const std::string*>;

Done all_said(std::initializer_list<Named> fields) {
    for (const auto& [name, value] : fields) {
        if (value->empty()) {
            return record_incomplete(name);
        }
    }
    return {};
}

Done all_said_everywhere(std::initializer_list<std::pair<std::string_view, const Texts*>> fields) {
    for (const auto& [name, texts] : fields) {
        KOLTAMGA_CHECK(
            all_said({{name, &(*texts)[0]}, {name, &(*texts)[1]}, {name, &(*texts)[2]}}));
    }
    return {};
}

bool known_custody(const std::string& custody, std::string_view paper) {
    return Template::current(paper).has("custody." + custody);
}

Done check_applicant(const PaperApplicant& applicant) {
    KOLTAMGA_CHECK(all_said({{"surname", &applicant.surname},
                             {"pin", &applicant.pin},
                             {"birth-date", &applicant.birth_date},
                             {"document-number", &applicant.document_number},
                             {"document-expires", &applicant.document_expires}}));
    if (applicant.sex != "M" && applicant.sex != "F" && applicant.sex != "X") {
        return record_incomplete("sex");
    }
    return all_said_everywhere({{"document-type", &applicant.document_type}});
}

Done check_office(const PaperOffice& office, const Texts& law, const Texts& place) {
    return all_said_everywhere({{"authority", &office.authority},
                                {"authority-identification", &office.identification},
                                {"office-name", &office.name},
                                {"law", &law},
                                {"place", &place}});
}

} // namespace

Done check_complete(const AgreementRecord& record) {
    KOLTAMGA_CHECK(all_said({{"record-id", &record.record_id},
                             {"date", &record.date},
                             {"operator", &record.operator_name},
                             {"key-algorithm", &record.key_algorithm},
                             {"key-fingerprint", &record.key_fingerprint}}));
    KOLTAMGA_CHECK(check_office(record.office, record.law, record.place));
    KOLTAMGA_CHECK(check_applicant(record.applicant));
    if (record.portrait.empty()) {
        return record_incomplete("portrait");
    }
    return known_custody(record.custody, "agreement") ? Done() : record_incomplete("custody");
}

Done check_complete(const CertificateSheetRecord& record) {
    KOLTAMGA_CHECK(all_said({{"record-id", &record.record_id},
                             {"date", &record.date},
                             {"operator", &record.operator_name},
                             {"holder", &record.holder},
                             {"serial", &record.serial},
                             {"issuer", &record.issuer},
                             {"valid-from", &record.valid_from},
                             {"valid-until", &record.valid_until},
                             {"fingerprint", &record.fingerprint},
                             {"key-fingerprint", &record.key_fingerprint}}));
    KOLTAMGA_CHECK(check_office(record.office, record.law, record.place));
    if (record.subject.empty()) {
        return record_incomplete("subject");
    }
    return known_custody(record.custody, "certificate-sheet") ? Done()
                                                              : record_incomplete("custody");
}

Done check_complete(const RefusalRecord& record) {
    KOLTAMGA_CHECK(all_said({{"record-id", &record.record_id},
                             {"date", &record.date},
                             {"operator", &record.operator_name},
                             {"surname", &record.applicant.surname},
                             {"pin", &record.applicant.pin},
                             {"document-number", &record.applicant.document_number},
                             {"decided-at", &record.decided_at},
                             {"reference-date", &record.reference_date},
                             {"rules", &record.rules}}));
    KOLTAMGA_CHECK(check_office(record.office, record.law, record.place));
    for (const auto& reason : record.reasons) {
        KOLTAMGA_CHECK(all_said_everywhere({{"reason", &reason.text}}));
    }
    return record.reasons.empty() ? record_incomplete("reasons") : Done();
}

Done check_complete(const DayRegisterRecord& record) {
    KOLTAMGA_CHECK(all_said({{"date", &record.date}}));
    for (const auto& row : record.rows) {
        KOLTAMGA_CHECK(all_said({{"time", &row.time}, {"record-id", &row.record_id}}));
        KOLTAMGA_CHECK(all_said_everywhere({{"outcome", &row.outcome}}));
    }
    return all_said_everywhere({{"authority", &record.office.authority},
                                {"office-name", &record.office.name},
                                {"place", &record.place}});
}

} // namespace koltamga::printing

// What each part of a record becomes on its paper, and what a paper cannot do without.
#include "printing/papers.h"
#include "tests/printing/pdf_reader.h"
#include "tests/printing/records.h"

#include <gmock/gmock.h>

#include <functional>

namespace koltamga::printing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Renderer& renderer() {
    static const Renderer made = Renderer::make().value();
    return made;
}

std::string text_of_agreement(const AgreementRecord& record, Languages languages = Languages::en) {
    return testing::text_in(renderer().render_agreement(record, languages).value());
}

std::string text_of_sheet(const CertificateSheetRecord& record,
                          Languages languages = Languages::en) {
    return testing::text_in(renderer().render_certificate_sheet(record, languages).value());
}

template <class Record>
struct Spoilt {
    const char* field;
    void (*spoil)(Record&);
};

TEST(AgreementRecord, NamesTheFieldItLacks) {
    const Spoilt<AgreementRecord> table[] = {
        {"record-id", [](auto& r) { r.record_id.clear(); }},
        {"date", [](auto& r) { r.date.clear(); }},
        {"operator", [](auto& r) { r.operator_name.clear(); }},
        {"key-algorithm", [](auto& r) { r.key_algorithm.clear(); }},
        {"key-fingerprint", [](auto& r) { r.key_fingerprint.clear(); }},
        {"authority", [](auto& r) { r.office.authority[1].clear(); }},
        {"authority-identification", [](auto& r) { r.office.identification[0].clear(); }},
        {"office-name", [](auto& r) { r.office.name[2].clear(); }},
        {"law", [](auto& r) { r.law[2].clear(); }},
        {"place", [](auto& r) { r.place[1].clear(); }},
        {"surname", [](auto& r) { r.applicant.surname.clear(); }},
        {"pin", [](auto& r) { r.applicant.pin.clear(); }},
        {"birth-date", [](auto& r) { r.applicant.birth_date.clear(); }},
        {"document-number", [](auto& r) { r.applicant.document_number.clear(); }},
        {"document-expires", [](auto& r) { r.applicant.document_expires.clear(); }},
        {"sex", [](auto& r) { r.applicant.sex = "m"; }},
        {"document-type", [](auto& r) { r.applicant.document_type[2].clear(); }},
        {"portrait", [](auto& r) { r.portrait.clear(); }},
        {"custody", [](auto& r) { r.custody = "drawer"; }},
    };
    EXPECT_TRUE(check_complete(testing::ordinary_agreement()));
    for (const auto& row : table) {
        auto record = testing::ordinary_agreement();
        row.spoil(record);
        const auto checked = check_complete(record);
        ASSERT_TRUE(checked.failed_with(Code::printing_record_incomplete)) << row.field;
        EXPECT_EQ(checked.failure().detail, std::string("field ") + row.field);
    }
}

TEST(CertificateSheetRecord, NamesTheFieldItLacks) {
    const Spoilt<CertificateSheetRecord> table[] = {
        {"record-id", [](auto& r) { r.record_id.clear(); }},
        {"date", [](auto& r) { r.date.clear(); }},
        {"operator", [](auto& r) { r.operator_name.clear(); }},
        {"holder", [](auto& r) { r.holder.clear(); }},
        {"serial", [](auto& r) { r.serial.clear(); }},
        {"issuer", [](auto& r) { r.issuer.clear(); }},
        {"valid-from", [](auto& r) { r.valid_from.clear(); }},
        {"valid-until", [](auto& r) { r.valid_until.clear(); }},
        {"fingerprint", [](auto& r) { r.fingerprint.clear(); }},
        {"key-fingerprint", [](auto& r) { r.key_fingerprint.clear(); }},
        {"authority", [](auto& r) { r.office.authority[2].clear(); }},
        {"law", [](auto& r) { r.law[0].clear(); }},
        {"place", [](auto& r) { r.place[0].clear(); }},
        {"subject", [](auto& r) { r.subject.clear(); }},
        {"custody", [](auto& r) { r.custody.clear(); }},
    };
    EXPECT_TRUE(check_complete(testing::ordinary_sheet()));
    for (const auto& row : table) {
        auto record = testing::ordinary_sheet();
        row.spoil(record);
        const auto checked = check_complete(record);
        ASSERT_TRUE(checked.failed_with(Code::printing_record_incomplete)) << row.field;
        EXPECT_EQ(checked.failure().detail, std::string("field ") + row.field);
    }
}

TEST(Agreement, SaysEachFieldBesideItsOwnLabel) {
    const auto text = text_of_agreement(testing::ordinary_agreement());
    for (const auto* line :
         {"Surname Асанов / ASANOV", "Given names Усон / USON", "Patronymic Жаныбаевич",
          "Personal number (PIN) 20101199000008", "Date of birth, sex 01.01.1990, male",
          "Document ID card, ID0000000", "Issued on, by 01.01.2025, МКК 211011",
          "Valid until 01.01.2035", "E-mail uson@example.com", "Telephone +996700123456",
          "Office Tokmok CSC-2 (TOK-2)", "333 Lenin St, Tokmok", "Operator А. Осмонова",
          "Algorithm RSA 3072", "Tokmok, 22.11.2026"}) {
        EXPECT_THAT(text, HasSubstr(line));
    }
    EXPECT_THAT(text, HasSubstr("Certification authority Certification authority of the state "
                                "institution Infocom, state institution, accreditation No. 1"));
    EXPECT_THAT(text, Not(HasSubstr("Practice document")));
}

TEST(Agreement, SaysTheSexInWords) {
    auto record = testing::ordinary_agreement();
    record.applicant.sex = "F";
    EXPECT_THAT(text_of_agreement(record), HasSubstr("01.01.1990, female"));
}

TEST(Agreement, SaysWhatIsKnownOfTheDocumentsIssue) {
    auto record = testing::ordinary_agreement();
    record.applicant.document_issuer.clear();
    EXPECT_THAT(text_of_agreement(record), HasSubstr("Issued on, by 01.01.2025 Valid until"));
    record.applicant.document_issued.clear();
    EXPECT_THAT(text_of_agreement(record), Not(HasSubstr("Issued on, by")));
    record.applicant.document_issuer = "50-07";
    EXPECT_THAT(text_of_agreement(record), HasSubstr("Issued on, by 50-07 Valid until"));
}

TEST(Agreement, IsSignedInTheHoldersOwnScript) {
    auto record = testing::ordinary_agreement();
    EXPECT_THAT(text_of_agreement(record), HasSubstr("Асанов Усон Жаныбаевич"));
    record.applicant.surname_cyrillic.clear();
    record.applicant.patronymic.clear();
    EXPECT_THAT(text_of_agreement(record), HasSubstr("ASANOV USON"));
    EXPECT_THAT(text_of_agreement(record), HasSubstr("Tokmok CSC-2 (TOK-2), 333 Lenin St, Tokmok"));
}

TEST(Agreement, InTwoLanguagesSaysWhichOneCounts) {
    const auto& bilingual = Template::current("agreement").text("bilingual");
    const auto letters = [](Languages languages) {
        return testing::letters_in(
            renderer().render_agreement(testing::ordinary_agreement(), languages).value());
    };
    const auto both = letters(Languages::ky_ru);
    EXPECT_THAT(both, HasSubstr(testing::without_space(bilingual[0])));
    EXPECT_THAT(both, HasSubstr(testing::without_space(bilingual[1])));
    EXPECT_THAT(letters(Languages::ru), Not(HasSubstr(testing::without_space(bilingual[1]))));
}

TEST(Agreement, NumbersItsClauses) {
    const auto letters = testing::letters_in(
        renderer().render_agreement(testing::ordinary_agreement(), Languages::en).value());
    const auto& terms = Template::current("agreement").terms();
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const auto heading = std::to_string(i + 1) + "." + terms[i].heading[2];
        EXPECT_THAT(letters, HasSubstr(testing::without_space(heading)));
        for (std::size_t k = 0; k < terms[i].clauses.size(); ++k) {
            const auto& words = terms[i].clauses[k][2];
            const auto number = std::to_string(i + 1) + "." + std::to_string(k + 1);
            const auto begins = words.substr(0, std::min<std::size_t>(words.find('{'), 25));
            EXPECT_THAT(letters, HasSubstr(number + testing::without_space(begins)));
        }
    }
}

nlohmann::json information_of(const Bytes& pdf) {
    const auto objects = testing::objects_of(pdf);
    const auto& trailer = objects["trailer"]["value"];
    return objects["obj:" + trailer["/Info"].get<std::string>()]["value"];
}

TEST(Agreement, IsByTheAuthorityInTheLanguageOfThePaper) {
    const std::pair<Languages, const char*> table[] = {
        {Languages::ky, "u:«Инфоком» мамлекеттик мекемесинин күбөлөндүрүүчү борбору"},
        {Languages::ru, "u:Удостоверяющий центр государственного учреждения «Инфоком»"},
        {Languages::en, "u:Certification authority of the state institution Infocom"}};
    for (const auto& [languages, author] : table) {
        const auto record = testing::ordinary_agreement();
        const auto information =
            information_of(renderer().render_agreement(record, languages).value());
        EXPECT_EQ(information["/Author"], author);
        EXPECT_EQ(information["/Creator"], "u:Koltamga");
    }
}

TEST(CertificateSheet, SaysEachFieldBesideItsOwnLabel) {
    const auto record = testing::ordinary_sheet();
    const auto text = text_of_sheet(record);
    for (const auto& line :
         {"Serial number " + record.serial, record.valid_from + " – " + record.valid_until,
          std::string("Issuer ") + record.issuer, std::string("Key algorithm RSA 3072"),
          std::string("Tokmok, 22.11.2026"), std::string("Асанов Усон Жаныбаевич")}) {
        EXPECT_THAT(text, HasSubstr(line));
    }
}

TEST(CertificateSheet, LeavesOutWhatThereIsNot) {
    auto record = testing::ordinary_sheet();
    const auto accepted = Template::current("certificate-sheet").text("label.accepted_at")[2];
    const auto policy = Template::current("certificate-sheet").text("label.policy")[2];
    EXPECT_THAT(text_of_sheet(record), HasSubstr(accepted + ": 22.11.2026 15:44"));
    EXPECT_THAT(text_of_sheet(record), HasSubstr(policy + " 1.3.6.1.4.1.99999.1.1"));
    record.accepted_at.clear();
    record.policy.clear();
    EXPECT_THAT(text_of_sheet(record), Not(HasSubstr(accepted + ":")));
    EXPECT_THAT(text_of_sheet(record), Not(HasSubstr(policy)));
}

TEST(CertificateSheet, TellsPracticeFromTheRealThing) {
    auto record = testing::ordinary_sheet();
    const auto& wording = Template::current("certificate-sheet");
    EXPECT_THAT(text_of_sheet(record), Not(HasSubstr(wording.text("text.practice")[2])));
    EXPECT_THAT(text_of_sheet(record), Not(HasSubstr("PRACTICE")));
    record.practice = true;
    EXPECT_THAT(text_of_sheet(record), HasSubstr(wording.text("text.practice")[2]));
    EXPECT_THAT(text_of_sheet(record), HasSubstr("PRACTICE"));
}

// The watermark is drawn, not written: it shows in the size of the page's content alone.
TEST(Practice, IsDrawnAcrossEveryPage) {
    const auto contents = [](bool practice) {
        auto record = testing::ordinary_sheet();
        record.practice = practice;
        const auto pdf = renderer().render_certificate_sheet(record, Languages::en).value();
        return pdf.size();
    };
    EXPECT_GT(contents(true), contents(false) + 100);
}

TEST(CertificateSheet, IsDatedByTheRecordAndNamedWithoutThePerson) {
    const auto record = testing::ordinary_sheet();
    const auto pdf = renderer().render_certificate_sheet(record, Languages::ru).value();
    const auto information = information_of(pdf);
    EXPECT_THAT(information["/CreationDate"].get<std::string>(), HasSubstr("20261122094107"));
    EXPECT_THAT(information["/Title"].get<std::string>(), HasSubstr(record.record_id));
    EXPECT_THAT(information["/Title"].get<std::string>(), Not(HasSubstr("Асанов")));
    const auto root =
        testing::dictionaries_where(testing::objects_of(pdf), "/Type", "/Catalog").at(0);
    EXPECT_EQ(root["/Lang"], "u:ru");
}

TEST(OfficeLine, NamesCodeAndAddressWhereThereAreAny) {
    auto office = testing::ordinary_office();
    EXPECT_EQ(office_line(office)[2], "Tokmok CSC-2 (TOK-2), 333 Lenin St, Tokmok");
    EXPECT_EQ(office_line(office)[1], "ЦОН-2 города Токмок (TOK-2), г. Токмок, ул. Ленина, 333");
    office.address = {};
    EXPECT_EQ(office_line(office)[2], "Tokmok CSC-2 (TOK-2)");
    office.code.clear();
    EXPECT_EQ(office_line(office)[2], "Tokmok CSC-2");
}

TEST(Dates, AreWrittenAsPeopleDo) {
    EXPECT_EQ(date_for_people("1990-12-31"), "31.12.1990");
    EXPECT_EQ(date_for_people("1961-XX-XX"), "XX.XX.1961");
    for (const auto* other : {"", "1990-12-3", "1990/12-31", "1990-12/31", "1990-12-311"}) {
        EXPECT_EQ(date_for_people(other), other);
    }
}

} // namespace
} // namespace koltamga::printing

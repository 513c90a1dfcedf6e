#include "tests/printing/records.h"

#include "base/file.h"

#include <algorithm>

namespace koltamga::printing::testing {
namespace {

Bytes portrait() {
    return read_file(KOLTAMGA_TEST_DATA "/portraits/astronaut.jpg", 1'000'000).value();
}

Instant morning() {
    return *instant_from("2026-11-22T09:41:07.123Z");
}

Texts law() {
    return {"«Электрондук кол тамга жөнүндө» 2017-жылдын 19-июлундагы № 128 Мыйзам",
            "Закон от 19 июля 2017 года № 128 «Об электронной подписи»",
            "Law No. 128 of 19 July 2017 on electronic signature"};
}

std::string letters(std::string_view letter, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += letter;
    }
    return text;
}

PaperApplicant ordinary_applicant() {
    return {"ASANOV",
            "USON",
            "Асанов",
            "Усон",
            "Жаныбаевич",
            "20101199000008",
            "1990-01-01",
            "M",
            {"жеке күбөлүк (ID-карта)", "удостоверение личности (ID-карта)", "ID card"},
            "ID0000000",
            "2025-01-01",
            "2035-01-01",
            "МКК 211011",
            "uson@example.com",
            "+996700123456"};
}

} // namespace

PaperOffice ordinary_office() {
    return {{"«Инфоком» мамлекеттик мекемесинин күбөлөндүрүүчү борбору",
             "Удостоверяющий центр государственного учреждения «Инфоком»",
             "Certification authority of the state institution Infocom"},
            {"Токмок шаарынын ЖТБ-2", "ЦОН-2 города Токмок", "Tokmok CSC-2"},
            {"Токмок ш., Ленин көч., 333", "г. Токмок, ул. Ленина, 333", "333 Lenin St, Tokmok"},
            "TOK-2",
            {"мамлекеттик мекеме, № 1 аккредитация, Бишкек ш.",
             "государственное учреждение, аккредитация № 1, г. Бишкек",
             "state institution, accreditation No. 1, Bishkek"}};
}

AgreementRecord ordinary_agreement() {
    const auto terms = current_template("agreement");
    return {"7K3M-0QXT-9B2E-HN4W",
            false,
            morning(),
            "2026-11-22",
            {"Токмок", "Токмок", "Tokmok"},
            law(),
            ordinary_office(),
            "А. Осмонова",
            ordinary_applicant(),
            portrait(),
            "RSA 3072",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "cloud",
            terms.version,
            terms.hash,
            "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"};
}

AgreementRecord longest_agreement() {
    auto record = ordinary_agreement();
    auto& person = record.applicant;
    person.surname = letters("W", 64);
    person.given_names = letters("M", 64);
    person.surname_cyrillic = letters("Щ", 64);
    person.given_names_cyrillic = letters("Ө", 64);
    person.patronymic = letters("Ү", 64);
    person.birth_date = "1961-XX-XX";
    person.document_issuer = letters("Ң", 64);
    person.email = letters("w", 64) + "@" + letters("m", 180) + ".example";
    record.operator_name = letters("Ж", 64);
    record.office.address = {letters("Ө", 120), letters("Щ", 120), letters("W", 120)};
    record.practice = true;
    return record;
}

CertificateSheetRecord ordinary_sheet() {
    return {"7K3M-0QXT-9B2E-HN4W",
            false,
            morning(),
            "2026-11-22",
            {"Токмок", "Токмок", "Tokmok"},
            law(),
            ordinary_office(),
            "А. Осмонова",
            "Асанов Усон Жаныбаевич",
            {{"CN", "ASANOV USON"},
             {"SN", "ASANOV"},
             {"GN", "USON"},
             {"serialNumber", "PNOKG-20101199000008"},
             {"C", "KG"}},
            "4a1f0c93d2e87b6501c4f2aa9be3d07718",
            "CN=Practice issuing CA, O=Practice, C=KG",
            "22.11.2026 15:41:07",
            "22.11.2027 15:41:06 (UTC+6)",
            "1.3.6.1.4.1.99999.1.1",
            "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
            "RSA 3072",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "cloud",
            "22.11.2026 15:44",
            current_template("certificate-sheet").version};
}

// What the practice centre's own profile says (src/practice/practice_profile.cpp).
template <class Record>
Record of_practice(Record record) {
    record.practice = true;
    record.law = {"Машыгуу үчүн гана; укуктук күчү жок",
                  "Только для обучения; юридической силы не имеет",
                  "For practice only; without legal force"};
    record.office = {
        {"Машыгуу күбөлөндүрүүчү борбору", "Учебный удостоверяющий центр",
         "Practice certification authority"},
        {"Машыгуу кеңсеси", "Учебный офис", "Practice office"},
        {"Бишкек ш., Үлгү көчөсү, 1", "г. Бишкек, ул. Образцовая, 1", "1 Specimen Street, Bishkek"},
        "PRACTICE-1",
        {"юридикалык жак эмес, машыгуу үчүн гана", "не юридическое лицо, только для обучения",
         "no legal person, for practice only"}};
    record.place = record.office.name;
    return record;
}

AgreementRecord practice_agreement() {
    return of_practice(ordinary_agreement());
}

CertificateSheetRecord practice_sheet() {
    return of_practice(ordinary_sheet());
}

CertificateSheetRecord longest_sheet() {
    auto record = ordinary_sheet();
    record.holder = letters("Щ", 64) + " " + letters("Ө", 64) + " " + letters("Ү", 64);
    record.subject[0].value = letters("W", 64);
    record.subject[1].value = letters("W", 64);
    record.subject[2].value = letters("M", 64);
    record.operator_name = letters("Ж", 64);
    record.practice = true;
    return record;
}

RefusalRecord ordinary_refusal() {
    RefusalRecord record;
    record.record_id = "7K3M-0QXT-9B2E-HN4W";
    record.made_at = morning();
    record.date = "2026-11-22";
    record.place = {"Токмок", "Токмок", "Tokmok"};
    record.law = law();
    record.office = ordinary_office();
    record.operator_name = "А. Осмонова";
    record.applicant = ordinary_applicant();
    record.applicant.birth_date = "2010-06-15";
    record.decided_at = "22.11.2026 15:41:07 UTC+6";
    record.reference_date = "2026-11-22";
    record.rules = "kg-ces 3";
    record.reasons = {
        {"full-age",
         {"Арыз ээси 18 жашка 2028-жылдын 15-июнунда толот.",
          "Заявителю исполнится 18 лет 15.06.2028.",
          "The applicant is of full age on 15.06.2028."}},
        {"document-expired",
         {"Документтин мөөнөтү 21.11.2026 бүткөн.", "Срок документа истёк 21.11.2026.",
          "The document expired on 21.11.2026."}}};
    return record;
}

RefusalRecord longest_refusal() {
    auto record = ordinary_refusal();
    record.practice = true;
    record.applicant = longest_agreement().applicant;
    record.operator_name = letters("Ж", 64);
    record.office.address = {letters("Ө", 120), letters("Щ", 120), letters("W", 120)};
    while (record.reasons.size() < 12) {
        record.reasons.push_back(record.reasons.front());
    }
    return record;
}

DayRegisterRecord register_of(std::size_t rows, const RegisterRow& like) {
    DayRegisterRecord record;
    record.made_at = morning();
    record.date = "2026-11-22";
    record.place = {"Токмок", "Токмок", "Tokmok"};
    record.office = ordinary_office();
    for (std::size_t i = 0; i < rows; ++i) {
        auto row = like;
        const auto minute = 8 * 60 + i * 4;
        row.time = std::to_string(minute / 60 + 100).substr(1) + ":" +
                   std::to_string(minute % 60 + 100).substr(1);
        row.record_id = std::to_string(1000 + i) + "-0QXT-9B2E-HN4W";
        if (i % 7 == 3) {
            row.outcome = {"баш тартылды: document-expired", "отказано: document-expired",
                           "refused: document-expired"};
        }
        record.rows.push_back(row);
    }
    return record;
}

DayRegisterRecord ordinary_register() {
    return register_of(12, {{},
                            {},
                            "Асанов Усон Жаныбаевич",
                            "ID0000000",
                            {"ээсине тапшырылды", "выдано", "handed over"},
                            "А. Осмонова"});
}

DayRegisterRecord longest_register() {
    const auto longest = letters("Щ", 64) + " " + letters("Ө", 64) + " " + letters("Ү", 64);
    auto record = register_of(40, {{},
                                   {},
                                   longest,
                                   "ID0000000",
                                   {"күбөлөндүрүүчү борборду күтүүдө", "ждёт удостоверяющий центр",
                                    "waiting for the certification authority"},
                                   letters("Ж", 64)});
    record.practice = true;
    record.rows[5].person.clear();
    record.rows[5].document.clear();
    return record;
}

std::vector<MadePaper> make_every_paper() {
    const auto renderer = Renderer::make().value();
    std::vector<MadePaper> papers;
    for (const auto languages : {Languages::ky, Languages::ru, Languages::en, Languages::ky_ru}) {
        const auto add = [&](const char* kind, const char* names, Result<Bytes> made) {
            papers.push_back({std::string(kind) + "-" + std::string(to_text(languages)) + names,
                              std::move(made).value()});
        };
        add("agreement", "", renderer.render_agreement(ordinary_agreement(), languages));
        add("agreement", "-practice", renderer.render_agreement(practice_agreement(), languages));
        add("agreement", "-longest", renderer.render_agreement(longest_agreement(), languages));
        add("refusal", "", renderer.render_refusal(ordinary_refusal(), languages));
        add("refusal", "-longest", renderer.render_refusal(longest_refusal(), languages));
        add("day-register", "", renderer.render_day_register(ordinary_register(), languages));
        add("day-register", "-longest",
            renderer.render_day_register(longest_register(), languages));
        add("certificate-sheet", "",
            renderer.render_certificate_sheet(ordinary_sheet(), languages));
        add("certificate-sheet", "-longest",
            renderer.render_certificate_sheet(longest_sheet(), languages));
    }
    std::ranges::sort(papers, {}, &MadePaper::name);
    return papers;
}

const std::vector<MadePaper>& every_paper() {
    static const auto papers = make_every_paper();
    return papers;
}

} // namespace koltamga::printing::testing

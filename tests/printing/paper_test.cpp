#include "crypto/base64.h"
#include "printing/template.h"
#include "tests/printing/pdf_reader.h"
#include "tests/printing/records.h"

#include <gmock/gmock.h>

#include <functional>

namespace koltamga::printing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr Languages every_language[] = {Languages::ky, Languages::ru, Languages::en,
                                        Languages::ky_ru};

const Renderer& renderer() {
    static const Renderer made = Renderer::make().value();
    return made;
}

Bytes agreement(const AgreementRecord& record, Languages languages) {
    return renderer().render_agreement(record, languages).value();
}

Bytes sheet(const CertificateSheetRecord& record, Languages languages) {
    return renderer().render_certificate_sheet(record, languages).value();
}

std::size_t pages_in(const Bytes& pdf) {
    return testing::dictionaries_where(testing::objects_of(pdf), "/Type", "/Page").size();
}

TEST(Agreement, IsTheSameBytesForTheSameRecord) {
    const auto other = Renderer::make().value();
    for (const auto languages : every_language) {
        const auto first = agreement(testing::ordinary_agreement(), languages);
        EXPECT_EQ(first, agreement(testing::ordinary_agreement(), languages));
        EXPECT_EQ(first, other.render_agreement(testing::ordinary_agreement(), languages).value());
    }
}

TEST(Agreement, DiffersWhenTheRecordDiffers) {
    const auto before = agreement(testing::ordinary_agreement(), Languages::en);
    auto record = testing::ordinary_agreement();
    record.applicant.phone = "+996700123457";
    EXPECT_NE(before, agreement(record, Languages::en));
    record = testing::ordinary_agreement();
    record.made_at += std::chrono::seconds(1);
    EXPECT_NE(before, agreement(record, Languages::en));
}

TEST(Agreement, SaysWhatTheRecordSaysInEveryLanguage) {
    const auto record = testing::ordinary_agreement();
    for (const auto languages : every_language) {
        const auto pdf = agreement(record, languages);
        const auto text = testing::text_in(pdf);
        EXPECT_THAT(testing::letters_in(pdf), HasSubstr(record.key_fingerprint));
        for (const auto& words :
             {std::string("7K3M-0QXT-9B2E-HN4W"), std::string("Асанов / ASANOV"),
              std::string("Усон / USON"), std::string("Жаныбаевич"), std::string("20101199000008"),
              std::string("01.01.1990"), std::string("ID0000000"), std::string("01.01.2025"),
              std::string("МКК 211011"), std::string("01.01.2035"), std::string("uson@example.com"),
              std::string("+996700123456"), std::string("RSA 3072"), record.record_hash,
              std::string("А. Осмонова"), std::string("22.11.2026"),
              record.terms_hash.substr(0, 16)}) {
            EXPECT_THAT(text, HasSubstr(words)) << to_text(languages);
        }
    }
}

TEST(Agreement, HoldsEveryClauseOfTheAcceptedTermsToTheLetter) {
    const auto record = testing::ordinary_agreement();
    const auto& wording = Template::current("agreement");
    const Fillings fillings = {{"law", record.law}, {"authority", record.office.authority}};
    for (const auto languages : every_language) {
        const auto letters = testing::letters_in(agreement(record, languages));
        for (const auto language : each(languages)) {
            for (const auto& section : wording.terms()) {
                for (const auto& clause : section.clauses) {
                    const auto words = in(language, fill(clause, fillings));
                    EXPECT_THAT(letters, HasSubstr(testing::without_space(words)));
                }
            }
        }
    }
}

TEST(Agreement, FindsTheKyrgyzLettersAgain) {
    const auto text = testing::text_in(agreement(testing::ordinary_agreement(), Languages::ky));
    for (const auto* letter : {"ң", "ө", "ү", "Ө"}) {
        EXPECT_THAT(text, HasSubstr(letter));
    }
}

TEST(Agreement, KeepsToItsMarginsWithTheLongestNames) {
    const auto record = testing::longest_agreement();
    for (const auto languages : every_language) {
        const auto pdf = agreement(record, languages);
        const auto ends = testing::word_ends_in(pdf);
        EXPECT_GT(ends.size(), 300u);
        for (const auto& end : ends) {
            EXPECT_LE(end.right, 595.276 - 48 + 1.5);
            EXPECT_LE(end.bottom, 841.89 - 28);
        }
        const auto letters = testing::letters_in(pdf);
        for (const auto& name : {record.applicant.surname, record.applicant.surname_cyrillic,
                                 record.applicant.given_names_cyrillic, record.applicant.email}) {
            EXPECT_THAT(letters, HasSubstr(name)) << to_text(languages);
        }
    }
}

TEST(Agreement, NeedsTwoPagesInOneLanguageAndThreeInTwo) {
    for (const auto& record : {testing::ordinary_agreement(), testing::practice_agreement()}) {
        EXPECT_EQ(pages_in(agreement(record, Languages::ky)), 2u);
        EXPECT_EQ(pages_in(agreement(record, Languages::ru)), 2u);
        EXPECT_EQ(pages_in(agreement(record, Languages::en)), 2u);
        EXPECT_EQ(pages_in(agreement(record, Languages::ky_ru)), 3u);
    }
}

TEST(Agreement, CountsItsPagesInTheFooter) {
    const auto text = testing::text_in(agreement(testing::ordinary_agreement(), Languages::en));
    EXPECT_THAT(text, HasSubstr("page 1 of 2"));
    EXPECT_THAT(text, HasSubstr("page 2 of 2"));
}

TEST(Agreement, TellsPracticeFromTheRealThing) {
    auto record = testing::ordinary_agreement();
    EXPECT_THAT(testing::text_in(agreement(record, Languages::en)), Not(HasSubstr("PRACTICE")));
    record.practice = true;
    const auto text = testing::text_in(agreement(record, Languages::en));
    EXPECT_THAT(text, HasSubstr("it binds nobody"));
    EXPECT_THAT(text, HasSubstr("PRACTICE"));
    EXPECT_THAT(testing::text_in(agreement(record, Languages::ky_ru)), HasSubstr("МАШЫГУУ"));
}

TEST(Agreement, LeavesOutWhatTheApplicantDoesNotHave) {
    auto record = testing::ordinary_agreement();
    record.applicant.patronymic.clear();
    record.applicant.email.clear();
    record.applicant.surname_cyrillic.clear();
    record.applicant.given_names_cyrillic.clear();
    record.record_hash.clear();
    const auto text = testing::text_in(agreement(record, Languages::en));
    EXPECT_THAT(text, Not(HasSubstr("Patronymic")));
    EXPECT_THAT(text, Not(HasSubstr("E-mail")));
    EXPECT_THAT(text, Not(HasSubstr(" / ASANOV")));
    EXPECT_THAT(text, HasSubstr("ASANOV USON"));
}

// Whoever may have a certificate may have the paper: by law nobody needs two names or a sex.
TEST(Agreement, IsMadeForWhoeverHasOneNameAndNoSexInTheDocument) {
    auto record = testing::ordinary_agreement();
    record.applicant.sex = "X";
    record.applicant.given_names.clear();
    record.applicant.given_names_cyrillic.clear();
    record.applicant.patronymic.clear();
    const auto text = testing::text_in(agreement(record, Languages::en));
    EXPECT_THAT(text, HasSubstr("01.01.1990, X"));
    EXPECT_THAT(text, HasSubstr("Асанов / ASANOV"));
    EXPECT_THAT(text, Not(HasSubstr("Given names")));
    for (const auto languages : every_language) {
        EXPECT_TRUE(renderer().render_agreement(record, languages));
    }
    record.applicant.given_names_cyrillic = "Усон";
    EXPECT_THAT(testing::text_in(agreement(record, Languages::en)), Not(HasSubstr("Усон /")));
}

TEST(Agreement, HoldsThePortraitAsItIs) {
    const auto record = testing::ordinary_agreement();
    std::vector<std::string> pictures;
    for (const auto& object : testing::objects_of(agreement(record, Languages::ru))) {
        if (object.contains("stream") &&
            object["stream"]["dict"].value("/Filter", nlohmann::json()) == "/DCTDecode") {
            pictures.push_back(object["stream"]["data"]);
        }
    }
    EXPECT_EQ(pictures, std::vector{crypto::to_base64(record.portrait)});
}

TEST(Agreement, CarriesItsFontsAndSaysWhatItIs) {
    const auto objects =
        testing::objects_of(agreement(testing::ordinary_agreement(), Languages::ky));
    const auto fonts = testing::dictionaries_where(objects, "/Type", "/FontDescriptor");
    EXPECT_GE(fonts.size(), 4U);
    for (const auto& font : fonts) {
        EXPECT_TRUE(font.contains("/FontFile2") || font.contains("/FontFile3")) << font;
    }
    const auto figures = testing::dictionaries_where(objects, "/S", "/Figure");
    ASSERT_EQ(figures.size(), 2U);
    EXPECT_EQ(figures[0]["/Alt"], "u:Ээсинин портрети");
    EXPECT_THAT(figures[1]["/Alt"].get<std::string>(), HasSubstr("QR-код"));
    const auto root = testing::dictionaries_where(objects, "/Type", "/Catalog").at(0);
    EXPECT_EQ(root["/Lang"], "u:ky");
    EXPECT_EQ(root["/MarkInfo"]["/Marked"], true);
    EXPECT_EQ(root["/ViewerPreferences"]["/DisplayDocTitle"], true);
    EXPECT_TRUE(root.contains("/StructTreeRoot"));
    EXPECT_FALSE(root.contains("/OpenAction"));
}

TEST(Agreement, IsDatedByTheRecordAndNamedWithoutThePerson) {
    const auto objects =
        testing::objects_of(agreement(testing::ordinary_agreement(), Languages::ru));
    const auto& trailer = objects["trailer"]["value"];
    const auto& information = objects["obj:" + trailer["/Info"].get<std::string>()]["value"];
    EXPECT_THAT(information["/CreationDate"].get<std::string>(), HasSubstr("20261122094107"));
    EXPECT_EQ(information.value("/ModDate", ""), information["/CreationDate"]);
    const std::string title = information["/Title"];
    EXPECT_THAT(title, HasSubstr("7K3M-0QXT-9B2E-HN4W"));
    EXPECT_THAT(title, Not(HasSubstr("Асанов")));
    EXPECT_TRUE(trailer.contains("/ID"));
}

TEST(Agreement, PagesAreA4) {
    const auto objects =
        testing::objects_of(agreement(testing::longest_agreement(), Languages::ky_ru));
    for (const auto& page : testing::dictionaries_where(objects, "/Type", "/Page")) {
        EXPECT_NEAR(page["/MediaBox"][2].get<double>(), 595.276, 0.01);
        EXPECT_NEAR(page["/MediaBox"][3].get<double>(), 841.89, 0.01);
    }
}

TEST(Agreement, IsNotMadeFromAnIncompleteRecord) {
    using Spoil = std::function<void(AgreementRecord&)>;
    const Spoil spoils[] = {
        [](auto& record) { record.record_id.clear(); },
        [](auto& record) { record.date.clear(); },
        [](auto& record) { record.operator_name.clear(); },
        [](auto& record) { record.place[0].clear(); },
        [](auto& record) { record.law[1].clear(); },
        [](auto& record) { record.office.authority[2].clear(); },
        [](auto& record) { record.office.name[0].clear(); },
        [](auto& record) { record.applicant.surname.clear(); },
        [](auto& record) { record.office.identification[1].clear(); },
        [](auto& record) { record.applicant.pin.clear(); },
        [](auto& record) { record.applicant.birth_date.clear(); },
        [](auto& record) { record.applicant.sex = "Y"; },
        [](auto& record) { record.applicant.sex.clear(); },
        [](auto& record) { record.applicant.document_type[0].clear(); },
        [](auto& record) { record.applicant.document_number.clear(); },
        [](auto& record) { record.applicant.document_expires.clear(); },
        [](auto& record) { record.portrait.clear(); },
        [](auto& record) { record.key_algorithm.clear(); },
        [](auto& record) { record.key_fingerprint.clear(); },
        [](auto& record) { record.custody = "drawer"; },
        [](auto& record) { record.custody.clear(); },
    };
    for (const auto& spoil : spoils) {
        auto record = testing::ordinary_agreement();
        spoil(record);
        const auto made = renderer().render_agreement(record, Languages::ky);
        ASSERT_TRUE(made.failed_with(Code::printing_record_incomplete));
        EXPECT_THAT(made.failure().detail, Not(HasSubstr("ASANOV")));
    }
}

TEST(Agreement, IsNotMadeWithOtherTermsThanWereAccepted) {
    auto record = testing::ordinary_agreement();
    record.terms_version = "4";
    EXPECT_TRUE(renderer()
                    .render_agreement(record, Languages::ky)
                    .failed_with(Code::printing_terms_unknown));
    record = testing::ordinary_agreement();
    record.terms_hash[0] = record.terms_hash[0] == '0' ? '1' : '0';
    EXPECT_TRUE(renderer()
                    .render_agreement(record, Languages::ky)
                    .failed_with(Code::printing_terms_unknown));
}

TEST(Agreement, IsMadeWithTheOlderTermsWhereThoseWereAccepted) {
    auto record = testing::ordinary_agreement();
    for (const auto* version : {"1", "2"}) {
        const auto earlier = agreement_template(version);
        ASSERT_TRUE(earlier);
        record.terms_version = earlier->version;
        record.terms_hash = earlier->hash;
        const auto text = testing::text_in(agreement(record, Languages::en));
        EXPECT_THAT(text, HasSubstr("agreement " + earlier->version));
        EXPECT_THAT(text, Not(HasSubstr("Safe use of the key")));
    }
    EXPECT_TRUE(agreement_template("4").failed_with(Code::printing_terms_unknown));
    EXPECT_TRUE(agreement_template("").failed_with(Code::printing_terms_unknown));
}

TEST(Agreement, IsNotMadeWithAPictureThatIsNone) {
    auto record = testing::ordinary_agreement();
    record.portrait = Bytes(1000, 0x41);
    EXPECT_TRUE(renderer()
                    .render_agreement(record, Languages::ky)
                    .failed_with(Code::printing_portrait_unusable));
}

TEST(CertificateSheet, SaysWhatStandsInTheCertificate) {
    const auto record = testing::ordinary_sheet();
    for (const auto languages : every_language) {
        const auto text = testing::text_in(sheet(record, languages));
        for (const auto& words :
             {record.serial, record.fingerprint, record.key_fingerprint, record.valid_from,
              record.valid_until, record.issuer, record.policy, record.holder, record.record_id,
              std::string("PNOKG-20101199000008"), std::string("ASANOV USON"),
              std::string("nonRepudiation"), record.accepted_at}) {
            EXPECT_THAT(text, HasSubstr(words)) << to_text(languages);
        }
    }
}

TEST(CertificateSheet, StandsOnOnePage) {
    for (const auto languages : every_language) {
        auto record = testing::ordinary_sheet();
        EXPECT_EQ(pages_in(sheet(record, languages)), 1u) << to_text(languages);
        record = testing::practice_sheet(); // which says so in two lines more
        EXPECT_EQ(pages_in(sheet(record, languages)), 1u) << to_text(languages);
    }
}

TEST(CertificateSheet, IsTheSameBytesForTheSameRecord) {
    for (const auto languages : every_language) {
        EXPECT_EQ(sheet(testing::longest_sheet(), languages),
                  sheet(testing::longest_sheet(), languages));
    }
}

TEST(CertificateSheet, NamesTheAttributesInWordsAndOthersAsTheyAreCalled) {
    auto record = testing::ordinary_sheet();
    record.subject.push_back({"1.2.643.3.131.1.1", "20101199000008"});
    const auto text = testing::text_in(sheet(record, Languages::en));
    EXPECT_THAT(text, HasSubstr("Given names USON"));
    EXPECT_THAT(text, HasSubstr("1.2.643.3.131.1.1 20101199000008"));
}

TEST(CertificateSheet, IsOfTheWordingThatTheRecordNames) {
    auto record = testing::ordinary_sheet();
    for (const auto* version : {"1", "2"}) {
        record.sheet_version = version;
        EXPECT_THAT(testing::text_in(sheet(record, Languages::en)),
                    HasSubstr("certificate-sheet " + std::string(version)));
    }
    record.sheet_version = "99";
    const auto unknown = renderer().render_certificate_sheet(record, Languages::en);
    ASSERT_TRUE(unknown.failed_with(Code::printing_terms_unknown));
    EXPECT_EQ(unknown.failure().detail, "certificate-sheet version 99");
}

TEST(CertificateSheet, IsNotMadeFromAnIncompleteRecord) {
    using Spoil = std::function<void(CertificateSheetRecord&)>;
    const Spoil spoils[] = {
        [](auto& record) { record.record_id.clear(); },
        [](auto& record) { record.holder.clear(); },
        [](auto& record) { record.serial.clear(); },
        [](auto& record) { record.issuer.clear(); },
        [](auto& record) { record.valid_from.clear(); },
        [](auto& record) { record.valid_until.clear(); },
        [](auto& record) { record.fingerprint.clear(); },
        [](auto& record) { record.key_fingerprint.clear(); },
        [](auto& record) { record.subject.clear(); },
        [](auto& record) { record.custody = "drawer"; },
        [](auto& record) { record.office.name[2].clear(); },
    };
    for (const auto& spoil : spoils) {
        auto record = testing::ordinary_sheet();
        spoil(record);
        EXPECT_TRUE(renderer()
                        .render_certificate_sheet(record, Languages::ky)
                        .failed_with(Code::printing_record_incomplete));
    }
}

} // namespace
} // namespace koltamga::printing

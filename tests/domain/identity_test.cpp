#include "domain/identity.h"

#include "domain/subject_name.h"
#include "tests/domain/day.h"

namespace koltamga::domain {
namespace {

const auto types = default_document_types();

Identity typed() {
    return good_case().identity;
}

Identity from_zone() {
    auto identity = identity_from(parse_mrz(specimen_card, today), types);
    EXPECT_TRUE(identity);
    return *identity;
}

Agreement of(const Comparison& comparison, std::string_view field) {
    for (const auto& one : comparison.fields) {
        if (one.field == field) {
            return one.agreement;
        }
    }
    ADD_FAILURE() << field;
    return Agreement::not_given;
}

TEST(Identity, ComesFromTheZone) {
    const auto identity = from_zone();
    EXPECT_EQ(identity.source, IdentitySource::mrz);
    EXPECT_EQ(identity.pin, man);
    EXPECT_EQ(identity.names.surname, "ASANOV");
    EXPECT_EQ(identity.names.given_names, "USON");
    EXPECT_EQ(identity.sex, Sex::male);
    EXPECT_EQ(identity.birth_date, partly("1990-01-01"));
    EXPECT_EQ(identity.document.type, "id-card");
    EXPECT_EQ(identity.document.number, "ID0000000");
    EXPECT_EQ(identity.document.expires, day("2035-01-01"));
    const auto passport = identity_from(parse_mrz(specimen_passport, today), types);
    ASSERT_TRUE(passport);
    EXPECT_EQ(passport->document.type, "passport");
    EXPECT_EQ(passport->pin, woman);
}

TEST(Identity, ComesOnlyFromAZoneThatReadsWell) {
    const auto composed = [](MrzFormat format, void (*spoil)(MrzFields&)) {
        auto fields =
            parse_mrz(format == MrzFormat::td1 ? specimen_card : specimen_passport, today).fields;
        spoil(fields);
        const auto lines = compose_mrz(format, fields);
        EXPECT_TRUE(lines);
        return identity_from(parse_mrz_lines(*lines, today), types);
    };
    const auto td1 = MrzFormat::td1;
    EXPECT_TRUE(composed(td1, [](MrzFields& f) {
                    f.issuing_state = "UTO";
                }).failed_with(Code::mrz_foreign));
    EXPECT_TRUE(
        composed(td1, [](MrzFields& f) { f.nationality = "UTO"; }).failed_with(Code::mrz_foreign));
    EXPECT_TRUE(composed(td1, [](MrzFields& f) {
                    f.optional_data = "";
                }).failed_with(Code::mrz_without_pin));
    EXPECT_TRUE(composed(td1, [](MrzFields& f) {
                    f.optional_data = "2010119900000";
                }).failed_with(Code::mrz_without_pin));
    EXPECT_TRUE(composed(td1, [](MrzFields& f) {
                    f.document_number = "ID00000";
                }).failed_with(Code::document_number_malformed));
    EXPECT_TRUE(composed(MrzFormat::mrv_a, [](MrzFields& f) {
                    f.document_code = "V";
                }).failed_with(Code::mrz_foreign));
    EXPECT_TRUE(identity_from(Mrz(), types).failed_with(Code::mrz_none));
    auto lines = parse_mrz(specimen_card, today).lines;
    lines[1][29] = '2';
    EXPECT_TRUE(identity_from(parse_mrz_lines(lines, today), types).failed_with(Code::mrz_refused));
}

TEST(Comparison, KeepsEveryFieldAsItWas) {
    const auto comparison = compare(typed(), from_zone());
    EXPECT_EQ(comparison.first, IdentitySource::typed);
    EXPECT_EQ(comparison.second, IdentitySource::mrz);
    EXPECT_EQ(comparison.fields.size(), 14U);
    for (const auto* field : {"pin", "surname", "given-names", "sex", "birth-date", "document-type",
                              "document-number", "document-expires"}) {
        EXPECT_EQ(of(comparison, field), Agreement::agrees) << field;
    }
    for (const auto* field : {"patronymic", "document-issued", "document-issuer", "nationality"}) {
        EXPECT_EQ(of(comparison, field), Agreement::not_given) << field;
    }
    EXPECT_TRUE(comparison.differing().empty());
}

TEST(Comparison, TellsLooseFromDifferent) {
    const struct {
        const char* field;
        void (*change)(Identity&);
        Agreement agreement;
    } table[] = {
        {"pin", [](Identity& i) { i.pin = woman; }, Agreement::differs},
        {"pin", [](Identity& i) { i.pin = ""; }, Agreement::not_given},
        {"surname", [](Identity& i) { i.names.surname = "ASANOVA"; }, Agreement::differs},
        {"surname", [](Identity& i) { i.names.surname = "A-SANOV"; }, Agreement::loosely},
        {"given-names", [](Identity& i) { i.names.given_names = "USEN"; }, Agreement::differs},
        {"sex", [](Identity& i) { i.sex = Sex::female; }, Agreement::differs},
        {"sex", [](Identity& i) { i.sex = Sex::unspecified; }, Agreement::not_given},
        {"birth-date", [](Identity& i) { i.birth_date = partly("1990-XX-XX"); },
         Agreement::loosely},
        {"birth-date", [](Identity& i) { i.birth_date = day("1990-01-02"); }, Agreement::differs},
        {"document-number", [](Identity& i) { i.document.number = "id 0000000"; },
         Agreement::agrees},
        {"document-number", [](Identity& i) { i.document.number = "ID0000001"; },
         Agreement::differs},
        {"document-type", [](Identity& i) { i.document.type = "passport"; }, Agreement::differs},
        {"document-expires", [](Identity& i) { i.document.expires = day("2035-01-02"); },
         Agreement::differs},
    };
    for (const auto& row : table) {
        auto changed = typed();
        row.change(changed);
        const auto comparison = compare(changed, from_zone());
        EXPECT_EQ(of(comparison, row.field), row.agreement) << row.field;
        EXPECT_EQ(comparison.differing().size(), row.agreement == Agreement::differs ? 1U : 0U);
    }
}

TEST(Comparison, KnowsPatronymicsAndNamesCutOffInZones) {
    const auto zone = identity_from(parse_mrz(specimen_passport_2020, today), types);
    ASSERT_TRUE(zone);
    EXPECT_EQ(of(compare(typed(), *zone), "given-names"), Agreement::loosely);
    auto cut_off = from_zone();
    cut_off.names.given_names = "US";
    EXPECT_EQ(of(compare(typed(), cut_off), "given-names"), Agreement::differs);
    cut_off.names_cut_off = true;
    EXPECT_EQ(of(compare(typed(), cut_off), "given-names"), Agreement::loosely);
}

TEST(VerifiedIdentity, TakesEachFieldFromTheWeightiestSource) {
    auto chip = from_zone();
    chip.source = IdentitySource::chip;
    chip.names.surname = "ASANOVCHIP";
    auto registered = typed();
    registered.source = IdentitySource::population_register;
    registered.names.surname = "ASANOVREGISTER";
    auto hand = typed();
    hand.names.surname = "ASANOVTYPED";

    const std::vector<Identity> all = {registered, hand, from_zone(), chip};
    EXPECT_EQ(verified_identity(all).names.surname, "ASANOVCHIP");
    EXPECT_EQ(verified_identity(all).source, IdentitySource::chip);
    EXPECT_EQ(verified_identity(std::vector{hand, from_zone()}).names.surname, "ASANOV");
    EXPECT_EQ(verified_identity(std::vector{registered, hand}).names.surname, "ASANOVTYPED");
    EXPECT_EQ(verified_identity(std::vector{registered}).names.surname, "ASANOVREGISTER");
}

TEST(VerifiedIdentity, TakesTheTypedNameWhereTheZoneBrokeOff) {
    struct Row {
        const char *zone_surname, *zone_given, *surname, *given;
        const char *expected_surname, *expected_given;
        bool still_cut_off;
    };
    const Row rows[] = {
        {"ASANOV", "US", "ASANOV", "USON", "ASANOV", "USON", false},
        {"ASANOV", "USON", "ASANOV", "USON", "ASANOV", "USON", false},
        {"ASAN", "", "ASANOV", "USON", "ASANOV", "USON", false},
        {"ASANOV", "US", "ASANOVA", "USON", "ASANOVA", "USON", false},
        {"ASANOV", "US", "ASANOV", "BEK", "ASANOV", "US", true},
        {"ASANOV", "US", "SADYROV", "USON", "ASANOV", "US", true},
        {"ASANOV", "USON", "ASANOV", "US", "ASANOV", "USON", true},
    };
    for (const auto& row : rows) {
        auto zone = from_zone();
        zone.names.surname = row.zone_surname;
        zone.names.given_names = row.zone_given;
        zone.names_cut_off = true;
        auto hand = typed();
        hand.names.surname = row.surname;
        hand.names.given_names = row.given;
        const auto verified = verified_identity(std::vector{hand, zone});
        EXPECT_EQ(verified.names.surname, row.expected_surname);
        EXPECT_EQ(verified.names.given_names, row.expected_given);
        EXPECT_EQ(verified.names_cut_off, row.still_cut_off) << row.given;
        zone.names_cut_off = false;
        EXPECT_EQ(verified_identity(std::vector{hand, zone}).names.surname, row.zone_surname);
    }
}

TEST(VerifiedIdentity, IsCompletedByTyping) {
    const auto verified = verified_identity(std::vector{typed(), from_zone()});
    EXPECT_EQ(verified.source, IdentitySource::mrz);
    EXPECT_EQ(verified.names.surname_cyrillic, "Асанов");
    EXPECT_EQ(verified.names.patronymic, "Жаныбаевич");
    EXPECT_EQ(verified.document.issuer, "МКК 211011");
    EXPECT_EQ(verified.document.issued, day("2025-01-01"));
}

TEST(Identity, SourcesAndAgreementsHaveNames) {
    for (const auto source : {IdentitySource::typed, IdentitySource::mrz, IdentitySource::chip,
                              IdentitySource::population_register}) {
        EXPECT_EQ(identity_source_from(to_text(source)), source);
    }
    for (const auto agreement :
         {Agreement::agrees, Agreement::loosely, Agreement::differs, Agreement::not_given}) {
        EXPECT_EQ(agreement_from(to_text(agreement)), agreement);
    }
    EXPECT_FALSE(identity_source_from("guessed"));
    EXPECT_FALSE(agreement_from(""));
}

TEST(SubjectName, SaysTheVerifiedIdentityInLatin) {
    const auto subject = subject_name(typed(), default_subject_mapping());
    ASSERT_TRUE(subject);
    const SubjectName expected = {{"C", "KG"},
                                  {"CN", "ASANOV USON"},
                                  {"SN", "ASANOV"},
                                  {"GN", "USON"},
                                  {"serialNumber", "PNOKG-20101199000008"}};
    EXPECT_EQ(*subject, expected);
}

TEST(SubjectName, NamesAnOrganisationOnlyWhenThereIsOne) {
    const auto subject =
        subject_name(typed(), default_subject_mapping(), Organisation{"Ak Talaa", "NTRKG-001"});
    ASSERT_TRUE(subject);
    ASSERT_EQ(subject->size(), 7U);
    EXPECT_EQ((*subject)[5], (SubjectAttribute{"O", "Ak Talaa"}));
    EXPECT_EQ((*subject)[6], (SubjectAttribute{"organizationIdentifier", "NTRKG-001"}));
}

TEST(SubjectName, IsConfigurationAndChecked) {
    const SubjectMapping other = {{"CN", "{given_names} {surname}"},
                                  {"1.2.643.3.131.1.1", "{pin}"}};
    EXPECT_FALSE(unknown_placeholder(other));
    EXPECT_EQ(subject_name(typed(), other)->at(0).value, "USON ASANOV");
    EXPECT_EQ(subject_name(typed(), other)->at(1).value, man);
    EXPECT_EQ(unknown_placeholder({{"CN", "{name}"}}), "name");
    EXPECT_EQ(unknown_placeholder({{"CN", "{surname"}}), std::nullopt);
    EXPECT_EQ(unknown_placeholder({{"CN", "{}"}}), "");
}

TEST(SubjectName, IsRefusedWhenSomethingIsMissing) {
    auto nameless = typed();
    nameless.names.surname = "";
    const auto subject = subject_name(nameless, default_subject_mapping());
    ASSERT_TRUE(subject.failed_with(Code::subject_incomplete));
    EXPECT_EQ(subject.failure().detail, "CN");
    auto numberless = typed();
    numberless.pin = "";
    EXPECT_EQ(subject_name(numberless, default_subject_mapping()).failure().detail, "serialNumber");
    const auto mapping = default_subject_mapping();
    EXPECT_EQ(subject_name(typed(), mapping, Organisation{"", "NTRKG-001"}).failure().detail, "O");
    EXPECT_EQ(subject_name(typed(), mapping, Organisation{"Ak Talaa", ""}).failure().detail,
              "organizationIdentifier");
}

TEST(SubjectName, OfOneNameHasNoGivenName) {
    auto single = typed();
    single.names.given_names = "";
    const auto subject = subject_name(single, default_subject_mapping());
    ASSERT_TRUE(subject);
    EXPECT_EQ(subject->at(1).value, "ASANOV");
    EXPECT_EQ(subject->at(2), (SubjectAttribute{"SN", "ASANOV"}));
    EXPECT_EQ(subject->at(3).attribute, "serialNumber");
}

TEST(SubjectName, HoldsSixtyFourLettersWhole) {
    const auto common_name = [](std::string surname, std::string given) {
        auto one = typed();
        one.names.surname = std::move(surname);
        one.names.given_names = std::move(given);
        return subject_name(one, default_subject_mapping())->at(1).value;
    };
    const std::string forty(40, 'A');
    EXPECT_EQ(common_name(forty, std::string(23, 'B')).size(), 64U);
    EXPECT_EQ(common_name(forty, std::string(24, 'B')), forty);
    EXPECT_EQ(common_name(std::string(64, 'A'), "B"), std::string(64, 'A'));
    EXPECT_EQ(common_name(std::string(65, 'A'), ""), std::string(64, 'A'));
    EXPECT_EQ(common_name("ASANOV", ""), "ASANOV");
}

TEST(SubjectName, CutsACommonNameAtABlank) { // ub-common-name is 64
    auto endless = typed();
    endless.names.surname = std::string(40, 'A');
    endless.names.given_names = std::string(20, 'B') + " " + std::string(20, 'C');
    const auto subject = subject_name(endless, default_subject_mapping());
    ASSERT_TRUE(subject);
    EXPECT_EQ(subject->at(1).value, std::string(40, 'A') + " " + std::string(20, 'B'));
    EXPECT_EQ(subject->at(3).value, endless.names.given_names);
}

} // namespace
} // namespace koltamga::domain

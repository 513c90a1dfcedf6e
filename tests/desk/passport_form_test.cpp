#include "desk/passport_form.h"

#include "desk/field_labels.h"

#include <gtest/gtest.h>

namespace koltamga::desk {
namespace {

using domain::Date;

PassportRules rules() {
    PassportRules made;
    made.today = *Date::parse("2026-11-22");
    return made;
}

// The applicant of the terminal's contract.
PassportForm grown_up() {
    PassportForm form;
    form[Field::pin] = "2 0101 1990 00008";
    form[Field::surname] = "Asanov";
    form[Field::given_names] = "Uson";
    form[Field::surname_cyrillic] = "Асанов";
    form[Field::given_names_cyrillic] = "Усон";
    form[Field::patronymic] = "Жаныбаевич";
    form[Field::sex] = "M";
    form[Field::birth_date] = "01.01.1990";
    form[Field::document_type] = "id-card";
    form[Field::document_number] = "id 0000000";
    form[Field::issued] = "01012025";
    form[Field::expires] = "01.01.2035";
    form[Field::issuer] = "MKK211011";
    return form;
}

std::string zone() {
    domain::MrzFields fields;
    fields.document_code = "ID";
    fields.issuing_state = "KGZ";
    fields.nationality = "KGZ";
    fields.surname = "ASANOV";
    fields.given_names = "USON";
    fields.document_number = "ID0000000";
    fields.birth_date = domain::PartialDate(*Date::parse("1990-01-01"));
    fields.sex = domain::Sex::male;
    fields.expires = Date::parse("2035-01-01");
    fields.optional_data = "20101199000008";
    const auto lines = domain::compose_mrz(domain::MrzFormat::td1, fields);
    std::string text;
    for (const auto& line : lines.value()) {
        text += line + "\n";
    }
    return text;
}

TEST(PassportForm, BecomesThePersonItDescribes) {
    const auto person = person_of(grown_up(), rules());
    ASSERT_TRUE(person) << name_of(person.failure().code);
    const auto& identity = person->identity;
    EXPECT_EQ(identity.pin, "20101199000008");
    EXPECT_EQ(identity.names.surname, "ASANOV");
    EXPECT_EQ(identity.names.given_names, "USON");
    EXPECT_EQ(identity.names.surname_cyrillic, "Асанов");
    EXPECT_EQ(identity.names.given_names_cyrillic, "Усон");
    EXPECT_EQ(identity.names.patronymic, "Жаныбаевич");
    EXPECT_EQ(identity.sex, domain::Sex::male);
    EXPECT_EQ(identity.birth_date->iso(), "1990-01-01");
    EXPECT_EQ(identity.document.type, "id-card");
    EXPECT_EQ(identity.document.number, "ID0000000");
    EXPECT_EQ(identity.document.issued->iso(), "2025-01-01");
    EXPECT_EQ(identity.document.expires->iso(), "2035-01-01");
    EXPECT_EQ(identity.document.issuer, "МКК 211011");
    EXPECT_FALSE(person->mrz);
}

TEST(PassportForm, JudgesEachFieldAsItIsLeft) {
    struct Case {
        Field field;
        const char* typed;
        Standing standing;
    };
    const Case cases[] = {
        {Field::pin, "20101199000008", Standing::good},
        {Field::pin, "2010119900000", Standing::wrong},   // thirteen
        {Field::pin, "201011990000081", Standing::wrong}, // fifteen
        {Field::pin, "2010119900000A", Standing::wrong},
        {Field::pin, "23102199000008", Standing::wrong}, // 31 February
        {Field::pin, "20101199000009", Standing::odd},   // check digit
        {Field::surname, "ASANOV", Standing::good},
        {Field::surname, "Асанов", Standing::wrong},
        {Field::surname_cyrillic, "Өмүрбеков", Standing::good},
        {Field::surname_cyrillic, "Omurbekov", Standing::wrong},
        {Field::birth_date, "31.02.1990", Standing::wrong},
        {Field::birth_date, "XX.XX.1990", Standing::good},
        {Field::birth_date, "23.11.2026", Standing::odd},
        {Field::document_number, "ID0000000", Standing::good},
        {Field::document_number, "ID000000", Standing::wrong},
        {Field::document_type, "library-card", Standing::wrong},
        {Field::issued, "23.11.2026", Standing::odd},
        {Field::issued, "22.11.2026", Standing::good},
        {Field::expires, "21.11.2026", Standing::odd},
        {Field::expires, "22.11.2026", Standing::good}, // the last good day
        {Field::expires, "soon", Standing::wrong},
        {Field::sex, "Q", Standing::wrong},
        {Field::issuer, "МИД", Standing::good},
        {Field::mrz, "IDKGZ", Standing::wrong},
        {Field::patronymic, "", Standing::untouched},
        {Field::pin, "", Standing::untouched}, // said only when the clerk wants to go on
    };
    for (const auto& one : cases) {
        auto form = grown_up();
        form[one.field] = one.typed;
        const auto judgement = judge(form, one.field, rules());
        EXPECT_EQ(judgement.standing, one.standing) << name_of(one.field) << " " << one.typed;
        for (const auto& words : judgement.says) {
            const bool says = one.standing == Standing::odd || one.standing == Standing::wrong;
            EXPECT_EQ(!words.empty(), says) << name_of(one.field) << " " << one.typed;
        }
    }
}

TEST(PassportForm, SaysHowManyDigitsAreThere) {
    auto form = grown_up();
    form[Field::pin] = "2010119900000";
    const auto says = judge(form, Field::pin, rules()).says;
    EXPECT_EQ(says[2], "It has 14 digits; this has 13.");
}

TEST(PassportForm, ComparesNumberAndDocument) {
    auto other_day = grown_up();
    other_day[Field::birth_date] = "02.01.1990";
    EXPECT_EQ(judge(other_day, Field::pin, rules()).standing, Standing::odd);
    auto other_sex = grown_up();
    other_sex[Field::sex] = "F";
    EXPECT_EQ(judge(other_sex, Field::pin, rules()).standing, Standing::odd);
}

TEST(PassportForm, NamesTheFirstFieldThatKeepsItBack) {
    for (const auto field : {Field::pin, Field::surname, Field::sex, Field::birth_date,
                             Field::document_type, Field::document_number, Field::expires}) {
        auto form = grown_up();
        form[field].clear();
        EXPECT_EQ(first_wrong(form, rules()), field) << name_of(field);
        EXPECT_TRUE(person_of(form, rules()).failed_with(Code::desk_field_missing));
        EXPECT_EQ(judge_finally(form, field, rules()).standing, Standing::wrong);
    }
    for (const auto field :
         {Field::given_names, Field::surname_cyrillic, Field::given_names_cyrillic,
          Field::patronymic, Field::issued, Field::issuer, Field::mrz}) {
        auto form = grown_up();
        form[field].clear();
        EXPECT_EQ(first_wrong(form, rules()), std::nullopt) << name_of(field);
        EXPECT_EQ(judge_finally(form, field, rules()).standing, Standing::untouched);
    }
    auto form = grown_up();
    form[Field::issued] = "yesterday";
    EXPECT_EQ(first_wrong(form, rules()), Field::issued);
    EXPECT_TRUE(person_of(form, rules()).failed_with(Code::desk_field_wrong));
}

TEST(PassportForm, IsFilledByTheZoneOnlyWhereNobodyTyped) {
    PassportForm form;
    form[Field::mrz] = zone();
    form.type(Field::given_names, "USEN");
    const auto filled = filled_from_zone(form, rules());
    EXPECT_EQ(filled[Field::pin], "20101199000008");
    EXPECT_EQ(filled[Field::surname], "ASANOV");
    EXPECT_EQ(filled[Field::given_names], "USEN") << "what was typed stays";
    EXPECT_EQ(filled[Field::sex], "M");
    EXPECT_EQ(filled[Field::birth_date], "01.01.1990");
    EXPECT_EQ(filled[Field::document_type], "id-card");
    EXPECT_EQ(filled[Field::document_number], "ID0000000");
    EXPECT_EQ(filled[Field::expires], "01.01.2035");
    EXPECT_EQ(first_wrong(filled, rules()), std::nullopt);
}

// A word compared with itself always agrees.
TEST(PassportForm, DoesNotCallTypedWhatTheZoneWrote) {
    PassportForm form;
    form[Field::mrz] = zone();
    form.type(Field::given_names, "USEN");
    const auto person = person_of(filled_from_zone(form, rules()), rules());
    ASSERT_TRUE(person) << name_of(person.failure().code);
    ASSERT_TRUE(person->mrz);
    EXPECT_EQ(person->typed->pin, "");
    EXPECT_EQ(person->typed->names.given_names, "USEN");
    EXPECT_EQ(person->identity.names.given_names, "USON") << "the zone counts before typing";
    const auto compared = domain::compare(*person->typed, *person->mrz);
    EXPECT_EQ(compared.differing(), std::vector<std::string>{"given-names"});
}

TEST(PassportForm, TypingOverAFieldMakesItTheClerksOwn) {
    PassportForm form;
    form[Field::mrz] = zone();
    form = filled_from_zone(form, rules());
    form.type(Field::surname, "ASANOVA");
    const auto person = person_of(form, rules());
    ASSERT_TRUE(person);
    EXPECT_EQ(person->typed->names.surname, "ASANOVA");
}

TEST(PassportForm, StaysAsItIsWhenTheZoneWasNotReadWell) {
    PassportForm form;
    form[Field::mrz] = zone();
    form[Field::mrz][5] = 'X';
    EXPECT_EQ(filled_from_zone(form, rules()), form);
    form[Field::mrz].clear();
    EXPECT_EQ(filled_from_zone(form, rules()), form);
}

TEST(PassportForm, ComesBackFromItsDraftAsItWas) {
    PassportForm form;
    form[Field::mrz] = zone();
    form = filled_from_zone(form, rules());
    form.type(Field::patronymic, "Жаны\"баевич\n");
    EXPECT_EQ(read_form(written(form)), form);
    EXPECT_EQ(read_form(written(PassportForm())), PassportForm());
    EXPECT_TRUE(PassportForm().empty());
    EXPECT_FALSE(form.empty());
}

TEST(PassportForm, IsNotReadFromWhatIsNoDraft) {
    for (const char* text :
         {"", "[]", "{", "null", R"({"pin":1})", R"({"pin":{"text":1}})", R"({"pin":{}})",
          R"({"password":{"text":"x","from_zone":false}})", "\xff"}) {
        EXPECT_FALSE(read_form(text)) << text;
    }
}

TEST(Field, HasANameAndALabelInEachLanguage) {
    for (std::size_t at = 0; at < field_count; ++at) {
        const auto field = static_cast<Field>(at);
        EXPECT_EQ(field_named(name_of(field)), field);
        for (const auto& label : label_of(field)) {
            EXPECT_FALSE(label.empty()) << name_of(field);
        }
    }
    EXPECT_FALSE(field_named("password"));
    EXPECT_FALSE(field_named(""));
}

} // namespace
} // namespace koltamga::desk

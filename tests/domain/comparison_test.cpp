// Which field is compared with which, and which source each field is taken from.
#include "domain/identity.h"
#include "tests/domain/day.h"

namespace koltamga::domain {
namespace {

// Two readings that say the same in every field there is.
Identity whole() {
    auto identity = good_case().identity;
    identity.nationality = "KGZ";
    return identity;
}

struct Field {
    const char* name;
    void (*change)(Identity&);
    void (*clear)(Identity&);
    const char *before, *after;
};

const Field fields[] = {
    {"pin", [](Identity& i) { i.pin = woman; }, [](Identity& i) { i.pin.clear(); }, man, woman},
    {"surname", [](Identity& i) { i.names.surname = "SADYROV"; },
     [](Identity& i) { i.names.surname.clear(); }, "ASANOV", "SADYROV"},
    {"given-names", [](Identity& i) { i.names.given_names = "BEK"; },
     [](Identity& i) { i.names.given_names.clear(); }, "USON", "BEK"},
    {"surname-cyrillic", [](Identity& i) { i.names.surname_cyrillic = "Садыров"; },
     [](Identity& i) { i.names.surname_cyrillic.clear(); }, "Асанов", "Садыров"},
    {"given-names-cyrillic", [](Identity& i) { i.names.given_names_cyrillic = "Бек"; },
     [](Identity& i) { i.names.given_names_cyrillic.clear(); }, "Усон", "Бек"},
    {"patronymic", [](Identity& i) { i.names.patronymic = "Бакытович"; },
     [](Identity& i) { i.names.patronymic.clear(); }, "Жаныбаевич", "Бакытович"},
    {"sex", [](Identity& i) { i.sex = Sex::female; }, [](Identity& i) { i.sex = Sex::unspecified; },
     "M", "F"},
    {"birth-date", [](Identity& i) { i.birth_date = day("1990-01-02"); },
     [](Identity& i) { i.birth_date.reset(); }, "1990-01-01", "1990-01-02"},
    {"nationality", [](Identity& i) { i.nationality = "UZB"; },
     [](Identity& i) { i.nationality.clear(); }, "KGZ", "UZB"},
    {"document-type", [](Identity& i) { i.document.type = "passport"; },
     [](Identity& i) { i.document.type.clear(); }, "id-card", "passport"},
    {"document-number", [](Identity& i) { i.document.number = "ID0000001"; },
     [](Identity& i) { i.document.number.clear(); }, "ID0000000", "ID0000001"},
    {"document-issued", [](Identity& i) { i.document.issued = day("2025-01-02"); },
     [](Identity& i) { i.document.issued.reset(); }, "2025-01-01", "2025-01-02"},
    {"document-expires", [](Identity& i) { i.document.expires = day("2035-01-02"); },
     [](Identity& i) { i.document.expires.reset(); }, "2035-01-01", "2035-01-02"},
    {"document-issuer", [](Identity& i) { i.document.issuer = "МКК 211012"; },
     [](Identity& i) { i.document.issuer.clear(); }, "МКК 211011", "МКК 211012"},
};

TEST(Comparison, HoldsEachFieldAgainstItsOwn) {
    for (std::size_t at = 0; at < std::size(fields); ++at) {
        auto other = whole();
        fields[at].change(other);
        const auto comparison = compare(whole(), other);
        ASSERT_EQ(comparison.fields.size(), std::size(fields));
        for (std::size_t i = 0; i < std::size(fields); ++i) {
            EXPECT_EQ(comparison.fields[i].field, fields[i].name);
            EXPECT_EQ(comparison.fields[i].agreement,
                      i == at ? Agreement::differs : Agreement::agrees)
                << fields[i].name << " after " << fields[at].name;
        }
        EXPECT_EQ(comparison.fields[at].first, fields[at].before);
        EXPECT_EQ(comparison.fields[at].second, fields[at].after);
        EXPECT_EQ(comparison.differing(), std::vector<std::string>{fields[at].name});
    }
}

TEST(Comparison, SaysOfAFieldOnlyOneGivesThatItIsNotGiven) {
    for (const auto& field : fields) {
        auto lacking = whole();
        field.clear(lacking);
        for (const auto& comparison : {compare(whole(), lacking), compare(lacking, whole())}) {
            for (const auto& one : comparison.fields) {
                EXPECT_EQ(one.agreement,
                          one.field == field.name ? Agreement::not_given : Agreement::agrees)
                    << one.field;
            }
        }
    }
}

TEST(Comparison, TakesNumberAndIssuerHoweverTheyAreWritten) {
    auto other = whole();
    other.document.number = "id 000 0000";
    other.document.issuer = "MKK211011";
    for (const auto& comparison : {compare(whole(), other), compare(other, whole())}) {
        for (const auto& one : comparison.fields) {
            EXPECT_EQ(one.agreement, Agreement::agrees) << one.field;
        }
    }
}

TEST(Comparison, IsLooseInBothDirections) {
    const struct {
        const char* field;
        void (*change)(Identity&);
    } table[] = {
        {"surname", [](Identity& i) { i.names.surname = "A-SANOV"; }},
        {"surname",
         [](Identity& i) {
             i.names.surname = "ASAN";
             i.names_cut_off = true;
         }},
        {"given-names",
         [](Identity& i) {
             i.names.given_names = "US";
             i.names_cut_off = true;
         }},
        {"given-names",
         [](Identity& i) {
             i.names.given_names = "USON JANYBAEVICH";
             i.names.patronymic.clear();
         }},
        {"surname-cyrillic", [](Identity& i) { i.names.surname_cyrillic = "АСАНОВ"; }},
        {"birth-date", [](Identity& i) { i.birth_date = partly("1990-XX-XX"); }},
    };
    for (const auto& row : table) {
        auto other = whole();
        row.change(other);
        for (const auto& comparison : {compare(whole(), other), compare(other, whole())}) {
            for (const auto& one : comparison.fields) {
                if (one.field == row.field) {
                    EXPECT_EQ(one.agreement, Agreement::loosely) << row.field;
                }
            }
        }
    }
    auto other = whole();
    other.names.given_names = "USON BAKYTOVICH";
    EXPECT_EQ(compare(whole(), other).differing(), std::vector<std::string>{"given-names"})
        << "another's patronymic";
    other.names.given_names = "BEK JANYBAEVICH";
    EXPECT_EQ(compare(whole(), other).differing(), std::vector<std::string>{"given-names"});
    other = whole();
    other.names.surname = "ASAN";
    EXPECT_EQ(compare(whole(), other).differing(), std::vector<std::string>{"surname"})
        << "it was not cut off";
}

TEST(Comparison, NamesItsSourcesInOrder) {
    auto zone = whole();
    zone.source = IdentitySource::mrz;
    auto chip = whole();
    chip.source = IdentitySource::chip;
    EXPECT_EQ(compare(zone, chip).first, IdentitySource::mrz);
    EXPECT_EQ(compare(zone, chip).second, IdentitySource::chip);
}

TEST(VerifiedIdentity, IsCompletedFieldByField) {
    auto zone = whole();
    zone.source = IdentitySource::mrz;
    for (const auto& field : fields) {
        auto lacking = zone;
        field.clear(lacking);
        auto hand = whole();
        for (const auto& other : fields) {
            other.change(hand);
        }
        const auto verified = verified_identity(std::vector{hand, lacking});
        auto expected = zone;
        if (std::string(field.name) == "surname") { // Latin names belong together
            expected.names.surname = "SADYROV";
            expected.names.given_names = "BEK";
        } else if (std::string(field.name) == "given-names") {
            expected.names.given_names.clear();
        } else {
            field.change(expected);
        }
        EXPECT_EQ(verified, expected) << field.name;
    }
}

TEST(VerifiedIdentity, TakesLatinNamesWithWhatIsKnownOfThem) {
    auto chip = whole();
    chip.source = IdentitySource::chip;
    chip.names.surname.clear();
    auto zone = whole();
    zone.source = IdentitySource::mrz;
    zone.names.surname = "SADYROV";
    zone.names.given_names = "BEK";
    zone.names_cut_off = true;
    const auto verified = verified_identity(std::vector{zone, chip});
    EXPECT_EQ(verified.names.surname, "SADYROV");
    EXPECT_EQ(verified.names.given_names, "BEK");
    EXPECT_TRUE(verified.names_cut_off);
}

TEST(VerifiedIdentity, IsNotLengthenedByAnotherThatWasCutOff) {
    auto chip = whole();
    chip.source = IdentitySource::chip;
    chip.names.given_names = "U";
    chip.names_cut_off = true;
    auto zone = whole();
    zone.source = IdentitySource::mrz;
    zone.names.given_names = "US";
    zone.names_cut_off = true;
    EXPECT_EQ(verified_identity(std::vector{chip, zone}).names.given_names, "U");
    EXPECT_TRUE(verified_identity(std::vector{chip, zone}).names_cut_off);
    auto nameless = whole();
    nameless.names = {};
    EXPECT_TRUE(verified_identity(std::vector{chip, nameless}).names_cut_off);
}

TEST(Identity, TakesAllThatTheZoneSays) {
    auto zone = parse_mrz(specimen_card, today);
    const auto identity = identity_from(zone, default_document_types());
    ASSERT_TRUE(identity);
    EXPECT_EQ(identity->nationality, "KGZ");
    EXPECT_EQ(identity->sex, Sex::male);
    EXPECT_FALSE(identity->names_cut_off);
    EXPECT_TRUE(identity->names.patronymic.empty());
    EXPECT_FALSE(identity->document.issued);
    zone.fields.names_cut_off = true;
    EXPECT_TRUE(identity_from(zone, default_document_types())->names_cut_off);
    EXPECT_EQ(identity_from(zone, {})->document.type, "") << "of no kind that is known";
    const auto passport = parse_mrz(specimen_passport, today);
    EXPECT_EQ(identity_from(passport, default_document_types())->sex, Sex::female);
}

TEST(Sources, AreSpelledAsTheJournalDoes) {
    EXPECT_EQ(to_text(IdentitySource::typed), "typed");
    EXPECT_EQ(to_text(IdentitySource::mrz), "mrz");
    EXPECT_EQ(to_text(IdentitySource::chip), "chip");
    EXPECT_EQ(to_text(IdentitySource::population_register), "register");
    EXPECT_EQ(to_text(Agreement::agrees), "agrees");
    EXPECT_EQ(to_text(Agreement::loosely), "loosely");
    EXPECT_EQ(to_text(Agreement::differs), "differs");
    EXPECT_EQ(to_text(Agreement::not_given), "not-given");
}

} // namespace
} // namespace koltamga::domain

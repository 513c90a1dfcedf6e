#include "tests/domain/day.h"

namespace koltamga::domain {
namespace {

using namespace std::chrono_literals;

TEST(Date, ReadsOnlyDaysThatExistInOneForm) {
    for (const auto* text : {"2026-11-22", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31",
                             "1999-12-31", "2026-01-31", "2026-04-30"}) {
        ASSERT_TRUE(Date::parse(text)) << text;
        EXPECT_EQ(Date::parse(text)->iso(), text);
    }
    for (const auto* text :
         {"", "2026-11-31", "2023-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-10-00",
          "2026-1-01", "26-11-22", "2026/11/22", "2026-11-22 ", " 2026-11-22", "2026-11-2X",
          "+026-11-22", "2026-11--2", "22.11.2026", "XXXX-11-22", "2026-XX-22", "0000-01-01"}) {
        EXPECT_FALSE(Date::parse(text)) << text;
    }
}

TEST(Date, ReadsWhatAClerkTypes) {
    EXPECT_EQ(Date::parse_clerk("22.11.2026")->iso(), "2026-11-22");
    EXPECT_EQ(day("2026-11-22").for_clerk(), "22.11.2026");
    for (const auto* text : {"", "22.11.26", "2.1.2026", "31.11.2026", "2026-11-22", "22,11,2026",
                             "22.11.2026 ", "11.22.2026", "29.02.2023", "XX.11.2026"}) {
        EXPECT_FALSE(Date::parse_clerk(text)) << text;
    }
}

TEST(Date, HasEachOfItsMarksInPlace) {
    for (const auto* text : {"2026/11-22", "2026-11/22", "2026-11-2", "2026-11-222"}) {
        EXPECT_FALSE(Date::parse(text)) << text;
        EXPECT_FALSE(PartialDate::parse(text)) << text;
    }
    for (const auto* text : {"22-11.2026", "22.11-2026", "2211..2026", "22.11.20266"}) {
        EXPECT_FALSE(Date::parse_clerk(text)) << text;
    }
}

TEST(Date, IsOfTheCalendarWhateverTheFigures) {
    EXPECT_TRUE(Date::from(1, 1, 1));
    EXPECT_TRUE(Date::from(9999, 12, 31));
    EXPECT_FALSE(Date::from(0, 12, 31));
    EXPECT_FALSE(Date::from(10000, 1, 1));
    EXPECT_FALSE(Date::from(-1, 1, 1));
    EXPECT_FALSE(Date::from(2026, 0, 1));
    EXPECT_FALSE(Date::from(2026, 1, 0));
    EXPECT_FALSE(Date::from(2026, 257, 1)) << "more than a month's octet holds";
    EXPECT_FALSE(Date::from(2026, 1, 257));
    EXPECT_EQ(Date(), day("1970-01-01"));
}

TEST(Date, IsCountedOnAndBackOverMonthsAndYears) {
    EXPECT_EQ(day("2026-12-31").plus_days(1), day("2027-01-01"));
    EXPECT_EQ(day("2024-03-01").plus_days(-1), day("2024-02-29"));
    EXPECT_EQ(day("2026-11-22").plus_days(0), day("2026-11-22"));
    EXPECT_EQ(day("2026-11-22").plus_days(365), day("2027-11-22"));
}

TEST(Date, ComesAfterTheOneBefore) {
    EXPECT_LT(day("2026-11-22"), day("2026-11-23"));
    EXPECT_LT(day("2026-10-31"), day("2026-11-01"));
    EXPECT_LT(day("2025-12-31"), day("2026-01-01"));
}

TEST(Anniversary, BeyondTheCalendarIsItsLastDay) {
    EXPECT_EQ(anniversary(day("9990-06-15"), 18, LeapBirthday::first_of_march), day("9999-12-31"));
    EXPECT_EQ(anniversary(day("9981-06-15"), 18, LeapBirthday::first_of_march), day("9999-06-15"));
}

TEST(Date, IsReckonedInTheOfficesTimeZone) {
    const auto midnight = *instant_from("2026-11-21T18:00:00.000Z"); // 00:00 on the 22nd in Bishkek
    EXPECT_EQ(civil_date(midnight, 360).iso(), "2026-11-22");
    EXPECT_EQ(civil_date(midnight - 1ms, 360).iso(), "2026-11-21");
    EXPECT_EQ(civil_date(midnight, 0).iso(), "2026-11-21");
    EXPECT_EQ(civil_date(*instant_from("2026-01-01T02:30:00.000Z"), -180).iso(), "2025-12-31");
    EXPECT_EQ(civil_date(*instant_from("2024-02-28T19:00:00.000Z"), 360).iso(), "2024-02-29");
}

TEST(PartialDate, KeepsWhatIsKnownAndNothingElse) {
    for (const auto* text : {"1961-04-12", "1961-XX-XX", "1961-04-XX", "XXXX-XX-XX", "XXXX-02-29",
                             "1961-XX-31", "XXXX-04-XX"}) {
        ASSERT_TRUE(PartialDate::parse(text)) << text;
        EXPECT_EQ(PartialDate::parse(text)->iso(), text);
    }
    for (const auto* text : {"1961-X4-12", "1961-04-1X", "19XX-04-12", "1961-xx-xx", "1961-02-30",
                             "1961-02-29", "1961", "1961-XX", "XXXX-02-30", "1961-13-XX"}) {
        EXPECT_FALSE(PartialDate::parse(text)) << text;
    }
    EXPECT_EQ(partly("1961-XX-XX").for_clerk(), "XX.XX.1961");
    EXPECT_EQ(partly("1961-XX-XX").mrz(), "61<<<<");
    EXPECT_EQ(partly("1961-04-XX").mrz(), "6104<<");
    EXPECT_EQ(partly("XXXX-XX-XX").mrz(), "<<<<<<");
    EXPECT_EQ(partly("2005-01-02").mrz(), "050102");
    EXPECT_EQ(partly("1900-XX-XX").mrz(), "00<<<<");
    EXPECT_EQ(partly("0061-04-XX").for_clerk(), "XX.04.0061");
    EXPECT_FALSE(partly("1961-04-XX").known());
    EXPECT_FALSE(partly("1961-XX-12").known());
    EXPECT_FALSE(partly("XXXX-04-12").known());
    EXPECT_EQ(partly("1961-04-12").known(), day("1961-04-12"));
}

TEST(PartialDate, SaysTheEarliestAndTheLatestDayItCanBe) {
    const struct {
        const char* date;
        const char* earliest;
        const char* latest;
    } table[] = {
        {"1961-04-12", "1961-04-12", "1961-04-12"}, {"1961-04-XX", "1961-04-01", "1961-04-30"},
        {"1961-02-XX", "1961-02-01", "1961-02-28"}, {"1960-02-XX", "1960-02-01", "1960-02-29"},
        {"1961-XX-XX", "1961-01-01", "1961-12-31"}, {"1961-XX-31", "1961-01-31", "1961-12-31"},
        {"1961-XX-30", "1961-01-30", "1961-12-30"},
    };
    for (const auto& row : table) {
        const auto range = partly(row.date).range();
        ASSERT_TRUE(range) << row.date;
        EXPECT_EQ(range->earliest, day(row.earliest)) << row.date;
        EXPECT_EQ(range->latest, day(row.latest)) << row.date;
    }
    EXPECT_FALSE(partly("XXXX-XX-XX").range());
    EXPECT_FALSE(partly("XXXX-04-12").range());
}

TEST(PartialDate, AnUnknownPartFitsEveryValue) {
    EXPECT_TRUE(partly("1961-XX-XX").may_be(day("1961-04-12")));
    EXPECT_TRUE(partly("XXXX-XX-XX").may_be(day("1961-04-12")));
    EXPECT_TRUE(partly("1961-04-XX").may_be(partly("1961-XX-12")));
    EXPECT_FALSE(partly("1961-XX-XX").may_be(day("1962-04-12")));
    EXPECT_FALSE(partly("1961-04-XX").may_be(day("1961-05-12")));
    EXPECT_FALSE(partly("1961-02-XX").may_be(partly("1961-XX-30")));
    EXPECT_FALSE(partly("1961-XX-12").may_be(day("1961-04-13")));
    EXPECT_FALSE(partly("XXXX-02-29").may_be(partly("1961-XX-XX")));
    EXPECT_TRUE(partly("XXXX-02-29").may_be(partly("1960-XX-XX")));
    for (const auto* one : {"1961-XX-XX", "XXXX-04-XX", "XXXX-XX-12"}) {
        EXPECT_TRUE(partly("1961-04-12").may_be(partly(one))) << one;
        EXPECT_FALSE(partly("1962-05-13").may_be(partly(one))) << one;
    }
}

TEST(TwoDigitYears, NeverPutABirthIntoTheFuture) {
    const struct {
        const char* text;
        const char* reference;
        const char* birth;
    } table[] = {
        {"261122", "2026-11-22", "2026-11-22"}, {"261123", "2026-11-22", "1926-11-23"},
        {"261121", "2026-11-22", "2026-11-21"}, {"270101", "2026-11-22", "1927-01-01"},
        {"000229", "2026-11-22", "2000-02-29"}, {"000101", "2026-11-22", "2000-01-01"},
        {"991231", "2026-11-22", "1999-12-31"}, {"991231", "2099-12-31", "2099-12-31"},
        {"991231", "2099-12-30", "1999-12-31"}, {"610412", "2026-11-22", "1961-04-12"},
        {"000101", "2000-01-01", "2000-01-01"}, {"000102", "2000-01-01", "1900-01-02"},
        {"240229", "2026-11-22", "2024-02-29"}, {"280229", "2026-11-22", "1928-02-29"},
        {"61<<<<", "2026-11-22", "1961-XX-XX"}, {"6104<<", "2026-11-22", "1961-04-XX"},
        {"26<<<<", "2026-11-22", "2026-XX-XX"}, {"2611<<", "2026-11-22", "2026-11-XX"},
        {"2612<<", "2026-11-22", "1926-12-XX"}, {"27<<<<", "2026-11-22", "1927-XX-XX"},
        {"<<<<<<", "2026-11-22", "XXXX-XX-XX"}, {"<<0412", "2026-11-22", "XXXX-04-12"},
    };
    for (const auto& row : table) {
        const auto birth = birth_date_from_mrz(row.text, day(row.reference));
        ASSERT_TRUE(birth) << row.text;
        EXPECT_EQ(birth->iso(), row.birth) << row.text << " on " << row.reference;
    }
    for (const auto* text : {"", "26112", "2611222", "260230", "261301", "260100", "26<122",
                             "2<1122", "26112<", "A60101", "      ", "000229 "}) {
        EXPECT_FALSE(birth_date_from_mrz(text, today)) << text;
    }
    EXPECT_FALSE(birth_date_from_mrz("000229", day("1999-06-01"))); // 29 February 1900 never was
}

TEST(TwoDigitYears, NeverPutAnExpiryAHundredYearsOff) {
    const struct {
        const char* text;
        const char* reference;
        const char* expires;
    } table[] = {
        {"350101", "2026-11-22", "2035-01-01"}, {"261121", "2026-11-22", "2026-11-21"},
        {"160101", "2026-11-22", "2016-01-01"}, {"751231", "2026-11-22", "2075-12-31"},
        {"760101", "2026-11-22", "1976-01-01"}, {"991231", "2026-11-22", "1999-12-31"},
        {"050101", "2096-01-01", "2105-01-01"}, {"000229", "2026-11-22", "2000-02-29"},
        {"320229", "2026-11-22", "2032-02-29"}, {"951231", "2104-01-01", "2095-12-31"},
    };
    for (const auto& row : table) {
        const auto expires = expiry_date_from_mrz(row.text, day(row.reference));
        ASSERT_TRUE(expires) << row.text;
        EXPECT_EQ(expires->iso(), row.expires) << row.text;
        EXPECT_LE(std::abs(expires->year() - day(row.reference).year()), 50);
    }
    for (const auto* text : {"", "35<<<<", "350230", "351301", "35010", "3501011", "35O101"}) {
        EXPECT_FALSE(expiry_date_from_mrz(text, today)) << text;
    }
}

struct AgeRow {
    const char* birth;
    const char* on;
    int age_first_of_march; // leap birthdays kept on 1 March
    int age_last_of_february;
};

const AgeRow leap_births[] = {
    {"2008-02-29", "2026-02-27", 17, 17},  {"2008-02-29", "2026-02-28", 17, 18},
    {"2008-02-29", "2026-03-01", 18, 18},  {"2008-02-29", "2026-03-02", 18, 18},
    {"2008-02-29", "2024-02-28", 15, 15},  {"2008-02-29", "2024-02-29", 16, 16},
    {"2008-02-29", "2008-02-29", 0, 0},    {"2008-02-29", "2008-02-28", -1, -1},
    {"2000-02-29", "2018-02-28", 17, 18},  {"2000-02-29", "2018-03-01", 18, 18},
    {"2004-02-29", "2022-02-28", 17, 18},  {"2004-02-29", "2022-03-01", 18, 18},
    {"1984-02-29", "2002-02-28", 17, 18},  {"1984-02-29", "2002-03-01", 18, 18},
    {"2012-02-29", "2030-02-28", 17, 18},  {"2012-02-29", "2030-03-01", 18, 18},
    {"2000-02-29", "2100-02-28", 99, 100}, {"2000-02-29", "2100-03-01", 100, 100},
    {"2008-02-28", "2026-02-28", 18, 18},  {"2008-03-01", "2026-02-28", 17, 17},
    {"2008-03-01", "2026-03-01", 18, 18},  {"2007-02-28", "2024-02-29", 17, 17},
};

TEST(Age, OfThoseBornOn29FebruaryFollowsTheProfile) {
    for (const auto& row : leap_births) {
        EXPECT_EQ(age_on(day(row.birth), day(row.on), LeapBirthday::first_of_march),
                  row.age_first_of_march)
            << row.birth << " on " << row.on;
        EXPECT_EQ(age_on(day(row.birth), day(row.on), LeapBirthday::last_of_february),
                  row.age_last_of_february)
            << row.birth << " on " << row.on;
    }
}

// Eighteen births a year around every turn of the calendar, each looked at the day before, on the
// day, and the day after the eighteenth birthday: 270 dates.
TEST(Age, TurnsOnTheBirthdayAndNotADayEarlier) {
    const char* const days[] = {"01-01", "01-02", "01-31", "02-01", "02-27", "02-28",
                                "03-01", "03-02", "04-30", "05-31", "06-15", "06-30",
                                "07-31", "10-31", "11-22", "12-01", "12-30", "12-31"};
    int looked_at = 0;
    for (const int year : {1961, 1999, 2000, 2007, 2008}) {
        for (const auto* month_and_day : days) {
            const auto birth = day(std::to_string(year) + '-' + month_and_day);
            const auto full_age = day(std::to_string(year + 18) + '-' + month_and_day);
            for (const auto leap : {LeapBirthday::first_of_march, LeapBirthday::last_of_february}) {
                EXPECT_EQ(anniversary(birth, 18, leap), full_age);
                EXPECT_EQ(age_on(birth, full_age.plus_days(-1), leap), 17) << birth.iso();
                EXPECT_EQ(age_on(birth, full_age, leap), 18) << birth.iso();
                EXPECT_EQ(age_on(birth, full_age.plus_days(1), leap), 18) << birth.iso();
            }
            looked_at += 3;
        }
    }
    EXPECT_GE(looked_at, 200);
}

} // namespace
} // namespace koltamga::domain

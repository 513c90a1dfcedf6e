// Dates and the specimens of the trade, short to write in tests.
#pragma once

#include "domain/date.h"
#include "domain/eligibility.h"

#include <gtest/gtest.h>

namespace koltamga::domain {

inline Date day(std::string_view iso) {
    const auto date = Date::parse(iso);
    EXPECT_TRUE(date) << iso;
    return date.value_or(Date());
}

inline PartialDate partly(std::string_view iso) {
    const auto date = PartialDate::parse(iso);
    EXPECT_TRUE(date) << iso;
    return date.value_or(PartialDate(Date()));
}

inline const Date today = *Date::from(2026, 11, 22);

constexpr auto man = "20101199000008";
constexpr auto woman = "12902200000011";
constexpr auto minor = "21506201000003";

constexpr auto specimen_card = "IDKGZID0000000520101199000008<\n"
                               "9001011M3501014KGZ<<<<<<<<<<<1\n"
                               "ASANOV<<USON<<<<<<<<<<<<<<<<<<\n";
constexpr auto specimen_passport = "P<KGZASANOVA<<AIPERI<<<<<<<<<<<<<<<<<<<<<<<<\n"
                                   "PE00000007KGZ0002299F35010141290220000001100\n";
constexpr auto specimen_passport_2020 = "P<KGZASANOV<<USON<JANYBAEVICH<<<<<<<<<<<<<<<\n"
                                        "PE00000007KGZ9905094M30020272090519990000086\n";

// A man of 36 with a card in date, everything asked and given.
inline Case good_case() {
    Case one;
    one.identity.pin = man;
    one.identity.names = {"ASANOV", "USON", "Асанов", "Усон", "Жаныбаевич"};
    one.identity.sex = Sex::male;
    one.identity.birth_date = day("1990-01-01");
    one.identity.document = {"id-card", "ID0000000", day("2025-01-01"), day("2035-01-01"),
                             "МКК 211011"};
    one.consents = {Consent::given, Consent::given, Consent::given, Consent::given};
    one.held = Held::none;
    one.void_status = VoidStatus::good;
    return one;
}

} // namespace koltamga::domain

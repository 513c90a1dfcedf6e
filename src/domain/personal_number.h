// The personal number (PIN, ПИН): sex, date of birth, four digits of a serial, one more digit.
//
// What is no PIN is refused. What is only odd (the check digit, a date or sex unlike the
// document's) is a warning for the clerk: the published rule for the check digit is likely, not
// sure, and numbers with slips in them are in use.
#pragma once

#include "base/result.h"
#include "domain/date.h"

#include <string>
#include <string_view>
#include <vector>

namespace koltamga::domain {

enum class Sex { unspecified, female, male };

std::string_view to_text(Sex sex); // "X", "F", "M"
std::optional<Sex> sex_from(std::string_view text);

struct PersonalNumberRules {
    std::string first_digits = "12"; // which first digits a person's number may have
    bool warn_of_check_digit = true;
    bool operator==(const PersonalNumberRules&) const = default;
};

class PersonalNumber {
  public:
    // Fails with pin_length, pin_not_digits, pin_first_digit, pin_impossible_date, pin_future_date
    // (after `reference`), or pin_of_legal_entity. No blanks are forgiven.
    static Result<PersonalNumber> parse(std::string_view text, const PersonalNumberRules& rules,
                                        Date reference);

    const std::string& text() const { return text_; }
    Sex sex() const; // by the first digit: 1 female, 2 male, else unspecified
    Date birth_date() const { return birth_date_; }
    bool check_digit_fits() const;

    bool operator==(const PersonalNumber&) const = default;

  private:
    PersonalNumber(std::string text, Date birth_date)
        : text_(std::move(text)), birth_date_(birth_date) {}
    std::string text_;
    Date birth_date_;
};

// The last digit that thirteen others ask for: the sum of digits weighted 1 to 13, modulo 11; if
// that is 10, weighted 3 to 15; if that is 10 again, 0. Expects thirteen digits.
char personal_number_check_digit(std::string_view thirteen_digits);

// 0 · DDMMYYYY of registration · five digits: the tax number of a legal entity.
bool looks_like_legal_entity(std::string_view text);

enum class PersonalNumberWarning { check_digit, birth_date, sex };

std::string_view to_text(PersonalNumberWarning warning); // "check-digit", "birth-date", "sex"

// What is odd about a number beside the document's date of birth and sex.
std::vector<PersonalNumberWarning> warnings_of(const PersonalNumber& pin,
                                               const PersonalNumberRules& rules,
                                               const std::optional<PartialDate>& birth_date,
                                               Sex sex);

} // namespace koltamga::domain

#include "domain/personal_number.h"

#include <algorithm>

namespace koltamga::domain {
namespace {

constexpr std::size_t pin_digits = 14;

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Digits 2 to 9: DDMMYYYY.
std::optional<Date> date_inside(std::string_view pin) {
    const auto dotted = std::string(pin.substr(1, 2)) + '.' + std::string(pin.substr(3, 2)) + '.' +
                        std::string(pin.substr(5, 4));
    return Date::parse_clerk(dotted);
}

int weighted_sum(std::string_view digits, int first_weight) {
    int sum = 0;
    int weight = first_weight;
    for (const char digit : digits) {
        sum += weight++ * (digit - '0');
    }
    return sum;
}

} // namespace

std::string_view to_text(Sex sex) {
    switch (sex) {
    case Sex::female:
        return "F";
    case Sex::male:
        return "M";
    case Sex::unspecified:
        break;
    }
    return "X";
}

std::optional<Sex> sex_from(std::string_view text) {
    for (const auto sex : {Sex::unspecified, Sex::female, Sex::male}) {
        if (to_text(sex) == text) {
            return sex;
        }
    }
    return std::nullopt;
}

Result<PersonalNumber> PersonalNumber::parse(std::string_view text,
                                             const PersonalNumberRules& rules, Date reference) {
    if (!all_digits(text)) {
        return fail(Code::pin_not_digits);
    }
    if (text.size() != pin_digits) {
        return fail(Code::pin_length, "digits " + std::to_string(text.size()));
    }
    if (rules.first_digits.find(text.front()) == std::string::npos) {
        if (looks_like_legal_entity(text)) {
            return fail(Code::pin_of_legal_entity);
        }
        return fail(Code::pin_first_digit, "allowed " + rules.first_digits);
    }
    const auto birth_date = date_inside(text);
    if (!birth_date) {
        return fail(Code::pin_impossible_date);
    }
    if (*birth_date > reference) {
        return fail(Code::pin_future_date);
    }
    return PersonalNumber(std::string(text), *birth_date);
}

Sex PersonalNumber::sex() const {
    switch (text_.front()) {
    case '1':
        return Sex::female;
    case '2':
        return Sex::male;
    default:
        return Sex::unspecified;
    }
}

bool PersonalNumber::check_digit_fits() const {
    return personal_number_check_digit(std::string_view(text_).substr(0, pin_digits - 1)) ==
           text_.back();
}

char personal_number_check_digit(std::string_view thirteen_digits) {
    for (const int first_weight : {1, 3}) {
        const int rest = weighted_sum(thirteen_digits, first_weight) % 11;
        if (rest < 10) {
            return static_cast<char>('0' + rest);
        }
    }
    return '0';
}

bool looks_like_legal_entity(std::string_view text) {
    return text.size() == pin_digits && all_digits(text) && text.front() == '0' &&
           date_inside(text);
}

std::string_view to_text(PersonalNumberWarning warning) {
    switch (warning) {
    case PersonalNumberWarning::check_digit:
        return "check-digit";
    case PersonalNumberWarning::birth_date:
        return "birth-date";
    case PersonalNumberWarning::sex:
        break;
    }
    return "sex";
}

std::vector<PersonalNumberWarning> warnings_of(const PersonalNumber& pin,
                                               const PersonalNumberRules& rules,
                                               const std::optional<PartialDate>& birth_date,
                                               Sex sex) {
    std::vector<PersonalNumberWarning> warnings;
    if (rules.warn_of_check_digit && !pin.check_digit_fits()) {
        warnings.push_back(PersonalNumberWarning::check_digit);
    }
    if (birth_date && !birth_date->may_be(pin.birth_date())) {
        warnings.push_back(PersonalNumberWarning::birth_date);
    }
    const bool both_known = pin.sex() != Sex::unspecified && sex != Sex::unspecified;
    if (both_known && pin.sex() != sex) {
        warnings.push_back(PersonalNumberWarning::sex);
    }
    return warnings;
}

} // namespace koltamga::domain

// The library's times and ours.
#include "crypto/openssl.h"

#include <ctime>

namespace koltamga::crypto {

Instant instant_of(const ASN1_TIME* time, bool& readable) {
    using namespace std::chrono;
    std::tm fields{};
    readable = time != nullptr && ASN1_TIME_to_tm(time, &fields) == 1;
    if (!readable) {
        return {};
    }
    const year_month_day date(year(fields.tm_year + 1900),
                              month(static_cast<unsigned>(fields.tm_mon + 1)),
                              day(static_cast<unsigned>(fields.tm_mday)));
    return sys_days(date) + hours(fields.tm_hour) + minutes(fields.tm_min) + seconds(fields.tm_sec);
}

// UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280 §4.1.2.5).
Asn1TimePtr asn1_time(Instant instant) {
    const std::time_t seconds =
        std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
    return Asn1TimePtr(must_have(ASN1_TIME_set(nullptr, seconds), "ASN1_TIME_set"));
}

} // namespace koltamga::crypto

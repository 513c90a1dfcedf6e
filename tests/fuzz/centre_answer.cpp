// What the centre, or whoever answers in its place, tells a station.
#include "state/centre_answers.h"

#include <cstdlib>

namespace {

using namespace koltamga;

template <class Answer>
void read_or_refused(const Result<Answer>& answer, Code code) {
    if (!answer && !answer.failed_with(code)) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto station = StationId::parse("7K3M-0QXT-9B2E-HN4W").value();
    static constexpr std::uint8_t nonce[] = {1, 2};
    const BytesView octets(data, size);
    read_or_refused(state::read_enrolment(octets), Code::state_answer_malformed);
    read_or_refused(state::read_what_exists(octets, {}), Code::state_answer_malformed);
    read_or_refused(state::read_held(octets, ""), Code::state_answer_malformed);
    read_or_refused(state::read_time(text_of(octets), station, nonce), Code::state_time_refused);
    return 0;
}

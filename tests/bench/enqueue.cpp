// What a clerk waits for when a step is made durable, beside what the disk itself takes: an entry
// with a body of 64 KiB through the station's journal, and the same octets appended to a plain file
// in the same folder with fdatasync, turn by turn, so that both see the same disk.
#include "tests/bench/benchmarks.h"
#include "tests/bench/measures.h"
#include "tests/bench/settings.h"
#include "tests/db/support.h"

#include "issuance/bodies.h"

#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace koltamga::bench {
namespace {

using issuance::EntryDraft;
using issuance::Kind;

constexpr std::size_t body_octets = 64 * 1024;

class PlainFile {
  public:
    explicit PlainFile(const std::filesystem::path& file)
        : file_(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {}
    PlainFile(const PlainFile&) = delete;
    PlainFile& operator=(const PlainFile&) = delete;
    ~PlainFile() { ::close(file_); }

    void append(std::string_view octets) const {
        if (::write(file_, octets.data(), octets.size()) != static_cast<ssize_t>(octets.size()) ||
            ::fdatasync(file_) != 0) {
            throw std::system_error(errno, std::generic_category(), "plain file");
        }
    }

  private:
    int file_;
};

template <class MakeDraft>
void enqueue(benchmark::State& state, const std::string& figure, db::test::Station& station,
             MakeDraft&& draft) {
    const PlainFile plain(station.folder() / "plain");
    const std::string octets(body_octets, 'x');
    Samples ours;
    Samples limit;
    for (auto _ : state) {
        const EntryDraft next = draft();
        const auto stamp = station.stamp();
        limit.add(timed([&] { plain.append(octets); }));
        const auto took = timed([&] {
            db::test::must(station.journal().append({&next, 1}, stamp));
        });
        ours.add(took);
        state.SetIterationTime(took.count());
    }
    report_ratio(figure + ", median", ours.median(), "append + fdatasync", limit.median(), 1.2);
    report_ratio(figure + ", p99", ours.p99(), "append + fdatasync", limit.p99(), 0);
}

// The verdict's inputs are text, and so can be as long as we like.
std::string long_body() {
    issuance::EligibilityDecided body;
    body.verdict.kind = domain::VerdictKind::eligible;
    body.verdict.reasons = {{"full-age", "1", domain::Effect::notes, {"a", "b", "c"}, {}}};
    const auto rest = issuance::write(body).size();
    body.verdict.reasons.front().text[0].append(body_octets - rest, 'x');
    return issuance::write(body);
}

} // namespace

void enqueue_station_entry(benchmark::State& state) {
    db::test::Station station("enqueue");
    const EntryDraft draft{Kind::operator_signed_in, std::nullopt, std::string(body_octets, 'x')};
    enqueue(state, "durable entry of 64 KiB", station, [&] { return draft; });
}

// With the application read, folded and its derived rows written in the same transaction.
void enqueue_application_entry(benchmark::State& state) {
    db::test::Station station("enqueue-application");
    const auto body = long_body();
    enqueue(state, "the same of an application, rows derived", station, [&] {
        const auto application = db::test::Life(station).through(1).id();
        return EntryDraft{Kind::eligibility_decided, application, body};
    });
}

} // namespace koltamga::bench

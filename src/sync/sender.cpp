#include "sync/sender.h"

#include "crypto/hash.h"
#include "sync/failures.h"
#include "sync/protocol.h"
#include "sync/receipt_check.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>

namespace koltamga::sync {
namespace {

// The value of a line `label value` in a text of our own making.
std::string_view line_value(std::string_view text, std::string_view label) {
    const auto start = text.find("\n" + std::string(label) + " ");
    if (start == std::string_view::npos) {
        return {};
    }
    const auto value = text.substr(start + label.size() + 2);
    return value.substr(0, value.find('\n'));
}

template <class T>
T number_in(std::string_view text, std::string_view label) {
    const auto value = line_value(text, label);
    T number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

std::uint32_t epoch_of(const issuance::StoredEntry& entry) {
    return number_in<std::uint32_t>(entry.header, "epoch");
}

issuance::Digest hash_of(const issuance::StoredEntry& entry) {
    return crypto::sha256(bytes_of(entry.header));
}

// A centre that keeps asking for what it was given is left alone after so many rounds; the next run
// goes on.
constexpr int most_rounds = 1000;

struct LastEntry {
    std::uint64_t sequence = 0;
    issuance::Digest hash{};
};

// One run. Steps return what the outbox could not do; what the centre or the line did is noted in
// the report by `remote`, and ends the run as well.
class Run {
  public:
    Run(issuance::Outbox& outbox, const Settings& settings, std::stop_token stop)
        : outbox_(outbox), settings_(settings), http_(settings.http), stop_(std::move(stop)) {}

    Result<Report> run() {
        KOLTAMGA_TRY(unsettled_, outbox_.without_receipt());
        if (auto done = steps(); !done && !report_.stopped_by) {
            return done.failure();
        }
        KOLTAMGA_CHECK(explain_the_rest());
        return std::move(report_);
    }

  private:
    Failure remote(Failure failure) {
        report_.stopped_by = failure;
        return failure;
    }

    Done steps() {
        KOLTAMGA_TRY(head_, outbox_.sign_head());
        through_ = number_in<std::uint64_t>(head_.text, "sequence");
        KOLTAMGA_CHECK(send_headers());
        KOLTAMGA_CHECK(ask_for_losses());
        KOLTAMGA_CHECK(find_last_entries());
        for (std::size_t at = 0; at == 0 || at < unsettled_.size(); at += settings_.batch_records) {
            KOLTAMGA_CHECK(settle_batch(at));
        }
        return {};
    }

    // Only now the centre knows that the station was restored, and what it set aside for that.
    Done ask_for_losses() {
        KOLTAMGA_TRY(const auto epochs, outbox_.losses_to_ask_for());
        for (const auto epoch : epochs) {
            issuance::Loss loss{epoch, {}, {}};
            KOLTAMGA_CHECK(read_loss(loss));
            KOLTAMGA_CHECK(outbox_.keep_loss(loss));
            report_.losses.push_back(std::move(loss));
        }
        return {};
    }

    Done read_loss(issuance::Loss& loss) {
        std::uint64_t after = 0;
        while (true) {
            const auto path = "/lost/" + std::to_string(loss.epoch) + "/" + std::to_string(after);
            KOLTAMGA_TRY(
                const auto answer,
                sent(http_.exchange({net::Method::get, settings_.prefix + path, {}, {}}, stop_)));
            const auto page = check_lost_page(answer, settings_.receipt_signers,
                                              {outbox_.station(), loss.epoch, after});
            if (!page) {
                return remote(page.failure());
            }
            loss.told = page->time;
            if (page->entries.empty()) {
                return {};
            }
            after = page->entries.back().sequence;
            loss.entries.insert(loss.entries.end(), page->entries.begin(), page->entries.end());
        }
    }

    Done send_headers() {
        KOLTAMGA_TRY(const auto held, ask<Held>("/head", &read_held));
        KOLTAMGA_TRY(auto after, where_to_go_on(held));
        while (after < through_) {
            KOLTAMGA_TRY(auto entries, outbox_.entries_after(after, settings_.batch_entries));
            std::erase_if(entries, [&](const auto& one) { return one.sequence > through_; });
            if (entries.empty()) {
                return remote(fork_found("own-journal-ends-early"));
            }
            KOLTAMGA_CHECK(send_header_batch(entries));
            after = entries.back().sequence;
            KOLTAMGA_CHECK(outbox_.mark_sent(after));
        }
        return {};
    }

    // The sequence after which the centre needs headers. Its last entry must be our own, or of an
    // epoch that ended when we restored a backup.
    Result<std::uint64_t> where_to_go_on(const Held& held) {
        if (held.sequence == 0) {
            return std::uint64_t{0};
        }
        KOLTAMGA_TRY(const auto own, outbox_.entry(held.sequence));
        if (own && hash_of(*own) == held.hash) {
            return held.sequence;
        }
        if (number_in<std::uint32_t>(head_.text, "epoch") <= held.epoch) {
            return remote(fork_found(own ? "other-hash" : "centre-is-ahead"));
        }
        return end_of_epoch(held.epoch);
    }

    // The last entry of ours that is of this epoch or an earlier one.
    Result<std::uint64_t> end_of_epoch(std::uint32_t epoch) {
        std::uint64_t sequence = through_;
        while (sequence > 0) {
            KOLTAMGA_TRY(const auto entry, outbox_.entry(sequence));
            if (entry && epoch_of(*entry) <= epoch) {
                break;
            }
            --sequence;
        }
        return sequence;
    }

    Done send_header_batch(const std::vector<issuance::StoredEntry>& entries) {
        std::vector<std::string> texts;
        texts.reserve(entries.size());
        for (const auto& entry : entries) {
            texts.push_back(entry.header);
        }
        KOLTAMGA_TRY(const auto answer, post("/headers", write_headers(texts)));
        const auto held = read_held(answer);
        if (!held) {
            return remote(held.failure());
        }
        if (held->sequence < entries.back().sequence) {
            return remote(answer_malformed("headers-not-held"));
        }
        report_.headers += entries.size();
        return {};
    }

    // Where each unsettled application ends in our journal, looking backwards from the head.
    Done find_last_entries() {
        std::uint64_t end = through_;
        while (end > 0 && last_.size() < unsettled_.size()) {
            const auto start = end > settings_.batch_entries ? end - settings_.batch_entries : 0;
            KOLTAMGA_TRY(const auto window, outbox_.entries_after(start, end - start));
            std::for_each(window.rbegin(), window.rend(), [this](const auto& entry) {
                const bool asked =
                    entry.application &&
                    std::ranges::find(unsettled_, *entry.application) != unsettled_.end();
                if (asked && entry.sequence <= through_) {
                    last_.try_emplace(*entry.application,
                                      LastEntry{entry.sequence, hash_of(entry)});
                }
            });
            end = start;
        }
        return {};
    }

    Done settle_batch(std::size_t at) {
        std::vector<RecordQuestion> open;
        for (std::size_t i = at; i < std::min(at + settings_.batch_records, unsettled_.size());
             ++i) {
            KOLTAMGA_TRY(auto blobs, outbox_.blobs_of(unsettled_[i]));
            if (last_.contains(unsettled_[i])) { // else it came after the head we signed
                open.push_back({unsettled_[i], std::move(blobs)});
            }
        }
        // Each round the centre names what it misses; a round in which nothing of that could be
        // sent is the last.
        bool progress = true;
        for (int round = 0; progress && round < most_rounds; ++round) {
            KOLTAMGA_TRY(const auto settlement, settle(open));
            KOLTAMGA_CHECK(keep_head(settlement.head_receipt));
            KOLTAMGA_TRY(progress, take(settlement, open));
        }
        return {};
    }

    Result<Settlement> settle(const std::vector<RecordQuestion>& open) {
        KOLTAMGA_TRY(const auto answer, post("/settle", write_settle(head_, open)));
        auto settlement = read_settlement(answer);
        return settlement ? std::move(settlement) : remote(settlement.failure());
    }

    Done keep_head(const Bytes& receipt) {
        if (report_.receipted_through == through_) {
            return {};
        }
        const auto hash = issuance::digest_from(line_value(head_.text, "hash"));
        const ExpectedHead expected{outbox_.station(),
                                    number_in<std::uint32_t>(head_.text, "epoch"), through_,
                                    hash.value_or(issuance::Digest{})};
        const auto checked = check_head_receipt(receipt, settings_.receipt_signers, expected);
        if (!checked) {
            return remote(checked.failure());
        }
        KOLTAMGA_CHECK(outbox_.keep_head_receipt(through_, receipt));
        report_.receipted_through = through_;
        return {};
    }

    // Keeps the receipts, sends what is missing, and forgets what is settled. Whether another round
    // makes sense.
    Result<bool> take(const Settlement& settlement, std::vector<RecordQuestion>& open) {
        bool progress = false;
        for (const auto& answer : settlement.records) {
            const auto question =
                std::ranges::find(open, answer.application, &RecordQuestion::application);
            if (question == open.end()) {
                return remote(answer_malformed("record-not-asked-for"));
            }
            KOLTAMGA_TRY(const bool sent, take_record(answer, *question));
            progress = progress || sent;
            if (!sent) {
                open.erase(question);
            }
        }
        KOLTAMGA_TRY(const bool sent, send_missing(std::nullopt, settlement.station));
        KOLTAMGA_CHECK(send_batch());
        return progress || sent;
    }

    // True: something was sent, ask again.
    Result<bool> take_record(const RecordAnswer& answer, const RecordQuestion& question) {
        if (!answer.receipt.empty()) {
            KOLTAMGA_CHECK(keep_record(answer, question));
            return false;
        }
        if (!answer.refused.empty()) {
            wait(answer.application, Wait::refused, answer.refused);
            return false;
        }
        unreadable_.reset();
        KOLTAMGA_TRY(const bool sent, send_missing(answer.application, answer.missing));
        if (!sent && unreadable_) {
            wait(answer.application, Wait::damaged,
                 std::string(name_of(unreadable_->code)) + " " + unreadable_->detail);
        } else if (!sent) {
            wait(answer.application, Wait::refused, "nothing-left-to-send");
        }
        return sent;
    }

    Done keep_record(const RecordAnswer& answer, const RecordQuestion& question) {
        const auto& last = last_.at(answer.application);
        ExpectedRecord expected{
            outbox_.station(), answer.application, last.sequence, last.hash, {}};
        for (const auto& name : question.blobs) {
            if (const auto digest = issuance::digest_from(name)) {
                expected.blobs.push_back(*digest);
            }
        }
        const auto checked =
            check_record_receipt(answer.receipt, settings_.receipt_signers, expected);
        if (!checked) {
            return remote(checked.failure());
        }
        KOLTAMGA_CHECK(
            outbox_.keep_record_receipt(answer.application, last.sequence, answer.receipt));
        report_.receipted.push_back(answer.application);
        return {};
    }

    void wait(const ApplicationId& application, Wait why, std::string detail) {
        report_.waiting.push_back({application, why, std::move(detail)});
    }

    // Puts what there is of it on the way. True: there was something.
    Result<bool> send_missing(const std::optional<ApplicationId>& subject, const Missing& missing) {
        bool some = false;
        if (missing.wrap) {
            auto wrap = outbox_.centre_wrap(subject);
            if (!wrap) {
                unreadable_ = wrap.failure();
            } else if (!wrap->empty()) {
                wraps_.push_back({subject, std::move(wrap).value()});
                some = true;
            }
        }
        for (const auto sequence : missing.bodies) {
            KOLTAMGA_TRY(auto entry, outbox_.entry(sequence));
            if (entry && entry->application == subject && !entry->body.empty()) {
                KOLTAMGA_CHECK(add_to_batch({sequence, std::move(entry->body)}));
                some = true;
            }
        }
        KOLTAMGA_TRY(const bool blobs, send_blobs(missing.blobs));
        return some || blobs;
    }

    // Bodies and wraps of many records travel together.
    Done add_to_batch(BodyToSend body) {
        batch_octets_ += body.octets.size();
        batch_.push_back(std::move(body));
        const bool full =
            batch_.size() >= settings_.batch_entries || batch_octets_ >= settings_.batch_octets;
        return full ? send_batch() : Done();
    }

    // What a slow line did not carry in time was too much: one part goes alone, and then always
    // twice as many up to the half of that, for the rest of the run. What arrived is kept, where
    // the same batch again and again would never arrive; and a server that stands still, while
    // somebody waits at the desk, is waited for twice and not once for each half.
    Done send_batch() {
        while (!batch_.empty() || !wraps_.empty()) {
            const auto count = std::min(parts_, batch_.size() + wraps_.size());
            if (const auto done = send_first(count); done) {
                parts_ = parts_ < most_parts_ / 2 ? parts_ * 2 : most_parts_;
            } else if (done.failed_with(Code::net_timeout) && count > 1) {
                report_.stopped_by.reset();
                most_parts_ = count / 2;
                parts_ = 1;
            } else {
                return done.failure();
            }
        }
        batch_octets_ = 0;
        return {};
    }

    // So many parts: wraps first, for nothing is opened without them.
    Done send_first(std::size_t count) {
        const auto wraps = std::min(count, wraps_.size());
        const auto bodies = count - wraps;
        const auto last_wrap = wraps_.begin() + static_cast<std::ptrdiff_t>(wraps);
        const auto last_body = batch_.begin() + static_cast<std::ptrdiff_t>(bodies);
        KOLTAMGA_CHECK(
            put("/bodies", write_bodies({wraps_.begin(), last_wrap}, {batch_.begin(), last_body})));
        report_.bodies += bodies;
        wraps_.erase(wraps_.begin(), last_wrap);
        batch_.erase(batch_.begin(), last_body);
        return {};
    }

    Result<bool> send_blobs(const std::vector<std::string>& names) {
        bool sent = false;
        for (const auto& name : names) {
            if (!issuance::digest_from(name)) {
                return remote(answer_malformed("blob-name"));
            }
            auto blob = outbox_.sealed_blob(name);
            if (!blob) {
                unreadable_ = blob.failure(); // the record waits, and says so
                continue;
            }
            KOLTAMGA_CHECK(
                put("/blobs/" + name, std::move(blob).value(), "application/octet-stream"));
            ++report_.blobs;
            sent = true;
        }
        return sent;
    }

    Result<Bytes> sent(Result<net::HttpResponse> response) {
        auto answer = response ? accepted(std::move(response).value()) : response.failure();
        return answer ? std::move(answer) : remote(answer.failure());
    }
    Result<Bytes> post(const std::string& path, Bytes body) {
        return sent(http_.exchange(
            {net::Method::post, settings_.prefix + path, "application/json", std::move(body)},
            stop_));
    }
    Done put(const std::string& path, Bytes body, const char* type = "application/json") {
        KOLTAMGA_CHECK(sent(http_.exchange(
            {net::Method::put, settings_.prefix + path, type, std::move(body)}, stop_)));
        return {};
    }
    template <class T>
    Result<T> ask(const std::string& path, Result<T> (*read)(BytesView)) {
        KOLTAMGA_TRY(
            const auto answer,
            sent(http_.exchange({net::Method::get, settings_.prefix + path, {}, {}}, stop_)));
        auto value = read(answer);
        return value ? std::move(value) : remote(value.failure());
    }

    // Whatever got no receipt waits for a reason.
    Done explain_the_rest() {
        KOLTAMGA_TRY(const auto left, outbox_.without_receipt());
        for (const auto& application : left) {
            const bool explained =
                std::ranges::find(report_.waiting, application, &Waiting::application) !=
                report_.waiting.end();
            if (!explained && report_.stopped_by) {
                wait(application, wait_of(*report_.stopped_by), report_.stopped_by->detail);
            } else if (!explained) {
                wait(application, Wait::more_sync, {});
            }
        }
        return {};
    }

    issuance::Outbox& outbox_;
    const Settings& settings_;
    net::HttpClient http_;
    std::stop_token stop_;
    Report report_;
    std::vector<ApplicationId> unsettled_;
    issuance::SignedHead head_;
    std::uint64_t through_ = 0;
    std::map<ApplicationId, LastEntry> last_;
    std::vector<WrapToSend> wraps_; // on their way with the next batch
    std::vector<BodyToSend> batch_;
    std::size_t batch_octets_ = 0;
    std::size_t parts_ = SIZE_MAX;      // wraps and bodies in the next message
    std::size_t most_parts_ = SIZE_MAX; // in any: fewer on a slow line
    std::optional<Failure> unreadable_; // what the outbox could not give of the present record
};

} // namespace

Result<Report> sync_once(issuance::Outbox& outbox, const Settings& settings, std::stop_token stop) {
    return Run(outbox, settings, std::move(stop)).run();
}

} // namespace koltamga::sync

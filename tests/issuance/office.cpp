#include "tests/issuance/office.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace koltamga::issuance::office {
namespace {

Failure failed(Code code) {
    return {code, "broken line"};
}

Bytes octets(const std::string& text) {
    const auto view = bytes_of(text);
    return Bytes(view.begin(), view.end());
}

bool trusted(const std::string& time_source) {
    return time_source != "doubtful";
}

} // namespace

bool Boundaries::pass(const std::string& where) {
    const auto number = passed_++;
    places_.push_back(where);
    const auto planned = planned_.find(number);
    if (planned == planned_.end()) {
        return false;
    }
    ++struck_;
    if (planned->second == Mishap::kill) {
        throw Killed{where};
    }
    return true;
}

Application MemoryJournal::folded(const ApplicationId& application) const {
    auto& [read, it] = folded_[application.text()];
    for (; read < entries_.size(); ++read) {
        if (entries_[read].application == application) {
            EXPECT_TRUE(apply(it, entries_[read])) << "what was appended once always folds";
        }
    }
    return it;
}

void MemoryJournal::restore_to(std::size_t entries) {
    entries_.resize(entries);
    folded_.clear();
    ++epoch_;
}

Result<std::vector<Entry>> MemoryJournal::append(std::span<const EntryDraft> drafts,
                                                 const Stamp& stamp) {
    const std::string what(drafts.empty() ? "nothing" : name_of(drafts.front().kind));
    if (boundaries_.pass("before append of " + what)) {
        return failed(Code::db_full);
    }
    std::vector<Entry> fresh;
    std::optional<Application> application;
    for (const auto& one : drafts) {
        Entry entry{epoch_,
                    entries_.size() + fresh.size() + 1,
                    one.kind,
                    version_of(one.kind),
                    one.application,
                    stamp,
                    {},
                    one.body};
        if (!application) {
            application = folded(*one.application);
        }
        KOLTAMGA_CHECK(apply(*application, entry));
        fresh.push_back(std::move(entry));
    }
    entries_.insert(entries_.end(), fresh.begin(), fresh.end());
    // Committed, and the process never learns: only a kill can do that to us.
    if (boundaries_.pass("after append of " + what)) {
        return fresh;
    }
    return fresh;
}

Result<std::vector<Entry>> MemoryJournal::entries_of(const ApplicationId& application) {
    std::vector<Entry> found;
    std::ranges::copy_if(entries_, std::back_inserter(found),
                         [&](const Entry& entry) { return entry.application == application; });
    return found;
}

Result<std::vector<ApplicationId>> MemoryJournal::applications() {
    std::vector<ApplicationId> ids;
    for (const auto& entry : entries_) {
        if (std::ranges::find(ids, *entry.application) == ids.end()) {
            ids.insert(ids.begin(), *entry.application);
        }
    }
    return ids;
}

Result<std::vector<ApplicationId>> MemoryJournal::applications_of_person(std::string_view pin) {
    KOLTAMGA_TRY(auto ids, applications());
    std::erase_if(ids, [&](const auto& id) {
        const auto it = folded(id);
        return !it.identity || it.identity->identity.pin != pin;
    });
    return ids;
}

Result<std::vector<ApplicationId>> MemoryJournal::applications_with_key(const Digest& spki) {
    KOLTAMGA_TRY(auto ids, applications());
    std::erase_if(ids, [&](const auto& id) {
        const auto it = folded(id);
        return !it.key || it.key->fingerprint != spki;
    });
    return ids;
}

Result<std::optional<Instant>> MemoryJournal::last_time() {
    std::optional<Instant> last;
    for (const auto& entry : entries_) {
        if (trusted(std::string(to_text(entry.stamp.time_source))) &&
            (!last || *last < entry.stamp.time)) {
            last = entry.stamp.time;
        }
    }
    return last;
}

Result<std::string> MemoryJournal::put_blob(const ApplicationId& application, std::string_view use,
                                            BytesView content) {
    if (boundaries_.pass("before blob")) {
        return failed(Code::db_blob_not_written);
    }
    const auto name =
        hex(samples::digest(octets(application.text() + std::string(use) + text_of(content))));
    blobs_[name] = Bytes(content.begin(), content.end());
    if (boundaries_.pass("after blob")) {
        return failed(Code::db_blob_not_written);
    }
    return name;
}

Result<Bytes> MemoryJournal::blob(const ApplicationId& /*application*/, std::string_view /*use*/,
                                  const std::string& name) {
    const auto found = blobs_.find(name);
    if (found == blobs_.end()) {
        return failed(Code::db_blob_gone);
    }
    return found->second;
}

Done MemoryJournal::destroy_blob(const ApplicationId& /*application*/, const std::string& name) {
    if (boundaries_.pass("before destroying the key package")) {
        return failed(Code::db_blob_not_written);
    }
    blobs_.erase(name);
    boundaries_.pass("after destroying the key package");
    return {};
}

std::vector<Entry> MemoryJournal::of_kind(const ApplicationId& application, Kind kind) const {
    std::vector<Entry> found;
    std::ranges::copy_if(entries_, std::back_inserter(found), [&](const Entry& entry) {
        return entry.application == application && entry.kind == kind;
    });
    return found;
}

Issued& Authority::find(const std::string& serial) {
    return *std::ranges::find(issued, serial, &Issued::serial);
}

std::size_t Authority::count(const Digest& key, CertificateStatus status) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        issued, [&](const Issued& one) { return one.key == key && one.status == status; }));
}

void Authority::drop_unconfirmed() {
    for (auto& one : issued) {
        if (one.status == CertificateStatus::unconfirmed && !habits.keeps_unconfirmed) {
            one.status = CertificateStatus::revoked;
        }
    }
}

Issued& Authority::issue_elsewhere(const std::string& pin) {
    const auto serial = "e" + std::to_string(issued.size() + 1);
    issued.push_back({serial,
                      pin,
                      samples::digest(octets(serial)),
                      {},
                      octets("cert " + serial),
                      CertificateStatus::valid,
                      false});
    return issued.back();
}

void Authority::grant_all_open(BytesView public_key, const std::string& pin) {
    for (const auto& [transaction, polls] : open) {
        const auto serial = "d" + std::to_string(issued.size() + 1);
        issued.push_back({serial, pin, samples::digest(public_key), transaction,
                          octets("cert " + serial), CertificateStatus::valid, false});
    }
    open.clear();
}

Issued& Authority::issue(const CertificateOrder& order) {
    const auto serial = "c" + std::to_string(issued.size() + 1);
    std::string pin;
    for (const auto& [attribute, value] : order.subject) {
        pin = attribute == "serialNumber" ? value.substr(value.find('-') + 1) : pin;
    }
    issued.push_back({serial, pin, samples::digest(order.public_key), order.transaction_id,
                      octets("cert " + serial), CertificateStatus::unconfirmed,
                      habits.issues_wrong});
    return issued.back();
}

Authority::Decision Authority::decide(const CertificateOrder& order, bool polled) {
    const auto& transaction = order.transaction_id;
    if (habits.remembers) {
        for (const auto& one : issued) {
            if (one.transaction == transaction) {
                const bool gone = one.status == CertificateStatus::revoked;
                return gone ? Decision{Decision::Kind::refuse, {}}
                            : Decision{Decision::Kind::grant, one.serial};
            }
        }
    }
    if (habits.refuses) {
        open.erase(transaction);
        return {Decision::Kind::refuse, {}};
    }
    if (!polled && habits.polls > 0 && !open.contains(transaction)) {
        open[transaction] = habits.polls;
        open_keys[transaction] = samples::digest(order.public_key);
        return {Decision::Kind::wait, {}};
    }
    if (const auto left = open.find(transaction); left != open.end()) {
        if (!polled || left->second-- > 1) {
            return {Decision::Kind::wait, {}};
        }
        open.erase(left);
    }
    return {Decision::Kind::grant, issue(order).serial};
}

Result<CaAnswer> Authority::request(const CertificateOrder& order, const BeforeConfirmation& keep,
                                    std::stop_token /*stop*/) {
    const auto asked = journal_.of_kind(order.application, Kind::certificate_asked);
    EXPECT_FALSE(asked.empty()) << "asked is durable before the request leaves";
    const auto last = read_body<CertificateAsked>(asked.back().body);
    EXPECT_EQ(last->transaction_id, order.transaction_id);
    EXPECT_EQ(last->attempt, order.attempt);
    const auto made = journal_.of_kind(order.application, Kind::key_made);
    EXPECT_EQ(read_body<KeyMade>(made.back().body)->public_key, order.public_key);
    if (boundaries_.pass("before the request leaves") || !reachable) {
        return failed(Code::ca_unreachable);
    }
    ++requests;
    const auto decision = decide(order, false);
    if (boundaries_.pass("before the answer to the request arrives")) {
        return failed(Code::ca_outcome_unknown);
    }
    return answer(order, decision, keep);
}

Result<CaAnswer> Authority::resume(const CertificateOrder& order, const CaWaiting& waiting,
                                   const BeforeConfirmation& keep, std::stop_token /*stop*/) {
    EXPECT_FALSE(waiting.transcript.empty());
    if (boundaries_.pass("before the poll leaves") || !reachable) {
        return failed(Code::ca_unreachable);
    }
    const auto decision = decide(order, true);
    if (boundaries_.pass("before the answer to the poll arrives")) {
        return failed(Code::ca_outcome_unknown);
    }
    return answer(order, decision, keep);
}

Result<CaAnswer> Authority::answer(const CertificateOrder& order, const Decision& decision,
                                   const BeforeConfirmation& keep) {
    if (decision.kind == Decision::Kind::wait) {
        return CaAnswer(CaWaiting{{octets("waiting")}, std::chrono::seconds(1)});
    }
    if (decision.kind == Decision::Kind::refuse) {
        return CaAnswer(CaRefused{"rejection: badRequest"});
    }
    const Issued certificate = find(decision.serial);
    auto granted = examine(order, certificate.certificate);
    if (!granted) {
        if (boundaries_.pass("before the rejection leaves")) {
            return failed(Code::ca_outcome_unknown);
        }
        if (!habits.keeps_unconfirmed) {
            find(decision.serial).status = CertificateStatus::revoked;
        }
        return CaAnswer(CaRejected{certificate.certificate, granted.failure().detail});
    }
    return confirm(certificate, *granted, keep);
}

Result<CaAnswer> Authority::confirm(const Issued& certificate, CaGranted granted,
                                    const BeforeConfirmation& keep) {
    if (!keep(granted)) {
        return failed(Code::ca_outcome_unknown);
    }
    if (boundaries_.pass("before the confirmation leaves")) {
        return CaAnswer(granted);
    }
    find(certificate.serial).status = CertificateStatus::valid;
    granted.confirmed = !boundaries_.pass("before the confirmation is acknowledged");
    return CaAnswer(granted);
}

Done Authority::revoke(BytesView certificate, RevocationReason /*reason*/,
                       std::stop_token /*stop*/) {
    if (!stubborn.empty() && std::ranges::equal(stubborn, certificate)) {
        return failed(Code::ca_revocation_refused);
    }
    const auto found = std::ranges::find_if(issued, [&](const Issued& one) {
        return std::ranges::equal(one.certificate, certificate);
    });
    if (found == issued.end()) {
        return {}; // planted by the test
    }
    const auto asked = std::ranges::any_of(journal_.all(), [&](const Entry& entry) {
        return entry.kind == Kind::revocation_asked &&
               read_body<RevocationAsked>(entry.body)->serial == found->serial;
    });
    EXPECT_TRUE(asked) << "a revocation is durable before it leaves";
    if (boundaries_.pass("before the revocation leaves") || !reachable) {
        return failed(Code::ca_unreachable);
    }
    found->status = CertificateStatus::revoked;
    if (boundaries_.pass("before the revocation is acknowledged")) {
        return failed(Code::ca_outcome_unknown);
    }
    return {};
}

Result<CaGranted> Authority::examine(const CertificateOrder& order, BytesView certificate) {
    const auto found = std::ranges::find_if(issued, [&](const Issued& one) {
        return std::ranges::equal(one.certificate, certificate);
    });
    // The key's moment: days ago after a lost answer, never ahead of us.
    const bool in_time = order.asked < clock_.now() + std::chrono::minutes(5);
    if (found == issued.end() || found->wrong || found->key != samples::digest(order.public_key) ||
        !in_time) {
        return Failure{Code::ca_certificate_refused, in_time ? "subject" : "validity"};
    }
    return CaGranted{Bytes(certificate.begin(), certificate.end()), found->serial, clock_.now(),
                     clock_.now() + std::chrono::days(365),         false,         false};
}

bool Register::broken(const std::string& where) {
    ++asked;
    return boundaries_.pass(where) || !reachable;
}

Result<WhatExists> Register::by_public_key(const Digest& spki, std::stop_token /*stop*/) {
    if (broken("before the register tells of a key")) {
        return failed(Code::net_unreachable);
    }
    WhatExists exists;
    for (const auto& one : authority_.issued) {
        if (one.key == spki) {
            exists.certificates.push_back({one.serial, one.certificate, one.status});
        }
    }
    exists.transaction_open = std::ranges::any_of(authority_.open, [&](const auto& one) {
        return authority_.open_keys.at(one.first) == spki;
    });
    return exists;
}

Result<std::vector<KnownCertificate>> Register::by_person(std::string_view pin,
                                                          std::stop_token /*stop*/) {
    if (broken("before the register tells of a person")) {
        return failed(Code::net_unreachable);
    }
    if (refuses) {
        return failed(*refuses);
    }
    std::vector<KnownCertificate> known;
    for (const auto& one : authority_.issued) {
        if (one.pin == pin) {
            known.push_back({one.serial, one.certificate, one.status});
        }
    }
    return known;
}

Result<Instant> Register::time(std::stop_token /*stop*/) {
    if (broken("before the centre tells the time")) {
        return failed(Code::net_unreachable);
    }
    return clock_.now();
}

Result<Bytes> Vault::deliver(const ApplicationId& application, const Digest& public_key,
                             BytesView package, std::stop_token /*stop*/) {
    EXPECT_FALSE(journal_.of_kind(application, Kind::key_delivery_asked).empty());
    EXPECT_FALSE(journal_.of_kind(application, Kind::certificate_confirmed).empty());
    if (boundaries_.pass("before the key package leaves") || !reachable) {
        return failed(Code::net_unreachable);
    }
    packages[application.text()].insert(Bytes(package.begin(), package.end()));
    if (boundaries_.pass("before the vault's receipt arrives")) {
        return failed(Code::net_closed_early);
    }
    return octets("receipt for " + hex(public_key));
}

Result<MadeKey> Workshop::make(const KeyOrder& order, const SecretBytes& password,
                               const ComposeAgreement& compose) {
    EXPECT_FALSE(password.empty());
    if (boundaries_.pass("before the key is made")) {
        return failed(Code::db_full);
    }
    const auto number = std::to_string(++made);
    MadeKey key;
    key.public_key = octets("public key " + number);
    key.fingerprint = samples::digest(key.public_key);
    key.certificate_request = octets("request " + number);
    key.agreement = compose(key.fingerprint);
    key.agreement_signature = octets("signature " + number);
    key.package = octets("package " + number);
    if (order.custody == Custody::file) {
        key.package_secret = SecretBytes(BytesView(key.public_key));
    }
    boundaries_.pass("after the key is made");
    return key;
}

Result<Bytes> Workshop::assemble_file(BytesView package, const SecretBytes& package_secret,
                                      BytesView certificate) {
    EXPECT_FALSE(package_secret.empty());
    EXPECT_FALSE(certificate.empty());
    return octets("p12 of " + text_of(package));
}

Result<Portrait> Portraits::read(BytesView file) {
    if (file.empty()) {
        return failed(Code::db_blob_damaged);
    }
    return Portrait{Bytes(file.begin(), file.end()), 413, 531, {1, 2, 3, 4}, 1000, 1000};
}

Office::Office(Settings wanted) : settings(std::move(wanted)) {
    policy = samples::policy();
    policy.custody = settings.custody;
    authority.habits = settings.authority;
}

Bytes Office::random(std::size_t size) {
    Bytes bytes(size);
    const auto seed = samples::digest(octets("random " + std::to_string(++random_)));
    std::copy_n(seed.begin(), std::min(size, seed.size()), bytes.begin());
    return bytes;
}

Runner Office::runner(const std::string& operator_name) {
    return Runner({journal, workshop, portraits, authority,
                   settings.has_register ? &centre : nullptr, settings.has_vault ? &vault : nullptr,
                   station_clock, [this] { return samples::application(++ids_); },
                   [this](std::size_t size) { return random(size); },
                   [](BytesView content) { return samples::digest(content); }},
                  policy, operator_name);
}

Decision Office::decision() const {
    return {samples::all_consents(), {}, true, true};
}

void Office::next_day(int days) {
    true_clock.advance(std::chrono::days(days));
    station_clock.advance(std::chrono::days(days));
}

Result<Application> Office::at_the_desk(Runner& runner, const Application& application,
                                        const Decision& decision) {
    const auto& id = *application.id;
    switch (application.step) {
    case Step::decide:
        return runner.decide(id, decision);
    case Step::contact:
        return runner.contact_and_consent(id, {"uson@example.com", "+996700123456"},
                                          {samples::all_consents()});
    case Step::portrait:
        return runner.portrait(id, octets("portrait"), "practice");
    case Step::key:
        return runner.make_key(id, SecretBytes(octets("password")), {"1", "ky", "in-person", "ky"});
    default:
        return application;
    }
}

Result<Application> Office::to_certificate(Runner& runner, const Decision& decision) {
    KOLTAMGA_TRY(const auto open, runner.open_application_of(settings.pin));
    KOLTAMGA_TRY(auto application,
                 open ? runner.read(*open)
                      : runner.identify({samples::identity(settings.pin),
                                         samples::identity(settings.pin), std::nullopt}));
    while (!application.finished() && application.step < Step::certificate) {
        KOLTAMGA_TRY(application, at_the_desk(runner, application, decision));
    }
    return application;
}

Result<Application> Office::finish(Runner& runner, const ApplicationId& id) {
    KOLTAMGA_TRY(auto progress, runner.go_on(id));
    if (progress.obstacle) {
        return *progress.obstacle;
    }
    auto application = std::move(progress.application);
    if (application.step == Step::hand_over && application.ready_to_hand_over()) {
        const auto deliver = [&](BytesView file) -> Done {
            if (boundaries.pass("before the file is written")) {
                return failed(Code::db_full);
            }
            files.emplace_back(file.begin(), file.end());
            return {};
        };
        KOLTAMGA_TRY(application, runner.hand_over(id, "in-person", deliver));
        KOLTAMGA_TRY(progress, runner.go_on(id));
        if (progress.obstacle) {
            return *progress.obstacle;
        }
        application = std::move(progress.application);
    }
    return application;
}

Result<Application> Office::visit(Runner& runner, const Decision& decision) {
    // What an earlier process handed over, yet left something behind.
    KOLTAMGA_TRY(const auto known, journal.applications_of_person(settings.pin));
    for (const auto& id : known) {
        KOLTAMGA_TRY(const auto earlier, runner.read(id));
        if (earlier.finished() && earlier.state != State::cancelled) {
            return finish(runner, id);
        }
    }
    KOLTAMGA_TRY(const auto application, to_certificate(runner, decision));
    return application.finished() ? Result<Application>(application)
                                  : finish(runner, *application.id);
}

Application Office::visit_to_the_end(const Decision& decision) {
    std::string last = "killed";
    for (int process = 0; process < 40; ++process) {
        try {
            auto fresh = runner();
            const auto done = visit(fresh, decision);
            if (done && done->finished()) {
                return *done;
            }
            last = done ? std::string(name_of(done->state)) + " " + done->reason.value_or("")
                        : std::string(name_of(done.failure().code)) + " " + done.failure().detail;
        } catch (const Killed&) {
            authority.drop_unconfirmed(); // the station was away long enough
        }
    }
    ADD_FAILURE() << "the visit never came to an end: " << last;
    return {};
}

void Office::check_journal() const {
    std::map<std::string, Application> applications;
    std::uint64_t sequence = 0;
    for (const auto& entry : journal.all()) {
        EXPECT_EQ(entry.sequence, ++sequence);
        EXPECT_TRUE(apply(applications[entry.application->text()], entry)) << sequence;
    }
    for (const auto& [id, application] : applications) {
        EXPECT_LE(journal.of_kind(*application.id, Kind::key_made).size(), 1U)
            << "no second key for one application";
    }
}

void Office::check_handed_over(const Application& application) const {
    ASSERT_EQ(application.state, State::handed_over);
    const auto& key = application.key->fingerprint;
    EXPECT_EQ(authority.count(key, CertificateStatus::valid), 1U) << "exactly one";
    EXPECT_EQ(std::ranges::count_if(authority.issued,
                                    [&](const Issued& one) {
                                        return one.pin == settings.pin &&
                                               one.status == CertificateStatus::valid;
                                    }),
              1);
    for (const auto& one : authority.issued) {
        const bool ours = one.serial == application.certificate->serial;
        EXPECT_EQ(ours, one.key == key && one.status == CertificateStatus::valid);
        const bool confusing = one.key == key && one.status == CertificateStatus::unconfirmed;
        EXPECT_FALSE(settings.has_register && confusing) << "surplus left behind";
    }
    EXPECT_FALSE(journal.holds_blob(application.key->package));
    EXPECT_TRUE(next_call(application, {true, true, application.eligibility->verdict.reference,
                                        false}) == Call::none);
    if (settings.custody == Custody::cloud) {
        EXPECT_EQ(vault.packages.at(application.id->text()).size(), 1U) << "one key, one package";
    } else {
        EXPECT_FALSE(files.empty());
        EXPECT_TRUE(std::ranges::all_of(files, [&](const auto& file) { return file == files[0]; }));
    }
    check_journal();
}

void Office::check_closed(const Application& application) const {
    EXPECT_TRUE(application.state == State::cancelled || application.state == State::refused);
    EXPECT_FALSE(application.has_open_call());
    if (application.key) {
        const auto& key = application.key->fingerprint;
        EXPECT_EQ(authority.count(key, CertificateStatus::valid), 0U);
        EXPECT_EQ(authority.count(key, CertificateStatus::unconfirmed), 0U);
        EXPECT_FALSE(journal.holds_blob(application.key->package));
    }
    check_journal();
}

} // namespace koltamga::issuance::office

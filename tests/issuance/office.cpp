#include "tests/issuance/office.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace koltamga::issuance::office {

Failure failed(Code code) {
    return {code, "broken line"};
}

Bytes octets(const std::string& text) {
    const auto view = bytes_of(text);
    return Bytes(view.begin(), view.end());
}

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

Result<MadeKey> Workshop::make(const KeyOrder& order, const SecretBytes& password,
                               const ComposeAgreement& compose) {
    EXPECT_FALSE(password.empty());
    last_order = order;
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

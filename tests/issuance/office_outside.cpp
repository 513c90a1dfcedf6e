// Whom the office asks: the CA, the register, the vault.
#include "tests/issuance/office.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace koltamga::issuance::office {

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
    if (refuses_yet_works) {
        return {Decision::Kind::refuse, {}};
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
    EXPECT_EQ(order.transaction_id.size(), 16U);
    last_order = order;
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
    last_order = order;
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
    if (boundaries_.pass("before the confirmation leaves") || !acknowledges) {
        return CaAnswer(granted);
    }
    find(certificate.serial).status = CertificateStatus::valid;
    granted.confirmed = !boundaries_.pass("before the confirmation is acknowledged");
    return CaAnswer(granted);
}

Done Authority::revoke(const RevocationOrder& order, std::stop_token /*stop*/) {
    const auto certificate = order.certificate;
    behind_at_revocation = order.clock_behind;
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
    revoked_for[found->serial] = order.reason;
    if (boundaries_.pass("before the revocation is acknowledged")) {
        return failed(Code::ca_outcome_unknown);
    }
    return {};
}

Result<CaGranted> Authority::examine(const CertificateOrder& order, BytesView certificate) {
    last_order = order;
    const auto found = std::ranges::find_if(issued, [&](const Issued& one) {
        return std::ranges::equal(one.certificate, certificate);
    });
    // The key's moment: days ago after a lost answer, never ahead of us.
    const bool in_time = order.asked < clock_.now() + std::chrono::minutes(5);
    if (found == issued.end() || found->wrong || found->key != samples::digest(order.public_key) ||
        !in_time) {
        return Failure{Code::ca_certificate_refused, in_time ? "subject" : "validity"};
    }
    return CaGranted{Bytes(certificate.begin(), certificate.end()), found->serial,   clock_.now(),
                     clock_.now() + std::chrono::days(365),         habits.modifies, false};
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
    ++asked_time;
    if (boundaries_.pass("before the centre tells the time") || !reachable) {
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

} // namespace koltamga::issuance::office

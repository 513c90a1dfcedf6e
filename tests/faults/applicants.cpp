#include "tests/faults/applicants.h"

#include "base/bytes.h"
#include "crypto/certificate.h"
#include "crypto/hash.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

namespace koltamga::faults {
namespace {

using journey::Office;
using journey::read_text;

// What the CA has issued: fingerprint of the public key to the states of its certificates.
std::map<std::string, std::vector<std::string>> issued(Office& office) {
    std::map<std::string, std::vector<std::string>> all;
    const auto said = office.centre({"certificates", office.practice().string(), "--json"});
    for (const auto& one : said.json.at("certificates")) {
        all[one.at("public_key")].push_back(one.at("status"));
    }
    return all;
}

std::filesystem::path papers_of(const Office& office, const std::string& id) {
    return office.out() / id;
}

Result<crypto::Certificate> certificate_of(Office& office, const std::string& id) {
    const auto file = papers_of(office, id) / "certificate.pem";
    if (!std::filesystem::exists(file)) {
        const auto said = office.ctl({"resume", id, "--out", papers_of(office, id).string()});
        EXPECT_EQ(said.status, 0) << said.err;
    }
    return crypto::Certificate::parse(bytes_of(read_text(file)));
}

void expect_key_opens(Office& office, const std::string& id,
                      const crypto::Certificate& certificate) {
    const auto document = papers_of(office, id) / "certificate.pem";
    const auto signature = office.folder() / "signature";
    const auto said =
        office.centre({"vault-open", office.practice().string(), id, "--password-file",
                       (office.folder() / "applicant.password").string(), "--sign",
                       document.string(), "--out", signature.string()});
    ASSERT_EQ(said.status, 0) << id << said.err;
    EXPECT_TRUE(certificate.public_key().verify(bytes_of(read_text(document)),
                                                bytes_of(read_text(signature))))
        << id << ": the vault holds another key";
}

// Everything but the one valid certificate of a key must have been revoked.
std::size_t valid_among(const std::vector<std::string>& states) {
    std::size_t valid = 0;
    for (const auto& state : states) {
        EXPECT_TRUE(state == "valid" || state == "revoked") << state;
        valid += state == "valid" ? 1 : 0;
    }
    return valid;
}

void expect_sound_journal(Office& office) {
    const auto verified = office.ctl({"journal", "verify"}, "");
    EXPECT_EQ(verified.status, 0) << verified.json.dump(2);
    EXPECT_EQ(verified.json.value("verdict", ""), "sound");
    EXPECT_EQ(verified.json.value("covered_by_receipt", 0), verified.json.value("entries", -1));
    const auto centre = office.centre({"verify", office.practice().string()});
    EXPECT_EQ(centre.status, 0) << centre.json.dump(2);
}

bool finished(const Ledger& ledger, const std::string& id) {
    return holds(ledger, id, "application.handed-over");
}

} // namespace

journey::Person applicant(unsigned number) {
    journey::Person person;
    person.pin = fmt::format("201011990{:04}0", number);
    person.document = fmt::format("ID{:07}", number);
    return person;
}

bool handed_over_last(const Office& office) {
    const auto ledger = read_ledger(office.station());
    const auto begun = subjects_with(ledger, "identity.recorded");
    return !begun.empty() && finished(ledger, begun.back());
}

void finish_everything(Office& office) {
    constexpr int turns = 4; // to settle, an application may need to be asked for again
    for (int turn = 0; turn < turns; ++turn) {
        const auto ledger = read_ledger(office.station());
        for (const auto& id : subjects_with(ledger, "identity.recorded")) {
            if (!finished(ledger, id)) {
                const auto said =
                    office.ctl({"resume", id, "--out", papers_of(office, id).string()});
                ASSERT_EQ(said.status, 0) << said.err;
            }
        }
        if (waiting_for_receipt(office.station()) == 0) {
            return;
        }
        const auto synced = office.ctl({"sync"}, "");
        ASSERT_EQ(synced.status, 0) << synced.err;
    }
}

std::size_t expect_all_sound(Office& office) {
    const auto ledger = read_ledger(office.station());
    const auto certificates = issued(office);
    std::size_t completed = 0;
    for (const auto& id : subjects_with(ledger, "identity.recorded")) {
        EXPECT_TRUE(finished(ledger, id)) << id << " is not complete";
        const auto certificate = certificate_of(office, id);
        if (!certificate) {
            ADD_FAILURE() << id << " has no certificate";
            continue;
        }
        const auto spki = certificate->public_key().spki();
        const auto found = certificates.find(hex(crypto::sha256(spki)));
        EXPECT_TRUE(found != certificates.end() && valid_among(found->second) == 1) << id;
        expect_key_opens(office, id, *certificate);
        ++completed;
    }
    EXPECT_EQ(office.certificates("valid"), completed);
    EXPECT_EQ(office.certificates("unconfirmed"), 0U);
    expect_sound_journal(office);
    return completed;
}

} // namespace koltamga::faults

// What entries say survives JSON; what was not written by us is refused, never guessed at.
#include "tests/issuance/samples.h"

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

namespace koltamga::issuance {
namespace {

using namespace samples;
using Json = nlohmann::json;

struct BodyKind {
    const char* name;
    std::string written;
    // The text after reading and writing again; the failure when it was refused.
    std::function<Result<std::string>(std::string_view)> again;
};

template <class Body>
BodyKind body_kind(const char* name, const Body& body) {
    return {name, write(body), [](std::string_view json) -> Result<std::string> {
                KOLTAMGA_TRY(const auto read, read_body<Body>(json));
                return write(read);
            }};
}

IdentityRecorded full_identity() {
    auto body = identity_recorded();
    body.typed = identity();
    body.mrz = identity();
    body.mrz->source = domain::IdentitySource::mrz;
    body.mrz->birth_date = domain::PartialDate::parse("1990-XX-XX");
    body.mrz->document.issued.reset();
    body.mrz->names_cut_off = true;
    body.comparison = domain::compare(*body.typed, *body.mrz);
    return body;
}

EligibilityDecided full_verdict() {
    auto body = refused();
    body.facts.comparisons = {domain::compare(identity(), identity(woman))};
    body.facts.held = domain::Held::held;
    body.facts.void_status = domain::VoidStatus::unknown_code;
    body.facts.void_code = "17";
    body.facts.offline = true;
    body.rules.leap_birthday = domain::LeapBirthday::last_of_february;
    body.rules.register_required = true;
    body.warnings_confirmed = {"pin-sex", "name-spelling"};
    body.recheck = true;
    body.reissue_reason = "lost password";
    body.replaces = {{"0ld", {1, 2}, CertificateStatus::valid},
                     {"0lder", {}, CertificateStatus::unconfirmed}};
    return body;
}

KeyMade key_with_its_paper() {
    auto body = key();
    body.paper = paper();
    return body;
}

std::vector<BodyKind> bodies() {
    auto granted = answered(Outcome::granted);
    granted.with_modifications = true;
    granted.found_by = "look-up";
    return {
        body_kind("identity", identity_recorded()),
        body_kind("identity, compared", full_identity()),
        body_kind("verdict", eligible()),
        body_kind("verdict, full", full_verdict()),
        body_kind("contact", ContactRecorded{"uson@example.com", "+996700123456"}),
        body_kind("consent", ConsentRecorded{all_consents()}),
        body_kind("portrait", portrait()),
        body_kind("key", key()),
        body_kind("key with its paper", key_with_its_paper()),
        body_kind("key in a file", key(Custody::file)),
        body_kind("asked", asked()),
        body_kind("waiting", waiting()),
        body_kind("granted", granted),
        body_kind("refused", answered(Outcome::refused)),
        body_kind("rejected", answered(Outcome::rejected)),
        body_kind("cancelled", answered(Outcome::cancelled)),
        body_kind("unconfirmed", answered(Outcome::unconfirmed)),
        body_kind("confirmed", CertificateConfirmed{3}),
        body_kind("delivered", KeyDelivered{{1, 2, 3}}),
        body_kind("exported", KeyExported{digest(bytes_of("file"))}),
        body_kind("surplus", SurplusFound{"b2", {0x30}}),
        body_kind("revocation", revocation("a1", "holder")),
        body_kind("revoked", RevocationAnswered{"a1", true, "done"}),
        body_kind("handed over", ApplicationHandedOver{"in-person"}),
        body_kind("remark", remark("why", "key", "azamat")),
        body_kind("printed", AgreementPrinted{2, "ky+ru", digest(bytes_of("paper"))}),
        body_kind("to a printer",
                  PaperPrinted{Paper::refusal, 1, "ky", digest(bytes_of("paper")), "desk"}),
        body_kind("register to a printer",
                  RegisterPrinted{"2026-11-22", 1, "ky", digest(bytes_of("paper")), "desk"}),
    };
}

TEST(Bodies, ComeBackAsTheyWereWritten) {
    for (const auto& kind : bodies()) {
        const auto again = kind.again(kind.written);
        ASSERT_TRUE(again) << kind.name << ": " << again.failure().detail;
        EXPECT_EQ(Json::parse(*again), Json::parse(kind.written)) << kind.name;
        EXPECT_TRUE(Json::parse(kind.written).is_object()) << kind.name;
    }
}

TEST(Bodies, KeepEveryFieldOfAVerdict) {
    const auto body = full_verdict();
    const auto read = read_body<EligibilityDecided>(write(body));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->facts, body.facts);
    EXPECT_EQ(read->rules, body.rules);
    EXPECT_EQ(read->verdict, body.verdict);
    EXPECT_EQ(read->warnings_confirmed, body.warnings_confirmed);
    EXPECT_EQ(read->reissue_reason, body.reissue_reason);
    EXPECT_TRUE(read->recheck);
    ASSERT_EQ(read->replaces.size(), 2U);
    EXPECT_EQ(read->replaces[1].status, CertificateStatus::unconfirmed);
}

TEST(Bodies, KeepEveryFieldOfAKey) {
    const auto body = key(Custody::file);
    const auto read = read_body<KeyMade>(write(body));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->type, body.type);
    EXPECT_EQ(read->custody, body.custody);
    EXPECT_EQ(read->public_key, body.public_key);
    EXPECT_EQ(read->fingerprint, body.fingerprint);
    EXPECT_EQ(read->subject, body.subject);
    EXPECT_EQ(read->package_secret, body.package_secret);
    EXPECT_EQ(read->terms_accepted, body.terms_accepted);
}

TEST(Bodies, OfAKeyWereReadBeforeTheyKeptTheirPaper) {
    const auto first = Json::parse(write(key()));
    EXPECT_FALSE(first.contains("paper"));
    EXPECT_FALSE(read_body<KeyMade>(first.dump())->paper);
    EXPECT_EQ(read_body<KeyMade>(write(key_with_its_paper()))->paper, paper());
}

TEST(Bodies, OfAKeyWereReadBeforeTheirPaperNamedDocuments) {
    auto second = Json::parse(write(key_with_its_paper()));
    second["paper"].erase("documents");
    auto expected = paper();
    expected.documents.clear();
    EXPECT_EQ(read_body<KeyMade>(second.dump())->paper, expected);
}

TEST(Bodies, OfAKeyWithHalfAPaperAreRefused) {
    const auto whole = Json::parse(write(key_with_its_paper()));
    const auto refused = [&](const auto& spoil) {
        auto other = whole;
        spoil(other["paper"]);
        return read_body<KeyMade>(other.dump()).failed_with(Code::issuance_entry_unreadable);
    };
    for (const auto& [member, value] : whole["paper"].items()) {
        const auto& name = member;
        const bool in_the_second_version = name != "documents";
        EXPECT_EQ(refused([&](Json& half) { half.erase(name); }), in_the_second_version) << name;
    }
    EXPECT_TRUE(refused([](Json& half) { half["documents"] = Json::array(); }));
    EXPECT_TRUE(refused([](Json& half) { half["documents"]["id-card"] = "Identity card"; }));
    EXPECT_TRUE(refused([](Json& half) { half["documents"]["id-card"].erase(2); }));
    EXPECT_TRUE(refused([](Json& half) { half["law"].push_back("a fourth language"); }));
    EXPECT_TRUE(refused([](Json& half) { half["law"].erase(2); }));
    EXPECT_TRUE(refused([](Json& half) { half["utc_offset_minutes"] = 841; }));
    EXPECT_TRUE(refused([](Json& half) { half["utc_offset_minutes"] = -841; }));
    EXPECT_FALSE(refused([](Json& half) { half["utc_offset_minutes"] = -840; }));
}

TEST(Bodies, KeepAPersonExactly) {
    const auto body = full_identity();
    const auto read = read_body<IdentityRecorded>(write(body));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->identity, body.identity);
    EXPECT_EQ(read->typed, body.typed);
    EXPECT_EQ(read->mrz, body.mrz);
    EXPECT_EQ(read->comparison, body.comparison);
}

TEST(Bodies, CutShortAreRefused) {
    for (const auto& kind : bodies()) {
        for (std::size_t length = 0; length < kind.written.size(); ++length) {
            const auto again = kind.again(std::string_view(kind.written).substr(0, length));
            ASSERT_TRUE(again.failed_with(Code::issuance_entry_unreadable))
                << kind.name << " at " << length;
        }
    }
}

TEST(Bodies, WithoutOneMemberAreRefused) {
    for (const auto& kind : bodies()) {
        const auto whole = Json::parse(kind.written);
        for (const auto& [member, value] : whole.items()) {
            if (member == "paper") { // which the kind's first version has not
                continue;
            }
            auto less = whole;
            less.erase(member);
            EXPECT_TRUE(kind.again(less.dump()).failed_with(Code::issuance_entry_unreadable))
                << kind.name << " without " << member;
        }
    }
}

// Whatever is put into whatever place: it is refused, or it is what we would have written. Nothing
// is coerced in silence.
TEST(Bodies, AreNeverReadAsSomethingElse) {
    const Json strangers[] = {nullptr,
                              true,
                              -1,
                              1.5,
                              4294967296LL,
                              9223372036854775807LL,
                              18446744073709551615ULL,
                              1e300,
                              "",
                              "zz",
                              "0",
                              "2026-13-01",
                              Json::array(),
                              Json::array({1, 2}),
                              Json::object(),
                              Json{{"a", 1}}};
    for (const auto& kind : bodies()) {
        const auto whole = Json::parse(kind.written);
        auto places = whole.flatten();
        for (const auto& [member, value] : whole.items()) {
            places["/" + member] = value;
        }
        for (const auto& [pointer, value] : places.items()) {
            for (const auto& stranger : strangers) {
                auto changed = whole;
                changed[Json::json_pointer(pointer)] = stranger;
                const auto again = kind.again(changed.dump());
                if (again) {
                    EXPECT_EQ(Json::parse(*again), changed) << kind.name << pointer << stranger;
                } else {
                    EXPECT_EQ(again.failure().code, Code::issuance_entry_unreadable);
                }
            }
        }
    }
}

TEST(Bodies, OfALaterVersionMayHoldMore) {
    for (const auto& kind : bodies()) {
        auto more = Json::parse(kind.written);
        more["learnt later"] = 1;
        EXPECT_TRUE(kind.again(more.dump())) << kind.name;
    }
}

TEST(Bodies, ThatAreNoObjectAreRefused) {
    const std::string deep(20'000, '[');
    for (const auto& kind : bodies()) {
        for (const std::string_view hostile :
             {std::string_view(""), std::string_view("null"), std::string_view("[]"),
              std::string_view("{}"), std::string_view("\"\""), std::string_view("1e999"),
              std::string_view("{\"attempt\":1}{"), std::string_view("\xff\xfe"),
              std::string_view("{\"a\":\"\\ud800\"}"), std::string_view("NaN"),
              std::string_view(deep)}) {
            EXPECT_TRUE(kind.again(hostile).failed_with(Code::issuance_entry_unreadable))
                << kind.name << " " << hostile.substr(0, 20);
        }
    }
}

TEST(Bodies, FailWithoutRepeatingWhatTheyHold) {
    auto secret = Json::parse(write(identity_recorded()));
    secret["identity"]["sex"] = "MARKER-20101199000008";
    const auto refused = read_body<IdentityRecorded>(secret.dump());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.failure().detail.find("MARKER"), std::string::npos);
    const auto broken = read_body<ContactRecorded>(R"({"email":"MARKER@example.com","phone":)");
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.failure().detail.find("MARKER"), std::string::npos);
}

TEST(Bodies, TakeWhatTheOutsideSaidInAnyOctets) {
    auto body = answered(Outcome::refused);
    body.detail = "systemFailure: \xc3\x28 \xff";
    const auto read = read_body<CertificateAnswered>(write(body));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->detail.substr(0, 14), "systemFailure:");
}

} // namespace
} // namespace koltamga::issuance

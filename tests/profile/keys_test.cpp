// Each key of a profile goes to its own place, and each figure keeps to its bounds.
#include "profile/checks.h"
#include "profile/office_profile.h"
#include "tests/profile/example.h"

#include <chrono>

namespace koltamga::profile {
namespace {

using namespace std::chrono_literals;

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    const auto at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

bool taken(const std::string& text) {
    const auto profile = parse_profile(text);
    EXPECT_TRUE(profile || profile.failed_with(Code::profile_schema)) << text;
    return static_cast<bool>(profile);
}

struct Bounds {
    const char* table;
    const char* key;
    std::int64_t least, most;
    const char* rest = "";
};

const Bounds bounds[] = {
    {"rules", "full_age", 14, 30},
    {"keys", "password_rounds", 600'000, 10'000'000},
    {"keys", "password_length", 8, 64},
    {"certificate", "validity_days", 1, 366},
    {"limits", "answer_octets", 65'536, 67'108'864},
    {"limits", "portrait_octets", 65'536, 67'108'864},
    {"limits", "portrait_pixels", 100'000, 100'000'000},
    {"limits", "connect_timeout_ms", 100, 120'000},
    {"limits", "request_timeout_ms", 100, 600'000},
    {"limits", "waiting_poll_seconds", 1, 86'400},
    {"limits", "waiting_longest_seconds", 60, 366 * 86'400},
    {"limits", "key_lifetime_minutes", 1, 15},
    {"limits", "idle_lock_minutes", 1, 5},
    {"clock", "difference_seconds", 1, 86'400},
    {"clock", "set_back_seconds", 1, 86'400},
    {"clock", "forward_hours", 1, 8'784},
    {"retention", "after_receipt_days", 0, 3660},
    {"retention", "drafts_days", 0, 366},
};

TEST(Figures, AreTakenUpToTheirBoundsAndNoFurther) {
    for (const auto& row : bounds) {
        const auto text = [&](std::int64_t figure) {
            return shortest() + "\n[" + row.table + "]\n" + row.key + " = " +
                   std::to_string(figure) + "\n";
        };
        EXPECT_TRUE(taken(text(row.least))) << row.key;
        EXPECT_TRUE(taken(text(row.most))) << row.key;
        EXPECT_FALSE(taken(text(row.least - 1))) << row.key;
        EXPECT_FALSE(taken(text(row.most + 1))) << row.key;
    }
}

TEST(Figures, OfTheHeadTheOfficeAndDocumentsHaveBoundsToo) {
    for (const auto& [figure, good] :
         {std::pair{"1", true}, {"0", false}, {"1000000000", true}, {"1000000001", false}}) {
        EXPECT_EQ(taken(replaced(shortest(), "version = 7", std::string("version = ") + figure)),
                  good)
            << figure;
    }
    for (const auto& [figure, good] :
         {std::pair{"-720", true}, {"-721", false}, {"840", true}, {"841", false}}) {
        const auto line = std::string("[office]\nutc_offset_minutes = ") + figure + "\n";
        EXPECT_EQ(taken(replaced(shortest(), "[office]\n", line)), good) << figure;
    }
    for (const auto& [series, digits, good] : {std::tuple{"ABC", 6, true},
                                               {"A", 8, true},
                                               {"AB", 7, true},
                                               {"ABCD", 5, false},
                                               {"ABC", 7, false},
                                               {"A", 7, false},
                                               {"AB", 8, false}}) {
        const auto row =
            std::string("\n[[documents]]\nid = \"a\"\nmrz_code = \"I\"\nseries = [\"") + series +
            "\"]\ndigits = " + std::to_string(digits) + "\n";
        EXPECT_EQ(taken(shortest() + row), good) << series << digits;
    }
}

TEST(Keys, EachGoToTheirOwnPlace) {
    const auto text = replaced(shortest(), "[trust]", R"(enrol = "https://a.example.kg/1"
cmp = "https://a.example.kg/2"
crl = "http://a.example.kg/3"
ocsp = "http://a.example.kg/4"
station = "https://a.example.kg/5"
vault = "https://a.example.kg/6"
[trust])") + R"(
[keys]
algorithm = "ec-p256"
custody = "file"
custody_allowed = ["file", "cloud"]
password_rounds = 700000
password_length = 9
[certificate]
policies = ["1.2.3", "2.999.1"]
key_usage = ["digitalSignature"]
validity_days = 300
qc_compliance = false
qc_type = "eseal"
qc_legislation = "KZ"
subject = [{ attribute = "CN", value = "{pin}" }]
[rules]
id = "other"
version = "3"
legal_reference = "Law"
full_age = 16
leap_birthday = "28 February"
pin_first_digits = "120"
pin_check_digit = false
register_required = true
[[documents]]
id = "id-card"
edition = "2027"
mrz_code = "I"
series = ["ABC", "ABD"]
digits = 6
chip = true
accepted = false
[retention]
after_receipt_days = 31
drafts_days = 8
[limits]
answer_octets = 70001
portrait_octets = 70002
portrait_pixels = 100003
connect_timeout_ms = 104
request_timeout_ms = 105
waiting_poll_seconds = 6
waiting_longest_seconds = 67
key_lifetime_minutes = 8
idle_lock_minutes = 4
[clock]
difference_seconds = 9
set_back_seconds = 10
forward_hours = 11
[contact]
phone_region = "KZ"
)";
    auto expected = example();
    expected.endpoints = {"https://127.0.0.1:8443", "https://a.example.kg/1",
                          "https://a.example.kg/2", "http://a.example.kg/3",
                          "http://a.example.kg/4",  "https://a.example.kg/5",
                          "https://a.example.kg/6"};
    expected.keys = {KeyAlgorithm::ec_p256,
                     CustodyKind::file,
                     {CustodyKind::file, CustodyKind::cloud},
                     700'000,
                     9};
    expected.certificate.policies = {"1.2.3", "2.999.1"};
    expected.certificate.key_usage = {"digitalSignature"};
    expected.certificate.validity_days = 300;
    expected.certificate.qc_compliance = false;
    expected.certificate.qc_type = "eseal";
    expected.certificate.qc_legislation = "KZ";
    expected.certificate.subject = {{"CN", "{pin}"}};
    expected.rules.id = "other";
    expected.rules.version = "3";
    expected.rules.legal_reference = "Law";
    expected.rules.full_age = 16;
    expected.rules.leap_birthday = domain::LeapBirthday::last_of_february;
    expected.rules.pin = {"120", false};
    expected.rules.register_required = true;
    expected.rules.documents = {{"id-card", "2027", "I", {"ABC", "ABD"}, 6, true, false}};
    expected.retention = {31, 8};
    expected.limits = {70'001, 70'002, 100'003, 104ms, 105ms, 6s, 67s, 8min, 4min};
    expected.clock = {9s, 10s, 11h};
    expected.phone_region = "KZ";
    const auto profile = parse_profile(text);
    ASSERT_TRUE(profile) << profile.failure().detail;
    EXPECT_EQ(*profile, expected);
    EXPECT_EQ(*parse_profile(compose_profile(expected)), expected) << "and back";
}

TEST(Keys, OfTheAgreementGoToTheirOwnPlace) {
    auto expected = example();
    expected.agreement.template_id = "other";
    expected.agreement.template_version = "4";
    expected.agreement.terms_version = "5";
    expected.agreement.languages = {Language::en};
    expected.office.address = {"а", "б", "c"};
    const auto lines = "[agreement]\ntemplate = \"other\"\ntemplate_version = \"4\"\n"
                       "terms_version = \"5\"\nlanguages = [\"en\"]\n";
    const auto text = replaced(replaced(shortest(), "[agreement]\n", lines), "[office]\n",
                               "[office]\naddress = { ky = \"а\", ru = \"б\", en = \"c\" }\n");
    const auto profile = parse_profile(text);
    ASSERT_TRUE(profile) << profile.failure().detail;
    EXPECT_EQ(*profile, expected);
    EXPECT_EQ(*parse_profile(compose_profile(expected)), expected);
}

TEST(Keys, WithoutOthersTheCentresOwnPathsAreMeant) {
    const auto profile = parse_profile(replaced(shortest(), "127.0.0.1:8443", "centre.example.kg"));
    ASSERT_TRUE(profile);
    const std::string centre = "https://centre.example.kg";
    const Endpoints expected = {centre,           centre + "/enrol", centre + "/cmp",
                                centre + "/crl",  centre + "/ocsp",  centre + "/station",
                                centre + "/vault"};
    EXPECT_EQ(profile->endpoints, expected);
}

std::string certificate_named(const char* name) {
    crypto::CertificateTemplate content;
    content.subject = {{"CN", name}};
    content.not_before = *instant_from("2026-01-01T00:00:00.000Z");
    content.not_after = *instant_from("2036-01-01T00:00:00.000Z");
    return crypto::make_self_signed(content, agency_key()).value().pem();
}

TEST(Trust, OfEachKindIsKeptApart) {
    auto profile = example();
    profile.trust = {.roots = {certificate_named("Root 1"), certificate_named("Root 2")},
                     .issuing = {certificate_named("Issuing")},
                     .ca_names = {"CN=Responder"},
                     .receipt_signer = certificate_named("Receipts"),
                     .receipt_signers_before = {certificate_named("Receipts, the first"),
                                                certificate_named("Receipts, the second")},
                     .centre_encryption = certificate_named("Encryption"),
                     .vault = certificate_named("Vault"),
                     .recovery = certificate_named("Recovery")};
    const auto back = parse_profile(compose_profile(profile));
    ASSERT_TRUE(back) << back.failure().detail;
    EXPECT_EQ(*back, profile);
    const auto text = compose_profile(profile);
    const auto key_before = [&](const std::string& pem) {
        const auto before = text.substr(0, text.find(pem));
        const auto equals = before.rfind(" = ");
        return before.substr(before.rfind('\n', equals) + 1,
                             equals - before.rfind('\n', equals) - 1);
    };
    EXPECT_EQ(key_before(profile.trust.receipt_signer), "receipt_signer");
    EXPECT_EQ(key_before(profile.trust.receipt_signers_before[0]), "receipt_signers_before");
    EXPECT_EQ(key_before(profile.trust.centre_encryption), "centre_encryption");
    EXPECT_EQ(key_before(profile.trust.vault), "vault");
    EXPECT_EQ(key_before(profile.trust.recovery), "recovery");
    EXPECT_EQ(key_before(profile.trust.issuing[0]), "issuing");
}

TEST(Custody, IsAllowedOnlyAsItIsUnlessMoreIsNamed) {
    const auto file = parse_profile(shortest() + "\n[keys]\ncustody = \"file\"\n");
    ASSERT_TRUE(file);
    EXPECT_EQ(file->keys.custody_allowed, std::vector{CustodyKind::file});
    const auto cloud = parse_profile(shortest());
    EXPECT_EQ(cloud->keys.custody_allowed, std::vector{CustodyKind::cloud});
}

TEST(Custody, InTheCloudNeedsAVaultWhereverItIsAllowed) {
    auto profile = example();
    profile.trust.vault.clear();
    profile.keys.custody = CustodyKind::file;
    profile.keys.custody_allowed = {CustodyKind::file};
    EXPECT_TRUE(taken(compose_profile(profile)));
    profile.keys.custody_allowed = {CustodyKind::file, CustodyKind::cloud};
    EXPECT_FALSE(taken(compose_profile(profile)));
}

TEST(Texts, OfAProfileMayBeAPageLongAndNotMore) {
    const auto law = [](std::size_t octets) {
        return shortest() + "\n[rules]\nlegal_reference = \"" + std::string(octets, 'x') + "\"\n";
    };
    EXPECT_TRUE(taken(law(16 * 1024)));
    EXPECT_FALSE(taken(law(16 * 1024 + 1)));
    EXPECT_FALSE(taken(replaced(shortest(), "code = \"211011\"", "code = \"\"")));
    EXPECT_FALSE(taken(shortest() + "ca_names = [\"\"]\n"));
    EXPECT_FALSE(taken(replaced(shortest(), "agency_key = \"", "agency_key = \"?")));
    EXPECT_FALSE(taken(shortest() + "issuing = true\n"));
}

TEST(Profile, IsReadUpToItsLimitAndNoFurther) {
    auto text = shortest() + "\n#";
    text.resize(largest_profile, 'x');
    EXPECT_EQ(text.size(), 262'144U);
    EXPECT_TRUE(parse_profile(text));
    EXPECT_TRUE(parse_profile(text + "x").failed_with(Code::profile_too_large));
}

TEST(Addresses, HaveAHostAndNothingThatCouldMislead) {
    for (const auto* good : {"https://a", "https://a.example.kg:8443/x/y", "https://[::1]:8443"}) {
        EXPECT_TRUE(is_address(good, Scheme::https_only)) << good;
    }
    EXPECT_TRUE(is_address("http://a", Scheme::http_too));
    for (const auto* bad :
         {"", "https://", "https:///a", "https://a/", "https://a/b?c", "https://a/b#c",
          "https://u@a", "https://a/\"b", "https://a\\b", "https://a/\x7f", "https://a/ b",
          "https://a_b", "https://:1", "http://", "HTTPS://a", "https:/a"}) {
        EXPECT_FALSE(is_address(bad, Scheme::http_too)) << bad;
    }
    EXPECT_FALSE(is_address("http://a", Scheme::https_only));
}

TEST(DottedOid, IsSpelledAsItsStandardSays) {
    for (const auto* good : {"0.0", "0.39", "1.39.5", "2.40", "2.999.1", "1.3.6.1.4.1.99999.1.1"}) {
        EXPECT_TRUE(is_dotted_oid(good)) << good;
    }
    for (const auto* bad : {"", ".", "1", "1.", ".1", "1..2", "0.40", "1.40", "1.100", "3.1",
                            "1.02", "1.2.a", "10.1", "1.2 "}) {
        EXPECT_FALSE(is_dotted_oid(bad)) << bad;
    }
    std::string longest = "2.1";
    while (longest.size() < 128) {
        longest += longest.size() == 127 ? "1" : ".1";
    }
    EXPECT_EQ(longest.size(), 128U);
    EXPECT_TRUE(is_dotted_oid(longest));
    EXPECT_FALSE(is_dotted_oid(longest + "1"));
}

TEST(WeakAlgorithms, AreKnownByName) {
    for (const auto* weak :
         {"rsa-1", "rsa-1024", "rsa-2048", "rsa-3071", "rsa", "dsa", "dsa-3072", "ec-p160",
          "ec-p192", "ec-p224", "rsa1024", "secp192r1", "secp224r1"}) {
        EXPECT_TRUE(is_weak_algorithm(weak)) << weak;
    }
    for (const auto* other :
         {"rsa-3072", "rsa-4096", "ec-p256", "ec-p384", "", "rsa-", "rsa-2048x"}) {
        EXPECT_FALSE(is_weak_algorithm(other)) << other;
    }
}

TEST(Device, IsClaimedByEitherPolicyOfQualifiedDevices) {
    for (const auto* policy : {"0.4.0.194112.1.2", "0.4.0.194112.1.3"}) {
        EXPECT_TRUE(parse_profile(shortest() + "\n[certificate]\npolicies = [\"1.2.3\", \"" +
                                  policy + "\"]\n")
                        .failed_with(Code::profile_device_evidence))
            << policy;
    }
    EXPECT_TRUE(taken(shortest() + "\n[certificate]\npolicies = [\"0.4.0.194112.1.0\"]\n"));
    EXPECT_TRUE(taken(shortest() + "\n[certificate]\nqc_sscd = false\nsscd_evidence = \"\"\n"));
}

TEST(Names, OfCustodyAndAlgorithmsAreTheProfiles) {
    EXPECT_EQ(to_text(KeyAlgorithm::rsa_3072), "rsa-3072");
    EXPECT_EQ(to_text(KeyAlgorithm::ec_p256), "ec-p256");
    EXPECT_EQ(to_text(CustodyKind::cloud), "cloud");
    EXPECT_EQ(to_text(CustodyKind::file), "file");
}

TEST(Defaults, AreThoseOfTheReadme) {
    const OfficeProfile none;
    EXPECT_FALSE(none.practice);
    EXPECT_EQ(none.phone_region, "KG");
    EXPECT_EQ(none.keys.password_rounds, 600'000U);
    EXPECT_EQ(none.keys.password_length, 8U);
    EXPECT_EQ(none.certificate.validity_days, 366U);
    EXPECT_TRUE(none.certificate.qc_compliance);
    EXPECT_EQ(none.certificate.qc_type, "esign");
    EXPECT_EQ(none.certificate.qc_legislation, "KG");
    EXPECT_EQ(none.agreement.terms_version, "3");
    EXPECT_EQ(none.agreement.languages, (std::vector{Language::ky, Language::ru}));
    EXPECT_EQ(none.limits.answer_octets, 1'048'576U);
    EXPECT_EQ(none.limits.portrait_octets, 10'485'760U);
    EXPECT_EQ(none.limits.portrait_pixels, 50'000'000U);
    EXPECT_EQ(none.limits.connect_timeout, 10s);
    EXPECT_EQ(none.limits.request_timeout, 60s);
    EXPECT_EQ(none.limits.waiting_poll, 60s);
    EXPECT_EQ(none.limits.waiting_longest, std::chrono::days(14));
    EXPECT_EQ(none.limits.key_lifetime, 15min);
    EXPECT_EQ(none.limits.idle_lock, 5min);
    EXPECT_EQ(none.clock.difference, 5min);
    EXPECT_EQ(none.clock.set_back, 1min);
    EXPECT_EQ(none.clock.forward, std::chrono::days(180));
    EXPECT_EQ(none.retention, (Retention{30, 7}));
}

} // namespace
} // namespace koltamga::profile

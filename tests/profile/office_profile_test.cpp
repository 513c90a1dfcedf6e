#include "profile/office_profile.h"

#include "base/file.h"
#include "crypto/hash.h"
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

// The failure of a text; its detail without the place.
std::string trouble(const std::string& text, Code code) {
    const auto profile = parse_profile(text);
    if (profile) {
        ADD_FAILURE() << "taken as good";
        return {};
    }
    EXPECT_EQ(name_of(profile.failure().code), name_of(code)) << profile.failure().detail;
    return profile.failure().detail;
}

TEST(OfficeProfile, IsAPageBecauseMostHasDefaults) {
    const auto profile = parse_profile(shortest());
    ASSERT_TRUE(profile) << profile.failure().detail;
    EXPECT_EQ(*profile, example());
    EXPECT_EQ(profile->rules.full_age, 18);
    EXPECT_EQ(profile->keys.algorithm, KeyAlgorithm::rsa_3072);
    EXPECT_EQ(profile->keys.custody, CustodyKind::cloud);
    EXPECT_EQ(profile->certificate.key_usage, std::vector<std::string>{"nonRepudiation"});
    EXPECT_EQ(profile->office.utc_offset_minutes, 360);
}

TEST(OfficeProfile, NamesTheAuthorityInEveryLanguageAndIdentifiesIt) {
    const auto profile = parse_profile(shortest());
    ASSERT_TRUE(profile);
    EXPECT_EQ(profile->authority.name[1], "Учебный центр");
    EXPECT_EQ(profile->authority.identification[2], "no legal person");
    const auto renamed =
        trouble(replaced(shortest(), "[authority]", "[autority]"), Code::profile_schema);
    EXPECT_NE(renamed.find("did you mean 'authority'"), std::string::npos) << renamed;
    const auto nameless =
        trouble(replaced(shortest(), "ru = \"Учебный центр\", ", ""), Code::profile_schema);
    EXPECT_NE(nameless.find("[authority.name] ru is missing"), std::string::npos) << nameless;
    const auto empty =
        trouble(replaced(shortest(), "\"no legal person\"", "\"\""), Code::profile_schema);
    EXPECT_NE(empty.find("[authority.identification] en is empty"), std::string::npos) << empty;
}

TEST(OfficeProfile, IsNamedByWhatIsWrongInIt) {
    const auto path = std::filesystem::path(testing::TempDir()) / "koltamga-profile-named.toml";
    ASSERT_TRUE(write_file(path, bytes_of(replaced(shortest(), "version = 7", "version = \"7\""))));
    const auto loaded = load_profile(path);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.failure().where.value().file, path.string());
    EXPECT_EQ(loaded.failure().where.value().line, 3U);
    std::filesystem::remove(path);
}

TEST(OfficeProfile, ReadsBackWhatWasWritten) {
    auto profile = example();
    EXPECT_EQ(*parse_profile(compose_profile(profile)), profile);

    profile.version = 1'000'000'000;
    profile.practice = false;
    profile.office.address = {"Бишкек \"1\"", "г. Бишкек\\2", "Line one\nline\ttwo \x01 \x7f"};
    profile.office.utc_offset_minutes = -180;
    profile.endpoints.crl = "http://crl.example.kg/ca.crl";
    profile.trust.issuing = {a_certificate(), a_certificate()};
    profile.trust.ca_names = {"CN=Practice Issuing CA,C=KG"};
    profile.keys.algorithm = KeyAlgorithm::ec_p256;
    profile.keys.custody = CustodyKind::file;
    profile.keys.custody_allowed = {CustodyKind::file};
    profile.trust.vault.clear();
    profile.keys.password_rounds = 1'000'000;
    profile.certificate.policies = {"1.2.3.4", "2.999.1"};
    profile.certificate.key_usage = {"digitalSignature", "nonRepudiation"};
    profile.certificate.validity_days = 365;
    profile.certificate.qc_type = "";
    profile.certificate.qc_legislation = "";
    profile.certificate.subject = {{"CN", "{given_names} {surname}"}, {"1.2.643.100.4", "{pin}"}};
    profile.rules.version = "2026-2";
    profile.rules.legal_reference = "Law No. 128 of 19 July 2017";
    profile.rules.leap_birthday = domain::LeapBirthday::last_of_february;
    profile.rules.pin = {"0123", false};
    profile.rules.register_required = true;
    profile.rules.documents = {
        {"id-card", "2027", "I", {"IE", "IF"}, 7, true, false, {"карта", "карта", "card"}}};
    profile.agreement.languages = {Language::en};
    profile.agreement.law = {"мыйзам", "закон", "law"};
    profile.limits.portrait_octets = 65536;
    profile.limits.connect_timeout = 100ms;
    profile.limits.waiting_poll = 1s;
    profile.clock.forward = 1h;
    profile.retention = {30, 1};
    profile.phone_region = "KZ";
    const auto back = parse_profile(compose_profile(profile));
    ASSERT_TRUE(back) << back.failure().detail;
    EXPECT_EQ(*back, profile);
}

TEST(OfficeProfile, NamesTheLineOfAnUnknownKeyAndWhatWouldBeRight) {
    const auto detail = trouble(shortest() + "\n[rules]\nfull_agee = 18\n", Code::profile_schema);
    EXPECT_NE(
        detail.find("unknown key 'full_agee' in [rules]; did you mean 'full_age'?; known: id,"),
        std::string::npos)
        << detail;
    const auto text = shortest();
    const auto lines = std::count(text.begin(), text.end(), '\n');
    EXPECT_EQ(detail.find("line " + std::to_string(lines + 3) + ", column 1: "), 0U) << detail;
    EXPECT_NE(trouble(shortest() + "[colours]\n", Code::profile_schema)
                  .find("unknown key 'colours' at the top; known: profile, authority, office"),
              std::string::npos);
}

TEST(OfficeProfile, RefusesWhatIsMissing) {
    for (const auto* line : {"id = \"practice\"\n", "version = 7\n", "code = \"211011\"\n",
                             "url = \"https://127.0.0.1:8443\"\n"}) {
        EXPECT_NE(trouble(replaced(shortest(), line, ""), Code::profile_schema).find("is missing"),
                  std::string::npos)
            << line;
    }
    EXPECT_EQ(trouble("", Code::profile_schema), "[profile] is missing");
    EXPECT_NE(trouble(replaced(shortest(), "vault = ", "# "), Code::profile_malformed), "");
    const auto no_vault = replaced(compose_profile([] {
                                       auto profile = example();
                                       profile.trust.vault.clear();
                                       return profile;
                                   }()),
                                   "# Koltamga", "# K");
    EXPECT_NE(trouble(no_vault, Code::profile_schema).find("vault is missing"), std::string::npos);
}

struct Wrong {
    const char* lines;
    Code code;
    const char* detail;
};

const Wrong wrongs[] = {
    {"[rules]\nfull_age = \"18\"", Code::profile_schema,
     "[rules] full_age is a text in quotes; right would be a whole number"},
    {"[rules]\nfull_age = 18.0", Code::profile_schema, "right would be a whole number"},
    {"[rules]\nfull_age = 13", Code::profile_schema, "right would be 14 to 30"},
    {"[rules]\nfull_age = 99999999999", Code::profile_schema, "out of range"},
    {"[rules]\nleap_birthday = \"29 February\"", Code::profile_schema,
     "one of: 1 March, 28 February"},
    {"[rules]\npin_first_digits = \"\"", Code::profile_schema, "digits, each once"},
    {"[rules]\npin_first_digits = \"11\"", Code::profile_schema, "digits, each once"},
    {"[rules]\npin_first_digits = \"1a\"", Code::profile_schema, "digits, each once"},
    {"[rules]\npin_check_digit = 1", Code::profile_schema, "right would be true or false"},
    {"rules = 3", Code::profile_schema, "unknown key 'rules'"},
    {"[keys]\nalgorithm = \"rsa-1024\"", Code::profile_weak_key, "too weak"},
    {"[keys]\nalgorithm = \"rsa-2047\"", Code::profile_weak_key, "too weak"},
    {"[keys]\nalgorithm = \"rsa-2048\"", Code::profile_weak_key, "too weak"},
    {"[keys]\nalgorithm = \"rsa-3071\"", Code::profile_weak_key, "too weak"},
    {"[keys]\nalgorithm = \"rsa-0\"", Code::profile_weak_key, "too weak"},
    {"[keys]\nalgorithm = \"ec-p192\"", Code::profile_weak_key, "too weak"},
    {"[keys]\nalgorithm = \"dsa-2048\"", Code::profile_weak_key, "too weak"},
    {"[keys]\nalgorithm = \"rsa-4096\"", Code::profile_schema, "one of: rsa-3072, ec-p256"},
    {"[keys]\nalgorithm = \"\"", Code::profile_schema, "one of: rsa-3072, ec-p256"},
    {"[keys]\nalgorithm = 3072", Code::profile_schema, "right would be a text in quotes"},
    {"[keys]\ncustody = \"token\"", Code::profile_custody_unavailable, "one of: cloud, file"},
    {"[keys]\ncustody = \"remote\"", Code::profile_custody_unavailable, "one of: cloud, file"},
    {"[keys]\ncustody_allowed = [\"cloud\", \"token\"]", Code::profile_custody_unavailable,
     "not available"},
    {"[keys]\ncustody = \"paper\"", Code::profile_schema, "one of: cloud, file"},
    {"[keys]\ncustody = \"file\"\ncustody_allowed = [\"cloud\"]", Code::profile_schema,
     "lacks custody itself"},
    {"[keys]\npassword_rounds = 1000", Code::profile_schema, "right would be 600000 to"},
    {"[keys]\npassword_length = 4", Code::profile_schema, "right would be 8 to"},
    {"[certificate]\nqc_sscd = true", Code::profile_device_evidence, "made in software"},
    {"[certificate]\nqc_sscd = true\nsscd_evidence = \"CC EAL4+\"", Code::profile_device_evidence,
     "made in software"},
    {"[certificate]\npolicies = [\"0.4.0.194112.1.2\"]", Code::profile_device_evidence,
     "made in software"},
    {"[certificate]\npolicies = [\"policy\"]", Code::profile_schema, "dotted OIDs"},
    {"[certificate]\npolicies = [\"1.2.\"]", Code::profile_schema, "dotted OIDs"},
    {"[certificate]\npolicies = [\"0.99\"]", Code::profile_schema, "dotted OIDs"},
    {"[certificate]\npolicies = [\"1.40.1\"]", Code::profile_schema, "dotted OIDs"},
    {"[certificate]\npolicies = [\"1.2.03\"]", Code::profile_schema, "dotted OIDs"},
    {"[certificate]\npolicies = [\"01.2.3\"]", Code::profile_schema, "dotted OIDs"},
    {"[certificate]\npolicies = [\"3.1\"]", Code::profile_schema, "dotted OIDs"},
    {"[certificate]\npolicies = [\"1..2\"]", Code::profile_schema, "dotted OIDs"},
    {"[certificate]\npolicies = [\"2\"]", Code::profile_schema, "dotted OIDs"},
    {"[certificate]\npolicies = [3]", Code::profile_schema, "list of texts"},
    {"[certificate]\npolicies = \"1.2.3\"", Code::profile_schema, "right would be a list"},
    {"[certificate]\nkey_usage = [\"keyCertSign\"]", Code::profile_schema, "nonRepudiation"},
    {"[certificate]\nkey_usage = []", Code::profile_schema, "key_usage is empty"},
    {"[certificate]\nsscd_evidence = \"CC EAL4+\"", Code::profile_device_evidence,
     "made in software"},
    {"[certificate]\nsubject = [{ attribute = \"surename\", value = \"{surname}\" }]",
     Code::profile_schema, "attribute that nobody knows"},
    {"[certificate]\nsubject = [{ attribute = \"2.5.4.03\", value = \"{surname}\" }]",
     Code::profile_schema, "attribute that nobody knows"},
    {"[certificate]\nvalidity_days = 367", Code::profile_schema, "right would be 1 to 366"},
    {"[certificate]\nqc_type = \"seal\"", Code::profile_schema, "one of: esign"},
    {"[certificate]\nqc_legislation = \"Kyrgyzstan\"", Code::profile_schema, "two capital letters"},
    {"[certificate]\nsubject = []", Code::profile_schema, "subject is empty"},
    {"[certificate]\nsubject = [{ attribute = \"CN\", value = \"{name}\" }]", Code::profile_schema,
     "unknown placeholder"},
    {"[certificate]\nsubject = [{ attribute = \"CN\" }]", Code::profile_schema, "value is missing"},
    {"[certificate]\nsubject = [\"CN\"]", Code::profile_schema, "list of tables"},
    {"[[documents]]\nid = \"id-card\"", Code::profile_schema, "mrz_code is missing"},
    {"[[documents]]\nid = \"a\"\nmrz_code = \"I\"\nseries = []", Code::profile_schema, "is empty"},
    {"[[documents]]\nid = \"a\"\nmrz_code = \"I\"\nseries = [\"id\"]", Code::profile_schema,
     "capital Latin letters"},
    {"[[documents]]\nid = \"a\"\nmrz_code = \"I\"\nseries = [\"ID\", \"A\"]\ndigits = 7",
     Code::profile_schema, "nine places"},
    {"[[documents]]\nid = \"a\"\nmrz_code = \"I\"\nseries = [\"ID\"]\ndigits = 6",
     Code::profile_schema, "nine places"},
    {"[documents]\nid = \"a\"", Code::profile_schema, "right would be a list"},
    {"[[documents]]\nid = \"a\"\nmrz_code = \"I\"\nseries = [\"AB\"]\nname = \"card\"",
     Code::profile_schema, "[documents] name"},
    {"[[documents]]\nid = \"a\"\nmrz_code = \"I\"\nseries = [\"AB\"]\n"
     "name = { ky = \"a\", ru = \"b\", en = \"c\" }\n"
     "[[documents]]\nid = \"a\"\nmrz_code = \"I\"\nseries = [\"AC\"]\n"
     "name = { ky = \"a\", ru = \"b\", en = \"d\" }",
     Code::profile_schema, "[documents] name differs from another row's of the same id"},
    {"[limits]\nanswer_octets = 1", Code::profile_schema, "out of range"},
    {"[limits]\nkey_lifetime_minutes = 16", Code::profile_schema, "right would be 1 to 15"},
    {"[limits]\nidle_lock_minutes = 6", Code::profile_schema, "right would be 1 to 5"},
    {"[limits]\nconnect_timeout_ms = -1", Code::profile_schema, "out of range"},
    {"[clock]\nforward_hours = 0", Code::profile_schema, "out of range"},
    {"[retention]\nafter_receipt_days = 99999", Code::profile_schema, "out of range"},
    {"[office.extra]\na = 1", Code::profile_schema, "unknown key 'extra' in [office]"},
    {"[contact]\nphone_region = 996", Code::profile_schema, "right would be a text"},
};

TEST(OfficeProfile, RefusesEachMistakeForItsOwnReason) {
    for (const auto& row : wrongs) {
        auto text = shortest() + '\n' + row.lines + '\n';
        if (std::string(row.lines) == "rules = 3") { // belongs to the last table, [trust]
            text = shortest() + "rules = 3\n";
        }
        const auto detail = trouble(text, row.code);
        EXPECT_NE(detail.find(row.detail), std::string::npos) << row.lines << " → " << detail;
        EXPECT_EQ(detail.find("line "), 0U) << detail;
    }
}

TEST(OfficeProfile, RefusesMistakesInTheAgreement) {
    const std::string law = "law = { ky = \"мыйзам\", ru = \"закон\", en = \"law\" }";
    const std::pair<std::string, std::string> rows[] = {
        {law + "\nlanguages = []", "[agreement] languages make no paper"},
        {law + "\nlanguages = [\"de\"]", "one of: ky, ru, en"},
        {law + "\nlanguages = [\"ru\", \"en\"]", "[agreement] languages make no paper"},
        {law + "\nlanguages = [\"ru\", \"ky\"]", "or ky, ru"},
        {law + "\nlanguages = [\"ky\", \"ky\"]", "make no paper"},
        {law + "\nlanguages = [\"ky\", \"ru\", \"en\"]", "make no paper"},
        {"law = { ky = \"a\", ru = \"b\" }", "en is missing"},
        {"law = { ky = \"a\", ru = \"b\", en = \"\" }", "en is empty"},
        {"terms_version = \"2\"", "[agreement] law is missing"},
    };
    for (const auto& [lines, detail] : rows) {
        const auto said = trouble(replaced(shortest(), law, lines), Code::profile_schema);
        EXPECT_NE(said.find(detail), std::string::npos) << lines << " → " << said;
    }
    const auto none = replaced(shortest(), "[agreement]\n" + law + "\n", "");
    EXPECT_EQ(trouble(none, Code::profile_schema), "[agreement] is missing");
}

TEST(OfficeProfile, TakesEachLanguageAloneAndTheCountrysTwoTogether) {
    const std::pair<const char*, std::vector<Language>> rows[] = {
        {"[\"ky\"]", {Language::ky}},
        {"[\"ru\"]", {Language::ru}},
        {"[\"en\"]", {Language::en}},
        {"[\"ky\", \"ru\"]", {Language::ky, Language::ru}}};
    for (const auto& [list, languages] : rows) {
        const auto text = replaced(shortest(), "[agreement]\n",
                                   std::string("[agreement]\nlanguages = ") + list + "\n");
        const auto profile = parse_profile(text);
        ASSERT_TRUE(profile) << list << ": " << profile.failure().detail;
        EXPECT_EQ(profile->agreement.languages, languages);
    }
}

TEST(OfficeProfile, SpeaksOfTheFirstMistakeByLine) {
    const auto text = "[limits]\nanswer_octets = 1\n" + shortest() + "\n[rules]\nfull_age = 1\n";
    EXPECT_EQ(trouble(text, Code::profile_schema).find("line 2, "), 0U);
}

TEST(OfficeProfile, TakesOnlyAddressesItCanTrust) {
    for (const auto* url :
         {"http://127.0.0.1:8443", "https://", "https://a/", "https://a b", "ftp://a",
          "https://user@a", "https://a?b", "https://a#b", "centre.example", "https://a\\\\b",
          "https://:80", "file:///etc/passwd", "https://a\\nb"}) {
        const auto text = replaced(shortest(), "https://127.0.0.1:8443", url);
        EXPECT_NE(trouble(text, Code::profile_schema).find("is no address"), std::string::npos)
            << url;
    }
    const auto text = replaced(shortest(), "[trust]", "crl = \"http://crl.example.kg\"\n[trust]");
    ASSERT_TRUE(parse_profile(text));
    EXPECT_EQ(parse_profile(text)->endpoints.crl, "http://crl.example.kg");
    EXPECT_FALSE(
        parse_profile(replaced(shortest(), "[trust]", "cmp = \"http://ca.example.kg\"\n[trust]")));
}

TEST(OfficeProfile, TakesOnlyCertificates) {
    const auto good = a_certificate();
    auto broken = good;
    broken[good.size() / 2] = broken[good.size() / 2] == 'A' ? 'B' : 'A';
    EXPECT_NE(trouble(replaced(shortest(), good, "no certificate"), Code::profile_schema)
                  .find("[trust] roots is no certificate"),
              std::string::npos);
    EXPECT_FALSE(parse_profile(replaced(shortest(), good, good.substr(0, good.size() / 2))));
    EXPECT_NE(
        trouble(replaced(shortest(), "\"\"\"\n" + good + "\"\"\"", "true"), Code::profile_schema)
            .find("right would be PEM"),
        std::string::npos);
}

class CertificateBesideTheProfile : public testing::Test {
  protected:
    CertificateBesideTheProfile()
        : folder_(std::filesystem::path(testing::TempDir()) / "koltamga-profile-test") {
        std::filesystem::remove_all(folder_);
        EXPECT_TRUE(make_private_folder(folder_));
        EXPECT_TRUE(write_file(folder_ / "root.pem", bytes_of(a_certificate())));
    }
    ~CertificateBesideTheProfile() override { std::filesystem::remove_all(folder_); }

    Result<OfficeProfile> with_root(const std::string& file, const std::string& sha256) const {
        const auto pem = "\"\"\"\n" + a_certificate() + "\"\"\"\n";
        return parse_profile(
            replaced(shortest(), pem, "{ file = \"" + file + "\", sha256 = \"" + sha256 + "\" }"),
            folder_);
    }

    std::filesystem::path folder_;
    std::string sha256_ = hex(crypto::sha256(bytes_of(a_certificate())));
};

TEST_F(CertificateBesideTheProfile, IsTakenByNameAndHash) {
    const auto profile = with_root("root.pem", sha256_);
    ASSERT_TRUE(profile) << profile.failure().detail;
    EXPECT_EQ(*profile, example());
}

TEST_F(CertificateBesideTheProfile, IsRefusedWhenItIsAnotherOrElsewhere) {
    EXPECT_TRUE(
        with_root("root.pem", std::string(64, '0')).failed_with(Code::profile_certificate_file));
    EXPECT_TRUE(with_root("other.pem", sha256_).failed_with(Code::profile_certificate_file));
    for (const auto* name : {"../root.pem", "/etc/hostname", ".root.pem", "a/root.pem", "C:root",
                             "..", "a\\\\root.pem"}) {
        EXPECT_TRUE(with_root(name, sha256_).failed_with(Code::profile_certificate_file)) << name;
    }
    EXPECT_TRUE(with_root("root.pem", "").failed_with(Code::profile_schema));
}

TEST_F(CertificateBesideTheProfile, LoadsFromTheProfilesFolder) {
    const auto pem = "\"\"\"\n" + a_certificate() + "\"\"\"\n";
    const auto text =
        replaced(shortest(), pem, "{ file = \"root.pem\", sha256 = \"" + sha256_ + "\" }");
    ASSERT_TRUE(write_file(folder_ / "profile.toml", bytes_of(text)));
    const auto loaded = load_profile(folder_ / "profile.toml");
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->profile, example());
    EXPECT_EQ(loaded->text, text);
    EXPECT_TRUE(load_profile(folder_ / "none.toml").failed_with(Code::file_unreadable));
    ASSERT_TRUE(write_file(folder_ / "big.toml", Bytes(10 * 1024 * 1024, 'a')));
    EXPECT_TRUE(load_profile(folder_ / "big.toml").failed_with(Code::file_too_large));
}

// Where the file is away, a copy that is named by its hash will do, and nothing else.
TEST_F(CertificateBesideTheProfile, IsTakenFromACopyNamedByItsHash) {
    const auto pem = "\"\"\"\n" + a_certificate() + "\"\"\"\n";
    const auto text =
        replaced(shortest(), pem, "{ file = \"root.pem\", sha256 = \"" + sha256_ + "\" }");
    ASSERT_TRUE(write_file(folder_ / "profile.toml", bytes_of(text)));
    const auto beside = load_profile(folder_ / "profile.toml");
    ASSERT_TRUE(beside);
    ASSERT_EQ(beside->certificate_files.size(), 1U);
    EXPECT_EQ(text_of(beside->certificate_files.front()), a_certificate());
    const auto copies = folder_ / "copies";
    ASSERT_TRUE(make_private_folder(copies));
    std::filesystem::rename(folder_ / "root.pem", copies / sha256_);
    EXPECT_TRUE(load_profile(folder_ / "profile.toml").failed_with(Code::profile_certificate_file));
    const auto copied = load_profile(folder_ / "profile.toml", copies);
    ASSERT_TRUE(copied) << copied.failure().detail;
    EXPECT_EQ(copied->profile, example());
    EXPECT_EQ(copied->certificate_files, beside->certificate_files);
    ASSERT_TRUE(write_file(folder_ / "root.pem", bytes_of("another by now")));
    EXPECT_TRUE(load_profile(folder_ / "profile.toml", copies));
    ASSERT_TRUE(write_file(copies / sha256_, bytes_of(a_certificate() + "\n")));
    EXPECT_TRUE(
        load_profile(folder_ / "profile.toml", copies).failed_with(Code::profile_certificate_file));
}

TEST(OfficeProfile, RefusesHostileTextsQuickly) {
    const auto start = std::chrono::steady_clock::now();
    EXPECT_TRUE(
        parse_profile(std::string(10 * 1024 * 1024, 'a')).failed_with(Code::profile_too_large));
    std::string dots;
    for (int i = 0; i < 100'000; ++i) {
        dots += "a.";
    }
    const std::string brackets(100'000, '[');
    std::string rows;
    for (int i = 0; i < 30'000; ++i) {
        rows += "[[a]]\n";
    }
    std::string braces = "a = ";
    for (int i = 0; i < 20'000; ++i) {
        braces += "{ a = ";
    }
    for (const auto& text :
         {dots + "a = 1", "a = " + brackets, brackets, braces, "[" + dots + "a]",
          std::string("a = \"\\ud800\""), std::string("a = \"\xff\""), std::string("\0", 1),
          std::string("a ="), std::string("= 1"), std::string("a = \"\"\"")}) {
        EXPECT_TRUE(parse_profile(text).failed_with(Code::profile_malformed)) << text.substr(0, 40);
    }
    for (const auto& text : {rows, std::string("a = 1\na = 2"), std::string("a = 2026-02-30")}) {
        EXPECT_TRUE(parse_profile(text).failed_with(Code::profile_schema)) << text.substr(0, 40);
    }
    EXPECT_LT(std::chrono::steady_clock::now() - start, 20s);
}

} // namespace
} // namespace koltamga::profile

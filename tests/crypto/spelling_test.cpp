// Structures by their octets: what is written, and what of the same kind is not taken.
#include "crypto/certificate_request.h"
#include "crypto/der.h"
#include "crypto/openssl.h"
#include "tests/crypto/made.h"

#include <functional>

namespace koltamga::test {
namespace {

TEST(DerInteger, IsTheShortestOfEightOctets) {
    const std::pair<const char*, std::optional<std::int64_t>> table[] = {
        {"", std::nullopt},
        {"00", 0},
        {"01", 1},
        {"7f", 127},
        {"0080", 128},
        {"00ff", 255},
        {"ff", -1},
        {"80", -128},
        {"ff7f", -129},
        {"0100", 256},
        {"007f", std::nullopt},
        {"0000", std::nullopt},
        {"ff80", std::nullopt},
        {"ffff", std::nullopt},
        {"7fffffffffffffff", INT64_MAX},
        {"8000000000000000", INT64_MIN},
        {"00ffffffffffffffff", std::nullopt},
    };
    for (const auto& [content, value] : table) {
        EXPECT_EQ(der::integer_value(*from_hex(content)), value) << content;
    }
}

TEST(DerElement, IsSpelledAsX690Says) {
    EXPECT_EQ(hex(der::null()), "0500");
    EXPECT_EQ(hex(der::oid("1.2.840.113549.1.1.11")), "06092a864886f70d01010b");
    EXPECT_EQ(hex(der::sequence({der::null(), der::integer(1)})), "30050500020101");
    EXPECT_EQ(hex(der::integer(3, der::enumerated_tag)), "0a0103");
    EXPECT_EQ(hex(der::integer(255)), "020200ff");
    EXPECT_EQ(hex(der::integer(65536)), "0203010000");
    EXPECT_EQ(der::around(0), 0xa0);
    EXPECT_EQ(der::instead(6), 0x86);
    EXPECT_EQ(hex(der::bit_list(0x8000)), "03020780");
    EXPECT_EQ(hex(der::bit_list(0x0100)), "03020001");
    EXPECT_EQ(hex(der::bit_list(0x8180)), "0303078180");
    EXPECT_EQ(hex(der::element(0x04, Bytes(128))).substr(0, 6), "048180");
    EXPECT_EQ(hex(der::element(0x04, Bytes(256))).substr(0, 8), "04820100");
}

TEST(DerReader, TakesWhatHasTheTagAndLeavesTheRest) {
    const auto both = der::joined({der::null(), der::integer(5)});
    der::Reader reader(both);
    EXPECT_FALSE(reader.next(der::integer_tag));
    EXPECT_TRUE(reader.next(der::null_tag));
    const auto number = reader.next();
    ASSERT_TRUE(number);
    EXPECT_EQ(number->tag, der::integer_tag);
    EXPECT_EQ(hex(number->whole), "020105");
    EXPECT_EQ(hex(number->content), "05");
    EXPECT_TRUE(reader.at_end());
    EXPECT_FALSE(reader.next());
    EXPECT_FALSE(der::only(both, der::null_tag));
    EXPECT_FALSE(der::only(der::null(), der::integer_tag));
    EXPECT_TRUE(der::only(der::null(), der::null_tag));
    EXPECT_EQ(der::oid_text(*from_hex("2a03")), "1.2.3");
    EXPECT_FALSE(der::oid_text({}));
}

TEST(DerReader, TakesLengthsOfFourOctetsAndNoMore) {
    const auto longest = der::element(der::octet_string_tag, Bytes(std::size_t{1} << 24U));
    EXPECT_EQ(hex(BytesView(longest).first(6)), "048401000000");
    ASSERT_TRUE(der::only(longest, der::octet_string_tag));
    EXPECT_FALSE(der::only(BytesView(longest).first(longest.size() - 1), der::octet_string_tag));
    const Bytes longer = {0x04, 0x85, 0x01, 0, 0, 0, 0};
    EXPECT_FALSE(der::Reader(longer).next());
}

// ETSI EN 319 412-5 §4.2 and §4.3, by hand.
TEST(QualifiedStatement, IsSpelledAsEtsiSays) {
    EXPECT_EQ(qc::make_compliance().oid, "0.4.0.1862.1.1");
    EXPECT_EQ(qc::make_sscd().oid, "0.4.0.1862.1.4");
    EXPECT_EQ(qc::make_type().oid, "0.4.0.1862.1.6");
    EXPECT_EQ(hex(qc::make_type().info), "3009060704008e46010601");
    EXPECT_EQ(hex(qc::make_type({qc::type_eseal, qc::type_web}).info),
              "3012060704008e46010602060704008e46010603");
    EXPECT_EQ(qc::make_legislation({}).oid, "0.4.0.1862.1.7");
    EXPECT_EQ(hex(qc::make_legislation({"KG", "KZ"}).info), "300813024b4713024b5a");
    EXPECT_EQ(qc::make_pds({}).oid, "0.4.0.1862.1.5");
    EXPECT_EQ(hex(qc::make_pds({{"u", "ky"}}).info), "30093007160175"
                                                     "13026b79");
    EXPECT_EQ(qc::make_limit_value("KGS", 5, 2).oid, "0.4.0.1862.1.2");
    EXPECT_EQ(hex(qc::make_limit_value("KGS", 5, 2).info), "300b13034b4753"
                                                           "020105020102");
    EXPECT_EQ(qc::make_retention(10).oid, "0.4.0.1862.1.3");
    EXPECT_EQ(hex(qc::make_retention(10).info), "02010a");
}

Result<Certificate> with_only(const std::string& oid, const Bytes& der) {
    auto content = holder_template();
    content.key_usage.clear();
    content.policies.clear();
    content.qc_statements.clear();
    content.subject_key_id = content.authority_key_id = false;
    content.extensions = {{oid, false, der}};
    return Certificate::parse(*make_certificate_der(content, made().holder_key.public_key(),
                                                    made().issuing, made().issuing_key));
}

TEST(QualifiedStatement, ThatSaysMoreOrLessThanItMayIsRefused) {
    const auto statement = [](const char* oid, const Bytes& info) {
        return with_only("1.3.6.1.5.5.7.1.3",
                         der::sequence({der::sequence({der::oid(oid), info})}));
    };
    const auto text = [](std::uint8_t tag) { return der::element(tag, "KG"); };
    const auto esign = der::oid(qc::type_esign);
    EXPECT_TRUE(statement(qc::compliance, {}));
    EXPECT_FALSE(statement(qc::compliance, der::null()));
    EXPECT_TRUE(statement(qc::sscd, {}));
    EXPECT_FALSE(statement(qc::sscd, der::null()));
    EXPECT_TRUE(statement(qc::type, der::sequence({esign})));
    EXPECT_FALSE(statement(qc::type, {}));
    EXPECT_FALSE(statement(qc::type, der::sequence({})));
    EXPECT_FALSE(statement(qc::type, esign));
    EXPECT_FALSE(statement(qc::type, der::sequence({esign, der::null()})));
    EXPECT_TRUE(statement(qc::legislation, der::sequence({text(der::printable_tag)})));
    EXPECT_FALSE(statement(qc::legislation, der::sequence({text(der::utf8_tag)})));
    EXPECT_FALSE(statement(qc::legislation, {}));
    EXPECT_TRUE(statement("1.2.3", der::null())) << "what we do not know is not ours to judge";
}

TEST(Extension, AtTheEdgesOfWhatItMaySay) {
    const auto path_length = [](const char* octets) {
        const auto certificate = with_only(
            "2.5.29.19", der::sequence({Bytes{0x01, 0x01, 0xff},
                                        der::element(der::integer_tag, *from_hex(octets))}));
        return certificate ? certificate->path_length() : std::nullopt;
    };
    EXPECT_EQ(path_length("00"), 0);
    EXPECT_EQ(path_length("7f"), 127);
    EXPECT_EQ(path_length("0080"), 128);
    EXPECT_EQ(path_length("010000"), 65536);
    EXPECT_EQ(path_length("01000000"), std::nullopt);
    EXPECT_EQ(path_length("80"), std::nullopt);
    const auto two = der::sequence({der::oid(purpose::client), der::oid(purpose::ocsp)});
    EXPECT_EQ(with_only("2.5.29.37", two)->extended_key_usage(),
              (std::vector<std::string>{"1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.9"}));
    EXPECT_EQ(with_only("2.5.29.35", der::sequence({der::element(der::instead(0), Bytes{7, 8})}))
                  ->authority_key_id(),
              (Bytes{7, 8}));
    EXPECT_EQ(
        with_only("2.5.29.14", der::element(der::octet_string_tag, Bytes{9}))->subject_key_id(),
        Bytes{9});
}

TEST(Extension, OfPlacesIsReadForItsOwnKindOnly) {
    const auto place = [](const char* method, unsigned kind, const char* url) {
        return der::sequence({der::oid(method), der::element(der::instead(kind), url)});
    };
    const auto access = with_only("1.3.6.1.5.5.7.1.1",
                                  der::sequence({place("1.3.6.1.5.5.7.48.2", 6, "http://issuers"),
                                                 place("1.3.6.1.5.5.7.48.1", 6, "http://ocsp"),
                                                 place("1.3.6.1.5.5.7.48.1", 2, "name")}));
    ASSERT_TRUE(access) << detail_of(access);
    EXPECT_EQ(access->ocsp_urls(), std::vector<std::string>{"http://ocsp"});
    const auto point = [](const Bytes& name) {
        return der::sequence({der::element(der::around(0), der::element(der::around(0), name))});
    };
    const auto crl =
        with_only("2.5.29.31", der::sequence({point(der::element(der::instead(2), "name")),
                                              point(der::element(der::instead(6), "http://crl"))}));
    ASSERT_TRUE(crl) << detail_of(crl);
    EXPECT_EQ(crl->crl_urls(), std::vector<std::string>{"http://crl"});
}

// A certificate by hand, for what the builder cannot be made to say.
Bytes by_hand(const Bytes& serial, const char* from, const char* until, const Bytes& spki) {
    const auto algorithm = der::sequence({der::oid("1.2.840.10045.4.3.2")});
    return der::sequence(
        {der::sequence({der::element(der::around(0), der::integer(2)), serial, algorithm,
                        der::sequence({}),
                        der::sequence({der::element(0x17, from), der::element(0x17, until)}),
                        der::sequence({}), spki}),
         algorithm, der::element(der::bit_string_tag, Bytes{0, 1})});
}

TEST(Certificate, MadeByHandIsReadAsItSpellsItself) {
    const auto& spki = made().holder_key.public_key().spki();
    constexpr auto good = "261122090000Z";
    const auto serial = [&](const char* octets) {
        return Certificate::parse(
                   by_hand(der::element(der::integer_tag, *from_hex(octets)), good, good, spki))
            ->serial();
    };
    EXPECT_EQ(serial("05"), "05");
    EXPECT_EQ(serial("ff"), "-01");
    EXPECT_EQ(serial("00ab"), "ab");
    const auto five = der::integer(5);
    EXPECT_EQ(detail_of(Certificate::parse(by_hand(five, "261322090000Z", good, spki))),
              "validity-unreadable");
    EXPECT_EQ(detail_of(Certificate::parse(by_hand(five, good, "261122250000Z", spki))),
              "validity-unreadable");
    const auto no_key = der::sequence(
        {der::sequence({der::oid("1.2.3")}), der::element(der::bit_string_tag, Bytes{0, 1})});
    EXPECT_EQ(detail_of(Certificate::parse(by_hand(five, good, good, no_key))), "key-unreadable");
}

TEST(CertificateBuilder, NamesKeysByTheLeft160BitsOfTheirHash) {
    const auto& holder = made().holder;
    const auto print = holder.public_key().fingerprint();
    EXPECT_EQ(holder.subject_key_id(), Bytes(print.begin(), print.begin() + 20));
    EXPECT_NE(made().issue(holder_template()).serial(), made().issue(holder_template()).serial());
    for (int i = 0; i < 20; ++i) {
        const auto first = from_hex(made().issue(holder_template()).serial())->front();
        EXPECT_TRUE(first >= 0x40 && first < 0x80) << "positive, and of full length";
    }
    EXPECT_NE(holder.issuer_text().find("CN=Issuing"), std::string::npos);
}

TEST(CertificateBuilder, MakesCriticalWhatMustBeUnderstood) {
    auto content = holder_template();
    content.extended_key_usage = {purpose::client};
    content.basic_constraints = BasicConstraints{};
    content.dns_names = {"centre.example.com"};
    content.crl_urls = {"http://example.com/crl"};
    content.ocsp_urls = {"http://example.com/ocsp"};
    const auto text_of_it = [](const Certificate& certificate) {
        return run("openssl x509 -noout -text -inform DER -in " +
                   file_of("critical.der", certificate.der()))
            .text;
    };
    const auto holder = text_of_it(made().issue(content));
    for (const auto* expected :
         {"X509v3 Key Usage: critical", "X509v3 Basic Constraints: \n",
          "X509v3 Extended Key Usage: \n", "X509v3 Certificate Policies: \n", "qcStatements: \n",
          "X509v3 Subject Alternative Name: \n", "X509v3 CRL Distribution Points: \n",
          "Authority Information Access: \n", "X509v3 Subject Key Identifier: \n",
          "X509v3 Authority Key Identifier: \n"}) {
        EXPECT_NE(holder.find(expected), std::string::npos) << expected << holder;
    }
    EXPECT_NE(text_of_it(made().issuing).find("X509v3 Basic Constraints: critical"),
              std::string::npos);
}

TEST(CertificateRequest, IsSignedOverSha256) {
    for (const auto& [key, algorithm] : {std::pair(&made().holder_key, "ecdsa-with-SHA256"),
                                         std::pair(&made().rsa_key, "sha256WithRSAEncryption")}) {
        const auto request = CertificateRequest::make(holder_template().subject, *key);
        const auto shown =
            run("openssl req -noout -text -inform DER -in " + file_of("r.der", request->der()));
        EXPECT_NE(shown.text.find(std::string("Signature Algorithm: ") + algorithm),
                  std::string::npos)
            << shown.text;
        EXPECT_NE(shown.text.find("Version: 1 (0x0)"), std::string::npos) << shown.text;
    }
}

TEST(Name, RefusesControlCharactersOnly) {
    EXPECT_FALSE(check_name({{"CN", "a\x7f"}}));
    EXPECT_FALSE(check_name({{"CN", "a\x1f"}}));
    EXPECT_TRUE(check_name({{"CN", "a b"}}));
    EXPECT_TRUE(check_name({{"INN", "20101199000008"}}));
    EXPECT_TRUE(check_name({{"INN", "1"}}));
    EXPECT_FALSE(check_name({{"INN", ""}}));
}

} // namespace
} // namespace koltamga::test

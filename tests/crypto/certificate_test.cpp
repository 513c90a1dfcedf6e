#include "crypto/base64.h"
#include "crypto/certificate_core.h"
#include "crypto/certificate_request.h"
#include "crypto/der.h"
#include "crypto/random.h"
#include "tests/crypto/made.h"

#include <algorithm>
#include <functional>

namespace koltamga::test {
namespace {

TEST(Certificate, SaysWhatItWasMadeToSay) {
    const auto& holder = made().holder;
    EXPECT_EQ(holder.subject(), holder_template().subject);
    EXPECT_EQ(holder.issuer(), made().issuing.subject());
    EXPECT_EQ(holder.subject_text(),
              "serialNumber=PNOKG-20101199000008,GN=USON,SN=ASANOV,CN=ASANOV USON,C=KG");
    EXPECT_EQ(holder.subject_values("serialNumber"),
              std::vector<std::string>{"PNOKG-20101199000008"});
    EXPECT_EQ(holder.subject_values("2.5.4.3"), std::vector<std::string>{"ASANOV USON"});
    EXPECT_TRUE(holder.subject_values("O").empty());
    EXPECT_EQ(to_text(holder.not_before()), "2026-11-22T08:00:00.000Z");
    EXPECT_EQ(to_text(holder.not_after()), "2027-11-22T09:00:00.000Z");
    EXPECT_EQ(holder.public_key(), made().holder_key.public_key());
    EXPECT_EQ(holder.signature_algorithm(), "ecdsa-with-SHA256");
    EXPECT_EQ(holder.serial().size(), 32U);
    EXPECT_EQ(holder.authority_key_id(), made().issuing.subject_key_id());
    EXPECT_EQ(holder.subject_key_id().size(), 20U);
}

TEST(Certificate, SaysWhatItIsFor) {
    const auto& holder = made().holder;
    EXPECT_TRUE(holder.has_key_usage());
    EXPECT_TRUE(holder.key_usage_critical());
    EXPECT_EQ(holder.key_usage(), std::vector{KeyUsage::content_commitment});
    EXPECT_EQ(name_of(KeyUsage::content_commitment), "nonRepudiation");
    EXPECT_EQ(holder.policies(), std::vector<std::string>{"1.2.417.1.1"});
    EXPECT_FALSE(holder.is_authority());
    EXPECT_TRUE(made().issuing.is_authority());
    EXPECT_FALSE(made().issuing.path_length());
}

TEST(Certificate, EveryKeyUsageComesBack) {
    for (unsigned bit = 0; bit < 9; ++bit) {
        auto content = holder_template();
        content.key_usage = {static_cast<KeyUsage>(bit)};
        content.key_usage_critical = bit % 2 == 0;
        const auto certificate = made().issue(content);
        EXPECT_EQ(certificate.key_usage(), content.key_usage);
        EXPECT_EQ(certificate.key_usage_critical(), content.key_usage_critical);
    }
}

TEST(Certificate, QualifiedStatementsComeBackOneByOne) {
    auto content = holder_template();
    content.qc_statements = {qc::make_compliance(),
                             qc::make_sscd(),
                             qc::make_type({qc::type_esign, qc::type_eseal}),
                             qc::make_legislation({"KG", "KZ"}),
                             qc::make_pds({{"https://example.kg/pds", "ky"}}),
                             qc::make_limit_value("KGS", 100000, 0),
                             qc::make_retention(10)};
    const auto certificate = made().issue(content);
    EXPECT_EQ(certificate.qc_statements(), content.qc_statements);
    EXPECT_TRUE(certificate.has_qc_statement(qc::sscd));
    EXPECT_FALSE(made().holder.has_qc_statement(qc::sscd));
    EXPECT_EQ(certificate.qc_types(), (std::vector<std::string>{qc::type_esign, qc::type_eseal}));
    EXPECT_EQ(certificate.qc_legislation(), (std::vector<std::string>{"KG", "KZ"}));
    EXPECT_TRUE(made().root.qc_statements().empty());
}

TEST(Certificate, PurposesAndPlacesComeBack) {
    auto content = holder_template();
    content.extended_key_usage = {purpose::server, purpose::cmc_ra};
    content.dns_names = {"localhost"};
    content.ip_addresses = {"127.0.0.1", "::1"};
    content.crl_urls = {"http://127.0.0.1:1/crl", "http://127.0.0.1:2/crl"};
    content.ocsp_urls = {"http://127.0.0.1:1/ocsp"};
    content.basic_constraints = BasicConstraints{true, 3};
    const auto certificate = made().issue(content);
    EXPECT_EQ(certificate.extended_key_usage(), content.extended_key_usage);
    EXPECT_EQ(certificate.crl_urls(), content.crl_urls);
    EXPECT_EQ(certificate.ocsp_urls(), content.ocsp_urls);
    EXPECT_EQ(certificate.path_length(), 3);
    EXPECT_TRUE(certificate.extension("2.5.29.17"));
    EXPECT_FALSE(certificate.extension("2.5.29.18"));
}

TEST(Certificate, IsReadByTheOpensslCommandLine) {
    auto content = holder_template();
    content.dns_names = {"localhost"};
    content.ip_addresses = {"127.0.0.1"};
    content.crl_urls = {"http://127.0.0.1/crl"};
    const auto shown = run("openssl x509 -noout -text -inform DER -in " +
                           file_of("holder.der", made().issue(content).der()));
    for (const auto* expected :
         {"Version: 3", "Non Repudiation", "qcStatements", "DNS:localhost, IP Address:127.0.0.1",
          "URI:http://127.0.0.1/crl", "Policy: 1.2.417.1.1",
          "C = KG, CN = ASANOV USON, SN = ASANOV, GN = USON, serialNumber = "
          "PNOKG-20101199000008"}) {
        EXPECT_NE(shown.text.find(expected), std::string::npos) << expected << shown.text;
    }
}

TEST(Certificate, ComesBackFromDerAndPem) {
    const auto& holder = made().holder;
    EXPECT_EQ(*Certificate::parse(holder.der()), holder);
    EXPECT_EQ(*Certificate::parse(bytes_of("text before\n" + holder.pem())), holder);
    const auto several =
        parse_certificates(holder.pem() + made().issuing.pem() + made().root.pem());
    ASSERT_TRUE(several);
    EXPECT_EQ(*several, (std::vector{holder, made().issuing, made().root}));
    EXPECT_EQ(holder.fingerprint(), sha256(holder.der()));
}

TEST(Certificate, CutShortAnywhereIsRefused) {
    const auto& der = made().holder.der();
    for (std::size_t size = 0; size < der.size(); ++size) {
        EXPECT_TRUE(Certificate::parse(BytesView(der).first(size))
                        .failed_with(Code::crypto_certificate_unreadable))
            << size;
    }
}

TEST(Certificate, WithAnyOctetChangedIsAnotherOrNone) {
    const auto& der = made().holder.der();
    for (std::size_t i = 0; i < der.size(); ++i) {
        auto changed = der;
        changed[i] ^= 0x55U;
        const auto parsed = Certificate::parse(changed);
        if (parsed) {
            EXPECT_FALSE(verify_path(*parsed, made().question())) << i;
        }
    }
}

TEST(Certificate, HostileOnesAreRefusedWithTheReason) {
    auto tail = made().holder.der();
    tail.push_back(0);
    const std::string pem = made().holder.pem();
    const std::pair<Bytes, std::string> table[] = {
        {{}, "not-a-certificate"},
        {Bytes(10, 0x30), "not-a-certificate"},
        {tail, "trailing-octets"},
        {der::element(der::sequence_tag, Bytes(certificate_limit)), "too-large"},
        {Bytes(3 * certificate_limit, 'A'), "too-large"},
        {made().root_key.public_key().spki(), "not-a-certificate"},
        {Bytes(pem.begin(), pem.end() - 20), "not-a-certificate"},
    };
    for (const auto& [octets, detail] : table) {
        EXPECT_EQ(detail_of(Certificate::parse(octets)), detail);
    }
    EXPECT_EQ(detail_of(parse_certificates("nothing here")), "not-a-certificate");
}

Bytes with_extension(const std::string& oid, const Bytes& der, bool twice = false) {
    auto content = holder_template();
    content.key_usage.clear();
    content.policies.clear();
    content.qc_statements.clear();
    content.subject_key_id = content.authority_key_id = false;
    content.extensions = {{oid, false, der}};
    if (twice) {
        content.extensions.push_back(content.extensions.front());
    }
    return *make_certificate_der(content, made().holder_key.public_key(), made().issuing,
                                 made().issuing_key);
}

TEST(Certificate, MalformedExtensionsAreNamed) {
    const Bytes nothing;
    const auto empty = der::sequence({});
    const auto number = der::integer(5);
    const std::pair<std::string, std::vector<Bytes>> table[] = {
        {"2.5.29.19",
         {nothing, number, der::sequence({Bytes{0x01, 0x01, 0x01}}),
          der::sequence({Bytes{0x01, 0x01, 0x00}}),
          der::sequence({Bytes{0x01, 0x01, 0xff}, Bytes{0x02, 0x01, 0xff}}),
          der::joined({empty, Bytes{0}})}},
        {"2.5.29.15",
         {nothing, number, Bytes{0x03, 0x00}, Bytes{0x03, 0x01, 0x00},
          Bytes{0x03, 0x02, 0x08, 0x80}, Bytes{0x03, 0x04, 0x00, 1, 1, 1},
          Bytes{0x03, 0x02, 0x00}}},
        {"2.5.29.37", {nothing, empty, number, der::sequence({number})}},
        {"2.5.29.32", {nothing, empty, number, der::sequence({number}), der::sequence({empty})}},
        {"1.3.6.1.5.5.7.1.3",
         {nothing, empty, number, der::sequence({number}), der::sequence({empty}),
          der::sequence({der::sequence({der::oid(qc::compliance), number, number})}),
          der::sequence({der::sequence({Bytes{0x06, 0x02, 0x80, 0x01}})})}},
        {"2.5.29.14", {nothing, number, der::joined({Bytes{0x04, 0x01, 0x01}, Bytes{0}})}},
        {"2.5.29.35", {nothing, number}},
        {"2.5.29.31", {nothing, number, der::sequence({number})}},
        {"1.3.6.1.5.5.7.1.1", {nothing, number, der::sequence({number}), der::sequence({empty})}},
    };
    for (const auto& [oid, contents] : table) {
        for (const auto& content : contents) {
            EXPECT_EQ(detail_of(Certificate::parse(with_extension(oid, content))),
                      "extension-malformed " + oid)
                << hex(content);
        }
    }
}

// OBJECT IDENTIFIERs the library does not spell out (over 586 octets).
TEST(Certificate, OfTypesBeyondSpellingOutIsRefused) {
    Bytes content(700, 0x81);
    content.back() = 0x01;
    const auto huge = der::element(der::oid_tag, content);
    EXPECT_EQ(der::oid_text(content), std::nullopt);
    EXPECT_EQ(detail_of(Certificate::parse(
                  with_extension("2.5.29.32", der::sequence({der::sequence({huge})})))),
              "extension-malformed 2.5.29.32");
    EXPECT_EQ(detail_of(Certificate::parse(
                  with_extension("1.3.6.1.5.5.7.1.3", der::sequence({der::sequence({huge})})))),
              "extension-malformed 1.3.6.1.5.5.7.1.3");
    // The same as the type of an extension, and of an attribute of the subject.
    const auto tbs = [&](BytesView subject, BytesView extensions) {
        const auto zero = der::element(der::around(0), der::integer(2));
        const auto algorithm = der::sequence({der::oid("1.2.840.10045.4.3.2")});
        const auto time = der::element(0x17, "261122090000Z");
        return der::sequence(
            {der::sequence({zero, der::integer(5), algorithm, der::sequence({}),
                            der::sequence({time, der::element(0x17, "271122090000Z")}), subject,
                            made().holder_key.public_key().spki(), extensions}),
             algorithm, der::element(der::bit_string_tag, Bytes{0, 1})});
    };
    const auto attribute = der::sequence(
        {der::element(der::set_tag, der::sequence({huge, der::element(der::utf8_tag, "x")}))});
    const auto extension = der::element(
        der::around(3),
        der::sequence({der::sequence({huge, der::element(der::octet_string_tag, "x")})}));
    EXPECT_TRUE(Certificate::parse(tbs(der::sequence({}), {})));
    EXPECT_EQ(detail_of(Certificate::parse(tbs(attribute, {}))), "name-unreadable");
    EXPECT_EQ(detail_of(Certificate::parse(tbs(der::sequence({}), extension))),
              "extension-malformed unknown");
}

TEST(CertificateCore, SaysOfAnyCertificateWhatTheReaderSays) {
    for (const auto& one : {made().root, made().holder, made().rsa_holder}) {
        const auto core = read_certificate_core(one.der());
        ASSERT_TRUE(core);
        EXPECT_EQ(core->serial, one.serial());
        EXPECT_EQ(core->subject, one.subject());
        EXPECT_EQ(sha256(core->spki), one.public_key().fingerprint());
    }
    EXPECT_EQ(read_certificate_core(made().holder.der())->issuer,
              read_certificate_core(made().rsa_holder.der())->issuer);
}

TEST(CertificateCore, IsReadWhereTheCertificateIsNot) {
    const auto octets = with_extension("2.5.29.15", der::null());
    ASSERT_FALSE(Certificate::parse(octets));
    const auto core = read_certificate_core(octets);
    ASSERT_TRUE(core);
    EXPECT_EQ(sha256(core->spki), made().holder_key.public_key().fingerprint());
    EXPECT_EQ(core->subject, made().holder.subject());
}

TEST(CertificateCore, OfWhatIsNoCertificateIsNothing) {
    auto tail = made().holder.der();
    tail.push_back(0);
    const Bytes octets[] = {{},
                            Bytes(10, 0x30),
                            tail,
                            der::sequence({}),
                            der::sequence({der::sequence({der::integer(1)})}),
                            made().holder_key.public_key().spki(),
                            der::element(der::sequence_tag, Bytes(certificate_limit))};
    for (const auto& one : octets) {
        EXPECT_FALSE(read_certificate_core(one));
    }
    const auto whole = made().holder.der();
    for (std::size_t length = 0; length < whole.size(); length += 7) {
        EXPECT_FALSE(read_certificate_core(BytesView(whole).first(length)));
    }
}

TEST(Certificate, AnExtensionStandsOnceOrTheCertificateFalls) {
    EXPECT_EQ(detail_of(Certificate::parse(with_extension("2.5.29.14", {0x04, 0x01, 0x01}, true))),
              "extension-twice 2.5.29.14");
    EXPECT_EQ(detail_of(Certificate::parse(with_extension("1.2.3.4", der::null(), true))),
              "extension-twice 1.2.3.4");
    EXPECT_EQ(*Certificate::parse(with_extension("1.2.3.4", der::null()))->extension("1.2.3.4"),
              der::null());
}

TEST(Certificate, KeepsDatesBefore1970AndAfter2049) {
    auto content = holder_template();
    content.not_before = *instant_from("1969-12-31T23:59:59.000Z");
    content.not_after = *instant_from("2051-02-28T12:00:00.000Z");
    const auto certificate = made().issue(content);
    EXPECT_EQ(certificate.not_before(), content.not_before);
    EXPECT_EQ(certificate.not_after(), content.not_after);
}

TEST(Certificate, KeepsTheSerialItIsGiven) {
    auto content = holder_template();
    for (const auto* serial : {"01", "7f", "80", "ff00ff"}) {
        content.serial = *from_hex(serial);
        EXPECT_EQ(made().issue(content).serial(), serial);
    }
}

TEST(Name, TakesCyrillicAndForeignAttributes) {
    const Name name = {{"CN", "АСАНОВ Үсөн"},
                       {"1.2.643.3.131.1.1", "20101199000008"},
                       {"organizationIdentifier", "NTRKG-01234567"}};
    const auto request = CertificateRequest::make(name, made().holder_key);
    ASSERT_TRUE(request) << detail_of(request);
    const auto again = CertificateRequest::parse(request->der());
    ASSERT_TRUE(again);
    ASSERT_EQ(again->subject().size(), 3U);
    EXPECT_EQ(again->subject()[0], name[0]);
    EXPECT_EQ(again->subject()[1], (NameAttribute{"INN", "20101199000008"}));
    EXPECT_EQ(again->subject()[2], name[2]);
}

TEST(Name, RefusesWhatCannotStandInACertificate) {
    const std::pair<NameAttribute, std::string> table[] = {
        {{"", "x"}, "attribute-unknown "},
        {{"colour", "x"}, "attribute-unknown colour"},
        {{"1.2.", "x"}, "attribute-unknown 1.2."},
        {{"CN", ""}, "value-refused CN"},
        {{"CN", std::string(65, 'a')}, "value-refused CN"},
        {{"C", "KGZ"}, "value-refused C"},
        {{"C", "K"}, "value-refused C"},
        {{"serialNumber", "ПИН"}, "value-refused serialNumber"},
        {{"CN", "line\nbreak"}, "value-refused CN"},
        {{"CN", std::string("nul\0nul", 7)}, "value-refused CN"},
        {{"CN", "\xff\xfe"}, "value-refused CN"},
        {{"INN", "201011990000081"}, "value-refused INN"},
        {{"INN", "2010119900000A"}, "value-refused INN"},
    };
    for (const auto& [attribute, detail] : table) {
        const auto checked = check_name({attribute});
        ASSERT_TRUE(checked.failed_with(Code::crypto_name_refused)) << detail;
        EXPECT_EQ(checked.failure().detail, detail);
        EXPECT_FALSE(CertificateRequest::make({attribute}, made().holder_key));
    }
    EXPECT_TRUE(check_name({{"CN", std::string(64, 'a')}}));
}

TEST(CertificateRequest, ProvesPossessionOfItsKey) {
    for (const auto* key : {&made().holder_key, &made().rsa_key}) {
        const auto request = CertificateRequest::make(holder_template().subject, *key);
        ASSERT_TRUE(request);
        EXPECT_EQ(request->public_key(), key->public_key());
        EXPECT_EQ(CertificateRequest::parse(bytes_of(request->pem()))->subject(),
                  holder_template().subject);
        const auto verified = run("openssl req -verify -noout -inform DER -in " +
                                  file_of("request.der", request->der()));
        EXPECT_NE(verified.text.find("OK"), std::string::npos) << verified.text;
    }
}

TEST(CertificateRequest, ThatIsNotWholeIsRefused) {
    const auto request = CertificateRequest::make(holder_template().subject, made().holder_key);
    const auto& der = request->der();
    for (std::size_t size = 0; size < der.size(); ++size) {
        EXPECT_TRUE(CertificateRequest::parse(BytesView(der).first(size))
                        .failed_with(Code::crypto_request_unreadable))
            << size;
    }
    auto tail = der;
    tail.push_back(0);
    auto forged = der;
    forged[der.size() - 1] ^= 1U;
    const auto name = bytes_of("USON");
    auto renamed = der;
    *std::search(renamed.begin(), renamed.end(), name.begin(), name.end()) = 'E';
    const std::pair<Bytes, std::string> table[] = {
        {tail, "trailing-octets"},
        {forged, "signature-wrong"},
        {renamed, "signature-wrong"},
        {Bytes(3 * request_limit, 'A'), "too-large"},
        {der::element(der::sequence_tag, Bytes(request_limit)), "too-large"},
        {made().holder.der(), "not-a-request"},
        {{}, "not-a-request"},
    };
    for (const auto& [octets, detail] : table) {
        EXPECT_EQ(detail_of(CertificateRequest::parse(octets)), detail);
    }
}

TEST(Der, ReadsOnlyTheShortestSpelling) {
    for (const auto* text : {"", "30", "3001", "3080", "308100", "30817f", "30820001", "3085",
                             "308500000000", "1f0100", "3084ffffffff"}) {
        const auto octets = *from_hex(text);
        EXPECT_FALSE(der::Reader(octets).next()) << text;
    }
    for (const std::size_t size : {0U, 1U, 127U, 128U, 255U, 256U, 65535U, 65536U}) {
        const auto element = der::element(der::octet_string_tag, Bytes(size));
        der::Reader reader(element);
        EXPECT_EQ(reader.next(der::octet_string_tag)->content.size(), size);
        EXPECT_TRUE(reader.at_end());
    }
    EXPECT_EQ(hex(der::integer(0)), "020100");
    EXPECT_EQ(hex(der::integer(128)), "02020080");
    EXPECT_EQ(hex(der::integer(600000)), "02030927c0");
    EXPECT_EQ(hex(der::bit_list(0x4000)), "03020640");
    EXPECT_EQ(hex(der::bit_list(0)), "030100");
    EXPECT_EQ(hex(der::bit_list(0x0080)), "0303070080");
}

TEST(CertificateCore, OfACertificateThatIsTooLargeIsNotRead) {
    const auto with = [](std::size_t octets) {
        auto content = holder_template();
        content.extensions.push_back(
            {"1.3.6.1.4.1.32473.1", false, der::element(der::octet_string_tag, Bytes(octets))});
        return read_certificate_core(*make_certificate_der(content, made().holder_key.public_key(),
                                                           made().issuing, made().issuing_key));
    };
    EXPECT_TRUE(with(certificate_limit / 2));
    EXPECT_FALSE(with(certificate_limit));
}

} // namespace
} // namespace koltamga::test

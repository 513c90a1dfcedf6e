#include "crypto/pkcs12.h"
#include "tests/crypto/made.h"

#include <filesystem>

namespace koltamga::test {
namespace {

const std::string password = "Ала-Тоо 1936";

// The password is gone after the first two lines; the certificate comes with the third.
std::string file_made_with(const KeyPair& key, const Certificate& certificate) {
    const auto encrypted = key.encrypted_pkcs8(bytes_of(password));
    const auto mac = derive_pkcs12_mac(bytes_of(password));
    const auto file = assemble_pkcs12(
        encrypted, certificate, std::vector{made().issuing, made().root}, "АСАНОВ УСОН", *mac);
    return file_of("key.p12", file);
}

class EveryKey : public testing::TestWithParam<bool> {
  protected:
    std::string file = GetParam() ? file_made_with(made().rsa_key, made().rsa_holder)
                                  : file_made_with(made().holder_key, made().holder);
    const Certificate& certificate() const {
        return GetParam() ? made().rsa_holder : made().holder;
    }
};
INSTANTIATE_TEST_SUITE_P(Pkcs12, EveryKey, testing::Bool());

TEST_P(EveryKey, IsReadByTheOpensslCommandLine) {
    const auto word = file_of("word", bytes_of(password));
    const auto shown = run("openssl pkcs12 -nodes -info -in " + file + " -passin file:" + word);
    ASSERT_EQ(shown.status, 0) << shown.text;
    for (const auto* expected :
         {"MAC: sha256, Iteration 1200000", "Shrouded Keybag: PBES2, PBKDF2, AES-256-CBC",
          "Iteration 600000", "BEGIN PRIVATE KEY", "localKeyID"}) {
        EXPECT_NE(shown.text.find(expected), std::string::npos) << shown.text;
    }
    EXPECT_NE(shown.text.find(certificate().pem()), std::string::npos);
    EXPECT_NE(shown.text.find(made().root.pem()), std::string::npos);
    const auto wrong = run("openssl pkcs12 -nodes -in " + file + " -passin pass:wrong");
    EXPECT_NE(wrong.status, 0);
    EXPECT_NE(wrong.text.find("invalid password"), std::string::npos) << wrong.text;
}

TEST_P(EveryKey, IsReadByPythonsCryptography) {
    const auto script = file_of("read.py", bytes_of(R"(
import sys
from cryptography.hazmat.primitives.serialization import pkcs12, Encoding, PublicFormat
p = pkcs12.load_pkcs12(open(sys.argv[1], 'rb').read(), open(sys.argv[2], 'rb').read())
spki = lambda key: key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
assert spki(p.key.public_key()) == spki(p.cert.certificate.public_key())
print(p.cert.friendly_name.decode(), len(p.additional_certs))
)"));
    const auto answer =
        run("/usr/bin/python3 " + script + " " + file + " " + file_of("word", bytes_of(password)));
    EXPECT_EQ(answer.text, "АСАНОВ УСОН 2\n");
    EXPECT_EQ(answer.status, 0);
}

TEST_P(EveryKey, IsRefusedByItsReadersWhenAltered) {
    std::ifstream in(file, std::ios::binary);
    std::string octets((std::istreambuf_iterator<char>(in)), {});
    octets[octets.size() / 2] = static_cast<char>(octets[octets.size() / 2] ^ 1);
    const auto changed = file_of("changed.p12", bytes_of(octets));
    EXPECT_NE(run("openssl pkcs12 -nodes -in " + changed +
                  " -passin file:" + file_of("word", bytes_of(password)))
                  .status,
              0);
}

TEST(Pkcs12, TakesItsPasswordAsUtf8) {
    EXPECT_TRUE(
        derive_pkcs12_mac(bytes_of("latin \xe9t\xe9")).failed_with(Code::crypto_password_weak));
    const auto mac = derive_pkcs12_mac(bytes_of(password));
    ASSERT_TRUE(mac);
    EXPECT_EQ(mac->key.size(), 32U);
    EXPECT_EQ(mac->salt.size(), 16U);
    EXPECT_EQ(mac->rounds, pkcs12_rounds);
}

// DER wants a SET OF sorted, and the shorter attribute comes first.
TEST(Pkcs12, AttributesOfABagAreSorted) {
    const Pkcs12Mac mac{SecretBytes(32), Bytes(16, 1)};
    const auto made_for = [&](std::string_view name) {
        return hex(assemble_pkcs12(Bytes(1), made().holder, {}, name, mac));
    };
    const auto name_is_first = [&](std::string_view name) {
        const auto file = made_for(name);
        return file.find("06092a864886f70d010914") < file.find("06092a864886f70d010915");
    };
    EXPECT_TRUE(name_is_first("USON"));
    EXPECT_FALSE(name_is_first("ASANOV USON"));
    EXPECT_NE(made_for("USON").find("310a1e0800550053004f004e"), std::string::npos)
        << "a BMPString of four letters, and no zero behind them";
}

} // namespace
} // namespace koltamga::test

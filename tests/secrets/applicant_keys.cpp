#include "tests/secrets/applicant_keys.h"

#include "base/file.h"
#include "crypto/openssl.h"
#include "custody/package.h"

#include <stdexcept>

#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

namespace koltamga::secrets {
namespace {

namespace fs = std::filesystem;
using crypto::KeyPair;

constexpr std::size_t largest = std::size_t{1} << 20U;

Bytes octets_of(const fs::path& file) {
    return read_file(file, largest).value();
}

KeyPair pair_of(const crypto::PkeyPtr& key) {
    if (!key) {
        throw std::runtime_error("a key that does not open");
    }
    const std::unique_ptr<PKCS8_PRIV_KEY_INFO, crypto::Closer<PKCS8_PRIV_KEY_INFO_free>> plain(
        EVP_PKEY2PKCS8(key.get()));
    return KeyPair::from_pkcs8(crypto::to_der(i2d_PKCS8_PRIV_KEY_INFO, plain.get())).value();
}

KeyPair key_in_pem(const fs::path& file) {
    const auto text = octets_of(file);
    const auto bio = crypto::reading_bio(text);
    const crypto::PkeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    return pair_of(key);
}

// What the vault reads: the key under the applicant's password.
Result<Bytes> opened_by_vault(const journey::Office& office, BytesView package,
                              std::span<const crypto::Certificate> stations) {
    const auto keys = office.practice() / "keys";
    KOLTAMGA_TRY(const auto cloud, custody::read_cloud_package(package, stations));
    KOLTAMGA_TRY(const auto vault, crypto::Certificate::parse(octets_of(keys / "vault.pem")));
    return custody::open_cloud_package(cloud, key_in_pem(keys / "vault.key"), vault);
}

std::vector<crypto::Certificate> certificates_in(const fs::path& pem) {
    const auto text = text_of(octets_of(pem));
    const std::string last = "-----END CERTIFICATE-----\n";
    std::vector<crypto::Certificate> all;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find(last, at) + last.size();
        all.push_back(crypto::Certificate::parse(bytes_of(text.substr(at, end - at))).value());
        at = end;
    }
    return all;
}

void add_number(const crypto::PkeyPtr& key, const char* name, std::vector<Bytes>& numbers) {
    BIGNUM* read = nullptr;
    if (EVP_PKEY_get_bn_param(key.get(), name, &read) != 1) {
        throw std::runtime_error(name);
    }
    const crypto::BignumPtr number(read);
    Bytes octets(static_cast<std::size_t>(BN_num_bytes(number.get())));
    BN_bn2bin(number.get(), octets.data());
    numbers.push_back(std::move(octets));
}

} // namespace

KeyPair key_in_vault(const journey::Office& office, const std::string& application,
                     const std::string& password) {
    for (const auto& file : fs::directory_iterator(office.practice() / "vault" / application)) {
        if (file.path().extension() != ".package") {
            continue;
        }
        auto signer = file.path();
        const auto station =
            crypto::Certificate::parse(octets_of(signer.replace_extension(".station"))).value();
        const auto sealed =
            opened_by_vault(office, octets_of(file.path()), std::span(&station, 1)).value();
        return KeyPair::from_encrypted_pkcs8(sealed, bytes_of(password)).value();
    }
    throw std::runtime_error("the vault has no package of " + application);
}

KeyPair key_in_file(const fs::path& pkcs12, const std::string& password) {
    const auto der = octets_of(pkcs12);
    const auto bio = crypto::reading_bio(der);
    PKCS12* file = d2i_PKCS12_bio(bio.get(), nullptr);
    EVP_PKEY* key = nullptr;
    X509* certificate = nullptr;
    PKCS12_parse(file, password.c_str(), &key, &certificate, nullptr);
    PKCS12_free(file);
    X509_free(certificate);
    return pair_of(crypto::PkeyPtr(key));
}

std::optional<KeyPair> key_at_station(const journey::Office& office, const std::string& password) {
    const auto stations = certificates_in(office.station() / "keys/station.pem");
    for (const auto& blob : fs::directory_iterator(office.station() / "blobs")) {
        const auto sealed = opened_by_vault(office, octets_of(blob.path()), stations);
        if (!sealed) {
            continue; // a portrait, or a package of another kind
        }
        auto pair = KeyPair::from_encrypted_pkcs8(*sealed, bytes_of(password));
        if (pair) {
            return std::move(pair).value();
        }
    }
    return std::nullopt;
}

std::vector<Bytes> private_numbers(const KeyPair& pair) {
    const auto plain = pair.pkcs8();
    const auto* at = plain.data();
    const crypto::PkeyPtr key(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(plain.size())));
    std::vector<Bytes> numbers;
    if (pair.algorithm() == crypto::KeyAlgorithm::ec_p256) {
        add_number(key, OSSL_PKEY_PARAM_PRIV_KEY, numbers);
        return numbers;
    }
    for (const auto* name : {OSSL_PKEY_PARAM_RSA_D, OSSL_PKEY_PARAM_RSA_FACTOR1,
                             OSSL_PKEY_PARAM_RSA_FACTOR2, OSSL_PKEY_PARAM_RSA_EXPONENT1,
                             OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1}) {
        add_number(key, name, numbers);
    }
    return numbers;
}

void search_for(LeakSearch& search, const std::string& whose, const KeyPair& key) {
    for (const auto& number : private_numbers(key)) {
        search.add_number(whose + "'s key", number);
    }
}

} // namespace koltamga::secrets

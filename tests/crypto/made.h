// Keys and certificates that tests share, made once in each run; and the openssl command line.
#pragma once

#include "crypto/certificate_builder.h"
#include "crypto/path.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>

namespace koltamga::test {

using namespace crypto;
using namespace std::chrono_literals;

inline const Instant today = *instant_from("2026-11-22T09:00:00.000Z");

inline CertificateTemplate authority_template(const std::string& name) {
    CertificateTemplate content;
    content.subject = {{"C", "KG"}, {"O", "Synthetic"}, {"CN", name}};
    content.not_before = today - 24h;
    content.not_after = today + 24h * 3650;
    content.basic_constraints = BasicConstraints{true, std::nullopt};
    content.key_usage = {KeyUsage::certificate_sign, KeyUsage::crl_sign};
    return content;
}

inline CertificateTemplate holder_template() {
    CertificateTemplate content;
    content.subject = {{"C", "KG"},
                       {"CN", "ASANOV USON"},
                       {"SN", "ASANOV"},
                       {"GN", "USON"},
                       {"serialNumber", "PNOKG-20101199000008"}};
    content.not_before = today - 1h;
    content.not_after = today + 24h * 365;
    content.key_usage = {KeyUsage::content_commitment};
    content.policies = {"1.2.417.1.1"};
    content.qc_statements = {qc::make_compliance(), qc::make_type(), qc::make_legislation({"KG"})};
    return content;
}

// Root over issuing authority over holder (P-256 throughout), and an RSA key beside them.
struct Made {
    KeyPair root_key = KeyPair::generate(KeyAlgorithm::ec_p256);
    KeyPair issuing_key = KeyPair::generate(KeyAlgorithm::ec_p256);
    KeyPair holder_key = KeyPair::generate(KeyAlgorithm::ec_p256);
    KeyPair rsa_key = KeyPair::generate(KeyAlgorithm::rsa3072);
    Certificate root = std::move(*make_self_signed(authority_template("Root"), root_key));
    Certificate issuing = std::move(
        *make_certificate(authority_template("Issuing"), issuing_key.public_key(), root, root_key));
    Certificate holder = issue(holder_template());
    Certificate rsa_holder =
        std::move(*make_certificate(holder_template(), rsa_key.public_key(), issuing, issuing_key));

    Certificate issue(const CertificateTemplate& content) const {
        return std::move(*make_certificate(content, holder_key.public_key(), issuing, issuing_key));
    }
    PathQuestion question() const { return {{root}, {issuing}, today, false, {}}; }
};

inline const Made& made() {
    static const Made everything;
    return everything;
}

template <class T>
std::string detail_of(const Result<T>& result) {
    return result ? "no failure" : result.failure().detail;
}

inline std::string file_of(const std::string& name, BytesView content) {
    auto path = testing::TempDir() + "/" + std::to_string(::getpid()) + "-" + name;
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(content.data()),
               static_cast<std::streamsize>(content.size()));
    return path;
}

struct Answer {
    int status = -1;
    std::string text;
};

// As one word of a command line, whatever the temporary folder is called.
inline std::string quoted(const std::string& file) {
    return "'" + file + "'";
}

// Runs a command of an independent program, its two outputs together.
inline Answer run(const std::string& command) {
    Answer answer;
    FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    std::array<char, 4096> buffer{};
    while (const auto got = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
        answer.text.append(buffer.data(), got);
    }
    answer.status = ::pclose(pipe);
    return answer;
}

} // namespace koltamga::test

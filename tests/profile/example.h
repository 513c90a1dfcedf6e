// A profile that is good in everything, for tests to spoil in one thing.
#pragma once

#include "crypto/base64.h"
#include "crypto/certificate_builder.h"
#include "profile/office_profile.h"
#include "profile/profile_signature.h"

#include <gtest/gtest.h>

namespace koltamga::profile {

inline const crypto::KeyPair& agency_key() {
    static const auto key = crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256);
    return key;
}

inline std::string agency_spki() {
    return crypto::to_base64(agency_key().public_key().spki());
}

inline const std::string& a_certificate() {
    static const std::string pem = [] {
        crypto::CertificateTemplate content;
        content.subject = {{"CN", "Practice Root"}};
        content.not_before = *instant_from("2026-01-01T00:00:00.000Z");
        content.not_after = *instant_from("2036-01-01T00:00:00.000Z");
        const auto certificate = crypto::make_self_signed(content, agency_key());
        EXPECT_TRUE(certificate);
        return certificate->pem();
    }();
    return pem;
}

inline OfficeProfile example() {
    OfficeProfile profile;
    profile.id = "practice";
    profile.version = 7;
    profile.practice = true;
    profile.agency_key = agency_spki();
    profile.authority = {{"Окуу борбору", "Учебный центр", "Practice authority"},
                         {"юридикалык жак эмес", "не юридическое лицо", "no legal person"}};
    profile.office.name = {"Көнүгүү кеңсеси", "Учебный офис", "Practice office"};
    profile.office.code = "211011";
    profile.endpoints = {.centre = "https://127.0.0.1:8443",
                         .enrol = "https://127.0.0.1:8443/enrol",
                         .cmp = "https://127.0.0.1:8443/cmp",
                         .crl = "https://127.0.0.1:8443/crl",
                         .ocsp = "https://127.0.0.1:8443/ocsp",
                         .station = "https://127.0.0.1:8443/station",
                         .vault = "https://127.0.0.1:8443/vault"};
    profile.trust.roots = {a_certificate()};
    profile.trust.receipt_signer = a_certificate();
    profile.trust.centre_encryption = a_certificate();
    profile.trust.vault = a_certificate();
    profile.trust.recovery = a_certificate();
    profile.agreement.law = {"мыйзам", "закон", "law"};
    return profile;
}

// The shortest profile there can be: what has no default, and nothing else.
inline std::string shortest() {
    const auto pem = "\"\"\"\n" + a_certificate() + "\"\"\"\n";
    return "[profile]\nid = \"practice\"\nversion = 7\npractice = true\nagency_key = \"" +
           agency_spki() +
           "\"\n[authority]\nname = { ky = \"Окуу борбору\", ru = \"Учебный центр\", en = "
           "\"Practice authority\" }\nidentification = { ky = \"юридикалык жак эмес\", ru = \"не "
           "юридическое лицо\", en = \"no legal person\" }\n[office]\ncode = \"211011\"\n"
           "name = { ky = \"Көнүгүү кеңсеси\", ru = \"Учебный офис\", en = \"Practice office\" }\n"
           "[agreement]\nlaw = { ky = \"мыйзам\", ru = \"закон\", en = \"law\" }\n"
           "[centre]\nurl = \"https://127.0.0.1:8443\"\n"
           "[trust]\nroots = [" +
           pem + "]\nreceipt_signer = " + pem + "centre_encryption = " + pem + "vault = " + pem +
           "recovery = " + pem;
}

} // namespace koltamga::profile

// The agreement by which the applicant joins the certification authority's regulation.
//
// The record is plain data: what was verified and accepted, already final. Whoever composes it
// (app, from the application's entries) decides; the paper only says it.
#pragma once

#include "base/bytes.h"
#include "base/clock.h"
#include "printing/paper.h"

namespace koltamga::printing {

// The certification authority and the office that acts for it.
struct PaperOffice {
    Texts authority; // the certification authority, as the law names it
    Texts name;      // "Tokmok CSC-2"
    Texts address;
    std::string code;
    Texts identification; // of the authority: form, tax number, accreditation, seat
};

// Names as verified; dates are ISO ("1990-01-01"), unknown parts spelled X ("1961-XX-XX").
struct PaperApplicant {
    std::string surname;
    std::string given_names;
    std::string surname_cyrillic;
    std::string given_names_cyrillic;
    std::string patronymic; // may be empty
    std::string pin;
    std::string birth_date;
    std::string sex; // "M" or "F"
    Texts document_type;
    std::string document_number;
    std::string document_issued;
    std::string document_expires;
    std::string document_issuer;
    std::string email; // may be empty
    std::string phone; // may be empty
};

struct AgreementRecord {
    std::string record_id; // the application's id, in the footer of every page
    bool practice = false; // watermark, and a sentence that it binds nobody
    Instant made_at;       // the file's creation date: the record's, never the printer's
    std::string date;      // ISO, in the office's time zone
    Texts place;
    Texts law; // "Law No. 128 of 19 July 2017 …", from the office profile
    PaperOffice office;
    std::string operator_name;
    PaperApplicant applicant;
    Bytes portrait; // JPEG
    std::string key_algorithm;
    std::string key_fingerprint; // SHA-256 of the SubjectPublicKeyInfo, hexadecimal
    std::string custody;         // "cloud", "file", "token", "remote"
    std::string terms_version;   // of the template "agreement" that was accepted
    std::string terms_hash;
    std::string record_hash; // SHA-256 of the canonical record the key has signed; may be empty
};

} // namespace koltamga::printing

#include "centre/messages.h"

#include "centre/failures.h"
#include "crypto/base64.h"
#include "net/json_message.h"

#include <optional>

namespace koltamga::centre {
namespace {

using Json = nlohmann::json;
using net::octets_from;

// One failure, whatever is not as it should be.
template <class T, class Reader>
Result<T> reading(BytesView octets, std::string_view what, Reader read) {
    auto value = net::read_json<T>(octets, read);
    return value ? Result<T>(std::move(*value)) : Result<T>(malformed(std::string(what)));
}

std::optional<crypto::CertificateRequest> request_from(const Json& json) {
    const auto der = octets_from(json);
    if (!der) {
        return std::nullopt;
    }
    auto request = crypto::CertificateRequest::parse(*der);
    return request ? std::optional(std::move(request).value()) : std::nullopt;
}

std::optional<Enrolment> enrolment_from(const Json& json) {
    const auto station = StationId::parse(json.at("station").get<std::string>());
    auto tls = request_from(json.at("tls"));
    auto registration = request_from(json.at("registration"));
    auto journal = request_from(json.at("journal"));
    if (!station || !tls || !registration || !journal) {
        return std::nullopt;
    }
    return Enrolment{json.at("code").get<std::string>(),
                     *station,
                     {std::move(*tls), std::move(*registration), std::move(*journal)}};
}

// "station" or an application's id, spelled as we spell it.
std::optional<db::Subject> subject_from(const std::string& text) {
    if (text == "station") {
        return db::Subject();
    }
    auto id = ApplicationId::parse(text);
    return id && id->text() == text ? std::optional<db::Subject>(std::move(id)) : std::nullopt;
}

std::optional<SentBodies> bodies_from(const Json& json) {
    SentBodies sent;
    for (const auto& one : json.at("wraps")) {
        const auto subject = subject_from(one.at("subject").get<std::string>());
        auto octets = octets_from(one.at("wrap"));
        if (!subject || !octets) {
            return std::nullopt;
        }
        sent.wraps.push_back({*subject, std::move(*octets)});
    }
    for (const auto& one : json.at("bodies")) {
        auto octets = octets_from(one.at("body"));
        if (!octets) {
            return std::nullopt;
        }
        sent.bodies.push_back({one.at("sequence").get<std::uint64_t>(), std::move(*octets)});
    }
    return sent;
}

std::optional<RecordQuestion> question_from(const Json& json) {
    const auto application = ApplicationId::parse(json.at("application").get<std::string>());
    if (!application) {
        return std::nullopt;
    }
    RecordQuestion question{*application, {}};
    for (const auto& name : json.at("blobs")) {
        const auto digest = db::digest_from_hex(name.get<std::string>());
        if (!digest) {
            return std::nullopt;
        }
        question.blobs.push_back(*digest);
    }
    return question;
}

std::optional<SettleQuestion> settle_from(const Json& json) {
    const auto& head = json.at("head");
    auto signature = octets_from(head.at("signature"));
    if (!signature) {
        return std::nullopt;
    }
    SettleQuestion settle{{head.at("text").get<std::string>(), std::move(*signature)}, {}};
    for (const auto& one : json.at("records")) {
        auto question = question_from(one);
        if (!question) {
            return std::nullopt;
        }
        settle.records.push_back(std::move(*question));
    }
    return settle;
}

Json json_of(const Missing& missing) {
    Json blobs = Json::array();
    for (const auto& blob : missing.blobs) {
        blobs.push_back(db::hex(blob));
    }
    return {{"wrap", missing.wrap}, {"bodies", missing.bodies}, {"blobs", std::move(blobs)}};
}

Json json_of(const std::vector<issuance::KnownCertificate>& certificates) {
    Json list = Json::array();
    for (const auto& one : certificates) {
        list.push_back({{"serial", one.serial},
                        {"certificate", crypto::to_base64(one.certificate)},
                        {"status", name_of(one.status)}});
    }
    return list;
}

bool is_for(BytesView certificate_der, const crypto::CertificateRequest& request) {
    const auto certificate = crypto::Certificate::parse(certificate_der);
    return certificate && certificate->public_key() == request.public_key();
}

} // namespace

Result<Enrolment> read_enrolment(BytesView json) {
    return reading<Enrolment>(json, "enrolment", &enrolment_from);
}

Result<std::vector<std::string>> read_headers(BytesView json) {
    return reading<std::vector<std::string>>(json, "headers", [](const Json& from) {
        return std::optional(from.at("headers").get<std::vector<std::string>>());
    });
}

Result<SentBodies> read_bodies(BytesView json) {
    return reading<SentBodies>(json, "bodies", &bodies_from);
}

Result<SettleQuestion> read_settle(BytesView json) {
    return reading<SettleQuestion>(json, "settle", &settle_from);
}

Result<std::string> read_holder(BytesView json) {
    return reading<std::string>(json, "holder", [](const Json& from) {
        return std::optional(from.at("pin").get<std::string>());
    });
}

std::string write_error(const Failure& failure) {
    return Json{{"error", {{"code", koltamga::name_of(failure.code)}, {"detail", failure.detail}}}}
        .dump();
}

std::string write_enrolled(const Station& station, const crypto::Certificate& issuing) {
    return Json{{"station", station.station.text()},
                {"tls", crypto::to_base64(station.tls_certificate)},
                {"registration", crypto::to_base64(station.ra_certificate)},
                {"journal", crypto::to_base64(station.journal_certificate)},
                {"issuing", crypto::to_base64(issuing.der())}}
        .dump();
}

std::string write_held(const Held& held) {
    return Json{{"epoch", held.epoch}, {"sequence", held.sequence}, {"hash", db::hex(held.hash)}}
        .dump();
}

std::string write_settlement(const Settlement& settlement) {
    Json records = Json::array();
    for (const auto& record : settlement.records) {
        records.push_back({{"application", record.application.text()},
                           {"receipt", crypto::to_base64(record.receipt)},
                           {"missing", json_of(record.missing)},
                           {"refused", record.refused}});
    }
    return Json{{"head_receipt", crypto::to_base64(settlement.head_receipt)},
                {"records", std::move(records)},
                {"station", json_of(settlement.station)}}
        .dump();
}

std::string write_what_exists(const issuance::WhatExists& what) {
    return Json{{"certificates", json_of(what.certificates)},
                {"transaction_open", what.transaction_open}}
        .dump();
}

std::string write_certificates(const std::vector<issuance::KnownCertificate>& certificates) {
    return Json{{"certificates", json_of(certificates)}}.dump();
}

bool has_these_keys(const Station& station, const StationKeys& keys) {
    return is_for(station.tls_certificate, keys.tls) &&
           is_for(station.ra_certificate, keys.registration) &&
           is_for(station.journal_certificate, keys.journal);
}

} // namespace koltamga::centre

#include "sync/protocol.h"

#include "crypto/base64.h"
#include "net/json_message.h"
#include "sync/failures.h"

#include <algorithm>

namespace koltamga::sync {
namespace {

using Json = nlohmann::json;
using net::octets_from;
using net::octets_of;

// One failure, whatever is not as it should be.
template <class T, class Reader>
Result<T> reading(BytesView octets, std::string_view what, Reader read) {
    auto value = net::read_json<T>(octets, read);
    return value ? Result<T>(std::move(*value)) : Result<T>(answer_malformed(std::string(what)));
}

Missing missing_from(const Json& json) {
    Missing missing;
    missing.wrap = json.value("wrap", false);
    missing.bodies = json.value("bodies", std::vector<std::uint64_t>());
    missing.blobs = json.value("blobs", std::vector<std::string>());
    return missing;
}

std::optional<RecordAnswer> record_from(const Json& json) {
    auto application = ApplicationId::parse(json.at("application").get<std::string>());
    auto receipt = octets_from(json.value("receipt", Json("")));
    if (!application || !receipt) {
        return std::nullopt;
    }
    return RecordAnswer{*application, std::move(*receipt),
                        missing_from(json.value("missing", Json::object())),
                        json.value("refused", std::string())};
}

std::optional<Settlement> settlement_from(const Json& json) {
    Settlement settlement;
    auto receipt = octets_from(json.at("head_receipt"));
    if (!receipt) {
        return std::nullopt;
    }
    settlement.head_receipt = std::move(*receipt);
    for (const auto& one : json.at("records")) {
        auto record = record_from(one);
        if (!record) {
            return std::nullopt;
        }
        settlement.records.push_back(std::move(*record));
    }
    settlement.station = missing_from(json.value("station", Json::object()));
    return settlement;
}

} // namespace

Bytes write_headers(const std::vector<std::string>& headers) {
    return octets_of({{"headers", headers}});
}

Bytes write_bodies(const std::vector<WrapToSend>& wraps, const std::vector<BodyToSend>& bodies) {
    Json json = {{"wraps", Json::array()}, {"bodies", Json::array()}};
    for (const auto& wrap : wraps) {
        json["wraps"].push_back({{"subject", wrap.subject ? wrap.subject->text() : "station"},
                                 {"wrap", crypto::to_base64(wrap.octets)}});
    }
    for (const auto& body : bodies) {
        json["bodies"].push_back(
            {{"sequence", body.sequence}, {"body", crypto::to_base64(body.octets)}});
    }
    return octets_of(json);
}

Bytes write_settle(const issuance::SignedHead& head, const std::vector<RecordQuestion>& questions) {
    Json json = {{"head", {{"text", head.text}, {"signature", crypto::to_base64(head.signature)}}},
                 {"records", Json::array()}};
    for (const auto& question : questions) {
        json["records"].push_back(
            {{"application", question.application.text()}, {"blobs", question.blobs}});
    }
    return octets_of(json);
}

Result<Held> read_held(BytesView json) {
    return reading<Held>(json, "held", [](const Json& held) -> std::optional<Held> {
        const auto hash = issuance::digest_from(held.at("hash").get<std::string>());
        if (!hash) {
            return std::nullopt;
        }
        return Held{held.at("epoch").get<std::uint32_t>(), held.at("sequence").get<std::uint64_t>(),
                    *hash};
    });
}

Result<Settlement> read_settlement(BytesView json) {
    return reading<Settlement>(json, "settlement", &settlement_from);
}

Result<Bytes> accepted(net::HttpResponse response) {
    if (response.status == 200 || response.status == 201 || response.status == 204) {
        return std::move(response.body);
    }
    const auto refusal = response.status < 500 ? net::refusal_in(response.body) : std::nullopt;
    if (!refusal) {
        KOLTAMGA_TRY(auto passed, net::expect_success(std::move(response)));
        return std::move(passed.body);
    }
    if (refusal->code == "centre.fork") {
        return fork_found(refusal->detail);
    }
    return refused(refusal->code + " " + refusal->detail);
}

} // namespace koltamga::sync

#include "centre/service.h"

#include "centre/failures.h"
#include "centre/messages.h"
#include "crypto/base64.h"

namespace koltamga::centre {
namespace {

constexpr std::size_t small_body = std::size_t{64} << 10U;
constexpr std::size_t headers_body = std::size_t{8} << 20U;
constexpr std::size_t bodies_body = std::size_t{32} << 20U;
constexpr std::size_t blob_body = std::size_t{32} << 20U;

int status_of(const Failure& failure) {
    switch (failure.code) {
    case Code::centre_fork:
    case Code::centre_gap:
    case Code::centre_station_taken:
        return 409;
    case Code::centre_refused:
    case Code::practice_delivery_refused: // the vault's, behind the same server
        return 422;
    case Code::centre_code_refused:
    case Code::centre_station_unknown:
    case Code::practice_control_refused:
        return 403;
    case Code::centre_malformed:
        return 400;
    case Code::centre_not_offered:
        return 404;
    default:
        return 503; // our own trouble: the station tries again
    }
}

template <class T, class Write>
serve::Response answered(Result<T> result, Write write) {
    return result ? json_response(write(*result)) : response_of(result.failure());
}

serve::Response done(const Done& result) {
    return result ? json_response("{}") : response_of(result.failure());
}

// Nobody handled it: in the words of everything else that is refused here.
serve::Response unhandled(int status) {
    if (status >= 500) {
        return json_response(R"({"error":{"code":"app.surprise","detail":""}})", status);
    }
    const auto failure =
        status == 404 ? not_offered("path") : malformed(status == 413 ? "too-large" : "http");
    return json_response(write_error(failure), status);
}

} // namespace

serve::Response json_response(const std::string& text, int status) {
    return {status, "application/json", {text.begin(), text.end()}, {}};
}

serve::Response response_of(const Failure& failure) {
    return json_response(write_error(failure), status_of(failure));
}

// A station is whoever shows the TLS certificate it was enrolled with.
serve::Handler Service::for_stations(StationHandler handler) {
    return [this, handler](const serve::Request& request) {
        if (!request.peer_certificate) {
            return response_of(station_unknown("no-certificate"));
        }
        const auto station = receiver_.station_with(*request.peer_certificate);
        if (!station) {
            return response_of(station.failure());
        }
        if (!*station) {
            return response_of(station_unknown("certificate-not-enrolled"));
        }
        return (this->*handler)(**station, request);
    };
}

void Service::add_routes(serve::Server& server, const Around& around) {
    const auto add = [&](serve::Method method, const char* pattern, std::size_t limit,
                         serve::Handler handler) {
        server.route(method, pattern, limit,
                     [around, handler = std::move(handler)](const serve::Request& request) {
                         return around ? around(request, handler) : handler(request);
                     });
    };
    server.refuse_with(&unhandled);
    using serve::Method;
    add(Method::post, "/enrol", small_body,
        [this](const serve::Request& request) { return enrol(request); });
    add(Method::get, "/station/head", 0, for_stations(&Service::head));
    add(Method::post, "/station/headers", headers_body, for_stations(&Service::headers));
    add(Method::put, "/station/bodies", bodies_body, for_stations(&Service::bodies));
    add(Method::put, "/station/blobs/([0-9a-f]{64})", blob_body, for_stations(&Service::blob));
    add(Method::post, "/station/settle", headers_body, for_stations(&Service::settle));
    add(Method::get, "/station/certificates/([0-9a-f]{64})", 0,
        for_stations(&Service::certificates));
    add(Method::post, "/station/holder", small_body, for_stations(&Service::holder));
    add(Method::get, "/station/lost/([1-9][0-9]{0,8})/(0|[1-9][0-9]{0,17})", 0,
        for_stations(&Service::lost));
    add(Method::get, "/station/time/([0-9a-f]{32})", 0, for_stations(&Service::time));
}

// The keys of a station that is enrolled already get its certificates again, without a code: the
// first answer may have been lost.
serve::Response Service::enrol(const serve::Request& request) {
    if (certificates_ == nullptr) {
        return response_of(not_offered("enrolment"));
    }
    const auto question = read_enrolment(request.body);
    if (!question) {
        return response_of(question.failure());
    }
    return answered(enrolled(*question),
                    [this](const Station& station) { return write_enrolled(station, issuing_); });
}

Result<Station> Service::enrolled(const Enrolment& question) {
    const std::lock_guard lock(enrolling_);
    KOLTAMGA_TRY(auto known, receiver_.station(question.station));
    if (known) {
        return has_these_keys(*known, question.keys) ? Result(std::move(*known)) : station_taken();
    }
    KOLTAMGA_CHECK(receiver_.use_code(question.code, question.station));
    KOLTAMGA_TRY(const auto given, certificates_->certify(question.station, question.keys));
    Station station{question.station,    "",          given.tls.der(), given.registration.der(),
                    given.journal.der(), clock_.now()};
    KOLTAMGA_CHECK(receiver_.add_station(station));
    return station;
}

serve::Response Service::head(const Station& station, const serve::Request& /*request*/) {
    return answered(receiver_.held(station), &write_held);
}

serve::Response Service::headers(const Station& station, const serve::Request& request) {
    const auto headers = read_headers(request.body);
    return headers ? answered(receiver_.take_headers(station, *headers), &write_held)
                   : response_of(headers.failure());
}

serve::Response Service::bodies(const Station& station, const serve::Request& request) {
    const auto sent = read_bodies(request.body);
    return sent ? done(receiver_.take_bodies(station, sent->wraps, sent->bodies))
                : response_of(sent.failure());
}

serve::Response Service::blob(const Station& station, const serve::Request& request) {
    const auto name = db::digest_from_hex(request.parts.at(0));
    return name ? done(receiver_.take_blob(station, *name, request.body))
                : response_of(malformed("blob-name"));
}

serve::Response Service::settle(const Station& station, const serve::Request& request) {
    const auto question = read_settle(request.body);
    return question ? answered(receiver_.settle(station, question->head, question->records),
                               &write_settlement)
                    : response_of(question.failure());
}

serve::Response Service::certificates(const Station& /*station*/, const serve::Request& request) {
    const auto key = db::digest_from_hex(request.parts.at(0));
    if (certificates_ == nullptr || !key) {
        return response_of(not_offered("certificates"));
    }
    return answered(certificates_->by_public_key(*key), &write_what_exists);
}

serve::Response Service::holder(const Station& /*station*/, const serve::Request& request) {
    if (certificates_ == nullptr) {
        return response_of(not_offered("holder"));
    }
    const auto pin = read_holder(request.body);
    return pin ? answered(certificates_->by_person(*pin), &write_certificates)
               : response_of(pin.failure());
}

serve::Response Service::lost(const Station& station, const serve::Request& request) {
    const auto epoch = std::stoul(request.parts.at(0)); // the route lets only numbers in
    const auto after = std::stoull(request.parts.at(1));
    auto page = receiver_.lost(station, static_cast<std::uint32_t>(epoch), after);
    return page ? serve::Response{200, "application/cms", std::move(*page), {}}
                : response_of(page.failure());
}

serve::Response Service::time(const Station& station, const serve::Request& request) {
    const auto nonce = from_hex(request.parts.at(0));
    if (!nonce) {
        return response_of(malformed("nonce"));
    }
    return {200, "application/cms", receiver_.time(station, *nonce), {}};
}

} // namespace koltamga::centre

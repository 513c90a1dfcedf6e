#include "net/transfer_failure.h"

#include <algorithm>
#include <array>

#include <openssl/x509_vfy.h>

namespace koltamga::net {
namespace {

// One maker for each code (see base/failure.h). curl's code is stable and says no more than it
// must.
std::string curl_code(const TransferEnd& end) {
    return "curl " + std::to_string(end.code);
}

Failure unreachable(const TransferEnd& end) {
    return fail(Code::net_unreachable,
                (end.code == CURLE_COULDNT_RESOLVE_HOST ? "name-unknown " : "no-connection ") +
                    curl_code(end));
}
Failure timed_out_connecting() {
    return fail(Code::net_connect_timeout);
}
Failure timed_out_waiting() {
    return fail(Code::net_timeout);
}
Failure untrusted(long result) {
    return fail(Code::net_tls_untrusted, "path " + std::to_string(result));
}
Failure wrong_time(long result) {
    return fail(Code::net_tls_clock,
                result == X509_V_ERR_CERT_NOT_YET_VALID ? "not-yet-valid" : "expired");
}
Failure wrong_host() {
    return fail(Code::net_tls_host);
}
Failure weak(std::string detail) {
    return fail(Code::net_tls_weak, std::move(detail));
}
Failure revoked(long result) {
    return fail(Code::net_tls_revoked, result == X509_V_ERR_CERT_REVOKED ? "revoked" : "no-list");
}
Failure refused_us() {
    return fail(Code::net_tls_refused);
}
Failure handshake_failed(const TransferEnd& end) {
    return fail(Code::net_tls_failed, curl_code(end));
}
Failure closed_early(const TransferEnd& end) {
    return fail(Code::net_closed_early, curl_code(end));
}
Failure answer_too_large() {
    return fail(Code::net_too_large);
}
Failure garbled(const TransferEnd& end) {
    return fail(Code::net_garbled, curl_code(end));
}
Failure cancelled(bool request_left) {
    return fail(Code::net_cancelled, request_left ? "after-sending" : "before-sending");
}
Failure identity() {
    return fail(Code::net_identity);
}
Failure mail_refused(const TransferEnd& end) {
    return fail(Code::net_mail_refused, "status " + std::to_string(end.status));
}

bool says(std::string_view words, std::string_view part) {
    return words.find(part) != std::string_view::npos;
}

// Alerts that a server sends before it looks at any request (RFC 8446 §6.2).
bool refuses_our_certificate(std::string_view words) {
    constexpr std::array alerts = {"alert unknown ca",
                                   "alert bad certificate",
                                   "alert certificate expired",
                                   "alert certificate required",
                                   "alert certificate revoked",
                                   "alert certificate unknown",
                                   "alert unsupported certificate"};
    return std::ranges::any_of(alerts, [&](const char* alert) { return says(words, alert); });
}

bool server_is_too_old(std::string_view words) {
    constexpr std::array signs = {
        "unsupported protocol", "alert protocol version", "version too low",
        "dh key too small",     "ee key too small",       "legacy sigalg",
        "wrong signature type", "ca md too weak",         "no shared cipher",
        "bad signature",        "alert handshake failure"};
    return std::ranges::any_of(signs, [&](const char* sign) { return says(words, sign); });
}

Failure path_failure(long result) {
    switch (result) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return wrong_time(result);
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK:
        return weak("certificate " + std::to_string(result));
    case X509_V_ERR_CERT_REVOKED:
    case X509_V_ERR_UNABLE_TO_GET_CRL:
    case X509_V_ERR_CRL_HAS_EXPIRED:
        return revoked(result);
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return wrong_host();
    default:
        return untrusted(result);
    }
}

// curl says 1 (X509_V_ERR_UNSPECIFIED) as long as it has not heard of a result.
bool path_was_refused(long result) {
    return result != X509_V_OK && result != X509_V_ERR_UNSPECIFIED;
}

// Before any octet of the request could leave.
Failure handshake_failure(const TransferEnd& end) {
    if (path_was_refused(end.verify_result)) {
        return path_failure(end.verify_result);
    }
    if (end.code == CURLE_PEER_FAILED_VERIFICATION) {
        return wrong_host(); // the path was good, so it was the name
    }
    if (server_is_too_old(end.words)) {
        return weak("handshake");
    }
    // In TLS 1.3 we are through before the server has looked at our certificate, and what it then
    // says of it may be lost with the connection.
    return end.identity_ended ? refused_us() : handshake_failed(end);
}

bool is_of_the_mail(CURLcode code) {
    return code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY ||
           code == CURLE_LOGIN_DENIED || code == CURLE_RECV_ERROR;
}

Failure failure_before_sending(const TransferEnd& end) {
    switch (end.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_INTERFACE_FAILED:
        return unreachable(end);
    case CURLE_OPERATION_TIMEDOUT:
        return timed_out_connecting();
    default:
        return handshake_failure(end);
    }
}

Failure failure_after_sending(const TransferEnd& end) {
    switch (end.code) {
    case CURLE_OPERATION_TIMEDOUT:
        return timed_out_waiting();
    case CURLE_UNSUPPORTED_PROTOCOL: // HTTP/0.9
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
        return garbled(end);
    default:
        return closed_early(end);
    }
}

} // namespace

Failure transfer_failure(const TransferEnd& end) {
    if (end.identity_unusable) {
        return identity();
    }
    if (end.too_large) {
        return answer_too_large();
    }
    if (end.code == CURLE_ABORTED_BY_CALLBACK) {
        return cancelled(end.request_left);
    }
    if (refuses_our_certificate(end.words)) {
        return refused_us();
    }
    if (end.status >= 400 && end.status < 600 && is_of_the_mail(end.code)) {
        return mail_refused(end);
    }
    return end.request_left ? failure_after_sending(end) : failure_before_sending(end);
}

Failure address_failure(std::string detail) {
    return fail(Code::net_address, std::move(detail));
}

Failure status_failure(long status) {
    // A front door whose server is away (RFC 9110 §15.6.3 to §15.6.5).
    if (status >= 502 && status <= 504) {
        return fail(Code::net_busy, "status " + std::to_string(status));
    }
    return fail(Code::net_status, "status " + std::to_string(status));
}

} // namespace koltamga::net

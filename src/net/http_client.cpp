#include "net/http_client.h"

#include "net/transfer.h"
#include "net/transfer_failure.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace koltamga::net {
namespace {

bool printable(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

// Only https, and nothing in the address that would be read as a name and password.
Done check_address(const std::string& server, const std::string& path) {
    if (!server.starts_with("https://")) {
        return address_failure("not-https");
    }
    if (server.find('@') != std::string::npos || !printable(server) || !printable(path)) {
        return address_failure("malformed");
    }
    return {};
}

} // namespace

class HttpClient::Connection {
  public:
    explicit Connection(HttpSettings settings)
        : settings_(std::move(settings)),
          transfer_(settings_.tls, settings_.connect_timeout, settings_.total_timeout) {}

    Result<HttpResponse> exchange(const HttpRequest& request, std::stop_token stop) {
        KOLTAMGA_CHECK(check_address(settings_.server, request.path));
        HeaderList headers;
        prepare(request, headers);
        KOLTAMGA_CHECK(transfer_.run(std::move(stop)));
        return HttpResponse{static_cast<int>(transfer_.response_code()), transfer_.content_type(),
                            transfer_.take_received()};
    }

  private:
    void prepare(const HttpRequest& request, HeaderList& headers) {
        transfer_.begin(settings_.server + request.path, "https");
        transfer_.expect_slow_sending();
        transfer_.receive_at_most(settings_.largest_answer);
        transfer_.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        transfer_.set(CURLOPT_USERAGENT, "koltamga");
        if (request.method != Method::get) {
            prepare_body(request, headers);
        }
        transfer_.set(CURLOPT_HTTPHEADER, headers.get());
    }

    void prepare_body(const HttpRequest& request, HeaderList& headers) {
        headers.add("Content-Type: " + request.content_type);
        headers.add("Expect:"); // no waiting for "100 Continue"
        const auto size = static_cast<curl_off_t>(request.body.size());
        if (request.method == Method::post) {
            transfer_.set(CURLOPT_POST, 1L);
            transfer_.set(CURLOPT_POSTFIELDSIZE_LARGE, size);
        } else {
            transfer_.set(CURLOPT_UPLOAD, 1L);
            transfer_.set(CURLOPT_INFILESIZE_LARGE, size);
        }
        transfer_.send(request.body);
        transfer_.take_time_to_send();
    }

    HttpSettings settings_;
    Transfer transfer_;
};

HttpClient::HttpClient(HttpSettings settings)
    : connection_(std::make_unique<Connection>(std::move(settings))) {}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

Result<HttpResponse> HttpClient::exchange(const HttpRequest& request, std::stop_token stop) {
    return connection_->exchange(request, std::move(stop));
}

Result<HttpResponse> HttpClient::get(std::string path, std::stop_token stop) {
    KOLTAMGA_TRY(auto response, exchange({Method::get, std::move(path), {}, {}}, std::move(stop)));
    return expect_success(std::move(response));
}

Result<HttpResponse> HttpClient::post(std::string path, std::string content_type, Bytes body,
                                      std::stop_token stop) {
    KOLTAMGA_TRY(auto response,
                 exchange({Method::post, std::move(path), std::move(content_type), std::move(body)},
                          std::move(stop)));
    return expect_success(std::move(response));
}

Result<HttpResponse> HttpClient::put(std::string path, std::string content_type, Bytes body,
                                     std::stop_token stop) {
    KOLTAMGA_TRY(auto response,
                 exchange({Method::put, std::move(path), std::move(content_type), std::move(body)},
                          std::move(stop)));
    return expect_success(std::move(response));
}

bool nothing_was_sent(const Failure& failure) {
    constexpr std::array before = {
        Code::net_address,         Code::net_identity,      Code::net_unreachable,
        Code::net_connect_timeout, Code::net_tls_untrusted, Code::net_tls_clock,
        Code::net_tls_host,        Code::net_tls_weak,      Code::net_tls_revoked,
        Code::net_tls_refused,     Code::net_tls_failed};
    return std::ranges::find(before, failure.code) != before.end() ||
           (failure.code == Code::net_cancelled && failure.detail == "before-sending");
}

Result<HttpResponse> expect_success(HttpResponse response) {
    if (response.status == 200 || response.status == 201 || response.status == 204) {
        return response;
    }
    return status_failure(response.status);
}

} // namespace koltamga::net

// HTTP as a client, over TLS that is always checked: TLS 1.2 or later, the server's name, and a
// chain to the given roots only. There is no way round this, and no plain HTTP at all.
//
// Addresses carry no personal data; that is the caller's duty (SECURITY 41). Redirects are not
// followed, proxies of the environment not used, cookies not kept. A client keeps one connection
// alive between requests: make one client for each transaction. Not for two threads at a time.
#pragma once

#include "base/result.h"
#include "net/tls.h"

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>

namespace koltamga::net {

struct HttpSettings {
    std::string server; // "https://host[:port][/prefix]", no slash at the end
    TlsSettings tls;
    std::chrono::milliseconds connect_timeout{10'000}; // name, TCP and TLS together
    // One request with its answer; where something is sent, how long nothing may move.
    std::chrono::milliseconds total_timeout{60'000};
    std::size_t largest_answer = std::size_t{4} << 20U; // octets of the body
};

enum class Method { get, post, put };

struct HttpRequest {
    Method method = Method::get;
    std::string path; // "/station/headers"
    std::string content_type;
    Bytes body;
};

struct HttpResponse {
    int status = 0;
    std::string content_type;
    Bytes body;
};

class HttpClient {
  public:
    explicit HttpClient(HttpSettings settings);
    HttpClient(HttpClient&&) noexcept;
    HttpClient& operator=(HttpClient&&) noexcept;
    ~HttpClient();

    // Sends once (never twice by itself) and waits for the whole answer, of whatever status.
    // Fails with net.* codes; `nothing_was_sent` tells which of them leave no doubt.
    Result<HttpResponse> exchange(const HttpRequest& request, std::stop_token stop = {});

    // The same, and any status but 200, 201 or 204 is net.status ("status 503").
    Result<HttpResponse> get(std::string path, std::stop_token stop = {});
    Result<HttpResponse> post(std::string path, std::string content_type, Bytes body,
                              std::stop_token stop = {});
    Result<HttpResponse> put(std::string path, std::string content_type, Bytes body,
                             std::stop_token stop = {});

  private:
    class Connection;
    std::unique_ptr<Connection> connection_;
};

// True when the failed exchange certainly gave the server no octet of the request, so that it can
// know nothing of it. False is doubt: the request may have been received and obeyed.
bool nothing_was_sent(const Failure& failure);

// Passes 200, 201 and 204 on; makes net.status of any other.
Result<HttpResponse> expect_success(HttpResponse response);

} // namespace koltamga::net

#include "serve/server.h"

#include "serve/free_port.h"
#include "serve/open_connections.h"
#include "serve/tls_context.h"

#include <httplib.h>

#include <algorithm>
#include <thread>

namespace koltamga::serve {
namespace {

constexpr std::size_t largest_of_all = std::size_t{64} << 20U;
constexpr int threads = 16;

Failure not_listening(int port) {
    return fail(Code::serve_not_listening, "port " + std::to_string(port));
}
Failure identity_unusable() {
    return fail(Code::serve_identity);
}

struct CertificateRelease {
    void operator()(X509* certificate) const noexcept { X509_free(certificate); }
};

std::optional<Bytes> peer_certificate(const SSL* ssl) {
    const std::unique_ptr<X509, CertificateRelease> certificate(
        ssl == nullptr ? nullptr : SSL_get1_peer_certificate(ssl));
    if (!certificate) {
        return std::nullopt;
    }
    const int length = i2d_X509(certificate.get(), nullptr);
    Bytes der(static_cast<std::size_t>(std::max(length, 0)));
    auto* at = der.data();
    return i2d_X509(certificate.get(), &at) > 0 ? std::optional(std::move(der)) : std::nullopt;
}

Request request_of(const httplib::Request& from, Bytes body) {
    Request request{from.path,
                    {},
                    from.get_header_value("Content-Type"),
                    std::move(body),
                    peer_certificate(from.ssl)};
    for (std::size_t i = 1; i < from.matches.size(); ++i) {
        request.parts.push_back(from.matches[i].str());
    }
    return request;
}

void answer_and_cut(const Response& from, httplib::Response& to) {
    const auto cut = std::min(*from.cut_after, from.body.size());
    to.set_content_provider(
        from.body.size(), from.content_type,
        [body = from.body, cut](std::size_t offset, std::size_t, httplib::DataSink& sink) {
            if (offset < cut) {
                sink.write(reinterpret_cast<const char*>(body.data()) + offset, cut - offset);
            }
            return false;
        });
}

void answer(const Response& from, const httplib::Request& request, httplib::Response& to) {
    to.status = from.status;
    if (from.cut_after == Response::before_answer) {
        OpenConnections::cut(request.ssl);
    } else if (from.cut_after) {
        answer_and_cut(from, to);
    } else {
        to.set_content(reinterpret_cast<const char*>(from.body.data()), from.body.size(),
                       from.content_type);
    }
}

// Reads no more than the route allows, whatever the sender announced or did not announce.
std::optional<Bytes> read_body(const httplib::ContentReader& reader, std::size_t limit) {
    Bytes body;
    const bool whole = reader([&](const char* from, std::size_t octets) {
        if (body.size() + octets > limit) {
            return false;
        }
        body.insert(body.end(), from, from + octets);
        return true;
    });
    return whole ? std::optional(std::move(body)) : std::nullopt;
}

httplib::Server::HandlerWithContentReader with_body(std::size_t limit, Handler handler) {
    return [limit, handler = std::move(handler)](const httplib::Request& request,
                                                 httplib::Response& response,
                                                 const httplib::ContentReader& reader) {
        auto body = read_body(reader, limit);
        if (!body) {
            response.status = 413;
            response.set_header("Connection", "close");
            return;
        }
        answer(handler(request_of(request, std::move(*body))), request, response);
    };
}

} // namespace

class Server::Listener {
  public:
    explicit Listener(ServerSettings settings)
        : settings_(std::move(settings)), server_([this](SSL_CTX& context) {
              return configure(context, settings_) && open_.watch(context);
          }) {
        server_.set_payload_max_length(largest_of_all);
        server_.set_keep_alive_max_count(100'000);
        server_.set_keep_alive_timeout(30);
        server_.set_read_timeout(30);
        server_.set_write_timeout(30);
        server_.set_tcp_nodelay(true);
        server_.set_socket_options(&bind_alone);
        server_.new_task_queue = [] { return new httplib::ThreadPool(threads); };
        server_.set_exception_handler([](const httplib::Request&, httplib::Response& response,
                                         const std::exception_ptr&) { response.status = 500; });
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener() { stop(); }

    void route(Method method, const std::string& pattern, std::size_t limit, Handler handler) {
        if (method == Method::get) {
            server_.Get(pattern, [handler = std::move(handler)](const httplib::Request& request,
                                                                httplib::Response& response) {
                answer(handler(request_of(request, {})), request, response);
            });
        } else if (method == Method::post) {
            server_.Post(pattern, with_body(limit, std::move(handler)));
        } else {
            server_.Put(pattern, with_body(limit, std::move(handler)));
        }
    }

    void refuse_with(Refusal refusal) {
        server_.set_error_handler([refusal = std::move(refusal)](const httplib::Request& request,
                                                                 httplib::Response& response) {
            if (!response.has_header("Content-Type")) { // else a handler has spoken
                answer(refusal(response.status), request, response);
            }
        });
    }

    Result<int> start() {
        if (!server_.is_valid()) {
            return identity_unusable();
        }
        int port = settings_.port;
        if (port == 0) {
            port = server_.bind_to_any_port(settings_.host);
        } else if (!server_.bind_to_port(settings_.host, port)) {
            port = -1;
        }
        if (port <= 0) {
            return not_listening(settings_.port);
        }
        thread_ = std::thread([this] { server_.listen_after_bind(); });
        return port;
    }

    void stop() {
        if (!thread_.joinable()) {
            return;
        }
        wait_until_running();
        server_.stop();
        open_.cut_all();
        thread_.join();
    }

  private:
    // A stop before the listening thread has begun would be forgotten.
    void wait_until_running() {
        while (!server_.is_running()) {
            std::this_thread::yield();
        }
    }

    ServerSettings settings_;
    OpenConnections open_; // outlives the server's last connection
    httplib::SSLServer server_;
    std::thread thread_;
};

Server::Server(ServerSettings settings)
    : listener_(std::make_unique<Listener>(std::move(settings))) {}
Server::~Server() = default;

void Server::route(Method method, const std::string& pattern, std::size_t largest_body,
                   Handler handler) {
    listener_->route(method, pattern, largest_body, std::move(handler));
}

void Server::refuse_with(Refusal refusal) {
    listener_->refuse_with(std::move(refusal));
}

Result<int> Server::start() {
    return listener_->start();
}
void Server::stop() {
    listener_->stop();
}

} // namespace koltamga::serve

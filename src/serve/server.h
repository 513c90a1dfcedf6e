// Being an HTTPS server on the loopback interface, or where the settings say.
//
// Callers may show a client certificate; it must then chain to the client roots, or the handshake
// fails. Whether a route needs one is the route's handler's business. Handlers run on several
// threads at once and must be ready for that; an exception out of one becomes status 500.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret_bytes.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace koltamga::serve {

struct Request {
    std::string path;
    std::vector<std::string> parts; // what the pattern's groups matched, in order
    std::string content_type;
    Bytes body;
    std::optional<Bytes> peer_certificate; // DER, verified against the client roots
};

struct Response {
    int status = 200;
    std::string content_type = "application/octet-stream";
    Bytes body;
    // For teaching what networks do: the connection ends after so many octets of the body (the
    // announced length stays whole); at `before_answer`, before anything is answered at all.
    static constexpr std::size_t before_answer = static_cast<std::size_t>(-1);
    std::optional<std::size_t> cut_after;
};

using Handler = std::function<Response(const Request&)>;
// What is said with a status that no handler gave: no such path, too large, a bug.
using Refusal = std::function<Response(int status)>;

enum class Method { get, post, put };

struct ServerSettings {
    std::string host = "127.0.0.1";
    int port = 0;                    // 0: any free one
    std::vector<Bytes> certificates; // DER, our own first
    SecretBytes key;                 // PKCS#8, DER
    std::vector<Bytes> client_roots; // DER; none: client certificates are not asked for
};

class Server {
  public:
    explicit Server(ServerSettings settings);
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    // Stops.
    ~Server();

    // Before `start`. The pattern is an ECMAScript regular expression for the whole path; a body of
    // more than `largest_body` octets is answered with 413 and its rest not read.
    void route(Method method, const std::string& pattern, std::size_t largest_body,
               Handler handler);

    // Before `start`. Without it such an answer has no body.
    void refuse_with(Refusal refusal);

    // Listens and serves on threads of its own until `stop`. The port in use; serve.not-listening
    // when it is taken, serve.identity when certificate and key are not usable.
    Result<int> start();

    // Ends all connections and waits for the handlers still at work. Any thread but a handler's.
    void stop();

  private:
    class Listener;
    std::unique_ptr<Listener> listener_;
};

} // namespace koltamga::serve

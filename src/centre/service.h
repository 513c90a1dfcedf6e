// The centre's protocol over HTTPS: which address does what, in JSON. src/README.md describes it.
#pragma once

#include "centre/certificate_source.h"
#include "centre/messages.h"
#include "centre/receiver.h"
#include "serve/server.h"

#include <functional>
#include <mutex>

namespace koltamga::centre {

// Stands between the server and a route: the practice centre's faults.
using Around =
    std::function<serve::Response(const serve::Request& request, const serve::Handler& handler)>;

class Service {
  public:
    // All of them outlive the service, and the service the server.
    Service(Receiver& receiver, CertificateSource* certificates, const crypto::Certificate& issuing,
            const Clock& clock)
        : receiver_(receiver), certificates_(certificates), issuing_(issuing), clock_(clock) {}

    // Without a certificate source, enrolment and look-ups answer 503.
    void add_routes(serve::Server& server, const Around& around = {});

  private:
    using StationHandler = serve::Response (Service::*)(const Station& station,
                                                        const serve::Request& request);
    serve::Handler for_stations(StationHandler handler);

    serve::Response enrol(const serve::Request& request);
    Result<Station> enrolled(const Enrolment& question);
    serve::Response head(const Station& station, const serve::Request& request);
    serve::Response headers(const Station& station, const serve::Request& request);
    serve::Response bodies(const Station& station, const serve::Request& request);
    serve::Response blob(const Station& station, const serve::Request& request);
    serve::Response settle(const Station& station, const serve::Request& request);
    serve::Response certificates(const Station& station, const serve::Request& request);
    serve::Response holder(const Station& station, const serve::Request& request);
    serve::Response lost(const Station& station, const serve::Request& request);
    serve::Response time(const Station& station, const serve::Request& request);

    Receiver& receiver_;
    CertificateSource* certificates_;
    const crypto::Certificate& issuing_;
    const Clock& clock_;
    std::mutex enrolling_; // one at a time: code, certificates and station belong together
};

// How a failure goes over the line: {"error": {"code", "detail"}} and a status that fits.
serve::Response response_of(const Failure& failure);
serve::Response json_response(const std::string& text, int status = 200);

} // namespace koltamga::centre

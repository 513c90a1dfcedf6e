#include "practice/practice_centre.h"

#include "base/file.h"
#include "base/id.h"
#include "centre/failures.h"
#include "centre/service.h"
#include "crypto/random.h"
#include "db/process_lock.h"
#include "practice/centre_faults.h"
#include "practice/certificate_desk.h"
#include "practice/control.h"
#include "practice/failures.h"
#include "practice/mail_sink.h"
#include "practice/practice_folder.h"
#include "practice/practice_profile.h"
#include "practice/service_identity.h"
#include "practice/vault.h"
#include "serve/free_port.h"

#include <nlohmann/json.hpp>

namespace koltamga::practice {
namespace {

using Json = nlohmann::json;
using crypto::KeyUsage;

constexpr std::size_t small_body = std::size_t{64} << 10U;
constexpr std::size_t message_body = std::size_t{1} << 20U;
constexpr std::size_t package_body = std::size_t{4} << 20U;
constexpr auto code_lifetime = std::chrono::years(5);
const std::string default_policy = AuthoritySettings().policy;

int remembered_port(const std::filesystem::path& file) {
    const auto text = read_file(file, 16);
    return text ? std::atoi(text_of(*text).c_str()) : 0;
}

Done remember_port(const std::filesystem::path& file, int port) {
    KOLTAMGA_CHECK(make_private_folder(file.parent_path()));
    return write_file(file, bytes_of(std::to_string(port) + "\n"));
}

// The secret in a file of ours, made the first time: who can read the folder may command.
Result<std::string> kept_word(const std::filesystem::path& file) {
    std::error_code none;
    if (!std::filesystem::exists(file, none)) {
        const auto word = crypto::new_id<struct WordTag>().text();
        KOLTAMGA_CHECK(write_file(file, bytes_of(word + "\n")));
    }
    KOLTAMGA_TRY(const auto content, read_file(file, 256));
    auto word = text_of(content);
    while (!word.empty() && word.back() == '\n') {
        word.pop_back();
    }
    return word;
}

Result<crypto::KeyPair> kept_key(const std::filesystem::path& file) {
    std::error_code none;
    if (!std::filesystem::exists(file, none)) {
        KOLTAMGA_CHECK(write_key(file, crypto::KeyPair::generate(crypto::KeyAlgorithm::ec_p256)));
    }
    return read_key(file);
}

serve::Response octets_or_nothing(const char* type, Bytes octets) {
    serve::Response response{200, type, std::move(octets), {}};
    if (response.body.empty()) {
        response.cut_after = serve::Response::before_answer;
    }
    return response;
}

// The centre's certificates and keys, the agency's key, and the words it keeps.
struct Belongings {
    centre::Identity tls, vault, recovery;
    crypto::KeyPair agency;
    std::string control_secret;
};

} // namespace

class PracticeCentre::Parts {
  public:
    Parts(const PracticeSettings& settings, const Clock& clock, db::ProcessLock lock)
        : settings_(settings), folder_{settings.folder}, clock_(clock), lock_(std::move(lock)) {}

    Done start() {
        KOLTAMGA_CHECK(choose_port());
        KOLTAMGA_CHECK(open_authority());
        KOLTAMGA_CHECK(open_receiver());
        KOLTAMGA_CHECK(set_faults());
        KOLTAMGA_CHECK(open_server());
        if (!settings_.receiver_only) {
            KOLTAMGA_CHECK(start_mail());
            KOLTAMGA_CHECK(publish());
        }
        return {};
    }

    void stop() {
        mail_.stop();
        if (server_) {
            server_->stop();
        }
    }

    const std::string& url() const { return url_; }
    int mail_port() const { return mail_port_; }

  private:
    Done choose_port() {
        port_ = settings_.port != 0 ? settings_.port : remembered_port(folder_.ports());
        if (port_ == 0 || (settings_.port == 0 && !serve::is_free(port_))) {
            port_ = serve::free_port();
        }
        url_ = "https://127.0.0.1:" + std::to_string(port_);
        return {};
    }

    Done open_authority() {
        AuthoritySettings settings;
        settings.folder = folder_.authority();
        settings.crl_url = url_ + "/crl";
        settings.ocsp_url = url_ + "/ocsp";
        KOLTAMGA_TRY(authority_, CertificationAuthority::open(std::move(settings), clock_));
        desk_ = std::make_unique<CertificateDesk>(*authority_);
        return {};
    }

    Result<centre::Identity> own(const char* name, const char* common_name,
                                 std::vector<KeyUsage> usage, bool server = false) {
        ServiceUse use{common_name, std::move(usage), {}, server};
        if (server) {
            use.extended_key_usage = {crypto::purpose::server};
        }
        return identity(folder_.keys(), name, *authority_, use);
    }

    Done open_receiver() {
        KOLTAMGA_CHECK(make_private_folder(folder_.keys()));
        KOLTAMGA_TRY(auto receipts,
                     own("receipts", "Practice Centre Receipts", {KeyUsage::digital_signature}));
        KOLTAMGA_TRY(auto encryption,
                     own("encryption", "Practice Centre", {KeyUsage::key_agreement}));
        receipts_ = receipts.certificate;
        KOLTAMGA_TRY(receipts_before_, certificates_before(folder_.keys(), "receipts"));
        encryption_ = encryption.certificate;
        KOLTAMGA_TRY(auto tls, own("tls", "localhost", {KeyUsage::digital_signature}, true));
        KOLTAMGA_TRY(auto vault, own("vault", "Practice Vault",
                                     {KeyUsage::digital_signature, KeyUsage::key_agreement}));
        KOLTAMGA_TRY(auto recovery,
                     own("recovery", "Practice Agency Recovery", {KeyUsage::key_agreement}));
        KOLTAMGA_TRY(auto agency, kept_key(folder_.agency_key()));
        KOLTAMGA_TRY(auto secret, kept_word(folder_.control_secret()));
        belongings_ = std::make_unique<Belongings>(
            Belongings{std::move(tls), std::move(vault), std::move(recovery), std::move(agency),
                       std::move(secret)});
        vault_ = std::make_unique<Vault>(folder_.vault(), belongings_->vault, clock_);
        centre::ReceiverKeys keys{std::move(receipts), std::move(encryption), receipts_before_};
        KOLTAMGA_TRY(receiver_, centre::Receiver::open(folder_.centre(), std::move(keys), clock_));
        return {};
    }

    Done set_faults() {
        for (const auto& spelling : settings_.faults) {
            KOLTAMGA_CHECK(set_fault(spelling));
        }
        return {};
    }

    Done set_fault(const std::string& spelling) {
        if (spelling == "none") {
            KOLTAMGA_CHECK(faults_.set(spelling));
            return authority_->set_fault(spelling);
        }
        return CentreFaults::knows(spelling.substr(0, spelling.find('=')))
                   ? faults_.set(spelling)
                   : authority_->set_fault(spelling);
    }

    Done open_server() {
        serve::ServerSettings settings;
        settings.port = port_;
        settings.certificates = {belongings_->tls.certificate.der(), authority_->issuing().der()};
        settings.key = belongings_->tls.key.pkcs8();
        settings.client_roots = {authority_->root().der(), authority_->issuing().der()};
        server_ = std::make_unique<serve::Server>(std::move(settings));
        add_routes();
        KOLTAMGA_TRY(const auto port, server_->start());
        return remember_port(folder_.ports(), port);
    }

    void add_routes() {
        service_ = std::make_unique<centre::Service>(
            *receiver_, settings_.receiver_only ? nullptr : desk_.get(), authority_->issuing(),
            clock_);
        const auto around = [this](const serve::Request& request, const serve::Handler& handler) {
            return faults_.around(request, handler);
        };
        service_->add_routes(*server_, around);
        if (settings_.receiver_only) {
            return;
        }
        using serve::Method;
        using serve::Request;
        server_->route(Method::post, "/cmp", message_body, [this](const Request& request) {
            return octets_or_nothing("application/pkixcmp", authority_->cmp(request.body));
        });
        server_->route(Method::get, "/crl", 0, [this](const Request&) {
            return octets_or_nothing("application/pkix-crl", authority_->crl());
        });
        server_->route(Method::post, "/ocsp", small_body, [this](const Request& request) {
            return octets_or_nothing("application/ocsp-response", authority_->ocsp(request.body));
        });
        server_->route(Method::put, "/vault/packages/([0-9A-Z-]{19})", package_body,
                       [this, around](const Request& request) {
                           return around(request,
                                         [this](const Request& one) { return deliver(one); });
                       });
        server_->route(Method::post, "/practice/control", small_body,
                       [this](const Request& request) { return control(request); });
    }

    serve::Response deliver(const serve::Request& request) {
        const auto station = request.peer_certificate
                                 ? receiver_->station_with(*request.peer_certificate)
                                 : Result(std::optional<centre::Station>());
        if (!station || !*station) {
            return centre::response_of(centre::station_unknown("certificate-not-enrolled"));
        }
        const auto application = ApplicationId::parse(request.parts.at(0));
        if (!application) {
            return centre::response_of(delivery_refused("application"));
        }
        auto receipt = vault_->take(**station, *application, request.body);
        return receipt ? octets_or_nothing("application/cms", std::move(receipt).value())
                       : centre::response_of(receipt.failure());
    }

    // From `koltamga-centre fault` and `certificates`, which can read the secret's file.
    serve::Response control(const serve::Request& request) {
        const auto json = Json::parse(request.body.begin(), request.body.end(), nullptr, false);
        const auto word = [&](const char* name) {
            return json.is_object() && json.contains(name) && json.at(name).is_string()
                       ? json.at(name).get<std::string>()
                       : std::string();
        };
        if (!equal_in_constant_time(bytes_of(word("secret")),
                                    bytes_of(belongings_->control_secret))) {
            return centre::response_of(control_refused("secret"));
        }
        if (word("do") == "certificates") {
            return centre::json_response(write_listed(listed(authority_->certificates())));
        }
        const auto done = set_fault(word("fault"));
        return done ? centre::json_response("{}") : centre::response_of(done.failure());
    }

    Done start_mail() {
        auto port = mail_.start(remembered_port(folder_.mail_port()));
        if (!port) {
            KOLTAMGA_TRY(mail_port_, mail_.start(0));
        } else {
            mail_port_ = *port;
        }
        return remember_port(folder_.mail_port(), mail_port_);
    }

    Done publish() {
        KOLTAMGA_TRY(const auto code, kept_word(folder_.enrolment_code()));
        KOLTAMGA_CHECK(receiver_->add_code(
            code, true,
            clock_.now() + std::chrono::duration_cast<std::chrono::seconds>(code_lifetime)));
        KOLTAMGA_CHECK(write_file(folder_.root_certificate(), bytes_of(authority_->root().pem())));
        KOLTAMGA_CHECK(
            write_file(folder_.issuing_certificate(), bytes_of(authority_->issuing().pem())));
        const ProfileFacts facts{url_,
                                 authority_->root(),
                                 authority_->issuing(),
                                 authority_->responder(),
                                 *receipts_,
                                 *encryption_,
                                 belongings_->vault.certificate,
                                 belongings_->recovery.certificate,
                                 receipts_before_,
                                 default_policy};
        return publish_profile(folder_.profile(), practice_profile(facts, belongings_->agency),
                               belongings_->agency);
    }

    PracticeSettings settings_;
    PracticeFolder folder_;
    const Clock& clock_;
    db::ProcessLock lock_;
    int port_ = 0;
    std::string url_;
    int mail_port_ = 0;
    CentreFaults faults_;
    std::unique_ptr<CertificationAuthority> authority_;
    std::unique_ptr<CertificateDesk> desk_;
    std::optional<crypto::Certificate> receipts_, encryption_;
    std::vector<crypto::Certificate> receipts_before_;
    std::unique_ptr<Belongings> belongings_;
    std::unique_ptr<Vault> vault_;
    std::unique_ptr<centre::Receiver> receiver_;
    std::unique_ptr<centre::Service> service_;
    MailSink mail_{folder_.mail()};
    std::unique_ptr<serve::Server> server_; // ends first: its handlers use all the others
};

PracticeCentre::PracticeCentre(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
PracticeCentre::~PracticeCentre() {
    stop();
}

Result<std::unique_ptr<PracticeCentre>> PracticeCentre::start(const PracticeSettings& settings,
                                                              const Clock& clock) {
    KOLTAMGA_CHECK(make_private_folder(settings.folder));
    KOLTAMGA_TRY(auto lock, db::ProcessLock::take(PracticeFolder{settings.folder}.lock()));
    auto parts = std::make_unique<Parts>(settings, clock, std::move(lock));
    KOLTAMGA_CHECK(parts->start());
    return std::unique_ptr<PracticeCentre>(new PracticeCentre(std::move(parts)));
}

const std::string& PracticeCentre::url() const {
    return parts_->url();
}
int PracticeCentre::mail_port() const {
    return parts_->mail_port();
}
void PracticeCentre::stop() {
    parts_->stop();
}

} // namespace koltamga::practice

#include "practice/control.h"

#include "base/file.h"
#include "db/process_lock.h"
#include "net/http_client.h"
#include "practice/centre_faults.h"
#include "practice/certification_authority_faults.h"
#include "practice/failures.h"
#include "practice/practice_folder.h"
#include "practice/service_identity.h"
#include "practice/vault.h"

#include <nlohmann/json.hpp>

namespace koltamga::practice {
namespace {

using Json = nlohmann::json;

constexpr std::size_t largest_file = std::size_t{64} << 10U;
const SystemClock system_clock;

Result<std::string> word_in(const std::filesystem::path& file) {
    const auto content = read_file(file, 256);
    if (!content) {
        return not_running();
    }
    auto word = text_of(*content);
    while (!word.empty() && word.back() == '\n') {
        word.pop_back();
    }
    return word;
}

// One command to the centre that serves this folder, and its answer.
Result<Json> command(const std::filesystem::path& path, Json what) {
    const PracticeFolder folder{path};
    KOLTAMGA_TRY(const auto secret, word_in(folder.control_secret()));
    KOLTAMGA_TRY(const auto port, word_in(folder.ports()));
    KOLTAMGA_TRY(const auto pem, read_file(folder.root_certificate(), largest_file));
    KOLTAMGA_TRY(const auto root, crypto::Certificate::parse(pem));
    net::HttpSettings settings;
    settings.server = "https://127.0.0.1:" + port;
    settings.tls.roots = {root.der()};
    settings.largest_answer = std::size_t{64} << 20U;
    what["secret"] = secret;
    const auto text = what.dump();
    auto answer = net::HttpClient(std::move(settings))
                      .exchange({net::Method::post,
                                 "/practice/control",
                                 "application/json",
                                 {text.begin(), text.end()}});
    if (!answer) {
        return answer.failed_with(Code::net_unreachable) ? not_running() : answer.failure();
    }
    auto json = Json::parse(answer->body.begin(), answer->body.end(), nullptr, false);
    if (answer->status != 200 || json.is_discarded()) {
        return control_refused("status " + std::to_string(answer->status));
    }
    return json;
}

Result<std::vector<ListedCertificate>> listed_in(const Json& json) {
    std::vector<ListedCertificate> all;
    try {
        for (const auto& one : json.at("certificates")) {
            all.push_back(
                {one.at("serial"), one.at("public_key"), one.at("status"), one.at("of_a_holder")});
        }
    } catch (const Json::exception&) {
        return control_refused("answer");
    }
    return all;
}

} // namespace

std::vector<FaultDescription> all_faults() {
    auto all = CertificationAuthority::faults();
    for (const auto& one : CentreFaults::list()) {
        all.push_back(one);
    }
    return all;
}

Done check_fault(const std::string& spelling) {
    const bool of_centre = CentreFaults::knows(spelling.substr(0, spelling.find('=')));
    return of_centre ? CentreFaults().set(spelling) : Faults().set(spelling);
}

// Looked at before it leaves: what the centre refuses comes back without its words.
Done set_fault(const std::filesystem::path& folder, const std::string& spelling) {
    KOLTAMGA_CHECK(check_fault(spelling));
    KOLTAMGA_CHECK(command(folder, {{"do", "fault"}, {"fault", spelling}}));
    return {};
}

std::vector<ListedCertificate> listed(const std::vector<IssuedCertificate>& issued) {
    std::vector<ListedCertificate> all;
    for (const auto& one : issued) {
        all.push_back({one.serial, one.public_key, std::string(issuance::name_of(one.status)),
                       !one.pin.empty()});
    }
    return all;
}

std::string write_listed(const std::vector<ListedCertificate>& certificates) {
    Json list = Json::array();
    for (const auto& one : certificates) {
        list.push_back({{"serial", one.serial},
                        {"public_key", one.public_key},
                        {"status", one.status},
                        {"of_a_holder", one.of_a_holder}});
    }
    return Json{{"certificates", std::move(list)}}.dump();
}

Result<std::vector<ListedCertificate>> certificates(const std::filesystem::path& folder) {
    const PracticeFolder at{folder};
    std::error_code none;
    if (!std::filesystem::is_directory(at.authority(), none)) {
        return not_running();
    }
    // Opening the CA's records beside a running centre could disturb its last line.
    if (const auto lock = db::ProcessLock::take(at.lock()); !lock) {
        KOLTAMGA_TRY(const auto answer, command(folder, {{"do", "certificates"}}));
        return listed_in(answer);
    } else {
        AuthoritySettings settings;
        settings.folder = at.authority();
        KOLTAMGA_TRY(const auto authority,
                     CertificationAuthority::open(std::move(settings), system_clock));
        return listed(authority->certificates());
    }
}

Result<Bytes> vault_sign(const std::filesystem::path& folder, const std::string& application,
                         const SecretBytes& password, BytesView message) {
    const PracticeFolder at{folder};
    const auto id = ApplicationId::parse(application);
    if (!id) {
        return no_such_package();
    }
    KOLTAMGA_TRY(const auto vault, read_identity(at.keys(), "vault"));
    return Vault(at.vault(), vault, system_clock).sign(*id, password, message);
}

Result<centre::Receiver::Verified> verify(const std::filesystem::path& folder) {
    const PracticeFolder at{folder};
    KOLTAMGA_TRY(auto receipts, read_identity(at.keys(), "receipts"));
    KOLTAMGA_TRY(auto encryption, read_identity(at.keys(), "encryption"));
    KOLTAMGA_TRY(auto before, certificates_before(at.keys(), "receipts"));
    centre::ReceiverKeys keys{std::move(receipts), std::move(encryption), std::move(before)};
    KOLTAMGA_TRY(const auto receiver,
                 centre::Receiver::open(at.centre(), std::move(keys), system_clock));
    return receiver->verify();
}

} // namespace koltamga::practice

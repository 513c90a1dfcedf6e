#include "tests/journey/office.h"

#include <cstdlib>
#include <regex>
#include <stdexcept>

namespace koltamga::journey {
namespace {

std::filesystem::path fresh_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "koltamga-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("mkdtemp");
    }
    return name;
}

std::string applicant_file(const Person& person) {
    return "[applicant]\npin = \"" + person.pin + "\"\nsurname = \"" + person.surname +
           "\"\ngiven_names = \"" + person.given_names + "\"\nsex = \"" + person.sex +
           "\"\nbirth_date = " + person.birth_date + "\n" + person.more +
           "[document]\ntype = \"id-card\"\nnumber = \"" + person.document +
           "\"\nissued = 2025-01-01\nexpires = " + person.expires +
           "\nissuer = \"МКК 211011\"\n[contact]\nemail = \"" + person.email + "\"\nphone = \"" +
           person.phone +
           "\"\n[consent]\npersonal_data = true\nregister_lookup = true\n"
           "uis_account = true\nterms = true\n";
}

Json parsed(const std::string& text) {
    return Json::parse(text, nullptr, false);
}

} // namespace

Person grown_up() {
    return {};
}

Person woman() {
    return {"12902200000011", "ASANOVA", "AIPERI", "F", "2000-02-29", "ID0000001", "2035-01-01"};
}

Person minor() {
    return {"21506201000003", "ASANOV", "BEK", "M", "2010-06-15", "ID0000002", "2035-01-01"};
}

std::string program(const std::string& name) {
    const char* const released = std::getenv("KOLTAMGA_PROGRAMS");
    return (released != nullptr ? released : KOLTAMGA_BINARY_DIR "/bin") + ("/" + name);
}

Office::Office(const std::string& algorithm, std::vector<std::string> faults)
    : folder_(fresh_folder()), faults_(std::move(faults)) {
    start_centre();
    sign_profile(std::regex_replace(read_text(practice() / "profile.toml"), std::regex("rsa-3072"),
                                    algorithm));
    password("aida", "correct horse battery");
    password("applicant", "S3cret of the applicant");
}

void Office::sign_profile(const std::string& text) {
    write_text(profile(), text);
    const auto done = run({program("koltamgactl"), "profile", "sign", profile().string(), "--key",
                           (practice() / "agency.key").string()});
    if (done.status != 0) {
        throw std::runtime_error("profile sign: " + done.err);
    }
}

void Office::sign_profile_with_root_file(std::string text, const std::string& octets) {
    write_text(root_file(), octets);
    const auto sha256 = run({"sha256sum", root_file().string()}).out.substr(0, 64);
    const auto start = text.find("roots = [");
    text.replace(start, text.find(']', start) + 1 - start,
                 "roots = [{ file = \"agency-root.pem\", sha256 = \"" + sha256 + "\" }]");
    sign_profile(text);
}

std::uint16_t Office::centre_port() const {
    const auto& ready = server_->ready_line();
    return static_cast<std::uint16_t>(std::stoul(ready.substr(ready.rfind(':') + 1)));
}

void Office::reach_centre_at(std::uint16_t port) {
    sign_profile(std::regex_replace(read_text(profile()), std::regex("127\\.0\\.0\\.1:[0-9]+"),
                                    "127.0.0.1:" + std::to_string(port)));
}

Office::~Office() {
    server_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void Office::start_centre() {
    std::vector<std::string> line = {program("koltamga-centre"), "practice", "--data",
                                     practice().string()};
    for (const auto& fault : faults_) {
        line.insert(line.end(), {"--fault", fault});
    }
    server_ = std::make_unique<Server>(line);
}

void Office::kill_centre() {
    server_->kill();
    server_.reset();
}

std::filesystem::path Office::password(const std::string& name, const std::string& password) {
    const auto file = folder_ / (name + ".password");
    if (!password.empty()) {
        write_text(file, password + "\n");
    }
    return file;
}

std::vector<std::string> Office::ctl_line(const std::vector<std::string>& command,
                                          const std::string& as) const {
    std::vector<std::string> line = {program("koltamgactl"), "--json", "--profile",
                                     profile().string(),     "--data", station().string()};
    if (!as.empty()) {
        line.insert(line.end(), {"--operator", as, "--operator-password-file",
                                 (folder_ / (as + ".password")).string()});
    }
    line.insert(line.end(), command.begin(), command.end());
    return line;
}

Said Office::ctl(const std::vector<std::string>& command, const std::string& as) {
    const auto ended = run(ctl_line(command, as));
    return {ended.status, parsed(ended.out), ended.err};
}

Said Office::centre(const std::vector<std::string>& command) {
    std::vector<std::string> line = {program("koltamga-centre")};
    line.insert(line.end(), command.begin(), command.end());
    const auto ended = run(line);
    return {ended.status, parsed(ended.out), ended.err};
}

void Office::fault(const std::string& spelling) {
    const auto said = centre({"fault", practice().string(), spelling});
    if (said.status != 0) {
        throw std::runtime_error("fault " + spelling + ": " + said.err);
    }
}

Said Office::enrol() {
    return ctl({"station", "enrol", "--code", (practice() / "enrolment-code").string()});
}

std::vector<std::string> Office::issue_command(const Person& person,
                                               const std::vector<std::string>& more) {
    const auto file = folder_ / ("applicant-" + person.document + ".toml");
    write_text(file, applicant_file(person));
    std::vector<std::string> command = {
        "issue",
        file.string(),
        "--portrait",
        std::string(KOLTAMGA_TEST_DATA) + "/portraits/astronaut.jpg",
        "--applicant-password-file",
        (folder_ / (person.password + ".password")).string(),
        "--out",
        (person.papers.empty() ? out() : out() / person.papers).string()};
    command.insert(command.end(), more.begin(), more.end());
    return command;
}

Said Office::issue(const Person& person, const std::vector<std::string>& more) {
    return ctl(issue_command(person, more));
}

std::size_t Office::certificates(const std::string& status) {
    const auto said = centre({"certificates", practice().string(), "--json"});
    std::size_t count = 0;
    for (const auto& one : said.json.at("certificates")) {
        count += one.at("status") == status ? 1 : 0;
    }
    return count;
}

} // namespace koltamga::journey

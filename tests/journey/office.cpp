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
           "\"\nbirth_date = " + person.birth_date +
           "\n[document]\ntype = \"id-card\"\nnumber = \"" + person.document +
           "\"\nissued = 2025-01-01\nexpires = " + person.expires +
           "\nissuer = \"МКК 211011\"\n[contact]\nemail = \"uson@example.com\"\n"
           "phone = \"+996700123456\"\n[consent]\npersonal_data = true\nregister_lookup = true\n"
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
    return std::string(KOLTAMGA_BINARY_DIR) + "/bin/" + name;
}

Office::Office(const std::string& algorithm) : folder_(fresh_folder()) {
    start_centre();
    const auto profile = practice() / "profile.toml";
    const auto text = std::regex_replace(read_text(profile), std::regex("rsa-3072"), algorithm);
    write_text(profile, text);
    const auto done = run({program("koltamgactl"), "profile", "sign", profile.string(), "--key",
                           (practice() / "agency.key").string()});
    if (done.status != 0) {
        throw std::runtime_error("profile sign: " + done.err);
    }
    password("aida", "correct horse battery");
    password("applicant", "S3cret of the applicant");
}

Office::~Office() {
    server_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void Office::start_centre() {
    server_ = std::make_unique<Server>(std::vector<std::string>{
        program("koltamga-centre"), "practice", "--data", practice().string()});
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
    std::vector<std::string> line = {program("koltamgactl"),
                                     "--json",
                                     "--profile",
                                     (practice() / "profile.toml").string(),
                                     "--data",
                                     station().string()};
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
    std::vector<std::string> command = {"issue",
                                        file.string(),
                                        "--portrait",
                                        std::string(KOLTAMGA_TEST_DATA) +
                                            "/portraits/astronaut.jpg",
                                        "--applicant-password-file",
                                        (folder_ / "applicant.password").string(),
                                        "--out",
                                        out().string()};
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

#include "tests/spool/print_shop.h"

#include "serve/free_port.h"
#include "tests/journey/process.h"

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <stdexcept>

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace koltamga::spool {
namespace {

namespace fs = std::filesystem;

// CUPS hands each document to its backend by name, as another user: so the folder may be passed
// through, and is none of this program's own, which may not.
fs::path new_folder() {
    auto name = (fs::temp_directory_path() / "koltamga-shop-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("mkdtemp");
    }
    fs::permissions(name, fs::perms(0711));
    return name;
}

bool answers(int family, const sockaddr* address, socklen_t size) {
    const int socket = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool connected = socket >= 0 && ::connect(socket, address, size) == 0;
    ::close(socket);
    return connected;
}

bool answers_at(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    return answers(AF_UNIX, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

bool answers_at(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return answers(AF_INET, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

void must(bool so, const char* what) {
    if (!so) {
        throw std::runtime_error(what);
    }
}

std::string queue(const std::string& name, const std::string& rest) {
    return "<" + name + ">\n" + rest + "</" + name.substr(0, name.find(' ')) + ">\n";
}

// The printer does this with each document: as the tray is, it waits, and says so as a printer
// does.
constexpr const char* press = R"(#!/bin/sh
here=$(dirname "$0")
if [ -e "$here/tray-empty" ]; then
    echo "STATE: +media-empty-error" >&2
    while [ -e "$here/tray-empty" ]; do sleep 0.1; done
    echo "STATE: -media-empty-error" >&2
fi
cp "$1" "$here/out/.coming" && mv "$here/out/.coming" "$here/out/$(date +%s%N).pdf"
)";

constexpr const char* bus_settings = R"(<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=FOLDER/bus</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>
)";

constexpr const char* cups_settings = R"(LogLevel debug
MaxLogSize 0
Listen FOLDER/socket
Browsing No
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
)";

constexpr const char* cups_files = R"(ServerRoot FOLDER/root
CacheDir FOLDER/cache
RequestRoot FOLDER/spool
StateDir FOLDER/state
AccessLog FOLDER/cups-access.log
ErrorLog FOLDER/cups.log
PageLog FOLDER/cups-page.log
)";

std::string of_folder(std::string text, const fs::path& folder) {
    for (auto at = text.find("FOLDER"); at != std::string::npos; at = text.find("FOLDER", at)) {
        text.replace(at, 6, folder.string());
    }
    return text;
}

} // namespace

bool comes_true(const std::function<bool()>& so) {
    std::mutex mutex;
    std::condition_variable never;
    std::unique_lock lock(mutex);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    bool is_so = so();
    while (!is_so && std::chrono::steady_clock::now() < until) {
        never.wait_for(lock, std::chrono::milliseconds(20));
        is_so = so();
    }
    return is_so;
}

Running::Running(const std::vector<std::string>& command, const std::string& bus,
                 const fs::path& log) {
    std::vector<char*> words;
    for (const auto& word : command) {
        words.push_back(const_cast<char*>(word.c_str()));
    }
    words.push_back(nullptr);
    process_ = ::fork();
    if (process_ == 0) {
        ::setpgid(0, 0);
        ::setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.c_str(), 1);
        const int to = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        ::dup2(to, STDOUT_FILENO);
        ::dup2(to, STDERR_FILENO);
        ::execvp(words.front(), words.data());
        ::_exit(127);
    }
    ::setpgid(process_, process_);
}

Running::~Running() {
    ::kill(-process_, SIGTERM);
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    ::kill(-process_, SIGKILL); // what it had started
}

PrintShop::Folder::Folder() : path(new_folder()) {}

PrintShop::Folder::~Folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
}

PrintShop::PrintShop(const std::string& queues) : port_(serve::free_port()) {
    write_settings(queues.empty() ? usual_queues() : queues);
    start_printer();
    open();
}

std::string PrintShop::usual_queues() const {
    const auto at = [](int port) {
        return "DeviceURI ipp://localhost:" + std::to_string(port) + "/ipp/print\n";
    };
    const std::string ready = "State Idle\nAccepting Yes\n";
    return queue("DefaultPrinter desk", at(port_) + ready) +
           queue("Printer far", at(serve::free_port()) + ready) +
           queue("Printer still", at(port_) + "State Stopped\nAccepting Yes\n");
}

void PrintShop::write_settings(const std::string& queues) {
    for (const auto* name : {"root", "cache", "spool", "state", "out", "documents"}) {
        fs::create_directory(folder_ / name);
    }
    journey::write_text(folder_ / "bus.conf", of_folder(bus_settings, folder_));
    journey::write_text(folder_ / "cupsd.conf", of_folder(cups_settings, folder_));
    journey::write_text(folder_ / "cups-files.conf", of_folder(cups_files, folder_));
    journey::write_text(folder_ / "root" / "printers.conf", queues);
    journey::write_text(folder_ / "press", press);
    fs::permissions(folder_ / "press", fs::perms(0755));
}

// It wants a bus on which nobody need be, for announcing itself, which it is told not to.
void PrintShop::start_printer() {
    const auto bus = "unix:path=" + (folder_ / "bus").string();
    bus_ = std::make_unique<Running>(
        std::vector<std::string>{"dbus-daemon", "--nofork", "--nopidfile",
                                 "--config-file=" + (folder_ / "bus.conf").string()},
        bus, folder_ / "bus.log");
    must(comes_true([this] { return answers_at((folder_ / "bus").string()); }), "no bus");
    printer_ = std::make_unique<Running>(
        std::vector<std::string>{"ippeveprinter", "-r", "off", "-n", "localhost", "-p",
                                 std::to_string(port_), "-d", (folder_ / "documents").string(),
                                 "-c", (folder_ / "press").string(), "-f", "application/pdf",
                                 "Practice"},
        bus, folder_ / "printer.log");
    must(comes_true([this] { return answers_at(port_); }), "no printer");
}

void PrintShop::open() {
    cups_ = std::make_unique<Running>(
        std::vector<std::string>{"/usr/sbin/cupsd", "-f", "-c", (folder_ / "cupsd.conf").string(),
                                 "-s", (folder_ / "cups-files.conf").string()},
        "unix:path=" + (folder_ / "bus").string(), folder_ / "cupsd.out");
    must(comes_true([this] { return answers_at(server()); }), "no CUPS");
}

void PrintShop::take_paper_out() {
    journey::write_text(folder_ / "tray-empty", "");
}

void PrintShop::load_paper() {
    fs::remove(folder_ / "tray-empty");
}

std::vector<std::string> PrintShop::papers() const {
    std::vector<fs::path> files;
    for (const auto& file : fs::directory_iterator(folder_ / "out")) {
        if (file.path().extension() == ".pdf") {
            files.push_back(file.path());
        }
    }
    std::ranges::sort(files);
    std::vector<std::string> papers;
    for (const auto& file : files) {
        papers.push_back(journey::read_text(file));
    }
    return papers;
}

} // namespace koltamga::spool

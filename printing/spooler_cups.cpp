// The print system of Unix: IPP to a CUPS server. The only source that knows libcups.
//
// Each operation opens a connection of its own: on one machine that is a socket, and nothing has to
// be mended when the server was started anew. libcups keeps its password callback for each thread,
// and would otherwise ask at the terminal.
#include "printing/failures.h"
#include "printing/spooler.h"

#include <cups/cups.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace koltamga::printing {
namespace {

using Clock = std::chrono::steady_clock;

struct ClosesHttp {
    void operator()(http_t* http) const { httpClose(http); }
};
struct DeletesIpp {
    void operator()(ipp_t* message) const { ippDelete(message); }
};
using Http = std::unique_ptr<http_t, ClosesHttp>;
using Message = std::unique_ptr<ipp_t, DeletesIpp>;

// How long the server may be silent; read by libcups while it waits.
struct Limit {
    Clock::time_point until;
    std::stop_token stop;
    bool over() const { return stop.stop_requested() || Clock::now() >= until; }
};

int goes_on_waiting(http_t* /*http*/, void* limit) {
    return static_cast<const Limit*>(limit)->over() ? 0 : 1;
}

const char* no_password(const char* /*prompt*/, http_t* /*http*/, const char* /*method*/,
                        const char* /*resource*/, void* /*user_data*/) {
    return nullptr;
}

std::string last_error() {
    return ippErrorString(cupsLastError());
}

bool is_elsewhere(http_t* http) {
    const auto* address = httpGetAddress(http);
    return address == nullptr || httpAddrLocalhost(address) == 0;
}

// A connection and how long its server may take. Stays where it is: libcups holds its address.
class Line {
  public:
    Line(const Patience& patience, std::stop_token stop)
        : limit_{Clock::now() + patience.connect + patience.answer, std::move(stop)} {
        constexpr double look_up_seconds = 0.2; // at the limit, while waiting
        cupsSetPasswordCB2(no_password, nullptr);
        http_.reset(httpConnect2(cupsServer(), ippPort(), nullptr, AF_UNSPEC, cupsEncryption(), 1,
                                 static_cast<int>(patience.connect.count()), nullptr));
        if (http_) {
            httpSetTimeout(http_.get(), look_up_seconds, goes_on_waiting, &limit_);
            if (is_elsewhere(http_.get()) && httpIsEncrypted(http_.get()) == 0 &&
                httpEncryption(http_.get(), HTTP_ENCRYPTION_REQUIRED) != 0) {
                http_.reset();
            }
        }
    }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    bool is_open() const { return http_ != nullptr; }
    http_t* http() const { return http_.get(); }
    const Limit& limit() const { return limit_; }
    void more_time(std::chrono::milliseconds time) { limit_.until = Clock::now() + time; }

  private:
    Limit limit_;
    Http http_; // goes before the limit it looks at
};

// The server said no, or nobody spoke.
enum class Said { yes, no, nothing };

Said said(ipp_status_t status) {
    switch (status) {
    case IPP_STATUS_ERROR_INTERNAL: // how libcups spells a connection that broke
    case IPP_STATUS_ERROR_SERVICE_UNAVAILABLE:
    case IPP_STATUS_ERROR_TIMEOUT:
    case IPP_STATUS_ERROR_CUPS_UPGRADE_REQUIRED:
    case IPP_STATUS_ERROR_CUPS_PKI:
        return Said::nothing;
    default:
        return status < IPP_STATUS_REDIRECTION_OTHER_SITE ? Said::yes : Said::no;
    }
}

void add_keywords(ipp_t* request, std::initializer_list<const char*> names) {
    ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                  static_cast<int>(names.size()), nullptr, names.begin());
}

void add_uri(ipp_t* request, const char* name, const std::string& uri) {
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, name, nullptr, uri.c_str());
}

void add_name(ipp_t* request, const char* name, const std::string& value) {
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, name, nullptr, value.c_str());
}

// A request in English, so that the server's sentences can be known again.
Message request_for(ipp_op_t operation) {
    Message request(ippNewRequest(operation));
    auto* language =
        ippFindAttribute(request.get(), "attributes-natural-language", IPP_TAG_LANGUAGE);
    ippSetString(request.get(), &language, 0, "en");
    return request;
}

std::string printer_uri(const std::string& name) {
    char uri[HTTP_MAX_URI];
    const auto made = httpAssembleURIf(HTTP_URI_CODING_ALL, uri, sizeof uri, "ipp", nullptr,
                                       "localhost", 0, "/printers/%s", name.c_str());
    return made >= HTTP_URI_STATUS_OK ? std::string(uri) : std::string("ipp://localhost/printers/");
}

// The answer; nothing where none came. What the server said of the request is last_error().
Message ask(const Line& line, Message request, const char* resource = "/") {
    return Message(cupsDoRequest(line.http(), request.release(), resource));
}

std::string text_of(ipp_t* answer, const char* name) {
    auto* found = ippFindAttribute(answer, name, IPP_TAG_ZERO);
    const char* text = found == nullptr ? nullptr : ippGetString(found, 0, nullptr);
    return text == nullptr ? std::string() : std::string(text);
}

std::optional<int> enum_of(ipp_t* answer, const char* name) {
    auto* found = ippFindAttribute(answer, name, IPP_TAG_ENUM);
    return found == nullptr ? std::nullopt : std::optional(ippGetInteger(found, 0));
}

std::vector<std::string> reasons_of(ipp_attribute_t* attribute) {
    std::vector<std::string> reasons;
    for (int i = 0; i < ippGetCount(attribute); ++i) {
        const char* reason = ippGetString(attribute, i, nullptr);
        if (reason != nullptr && std::string_view(reason) != "none") {
            reasons.emplace_back(reason);
        }
    }
    return reasons;
}

void take_attribute(Printer& printer, ipp_attribute_t* attribute) {
    const std::string_view name = ippGetName(attribute);
    if (name == "printer-name") {
        printer.name = ippGetString(attribute, 0, nullptr);
    } else if (name == "printer-is-accepting-jobs") {
        printer.accepting = ippGetBoolean(attribute, 0) != 0;
    } else if (name == "printer-state") {
        printer.stopped = ippGetInteger(attribute, 0) == IPP_PSTATE_STOPPED;
    } else if (name == "printer-state-reasons") {
        printer.reasons = reasons_of(attribute);
    }
}

// A group of attributes for each printer, with a separator, which has no name, between them.
std::vector<Printer> printers_in(ipp_t* answer) {
    std::vector<Printer> printers;
    bool fresh = true;
    for (auto* at = ippFirstAttribute(answer); at != nullptr; at = ippNextAttribute(answer)) {
        if (ippGetGroupTag(at) != IPP_TAG_PRINTER || ippGetName(at) == nullptr) {
            fresh = true;
            continue;
        }
        if (fresh) {
            printers.emplace_back();
            fresh = false;
        }
        take_attribute(printers.back(), at);
    }
    std::erase_if(printers, [](const Printer& one) { return one.name.empty(); });
    return printers;
}

// The person's own choice, else the server's.
void mark_default(const Line& line, std::vector<Printer>& printers) {
    const char* name = cupsGetDefault2(line.http());
    for (auto& printer : printers) {
        printer.is_default = name != nullptr && printer.name == name;
    }
}

Failure nobody_there() {
    return not_answering(last_error());
}

Failure not_taken(const Limit& limit) {
    if (limit.stop.stop_requested()) {
        return cancelled();
    }
    return said(cupsLastError()) == Said::nothing ? nobody_there() : job_refused(last_error());
}

Result<int> create_job(const Line& line, const Printer& printer, const Order& order) {
    auto request = request_for(IPP_OP_CREATE_JOB);
    add_uri(request.get(), "printer-uri", printer_uri(printer.name));
    add_name(request.get(), "requesting-user-name", cupsUser());
    add_name(request.get(), "job-name", order.title);
    ippAddInteger(request.get(), IPP_TAG_JOB, IPP_TAG_INTEGER, "copies",
                  static_cast<int>(order.copies));
    ippAddString(request.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", nullptr, "iso_a4_210x297mm");
    const auto answer = ask(line, std::move(request));
    auto* id = answer ? ippFindAttribute(answer.get(), "job-id", IPP_TAG_INTEGER) : nullptr;
    if (id == nullptr) {
        return not_taken(line.limit());
    }
    return ippGetInteger(id, 0);
}

bool write(const Line& line, BytesView pdf) {
    constexpr std::size_t portion = 32768;
    for (auto rest = pdf; !rest.empty();) {
        const auto now = rest.first(std::min(portion, rest.size()));
        rest = rest.subspan(now.size());
        if (cupsWriteRequestData(line.http(), reinterpret_cast<const char*>(now.data()),
                                 now.size()) != HTTP_STATUS_CONTINUE) {
            return false;
        }
    }
    return true;
}

// As long as the document's last octet has not left, nothing of it can be printed.
Done send_document(const Line& line, const Job& job, const Order& order, BytesView pdf) {
    if (cupsStartDocument(line.http(), job.printer.c_str(), job.id, order.title.c_str(),
                          CUPS_FORMAT_PDF, 1) != HTTP_STATUS_CONTINUE ||
        !write(line, pdf)) {
        return not_taken(line.limit());
    }
    const auto status = cupsFinishDocument(line.http(), job.printer.c_str());
    if (said(status) == Said::nothing) {
        return lost_sight(job.printer, last_error());
    }
    return said(status) == Said::yes ? Done() : job_refused(last_error());
}

std::optional<JobReport> job_in(ipp_t* answer) {
    const auto state = enum_of(answer, "job-state");
    if (!state || *state < IPP_JSTATE_PENDING || *state > IPP_JSTATE_COMPLETED) {
        return std::nullopt;
    }
    JobReport report;
    report.state = static_cast<JobState>(*state);
    report.message = text_of(answer, "job-printer-state-message");
    return report;
}

} // namespace

Result<std::vector<Printer>> Spooler::printers(std::stop_token stop) const {
    const Line line(patience_, std::move(stop));
    if (!line.is_open()) {
        return nobody_there();
    }
    auto request = request_for(IPP_OP_CUPS_GET_PRINTERS);
    add_keywords(request.get(), {"printer-name", "printer-is-accepting-jobs", "printer-state",
                                 "printer-state-reasons"});
    const auto answer = ask(line, std::move(request));
    // One without printers says that it found none.
    if (!answer || said(cupsLastError()) == Said::nothing) {
        return nobody_there();
    }
    auto found = printers_in(answer.get());
    mark_default(line, found);
    return found;
}

Result<Job> Spooler::send(const Printer& printer, const Order& order, BytesView pdf,
                          std::stop_token stop) const {
    Line line(patience_, std::move(stop));
    if (!line.is_open()) {
        return nobody_there();
    }
    if (line.limit().stop.stop_requested()) {
        return cancelled();
    }
    KOLTAMGA_TRY(const int id, create_job(line, printer, order));
    line.more_time(patience_.answer);
    const Job job{printer.name, id};
    if (const auto sent = send_document(line, job, order, pdf); !sent) {
        // A job without its document prints nothing, and CUPS drops it itself after a while.
        static_cast<void>(cancel(job));
        return sent.failure();
    }
    return job;
}

Result<JobReport> Spooler::look(const Job& job, std::stop_token stop) const {
    const Line line(patience_, std::move(stop));
    if (!line.is_open()) {
        return lost_sight(job.printer, last_error());
    }
    auto about_job = request_for(IPP_OP_GET_JOB_ATTRIBUTES);
    add_uri(about_job.get(), "job-uri", "ipp://localhost/jobs/" + std::to_string(job.id));
    add_name(about_job.get(), "requesting-user-name", cupsUser());
    add_keywords(about_job.get(), {"job-state", "job-printer-state-message"});
    const auto of_job = ask(line, std::move(about_job));
    auto report = of_job ? job_in(of_job.get()) : std::nullopt;
    if (!report) {
        return lost_sight(job.printer, last_error());
    }
    auto about_printer = request_for(IPP_OP_GET_PRINTER_ATTRIBUTES);
    add_uri(about_printer.get(), "printer-uri", printer_uri(job.printer));
    add_keywords(about_printer.get(), {"printer-state", "printer-state-reasons"});
    if (const auto of_printer = ask(line, std::move(about_printer))) {
        report->reasons = reasons_of(
            ippFindAttribute(of_printer.get(), "printer-state-reasons", IPP_TAG_KEYWORD));
        report->printer_stopped = enum_of(of_printer.get(), "printer-state") == IPP_PSTATE_STOPPED;
    }
    return *report;
}

Done Spooler::cancel(const Job& job) const {
    const Line line(patience_, {});
    if (!line.is_open() || cupsCancelJob2(line.http(), job.printer.c_str(), job.id, 0) >=
                               IPP_STATUS_REDIRECTION_OTHER_SITE) {
        return lost_sight(job.printer, last_error());
    }
    return {};
}

} // namespace koltamga::printing

#include "net/transfer.h"

#include "net/send_buffer.h"
#include "net/tls_context.h"
#include "net/transfer_failure.h"

#include <algorithm>
#include <new>
#include <stdexcept>

namespace koltamga::net {
namespace {

constexpr std::size_t largest_headers = 64U << 10U;

// The slowest line on which something is sent to its end.
constexpr long octets_in_a_millisecond = 1;

// curl wants this once before its first use, on one thread.
void start_curl() {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) {
        throw std::runtime_error("curl does not start");
    }
}

constexpr std::chrono::milliseconds longest_look{1000};

void checked_multi(CURLMcode code) {
    if (code != CURLM_OK) {
        throw std::runtime_error(curl_multi_strerror(code));
    }
}

int on_new_socket(void* /*self*/, curl_socket_t socket, curlsocktype /*purpose*/) {
    keep_little_unsent(socket);
    return CURL_SOCKOPT_OK;
}

CURLcode result_of(CURLM* multi) {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
        if (message->msg == CURLMSG_DONE) {
            return message->data.result;
        }
    }
    return CURLE_ABORTED_BY_CALLBACK;
}

} // namespace

void HeaderList::add(const std::string& line) {
    auto* longer = curl_slist_append(list_.get(), line.c_str());
    if (longer == nullptr) {
        throw std::bad_alloc();
    }
    static_cast<void>(list_.release());
    list_.reset(longer);
}

Transfer::Transfer(TlsSettings tls, std::chrono::milliseconds connect,
                   std::chrono::milliseconds total)
    : tls_(std::move(tls)), connect_(connect), total_(total) {
    start_curl();
    easy_ = curl_easy_init();
    multi_ = curl_multi_init();
    if (easy_ == nullptr || multi_ == nullptr) {
        throw std::bad_alloc();
    }
}

Transfer::~Transfer() {
    curl_easy_cleanup(easy_);
    curl_multi_cleanup(multi_);
}

void Transfer::checked(CURLcode code) {
    if (code != CURLE_OK) {
        throw std::runtime_error(curl_easy_strerror(code));
    }
}

void Transfer::begin(const std::string& url, const char* protocols) {
    curl_easy_reset(easy_);
    to_send_ = {};
    taken_ = 0;
    received_.clear();
    header_octets_ = 0;
    too_large_ = identity_unusable_ = slow_ = false;
    moved_ = 0;
    moved_at_ = std::chrono::steady_clock::now();
    error_[0] = '\0';
    set(CURLOPT_ERRORBUFFER, &error_[0]);
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, protocols);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, long{connect_.count()});
    set(CURLOPT_TIMEOUT_MS, long{total_.count()});
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_CAINFO, static_cast<const char*>(nullptr)); // not the machine's roots
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    set(CURLOPT_SSL_CTX_FUNCTION, &Transfer::on_context);
    set(CURLOPT_SSL_CTX_DATA, this);
    set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
    set(CURLOPT_HEADERDATA, this);
}

void Transfer::send(BytesView content) {
    to_send_ = content;
    set(CURLOPT_READFUNCTION, &Transfer::on_read);
    set(CURLOPT_READDATA, this);
}

void Transfer::take_time_to_send() {
    slow_ = true;
    // What is handed over at once counts as moved only when all of it has left.
    set(CURLOPT_UPLOAD_BUFFERSIZE, 16L << 10);
    set(CURLOPT_TIMEOUT_MS,
        long{total_.count()} + static_cast<long>(to_send_.size()) / octets_in_a_millisecond);
}

void Transfer::expect_slow_sending() {
    set(CURLOPT_SOCKOPTFUNCTION, &on_new_socket);
}

void Transfer::receive_at_most(std::size_t limit) {
    limit_ = limit;
}

Done Transfer::run(std::stop_token stop) {
    checked_multi(curl_multi_add_handle(multi_, easy_));
    const CURLcode code = drive(stop);
    const auto outcome = code == CURLE_OK ? Done() : Done(failure_of(code));
    checked_multi(curl_multi_remove_handle(multi_, easy_));
    return outcome;
}

// The multi interface, because only it can be woken when the caller wants to stop.
CURLcode Transfer::drive(std::stop_token& stop) {
    const std::stop_callback wake(stop, [this] { curl_multi_wakeup(multi_); });
    int running = 1;
    while (!stop.stop_requested()) {
        checked_multi(curl_multi_perform(multi_, &running));
        if (running == 0) {
            return result_of(multi_);
        }
        if (slow_ && stands_still()) {
            return CURLE_OPERATION_TIMEDOUT;
        }
        const auto look = slow_ ? std::min(total_, longest_look) : longest_look;
        checked_multi(curl_multi_poll(multi_, nullptr, 0, static_cast<int>(look.count()), nullptr));
    }
    return CURLE_ABORTED_BY_CALLBACK;
}

bool Transfer::stands_still() {
    curl_off_t up = 0, down = 0;
    checked(curl_easy_getinfo(easy_, CURLINFO_SIZE_UPLOAD_T, &up));
    checked(curl_easy_getinfo(easy_, CURLINFO_SIZE_DOWNLOAD_T, &down));
    const auto now = std::chrono::steady_clock::now();
    if (up + down != moved_) {
        moved_ = up + down;
        moved_at_ = now;
    }
    return now - moved_at_ >= total_;
}

// Asked before the handle leaves the multi handle: the figures are of this transfer.
bool Transfer::request_left() const {
    long sent = 0;
    return taken_ > 0 ||
           (curl_easy_getinfo(easy_, CURLINFO_REQUEST_SIZE, &sent) == CURLE_OK && sent > 0);
}

Failure Transfer::failure_of(CURLcode code) const {
    TransferEnd end{.code = code, .words = error_};
    end.request_left = request_left();
    end.too_large = too_large_;
    end.identity_unusable = identity_unusable_;
    end.identity_ended = identity_ended_;
    static_cast<void>(curl_easy_getinfo(easy_, CURLINFO_SSL_VERIFYRESULT, &end.verify_result));
    static_cast<void>(curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &end.status));
    return transfer_failure(end);
}

long Transfer::response_code() const {
    long status = 0;
    checked(curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status));
    return status;
}

std::string Transfer::content_type() const {
    const char* type = nullptr;
    checked(curl_easy_getinfo(easy_, CURLINFO_CONTENT_TYPE, &type));
    return type == nullptr ? std::string() : std::string(type);
}

Bytes Transfer::take_received() {
    return std::exchange(received_, {});
}

std::size_t Transfer::on_read(char* into, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const auto room = std::min(size * count, transfer.to_send_.size() - transfer.taken_);
    std::ranges::copy(transfer.to_send_.subspan(transfer.taken_, room), into);
    transfer.taken_ += room;
    return room;
}

std::size_t Transfer::on_body(char* from, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const auto octets = size * count;
    if (transfer.received_.size() + octets > transfer.limit_) {
        transfer.too_large_ = true;
        return 0;
    }
    transfer.received_.insert(transfer.received_.end(), from, from + octets);
    return octets;
}

std::size_t Transfer::on_header(char* /*from*/, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    transfer.header_octets_ += size * count;
    transfer.too_large_ = transfer.too_large_ || transfer.header_octets_ > largest_headers;
    return transfer.too_large_ ? 0 : size * count;
}

CURLcode Transfer::on_context(CURL* /*easy*/, void* context, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    auto& tls = *static_cast<SSL_CTX*>(context);
    transfer.identity_unusable_ = !configure(tls, transfer.tls_);
    transfer.identity_ended_ = own_certificate_has_ended(tls);
    return transfer.identity_unusable_ ? CURLE_SSL_CERTPROBLEM : CURLE_OK;
}

} // namespace koltamga::net

// One transfer by curl, and what its end means in our codes. The only place that knows curl.
#pragma once

#include "base/result.h"
#include "net/tls.h"

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include <curl/curl.h>

namespace koltamga::net {

// curl's string list, owned.
class HeaderList {
  public:
    void add(const std::string& line);
    curl_slist* get() const { return list_.get(); }

  private:
    struct Free {
        void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
    };
    std::unique_ptr<curl_slist, Free> list_;
};

// A curl handle with the connection it keeps alive, and the rules every transfer obeys.
class Transfer {
  public:
    Transfer(TlsSettings tls, std::chrono::milliseconds connect, std::chrono::milliseconds total);
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;
    ~Transfer();

    // Forgets the last transfer's options and sets those that hold for all.
    void begin(const std::string& url, const char* protocols);
    template <class T>
    void set(CURLoption option, T value) {
        checked(curl_easy_setopt(easy_, option, value));
    }
    // What is sent; it must outlive `run`. Cannot be rewound, so curl never sends it twice.
    void send(BytesView content);
    // For a slow line: the total time holds for a standstill only, and what is sent gets time of
    // its own, so that it ends all the same. After `send`.
    void take_time_to_send();
    // For every transfer of a connection that may carry such a one: a later transfer finds the
    // connection as an earlier one has made it.
    void expect_slow_sending();
    void receive_at_most(std::size_t limit);

    // Runs to the end or until stopped.
    Done run(std::stop_token stop);
    long response_code() const;
    std::string content_type() const;
    Bytes take_received();

  private:
    static void checked(CURLcode code);
    CURLcode drive(std::stop_token& stop);
    bool stands_still();
    Failure failure_of(CURLcode code) const;
    bool request_left() const;
    static std::size_t on_read(char* into, std::size_t size, std::size_t count, void* self);
    static std::size_t on_body(char* from, std::size_t size, std::size_t count, void* self);
    static std::size_t on_header(char* from, std::size_t size, std::size_t count, void* self);
    static CURLcode on_context(CURL* easy, void* context, void* self);

    TlsSettings tls_;
    std::chrono::milliseconds connect_;
    std::chrono::milliseconds total_;
    CURL* easy_;
    CURLM* multi_;
    BytesView to_send_;
    std::size_t taken_ = 0; // octets curl has asked us for
    bool slow_ = false;     // the line may be
    curl_off_t moved_ = 0;  // octets, when something last moved
    std::chrono::steady_clock::time_point moved_at_;
    Bytes received_;
    std::size_t limit_ = 0;
    std::size_t header_octets_ = 0;
    bool too_large_ = false;
    bool identity_unusable_ = false;
    bool identity_ended_ = false; // of the connection, which may be an earlier transfer's
    char error_[CURL_ERROR_SIZE] = {};
};

} // namespace koltamga::net

// SPDX-License-Identifier: Apache-2.0
#include "connectors/curl_transfer.h"
#include <pthread.h>
#include <signal.h>
#include <algorithm>
#include <array>
#include <memory>
#include <system_error>
#include "connectors/curl_library.h"
#include "core/error.h"
#include "core/text.h"
namespace juno {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int kPollMs = 50;  // how late an interruption may be noticed
constexpr std::size_t kMaxHeaderBytes = 1u << 20;

// OpenSSL writes to sockets without MSG_NOSIGNAL: a peer that hangs up must not kill the process.
class SigpipeBlocked {
 public:
  SigpipeBlocked() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    sigset_t pending;
    sigpending(&pending);
    was_pending_ = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~SigpipeBlocked() {
    const timespec at_once{};
    if (!was_pending_)
      while (sigtimedwait(&pipe_, nullptr, &at_once) > 0) {}
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  SigpipeBlocked(const SigpipeBlocked&) = delete;
  SigpipeBlocked& operator=(const SigpipeBlocked&) = delete;

 private:
  sigset_t pipe_{}, before_{};
  bool was_pending_ = false;
};

constexpr std::size_t kMostReserved = 4 << 20;  // bytes of the next answer's body, which is mostly as long as the last

enum class Stop { none, interrupted, idle, body_too_large, headers_too_large };

// What the callbacks fill while one request is under way.
struct Arrival {
  HttpResponse response;
  std::size_t max_body = 0;
  std::size_t header_bytes = 0;
  bool headers_complete = false;  // libcurl takes a connection closed amid the headers for an empty answer
  Stop stop = Stop::none;
};

std::size_t on_body(char* data, std::size_t, std::size_t size, void* user) noexcept {
  auto& arrival = *static_cast<Arrival*>(user);
  if (size > arrival.max_body - arrival.response.body.size()) {
    arrival.stop = Stop::body_too_large;
    return 0;
  }
  try {
    arrival.response.body.append(data, size);
  } catch (...) {  // an exception must not cross C code
    arrival.stop = Stop::body_too_large;
    return 0;
  }
  return size;
}

void take_header_line(Arrival& arrival, std::string_view line) {
  if (line.starts_with("HTTP/")) {  // the final answer after an interim one
    arrival.response.headers.clear();
    arrival.headers_complete = false;
    return;
  }
  arrival.headers_complete |= trimmed(line).empty();
  const auto colon = line.find(':');
  if (colon == line.npos) return;
  std::string name(trimmed(line.substr(0, colon)));
  std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  arrival.response.headers.emplace_back(std::move(name), trimmed(line.substr(colon + 1)));
}

std::size_t on_header(char* data, std::size_t, std::size_t size, void* user) noexcept {
  auto& arrival = *static_cast<Arrival*>(user);
  arrival.header_bytes += size;
  try {
    if (arrival.header_bytes <= kMaxHeaderBytes) {
      take_header_line(arrival, {data, size});
      return size;
    }
  } catch (...) {  // out of memory: the same as too large
  }
  arrival.stop = Stop::headers_too_large;
  return 0;
}

using HeaderList = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;

HeaderList header_list(const HttpRequest& request, const Origin& origin) {
  HeaderList list(nullptr, curl().slist_free_all);
  const auto add = [&](const std::string& line) {
    curl_slist* longer = curl().slist_append(list.get(), line.c_str());
    if (!longer) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
  };
  bool typed = false;
  for (const auto& [name, value] : request.headers) {
    // A line break in a token would smuggle in a header of its own.
    if (name.empty() || name.find_first_of(std::string_view(" :\r\n\0", 5)) != name.npos ||
        value.find_first_of(std::string_view("\r\n\0", 3)) != value.npos)
      throw Error(Exit::config, to_string(origin) + ": the header " + (name.size() < 40 ? name : "") + " cannot be sent: it holds a line break",
                  "check the token for stray line breaks");
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    typed |= lower == "content-type";
    add(value.empty() ? name + ";" : name + ": " + value);
  }
  if (!typed) add("Content-Type:");  // libcurl would claim a web form
  add("Expect:");                    // no second round trip for large bodies
  return list;
}

std::string seconds(milliseconds time) {
  const auto tenths = (time.count() + 50) / 100;
  return std::to_string(tenths / 10) + (tenths % 10 ? "." + std::to_string(tenths % 10) : "") + " s";
}

std::string printable(std::string text) {
  std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  return text;
}

// Sets the options of one request on a fresh handle.
class Setup {
 public:
  explicit Setup(CURL* easy) : easy_(easy) {}
  void number(CURLoption option, long value) const { check(curl().easy_setopt(easy_, option, value)); }
  void size(CURLoption option, curl_off_t value) const { check(curl().easy_setopt(easy_, option, value)); }
  void text(CURLoption option, const char* value) const { check(curl().easy_setopt(easy_, option, value)); }
  void text(CURLoption option, const std::string& value) const { text(option, value.c_str()); }
  void pointer(CURLoption option, const void* value) const { check(curl().easy_setopt(easy_, option, value)); }
  void callback(CURLoption option, curl_write_callback value) const { check(curl().easy_setopt(easy_, option, value)); }

 private:
  static void check(CURLcode code) {
    if (code != CURLE_OK) throw Error(Exit::config, std::string("libcurl refused a setting: ") + curl().easy_strerror(code), "upgrade libcurl4");
  }
  CURL* easy_;
};

void set_method(const Setup& set, const HttpRequest& request) {
  if (request.method == "HEAD") return set.number(CURLOPT_NOBODY, 1);
  if (request.method == "GET" && request.body.empty()) return set.number(CURLOPT_HTTPGET, 1);
  set.number(CURLOPT_POST, 1);
  set.size(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  set.pointer(CURLOPT_POSTFIELDS, request.body.data());
  set.text(CURLOPT_CUSTOMREQUEST, request.method);
  // libcurl repeats a request on its own when a kept connection turns out dead: harmless for reads only.
  if (!repeatable(request)) set.number(CURLOPT_FRESH_CONNECT, 1);
}

void set_network(const Setup& set, const Origin& origin, const HttpOptions& options, milliseconds time_left) {
  set.text(CURLOPT_PROTOCOLS_STR, origin.scheme);
  set.number(CURLOPT_FOLLOWLOCATION, 0);
  set.number(CURLOPT_SSL_VERIFYPEER, 1);
  set.number(CURLOPT_SSL_VERIFYHOST, 2);
  if (!options.ca_file.empty()) {
    set.text(CURLOPT_CAINFO, options.ca_file);
    set.text(CURLOPT_PROXY_CAINFO, options.ca_file);
  }
  if (is_loopback(origin)) set.text(CURLOPT_NOPROXY, "*");  // plain http must not leave the machine
  set.number(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1);
  set.number(CURLOPT_NOSIGNAL, 1);
  set.number(CURLOPT_QUICK_EXIT, 1);  // an interrupted name look-up must not hold us up
  set.number(CURLOPT_CONNECTTIMEOUT_MS, std::max(options.connect_timeout, milliseconds(1)).count());
  set.number(CURLOPT_TIMEOUT_MS, std::max(time_left, milliseconds(1)).count());
  set.number(CURLOPT_BUFFERSIZE, 256 * 1024);
  set.number(CURLOPT_TCP_KEEPALIVE, 1);
  set.text(CURLOPT_ACCEPT_ENCODING, "");
  set.text(CURLOPT_USERAGENT, options.user_agent);
}

// One exchange from start to end: waits for it, and says what went wrong.
class Exchange {
 public:
  Exchange(CURL* easy, CURLM* multi, const Origin& origin, const HttpOptions& options)
      : easy_(easy), multi_(multi), host_(to_string(origin)), options_(options) {
    arrival.max_body = options.max_response_bytes;
  }

  // Returns when the response is complete; throws otherwise.
  void run() {
    curl().multi_add_handle(multi_, easy_);
    const CURLcode code = wait();
    curl().multi_remove_handle(multi_, easy_);
    if (arrival.stop != Stop::none) throw stopped();
    if (code != CURLE_OK) throw failed(code);
    if (!arrival.headers_complete) throw failed(CURLE_PARTIAL_FILE);
  }

  Arrival arrival;
  std::array<char, CURL_ERROR_SIZE> detail{};

 private:
  CURLcode wait() {
    last_progress_ = Clock::now();
    for (int running = 1; running;) {
      if (curl().multi_perform(multi_, &running) != CURLM_OK) return CURLE_FAILED_INIT;
      if (!running) break;
      if (options_.interrupted && options_.interrupted()) arrival.stop = Stop::interrupted;
      else if (arrival.stop == Stop::none && is_idle()) arrival.stop = Stop::idle;
      if (arrival.stop != Stop::none) return CURLE_ABORTED_BY_CALLBACK;
      if (curl().multi_poll(multi_, nullptr, 0, kPollMs, nullptr) != CURLM_OK) return CURLE_FAILED_INIT;
    }
    int left = 0;
    while (const CURLMsg* message = curl().multi_info_read(multi_, &left))
      if (message->msg == CURLMSG_DONE && message->easy_handle == easy_) return message->data.result;
    return CURLE_FAILED_INIT;
  }

  curl_off_t number(CURLINFO info) const {
    curl_off_t value = 0;
    curl().easy_getinfo(easy_, info, &value);
    return value;
  }

  bool connected() const { return number(CURLINFO_PRETRANSFER_TIME_T) > 0; }

  // Connecting has a limit of its own; from then on bytes in either direction, headers too, count as a sign of life.
  bool is_idle() {
    const auto moved = number(CURLINFO_SIZE_DOWNLOAD_T) + number(CURLINFO_SIZE_UPLOAD_T) + static_cast<curl_off_t>(arrival.header_bytes);
    const auto now = Clock::now();
    if (!connected() || moved != moved_) {
      moved_ = moved;
      last_progress_ = now;
    }
    return now - last_progress_ >= options_.idle_timeout;
  }

  Error transient(const std::string& why, const std::string& hint = "try again") const {
    Error error(Exit::remote, host_ + ": " + why, hint);
    error.transient = true;
    return error;
  }
  Error final(const std::string& why, const std::string& hint) const { return {Exit::remote, host_ + ": " + why, hint}; }

  Error stopped() const {
    switch (arrival.stop) {
      case Stop::none:
      case Stop::interrupted: return {Exit::interrupted, "interrupted while waiting for " + host_};
      case Stop::idle: return transient("time-out: the server sent nothing for " + seconds(options_.idle_timeout), "try again later");
      case Stop::headers_too_large: return final("the answer's headers are too large", "check that the url is that of the API");
      case Stop::body_too_large:
        return final("the answer is larger than " + std::to_string(options_.max_response_bytes) + " bytes", "ask for less at once");
    }
    return {Exit::internal, "unreachable"};
  }

  Error timed_out() const {
    if (!connected()) return transient("time-out: no connection within " + seconds(options_.connect_timeout), "check the network and the proxy settings");
    return transient("time-out: the request took longer than " + seconds(options_.total_timeout), "try again later");
  }

  Error not_connected() const {
    long code = 0;
    curl().easy_getinfo(easy_, CURLINFO_OS_ERRNO, &code);
    const std::string why = code ? ": " + std::generic_category().message(static_cast<int>(code)) : "";
    return transient("cannot connect" + why, "check the url, the network and the proxy settings (https_proxy)");
  }

  Error proxy_refused(long status) const {
    Error error = final("the proxy answered " + std::to_string(status), "check https_proxy and the proxy's user name and password");
    error.transient = status >= 500;
    return error;
  }

  Error failed(CURLcode code) const {
    long proxy_status = 0;
    curl().easy_getinfo(easy_, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
    if (proxy_status >= 300) return proxy_refused(proxy_status);
    const std::string why = printable(detail.data());
    switch (static_cast<int>(code)) {
      case CURLE_COULDNT_RESOLVE_HOST: return transient("the host name cannot be resolved", "check the url and the network");
      case CURLE_COULDNT_RESOLVE_PROXY: return transient("the proxy's host name cannot be resolved", "check https_proxy");
      case CURLE_COULDNT_CONNECT: return not_connected();
      case CURLE_OPERATION_TIMEDOUT: return timed_out();
      case CURLE_PEER_FAILED_VERIFICATION:
        return final("the server's TLS certificate cannot be trusted: " + why, "if your organisation has its own authority, name its PEM file as ca_file or in SSL_CERT_FILE");
      case CURLE_SSL_CONNECT_ERROR: return transient("the TLS handshake failed: " + why, "check that the url is right and speaks https");
      case CURLE_SSL_CACERT_BADFILE:
        return {Exit::config, "the CA file cannot be read: " + (options_.ca_file.empty() ? "the system's" : options_.ca_file), "check ca_file and SSL_CERT_FILE"};
      case CURLE_GOT_NOTHING: return transient("the server closed the connection without an answer");
      case CURLE_PARTIAL_FILE: return transient("the answer ended before it was complete");
      case CURLE_SEND_ERROR:
      case CURLE_RECV_ERROR: return transient("the connection broke");
      case CURLE_HTTP2:
      case CURLE_HTTP2_STREAM: return transient("the connection broke (HTTP/2)");
      case CURLE_BAD_CONTENT_ENCODING: return transient("the answer's compression is damaged");
      case CURLE_FILESIZE_EXCEEDED:
        return final("the answer is larger than " + std::to_string(options_.max_response_bytes) + " bytes", "ask for less at once");
      case CURLE_UNSUPPORTED_PROTOCOL:
      case CURLE_WEIRD_SERVER_REPLY: return final("the answer is not HTTP", "check the url");
      default: return final(curl().easy_strerror(code), "check the url and the network");
    }
  }

  CURL* easy_;
  CURLM* multi_;
  std::string host_;
  const HttpOptions& options_;
  Clock::time_point last_progress_;
  curl_off_t moved_ = 0;
};

}  // namespace

CurlConnection::CurlConnection() : easy_(curl().easy_init()), multi_(curl().multi_init()) {
  if (easy_ && multi_) return;
  if (easy_) curl().easy_cleanup(easy_);
  if (multi_) curl().multi_cleanup(multi_);
  throw Error(Exit::config, "libcurl cannot be initialised");
}

CurlConnection::~CurlConnection() {
  const SigpipeBlocked blocked;
  curl().easy_cleanup(easy_);
  curl().multi_cleanup(multi_);
}

HttpResponse CurlConnection::send(const HttpRequest& request, const Origin& origin, const HttpOptions& options, milliseconds time_left,
                                  std::string& redirect) {
  const SigpipeBlocked blocked;
  const HeaderList headers = header_list(request, origin);
  Exchange exchange(easy_, multi_, origin, options);
  const std::unique_ptr<void, void (*)(void*)> forget_this_call(easy_, curl().easy_reset);  // its pointers point into this stack
  const Setup set(easy_);
  set.text(CURLOPT_URL, request.url);
  set_network(set, origin, options, time_left);
  set_method(set, request);
  set.pointer(CURLOPT_HTTPHEADER, headers.get());
  set.pointer(CURLOPT_ERRORBUFFER, exchange.detail.data());
  set.callback(CURLOPT_WRITEFUNCTION, on_body);
  set.pointer(CURLOPT_WRITEDATA, &exchange.arrival);
  set.callback(CURLOPT_HEADERFUNCTION, on_header);
  set.pointer(CURLOPT_HEADERDATA, &exchange.arrival);
  set.size(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(options.max_response_bytes));
  exchange.arrival.response.body.reserve(std::min(last_body_, options.max_response_bytes));
  exchange.run();
  last_body_ = std::min(exchange.arrival.response.body.size(), kMostReserved);

  long status = 0;
  curl().easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
  exchange.arrival.response.status = static_cast<int>(status);
  const char* target = nullptr;
  curl().easy_getinfo(easy_, CURLINFO_REDIRECT_URL, &target);
  redirect = target ? target : "";
  return std::move(exchange.arrival.response);
}

}  // namespace juno

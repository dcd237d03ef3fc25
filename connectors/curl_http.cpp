// SPDX-License-Identifier: Apache-2.0
#include "connectors/curl_http.h"
#include <chrono>
#include <cstdlib>
#include <mutex>
#include <vector>
#include "connectors/curl_transfer.h"
#include "connectors/url.h"
#include "core/error.h"
namespace juno {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kMaxRedirects = 5;

bool is_redirect(int status) { return status == 301 || status == 302 || status == 303 || status == 307 || status == 308; }

bool is_method(std::string_view method) {
  return !method.empty() && method.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == method.npos;
}

// The place a redirect points to, if it may be followed.
void check_redirect(const Origin& from, const std::string& target) {
  std::string where = "an address juno cannot use";
  try {
    const Origin to = origin_of(target);
    if (to == from) return;
    where = to_string(to);
  } catch (const Error&) {  // the server's text, not the user's: reported below
  }
  throw Error(Exit::remote, to_string(from) + ": the server redirects to " + where + ", which juno does not follow",
              "if that is the right server, put its address into the configuration as url");
}

class CurlHttp : public Http {
 public:
  explicit CurlHttp(HttpOptions options) : options_(std::move(options)) {
    const char* from_environment = options_.ca_file.empty() ? std::getenv("SSL_CERT_FILE") : nullptr;
    if (from_environment) options_.ca_file = from_environment;
  }

  HttpResponse send(const HttpRequest& original) override {
    const Origin origin = origin_of(original.url);
    if (origin.scheme != "https" && !is_loopback(origin))
      throw Error(Exit::config, to_string(origin) + ": plain http is refused, for it would show your token to the network", "use https://");
    if (!is_method(original.method)) throw Error(Exit::internal, "not an HTTP method");
    Lease lease(*this);
    return follow(lease, original, origin);
  }

 private:
  // A connection taken from the pool for the time of one request.
  class Lease {
   public:
    explicit Lease(CurlHttp& pool) : pool_(pool), connection_(pool.take()) {}
    ~Lease() { if (connection_) pool_.put_back(std::move(connection_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    CurlConnection& operator*() const { return *connection_; }

   private:
    CurlHttp& pool_;
    std::unique_ptr<CurlConnection> connection_;
  };

  HttpResponse follow(Lease& lease, HttpRequest request, const Origin& origin) {
    const auto deadline = Clock::now() + options_.total_timeout;
    for (int hops = 0;; ++hops) {
      if (options_.interrupted && options_.interrupted()) throw Error(Exit::interrupted, "interrupted");
      std::string target;
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
      HttpResponse response = (*lease).send(request, origin, options_, left, target);
      if (!is_redirect(response.status) || target.empty()) return response;
      check_redirect(origin, target);
      if (hops == kMaxRedirects) throw Error(Exit::remote, to_string(origin) + ": the server redirects in circles", "check the url");
      redirect(request, response.status, target, origin);
    }
  }

  // The API repeats a read as it was; a write goes on only where the standard keeps its method and body (307, 308).
  static void redirect(HttpRequest& request, int status, const std::string& target, const Origin& origin) {
    const bool keeps_body = status == 307 || status == 308;
    if (!keeps_body && !repeatable(request))
      throw Error(Exit::remote, to_string(origin) + ": the server redirects a write (status " + std::to_string(status) + ")", "check the url");
    if (status == 303 && request.method != "HEAD") {
      request.method = "GET";
      request.body.clear();
    }
    request.url = target;
  }

  std::unique_ptr<CurlConnection> take() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        auto last = std::move(idle_.back());  // the most recently used: its server has had the least time to hang up
        idle_.pop_back();
        return last;
      }
    }
    return std::make_unique<CurlConnection>();
  }

  void put_back(std::unique_ptr<CurlConnection> connection) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
  }

  HttpOptions options_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<CurlConnection>> idle_;
};

}  // namespace

std::unique_ptr<Http> make_curl_http(HttpOptions options) { return std::make_unique<CurlHttp>(std::move(options)); }

}  // namespace juno

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include "connectors/http.h"
#include "core/error.h"
#include "core/time.h"
namespace juno {

struct RetryPolicy {
  int status_retries = 4;         // after an answer that asks to come later, or a server's failure
  int transport_retries = 5;      // after no complete answer
  int first_contact_retries = 2;  // the same, while the host has not answered once: more likely a wrong address
  std::chrono::milliseconds base{2'000}, cap{30'000};  // back-off: base · 2^(attempt-1), at most cap
  std::chrono::milliseconds max_wait{15 * 60'000};     // a longer wait ends the stream as partial
};

// What came of one attempt.
struct Attempt {
  int number = 1;                  // 1 = the first
  int status = 0;                  // 0 = no complete answer
  HttpResponse answer{};           // empty when status is 0
  bool repeatable = true;          // sending it twice does no harm
  bool costly = false;             // a gateway's time-out would only come again
  bool host_has_answered = true;   // at any time in this run
  Instant now{};
  double jitter = 1;               // 0.7 to 1.3
};

struct Decision {
  enum class Action {
    finish,   // take the answer (or the failure) as it is
    wait,     // send again after `wait`
    give_up,  // would be sent again, but enough is enough: as finish
    partial,  // stop here without waiting: Error{partial}
  };
  Action action = Action::finish;
  std::chrono::milliseconds wait{0};  // for wait; for partial: how long until it makes sense again, 0 = unknown
  bool everybody = false;             // the limit is not this request's own: others to the host should wait, too
};

// Pure. 429 (and 403 with a rate-limit header, GitHub's form) may always be sent again, for it was not acted upon; 500,
// 502, 503, 504 and lost answers only if repeatable. Retry-After is a minimum, else the reset time of an exhausted limit.
// Absolute times are read by the server's own clock (its Date header). A quota (hours) is never waited for.
Decision decide(const Attempt& attempt, const RetryPolicy& policy);

// Sends again what may succeed later. Keeps to the host's pace: all requests wait out its rate limits, and slow down when
// it says that a limit is near. Thread-safe.
class RetryingHttp : public Http {
 public:
  struct Hooks {
    std::function<void(std::chrono::milliseconds)> sleep;
    std::function<Instant()> now;                // must move on while sleeping
    std::function<double()> random;              // uniform in [0, 1)
    std::function<bool()> interrupted;           // may be empty; asked at least every 100 ms of a wait
    std::function<void(std::string_view)> note;  // may be empty; one line for the log, without secrets; from any thread
  };
  RetryingHttp(Http& inner, Hooks hooks, RetryPolicy policy = {});

  // As Http::send. Error{partial}, with the time to come back, when the host's limit asks for too long a wait.
  HttpResponse send(const HttpRequest& request) override;

 private:
  struct Host {
    bool answered = false;
    Instant hold_until{};
    std::chrono::milliseconds pace{0};
  };
  struct Result;
  Result attempt(const HttpRequest& request, const std::string& host, int number);
  void wait_for_turn(const std::string& host);
  void wait(std::chrono::milliseconds time);
  void learn(const std::string& host, const HttpResponse& answer);
  void note(const std::string& text) const;

  Http& inner_;
  Hooks hooks_;
  RetryPolicy policy_;
  std::mutex mutex_;
  std::map<std::string, Host> hosts_;  // by origin
};

}  // namespace juno

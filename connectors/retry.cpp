// SPDX-License-Identifier: Apache-2.0
#include "connectors/retry.h"
#include <algorithm>
#include <charconv>
#include "connectors/http_date.h"
#include "connectors/url.h"
namespace juno {
namespace {

using std::chrono::milliseconds;
using Action = Decision::Action;

constexpr milliseconds kLongest{std::int64_t{10} * 365 * 86'400'000};  // larger numbers are nonsense; avoids overflow
constexpr milliseconds kSlice{100};
constexpr milliseconds kPaceFrom{250}, kPaceTo{2'000};

// A whole number of seconds.
std::optional<std::int64_t> seconds_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || text.front() == '-' || end != text.data() + text.size()) return {};
  if (error == std::errc::result_out_of_range) return kLongest.count() / 1000;
  if (error != std::errc{}) return {};
  return value;
}

milliseconds whole_seconds(std::int64_t count) { return milliseconds(std::min(count, kLongest.count() / 1000) * 1000); }

milliseconds until(Instant then, Instant now) { return std::clamp(then - now, milliseconds(0), kLongest); }

std::optional<milliseconds> retry_after(const HttpResponse& answer, Instant server_now) {
  const auto text = header(answer, "retry-after");
  if (!text) return {};
  if (const auto count = seconds_number(*text)) return whole_seconds(*count);
  if (const auto date = parse_http_date(*text)) return until(*date, server_now);
  return {};
}

// X-RateLimit-Reset: ISO 8601 (Jira), epoch seconds (GitHub), or seconds to go (some proxies).
std::optional<milliseconds> reset_after(const HttpResponse& answer, Instant server_now) {
  const auto text = header(answer, "x-ratelimit-reset");
  if (!text) return {};
  if (const auto count = seconds_number(*text)) {
    if (*count < 100'000'000) return whole_seconds(*count);
    return until(Instant{std::min<std::int64_t>(*count, 253'402'300'799) * 1000}, server_now);
  }
  if (const auto time = parse_instant(*text)) return until(*time, server_now);
  return {};
}

bool used_up(const HttpResponse& answer) { return header(answer, "x-ratelimit-remaining") == "0"; }

bool is_limit(const Attempt& a) {
  return a.status == 429 || (a.status == 403 && (header(a.answer, "retry-after") || used_up(a.answer)));
}

// What the server asks for, 0 if nothing.
milliseconds asked_wait(const Attempt& a) {
  Instant server_now = a.now;
  if (const auto date = header(a.answer, "date")) server_now = parse_http_date(*date).value_or(a.now);
  if (const auto wait = retry_after(a.answer, server_now)) return *wait;
  // Without Retry-After a limit's reset counts, unless the answer says that something is left of that limit.
  const bool something_left = header(a.answer, "x-ratelimit-remaining") && !used_up(a.answer);
  if (!is_limit(a) || something_left) return milliseconds(0);
  return reset_after(a.answer, server_now).value_or(milliseconds(0));
}

milliseconds back_off(const Attempt& a, const RetryPolicy& policy) {
  auto wait = policy.base;
  for (int i = 1; i < a.number && wait < policy.cap; ++i) wait *= 2;
  return milliseconds(static_cast<std::int64_t>(static_cast<double>(std::min(wait, policy.cap).count()) * a.jitter));
}

std::string_view reason(const HttpResponse& answer) { return header(answer, "ratelimit-reason").value_or(""); }

// A remote's word, for a message.
std::string harmless(std::string_view word) {
  std::string out(word.substr(0, 60));
  std::erase_if(out, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'); });
  return out.empty() ? "" : " (" + out + ")";
}

std::string tenths(milliseconds time) {
  const auto count = (time.count() + 99) / 100;
  return std::to_string(count / 10) + "." + std::to_string(count % 10) + " s";
}

Error too_long(const std::string& host, const HttpResponse& answer, milliseconds wait, Instant now) {
  const Instant then{(now.ms + wait.count() + 999) / 1000 * 1000};
  Error error(Exit::partial, host + ": the server's request limit is used up" + harmless(reason(answer)),
              wait.count() ? "run again after " + format_instant(then) + " to go on from here" : "run again later to go on from here");
  error.request_id = request_id(answer);
  if (wait.count()) error.resume_after = then;
  return error;
}

Error tried(const Error& last, int times) {
  if (times == 1) return last;
  Error error(last.exit, std::string(last.what()) + " (tried " + std::to_string(times) + " times)", last.hint);
  error.details = last.details;
  error.request_id = last.request_id;
  return error;
}

}  // namespace

Decision decide(const Attempt& a, const RetryPolicy& policy) {
  const bool limit = is_limit(a);
  const bool overload = a.costly && (a.status == 502 || a.status == 504);
  const bool failed = !overload && (a.status == 0 || a.status == 500 || (a.status >= 502 && a.status <= 504));
  if (!limit && (!failed || !a.repeatable)) return {};
  const auto asked = asked_wait(a);
  if (limit && reason(a.answer).find("quota") != std::string_view::npos) return {Action::partial, asked, true};
  if (asked > policy.max_wait) return {Action::partial, asked, true};
  const int allowed = a.status ? policy.status_retries : a.host_has_answered ? policy.transport_retries : policy.first_contact_retries;
  if (a.number > allowed) return {limit ? Action::partial : Action::give_up, asked, limit};
  return {Action::wait, std::max(asked, back_off(a, policy)), limit};
}

struct RetryingHttp::Result {
  HttpResponse answer;
  std::optional<Error> failure;
  Decision decision;
};

RetryingHttp::RetryingHttp(Http& inner, Hooks hooks, RetryPolicy policy) : inner_(inner), hooks_(std::move(hooks)), policy_(policy) {}

HttpResponse RetryingHttp::send(const HttpRequest& request) {
  const std::string host = to_string(origin_of(request.url));
  for (int number = 1;; ++number) {
    wait_for_turn(host);
    Result result = attempt(request, host, number);
    const std::string what = result.failure ? result.failure->what() : host + ": status " + std::to_string(result.answer.status) + harmless(reason(result.answer));
    switch (result.decision.action) {
      case Action::partial:
        note(what + ", not waiting");
        throw too_long(host, result.answer, result.decision.wait, hooks_.now());
      case Action::give_up:
        note(what + ", giving up after " + std::to_string(number) + (number == 1 ? " try" : " tries"));
        [[fallthrough]];
      case Action::finish:
        if (result.failure) throw tried(*result.failure, number);
        return std::move(result.answer);
      case Action::wait: break;
    }
    note(what + ", waiting " + tenths(result.decision.wait) + " before try " + std::to_string(number + 1));
    if (!result.decision.everybody) {
      wait(result.decision.wait);
      continue;
    }
    const Instant hold = hooks_.now() + result.decision.wait;
    const std::lock_guard lock(mutex_);
    hosts_[host].hold_until = std::max(hosts_[host].hold_until, hold);
  }
}

RetryingHttp::Result RetryingHttp::attempt(const HttpRequest& request, const std::string& host, int number) {
  Result result;
  Attempt a;
  a.number = number;
  a.repeatable = repeatable(request);
  a.costly = request.costly;
  try {
    result.answer = inner_.send(request);
    learn(host, result.answer);
    if (result.answer.status < 400) return result;
    a.status = result.answer.status;
    a.answer.headers = result.answer.headers;
  } catch (const Error& error) {
    if (error.exit != Exit::remote || !error.transient) throw;
    result.failure = error;
    const std::lock_guard lock(mutex_);
    a.host_has_answered = hosts_[host].answered;
  }
  a.now = hooks_.now();
  a.jitter = 0.7 + 0.6 * hooks_.random();
  result.decision = decide(a, policy_);
  return result;
}

void RetryingHttp::wait_for_turn(const std::string& host) {
  milliseconds time;
  {
    const std::lock_guard lock(mutex_);
    const Host& state = hosts_[host];
    const auto held = std::min(state.hold_until - hooks_.now(), policy_.max_wait);  // the clock may have been set back
    time = std::max({held, state.pace, milliseconds(0)});
  }
  wait(time);
}

void RetryingHttp::wait(milliseconds time) {
  const auto slice = hooks_.interrupted ? kSlice : time;
  while (true) {
    if (hooks_.interrupted && hooks_.interrupted()) throw Error(Exit::interrupted, "interrupted");
    if (time <= milliseconds(0)) return;
    hooks_.sleep(std::min(time, slice));
    time -= std::min(time, slice);
  }
}

void RetryingHttp::learn(const std::string& host, const HttpResponse& answer) {
  const bool near = header(answer, "x-ratelimit-nearlimit") == "true";
  const std::lock_guard lock(mutex_);
  Host& state = hosts_[host];
  state.answered = true;
  state.pace = near ? std::clamp(state.pace * 2, kPaceFrom, kPaceTo) : state.pace > kPaceFrom ? state.pace / 2 : milliseconds(0);
}

void RetryingHttp::note(const std::string& text) const {
  if (hooks_.note) hooks_.note(text);
}

}  // namespace juno

// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/faults.h"
#include <array>
#include <charconv>
#include <set>
#include <stdexcept>
#include "tests/fakes/json_out.h"
#include "tests/fakes/random.h"
namespace fakes {
namespace {

const std::set<std::string, std::less<>> kKinds{
    "429", "503", "502", "500", "401", "403", "html", "redirect", "truncated", "garbage", "garbage_value", "null_nodes", "invalid_utf8", "huge", "reset", "cut", "drip", "hang", "delay",
    "repeated_token", "expired_token", "duplicate", "short_page", "empty_page", "empty", "vanish", "update_between", "move_between", "delete_between", "skew",
    "504", "secondary", "rate_limited", "resource_limits", "forbidden_field", "capped_total"};

std::int64_t number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size()) throw std::runtime_error("not a number in a fault: " + std::string(text));
  return value;
}

bool replace_first(std::string& body, std::string_view what, std::string_view with) {
  const auto at = body.find(what);
  if (at == body.npos) return false;
  body.replace(at, what.size(), with);
  return true;
}

}  // namespace

std::int64_t Fault::value(const std::string& name, std::int64_t otherwise) const {
  const auto place = values.find(name);
  return place == values.end() ? otherwise : number(place->second);
}

Fault parse_fault(std::string_view text) {
  Fault fault;
  const auto colon = text.find(':');
  fault.kind = std::string(text.substr(0, colon));
  if (!kKinds.contains(fault.kind)) throw std::runtime_error("unknown fault: " + fault.kind);
  if (colon == text.npos) return fault;
  for (auto begin = colon + 1; begin <= text.size();) {
    const auto end = std::min(text.find(',', begin), text.size());
    const auto pair = text.substr(begin, end - begin);
    begin = end + 1;
    const auto equals = pair.find('=');
    const auto name = pair.substr(0, equals), value = equals == pair.npos ? std::string_view() : pair.substr(equals + 1);
    if (name == "once") fault.times = 1;
    else if (name == "path") fault.path = value;
    else if (name == "method") fault.method = value;
    else if (name == "body") fault.body = value;
    else if (name == "and") fault.body_too = value;
    else if (name == "above") fault.above = number(value);
    else if (name == "nth") fault.nth = number(value);
    else if (name == "from") fault.from = number(value);
    else if (name == "times") fault.times = number(value);
    else if (name == "p") std::from_chars(value.data(), value.data() + value.size(), fault.probability);
    else if (!name.empty()) fault.values.emplace(name, value);
  }
  return fault;
}

const Fault* Trouble::find(std::string_view kind) const {
  for (const Fault& fault : faults)
    if (fault.kind == kind) return &fault;
  return nullptr;
}

void Faults::add(Fault fault) {
  const std::lock_guard lock(mutex_);
  faults_.push_back(std::move(fault));
}

void Faults::clear() {
  const std::lock_guard lock(mutex_);
  faults_.clear();
}

Trouble Faults::strike(const Call& call) {
  const std::lock_guard lock(mutex_);
  Trouble trouble;
  ++requests_;
  for (std::size_t n = 0; n < faults_.size(); ++n) {
    Fault& fault = faults_[n];
    if (!fault.method.empty() && fault.method != call.method) continue;
    if (!fault.path.empty() && call.target.find(fault.path) == std::string::npos) continue;
    if (call.body.find(fault.body) == std::string::npos || call.body.find(fault.body_too) == std::string::npos) continue;
    if (fault.above > 0 && call.nodes <= fault.above) continue;
    ++fault.matched;
    if (fault.nth > 0 && fault.matched != fault.nth) continue;
    if (fault.from > 0 && fault.matched < fault.from) continue;
    if (fault.times > 0 && fault.fired >= fault.times) continue;
    if (fault.probability < 1 && static_cast<double>(mix(mix(seed_, requests_), n) % 1'000'000) >= fault.probability * 1'000'000) continue;
    ++fault.fired;
    trouble.faults.push_back(fault);
  }
  return trouble;
}

bool Faults::any() const {
  const std::lock_guard lock(mutex_);
  return !faults_.empty();
}

std::string Faults::list() const {
  const std::lock_guard lock(mutex_);
  std::string out;
  JsonOut json(out);
  json.open('[');
  for (const Fault& fault : faults_) json.open('{').key("kind").text(fault.kind).key("path").text(fault.path).key("matched").integer(fault.matched).key("fired").integer(fault.fired).close('}');
  json.close(']');
  return out;
}

bool replace_reply(const Trouble& trouble, const Call& call, Reply& reply) {
  for (const Fault& fault : trouble.faults) {
    const auto errors = [&](int status, const char* message) {
      reply = {status, std::string("{\"errorMessages\":[\"") + message + "\"],\"errors\":{}}"};
      // No value: no header. A plain number of seconds otherwise, also 0; a date where the caller gives one.
      if (const auto wait = fault.values.find("retry_after"); wait != fault.values.end()) reply.headers.emplace_back("Retry-After", wait->second);
      return true;
    };
    if (fault.kind == "429") {
      errors(429, "Rate limit exceeded.");
      reply.headers.emplace_back("X-RateLimit-Remaining", "0");
      if (const auto reason = fault.values.find("reason"); reason != fault.values.end()) reply.headers.emplace_back("RateLimit-Reason", reason->second);
      return true;
    }
    if (fault.kind == "503") return errors(503, "Service temporarily unavailable.");
    if (fault.kind == "502") return reply = {502, "<html><body><h1>502 Bad Gateway</h1></body></html>", "text/html"}, true;
    if (fault.kind == "500") return errors(500, "Internal server error");
    if (fault.kind == "401") return errors(401, "Client must be authenticated to access this resource.");
    if (fault.kind == "403") return errors(403, "You do not have permission to view this resource.");
    if (fault.kind == "html") return reply = {200, "<!DOCTYPE html><html><head><title>Log in</title></head><body>Please sign in</body></html>", "text/html;charset=UTF-8"}, true;
    if (fault.kind == "redirect") {
      const auto to = fault.values.find("to");
      reply = {302, ""};
      reply.headers.emplace_back("Location", to == fault.values.end() ? "http://127.0.0.2:9/stolen" + call.path : to->second);
      return true;
    }
  }
  return false;
}

void damage(const Trouble& trouble, Reply& reply) {
  static constexpr std::array kLists{"\"issues\":[", "\"issueChangeLogs\":[", "\"changeHistories\":[", "\"histories\":[", "\"values\":[", "\"worklogs\":[", "\"comments\":["};
  for (const Fault& fault : trouble.faults) {
    std::string& body = reply.body;
    if (reply.status != 200) return;
    if (fault.kind == "truncated") body.resize(body.size() / 2);
    if (fault.kind == "garbage") body.insert(body.size() / 2, "\x01\"}]#garbage[{");  // wrong within a string, too
    if (fault.kind == "garbage_value" && !replace_first(body, "\"environment\":null", "\"environment\":nul0") && !replace_first(body, "\"avatarUrls\":{", "\"avatarUrls\":{{,")) replace_first(body, "\"self\":\"", "\"self\":junk\"");
    if (fault.kind == "invalid_utf8" && !replace_first(body, "\"summary\":\"", "\"summary\":\"\xff\xc3(")) replace_first(body, "\"displayName\":\"", "\"displayName\":\"\xff\xc3(");
    if (fault.kind == "huge") body.insert(0, static_cast<std::size_t>(fault.value("mb", 300)) << 20, ' ');
    if (fault.kind != "null_nodes") continue;
    bool found = false;
    for (const char* list : kLists)
      if (const auto at = body.find(list); at != body.npos) {
        const auto place = at + std::string_view(list).size();
        body.insert(place, body[place] == ']' ? "null" : "null,");
        found = true;
        break;
      }
    if (!found && body.starts_with("[")) body.insert(1, body.starts_with("[]") ? "null" : "null,");
  }
}

}  // namespace fakes

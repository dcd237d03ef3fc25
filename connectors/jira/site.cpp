// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/site.h"
#include <algorithm>
#include "connectors/jira/values.h"
#include "connectors/json.h"
#include "connectors/url.h"
#include "core/error.h"
namespace juno::jira {
namespace {

constexpr std::size_t kMaxQuoted = 300;  // of the remote's own words in a message

std::string url(const Site& site, std::string_view path, const Parameters& parameters) {
  std::string out = site.base + std::string(path);
  char separator = '?';
  for (const auto& [name, value] : parameters) {
    out += separator + name + '=' + percent_encoded(value);
    separator = '&';
  }
  return out;
}

// Remote words go to a terminal: printable only, and not too many.
std::string printable(std::string_view words) {
  std::size_t end = std::min(words.size(), kMaxQuoted);
  while (end < words.size() && end > 0 && (static_cast<unsigned char>(words[end]) & 0xc0) == 0x80) --end;  // whole characters
  std::string out(words.substr(0, end));
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return end < words.size() ? out + "…" : out;
}

// Jira's own explanation: errorMessages and errors of the usual body, message of a gateway's.
std::string explanation(const std::string& body) {
  const JsonText json(body);
  std::string out;
  const auto add = [&out](std::string_view words) {
    if (!words.empty()) out += (out.empty() ? "" : "; ") + std::string(words);
  };
  for (const Json message : json.root()["errorMessages"]) add(message.text());
  for (const auto& [field, message] : json.root()["errors"].fields()) add(std::string(field) + ": " + std::string(message.text()));
  if (out.empty()) add(json.root()["message"].text());
  if (out.empty()) add(json.root()["detail"].text());
  return printable(out);
}

bool is_html(const HttpResponse& response) {
  const auto first = response.body.find_first_not_of(" \t\r\n");
  const bool markup = first != std::string::npos && response.body[first] == '<';
  return markup || header(response, "content-type").value_or("").starts_with("text/html");
}

[[noreturn]] void fail(const HttpResponse& response, Exit exit, const std::string& what, std::string hint = {}) {
  Error error(exit, what, std::move(hint));
  error.request_id = request_id(response);
  throw error;
}

[[noreturn]] void throw_status(const Site& site, std::string_view what, const HttpResponse& response) {
  const std::string thing(what);
  const std::string status = " (HTTP " + std::to_string(response.status) + ")";
  const std::string words = explanation(response.body);
  const std::string said = words.empty() ? "" : ": " + words;
  const bool captcha = header(response, "x-authentication-denied-reason").value_or("").starts_with("CAPTCHA");
  if (captcha) fail(response, Exit::config, thing + ": Jira wants a CAPTCHA" + status, "log in once in a browser, then try again");
  switch (response.status) {
    case 401:
      fail(response, Exit::config, thing + ": Jira does not accept the credentials" + status + said,
           site.cloud ? "API tokens expire, at the latest after a year: make a new one and run `juno auth`; a token with scopes works "
                        "only through the gateway: set jira.cloud_id"
                      : "personal access tokens expire: make a new one in your Jira profile and run `juno auth`");
    case 403: fail(response, Exit::partial, thing + ": this account may not see it" + status + said, "ask a Jira administrator for the permission");
    case 429: fail(response, Exit::partial, thing + ": Jira asks to slow down" + status + said, "run again later: juno goes on where it stopped");
    default: fail(response, Exit::remote, thing + ": Jira refuses" + status + said);
  }
}

bool is_absent(int status) { return status == 404 || status == 405 || status == 410; }

Answer ask(const Site& site, std::string_view what, const HttpRequest& request) {
  if (site.interrupted && site.interrupted()) throw Error(Exit::interrupted, "interrupted");
  HttpResponse response = site.http.send(request);
  Answer out;
  out.status = response.status;
  out.request_id = request_id(response);
  if (response.status == 400 || is_absent(response.status)) {
    out.found = false;
  } else if (response.status < 200 || response.status > 299) {
    throw_status(site, what, response);
  } else if (is_html(response)) {
    fail(response, Exit::remote, std::string(what) + ": the answer is a web page, not JSON (a login page or a proxy?)",
         "check jira.url: it must be the address of Jira itself, with its context path if it has one");
  }
  out.body = std::move(response.body);
  return out;
}

HttpRequest read(const Site& site, std::string_view path, const Parameters& parameters) {
  HttpRequest request;
  request.url = url(site, path, parameters);
  request.headers = {{"Accept", "application/json"}};
  return request;
}

// Asks until the answer is valid JSON. Nothing when it is not found.
template <class Ask>
std::optional<JsonText> parsed(const Site& site, std::string_view what, Ask ask_once, bool must_exist) {
  for (int n = 1;; ++n) {
    const Answer answer = ask_once();
    if (!answer.found && !must_exist && is_absent(answer.status)) return std::nullopt;
    if (!answer.found) refuse(what, answer);
    JsonText json(answer.body);
    if (json.root().exists()) return json;
    if (n < kAsks) {
      pause_before(site, n + 1);
      continue;
    }
    Error error(Exit::remote, std::string(what) + ": the answer is not JSON: " + json.defect(), "run again; if it stays, look for a proxy that changes answers");
    error.request_id = answer.request_id;
    throw error;
  }
}

}  // namespace

std::string api(const Site& site, std::string_view rest) { return (site.cloud ? "/rest/api/3" : "/rest/api/2") + std::string(rest); }

Answer get(const Site& site, std::string_view what, std::string_view path, const Parameters& parameters) {
  return ask(site, what, read(site, path, parameters));
}

Answer post(const Site& site, std::string_view what, std::string_view path, std::string_view json) {
  HttpRequest request = read(site, path, {});
  request.method = "POST";
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = json;
  request.read_only = true;
  return ask(site, what, request);
}

JsonText get_json(const Site& site, std::string_view what, std::string_view path, const Parameters& parameters) {
  return std::move(*parsed(site, what, [&] { return get(site, what, path, parameters); }, true));
}

JsonText post_json(const Site& site, std::string_view what, std::string_view path, std::string_view json) {
  return std::move(*parsed(site, what, [&] { return post(site, what, path, json); }, true));
}

std::optional<JsonText> find_json(const Site& site, std::string_view what, std::string_view path, const Parameters& parameters) {
  return parsed(site, what, [&] { return get(site, what, path, parameters); }, false);
}

void refuse(std::string_view what, const Answer& answer) {
  const std::string words = explanation(answer.body);
  const std::string said = words.empty() ? "" : ": " + words;
  const std::string status = " (HTTP " + std::to_string(answer.status) + ")";
  Error error(Exit::remote, std::string(what) + (is_absent(answer.status) ? ": not found" : ": Jira refuses") + status + said);
  error.request_id = answer.request_id;
  throw error;
}

const std::string& body_of(const Answer& answer, std::string_view what) {
  if (!answer.found) refuse(what, answer);
  return answer.body;
}

void pause_before(const Site& site, int ask) {
  if (site.sleep) site.sleep(std::chrono::seconds(ask - 1));
}

ServerInfo server_info(const Site& site) {
  const JsonText json = get_json(site, "Jira server information", "/rest/api/2/serverInfo");
  const Json root = json.root();
  ServerInfo out;
  if (!root["version"].is_string() && !root["deploymentType"].is_string())
    throw Error(Exit::remote, "Jira server information: the answer does not come from a Jira", "check jira.url");
  out.cloud = root["deploymentType"].text() == "Cloud";
  out.version = root["version"].text();
  out.title = root["serverTitle"].text();
  out.base_url = root["baseUrl"].text();
  out.server_time = parse_tracker_instant(root["serverTime"].text());
  return out;
}

Person myself(const Site& site) {
  const JsonText json = get_json(site, "Jira account", api(site, "/myself"));
  Person out = person(json.root());
  if (out.account.empty()) throw Error(Exit::remote, "Jira account: the answer names nobody", "check jira.url and the credentials");
  return out;
}

}  // namespace juno::jira

// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/write.h"
#include <charconv>
#include <cmath>
#include "connectors/json.h"
#include "core/error.h"
namespace juno::jira {
namespace {

constexpr std::size_t kPage = 100, kMostPages = 1000;

std::string number_json(double value) {
  char buffer[32];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

// Paragraphs of a text as an Atlassian document; version 2 of the API takes the text itself.
std::string rich_json(const Site& site, const std::string& text) {
  if (!site.cloud) return json_string(text);
  std::string out = R"({"type":"doc","version":1,"content":[)";
  bool first = true;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    at = end + 1;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    out += std::string(first ? "" : ",") + R"({"type":"paragraph","content":[{"type":"text","text":)" + json_string(line) + "}]}";
    first = false;
  }
  return out + "]}";
}

// A quoted text of JQL.
std::string quoted_jql(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

// The requests are few and rare, so what changes something is built here instead of in site.cpp.
HttpResponse send_write(const Site& site, const char* method, const std::string& path, const std::string& json, bool again) {
  if (site.interrupted && site.interrupted()) throw Error(Exit::interrupted, "interrupted");
  HttpRequest request;
  request.method = method;
  request.url = site.base + path;
  request.headers = {{"Accept", "application/json"}};
  if (!json.empty()) request.headers.emplace_back("Content-Type", "application/json");
  request.body = json;
  request.read_only = again;
  return site.http.send(request);
}

[[noreturn]] void refuse_write(std::string_view what, const HttpResponse& response) {
  Answer answer{false, response.status, response.body, request_id(response)};
  if (response.status == 401) throw Error(Exit::config, std::string(what) + ": Jira does not accept the credentials (HTTP 401)", "make a new token and run `juno auth login`");
  if (response.status == 429) throw Error(Exit::partial, std::string(what) + ": Jira asks to slow down (HTTP 429)", "run again later: what was written is not written again");
  if (response.status == 403) throw Error(Exit::partial, std::string(what) + ": this account may not do that (HTTP 403)", "ask a Jira administrator for the permission");
  if (response.status >= 500) {
    Error lost(Exit::remote, std::string(what) + ": Jira failed (HTTP " + std::to_string(response.status) + ")", "run again: what was written is not written again");
    lost.transient = true;  // it may have been done all the same
    throw lost;
  }
  refuse(what, answer);
}

}  // namespace

std::string to_json(const RankNote& note) {
  std::string out = "{\"juno\":1";
  if (note.rank) out += ",\"rank\":" + std::to_string(*note.rank);
  if (note.score) out += ",\"score\":" + number_json(*note.score);
  if (!note.model.empty()) out += ",\"model\":" + json_string(note.model);
  if (!note.id.empty()) out += ",\"id\":" + json_string(note.id);
  if (!note.of.empty()) out += ",\"of\":" + json_string(note.of);
  return out + "}";
}

std::string property_path(const Site& site, const std::string& issue) { return api(site, "/issue/" + issue + "/properties/" + std::string(kRankProperty)); }
std::string issue_path(const Site& site, const std::string& issue) { return api(site, "/issue/" + issue); }

std::optional<RankNote> rank_note(const Site& site, const std::string& issue) {
  const auto json = find_json(site, "property of " + issue, property_path(site, issue));
  if (!json) return std::nullopt;
  const Json value = json->root()["value"];
  RankNote out;
  out.rank = value["rank"].integer(), out.score = value["score"].number(), out.model = value["model"].text(), out.id = value["id"].text(), out.of = value["of"].text();
  return out;
}

std::optional<double> number_field(const Site& site, const std::string& issue, const std::string& field) {
  const JsonText json = get_json(site, issue, issue_path(site, issue), {{"fields", field}});
  return json.root()["fields"][field].number();
}

std::string to_json(const Site& site, const NewIssue& issue) {
  std::string out = R"({"fields":{"project":{"key":)" + json_string(issue.project) + R"(},"issuetype":{"name":)" + json_string(issue.type) + R"(},"summary":)" + json_string(issue.summary);
  if (!issue.description.empty()) out += ",\"description\":" + rich_json(site, issue.description);
  if (!issue.labels.empty()) {
    out += ",\"labels\":[";
    for (std::size_t n = 0; n < issue.labels.size(); ++n) out += (n ? "," : "") + json_string(issue.labels[n]);
    out += "]";
  }
  for (const auto& [field, value] : issue.numbers) out += "," + json_string(field) + ":" + number_json(value);
  return out + R"(},"properties":[{"key":")" + std::string(kRankProperty) + R"(","value":)" + to_json(issue.note) + "}]}";
}

std::string field_json(const std::string& field, std::optional<double> value) { return "{\"fields\":{" + json_string(field) + ":" + (value ? number_json(*value) : "null") + "}}"; }

int put(const Site& site, std::string_view what, const std::string& path, const std::string& json) {
  const HttpResponse response = send_write(site, "PUT", path, json, true);
  if (response.status < 200 || response.status > 299) refuse_write(what, response);
  return response.status;
}

int remove(const Site& site, std::string_view what, const std::string& path) {
  const HttpResponse response = send_write(site, "DELETE", path, "", true);
  if ((response.status < 200 || response.status > 299) && response.status != 404) refuse_write(what, response);
  return response.status;
}

std::string create(const Site& site, std::string_view what, const std::string& json) {
  const HttpResponse response = send_write(site, "POST", api(site, "/issue"), json, false);
  if (response.status < 200 || response.status > 299) refuse_write(what, response);
  const JsonText answer(response.body);
  const std::string key(answer.root()["key"].text());
  if (key.empty()) throw Error(Exit::remote, std::string(what) + ": Jira's answer names no issue");
  return key;
}

std::vector<NamedIssue> issues_of_type(const Site& site, const std::string& project, const std::string& type) {
  const std::string jql = "project = " + quoted_jql(project) + " AND issuetype = " + quoted_jql(type) + " ORDER BY created ASC";
  std::vector<NamedIssue> out;
  std::string token;
  std::size_t start = 0;
  for (std::size_t page = 0; page < kMostPages; ++page) {
    std::string body = "{\"jql\":" + json_string(jql) + ",\"maxResults\":" + std::to_string(kPage) + ",\"fields\":[\"summary\"]";
    if (site.cloud && !token.empty()) body += ",\"nextPageToken\":" + json_string(token);
    if (!site.cloud) body += ",\"startAt\":" + std::to_string(start);
    const JsonText json = post_json(site, "issues of " + project, api(site, site.cloud ? "/search/jql" : "/search"), body + "}");
    std::size_t found = 0;
    for (const Json issue : json.root()["issues"]) {
      ++found;
      out.push_back({std::string(issue["id"].text()), std::string(issue["fields"]["summary"].text())});
    }
    start += found;
    const std::string next(json.root()["nextPageToken"].text());
    const auto total = json.root()["total"].integer();
    const bool more = site.cloud ? !json.root()["isLast"].is_true() && !next.empty() : !total || static_cast<std::int64_t>(start) < *total;
    if (!more) return out;
    // What is not seen would be made a second time.
    if (site.cloud ? next == token : !total || found == 0) throw Error(Exit::remote, "issues of " + project + ": Jira's pages do not come to their end", "run it again later; --log shows what was done");
    token = next;
  }
  throw Error(Exit::remote, "issues of " + project + ": Jira's pages never end");
}

}  // namespace juno::jira

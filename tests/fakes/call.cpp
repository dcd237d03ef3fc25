// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/call.h"
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include "tests/fakes/jira.h"
#include "tests/fakes/json_out.h"
namespace fakes {

void refuse(int status, std::string_view message) {
  Reply reply;
  reply.status = status;
  JsonOut(reply.body).open('{').key("errorMessages").open('[').text(message).close(']').key("errors").open('{').close('}').close('}');
  throw Refusal{std::move(reply)};
}

void refuse_problem(int status, std::string_view title, Headers headers) {
  Reply reply;
  reply.status = status;
  reply.type = "application/problem+json";
  reply.headers = std::move(headers);
  JsonOut(reply.body).open('{').key("type").text("about:blank").key("title").text(title).key("status").integer(status).close('}');
  throw Refusal{std::move(reply)};
}

Parameters::Parameters(const Call& call, std::vector<std::string_view> known) : call_(call) {
  for (const auto& [name, value] : call.query)
    if (std::find(known.begin(), known.end(), name) == known.end()) refuse(400, "Unknown query parameter '" + name + "'.");
}

bool Parameters::has(std::string_view name) const {
  return std::any_of(call_.query.begin(), call_.query.end(), [&](const auto& pair) { return pair.first == name; });
}

std::string Parameters::text(std::string_view name, std::string otherwise) const {
  for (const auto& [key, value] : call_.query)
    if (key == name) return value;
  return otherwise;
}

std::vector<std::string> Parameters::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : call_.query)
    if (key == name) values.push_back(value);
  return values;
}

std::int64_t Parameters::integer(std::string_view name, std::int64_t otherwise, std::int64_t low, std::int64_t high) const {
  if (!has(name)) return otherwise;
  const auto value = text(name);
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (failure != std::errc{} || end != value.data() + value.size() || number < low || number > high)
    refuse(400, "The value '" + value + "' of the parameter '" + std::string(name) + "' is not valid.");
  return number;
}

nlohmann::json object_of(const Call& call, const std::vector<std::string_view>& known) {
  if (call.header("content-type").substr(0, 16) != "application/json") refuse_problem(415, "Unsupported Media Type");
  auto body = nlohmann::json::parse(call.body, nullptr, false);
  if (!body.is_object()) refuse(400, "Invalid request payload. Refer to the REST API documentation and try again.");
  for (const auto& [name, value] : body.items())
    if (std::find(known.begin(), known.end(), name) == known.end()) refuse(400, "Unrecognized field \"" + name + "\".");
  return body;
}

namespace {
[[noreturn]] void wrong_type(const char* name) { refuse(400, "Invalid request payload: '" + std::string(name) + "' has the wrong type."); }
}  // namespace

std::string text_of(const nlohmann::json& body, const char* name, std::string otherwise) {
  if (!body.contains(name) || body[name].is_null()) return otherwise;
  if (!body[name].is_string()) wrong_type(name);
  return body[name].get<std::string>();
}

std::int64_t integer_of(const nlohmann::json& body, const char* name, std::int64_t otherwise) {
  if (!body.contains(name) || body[name].is_null()) return otherwise;
  if (!body[name].is_number_integer()) wrong_type(name);
  return body[name].get<std::int64_t>();
}

std::vector<std::string> texts_of(const nlohmann::json& body, const char* name) {
  std::vector<std::string> values;
  if (!body.contains(name) || body[name].is_null()) return values;
  if (!body[name].is_array()) wrong_type(name);
  for (const auto& value : body[name]) {
    if (!value.is_string()) wrong_type(name);
    values.push_back(value.get<std::string>());
  }
  return values;
}

}  // namespace fakes

// SPDX-License-Identifier: Apache-2.0
#include "cmd/rank_marks.h"
#include <doctest/doctest.h>
using namespace juno;
namespace {

constexpr const char* kProperty = "/rest/api/3/issue/10001/properties/juno.rank";

std::string told(const std::vector<std::array<std::string, 3>>& lines, const std::string& site = "acme") {
  std::vector<store::AuditEntry> log;
  for (const auto& [action, subject, detail] : lines) log.push_back({0, {}, "ann", "rank apply: " + action, subject, detail});
  std::string out;
  for (const KeptMark& m : kept_marks(log, site)) {
    out += std::to_string(m.issue) + " " + m.key + " of[" + m.of + "]";
    for (const std::string& note : m.notes) out += " " + note;
    for (const auto& [field, numbers] : m.fields)
      for (const double n : numbers) out += " " + field + "=" + std::to_string(static_cast<int>(n));
    out += "; ";
  }
  return out;
}

}  // namespace

TEST_CASE("the log tells which marks are left: put on, and not known to be taken away") {
  const std::string note = R"({"juno":1,"rank":3,"score":5,"model":"roi"})", other = R"({"juno":1,"rank":1,"score":9,"model":"ice","of":"where=team = a b"})";
  const std::array<std::string, 3> on{"sent", "acme K-1", std::string("PUT ") + kProperty + " " + note}, ok{"done", "acme K-1", "HTTP 200"}, off{"sent", "acme K-1", std::string("DELETE ") + kProperty};
  const std::string kept = "10001 K-1 of[] " + note + "; ";
  CHECK(told({}).empty());
  CHECK(told({on}) == kept);  // it may have been done
  CHECK(told({on, ok}) == kept);
  CHECK(told({on, ok, off}) == kept);
  CHECK(told({on, ok, off, {"failed", "acme K-1", "HTTP 403"}}) == kept);
  CHECK(told({on, ok, off, {"done", "acme K-1", "HTTP 204"}}).empty());
  CHECK(told({on, ok, off, {"done", "acme K-1", "HTTP 204"}, on, ok}) == kept);
  CHECK(told({on, ok, {"done", "acme K-1", std::string(kNoMarkLeft)}}).empty());
  // What a file made keeps its id: the rank is gone all the same.
  CHECK(told({on, ok, {"sent", "acme K-1", std::string("PUT ") + kProperty + R"( {"juno":1,"id":"q3"})"}, {"done", "acme K-1", "HTTP 200"}}).empty());
  // Numbers of fields; one that was emptied is taken away with the property, not before.
  const std::array<std::string, 3> number{"sent", "acme K-1", R"(PUT /rest/api/3/issue/10001 {"fields":{"customfield_7":3}})"}, none{"sent", "acme K-1", R"(PUT /rest/api/3/issue/10001 {"fields":{"customfield_7":null}})"};
  CHECK(told({on, ok, number, ok}) == "10001 K-1 of[] " + note + " customfield_7=3; ");
  CHECK(told({on, ok, number, ok, none, ok}) == "10001 K-1 of[] " + note + " customfield_7=3; ");
  CHECK(told({number, ok}).empty());
  // The last choice of candidates counts; what any of them wrote is ours.
  CHECK(told({on, ok, {"sent", "acme K-1", std::string("PUT ") + kProperty + " " + other}, ok}) == "10001 K-1 of[where=team = a b] " + other + " " + note + "; ");
  // Moved to another key since: one issue, one mark.
  CHECK(told({on, ok, {"sent", "acme M-9", std::string("DELETE ") + kProperty}, {"done", "acme M-9", "HTTP 204"}}).empty());
}

TEST_CASE("other sites, new issues and lines that cannot be read are no marks") {
  const std::string put = std::string("PUT ") + kProperty + R"( {"juno":1,"rank":3})";
  CHECK(told({{"sent", "acme K-1", put}}, "acm").empty());
  CHECK(told({{"sent", "acme two K-1", put}}).empty());
  CHECK_FALSE(told({{"sent", "acme two K-1", put}}, "acme two").empty());
  for (const std::string detail : {"", "PUT", "PUT ", "PUT /rest/api/3/issue/", "PUT /rest/api/3/issue/x/properties/juno.rank {}", "PUT /rest/api/3/issue/1/properties/other {\"rank\":1}", "PUT /rest/api/3/issue/1/properties/juno.rank {", "POST /rest/api/3/issue {}"})
    CHECK_MESSAGE(told({{"sent", "acme K-1", detail}, {"done", "acme K-1", "HTTP 200"}}).empty(), detail);
  CHECK(told({{"sent", "acme new q3-1", R"(POST /rest/api/3/issue {"fields":{}})"}, {"done", "acme new q3-1", "K-7"}}).empty());
}

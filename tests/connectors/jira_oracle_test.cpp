// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include "connectors/jira/decode.h"
#include "tests/support/fake_http.h"
using namespace juno;
using namespace juno::jira;
using nlohmann::json;

namespace {

class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {}
  std::size_t below(std::size_t n) { return random_() % n; }

  std::string text() {
    static const std::vector<std::string> parts = {"a", "Ω", "\"", "\\", "\n", "\t", "💶", "{", "]", ",", ":", "issues", " ", "é", "/", "\x01"};
    std::string out;
    for (auto n = below(12); n > 0; --n) out += parts[below(parts.size())];
    return out;
  }
  // Anything a custom field might hold.
  json anything(int depth) {
    switch (below(depth > 3 ? 5 : 7)) {
      case 0: return nullptr;
      case 1: return text();
      case 2: return static_cast<std::int64_t>(below(1'000'000)) - 500'000;
      case 3: return static_cast<double>(below(1000)) / 8;
      case 4: return below(2) == 0;
      case 5: {
        json out = json::array();
        for (auto n = below(4); n > 0; --n) out.push_back(anything(depth + 1));
        return out;
      }
      default: {
        json out = json::object();
        for (auto n = below(4); n > 0; --n) out[text() + std::to_string(n)] = anything(depth + 1);
        return out;
      }
    }
  }
  json issue(Id id) {
    json fields = {{"status", {{"id", "7"}, {"name", text()}}}, {"created", "2026-01-01T00:00:00.000+0000"}, {"summary", text()}, {"labels", {text(), text()}}};
    for (auto n = below(6); n > 0; --n) fields["customfield_" + std::to_string(n)] = anything(0);
    if (below(2) == 0) fields["points"] = static_cast<double>(below(40)) / 2;
    json out = {{"id", std::to_string(id)}, {"key", "A-" + std::to_string(id)}, {"fields", fields}};
    if (below(3) == 0) out["renderedFields"] = anything(0);
    json items = json::array();
    for (auto n = below(3); n > 0; --n) items.push_back({{"field", text()}, {"from", nullptr}, {"toString", text()}, {"to", text()}});
    if (below(2) == 0) out["changelog"] = {{"total", 1}, {"histories", {{{"id", "5"}, {"created", "2026-01-02T00:00:00Z"}, {"items", items}}}}};
    return out;
  }
  json page() {
    json issues = json::array();
    for (Id id = 1 + static_cast<Id>(below(3)); id < 6; ++id) issues.push_back(issue(id));
    json out = {{"issues", issues}, {"names", anything(0)}, {"total", 9}};
    if (below(2) == 0) out["nextPageToken"] = text() + "t";
    return out;
  }

 private:
  std::mt19937 random_;
};

FieldMap points_map() {
  FieldMap map;
  map.points = {{"points", ""}};
  return map;
}

// The page as nlohmann reads it, against the page as it was decoded.
void compare(const json& truth, const IssuePage& page) {
  REQUIRE(page.defect == "");
  CHECK(page.bad.empty());
  CHECK(page.next == truth.value("nextPageToken", ""));
  REQUIRE(page.issues.size() == truth["issues"].size());
  for (std::size_t i = 0; i < page.issues.size(); ++i) {
    const auto& [record, total, here] = page.issues[i];
    const json& one = truth["issues"][i];
    CHECK(record.issue.key == one["key"].get<std::string>());
    CHECK(record.issue.summary == one["fields"]["summary"].get<std::string>());
    CHECK(record.issue.points.has_value() == one["fields"].contains("points"));
    if (record.issue.points) CHECK(*record.issue.points == one["fields"]["points"].get<double>());
    CHECK(json::parse(record.raw) == json({{"id", one["id"]}, {"key", one["key"]}, {"fields", one["fields"]}}));
    std::size_t n = 0;
    if (one.contains("changelog"))
      for (const auto& item : one["changelog"]["histories"][0]["items"]) {
        REQUIRE(n < record.changes.size());
        CHECK(record.changes[n].field == item["field"].get<std::string>());
        CHECK(record.changes[n].to_text == item["toString"].get<std::string>());
        CHECK(record.changes[n].to == item["to"].get<std::string>());
        ++n;
      }
    CHECK(record.changes.size() == n);
  }
}

}  // namespace

TEST_CASE("pages of any content decode to what another JSON library reads, however they are written") {
  Decoder decoder(points_map());
  for (unsigned seed = 0; seed < 300; ++seed) {
    Writer writer(seed);
    const json truth = writer.page();
    compare(truth, decoder.issues(truth.dump()));
    compare(truth, decoder.issues(truth.dump(2)));
    compare(truth, decoder.issues("\r\n\t " + truth.dump(-1, ' ', true) + " \n"));  // all but ASCII escaped
  }
}

TEST_CASE("a damaged page is a defect or a record set apart; what is accepted is valid for another library too, and nothing vanishes") {
  Decoder decoder(points_map());
  int survived = 0;
  for (unsigned seed = 0; seed < 4000; ++seed) {
    Writer writer(seed);
    const json truth = writer.page();
    std::string body = truth.dump();
    for (auto n = 1 + writer.below(3); n > 0; --n) {
      const auto at = writer.below(body.size());
      switch (writer.below(4)) {
        case 0: body[at] = static_cast<char>(writer.below(256)); break;
        case 1: body.erase(at, 1 + writer.below(20)); break;
        case 2: body.insert(at, 1, std::string("{}[],:\"\\0")[writer.below(9)]); break;
        default: body.resize(at);
      }
      if (body.empty()) break;
    }
    const IssuePage page = decoder.issues(body);
    decoder.histories(body);
    decoder.histories(body, 5);
    if (!page.defect.empty()) continue;
    ++survived;
    for (const auto& one : page.issues) CHECK_MESSAGE(json::accept(one.record.raw), "seed ", seed);
    // What is accepted is valid for another library, too, and holds as many records.
    const json read = json::parse(body, nullptr, false);
    CHECK_MESSAGE(!read.is_discarded(), "seed ", seed);
    if (!read.is_discarded()) CHECK_MESSAGE(page.issues.size() + page.bad.size() == read["issues"].size(), "seed ", seed);
  }
  CHECK(survived > 100);
}

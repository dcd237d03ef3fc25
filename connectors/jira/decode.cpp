// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/decode.h"
#include <simdjson.h>
#include "connectors/jira/record.h"
#include "connectors/jira/values.h"
#include "connectors/json.h"
#include "core/error.h"
namespace juno::jira {
namespace ondemand = simdjson::ondemand;
namespace {

std::string_view without_tail(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= 0x20) text.remove_suffix(1);
  return text;
}

BadRecord bad_record(Id id, std::string reason, std::string_view text) {
  return {"issues", id > 0 ? std::to_string(id) : std::string(), std::move(reason), std::string(text)};
}

// The whole of the answer is validated first, because simdjson's on-demand parser does not validate what it skips: a
// bracket lost in an unread place could otherwise hide records. On-demand then only finds the bytes of each record.
class Slices {
 public:
  // `body` must be valid JSON with an array "issues", and padding behind it.
  Slices(ondemand::parser& parser, const std::string& body, std::size_t size)
      : document_(parser.iterate(simdjson::padded_string_view(body.data(), size, body.size()))), array_(document_.find_field("issues").get_array()) {}

  // Calls use(element) for every entry, in order.
  template <class Use>
  void each(Use use) {
    for (ondemand::value element : array_) use(element);
  }

  static std::string_view fields(ondemand::value element) {
    ondemand::object fields = element.find_field("fields").get_object();
    return without_tail(fields.raw_json());
  }
  static std::string_view whole(ondemand::value element) {
    ondemand::object object = element.get_object();
    return without_tail(object.raw_json());
  }

 private:
  ondemand::document document_;
  ondemand::array array_;
};

}  // namespace

struct Decoder::Parts {
  Parts(const FieldMap& fields, const Statuses& statuses) : reader(fields, statuses) {}

  // Parses an answer into `page`. Returns what is wrong with it; empty = nothing.
  std::string parse(std::string& body, std::string_view list) {
    const std::size_t size = body.size();
    body.resize(size + JsonText::kPadding, ' ');
    if (!page.parse(std::string_view(body).substr(0, size), JsonText::kPadding)) return page.defect();
    return page.root()[list].is_array() ? "" : "no " + std::string(list) + " in it";
  }

  // An embedded changelog; its total says whether it was cut short.
  static void read_changelog(DecodedIssue& issue, const Json& changelog) {
    std::vector<History> histories;
    for (const Json one : changelog["histories"]) histories.push_back(history(one, issue.record.issue.id));
    issue.histories_here = static_cast<std::int64_t>(histories.size());
    issue.histories_total = changelog["total"].integer().value_or(issue.histories_here);
    issue.record.changes = merged(std::move(histories));
  }

  DecodedIssue read(const Json& json) {
    DecodedIssue out;
    out.histories_total = -1;
    out.record.issue = reader.read(id_of(json["id"]), json["key"].text(), json["fields"]);
    if (json["changelog"].is_object()) read_changelog(out, json["changelog"]);
    return out;
  }

  // `element` holds the bytes of `json`.
  void read_issue(const Json& json, ondemand::value element, IssuePage& out) {
    if (!json.is_object()) return out.bad.push_back(bad_record(0, "null or no object instead of an issue", ""));
    try {
      DecodedIssue one = read(json);
      const std::string_view fields = Slices::fields(element);
      std::string& raw = one.record.raw;
      raw.reserve(fields.size() + one.record.issue.key.size() + 64);
      raw.append("{\"id\":\"").append(std::to_string(one.record.issue.id)).append("\",\"key\":\"").append(one.record.issue.key);
      raw.append("\",\"fields\":").append(fields).append("}");
      out.issues.push_back(std::move(one));
    } catch (const Error& error) {
      out.bad.push_back(bad_record(id_of(json["id"]), error.what(), Slices::whole(element)));
    }
  }

  void read_refusals(IssuePage& out) const {
    for (const Json one : page.root()["issueErrors"]) {
      const std::string reason(one["errorMessage"].text());
      out.refused.push_back(bad_record(id_of(one["id"]), reason.empty() ? "refused by Jira" : reason, ""));
    }
  }

  static void read_history(const Json& json, Id issue, HistoryPage& out) {
    try {
      out.histories.push_back(history(json, issue));
    } catch (const Error& error) {
      out.bad.push_back({issue, "changelog: " + std::string(error.what())});
    }
  }

  ondemand::parser slicer;
  JsonText page;
  IssueReader reader;
};

Decoder::Decoder(const FieldMap& fields, const Statuses& statuses) : parts_(std::make_unique<Parts>(fields, statuses)) {}
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder::~Decoder() = default;

IssuePage Decoder::issues(std::string body) {
  IssuePage out;
  const std::size_t size = body.size();
  out.defect = parts_->parse(body, "issues");
  if (!out.defect.empty()) return out;
  const Json root = parts_->page.root();
  try {
    Slices slices(parts_->slicer, body, size);
    auto json = root["issues"].begin();
    slices.each([&](ondemand::value element) {
      parts_->read_issue(*json, element, out);
      ++json;
    });
  } catch (const simdjson::simdjson_error&) {  // on-demand knows keys only as they are commonly written
    out = {};
    out.defect = "JSON with escaped keys";
    return out;
  }
  parts_->read_refusals(out);
  out.next = root["nextPageToken"].text();
  out.last = root["isLast"].is_true() || out.next.empty();
  out.start = root["startAt"].integer().value_or(0);
  out.total = root["total"].integer().value_or(-1);
  return out;
}

HistoryPage Decoder::histories(std::string body, Id issue) {
  HistoryPage out;
  const std::string_view list = issue ? "values" : "issueChangeLogs";
  out.defect = parts_->parse(body, list);
  if (!out.defect.empty()) return out;
  const Json root = parts_->page.root();
  for (const Json one : root[list]) {
    if (issue) {
      Parts::read_history(one, issue, out);
      continue;
    }
    const Id id = id_of(one["issueId"]);
    if (id == 0) out.defect = "an entry without issueId";
    for (const Json edit : one["changeHistories"]) Parts::read_history(edit, id, out);
  }
  out.next = root["nextPageToken"].text();
  out.last = root["isLast"].is_true();
  out.start = root["startAt"].integer().value_or(0);
  out.total = root["total"].integer().value_or(-1);
  return out;
}

Issue Decoder::raw(std::string_view text) {
  JsonText& json = parts_->page;
  if (!json.parse(text)) throw Error(Exit::store, "raw record: " + json.defect(), "run `juno sync --full`");
  try {
    return parts_->reader.read(id_of(json.root()["id"]), json.root()["key"].text(), json.root()["fields"]);
  } catch (const Error& error) {
    throw Error(Exit::store, std::string("raw record: ") + error.what());
  }
}

Issue decode_raw(std::string_view raw, const FieldMap& fields, const Statuses& statuses) { return Decoder(fields, statuses).raw(raw); }

}  // namespace juno::jira

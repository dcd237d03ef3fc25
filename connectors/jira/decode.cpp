// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/decode.h"
#include <algorithm>
#include <charconv>
#include <simdjson.h>
#include "connectors/jira/record.h"
#include "connectors/jira/values.h"
#include "connectors/json.h"
#include "core/error.h"
namespace juno::jira {
namespace ondemand = simdjson::ondemand;
namespace {

// A part of the page's text, and how many bytes behind it may be read.
struct Piece {
  std::string_view text;
  std::size_t after = 0;
};

class Body {
 public:
  explicit Body(std::string text) : text_(std::move(text)), size_(text_.size()) {
    text_.resize(size_ + simdjson::SIMDJSON_PADDING, ' ');
  }
  ondemand::document parse(ondemand::parser& parser) const {
    return parser.iterate(simdjson::padded_string_view(text_.data(), size_, text_.size()));
  }
  Piece piece(std::string_view text) const {
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= 0x20) text.remove_suffix(1);
    return {text, static_cast<std::size_t>(text_.data() + text_.size() - (text.data() + text.size()))};
  }

 private:
  std::string text_;
  std::size_t size_;
};

// The raw text of an object or array, trailing blanks included; empty for anything else.
std::string_view raw_text(ondemand::value value) {
  const ondemand::json_type type = value.type();
  if (type == ondemand::json_type::object) return ondemand::object(value.get_object()).raw_json();
  if (type == ondemand::json_type::array) return ondemand::array(value.get_array()).raw_json();
  return {};
}

std::string text_in(ondemand::value value) {
  if (value.type() != ondemand::json_type::string) return {};
  return std::string(std::string_view(value.get_string()));
}

// An integer, or a string of digits; `otherwise` for anything else.
std::int64_t whole_in(ondemand::value value, std::int64_t otherwise) {
  std::int64_t out = otherwise;
  const ondemand::json_type type = value.type();
  if (type == ondemand::json_type::number) return value.get_int64().get(out) ? otherwise : out;
  if (type != ondemand::json_type::string) return otherwise;
  const std::string_view text = value.get_string();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size() ? out : otherwise;
}

bool true_in(ondemand::value value) { return value.type() == ondemand::json_type::boolean && bool(value.get_bool()); }

// Calls use(key, value, document) for every member of the root object, to its very end, so that a cut answer is noticed.
// Returns what is wrong with the page; empty = nothing.
template <class Use>
std::string walk(const Body& body, ondemand::parser& parser, Use use) {
  try {
    ondemand::document document = body.parse(parser);
    for (ondemand::field field : document.get_object()) {
      const std::string key(std::string_view(field.unescaped_key()));
      use(key, field.value(), document);
    }
    const bool at_end = document.current_location().error() == simdjson::OUT_OF_BOUNDS;
    return at_end ? "" : "broken JSON: more text after the end";
  } catch (const simdjson::simdjson_error& error) {
    if (error.error() == simdjson::UTF8_ERROR) return "not valid UTF-8";
    if (error.error() == simdjson::EMPTY) return "empty";
    return "broken JSON";
  }
}

// What is known of an issue before its fields are read.
struct Envelope {
  Id id = 0;
  std::string key;
  Piece fields, changelog;
};

Envelope envelope(const Body& body, ondemand::object object) {
  Envelope out;
  for (ondemand::field field : object) {
    const std::string_view key = field.unescaped_key();
    if (key == "id") out.id = std::max<Id>(whole_in(field.value(), 0), 0);
    else if (key == "key") out.key = text_in(field.value());
    else if (key == "fields") out.fields = body.piece(raw_text(field.value()));
    else if (key == "changelog") out.changelog = body.piece(raw_text(field.value()));
  }
  return out;
}

BadRecord bad_record(Id id, std::string reason, std::string_view text) {
  return {"issues", id > 0 ? std::to_string(id) : std::string(), std::move(reason), std::string(text)};
}

}  // namespace

// A page is walked with simdjson's on-demand parser, which finds the records without looking into them; each record is
// then parsed as a whole, because on-demand does not validate what it skips. So a page costs the memory of one record's
// parse, not of a page's, and what is stored raw is known to be valid.
struct Decoder::Parts {
  Parts(const FieldMap& fields, const Statuses& statuses) : reader(fields, statuses) {}

  // An embedded changelog; its total says whether it was cut short.
  void read_changelog(DecodedIssue& issue, const Piece& piece) {
    if (!record.parse(piece.text, piece.after)) throw Error(Exit::remote, "changelog: " + record.defect());
    std::vector<History> histories;
    for (const Json one : record.root()["histories"]) histories.push_back(history(one, issue.record.issue.id));
    issue.histories_here = static_cast<std::int64_t>(histories.size());
    issue.histories_total = record.root()["total"].integer().value_or(issue.histories_here);
    issue.record.changes = merged(std::move(histories));
  }

  DecodedIssue read(const Envelope& found) {
    const std::string_view fields = found.fields.text;
    if (fields.empty()) throw Error(Exit::remote, "fields is missing");
    if (!record.parse(fields, found.fields.after)) throw Error(Exit::remote, "fields: " + record.defect());
    DecodedIssue out;
    out.histories_total = -1;
    out.record.issue = reader.read(found.id, found.key, record.root());
    if (!found.changelog.text.empty()) read_changelog(out, found.changelog);
    std::string& raw = out.record.raw;
    raw.reserve(fields.size() + found.key.size() + 64);
    raw.append("{\"id\":\"").append(std::to_string(found.id)).append("\",\"key\":\"").append(found.key);
    raw.append("\",\"fields\":").append(fields).append("}");
    return out;
  }

  void read_issue(const Body& body, ondemand::value element, ondemand::document& document, IssuePage& page) {
    const char* begin = element.raw_json_token().data();
    ondemand::object object;
    if (element.get_object().get(object)) return page.bad.push_back(bad_record(0, "null or no object instead of an issue", ""));
    const Envelope found = envelope(body, object);
    try {
      page.issues.push_back(read(found));
    } catch (const Error& error) {
      const char* end = document.current_location();
      std::string_view text = body.piece({begin, static_cast<std::size_t>(end - begin)}).text;
      page.bad.push_back(bad_record(found.id, error.what(), text));
    }
  }

  void read_refusal(const Piece& piece, IssuePage& page) {
    if (!record.parse(piece.text, piece.after)) return;
    const Json root = record.root();
    std::string reason(root["errorMessage"].text());
    page.refused.push_back(bad_record(id_of(root["id"]), reason.empty() ? "refused by Jira" : reason, piece.text));
  }

  // One entry of issueChangeLogs: an issue and some of its histories.
  void read_histories(const Piece& piece, HistoryPage& page) {
    if (!record.parse(piece.text, piece.after)) {
      page.defect = record.defect().empty() ? "null instead of a changelog" : record.defect();
      return;
    }
    const Json root = record.root();
    const Id issue = id_of(root["issueId"]);
    if (issue == 0) page.defect = "a changelog without issueId";
    for (const Json one : root["changeHistories"]) read_history(one, issue, page);
  }

  void read_history(const Json& one, Id issue, HistoryPage& page) {
    try {
      page.histories.push_back(history(one, issue));
    } catch (const Error& error) {
      page.bad.push_back({issue, "changelog: " + std::string(error.what())});
    }
  }

  ondemand::parser page;
  JsonText record;
  IssueReader reader;
};

Decoder::Decoder(const FieldMap& fields, const Statuses& statuses) : parts_(std::make_unique<Parts>(fields, statuses)) {}
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder::~Decoder() = default;

IssuePage Decoder::issues(std::string text) {
  const Body body(std::move(text));
  IssuePage page;
  bool is_last = false, listed = false;
  page.defect = walk(body, parts_->page, [&](std::string_view key, ondemand::value value, ondemand::document& document) {
    if (key == "issues" && value.type() == ondemand::json_type::array) {
      listed = true;
      for (ondemand::value element : ondemand::array(value.get_array())) parts_->read_issue(body, element, document, page);
    } else if (key == "issueErrors" && value.type() == ondemand::json_type::array) {
      for (ondemand::value element : ondemand::array(value.get_array())) parts_->read_refusal(body.piece(raw_text(element)), page);
    } else if (key == "nextPageToken") page.next = text_in(value);
    else if (key == "isLast") is_last = true_in(value);
    else if (key == "startAt") page.start = whole_in(value, 0);
    else if (key == "total") page.total = whole_in(value, -1);
  });
  if (page.defect.empty() && !listed) page.defect = "no issues in it";
  page.last = is_last || page.next.empty();
  return page;
}

HistoryPage Decoder::histories(std::string text, Id issue) {
  const Body body(std::move(text));
  HistoryPage page;
  std::string inner;  // a defect of one entry
  bool listed = false;
  const std::string_view list = issue ? "values" : "issueChangeLogs";
  const std::string defect = walk(body, parts_->page, [&](std::string_view key, ondemand::value value, ondemand::document&) {
    if (key == list && value.type() == ondemand::json_type::array) {
      listed = true;
      for (ondemand::value element : ondemand::array(value.get_array())) {
        const Piece piece = body.piece(raw_text(element));
        if (!issue) parts_->read_histories(piece, page);
        else if (parts_->record.parse(piece.text, piece.after)) parts_->read_history(parts_->record.root(), issue, page);
        else page.defect = parts_->record.defect();
      }
    } else if (key == "nextPageToken") page.next = text_in(value);
    else if (key == "startAt") page.start = whole_in(value, 0);
    else if (key == "total") page.total = whole_in(value, -1);
    else if (key == "isLast") page.last = true_in(value);
  });
  if (!defect.empty()) page.defect = defect;
  else if (page.defect.empty() && !listed) page.defect = "no changelog in it";
  return page;
}

Issue Decoder::raw(std::string_view text) {
  JsonText& json = parts_->record;
  if (!json.parse(text)) throw Error(Exit::store, "raw record: " + json.defect(), "run `juno sync --full`");
  try {
    return parts_->reader.read(id_of(json.root()["id"]), json.root()["key"].text(), json.root()["fields"]);
  } catch (const Error& error) {
    throw Error(Exit::store, std::string("raw record: ") + error.what());
  }
}

Issue decode_raw(std::string_view raw, const FieldMap& fields, const Statuses& statuses) { return Decoder(fields, statuses).raw(raw); }

}  // namespace juno::jira

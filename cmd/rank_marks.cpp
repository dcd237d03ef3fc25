// SPDX-License-Identifier: Apache-2.0
#include "cmd/rank_marks.h"
#include <charconv>
#include <filesystem>
#include <optional>
#include "connectors/jira/write.h"
#include "connectors/json.h"
namespace juno {
namespace {

// "PUT /rest/api/3/issue/10001/properties/juno.rank {…}"
struct Sent {
  std::string method, body;
  Id issue = 0;
  bool property = false;  // else the issue's fields
};
std::optional<Sent> read_sent(std::string_view detail) {
  constexpr std::string_view kIssue = "/issue/";
  const auto space = detail.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto after = std::min(detail.find(' ', space + 1), detail.size());
  std::string_view path = detail.substr(space + 1, after - space - 1);
  Sent out;
  out.method = detail.substr(0, space), out.body = detail.substr(std::min(after + 1, detail.size()));
  const auto at = path.find(kIssue);
  if (at == std::string_view::npos) return std::nullopt;
  path.remove_prefix(at + kIssue.size());
  const auto [end, failed] = std::from_chars(path.data(), path.data() + path.size(), out.issue);
  if (failed != std::errc{}) return std::nullopt;
  path.remove_prefix(static_cast<std::size_t>(end - path.data()));
  out.property = path == "/properties/" + std::string(jira::kRankProperty);
  return out.property || path.empty() ? std::optional(std::move(out)) : std::nullopt;
}

class Book {
 public:
  void read(const store::AuditEntry& e, const std::string& key) {
    if (e.action == kApplySent) sent(e, key);
    if (e.action == kApplyFailed) clearing_.erase(key);
    if (e.action == kApplyDone) done(e, key);
  }
  std::vector<KeptMark> marks() const {
    std::vector<KeptMark> out;
    for (const auto& [issue, mark] : marks_)
      if (!mark.notes.empty()) out.push_back(mark);
    return out;
  }

 private:
  void sent(const store::AuditEntry& e, const std::string& key) {
    const auto s = read_sent(e.detail);
    if (!s) return;
    KeptMark& mark = marks_[s->issue];
    mark.issue = s->issue, mark.key = key, issue_of_[key] = s->issue;
    if (!s->property) return number(mark, s->body);
    const JsonText json(s->body.empty() ? "{}" : s->body);
    if (s->method == "DELETE" || !json.root()["rank"].exists()) clearing_[key] = s->issue;
    else mark.notes.insert(s->body), mark.of = json.root()["of"].text(), clearing_.erase(key);
  }
  static void number(KeptMark& mark, const std::string& body) {
    const JsonText json(body);
    for (const auto& [field, value] : json.root()["fields"].fields())
      if (const auto x = value.is_number() ? value.number() : std::nullopt) mark.fields[std::string(field)].insert(*x);
  }
  void done(const store::AuditEntry& e, const std::string& key) {
    const auto clearing = clearing_.find(key);
    const auto issue = issue_of_.find(key);
    if (clearing != clearing_.end()) marks_.erase(clearing->second), clearing_.erase(clearing);
    else if (e.detail == kNoMarkLeft && issue != issue_of_.end()) marks_.erase(issue->second);
  }

  std::map<Id, KeptMark> marks_;
  std::map<std::string, Id> issue_of_, clearing_;  // by key
};

}  // namespace

std::vector<store::AuditEntry> apply_log(Context& ctx) {
  if (!std::filesystem::exists(ctx.paths().ledger)) return {};
  auto all = store::audit(ctx.ledger(store::Database::Mode::read_only));
  std::erase_if(all, [](const store::AuditEntry& e) { return !e.action.starts_with("rank apply"); });
  return all;
}

std::vector<KeptMark> kept_marks(const std::vector<store::AuditEntry>& log, const std::string& site) {
  Book book;
  for (const store::AuditEntry& e : log) {
    const std::string start = site + " ";
    if (!e.subject.starts_with(start) || e.subject.find(' ', start.size()) != std::string::npos) continue;  // "site new q3-1" is none
    book.read(e, e.subject.substr(start.size()));
  }
  return book.marks();
}

}  // namespace juno

// SPDX-License-Identifier: Apache-2.0
#include "cmd/rank_writer.h"
#include <algorithm>
#include <filesystem>
#include "core/error.h"
namespace juno {
namespace {

constexpr const char* kSent = "rank apply: sent";
constexpr const char* kDone = "rank apply: done";
constexpr const char* kFailed = "rank apply: failed";
constexpr const char* kLost = "rank apply: no answer";
constexpr std::chrono::minutes kIndexing{10};  // how long Jira's search may not know a new issue yet

std::vector<store::AuditEntry> entries_of(store::Database& ledger) {
  auto all = store::audit(ledger);
  std::erase_if(all, [](const store::AuditEntry& e) { return !e.action.starts_with("rank apply"); });
  return all;
}

bool stops_all(const Error& e) { return e.resume_after || e.exit == Exit::config || e.exit == Exit::interrupted || e.exit == Exit::store; }

}  // namespace

RankWriter::RankWriter(Context& ctx, const jira::Site& site, std::string site_name, store::Database* ledger, std::string model, std::string field, bool score)
    : ctx_(ctx), site_(site), name_(std::move(site_name)), ledger_(ledger), model_(std::move(model)), field_(std::move(field)), score_(score) {
  if (ledger_) entries_ = entries_of(*ledger_);
  else if (std::filesystem::exists(ctx.paths().ledger)) entries_ = entries_of(ctx.ledger(store::Database::Mode::read_only));
}

void RankWriter::log(const char* action, const std::string& subject, const std::string& detail) { store::add_audit(*ledger_, {0, ctx_.now(), ctx_.system.user, action, subject, detail}); }

RankWriter::Past RankWriter::past_of(const std::string& subject) const {
  Past out;
  for (const store::AuditEntry& e : entries_) {
    if (e.subject != subject) continue;
    if (e.action == kSent) out.pending = e.at;
    if (e.action == kDone) out.key = e.detail, out.pending.reset();
    if (e.action == kFailed) out.pending.reset();
  }
  return out;
}

WriteResult RankWriter::mark(const RankMark& m) {
  WriteResult out{m.key, m.key, "update", "", "", "unchanged", ""};
  const std::string issue = std::to_string(m.issue), subject = name_ + " " + m.key;
  try {
    const auto now = jira::rank_note(site_, issue);
    const jira::RankNote note{m.rank, m.score, model_, now ? now->id : ""};
    const double number = score_ ? m.score : m.rank;
    std::vector<std::pair<std::string, std::string>> writes;  // path, body
    if (!now || !(*now == note)) writes.emplace_back(jira::property_path(site_, issue), jira::to_json(note));
    if (!field_.empty() && jira::number_field(site_, issue, field_) != number) writes.emplace_back(jira::issue_path(site_, issue), jira::field_json(field_, number));
    for (const auto& [path, body] : writes) {
      out.request += (out.request.empty() ? "PUT " : ", PUT ") + path, out.body += (out.body.empty() ? "" : " ") + body;
      out.result = ledger_ ? "written" : "would write";
    }
    for (const auto& [path, body] : writes) {
      if (!ledger_) break;
      log(kSent, subject, "PUT " + path + " " + body);
      const int status = jira::put(site_, m.key, path, body);
      log(kDone, subject, "HTTP " + std::to_string(status));
    }
  } catch (const Error& e) {
    if (ledger_) log(kFailed, subject, e.what());
    if (stops_all(e)) throw;
    out.result = "failed", out.reason = e.what();
  }
  return out;
}

std::optional<std::string> RankWriter::find_made(const PlannedFeature& f, bool anew) {
  const std::pair of(f.project, f.type);
  if (anew || !there_.contains(of)) there_[of] = jira::issues_of_type(site_, f.project, f.type);
  for (const jira::NamedIssue& issue : there_.at(of))
    if (issue.summary == f.summary)
      if (const auto note = jira::rank_note(site_, issue.id); note && note->id == f.id) return issue.id;
  return std::nullopt;
}

void RankWriter::send_new(const PlannedFeature& f, const std::string& subject, WriteResult& out) {
  log(kSent, subject, out.request + " " + out.body);
  try {
    out.key = jira::create(site_, f.id, out.body);
  } catch (const Error& e) {
    const bool lost = e.transient || e.exit == Exit::interrupted;  // it may have been done all the same
    log(lost ? kLost : kFailed, subject, e.what());
    if (stops_all(e)) throw;
    out.result = lost ? "unknown" : "failed", out.reason = e.what();
    if (!lost) return;
    if (const auto made = find_made(f, true)) out.key = *made, out.reason.clear();
    else return;
  }
  out.result = "written";
  log(kDone, subject, out.key);
}

WriteResult RankWriter::make(const PlannedFeature& f, const std::string& value_field) {
  WriteResult out{f.id, "", "create", "", "", "unchanged", ""};
  const std::string subject = name_ + " new " + f.id;
  try {
    const Past past = past_of(subject);
    if (!past.key.empty()) {
      out.key = past.key;
      const auto note = jira::rank_note(site_, past.key);
      if (!note || note->id != f.id) out.result = "failed", out.reason = "an earlier run made it as " + past.key + ", which is gone or says so no more: not made again";
      return out;
    }
    if (const auto made = find_made(f)) {
      out.key = *made;
      if (ledger_ && past.pending) log(kDone, subject, *made);
      return out;
    }
    jira::NewIssue issue{f.project, f.type, f.summary, f.description, f.labels, {}, {{}, {}, "", f.id}};
    if (f.value && !value_field.empty()) issue.numbers.emplace_back(value_field, *f.value);
    out.request = "POST " + jira::api(site_, "/issue"), out.body = jira::to_json(site_, issue);
    if (past.pending && ctx_.now() - *past.pending < kIndexing) {
      out.result = "unknown", out.reason = "an earlier run may have made it, and Jira's search may not know it yet: run again after " + ctx_.zone().format(*past.pending + kIndexing);
      return out;
    }
    out.result = "would write";
    if (ledger_) send_new(f, subject, out);
  } catch (const Error& e) {
    if (stops_all(e)) throw;
    out.result = "failed", out.reason = e.what();
  }
  return out;
}

Report rank_write_log(Context& ctx) {
  Report out;
  Section s{"log", "What was sent", {}, {}, false};
  s.table.columns = {{"at", "When", Kind::instant}, {"author", "By"}, {"subject", "About"}, {"what", "What"}, {"detail", "Detail", Kind::text, true, 0, true}};
  if (std::filesystem::exists(ctx.paths().ledger))
    for (const store::AuditEntry& e : entries_of(ctx.ledger(store::Database::Mode::read_only))) s.table.rows.push_back({e.at, e.author, e.subject, e.action.substr(std::string_view("rank apply: ").size()), e.detail});
  out.sections.push_back(std::move(s));
  out.notes.push_back("Each request is here before it is sent, and what came of it after: sent, done, failed, or no answer.");
  return out;
}

}  // namespace juno

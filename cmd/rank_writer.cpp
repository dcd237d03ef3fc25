// SPDX-License-Identifier: Apache-2.0
#include "cmd/rank_writer.h"
#include <algorithm>
#include "core/error.h"
namespace juno {
namespace {

constexpr std::chrono::minutes kIndexing{10};  // how long Jira's search may not know a new issue yet

bool stops_all(const Error& e) { return e.resume_after || e.exit == Exit::config || e.exit == Exit::interrupted || e.exit == Exit::store; }

}  // namespace

RankWriter::RankWriter(Context& ctx, const jira::Site& site, std::string site_name, store::Database* ledger, Style style)
    : ctx_(ctx), site_(site), name_(std::move(site_name)), ledger_(ledger), style_(std::move(style)), entries_(apply_log(ctx)) {}

void RankWriter::log(std::string_view action, const std::string& subject, std::string_view detail) { store::add_audit(*ledger_, {0, ctx_.now(), ctx_.system.user(), std::string(action), subject, std::string(detail)}); }

RankWriter::Past RankWriter::past_of(const std::string& subject) const {
  Past out;
  for (const store::AuditEntry& e : entries_) {
    if (e.subject != subject) continue;
    if (e.action == kApplySent) out.pending = e.at;
    if (e.action == kApplyDone) out.key = e.detail, out.pending.reset();
    if (e.action == kApplyFailed) out.pending.reset();
  }
  return out;
}

void RankWriter::carry_out(const std::string& subject, const std::vector<Write>& writes, WriteResult& out) {
  for (const Write& w : writes) {
    out.request += (out.request.empty() ? "" : ", ") + w.method + " " + w.path, out.body += (out.body.empty() || w.body.empty() ? "" : " ") + w.body;
    out.result = ledger_ ? "written" : "would write";
  }
  if (!ledger_) return;
  for (const Write& w : writes) {
    log(kApplySent, subject, w.method + " " + w.path + (w.body.empty() ? "" : " ") + w.body);
    const int status = w.method == "DELETE" ? jira::remove(site_, out.key, w.path) : jira::put(site_, out.key, w.path, w.body);
    log(kApplyDone, subject, "HTTP " + std::to_string(status));
  }
}

WriteResult RankWriter::tried(WriteResult out, const std::function<void(const std::string& subject, WriteResult& out)>& work) {
  const std::string subject = name_ + " " + out.key;
  try {
    work(subject, out);
  } catch (const Error& e) {
    if (ledger_) log(kApplyFailed, subject, e.what());
    if (stops_all(e)) throw;
    out.result = "failed", out.reason = e.what();
  }
  return out;
}

WriteResult RankWriter::mark(const RankMark& m) {
  return tried({m.key, m.key, "update", "", "", "unchanged", ""}, [&](const std::string& subject, WriteResult& out) {
    const std::string issue = std::to_string(m.issue);
    const auto now = jira::rank_note(site_, issue);
    const jira::RankNote note{m.rank, m.score, style_.model, now ? now->id : "", style_.of};
    const double number = style_.score ? m.score : m.rank;
    std::vector<Write> writes;
    if (!now || !(*now == note)) writes.push_back({"PUT", jira::property_path(site_, issue), jira::to_json(note)});
    if (!style_.field.empty() && jira::number_field(site_, issue, style_.field) != number) writes.push_back({"PUT", jira::issue_path(site_, issue), jira::field_json(style_.field, number)});
    carry_out(subject, writes, out);
  });
}

WriteResult RankWriter::clear(const KeptMark& m, const std::string& why) {
  return tried({m.key, m.key, "clear", "", "", "unchanged", why}, [&](const std::string& subject, WriteResult& out) {
    const std::string issue = std::to_string(m.issue);
    const auto now = jira::rank_note(site_, issue);
    if (!now || !m.notes.contains(jira::to_json(*now))) {
      out.reason = now && now->rank ? "somebody else has marked it since, so it stays" : "its mark is gone already";
      if (ledger_) log(kApplyDone, subject, kNoMarkLeft);
      return;
    }
    std::vector<Write> writes;
    for (const auto& [field, sent] : m.fields)
      if (const auto number = jira::number_field(site_, issue, field); number && sent.contains(*number)) writes.push_back({"PUT", jira::issue_path(site_, issue), jira::field_json(field, {})});
    // The property last: it is by it that a later run sees that something is left to do. What tells that a file made the issue stays.
    if (now->id.empty()) writes.push_back({"DELETE", jira::property_path(site_, issue), ""});
    else writes.push_back({"PUT", jira::property_path(site_, issue), jira::to_json(jira::RankNote{{}, {}, "", now->id})});
    carry_out(subject, writes, out);
  });
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
  log(kApplySent, subject, out.request + " " + out.body);
  try {
    out.key = jira::create(site_, f.id, out.body);
  } catch (const Error& e) {
    const bool lost = e.transient || e.exit == Exit::interrupted;  // it may have been done all the same
    log(lost ? kApplyLost : kApplyFailed, subject, e.what());
    if (stops_all(e)) throw;
    out.result = lost ? "unknown" : "failed", out.reason = e.what();
    if (!lost) return;
    if (const auto made = find_made(f, true)) out.key = *made, out.reason.clear();
    else return;
  }
  out.result = "written";
  log(kApplyDone, subject, out.key);
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
      if (ledger_ && past.pending) log(kApplyDone, subject, *made);
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
  for (const store::AuditEntry& e : apply_log(ctx)) s.table.rows.push_back({e.at, e.author, e.subject, e.action.substr(std::string_view("rank apply: ").size()), e.detail});
  out.sections.push_back(std::move(s));
  out.notes.push_back("Each request is here before it is sent, and what came of it after: sent, done, failed, or no answer.");
  return out;
}

}  // namespace juno

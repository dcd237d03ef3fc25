// SPDX-License-Identifier: Apache-2.0
#include "store/issue_rows.h"
#include <charconv>
namespace juno::store {

std::int64_t key_number(std::string_view key) {
  const std::string_view digits = key.substr(key.find_last_of("-#") + 1);  // "PAY-12", "acme/web#12"
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc() && end == digits.data() + digits.size() && number > 0 ? number : 0;
}

IssueRows::IssueRows(Database& db, const Site& site)
    : site_(site), lookup_(db, site), changes_(db, lookup_), facts_(db, site), flow_(db),
      find_(db, "select fingerprint, deleted_at, done_at, resolved_at from issue where id = $1"),
      put_(db, R"(
        insert into issue (id, source, project_id, project_key, key, number, type, subtask, status_id, priority, resolution,
          summary, assignee, reporter, owner, team, points, business_value, parent_id, parent_key, epic_key, created_at,
          updated_at, resolved_at, scheduled_at, due_on, votes, watchers, flagged, rank, original_estimate_s,
          remaining_estimate_s, logged_s, started_at, done_at, gap, fingerprint, change_count)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
          $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38)
        on conflict (id) do update set
          project_id = excluded.project_id, project_key = excluded.project_key, key = excluded.key, number = excluded.number,
          type = excluded.type, subtask = excluded.subtask, status_id = excluded.status_id, priority = excluded.priority,
          resolution = excluded.resolution, summary = excluded.summary, assignee = excluded.assignee,
          reporter = excluded.reporter, owner = excluded.owner, team = excluded.team, points = excluded.points,
          business_value = excluded.business_value, parent_id = excluded.parent_id, parent_key = excluded.parent_key,
          epic_key = excluded.epic_key, created_at = excluded.created_at, updated_at = excluded.updated_at,
          resolved_at = excluded.resolved_at, scheduled_at = excluded.scheduled_at, due_on = excluded.due_on,
          votes = excluded.votes, watchers = excluded.watchers, flagged = excluded.flagged, rank = excluded.rank,
          original_estimate_s = excluded.original_estimate_s, remaining_estimate_s = excluded.remaining_estimate_s,
          logged_s = excluded.logged_s, started_at = excluded.started_at, done_at = excluded.done_at, gap = excluded.gap,
          fingerprint = excluded.fingerprint, change_count = excluded.change_count, deleted_at = null)"),
      key_(db, R"(
        insert into issue_key (key, source, issue_id)
        values ($1, $2, $3)
        on conflict (key, source) do update set issue_id = excluded.issue_id
        where issue_id <> excluded.issue_id)"),
      put_text_(db, "insert into issue_text (issue_id, description) values ($1, $2) on conflict (issue_id) do update set description = excluded.description"),
      remove_text_(db, "delete from issue_text where issue_id = $1"),
      put_raw_(db, "insert into issue_raw (issue_id, body) values ($1, $2) on conflict (issue_id) do update set body = excluded.body"),
      put_tag_(db, R"(
        insert into issue_tag (issue_id, ordinal, term_id)
        values ($1, $2, $3)
        on conflict (issue_id, ordinal) do update set term_id = excluded.term_id
        where term_id <> excluded.term_id)"),
      trim_tags_(db, "delete from issue_tag where issue_id = $1 and ordinal >= $2"),
      put_link_(db, R"(
        insert into issue_link (issue_id, ordinal, link_id, type, phrase, outward, other_key, other_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (issue_id, ordinal) do update set
          link_id = excluded.link_id, type = excluded.type, phrase = excluded.phrase, outward = excluded.outward,
          other_key = excluded.other_key, other_id = excluded.other_id)"),
      trim_links_(db, "delete from issue_link where issue_id = $1 and ordinal >= $2"),
      set_facts_(db, "update issue set started_at = $2, done_at = $3, gap = $4 where id = $1") {}

StoredRow IssueRows::find(Id cached) {
  find_.bind(cached);
  StoredRow row;
  if (find_.next()) row = {true, !find_.null(1), find_.integer(0), ended_at(find_.maybe_instant(2), find_.maybe_instant(3))};
  find_.done();
  return row;
}

IssueNow IssueRows::describe(const Issue& issue, const Moments& moments) {
  IssueNow now;
  now.id = site_.to_cache(issue.id);
  now.key = issue.key, now.summary = issue.summary, now.epic_key = issue.epic_key;
  now.number = key_number(issue.key);
  now.type = lookup_.term("type", issue.type), now.priority = lookup_.term("priority", issue.priority);
  now.team = lookup_.term("team", issue.team);
  now.assignee = lookup_.person(issue.assignee), now.reporter = lookup_.person(issue.reporter), now.owner = lookup_.person(issue.owner);
  now.status = site_.to_cache(issue.status.id);
  now.subtask = issue.subtask, now.flagged = issue.flagged;
  now.points = issue.points;
  now.resolved = issue.resolved, now.started = moments.started, now.done = moments.done;
  return now;
}

void IssueRows::write(const IssueRecord& record, const IssueTimeline& timeline, const Moments& moments, std::int64_t fingerprint, const StoredRow& stored) {
  const IssueNow now = describe(record.issue, moments);
  const auto changes = changes_.write(now.id, record.changes, stored.exists);
  write_issue(record, timeline, fingerprint, changes, now);
  key_.bind(record.issue.key, site_.number, now.id).run();
  write_text(now.id, record.issue, stored.exists);
  write_tags(now.id, record.issue, stored.exists);
  write_links(now.id, record.issue, stored.exists);
  facts_.write(now, timeline, stored.exists);
  flow_.write(now, record.issue, lookup_.term("resolution", record.issue.resolution), timeline,
              stored.exists ? std::optional(stored.ended) : std::nullopt);
}

bool IssueRows::refresh(const StoredIssue& stored, const IssueTimeline& timeline, const Moments& moments) {
  IssueNow now = describe(stored.record.issue, moments);
  now.deleted = stored.deleted.has_value();
  facts_.write(now, timeline, true);
  if (!stored.deleted)
    flow_.write(now, stored.record.issue, lookup_.term("resolution", stored.record.issue.resolution), timeline,
                ended_at(stored.moments.done, stored.record.issue.resolved));
  if (stored.moments.started == moments.started && stored.moments.done == moments.done && stored.gap == timeline.gap) return false;
  set_facts_.bind(stored.id, moments.started, moments.done, timeline.gap).run();
  return true;
}

void IssueRows::write_issue(const IssueRecord& record, const IssueTimeline& timeline, std::int64_t fingerprint, std::int64_t changes, const IssueNow& now) {
  const Issue& i = record.issue;
  const auto due = i.due ? std::optional(format_date(*i.due)) : std::nullopt;
  put_.bind(now.id, site_.number, site_.to_cache(i.project_id), i.project, i.key, now.number, now.type, i.subtask, now.status,
            now.priority, lookup_.term("resolution", i.resolution), i.summary, now.assignee, now.reporter, now.owner, now.team,
            i.points, i.business_value, id_or_null(site_.to_cache(i.parent)), or_null(i.parent_key), or_null(i.epic_key), i.created,
            i.updated, i.resolved, i.scheduled, due, i.votes, i.watchers, i.flagged, or_null(i.rank), i.original_estimate_s,
            i.remaining_estimate_s, i.logged_s, now.started, now.done, timeline.gap, fingerprint, changes)
      .run();
}

void IssueRows::write_text(Id cached, const Issue& issue, bool stored) {
  if (!issue.description.empty()) put_text_.bind(cached, issue.description).run();
  else if (stored) remove_text_.bind(cached).run();
}

void IssueRows::write_raw(Id cached, std::string_view packed) { put_raw_.bind(cached, Query::Blob{packed}).run(); }

void IssueRows::write_tags(Id cached, const Issue& issue, bool stored) {
  int ordinal = 0;
  const auto put = [&](const char* kind, const std::vector<std::string>& names) {
    for (const auto& name : names)
      if (const auto term = lookup_.term(kind, name)) put_tag_.bind(cached, ordinal++, *term).run();
  };
  put("label", issue.labels);
  put("component", issue.components);
  put("fix_version", issue.fix_versions);
  if (stored) trim_tags_.bind(cached, ordinal).run();
}

void IssueRows::write_links(Id cached, const Issue& issue, bool stored) {
  int ordinal = 0;
  for (const auto& link : issue.links)
    put_link_.bind(cached, ordinal++, id_or_null(link.id), lookup_.term("link_type", link.type), lookup_.term("link_phrase", link.phrase),
                   link.outward, link.other_key, id_or_null(site_.to_cache(link.other)))
        .run();
  if (stored) trim_links_.bind(cached, ordinal).run();
}

}  // namespace juno::store

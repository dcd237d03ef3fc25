// SPDX-License-Identifier: Apache-2.0
#include "store/issue_reader.h"
#include <unordered_map>
#include "store/packed.h"
#include "store/query.h"
#include "store/words.h"
namespace juno::store {

struct IssueReader::Impl {
  explicit Impl(Database& database)
      : db(database), known(sites(database)),
        issue(db, R"(
          select i.source, i.key, i.project_key, i.project_id, i.type, i.subtask, i.status_id, s.name, s.category, i.priority,
            i.resolution, i.summary, t.description, i.assignee, i.reporter, i.owner, i.team, i.points, i.business_value,
            i.parent_id, i.parent_key, i.epic_key, i.created_at, i.updated_at, i.resolved_at, i.scheduled_at, i.due_on,
            i.votes, i.watchers, i.flagged, i.rank, i.original_estimate_s, i.remaining_estimate_s, i.logged_s,
            i.started_at, i.done_at, i.gap, i.deleted_at, i.comment_count
          from issue i
          left join status s on s.id = i.status_id
          left join issue_text t on t.issue_id = i.id
          where i.id = $1)"),
        tags(db, R"(
          select t.kind, t.name
          from issue_tag g
          join term t on t.id = g.term_id
          where g.issue_id = $1
          order by g.ordinal)"),
        links(db, "select link_id, type, phrase, outward, other_key, other_id from issue_link where issue_id = $1 order by ordinal"),
        sprints(db, "select sprint_id from sprint_issue where issue_id = $1 and removed_at is null order by sprint_id"),
        changes(db, R"(
          select history, ordinal, at, author, field, field_id, from_id, from_text, to_id, to_text
          from change
          where issue_id = $1
          order by at, history, ordinal)"),
        raw(db, "select body from issue_raw where issue_id = $1"),
        word(db, "select name from term where id = $1"),
        person(db, "select account, name, email, time_zone, active, kind from person where id = $1") {}

  std::string term(std::optional<std::int64_t> id) {
    if (!id) return {};
    if (words.size() > 100'000) words.clear();
    const auto [it, fresh] = words.try_emplace(*id);
    if (fresh) {
      word.bind(*id);
      if (word.next()) it->second = word.string(0);
      word.done();
    }
    return it->second;
  }
  Person who(std::optional<std::int64_t> id) {
    if (!id) return {};
    if (people.size() > 100'000) people.clear();
    const auto [it, fresh] = people.try_emplace(*id);
    if (fresh) {
      person.bind(*id);
      if (person.next())
        it->second = {person.string(0), person.string(1), person.string(2), person.string(3), person.integer(4) != 0, person.string(5)};
      person.done();
    }
    return it->second;
  }

  void read_issue(StoredIssue& out) {
    Query& q = issue;
    Issue& i = out.record.issue;
    const Site& s = out.site;
    i.id = s.to_tracker(out.id), i.key = q.string(1), i.project = q.string(2), i.project_id = s.to_tracker(q.integer(3));
    i.type = term(q.maybe_integer(4)), i.subtask = q.integer(5) != 0;
    i.status = {s.to_tracker(q.integer(6)), q.string(7), category_of(q.text(8))};
    i.priority = term(q.maybe_integer(9)), i.resolution = term(q.maybe_integer(10));
    i.summary = q.string(11), i.description = q.string(12);
    i.assignee = who(q.maybe_integer(13)), i.reporter = who(q.maybe_integer(14)), i.owner = who(q.maybe_integer(15));
    i.team = term(q.maybe_integer(16)), i.points = q.maybe_real(17), i.business_value = q.maybe_real(18);
    i.parent = s.to_tracker(q.integer(19)), i.parent_key = q.string(20), i.epic_key = q.string(21);
    i.created = q.instant(22), i.updated = q.instant(23), i.resolved = q.maybe_instant(24), i.scheduled = q.maybe_instant(25);
    i.due = parse_date(q.text(26));
    i.votes = q.integer(27), i.watchers = q.integer(28), i.flagged = q.integer(29) != 0, i.rank = q.string(30);
    i.original_estimate_s = q.maybe_integer(31), i.remaining_estimate_s = q.maybe_integer(32), i.logged_s = q.maybe_integer(33);
    out.moments = {q.maybe_instant(34), q.maybe_instant(35)};
    out.gap = q.integer(36) != 0, out.deleted = q.maybe_instant(37), out.comment_count = q.maybe_integer(38);
  }
  void read_children(StoredIssue& out) {
    Issue& i = out.record.issue;
    for (tags.bind(out.id); tags.next();)
      (tags.text(0) == "label" ? i.labels : tags.text(0) == "component" ? i.components : i.fix_versions).push_back(tags.string(1));
    for (links.bind(out.id); links.next();)
      i.links.push_back({links.integer(0), term(links.maybe_integer(1)), term(links.maybe_integer(2)), links.integer(3) != 0, links.string(4),
                         out.site.to_tracker(links.integer(5))});
    for (sprints.bind(out.id); sprints.next();) i.sprints.push_back(out.site.to_tracker(sprints.integer(0)));
    for (changes.bind(out.id); changes.next();)
      out.record.changes.push_back({changes.integer(0), static_cast<int>(changes.integer(1)), changes.instant(2), who(changes.maybe_integer(3)),
                                    term(changes.maybe_integer(4)), term(changes.maybe_integer(5)), changes.string(6), changes.string(7),
                                    changes.string(8), changes.string(9)});
  }

  Database& db;
  std::vector<Site> known;
  Query issue, tags, links, sprints, changes, raw, word, person;
  std::unordered_map<Id, std::string> words;
  std::unordered_map<Id, Person> people;
  Packer packer;
};

IssueReader::IssueReader(Database& db) : impl_(std::make_unique<Impl>(db)) {}
IssueReader::IssueReader(IssueReader&&) noexcept = default;
IssueReader::~IssueReader() = default;

std::optional<StoredIssue> IssueReader::read(Id cached, bool with_raw) {
  impl_->issue.bind(cached);
  if (!impl_->issue.next()) return std::nullopt;
  StoredIssue out;
  out.id = cached;
  for (const auto& site : impl_->known)
    if (site.number == impl_->issue.integer(0)) out.site = site;
  impl_->read_issue(out);
  impl_->issue.done();
  impl_->read_children(out);
  if (!with_raw) return out;
  impl_->raw.bind(cached);
  if (impl_->raw.next()) out.record.raw = impl_->packer.unpack(impl_->raw.blob(0));
  impl_->raw.done();
  return out;
}

}  // namespace juno::store

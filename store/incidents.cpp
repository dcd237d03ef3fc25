// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include "core/names.h"
#include "store/delivery.h"
#include "store/query.h"
namespace juno::store {
namespace {

// Ids of the words of a kind that are among `names`, any case, as "1, 2"; "null" for none.
std::string terms(Database& db, std::string_view kind, const std::vector<std::string>& names) {
  std::set<std::string> wanted;
  for (const auto& n : names) wanted.insert(fold_case(n));
  std::string list;
  Query q(db, "select id, name from term where kind = $1 order by id");
  for (q.bind(kind); q.next();)
    if (wanted.contains(fold_case(q.text(1)))) list += (list.empty() ? "" : ", ") + std::to_string(q.integer(0));
  return list.empty() ? "null" : list;
}

void add(std::vector<std::string>& to, std::string what) {
  if (std::find(to.begin(), to.end(), what) == to.end()) to.push_back(std::move(what));
}

// What stands after "root cause" on its line, as Four Keys has it.
void root_causes(std::string_view text, std::vector<std::string>& into) {
  const std::string folded = fold_case(text);
  if (folded.size() != text.size()) return;  // folding moved places: leave it
  for (std::size_t at = 0; (at = folded.find("root cause", at)) != std::string::npos; ++at) {
    const std::string_view line = text.substr(at, text.find('\n', at) - at);
    const References named = named_in(line);
    for (const auto* list : {&named.shas, &named.pulls})
      for (const auto& one : *list) add(into, one);
  }
}

// Everything around one issue that tells of its cause and place.
class Around {
 public:
  Around(Database& db, const IncidentFilter& f)
      : components_(db, "select t.name from issue_tag g cross join term t where g.issue_id = $1 and t.id = g.term_id and t.kind = 'component' order by g.ordinal"),
        links_(db, "select l.other_key, l.outward, p.name from issue_link l left join term p on p.id = l.phrase where l.issue_id = $1 and l.type in (" + terms(db, "link_type", f.cause_links) +
                       ") order by l.ordinal"),
        text_(db, "select description from issue_text where issue_id = $1"),
        repositories_(db, "select distinct repository_id from issue_pull where issue_key = $1 order by repository_id") {}
  void read(Id issue, FoundIncident& into) {
    for (components_.bind(issue); components_.next();) into.components.push_back(components_.string(0));
    for (links_.bind(issue); links_.next();)
      if (links_.integer(1) == 0 || fold_case(links_.text(2)).find("caused by") != std::string::npos) add(into.incident.causes, links_.string(0));
    text_.bind(issue);
    if (text_.next()) root_causes(text_.text(0), into.incident.causes);
    text_.done();
    for (repositories_.bind(into.incident.key); repositories_.next();) into.repositories.push_back(repositories_.integer(0));
  }

 private:
  Query components_, links_, text_, repositories_;
};

}  // namespace

std::vector<FoundIncident> incidents(Database& db, const IncidentFilter& f) {
  std::vector<FoundIncident> all;
  Around around(db, f);
  const std::string types = terms(db, "type", f.types), labels = terms(db, "label", f.labels);
  // With labels every type is looked at, each in its own stretch of the index.
  const std::string where = labels == "null" ? "i.type in (" + types + ")"
                                             : "i.type in (select id from term where kind = 'type') and (i.type in (" + types +
                                                   ") or exists (select 1 from issue_tag g where g.issue_id = i.id and g.term_id in (" + labels + ")))";
  Query q(db, "select i.id, i.key, i.summary, i.project_key, i.created_at, i.resolved_at, i.done_at from issue i where " + where +
                  " and i.created_at >= $1 and i.created_at < $2 and i.deleted_at is null order by i.created_at, i.key");
  for (q.bind(f.from, f.to); q.next();) {
    FoundIncident& one = all.emplace_back();
    one.incident.key = q.string(1), one.incident.summary = q.string(2), one.project = q.string(3), one.incident.opened = q.instant(4);
    one.incident.resolved = q.null(5) ? q.maybe_instant(6) : q.maybe_instant(5);
    around.read(q.integer(0), one);
  }
  return all;
}

}  // namespace juno::store

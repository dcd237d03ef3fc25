// SPDX-License-Identifier: Apache-2.0
#include "store/learn_items.h"
#include <charconv>
#include <map>
#include <set>
#include <utility>
#include "core/error.h"
#include "store/name_cache.h"
#include "store/query.h"
#include "store/site.h"
namespace juno::store {
namespace {

using learn::ItemChange;
using learn::ItemField;
using learn::LearnItem;

constexpr const char* kColumns = R"(
  select i.id, i.key, i.type, i.priority, i.summary, t.description, p.account, p.name, i.parent_key, i.epic_key, i.created_at, i.started_at, i.done_at, i.points, i.source, i.business_value
  from issue i
  left join issue_text t on t.issue_id = i.id
  left join person p on p.id = i.reporter
)";

class Reader {
 public:
  explicit Reader(Database& cache)
      : cache_(cache), words_(cache, "select name from term where id = $1"),
        tags_(cache, "select t.kind, t.name from issue_tag g join term t on t.id = g.term_id where g.issue_id = $1 order by g.ordinal"),
        changes_(cache, "select at, field, field_id, from_id, from_text, to_id, to_text from change where issue_id = $1 order by at, history, ordinal") {
    for (const Site& site : sites(cache))
      if (const auto map = stored_field_map(cache, site)) {
        for (const auto& f : map->points) points_.insert(f.id), points_.insert(f.name);
        values_.insert(map->business_value.id), values_.insert(map->business_value.name);
      }
    points_.erase(""), values_.erase("");
  }

  LearnItem item(Query& q) {
    LearnItem out;
    out.id = q.integer(0), out.key = q.string(1);
    out.now.type = words_.of(q.integer(2)), out.now.priority = words_.of(q.integer(3)), out.now.summary = q.string(4), out.now.description = q.string(5);
    out.now.reporter = q.text(6).empty() ? q.string(7) : q.string(6);
    out.now.epic = q.text(8).empty() ? q.string(9) : q.string(8);
    out.created = q.instant(10), out.started = q.maybe_instant(11), out.done = q.maybe_instant(12), out.points = q.maybe_real(13);
    out.stated = q.maybe_real(15);
    const Id id = q.integer(0);
    for (tags_.bind(id); tags_.next();) {
      if (tags_.text(0) == "label") out.now.labels.push_back(tags_.string(1));
      else if (tags_.text(0) == "component") out.now.components.push_back(tags_.string(1));
    }
    bool given = false;  // whether a change of its points was met
    for (changes_.bind(id); changes_.next();) change(out, given);
    if (!given) out.estimate = out.points;
    return out;
  }

 private:
  // What a change is about, by the names of its field; asked once for each pair of them.
  struct Meaning {
    std::optional<ItemField> item;
    bool points = false, value = false;
  };
  const Meaning& meaning(Id name, Id field) {
    const auto [it, fresh] = meanings_.try_emplace({name, field});
    if (fresh) {
      const std::string& text = words_.of(name);
      const std::string& id = words_.of(field);
      it->second = {learn::item_field(text, id), points_.contains(id.empty() ? text : id), values_.contains(id.empty() ? text : id)};
    }
    return it->second;
  }
  static std::optional<double> number(std::string_view text) {
    double value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    return text.empty() || failed != std::errc{} || end != text.data() + text.size() ? std::nullopt : std::optional(value);
  }
  void change(LearnItem& out, bool& given) {
    const Meaning& m = meaning(changes_.integer(1), changes_.integer(2));
    const Instant at = changes_.instant(0);
    if (m.points && !std::exchange(given, true)) {
      const auto before = number(changes_.text(4).empty() ? changes_.text(3) : changes_.text(4));
      out.estimate = before ? before : number(changes_.text(6).empty() ? changes_.text(5) : changes_.text(6));
      if (!before && at > out.created) out.estimated = at;
    }
    if (m.value) out.restated.push_back({at, number(changes_.text(4).empty() ? changes_.text(3) : changes_.text(4))});
    if (!m.item) return;
    const bool by_id = *m.item == ItemField::reporter;  // people are known by account
    const auto side = [&](int id, int text) { return changes_.string(by_id && !changes_.text(id).empty() ? id : text); };
    out.changes.push_back({at, *m.item, side(3, 4), side(5, 6)});
  }

  Database& cache_;
  NameCache words_;
  Query tags_, changes_;
  std::set<std::string, std::less<>> points_, values_;
  std::map<std::pair<Id, Id>, Meaning> meanings_;
};

// By site and key of the parent: what the children's points come to.
std::map<std::pair<Id, std::string>, double> children_points(Database& cache) {
  std::map<std::pair<Id, std::string>, double> out;
  Query q(cache, R"(
    select source, coalesce(parent_key, epic_key), sum(points)
    from issue
    where deleted_at is null and subtask = 0 and points > 0 and coalesce(parent_key, epic_key) is not null
    group by source, coalesce(parent_key, epic_key))");
  while (q.next()) out[{q.integer(0), q.string(1)}] = q.real(2);
  return out;
}

}  // namespace

std::vector<LearnItem> learn_items(Database& cache, const std::vector<std::string>& feature_types, bool features) {
  std::set<Id> types;
  Query name(cache, "select id from term where kind = 'type' and name = $1");
  for (const std::string& type : feature_types)
    for (name.bind(type); name.next();) types.insert(name.integer(0));
  const auto sums = features ? children_points(cache) : std::map<std::pair<Id, std::string>, double>{};
  Reader reader(cache);
  std::vector<LearnItem> out;
  Query q(cache, std::string(kColumns) + "where i.deleted_at is null and i.subtask = 0 order by i.id");
  while (q.next()) {
    if (types.contains(q.integer(2)) != features) continue;
    out.push_back(reader.item(q));
    if (const auto sum = sums.find({q.integer(14), out.back().key}); sum != sums.end()) out.back().points = sum->second, out.back().estimated.reset();
  }
  return out;
}

std::vector<LearnItem> learn_items_of(Database& cache, const std::vector<Id>& issues) {
  Reader reader(cache);
  Query q(cache, std::string(kColumns) + "where i.id = $1");
  std::vector<LearnItem> out;
  for (const Id id : issues) {
    q.bind(id);
    if (!q.next()) throw Error(Exit::store, "issue " + std::to_string(id) + " is not in the cache any more", "run it again");
    out.push_back(reader.item(q));
  }
  return out;
}

}  // namespace juno::store

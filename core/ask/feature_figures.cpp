// SPDX-License-Identifier: Apache-2.0
#include "core/ask/feature_figures.h"
#include <algorithm>
#include <numeric>
#include "core/error.h"
#include "core/text.h"
namespace juno::ask {
namespace {

using Fields = std::map<std::string, FieldValue>;

FieldValue text_of(const std::string& text) { return text.empty() ? FieldValue() : FieldValue(text); }
FieldValue number_of(const std::optional<double>& n) { return n ? FieldValue(*n) : FieldValue(); }
Cell cell_of(const FieldValue& v) {
  if (const auto* text = std::get_if<std::string>(&v)) return *text;
  if (const auto* n = std::get_if<double>(&v)) return *n;
  return {};
}

Fields fields_of(const RankedItem& item, const std::map<Id, std::string>& teams) {
  const RankCandidate& c = item.candidate;
  const auto team = teams.find(c.id);
  const bool epic = c.type == "Epic" || c.type == "epic";
  return {{"title", text_of(c.summary)}, {"status", text_of(c.status)}, {"team", team == teams.end() ? FieldValue() : text_of(team->second)}, {"project", text_of(c.project)},
          {"epic", text_of(epic ? c.key : c.parent_key)}, {"roi", number_of(item.roi)}, {"effort", number_of(item.effort)}, {"value", number_of(item.value)},
          {"rank", item.rank > 0 ? FieldValue(static_cast<double>(item.rank)) : FieldValue()}};
}

void check_field(const std::string& field) {
  if (field == "roi_confidence") throw Error(Exit::usage, "the confidence of a ranking is high, medium or low: juno has no number for it", "juno query --entity feature tells it in the column confidence");
}
void check(const SemanticQuery& q) {
  for (const auto* filters : {&q.where, &q.pct})
    for (const Filter& f : *filters) {
      check_field(f.atom.field);
      for (const auto& branch : f.any)
        for (const Atom& a : branch) check_field(a.field);
    }
  for (const auto& g : q.group_by) check_field(g);
  for (const auto& s : q.select) check_field(s);
  for (const Sort& s : q.sort) check_field(s.by);
  if (!q.as_of.empty()) throw Error(Exit::usage, "features are ranked as they are now", "juno rank history KEY tells how one fared");
}

struct Feature {
  const RankedItem* item;
  Fields fields;
};

bool satisfies(const Feature& f, const std::vector<Filter>& filters) {
  return std::all_of(filters.begin(), filters.end(), [&](const Filter& one) { return holds(one, [&](const std::string& field) { return f.fields.at(field); }); });
}

// As asked; else the best first. What has none of it comes last.
void sort_list(const SemanticQuery& q, std::vector<Feature>& all) {
  auto order = q.sort;
  if (order.empty()) order.push_back({"rank", false});
  for (auto s = order.rbegin(); s != order.rend(); ++s)
    std::stable_sort(all.begin(), all.end(), [&](const Feature& a, const Feature& b) {
      const FieldValue &x = a.fields.at(s->by), &y = b.fields.at(s->by);
      const bool no_x = std::holds_alternative<std::monostate>(x), no_y = std::holds_alternative<std::monostate>(y);
      if (no_x || no_y) return !no_x && no_y;
      return s->descending ? y < x : x < y;
    });
  if (q.limit && all.size() > static_cast<std::size_t>(*q.limit)) all.resize(static_cast<std::size_t>(*q.limit));
}

Table list_of(const SemanticQuery& q, std::vector<Feature> all) {
  sort_list(q, all);
  const std::vector<std::string> shown = q.select.empty() ? std::vector<std::string>{"rank", "title", "roi", "value", "effort", "status"} : q.select;
  Table t;
  t.columns.push_back({"key", "Feature", Kind::text, false});
  for (const auto& name : shown) {
    const ask::Field& f = *find_field(Entity::feature, name);
    t.columns.push_back({name, name == "roi" ? "ROI" : column_title(name), f.type == Type::number ? Kind::number : Kind::text, name == "title"});
  }
  if (q.select.empty()) t.columns.push_back({"confidence", "Confidence", Kind::text}), t.columns.push_back({"remark", "Remark", Kind::text, true, 0, true});
  for (const Feature& f : all) {
    auto& cells = t.rows.emplace_back();
    cells.push_back(f.item->candidate.key);
    for (const auto& name : shown) cells.push_back(cell_of(f.fields.at(name)));
    if (q.select.empty()) cells.push_back(cell(f.item->confidence)), cells.push_back(cell(f.item->reason));
  }
  return t;
}

// Of counts and sums; unknown where there is nothing to have a share of.
std::optional<double> share_of(const MetricUse& use, const std::vector<double>& hits, const std::vector<double>& values) {
  if (use.metric->name != "features" && use.aggregation != Aggregation::sum)
    throw Error(Exit::usage, "there is no share of " + words_of(use.metric->name) + ": counts and sums have shares", "give the condition to --where for the figure of such features alone");
  const double all = std::accumulate(values.begin(), values.end(), 0.0);
  return all == 0 ? std::nullopt : std::optional(std::accumulate(hits.begin(), hits.end(), 0.0) / all);
}

Table figures_of(const SemanticQuery& q, const std::vector<Feature>& all) {
  std::map<GroupKeys, std::vector<const Feature*>> groups;
  if (q.group_by.empty()) groups[{}];
  for (const Feature& f : all) {
    GroupKeys keys;
    for (const auto& g : q.group_by) {
      const auto* text = std::get_if<std::string>(&f.fields.at(g));
      keys.push_back(text ? std::optional(*text) : std::nullopt);
    }
    groups[std::move(keys)].push_back(&f);
  }
  std::vector<FigureRow> rows;
  for (const auto& [keys, members] : groups) {
    FigureRow& row = rows.emplace_back(FigureRow{keys, 0, {}, {}});
    std::size_t known = members.size();
    for (const auto& m : q.metrics) {
      const MetricUse use = metric_use(m);
      std::vector<double> values, hits;  // hits: of each value what satisfies the share
      for (const Feature* f : members) {
        const auto* n = use.metric->name == "features" ? nullptr : std::get_if<double>(&f->fields.at(std::string(use.metric->name)));
        if (use.metric->name == "features") values.push_back(1);
        else if (n) values.push_back(*n);
        else continue;
        hits.push_back(satisfies(*f, q.pct) ? values.back() : 0);
      }
      known = std::min(known, values.size());
      if (!q.pct.empty()) row.metrics.push_back(share_of(use, hits, values));
      else row.metrics.push_back(use.metric->name == "features" ? std::optional(static_cast<double>(values.size())) : aggregated(use.aggregation, values));
    }
    row.more = {cell(known), cell(members.size())};
  }
  Table t = figure_table(q, std::move(rows), {{"known", "Known of", Kind::integer}, {"of", "Features", Kind::integer}});
  for (std::size_t n = 0; !q.pct.empty() && n < q.metrics.size(); ++n) {
    Column& c = t.columns[q.group_by.size() + n];
    c.title = "Share of " + c.key, c.kind = Kind::ratio;
  }
  if (std::all_of(q.metrics.begin(), q.metrics.end(), [](const auto& m) { return metric_use(m).metric->name == "features"; })) {
    // All of them are counted: there is nothing more to tell.
    t.columns.resize(t.columns.size() - 2);
    for (auto& row : t.rows) row.resize(row.size() - 2);
  }
  return t;
}

}  // namespace

Table feature_table(const SemanticQuery& q, const Ranking& ranking, const std::map<Id, std::string>& teams) {
  check(q);
  std::vector<Feature> all;
  for (const RankedItem& item : ranking.items)
    if (Feature f{&item, fields_of(item, teams)}; satisfies(f, q.where)) all.push_back(std::move(f));
  return q.metrics.empty() ? list_of(q, std::move(all)) : figures_of(q, all);
}

}  // namespace juno::ask

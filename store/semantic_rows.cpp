// SPDX-License-Identifier: Apache-2.0
#include "store/semantic_rows.h"
#include "core/error.h"
namespace juno::store::semantic {
namespace {

using ask::Aggregation;
using How = MetricSql::How;

std::string time_in_status(Builder& b, ask::Entity entity, const ask::Span* span) {
  b.need_stays();
  std::string keys, joins, filters, statuses;
  for (std::size_t n = 0; n < b.query.group_by.size(); ++n) {
    if (ask::is_grain(b.query.group_by[n])) {
      keys += "juno_step('" + b.query.group_by[n] + "', y.to_at) as g" + std::to_string(n + 1) + ", ";
      continue;
    }
    const bool status = b.query.group_by[n] == "status";
    const FieldSql f = status ? FieldSql{} : field_sql(b, entity, b.query.group_by[n]);
    joins += f.joins;
    keys += (status ? "(select name from status where id = y.status_id)" : f.grouped) + " as g" + std::to_string(n + 1) + ", ";
  }
  std::vector<ask::Filter> rest;
  for (const ask::Filter& f : b.query.where) {
    // A condition on the status is about the status that time was spent in.
    const auto* one = std::get_if<std::string>(&f.atom.value);
    const auto* some = std::get_if<Names>(&f.atom.value);
    if (!f.any.empty() || f.atom.field != "status" || (f.atom.op != ask::Op::equal && f.atom.op != ask::Op::in)) rest.push_back(f);
    else statuses += (statuses.empty() ? "" : " and ") + b.statuses_named("y.status_id", one ? Names{*one} : *some);
  }
  if (statuses.empty()) statuses = "not " + b.done("y.status_id");
  if (span && span->from) filters += " and y.to_at >= " + b.bind(*span->from);
  if (span && span->to) filters += " and y.to_at < " + b.bind(*span->to);
  // Of open issues the present stay counts too, where no window is asked for.
  const std::string moves = "c.issue_id = r.id and " + b.change_of("c.field", "status");
  std::string stays = "(select issue_id, status_id, from_at, to_at from stay";
  if (!span)
    stays += " union all select r.id, r.status_id, (select max(c.at) from change c where " + moves + "), " + b.bind(b.now()) + " from issue r where r.deleted_at is null and not " + b.done("r.status_id");
  stays += ") y";
  const Source source = source_of(b, entity);
  const std::string order = numbered("g", b.query.group_by.size());
  return "select " + (order.empty() ? "" : order + ", ") + "v from (select " + keys + "i.id as issue_id, y.status_id as status_id, sum((y.to_at - coalesce(y.from_at, i.created_at)) / 86400000.0) as v from " +
         source.from + " join " + stays + " on y.issue_id = i.id" + joins + where_all({source.where, where_sql(b, entity, rest), statuses + filters}) + "\n  group by " + (order.empty() ? "" : order + ", ") +
         "i.id, y.status_id)";
}

// An issue of several sprints, asked for by one of them, is no issue of that group's neighbours: their figures would be parts.
std::string asked_groups(Builder& b, const std::string& group, const FieldSql& f) {
  std::string out;
  for (const ask::Filter& w : b.query.where) {
    if (f.each.empty() || !w.any.empty() || w.atom.field != group || (w.atom.op != ask::Op::equal && w.atom.op != ask::Op::in)) continue;
    const auto* one = std::get_if<std::string>(&w.atom.value);
    const Names names = one ? Names{*one} : std::get<Names>(w.atom.value);
    out += (out.empty() ? "" : " and ") + (f.group_in ? f.group_in(names) : f.grouped + " in (" + b.list(names) + ")");
  }
  return out;
}

[[noreturn]] void no_share(const ask::MetricUse& use) {
  throw Error(Exit::usage, "there is no share of " + ask::words_of(use.metric->name) + ": counts and sums have shares", "give the condition to --where for the figure of such rows alone");
}

// Of a count the rows that satisfy the share, of a sum what they add to it. Medians and rates have no parts.
void share_of(Builder& b, ask::Entity entity, const ask::MetricUse& use, MetricSql& m) {
  const std::string hit = where_sql(b, entity, b.query.pct);
  if (m.how == How::count && use.aggregation == Aggregation::count) {
    m.how = How::ratio, m.value = hit;
  } else if (m.how == How::values && use.aggregation == Aggregation::sum) {
    m.how = How::quotient, m.divisor = m.value;
    m.value = "case when " + hit + " then 1.0 * " + m.divisor + " else 0.0 end";
  } else {
    no_share(use);
  }
}

}  // namespace

std::string numbered(const std::string& prefix, std::size_t count) {
  std::string out;
  for (std::size_t n = 1; n <= count; ++n) out += (out.empty() ? "" : ", ") + prefix + std::to_string(n);
  return out;
}

std::string where_all(const std::vector<std::string>& conditions) {
  std::string out;
  for (const auto& c : conditions)
    if (!c.empty()) out += (out.empty() ? "\nwhere " : "\n  and ") + c;
  return out;
}

std::string born(Builder& b, ask::Entity entity) {
  if (b.query.as_of.empty() || (entity != ask::Entity::issue && entity != ask::Entity::incident)) return "";
  return "i.created_at < " + b.bind(b.input.world.clock.zone.start_of(*parse_date(b.query.as_of) + 1));
}

Rows rows_of(Builder& b, ask::Entity entity, const ask::MetricUse& use, const ask::Span* span) {
  if (use.metric->name == "time_in_status" && !b.query.pct.empty()) no_share(use);
  if (use.metric->name == "time_in_status") return {time_in_status(b, entity, span), How::values};
  MetricSql m = metric_sql(b, *use.metric);
  const Source source = source_of(b, entity);
  std::string select, joins = m.joins;
  std::vector<std::string> conditions{source.where, m.base};
  for (std::size_t n = 0; n < b.query.group_by.size(); ++n) {
    const std::string& g = b.query.group_by[n];
    std::string value;
    if (ask::is_grain(g)) {
      value = "juno_step('" + g + "', " + m.axis + ")";
    } else {
      const FieldSql f = field_sql(b, entity, g);
      joins += f.joins;
      conditions.push_back(asked_groups(b, g, f));
      value = ask::find_field(entity, g)->type == ask::Type::boolean ? "(case when " + f.grouped + " then 1 else 0 end)" : f.grouped;
    }
    select += value + " as g" + std::to_string(n + 1) + ", ";
  }
  if (!b.query.pct.empty()) share_of(b, entity, use, m);
  std::string window;
  if (span) {
    FieldSql axis;
    axis.value = m.axis, axis.day = m.axis_is_day;
    window = in_span(b, axis, *span);
  }
  switch (m.how) {
    case How::count: case How::per_day: select += "1 as v"; break;
    case How::values: case How::distinct: select += m.value + " as v"; break;
    case How::ratio: select += std::string("case ") + (m.divisor.empty() ? "" : "when (" + m.divisor + ") is not true then null ") + "when " + m.value + " then 1.0 else 0.0 end as v"; break;
    case How::quotient: select += m.value + " as v, " + m.divisor + " as d"; break;
  }
  conditions.insert(conditions.end(), {window, where_sql(b, entity, b.query.where), born(b, entity)});
  return {"select " + select + "\n  from " + source.from + joins + where_all(conditions), m.how};
}

}  // namespace juno::store::semantic

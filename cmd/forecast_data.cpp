// SPDX-License-Identifier: Apache-2.0
#include "cmd/forecast_data.h"
#include "cmd/semantic.h"
#include "core/error.h"
namespace juno {
namespace {

using ask::GroupKeys;
using ask::SemanticQuery;

// Counts by the groups of a query.
class Reader {
 public:
  Reader(Context& ctx, const SemanticQuery& query, const store::SemanticInput& in) : ctx_(ctx), in_(in), groups_(query.group_by) {}

  template <class Row> void count(const char* metric, const std::vector<ask::Filter>& where, const std::optional<ask::Span>& span, Row row) const {
    for (const auto& cells : rows(metric, where, groups_, span)) row(keys_of(cells), figure(cells));
  }
  template <class Row> void count_by_day(const char* metric, const std::vector<ask::Filter>& where, const ask::Span& span, Row row) const {
    auto groups = groups_;
    groups.push_back("day");
    for (const auto& cells : rows(metric, where, groups, span))
      if (const auto name = ask::group_name(cells[groups_.size()]))
        if (const auto day = parse_date(*name)) row(keys_of(cells), *day, figure(cells));
  }

 private:
  std::vector<std::vector<Cell>> rows(const char* metric, const std::vector<ask::Filter>& where, std::vector<std::string> groups, const std::optional<ask::Span>& span) const {
    SemanticQuery q;
    q.metrics = {metric}, q.where = where, q.group_by = std::move(groups);
    if (span) q.time = {ask::window_text(*span)};
    return every_row(ctx_, q, in_);
  }
  GroupKeys keys_of(const std::vector<Cell>& cells) const {
    GroupKeys keys;
    for (std::size_t n = 0; n < groups_.size(); ++n) keys.push_back(ask::group_name(cells[n]));
    return keys;
  }
  static double figure(const std::vector<Cell>& cells) { return ask::figure_in(cells.back()).value_or(0); }

  Context& ctx_;
  const store::SemanticInput& in_;
  std::vector<std::string> groups_;
};

}  // namespace

ForecastScopes forecast_scopes(Context& ctx, const SemanticQuery& query, const store::SemanticInput& in, int weeks, bool points) {
  auto conditions = ask::forecast_conditions(query);
  if (!store::has_any(ctx.cache(), ask::Entity::issue, ctx.config())) throw Error(Exit::store, "the cache holds no issues", "run `juno sync`");
  const Zone& zone = in.world.clock.zone;
  const Date today = zone.date(in.world.clock.now), first = today + -7 * weeks;
  const ask::Span span{zone.start_of(first), zone.start_of(today)};
  ask::ForecastHistory history;
  const Reader read(ctx, query, in);
  read.count(points ? "points" : "issues", conditions.open, {}, [&](const GroupKeys& keys, double n) { history.open(keys, n); });
  read.count_by_day(points ? "points_resolved" : "issues_resolved", conditions.pace, span, [&](const GroupKeys& keys, Date day, double n) { history.finished(keys, day, n); });
  read.count_by_day("issues_created", conditions.pace, span, [&](const GroupKeys& keys, Date day, double n) { history.created(keys, day, n); });
  read.count("issues_created", conditions.pace, ask::Span{{}, span.from}, [&](const GroupKeys& keys, double n) { if (n > 0) history.created_before(keys); });
  if (points) {
    conditions.open.emplace_back(ask::Atom{"story_points", ask::Op::is_null, {}, {}});
    read.count("issues", conditions.open, {}, [&](const GroupKeys& keys, double n) { history.unestimated(keys, n); });
  }
  // What the cache was told to leave out was not idle.
  return {history.scopes(!query.group_by.empty(), std::max(first, in.config.sync.since.value_or(first)), today), std::move(conditions.whose), today};
}

}  // namespace juno

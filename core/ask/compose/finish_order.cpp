// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/ask/compose/finish.h"
#include "core/ask/sprint_figures.h"
#include "core/ask/window.h"
#include "core/text.h"
namespace juno::ask {
namespace {

bool by_grain(const SemanticQuery& q) { return std::any_of(q.group_by.begin(), q.group_by.end(), is_grain); }
// Of a period: some ten steps or more.
std::string grain_of(const Span& span) {
  const auto days = (span.to->ms - span.from->ms + 43'200'000) / 86'400'000;
  return days <= 14 ? "day" : days <= 120 ? "week" : "month";
}
bool is_low(std::string_view rank) { return among(rank, {"fewest", "lowest", "shortest", "smallest", "bottom"}); }
bool is_size(std::string_view rank) { return among(rank, {"highest", "lowest", "longest", "shortest", "largest", "smallest"}); }

// What rows are ordered by where only the ranking is said; an empty entity: of any.
struct RowOrder { std::string_view rank; std::optional<Entity> entity; std::string_view field; bool descending; };
constexpr RowOrder kRowOrders[] = {{"oldest", {}, "created", false}, {"updated", {}, "updated", true}, {"idle", {}, "updated", false}, {"merged", {}, "merged", true}, {"resolved", {}, "resolved", true},
                                   {"due", Entity::issue, "due", false}, {"commented", {}, "comment_count", true}, {"largest", Entity::pull_request, "size", true}, {"smallest", Entity::pull_request, "size", false},
                                   {"largest", Entity::commit, "size", true}, {"smallest", Entity::commit, "size", false}, {"longest", Entity::ci_run, "duration", true}, {"shortest", Entity::ci_run, "duration", false}};

}  // namespace

// ---- trend and comparison ----------------------------------------------------------------------------------------------
void Finish::trend() {
  const bool figures = !query_.metrics.empty();
  if (figures && says_sprint_metric()) sprint_defaults();
  else if (d_.trend) {
    if (!figures || !first() || first()->axis.empty()) give_up("ambiguous_metric", "trend");
    if (query_.time.size() > 1) give_up("underspecified", "trend");
    const bool grain = by_grain(query_);
    if (query_.time.empty()) {
      query_.time = {"last:12w"};
      if (!grain) query_.group_by.push_back("week");
    } else if (!grain) {
      const auto span = resolve_window(query_.time[0], world_.clock, true);
      if (!span || !span->from || !span->to) give_up("ambiguous_time");
      query_.group_by.push_back(grain_of(*span));
    }
  }
  const bool lengths = s_.uses({"slower", "faster", "quicker", "longer", "shorter"});
  if (d_.trend && lengths && first() && first()->aggregation == Aggregation::count) give_up("ambiguous_metric", "how long");  // no count is slow
  if (d_.trend && s_.uses({"much"})) give_up("ambiguous_metric", "how much");  // the difference, not the way there
}
void Finish::sprint_defaults() {
  for (const std::string& g : query_.group_by)
    if (is_grain(g) && query_.time.empty()) give_up("ambiguous_time", g);
  const bool burns = holds(query_.metrics, "burndown") || holds(query_.metrics, "burnup");
  for (const Filter& f : query_.where)
    if (burns && f.any.empty() && !among(f.atom.field, {"sprint", "team", "project", "name"})) give_up("ambiguous_scope", f.atom.field);
  add_usual_sprints(query_, d_.trend);
}

void Finish::comparison() {
  if (d_.spread && query_.group_by.empty()) give_up("underspecified", "distribution");
  if (!d_.compared()) return;
  check_comparison();
  if (!query_.metrics.empty()) return;
  if (query_.group_by.empty()) give_up("underspecified", "compare");
  query_.metrics = {std::string(count_metric(entity()))}, query_.entity.clear();
}
void Finish::check_comparison() const {
  if (query_.time.size() < 2 && query_.metrics.size() < 2) {
    const bool several = std::any_of(query_.where.begin(), query_.where.end(), [&](const Filter& f) { return f.any.empty() && f.atom.op == Op::in && holds(query_.group_by, f.atom.field); });
    if (!several && (d_.versus || query_.group_by.empty() || query_.metrics.empty())) give_up("underspecified", "compare");
  }
  const auto says_no_figure = [](const Item& i) {
    if (i.is(Chunk::Type::value)) return !i.is(List::types) && !i.is(List::labels);
    return i.is(Word::contrast) || i.is(Word::versus) || i.is(Word::which) || i.is(Word::list) || i.is(Word::conj) || i.is(Word::noun, "sprint") || i.is(Word::noun, "team") || i.is(Chunk::Type::when);
  };
  if (std::all_of(items_.begin(), items_.end(), says_no_figure)) give_up("ambiguous_metric", "compare");
}

// "bugs per month" counts what was created; a state has no months.
void Finish::grains() {
  for (const std::string& g : query_.group_by) {
    if (!is_grain(g)) continue;
    if (!first()) give_up("underspecified", g);
    if (!first()->axis.empty()) continue;
    const auto& q = query_;
    const bool issues = q.metrics == std::vector<std::string>{"issues"} && !is_true(find_atom(q.where, "open")) && !find_atom(q.where, "status") && !find_atom(q.where, "status_category");
    const bool pulls = q.metrics == std::vector<std::string>{"prs"} && !find_atom(q.where, "state");
    if (!issues && !pulls) give_up("ambiguous_time", g);
    query_.metrics = {issues ? "issues_created" : "prs_opened"};
  }
}
// The time in each status, or in the one that is named.
void Finish::status_lengths() {
  if (!first() || first()->name != "time_in_status") return;
  const Atom* status = find_atom(query_.where, "status");
  if (query_.group_by.empty() && !status) query_.group_by.push_back("status");
  if (query_.group_by == std::vector<std::string>{"status"} && !s_.says(Word::group) && status && status->op == Op::equal) query_.group_by.clear();
}

// ---- order and limit ---------------------------------------------------------------------------------------------------
void Finish::order() {
  query_.sort = d_.sort;
  if (!d_.order.empty()) {  // of priorities the highest is the first, or the greatest
    if (query_.sort.size() == 1 && query_.sort[0].by != "priority") query_.sort[0].descending = d_.order == "high";
    else if (d_.rank != "ranked" || !query_.sort.empty()) give_up("underspecified", "first");
  }
  const bool figures = !query_.metrics.empty();
  if (figures && !d_.sort.empty()) give_up("underspecified", "sort");
  if (figures) order_groups();
  else if (d_.rank.empty()) query_.limit = d_.limit;
  else order_rows();
}

// "Which team has the most bugs"
void Finish::order_groups() {
  const std::string& rank = d_.rank;
  const bool low = is_low(rank) || d_.order == "low", several = query_.group_by.size() > 1;
  if (is_size(rank) && holds(d_.metrics, count_metric(entity())) && !is(Entity::worklog)) give_up("ambiguous_metric", rank);
  if (rank.empty()) {
    if (d_.limit) give_up("underspecified", "limit");
    return;
  }
  if (query_.metrics.size() != 1) give_up("ambiguous_metric", rank);
  if (query_.group_by.empty()) give_up("underspecified", rank);
  if (among(rank, {"oldest", "newest", "updated", "idle", "merged", "resolved", "commented", "urgent", "earliest", "due"})) give_up("underspecified", rank);
  const Metric* m = first();
  if (m && among(rank, {"longest", "shortest"}) && !among(m->unit, {"days", "hours", "minutes"})) give_up("ambiguous_metric", rank);
  if (!m || m->name == "burndown" || m->name == "burnup") give_up("underspecified");
  if (m->aggregation == Aggregation::count && is_size(rank)) give_up("ambiguous_metric", rank);  // the biggest of them, or the most
  if (low || several || by_grain(query_)) query_.sort.push_back({query_.metrics[0], !low});
  if (!d_.limit && !d_.asks_for_one_of()) give_up("underspecified", rank);
  const bool one = (d_.who && !d_.who_many) || (!d_.target.empty() && !d_.target_many);
  if (d_.limit || one) query_.limit = d_.limit.value_or(1);
  if (several && query_.limit) give_up("underspecified", rank);
}

// "The oldest bug", "features by ROI"
void Finish::order_rows() {
  check_rank_field();
  sort_rows();
  limit_rows();
}
void Finish::check_rank_field() const {
  const std::string& field = d_.rank_field;
  if (among(field, {"cycle_time", "lead_time", "time_to_merge"})) {
    // "The shortest cycle time" may be the figure itself; and a time without a verb is of what?
    if (!s_.says(Word::noun, info(entity()).name) && !s_.says(List::types)) give_up("ambiguous_metric", field);
    if (find_atom(query_.where, "created") && !d_.happened("created")) give_up("ambiguous_time");
  }
  if (field == "story_points" && is_text(find_atom(query_.where, "type"), "Epic")) give_up("ambiguous_metric", "points");  // its own, or those of its stories
}
void Finish::sort_rows() {
  const auto by = [&](std::string_view field, bool descending) {
    if (!d_.has_field(field)) give_up("underspecified", d_.rank);
    query_.sort.push_back({std::string(field), descending});
  };
  if (d_.rank == "earliest") {  // of the date that is spoken of: "due this week, earliest first"
    std::vector<std::string_view> dates;
    for (const Filter& f : query_.where)
      if (const Field* field = f.any.empty() && f.atom.op == Op::in_window ? find_field(entity(), f.atom.field) : nullptr; field && field->type == Type::date) dates.push_back(field->name);
    if (dates.size() > 1) give_up("ambiguous_time", "earliest");
    return by(dates.empty() ? usual_date(entity()) : dates[0], false);
  }
  if (d_.rank == "top" && !query_.sort.empty()) return;  // "ranked by ROI, the top three"
  if (d_.rank == "urgent") return by("priority", true);
  if (!d_.rank_field.empty()) return by(d_.rank_field, !is_low(d_.rank) && d_.order != "low");
  if (d_.rank == "newest") {
    const bool done = is(Entity::issue) && is_false(find_atom(query_.where, "open")), merged = is(Entity::pull_request) && is_text(find_atom(query_.where, "state"), "merged");
    const bool dated = !is(Entity::sprint) && !is(Entity::worklog);
    return by(done ? "resolved" : merged ? "merged" : dated ? usual_date(entity()) : "", true);
  }
  const auto row = std::find_if(std::begin(kRowOrders), std::end(kRowOrders), [&](const RowOrder& o) { return o.rank == d_.rank && o.entity.value_or(entity()) == entity(); });
  if (row == std::end(kRowOrders)) give_up("underspecified", d_.rank);
  by(row->field, row->descending);
  if (d_.rank == "merged" && !find_atom(query_.where, "state")) query_.where.emplace_back(Atom{"state", Op::equal, std::string("merged"), {}});
  if (d_.rank == "resolved" && !find_atom(query_.where, "open")) query_.where.emplace_back(Atom{"open", Op::equal, false, {}});
}
// "The oldest bug" is one; "the oldest bugs" are all, in order.
void Finish::limit_rows() {
  query_.limit = d_.limit;
  const auto thing = [&](const Item& i) { return i.is(Word::noun, info(entity()).name) || i.is(List::types); };
  const bool unnamed = !s_.any(thing);  // "the oldest regression"
  const auto head = std::find_if(items_.begin(), items_.end(), [&](const Item& i) { return thing(i) || (unnamed && i.prep.empty() && (i.is(List::labels) || i.is(List::priorities))); });
  if (!d_.limit && head != items_.end() && !s_.last_word(*head).ends_with("s")) query_.limit = 1;
  if (!d_.rank_field.empty() && d_.rank == "top" && !query_.limit) give_up("underspecified", "top");
}

}  // namespace juno::ask

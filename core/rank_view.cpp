// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <set>
#include "core/error.h"
#include "core/names.h"
#include "core/rank.h"
#include "core/rank_signals.h"
namespace juno {
namespace {

constexpr std::size_t kMostTold = 12;  // adjustments told in words

const RankedItem& item_named(const Ranking& r, std::string_view key) {
  const std::string wanted = fold_case(key);
  std::vector<std::string> keys;
  for (const RankedItem& i : r.items) {
    if (fold_case(i.candidate.key) == wanted) return i;
    keys.push_back(i.candidate.key);
  }
  const std::string guess = nearest(key, keys);
  throw Error(Exit::usage, std::string(key) + " is no candidate", guess.empty() ? "candidates are open issues of --type (default: Epic, Feature, Initiative)" : "did you mean " + guess + "?");
}

std::string title_of(RankModel model) {
  switch (model) {
    case RankModel::roi: return "Ranking by return";
    case RankModel::rice: return "Ranking by RICE";
    case RankModel::wsjf: return "Ranking by WSJF";
    case RankModel::ice: return "Ranking by ICE";
  }
  return {};
}

std::string rule_of(const RankRules& rules) {
  switch (rules.model) {
    case RankModel::roi:
      return std::string("Score = weighted mean of scales of 0 to 100: ") + (rules.money ? "benefit for cost x/(x+1)" : "value for a point x/(x+1)") + ", little effort 20/(20+x), alignment as configured" + (rules.criteria.empty() ? "" : ", the criteria of rank.criteria") + ". Weights: `--weights`, rank.weights.";
    case RankModel::wsjf: return "Score = (value + time criticality + risk reduction) / size. Value 20 x/(x+20); criticality 1 to 20 by the due date; risk reduction 1 to 13 by how many issues wait for it; size in points.";
    case RankModel::rice: return "Score = reach × impact × confidence / effort. Reach: at least so many people, the largest of votes, watchers and people known by name; impact 0.25 to 3 by priority; confidence 50, 80 or 100 % by where value and effort come from; effort in points.";
    case RankModel::ice: return "Score = impact × confidence × ease, each up to 10: impact by priority, confidence by where value and effort come from, ease 10 × 20/(20 + effort).";
  }
  return {};
}

void add_head(Report& out, const Ranking& r) {
  const auto ranked = std::count_if(r.items.begin(), r.items.end(), [](const RankedItem& i) { return i.rank > 0; });
  out.summary = {{"model", "Model", std::string(to_string(r.rules.model)), Kind::text, ""},
                 {"totals.candidates", "Candidates", cell(static_cast<std::ptrdiff_t>(r.items.size())), Kind::integer, ""},
                 {"totals.ranked", "Candidates", cell(ranked), Kind::integer, "", "ranked"},
                 {"totals.unranked", "", cell(static_cast<std::ptrdiff_t>(r.items.size()) - ranked), Kind::integer, ""},
                 {"totals.adjusted", "", cell(std::count_if(r.items.begin(), r.items.end(), [](const RankedItem& i) { return i.adjustment.has_value(); })), Kind::integer, ""}};
}

// Each signal by itself, also where a stated value counts instead.
Section signals_section(const RankedItem& i) {
  Section s{"signals", "Signals", {}, {}, !has_signals(i.candidate)};
  s.table.columns = {{"signal", "Signal"}, {"count", "Count", Kind::integer}, {"unit", "Unit", Kind::text, false, 2}, {"scaled", "Of 100", Kind::number}, {"weight", "Weight", Kind::number, false, 1}, {"rule", "Rule", Kind::text, true, 0, true}};
  for (const RankSignal& g : rank_signals(i.candidate))
    s.table.rows.push_back({g.name, static_cast<std::int64_t>(g.count), g.unit, g.weight > 0 ? Cell{g.scaled} : Cell{}, g.weight > 0 ? Cell{g.weight} : Cell{}, g.rule});
  return s;
}

Section all_signals(const Ranking& r) {
  Section s{"signals", "Signals", {}, {}, true};
  s.table.columns = {{"key", "Key"}, {"votes", "Votes", Kind::integer}, {"watchers", "Watchers", Kind::integer}, {"people", "People", Kind::integer}, {"support_issues", "Support issues", Kind::integer}, {"demand", "Demand", Kind::integer},
                     {"rated", "Moods read", Kind::integer}, {"displeased", "Displeased", Kind::integer}, {"pleased", "Pleased", Kind::integer}, {"index", "Index", Kind::number}};
  for (const RankedItem& i : r.items) {
    const RankCandidate& c = i.candidate;
    s.table.rows.push_back({c.key, cell(c.votes), cell(c.watchers), cell(c.people), cell(c.support), cell(demand(c)), c.moods_read ? cell(c.rated) : Cell{}, c.moods_read ? cell(c.displeased) : Cell{}, c.moods_read ? cell(c.pleased) : Cell{},
                            has_signals(c) ? Cell{signal_index(c)} : Cell{}});
  }
  return s;
}

// Where the figures may lie, of those that have a range at all.
Section intervals_section(const Ranking& r) {
  Section s{"intervals", "Intervals", {}, {}, true};
  s.table.columns = {{"key", "Key"}, {"value_low", "Value from", Kind::number}, {"value_high", "to", Kind::number}, {"effort_low", "Effort from", Kind::number}, {"effort_high", "to", Kind::number},
                     {"roi_low", "Return from", Kind::number}, {"roi_high", "to", Kind::number}};
  for (const RankedItem& i : r.items)
    if (i.value_low || i.effort_low) s.table.rows.push_back({i.candidate.key, cell(i.value_low), cell(i.value_high), cell(i.effort_low), cell(i.effort_high), cell(i.roi_low), cell(i.roi_high)});
  return s;
}

Section factors_section(const RankedItem& i) {
  Section s{"factors", "What makes the score", {}, {}, false};
  s.table.columns = {{"factor", "Factor"}, {"raw", "Is", Kind::number}, {"unit", "Unit", Kind::text, true, 3}, {"scaled", "Counts as", Kind::number}, {"weight", "Weight", Kind::ratio, false, 2},
                     {"contribution", "Gives", Kind::number}, {"source", "From", Kind::text, true, 1}, {"evidence", "Evidence", Kind::text, true, 0, true}};
  for (const RankFactor& f : i.factors) s.table.rows.push_back({f.name, cell(f.raw), cell(f.unit), f.scaled, f.weight > 0 ? Cell{f.weight} : Cell{}, cell(f.contribution), f.source, cell(f.evidence)});
  return s;
}

// The value, or effort, at which the score reaches another's: the score moves one way with each, so halving finds it.
std::optional<double> reaching(const RankedItem& i, const RankRules& rules, double target, bool by_value) {
  const double from = by_value ? i.value.value_or(0) : *i.effort;
  const auto score = [&](double x) { return score_with(i, rules, by_value ? x : i.value.value_or(0), by_value ? *i.effort : x).value_or(0); };
  double near = from, far = by_value ? std::max(1.0, from) * 1000 : from / 1000;
  if (score(far) <= target) return std::nullopt;
  for (int step = 0; step < 100; ++step) {
    const double middle = (near + far) / 2;
    (score(middle) > target ? far : near) = middle;
  }
  return far;
}

std::string next_place(const Ranking& r, const RankedItem& i) {
  if (i.model_rank <= 1) return i.model_rank == 1 ? std::string("It is first") + (i.rank == 1 ? "." : " by the model.") : "";
  const RankedItem& above = *model_order(r)[static_cast<std::size_t>(i.model_rank) - 2];
  std::string out = "To pass " + above.candidate.key + " (" + people_number(*above.score) + ")" + (i.model_rank == i.rank && above.rank == i.rank - 1 ? "" : " by the model");
  const auto value = i.value ? reaching(i, r.rules, *above.score, true) : std::nullopt, effort = reaching(i, r.rules, *above.score, false);
  if (!value && !effort) return out + ": neither value nor effort alone can do it.";
  if (value) out += ": a value of more than " + people_number(std::floor(*value * 100) / 100) + " instead of " + people_number(*i.value);
  if (effort) out += std::string(value ? ", or" : ":") + " an effort of less than " + people_number(std::ceil(*effort * 100) / 100) + " points instead of " + people_number(*i.effort);
  return out + ".";
}

// What a value is measured in: values of one scale may be compared.
std::string scale_of(const std::string& source) {
  if (source == "outcome" || source == "business value" || is_learned(source) || source.starts_with("median")) return "business value";
  return source == "signals" ? "an index of signals" : source;
}
std::string joined(const std::set<std::string>& words) {
  std::string out;
  for (const std::string& w : words) out += (out.empty() ? "" : ", ") + w;
  return out;
}

// Places gained.
std::optional<int> change_of(const RankedItem& i) {
  return i.rank > 0 && i.rank_before.value_or(0) > 0 ? std::optional(*i.rank_before - i.rank) : std::nullopt;
}

std::string told(const RankAdjustment& a) {
  return brief(a) + " by " + a.author + (a.expires ? " until " + format_date(*a.expires) : "") + ": " + a.reason;
}

// Who moved what, and why: in every ranking, whatever room its table has.
void add_adjustments(Report& out, const Ranking& r) {
  Section s{"adjustments", "Adjustments", {}, {}, true};
  s.table.columns = {{"key", "Key"}, {"kind", "Kind"}, {"value", "Value", Kind::number}, {"author", "By"}, {"at", "Said", Kind::instant}, {"expires", "Until", Kind::date}, {"expired", "Expired", Kind::boolean}, {"reason", "Reason"}};
  std::size_t said = 0;
  const auto add = [&](const std::string& key, const RankAdjustment& a, bool expired) {
    const bool has_value = a.kind == RankAdjustment::Kind::delta || a.kind == RankAdjustment::Kind::pin;
    s.table.rows.push_back({key, std::string(to_string(a.kind)), has_value ? Cell{a.value} : Cell{}, a.author, a.at, a.expires ? Cell{*a.expires} : Cell{}, expired, a.reason});
    if (++said <= kMostTold) out.notes.push_back((expired ? "No longer adjusted: " : "Adjusted: ") + key + " " + told(a) + ".");
  };
  for (const RankedItem& i : r.items)
    if (i.adjustment) add(i.candidate.key, *i.adjustment, false);
  for (const RankAdjustment& a : r.expired) add(a.key, a, true);
  if (said > kMostTold) out.notes.push_back("And " + std::to_string(said - kMostTold) + " more adjustments: `juno rank adjust` lists them.");
  out.sections.push_back(std::move(s));
}

}  // namespace

Report ranking_report(const Ranking& r, bool explain) {
  Report out;
  out.title = title_of(r.rules.model);
  add_head(out, r);
  const bool adjusted = std::any_of(r.items.begin(), r.items.end(), [](const RankedItem& i) { return i.adjustment.has_value(); });
  const bool moved = std::any_of(r.items.begin(), r.items.end(), [](const RankedItem& i) { return change_of(i).value_or(0) != 0; });
  out.summary.push_back({"compared_with", r.compared_with ? "Changes since" : "", r.compared_with ? Cell{*r.compared_with} : Cell{}, Kind::instant, r.compared_with ? "" : "no earlier ranking of this kind is kept"});
  Section s{"ranking", "Ranking", {}, {}, false};
  s.table.columns = {{"rank", "#", Kind::integer}, {"rank_change", "Change", Kind::integer, false, moved ? 0 : 10}, {"key", "Key"}, {"summary", "Summary", Kind::text, true}, {"score_final", "Score", Kind::number},
                     {"score_model", "Model's", Kind::number, false, adjusted ? 0 : 11}, {"adjustment", "Adjusted", Kind::text, false, adjusted ? 0 : 12}, {"score_low", "Score from", Kind::number, false, 6},
                     {"score_high", "to", Kind::number, false, 7}, {"value", "Value", Kind::number}, {"value_source", "Value from", Kind::text, false, 3}, {"effort", "Effort", Kind::number},
                     {"effort_source", "Effort from", Kind::text, true, 2}, {"roi", "Value/point", Kind::number, false, 4}, {"confidence", "Confidence", Kind::text, false, 5}, {"type", "Type", Kind::text, false, 8},
                     {"status", "Status", Kind::text, false, 9}, {"reason", "Not ranked because", Kind::text, true, 1, true}};
  const bool alike = std::any_of(r.items.begin(), r.items.end(), [](const RankedItem& i) { return !i.candidate.looks_like.empty(); });
  if (r.rules.money) {
    std::find_if(s.table.columns.begin(), s.table.columns.end(), [](const Column& c) { return c.key == "roi"; })->title = "Return";
    s.table.columns.insert(s.table.columns.end() - 1, {{"benefit", "Benefit", Kind::number, false, 13}, {"cost", "Cost", Kind::number, false, 14}});
  }
  if (alike) s.table.columns.insert(s.table.columns.end() - 1, {"looks_like", "Looks like", Kind::text, false, 15});
  for (const RankedItem& i : r.items) {
    s.table.rows.push_back({i.rank > 0 ? cell(i.rank) : Cell{}, change_of(i) ? cell(*change_of(i)) : Cell{}, i.candidate.key, i.candidate.summary, cell(i.final_score), cell(i.score),
                            i.adjustment ? Cell{brief(*i.adjustment)} : Cell{}, cell(i.low), cell(i.high), cell(i.value), cell(i.value_source), cell(i.effort), cell(i.effort_source), cell(i.roi), cell(i.confidence),
                            i.candidate.type, i.candidate.status, cell(i.reason)});
    auto& row = s.table.rows.back();
    if (r.rules.money) row.insert(row.end() - 1, {cell(i.benefit), cell(i.cost)});
    if (alike) row.insert(row.end() - 1, cell(i.candidate.looks_like));
  }
  out.sections.push_back(std::move(s));
  out.sections.push_back(all_signals(r));
  out.sections.push_back(intervals_section(r));
  std::set<std::string> scales;
  bool tie = false;
  const RankedItem* before = nullptr;
  for (const RankedItem* at : model_order(r)) {
    const RankedItem& i = *at;
    scales.insert(scale_of(i.value_source));
    tie = tie || (before && *before->score == *i.score);
    before = &i;
  }
  out.warnings = r.warnings;
  out.notes.insert(out.notes.end(), r.notes.begin(), r.notes.end());
  add_adjustments(out, r);
  std::string negative;
  for (const RankedItem& i : r.items)
    if (i.value && *i.value < 0) negative += (negative.empty() ? "" : ", ") + i.candidate.key;
  if (!negative.empty()) out.warnings.push_back("A negative value earns nothing: " + negative + ".");
  if (r.items.empty()) out.notes.push_back("No open issue of these types is cached; --type names the types of your features.");
  scales.erase("");
  if (scales.size() > 1) out.warnings.push_back("Values are of different kinds (" + joined(scales) + "): where they meet, the order is a judgement, not a measurement.");
  std::string twins;
  for (const RankedItem& i : r.items)
    if (!i.candidate.looks_like.empty()) twins += (twins.empty() ? "" : ", ") + i.candidate.key + " looks like " + i.candidate.looks_like;
  if (!twins.empty()) out.warnings.push_back("Perhaps the same twice: " + twins + ".");
  if (tie) out.warnings.push_back("Equal scores are ordered by return, then by key.");
  out.notes.push_back("Scales are anchored at fixed figures: what else is a candidate changes no score. The range of a score is that of its effort, and of a learned value; what has none is taken as it is written.");
  if (r.rules.model == RankModel::roi && r.rules.money)
    out.notes.push_back("Return is (benefit - cost) / cost in " + r.rules.money->currency + ": a day of a person costs " + people_number(r.rules.money->rate) + ", a point takes " + people_number(r.rules.money->days_per_point) + " days (" + r.rules.money->days_source + ").");
  if (r.rules.model == RankModel::roi && r.rules.alignment.empty()) out.notes.push_back("No alignment is configured (rank.alignment), so it has no weight.");
  if (explain) out.explain = {rule_of(r.rules), "Value: the recorded outcome, else the business value field, else the parts of WSJF or RICE where rank.parts names their fields, else what a model makes of it that beats the median (`juno model train`), else the index of signals: demand x/(x+20) of the largest of votes, watchers and people known by name (nobody twice), and on top of it repeated support issues and complaints; `rank explain KEY` shows each. Effort: points of the open children, else its own, else what a model makes of it that beats the median, else the median of finished ones of its type.",
                              "Confidence: high when the value is stated and the effort estimated, medium when one of them is, else low."};
  return out;
}

Report rank_explanation(const Ranking& r, std::string_view key) {
  const RankedItem& i = item_named(r, key);
  Report out;
  out.title = i.candidate.key + ": " + i.candidate.summary;
  const char* no_range = "neither effort nor value has a range";
  out.summary = {{"rank", "Rank", i.rank > 0 ? cell(i.rank) : Cell{}, Kind::integer, i.rank > 0 ? "" : i.reason},
                 {"score_final", i.adjustment ? "Score, adjusted" : "", cell(i.final_score), Kind::number, i.final_score ? "" : i.reason},
                 {"score_model", "Score", cell(i.score), Kind::number, i.score ? "" : i.reason},
                 {"score_low", "Score", cell(i.low), Kind::number, i.low ? "" : no_range, !i.value_low ? "at the most effort" : i.effort_low ? "at the most effort and the least value" : "at the least value"},
                 {"score_high", "Score", cell(i.high), Kind::number, i.high ? "" : no_range, !i.value_low ? "at the least" : i.effort_low ? "at the least effort and the most value" : "at the most"},
                 {"value", "Value", cell(i.value), Kind::number, i.value ? "" : i.reason},
                 {"value_low", "Value", cell(i.value_low), Kind::number, i.value_low ? "" : "the value has no range", "at the least"},
                 {"value_high", "Value", cell(i.value_high), Kind::number, i.value_high ? "" : "the value has no range", "at the most"},
                 {"effort", "Effort", cell(i.effort), Kind::number, i.effort ? "" : "no points and no history of its type", "points"},
                 {"effort_low", "Effort", cell(i.effort_low), Kind::number, i.effort_low ? "" : "the effort has no range", "at the least"},
                 {"effort_high", "Effort", cell(i.effort_high), Kind::number, i.effort_high ? "" : "the effort has no range", "at the most"},
                 {"roi", "Return", cell(i.roi), Kind::number, i.roi ? "" : i.reason.empty() ? "no value is stated" : i.reason, r.rules.money ? "(benefit - cost) / cost" : "value for a point"},
                 {"roi_low", "Return", cell(i.roi_low), Kind::number, i.roi_low ? "" : no_range, "at the least"},
                 {"roi_high", "Return", cell(i.roi_high), Kind::number, i.roi_high ? "" : no_range, "at the most"},
                 {"confidence", "Confidence", cell(i.confidence), Kind::text, i.confidence.empty() ? i.reason : ""}};
  for (Field& f : out.summary) {
    if ((f.key.ends_with("_low") || f.key.ends_with("_high") || f.key == "roi") && !f.reason.empty()) f.title.clear();
    if (i.rank == 0 && !i.score && (f.key == "score_model" || f.key == "score_final" || f.key == "confidence")) f.title.clear();  // the rank's reason is theirs
  }
  if (i.adjustment) out.notes.push_back("Adjusted: " + told(*i.adjustment) + ". By the model alone it is " + (i.model_rank > 0 ? "number " + std::to_string(i.model_rank) : "not ranked") + ".");
  if (!i.why_confidence.empty()) out.notes.push_back("Confidence is " + i.confidence + ": " + i.why_confidence + ".");
  out.sections.push_back(factors_section(i));
  out.sections.push_back(signals_section(i));
  if (has_signals(i.candidate) && i.value_source != "signals" && i.value) out.notes.push_back("The signals are told only: the value is " + std::string(is_learned(i.value_source) ? "" : "that of the ") + i.value_source + ".");
  if (is_learned(i.value_source)) out.notes.push_back("Its value is what a model makes of what is written in it: `juno model show value --issue " + i.candidate.key + "` gives the reasons.");
  if (const std::string next = next_place(r, i); !next.empty()) out.notes.push_back(next);
  out.notes.push_back(rule_of(r.rules));
  return out;
}

Report rank_comparison(const Ranking& r, std::string_view first, std::string_view second) {
  const RankedItem &a = item_named(r, first), &b = item_named(r, second);
  Report out;
  out.title = a.candidate.key + " against " + b.candidate.key;
  const auto head = [&](const char* key, const RankedItem& i) {
    out.summary.push_back({std::string(key) + ".key", "", i.candidate.key, Kind::text, ""});
    out.summary.push_back({std::string(key) + ".rank", "Rank of " + i.candidate.key, i.rank > 0 ? cell(i.rank) : Cell{}, Kind::integer, i.rank > 0 ? "" : i.reason});
    out.summary.push_back({std::string(key) + ".score", i.score ? "Score of " + i.candidate.key : "", cell(i.score), Kind::number, i.score ? "" : i.reason});
    if (i.adjustment) out.summary.push_back({std::string(key) + ".score_final", "Score of " + i.candidate.key + ", adjusted", cell(i.final_score), Kind::number, i.final_score ? "" : i.reason});
    if (i.adjustment) out.notes.push_back(i.candidate.key + " is adjusted: " + told(*i.adjustment) + ". The factors are the model's.");
  };
  head("first", a), head("second", b);
  Section s{"factors", "Factors", {}, {}, false};
  s.table.columns = {{"factor", "Factor"}, {"first", a.candidate.key, Kind::number}, {"second", b.candidate.key, Kind::number}, {"difference", "Difference", Kind::number}};
  for (std::size_t f = 0; f < std::min(a.factors.size(), b.factors.size()); ++f) {
    const RankFactor &x = a.factors[f], &y = b.factors[f];
    const double left = x.contribution.value_or(x.scaled), right = y.contribution.value_or(y.scaled);
    s.table.rows.push_back({x.name, left, right, left - right});
  }
  out.sections.push_back(std::move(s));
  return out;
}

Report sensitivity_report(const Ranking& r, const RankSensitivity& sensitivity) {
  Report out;
  out.title = "How firm the ranking is";
  add_head(out, r);
  const char* none = "nothing is ranked";
  out.summary.push_back({"samples", "Samples", cell(sensitivity.samples), Kind::integer, ""});
  out.summary.push_back({"same_top", "Same first " + std::to_string(sensitivity.top_n), sensitivity.samples > 0 ? Cell{sensitivity.same_top} : Cell{}, Kind::ratio, sensitivity.samples > 0 ? "" : none, "of the samples"});
  Section ranges{"ranges", "Ranks in the samples", {}, {}, false}, swaps{"swaps", "Smallest change of one weight that swaps two neighbours", {}, {}, false};
  ranges.table.columns = {{"key", "Key"}, {"rank", "Rank", Kind::integer}, {"rank_low", "90 % from", Kind::integer}, {"rank_high", "to", Kind::integer}, {"first", "First in", Kind::ratio}, {"top", "Among the first in", Kind::ratio}};
  if (std::any_of(r.items.begin(), r.items.end(), [](const RankedItem& i) { return i.adjustment.has_value(); })) out.notes.push_back("This is about the model's own order: adjustments are left out.");
  int rank = 0;
  for (const RankStability& i : sensitivity.items) ranges.table.rows.push_back({i.key, cell(++rank), cell(i.low), cell(i.high), i.first, i.top});
  swaps.table.columns = {{"above", "Above"}, {"below", "Below"}, {"weight", "Weight"}, {"change", "Change", Kind::number}};
  for (const RankSwap& w : rank_swaps(r)) swaps.table.rows.push_back({w.above, w.below, w.weight, w.change});
  out.sections.push_back(std::move(ranges));
  if (r.rules.model == RankModel::roi) out.sections.push_back(std::move(swaps));
  out.notes.push_back("Each sample draws weights around the given ones (Dirichlet, 50 times each) and efforts and learned values within their ranges; the same --seed gives the same answer.");
  return out;
}

}  // namespace juno

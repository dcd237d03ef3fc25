// SPDX-License-Identifier: Apache-2.0
#include "core/rank_run.h"
#include <algorithm>
#include <charconv>
#include <map>
#include "core/error.h"
namespace juno {
namespace {

constexpr std::string_view kFirstLine = "juno rank 1\n";
constexpr std::size_t kFields = 11;

void add_number(std::string& out, double value) {
  char buffer[32];
  out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}
void add_number(std::string& out, const std::optional<double>& value) {
  out += '\t';
  if (value) add_number(out, *value);
}
// Names with a tab or line break inside would break the lines.
std::string plain(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  return text;
}

[[noreturn]] void damaged() { throw Error(Exit::store, "a kept ranking cannot be read", "it was written by a newer juno, or the ledger was changed outside juno"); }

template <class T>
T number(std::string_view text) {
  T out{};
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (failed != std::errc{} || end != text.data() + text.size()) damaged();
  return out;
}
std::optional<double> maybe(std::string_view text) { return text.empty() ? std::nullopt : std::optional(number<double>(text)); }

RankRunItem read_line(std::string_view line) {
  std::vector<std::string_view> f;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find('\t', at), line.size());
    f.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  if (f.size() != kFields) damaged();
  RankRunItem i;
  i.source = f[0], i.issue = number<Id>(f[1]), i.key = f[2], i.rank = number<int>(f[3]);
  i.final_score = maybe(f[4]), i.score = maybe(f[5]), i.value = maybe(f[6]), i.value_source = f[7], i.effort = maybe(f[8]), i.effort_source = f[9], i.adjustment = f[10];
  return i;
}

// Calls `take` with each line after the first.
template <class F>
void each_line(std::string_view body, F take) {
  if (!body.starts_with(kFirstLine)) damaged();
  for (std::size_t at = kFirstLine.size(); at < body.size();) {
    const std::size_t end = body.find('\n', at);
    if (end == std::string_view::npos) damaged();
    take(body.substr(at, end - at));
    at = end + 1;
  }
}

Cell place(int rank) { return rank > 0 ? Cell{static_cast<std::int64_t>(rank)} : Cell{}; }

}  // namespace

std::string rank_scheme(const RankRules& rules, const std::string& chosen) {
  std::string out = std::string(to_string(rules.model));
  if (rules.model == RankModel::roi)
    for (const auto& [name, w] : rules.weights) out += " " + name + "=", add_number(out, w);
  return out + (chosen.empty() ? "" : " " + chosen);
}

std::string rank_run_body(const Ranking& r) {
  std::vector<const RankedItem*> items;
  for (const RankedItem& i : r.items) items.push_back(&i);
  std::sort(items.begin(), items.end(), [](const RankedItem* a, const RankedItem* b) {
    return a->candidate.source == b->candidate.source ? a->candidate.tracker < b->candidate.tracker : a->candidate.source < b->candidate.source;
  });
  std::string out(kFirstLine);
  for (const RankedItem* i : items) {
    const RankCandidate& c = i->candidate;
    out += plain(c.source) + '\t' + std::to_string(c.tracker) + '\t' + plain(c.key) + '\t' + std::to_string(i->rank);
    add_number(out, i->final_score), add_number(out, i->score), add_number(out, i->value);
    out += '\t' + plain(i->value_source);
    add_number(out, i->effort);
    out += '\t' + plain(i->effort_source) + '\t' + (i->adjustment ? brief(*i->adjustment) : "");
    out += '\n';
  }
  return out;
}

std::vector<RankRunItem> read_rank_run(std::string_view body) {
  std::vector<RankRunItem> out;
  each_line(body, [&](std::string_view line) { out.push_back(read_line(line)); });
  return out;
}

std::optional<RankRunItem> find_in_rank_run(std::string_view body, std::string_view source, Id issue) {
  const std::string start = std::string(source) + "\t" + std::to_string(issue) + "\t";
  if (!body.starts_with(kFirstLine)) damaged();
  const auto at = body.find("\n" + start);
  if (at == std::string_view::npos) return std::nullopt;
  const auto end = body.find('\n', at + 1);
  if (end == std::string_view::npos) damaged();
  return read_line(body.substr(at + 1, end - at - 1));
}

void compare_with_run(Ranking& ranking, const RankRunHead& head, std::string_view body) {
  std::map<std::pair<std::string, Id>, int> before;
  for (RankRunItem& i : read_rank_run(body)) before[{std::move(i.source), i.issue}] = i.rank;
  ranking.compared_with = head.at;
  for (RankedItem& i : ranking.items)
    if (const auto at = before.find({i.candidate.source, i.candidate.tracker}); at != before.end()) i.rank_before = at->second;
}

Report rank_history_report(const std::string& key, std::vector<RankMoment> moments) {
  const auto first = std::find_if(moments.begin(), moments.end(), [](const RankMoment& m) { return m.item.has_value(); });
  moments.erase(moments.begin(), first);
  Report out;
  out.title = key + " in the kept rankings";
  Section s{"history", "History", {}, {}, false};
  s.table.columns = {{"at", "When", Kind::instant}, {"author", "By", Kind::text, false, 7}, {"rank", "#", Kind::integer}, {"rank_change", "Change", Kind::integer}, {"candidates", "Of", Kind::integer, false, 2},
                     {"score_final", "Score", Kind::number}, {"score_model", "Model's", Kind::number, false, 3}, {"adjustment", "Adjusted", Kind::text}, {"value", "Value", Kind::number},
                     {"value_source", "Value from", Kind::text, false, 5}, {"effort", "Effort", Kind::number}, {"effort_source", "Effort from", Kind::text, true, 6}, {"scheme", "Ranked by", Kind::text, true, 4, true}};
  std::map<std::string, int> last;  // rank by scheme; 0 = not ranked
  for (const RankMoment& m : moments) {
    const RankRunItem item = m.item.value_or(RankRunItem{});
    const auto before = last.find(m.run.scheme);
    const bool both = before != last.end() && before->second > 0 && item.rank > 0;
    s.table.rows.push_back({m.run.at, m.run.author, place(item.rank), both ? Cell{static_cast<std::int64_t>(before->second - item.rank)} : Cell{}, static_cast<std::int64_t>(m.run.items), cell(item.final_score),
                            cell(item.score), cell(item.adjustment), cell(item.value), cell(item.value_source), cell(item.effort), cell(item.effort_source), m.run.scheme});
    last[m.run.scheme] = item.rank;
  }
  if (s.table.rows.empty()) out.notes.push_back("No kept ranking has it: `juno rank` keeps each ranking that differs from the one before.");
  else out.notes.push_back("Change: places gained since the ranking before it by the same model, weights and choice of candidates. Rankings that equal the one before are not kept again.");
  out.sections.push_back(std::move(s));
  return out;
}

}  // namespace juno

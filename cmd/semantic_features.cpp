// SPDX-License-Identifier: Apache-2.0
#include "cmd/semantic_features.h"
#include <map>
#include "cmd/rank_data.h"
#include "cmd/semantic.h"
#include "core/ask/feature_figures.h"
#include "core/error.h"
namespace juno {

Table feature_rows(Context& ctx, const ask::SemanticQuery& q, const store::SemanticInput& in, Report& report) {
  const Ranking ranking = ranking_of(ctx, {});
  if (ranking.items.empty()) throw Error(Exit::store, "the cache holds no open epic, feature or initiative", "juno rank --type NAME ranks issues of another type");
  ask::SemanticQuery by_team;
  by_team.entity = "issue", by_team.select = {"team"};
  std::map<std::string, Id> ids;
  for (const RankedItem& item : ranking.items) ids[item.candidate.key] = item.candidate.id, ids[item.candidate.source + "/" + item.candidate.key] = item.candidate.id;
  by_team.where.emplace_back(ask::Atom{"type", ask::Op::in, std::vector<std::string>{kRankTypes.begin(), kRankTypes.end()}, {}});
  std::map<Id, std::string> teams;
  for (const auto& row : every_row(ctx, by_team, in)) {
    const auto* key = std::get_if<std::string>(&row[0]);
    const auto* team = std::get_if<std::string>(&row[1]);
    if (const auto at = key && team ? ids.find(*key) : ids.end(); at != ids.end()) teams[at->second] = *team;
  }
  Table table = ask::feature_table(q, ranking, teams);
  report.notes.push_back("Features are the candidates of juno rank: open epics, features and initiatives, with the value, effort and ROI that it gives them; juno rank explain KEY tells why.");
  for (const auto& note : ranking.notes) report.notes.push_back(note);
  for (const auto& warning : ranking.warnings) report.warnings.push_back(warning);
  return table;
}

}  // namespace juno

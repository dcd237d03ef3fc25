// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>
#include "cmd/context.h"
#include "cmd/flags.h"
#include "core/learn/units.h"
#include "core/learn/version.h"
namespace juno {

// What the commands of `juno model` share.

// The history as cases; read once for all targets that need it.
class LearningData {
 public:
  LearningData(Context& ctx, std::vector<std::string> feature_types);
  std::vector<learn::Case> cases(learn::Target target);
  // One issue as it is now; throws Error{usage} for an unknown key.
  learn::Case issue(const std::string& key, std::string& summary);

  // What of the recorded outcomes could be learned from; known once the cases of values were asked for.
  struct Outcomes {
    int recorded = 0, unknown_unit = 0, negative = 0;  // features; negative ones count as 0
    std::set<std::string> units, unknown_units;
  };
  const Outcomes& outcomes() const { return outcomes_; }
  // "; 3 are in USD, of which rank.units says nothing; 2 are …": why fewer than were recorded could be learned from; empty when all could.
  std::string left_out(std::size_t learned) const;

 private:
  void read_outcomes(std::vector<learn::LearnItem>& items);

  Context& ctx_;
  std::vector<std::string> feature_types_;
  std::map<bool, std::vector<learn::LearnItem>> items_;  // of features, of others
  learn::Lexicon lexicon_;
  Outcomes outcomes_;
};
OptionSpec& declare_feature_types(Flags& flags, std::vector<std::string>& into);
// As they are cached. Throws Error{usage} for one that no issue has.
std::vector<std::string> feature_types_or_usual(Context& ctx, std::vector<std::string> given);

// By number, or the one in use by target. Throws Error{usage} when there is none.
learn::ModelVersion model_named(Context& ctx, const std::string& name);
// Null, with a reason for people, where libxgboost is not installed.
std::unique_ptr<learn::Trees> trees_of(Context& ctx);
std::string describe(const learn::Trees* trees);

}  // namespace juno

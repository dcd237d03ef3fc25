// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/learn/encoder.h"
#include "core/learn/trees.h"
namespace juno::learn {

// How long or how much, from what an issue said before. A ladder: the more history, the more a method may look at (methods.md §7.4).
enum class Method {
  median,  // of finished ones of the type
  shrunk,  // the mean, moved by type, components and reporter as far as their numbers carry it, and by the most similar texts
  linear,  // regression on words, tags and numbers
  trees,   // boosted trees on the same; what is still open counts as lasting longer than it has
};
std::string_view to_string(Method method);
// The methods that so many finished cases allow, the simplest first. Trees only where they are at hand.
std::vector<Method> methods_for(std::size_t known, bool trees);

// One reason of an estimate, in logarithms: they add up to the estimate's, so each multiplies it by e to that.
struct Reason {
  std::string name;
  double share = 0;
};

struct Range {
  double low = 0, high = 0;
};

// Figures by name.
using Named = std::map<std::string, double, std::less<>>;

struct EffortModel {
  Method method = Method::median;
  // The baseline, there with every method: medians of logarithms.
  double usual = 0;
  Named usual_of_type;
  // shrunk: `constant` and effects by tag; linear: `constant` and weights.
  Encoder encoder;
  double constant = 0;
  Named effects;
  struct Neighbour {
    std::string key;
    SparseRow words;
    double off = 0;  // its logarithm minus what the effects say
  };
  std::vector<Neighbour> neighbours;
  std::vector<float> weights;
  std::string trees;
  // Ranges: the expected error by type, and the width in units of it.
  double spread = 1;
  Named spread_of_type;
  std::optional<double> width;  // nothing where too few errors are known

  double usual_for(const std::string& type) const;
  double spread_for(const std::string& type) const;

  std::string bytes() const;
  static EffortModel from_bytes(std::string_view bytes);  // throws Error{store}
};

// Needs a known case. `trees` is needed by Method::trees only.
EffortModel fit_effort(std::span<const Case> cases, Method method, const Trees* trees, std::uint32_t seed);
// Logarithms, one a case.
std::vector<double> estimate(const EffortModel& model, std::span<const Case> cases, const Trees* trees);
// Of one case: the reasons sum to the estimate, those of least size last.
std::vector<Reason> reasons(const EffortModel& model, const Case& c, const Trees* trees);
// Around an estimate's logarithm.
std::optional<Range> range_around(const EffortModel& model, double margin, const std::string& type);

}  // namespace juno::learn

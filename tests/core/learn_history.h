// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>
#include "core/learn/cases.h"
namespace juno::learn::test {

// An invented team's history with a known law: days = e^(1 + type + component + words + noise) - 1/4. With `law` 0 all that is
// written says nothing.
struct HistoryOptions {
  int issues = 600;
  double noise = 0.5, law = 1;
  unsigned seed = 5;
  int hours_between = 8;
};

inline std::vector<LearnItem> history(const HistoryOptions& o) {
  static const std::vector<std::string> words{"login", "invoice", "export", "crash", "label", "report", "mail", "search", "cache", "payment", "screen", "button", "migration", "upgrade", "typo", "wording"};
  std::mt19937 random(o.seed);
  std::normal_distribution<double> noise;
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  std::vector<LearnItem> out;
  for (int k = 0; k < o.issues; ++k) {
    LearnItem item;
    item.key = "INV-" + std::to_string(k + 1);
    const int type = pick(3), component = pick(4);
    item.now.type = std::vector<std::string>{"Bug", "Story", "Task"}[static_cast<std::size_t>(type)];
    item.now.components = {"part " + std::to_string(component)};
    item.now.reporter = "person " + std::to_string(pick(9));
    item.now.priority = pick(2) == 0 ? "High" : "Low";
    double y = 1 + o.law * (0.5 * type + 0.25 * component);
    for (int w = 0; w < 10; ++w) {
      const std::string& word = words[static_cast<std::size_t>(pick(static_cast<int>(words.size())))];
      (w < 3 ? item.now.summary : item.now.description) += word + " ";
      y += o.law * (word == "migration" ? 0.5 : word == "typo" ? -0.5 : 0);
    }
    y += o.noise * noise(random);
    item.created = {1'600'000'000'000 + static_cast<std::int64_t>(k) * o.hours_between * 3'600'000};
    item.started = item.created + std::chrono::hours(1 + pick(20));
    const double days = std::max(0.01, std::exp(y) - 0.25);
    item.done = *item.started + std::chrono::milliseconds(static_cast<std::int64_t>(days * 86'400'000));
    item.points = item.estimate = std::vector<double>{1, 2, 3, 5, 8, 13}[static_cast<std::size_t>(std::clamp(std::lround(y + 0.5), 0L, 5L))];
    out.push_back(std::move(item));
  }
  return out;
}

inline Instant end_of(const std::vector<LearnItem>& items) { return items.back().created + std::chrono::hours(24); }

}  // namespace juno::learn::test

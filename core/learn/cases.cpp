// SPDX-License-Identifier: Apache-2.0
#include "core/learn/cases.h"
#include <algorithm>
#include <charconv>
#include <cmath>
#include "core/sprint_scope.h"
namespace juno::learn {
namespace {

constexpr double kDayMs = 86'400'000;

double days(Instant from, Instant to) { return static_cast<double>(to.ms - from.ms) / kDayMs; }

// What was known before the moment of prediction is no outcome; a word about a later day replaces an earlier one from then on.
bool settle_worth(const LearnItem& item, Instant now, Case& c) {
  if (item.worth.empty()) return false;
  c.at = item.started && *item.started < item.worth.front().known ? *item.started : item.created;
  for (const Worth& w : item.worth)
    if (w.known > c.at && std::isfinite(w.value)) c.before.push_back({w.known, std::max(0.0, w.value)});
  if (c.before.empty() || c.at > now) return false;
  c.known = c.before.back().known, c.value = c.before.back().value;
  c.before.pop_back();
  return true;
}

// The outcome of an item, when it was to be predicted, and when it was known. False where there is nothing to learn.
bool settle(Target target, const LearnItem& item, Instant now, Case& c) {
  switch (target) {
    case Target::points:
      if (!item.estimate) return false;
      c.at = item.estimated.value_or(item.created), c.known = c.at, c.value = *item.estimate;
      return c.at <= now;
    case Target::cycle:
      if (!item.started || *item.started > now || (item.done && *item.done < *item.started)) return false;
      c.at = *item.started, c.known = item.done && *item.done <= now ? item.done : std::nullopt;
      c.value = days(c.at, c.known.value_or(now));
      return true;
    case Target::effort:
      if (!item.done || *item.done > now || !item.points || *item.points <= 0) return false;
      c.at = item.started && *item.started < *item.done ? *item.started : item.created;
      c.known = item.done, c.value = *item.points;
      return true;
    case Target::value: return settle_worth(item, now, c);
  }
  return false;
}

// The stated value at a moment: from what it is now, each later change undone.
std::optional<double> stated_at(const LearnItem& item, Instant at) {
  std::optional<double> value = item.stated;
  for (std::size_t i = item.restated.size(); i-- > 0 && item.restated[i].at > at;) value = item.restated[i].before;
  return value && std::isfinite(*value) ? value : std::nullopt;
}

void append(std::string& out, double value) {
  char text[32];
  out.append(text, std::to_chars(text, text + sizeof text, value).ptr);
}

}  // namespace

std::string_view to_string(Target target) {
  switch (target) {
    case Target::points: return "points";
    case Target::cycle: return "cycle";
    case Target::effort: return "effort";
    case Target::value: return "value";
  }
  return {};
}
std::optional<Target> target_named(std::string_view name) {
  for (const auto t : kTargets)
    if (to_string(t) == name) return t;
  return std::nullopt;
}
std::string_view unit_of(Target target) {
  switch (target) {
    case Target::cycle: return "days";
    case Target::value: return "points of value";
    case Target::points:
    case Target::effort: return "points";
  }
  return {};
}

bool earlier(const Case& a, const Case& b) {
  if (a.at != b.at) return a.at < b.at;
  if (key_before(a.key, b.key) || key_before(b.key, a.key)) return key_before(a.key, b.key);
  return a.key < b.key;
}

Case case_at(Lexicon& lexicon, const LearnItem& item, Instant at) {
  const Item was = item_at(item.now, item.changes, at);
  Case c;
  c.key = item.key, c.type = was.type, c.reporter = was.reporter, c.at = at;
  int words = 0;
  c.text = count_text(lexicon, was.summary, was.description, &words);
  c.words = words;
  const auto tag = [&](const char* kind, const std::string& name) {
    if (!name.empty()) c.tags.push_back(lexicon.keep(std::string(kind) + ": " + name));
  };
  tag("type", was.type), tag("priority", was.priority), tag("epic", was.epic), tag("reporter", was.reporter);
  tag("project", item.key.substr(0, item.key.rfind('-')));
  for (const std::string& l : was.labels) tag("label", l);
  for (const std::string& n : was.components) tag("component", n);
  std::sort(c.tags.begin(), c.tags.end());
  c.labels = static_cast<double>(was.labels.size()), c.components = static_cast<double>(was.components.size());
  c.age_days = std::max(0.0, days(item.created, at));
  return c;
}

std::vector<Case> cases_of(Lexicon& lexicon, Target target, std::span<const LearnItem> items, Instant now) {
  std::vector<Case> out;
  for (const LearnItem& item : items) {
    Case outcome;
    if (!settle(target, item, now, outcome) || !std::isfinite(outcome.value) || outcome.value < 0) continue;
    Case c = case_at(lexicon, item, outcome.at);
    c.known = outcome.known, c.value = outcome.value, c.before = std::move(outcome.before);
    if (target == Target::value) c.stated = stated_at(item, c.at);
    out.push_back(std::move(c));
  }
  std::sort(out.begin(), out.end(), earlier);
  return out;
}

std::vector<Case> seen_at(Target target, std::span<const Case> cases, Instant at) {
  std::vector<Case> out;
  for (const Case& c : cases) {
    if (c.at >= at) break;  // by moment
    const bool known = c.known && *c.known < at;
    const auto earlier_word = known ? c.before.rend() : std::find_if(c.before.rbegin(), c.before.rend(), [&](const Worth& w) { return w.known < at; });
    const bool said = earlier_word != c.before.rend();
    if (!known && !said && target != Target::cycle) continue;
    out.push_back(c);
    if (said) out.back().known = earlier_word->known, out.back().value = earlier_word->value;
    else if (!known) out.back().known.reset(), out.back().value = days(c.at, at);
  }
  return out;
}

std::string canonical(std::span<const Case> cases) {
  std::string out;
  for (const Case& c : cases) {
    out += c.key + "\t" + std::to_string(c.at.ms) + "\t" + (c.known ? std::to_string(c.known->ms) : "open") + "\t";
    append(out, c.value);
    for (const Worth& w : c.before) out += "\t" + std::to_string(w.known.ms) + "=", append(out, w.value);
    if (c.stated) out += "\tstated=", append(out, *c.stated);
    for (const std::string_view t : c.tags) (out += "\t") += t;
    for (const auto& [term, n] : c.text) ((out += "\t") += term) += ":" + std::to_string(n);
    out += "\n";
  }
  return out;
}

}  // namespace juno::learn

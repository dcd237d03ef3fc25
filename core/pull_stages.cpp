// SPDX-License-Identifier: Apache-2.0
#include "core/pull_stages.h"
#include <algorithm>
#include "core/wildcard.h"
namespace juno {
namespace {

std::optional<double> hours(const std::optional<Instant>& from, const std::optional<Instant>& to) {
  if (!from || !to || *to < *from) return std::nullopt;
  return static_cast<double>(to->ms - from->ms) / 3'600'000.0;
}

}  // namespace

PullStages stages_of(const PullRequest& p) {
  const PullMoments& m = p.moments;
  PullStages s;
  s.coding = hours(m.first_commit, m.ready);
  s.pickup = hours(m.ready, m.first_review);
  s.review = hours(m.first_review, m.first_approval);
  s.merge = hours(m.first_approval, p.merged);
  s.deploy = hours(p.merged, m.deployed);
  s.total = hours(m.first_commit, m.deployed);
  s.to_merge = hours(m.first_commit, p.merged);
  s.open = hours(p.created, p.merged);
  s.response = hours(m.ready, m.first_response);
  return s;
}

bool is_bot(const Person& person, std::span<const std::string> ignore) {
  return person.kind == "bot" || std::any_of(ignore.begin(), ignore.end(), [&](const std::string& login) { return !person.account.empty() && matches(login, person.account); });
}

bool reviewed_by_another(const Person& reviewer, const Person& author, std::span<const std::string> ignore) {
  if (is_bot(reviewer, ignore)) return false;
  return reviewer.account != author.account || (reviewer.account.empty() && reviewer.name != author.name);
}

int review_rounds(const PullFacts& f) {
  std::vector<std::pair<Instant, bool>> events;  // whether it is a push
  std::optional<Instant> end = f.pull.merged;
  for (const Review& r : f.reviews) {
    if (!r.submitted || !reviewed_by_another(r.reviewer, f.pull.author, {})) continue;
    if (r.state == ReviewState::changes_requested || r.state == ReviewState::commented) events.emplace_back(*r.submitted, false);
    else if (r.state == ReviewState::approved && (!end || *r.submitted < *end)) end = r.submitted;
  }
  for (const Instant at : f.pushes) events.emplace_back(at, true);
  std::sort(events.begin(), events.end());
  int rounds = 0;
  bool reviewed = false;
  for (const auto& [at, push] : events) {
    if (end && *end < at) break;
    rounds += push && reviewed;
    reviewed = !push;
  }
  return rounds;
}

std::int64_t size_of(const PullFacts& f, std::span<const std::string> generated) {
  if (f.files.empty()) return f.pull.additions + f.pull.deletions;
  std::int64_t lines = 0;
  for (const PullFile& file : f.files) {
    const std::string_view name = std::string_view(file.path).substr(file.path.rfind('/') + 1);
    // A pattern without a folder is about the name alone, one with a folder about the path or its end.
    const auto left_out = [&](const std::string& pattern) {
      return pattern.find('/') == std::string::npos ? matches(pattern, name) : matches(pattern, file.path) || matches("*/" + pattern, file.path);
    };
    if (std::none_of(generated.begin(), generated.end(), left_out)) lines += file.additions + file.deletions;
  }
  return lines;
}

SizeClass size_class(std::int64_t lines) {
  return lines < 10 ? SizeClass::xs : lines < 50 ? SizeClass::s : lines < 200 ? SizeClass::m : lines < 500 ? SizeClass::l : SizeClass::xl;
}

std::string_view to_string(SizeClass size) {
  switch (size) {
    case SizeClass::xs: return "XS (below 10)";
    case SizeClass::s: return "S (below 50)";
    case SizeClass::m: return "M (below 200)";
    case SizeClass::l: return "L (below 500)";
    case SizeClass::xl: return "XL (500 or more)";
  }
  return {};
}

}  // namespace juno

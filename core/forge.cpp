// SPDX-License-Identifier: Apache-2.0
#include "core/forge.h"
#include <algorithm>
namespace juno {
namespace {

void earlier(std::optional<Instant>& best, Instant at) {
  if (!best || at < *best) best = at;
}
void later(std::optional<Instant>& best, Instant at) {
  if (!best || *best < at) best = at;
}

// Somebody who counts as a second pair of eyes. A deleted account is somebody, unless the author is deleted as well and
// the two cannot be told apart.
bool other_human(const Person& who, const Person& author) {
  if (who.kind == "bot") return false;
  return who.account != author.account || (who.account.empty() && who.name != author.name);
}

// Created ready, it was ready from the start; else from the first time it left draft.
std::optional<Instant> ready_at(const PullRecord& r) {
  const PullEvent* first = nullptr;
  for (const auto& e : r.events)
    if (e.kind == PullEvent::Kind::ready_for_review || e.kind == PullEvent::Kind::converted_to_draft)
      if (!first || e.at < first->at) first = &e;
  if (!first) return r.pull.draft ? std::nullopt : std::optional(r.pull.created);
  return first->kind == PullEvent::Kind::ready_for_review ? first->at : r.pull.created;
}

void read_reviews(const PullRecord& r, PullMoments& m) {
  const Instant from = m.ready.value_or(r.pull.created);
  for (const auto& review : r.reviews) {
    if (!review.submitted || review.state == ReviewState::pending || !other_human(review.reviewer, r.pull.author)) continue;
    if (r.pull.merged && *r.pull.merged < *review.submitted) continue;
    if (review.state == ReviewState::approved) {
      earlier(m.first_approval, *review.submitted);
      later(m.last_approval, *review.submitted);
    }
    if (*review.submitted < from) continue;
    earlier(m.first_review, *review.submitted);
    earlier(m.first_response, *review.submitted);
  }
  for (const auto& c : r.comments)
    if (!(c.at < from) && other_human(c.author, r.pull.author)) earlier(m.first_response, c.at);
}

}  // namespace

PullMoments moments_of(const PullRecord& r) {
  PullMoments m;
  for (const auto& c : r.commits) {
    earlier(m.first_commit, c.authored);
    earlier(m.first_committed, c.committed);
    later(m.last_commit, c.committed);
  }
  m.ready = ready_at(r);
  read_reviews(r, m);
  return m;
}

bool Deployment::reached_production() const {
  return std::any_of(statuses.begin(), statuses.end(), [](const DeploymentStatus& s) { return s.state == "success"; });
}

void settle(Deployment& d, const std::string& listed) {
  d.finished.reset();
  d.state.clear();
  for (const auto& s : d.statuses)
    if (s.state != "inactive") d.state = s.state;
  for (const auto& s : d.statuses)
    if (s.state == "success") earlier(d.finished, s.at);
  if (!d.finished)
    for (const auto& s : d.statuses)
      if (s.state == "failure" || s.state == "error") later(d.finished, s.at);
  if (d.state.empty()) d.state = listed;
}

}  // namespace juno

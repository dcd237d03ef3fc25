// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/sprint_book.h"
namespace fakes {

void SprintBook::start_record(Page& page, int issue, State now) {
  SprintRecord& record = page.records[issue];
  record.at_start = record.member = true;
  record.done_at_start = now.done;
  record.first_points = now.points;
}

void SprintBook::settle_record(SprintRecord& record, State now) {
  record.end_points = now.points;
  if (!record.member) record.outcome = Outcome::removed;
  else if (!now.done) record.outcome = Outcome::not_completed;
  else record.outcome = record.credit ? Outcome::completed : Outcome::completed_elsewhere;
}

void SprintBook::enter(int sprint, int issue, State now) {
  Page& page = pages_[sprint];
  page.members.insert(issue);
  if (!page.open) return;
  const auto [place, fresh] = page.records.try_emplace(issue);
  SprintRecord& record = place->second;
  if (fresh) {
    record.added = true;
    record.first_points = now.points;
  }
  record.member = true;
  record.entries += 1;
  record.entered += now.points.value_or(0);
}

void SprintBook::leave(int sprint, int issue, State now, bool closing) {
  Page& page = pages_[sprint];
  page.members.erase(issue);
  if (!page.open || closing) return;
  SprintRecord& record = page.records[issue];
  record.member = false;
  record.left_points = now.points;
  record.exits += 1;
  record.exited += now.points.value_or(0);
}

void SprintBook::points_changed(int issue, std::optional<double> from, std::optional<double> to) {
  for (const int sprint : open_) {
    Page& page = pages_[sprint];
    const auto place = page.records.find(issue);
    if (place != page.records.end() && place->second.member)
      place->second.changed += to.value_or(0) - from.value_or(0);
  }
}

void SprintBook::became_done(int issue, std::optional<double> points) {
  for (const int sprint : open_) {
    Page& page = pages_[sprint];
    const auto place = page.records.find(issue);
    if (place == page.records.end()) continue;
    place->second.credit = place->second.member;
    place->second.done_points = points;
  }
}

void SprintBook::became_undone(int issue) {
  for (const int sprint : open_) {
    Page& page = pages_[sprint];
    const auto place = page.records.find(issue);
    if (place == page.records.end()) continue;
    place->second.credit = false;
    place->second.done_points.reset();
  }
}

void SprintBook::forget(int issue) {
  for (auto& [sprint, page] : pages_) {
    page.members.erase(issue);
    page.records.erase(issue);
  }
}

void SprintBook::forget_sprint(int sprint) {
  pages_.erase(sprint);
  open_.erase(sprint);
}

const SprintBook::Page* SprintBook::page(int sprint) const {
  const auto place = pages_.find(sprint);
  return place == pages_.end() ? nullptr : &place->second;
}

}  // namespace fakes

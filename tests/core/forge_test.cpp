// SPDX-License-Identifier: Apache-2.0
#include "core/forge.h"
#include "tests/support/at.h"
#include <doctest/doctest.h>
using namespace juno;

namespace {
Person who(const std::string& login, const std::string& kind = "user") {
  Person p;
  p.account = p.name = login, p.kind = kind;
  return p;
}
Review review(const std::string& login, ReviewState state, const char* when, const std::string& kind = "user") {
  Review r;
  r.id = login + when, r.reviewer = who(login, kind), r.state = state, r.submitted = at(when);
  return r;
}
PullRecord opened() {
  PullRecord r;
  r.pull.author = who("ada");
  r.pull.created = at("2026-03-02T09:00:00Z");
  return r;
}
}  // namespace

TEST_CASE("moments: drafts are not ready, the author and bots do not review, nothing counts after the merge") {
  PullRecord r = opened();
  r.events = {{at("2026-03-03T09:00:00Z"), PullEvent::Kind::ready_for_review, who("ada")}};
  r.pull.merged = at("2026-03-05T09:00:00Z");
  r.reviews = {review("bo", ReviewState::commented, "2026-03-02T10:00:00Z"),    // while a draft
               review("ada", ReviewState::commented, "2026-03-03T10:00:00Z"),   // the author
               review("lint", ReviewState::approved, "2026-03-03T11:00:00Z", "bot"),
               review("bo", ReviewState::changes_requested, "2026-03-04T10:00:00Z"),
               review("cy", ReviewState::approved, "2026-03-04T12:00:00Z"), review("bo", ReviewState::approved, "2026-03-05T08:00:00Z"),
               review("di", ReviewState::approved, "2026-03-06T08:00:00Z")};    // after the merge
  r.comments = {{"c1", who("ada"), at("2026-03-03T09:30:00Z")}, {"c2", who("cy"), at("2026-03-03T12:00:00Z")}};
  r.commits.resize(2);
  r.commits[0].authored = at("2026-02-20T09:00:00Z"), r.commits[0].committed = at("2026-03-01T09:00:00Z");
  r.commits[1].authored = at("2026-02-25T09:00:00Z"), r.commits[1].committed = at("2026-02-28T09:00:00Z");
  const PullMoments m = moments_of(r);
  CHECK(m.ready == at("2026-03-03T09:00:00Z"));
  CHECK(m.first_response == at("2026-03-03T12:00:00Z"));
  CHECK(m.first_review == at("2026-03-04T10:00:00Z"));
  CHECK(m.first_approval == at("2026-03-04T12:00:00Z"));
  CHECK(m.last_approval == at("2026-03-05T08:00:00Z"));
  CHECK(m.first_commit == at("2026-02-20T09:00:00Z"));
  CHECK(m.first_committed == at("2026-02-28T09:00:00Z"));
  CHECK(m.last_commit == at("2026-03-01T09:00:00Z"));
}

TEST_CASE("moments: when a pull request is ready") {
  PullRecord r = opened();
  CHECK(moments_of(r).ready == r.pull.created);
  r.pull.draft = true;
  CHECK_FALSE(moments_of(r).ready);  // a draft from the start
  r.events = {{at("2026-03-04T09:00:00Z"), PullEvent::Kind::converted_to_draft, who("ada")}};
  CHECK(moments_of(r).ready == r.pull.created);  // it was ready before it became a draft
}

TEST_CASE("moments: a deleted account may review, but not its own pull request") {
  PullRecord r = opened();
  r.reviews = {review("", ReviewState::approved, "2026-03-04T10:00:00Z", "")};
  CHECK(moments_of(r).first_review == at("2026-03-04T10:00:00Z"));
  r.pull.author = Person{};
  CHECK_FALSE(moments_of(r).first_review);
}

TEST_CASE("a deployment's state is its last but 'inactive', and it is finished with its first success") {
  Deployment d;
  settle(d, "pending");
  CHECK(d.state == "pending");
  CHECK_FALSE(d.finished);
  d.statuses = {{at("2026-03-01T10:00:00Z"), "in_progress", ""}, {at("2026-03-01T10:05:00Z"), "success", ""}, {at("2026-03-02T10:00:00Z"), "inactive", ""}};
  settle(d, "inactive");
  CHECK(d.state == "success");
  CHECK(d.finished == at("2026-03-01T10:05:00Z"));
  CHECK(d.reached_production());
  d.statuses = {{at("2026-03-01T10:00:00Z"), "failure", ""}, {at("2026-03-01T10:30:00Z"), "error", ""}};
  settle(d, "error");
  CHECK(d.state == "error");
  CHECK(d.finished == at("2026-03-01T10:30:00Z"));
  CHECK_FALSE(d.reached_production());
}

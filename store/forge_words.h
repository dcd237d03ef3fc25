// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include "core/forge.h"
namespace juno::store {

// Enumerations of core/forge.h as the words rows and public views hold, and back.
constexpr std::string_view word(PullState state) {
  switch (state) {
    case PullState::open: return "open";
    case PullState::closed: return "closed";
    case PullState::merged: return "merged";
  }
  return {};
}
constexpr PullState pull_state_of(std::string_view word) {
  return word == "merged" ? PullState::merged : word == "closed" ? PullState::closed : PullState::open;
}

constexpr std::string_view word(ReviewState state) {
  switch (state) {
    case ReviewState::approved: return "approved";
    case ReviewState::changes_requested: return "changes_requested";
    case ReviewState::commented: return "commented";
    case ReviewState::dismissed: return "dismissed";
    case ReviewState::pending: return "pending";
  }
  return {};
}
constexpr ReviewState review_state_of(std::string_view word) {
  for (const auto s : {ReviewState::approved, ReviewState::changes_requested, ReviewState::dismissed, ReviewState::pending})
    if (juno::store::word(s) == word) return s;
  return ReviewState::commented;
}

constexpr std::string_view word(PullEvent::Kind kind) {
  switch (kind) {
    case PullEvent::Kind::ready_for_review: return "ready_for_review";
    case PullEvent::Kind::converted_to_draft: return "converted_to_draft";
    case PullEvent::Kind::force_pushed: return "force_pushed";
    case PullEvent::Kind::closed: return "closed";
    case PullEvent::Kind::reopened: return "reopened";
    case PullEvent::Kind::merged: return "merged";
  }
  return {};
}
constexpr PullEvent::Kind event_kind_of(std::string_view word) {
  using Kind = PullEvent::Kind;
  for (const auto k : {Kind::ready_for_review, Kind::converted_to_draft, Kind::force_pushed, Kind::reopened, Kind::merged})
    if (juno::store::word(k) == word) return k;
  return Kind::closed;
}

constexpr std::string_view word(LinkSource source) {
  switch (source) {
    case LinkSource::closing: return "closing";
    case LinkSource::title: return "title";
    case LinkSource::branch: return "branch";
    case LinkSource::commit: return "commit";
    case LinkSource::body: return "body";
  }
  return {};
}
constexpr LinkSource link_source_of(std::string_view word) {
  for (const auto s : {LinkSource::closing, LinkSource::title, LinkSource::branch, LinkSource::commit})
    if (juno::store::word(s) == word) return s;
  return LinkSource::body;
}

// Labels and parents as rows hold them: joined by one character neither can contain.
inline std::string joined(const std::vector<std::string>& parts, char by) {
  std::string out;
  for (const auto& part : parts) (out += out.empty() ? "" : std::string(1, by)) += part;
  return out;
}
inline std::vector<std::string> parted(std::string_view text, char by) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = text.find(by);
    out.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return out;
}

}  // namespace juno::store

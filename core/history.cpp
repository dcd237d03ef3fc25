// SPDX-License-Identifier: Apache-2.0
#include "core/history.h"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <tuple>
#include "core/text.h"
namespace juno {
namespace {

using Points = std::optional<double>;

bool same(const Points& a, const Points& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return std::abs(*a - *b) <= 1e-9 * std::max({1.0, std::abs(*a), std::abs(*b)});
}

// "5", "0.5", or "0,5" as some sites write it. `bad` when there is text that is no number.
Points parse_points(std::string_view text, bool& bad) {
  text = trimmed(text);
  if (text.empty()) return std::nullopt;
  std::string with_dot;
  if (text.find('.') == std::string_view::npos && text.find(',') != std::string_view::npos) {
    with_dot = text;
    with_dot[with_dot.find(',')] = '.';
    text = with_dot;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && end == text.data() + text.size() && std::isfinite(value)) return value;
  bad = true;
  return std::nullopt;
}

// Number fields put their value in the text; `from`/`to` hold it only on some sites.
Points points_of(const std::string& value, const std::string& text, bool& bad) {
  return parse_points(text.empty() ? value : text, bad);
}

Id parse_id(std::string_view text) {
  text = trimmed(text);
  Id id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  return error == std::errc{} && end == text.data() + text.size() && id > 0 ? id : 0;
}

// "76, 79": the complete list. Names without ids cannot be told apart, so they count as bad.
void parse_ids(std::string_view text, const std::string& names, std::vector<Id>& ids, bool& bad) {
  ids.clear();
  text = trimmed(text);
  if (text.empty() && !names.empty()) bad = true;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (const Id id = parse_id(text.substr(0, comma))) ids.push_back(id);
    else if (!trimmed(text.substr(0, comma)).empty()) bad = true;
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

bool matches(const Change& change, const FieldMap::Field& field) {
  if (!change.field_id.empty()) return change.field_id == field.id;
  return !field.name.empty() && change.field == field.name;
}

// The changes that a timeline is made of, oldest first.
struct Step {
  const Change* change;
  IssueTimeline::Event::Kind kind;
  std::size_t points_field = 0;
};

std::vector<Step> steps_of(std::span<const Change> changes, const FieldMap& fields) {
  using Kind = IssueTimeline::Event::Kind;
  const FieldMap::Field status{"status", "status"};
  std::vector<Step> steps;
  for (const Change& c : changes) {
    if (matches(c, status)) steps.push_back({&c, Kind::status});
    else if (matches(c, fields.sprint)) steps.push_back({&c, Kind::sprints});
    else
      for (std::size_t k = 0; k < fields.points.size(); ++k)
        if (matches(c, fields.points[k])) {
          steps.push_back({&c, Kind::points, k});
          break;
        }
  }
  const auto order = [](const Step& a, const Step& b) {
    return std::tie(a.change->at, a.change->history, a.change->ordinal) < std::tie(b.change->at, b.change->history, b.change->ordinal);
  };
  if (!std::is_sorted(steps.begin(), steps.end(), order)) std::stable_sort(steps.begin(), steps.end(), order);
  return steps;
}

const Points& effective(const std::vector<Points>& fields) {
  static const Points kNone;
  const auto found = std::find_if(fields.begin(), fields.end(), [](const Points& p) { return p.has_value(); });
  return found == fields.end() ? kNone : *found;
}

// The present value of each points field. An issue tells only the effective one; a changed field's last change tells its
// own; a field that never changed holds what explains the rest.
std::vector<Points> present_points(const Issue& issue, const std::vector<Step>& steps, std::size_t count) {
  std::vector<Points> present(count);
  std::vector<bool> changed(count, false);
  bool ignored = false;
  for (const Step& s : steps)
    if (s.kind == IssueTimeline::Event::Kind::points) {
      present[s.points_field] = points_of(s.change->to, s.change->to_text, ignored);
      changed[s.points_field] = true;
    }
  if (count == 0 || same(effective(present), issue.points)) return present;
  const auto first = [&](auto&& wanted) {
    std::size_t k = 0;
    while (k < count && !wanted(k)) ++k;
    return k;
  };
  const std::size_t shown = first([&](std::size_t k) { return present[k].has_value(); });
  const std::size_t unchanged = first([&](std::size_t k) { return !changed[k]; });
  if (!issue.points) std::fill(present.begin(), present.end(), Points{});
  else if (unchanged < shown && unchanged < count) present[unchanged] = issue.points;
  else present[shown < count ? shown : 0] = issue.points;  // contradicts that field's last change: found as a gap
  return present;
}

// Walks from the present into the past: each step first tells the state after it, then is undone.
class Rewind {
 public:
  Rewind(const Issue& issue, std::vector<Points> points, const HistoryHints& hints)
      : points_(std::move(points)), fixed_(issue.points), status_(issue.status.id), sprints_(issue.sprints), hints_(hints) {
    std::sort(sprints_.begin(), sprints_.end());
    sprints_.erase(std::unique(sprints_.begin(), sprints_.end()), sprints_.end());
  }

  // The step as an event; nothing when it changed nothing.
  std::optional<IssueTimeline::Event> undo(const Step& step) {
    IssueTimeline::Event event;
    event.at = step.change->at;
    event.kind = step.kind;
    bool changed = false;
    switch (step.kind) {
      case IssueTimeline::Event::Kind::points: changed = undo_points(step, event); break;
      case IssueTimeline::Event::Kind::status: changed = undo_status(*step.change, event); break;
      case IssueTimeline::Event::Kind::sprints: changed = undo_sprints(*step.change, event); break;
    }
    if (!changed) return std::nullopt;
    const Person& author = step.change->author;
    event.author = account_hash(author.account.empty() ? author.name : author.account);
    return event;
  }

  void tell(IssueTimeline& out) const {
    out.points = points_.empty() ? fixed_ : effective(points_);
    out.status = status_;
    out.sprints = sprints_;
  }
  bool gap() const { return gap_ || status_ == 0; }

 private:
  bool undo_points(const Step& step, IssueTimeline::Event& event) {
    Points& field = points_[step.points_field];
    event.points = effective(points_);
    if (!same(field, points_of(step.change->to, step.change->to_text, gap_))) gap_ = true;
    field = points_of(step.change->from, step.change->from_text, gap_);
    return event.points != effective(points_);
  }

  Id status_id(const std::string& id, const std::string& name) const {
    const Id known = parse_id(id);
    return known == 0 && hints_.status_by_name && !name.empty() ? hints_.status_by_name(name) : known;
  }

  bool undo_status(const Change& change, IssueTimeline::Event& event) {
    const Id to = status_id(change.to, change.to_text);
    if (status_ == 0) status_ = to;  // the later change did not say where it came from
    if (status_ == 0 || (to != 0 && to != status_)) gap_ = true;
    event.status = status_;
    status_ = status_id(change.from, change.from_text);
    return event.status != status_;
  }

  bool undo_sprints(const Change& change, IssueTimeline::Event& event) {
    parse_ids(change.to, change.to_text, scratch_, gap_);
    if (scratch_ != sprints_ && !explained_by_deletion(scratch_)) gap_ = true;
    parse_ids(change.from, change.from_text, scratch_, gap_);
    if (scratch_ == sprints_) return false;
    event.sprints = std::move(sprints_);
    sprints_ = scratch_;
    return true;
  }

  // Whether what is there now is `before` without sprints that were deleted.
  bool explained_by_deletion(const std::vector<Id>& before) const {
    if (!hints_.sprint_deleted || !std::includes(before.begin(), before.end(), sprints_.begin(), sprints_.end())) return false;
    return std::all_of(before.begin(), before.end(), [&](Id id) {
      return std::binary_search(sprints_.begin(), sprints_.end(), id) || hints_.sprint_deleted(id);
    });
  }

  std::vector<Points> points_;
  Points fixed_;  // where no points field is known
  Id status_;
  std::vector<Id> sprints_, scratch_;
  bool gap_ = false;
  const HistoryHints& hints_;
};

}  // namespace

IssueTimeline timeline(const Issue& issue, std::span<const Change> changes, const FieldMap& fields, const HistoryHints& hints) {
  const std::vector<Step> steps = steps_of(changes, fields);
  Rewind rewind(issue, present_points(issue, steps, fields.points.size()), hints);
  IssueTimeline out;
  out.created = issue.created;
  out.events.reserve(steps.size());
  bool born = false;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    if (!born && step->change->at < issue.created) {
      rewind.tell(out);
      born = true;
    }
    auto event = rewind.undo(*step);
    if (event && !born) out.events.push_back(std::move(*event));
  }
  if (!born) rewind.tell(out);
  std::reverse(out.events.begin(), out.events.end());
  out.gap = rewind.gap();
  return out;
}

std::vector<Id> sprints_ever(const IssueTimeline& timeline) {
  std::vector<Id> ids = timeline.sprints;
  for (const auto& e : timeline.events) ids.insert(ids.end(), e.sprints.begin(), e.sprints.end());
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

std::vector<Membership> memberships(const IssueTimeline& timeline) {
  std::vector<Membership> out;
  std::vector<Id> now;
  const auto become = [&](const std::vector<Id>& next, Instant at) {
    for (auto& m : out)
      if (!m.to && !std::binary_search(next.begin(), next.end(), m.sprint)) m.to = at;
    for (const Id id : next)
      if (!std::binary_search(now.begin(), now.end(), id)) out.push_back({id, at, std::nullopt});
    now = next;
  };
  become(timeline.sprints, timeline.created);
  for (const auto& e : timeline.events)
    if (e.kind == IssueTimeline::Event::Kind::sprints) become(e.sprints, e.at);
  std::stable_sort(out.begin(), out.end(),
                   [](const Membership& a, const Membership& b) { return std::tie(a.sprint, a.from) < std::tie(b.sprint, b.from); });
  return out;
}

Moments moments(const IssueTimeline& timeline, const std::function<StatusCategory(Id)>& category) {
  Moments out;
  const auto enter = [&](Id status, Instant at) {
    const StatusCategory c = status == 0 ? StatusCategory::todo : category(status);
    if (c == StatusCategory::in_progress && !out.started) out.started = at;
    if (c != StatusCategory::done) out.done.reset();
    else if (!out.done) out.done = at;
  };
  enter(timeline.status, timeline.created);
  for (const auto& e : timeline.events)
    if (e.kind == IssueTimeline::Event::Kind::status) enter(e.status, e.at);
  return out;
}

std::uint64_t account_hash(std::string_view account) {
  if (account.empty()) return 0;
  std::uint64_t hash = 14'695'981'039'346'656'037U;
  for (const char c : account) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
  return hash;
}

}  // namespace juno

// SPDX-License-Identifier: Apache-2.0
#include "store/fingerprint.h"
#include <bit>
#include <cstring>
#include <string_view>
namespace juno::store {
namespace {

// Bump when rows are written differently from the same record, so that old rows are written again.
constexpr std::uint64_t kRules = 1;

// Eight bytes a step in the manner of xxHash64: the raw record is several KB, and a byte a step would cost as much as the upsert.
class Mixer {
 public:
  explicit Mixer(std::uint64_t seed) : state_(seed) {}
  void add(std::uint64_t v) { state_ = std::rotl(state_ ^ (v * kOdd1), 31) * kOdd2 + kOdd3; }
  void add(std::int64_t v) { add(static_cast<std::uint64_t>(v)); }
  void add(int v) { add(static_cast<std::uint64_t>(v)); }
  void add(bool v) { add(std::uint64_t{v}); }
  void add(double v) { add(std::bit_cast<std::uint64_t>(v)); }
  void add(Instant v) { add(v.ms); }
  void add(Date v) { add(v.days); }
  void add(std::string_view s) {
    add(static_cast<std::uint64_t>(s.size()));
    std::uint64_t piece = 0;
    for (; s.size() >= 8; s.remove_prefix(8)) {
      std::memcpy(&piece, s.data(), 8);
      add(piece);
    }
    piece = 0;
    if (!s.empty()) std::memcpy(&piece, s.data(), s.size());
    add(piece);
  }
  void add(const std::string& s) { add(std::string_view(s)); }
  template <class T> void add(const std::optional<T>& v) {
    add(v.has_value());
    if (v) add(*v);
  }
  template <class T> void add(const std::vector<T>& all) {
    add(static_cast<std::uint64_t>(all.size()));
    for (const auto& v : all) add(v);
  }
  void add(const Person& p) { all(p.account, p.name, p.email, p.time_zone, p.active, p.kind); }
  void add(const IssueLink& l) { all(l.id, l.type, l.phrase, l.outward, l.other_key, l.other); }
  void add(const Change& c) {
    all(c.history, c.ordinal, c.at, c.author, c.field, c.field_id, c.from, c.from_text, c.to, c.to_text);
  }
  void add(const FieldMap::Field& f) { all(f.id, f.name); }
  template <class... T> void all(const T&... values) { (add(values), ...); }
  std::uint64_t value() const {
    std::uint64_t v = state_;
    v = (v ^ (v >> 33)) * kOdd1;
    return v ^ (v >> 29);
  }

 private:
  static constexpr std::uint64_t kOdd1 = 0x9E3779B185EBCA87u, kOdd2 = 0xC2B2AE3D27D4EB4Fu, kOdd3 = 0x165667B19E3779F9u;
  std::uint64_t state_;
};

}  // namespace

std::uint64_t fingerprint(const IssueRecord& record, std::uint64_t seed) {
  Mixer m(seed);
  const Issue& i = record.issue;
  m.all(i.id, i.key, i.project, i.project_id, i.type, i.subtask, i.status.id, i.status.name, static_cast<int>(i.status.category));
  m.all(i.priority, i.resolution, i.summary, i.description, i.assignee, i.reporter, i.owner, i.team, i.points, i.business_value);
  m.all(i.parent, i.parent_key, i.epic_key, i.created, i.updated, i.resolved, i.scheduled, i.due);
  m.all(i.labels, i.components, i.fix_versions, i.votes, i.watchers, i.flagged, i.rank);
  m.all(i.original_estimate_s, i.remaining_estimate_s, i.logged_s, i.sprints, i.links);
  m.all(record.changes, record.raw);
  return m.value();
}

std::uint64_t fingerprint(const FieldMap& f) {
  Mixer m(kRules);
  m.all(f.points, f.sprint, f.rank, f.flagged, f.epic_link, f.team, f.owner, f.business_value, f.scheduled);
  return m.value();
}

}  // namespace juno::store

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include "core/error.h"
#include "core/history.h"
namespace juno {
namespace {

// Layout, all numbers LEB128: version, flags, created (zigzag), first points and status, the authors (8 bytes each),
// then each event as a tag byte, milliseconds since the one before, its value, and the author's place in the list.
constexpr char kVersion = 1;
constexpr unsigned kMember = 1, kGap = 2;
constexpr unsigned kKindMask = 3, kEventMember = 4, kPointsShift = 3;
enum class PointsForm : unsigned { none = 0, whole = 1, exact = 2 };

[[noreturn]] void damaged(const char* why) {
  throw Error(Exit::store, std::string("cache: an issue's stored history is not readable: ") + why,
              "Run `juno sync --reprocess` to build it again.");
}

std::uint64_t zigzag(std::int64_t v) { return (static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63); }
std::int64_t unzigzag(std::uint64_t v) { return static_cast<std::int64_t>((v >> 1) ^ (~(v & 1) + 1)); }

void put(std::string& out, std::uint64_t v) {
  for (; v >= 0x80; v >>= 7) out += static_cast<char>((v & 0x7f) | 0x80);
  out += static_cast<char>(v);
}

void put_fixed(std::string& out, std::uint64_t v) {
  for (int i = 0; i < 8; ++i) out += static_cast<char>(v >> (8 * i));
}

PointsForm form_of(const std::optional<double>& points) {
  if (!points) return PointsForm::none;
  const bool whole = std::abs(*points) < 1e15 && std::trunc(*points) == *points && !(*points == 0 && std::signbit(*points));
  return whole ? PointsForm::whole : PointsForm::exact;
}

void put_points(std::string& out, const std::optional<double>& points) {
  switch (form_of(points)) {
    case PointsForm::none: break;
    case PointsForm::whole: put(out, zigzag(static_cast<std::int64_t>(*points))); break;
    case PointsForm::exact: {
      std::uint64_t bits = 0;
      std::memcpy(&bits, &*points, sizeof bits);
      put_fixed(out, bits);
      break;
    }
  }
}

struct Bytes {
  std::string_view rest;
  unsigned char byte() {
    if (rest.empty()) damaged("it ends too early");
    const char c = rest.front();
    rest.remove_prefix(1);
    return static_cast<unsigned char>(c);
  }
  std::uint64_t number() {
    std::uint64_t v = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint64_t b = byte();
      if (shift == 63 && b > 1) break;
      v |= (b & 0x7f) << shift;
      if (b < 0x80) return v;
    }
    damaged("a number is too long");
  }
  std::uint64_t fixed() {
    std::uint64_t v = 0;
    for (int i = 0; i < 8; ++i) v |= std::uint64_t{byte()} << (8 * i);
    return v;
  }
  // How many things follow that take at least `size` bytes each.
  std::size_t count(std::size_t size) {
    const std::uint64_t n = number();
    if (n > rest.size() / size) damaged("it ends too early");
    return static_cast<std::size_t>(n);
  }
  std::optional<double> points(unsigned form) {
    if (form == static_cast<unsigned>(PointsForm::none)) return std::nullopt;
    if (form == static_cast<unsigned>(PointsForm::whole)) return static_cast<double>(unzigzag(number()));
    if (form != static_cast<unsigned>(PointsForm::exact)) damaged("an estimate has an unknown form");
    const std::uint64_t bits = fixed();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) damaged("an estimate is not a number");
    return value;
  }
};

SprintTimeline::Event read_event(Bytes& in, Instant before, const std::vector<std::uint64_t>& authors) {
  SprintTimeline::Event e;
  const unsigned tag = in.byte();
  if (tag >= 1U << 5) damaged("an event has unknown flags");
  const std::uint64_t delta = in.number();
  if (delta > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) ||
      __builtin_add_overflow(before.ms, static_cast<std::int64_t>(delta), &e.at.ms))
    damaged("a time is out of range");
  if ((tag & kKindMask) > static_cast<unsigned>(SprintTimeline::Event::Kind::member)) damaged("an event is of unknown kind");
  e.kind = static_cast<SprintTimeline::Event::Kind>(tag & kKindMask);
  e.member = (tag & kEventMember) != 0;
  switch (e.kind) {
    case SprintTimeline::Event::Kind::points: e.points = in.points(tag >> kPointsShift); break;
    case SprintTimeline::Event::Kind::status: e.status = unzigzag(in.number()); break;
    case SprintTimeline::Event::Kind::member: break;
  }
  const std::uint64_t author = in.number();
  if (author > authors.size()) damaged("an author is missing");
  e.author = author == 0 ? 0 : authors[static_cast<std::size_t>(author) - 1];
  return e;
}

}  // namespace

SprintTimeline seen_from(const IssueTimeline& timeline, Id sprint) {
  const auto in = [sprint](const std::vector<Id>& ids) { return std::binary_search(ids.begin(), ids.end(), sprint); };
  SprintTimeline out;
  out.created = timeline.created;
  out.points = timeline.points;
  out.status = timeline.status;
  out.member = in(timeline.sprints);
  out.gap = timeline.gap;
  out.events.reserve(timeline.events.size());
  bool member = out.member;
  for (const auto& e : timeline.events) {
    SprintTimeline::Event seen;
    seen.at = e.at;
    seen.author = e.author;
    switch (e.kind) {
      case IssueTimeline::Event::Kind::points:
        seen.kind = SprintTimeline::Event::Kind::points;
        seen.points = e.points;
        break;
      case IssueTimeline::Event::Kind::status:
        seen.kind = SprintTimeline::Event::Kind::status;
        seen.status = e.status;
        break;
      case IssueTimeline::Event::Kind::sprints:
        if (!member && !in(e.sprints)) continue;
        seen.kind = SprintTimeline::Event::Kind::member;
        seen.member = member = in(e.sprints);
        break;
    }
    out.events.push_back(seen);
  }
  return out;
}

std::string encode(const SprintTimeline& timeline) {
  std::vector<std::uint64_t> authors;
  for (const auto& e : timeline.events)
    if (e.author != 0 && std::find(authors.begin(), authors.end(), e.author) == authors.end()) authors.push_back(e.author);
  std::string out;
  out.reserve(24 + 8 * authors.size() + 8 * timeline.events.size());
  out += kVersion;
  put(out, (timeline.member ? kMember : 0U) | (timeline.gap ? kGap : 0U) | static_cast<unsigned>(form_of(timeline.points)) << 2);
  put(out, zigzag(timeline.created.ms));
  put_points(out, timeline.points);
  put(out, zigzag(timeline.status));
  put(out, authors.size());
  for (const std::uint64_t a : authors) put_fixed(out, a);
  put(out, timeline.events.size());
  std::int64_t before = timeline.created.ms;
  for (const auto& e : timeline.events) {
    const bool points = e.kind == SprintTimeline::Event::Kind::points;
    const unsigned form = points ? static_cast<unsigned>(form_of(e.points)) : 0U;
    put(out, static_cast<unsigned>(e.kind) | (e.member ? kEventMember : 0U) | form << kPointsShift);
    put(out, static_cast<std::uint64_t>(e.at.ms - before));
    before = e.at.ms;
    if (points) put_points(out, e.points);
    if (e.kind == SprintTimeline::Event::Kind::status) put(out, zigzag(e.status));
    const auto author = std::find(authors.begin(), authors.end(), e.author);
    put(out, e.author == 0 ? 0 : static_cast<std::uint64_t>(author - authors.begin()) + 1);
  }
  return out;
}

SprintTimeline decode_sprint_timeline(std::string_view bytes) {
  Bytes in{bytes};
  if (in.byte() != static_cast<unsigned char>(kVersion)) damaged("it was written by another version of juno");
  SprintTimeline out;
  const std::uint64_t flags = in.number();
  if (flags >= 1U << 4) damaged("it has unknown flags");
  out.member = (flags & kMember) != 0;
  out.gap = (flags & kGap) != 0;
  out.created.ms = unzigzag(in.number());
  out.points = in.points(static_cast<unsigned>(flags >> 2));
  out.status = unzigzag(in.number());
  std::vector<std::uint64_t> authors(in.count(8));
  for (auto& a : authors) a = in.fixed();
  out.events.resize(in.count(3));
  Instant before = out.created;
  for (auto& e : out.events) {
    e = read_event(in, before, authors);
    before = e.at;
  }
  if (!in.rest.empty()) damaged("something follows its end");
  return out;
}

SprintStateAt state_at(const SprintTimeline& timeline, Instant t) {
  SprintStateAt state;
  if (t < timeline.created) return state;
  state = {true, timeline.member, timeline.points, timeline.status};
  for (const auto& e : timeline.events) {
    if (e.at > t) break;
    switch (e.kind) {
      case SprintTimeline::Event::Kind::points: state.points = e.points; break;
      case SprintTimeline::Event::Kind::status: state.status = e.status; break;
      case SprintTimeline::Event::Kind::member: state.member = e.member; break;
    }
  }
  return state;
}

}  // namespace juno

// SPDX-License-Identifier: Apache-2.0
#include "core/status_visits.h"
#include "core/error.h"
namespace juno {
namespace {

// Layout, numbers LEB128: version, first status, then for each later visit the milliseconds since the one before and its
// status. An issue has a handful of visits, so this is the smallest and fastest of what was tried.
constexpr char kVersion = 1;

[[noreturn]] void damaged() {
  throw Error(Exit::store, "cache: an issue's stored statuses are not readable", "Run `juno sync --reprocess` to build them again.");
}

void put(std::string& out, std::uint64_t v) {
  for (; v >= 0x80; v >>= 7) out += static_cast<char>((v & 0x7f) | 0x80);
  out += static_cast<char>(v);
}

std::int64_t take(std::string_view& in) {
  std::uint64_t v = 0;
  for (int shift = 0; shift < 63; shift += 7) {
    if (in.empty()) damaged();
    const auto b = static_cast<unsigned char>(in.front());
    in.remove_prefix(1);
    v |= std::uint64_t{b & 0x7fU} << shift;
    if (b < 0x80) return static_cast<std::int64_t>(v);
  }
  damaged();
}

}  // namespace

std::vector<StatusVisit> status_visits(const IssueTimeline& timeline) {
  std::vector<StatusVisit> out{{timeline.created, timeline.status}};
  for (const auto& e : timeline.events)
    if (e.kind == IssueTimeline::Event::Kind::status && e.status != out.back().status) out.push_back({e.at, e.status});
  return out;
}

std::string encode(const std::vector<StatusVisit>& visits) {
  std::string out(1, kVersion);
  for (std::size_t n = 0; n < visits.size(); ++n) {
    if (n > 0) put(out, static_cast<std::uint64_t>(visits[n].from.ms - visits[n - 1].from.ms));
    put(out, static_cast<std::uint64_t>(visits[n].status));
  }
  return out;
}

void decode_status_visits(std::string_view bytes, Instant created, std::vector<StatusVisit>& into) {
  into.clear();
  if (bytes.empty() || bytes.front() != kVersion) damaged();
  bytes.remove_prefix(1);
  into.push_back({created, take(bytes)});
  while (!bytes.empty()) {
    StatusVisit next;
    if (__builtin_add_overflow(into.back().from.ms, take(bytes), &next.from.ms)) damaged();
    next.status = take(bytes);
    into.push_back(next);
  }
}

}  // namespace juno

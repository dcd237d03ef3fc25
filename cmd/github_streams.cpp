// SPDX-License-Identifier: Apache-2.0
#include "cmd/github_streams.h"
#include "core/names.h"
namespace juno {

using store::Checkpoint;

namespace {

store::Site registered(store::Database& db, const GithubSource& configured, const GithubSession& session) {
  store::Site wanted;
  wanted.name = "github";
  wanted.kind = "github";
  wanted.url = configured.url;
  wanted.account = session.account().account;
  store::Transaction tx(db);
  store::Site out = store::register_site(db, wanted);
  tx.commit();
  return out;
}

bool links_rest_on(const std::string& stream) {
  return stream.starts_with("pulls:") || stream.starts_with("commits:") || stream.starts_with("deployments:");
}

}  // namespace

GithubStreams::GithubStreams(Context& context, store::Database& database, const GithubSource& source, const SyncOptions& how, Progress& shown, SyncResult& outcome)
    : ctx(context), db(database), configured(source), options(how), progress(shown), result(outcome), session(context, source), site(registered(database, source, session)), open_(database) {}

bool GithubStreams::stream(const std::string& name, const std::function<void(Checkpoint&, bool)>& work) {
  if (ctx.system.signal() != 0) throw Error(Exit::interrupted, "interrupted", "what was committed stays; run `juno sync` again to go on");
  Checkpoint c = store::checkpoint(db, site, name).value_or(Checkpoint{});
  c.stream = name;
  const bool resumes = c.state != Checkpoint::State::done && !c.cursor.empty() && c.started;
  if (!resumes) c.cursor.clear(), c.started = session.began(), c.items = 0;
  c.state = Checkpoint::State::running;
  c.error.clear();
  c.resume_after.reset();
  try {
    work(c, resumes);
  } catch (const Error& e) {
    open_.commit();  // these pages came whole
    if (e.exit != Exit::remote && e.exit != Exit::partial) throw;
    // What was committed counts, not what the failed page had changed in memory.
    if (const auto kept = store::checkpoint(db, site, name); kept && kept->state == Checkpoint::State::running) c.cursor = kept->cursor;
    // A position the server does not know any more would fail for ever.
    if (resumes && fold_case(e.what()).find("cursor") != std::string::npos) c.cursor.clear();
    return failed(std::move(c), e);
  }
  c.state = Checkpoint::State::done;
  c.cursor.clear();
  c.finished = c.succeeded = ctx.system.now();
  commit([&] { store::put_checkpoint(db, site, c); });
  result.streams.push_back({site.name, c.stream, "done", c.items, {}, {}, Exit::ok});
  return true;
}

bool GithubStreams::failed(Checkpoint c, const Error& e) {
  const bool partial = e.exit == Exit::partial;
  c.state = partial ? Checkpoint::State::partial : Checkpoint::State::failed;
  c.error = e.what();
  c.finished = ctx.system.now();
  c.resume_after = e.resume_after;
  commit([&] { store::put_checkpoint(db, site, c); });
  result.streams.push_back({site.name, c.stream, partial ? "partial" : "failed", c.items, e.what(), c.resume_after, e.exit});
  return false;
}

void GithubStreams::keep(Checkpoint& c, const std::string& cursor, const std::vector<BadRecord>& bad, std::size_t items, const std::function<void()>& write) {
  c.cursor = cursor;
  c.items += static_cast<std::int64_t>(items);
  result.quarantined += static_cast<std::int64_t>(bad.size());
  open_.write(items, [&] {
    write();
    store::put_quarantine(db, site, bad, ctx.system.now());
    store::put_checkpoint(db, site, c);
    if (items > 0 && links_rest_on(c.stream)) store::put_setting(db, links_due, "1");
  });
  if (open_.full()) open_.commit();
}

void GithubStreams::warn_refused(const std::string& repository, const std::vector<github::PathError>& refused) {
  if (!refused.empty() && refused_.insert(refused.front().message).second)
    result.warnings.push_back(repository + ": some values are not visible to this token: " + refused.front().message);
}

std::optional<Instant> GithubStreams::first_bound() const {
  const auto since = ctx.config().sync.since;
  return since ? std::optional(Instant{std::int64_t{since->days} * 86'400'000}) : std::nullopt;
}

std::optional<Instant> GithubStreams::look_from(const Checkpoint& c) const {
  if (c.watermark && !options.full) return *c.watermark - ctx.config().sync.overlap;
  return first_bound();
}

bool GithubStreams::quiet(const Checkpoint& c, bool resumes, const github::FoundRepository::Newest& newest) const {
  return c.watermark && !options.full && !resumes && newest.quiet(*c.watermark - ctx.config().sync.overlap);
}

}  // namespace juno

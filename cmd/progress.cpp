// SPDX-License-Identifier: Apache-2.0
#include "cmd/progress.h"
#include <algorithm>
#include "core/render/text.h"
namespace juno {
namespace {

using render_detail::printable;

constexpr std::int64_t kTerminalMs = 100, kLogMs = 60'000;

std::string duration(std::int64_t seconds) {
  if (seconds < 60) return std::to_string(seconds) + " s";
  if (seconds < 3600) return std::to_string(seconds / 60) + " min";
  return std::to_string(seconds / 3600) + " h " + std::to_string(seconds % 3600 / 60) + " min";
}

}  // namespace

Progress::Progress(Context& ctx) : ctx_(ctx), started_(ctx.system.now()), last_(started_) {}
Progress::~Progress() { clear(); }

std::string Progress::line(const std::string& what, std::int64_t done, std::int64_t total) const {
  std::string out = what + " " + std::to_string(done);
  if (total > 0) out += "/" + std::to_string(total) + " (" + std::to_string(std::min<std::int64_t>(100, done * 100 / total)) + " %)";
  const std::int64_t elapsed = (ctx_.system.now() - started_).count(), moved = done - first_;
  if (elapsed < 1000 || moved <= 0) return out;
  out += ", " + std::to_string(moved * 1000 / elapsed) + "/s";
  if (total > done) out += ", " + duration((total - done) * elapsed / moved / 1000) + " left";
  return out;
}

void Progress::show(const std::string& what, std::int64_t done, std::int64_t total) {
  if (ctx_.options.quiet) return;
  const Instant now = ctx_.system.now();
  if (what != what_) {
    what_ = what;
    started_ = now;
    first_ = done;
  }
  const bool terminal = ctx_.system.err_is_terminal;
  if ((now - last_).count() < (terminal ? kTerminalMs : kLogMs)) return;
  last_ = now;
  const std::string text = line(what, done, total);
  if (!terminal) {
    ctx_.note("juno: " + text);
    return;
  }
  ctx_.system.err << '\r' << printable(text).substr(0, static_cast<std::size_t>(std::max(ctx_.system.width - 1, 20))) << "\x1b[K" << std::flush;
  visible_ = true;
}

void Progress::clear() {
  if (visible_) ctx_.system.err << "\r\x1b[K" << std::flush;
  visible_ = false;
}

}  // namespace juno

// SPDX-License-Identifier: Apache-2.0
#define SPDLOG_HEADER_ONLY
#define SPDLOG_FMT_EXTERNAL
#define FMT_HEADER_ONLY
#include "cmd/log.h"
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>
#include <unistd.h>
#include "connectors/json.h"
#include "core/render/text.h"
namespace juno {

struct Log::Impl {
  spdlog::logger logger;
  bool json;
  std::string run;  // one id for all lines of this run: when it began and which process
};

Log::Log(std::ostream& out, bool json, Instant started)
    : impl_(new Impl{spdlog::logger("juno", std::make_shared<spdlog::sinks::ostream_sink_mt>(out, true)), json,
                     std::to_string(started.ms) + "-" + std::to_string(getpid())}) {
  impl_->logger.set_level(spdlog::level::trace);
  impl_->logger.set_pattern(json ? "%v" : "%H:%M:%S.%e %^%l%$ %v");
}
Log::~Log() = default;

void Log::write(int level, std::string_view line) {
  const auto severity = level <= 1 ? spdlog::level::info : spdlog::level::debug;
  const auto text = [&](const std::string& whole) { impl_->logger.log(severity, spdlog::string_view_t(whole.data(), whole.size())); };
  if (!impl_->json) return text(std::string(line));
  std::string utf8;  // a line may quote what a server sent
  render_detail::append_utf8(utf8, line);
  text("{\"run\":" + json_string(impl_->run) + ",\"level\":" + (level <= 1 ? "\"info\"" : "\"debug\"") + ",\"message\":" + json_string(utf8) + "}");
}

}  // namespace juno

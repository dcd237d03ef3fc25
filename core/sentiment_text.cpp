// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include "core/sentiment.h"
#include "core/text.h"
namespace juno {
namespace {

constexpr std::size_t kFarthest = 500;  // where the end of a part inside a line is looked for

bool letter_or_high(char c) { return is_letter(c) || static_cast<unsigned char>(c) >= 0x80; }
bool space(char c) { return c == ' ' || c == '\t' || c == '\r'; }

bool any_of(std::string_view s, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view p) { return s.find(p) != std::string_view::npos; });
}

// "2026-02-03 10:11:12 …", "[10:11:12] …", "INFO: …", "at com.acme.Pay.run(Pay.java:12)", "File "x.py", line 3".
bool log_line(std::string_view line) {
  const auto digits = std::count_if(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(line.size(), 24)), is_digit);
  const auto colon = line.find(':');
  if (digits >= 6 && colon != std::string_view::npos && colon < 24) return true;
  if (line.starts_with("at ") && line.find('(') != std::string_view::npos && line.ends_with(')')) return true;
  if (line.starts_with("File \"") || line.starts_with("Traceback (") || line.starts_with("Caused by:") || line.starts_with("... ")) return true;
  if (line.starts_with("$ ") || line.starts_with("# ") || line.starts_with("+ ") || line.starts_with("@@")) return true;
  for (const std::string_view level : {"TRACE", "DEBUG", "INFO", "WARN", "WARNING", "ERROR", "FATAL", "SEVERE", "CRITICAL", "[ERROR]", "[INFO]", "[WARN"})
    if (line.starts_with(level) && (line.size() == level.size() || !letter_or_high(line[level.size()]))) return true;
  // Exceptions by their full name: java.lang.IllegalStateException: …
  const std::string_view head = line.substr(0, std::min(line.find(' '), line.size()));
  return head.find('.') != std::string_view::npos && any_of(head, {"Exception", "Error:"});
}

// Half of what is not blank is no letter_or_high, or the line ends as statements do.
bool code_line(std::string_view line) {
  if (line.size() < 6) return false;  // an emoticon
  std::size_t marks = 0, all = 0;
  for (const char c : line) {
    if (space(c)) continue;
    ++all;
    marks += !letter_or_high(c) && c != '.' && c != ',' && c != '!' && c != '?' && c != '\'';
  }
  const bool ends = (line.ends_with(";") || line.ends_with("{") || line.ends_with("}") || line.ends_with("};") || line.ends_with("/>"));
  return (ends && marks * 8 >= all && line.find_first_of("(){}=<>") != std::string_view::npos) || (marks * 5 >= all * 2 && any_of(line, {"=", "(", "{", "<", "::", "->", "/"}));
}

bool signature(std::string_view line) {
  if (line == "--" || line == "-- " || line == "__") return true;
  for (const std::string_view s : {"kind regards", "best regards", "Best regards", "Kind regards", "Regards,", "regards,", "Cheers,", "cheers,", "Sent from my"})
    if (line.starts_with(s)) return true;
  return false;
}

// Inside a line: `code`, {{code}}, addresses, @names, [~names].
std::string inline_parts(std::string_view s) {
  std::string out;
  for (std::size_t at = 0; at < s.size();) {
    const auto skip_to = [&](std::string_view end, std::size_t from) {
      const auto close = s.substr(0, from + kFarthest).find(end, from);
      if (close == std::string_view::npos) return false;
      at = close + end.size();
      out += ' ';
      return true;
    };
    const bool starts = at == 0 || !letter_or_high(s[at - 1]);
    if (s[at] == '`' && skip_to("`", at + 1)) continue;
    if (s.substr(at, 2) == "{{" && skip_to("}}", at + 2)) continue;
    if (s.substr(at, 2) == "[~" && skip_to("]", at + 2)) continue;
    if (starts && (s.substr(at, 7) == "http://" || s.substr(at, 8) == "https://" || (s[at] == '@' && at + 1 < s.size() && letter_or_high(s[at + 1])) || s.substr(at, 4) == "www.")) {
      at = std::min(s.find_first_of(" \t)>,", at), s.size());
      out += ' ';
      continue;
    }
    out += s[at++];
  }
  return out;
}

}  // namespace

std::string own_words(std::string_view text) {
  std::string out;
  std::string_view until;  // what ends the block that is left out
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = trimmed(text.substr(at, end - at));
    at = end + 1;
    if (!until.empty()) {
      if (line.find(until) != std::string_view::npos) until = {};
      continue;
    }
    bool block = false;
    for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"```", "```"}, {"~~~", "~~~"}, {"{code", "{code}"}, {"{noformat", "{noformat}"}, {"{quote", "{quote}"}}) {
      if (!line.starts_with(open)) continue;
      block = true;
      const auto again = line.find(close, open.size() + (open.starts_with("{") ? line.substr(open.size()).find('}') + 1 : 0));
      if (again == std::string_view::npos) until = close;
      break;
    }
    if (block || line.starts_with(">") || line.starts_with("bq. ")) continue;
    if (signature(line)) break;
    if (log_line(line) || code_line(line)) continue;
    out += inline_parts(line);
    out += '\n';
  }
  return out;
}

}  // namespace juno

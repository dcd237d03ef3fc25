// SPDX-License-Identifier: Apache-2.0
#include "core/ask/refusals.h"
#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include "core/ask/lexicon.h"
#include "core/ask/model.h"
#include "core/ask/phrase_index.h"
#include "core/text.h"
namespace juno::ask {
namespace {

struct Phrases {
  std::string_view phrases, reason;
};
constexpr Phrases kPhrases[] = {
#include "core/ask/refusals.inc"
};
constexpr std::size_t kLongest = 6;

constexpr PhraseIndex<phrases_in(kPhrases), 1 << 12> kBook(kPhrases);
// Why a phrase is refused; empty = it is not.
std::string_view reason_of(std::string_view phrase) {
  std::string_view reason;
  kBook.find(kPhrases, phrase, [&](const Phrases& p) { reason = reason.empty() ? p.reason : reason; });
  return reason;
}

// What a sentence that begins so asks juno to change.
bool orders(std::span<const Token> t) {
  std::size_t i = 0;
  auto w = [&](std::size_t k) { return k < t.size() && t[k].type == Token::Class::word ? std::string_view(t[k].norm) : std::string_view(); };
  while (i < t.size() && (t[i].type == Token::Class::sign || among(w(i), {"please", "pls", "plz", "can", "could", "would", "will", "you", "kindly", "go", "ahead", "and", "now", "just", "hey", "juno", "i", "want", "need", "to", "lets", "let", "us", "we", "id", "like", "me", "ok", "okay", "then", "also", "quickly", "help"}))) ++i;
  // "will we finish …", "can we expect …" ask.
  for (std::size_t k = 0; k + 1 < i; ++k)
    if (among(w(k), {"will", "can", "could", "would", "do"}) && among(w(k + 1), {"we", "i"})) return false;
  const std::string_view first = w(i), next = w(i + 1);
  if (first.empty() || (i + 1 < t.size() && t[i + 1].type == Token::Class::possession)) return false;  // Mark's tickets
  static const std::initializer_list<std::string_view> kAlways = {"delete", "create", "remove", "assign", "reassign", "unassign", "send", "notify", "rename", "transition", "remind", "archive", "cancel", "reopen", "email", "mail", "schedule", "unschedule", "edit", "modify",
      "ping", "message", "dm", "post", "publish", "rerun", "retry", "restart", "rollback", "revert", "escalate", "invite", "kick", "ban", "lock", "unlock", "move", "mark", "add", "insert", "attach", "duplicate", "clone", "upload", "import", "sync", "reset", "purge", "wipe", "erase", "clear", "disable", "enable", "trigger", "tell", "ask",
      "bump", "prioritize", "prioritise", "deprioritize", "unlink", "reschedule", "postpone", "push", "subscribe", "unsubscribe", "approve", "reject", "decline", "dismiss", "alert", "submit", "make", "put", "change", "adjust", "increase", "decrease", "lower", "replace", "swap", "transfer", "share", "forward", "rebase", "squash", "kill", "stop", "pause", "resume", "bring", "convert", "correct", "rewrite", "start", "begin", "end", "finish", "complete", "launch", "split", "convert", "plan", "reserve", "write", "void", "turn"};
  auto a_figure = [&](std::string_view v) { return among(v, {"time", "times", "rate", "rates", "frequency", "date", "dates", "count", "counts", "distribution", "breakdown", "trend", "per", "by", "vs", "versus", "report", "reports", "requests", "request", "size", "stats", "and", "percentage", "duration", "history", "accuracy", "version", "versions", "bugs", "to", "depth", "work", "items", "s", "states", "status", "depth", "comments", "load", "cadence", "ratio", "priority"}); };
  if (among(first, {"tell", "ask"})) return !among(next, {"me", "us", ""});
  if (among(first, {"make"})) return !among(next, {"a", "me"}) || !among(w(i + 2), {"list", "a", "chart", "table", "graph", "report"});
  if (among(first, {"split", "start", "end", "finish", "complete", "plan", "change", "push", "share", "lower", "message", "bring", "begin"})) return !next.empty() && !a_figure(next) && !among(next, {"by", "of", "failure", "lead", "in", "up", "between", "requests", "on", "issues", "tickets", "stories"});
  if (among(first, kAlways)) return !a_figure(next);
  if (among(first, {"close", "merge", "resolve", "update", "set", "fix", "open", "raise", "file", "log", "comment", "label", "tag", "deploy", "release", "link", "estimate", "reply", "respond", "drop", "commit", "review", "block", "unblock", "flag", "unflag", "track", "ship", "report", "save", "store", "run", "build", "execute", "book", "record", "enter", "order", "hide", "do", "point", "rank", "sort", "assign", "queue", "test", "watch", "vote", "pin", "triage", "groom", "refine", "tidy", "clean", "round", "write"})) {
    // "close all stale bugs", "open a ticket", "merge PR 12" order; "open bugs", "merge time", "review depth" do not.
    if (among(first, {"close", "resolve", "merge", "update", "fix", "unblock", "unflag", "clean", "tidy", "execute"}))
      return (i + 1 < t.size() && t[i + 1].type == Token::Class::key) || (!next.empty() && !a_figure(next) && !(first == "close" && among(next, {"to"})));
    if (i + 1 < t.size() && t[i + 1].type == Token::Class::key) return !among(first, {"open", "report", "run", "review"});
    if (among(first, {"set"})) return !next.empty();
    if (among(first, {"log", "book", "record"})) return (i + 1 < t.size() && (t[i + 1].type == Token::Class::number || t[i + 1].type == Token::Class::amount)) || among(next, {"a", "an", "my", "time", "work", "hours"});
    if (among(first, {"report", "run", "rank", "sort", "order", "test", "queue", "watch", "do", "point"})) return first == "report" && among(next, {"a"}) && among(w(i + 2), {"bug", "issue", "problem", "defect"});
    return among(next, {"a", "an", "this", "that", "these", "those", "all", "every", "it", "them", "my", "pr", "ticket", "issue", "new", "the"}) && !(first == "open" && among(next, {"all"})) && !(first == "review" && among(next, {"the"}) && false);
  }
  return false;
}
bool orders_elsewhere(std::span<const Token> t) {
  // "... and close them", "then assign it to Tom"
  for (std::size_t i = 1; i + 1 < t.size(); ++i) {
    if (!among(t[i - 1].norm, {"and", "then", ",", ";"})) continue;
    if (among(t[i].norm, {"close", "assign", "reassign", "delete", "move", "merge", "notify", "send", "email", "update", "create", "remove", "transition", "resolve", "approve", "label", "tag", "ping", "post", "archive", "rename", "reopen", "mark", "set", "add", "cancel", "comment"}) &&
        among(t[i + 1].norm, {"them", "it", "all", "these", "those", "each", "to", "the", "everyone", "a", "me", "him", "her", "this", "that", "as", "slack"}) && !(t[i].norm == "close" && t[i + 1].norm == "to")) return true;
  }
  return false;
}

bool attacks(std::string_view q) {
  std::string low(q);
  for (char& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  constexpr std::string_view kSigns[] = {"';", "\";", "--;", "; --", ";--", "' or ", "<script", "${", "$(", "{{", "/etc/", "../", "rm -rf", "&&", "||", "1=1", "`", "0x", "\\x", "; drop", ";drop", "; select", "; delete", "xp_", "<?", "union all", "select *", "' --", "'--"};
  return std::any_of(std::begin(kSigns), std::end(kSigns), [&](std::string_view s) { return low.find(s) != std::string::npos; });
}

// "I'd love to know", "would you mind": a longer phrase that says nothing holds the words from `begin` to `end`.
bool mere_manners(std::span<const Token> t, std::size_t begin, std::size_t end) {
  for (std::size_t b = begin >= kLongestPhrase ? begin - kLongestPhrase + 1 : 0; b <= begin; ++b) {
    std::string phrase;
    for (std::size_t e = b; e < t.size() && e < b + kLongestPhrase; ++e) {
      phrase += (e > b ? " " : "") + (t[e].type == Token::Class::possession ? std::string("s") : t[e].norm);
      if (e + 1 < end || e + 1 - b <= end - begin) continue;
      const auto known = look_up(phrase);
      if (std::any_of(known.begin(), known.end(), [](const Entry* x) { return x->word == Word::filler; })) return true;
    }
  }
  return false;
}

bool sums(std::span<const Token> t) {  // 2 + 2
  std::size_t numbers = 0, signs = 0;
  for (const Token& x : t) {
    if (x.type == Token::Class::number) ++numbers;
    else if (x.type == Token::Class::sign && among(x.norm, {"+", "*", "/", "-", "^", "="})) ++signs;
    else if (among(x.norm, {"plus", "times", "minus", "divided"})) ++signs;
    else if (!(x.type == Token::Class::sign) && x.type != Token::Class::possession && !among(x.norm, {"what", "is", "whats", "by", "equals", "how", "much", "calculate", "compute"})) return false;
  }
  return numbers >= 2 && signs >= 1;
}

}  // namespace

std::optional<Refusal> refusal(std::span<const Token> t, std::string_view question, const std::function<bool(std::size_t, std::size_t)>& named) {
  if (attacks(question)) return Refusal{"unsafe", 0, t.size()};
  if (sums(t)) return Refusal{"out_of_domain", 0, t.size()};
  if (orders(t) || orders_elsewhere(t)) return Refusal{"write", 0, t.size()};
  std::optional<Refusal> best;
  auto rank = [](std::string_view reason) { return std::find(kRefuseReasons.begin(), kRefuseReasons.end(), reason) - kRefuseReasons.begin(); };
  // The most serious reason is named: an attack before a topic.
  auto weight = [&](std::string_view reason) { return reason == "unsafe" ? -3 : reason == "pii" ? -2 : reason == "judgement" ? -1 : static_cast<int>(rank(reason)); };
  std::size_t looked_for = t.size();
  for (std::size_t i = t.size(); i-- > 1;)
    if (among(t[i - 1].norm, {"mentioning", "mention", "mentions", "about", "containing", "contain", "contains", "matching", "titled", "referencing"})) looked_for = i;
  for (std::size_t i = 0; i < t.size(); ++i) {
    std::string phrase;
    for (std::size_t n = 0; n < kLongest && i + n < t.size(); ++n) {
      if (t[i + n].type == Token::Class::quoted) break;
      if (t[i + n].type == Token::Class::sign) break;
      phrase += (n ? " " : "") + (t[i + n].type == Token::Class::possession ? std::string("s") : t[i + n].norm);
      const std::string_view reason = reason_of(phrase);
      // "Would you compare …" is a question; "would you release it" asks for advice.
      const bool polite = phrase == "would you" && i + 2 < t.size() && among(t[i + 2].norm, {"show", "list", "tell", "give", "compare", "contrast", "count", "find", "get", "display", "break", "sum", "let", "kindly", "please", "check", "look", "report", "mind"});
      const bool drawn = phrase == "draw" && std::any_of(t.begin(), t.end(), [](const Token& x) { return among(x.norm, {"burndown", "burnup", "burn"}); });  // its points, which a chart has
      if (polite || drawn || reason.empty() || named(i, i + n + 1) || mere_manners(t, i, i + n + 1)) continue;
      // Words that are looked for may be about anything.
      if (looked_for <= i && reason == "unsafe" && among(phrase, {"password", "passwords", "token", "tokens", "access token", "access tokens", "api key", "api keys", "credentials", "credential", "secrets", "override", "bypass", "shell", "bash", "config file", "environment variables", "base64"})) continue;
      if (looked_for <= i && (reason == "no_data" || reason == "out_of_domain" || reason == "unsupported" || reason == "pii")) continue;
      if (!best || weight(reason) < weight(best->reason)) best = Refusal{reason, i, i + n + 1};
    }
  }
  return best;
}

}  // namespace juno::ask

// SPDX-License-Identifier: Apache-2.0
#include "core/config_reader.h"
#include <cmath>
#include "core/names.h"
#include "core/text.h"
namespace juno {
namespace {

std::string kind_of(const TomlValue& value) {
  struct Namer {
    std::string operator()(const TomlValue::Table&) const { return "a table"; }
    std::string operator()(const TomlValue::Array&) const { return "a list"; }
    std::string operator()(const std::string&) const { return "text"; }
    std::string operator()(std::int64_t) const { return "a number"; }
    std::string operator()(double) const { return "a number"; }
    std::string operator()(bool) const { return "true or false"; }
    std::string operator()(Date) const { return "a date"; }
    std::string operator()(TomlValue::Time) const { return "a time"; }
  };
  return std::visit(Namer{}, value.value);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    if (end > at) out.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

bool secret_name(const std::string& key) {
  const std::string folded = fold_case(key);
  for (const std::string_view word : {"token", "secret", "passw", "api_key", "apikey", "api-key"})
    if (folded.find(word) != std::string::npos) return true;
  return false;
}

std::optional<double> number_in(const TomlValue& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value.value)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value.value); real && std::isfinite(*real)) return *real;
  return std::nullopt;
}

}  // namespace

int ConfigReader::length_of_text(const TomlValue& value) {
  return value.begin.line == value.end.line ? std::max(1, value.end.column - value.begin.column) : 1;
}

void ConfigReader::fail(TextPosition at, const std::string& what, const std::string& hint, int length) const {
  const std::string place = exit_ == Exit::usage ? std::string(filename_) : std::string(filename_) + ":" + std::to_string(at.line);
  Error error(exit_, place + ": " + what, hint);
  error.details = caret(text_, at, length);
  throw error;
}

void ConfigReader::unknown(const Entry& entry, const std::string& section, std::vector<std::string> known) const {
  const std::string where = section.empty() ? "" : " in [" + section + "]";
  std::string hint = "known here: " + joined(known);
  const std::string guess = nearest(entry.key, known);
  if (!guess.empty()) hint = "did you mean '" + guess + "'?";
  else if (secret_name(entry.key)) hint = "secrets do not belong in the configuration: `juno auth login` stores them";
  fail(entry.at, "unknown key '" + entry.key + "'" + where, hint, static_cast<int>(std::min<std::size_t>(entry.key.size(), 60)));
}

void ConfigReader::wrong_type(const TomlValue& value, const std::string& name, const std::string& want) const {
  fail(value.begin, name + " must be " + want + ", not " + kind_of(value), "", length_of_text(value));
}

void ConfigReader::need_table(const TomlValue& value, const std::string& name) const {
  if (!value.table()) fail(value.begin, name + " must be a section, not " + kind_of(value), "write [" + name + "] and its keys below", length_of_text(value));
}

void ConfigReader::need_choice(const TomlValue& value, const Rule& rule, const std::string& word) const {
  const auto allowed = split(rule.choices, '|');
  if (allowed.empty() || std::find(allowed.begin(), allowed.end(), word) != allowed.end()) return;
  const std::string guess = nearest(word, allowed);
  fail(value.begin, rule.name + ": '" + word + "' is not one of " + joined(allowed), guess.empty() ? "" : "did you mean '" + guess + "'?", length_of_text(value));
}

void ConfigReader::need_range(const TomlValue& value, const Rule& rule, double number) const {
  if ((rule.least == 0 && rule.most == 0) || (number >= rule.least && number <= rule.most)) return;
  const auto plain = [](double n) { return std::to_string(static_cast<std::int64_t>(n)); };
  fail(value.begin, rule.name + " must be between " + plain(rule.least) + " and " + plain(rule.most), "", length_of_text(value));
}

void ConfigReader::fields(const TomlValue& table, const std::string& section, const std::vector<config_schema::Bound>& keys, const Special& special) const {
  for (const Entry& entry : *table.table()) {
    const auto own = special.find(entry.key);
    if (own != special.end()) {
      own->second(entry);
      continue;
    }
    const auto found = std::find_if(keys.begin(), keys.end(), [&](const auto& k) { return k.key.name == entry.key; });
    if (found == keys.end()) {
      std::vector<std::string> known;
      for (const auto& k : keys) known.push_back(k.key.name);
      for (const auto& [name, reader] : special) known.push_back(name);
      unknown(entry, section, std::move(known));
    }
    const auto& key = found->key;
    set(entry.value, {named(section, entry.key), key.choices, key.least, key.most, key.command}, found->value);
  }
}

void ConfigReader::set(const TomlValue& value, const Rule& rule, const config_schema::Place& into) const {
  std::visit([&](auto* place) { set(value, rule, *place); }, into);
}
void ConfigReader::set(const TomlValue& value, const Rule& rule, std::string& into) const {
  const std::string* text = value.text();
  if (!text) wrong_type(value, rule.name, "text in double quotes");
  need_choice(value, rule, *text);
  into = *text;
}

void ConfigReader::set(const TomlValue& value, const Rule& rule, Names& into) const {
  Names out;
  if (const std::string* text = value.text(); text && rule.command) {
    // juno runs programs without a shell: what would need one must be spelt out.
    if (text->find_first_of("\"'\\$|&;<>(){}*?~`\n") != std::string::npos)
      fail(value.begin, rule.name + " would need a shell", "write it as a list: [\"program\", \"argument\", …]", length_of_text(value));
    out = split(*text, ' ');
  } else if (text) {
    need_choice(value, rule, *text);
    out = {*text};
  } else if (const TomlValue::Array* items = value.array()) {
    for (const TomlValue& item : *items) {
      if (!item.text()) wrong_type(item, rule.name, "a list of texts");
      need_choice(item, rule, *item.text());
      out.push_back(*item.text());
    }
  } else {
    wrong_type(value, rule.name, "a list of texts");
  }
  into = std::move(out);
}

void ConfigReader::set(const TomlValue& value, const Rule& rule, bool& into) const {
  const bool* yes = std::get_if<bool>(&value.value);
  if (!yes) wrong_type(value, rule.name, "true or false");
  into = *yes;
}

void ConfigReader::set(const TomlValue& value, const Rule& rule, std::int64_t& into) const {
  const auto* whole = std::get_if<std::int64_t>(&value.value);
  if (!whole) wrong_type(value, rule.name, "a whole number");
  need_range(value, rule, static_cast<double>(*whole));
  into = *whole;
}

void ConfigReader::set(const TomlValue& value, const Rule& rule, double& into) const {
  const auto number = number_in(value);
  if (!number) wrong_type(value, rule.name, "a number");
  need_range(value, rule, *number);
  into = *number;
}

void ConfigReader::set(const TomlValue& value, const Rule& rule, std::optional<double>& into) const {
  double number = 0;
  set(value, rule, number);
  into = number;
}

void ConfigReader::set(const TomlValue& value, const Rule& rule, std::chrono::seconds& into) const {
  const std::string* text = value.text();
  const auto duration = text ? parse_duration(*text) : std::nullopt;
  if (text && !duration) fail(value.begin, rule.name + ": '" + *text + "' is no duration", "write a whole number and s, m, h, d or w: \"90s\", \"5m\", \"24h\"", length_of_text(value));
  if (!duration) wrong_type(value, rule.name, "a duration such as \"24h\"");
  into = *duration;
}

Date ConfigReader::date(const TomlValue& value, const std::string& name) const {
  if (const Date* date = std::get_if<Date>(&value.value)) return *date;
  if (!value.text()) wrong_type(value, name, "a date such as 2026-12-25");
  const auto date = parse_date(*value.text());
  if (!date) fail(value.begin, name + ": '" + *value.text() + "' is no date", "write YYYY-MM-DD, e.g. 2026-12-25", length_of_text(value));
  return *date;
}

void ConfigReader::set(const TomlValue& value, const Rule& rule, std::optional<Date>& into) const { into = date(value, rule.name); }

void ConfigReader::set(const TomlValue& value, const Rule& rule, std::vector<std::int64_t>& into) const {
  const TomlValue::Array* items = value.array();
  if (!items) wrong_type(value, rule.name, "a list of whole numbers");
  std::vector<std::int64_t> out(items->size());
  for (std::size_t i = 0; i < items->size(); ++i) {
    if (!std::get_if<std::int64_t>(&(*items)[i].value)) wrong_type((*items)[i], rule.name, "a list of whole numbers");
    set((*items)[i], rule, out[i]);
  }
  into = std::move(out);
}

void ConfigReader::set(const TomlValue& value, const Rule& rule, Scores& into) const {
  if (!value.table()) wrong_type(value, rule.name, "a table of numbers: { name = 1, … }");
  for (const Entry& entry : *value.table()) {
    Rule each = rule;
    each.name = named(rule.name, entry.key);
    set(entry.value, each, into[entry.key]);
  }
}

}  // namespace juno

// SPDX-License-Identifier: Apache-2.0
#include "connectors/json.h"
#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <simdjson.h>
#include <type_traits>
namespace juno {

namespace dom = simdjson::dom;

// simdjson keeps a value as (document, place on its tape) and lets nobody but its parser make one. Json holds the same
// two words, so that simdjson stays out of headers.
struct JsonAccess {
  struct Place {
    const void* document;
    std::size_t index;
  };
  template <class To>
  static To as(const void* document, std::size_t index) {
    static_assert(sizeof(To) == sizeof(Place) && std::is_trivially_copyable_v<To>, "simdjson changed its layout");
    return std::bit_cast<To>(Place{document, index});
  }
  template <class From>
  static Place place(const From& from) {
    static_assert(sizeof(From) == sizeof(Place) && std::is_trivially_copyable_v<From>, "simdjson changed its layout");
    return std::bit_cast<Place>(from);
  }
  static dom::element element(const Json& json) { return as<dom::element>(json.document_, json.index_); }
  static Json json(const dom::element& element) {
    const Place at = place(element);
    Json out;
    out.document_ = at.document;
    out.index_ = at.index;
    return out;
  }
  template <class To, class From>
  static To iterator(const From& from) {
    const Place at = place(from);
    To out;
    out.document_ = at.document;
    out.index_ = at.index;
    return out;
  }
};

namespace {

bool is(const Json& json, dom::element_type type) { return json.exists() && JsonAccess::element(json).type() == type; }

std::optional<double> number_in(std::string_view text) {
  std::string copy(text);
  if (std::count(copy.begin(), copy.end(), ',') == 1 && copy.find('.') == std::string::npos)
    std::replace(copy.begin(), copy.end(), ',', '.');  // some locales write 0,5
  double value = 0;
  const auto [end, error] = std::from_chars(copy.data(), copy.data() + copy.size(), value);
  if (error != std::errc{} || end != copy.data() + copy.size() || !std::isfinite(value)) return {};
  return value;
}

std::string reason(simdjson::error_code error) {
  switch (error) {
    case simdjson::EMPTY: return "empty";
    case simdjson::UTF8_ERROR: return "not valid UTF-8";
    case simdjson::UNCLOSED_STRING: return "broken JSON: a text never ends";
    case simdjson::UNESCAPED_CHARS: return "broken JSON: a control character within a text";
    case simdjson::STRING_ERROR: return "broken JSON: a text with a bad escape";
    case simdjson::NUMBER_ERROR: return "broken JSON: a bad number";
    case simdjson::DEPTH_ERROR: return "JSON nested too deeply";
    case simdjson::CAPACITY: return "JSON too large";
    default: return "broken JSON";
  }
}

}  // namespace

bool Json::is_null() const { return !exists() || is(*this, dom::element_type::NULL_VALUE); }
bool Json::is_object() const { return is(*this, dom::element_type::OBJECT); }
bool Json::is_array() const { return is(*this, dom::element_type::ARRAY); }
bool Json::is_string() const { return is(*this, dom::element_type::STRING); }
bool Json::is_number() const {
  if (!exists()) return false;
  const auto type = JsonAccess::element(*this).type();
  return type == dom::element_type::INT64 || type == dom::element_type::UINT64 || type == dom::element_type::DOUBLE;
}

Json Json::operator[](std::string_view key) const {
  if (!is_object()) return {};
  dom::element found;
  if (JsonAccess::element(*this).at_key(key).get(found)) return {};
  return JsonAccess::json(found);
}

std::string_view Json::text() const {
  std::string_view out;
  if (!exists() || JsonAccess::element(*this).get(out)) return {};
  return out;
}

std::optional<double> Json::number() const {
  if (is_string()) return number_in(text());
  double value = 0;
  if (!exists() || JsonAccess::element(*this).get(value)) return {};
  return value;
}

std::optional<std::int64_t> Json::integer() const {
  std::int64_t value = 0;
  if (is_string()) {
    const std::string_view digits = text();
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) return {};
    return value;
  }
  if (!exists()) return {};
  if (!JsonAccess::element(*this).get(value)) return value;
  const auto real = number();  // 5.0 is an integer too
  constexpr double kExact = 9007199254740992.0;
  if (!real || std::trunc(*real) != *real || std::abs(*real) > kExact) return {};
  return static_cast<std::int64_t>(*real);
}

bool Json::is_true() const {
  bool value = false;
  return exists() && !JsonAccess::element(*this).get(value) && value;
}

Json::Iterator Json::begin() const {
  dom::array array;
  if (!exists() || JsonAccess::element(*this).get(array)) return {};
  return JsonAccess::iterator<Iterator>(array.begin());
}

Json::Iterator Json::end() const {
  dom::array array;
  if (!exists() || JsonAccess::element(*this).get(array)) return {};
  return JsonAccess::iterator<Iterator>(array.end());
}

Json Json::Iterator::operator*() const {
  return JsonAccess::json(*JsonAccess::as<dom::array::iterator>(document_, index_));
}

Json::Iterator& Json::Iterator::operator++() {
  auto next = JsonAccess::as<dom::array::iterator>(document_, index_);
  return *this = JsonAccess::iterator<Iterator>(++next);
}

Json::Fields Json::fields() const {
  Fields out;
  dom::object object;
  if (!exists() || JsonAccess::element(*this).get(object)) return out;
  out.begin_ = JsonAccess::iterator<Fields::Iterator>(object.begin());
  out.end_ = JsonAccess::iterator<Fields::Iterator>(object.end());
  return out;
}

std::pair<std::string_view, Json> Json::Fields::Iterator::operator*() const {
  const auto at = JsonAccess::as<dom::object::iterator>(document_, index_);
  return {at.key(), JsonAccess::json(at.value())};
}

Json::Fields::Iterator& Json::Fields::Iterator::operator++() {
  auto next = JsonAccess::as<dom::object::iterator>(document_, index_);
  return *this = JsonAccess::iterator<Iterator>(++next);
}

struct JsonText::Parser {
  dom::parser parser;
  dom::element root;
};

const std::size_t JsonText::kPadding = simdjson::SIMDJSON_PADDING;

JsonText::JsonText() : parser_(std::make_unique<Parser>()) {}
JsonText::JsonText(JsonText&&) noexcept = default;
JsonText& JsonText::operator=(JsonText&&) noexcept = default;
JsonText::~JsonText() = default;

bool JsonText::parse(std::string_view json, std::size_t readable_after) {
  const auto error = parser_->parser.parse(json.data(), json.size(), readable_after < kPadding).get(parser_->root);
  valid_ = error == simdjson::SUCCESS;
  defect_ = valid_ ? std::string() : reason(error);
  return valid_;
}

Json JsonText::root() const { return valid_ ? JsonAccess::json(parser_->root) : Json(); }

std::string json_string(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += {'\\', c};
    else if (static_cast<unsigned char>(c) < 0x20) out += {'\\', 'u', '0', '0', kHex[static_cast<unsigned char>(c) >> 4], kHex[c & 15]};
    else out += c;
  }
  return out + '"';
}

}  // namespace juno

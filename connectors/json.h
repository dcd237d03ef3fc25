// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
namespace juno {

// A value within a JsonText, which must outlive it. Reading never throws: what is absent, null or of another type reads
// as nothing, because every answer from outside may lack anything.
class Json {
 public:
  Json() = default;  // absent

  bool exists() const { return document_ != nullptr; }  // present, possibly null
  bool is_null() const;                                 // null or absent
  bool is_object() const;
  bool is_array() const;
  bool is_string() const;
  bool is_number() const;

  Json operator[](std::string_view key) const;  // first member of that name; absent for anything but an object
  std::string_view text() const;                // of a string; else empty
  std::optional<double> number() const;         // a number, or a string holding one ("5", "0.5", "0,5")
  std::optional<std::int64_t> integer() const;  // an integer, or a string of digits with an optional minus
  bool is_true() const;

  class Iterator;
  class Fields;
  Iterator begin() const;  // elements of an array; nothing to visit otherwise
  Iterator end() const;
  Fields fields() const;   // members of an object, in order

 private:
  friend class JsonText;
  friend struct JsonAccess;
  const void* document_ = nullptr;
  std::size_t index_ = 0;
};

class Json::Iterator {
 public:
  Json operator*() const;
  Iterator& operator++();
  bool operator!=(const Iterator& other) const { return index_ != other.index_; }

 private:
  friend class Json;
  friend struct JsonAccess;
  const void* document_ = nullptr;
  std::size_t index_ = 0;
};

// for (const auto& [key, value] : json.fields())
class Json::Fields {
 public:
  class Iterator {
   public:
    std::pair<std::string_view, Json> operator*() const;
    Iterator& operator++();
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }

   private:
    friend class Json;
    friend struct JsonAccess;
    const void* document_ = nullptr;
    std::size_t index_ = 0;
  };
  Iterator begin() const { return begin_; }
  Iterator end() const { return end_; }

 private:
  friend class Json;
  Iterator begin_, end_;
};

// One JSON text, parsed and fully validated (syntax, UTF-8, numbers, depth up to 1024). Reusing one for many texts saves
// memory allocations; parsing again invalidates the values read before.
class JsonText {
 public:
  JsonText();
  explicit JsonText(std::string_view json) : JsonText() { parse(json); }
  JsonText(JsonText&&) noexcept;
  JsonText& operator=(JsonText&&) noexcept;
  ~JsonText();

  // False, and `defect()` says why, unless the whole of `json` is one valid JSON text. The values keep no reference to
  // `json`. `readable_after`: that many bytes behind it may be read, which saves a copy when at least kPadding.
  bool parse(std::string_view json, std::size_t readable_after = 0);
  static const std::size_t kPadding;

  Json root() const;  // absent when the text was not valid
  const std::string& defect() const { return defect_; }

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
  std::string defect_;
  bool valid_ = false;
};

// `text` as a JSON string with its quotes; control characters escaped.
std::string json_string(std::string_view text);

}  // namespace juno

// SPDX-License-Identifier: Apache-2.0
#include "connectors/jira/text.h"
#include "core/time.h"
namespace juno::jira {
namespace {

class AdfText {
 public:
  std::string take() {
    while (!out_.empty() && (out_.back() == '\n' || out_.back() == ' ')) out_.pop_back();
    return std::move(out_);
  }

  void node(const Json& node, int depth) {
    if (depth > kMaxDepth) return;
    const std::string_view type = node["type"].text();
    const Json attrs = node["attrs"];
    if (type == "text") out_ += node["text"].text();
    else if (type == "hardBreak") out_ += '\n';
    else if (type == "mention" || type == "status") out_ += attrs["text"].text();
    else if (type == "emoji") out_ += attrs["text"].text().empty() ? attrs["shortName"].text() : attrs["text"].text();
    else if (type == "date") day(attrs["timestamp"]);
    else if (type.ends_with("Card")) out_ += attrs["url"].text();
    else if (type == "media" || type == "mediaInline") out_ += attrs["alt"].text();
    else block(type, node, depth);
  }

 private:
  static constexpr int kMaxDepth = 200;

  void day(const Json& timestamp) {
    if (const auto ms = timestamp.integer()) out_ += format_instant({*ms}).substr(0, 10);
  }

  void fresh_line() {
    if (!out_.empty() && out_.back() != '\n') out_ += '\n';
  }

  void children(const Json& node, int depth) {
    for (const Json child : node["content"]) this->node(child, depth + 1);
  }

  void block(std::string_view type, const Json& node, int depth) {
    if (type == "tableRow") return row(node, depth);
    const bool item = type == "listItem" || type == "taskItem" || type == "decisionItem";
    const bool line = item || type == "paragraph" || type == "heading" || type == "codeBlock" || type == "rule";
    if (line && !at_item_) fresh_line();
    if (item) out_ += "- ";
    if (type == "expand" || type == "nestedExpand") {
      out_ += node["attrs"]["title"].text();
      fresh_line();
    }
    at_item_ = item;  // the first paragraph of an item stays on its line
    children(node, depth);
    at_item_ = false;
    if (line) fresh_line();
  }

  void row(const Json& node, int depth) {
    fresh_line();
    bool first = true;
    for (const Json cell : node["content"]) {
      while (!out_.empty() && out_.back() == '\n' && !first) out_.pop_back();
      if (!first) out_ += " | ";
      first = false;
      at_item_ = true;
      children(cell, depth + 1);
      at_item_ = false;
    }
    fresh_line();
  }

  std::string out_;
  bool at_item_ = false;
};

}  // namespace

std::string plain_text(const Json& value) {
  if (value.is_string()) return wiki_text(value.text());
  AdfText text;
  text.node(value, 0);
  return text.take();
}

}  // namespace juno::jira

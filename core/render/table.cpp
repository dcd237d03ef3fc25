// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/render/formats.h"
#include "core/render/text.h"
namespace juno::render_detail {
namespace {

constexpr int kGap = 2;
constexpr int kMinWide = 12, kMinText = 8;

struct Style {
  const RenderOptions& options;
  std::string_view bold() const { return options.color ? "\x1b[1m" : ""; }
  std::string_view dim() const { return options.color ? "\x1b[2m" : ""; }
  std::string_view yellow() const { return options.color ? "\x1b[33m" : ""; }
  std::string_view off() const { return options.color ? "\x1b[0m" : ""; }
  std::string_view ellipsis() const { return options.unicode ? "…" : "~"; }
  std::string_view rule() const { return options.unicode ? "─" : "-"; }
};

// All cells as text in one buffer: no allocation per cell.
class Grid {
 public:
  Grid(const Table& table, const Zone& zone) : columns_(table.columns.size()) {
    cells_.reserve((table.rows.size() + 1) * columns_);
    for (const Column& c : table.columns) add([&] { append_printable(text_, c.title.empty() ? c.key : c.title); });
    for (const auto& row : table.rows)
      for (std::size_t i = 0; i < columns_; ++i) add([&] { append_cell(text_, row[i], table.columns[i].kind, zone); });
  }
  std::size_t rows() const { return columns_ == 0 ? 0 : cells_.size() / columns_; }
  std::string_view text(std::size_t row, std::size_t column) const {
    const Piece& p = cells_[row * columns_ + column];
    return std::string_view(text_).substr(p.begin, p.size);
  }
  int width(std::size_t row, std::size_t column) const { return cells_[row * columns_ + column].width; }
  std::vector<int> widths() const {
    std::vector<int> out(columns_, 0);
    for (std::size_t i = 0; i < cells_.size(); ++i) out[i % columns_] = std::max(out[i % columns_], cells_[i].width);
    return out;
  }

 private:
  struct Piece {
    std::size_t begin, size;
    int width;
  };
  template <typename Append>
  void add(Append append) {
    const std::size_t begin = text_.size();
    append();
    cells_.push_back({begin, text_.size() - begin, display_width(std::string_view(text_).substr(begin))});
  }
  std::string text_;
  std::vector<Piece> cells_;
  std::size_t columns_;
};

// Makes columns narrower until the row fits: the widest `wide` ones first, then other text; numbers never.
void fit(std::vector<int>& widths, const std::vector<Column>& columns, int room) {
  int total = kGap * (static_cast<int>(widths.size()) - 1);
  for (const int w : widths) total += w;
  for (const bool wide : {true, false}) {
    const int least = wide ? kMinWide : kMinText;
    while (total > room) {
      std::size_t widest = widths.size();
      int second = least;
      for (std::size_t i = 0; i < widths.size(); ++i) {
        const bool may = wide ? columns[i].wide : columns[i].kind == Kind::text || columns[i].kind == Kind::list;
        if (!may || widths[i] <= least) continue;
        if (widest == widths.size() || widths[i] > widths[widest]) {
          if (widest != widths.size()) second = std::max(second, widths[widest]);
          widest = i;
        } else {
          second = std::max(second, widths[i]);
        }
      }
      if (widest == widths.size()) break;
      const int cut = std::min(total - room, std::max(1, widths[widest] - second));
      widths[widest] -= cut;
      total -= cut;
    }
  }
}

void append_padded(std::string& out, std::string_view text, int text_width, int width, bool right, const Style& style) {
  if (text_width > width) {
    const std::size_t bytes = prefix_bytes(text, width - 1);
    const int kept = display_width(text.substr(0, bytes));
    (out += text.substr(0, bytes)) += style.ellipsis();
    out.append(static_cast<std::size_t>(width - 1 - kept), ' ');
    return;
  }
  const auto pad = static_cast<std::size_t>(width - text_width);
  if (right) out.append(pad, ' ');
  out += text;
  if (!right) out.append(pad, ' ');
}

void drop_trailing_spaces(std::string& out) {
  while (!out.empty() && out.back() == ' ') out.pop_back();
}

void append_table(std::string& out, const Table& table, const RenderOptions& options) {
  const Style style{options};
  const Grid grid(table, options.zone);
  std::vector<int> widths = grid.widths();
  if (options.width > 0) fit(widths, table.columns, options.width);
  for (std::size_t r = 0; r < grid.rows(); ++r) {
    if (r == 0) out += style.bold();
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (i > 0) out.append(kGap, ' ');
      append_padded(out, grid.text(r, i), grid.width(r, i), widths[i], right_aligned(table.columns[i].kind), style);
    }
    drop_trailing_spaces(out);
    if (r == 0) {
      out += style.off();
      out += '\n';
      out += style.dim();
      for (std::size_t i = 0; i < widths.size(); ++i) {
        if (i > 0) out.append(kGap, ' ');
        for (int k = 0; k < widths[i]; ++k) out += style.rule();
      }
      out += style.off();
    }
    out += '\n';
  }
}

// Words of a sentence, broken at the terminal's width, later lines indented by two.
void append_wrapped(std::string& out, std::string_view first, const std::string& sentence, int width) {
  const std::string text = printable(sentence);
  out += first;
  int used = display_width(first);
  std::string_view rest = text;
  bool start = true;
  while (!rest.empty()) {
    const std::size_t space = std::min(rest.find(' '), rest.size());
    const std::string_view word = rest.substr(0, space);
    rest.remove_prefix(std::min(space + 1, rest.size()));
    const int columns = display_width(word);
    if (!start && width > 0 && used + 1 + columns > width) {
      out += "\n  ";
      used = 2;
    } else if (!start) {
      out += ' ';
      ++used;
    }
    out += word;
    used += columns;
    start = false;
  }
  out += '\n';
}

void append_summary(std::string& out, const Report& report, const RenderOptions& options) {
  int width = 0;
  for (const Field& f : report.summary) width = std::max(width, display_width(printable(f.title)));
  const std::string* title = nullptr;
  for (const Field& f : report.summary) {
    if (f.title.empty()) continue;
    if (title && *title == f.title) {
      out.pop_back();
      out += ", ";
    } else {
      const std::string text = printable(f.title);
      out += text;
      out.append(static_cast<std::size_t>(width - display_width(text) + kGap), ' ');
    }
    title = &f.title;
    append_value(out, f, options.zone);
    drop_trailing_spaces(out);
    out += '\n';
  }
}

void blank_line(std::string& out) {
  if (!out.empty()) out += '\n';
}

}  // namespace

std::string to_table(const Report& report, const RenderOptions& options) {
  const Style style{options};
  std::string out;
  const bool whole = options.section.empty();
  if (whole && !report.title.empty()) {
    out += style.bold();
    append_printable(out, report.title);
    (out += style.off()) += '\n';
  }
  if (whole && std::any_of(report.summary.begin(), report.summary.end(), [](const Field& f) { return !f.title.empty(); })) {
    blank_line(out);
    append_summary(out, report, options);
  }
  for (const Section* s : shown_sections(report, options.section)) {
    blank_line(out);
    if (!s->title.empty()) {
      out += style.bold();
      append_printable(out, s->title);
      out += style.off();
      out += s->table.rows.empty() ? ": none\n" : "\n";
      if (s->table.rows.empty()) continue;
    }
    if (options.charts && s->chart) {
      const std::string picture = draw(*s, options);
      if (!picture.empty()) (out += picture) += '\n';
    }
    append_table(out, s->table, options);
  }
  if (options.explain && !report.explain.empty()) {
    blank_line(out);
    ((out += style.bold()) += "How these numbers come about") += style.off();
    out += '\n';
    for (const std::string& line : report.explain) append_wrapped(out, "", line, options.width);
  }
  if (!whole) return out;
  if (!report.notes.empty() || !report.warnings.empty()) blank_line(out);
  for (const std::string& line : report.notes) append_wrapped(out, "note: ", line, options.width);
  for (const std::string& line : report.warnings) {
    out += style.yellow();
    append_wrapped(out, "warning: ", line, options.width);
    if (options.color) out.insert(out.size() - 1, style.off());
  }
  return out;
}

}  // namespace juno::render_detail

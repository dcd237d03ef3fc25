// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include "core/render/formats.h"
#include "core/render/text.h"
namespace juno::render_detail {
namespace {

constexpr int kGap = 2;
constexpr int kMinWide = 12, kMinText = 8;
constexpr int kGoodWide = 24;  // a summary shorter than this says too little to keep columns for

struct Style {
  const RenderOptions& options;
  std::string_view bold() const { return options.color ? "\x1b[1m" : ""; }
  std::string_view dim() const { return options.color ? "\x1b[2m" : ""; }
  std::string_view yellow() const { return options.color ? "\x1b[33m" : ""; }
  std::string_view off() const { return options.color ? "\x1b[0m" : ""; }
  std::string_view ellipsis() const { return options.unicode ? "…" : "~"; }
  std::string_view rule() const { return options.unicode ? "─" : "-"; }
};

// All cells of some columns as text in one buffer: no allocation per cell.
class Grid {
 public:
  Grid(const Table& table, std::vector<std::size_t> columns, const Zone& zone) : columns_(std::move(columns)) {
    cells_.reserve((table.rows.size() + 1) * columns_.size());
    for (const std::size_t c : columns_) add([&] { append_printable(text_, table.columns[c].title.empty() ? table.columns[c].key : table.columns[c].title); });
    for (const auto& row : table.rows)
      for (const std::size_t c : columns_) add([&] { append_cell(text_, row[c], table.columns[c].kind, zone); });
    for (const std::size_t c : columns_) shown_.push_back(&table.columns[c]);
    widths_.assign(columns_.size(), 0);
    for (std::size_t i = 0; i < cells_.size(); ++i) widths_[i % columns_.size()] = std::max(widths_[i % columns_.size()], cells_[i].width);
  }
  std::size_t columns() const { return shown_.size(); }
  const Column& column(std::size_t i) const { return *shown_[i]; }
  std::string_view text(std::size_t row, std::size_t column) const {
    const Piece& p = cells_[row * columns_.size() + at(column)];
    return std::string_view(text_).substr(p.begin, p.size);
  }
  int width(std::size_t row, std::size_t column) const { return cells_[row * columns_.size() + at(column)].width; }
  std::vector<int> widths() const {
    std::vector<int> out;
    for (std::size_t i = 0; i < shown_.size(); ++i) out.push_back(widths_[at(i)]);
    return out;
  }

  // Leaves out spare columns until what must not be shortened fits. Returns their titles, in order.
  std::vector<std::string> spare_for(int room) {
    std::vector<bool> out(shown_.size());
    places_.clear();
    for (;;) {
      int total = -kGap, most = 0;
      std::size_t spare = shown_.size();
      for (std::size_t i = 0; i < shown_.size(); ++i) {
        if (out[i]) continue;
        total += kGap + (shown_[i]->wide ? std::min(widths_[i], shown_[i]->wrap ? 2 * kGoodWide : kGoodWide) : widths_[i]);
        if (shown_[i]->spare > most) most = shown_[i]->spare, spare = i;
      }
      if (total <= room || spare == shown_.size()) break;
      out[spare] = true;
    }
    std::vector<std::string> titles;
    std::vector<const Column*> kept;
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      if (out[i]) titles.push_back(printable(shown_[i]->title));
      else kept.push_back(shown_[i]), places_.push_back(i);
    }
    shown_ = std::move(kept);
    return titles;
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
  std::size_t at(std::size_t column) const { return places_.empty() ? column : places_[column]; }
  std::string text_;
  std::vector<Piece> cells_;
  std::vector<std::size_t> columns_;      // of the table
  std::vector<int> widths_;               // of these
  std::vector<const Column*> shown_;      // of these, what is left
  std::vector<std::size_t> places_;       // where among these; empty = all are shown
};

// Makes columns narrower until the row fits: the widest `wide` ones first, then other text; numbers never.
void fit(std::vector<int>& widths, const Grid& grid, int room) {
  int total = kGap * (static_cast<int>(widths.size()) - 1);
  for (const int w : widths) total += w;
  for (const bool wide : {true, false}) {
    const int least = wide ? kMinWide : kMinText;
    while (total > room) {
      std::size_t widest = widths.size();
      int second = least;
      for (std::size_t i = 0; i < widths.size(); ++i) {
        const Column& c = grid.column(i);
        const bool may = wide ? c.wide : c.kind == Kind::text || c.kind == Kind::list;
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

void append_wrapped(std::string& out, std::string_view first, const std::string& sentence, int width);

void append_header(std::string& out, const Grid& grid, const std::vector<int>& widths, const Style& style) {
  out += style.bold();
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (i > 0) out.append(kGap, ' ');
    append_padded(out, grid.text(0, i), grid.width(0, i), widths[i], right_aligned(grid.column(i).kind), style);
  }
  drop_trailing_spaces(out);
  ((out += style.off()) += '\n') += style.dim();
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (i > 0) out.append(kGap, ' ');
    for (int k = 0; k < widths[i]; ++k) out += style.rule();
  }
  (out += style.off()) += '\n';
}

// The words that fit into that many columns, at least one; takes them off `rest`.
std::string_view words_of(std::string_view& rest, int width) {
  std::size_t end = 0;
  for (std::size_t at = 0; at <= rest.size();) {
    const std::size_t space = std::min(rest.find(' ', at), rest.size());
    if (end > 0 && display_width(rest.substr(0, space)) > width) break;
    end = space;
    at = space + 1;
  }
  if (display_width(rest.substr(0, end)) > width) end = std::max<std::size_t>(prefix_bytes(rest, width), 1);
  const std::string_view words = rest.substr(0, end);
  rest.remove_prefix(std::min(rest.find_first_not_of(' ', end), rest.size()));
  return words;
}

void append_row(std::string& out, const Grid& grid, std::size_t row, const std::vector<int>& widths, const Style& style) {
  int before = 0;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (i > 0) out.append(kGap, ' '), before += kGap;
    const bool wraps = i + 1 == widths.size() && grid.column(i).wrap && grid.width(row, i) > widths[i];
    if (!wraps) {
      append_padded(out, grid.text(row, i), grid.width(row, i), widths[i], right_aligned(grid.column(i).kind), style);
      before += widths[i];
      continue;
    }
    std::string_view rest = grid.text(row, i);
    out += words_of(rest, widths[i]);
    while (!rest.empty()) {
      drop_trailing_spaces(out);
      (out += '\n').append(static_cast<std::size_t>(before), ' ');
      out += words_of(rest, widths[i]);
    }
  }
  drop_trailing_spaces(out);
  out += '\n';
}

// A rule across the table with words in it: ── cut-line ─────
void append_rule(std::string& out, std::string_view words, int width, const Style& style) {
  out += style.yellow();
  const auto rule = [&](int n) {
    for (; n > 0; --n) out += style.rule();
  };
  rule(2);
  ((out += ' ') += words) += ' ';
  rule(std::max(2, width - display_width(words) - 4));
  (out += style.off()) += '\n';
}

void append_group_title(std::string& out, const Group& group, const Style& style) {
  ((out += style.bold()) += printable(group.title)) += style.off();
  if (!group.heading.empty()) (out += ": ") += printable(group.heading);
  out += '\n';
}

void append_table(std::string& out, const Section& section, const RenderOptions& options) {
  const Style style{options};
  std::vector<std::string> drop, spared;
  auto groups = groups_of(section, drop);
  Grid grid(section.table, columns_without(section.table, drop), options.zone);
  if (options.width > 0) spared = grid.spare_for(options.width);
  std::vector<int> widths = grid.widths();
  if (options.width > 0) fit(widths, grid, options.width);
  int total = -kGap;
  for (const int w : widths) total += kGap + w;
  const bool grouped = !groups.empty();
  if (!grouped) groups.push_back({"", "", 0, section.table.rows.size(), section.table.rows.size()});
  for (const Group& g : groups) {
    if (grouped && &g != &groups.front()) out += '\n';
    if (grouped) append_group_title(out, g, style);
    append_header(out, grid, widths, style);
    for (std::size_t r = g.from; r < g.to; ++r) {
      if (grouped && r == g.line) append_rule(out, printable(section.groups->line_text), total, style);
      append_row(out, grid, r + 1, widths, style);
    }
  }
  if (spared.empty()) return;
  std::string names;
  for (const std::string& title : spared) names += (names.empty() ? "" : ", ") + title;
  out += style.dim();
  append_wrapped(out, "", "Left out, for want of room: " + names + ".", options.width);
  out.insert(out.size() - 1, style.off());
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
    append_table(out, *s, options);
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

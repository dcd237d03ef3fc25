// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include "core/render/formats.h"
#include "core/render/text.h"
namespace juno::render_detail {
namespace {

constexpr int kGap = 2;
constexpr int kNarrowest = 24;  // on less there is no table to be had: its lines wrap
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

// All cells of some columns as text in one buffer: no allocation per cell.
class Grid {
 public:
  // Of the titles and the first `rows` rows.
  Grid(const Table& table, std::vector<std::size_t> columns, std::size_t rows, const Zone& zone) : columns_(std::move(columns)) {
    cells_.reserve((rows + 1) * columns_.size());
    lines_.reserve(rows + 1);
    lines_.push_back(0);
    for (const std::size_t c : columns_) add([&] { append_printable(text_, table.columns[c].title.empty() ? table.columns[c].key : table.columns[c].title); });
    for (std::size_t r = 0; r < rows; ++r) {
      reserve_rows(text_, 0, r, rows);
      lines_.push_back(text_.size());
      for (const std::size_t c : columns_) add([&] { append_cell(text_, table.rows[r][c], table.columns[c].kind, zone); });
    }
    for (const std::size_t c : columns_) shown_.push_back(&table.columns[c]);
    widths_.assign(columns_.size(), 0), least_ = widths_;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      const std::size_t c = i % columns_.size();
      widths_[c] = std::max(widths_[c], cells_[i].width);
      if (i >= columns_.size()) least_[c] = std::max(least_[c], cells_[i].width);
    }
    for (std::size_t c = 0; c < columns_.size(); ++c)
      for (std::string_view rest = text(0, c); !rest.empty();) {
        const std::string_view word = rest.substr(0, rest.find(' '));
        least_[c] = std::max(least_[c], display_width(word));
        rest.remove_prefix(std::min(word.size() + 1, rest.size()));
      }
  }
  std::size_t columns() const { return shown_.size(); }
  const Column& column(std::size_t i) const { return *shown_[i]; }
  std::string_view text(std::size_t row, std::size_t column) const {
    const std::size_t first = row * columns_.size(), place = at(column);
    const std::uint32_t begin = place == 0 ? 0 : cells_[first + place - 1].end, end = cells_[first + place].end;
    return std::string_view(text_).substr(lines_[row] + begin, end - begin);
  }
  int width(std::size_t row, std::size_t column) const { return cells_[row * columns_.size() + at(column)].width; }
  std::vector<int> widths() const {
    std::vector<int> out;
    for (std::size_t i = 0; i < shown_.size(); ++i) out.push_back(widths_[at(i)]);
    return out;
  }
  int least(std::size_t column) const { return least_[at(column)]; }  // with the title in lines of one word

  // Leaves out the last column. Returns its title.
  std::string drop_last() {
    std::string title = printable(shown_.back()->title);
    if (places_.empty())
      for (std::size_t i = 0; i < shown_.size(); ++i) places_.push_back(i);
    places_.pop_back(), shown_.pop_back();
    return title;
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
        total += kGap + (shown_[i]->wide ? std::min(widths_[i], shown_[i]->wrap ? 2 * kGoodWide : kGoodWide) : least_[i]);
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
  // Small, as there are many.
  struct Piece {
    std::uint32_t end;  // in the row's text
    int width;
  };
  template <typename Append>
  void add(Append append) {
    const std::size_t begin = text_.size();
    append();
    cells_.push_back({static_cast<std::uint32_t>(text_.size() - lines_.back()), display_width(std::string_view(text_).substr(begin))});
  }
  std::size_t at(std::size_t column) const { return places_.empty() ? column : places_[column]; }
  std::string text_;
  std::vector<std::size_t> lines_;        // where each row's text begins
  std::vector<Piece> cells_;
  std::vector<std::size_t> columns_;      // of the table
  std::vector<int> widths_, least_;       // of these
  std::vector<const Column*> shown_;      // of these, what is left
  std::vector<std::size_t> places_;       // where among these; empty = all are shown
};

int total_of(const std::vector<int>& widths) {
  int total = -kGap;
  for (const int w : widths) total += kGap + w;
  return total;
}

// Makes columns narrower until the row fits: the widest `wide` ones first, then other text. Never numbers, nor the first
// column, which says what the row is about.
void shorten(std::vector<int>& widths, const Grid& grid, int room, bool gently) {
  int total = total_of(widths);
  for (const bool wide : {true, false}) {
    if (gently && !wide) return;
    const int least = gently ? kGoodWide : wide ? kMinWide : kMinText;
    while (total > room) {
      std::size_t widest = widths.size();
      int second = least;
      for (std::size_t i = 0; i < widths.size(); ++i) {
        const Column& c = grid.column(i);
        const bool may = wide ? c.wide : i > 0 && (c.kind == Kind::text || c.kind == Kind::list);
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

// Breaks titles that are wider than what stands below them, the one that gains most first.
void break_titles(std::vector<int>& widths, const Grid& grid, int room) {
  for (int total = total_of(widths); total > room && !widths.empty(); --total) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < widths.size(); ++i)
      if (widths[i] - grid.least(i) > widths[best] - grid.least(best)) best = i;
    if (widths[best] <= grid.least(best)) return;
    --widths[best];
  }
}

// Widths that fit: texts are shortened a little and titles broken, then texts shortened as far as they can be read.
std::vector<int> fitting(const Grid& grid, int room) {
  std::vector<int> widths = grid.widths();
  shorten(widths, grid, room, true);
  break_titles(widths, grid, room);
  shorten(widths, grid, room, false);
  return widths;
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
  std::vector<std::vector<std::string_view>> titles;
  std::size_t lines = 1;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    auto& title = titles.emplace_back();
    if (grid.least(i) > widths[i]) title = {grid.text(0, i)};  // shortened
    else
      for (std::string_view rest = grid.text(0, i); !rest.empty();) title.push_back(words_of(rest, widths[i]));
    lines = std::max(lines, title.size());
  }
  for (std::size_t line = 0; line < lines; ++line) {
    out += style.bold();
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (i > 0) out.append(kGap, ' ');
      const std::size_t above = lines - titles[i].size();  // they stand on the rule
      const std::string_view text = line < above ? std::string_view() : titles[i][line - above];
      append_padded(out, text, display_width(text), widths[i], right_aligned(grid.column(i).kind), style);
    }
    drop_trailing_spaces(out);
    (out += style.off()) += '\n';
  }
  out += style.dim();
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (i > 0) out.append(kGap, ' ');
    for (int k = 0; k < widths[i]; ++k) out += style.rule();
  }
  (out += style.off()) += '\n';
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

void append_dim(std::string& out, const std::string& sentence, const RenderOptions& options) {
  const Style style{options};
  out += style.dim();
  append_wrapped(out, "", sentence, options.width);
  out.insert(out.size() - 1, style.off());
}

// `most`: how many rows at most; 0 = all.
void append_table(std::string& out, const Section& section, std::size_t most, const RenderOptions& options) {
  const Style style{options};
  std::vector<std::string> drop, spared;
  auto groups = groups_of(section, drop);
  const bool grouped = !groups.empty();
  const std::size_t rows = most == 0 || grouped ? section.table.rows.size() : std::min(most, section.table.rows.size());
  Grid grid(section.table, columns_without(section.table, drop), rows, options.zone);
  const int room = options.width > 0 ? std::max(options.width, kNarrowest) : 0;
  if (room > 0) spared = grid.spare_for(room);
  std::vector<int> widths = room > 0 ? fitting(grid, room) : grid.widths();
  for (; room > 0 && widths.size() > 1 && total_of(widths) > room; widths = fitting(grid, room)) spared.push_back(grid.drop_last());
  const int total = total_of(widths);
  if (!grouped) groups.push_back({"", "", 0, rows, rows});
  const std::size_t begin = out.size();
  for (const Group& g : groups) {
    if (grouped && &g != &groups.front()) out += '\n';
    if (grouped) append_group_title(out, g, style);
    append_header(out, grid, widths, style);
    for (std::size_t r = g.from; r < g.to; ++r) {
      if (grouped && r == g.line) append_rule(out, printable(section.groups->line_text), total, style);
      reserve_rows(out, begin, r, rows);
      append_row(out, grid, r + 1, widths, style);
    }
  }
  if (rows < section.table.rows.size()) append_dim(out, "and " + std::to_string(section.table.rows.size() - rows) + " more: --section " + section.key + " has all", options);
  std::string names;
  for (const std::string& title : spared) names += (names.empty() ? "" : ", ") + title;
  if (!names.empty()) append_dim(out, "Left out, for want of room: " + names + ".", options);
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

// Breaks the lines from `begin` on that are too long for the terminal; what goes on stands below the value's first word.
void wrap_values(std::string& out, std::size_t begin, int indent, int width) {
  if (width < indent + kGoodWide) return;
  const std::string lines = out.substr(begin);
  out.resize(begin);
  std::string_view rest = lines;
  while (!rest.empty()) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    for (bool first = true; display_width(line) > (first ? width : width - indent); first = false) {
      std::size_t cut = std::min(prefix_bytes(line, first ? width : width - indent), line.size() - 1);
      cut = line.rfind(' ', cut);
      if (cut == std::string_view::npos || (first && display_width(line.substr(0, cut)) <= indent)) break;
      (out += line.substr(0, cut)) += '\n';
      out.append(static_cast<std::size_t>(indent), ' ');
      line.remove_prefix(cut + 1);
    }
    (out += line) += '\n';
  }
}

void append_summary(std::string& out, const Report& report, const RenderOptions& options) {
  int width = 0;
  for (const Field& f : report.summary) width = std::max(width, display_width(printable(f.title)));
  const std::size_t begin = out.size();
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
  wrap_values(out, begin, width + kGap, options.width);
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
    append_table(out, *s, whole ? s->shown_rows : 0, options);
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

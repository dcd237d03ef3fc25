// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include "core/render/formats.h"
#include "core/render/picture.h"
#include "core/render/text.h"
namespace juno::render_detail {
namespace {

constexpr int kRows = 12, kWidest = 100, kDefaultWidth = 80;

std::string_view color_of(std::size_t series) {
  constexpr std::string_view kColors[] = {"\x1b[36m", "\x1b[32m", "\x1b[33m", "\x1b[35m", "\x1b[2m"};
  return kColors[series % 5];
}

// A field of cells, each with what is drawn in it and by which series (-1 = none).
class Canvas {
 public:
  Canvas(int columns, int rows, bool braille)
      : columns_(columns), rows_(rows), braille_(braille), dots_(static_cast<std::size_t>(columns * rows), 0),
        owner_(static_cast<std::size_t>(columns * rows), -1) {}
  int dot_columns() const { return braille_ ? columns_ * 2 : columns_; }
  int dot_rows() const { return braille_ ? rows_ * 4 : rows_; }

  void dot(int x, int y, int series) {
    if (x < 0 || y < 0 || x >= dot_columns() || y >= dot_rows()) return;
    static constexpr unsigned kBits[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    const auto cell = static_cast<std::size_t>(braille_ ? (y / 4) * columns_ + x / 2 : y * columns_ + x);
    dots_[cell] |= braille_ ? kBits[y % 4][x % 2] : 1U;
    if (owner_[cell] < 0) owner_[cell] = series;
  }

  // A straight line; later series are drawn with ever larger holes, to be told apart without colour.
  void line(int x0, int y0, int x1, int y1, int series) {
    const int steps = std::max({std::abs(x1 - x0), std::abs(y1 - y0), 1});
    for (int i = 0; i <= steps; ++i, ++drawn_) {
      if (braille_ && series > 0 && drawn_ % (series * 2 + 1) > 1 - series / 3) continue;
      dot(x0 + static_cast<int>(std::lround(double(x1 - x0) * i / steps)), y0 + static_cast<int>(std::lround(double(y1 - y0) * i / steps)), series);
    }
  }
  void new_line() { drawn_ = 0; }

  void append_row(std::string& out, int row, bool color) const {
    int last = columns_ - 1;
    while (last >= 0 && dots_[at(row, last)] == 0) --last;
    int current = -1;
    for (int x = 0; x <= last; ++x) {
      const unsigned dots = dots_[at(row, x)];
      const int owner = owner_[at(row, x)];
      if (color && owner != current && dots != 0) {
        if (current >= 0) out += "\x1b[0m";
        out += color_of(static_cast<std::size_t>(owner));
        current = owner;
      }
      if (dots == 0) out += ' ';
      else if (!braille_) out += "*o+.x"[static_cast<std::size_t>(owner) % 5];
      else ((out += '\xE2') += static_cast<char>(0xA0 | (dots >> 6))) += static_cast<char>(0x80 | (dots & 0x3f));
    }
    if (current >= 0) out += "\x1b[0m";
  }

 private:
  std::size_t at(int row, int x) const { return static_cast<std::size_t>(row * columns_ + x); }
  int columns_, rows_;
  bool braille_;
  std::vector<unsigned> dots_;
  std::vector<int> owner_;
  int drawn_ = 0;
};

std::string legend(const Picture& p, const RenderOptions& options, const std::string& unit) {
  static constexpr std::string_view kBraille[] = {"⣀⣀⣀", "⣀⠀⣀", "⡀⠀⡀", "⡀⠀⠀", "⠄⠀⠀"};
  std::string out;
  for (std::size_t i = 0; i < p.series.size(); ++i) {
    if (i > 0) out += "   ";
    if (options.color) out += color_of(i);
    if (options.unicode) out += kBraille[i % 5];
    else out += "*o+.x"[i % 5];
    if (options.color) out += "\x1b[0m";
    (out += ' ') += p.series[i].name;
    const auto& values = p.series[i].values;
    const auto last = std::find_if(values.rbegin(), values.rend(), [](const auto& v) { return v.has_value(); });
    if (last != values.rend()) (out += ' ') += number_text(**last);
  }
  if (!unit.empty()) ((out += "   (") += printable(unit)) += ')';
  return out += '\n';
}

// First and last, then what fits between them without touching.
std::string x_axis(const std::vector<std::string>& labels, int columns) {
  std::string line(static_cast<std::size_t>(columns), ' ');
  const auto count = static_cast<int>(labels.size());
  const auto place = [&](int i) {
    const std::string& text = labels[static_cast<std::size_t>(i)];
    const auto size = static_cast<int>(text.size());
    if (display_width(text) != size || size > columns) return;  // only plain short labels line up
    const int centre = count == 1 ? 0 : static_cast<int>(std::lround(double(columns - 1) * i / (count - 1)));
    const int from = std::clamp(centre - size / 2, 0, columns - size);
    for (int k = std::max(0, from - 2); k < std::min(columns, from + size + 2); ++k)
      if (line[static_cast<std::size_t>(k)] != ' ') return;
    line.replace(static_cast<std::size_t>(from), text.size(), text);
  };
  place(0);
  place(count - 1);
  for (const int parts : {2, 4, 8})
    for (int k = 1; k < parts; ++k)
      if ((count - 1) * k % parts == 0) place((count - 1) * k / parts);
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

std::string draw_lines(const Picture& p, const RenderOptions& options, int width, const std::string& unit) {
  const Axis axis = axis_of(p);
  int label_width = 1;
  for (int k = 0; k <= axis.ticks; ++k) label_width = std::max(label_width, static_cast<int>(number_text(axis.at(k)).size()));
  const int columns = width - label_width - 2;
  if (columns < 16) return {};
  Canvas canvas(columns, kRows, options.unicode);
  const auto count = p.labels.size();
  const auto x_of = [&](std::size_t i) {
    return count == 1 ? 0 : static_cast<int>(std::lround(double(canvas.dot_columns() - 1) * double(i) / double(count - 1)));
  };
  const auto y_of = [&](double v) { return static_cast<int>(std::lround((axis.high - v) / (axis.high - axis.low) * (canvas.dot_rows() - 1))); };
  for (std::size_t s = 0; s < p.series.size(); ++s) {
    canvas.new_line();
    std::optional<std::size_t> before;
    for (std::size_t i = 0; i < count; ++i) {
      const auto& v = p.series[s].values[i];
      if (!v) continue;
      if (before) canvas.line(x_of(*before), y_of(*p.series[s].values[*before]), x_of(i), y_of(*v), static_cast<int>(s));
      else canvas.dot(x_of(i), y_of(*v), static_cast<int>(s));
      before = i;
    }
  }
  std::string out = legend(p, options, unit);
  for (int row = 0; row < kRows; ++row) {
    std::string label;
    for (int k = 0; k <= axis.ticks; ++k)
      if (static_cast<int>(std::lround((axis.ticks - k) * double(kRows - 1) / axis.ticks)) == row) label = number_text(axis.at(k));
    out.append(static_cast<std::size_t>(label_width) - label.size(), ' ');
    out += label;
    out += options.unicode ? (label.empty() ? " │" : " ┤") : (label.empty() ? " |" : " +");
    canvas.append_row(out, row, options.color);
    out += '\n';
  }
  out.append(static_cast<std::size_t>(label_width) + 1, ' ');
  out += options.unicode ? "└" : "+";
  for (int i = 0; i < columns; ++i) out += options.unicode ? "─" : "-";
  out += '\n';
  const std::string below = x_axis(p.labels, columns);
  if (!below.empty()) (out.append(static_cast<std::size_t>(label_width) + 2, ' ') += below) += '\n';
  return out;
}

void append_bar(std::string& out, double share, int columns, std::size_t series, const RenderOptions& options) {
  static constexpr std::string_view kFull[] = {"▒", "█", "░", "▓"};
  const int length = share > 0 ? std::max(1, static_cast<int>(std::lround(share * columns))) : 0;
  if (options.color) out += color_of(series);
  for (int i = 0; i < length; ++i) {
    if (options.unicode) out += kFull[series % 4];
    else out += "-#=+"[series % 4];
  }
  if (options.color) out += "\x1b[0m";
}

std::string draw_bars(const Picture& p, const RenderOptions& options, int width, const std::string& unit) {
  int label_width = 0, name_width = 0, value_width = 3;
  for (const std::string& l : p.labels) label_width = std::max(label_width, display_width(l));
  label_width = std::min(label_width, std::max(8, width / 4));
  for (const Picture::Series& s : p.series) {
    name_width = std::max(name_width, display_width(s.name));
    for (const auto& v : s.values) value_width = std::max(value_width, static_cast<int>(v ? number_text(*v).size() : 3));
  }
  const int columns = width - label_width - name_width - value_width - 5;
  if (columns < 8) return {};
  std::string out;
  for (std::size_t i = 0; i < p.labels.size(); ++i)
    for (std::size_t s = 0; s < p.series.size(); ++s) {
      std::string label = s == 0 ? p.labels[i] : "";
      if (display_width(label) > label_width) label = label.substr(0, prefix_bytes(label, label_width - 1)) + (options.unicode ? "…" : "~");
      out += label;
      out.append(static_cast<std::size_t>(label_width - display_width(label) + 2), ' ');
      out += p.series[s].name;
      out.append(static_cast<std::size_t>(name_width - display_width(p.series[s].name) + 2), ' ');
      const auto& value = p.series[s].values[i];
      if (value && *value > 0) {
        append_bar(out, *value / p.high, columns, s, options);
        out += ' ';
      }
      out += value ? number_text(*value) : "n/a";
      out += '\n';
    }
  if (!unit.empty()) ((out += "in ") += printable(unit)) += '\n';
  return out;
}

}  // namespace

std::string draw(const Section& section, const RenderOptions& options) {
  const auto picture = picture_of(section, options.zone);
  if (!picture) return {};
  const int width = std::min(options.width > 0 ? options.width : kDefaultWidth, kWidest);
  switch (section.chart->type) {
    case Chart::Type::line: return draw_lines(*picture, options, width, section.chart->unit);
    case Chart::Type::bars: return draw_bars(*picture, options, width, section.chart->unit);
  }
  return {};
}

}  // namespace juno::render_detail

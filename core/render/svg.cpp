// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include "core/render/markup.h"
#include "core/render/text.h"
namespace juno::render_detail {
namespace {

constexpr double kWidth = 720, kLineHeight = 260, kLetter = 7.2;  // of the font that the document sets
constexpr std::size_t kLabels = 8, kMarked = 60, kColors = 6;

// A place in the picture, to a tenth.
void append_at(std::string& out, double value) {
  char buffer[32];
  out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, 1).ptr);
}

// name="value" of numbers, each after a space.
struct Place { std::string_view name; double value; };
void append_places(std::string& out, std::initializer_list<Place> places) {
  for (const Place& p : places) {
    ((out += ' ') += p.name) += "=\"";
    append_at(out, p.value);
    out += '"';
  }
}

void append_text(std::string& out, double x, double y, std::string_view anchor, std::string_view text) {
  out += "<text";
  append_places(out, {{"x", x}, {"y", y}});
  ((out += " text-anchor=\"") += anchor) += "\">";
  append_markup(out, text);
  out += "</text>\n";
}

void append_rule(std::string& out, double x1, double y1, double x2, double y2) {
  out += "<line";
  append_places(out, {{"x1", x1}, {"y1", y1}, {"x2", x2}, {"y2", y2}});
  out += "/>\n";
}

std::string series_class(std::size_t s) { return "s" + std::to_string(s % kColors); }

void append_title(std::string& out, const std::string& label, const std::string& name, double value) {
  out += "<title>";
  append_markup(out, label + ", " + name + ": " + number_text(value));
  out += "</title>";
}

class Lines {
 public:
  explicit Lines(const Picture& p) : p_(p), axis_(axis_of(p)) {
    for (int k = 0; k <= axis_.ticks; ++k) left_ = std::max(left_, 12 + kLetter * static_cast<double>(number_text(axis_.at(k)).size()));
  }

  void append(std::string& out) const {
    for (int k = 0; k <= axis_.ticks; ++k) {
      append_rule(out, left_, y(axis_.at(k)), kRight, y(axis_.at(k)));
      append_text(out, left_ - 6, y(axis_.at(k)) + 4, "end", number_text(axis_.at(k)));
    }
    append_labels(out);
    for (std::size_t s = 0; s < p_.series.size(); ++s) append_series(out, s);
  }

 private:
  static constexpr double kTop = 12, kBottom = kLineHeight - 26, kRight = kWidth - 12;

  double x(std::size_t i) const {
    return p_.labels.size() < 2 ? left_ : left_ + (kRight - left_) * static_cast<double>(i) / static_cast<double>(p_.labels.size() - 1);
  }
  double y(double value) const { return kBottom - (kBottom - kTop) * (value - axis_.low) / (axis_.high - axis_.low); }

  // The first and the last, and as many between them, at even distances, as have room.
  void append_labels(std::string& out) const {
    const std::size_t last = p_.labels.size() - 1;
    int widest = 1;
    for (const auto& label : p_.labels) widest = std::max(widest, display_width(label));
    const auto room = static_cast<std::size_t>((kRight - left_) / (kLetter * (widest + 2)));
    const std::size_t steps = std::clamp<std::size_t>(room, 1, kLabels), stride = std::max<std::size_t>((last + steps - 1) / steps, 1);
    append_text(out, x(0), kBottom + 18, "start", p_.labels[0]);
    for (std::size_t i = stride; i + stride <= last; i += stride) append_text(out, x(i), kBottom + 18, "middle", p_.labels[i]);
    if (last > 0) append_text(out, x(last), kBottom + 18, "end", p_.labels[last]);
  }

  void append_series(std::string& out, std::size_t s) const {
    const auto& series = p_.series[s];
    ((out += "<g class=\"") += series_class(s)) += "\"><polyline points=\"";
    for (std::size_t i = 0; i < p_.labels.size(); ++i) {
      if (!series.values[i]) continue;
      if (!out.ends_with('"')) out += ' ';
      append_at(out, x(i));
      out += ',';
      append_at(out, y(*series.values[i]));
    }
    out += "\"/>\n";
    for (std::size_t i = 0; i < p_.labels.size() && p_.labels.size() <= kMarked; ++i) {
      if (!series.values[i]) continue;
      out += "<circle";
      append_places(out, {{"cx", x(i)}, {"cy", y(*series.values[i])}, {"r", 2.5}});
      out += '>';
      append_title(out, p_.labels[i], series.name, *series.values[i]);
      out += "</circle>\n";
    }
    out += "</g>\n";
  }

  const Picture& p_;
  Axis axis_;
  double left_ = 0;
};

// One bar below the other; a label's series stand together.
class Bars {
 public:
  explicit Bars(const Picture& p) : p_(p) {
    for (const auto& label : p.labels) left_ = std::max(left_, std::min(kWidth / 3, 12 + kLetter * display_width(label)));
    for (const auto& series : p.series)
      for (const auto& value : series.values)
        if (value) right_ = std::min(right_, kWidth - 12 - kLetter * static_cast<double>(number_text(*value).size()));
  }

  double height() const { return static_cast<double>(p_.labels.size()) * group() + kGap; }

  void append(std::string& out) const {
    const double low = std::min(p_.low, 0.0), span = std::max(p_.high - low, 1e-12);
    const auto x = [&](double value) { return left_ + (right_ - left_) * (value - low) / span; };
    for (std::size_t i = 0; i < p_.labels.size(); ++i) {
      const double top = kGap + static_cast<double>(i) * group();
      append_text(out, left_ - 6, top + (group() - kGap) / 2 + 4, "end", shortened(p_.labels[i]));
      for (std::size_t s = 0; s < p_.series.size(); ++s) {
        const auto& value = p_.series[s].values[i];
        const double y = top + static_cast<double>(s) * kBar;
        append_text(out, x(value ? std::max(*value, 0.0) : 0.0) + 5, y + kBar - 4, "start", value ? number_text(*value) : "n/a");
        if (!value) continue;
        ((out += "<rect class=\"") += series_class(s)) += '"';
        append_places(out, {{"x", x(std::min(*value, 0.0))}, {"y", y + 1}, {"width", x(std::max(*value, 0.0)) - x(std::min(*value, 0.0))}, {"height", kBar - 2}});
        out += '>';
        append_title(out, p_.labels[i], p_.series[s].name, *value);
        out += "</rect>\n";
      }
    }
  }

 private:
  static constexpr double kBar = 16, kGap = 8;
  double group() const { return kBar * static_cast<double>(p_.series.size()) + kGap; }

  std::string shortened(const std::string& label) const {
    const int room = static_cast<int>((left_ - 12) / kLetter);
    return display_width(label) <= room ? label : label.substr(0, prefix_bytes(label, room - 1)) + "…";
  }

  const Picture& p_;
  double left_ = 0, right_ = kWidth - 12;
};

}  // namespace

void append_markup(std::string& out, std::string_view text) {
  for (const char c : printable(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
}

std::string to_svg(const Picture& picture, Chart::Type type, std::string_view name) {
  const Bars bars(picture);
  std::string out = "<svg role=\"img\" viewBox=\"0 0 ";
  append_at(out, kWidth);
  out += ' ';
  append_at(out, type == Chart::Type::line ? kLineHeight : bars.height());
  out += "\" aria-label=\"";
  append_markup(out, name);
  out += "\">\n";
  if (type == Chart::Type::line) Lines(picture).append(out);
  else bars.append(out);
  return out += "</svg>\n";
}

}  // namespace juno::render_detail

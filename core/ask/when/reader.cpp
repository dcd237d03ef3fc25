// SPDX-License-Identifier: Apache-2.0
#include "core/ask/when/reader.h"
#include <algorithm>
#include <cmath>
#include "core/text.h"
namespace juno::ask {
namespace when_detail {

std::vector<When> TimeReader::all() const {
  std::vector<When> out;
  for (std::size_t i = 0; i < tokens_.size(); ++i) phrases(i, out);
  return out;
}

std::optional<Reading> TimeReader::period(std::size_t i) const {
  for (const auto read : {&TimeReader::one_before, &TimeReader::near_day, &TimeReader::edge, &TimeReader::to_date, &TimeReader::relative, &TimeReader::rolling, &TimeReader::written, &TimeReader::named_day, &TimeReader::named_month,
                          &TimeReader::quarter, &TimeReader::half, &TimeReader::fiscal_period, &TimeReader::numbered_week, &TimeReader::day_name, &TimeReader::ago, &TimeReader::bare_year})
    if (auto r = (this->*read)(i)) return r;
  return {};
}

std::string_view TimeReader::word(std::size_t i) const {
  return i < tokens_.size() && (tokens_[i].type == Token::Class::word || tokens_[i].type == Token::Class::sign) ? std::string_view(tokens_[i].norm) : std::string_view();
}
bool TimeReader::is(std::size_t i, std::initializer_list<std::string_view> names) const { return !word(i).empty() && among(word(i), names); }
std::optional<int> TimeReader::whole(std::size_t i) const {
  if (i >= tokens_.size() || tokens_[i].type != Token::Class::number || tokens_[i].number != std::floor(tokens_[i].number)) return {};
  return tokens_[i].number < 1e6 ? std::optional<int>(static_cast<int>(tokens_[i].number)) : std::nullopt;
}
bool TimeReader::plain_number(std::size_t i) const { return whole(i) && std::all_of(tokens_[i].text.begin(), tokens_[i].text.end(), is_digit); }
std::optional<int> TimeReader::year_at(std::size_t i) const {
  if (is(i, {",", "of", "'"})) ++i;
  if (plain_number(i) && tokens_[i].text.size() == 2 && tokens_[i].glue == '\'') return 2000 + *whole(i);
  if (!plain_number(i) || tokens_[i].text.size() != 4 || *whole(i) < 1990 || *whole(i) > 2100) return {};
  return whole(i);
}
std::size_t TimeReader::past_year(std::size_t i) const { return is(i, {",", "of", "'"}) ? i + 2 : i + 1; }

}  // namespace when_detail

std::vector<When> find_when(std::span<const Token> tokens, const Today& today) { return when_detail::TimeReader(tokens, today).all(); }

}  // namespace juno::ask

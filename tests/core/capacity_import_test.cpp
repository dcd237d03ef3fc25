// SPDX-License-Identifier: Apache-2.0
#include "core/capacity_import.h"
#include <doctest/doctest.h>
#include "core/error.h"
using namespace juno;
namespace {

std::string shown(const CapacityLine& l) {
  const CapacityChange& c = l.change;
  std::string out = std::to_string(l.line) + " [" + l.sprint + "] " + c.team + "/" + c.person + " " + std::string(to_string(c.what));
  out += c.value ? " " + std::to_string(*c.value).substr(0, 5) : " unset";
  if (l.unit_given) out += " " + std::string(to_string(c.unit));
  if (c.from) out += " " + format_date(*c.from) + ".." + format_date(*c.to);
  return out + (c.reason.empty() ? "" : " (" + c.reason + ")") + "\n";
}

std::string read(const std::string& text) {
  std::string out;
  try {
    for (const CapacityLine& l : read_capacity_csv(text, "c.csv")) out += shown(l);
  } catch (const Error& e) {
    CHECK(e.exit == Exit::usage);
    out = e.what();
    for (const auto& d : e.details) out += "\n" + d;
  }
  return out;
}

}  // namespace

TEST_CASE("a capacity file sets amounts, availabilities and absences, in any order of columns") {
  CHECK(read("Team,Amount,Unit,Reason\nDyeing,12.5,hours,\"half, \"\"roughly\"\"\"\nQA,unset,,gone\n") ==
        "2 []" " Dyeing/ amount 12.50 hours (half, \"roughly\")\n3 [] QA/ amount unset (gone)\n");
  CHECK(read("availability;person;team;sprint\n80%;;QA;Sprint 3\n0;Zoë 🧵;QA;\n") == "2 [Sprint 3] QA/ availability 0.800\n3 [] QA/Zoë 🧵 availability 0.000\n");
  CHECK(read("person,from,to,share\nRui,2026-02-16,,\nRui,2026-02-18,2026-02-20,50%\n") ==
        "2 [] /Rui absence 0.000 2026-02-16..2026-02-16\n3 [] /Rui absence 0.500 2026-02-18..2026-02-20\n");
}

TEST_CASE("a wrong capacity file names every bad line and gives nothing") {
  struct Row {
    std::string text, want;
  };
  const std::string one = "c.csv: 1 line is wrong\nline 2: ";
  const Row rows[] = {
      {"", "c.csv: is empty"},
      {"team,amount\n", "c.csv: has no line below its header"},
      {"team,ammount\nQA,1\n", "c.csv:1: there is no column 'ammount'"},
      {"team,team\nQA,1\n", "c.csv:1: the column team is there twice"},
      {"team,amount\nQA,=SUM(A1:A9)\n", one + "amount '=SUM(A1:A9)' is no number but a formula"},
      {"team,amount\nQA,\"1,5\"\n", one + "amount '1,5' is no number: write decimals with a point, and no thousands separators"},
      {"team,amount\nQA,twelve\n", one + "amount 'twelve' is no number"},
      {"team,amount\nQA,5 pts\n", one + "amount '5 pts' is no number"},
      {"team,amount\nQA,-3\n", one + "amount '-3' is negative"},
      {"team,amount\nQA,nan\n", one + "amount 'nan' is no number"},
      {"team,amount\nQA,inf\n", one + "amount 'inf' is no number"},
      {"team,amount\nQA,1e400\n", one + "amount '1e400' is out of range"},
      {"team,amount\nQA,1000001\n", one + "amount '1000001' is more than 1000000"},
      {"team,amount\nQA,80%\n", one + "amount '80%' is no number"},
      {"team,amount\n=HYPERLINK(1),3\n", one + "team '=HYPERLINK(1)' looks like a formula"},
      {"team,amount\n,3\n", one + "team is missing"},
      {"team,amount\nQA,\n", one + "says neither amount, availability nor from"},
      {"team,amount,person\nQA,3,Rui\n", one + "an amount is a team's, not a person's: leave person empty, or give an availability"},
      {"team,amount,unit\nQA,3,days\n", one + "unit 'days' is not one of points, hours, issues"},
      {"team,availability\nQA,1100%\n", one + "availability '1100%' is more than 10"},
      {"team,amount,availability\nQA,3,1\n", one + "says more than one of amount, availability and from: write a line for each"},
      {"person,from\nRui,2026-02-30\n", one + "from '2026-02-30' is no date: write YYYY-MM-DD"},
      {"person,from,to\nRui,2026-02-20,2026-02-18\n", one + "to 2026-02-18 is before from 2026-02-20"},
      {"person,from,to\nRui,,2026-02-18\n", one + "from is missing"},
      {"person,from\n,2026-02-18\n", one + "an absence needs a person"},
      {"person,from,share\nRui,2026-02-18,2\n", one + "share '2' is more than 1"},
      {"team,amount\nQA,3\nqa,4\nOps,x\n", "c.csv: 2 lines are wrong\nline 3: says the same thing as line 2\nline 4: amount 'x' is no number"},
      {"team,amount\n" + std::string(2000, 'n') + ",3\n", one + "team is longer than 300 characters"},
  };
  for (const Row& row : rows) {
    const std::string text = row.text.substr(0, 80);
    CAPTURE(text);
    CHECK(read(row.text) == row.want);
  }
}

TEST_CASE("after twenty bad lines the rest is counted") {
  std::string text = "team,amount\n";
  for (int i = 0; i < 25; ++i) text += "T" + std::to_string(i) + ",x\n";
  const std::string told = read(text);
  CHECK(told.find("c.csv: 25 lines are wrong") == 0);
  CHECK(told.find("line 21: ") != std::string::npos);
  CHECK(told.find("line 22: ") == std::string::npos);
  CHECK(told.find("and 5 more") != std::string::npos);
}

TEST_CASE("numbers and days as typed") {
  CHECK(capacity_number("0", "x", 10, false) == 0.0);
  CHECK(capacity_number("-0", "x", 10, false) == 0.0);
  CHECK(capacity_number("unset", "x", 10, false) == std::nullopt);
  CHECK(capacity_number("12.5%", "x", 10, true) == doctest::Approx(0.125));
  CHECK_THROWS_AS(capacity_number("", "x", 10, false), Error);
  CHECK_THROWS_AS(capacity_number("5 ", "x", 10, false), Error);
  CHECK(capacity_dates("2026-02-16") == std::pair(*parse_date("2026-02-16"), *parse_date("2026-02-16")));
  CHECK(capacity_dates("2026-02-16..2026-03-01").second == *parse_date("2026-03-01"));
  for (const std::string text : {"", "..", "2026-02-16..", "2026-02-16..2026-02-15", "16.2.2026", "2026-02-29"}) CHECK_THROWS_AS(capacity_dates(text), Error);
}

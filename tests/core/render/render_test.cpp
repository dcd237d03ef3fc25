// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>
#include <string>
#include <vector>
#include "core/error.h"
#include "core/render/render.h"
#include "core/render/text.h"
using namespace juno;
using nlohmann::ordered_json;
namespace {

Report one_table(std::vector<Column> columns, std::vector<std::vector<Cell>> rows) {
  Report report;
  report.sections.push_back({"things", "", {std::move(columns), std::move(rows)}, {}, false});
  return report;
}

std::string text(const std::string& s) { return s; }

Report sample() {
  Report r;
  r.title = "Sprint 7";
  r.summary = {{"sprint.name", "Sprint", text("Seven"), Kind::text, ""},
               {"totals.committed.issues", "", std::int64_t{4}, Kind::integer, ""},
               {"totals.committed.points", "Committed", 12.5, Kind::number, ""},
               {"totals.say_do.points", "Say/do", {}, Kind::ratio, "nothing was committed"}};
  r.sections.push_back({"issues", "Issues", {{{"key", "Key"}, {"points", "Points", Kind::number}}, {{text("A-1"), 0.5}, {text("A-2"), {}}}}, {}, false});
  r.sections.push_back({"breakdowns.team", "", {{{"team", "Team"}}, {}}, {}, true});
  r.notes = {"Sub-tasks are left out."};
  r.warnings = {"1 issue has a gap"};
  r.explain = {"committed: A-1, A-2"};
  return r;
}

}  // namespace

TEST_CASE("a table for people aligns numbers right, rounds, and says why a value is unknown") {
  RenderOptions options;
  options.explain = true;
  CHECK(render(sample(), Format::table, options) ==
        "Sprint 7\n"
        "\n"
        "Sprint     Seven\n"
        "Committed  12.5\n"
        "Say/do     n/a (nothing was committed)\n"
        "\n"
        "Issues\n"
        "Key  Points\n"
        "───  ──────\n"
        "A-1     0.5\n"
        "A-2     n/a\n"
        "\n"
        "How these numbers come about\n"
        "committed: A-1, A-2\n"
        "\n"
        "note: Sub-tasks are left out.\n"
        "warning: 1 issue has a gap\n");
  options.color = true;
  options.explain = false;
  const std::string colored = render(sample(), Format::table, options);
  CHECK(colored.find("\x1b[1mSprint 7\x1b[0m\n") == 0);
  CHECK(colored.find("\x1b[33mwarning: 1 issue has a gap\x1b[0m\n") != std::string::npos);
}

TEST_CASE("values of one title share a line, each with its unit") {
  Report r;
  r.summary = {{"totals.committed.issues", "Committed", std::int64_t{12}, Kind::integer, "", "issues"},
               {"totals.committed.points", "Committed", {}, Kind::number, "none is estimated", "points"},
               {"totals.say_do.issues", "Say/do", 0.5, Kind::ratio, "", "of issues"}};
  CHECK(render(r, Format::table, {}) == "Committed  12 issues, n/a points (none is estimated)\nSay/do     50 % of issues\n");
  CHECK(render(r, Format::markdown, {}) == "- Committed: 12 issues, n/a points (none is estimated)\n- Say/do: 50 % of issues\n");
}

TEST_CASE("values are shown to people by kind") {
  struct Case {
    Cell cell;
    Kind kind;
    std::string shown;
  };
  for (const Case& c : std::vector<Case>{{0.172413, Kind::ratio, "17.2 %"},
                                         {0.2619047, Kind::ratio, "26.2 %"},
                                         {1.0, Kind::ratio, "100 %"},
                                         {std::int64_t{1}, Kind::ratio, "100 %"},
                                         {-0.0001, Kind::ratio, "0 %"},
                                         {2.005, Kind::number, "2"},
                                         {1.239, Kind::number, "1.24"},
                                         {-0.001, Kind::number, "0"},
                                         {1e300, Kind::number, "1e+300"},
                                         {std::numeric_limits<double>::quiet_NaN(), Kind::number, "n/a"},
                                         {std::numeric_limits<double>::infinity(), Kind::ratio, "n/a"},
                                         {std::int64_t{-7}, Kind::integer, "-7"},
                                         {true, Kind::boolean, "yes"},
                                         {false, Kind::boolean, ""},
                                         {Instant{0}, Kind::instant, "1970-01-01 01:00"},
                                         {Date{0}, Kind::date, "1970-01-01"},
                                         {List{"a", "b"}, Kind::list, "a, b"},
                                         {{}, Kind::text, "n/a"}}) {
    CAPTURE(c.shown);
    std::string out;
    render_detail::append_for_people(out, c.cell, c.kind, Zone::fixed("+01", 3600));
    CHECK(out == c.shown);
  }
}

TEST_CASE("an unknown text, list, date or time is blank in a table; an unknown number is n/a") {
  Report r;
  r.sections.push_back({"rows", "", {{{"who", "Who"}, {"on", "On", Kind::date}, {"at", "At", Kind::instant}, {"labels", "Labels", Kind::list},
                                      {"n", "N", Kind::integer}, {"share", "Share", Kind::ratio}},
                                     {{{}, {}, {}, {}, {}, {}}}}, {}, false});
  CHECK(render(r, Format::table, {}) ==
        "Who  On  At  Labels    N  Share\n"
        "───  ──  ──  ──────  ───  ─────\n"
        "                     n/a    n/a\n");
  CHECK(render(r, Format::markdown, {}) ==
        "| Who | On | At | Labels | N | Share |\n| --- | --- | --- | --- | ---: | ---: |\n|  |  |  |  | n/a | n/a |\n");
  r.sections.clear();
  r.summary = {{"who", "Who", {}, Kind::text, "nobody is assigned"}};
  CHECK(render(r, Format::table, {}) == "Who  n/a (nobody is assigned)\n");
}

TEST_CASE("a narrow terminal shortens wide columns first and never a number") {
  Report r = one_table({{"key", "Key"}, {"summary", "Summary", Kind::text, true}, {"points", "Points", Kind::number}},
                       {{text("LONGPROJECT-1"), text("A summary that is much longer than the terminal is"), 123456.78}});
  RenderOptions options;
  options.width = 50;
  CHECK(render(r, Format::table, options) ==
        "Key            Summary                      Points\n"
        "─────────────  ────────────────────────  ─────────\n"
        "LONGPROJECT-1  A summary that is much …  123456.78\n");
  options.width = 40;
  options.unicode = false;
  CHECK(render(r, Format::table, options) ==
        "Key            Summary            Points\n"
        "-------------  --------------  ---------\n"
        "LONGPROJECT-1  A summary tha~  123456.78\n");
}

TEST_CASE("a table of numbers keeps to the terminal: titles break, spare columns go, and what goes is named") {
  Report report;
  Section s{"steps", "", {}, {}, false};
  s.table.columns = {{"step", "Step"}, {"arrived", "Arrived in it", Kind::integer}, {"mean", "Mean in progress", Kind::number, false, 1}, {"finished", "All finished", Kind::integer}, {"why", "Why", Kind::text, true}};
  s.table.rows = {{text("2026-W06"), std::int64_t{3}, 1.5, std::int64_t{1200}, text("a reason that is long enough to be cut")}};
  report.sections = {s};
  RenderOptions options;
  options.width = 72;
  CHECK(render(report, Format::table, options) ==
        "          Arrived in      Mean in          All\n"
        "Step              it     progress     finished  Why\n"
        "────────  ──────────  ───────────  ───────────  ────────────────────────\n"
        "2026-W06           3          1.5         1200  a reason that is long e…\n");
  options.width = 56;
  CHECK(render(report, Format::table, options) ==
        "           Arrived         All\n"
        "Step         in it    finished  Why\n"
        "────────  ────────  ──────────  ────────────────────────\n"
        "2026-W06         3        1200  a reason that is long e…\n"
        "Left out, for want of room: Mean in progress.\n");
  options.width = 40;
  CHECK(render(report, Format::table, options) ==
        "          Arrived       All\n"
        "Step        in it  finished  Why\n"
        "────────  ───────  ────────  ───────────\n"
        "2026-W06        3      1200  a reason t…\n"
        "Left out, for want of room: Mean in\n"
        "  progress.\n");
  for (const int width : {40, 41, 43, 50, 60, 65, 72, 80}) {
    options.width = width;
    std::istringstream lines(render(report, Format::table, options));
    for (std::string line; std::getline(lines, line);) CHECK(render_detail::display_width(line) <= width);
  }
}

TEST_CASE("what is little is not shown as nothing") {
  Report r = one_table({{"p", "p", Kind::number}, {"share", "Share", Kind::ratio}}, {{0.0004, 0.0004}, {0.005, 0.0005}, {0.0, 0.0}});
  CHECK(render(r, Format::table, {}) ==
        "     p    Share\n"
        "──────  ───────\n"
        "< 0.01  < 0.1 %\n"
        "  0.01    0.1 %\n"
        "     0      0 %\n");
  CHECK(render(r, Format::csv, {}) == "p,share\n4e-04,4e-04\n0.005,5e-04\n0,0\n");
}

TEST_CASE("a long list shows its beginning until it is asked for by name") {
  Report report = one_table({{"key", "Key"}}, {{text("A-1")}, {text("A-2")}, {text("A-3")}});
  report.title = "Long";
  report.sections.front().key = "open", report.sections.front().shown_rows = 2;
  CHECK(render(report, Format::table, {}) == "Long\n\nKey\n───\nA-1\nA-2\nand 1 more: --section open has all\n");
  RenderOptions asked;
  asked.section = "open";
  CHECK(render(report, Format::table, asked) == "Key\n───\nA-1\nA-2\nA-3\n");
  CHECK(render(report, Format::csv, {}) == "key\nA-1\nA-2\nA-3\n");
  report.sections.front().shown_rows = 3;
  CHECK(render(report, Format::table, {}).find("more") == std::string::npos);
}

TEST_CASE("a summary's long value goes on below its beginning") {
  Report report;
  report.summary = {{"lead", "Change lead time", 450.64, Kind::number, "", "hours in the median of 441 (a week to a month), 90 % within 985.53"}, {"n", "Deployments", std::int64_t{77}, Kind::integer, ""}};
  RenderOptions options;
  options.width = 60;
  CHECK(render(report, Format::table, options) ==
        "Change lead time  450.64 hours in the median of 441 (a week\n"
        "                  to a month), 90 % within 985.53\n"
        "Deployments       77\n");
}

TEST_CASE("where a terminal is too narrow spare columns go, the greatest first, and the table says so") {
  Report r = one_table({{"key", "Key"}, {"summary", "Summary", Kind::text, true}, {"field", "Field used", Kind::text, false, 2}, {"round", "Round", Kind::integer, false, 1}},
                       {{text("A-1"), text("Thirty characters of a summary"), text("Reporter"), std::int64_t{1}}});
  RenderOptions options;
  options.width = 45;
  CHECK(render(r, Format::table, options) ==
        "Key  Summary                         Round\n"
        "───  ──────────────────────────────  ─────\n"
        "A-1  Thirty characters of a summary      1\n"
        "Left out, for want of room: Field used.\n");
  options.width = 30;
  CHECK(render(r, Format::table, options) ==
        "Key  Summary\n"
        "───  ─────────────────────────\n"
        "A-1  Thirty characters of a s…\n"
        "Left out, for want of room:\n"
        "  Field used, Round.\n");
  options.width = 0;
  CHECK(render(r, Format::table, options).find("Left out") == std::string::npos);
  // Whoever asks for a column gets it.
  options.width = 30;
  CHECK(render(select(r, {{"key", "field", "round"}, {}, {}, ""}), Format::table, options).find("Left out") == std::string::npos);
}

TEST_CASE("a last column that wraps goes on below itself, broken between words") {
  Report r = one_table({{"key", "Key"}, {"why", "Why", Kind::text, true, 0, true}}, {{text("A-1"), text("priority High to Low; now before it: B-2")}, {text("A-2"), text("")}});
  RenderOptions options;
  options.width = 24;
  CHECK(render(r, Format::table, options) ==
        "Key  Why\n"
        "───  ───────────────────\n"
        "A-1  priority High to\n"
        "     Low; now before it:\n"
        "     B-2\n"
        "A-2\n");
  Report word = one_table({{"key", "Key"}, {"why", "Why", Kind::text, true, 0, true}}, {{text("A-1"), text("x" + std::string(30, 'y'))}});
  CHECK(render(word, Format::table, options) ==
        "Key  Why\n"
        "───  ───────────────────\n"
        "A-1  xyyyyyyyyyyyyyyyyyy\n"
        "     yyyyyyyyyyyy\n");
}

TEST_CASE("rows in groups stand under their value, with a line where a flag turns true") {
  Report r = one_table({{"team", "Team"}, {"key", "Key"}, {"deferred", "Deferred", Kind::boolean}},
                       {{text("A"), text("A-1"), false}, {text("A"), text("A-2"), true}, {text("B"), text("B-1"), false}});
  r.sections[0].groups = Grouping{"team", {"1 of 2", ""}, "deferred", "deferred"};
  CHECK(render(r, Format::table, {}) ==
        "A: 1 of 2\n"
        "Key\n"
        "───\n"
        "A-1\n"
        "── deferred ──\n"
        "A-2\n"
        "\n"
        "B\n"
        "Key\n"
        "───\n"
        "B-1\n");
  CHECK(render(r, Format::csv, {}) == "team,key,deferred\nA,A-1,false\nA,A-2,true\nB,B-1,false\n");
  CHECK(render(r, Format::markdown, {}) == "### A: 1 of 2\n\n| Key | Deferred |\n| --- | --- |\n| A-1 |  |\n| A-2 | yes |\n\n### B\n\n| Key | Deferred |\n| --- | --- |\n| B-1 |  |\n");
  // Flags that come and go keep their column; rows that are not together, or were chosen by hand, their table.
  r.sections[0].table.rows.push_back({text("B"), text("B-2"), true}), r.sections[0].table.rows.push_back({text("B"), text("B-3"), false});
  CHECK(render(r, Format::table, {}).find("B-2  yes\n") != std::string::npos);
  r.sections[0].table.rows.push_back({text("A"), text("A-3"), false});
  CHECK(render(r, Format::table, {}).find("Team  Key  Deferred\n") == 0);
  r.sections[0].table.rows.pop_back();
  CHECK(render(select(r, {{}, {"-key"}, {}, ""}), Format::table, {}).find("Team  Key  Deferred\n") == 0);
}

TEST_CASE("display width counts wide, combining and broken characters as terminals do") {
  using render_detail::display_width;
  CHECK(display_width("abc") == 3);
  CHECK(display_width("日本") == 4);
  CHECK(display_width("e\xCC\x81") == 1);
  CHECK(display_width("🚀") == 2);
  CHECK(display_width("\xFF") == 1);
  const std::string combined = "e\xCC\x81x";
  CHECK(render_detail::prefix_bytes(combined, 1) == 3);  // the accent stays with its letter
  CHECK(render_detail::prefix_bytes("日本", 3) == 3);
  Report r = one_table({{"a", "A"}, {"b", "B"}}, {{text("日本"), text("x")}, {text("abcd"), text("y")}});
  CHECK(render(r, Format::table, {}) == "A     B\n────  ─\n日本  x\nabcd  y\n");
}

TEST_CASE("no control, escape or direction character of the data reaches the terminal") {
  std::string hostile = "a\x1b[31mb\x07\r\nc\td\xC2\x9B" "e\xE2\x80\xAE" "f\xE2\x81\xA6g\x7f\xFFh";
  hostile += std::string("\0i", 2);
  CHECK(render_detail::printable(hostile) == "a[31mb  c defg\xEF\xBF\xBDhi");
  Report r = sample();
  r.title = r.summary[0].title = r.summary[3].reason = r.sections[0].title = hostile;
  r.sections[0].table.rows[0][0] = hostile;
  r.sections[0].table.columns[0].title = hostile;
  r.notes = r.warnings = r.explain = {hostile};
  RenderOptions options;
  options.explain = true;
  for (const Format format : {Format::table, Format::markdown}) {
    const std::string out = render(r, format, options);
    for (const char c : out) CHECK((c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)));
    CHECK(out.find("\xE2\x80\xAE") == std::string::npos);
    CHECK(out.find("\xC2\x9B") == std::string::npos);
  }
}

TEST_CASE("JSON nests dotted keys in their order, gives null with a reason, and one line a row") {
  RenderOptions options;
  options.meta = {{"command", "", text("sprint report"), Kind::text, ""}, {"cache.age_s", "", std::int64_t{5}, Kind::integer, ""}};
  const std::string out = render(sample(), Format::json, options);
  const auto json = ordered_json::parse(out);
  CHECK(json["data"]["totals"].dump() == R"({"committed":{"issues":4,"points":12.5},"say_do":{"points":null}})");
  CHECK(json["data"]["issues"].dump() == R"([{"key":"A-1","points":0.5},{"key":"A-2","points":null}])");
  CHECK(json["data"]["breakdowns"]["team"].dump() == "[]");
  CHECK(json["meta"].dump() ==
        R"({"command":"sprint report","cache":{"age_s":5},"notes":["Sub-tasks are left out."],"warnings":["1 issue has a gap"],"unknown":{"totals.say_do.points":"nothing was committed"}})");
  CHECK(out.find("      {\"key\": \"A-1\", \"points\": 0.5},\n") != std::string::npos);
  options.explain = true;
  CHECK(ordered_json::parse(render(sample(), Format::json, options))["meta"]["explain"].dump() == R"(["committed: A-1, A-2"])");
  CHECK(ordered_json::parse(render(Report{}, Format::json, {}))["data"].dump() == "{}");
}

TEST_CASE("a report with one section and no summary gives JSON data as an array") {
  const auto out = render(one_table({{"n", "N", Kind::integer}}, {{std::int64_t{1}}, {std::int64_t{-9'223'372'036'854'775'807}}}), Format::json, {});
  CHECK(ordered_json::parse(out)["data"].dump() == R"([{"n":1},{"n":-9223372036854775807}])");
}

TEST_CASE("one JSON key for two values is a bug that is reported, not a damaged file") {
  Report r = sample();
  r.summary.push_back({"totals.committed", "", 1.0, Kind::number, ""});
  CHECK_THROWS_AS(render(r, Format::json, {}), Error);
  r = sample();
  r.summary.push_back({"sprint.name.first", "", 1.0, Kind::number, ""});
  CHECK_THROWS_AS(render(r, Format::json, {}), Error);
}

TEST_CASE("whatever bytes the data holds, JSON is valid and reads back as the same text") {
  std::mt19937 random(11);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    const auto length = random() % 12;
    for (std::size_t i = 0; i < length; ++i) bytes += static_cast<char>(random() % (round % 2 == 0 ? 256 : 128));
    const auto out = render(one_table({{"t", "T"}, {"l", "L", Kind::list}}, {{bytes, List{bytes, bytes}}}), Format::json, {});
    const auto json = ordered_json::parse(out, nullptr, false);
    REQUIRE_FALSE(json.is_discarded());
    if (round % 2 == 1) CHECK(json["data"][0]["t"].get<std::string>() == bytes);
  }
  std::string all;
  for (char32_t c = 1; c < 0x500; ++c) {
    if (c < 0x80) all += static_cast<char>(c);
    else (all += static_cast<char>(0xC0 | (c >> 6))) += static_cast<char>(0x80 | (c & 0x3f));
  }
  const auto out = render(one_table({{"t", "T"}}, {{all}}), Format::json, {});
  CHECK(ordered_json::parse(out)["data"][0]["t"].get<std::string>() == all);
  CHECK(out.find("\xC2\x9B") == std::string::npos);  // C1 controls are escaped: output may go to a terminal
  for (const double bad : {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()})
    CHECK(ordered_json::parse(render(one_table({{"t", "T"}}, {{bad}}), Format::json, {}))["data"][0]["t"].is_null());
}

TEST_CASE("numbers of machines read back exactly") {
  std::mt19937_64 random(12);
  for (int round = 0; round < 1000; ++round) {
    const double value = static_cast<double>(static_cast<std::int64_t>(random())) / static_cast<double>(random() % 100'000 + 1);
    const auto out = render(one_table({{"t", "T"}}, {{value}}), Format::json, {});
    CHECK(ordered_json::parse(out)["data"][0]["t"].get<double>() == value);
  }
}

TEST_CASE("CSV quotes what it must, leaves unknown empty, and writes keys, UTC and ratios for machines") {
  Report r = one_table({{"key", "Key"}, {"summary", "Summary"}, {"points", "Points", Kind::number}, {"share", "Share", Kind::ratio}, {"at", "At", Kind::instant},
                        {"labels", "Labels", Kind::list}, {"done", "Done", Kind::boolean}},
                       {{text("A-1"), text("Say \"no\", twice"), 0.5, 0.25, Instant{0}, List{"a", "b c"}, true},
                        {text("A-2"), text("two\nlines"), {}, {}, {}, List{}, false}});
  RenderOptions options;
  options.zone = Zone::fixed("+05", 18'000);
  CHECK(render(r, Format::csv, options) ==
        "key,summary,points,share,at,labels,done\n"
        "A-1,\"Say \"\"no\"\", twice\",0.5,0.25,1970-01-01T00:00:00Z,a b c,true\n"
        "A-2,\"two\nlines\",,,,,false\n");
}

TEST_CASE("CSV defuses what a spreadsheet would run, and leaves numbers alone") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"=1+1", "'=1+1"}, {"+1", "+1"}, {"-5", "-5"}, {"-5.5e3", "-5.5e3"}, {"@SUM(A1)", "'@SUM(A1)"}, {"\tx", "'\tx"},
      {"\rx", "\"'\rx\""}, {"-5+cmd", "'-5+cmd"}, {"-inf", "'-inf"}, {"+", "'+"}, {"=\"a\",b", "\"'=\"\"a\"\",b\""}, {"a=b", "a=b"}, {"'x", "'x"}};
  for (const auto& [in, out] : cases) {
    CAPTURE(in);
    CHECK(render(one_table({{"a", "A"}}, {{in}}), Format::csv, {}) == "a\n" + out + "\n");
  }
  CHECK(render(one_table({{"=a", "A"}}, {{-5.0}}), Format::csv, {}) == "'=a\n-5\n");
  CHECK(render(one_table({{"a", "A", Kind::list}}, {{List{"=x", "y"}}}), Format::csv, {}) == "a\n'=x y\n");
  CHECK(render(one_table({{"a", "A"}}, {{Cell{}}}), Format::csv, {}) == "a\n\"\"\n");  // a blank line would be no row
}

TEST_CASE("CSV gives the main section, a named one, or the summary; an unknown one is a usage error that lists them") {
  RenderOptions options;
  options.section = "breakdowns.team";
  CHECK(render(sample(), Format::csv, options) == "team\n");
  options.section = "summary";
  CHECK(render(sample(), Format::csv, options) == "key,value\nsprint.name,Seven\ntotals.committed.issues,4\ntotals.committed.points,12.5\ntotals.say_do.points,\n");
  options.section = "isues";
  try {
    render(sample(), Format::csv, options);
    FAIL("must throw");
  } catch (const Error& e) {
    CHECK(e.exit == Exit::usage);
    CHECK(e.hint == "it has: issues, breakdowns.team");
  }
}

TEST_CASE("Markdown escapes cell borders, markup and HTML of the data") {
  Report r = one_table({{"a", "A"}, {"n", "N", Kind::number}}, {{text("x|y *b* _i_ in_progress [l](u) <img src=x> `c` &lt; a & b \\"), 1.5}});
  CHECK(render(r, Format::markdown, {}) ==
        "| A | N |\n| --- | ---: |\n"
        "| x\\|y \\*b\\* \\_i\\_ in_progress \\[l\\](u) &lt;img src=x&gt; \\`c\\` &amp;lt; a & b \\\\ | 1.5 |\n");
  CHECK(render(sample(), Format::markdown, {}) ==
        "# Sprint 7\n\n- Sprint: Seven\n- Committed: 12.5\n- Say/do: n/a (nothing was committed)\n\n## Issues\n\n"
        "| Key | Points |\n| --- | ---: |\n| A-1 | 0.5 |\n| A-2 | n/a |\n\n## Notes\n\n- Sub-tasks are left out.\n\n## Warnings\n\n- 1 issue has a gap\n");
}

TEST_CASE("plain text is written as it is, in any format") {
  Report r;
  r.text = "hello\xFF";
  for (const Format format : {Format::table, Format::csv, Format::json, Format::markdown, Format::html}) CHECK(render(r, format, {}) == "hello\xEF\xBF\xBD\n");
}

TEST_CASE("select sorts naturally and stably, unknown values last both ways, then picks and cuts") {
  Report r = one_table({{"key", "Key"}, {"points", "Points", Kind::number}},
                       {{text("D-10"), 2.0}, {text("D-2"), Cell{}}, {text("D-9"), std::int64_t{2}}, {text("C-1"), 1.0}});
  const auto keys = [&](std::vector<std::string> sort, std::optional<std::size_t> limit = {}) {
    std::string out;
    const Report sorted = select(r, {{}, std::move(sort), limit, ""});
    for (const auto& row : sorted.sections[0].table.rows) out += std::get<std::string>(row[0]) + " ";
    return out;
  };
  CHECK(keys({}) == "D-10 D-2 D-9 C-1 ");
  CHECK(keys({"key"}) == "C-1 D-2 D-9 D-10 ");
  CHECK(keys({"-key"}) == "D-10 D-9 D-2 C-1 ");
  CHECK(keys({"points"}) == "C-1 D-10 D-9 D-2 ");
  CHECK(keys({"-points"}) == "D-10 D-9 C-1 D-2 ");
  CHECK(keys({"-points", "key"}) == "D-9 D-10 C-1 D-2 ");
  CHECK(keys({"key"}, 2) == "C-1 D-2 ");
  CHECK(keys({}, 0).empty());
  const Report picked = select(r, {{"points", "key"}, {"key"}, 1, "things"});
  CHECK(picked.sections[0].table.columns[0].key == "points");
  CHECK(std::get<double>(picked.sections[0].table.rows[0][0]) == 1.0);
  CHECK(picked.sections[0].table.rows.size() == 1);
}

TEST_CASE("an unknown column is a usage error that names the valid ones") {
  for (const Selection& s : std::vector<Selection>{{{"kee"}, {}, {}, ""}, {{}, {"-kee"}, {}, ""}, {{"key", "key"}, {}, {}, ""}}) {
    try {
      select(one_table({{"key", "Key"}, {"points", "Points"}}, {}), s);
      FAIL("must throw");
    } catch (const Error& e) {
      CHECK(e.exit == Exit::usage);
      CHECK_FALSE(e.hint.empty());
    }
  }
  CHECK_THROWS_AS(select(sample(), {{}, {}, 1, "nope"}), Error);
}

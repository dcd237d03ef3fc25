// SPDX-License-Identifier: Apache-2.0
// The site as its administrator left it: people, projects, boards. Everything else happens in story.cpp.
#include <array>
#include "tests/fakes/world.h"
namespace fakes {

void World::add_status(int id, const char* name, Category category) {
  status_index_.emplace(id, statuses.size());
  statuses.push_back({id, name, category});
}

void World::add_people() {
  struct Line {
    const char *name, *login, *zone, *kind;
    bool mail, active;
  };
  // The first is the account that asks. Two share a name; some names would break naive quoting.
  static constexpr std::array<Line, 22> kPeople{{
      {"Ada Quill", "ada", "", "atlassian", true, true},
      {"Bjarne \"Bo\" Holt", "bo", "Europe/Oslo", "atlassian", true, true},
      {"Chen, Wei", "chenwei", "Asia/Shanghai", "atlassian", true, true},
      {"Dara O'Fallow", "dara", "Europe/Dublin", "atlassian", true, true},
      {"Elif Yal\xC3\xA7\xC4\xB1n", "elif", "Europe/Istanbul", "atlassian", false, true},
      {"Farid Nouri", "farid", "Asia/Tehran", "atlassian", true, true},
      {"Grete Sand", "grete", "America/New_York", "atlassian", true, true},
      {"Hana Mori", "hana", "Asia/Tokyo", "atlassian", true, true},
      {"Ines Duarte", "ines", "America/Sao_Paulo", "atlassian", true, false},
      {"Jonas Berg", "jonas", "Europe/Oslo", "atlassian", true, true},
      {"Jonas Berg", "jonas2", "Asia/Kolkata", "atlassian", false, true},
      {"Kiri Tane", "kiri", "Pacific/Auckland", "atlassian", true, true},
      {"Leo \xF0\x9F\xA6\x81 Marsh", "leo", "America/Denver", "atlassian", true, true},
      {"Mira =SUM(A1)", "mira", "UTC", "atlassian", true, true},
      {"Nils Oder", "nils", "Europe/Berlin", "atlassian", true, true},
      {"Oona Pike", "oona", "Europe/Helsinki", "atlassian", true, true},
      {"Pavel Rusk", "pavel", "Europe/Prague", "atlassian", true, true},
      {"Quin Sable", "quin", "America/Chicago", "atlassian", true, true},
      {"Rosa Tull", "rosa", "Europe/Madrid", "atlassian", true, true},
      {"Sven Ursk", "sven", "Europe/Stockholm", "atlassian", true, true},
      {"Harbour Desk Customer", "customer", "UTC", "customer", false, true},
      {"Rule Runner", "automation", "UTC", "app", false, true},
  }};
  int n = 0;
  for (const Line& line : kPeople) {
    Person who;
    const auto hash = mix(options.seed, std::uint64_t(1000 + n));
    static constexpr char kHex[] = "0123456789abcdef";
    who.account = "7120" + std::to_string(20 + n) + ":";
    for (unsigned digit = 0; digit < 16; ++digit) who.account += kHex[(hash >> (4 * digit)) & 15];
    who.key = "JIRAUSER" + std::to_string(10100 + n);
    who.login = line.login;
    who.name = line.name;
    if (line.mail) who.email = std::string(line.login) + "@harbour.invalid";
    who.zone = *line.zone ? line.zone : options.zone.c_str();
    who.kind = line.kind;
    who.active = line.active;
    people.push_back(std::move(who));
    ++n;
  }
}

void World::add_projects() {
  static constexpr std::array<std::array<const char*, 2>, 4> kFirst{
      {{"ORC", "Orchid Harbour"}, {"TIDE", "Tide, Tables & \"Charts\""}, {"FERN", "Fern Team"}, {"OPS", "Operations Desk"}}};
  for (int n = 0; n < std::max(4, options.projects); ++n) {
    Project project;
    project.id = 10000 + 10 * n;
    project.key = n < 4 ? kFirst.at(std::size_t(n))[0] : "X" + std::to_string(n);
    project.name = n < 4 ? kFirst.at(std::size_t(n))[1] : "Extra project " + std::to_string(n);
    project.lead = n % 12;
    project.team_managed = n == 2 && !options.data_center;
    project.resolves = n != 3;
    if (project.team_managed) {
      project.todo = 10101, project.progress = project.review = 10102, project.done = 10103;
      project.statuses = {10101, 10102, 10103};
    } else {
      project.todo = 10000, project.progress = 3, project.review = 10002, project.done = 10003;
      project.statuses = {10000, 3, 10002, 10003, 10004, 10006};
    }
    const std::array<const char*, 3> kParts{"API", "Web, mobile", "Pumps"};
    for (int c = 0; c < 3; ++c) project.components.push_back({20000 + 10 * n + c, kParts.at(std::size_t(c))});
    project.versions = {{21000 + 10 * n, "1.0", "2025-11-03", "2026-02-01", true, true},
                        {21001 + 10 * n, "1.1", "2026-02-02", "2026-07-01", true, false},
                        {21002 + 10 * n, "2.0 \"Kraken\"", "", "", false, false}};
    projects.push_back(std::move(project));
  }
}

void World::add_boards() {
  const int wanted = std::max(options.boards, static_cast<int>(projects.size()));
  for (int n = 0; n < wanted; ++n) {
    Board board;
    board.id = 3 + 2 * n;
    const bool own = n < static_cast<int>(projects.size());
    board.project = own ? n : 1;
    Project& project = projects[std::size_t(board.project)];
    if (own) project.board = n;
    board.name = own ? project.key + " board" : "Wall " + std::to_string(n);
    board.type = n == 3 || (!own && n % 10 != 0) ? "kanban" : project.team_managed ? "simple" : "scrum";
    if (project.team_managed) {
      board.columns = {{"To Do", {10101}}, {"In Progress", {10102}}, {"Done", {10103}}};
    } else {
      board.columns = {{"Waiting", {}}, {"To Do", {10000}}, {"In Progress", {3}}, {"In Review", {10002}}, {"Done", {10003}}};
    }
    boards.push_back(std::move(board));
  }
}

}  // namespace fakes

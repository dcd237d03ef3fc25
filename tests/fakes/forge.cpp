// SPDX-License-Identifier: Apache-2.0
// Who writes code and where, and which pull requests there will be. What happens to one is told in forge_pulls.cpp.
#include "tests/fakes/forge.h"
#include <algorithm>
#include <cctype>
namespace fakes {
namespace {

constexpr Time kFirstDay = kWorldNow - 380 * kDay;
Time whole(Time at) { return at - at % kSecond; }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

}  // namespace

const std::vector<std::string>& Forge::teams() {
  static const std::vector<std::string> names{"deck", "engine-room"};
  return names;
}

Forge::Forge(const World& of, const ForgeOptions& wanted) : world(of), options(wanted) {
  add_accounts();
  add_repositories();
  std::vector<Plan> plans;
  plan_pulls(plans);
  std::sort(plans.begin(), plans.end(), [](const Plan& a, const Plan& b) { return std::pair(a.from, a.seed) < std::pair(b.from, b.seed); });
  struct Ending {
    Time at;
    int pull;
    bool merge;
  };
  std::vector<Ending> endings;
  for (const Plan& plan : plans) {
    add_pull(plan);
    const PullRequest& pull = pulls.back();
    if (plan.until != 0) endings.push_back({std::max(plan.until, pull.updated + kMinute), pull.index, plan.giant || mix(plan.seed, 11) % 100 >= 12});
  }
  std::sort(endings.begin(), endings.end(), [](const Ending& a, const Ending& b) { return std::pair(a.at, a.pull) < std::pair(b.at, b.pull); });
  Time pushed = 0;
  for (const Ending& ending : endings) {
    Random random(mix(world.options.seed, 0x40000000ULL + std::uint64_t(ending.pull)));
    PullRequest& pull = pulls[std::size_t(ending.pull)];
    if (ending.at > kWorldNow) continue;  // stays open
    if (ending.at - pushed > 3 * kDay) direct_push(repositories[std::size_t(pull.repository)], pushed = ending.at - 90 * kMinute, random);
    finish(pull, ending.at, ending.merge, random);
  }
  for (CodeRepository& repository : repositories) {
    Random random(mix(world.options.seed, 0x50000000ULL + std::uint64_t(repository.index)));
    if (!repository.empty) ship(repository, kFirstDay, kWorldNow, random);
  }
}

void Forge::add_accounts() {
  for (std::size_t n = 0; n < world.people.size(); ++n) {
    const Person& who = world.people[n];
    Account account{1'000'000 + 11 * static_cast<int>(n), who.login, who.name, who.email, who.kind == "app"};
    if (account.email.empty() || n % 5 == 3) account.email = std::to_string(account.id) + "+" + account.login + "@users.noreply.invalid";
    if (account.bot) account.login = "rule-runner";
    accounts.push_back(std::move(account));
  }
  accounts.push_back({1'900'001, "parcel-bot", "", "bot@parcel.invalid", true});
  accounts.push_back({1'900'012, "Zed-Outside", "Zed, from outside", "zed@outside.invalid", false});
}

int Forge::add_repository(const std::string& name, int project) {
  CodeRepository it;
  it.index = static_cast<int>(repositories.size());
  it.id = 500'000'001 + 13 * it.index;
  it.name = name;
  it.project = project;
  it.created = it.pushed = whole(kFirstDay - (40 - it.index % 30) * kDay);
  repositories.push_back(std::move(it));
  return static_cast<int>(repositories.size()) - 1;
}

void Forge::add_repositories() {
  struct Line {
    const char* name;
    int project;
    bool deploys;
  };
  static constexpr Line kLines[]{{"acme/harbour", 0, true}, {"acme/tide.tables", 1, true}, {"acme/svc-ferry", 0, true}, {"acme/svc-kiln", 1, true},
                                 {"acme/fern-app", 2, false}, {"acme/Ops-Tools", 3, false}, {"acme/pumps", 3, true}, {"acme/svc-attic", 1, false}, {"acme/svc-empty", 0, false}};
  for (const Line& line : kLines) {
    const int n = add_repository(line.name, line.project);
    repositories[std::size_t(n)].deploys = line.deploys;
  }
  repositories[4].former = {"acme/fern"};       // renamed
  repositories[6].former = {"old-acme/pumps"};  // moved
  repositories[7].archived = true;
  repositories[8].empty = true;  // no commit yet
  while (static_cast<int>(repositories.size()) < options.repositories) add_repository("acme/svc-x" + std::to_string(repositories.size()), static_cast<int>(repositories.size() % 4));
}

int Forge::find(std::string_view name) const {
  const auto wanted = lower(name);
  for (const CodeRepository& it : repositories)
    if (lower(it.name) == wanted) return it.index;
  for (const CodeRepository& it : repositories)
    for (const std::string& former : it.former)
      if (lower(former) == wanted) return it.index;
  return -1;
}

int Forge::somebody(Random& random, int not_this) const {
  const int who = random.below(20);
  return who == not_this ? (who + 1) % 20 : who;
}

// Pull requests for most issues that were begun, and others that no issue knows of.
void Forge::plan_pulls(std::vector<Plan>& plans) const {
  std::vector<std::vector<int>> homes(world.projects.size());
  for (const CodeRepository& it : repositories)
    if (!it.empty) homes[std::size_t(it.project) % homes.size()].push_back(it.index);
  for (std::size_t n = 0; n < world.issues.size(); ++n) {
    const Issue& issue = world.issues[n];
    Random random(mix(world.options.seed, 0x20000000ULL + n));
    const auto& choice = homes[std::size_t(issue.project) % homes.size()];
    if (issue.deleted || issue.started == 0 || issue.type == Type::epic || choice.empty() || random.chance(35)) continue;
    for (int times = random.chance(10) ? 2 : 1; times > 0; --times) {
      const int home = random.chance(60) ? choice.front() : random.of(choice);
      const Time from = whole(issue.started + random.between(1, 30) * kHour);
      Time until = issue.done_since == 0 ? (random.chance(40) ? from + random.between(1, 90) * kHour : 0) : std::max(whole(issue.done_since) - random.between(0, 20) * kHour, from + 2 * kHour);
      if (repositories[std::size_t(home)].archived && until == 0) until = from + kDay;
      if (from < kWorldNow - kHour) plans.push_back({home, static_cast<int>(n), from, until, mix(random.next(), n), false});
    }
  }
  const int others = std::max(24, options.pulls - static_cast<int>(plans.size()));
  const auto last = static_cast<int>(repositories.size());
  for (int n = 0; n < others; ++n) {
    Random random(mix(world.options.seed, 0x30000000ULL + std::uint64_t(n)));
    const int home = n % 3 == 0 ? n / 3 % last : random.below(last);
    if (repositories[std::size_t(home)].empty) continue;
    const Time from = whole(kFirstDay + random.between(1, 370 * 24) * kHour + random.between(0, 3599) * kSecond);
    const bool open = random.chance(12) && !repositories[std::size_t(home)].archived;
    plans.push_back({home, -1, from, open ? 0 : from + random.between(1, 200) * kHour, random.next(), false});
  }
  if (options.giants) plans.push_back({0, -1, whole(kWorldNow - 60 * kDay), kWorldNow - 20 * kDay, mix(world.options.seed, 77), true});
}

std::string Forge::rename(int repository, const std::string& to) {
  CodeRepository& it = repositories[std::size_t(repository)];
  it.former.push_back(it.name);
  it.name = to;
  ++version;
  return to;
}

}  // namespace fakes

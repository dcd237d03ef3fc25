// SPDX-License-Identifier: Apache-2.0
// The life of one pull request up to its end.
#include "tests/fakes/forge.h"
#include <algorithm>
#include <array>
#include <cctype>
#include "tests/fakes/names.h"
namespace fakes {
namespace {

std::string slug(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (std::isalnum(static_cast<unsigned char>(c))) out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    else if (!out.empty() && out.back() != '-') out += '-';
  return out.substr(0, 30);
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

int Forge::add_revision(int repository, int author, Time authored, Time committed, const std::string& message, Random& random) {
  static constexpr char kHex[] = "0123456789abcdef";
  Revision it;
  it.repository = repository;
  it.message = message;
  it.authored = authored, it.committed = committed;
  const int index = static_cast<int>(revisions.size());
  std::uint64_t state = mix(world.options.seed, 0x60000000ULL + std::uint64_t(index));
  for (int n = 0; n < 40; ++n) it.oid += kHex[(n % 10 == 0 ? state = mix(state) : state >>= 5) & 15];
  const bool unknown = author < 0 || random.chance(4);  // made with an e-mail that no account has
  it.author = unknown ? -1 : author;
  it.name = unknown ? "root" : accounts[std::size_t(author)].name;
  it.email = unknown ? "root@laptop.invalid" : accounts[std::size_t(author)].email;
  if (it.name.empty()) it.name = accounts[std::size_t(author)].login;
  it.additions = random.chance(85) ? random.below(120) : random.below(2500);
  it.deletions = random.below(it.additions + 10);
  it.files = 1 + random.below(9);
  revisions.push_back(std::move(it));
  return index;
}

// Where the issue's key stands, if anywhere: title, branch, commit, body; some texts only look like keys.
bool Forge::name_pull(PullRequest& pull, const Plan& plan, Random& random) const {
  const auto text = summary_text(mix(plan.seed, 4));
  const std::string key = plan.jira < 0 ? "" : world.key(world.issues[std::size_t(plan.jira)]);
  const int manner = plan.jira < 0 ? 6 : random.below(6);
  pull.title = text;
  pull.body = random.chance(80) ? sentence(plan.seed) + "\n\n- encodes as UTF-8\n- answers HTTP-404\n" : "";
  pull.head = slug(text) + "-x" + std::to_string(pull.number);  // no digits alone behind a word: "tide-7" would be a key
  switch (manner) {
    case 0: pull.title = key + ": " + text; break;
    case 1: pull.title = "[" + key + "] " + text, pull.head = "feature/" + key + "-" + slug(text); break;
    case 2: pull.head = (random.chance(50) ? "bugfix/" : "") + lower(key) + "-" + slug(text); break;
    case 3: pull.body += "Resolves https://harbour.example.invalid/browse/" + key + "\n"; break;
    case 4: break;  // in its commits only
    case 5: pull.title = text + " (" + key + ")", pull.body += "See also " + key + ".\n"; break;
    default:
      if (random.chance(20)) pull.title = "Bump SHA-256 and ISO-8601 helpers", pull.head = "deps/sha-256";
      if (random.chance(10)) pull.title = "hotfix: " + text, pull.head = "hotfix/" + slug(text);
  }
  static constexpr std::array kSources{"title", "title", "branch", "body", "", "title", ""};
  pull.key_source = kSources.at(std::size_t(manner));
  const bool commits = !key.empty() && random.chance(70);
  if (commits && pull.key_source != "title" && pull.key_source != "branch") pull.key_source = "commit";
  if (!pull.key_source.empty()) pull.key = key;
  return commits;
}

void Forge::add_pull(const Plan& plan) {
  Random random(plan.seed);
  CodeRepository& home = repositories[std::size_t(plan.repository)];
  if (random.chance(25)) add_git_issues(home, 1, plan.from - kMinute, plan.from - kMinute, random);
  PullRequest& pull = pulls.emplace_back();
  pull.index = static_cast<int>(pulls.size()) - 1;
  pull.repository = plan.repository;
  pull.number = home.next_number++;
  pull.id = next_id();
  pull.jira = plan.jira;
  pull.created = pull.updated = plan.from;
  home.pulls.push_back(pull.index);
  const int assignee = plan.jira < 0 ? -1 : world.issues[std::size_t(plan.jira)].assignee;
  pull.author = random.chance(4) ? -1 : plan.jira < 0 && random.chance(20) ? 22 + random.below(2) : assignee >= 0 ? assignee : somebody(random);
  pull.fork = pull.author == 23;
  pull.base = random.chance(94) ? "main" : "release/1.x";
  const bool commits_too = name_pull(pull, plan, random);
  if (!home.issues.empty() && random.chance(15)) pull.closes.push_back(home.issues.back());
  for (int n = random.below(3); n > 0; --n) pull.labels.push_back(random.of(label_words()));
  std::sort(pull.labels.begin(), pull.labels.end());
  pull.labels.erase(std::unique(pull.labels.begin(), pull.labels.end()), pull.labels.end());
  if (random.chance(30) && pull.author >= 0) pull.assignees.push_back(pull.author);
  push_commits(pull, 1 + random.below(3), plan.from - random.between(1, 40) * kHour, plan.from - kMinute, random, commits_too ? pull.key : "");
  add_files(pull, plan.giant ? 250 : 1 + random.below(6), random);
  const Time until = std::min(plan.until == 0 ? plan.from + random.between(1, 20) * kHour : plan.until, world.now);
  pull.draft = plan.until == 0 && random.chance(40);
  if (plan.giant) enlarge(pull, plan.from + kHour, until - kHour, random);
  else if (until > plan.from + kHour) discuss(pull, plan.from, until, random);
}

void Forge::push_commits(PullRequest& pull, int count, Time from, Time until, Random& random, const std::string& key) {
  static const std::vector<std::string> kWords{"wip", "Make it pass", "Address remarks", "Tidy up\n\nNo change in behaviour.", "Fix a typo", "Merge branch 'main'"};
  for (int n = 0; n < count; ++n) {
    const Time at = from + (until - from) / (count + 1) * (n + 1);
    const Time second = at - at % kSecond;
    std::string message = random.of(kWords);
    if (!key.empty() && (n == 0 || random.chance(30))) message = random.chance(50) ? key + " " + message : message + "\n\nRefs: " + key;
    const int who = pull.author >= 0 && random.chance(90) ? pull.author : somebody(random);
    const int index = add_revision(pull.repository, who, random.chance(10) ? second - 2 * kDay : second, second, message, random);
    Revision& it = revisions[std::size_t(index)];
    if (const int before = head_of(pull); before >= 0) it.parents.push_back(before);
    else if (const auto& main = repositories[std::size_t(pull.repository)].main; !main.empty()) it.parents.push_back(main.back());
    it.pulls.push_back(pull.index);
    pull.revisions.push_back(index);
    pull.additions += it.additions, pull.deletions += it.deletions;
    if (second > pull.created) note(pull, second);
    add_run(repositories[std::size_t(pull.repository)], std::max(second, pull.created) + 5 * kSecond, random, index, "pull_request");
  }
}

void Forge::add_files(PullRequest& pull, int count, Random& random) const {
  static constexpr std::array kChanges{"MODIFIED", "MODIFIED", "MODIFIED", "ADDED", "DELETED", "RENAMED"};
  for (int n = 0; n < count; ++n)
    pull.files.push_back({"src/part" + std::to_string(random.below(20)) + "/file" + std::to_string(n) + (random.chance(50) ? ".cpp" : " with, comma.md"), random.below(90), random.below(60),
                          kChanges.at(std::size_t(random.below(6)))});
  std::sort(pull.files.begin(), pull.files.end(), [](const ChangedFile& a, const ChangedFile& b) { return a.path < b.path; });
}

void Forge::ask_review(PullRequest& pull, int subject, Time at) {
  pull.requested.push_back(subject);
  pull.events.push_back({"ReviewRequestedEvent", next_id(), at, pull.author, subject});
  note(pull, at);
}

void Forge::add_review(PullRequest& pull, int who, const char* state, Time at, int notes, Random& random) {
  CodeReview& review = pull.reviews.emplace_back();
  review.id = next_id();
  review.author = who;
  review.state = state;
  review.created = at;
  review.submitted = std::string_view(state) == "PENDING" ? 0 : at;
  review.revision = head_of(pull);
  review.text = random.chance(50) ? random.next() | 1 : 0;
  for (int n = 0; n < notes; ++n) review.notes.push_back({next_id(), who, at - (notes - n) * kSecond, random.next() | 1});
  if (review.submitted == 0) return;
  std::erase(pull.requested, who);
  note(pull, at);
}

void Forge::force_push(PullRequest& pull, Time at, Random& random) {
  const int before = head_of(pull);
  const auto old = pull.revisions;
  pull.revisions.clear();
  pull.additions = pull.deletions = 0;
  for (const int from : old) {  // rebased: other shas, the same authors and author dates
    const Revision& was = revisions[std::size_t(from)];
    const int index = add_revision(pull.repository, was.author, was.authored, at - kMinute, was.message, random);
    Revision& it = revisions[std::size_t(index)];
    it.parents = pull.revisions.empty() ? was.parents : std::vector<int>{pull.revisions.back()};
    it.pulls.push_back(pull.index);
    std::erase(revisions[std::size_t(from)].pulls, pull.index);
    pull.revisions.push_back(index);
    pull.additions += it.additions, pull.deletions += it.deletions;
  }
  pull.events.push_back({"HeadRefForcePushedEvent", next_id(), at, pull.author, -1, before, head_of(pull)});
  note(pull, at);
}

// Drafts, requests, remarks, reviews, more commits, force pushes, a close that was a mistake: in the order of time.
void Forge::discuss(PullRequest& pull, Time from, Time until, Random& random) {
  Time at = from;
  const auto later = [&] { at += std::max<Time>(kMinute, (until - at) / 100 * random.between(5, 30)); return at -= at % kSecond; };
  const auto event = [&](const char* type, int actor) {
    pull.events.push_back({type, next_id(), later(), actor});
    note(pull, at);
  };
  if (!pull.draft && random.chance(25)) {
    pull.draft = true;
    if (random.chance(60)) event("ReadyForReviewEvent", pull.author), pull.draft = false;
    if (!pull.draft && random.chance(15)) event("ConvertToDraftEvent", pull.author), event("ReadyForReviewEvent", pull.author);
  }
  const int reviewer = somebody(random, pull.author), second = somebody(random, reviewer);
  if (random.chance(80)) ask_review(pull, reviewer, later());
  if (random.chance(25)) ask_review(pull, 1000 + random.below(2), later());
  if (random.chance(10) && second != pull.author) {
    ask_review(pull, second, later());
    if (random.chance(50)) event("ReviewRequestRemovedEvent", pull.author), pull.events.back().subject = second, std::erase(pull.requested, second);
  }
  if (random.chance(30)) pull.remarks.push_back({next_id(), random.chance(30) ? 22 : random.chance(10) ? -1 : somebody(random), later(), random.next() | 1}), note(pull, at);
  if (random.chance(12)) event("ClosedEvent", pull.author), event("ReopenedEvent", pull.author);
  if (random.chance(75)) {
    const bool strict = random.chance(35);
    add_review(pull, random.chance(5) ? -1 : reviewer, strict ? "CHANGES_REQUESTED" : random.chance(30) ? "COMMENTED" : "APPROVED", later(), random.below(5), random);
    if (random.chance(25) && pull.author >= 0) add_review(pull, pull.author, "COMMENTED", later(), 1, random);
    if (strict) {
      if (random.chance(40)) force_push(pull, later(), random);
      else push_commits(pull, 1 + random.below(2), at, later(), random, "");
      if (random.chance(30)) {
        CodeReview& review = pull.reviews.front();
        review.state = "DISMISSED";
        event("ReviewDismissedEvent", pull.author);
        pull.events.back().review = &review;
      }
      if (random.chance(80)) add_review(pull, reviewer, "APPROVED", later(), 0, random);
    }
    if (random.chance(20) && second != pull.author) add_review(pull, second, "APPROVED", later(), 0, random);
  }
  if (random.chance(4)) add_review(pull, 0, "PENDING", later(), 2, random);  // only its author sees it: the account that asks
}

// Beyond every page size: 300 commits, 400 reviews, 150 notes on code, 150 remarks, 120 requests.
void Forge::enlarge(PullRequest& pull, Time from, Time until, Random& random) {
  pull.title = "ORC-1: the long rewrite";
  pull.key = "ORC-1", pull.key_source = "title";
  const auto at = [&](int n, int of) { return [](Time t) { return t - t % kSecond; }(from + (until - from) / of * n); };
  push_commits(pull, 300 - static_cast<int>(pull.revisions.size()), from, until, random, "");
  for (int n = 0; n < 120; ++n) ask_review(pull, (n * 3) % 20 == pull.author ? 1000 : (n * 3) % 20, at(n, 900));
  std::sort(pull.requested.begin(), pull.requested.end());
  pull.requested.erase(std::unique(pull.requested.begin(), pull.requested.end()), pull.requested.end());
  for (int n = 0; n < 400; ++n) add_review(pull, (n * 7 + (n * 7 % 20 == pull.author)) % 20, n % 9 == 0 ? "APPROVED" : n % 5 == 0 ? "CHANGES_REQUESTED" : "COMMENTED", at(100 + n, 520), n == 7 ? 150 : n % 3 == 0, random);
  for (int n = 0; n < 150; ++n) pull.remarks.push_back({next_id(), n % 20, at(100 + n, 400), random.next() | 1}), note(pull, at(100 + n, 400));
}

}  // namespace fakes

// SPDX-License-Identifier: Apache-2.0
#include "core/failure.h"
#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include "core/shipped.h"
namespace juno {
namespace {

class Judge {
 public:
  Judge(std::span<const Deploy> deploys, std::span<const Commit> commits, std::span<const DeployedPull> pulls, const FailureRules& rules)
      : deploys_(deploys), commits_(commits), pulls_(pulls), rules_(rules), shipped_(deploys, commits, pulls) {
    out_.verdicts.resize(deploys.size());
  }

  Judged judge(std::span<const Incident> incidents) {
    for (const Incident& i : incidents) incident_keys_.insert(i.key);
    find_previous();
    for (std::size_t d = 0; d < deploys_.size(); ++d) {
      if (!deploys_[d].live) continue;
      if (deploys_[d].broke) fail(d, {Failure::Kind::broke, deploys_[d].id, std::nullopt});
      rollback(d);
      for (const std::size_t c : deploys_[d].commits) revert(d, commits_[c].message, deploys_[d].repository, {});
      for (const std::size_t p : deploys_[d].pulls) {
        const PullRequest& pull = pulls_[p].pull;
        revert(d, pull.title + "\n" + pull.body, pull.repository_name, "#" + std::to_string(pull.number));
        hotfix(d, pull);
      }
      only_fixes(d);
    }
    for (const Incident& i : incidents) ascribe(i);
    for (Verdict& v : out_.verdicts) tidy(v);
    return std::move(out_);
  }

 private:
  void find_previous() {
    std::map<std::string_view, std::vector<std::size_t>> live;  // the latest of each service, and the one before with another sha
    for (std::size_t d = 0; d < deploys_.size(); ++d) {
      if (!deploys_[d].live) continue;
      auto& before = live[deploys_[d].service];
      for (std::size_t k = before.size(); k > 0; --k)
        if (deploys_[before[k - 1]].sha != deploys_[d].sha) {
          out_.verdicts[d].previous = before[k - 1];
          break;
        }
      if (!before.empty() && deploys_[before.back()].sha == deploys_[d].sha) before.back() = d;
      else before.push_back(d);
    }
  }

  void fail(std::size_t d, Failure failure) { out_.verdicts[d].failures.push_back(std::move(failure)); }
  void rework(std::size_t d, std::string why) {
    auto& all = out_.verdicts[d].rework;
    if (std::find(all.begin(), all.end(), why) == all.end()) all.push_back(std::move(why));
  }

  // It brought nothing new, and what it deployed had been live before what it replaced.
  void rollback(std::size_t d) {
    const Deploy& now = deploys_[d];
    const auto previous = out_.verdicts[d].previous;
    if (!previous || !now.known || !now.commits.empty() || now.sha.empty()) return;
    const Deploy& before = deploys_[*previous];
    if (!shipped_.older(now.sha, before.sha)) return;
    rework(d, "rollback of " + before.id);
    fail(*previous, {Failure::Kind::rollback, now.id, now.finished});
  }

  // What is undone while it was live counts against the deployment that brought it.
  void revert(std::size_t d, std::string_view text, const std::string& repository, const std::string& by) {
    if (text.find("evert") == std::string_view::npos) return;
    const References undone = reverted_in(text);
    bool told = false;
    for (const auto& sha : undone.shas) told |= undo(d, shipped_.by_sha(sha), sha.substr(0, 7), Failure::Kind::revert, "revert of ");
    for (const auto& pull : undone.pulls) told |= undo(d, shipped_.by_pull(pull, repository), pull, Failure::Kind::revert, "revert of ");
    if (told || by.empty()) return;
    constexpr std::string_view kTitle = "Revert \"";
    const std::string_view title = text.substr(0, text.find('\n'));
    if (!title.starts_with(kTitle) || title.back() != '"') return;
    const std::string_view original = title.substr(kTitle.size(), title.size() - kTitle.size() - 1);
    undo(d, shipped_.by_title(original, repository, d), by, Failure::Kind::revert, "revert by ");
  }

  // Whether `whose` is an earlier deployment; then d repairs it.
  bool undo(std::size_t d, std::optional<std::size_t> whose, const std::string& what, Failure::Kind kind, const std::string& words) {
    if (!whose || *whose >= d) return false;
    rework(d, words + what);
    if (deploys_[d].finished - deploys_[*whose].finished <= rules_.revert_window) fail(*whose, {kind, deploys_[d].id, deploys_[d].finished});
    return true;
  }

  bool is_hotfix(const PullRequest& pull) const {
    return std::any_of(rules_.hotfix.begin(), rules_.hotfix.end(), [&](const std::string& word) {
      if (std::find(pull.labels.begin(), pull.labels.end(), word) != pull.labels.end()) return true;
      return pull.head_ref.starts_with(word) && (pull.head_ref.size() == word.size() || std::string_view("/-_").find(pull.head_ref[word.size()]) != std::string_view::npos);
    });
  }

  void hotfix(std::size_t d, const PullRequest& pull) {
    if (!is_hotfix(pull)) return;
    rework(d, "hotfix #" + std::to_string(pull.number));
    const References named = named_in(pull.title + "\n" + pull.body);
    std::set<std::size_t> repaired;
    for (const auto& sha : named.shas)
      if (const auto whose = shipped_.by_sha(sha)) repaired.insert(*whose);
    for (const auto& p : named.pulls)
      if (const auto whose = shipped_.by_pull(p, pull.repository_name)) repaired.insert(*whose);
    for (const std::size_t whose : repaired)
      if (whose < d && deploys_[d].finished - deploys_[whose].finished <= rules_.revert_window)
        fail(whose, {Failure::Kind::hotfix, deploys_[d].id, deploys_[d].finished});
  }

  // Nothing but repairs of incidents: an unplanned deployment as well.
  void only_fixes(std::size_t d) {
    std::vector<std::string> fixed;
    for (const std::size_t p : deploys_[d].pulls) {
      const auto& keys = pulls_[p].issues;
      const auto hit = std::find_if(keys.begin(), keys.end(), [&](const std::string& key) { return incident_keys_.contains(key); });
      if (hit == keys.end()) return;
      fixed.push_back(*hit);
    }
    for (const auto& key : fixed) rework(d, "fix of " + key);
  }

  // The deployment that brought what the incident names; of several the last one live when it was opened.
  std::optional<std::size_t> named_cause(const Incident& i) const {
    std::optional<std::size_t> best;
    for (const auto& cause : i.causes)
      for (const std::size_t d : shipped_.named(cause))
        if (deploys_[d].began.value_or(deploys_[d].finished) <= i.opened && (!best || *best < d)) best = d;
    return best;
  }

  void ascribe(const Incident& i) {
    auto& of = out_.of_incident.emplace_back();
    std::string& why = out_.no_deployment.emplace_back();
    if ((of = named_cause(i))) return fail(*of, {Failure::Kind::incident, i.key, i.resolved});
    if (!i.causes.empty()) why = "no deployment before it brought what it names as its cause";
    else if (i.services.empty()) why = "its service is not known";
    else why = "no deployment of its service within the failure window before it";
    if (!i.causes.empty() || i.services.empty()) return;
    for (std::size_t d = deploys_.size(); d > 0 && !of; --d) {
      const Deploy& deploy = deploys_[d - 1];
      if (i.opened - deploy.finished > rules_.window) return;  // and so are all before it
      if (deploy.live && deploy.began.value_or(deploy.finished) <= i.opened && std::find(i.services.begin(), i.services.end(), deploy.service) != i.services.end()) of = d - 1;
    }
    if (!of) return;
    why.clear();
    fail(*of, {Failure::Kind::after, i.key, i.resolved});
  }

  static void tidy(Verdict& v) {
    std::sort(v.rework.begin(), v.rework.end());
    const auto order = [](const Failure& a, const Failure& b) { return std::tie(a.kind, a.by) < std::tie(b.kind, b.by); };
    std::stable_sort(v.failures.begin(), v.failures.end(), order);
    v.failures.erase(std::unique(v.failures.begin(), v.failures.end(), [](const Failure& a, const Failure& b) { return a.kind == b.kind && a.by == b.by; }), v.failures.end());
  }

  std::span<const Deploy> deploys_;
  std::span<const Commit> commits_;
  std::span<const DeployedPull> pulls_;
  const FailureRules& rules_;
  Shipped shipped_;
  std::set<std::string, std::less<>> incident_keys_;
  Judged out_;
};

}  // namespace

std::string_view to_string(Failure::Kind kind) {
  switch (kind) {
    case Failure::Kind::incident: return "incident";
    case Failure::Kind::rollback: return "rolled back";
    case Failure::Kind::revert: return "reverted";
    case Failure::Kind::hotfix: return "hotfix";
    case Failure::Kind::broke: return "turned to failure";
    case Failure::Kind::after: return "incident soon after";
  }
  return "";
}

bool Verdict::failed(bool explicitly) const {
  return std::any_of(failures.begin(), failures.end(), [&](const Failure& f) { return !explicitly || !f.inferred(); });
}

std::optional<Instant> Verdict::restored() const {
  std::optional<Instant> incidents, fix;
  bool any = false;
  for (const Failure& f : failures) {
    if (f.kind == Failure::Kind::incident || f.kind == Failure::Kind::after) {
      any = true;
      if (!f.restored) return std::nullopt;
      if (!incidents || *incidents < *f.restored) incidents = f.restored;
    } else if (f.restored && (!fix || *f.restored < *fix)) {
      fix = f.restored;
    }
  }
  return any ? incidents : fix;
}

Judged judge(std::span<const Deploy> deploys, std::span<const Commit> commits, std::span<const DeployedPull> pulls,
             std::span<const Incident> incidents, const FailureRules& rules) {
  return Judge(deploys, commits, pulls, rules).judge(incidents);
}

}  // namespace juno

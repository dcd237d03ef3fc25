// SPDX-License-Identifier: Apache-2.0
#include "store/word_index.h"
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include "sample.h"
#include "store/issue_writer.h"
#include "temp_folder.h"
using namespace juno;
using namespace juno::store;
namespace {

struct Cache {
  sample::TempFolder folder;
  Database db = Database::open_cache(folder.file("c.db"), Database::Mode::read_write);
  Site site = sample::site(db);
  IssueWriter writer{db, site, sample::fields()};
  int told = 0;

  Cache() {
    const Status all[] = {sample::kToDo, sample::kDoing, sample::kDone};
    upsert_statuses(db, site, all);
  }
  void put(Id id, const std::string& summary, const std::string& description) {
    IssueRecord r = sample::finished(id, "PAY-" + std::to_string(id));
    r.issue.summary = summary, r.issue.description = description, r.raw = "{\"summary\":\"" + summary + "\",\"description\":\"" + description + "\"}";
    Transaction tx(db);
    writer.upsert(std::vector<IssueRecord>{r}, sample::kNow);
    tx.commit();
  }
  void remove(Id id) {
    Transaction tx(db);
    writer.mark_deleted(std::vector<Id>{site.to_cache(id)}, sample::kNow);
    tx.commit();
  }
  WordIndex index() {
    return WordIndex::open(db, [this](std::size_t) { ++told; });
  }
  std::string words_file() const { return folder.file("c.db.words"); }
  // What the index says of those terms: tracker ids with their counts, whatever their places.
  std::string said(const WordIndex& w, const std::vector<std::string>& terms) const {
    std::string out;
    for (const auto& term : terms) {
      std::vector<std::string> hits;
      for (const Posting& p : w.postings(term))
        hits.push_back(std::to_string(site.to_tracker(w.texts()[p.place].issue)) + "(" + std::to_string(p.count.summary) + "," + std::to_string(p.count.text) + ")");
      std::sort(hits.begin(), hits.end());
      out += term + ":";
      for (const auto& h : hits) out += " " + h;
      out += w.documents(term) == hits.size() ? "\n" : " miscounted\n";
    }
    return out;
  }
};

// As the index has them: without endings.
const std::vector<std::string> kTerms = {"crane", "quai", "lamp", "quai lamp", "nothing"};

}  // namespace

TEST_CASE("the words of the cache follow what changes, is added and deleted, and equal an index made anew") {
  Cache c;
  c.put(1, "Quay lamp", "the crane is dark");
  c.put(2, "Crane", "");
  c.put(3, "Lamp, lamp", "quay quay quay");
  CHECK(c.said(c.index(), kTerms) == "crane: 1(0,1) 2(1,0)\nquai: 1(1,0) 3(0,3)\nlamp: 1(1,0) 3(2,0)\nquai lamp: 1(1,0)\nnothing:\n");
  struct stat info{};
  REQUIRE(::stat(c.words_file().c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  c.put(1, "Quay", "");
  c.remove(2);
  c.put(4, "New crane", "");
  const std::string followed = c.said(c.index(), kTerms);
  CHECK(followed == "crane: 4(1,0)\nquai: 1(1,0) 3(0,3)\nlamp: 3(2,0)\nquai lamp:\nnothing:\n");
  CHECK(c.index().texts().size() == 3);
  std::filesystem::remove(c.words_file());
  CHECK(c.said(c.index(), kTerms) == followed);
}

TEST_CASE("a damaged file of words is made anew, a folder that cannot be written to costs only time") {
  Cache c;
  c.put(1, "Quay lamp", "the crane is dark");
  const std::string want = c.said(c.index(), kTerms);
  const auto size = std::filesystem::file_size(c.words_file());
  for (const std::uintmax_t keep : {std::uintmax_t{0}, std::uintmax_t{5}, size / 2, size - 1}) {
    std::filesystem::resize_file(c.words_file(), keep);
    CHECK(c.said(c.index(), kTerms) == want);
  }
  // Any byte may be wrong: nothing worse than other words may come of it.
  const auto stamped = std::filesystem::file_size(c.words_file());
  for (std::uintmax_t at = 40; at < stamped; at += 3) {
    c.index();
    std::fstream file(c.words_file(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(at));
    file.put('\xFF');
    file.close();
    c.said(c.index(), {"crane", "quai"});
    std::filesystem::remove(c.words_file());
  }
  std::filesystem::create_directory(c.words_file());  // in the way of the rename
  CHECK(c.said(c.index(), kTerms) == want);
}

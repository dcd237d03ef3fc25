// SPDX-License-Identifier: Apache-2.0
#include "store/word_index.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cstring>
#include <unordered_map>
#include "store/query.h"
namespace juno::store {
namespace {

constexpr char kMagic[8] = {'J', 'U', 'N', 'O', 'W', 'R', 'D', '1'};  // the last letter moves with the layout and the rules of words

// Which state of the cache's files the index was made from.
struct Stamp {
  std::int64_t modified = 0, size = 0, log_modified = 0, log_size = 0;
  friend bool operator==(const Stamp&, const Stamp&) = default;
};

Stamp stamp_of(const std::string& cache) {
  const auto look = [](const std::string& path, std::int64_t& modified, std::int64_t& size) {
    struct stat s{};
    if (::stat(path.c_str(), &s) == 0) modified = s.st_mtim.tv_sec * 1'000'000'000 + s.st_mtim.tv_nsec, size = s.st_size;
  };
  Stamp out;
  look(cache, out.modified, out.size);
  look(cache + "-wal", out.log_modified, out.log_size);
  return out;
}

// The file: header, texts, terms in order, their letters, their postings.
struct Header {
  char magic[8];
  Stamp stamp;
  std::uint64_t texts, terms, letters, postings;  // counts; bytes
};
struct Text {
  std::int64_t issue, fingerprint;
  std::uint32_t summary_words, text_words;
};
struct Term {
  std::uint64_t postings;
  std::uint32_t postings_size, documents, letters, letters_size;
};

struct Map {
  const char* data = nullptr;
  std::size_t size = 0;
  explicit Map(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return;
    struct stat s{};
    if (::fstat(fd, &s) == 0 && s.st_size > 0) {
      void* at = ::mmap(nullptr, static_cast<std::size_t>(s.st_size), PROT_READ, MAP_PRIVATE, fd, 0);
      if (at != MAP_FAILED) data = static_cast<const char*>(at), size = static_cast<std::size_t>(s.st_size);
    }
    ::close(fd);
  }
  Map(const Map&) = delete;
  Map& operator=(const Map&) = delete;
  ~Map() {
    if (data) ::munmap(const_cast<char*>(data), size);
  }
};

// The bytes of an index, checked once as a whole; each term again where it is used.
struct View {
  const Header* header = nullptr;
  const Text* texts = nullptr;
  const Term* terms = nullptr;
  const char* letters = nullptr;
  const char* postings = nullptr;

  View(const char* data, std::size_t size) {
    if (size < sizeof(Header) || std::memcmp(data, kMagic, sizeof kMagic) != 0) return;
    const auto* h = reinterpret_cast<const Header*>(data);
    constexpr std::uint64_t kMost = 1ULL << 40;
    if (h->texts > kMost || h->terms > kMost || h->letters > kMost || h->postings > kMost) return;
    if (sizeof(Header) + h->texts * sizeof(Text) + h->terms * sizeof(Term) + h->letters + h->postings != size) return;
    header = h;
    texts = reinterpret_cast<const Text*>(data + sizeof(Header));
    terms = reinterpret_cast<const Term*>(texts + h->texts);
    letters = reinterpret_cast<const char*>(terms + h->terms);
    postings = letters + h->letters;
  }
  std::string_view word(const Term& t) const {
    if (t.letters > header->letters || t.letters_size > header->letters - t.letters) return {};
    return {letters + t.letters, t.letters_size};
  }
  std::string_view bytes(const Term& t) const {
    if (t.postings > header->postings || t.postings_size > header->postings - t.postings) return {};
    return {postings + t.postings, t.postings_size};
  }
};

using Words = std::unordered_map<std::string, std::vector<Posting>>;

// An index under construction.
class Builder {
 public:
  explicit Builder(Database& cache) : text_(cache, "select i.summary, t.description from issue i left join issue_text t on t.issue_id = i.id where i.id = $1") {}

  void keep(const Text& text) { texts_.push_back(text); }
  void read(std::int64_t issue, std::int64_t fingerprint) {
    text_.bind(issue);
    if (!text_.next()) return;
    const CountedText counted = count_terms(text_.text(0), text_.text(1));
    const auto place = static_cast<std::uint32_t>(texts_.size());
    for (const auto& [term, count] : counted.terms) words_[term].push_back({place, count});
    texts_.push_back({issue, fingerprint, counted.summary_words, counted.text_words});
    text_.done();
  }
  // What an older index says of the texts kept from it; `places`: old place → new, none = gone.
  void take_over(const View& old, const std::vector<std::uint32_t>& places, std::uint32_t none) {
    for (std::uint64_t t = 0; t < old.header->terms; ++t) {
      std::vector<Posting> kept;
      for (const Posting& p : unpacked_postings(old.bytes(old.terms[t])))
        if (p.place < places.size() && places[p.place] != none) kept.push_back({places[p.place], p.count});
      if (kept.empty()) continue;
      std::sort(kept.begin(), kept.end(), [](const Posting& a, const Posting& b) { return a.place < b.place; });
      auto& list = words_[std::string(old.word(old.terms[t]))];
      kept.insert(kept.end(), list.begin(), list.end());  // new texts come after kept ones
      list = std::move(kept);
    }
  }

  std::string file(const Stamp& stamp) const {
    std::vector<const Words::value_type*> sorted;
    for (const auto& entry : words_) sorted.push_back(&entry);
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
    std::vector<Term> terms;
    std::string letters, postings;
    for (const auto* entry : sorted) {
      const std::string packed = packed_postings(entry->second);
      terms.push_back({postings.size(), static_cast<std::uint32_t>(packed.size()), static_cast<std::uint32_t>(entry->second.size()), static_cast<std::uint32_t>(letters.size()),
                       static_cast<std::uint32_t>(entry->first.size())});
      letters += entry->first;
      postings += packed;
    }
    Header h{};
    std::memcpy(h.magic, kMagic, sizeof kMagic);
    h.stamp = stamp, h.texts = texts_.size(), h.terms = terms.size(), h.letters = letters.size(), h.postings = postings.size();
    std::string out(reinterpret_cast<const char*>(&h), sizeof h);
    out.append(reinterpret_cast<const char*>(texts_.data()), texts_.size() * sizeof(Text));
    out.append(reinterpret_cast<const char*>(terms.data()), terms.size() * sizeof(Term));
    return out += letters += postings;
  }

 private:
  Query text_;
  std::vector<Text> texts_;
  Words words_;
};

}  // namespace

bool replace_private_file(const std::string& path, std::string_view bytes) {
  std::string temporary = path + ".XXXXXX";
  const int fd = ::mkstemp(temporary.data());
  if (fd < 0) return false;
  bool fine = true;
  while (fine && !bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    fine = n > 0;
    if (fine) bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  fine = ::close(fd) == 0 && fine && ::rename(temporary.c_str(), path.c_str()) == 0;
  if (!fine) ::unlink(temporary.c_str());
  return fine;
}

std::string state_of_files(const std::string& cache) {
  const Stamp s = stamp_of(cache);
  return std::to_string(s.modified) + " " + std::to_string(s.size) + " " + std::to_string(s.log_modified) + " " + std::to_string(s.log_size);
}

namespace {

// What the cache holds now, by id.
std::vector<std::pair<std::int64_t, std::int64_t>> issues_now(Database& cache) {
  std::vector<std::pair<std::int64_t, std::int64_t>> out;
  for (Query q(cache, "select id, fingerprint from issue where deleted_at is null order by id"); q.next();) out.emplace_back(q.integer(0), q.integer(1));
  return out;
}

std::string built(Database& cache, const View& old, const Stamp& stamp, const std::function<void(std::size_t)>& building) {
  const auto now = issues_now(cache);
  std::unordered_map<std::int64_t, std::uint32_t> before;
  if (old.header)
    for (std::uint32_t p = 0; p < old.header->texts; ++p) before.emplace(old.texts[p].issue, p);
  constexpr auto kNone = static_cast<std::uint32_t>(-1);
  std::vector<std::uint32_t> places(before.size(), kNone);
  std::vector<std::pair<std::int64_t, std::int64_t>> fresh;
  Builder builder(cache);
  std::uint32_t kept = 0;
  for (const auto& [issue, fingerprint] : now) {
    const auto known = before.find(issue);
    if (known == before.end() || old.texts[known->second].fingerprint != fingerprint || known->second >= places.size()) {
      fresh.emplace_back(issue, fingerprint);
      continue;
    }
    places[known->second] = kept++;
    builder.keep(old.texts[known->second]);
  }
  if (building && fresh.size() > 1000) building(fresh.size());
  for (const auto& [issue, fingerprint] : fresh) builder.read(issue, fingerprint);
  if (kept > 0) builder.take_over(old, places, kNone);
  return builder.file(stamp);
}

}  // namespace

struct WordIndex::Impl {
  std::unique_ptr<Map> map;
  std::string memory;
  std::unique_ptr<View> view;
  std::vector<IndexedText> texts;

  std::vector<Posting> read(const Term& t) const {
    auto out = unpacked_postings(view->bytes(t));
    std::erase_if(out, [&](const Posting& p) { return p.place >= texts.size(); });  // of a damaged file
    return out;
  }
  const Term* find(std::string_view term) const {
    const Term *first = view->terms, *last = view->terms + view->header->terms;
    const Term* at = std::lower_bound(first, last, term, [&](const Term& t, std::string_view wanted) { return view->word(t) < wanted; });
    return at != last && view->word(*at) == term ? at : nullptr;
  }
};

WordIndex::WordIndex(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {
  const View& v = *impl_->view;
  impl_->texts.reserve(v.header->texts);
  for (std::uint64_t p = 0; p < v.header->texts; ++p) impl_->texts.push_back({v.texts[p].issue, v.texts[p].summary_words, v.texts[p].text_words});
}
WordIndex::WordIndex(WordIndex&&) noexcept = default;
WordIndex::~WordIndex() = default;

WordIndex WordIndex::open(Database& cache, const std::function<void(std::size_t)>& building) {
  const bool on_disk = cache.path() != ":memory:";
  const std::string path = cache.path() + ".words";
  const Stamp stamp = on_disk ? stamp_of(cache.path()) : Stamp{};
  auto impl = std::make_unique<Impl>();
  if (on_disk) {
    impl->map = std::make_unique<Map>(path);
    impl->view = std::make_unique<View>(impl->map->data, impl->map->size);
    if (impl->view->header && impl->view->header->stamp == stamp) return WordIndex(std::move(impl));
  }
  const ReadTransaction one_moment(cache);
  const View nothing(nullptr, 0);
  std::string bytes = built(cache, impl->view && impl->view->header ? *impl->view : nothing, stamp, building);
  impl->map.reset();
  if (on_disk) replace_private_file(path, bytes);  // failing is no error: it is then made again next time
  impl->memory = std::move(bytes);
  impl->view = std::make_unique<View>(impl->memory.data(), impl->memory.size());
  return WordIndex(std::move(impl));
}

std::span<const IndexedText> WordIndex::texts() const { return impl_->texts; }

std::size_t WordIndex::documents(std::string_view term) const {
  const Term* t = impl_->find(term);
  return t ? t->documents : 0;
}

std::vector<Posting> WordIndex::postings(std::string_view term) const {
  const Term* t = impl_->find(term);
  return t ? impl_->read(*t) : std::vector<Posting>();
}

void WordIndex::walk(const std::function<void(std::string_view term, const std::vector<Posting>&)>& use) const {
  const View& v = *impl_->view;
  for (std::uint64_t t = 0; t < v.header->terms; ++t) use(v.word(v.terms[t]), impl_->read(v.terms[t]));
}

}  // namespace juno::store

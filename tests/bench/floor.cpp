// SPDX-License-Identifier: Apache-2.0
// floor URL EMAIL:TOKEN|TOKEN REQUESTS.ndjson SYNCED.db OUT.db: the least work that a sync can be. Sends the requests that juno sent (as the
// fake recorded them) with one libcurl handle, walks every answer with simdjson, and writes the rows that juno wrote (read from its cache
// beforehand) by prepared upserts into the same tables, with juno's pragmas, a commit every twenty answers (ten
// of issues and ten of histories). Fetching and decoding in one thread, writing in another; reading the rows beforehand is not
// counted. Prints seconds, requests, bytes of JSON, and a sum that keeps the walk from being left out.
#include <curl/curl.h>
#include <simdjson.h>
#include <sqlite3.h>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>
namespace {

[[noreturn]] void die(const std::string& why) {
  std::fprintf(stderr, "floor: %s\n", why.c_str());
  std::exit(1);
}

struct Request { std::string method, path, body; };

std::vector<Request> read_requests(const char* file) {
  std::vector<Request> out;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const auto j = nlohmann::json::parse(line);
    const auto& body = j.value("body", nlohmann::json());
    out.push_back({j["method"], j["path"], body.is_null() ? "" : body.is_string() ? body.get<std::string>() : body.dump()});
  }
  return out;
}

size_t append(char* data, size_t, size_t n, void* out) {
  static_cast<std::string*>(out)->append(data, n);
  return n;
}

// Touches every value once, as a decoder must.
std::size_t walk(simdjson::ondemand::value v) {
  switch (v.type()) {
    case simdjson::ondemand::json_type::object: {
      std::size_t n = 0;
      for (auto field : v.get_object()) n += field.unescaped_key().value().size() + walk(field.value());
      return n;
    }
    case simdjson::ondemand::json_type::array: {
      std::size_t n = 0;
      for (auto item : v.get_array()) n += walk(item.value());
      return n;
    }
    case simdjson::ondemand::json_type::string: return std::string(v.get_string().value()).size();
    case simdjson::ondemand::json_type::number: return v.get_number().error() ? 0 : 1;
    case simdjson::ondemand::json_type::boolean: return v.get_bool().value();
    case simdjson::ondemand::json_type::null: return 0;
  }
  return 0;
}

struct Table {
  std::string name, insert;
  int columns = 0;
  std::vector<sqlite3_value*> values;
};

void check(sqlite3* db, int code) {
  if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) die(sqlite3_errmsg(db));
}

void run(sqlite3* db, const std::string& sql) { check(db, sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr)); }

std::string upsert_of(sqlite3* db, Table& t) {
  std::string names, marks, keys, sets;
  sqlite3_stmt* info = nullptr;
  check(db, sqlite3_prepare_v2(db, ("pragma table_info(" + t.name + ")").c_str(), -1, &info, nullptr));
  while (sqlite3_step(info) == SQLITE_ROW) {
    const std::string column = reinterpret_cast<const char*>(sqlite3_column_text(info, 1));
    names += (names.empty() ? "" : ",") + ('"' + column + '"');
    marks += marks.empty() ? "?" : ",?";
    if (sqlite3_column_int(info, 5)) keys += (keys.empty() ? "" : ",") + column;
    else sets += (sets.empty() ? "" : ",") + ('"' + column + "\"=excluded.\"" + column + '"');
    ++t.columns;
  }
  sqlite3_finalize(info);
  return "insert into " + t.name + "(" + names + ") values(" + marks + ") on conflict(" + keys + ") do " + (sets.empty() ? "nothing" : "update set " + sets);
}

std::vector<Table> load(sqlite3* db) {
  std::vector<Table> out;
  sqlite3_stmt* list = nullptr;
  check(db, sqlite3_prepare_v2(db, "select name from sqlite_master where type='table' and name not like 'sqlite%' and name not like 'schema_%' order by name", -1, &list, nullptr));
  while (sqlite3_step(list) == SQLITE_ROW) {
    Table t;
    t.name = reinterpret_cast<const char*>(sqlite3_column_text(list, 0));
    t.insert = upsert_of(db, t);
    sqlite3_stmt* rows = nullptr;
    check(db, sqlite3_prepare_v2(db, ("select * from " + t.name).c_str(), -1, &rows, nullptr));
    while (sqlite3_step(rows) == SQLITE_ROW)
      for (int c = 0; c < t.columns; ++c) t.values.push_back(sqlite3_value_dup(sqlite3_column_value(rows, c)));
    sqlite3_finalize(rows);
    out.push_back(std::move(t));
  }
  sqlite3_finalize(list);
  return out;
}

void create(sqlite3* from, sqlite3* to) {
  for (const char* p : {"pragma page_size=8192", "pragma journal_mode=wal", "pragma synchronous=normal", "pragma secure_delete=off", "pragma cache_size=-65536"}) run(to, p);
  sqlite3_stmt* list = nullptr;
  check(from, sqlite3_prepare_v2(from, "select sql from sqlite_master where type in ('table','index') and sql is not null and name not like 'sqlite%' order by type desc, name", -1, &list, nullptr));
  while (sqlite3_step(list) == SQLITE_ROW) run(to, reinterpret_cast<const char*>(sqlite3_column_text(list, 0)));
  sqlite3_finalize(list);
}

// Writes the share of each table's rows that belongs to part `part` of `parts`.
class Writer {
 public:
  Writer(sqlite3* db, std::vector<Table>& tables, std::size_t parts) : db_(db), tables_(tables), parts_(parts), at_(tables.size(), 0) {
    for (auto& t : tables_) {
      statements_.push_back(nullptr);
      check(db_, sqlite3_prepare_v3(db_, t.insert.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statements_.back(), nullptr));
    }
  }
  void write(std::size_t part) {
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      const auto columns = static_cast<std::size_t>(tables_[i].columns);
      const std::size_t rows = tables_[i].values.size() / columns, end = part + 1 == parts_ ? rows : rows * (part + 1) / parts_;
      for (; at_[i] < end; ++at_[i]) {
        for (std::size_t c = 0; c < columns; ++c) sqlite3_bind_value(statements_[i], static_cast<int>(c) + 1, tables_[i].values[at_[i] * columns + c]);
        check(db_, sqlite3_step(statements_[i]));
        sqlite3_reset(statements_[i]);
      }
    }
  }
  void done() { for (auto* s : statements_) sqlite3_finalize(s); }

 private:
  sqlite3* db_;
  std::vector<Table>& tables_;
  std::size_t parts_;
  std::vector<std::size_t> at_;
  std::vector<sqlite3_stmt*> statements_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) die("usage: floor URL EMAIL:TOKEN REQUESTS.ndjson SYNCED.db OUT.db");
  const std::string base = argv[1];
  const auto requests = read_requests(argv[3]);
  sqlite3 *from = nullptr, *to = nullptr;
  check(from, sqlite3_open_v2(argv[4], &from, SQLITE_OPEN_READONLY, nullptr));
  auto tables = load(from);
  std::remove(argv[5]);
  check(to, sqlite3_open_v2(argv[5], &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr));
  create(from, to);

  const auto start = std::chrono::steady_clock::now();
  std::mutex mutex;
  std::condition_variable ready;
  std::size_t decoded = 0;
  std::thread store([&] {
    Writer writer(to, tables, requests.size());
    for (std::size_t page = 0; page < requests.size(); ++page) {
      std::unique_lock lock(mutex);
      ready.wait(lock, [&] { return decoded > page; });
      lock.unlock();
      if (page % 20 == 0) run(to, "begin immediate");
      writer.write(page);
      if (page % 20 == 19 || page + 1 == requests.size()) run(to, "commit");
    }
    writer.done();
  });
  CURL* curl = curl_easy_init();
  const std::string login = argv[2];
  const bool bearer = login.find(':') == std::string::npos;
  curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/json");
  if (bearer) headers = curl_slist_append(headers, ("Authorization: Bearer " + login).c_str());
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "floor");
  simdjson::ondemand::parser parser;
  std::size_t bytes = 0, sum = 0;
  std::string body;
  for (const auto& r : requests) {
    body.clear();
    curl_easy_setopt(curl, CURLOPT_URL, (base + r.path).c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "juno-bench");  // GitHub refuses whom it cannot name
    if (!bearer) curl_easy_setopt(curl, CURLOPT_USERPWD, argv[2]);
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    if (r.method == "POST") {
      curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(r.body.size()));
      curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, r.body.c_str());
    } else {
      curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    }
    if (const auto code = curl_easy_perform(curl); code != CURLE_OK) die(curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200 && status != 404) die("answered " + std::to_string(status) + ": " + r.path);
    bytes += body.size();
    body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    simdjson::ondemand::document document;
    if (!parser.iterate(body.data(), body.size(), body.capacity()).get(document)) {
      simdjson::ondemand::value root;
      if (!document.get_value().get(root)) sum += walk(root);
    }
    const std::lock_guard lock(mutex);
    ++decoded;
    ready.notify_one();
  }
  store.join();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::printf("%.3f %zu %zu %zu\n", seconds, requests.size(), bytes, sum);
  return 0;
}

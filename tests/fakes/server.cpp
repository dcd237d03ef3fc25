// SPDX-License-Identifier: Apache-2.0
// HTTP around both sites: requests in, answers out, faults between.
#include "tests/fakes/server.h"
#include <httplib.h>
#include <zlib.h>
#include "tests/fakes/time.h"
#include "tests/fakes/wire.h"
#include <atomic>
#include <cstdio>
#include <list>
#include <thread>
#include <nlohmann/json.hpp>
namespace fakes {
namespace {

using Body = std::shared_ptr<const std::string>;

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// Finished bodies of big answers, so that a page asked for again costs a copy to the socket only.
class BodyCache {
 public:
  explicit BodyCache(std::size_t limit) : limit_(limit) {}
  Body find(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto place = index_.find(key);
    if (place == index_.end()) return {};
    entries_.splice(entries_.begin(), entries_, place->second);
    return place->second->second;
  }
  void add(const std::string& key, Body body) {
    const std::lock_guard lock(mutex_);
    if (index_.contains(key)) return;
    bytes_ += body->size();
    entries_.emplace_front(key, std::move(body));
    index_.emplace(key, entries_.begin());
    while (bytes_ > limit_ && entries_.size() > 1) {
      bytes_ -= entries_.back().second->size();
      index_.erase(entries_.back().first);
      entries_.pop_back();
    }
  }

 private:
  std::mutex mutex_;
  std::size_t limit_, bytes_ = 0;
  std::list<std::pair<std::string, Body>> entries_;
  std::unordered_map<std::string, std::list<std::pair<std::string, Body>>::iterator> index_;
};

class Server {
 public:
  Server(Jira& jira, GitHub& github, Faults& faults, const ServerOptions& options) : jira_(jira), github_(github), faults_(faults), options_(options), cache_(std::size_t(options.cache_mb) << 20) {
    if (!options.log.empty()) log_ = std::fopen(options.log.c_str(), "ab");
  }

  int run() {
    http_.set_tcp_nodelay(true);
    http_.set_keep_alive_max_count(10'000'000);
    http_.set_keep_alive_timeout(120);
    http_.new_task_queue = [this] { return new httplib::ThreadPool(static_cast<std::size_t>(options_.threads)); };
    const httplib::Server::Handler handler = [this](const httplib::Request& in, httplib::Response& out) { handle(in, out); };
    http_.Get(".*", handler).Post(".*", handler).Put(".*", handler).Delete(".*", handler).Patch(".*", handler);
    port_ = options_.port == 0 ? http_.bind_to_any_port("127.0.0.1") : http_.bind_to_port("127.0.0.1", options_.port) ? options_.port : -1;
    if (port_ <= 0) {
      std::fprintf(stderr, "juno_fakes: cannot listen on 127.0.0.1:%d\n", options_.port);
      return 1;
    }
    std::printf("http://127.0.0.1:%d%s\n", port_, options_.context.c_str());
    std::fflush(stdout);
    if (!options_.port_file.empty()) {
      const auto draft = options_.port_file + ".new";  // so that nobody reads half a number
      if (std::FILE* file = std::fopen(draft.c_str(), "wb")) {
        std::fprintf(file, "%d\n", port_);
        std::fclose(file);
        std::rename(draft.c_str(), options_.port_file.c_str());
      }
    }
    return http_.listen_after_bind() ? 0 : 1;
  }

 private:
  static Call call_of(const httplib::Request& in) {
    Call call;
    call.method = in.method;
    call.target = in.target;
    call.path = in.path;
    call.body = in.body;
    const auto question = in.target.find('?');
    if (question != std::string::npos) split_query(in.target.substr(question + 1), call.query);
    for (const auto& [name, value] : in.headers) {
      std::string lower = name;
      for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      if (lower != "remote_addr" && lower != "remote_port" && lower != "local_addr" && lower != "local_port") call.headers.emplace_back(std::move(lower), value);
    }
    return call;
  }

  static std::string decoded(std::string_view text) {
    std::string out;
    const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1; };
    for (std::size_t n = 0; n < text.size(); ++n) {
      if (text[n] == '+') out += ' ';
      else if (text[n] == '%' && n + 2 < text.size() && digit(text[n + 1]) >= 0 && digit(text[n + 2]) >= 0) out += static_cast<char>(digit(text[n + 1]) * 16 + digit(text[n + 2])), n += 2;
      else out += text[n];
    }
    return out;
  }

  // In the order given: the library's own map loses it.
  static void split_query(const std::string& query, Headers& out) {
    for (std::size_t begin = 0; begin < query.size();) {
      const auto end = std::min(query.find('&', begin), query.size());
      const auto pair = std::string_view(query).substr(begin, end - begin);
      begin = end + 1;
      if (pair.empty()) continue;
      const auto equals = pair.find('=');
      out.emplace_back(decoded(pair.substr(0, equals)), equals == pair.npos ? std::string() : decoded(pair.substr(equals + 1)));
    }
  }

  void record(const Call& call) {
    std::string page = call.method + " " + call.target;
    if (!call.body.empty() && call.path.find("/oauth/") == std::string::npos) page += " " + call.body;
    const std::lock_guard lock(record_mutex_);
    ++paths_[call.method + " " + call.path];
    if (page.size() < 4096) ++pages_[page];
    if (!log_) return;
    nlohmann::ordered_json line{{"method", call.method}, {"path", call.target}};
    auto& headers = line["headers"] = nlohmann::ordered_json::object();
    for (const auto& [name, value] : call.headers) headers[name] = name != "authorization" ? value : value.substr(0, value.find(' ')) + " ***";
    line["body"] = nullptr;
    if (call.path.find("/oauth/") != std::string::npos) line["body"] = "***";
    else if (!call.body.empty()) {
      auto parsed = nlohmann::ordered_json::parse(call.body, nullptr, false);
      line["body"] = parsed.is_discarded() ? nlohmann::ordered_json(call.body) : std::move(parsed);
    }
    std::fputs((line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n").c_str(), log_);
    std::fflush(log_);
  }

  void handle(const httplib::Request& in, httplib::Response& out) {
    Call call = call_of(in);
    if (call.path.starts_with("/_fake/")) return admin(call, out);
    record(call);
    if (!options_.context.empty()) {
      if (!call.path.starts_with(options_.context + "/")) return send(in, out, {404, "Not Found", "text/html"}, {}, {});
      call.path = call.path.substr(options_.context.size());
    }
    const bool github = GitHub::serves(call.path);
    if (github && faults_.any()) call.nodes = github_.nodes(call);
    const Trouble trouble = faults_.strike(call);
    if (options_.delay_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(options_.delay_ms));
    if (const Fault* delay = trouble.find("delay")) std::this_thread::sleep_for(std::chrono::milliseconds(delay->value("ms", 200)));
    if (const Fault* hang = trouble.find("hang")) wait_for_peer(in, hang->value("s", 3600));
    if (const Fault* skew = trouble.find("skew")) skew_ms_ = skew->value("ms", 3'600'000);
    if (trouble.find("update_between")) github ? github_.touch() : jira_.touch_issue();
    if (trouble.find("move_between")) jira_.move_issue();
    if (trouble.find("delete_between")) jira_.erase_issue();
    if (const Fault* vanish = trouble.find("vanish")) jira_.hide_project(vanish->values.contains("project") ? vanish->values.at("project") : "");
    for (const char* kind : {"repeated_token", "expired_token", "duplicate", "short_page", "empty_page", "empty"})
      if (trouble.find(kind)) call.faults.insert(kind);
    answer(in, out, call, trouble);
  }

  void answer(const httplib::Request& in, httplib::Response& out, const Call& call, const Trouble& trouble) {
    Reply reply;
    const bool github = GitHub::serves(call.path), graphql = call.path.ends_with("/graphql");
    if (!github && replace_reply(trouble, call, reply)) return send(in, out, std::move(reply), trouble, {});
    const bool zip = call.header("accept-encoding").find("gzip") != std::string_view::npos;
    const bool plain = (!github || graphql) && (trouble.faults.empty() || (trouble.faults.size() == 1 && trouble.find("delay")));
    // The key holds everything an answer depends on, with the credentials.
    std::string key;
    if (plain) {
      key = std::to_string(jira_.version()) + "." + std::to_string(github_.version()) + (zip ? "z " : "  ") + call.method + " " + call.target + "\n" + std::string(call.header("content-type")) + "\n" + std::string(call.header("authorization")) + "\n" + call.body;
      if (const Body known = cache_.find(key)) {
        if (github) github_.add_limits(call, reply);
        return send(in, out, std::move(reply), trouble, known, zip);
      }
    }
    reply = github ? github_.answer(call, trouble) : jira_.answer(call);
    if (github && reply.status == 200 && replace_reply(trouble, call, reply)) return send(in, out, std::move(reply), trouble, {});
    damage(trouble, reply);
    const bool good = reply.status == 200 && reply.body.size() > 20'000;
    if (zip && reply.body.size() > 1000) {
      auto body = std::make_shared<const std::string>(gzip(reply.body));
      if (plain && good) cache_.add(key, body);
      return send(in, out, std::move(reply), trouble, body, true);
    }
    auto body = std::make_shared<const std::string>(std::move(reply.body));
    if (plain && good) cache_.add(key, body);
    send(in, out, std::move(reply), trouble, body);
  }

  void send(const httplib::Request& in, httplib::Response& out, Reply reply, const Trouble& trouble, Body body, bool zipped = false) {
    if (!body) body = std::make_shared<const std::string>(std::move(reply.body));
    out.status = reply.status;
    for (const auto& [name, value] : reply.headers) out.set_header(name, value);
    const auto number = ++answered_;
    out.set_header("Date", http_date(jira_.now() + skew_ms_));
    out.set_header("X-AREQUESTID", "fake-" + std::to_string(number));
    if (!out.has_header("X-RateLimit-Limit")) out.set_header("X-RateLimit-Limit", "350");
    if (!out.has_header("X-RateLimit-Remaining")) out.set_header("X-RateLimit-Remaining", "349");
    if (!out.has_header("X-RateLimit-Reset")) out.set_header("X-RateLimit-Reset", iso_utc(jira_.now() + kMinute));
    out.set_header("Vary", "Accept-Encoding");
    if (zipped) out.set_header("Content-Encoding", "gzip");
    if (body->empty()) return;
    const int peer = in.remote_port;
    if (trouble.find("reset") || trouble.find("cut")) return send_half(out, reply.type, body, peer, trouble.find("reset") != nullptr);
    if (const Fault* drip = trouble.find("drip")) return send_slowly(out, reply.type, body, *drip);
    out.set_content_provider(body->size(), reply.type, [body](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
      return sink.write(body->data() + offset, length);
    });
  }

  // Half a body, then the end: by RST, or by closing as if all were said.
  void send_half(httplib::Response& out, const std::string& type, Body body, int peer, bool reset) {
    out.set_content_provider(body->size(), type, [this, body, peer, reset](std::size_t, std::size_t, httplib::DataSink& sink) {
      sink.write(body->data(), body->size() / 2);
      std::this_thread::sleep_for(std::chrono::milliseconds(30));  // what is unread when RST comes is lost
      if (reset)
        if (const int socket = socket_of_peer(peer, port_); socket >= 0) reset_connection(socket);
      return false;
    });
  }

  static void send_slowly(httplib::Response& out, const std::string& type, Body body, const Fault& drip) {
    const auto bytes = static_cast<std::size_t>(drip.value("bytes", 16));
    const auto pause = std::chrono::milliseconds(drip.value("ms", 200));
    out.set_content_provider(body->size(), type, [body, bytes, pause](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
      if (!sink.write(body->data() + offset, std::min(bytes, length))) return false;
      std::this_thread::sleep_for(pause);
      return true;
    });
  }

  void wait_for_peer(const httplib::Request& in, std::int64_t seconds) {
    const int socket = socket_of_peer(in.remote_port, port_);
    for (std::int64_t n = 0; n < seconds * 20 && !(socket >= 0 && peer_is_gone(socket)); ++n) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }

  void admin(const Call& call, httplib::Response& out) {
    const auto say = [&](const std::string& body, const char* type = "application/json") { out.set_content(body, type); };
    const auto& path = call.path;
    if (path == "/_fake/step") {
      const auto done = jira_.step();
      github_.step();
      return say(done);
    }
    if (path == "/_fake/truth/github") return say(github_.tables(), "application/x-ndjson");
    if (path == "/_fake/touch/github") return say(github_.touch());
    if (path == "/_fake/rename") return say(rename(call));
    if (path == "/_fake/world") return say(jira_.world_summary());
    if (path == "/_fake/truth") return say(jira_.tables(call.target.find("deleted=1") != std::string::npos), "application/x-ndjson");
    if (path == "/_fake/sprint-reports") return say(jira_.reports(), "application/x-ndjson");
    if (path == "/_fake/disagreement") return say(jira_.disagreement());
    if (path == "/_fake/written") return say(jira_.written());
    if (path == "/_fake/touch") return say(jira_.touch_issue());
    if (path == "/_fake/move") return say(jira_.move_issue());
    if (path == "/_fake/delete") return say(jira_.erase_issue());
    if (path == "/_fake/stats") return say(stats());
    if (path == "/_fake/forget") {
      const std::lock_guard lock(record_mutex_);
      paths_.clear(), pages_.clear();
      return say("{}");
    }
    if (path == "/_fake/faults" || path == "/_fake/faults/clear") return admin_faults(call, out);
    if (path == "/_fake/shutdown") {
      if (log_) std::fflush(log_);
      std::thread([this] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        std::_Exit(0);  // idle connections would hold the library's threads
      }).detach();
      return say("{}");
    }
    out.status = 404;
    say("{}");
  }

  std::string rename(const Call& call) {
    std::string from, to;
    for (const auto& [name, value] : call.query) (name == "from" ? from : to) = value;
    return "{\"renamed\":\"" + github_.rename(from, to) + "\"}";
  }

  // A JSON text or list of texts, or one fault a line.
  static std::vector<std::string> fault_specs(const std::string& body) {
    std::vector<std::string> specs;
    const auto json = nlohmann::json::parse(body, nullptr, false);
    if (json.is_string()) return {json.get<std::string>()};
    if (json.is_array()) return json.get<std::vector<std::string>>();
    for (std::size_t begin = 0; begin < body.size();) {
      const auto end = std::min(body.find('\n', begin), body.size());
      if (end > begin) specs.push_back(body.substr(begin, end - begin));
      begin = end + 1;
    }
    return specs;
  }

  // POST adds faults; DELETE clears them all, and shows hidden projects again.
  void admin_faults(const Call& call, httplib::Response& out) {
    if (call.method == "DELETE" || call.path == "/_fake/faults/clear") {
      faults_.clear();
      jira_.hide_project("");
      skew_ms_ = 0;
    }
    if (call.method == "POST" && call.path != "/_fake/faults/clear") try {
        for (const std::string& spec : fault_specs(call.body)) faults_.add(parse_fault(spec));
      } catch (const std::exception& error) {
        out.status = 400;
        return out.set_content(error.what(), "text/plain");
      }
    out.set_content(faults_.list(), "application/json");
  }

  std::string stats() {
    const std::lock_guard lock(record_mutex_);
    std::int64_t total = 0, repeated = 0;
    nlohmann::ordered_json paths, pages;
    for (const auto& [path, times] : paths_) paths[path] = times, total += times;
    for (const auto& [page, times] : pages_)
      if (times > 1) pages[page] = times, ++repeated;
    return nlohmann::ordered_json{{"requests", total}, {"paths", paths}, {"asked_more_than_once", pages}}.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  }

  Jira& jira_;
  GitHub& github_;
  Faults& faults_;
  ServerOptions options_;
  BodyCache cache_;
  httplib::Server http_;
  int port_ = 0;
  std::FILE* log_ = nullptr;
  std::mutex record_mutex_;
  std::map<std::string, std::int64_t> paths_, pages_;
  std::atomic<std::int64_t> answered_ = 0, skew_ms_ = 0;
};

}  // namespace

int serve(Jira& jira, GitHub& github, Faults& faults, const ServerOptions& options) { return Server(jira, github, faults, options).run(); }

}  // namespace fakes

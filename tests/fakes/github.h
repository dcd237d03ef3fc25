// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>
#include "tests/fakes/call.h"
#include "tests/fakes/faults.h"
#include "tests/fakes/forge.h"
#include "tests/fakes/gql.h"
namespace fakes {

struct GitHubLogin {
  std::string token;  // empty: any that does not begin with "wrong"
  int device_polls = 1;  // how often the device flow says that the code was not entered yet
};

// github.com and GitHub Enterprise Server over a Forge: GraphQL, the REST that has no equal there, and logins. Thread-safe.
class GitHub {
 public:
  GitHub(Forge& forge, GitHubLogin login);
  static bool serves(std::string_view path);
  Reply answer(const Call& call, const Trouble& trouble);
  std::int64_t nodes(const Call& call) const;  // what a GraphQL request asks for at most; 0 for others
  std::uint64_t version() const;
  void step();
  std::string touch();
  std::string rename(const std::string& from, const std::string& to);  // empty: unknown
  std::string tables() const;
  void add_limits(const Call& call, Reply& reply);  // the headers that every answer has

 private:
  Reply dispatch(const Call& call, const Trouble& trouble);
  void check_login(const Call& call, const std::string& path) const;
  Reply graphql(const Call& call, const Trouble& trouble);
  Reply rest(const Call& call, const std::string& path, const Trouble& trouble);
  Reply device(const Call& call, const std::string& path);
  Reply app(const Call& call, const std::string& path);
  Reply runs(const Call& call, const CodeRepository& repository, const Trouble& trouble) const;
  Reply repository_json(const CodeRepository& repository) const;
  const CodeRepository& repository_of(const Call& call, const std::string& owner, const std::string& name, const std::string& rest) const;

  Forge& forge_;
  gql::Schema schema_;
  GitHubLogin login_;
  mutable std::shared_mutex mutex_;
  std::mutex login_mutex_;
  std::map<std::string, int> polls_;  // by device code
  std::atomic<std::int64_t> points_ = 0;
};

const char* github_schema();
// Who answers which field. They read the forge, which must outlive the schema.
void resolve_repositories(gql::Schema& schema, const Forge& forge);
void resolve_pulls(gql::Schema& schema, const Forge& forge);
void resolve_timeline(gql::Schema& schema, const Forge& forge);
void resolve_ships(gql::Schema& schema, const Forge& forge);

// What the resolvers share.
struct ForgeObjects {
  const gql::Schema& schema;
  const Forge& forge;
  gql::Object make(std::string_view type, const void* data, std::int64_t extra = 0) const { return {schema.find(type), data, extra}; }
  gql::Result actor(int account) const;     // null for a deleted one
  gql::Result reviewer(int subject) const;  // PullEvent::subject
  gql::Result revision(int index) const;
};
gql::Json time_or_null(Time at);
bool descending(const gql::Json& arguments);
std::string node_id(const char* prefix, std::int64_t id);

// Registers a resolver that reads a T.
template <class T, class Read>
void on(gql::Schema& schema, std::string_view type, std::string_view field, Read read) {
  schema.resolve(type, field, [read](const gql::Object& object, const gql::Json& arguments, gql::Run& run) -> gql::Result {
    const T& it = *static_cast<const T*>(object.data);
    if constexpr (std::is_invocable_v<Read, const T&, const gql::Json&, gql::Run&>) return read(it, arguments, run);
    else if constexpr (std::is_invocable_v<Read, const T&, const gql::Json&>) return read(it, arguments);
    else return read(it);
  });
}

// An answer instead of GitHub's own, where a fault asks for one: 401, 403, 429, 503, 502, 504, secondary, rate_limited.
bool replace_github_reply(const Trouble& trouble, const Call& call, Time now, Reply& reply);
std::string forge_lines(const Forge& forge);  // the public tables, as in truth.h
Reply github_error(int status, std::string_view message, Headers headers = {});
[[noreturn]] void refuse_github(int status, std::string_view message, Headers headers = {});

}  // namespace fakes

// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>
#include "connectors/http.h"
namespace juno {

// Where a chat model is reached. The key goes into a header and nowhere else.
struct ModelEndpoint {
  enum class Kind {
    openai,     // {url}/v1/chat/completions, Bearer
    azure,      // {url}/openai/deployments/{model}/chat/completions?api-version=…, api-key
    compatible  // {url}/chat/completions, Bearer; no key is allowed (a server of one's own)
  };
  Kind kind = Kind::openai;
  std::string url;    // without the path above; of Azure may end in ?api-version=…
  std::string model;  // pinned by its full name; of Azure the deployment
  std::string key;
};

struct ModelMessage {
  std::string role, text;  // system, user, assistant
};
struct ModelCall {
  std::vector<ModelMessage> messages;
  std::string schema;  // JSON schema of the answer
  int most_tokens = 800;
};
struct ModelAnswer {
  std::string text;   // one JSON text, or "" when the answer holds none
  std::string model;  // as the server names it
  std::int64_t tokens_in = 0, tokens_out = 0;
};

// The request, without its key: for tests and for --explain. `form`: 0 = by the schema, 1 = any JSON object, 2 = plain.
HttpRequest model_request(const ModelEndpoint& endpoint, const ModelCall& call, int form);

// The answer's content: the first JSON object in it, of whatever is around it. Error{remote} for a body that is no answer
// of a chat, or is too long (64 KiB).
ModelAnswer model_answer(std::string_view body);

// Asks once; again when the server knows neither schema nor JSON mode (status 400), and once more after 429 or a failure
// of the server. Error{remote} naming status or defect, Error{config} for a refused key. No message holds the key, the
// question or the answer.
ModelAnswer ask_model(Http& http, const ModelEndpoint& endpoint, const ModelCall& call);

}  // namespace juno

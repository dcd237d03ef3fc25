// SPDX-License-Identifier: Apache-2.0
#include "cmd/real_system.h"
#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <random>
#include <thread>
#include "connectors/curl_http.h"
#include "connectors/xgboost.h"
extern char** environ;
namespace juno {
namespace {

volatile sig_atomic_t asked_to_stop = 0;
void on_signal(int number) {
  // A second Ctrl-C means it: leave at once. What was committed stays.
  if (asked_to_stop) _exit(128 + number);
  asked_to_stop = number;
}

void catch_signals() {
  struct sigaction action{};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  signal(SIGPIPE, SIG_IGN);  // a reader that left is no failure: app.cpp ends with 0
  // A crash must not leave tokens on disk.
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
}

}  // namespace

// A stream on a file descriptor that remembers why writing failed.
class DescriptorBuffer : public std::streambuf {
 public:
  DescriptorBuffer(int fd, int& error) : fd_(fd), error_(error) { setp(buffer_.data(), buffer_.data() + buffer_.size()); }
  ~DescriptorBuffer() override { sync(); }

 protected:
  int_type overflow(int_type c) override {
    if (sync() != 0) return traits_type::eof();
    if (!traits_type::eq_int_type(c, traits_type::eof())) sputc(traits_type::to_char_type(c));
    return traits_type::not_eof(c);
  }
  int sync() override {
    const char* from = pbase();
    while (from < pptr()) {
      const ssize_t n = ::write(fd_, from, static_cast<std::size_t>(pptr() - from));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) {
        error_ = errno;
        setp(buffer_.data(), buffer_.data() + buffer_.size());
        return -1;
      }
      from += n;
    }
    setp(buffer_.data(), buffer_.data() + buffer_.size());
    return 0;
  }

 private:
  int fd_;
  int& error_;
  std::array<char, 1 << 16> buffer_;
};

namespace {

std::string environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value ? value : "";
}

int terminal_width() {
  const std::string columns = environment("COLUMNS");
  int width = 0;
  std::from_chars(columns.data(), columns.data() + columns.size(), width);
  if (width > 0) return width;
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

int terminal_height() {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}

// less, unless told otherwise, shows colours, does not fold lines and leaves the text on the screen.
bool page(const std::string& command, std::string_view text) {
  constexpr int kNotFound = 127;
  FILE* pager = popen(("LESS=${LESS-FRSX}; export LESS; " + command).c_str(), "w");
  if (!pager) return false;
  std::fwrite(text.data(), 1, text.size(), pager);  // who leaves the pager early has seen enough
  const int status = pclose(pager);
  return !(WIFEXITED(status) && WEXITSTATUS(status) == kNotFound);
}

void sleep_until_interrupted(std::chrono::milliseconds time) {
  // poll returns early on a signal; short slices cover a signal that another thread took.
  const auto until = std::chrono::steady_clock::now() + time;
  while (!asked_to_stop) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
    if (left <= 0) return;
    poll(nullptr, 0, static_cast<int>(std::min<std::int64_t>(left, 200)));
  }
}

// Feeds `input` while reading the output, so that neither side can block the other.
std::string exchange(int to, int from, const std::string& input) {
  std::string out;
  std::size_t sent = 0;
  if (input.empty()) { close(to); to = -1; }
  for (;;) {
    std::array<pollfd, 2> fds{{{from, POLLIN, 0}, {to, POLLOUT, 0}}};
    if (poll(fds.data(), 2, -1) < 0 && errno != EINTR) break;
    if (to >= 0 && fds[1].revents) {
      const ssize_t n = ::write(to, input.data() + sent, input.size() - sent);
      if (n > 0) sent += static_cast<std::size_t>(n);
      if (n < 0 || sent == input.size()) { close(to); to = -1; }
    }
    if (fds[0].revents) {
      std::array<char, 4096> chunk;
      const ssize_t n = ::read(from, chunk.data(), chunk.size());
      if (n <= 0) break;
      out.append(chunk.data(), static_cast<std::size_t>(n));
    }
  }
  if (to >= 0) close(to);
  return out;
}

std::optional<std::string> run_program(const std::vector<std::string>& argv, const std::string& input) {
  std::array<int, 2> in{}, out{};
  if (argv.empty() || pipe2(in.data(), O_CLOEXEC) != 0) return {};
  if (pipe2(out.data(), O_CLOEXEC) != 0) { close(in[0]); close(in[1]); return {}; }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  std::vector<char*> args;
  for (const auto& a : argv) args.push_back(const_cast<char*>(a.c_str()));
  args.push_back(nullptr);
  pid_t child = 0;
  const int failed = posix_spawnp(&child, args[0], &actions, nullptr, args.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(in[0]);
  close(out[1]);
  if (failed) { close(in[1]); close(out[0]); return {}; }
  std::string text = exchange(in[1], out[0], input);
  close(out[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return {};
  return text;
}

std::string read_secret(const std::string& prompt) {
  std::cerr << prompt << std::flush;
  termios before{};
  const bool terminal = tcgetattr(STDIN_FILENO, &before) == 0;
  if (terminal) {
    termios quiet = before;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  std::string secret;
  std::getline(std::cin, secret);
  if (terminal) {
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::cerr << '\n';
  }
  return secret;
}

std::string user_name() {
  for (const char* name : {"USER", "LOGNAME"})
    if (std::string value = environment(name); !value.empty()) return value;
  const passwd* entry = getpwuid(getuid());
  return entry ? entry->pw_name : std::to_string(getuid());
}

}  // namespace

struct RealSystem::Impl {
  int out_error = 0, err_error = 0;
  DescriptorBuffer out_buffer{STDOUT_FILENO, out_error};
  DescriptorBuffer err_buffer{STDERR_FILENO, err_error};
  std::ostream out{&out_buffer};
  std::ostream err{&err_buffer};
  System system{.out = out, .err = err, .in = std::cin};
};

RealSystem::RealSystem() : impl_(std::make_unique<Impl>()) {
  catch_signals();
  impl_->err.setf(std::ios::unitbuf);
  System& s = impl_->system;
  s.env = environment;
  s.now = [] { return Instant{std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count()}; };
  s.sleep = sleep_until_interrupted;
  s.random = [] {
    thread_local std::random_device source;  // the system's own entropy: the state of a login must be unguessable
    return static_cast<double>(source()) / (static_cast<double>(std::random_device::max()) + 1);
  };
  s.signal = [] { return static_cast<int>(asked_to_stop); };
  s.make_http = [](const HttpOptions& options) { return make_curl_http(options); };
  s.make_trees = load_xgboost;
  s.run_program = run_program;
  s.read_secret = read_secret;
  s.out_error = [this] { return impl_->out_error; };
  s.out_is_terminal = isatty(STDOUT_FILENO) == 1;
  s.err_is_terminal = isatty(STDERR_FILENO) == 1;
  s.in_is_terminal = isatty(STDIN_FILENO) == 1;
  s.page = page;
  s.width = terminal_width();
  s.height = terminal_height();
  s.user = user_name;  // read only when asked for: the list of users may be a network away
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) == 0) s.host = host.data();
}
RealSystem::~RealSystem() = default;
System& RealSystem::system() { return impl_->system; }

}  // namespace juno

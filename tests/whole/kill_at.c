// SPDX-License-Identifier: Apache-2.0
// Preloaded into juno by tests: ends the process like kill -9 at the KILL_AT_WRITE-th write to a database file, so that a test can stop a
// sync at every commit there is.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long written;

static int is_database(int fd) {
  char link[64], path[4096];
  const char* digits = "0123456789";
  char number[16];
  int n = 0, f = fd, at = 0;
  if (f < 0) return 0;
  do number[n++] = digits[f % 10]; while ((f /= 10) > 0);
  memcpy(link, "/proc/self/fd/", 14);
  at = 14;
  while (n > 0) link[at++] = number[--n];
  link[at] = 0;
  const ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, ".db") != NULL;
}

static void count(int fd) {
  const char* at = getenv("KILL_AT_WRITE");
  if (!at || !is_database(fd)) return;
  if (++written == atol(at)) kill(getpid(), SIGKILL);
}

ssize_t pwrite64(int fd, const void* bytes, size_t n, off64_t offset) {
  static ssize_t (*real)(int, const void*, size_t, off64_t);
  if (!real) real = (ssize_t(*)(int, const void*, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
  count(fd);
  return real(fd, bytes, n, offset);
}

ssize_t pwrite(int fd, const void* bytes, size_t n, off_t offset) {
  static ssize_t (*real)(int, const void*, size_t, off_t);
  if (!real) real = (ssize_t(*)(int, const void*, size_t, off_t))dlsym(RTLD_NEXT, "pwrite");
  count(fd);
  return real(fd, bytes, n, offset);
}

ssize_t write(int fd, const void* bytes, size_t n) {
  static ssize_t (*real)(int, const void*, size_t);
  if (!real) real = (ssize_t(*)(int, const void*, size_t))dlsym(RTLD_NEXT, "write");
  count(fd);
  return real(fd, bytes, n);
}

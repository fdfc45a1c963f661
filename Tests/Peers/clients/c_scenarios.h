// What every scenario with Apache's C client needs: clients, what they are told, and judgement. The
// first thing that is not as expected ends the program.

#pragma once

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <zookeeper/zookeeper.h>

enum { TIMEOUT_MS = 20000, SHORT_MS = 2000, PATIENCE_S = 20, EVENTS_MAX = 64 };

static const char *proxy, *server;

#define TEXT_OF(line) #line
#define PLACE(file, line) file ":" TEXT_OF(line)
#define HERE PLACE(__FILE__, __LINE__)

static _Noreturn void fail(const char *place, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fprintf(stderr, "%s: ", place);
  vfprintf(stderr, format, arguments);
  fprintf(stderr, "\n");
  exit(1);
}

#define EQUAL(actual, expected) expect_equal(HERE, #actual, actual, expected)
#define TRUE(condition) expect_equal(HERE, #condition, !!(condition), true)
#define SAME_TEXT(actual, expected) expect_text(HERE, #actual, actual, expected)
#define EVENT(to, type, path) expect_event(HERE, to, type, path)
#define STATE(of, state) expect_state(HERE, of, state)

static void expect_equal(const char *place, const char *what, int64_t actual, int64_t expected) {
  if (actual != expected) fail(place, "%s is %ld instead of %ld", what, actual, expected);
}

static void expect_text(const char *place, const char *what, const char *actual,
                        const char *expected) {
  if (strcmp(actual, expected)) fail(place, "%s is %s instead of %s", what, actual, expected);
}

// Has something done that a client cannot do, such as `!lose` the connection.
static void ask(const char *request) {
  char answer[64];
  printf("%s\n", request);
  fflush(stdout);
  if (!fgets(answer, sizeof answer, stdin)) fail(HERE, "whoever fulfils requests has gone");
}

// A client, and what its threads report under its lock.
typedef struct {
  zhandle_t *handle;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  int state;
  int taken, count;
  struct { int type; char path[64]; } event[EVENTS_MAX];
} Client;

static void watch(zhandle_t *handle, int type, int state, const char *path, void *context) {
  Client *client = context;
  pthread_mutex_lock(&client->lock);
  if (type == ZOO_SESSION_EVENT) {
    client->state = state;
  } else if (type != ZOO_NOTWATCHING_EVENT) {
    if (client->count == EVENTS_MAX) fail(HERE, "too many events");
    client->event[client->count].type = type;
    snprintf(client->event[client->count].path, sizeof client->event[0].path, "%s", path);
    client->count++;
  }
  pthread_cond_broadcast(&client->changed);
  pthread_mutex_unlock(&client->lock);
}

// One wait of a loop, with the lock held.
static bool wait_for_change(Client *client, const struct timespec *deadline) {
  return pthread_cond_timedwait(&client->changed, &client->lock, deadline) == 0;
}

static struct timespec patience(void) {
  struct timespec deadline;
  clock_gettime(CLOCK_REALTIME, &deadline);
  deadline.tv_sec += PATIENCE_S;
  return deadline;
}

static void expect_event(const char *place, Client *client, int type, const char *path) {
  struct timespec deadline = patience();
  pthread_mutex_lock(&client->lock);
  while (client->taken == client->count) {
    if (!wait_for_change(client, &deadline)) fail(place, "no event of %s", path);
  }
  expect_equal(place, "the event's type", client->event[client->taken].type, type);
  expect_text(place, "the event's path", client->event[client->taken].path, path);
  client->taken++;
  pthread_mutex_unlock(&client->lock);
}

static void expect_state(const char *place, Client *client, int state) {
  struct timespec deadline = patience();
  pthread_mutex_lock(&client->lock);
  while (client->state != state) {
    if (!wait_for_change(client, &deadline)) {
      fail(place, "the state stays %d and does not become %d", client->state, state);
    }
  }
  pthread_mutex_unlock(&client->lock);
}

static Client *resume(const char *address, int timeout, const clientid_t *session) {
  Client *client = calloc(1, sizeof *client);
  pthread_mutex_init(&client->lock, NULL);
  pthread_cond_init(&client->changed, NULL);
  client->state = ZOO_NOTCONNECTED_STATE;
  client->handle = zookeeper_init(address, watch, timeout, session, client, 0);
  STATE(client, ZOO_CONNECTED_STATE);
  return client;
}

static Client *connect_to(const char *address) { return resume(address, TIMEOUT_MS, NULL); }

static void leave(Client *client) {
  zookeeper_close(client->handle);
  free(client);
}

static int create(Client *client, const char *path, const char *data, int mode) {
  return zoo_create(client->handle, path, data, (int)strlen(data), &ZOO_OPEN_ACL_UNSAFE, mode, NULL,
                    0);
}

static int set(Client *client, const char *path, const char *data) {
  return zoo_set(client->handle, path, data, (int)strlen(data), -1);
}

static int64_t owner(Client *client, const char *path) {
  struct Stat stat;
  EQUAL(zoo_exists(client->handle, path, 0, &stat), ZOK);
  return stat.ephemeralOwner;
}

// For what the server does by itself when it is time.
static void await_absence(Client *client, const char *path) {
  for (int attempt = 0; zoo_exists(client->handle, path, 0, NULL) != ZNONODE; attempt++) {
    if (attempt == PATIENCE_S * 50) fail(HERE, "%s stays", path);
    usleep(20000);
  }
}

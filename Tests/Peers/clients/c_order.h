// Many requests at once, and the order of what comes back.

#pragma once

#include "c_scenarios.h"

// Completions that a client's threads count, in the order in which they came.
static struct {
  pthread_mutex_t lock;
  pthread_cond_t changed;
  int count, code;
  bool is_in_order;
} completed = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, ZOK, true};

static void complete(int code, const void *number) {
  pthread_mutex_lock(&completed.lock);
  if ((intptr_t)number != completed.count) completed.is_in_order = false;
  if (code) completed.code = code;
  completed.count++;
  pthread_cond_broadcast(&completed.changed);
  pthread_mutex_unlock(&completed.lock);
}

static void complete_with_stat(int code, const struct Stat *stat, const void *number) {
  complete(code, number);
}

static void complete_with_data(int code, const char *data, int length, const struct Stat *stat,
                               const void *number) {
  // The read before this answer's write would find one version less.
  bool is_current = code == ZOK && stat->version == ((intptr_t)number + 1) / 2;
  complete(is_current ? ZOK : ZSYSTEMERROR, number);
}

static int wait_for_completions(int count) {
  struct timespec deadline = patience();
  pthread_mutex_lock(&completed.lock);
  while (completed.count < count) {
    if (pthread_cond_timedwait(&completed.changed, &completed.lock, &deadline)) {
      fail(HERE, "%d of %d requests were answered", completed.count, count);
    }
  }
  TRUE(completed.is_in_order);
  int code = completed.code;
  completed.count = 0;
  completed.code = ZOK;
  pthread_mutex_unlock(&completed.lock);
  return code;
}

static void pipelining(void) {
  Client *zk = connect_to(server);
  EQUAL(create(zk, "/pipe-c", "", 0), ZOK);
  for (intptr_t number = 0; number < 2000; number += 2) {
    EQUAL(zoo_aset(zk->handle, "/pipe-c", "x", 1, -1, complete_with_stat, (void *)number), ZOK);
    EQUAL(zoo_aget(zk->handle, "/pipe-c", 0, complete_with_data, (void *)(number + 1)), ZOK);
  }
  EQUAL(wait_for_completions(2000), ZOK);
  leave(zk);
}

// The event of a change comes before its reply.

static void complete_after_event(int code, const struct Stat *stat, const void *context) {
  const Client *client = context;
  complete(client->count == 1 ? code : ZSYSTEMERROR, 0);
}

static void own_changes(void) {
  Client *zk = connect_to(server);
  EQUAL(create(zk, "/own-c", "", 0), ZOK);
  EQUAL(zoo_wexists(zk->handle, "/own-c", watch, zk, NULL), ZOK);
  // One thread of the client's tells both, in the order in which they came.
  EQUAL(zoo_aset(zk->handle, "/own-c", "x", 1, -1, complete_after_event, zk), ZOK);
  EQUAL(wait_for_completions(1), ZOK);
  EVENT(zk, ZOO_CHANGED_EVENT, "/own-c");
  leave(zk);
}

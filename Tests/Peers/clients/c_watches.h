// Watches of one client, with and without its connection.

#pragma once

#include "c_scenarios.h"

static void watches(void) {
  Client *zk = connect_to(server), *other = connect_to(server);
  char data[64];
  int length = sizeof data;
  struct String_vector children;
  EQUAL(create(other, "/w-c", "", 0), ZOK);
  EQUAL(zoo_wexists(zk->handle, "/w-c/a", watch, zk, NULL), ZNONODE);
  EQUAL(create(other, "/w-c/a", "0", 0), ZOK);
  EVENT(zk, ZOO_CREATED_EVENT, "/w-c/a");
  EQUAL(zoo_wget(zk->handle, "/w-c/a", watch, zk, data, &length, NULL), ZOK);
  EQUAL(set(other, "/w-c/a", "1"), ZOK);
  EVENT(zk, ZOO_CHANGED_EVENT, "/w-c/a");
  // Nobody watches any more: the next event is of another node.
  EQUAL(set(other, "/w-c/a", "2"), ZOK);
  EQUAL(zoo_wget_children(zk->handle, "/w-c", watch, zk, &children), ZOK);
  deallocate_String_vector(&children);
  EQUAL(create(other, "/w-c/b", "", 0), ZOK);
  EVENT(zk, ZOO_CHILD_EVENT, "/w-c");
  EQUAL(zoo_wexists(zk->handle, "/w-c/a", watch, zk, NULL), ZOK);
  EQUAL(zoo_delete(other->handle, "/w-c/a", -1), ZOK);
  EVENT(zk, ZOO_DELETED_EVENT, "/w-c/a");
  EQUAL(zoo_wexists(zk->handle, "/w-c/b", watch, zk, NULL), ZOK);
  EQUAL(zoo_remove_watches(zk->handle, "/w-c/b", ZWATCHTYPE_DATA, watch, zk, 0), ZOK);
  EQUAL(zoo_remove_watches(zk->handle, "/w-c/b", ZWATCHTYPE_DATA, watch, zk, 0), ZNOWATCHER);
  EQUAL(set(other, "/w-c/b", "x"), ZOK);
  EQUAL(zoo_wexists(zk->handle, "/w-c", watch, zk, NULL), ZOK);
  EQUAL(set(other, "/w-c", "x"), ZOK);
  // Of /w-c/b there was nothing to hear any more.
  EVENT(zk, ZOO_CHANGED_EVENT, "/w-c");
  leave(zk);
  leave(other);
}

static int compare_events(const void *left, const void *right) {
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

// The events in any order: they are made up for kind by kind, and in a kind in no order.
static void expect_all(Client *client, const char *const *expected, int count) {
  struct timespec deadline = patience();
  pthread_mutex_lock(&client->lock);
  while (client->count - client->taken < count) {
    if (!wait_for_change(client, &deadline)) fail(HERE, "not all of %d events come", count);
  }
  char words[EVENTS_MAX][80];
  const char *sorted[EVENTS_MAX];
  for (int i = 0; i < count; i++) {
    snprintf(words[i], sizeof words[i], "%d %s", client->event[client->taken + i].type,
             client->event[client->taken + i].path);
    sorted[i] = words[i];
  }
  client->taken += count;
  pthread_mutex_unlock(&client->lock);
  qsort(sorted, count, sizeof sorted[0], compare_events);
  for (int i = 0; i < count; i++) SAME_TEXT(sorted[i], expected[i]);
}

static void lost_connection(void) {
  Client *zk = connect_to(proxy), *other = connect_to(server);
  char data[64];
  int length = sizeof data;
  struct String_vector children;
  const char *paths[] = {"/r", "/r/changed", "/r/deleted", "/r/same", "/r/parent", "/r/empty"};
  for (int i = 0; i < 6; i++) EQUAL(create(other, paths[i], "", 0), ZOK);
  for (int i = 1; i < 4; i++) {
    EQUAL(zoo_wget(zk->handle, paths[i], watch, zk, data, &length, NULL), ZOK);
    length = sizeof data;
  }
  EQUAL(zoo_wexists(zk->handle, "/r/created", watch, zk, NULL), ZNONODE);
  EQUAL(zoo_wexists(zk->handle, "/r/never", watch, zk, NULL), ZNONODE);
  for (int i = 4; i < 6; i++) {
    EQUAL(zoo_wget_children(zk->handle, paths[i], watch, zk, &children), ZOK);
    deallocate_String_vector(&children);
  }
  ask("!lose");
  STATE(zk, ZOO_CONNECTING_STATE);
  EQUAL(set(other, "/r/changed", "x"), ZOK);
  EQUAL(zoo_delete(other->handle, "/r/deleted", -1), ZOK);
  EQUAL(create(other, "/r/created", "", 0), ZOK);
  EQUAL(create(other, "/r/parent/child", "", 0), ZOK);
  ask("!admit");
  STATE(zk, ZOO_CONNECTED_STATE);
  const char *const missed[] = {"1 /r/created", "2 /r/deleted", "3 /r/changed", "4 /r/parent"};
  expect_all(zk, missed, 4);
  // The others were renewed.
  EQUAL(set(other, "/r/same", "x"), ZOK);
  EVENT(zk, ZOO_CHANGED_EVENT, "/r/same");
  EQUAL(create(other, "/r/empty/child", "", 0), ZOK);
  EVENT(zk, ZOO_CHILD_EVENT, "/r/empty");
  EQUAL(create(other, "/r/never", "", 0), ZOK);
  EVENT(zk, ZOO_CREATED_EVENT, "/r/never");
  leave(zk);
  leave(other);
}

// Apache's C client, telling of each call what went in and what came out.

#pragma once

#include "c_conversation.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

enum { TIMEOUT_MS = 20000, PATIENCE_S = 20, EVENTS_MAX = 16 };

static zhandle_t *client;

// What the client's threads report, under one lock.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct {
  int state;
  int completions;
  int completion_code;
  int events;
  struct { int type, state; char path[64]; } event[EVENTS_MAX];
} seen;

// What the client's threads see.

static void watch(zhandle_t *handle, int type, int state, const char *path, void *context) {
  pthread_mutex_lock(&lock);
  if (type == ZOO_SESSION_EVENT) {
    seen.state = state;
  } else if (type != ZOO_NOTWATCHING_EVENT) {
    if (seen.events == EVENTS_MAX) give_up("too many events");
    seen.event[seen.events].type = type;
    seen.event[seen.events].state = state;
    snprintf(seen.event[seen.events].path, sizeof seen.event[0].path, "%s", path);
    seen.events++;
  }
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
}

static void complete(int code, const void *context) {
  pthread_mutex_lock(&lock);
  seen.completions++;
  seen.completion_code = code;
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
}

static void complete_sync(int code, const char *path, const void *context) {
  complete(code, context);
}

// Waits, with the lock held, until the value that the client's threads change is the wanted one.
static void wait_for(const int *value, int wanted) {
  struct timespec deadline;
  clock_gettime(CLOCK_REALTIME, &deadline);
  deadline.tv_sec += PATIENCE_S;
  while (*value != wanted) {
    if (pthread_cond_timedwait(&changed, &lock, &deadline)) give_up("waited in vain");
  }
}

static int wait_for_completion(void) {
  pthread_mutex_lock(&lock);
  wait_for(&seen.completions, 1);
  seen.completions = 0;
  int code = seen.completion_code;
  pthread_mutex_unlock(&lock);
  return code;
}

static void wait_for_state(int state) {
  pthread_mutex_lock(&lock);
  wait_for(&seen.state, state);
  pthread_mutex_unlock(&lock);
}

static void expect_events(int count) {
  pthread_mutex_lock(&lock);
  wait_for(&seen.events, count);
  for (int i = 0; i < count; i++) {
    printf("{\"event\":{\"type\":%d,\"state\":%d,\"path\":", seen.event[i].type,
           seen.event[i].state);
    put_string(seen.event[i].path);
    end();
  }
  seen.events = 0;
  pthread_mutex_unlock(&lock);
}

// The operations.

static void tell_connection(clientid_t before) {
  begin_within_step("connect");
  printf("\"timeOut\":%d,\"sessionId\":%ld,\"passwd\":", TIMEOUT_MS, before.client_id);
  put_bytes(before.passwd, sizeof before.passwd);
  printf(",\"readOnly\":false},\"reply\":{\"timeOut\":%d", zoo_recv_timeout(client));
  printf(",\"sessionId\":%ld,\"passwd\":", zoo_client_id(client)->client_id);
  put_bytes(zoo_client_id(client)->passwd, sizeof before.passwd);
  end();
}

static void connect_to(const char *address) {
  end_step();
  // An earlier session may have left its last state here.
  seen.state = ZOO_NOTCONNECTED_STATE;
  client = zookeeper_init(address, watch, TIMEOUT_MS, NULL, NULL, 0);
  wait_for_state(ZOO_CONNECTED_STATE);
  tell_connection((clientid_t){0});
}

static void begin_create(const char *op, const char *path, const char *data, int length,
                         const struct ACL_vector *acl, int mode) {
  begin(op, path);
  printf(",\"data\":");
  put_bytes(data, length);
  putchar(',');
  put_acl(acl);
  printf(",\"flags\":%d", mode);
}

static void finish_create(int code, const char *path, const struct Stat *stat) {
  if (!succeeded(code)) return;
  printf("\"path\":");
  put_string(path);
  if (stat) {
    putchar(',');
    put_stat(stat);
  }
  end();
}

static void create_with(const char *path, const char *data, const struct ACL_vector *acl,
                        int mode) {
  char made[256];
  int length = data ? (int)strlen(data) : -1;
  begin_create(mode == ZOO_CONTAINER ? "createContainer" : "create", path, data, length, acl, mode);
  int code = zoo_create(client, path, data, length, acl, mode, made, sizeof made);
  finish_create(code, made, NULL);
}

static void create(const char *path, const char *data, int mode) {
  create_with(path, data, &ZOO_OPEN_ACL_UNSAFE, mode);
}

static void create2(const char *path, const char *data, int mode) {
  char made[256];
  struct Stat stat;
  int length = data ? (int)strlen(data) : -1;
  begin_create(mode == ZOO_CONTAINER ? "createContainer" : "create2", path, data, length,
               &ZOO_OPEN_ACL_UNSAFE, mode);
  int code = zoo_create2(client, path, data, length, &ZOO_OPEN_ACL_UNSAFE, mode, made, sizeof made,
                         &stat);
  finish_create(code, made, &stat);
}

static void create_ttl(const char *path, const char *data, int mode, int64_t ttl) {
  char made[256];
  struct Stat stat;
  int length = (int)strlen(data);
  begin_create("createTTL", path, data, length, &ZOO_OPEN_ACL_UNSAFE, mode);
  printf(",\"ttl\":%ld", ttl);
  int code = zoo_create2_ttl(client, path, data, length, &ZOO_OPEN_ACL_UNSAFE, mode, ttl, made,
                             sizeof made, &stat);
  finish_create(code, made, &stat);
}

static void delete(const char *path, int version) {
  begin("delete", path);
  printf(",\"version\":%d", version);
  finish(zoo_delete(client, path, version));
}

static void put_watch(bool is_watched) { printf(",\"watch\":%s", is_watched ? "true" : "false"); }

static void exists(const char *path, bool is_watched) {
  struct Stat stat;
  begin("exists", path);
  put_watch(is_watched);
  int code = zoo_exists(client, path, is_watched, &stat);
  finish_with_stat(code, &stat);
}

static void get_data(const char *path, bool is_watched) {
  char data[1024];
  int length = sizeof data;
  struct Stat stat;
  begin("getData", path);
  put_watch(is_watched);
  if (!succeeded(zoo_get(client, path, is_watched, data, &length, &stat))) return;
  printf("\"data\":");
  put_bytes(data, length);
  putchar(',');
  put_stat(&stat);
  end();
}

static void set_data(const char *path, const char *data, int version) {
  struct Stat stat;
  int length = data ? (int)strlen(data) : -1;
  begin("setData", path);
  printf(",\"data\":");
  put_bytes(data, length);
  printf(",\"version\":%d", version);
  int code = zoo_set2(client, path, data, length, version, &stat);
  finish_with_stat(code, &stat);
}

static void get_acl(const char *path) {
  struct ACL_vector acl;
  struct Stat stat;
  begin("getACL", path);
  if (!succeeded(zoo_get_acl(client, path, &acl, &stat))) return;
  put_acl(&acl);
  putchar(',');
  put_stat(&stat);
  end();
  deallocate_ACL_vector(&acl);
}

static void set_acl(const char *path, const struct ACL_vector *acl, int version) {
  begin("setACL", path);
  putchar(',');
  put_acl(acl);
  printf(",\"version\":%d", version);
  finish(zoo_set_acl(client, path, version, acl));
}

static void get_children(const char *path, bool is_watched) {
  struct String_vector children;
  begin("getChildren", path);
  put_watch(is_watched);
  if (!succeeded(zoo_get_children(client, path, is_watched, &children))) return;
  put_children(&children);
  end();
  deallocate_String_vector(&children);
}

static void get_children2(const char *path, bool is_watched) {
  struct String_vector children;
  struct Stat stat;
  begin("getChildren2", path);
  put_watch(is_watched);
  if (!succeeded(zoo_get_children2(client, path, is_watched, &children, &stat))) return;
  put_children(&children);
  putchar(',');
  put_stat(&stat);
  end();
  deallocate_String_vector(&children);
}

static void synchronize(const char *path) {
  begin("sync", path);
  int code = zoo_async(client, path, complete_sync, NULL);
  finish(code ? code : wait_for_completion());
}

static void add_auth(const char *scheme, const char *credential) {
  int length = (int)strlen(credential);
  end_step();
  begin_within_step("auth");
  printf("\"type\":0,\"scheme\":\"%s\",\"auth\":", scheme);
  put_bytes(credential, length);
  int code = zoo_add_auth(client, scheme, credential, length, complete, NULL);
  finish(code ? code : wait_for_completion());
}

// Gives up this watcher alone, for which the client asks the server to check it.
static void check_watches(const char *path, ZooWatcherType type) {
  begin("checkWatches", path);
  printf(",\"type\":%d", type);
  finish(zoo_remove_watches(client, path, type, watch, NULL, 0));
}

static void remove_watches(const char *path, ZooWatcherType type) {
  begin("removeWatches", path);
  printf(",\"type\":%d", type);
  finish(zoo_remove_all_watches(client, path, type, 0));
}

static void reconfigure(const char *joining, const char *leaving) {
  char data[1024];
  int length = sizeof data;
  struct Stat stat;
  end_step();
  begin_within_step("reconfig");
  printf("\"joiningServers\":%s%s%s", joining ? "\"" : "", joining ? joining : "null",
         joining ? "\"" : "");
  printf(",\"leavingServers\":%s%s%s", leaving ? "\"" : "", leaving ? leaving : "null",
         leaving ? "\"" : "");
  printf(",\"newMembers\":null,\"curConfigId\":-1");
  if (!succeeded(zoo_reconfig(client, joining, leaving, NULL, -1, data, &length, &stat))) return;
  printf("\"data\":");
  put_bytes(data, length);
  putchar(',');
  put_stat(&stat);
  end();
}

static void close_session(void) {
  end_step();
  begin_within_step("closeSession");
  finish(zookeeper_close(client));
}

// Sessions that are resumed, that expire, and that outlive the server.

#pragma once

#include "c_scenarios.h"

static void resumed_session(void) {
  Client *first = connect_to(proxy), *watcher = connect_to(server);
  clientid_t session = *zoo_client_id(first->handle);
  EQUAL(create(first, "/e-c", "", ZOO_EPHEMERAL), ZOK);
  ask("!lose");
  STATE(first, ZOO_CONNECTING_STATE);
  leave(first);
  Client *second = resume(server, TIMEOUT_MS, &session);
  EQUAL(zoo_client_id(second->handle)->client_id, session.client_id);
  EQUAL(owner(second, "/e-c"), session.client_id);
  EQUAL(zoo_wexists(watcher->handle, "/e-c", watch, watcher, NULL), ZOK);
  leave(second);
  EVENT(watcher, ZOO_DELETED_EVENT, "/e-c");
  leave(watcher);
  ask("!admit");
}

static void expired_session(void) {
  Client *zk = resume(proxy, SHORT_MS, NULL), *watcher = connect_to(server);
  EQUAL(zoo_recv_timeout(zk->handle), SHORT_MS);
  EQUAL(create(zk, "/x-c", "", ZOO_EPHEMERAL), ZOK);
  EQUAL(zoo_wexists(watcher->handle, "/x-c", watch, watcher, NULL), ZOK);
  ask("!lose");
  EVENT(watcher, ZOO_DELETED_EVENT, "/x-c");
  ask("!admit");
  STATE(zk, ZOO_EXPIRED_SESSION_STATE);
  leave(zk);
  leave(watcher);
}

static void over_restart(const char *how, const char *path, const char *ephemeral) {
  Client *zk = connect_to(server), *other = connect_to(server);
  clientid_t session = *zoo_client_id(zk->handle);
  struct Stat before, after;
  EQUAL(create(zk, path, "kept", 0), ZOK);
  EQUAL(create(zk, ephemeral, "", ZOO_EPHEMERAL), ZOK);
  EQUAL(zoo_wexists(zk->handle, path, watch, zk, &before), ZOK);
  ask(how);
  STATE(zk, ZOO_CONNECTING_STATE);
  STATE(other, ZOO_CONNECTING_STATE);
  ask("!start");
  STATE(zk, ZOO_CONNECTED_STATE);
  STATE(other, ZOO_CONNECTED_STATE);
  EQUAL(zoo_client_id(zk->handle)->client_id, session.client_id);
  EQUAL(owner(zk, ephemeral), session.client_id);
  EQUAL(zoo_exists(other->handle, path, 0, &after), ZOK);
  EQUAL(after.czxid, before.czxid);
  EQUAL(after.mzxid, before.mzxid);
  EQUAL(after.pzxid, before.pzxid);
  EQUAL(after.mtime, before.mtime);
  EQUAL(after.cversion, before.cversion);
  EQUAL(set(other, path, "changed"), ZOK);
  EVENT(zk, ZOO_CHANGED_EVENT, path);
  EQUAL(zoo_wexists(other->handle, ephemeral, watch, other, NULL), ZOK);
  leave(zk);
  EVENT(other, ZOO_DELETED_EVENT, ephemeral);
  leave(other);
}

static void over_an_orderly_restart(void) { over_restart("!stop", "/term-c", "/term-c/e"); }

static void over_a_crash(void) { over_restart("!kill", "/crash-c", "/crash-c/e"); }

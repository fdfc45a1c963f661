// Nodes of every kind, transactions and access control.

#pragma once

#include "c_order.h"

static void create_modes(void) {
  Client *zk = connect_to(server);
  char made[64];
  struct Stat stat;
  EQUAL(create(zk, "/c", "root", ZOO_PERSISTENT), ZOK);
  EQUAL(zoo_create(zk->handle, "/c/n-", "", 0, &ZOO_OPEN_ACL_UNSAFE, ZOO_PERSISTENT_SEQUENTIAL,
                   made, sizeof made),
        ZOK);
  SAME_TEXT(made, "/c/n-0000000000");
  EQUAL(zoo_create2(zk->handle, "/c/e-", "x", 1, &ZOO_OPEN_ACL_UNSAFE, ZOO_EPHEMERAL_SEQUENTIAL,
                    made, sizeof made, &stat),
        ZOK);
  SAME_TEXT(made, "/c/e-0000000001");
  EQUAL(stat.ephemeralOwner, zoo_client_id(zk->handle)->client_id);
  EQUAL(stat.dataLength, 1);
  EQUAL(stat.czxid, stat.mzxid);
  EQUAL(create(zk, "/c/e-0000000001/child", "", 0), ZNOCHILDRENFOREPHEMERALS);
  EQUAL(create(zk, "/c", "", 0), ZNODEEXISTS);
  EQUAL(create(zk, "/gone/child", "", 0), ZNONODE);
  EQUAL(create(zk, "/c/container", "", ZOO_CONTAINER), ZOK);
  // What makes a container, and how long a node may live, is for the server alone to know.
  EQUAL(owner(zk, "/c/container"), 0);
  EQUAL(zoo_create2_ttl(zk->handle, "/c/ttl", "", 0, &ZOO_OPEN_ACL_UNSAFE, ZOO_PERSISTENT_WITH_TTL,
                        3600000, made, sizeof made, &stat),
        ZOK);
  EQUAL(stat.ephemeralOwner, 0);
  EQUAL(zoo_create_ttl(zk->handle, "/c/t-", "", 0, &ZOO_OPEN_ACL_UNSAFE,
                       ZOO_PERSISTENT_SEQUENTIAL_WITH_TTL, 3600000, made, sizeof made),
        ZOK);
  SAME_TEXT(made, "/c/t-0000000004");
  EQUAL(zoo_exists(zk->handle, "/c", 0, &stat), ZOK);
  EQUAL(stat.cversion, 5);
  EQUAL(stat.numChildren, 5);
  leave(zk);
}

static void reaping(void) {
  Client *zk = connect_to(server);
  EQUAL(create(zk, "/never-used", "", ZOO_CONTAINER), ZOK);
  EQUAL(create(zk, "/used", "", ZOO_CONTAINER), ZOK);
  EQUAL(create(zk, "/used/child", "", ZOO_PERSISTENT), ZOK);
  EQUAL(zoo_create_ttl(zk->handle, "/mortal", "", 0, &ZOO_OPEN_ACL_UNSAFE, ZOO_PERSISTENT_WITH_TTL,
                       500, NULL, 0),
        ZOK);
  await_absence(zk, "/mortal");
  EQUAL(zoo_exists(zk->handle, "/used", 0, NULL), ZOK);
  EQUAL(zoo_wexists(zk->handle, "/used", watch, zk, NULL), ZOK);
  EQUAL(zoo_delete(zk->handle, "/used/child", -1), ZOK);
  EVENT(zk, ZOO_DELETED_EVENT, "/used");
  EQUAL(zoo_exists(zk->handle, "/never-used", 0, NULL), ZOK);
  leave(zk);
}

static void versions(void) {
  Client *zk = connect_to(server);
  struct Stat stat;
  char data[64];
  int length = sizeof data;
  EQUAL(create(zk, "/v", "0", 0), ZOK);
  EQUAL(zoo_set2(zk->handle, "/v", "one", 3, 0, &stat), ZOK);
  EQUAL(stat.version, 1);
  EQUAL(zoo_set(zk->handle, "/v", "late", 4, 0), ZBADVERSION);
  EQUAL(zoo_get(zk->handle, "/v", 0, data, &length, &stat), ZOK);
  EQUAL(length, 3);
  TRUE(memcmp(data, "one", 3) == 0);
  // This client knows nothing from an empty value, and so do servers.
  EQUAL(zoo_set(zk->handle, "/v", NULL, -1, -1), ZOK);
  length = sizeof data;
  EQUAL(zoo_get(zk->handle, "/v", 0, data, &length, NULL), ZOK);
  EQUAL(length, -1);
  EQUAL(zoo_set(zk->handle, "/v", "", 0, -1), ZOK);
  length = sizeof data;
  EQUAL(zoo_get(zk->handle, "/v", 0, data, &length, NULL), ZOK);
  EQUAL(length, 0);
  EQUAL(create(zk, "/v/child", "", 0), ZOK);
  EQUAL(zoo_delete(zk->handle, "/v", -1), ZNOTEMPTY);
  EQUAL(zoo_delete(zk->handle, "/v/child", 7), ZBADVERSION);
  EQUAL(zoo_delete(zk->handle, "/v/child", 0), ZOK);
  EQUAL(zoo_delete(zk->handle, "/v", 3), ZOK);
  EQUAL(zoo_delete(zk->handle, "/zookeeper", -1), ZBADARGUMENTS);
  leave(zk);
}

static void transactions(void) {
  Client *zk = connect_to(server);
  char made[2][64];
  struct Stat stat;
  zoo_op_t good[5];
  zoo_op_result_t results[5];
  zoo_create_op_init(&good[0], "/m", "m", 1, &ZOO_OPEN_ACL_UNSAFE, 0, made[0], sizeof made[0]);
  zoo_create_op_init(&good[1], "/m/n-", "", 0, &ZOO_OPEN_ACL_UNSAFE, ZOO_PERSISTENT_SEQUENTIAL,
                     made[1], sizeof made[1]);
  zoo_set_op_init(&good[2], "/m", "mm", 2, 0, &stat);
  zoo_check_op_init(&good[3], "/m", 1);
  zoo_delete_op_init(&good[4], "/m/n-0000000000", 0);
  EQUAL(zoo_multi(zk->handle, 5, good, results), ZOK);
  for (int i = 0; i < 5; i++) EQUAL(results[i].err, ZOK);
  SAME_TEXT(made[1], "/m/n-0000000000");
  EQUAL(stat.version, 1);
  EQUAL(stat.numChildren, 1);
  zoo_op_t bad[3];
  zoo_set_op_init(&bad[0], "/m", "mmm", 3, -1, &stat);
  zoo_check_op_init(&bad[1], "/m", 1);
  zoo_delete_op_init(&bad[2], "/gone", -1);
  EQUAL(zoo_multi(zk->handle, 3, bad, results), ZBADVERSION);
  EQUAL(results[0].err, ZOK);
  EQUAL(results[1].err, ZBADVERSION);
  EQUAL(results[2].err, ZRUNTIMEINCONSISTENCY);
  EQUAL(zoo_exists(zk->handle, "/m", 0, &stat), ZOK);
  EQUAL(stat.version, 1);
  leave(zk);
}

static int authenticate(Client *client, const char *credential) {
  int code = zoo_add_auth(client->handle, "digest", credential, (int)strlen(credential), complete,
                          NULL);
  return code ? code : wait_for_completions(1);
}

static void access_control(void) {
  Client *alice = connect_to(server), *bob = connect_to(server);
  char data[64];
  int length = sizeof data;
  struct ACL_vector found;
  EQUAL(zoo_create(alice->handle, "/hers-c", "x", 1, &ZOO_CREATOR_ALL_ACL, 0, NULL, 0),
        ZINVALIDACL);
  EQUAL(authenticate(alice, "alice:secret"), ZOK);
  EQUAL(zoo_create(alice->handle, "/hers-c", "x", 1, &ZOO_CREATOR_ALL_ACL, 0, NULL, 0), ZOK);
  EQUAL(zoo_get_acl(alice->handle, "/hers-c", &found, NULL), ZOK);
  EQUAL(found.count, 1);
  EQUAL(found.data[0].perms, ZOO_PERM_ALL);
  SAME_TEXT(found.data[0].id.scheme, "digest");
  // base64(sha1("alice:secret"))
  SAME_TEXT(found.data[0].id.id, "alice:aYXlLOpEooaV1cRAvUL1fp9Qt7E=");
  EQUAL(zoo_get(bob->handle, "/hers-c", 0, data, &length, NULL), ZNOAUTH);
  EQUAL(set(bob, "/hers-c", "y"), ZNOAUTH);
  EQUAL(create(bob, "/hers-c/child", "", 0), ZNOAUTH);
  EQUAL(zoo_set_acl(bob->handle, "/hers-c", -1, &ZOO_OPEN_ACL_UNSAFE), ZNOAUTH);
  EQUAL(zoo_set_acl(alice->handle, "/hers-c", 7, &found), ZBADVERSION);
  struct ACL local = {ZOO_PERM_READ, {"ip", "127.0.0.1"}};
  struct ACL_vector readable = {1, &local};
  EQUAL(zoo_set_acl(alice->handle, "/hers-c", 0, &readable), ZOK);
  EQUAL(zoo_get(bob->handle, "/hers-c", 0, data, &length, NULL), ZOK);
  EQUAL(set(bob, "/hers-c", "y"), ZNOAUTH);
  deallocate_ACL_vector(&found);
  leave(alice);
  leave(bob);
}

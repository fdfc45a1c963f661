// Plays one scene with Apache's C client. Arguments: scene, address of the proxy, address of the
// server.

#include "c_client.h"
#include "c_multi.h"

#include <zookeeper/zookeeper_version.h>

static void create_every_kind(void) {
  create("/plain", "hi", 0);
  create("/null", NULL, 0);
  create("/empty", "", 0);
  create("/ephemeral", "e", ZOO_EPHEMERAL);
  create("/queue-", "q", ZOO_PERSISTENT_SEQUENTIAL);
  create("/election-", "n", ZOO_EPHEMERAL_SEQUENTIAL);
  create("/container", "c", ZOO_CONTAINER);
  create2("/plain2", "hi", 0);
  create2("/null2", NULL, 0);
  create2("/ephemeral2", "e", ZOO_EPHEMERAL);
  create2("/queue2-", "q", ZOO_PERSISTENT_SEQUENTIAL);
  create2("/container2", "c", ZOO_CONTAINER);
  create_ttl("/ttl", "t", ZOO_PERSISTENT_WITH_TTL, 3600000);
  create_ttl("/ttl-", "t", ZOO_PERSISTENT_SEQUENTIAL_WITH_TTL, 3600000);
  create2("/caf\u00e9", "au lait", 0);
  create("/caf\u00e9/\u65e5\u672c\u8a9e", "", 0);
  create("/plain", "again", 0);
  create2("/no/parent", "x", 0);
  create("/ephemeral/child", "x", 0);
  create_with("/nobodys", "x", &ZOO_CREATOR_ALL_ACL, 0);
}

static void read_and_write(void) {
  const char *paths[] = {"/plain", "/null", "/empty", "/caf\u00e9", "/gone"};
  for (int i = 0; i < 5; i++) {
    exists(paths[i], false);
    get_data(paths[i], false);
    get_children(paths[i], false);
    get_children2(paths[i], false);
    get_acl(paths[i]);
    synchronize(paths[i]);
  }
  set_data("/plain", "ho", 0);
  set_data("/plain", NULL, -1);
  set_data("/plain", "late", 0);
  struct ACL entries[] = {
    {ZOO_PERM_READ, {"world", "anyone"}}, {ZOO_PERM_ALL, {"ip", "127.0.0.1"}}};
  struct ACL_vector acl = {2, entries};
  set_acl("/plain", &acl, 0);
  set_acl("/plain", &acl, 0);
  get_acl("/plain");
  delete("/caf\u00e9", -1);
  delete("/plain2", 7);
  delete("/plain2", 0);
  delete("/plain2", -1);
  delete("/zookeeper", -1);
}

// The server answers with the halves of a surrogate pair; this client takes any bytes for a text.
static void smile(void) {
  struct ACL entries[] = {
    {ZOO_PERM_ALL, {"world", "anyone"}}, {ZOO_PERM_READ, {"digest", "\U0001f600user:hash="}}};
  struct ACL_vector acl = {2, entries};
  create_with("/smile", "x", &acl, 0);
  get_acl("/smile");
}

static void watch_and_remove(void) {
  create("/w", "", 0);
  exists("/w/a", true);
  create("/w/a", "", 0);
  expect_events(1);
  get_data("/w/a", true);
  set_data("/w/a", "1", -1);
  expect_events(1);
  get_children("/w", true);
  delete("/w/a", -1);
  expect_events(1);
  get_data("/plain", true);
  check_watches("/plain", ZWATCHTYPE_DATA);
  get_children2("/plain", true);
  remove_watches("/plain", ZWATCHTYPE_CHILD);
}

static void change_behind_its_back(const char *server) {
  zhandle_t *other = zookeeper_init(server, NULL, TIMEOUT_MS, NULL, NULL, 0);
  int problems = zoo_create(other, "/r/new", "", 0, &ZOO_OPEN_ACL_UNSAFE, 0, NULL, 0);
  problems |= zoo_create(other, "/r/parent/child", "", 0, &ZOO_OPEN_ACL_UNSAFE, 0, NULL, 0);
  problems |= zoo_set(other, "/r", "changed", 7, -1);
  problems |= zookeeper_close(other);
  if (problems) give_up("the other client fails");
}

// The client renews its watches by itself, and hears what it has missed.
static void lose_connection(const char *server) {
  create("/r", "", 0);
  create("/r/parent", "", 0);
  get_data("/r", true);
  exists("/r/new", true);
  get_children("/r/parent", true);
  clientid_t before = *zoo_client_id(client);
  request("!cut");
  wait_for_state(ZOO_CONNECTING_STATE);
  change_behind_its_back(server);
  request("!admit");
  wait_for_state(ZOO_CONNECTED_STATE);
  tell_connection(before);
  begin_within_step("setWatches");
  printf("\"dataWatches\":[\"/r\"],\"existWatches\":[\"/r/new\"]");
  printf(",\"childWatches\":[\"/r/parent\"]");
  finish(0);
  expect_events(3);
}

static void play_standalone(const char *proxy, const char *server) {
  connect_to(proxy);
  create_every_kind();
  read_and_write();
  smile();
  watch_and_remove();
  play_multi();
  lose_connection(server);
  add_auth("digest", "alice:secret");
  create_with("/hers", "x", &ZOO_CREATOR_ALL_ACL, 0);
  get_acl("/hers");
  reconfigure("server.3=127.0.0.1:1:2:observer;127.0.0.1:3", NULL);
  close_session();
  connect_to(proxy);
  get_data("/hers", false);
  set_data("/hers", "x", -1);
  add_auth("nonsense", "x");
}

static void play_quorum(const char *proxy) {
  connect_to(proxy);
  get_data("/zookeeper/config", true);
  reconfigure("server.3=127.0.0.1:1:2:observer;127.0.0.1:3", NULL);
  expect_events(1);
  reconfigure(NULL, "3");
  close_session();
}

int main(int count, char **arguments) {
  if (count != 4) give_up("usage: c_session SCENE PROXY SERVER");
  zoo_set_debug_level(ZOO_LOG_LEVEL_ERROR);
  request("!client Apache's C client " ZOO_VERSION);
  if (strcmp(arguments[1], "standalone") == 0) play_standalone(arguments[2], arguments[3]);
  if (strcmp(arguments[1], "quorum") == 0) play_quorum(arguments[2]);
  end_step();
}

// Transactions of Apache's C client.

#pragma once

#include "c_client.h"

enum { OPS = 5, PATH_SIZE = 64 };

// The numbers of the operations in results, which the client's header does not name.
enum { CREATE = 1, DELETE = 2, SET_DATA = 5, CHECK = 13 };

static void put_op(const char *separator, const char *op, const char *path) {
  printf("%s{\"op\":\"%s\",\"path\":\"%s\"", separator, op, path);
}

static void put_created(int flags) {
  printf(",\"data\":\"6d\",");
  put_acl(&ZOO_OPEN_ACL_UNSAFE);
  printf(",\"flags\":%d}", flags);
}

// In a multi that has failed, what came before the failure has error 0 and no result.
static void put_result(int type, const zoo_op_result_t *result, bool has_failed) {
  if (has_failed) {
    printf("{\"error\":%d}", result->err);
    return;
  }
  printf("{\"type\":%d", type);
  if (type == CREATE) {
    printf(",\"path\":");
    put_string(result->value);
  } else if (type == SET_DATA) {
    putchar(',');
    put_stat(result->stat);
  }
  putchar('}');
}

// Creates two nodes, changes and checks the first, and deletes `doomed`.
static void play_multi_deleting(const char *doomed) {
  char made[2][PATH_SIZE];
  struct Stat stat;
  zoo_op_t ops[OPS];
  zoo_op_result_t results[OPS];
  const int types[OPS] = {CREATE, CREATE, SET_DATA,
                          CHECK, DELETE};
  zoo_create_op_init(&ops[0], "/m", "m", 1, &ZOO_OPEN_ACL_UNSAFE, 0, made[0], PATH_SIZE);
  zoo_create_op_init(&ops[1], "/m/n-", "m", 1, &ZOO_OPEN_ACL_UNSAFE, ZOO_PERSISTENT_SEQUENTIAL,
                     made[1], PATH_SIZE);
  zoo_set_op_init(&ops[2], "/m", "mm", 2, 0, &stat);
  zoo_check_op_init(&ops[3], "/m", 1);
  zoo_delete_op_init(&ops[4], doomed, -1);
  end_step();
  begin_within_step("multi");
  printf("\"ops\":[");
  put_op("", "create", "/m");
  put_created(0);
  put_op(",", "create", "/m/n-");
  put_created(ZOO_PERSISTENT_SEQUENTIAL);
  put_op(",", "setData", "/m");
  printf(",\"data\":\"6d6d\",\"version\":0}");
  put_op(",", "check", "/m");
  printf(",\"version\":1}");
  put_op(",", "delete", doomed);
  printf(",\"version\":-1}]");
  bool has_failed = zoo_multi(client, OPS, ops, results) != 0;
  printf("},\"reply\":{\"results\":[");
  for (int i = 0; i < OPS; i++) {
    if (i) putchar(',');
    put_result(types[i], &results[i], has_failed);
  }
  printf("]");
  end();
}

static void play_multi(void) {
  play_multi_deleting("/gone");
  play_multi_deleting("/m/n-0000000000");
}

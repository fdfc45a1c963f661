#include "CCodecFloor.h"

#include <stdlib.h>
#include <string.h>

static int32_t load32(const uint8_t *from) {
  uint32_t value;
  memcpy(&value, from, sizeof value);
  return (int32_t)__builtin_bswap32(value);
}

static int64_t load64(const uint8_t *from) {
  uint64_t value;
  memcpy(&value, from, sizeof value);
  return (int64_t)__builtin_bswap64(value);
}

static void load_stat(const uint8_t *from, struct floor_stat *stat) {
  stat->czxid = load64(from);
  stat->mzxid = load64(from + 8);
  stat->ctime = load64(from + 16);
  stat->mtime = load64(from + 24);
  stat->version = load32(from + 32);
  stat->cversion = load32(from + 36);
  stat->aversion = load32(from + 40);
  stat->ephemeral_owner = load64(from + 44);
  stat->data_length = load32(from + 52);
  stat->num_children = load32(from + 56);
  stat->pzxid = load64(from + 60);
}

enum { header_bytes = 16, stat_bytes = 68 };

static int load_header(const uint8_t *bytes, size_t count, struct floor_reply *reply) {
  if (count < header_bytes + 4) return -1;
  reply->xid = load32(bytes);
  reply->zxid = load64(bytes + 4);
  reply->error = load32(bytes + 12);
  reply->data_count = load32(bytes + header_bytes);
  if (reply->data_count < 0) return -1;
  if (count - header_bytes - 4 < (size_t)reply->data_count + stat_bytes) return -1;
  return 0;
}

int floor_decode(
  const uint8_t *bytes, size_t count, struct floor_reply *reply, uint8_t *data, size_t data_max) {
  if (load_header(bytes, count, reply) != 0) return -1;
  size_t length = (size_t)reply->data_count;
  if (length > data_max) return -1;
  memcpy(data, bytes + header_bytes + 4, length);
  load_stat(bytes + header_bytes + 4 + length, &reply->stat);
  return 0;
}

int floor_decode_owned(
  const uint8_t *bytes, size_t count, struct floor_reply *reply, uint8_t **data) {
  if (load_header(bytes, count, reply) != 0) return -1;
  size_t length = (size_t)reply->data_count;
  *data = malloc(length);
  if (*data == NULL) return -1;
  memcpy(*data, bytes + header_bytes + 4, length);
  load_stat(bytes + header_bytes + 4 + length, &reply->stat);
  return 0;
}

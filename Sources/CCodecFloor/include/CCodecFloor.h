#pragma once

#include <stddef.h>
#include <stdint.h>

// The least a decoder can do: what `zkbench codec` holds the Swift codec against.

struct floor_stat {
  int64_t czxid, mzxid, ctime, mtime;
  int32_t version, cversion, aversion;
  int64_t ephemeral_owner;
  int32_t data_length, num_children;
  int64_t pzxid;
};

struct floor_reply {
  int32_t xid;
  int64_t zxid;
  int32_t error;
  int32_t data_count;
  struct floor_stat stat;
};

// Decodes a reply header and a GetDataResponse, copying the data to `data`. Returns 0, or -1 where
// the bytes end too soon or the data exceeds `data_max`.
int floor_decode(
  const uint8_t *bytes, size_t count, struct floor_reply *reply, uint8_t *data, size_t data_max);

// As `floor_decode`, into memory of its own, which the caller frees.
int floor_decode_owned(
  const uint8_t *bytes, size_t count, struct floor_reply *reply, uint8_t **data);

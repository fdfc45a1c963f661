// What a session script tells the recorder: a JSON line for everything the client did or saw, and
// an empty line at the end of each step, after which it waits until the recorder has filed it.

#pragma once

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <zookeeper/zookeeper.h>

static _Noreturn void give_up(const char *why) {
  fprintf(stderr, "%s\n", why);
  exit(1);
}

static bool is_in_step = false;

static void ask(const char *line) {
  char answer[64];
  printf("%s\n", line);
  fflush(stdout);
  if (!fgets(answer, sizeof answer, stdin)) give_up("the recorder has gone");
}

static void end_step(void) {
  if (is_in_step) ask("");
  is_in_step = false;
}

static void request(const char *command) {
  end_step();
  ask(command);
}

// JSON. Each field follows a comma; the line starts with a field of its own.

// The first of three bytes that stand for half of a surrogate pair, which is not UTF-8.
static bool is_half_of_pair(const char *c) {
  return (unsigned char)c[0] == 0xed && (unsigned char)c[1] >= 0xa0;
}

static void put_string(const char *value) {
  putchar('"');
  for (const char *c = value; *c; c++) {
    if (is_half_of_pair(c)) {
      printf("\\ud%x%02x", (c[1] & 0x3c) >> 2, (c[1] & 0x03) << 6 | (c[2] & 0x3f));
      c += 2;
      continue;
    }
    if (*c == '"' || *c == '\\') putchar('\\');
    putchar(*c);
  }
  putchar('"');
}

static void put_bytes(const char *bytes, int length) {
  if (length < 0) {
    printf("null");
    return;
  }
  putchar('"');
  for (int i = 0; i < length; i++) printf("%02x", (unsigned char)bytes[i]);
  putchar('"');
}

static void put_stat(const struct Stat *s) {
  printf("\"stat\":[%ld,%ld,%ld,%ld,%d,%d,%d,%ld,%d,%d,%ld]", s->czxid, s->mzxid, s->ctime,
         s->mtime, s->version, s->cversion, s->aversion, s->ephemeralOwner, s->dataLength,
         s->numChildren, s->pzxid);
}

static void put_acl(const struct ACL_vector *acl) {
  printf("\"acl\":[");
  for (int i = 0; i < acl->count; i++) {
    printf("%s[%d,", i ? "," : "", acl->data[i].perms);
    put_string(acl->data[i].id.scheme);
    putchar(',');
    put_string(acl->data[i].id.id);
    putchar(']');
  }
  putchar(']');
}

static void put_children(const struct String_vector *children) {
  printf("\"children\":[");
  for (int i = 0; i < children->count; i++) {
    if (i) putchar(',');
    put_string(children->data[i]);
  }
  putchar(']');
}

// A call: its name and arguments, then its outcome.

static void begin_within_step(const char *op) {
  printf("{\"op\":\"%s\",\"args\":{", op);
  is_in_step = true;
}

static void begin(const char *op, const char *path) {
  end_step();
  begin_within_step(op);
  printf("\"path\":");
  put_string(path);
}

static bool succeeded(int code) {
  if (code) {
    printf("},\"error\":%d}\n", code);
    return false;
  }
  printf("},\"reply\":{");
  return true;
}

static void end(void) { printf("}}\n"); }

static void finish(int code) {
  if (succeeded(code)) end();
}

static void finish_with_stat(int code, const struct Stat *stat) {
  if (!succeeded(code)) return;
  put_stat(stat);
  end();
}

#include "CAllocations.h"

#include <errno.h>
#include <malloc.h>
#include <stddef.h>

static _Thread_local struct allocation_count count;
static _Thread_local int64_t bytes_held;

void allocations_start_counting(void) {
  count = (struct allocation_count){0, 0};
  bytes_held = 0;
}

struct allocation_count allocations_counted(void) { return count; }

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZER_OWNS_MALLOC 1
#endif
#endif

#ifdef SANITIZER_OWNS_MALLOC

int allocations_are_counted(void) { return 0; }

#else

int allocations_are_counted(void) { return 1; }

// glibc's own entry points, under the names it keeps for programs that replace malloc.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static void *given(void *memory) {
  count.calls += 1;
  bytes_held += (int64_t)malloc_usable_size(memory);
  if (bytes_held > count.bytes_peak) count.bytes_peak = bytes_held;
  return memory;
}

static void taken_back(void *memory) { bytes_held -= (int64_t)malloc_usable_size(memory); }

void *malloc(size_t size) { return given(__libc_malloc(size)); }

void *calloc(size_t items, size_t size) { return given(__libc_calloc(items, size)); }

void *realloc(void *old, size_t size) {
  taken_back(old);
  return given(__libc_realloc(old, size));
}

void *aligned_alloc(size_t alignment, size_t size) {
  return given(__libc_memalign(alignment, size));
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  *memory = given(__libc_memalign(alignment, size));
  return *memory == NULL ? ENOMEM : 0;
}

void free(void *memory) {
  taken_back(memory);
  __libc_free(memory);
}

#endif

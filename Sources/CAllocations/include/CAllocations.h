#pragma once

#include <stdint.h>

// What the calling thread has asked of malloc and its kin since it last started to count.
struct allocation_count {
  uint64_t calls;
  // The most that was held at one time, as malloc rounds it.
  int64_t bytes_peak;
};

void allocations_start_counting(void);
struct allocation_count allocations_counted(void);

// Whether anything is counted: a sanitizer brings its own malloc, and then nothing is.
int allocations_are_counted(void);

#define _GNU_SOURCE

#include "CLinux.h"

#include <pthread.h>
#include <stddef.h>
#include <string.h>
#include <sys/eventfd.h>

int linux_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

int linux_epoll_control(int epoll, int operation, int descriptor, uint32_t events, uint64_t token) {
  struct epoll_event event = {.events = events, .data = {.u64 = token}};
  return epoll_ctl(epoll, operation, descriptor, &event);
}

_Static_assert(
    sizeof(struct linux_epoll_event) == sizeof(struct epoll_event) &&
        offsetof(struct linux_epoll_event, events) == offsetof(struct epoll_event, events) &&
        offsetof(struct linux_epoll_event, token) == offsetof(struct epoll_event, data),
    "the kernel fills one as if it were the other");

int linux_epoll_wait(int epoll, struct linux_epoll_event *events, int capacity, int milliseconds) {
  return epoll_wait(epoll, (struct epoll_event *)events, capacity, milliseconds);
}

int linux_bell_create(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

// Neither call can fail in a way that matters: a bell too full to ring rings already.
void linux_bell_ring(int bell) { (void)eventfd_write(bell, 1); }

void linux_bell_silence(int bell) {
  eventfd_t rings;
  (void)eventfd_read(bell, &rings);
}

int linux_tcp_socket(int family) {
  return socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

int linux_accept(int listener, struct sockaddr *peer, socklen_t *length) {
  return accept4(listener, peer, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

int64_t linux_clock_nanoseconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

void linux_name_this_thread(const char *name) {
  char shortened[16] = {0};
  strncpy(shortened, name, sizeof shortened - 1);
  pthread_setname_np(pthread_self(), shortened);
}

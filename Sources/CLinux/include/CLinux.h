#pragma once

// What Linux has and Swift's Glibc module does not show: epoll, eventfd, accept4, and constants
// whose C types arrive in Swift as something that no system call takes.

#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>

// epoll

static const int LINUX_EPOLL_ADD = EPOLL_CTL_ADD;
static const int LINUX_EPOLL_MODIFY = EPOLL_CTL_MOD;
static const int LINUX_EPOLL_REMOVE = EPOLL_CTL_DEL;

static const uint32_t LINUX_EPOLL_READABLE = EPOLLIN;
static const uint32_t LINUX_EPOLL_WRITABLE = EPOLLOUT;
static const uint32_t LINUX_EPOLL_ERROR = EPOLLERR;
static const uint32_t LINUX_EPOLL_HANGUP = EPOLLHUP;

// Descriptor or -1, as all that follow here.
int linux_epoll_create(void);
int linux_epoll_control(int epoll, int operation, int descriptor, uint32_t events, uint64_t token);

// What `struct epoll_event` holds, without its union, whose pointer Swift would call unsafe.
struct linux_epoll_event {
  uint32_t events;
  uint64_t token;
}
#ifdef __x86_64__
__attribute__((packed))
#endif
;
// How many events there are, or -1.
int linux_epoll_wait(int epoll, struct linux_epoll_event *events, int capacity, int milliseconds);

// eventfd

int linux_bell_create(void);
void linux_bell_ring(int bell);
void linux_bell_silence(int bell);

// Sockets

static const int LINUX_NO_SIGNAL = MSG_NOSIGNAL;

// A non-blocking TCP socket that no child process inherits.
int linux_tcp_socket(int family);
// The same, for who is waiting at a listening socket.
int linux_accept(int listener, struct sockaddr *peer, socklen_t *length);

// Time and threads

int64_t linux_clock_nanoseconds(clockid_t clock);
// The name that `top -H` and debuggers show; longer ones are cut to 15 bytes.
void linux_name_this_thread(const char *name);

#pragma once
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// What Swift's module of the C library leaves out.

// A pipe that no other child process gets, not even one that starts at this moment.
static inline int linux_pipe(int ends[2]) {
  return (int)syscall(SYS_pipe2, ends, O_CLOEXEC);
}

// Has this process killed when the thread that started it ends.
static inline void linux_die_with_parent(void) {
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

// The next connection of a listening socket, not blocking and closed in child processes.
static inline int linux_accept(int listener) {
  // The flags of sockets are those of files.
  return (int)syscall(SYS_accept4, listener, 0, 0, O_NONBLOCK | O_CLOEXEC);
}

// Options of sockets by their numbers: with <sys/socket.h> included here, Swift would take its names
// for those of this module, in every file.
enum { linux_sol_socket = 1, linux_so_peercred = 17, linux_so_peergroups = 59 };

// Who is at the other end of a Unix socket, as it was when it connected; 0 when the kernel says it.
struct linux_peer {
  int32_t process;
  uint32_t user;
  uint32_t group;
};

static inline int linux_peer_of(int connection, struct linux_peer *peer) {
  uint32_t size = sizeof *peer;
  return (int)syscall(
      SYS_getsockopt, connection, linux_sol_socket, linux_so_peercred, peer, &size);
}

// The supplementary groups of the peer: how many of them were written, -1 when they do not fit.
static inline int linux_peer_groups(int connection, uint32_t *groups, int room) {
  uint32_t size = (uint32_t)room * sizeof *groups;
  if (syscall(SYS_getsockopt, connection, linux_sol_socket, linux_so_peergroups, groups, &size) != 0)
    return -1;
  return (int)(size / sizeof *groups);
}

enum { linux_most_events = 64 };

// Has an epoll set tell of events of a descriptor, under a key of the caller's.
static inline int linux_epoll_add(int set, int descriptor, uint32_t events, uint64_t key) {
  struct epoll_event event = {.events = events, .data.u64 = key};
  return epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &event);
}

static inline int linux_epoll_change(int set, int descriptor, uint32_t events, uint64_t key) {
  struct epoll_event event = {.events = events, .data.u64 = key};
  return epoll_ctl(set, EPOLL_CTL_MOD, descriptor, &event);
}

static inline int linux_epoll_remove(int set, int descriptor) {
  return epoll_ctl(set, EPOLL_CTL_DEL, descriptor, 0);
}

// Waits for events; how many of them were written, up to `room` and linux_most_events. When it was
// interrupted, -1.
static inline int linux_epoll_wait(int set, uint64_t *keys, uint32_t *events, int room) {
  struct epoll_event found[linux_most_events];
  int count = epoll_wait(set, found, room < linux_most_events ? room : linux_most_events, -1);
  for (int i = 0; i < count; i++) {
    keys[i] = found[i].data.u64;
    events[i] = found[i].events;
  }
  return count;
}

// How this thread is scheduled, as sched_setattr(2) has it; the C library of Debian 12 has no call for
// it.
struct linux_schedule {
  uint32_t size;
  uint32_t policy;
  uint64_t flags;
  int32_t nice;
  uint32_t priority;
  uint64_t runtime;
  uint64_t deadline;
  uint64_t period;
};

// Nanoseconds that a thread of this process runs at a stretch while others want its processor, 0 when
// the kernel does not say. Of the calling thread where `thread` is 0.
static inline uint64_t linux_time_slice(int32_t thread) {
  struct linux_schedule schedule = {.size = sizeof schedule};
  if (syscall(SYS_sched_getattr, thread, &schedule, sizeof schedule, 0) != 0) return 0;
  return schedule.runtime;
}

// Asks for another one for the calling thread, 0 for the usual one, and leaves everything else as it
// is; 0 unless it was refused. Kernels before 6.12 take it and do nothing.
static inline int linux_set_time_slice(uint64_t nanoseconds) {
  struct linux_schedule schedule = {.size = sizeof schedule};
  if (syscall(SYS_sched_getattr, 0, &schedule, sizeof schedule, 0) != 0) return -1;
  schedule.runtime = nanoseconds;
  return (int)syscall(SYS_sched_setattr, 0, &schedule, 0);
}

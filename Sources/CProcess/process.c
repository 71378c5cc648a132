#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

int mucluc_memory_file(void) { return memfd_create("mucluc", MFD_CLOEXEC); }

ssize_t mucluc_access_list(int file, void *bytes, size_t size) {
  return fgetxattr(file, "system.posix_acl_access", bytes, size);
}

int mucluc_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

static void limit(__rlimit_resource_t resource, rlim_t value) {
  struct rlimit limit = {value, value};
  setrlimit(resource, &limit);
}

// Between vfork and execve the child shares the parent's memory: it makes system calls only.
pid_t mucluc_spawn(
    const char *path, char *const arguments[], char *const environment[], int input, int output,
    int errors, struct mucluc_child_limits limits) {
  // Copies above 2, so that no dup2 overwrites what the next one needs.
  int files[3] = {
      fcntl(input, F_DUPFD_CLOEXEC, 3), fcntl(output, F_DUPFD_CLOEXEC, 3),
      fcntl(errors, F_DUPFD_CLOEXEC, 3)};
  int failure = files[0] < 0 || files[1] < 0 || files[2] < 0 ? errno : 0;
  volatile int child_failure = 0;
  pid_t child = -1;
  if (failure == 0) {
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &old);
    child = vfork();
    if (child == 0) {
      for (int number = 0; number < 3; number++) dup2(files[number], number);
      syscall(SYS_close_range, 3u, ~0u, 0u);
      // A worker that is killed takes its tools with it.
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      limit(RLIMIT_AS, limits.memory);
      limit(RLIMIT_FSIZE, limits.file);
      limit(RLIMIT_CPU, limits.seconds);
      limit(RLIMIT_CORE, 0);
      if (limits.niceness > 0) setpriority(PRIO_PROCESS, 0, limits.niceness);
      // Handlers are reset by execve, the mask is not; an ignored SIGPIPE would stay ignored.
      signal(SIGPIPE, SIG_DFL);
      sigset_t none;
      sigemptyset(&none);
      sigprocmask(SIG_SETMASK, &none, NULL);
      execve(path, arguments, environment);
      child_failure = errno;
      _exit(127);
    }
    if (child < 0) failure = errno;
    pthread_sigmask(SIG_SETMASK, &old, NULL);
  }
  for (int number = 0; number < 3; number++) {
    if (files[number] >= 0) close(files[number]);
  }
  if (failure == 0 && child_failure != 0) {
    failure = child_failure;
    waitpid(child, NULL, 0);
  }
  if (failure != 0) {
    errno = failure;
    return -1;
  }
  return child;
}

#pragma once
#include <stddef.h>
#include <sys/types.h>

/// What a child may use; the kernel ends it where it takes more.
struct mucluc_child_limits {
  /// Address space and the size of any file it writes, in bytes.
  size_t memory, file;
  /// Seconds of processor time.
  unsigned seconds;
  /// How much it gives way to others.
  int niceness;
};

/// Starts a program with these files as standard input, output and errors, and no others open.
/// The limits hold from its first instruction. Returns its number, or -1 with errno.
pid_t mucluc_spawn(
    const char *path, char *const arguments[], char *const environment[], int input, int output,
    int errors, struct mucluc_child_limits limits);

/// A file in memory without a name, closed on exec; -1 with errno.
int mucluc_memory_file(void);

/// A pipe, both ends closed on exec; -1 with errno.
int mucluc_pipe(int ends[2]);

/// The access control list of an open file as the kernel keeps it: its size in bytes, or -1 where
/// there is none.
ssize_t mucluc_access_list(int file, void *bytes, size_t size);

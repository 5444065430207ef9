#pragma once
#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>
// The Glibc module hides what needs _GNU_SOURCE; these are the kernel's stable interface (renameat2(2), fcntl(2)).
extern int renameat2(int oldFolder, const char *oldName, int newFolder, const char *newName, unsigned int flags);
#define CDISK_F_OFD_GETLK 36
#define CDISK_F_OFD_SETLK 37
// A rename that fails with EEXIST where rename(2) would overwrite.
static inline int CDisk_renameToFree(const char *from, const char *to) {
  return renameat2(AT_FDCWD, from, AT_FDCWD, to, 1 /* RENAME_NOREPLACE */);
}
// fcntl is variadic. A lock of the open file, not of the process: it ends with its descriptor.
static inline int CDisk_lockWhole(int descriptor) {
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  return fcntl(descriptor, CDISK_F_OFD_SETLK, &whole);
}
// 1: somebody else holds it, 0: nobody does, -1: see errno. Takes nothing.
static inline int CDisk_isLocked(int descriptor) {
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (fcntl(descriptor, CDISK_F_OFD_GETLK, &whole) != 0) return -1;
  return whole.l_type != F_UNLCK;
}
// Its flags are an enum, and the Glibc module does not have the header.
static inline int CDisk_bell(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

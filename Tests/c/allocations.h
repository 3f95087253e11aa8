/*
 * allocations.h - malloc and its relatives in this program's own hands: they fail when told
 * to, and count what libsmote has not released
 *
 * To be included by one file of a program. The functions take the place of the C library's
 * also for libsmote.
 */
#ifndef ALLOCATIONS_H
#define ALLOCATIONS_H

#include <errno.h>
#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>
#include <string.h>

/* glibc's own, by the names that it keeps for this purpose. */
extern void *__libc_malloc(size_t bytes);
extern void *__libc_calloc(size_t count, size_t bytes);
extern void *__libc_realloc(void *memory, size_t bytes);
extern void *__libc_memalign(size_t alignment, size_t bytes);
extern void  __libc_free(void *memory);

/* While armed: allocation number `fail_at` fails (0: none does), and all behind it if
 * `fails_on`. Every one counts, those that the C library makes for threads too; `live` are
 * libsmote's alone, since the C library keeps the stacks of threads for the next ones. */
static volatile int  armed, fails_on;
static volatile long allocations, fail_at, live;

static uintptr_t library_start, library_end;

static int note_library(struct dl_phdr_info *info, size_t size, void *context) {
  (void)size, (void)context;
  if (strstr(info->dlpi_name, "libsmote") == NULL)
    return 0;
  library_start = library_end = info->dlpi_addr;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const uintptr_t end = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr + info->dlpi_phdr[i].p_memsz;
    if (info->dlpi_phdr[i].p_type == PT_LOAD && end > library_end)
      library_end = end;
  }
  return 1;
}

/* To be called once, before anything is armed. */
static bool find_library(void) { return dl_iterate_phdr(note_library, NULL) == 1; }

static bool is_library(const void *caller) {
  return (uintptr_t)caller >= library_start && (uintptr_t)caller < library_end;
}

/* The blocks that libsmote has. By address, for who releases one cannot be seen: the last
 * thing that a function does is a jump. */
enum { MOST_BLOCKS = 1 << 16 };
static void        *owned[MOST_BLOCKS];
static volatile int owned_lock;

/* Puts `new` where `old` is; from there on, for `old` is NULL for a place that is free. */
static bool replace_owned(const void *start, const void *old, void *new) {
  bool found = false;
  while (__sync_lock_test_and_set(&owned_lock, 1)) {
  }
  for (size_t i = (uintptr_t)start / 64 % MOST_BLOCKS, tried = 0; tried < 4096 && !found; tried++) {
    found = owned[i] == old;
    if (found)
      owned[i] = new;
    i = (i + 1) % MOST_BLOCKS;
  }
  __sync_lock_release(&owned_lock);
  return found;
}

static bool fails(void) {
  if (!armed)
    return false;
  const long number = __sync_add_and_fetch(&allocations, 1);
  return fail_at != 0 && (number == fail_at || (fails_on && number > fail_at));
}

static void *counted(void *memory, const void *caller) {
  if (armed && memory != NULL && is_library(caller) && replace_owned(memory, NULL, memory))
    __sync_add_and_fetch(&live, 1);
  return memory;
}

#define CALLER __builtin_return_address(0)

void *malloc(size_t bytes) {
  return fails() ? (errno = ENOMEM, NULL) : counted(__libc_malloc(bytes), CALLER);
}

void *calloc(size_t count, size_t bytes) {
  return fails() ? (errno = ENOMEM, NULL) : counted(__libc_calloc(count, bytes), CALLER);
}

void *realloc(void *memory, size_t bytes) {
  if (fails())
    return errno = ENOMEM, NULL;
  void *moved = __libc_realloc(memory, bytes);
  return memory == NULL ? counted(moved, CALLER) : moved;
}

int posix_memalign(void **memory, size_t alignment, size_t bytes) {
  if (fails())
    return ENOMEM;
  *memory = counted(__libc_memalign(alignment, bytes), CALLER);
  return *memory != NULL ? 0 : ENOMEM;
}

void *aligned_alloc(size_t alignment, size_t bytes) {
  return fails() ? (errno = ENOMEM, NULL) : counted(__libc_memalign(alignment, bytes), CALLER);
}

void free(void *memory) {
  if (armed && memory != NULL && replace_owned(memory, memory, NULL))
    __sync_sub_and_fetch(&live, 1);
  __libc_free(memory);
}

#endif /* ALLOCATIONS_H */

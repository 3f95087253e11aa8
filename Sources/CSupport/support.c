#define _GNU_SOURCE
#include "support.h"

#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

_Static_assert(sizeof(pthread_t) <= sizeof(support_thread), "pthread_t is too wide");

void *support_allocate(int64_t bytes) {
  void *memory = NULL;
  if (bytes < 0 || posix_memalign(&memory, 64, (size_t)bytes) != 0)
    return NULL;
  return memory;
}

void support_free(void *memory) { free(memory); }

int64_t support_processors(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0)
    return 1;
  int count = CPU_COUNT(&set);
  return count < 1 ? 1 : count;
}

int64_t support_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t support_format_double(double value, char *text, int64_t size) {
  int length = snprintf(text, (size_t)size, "%.15g", value);
  if (strtod(text, NULL) != value && value == value)
    length = snprintf(text, (size_t)size, "%.17g", value);
  return length < size ? length : size - 1;
}

double support_log(double value) { return log(value); }

double support_pow(double base, double exponent) { return pow(base, exponent); }

int32_t support_spawn(support_thread *thread, void *(*work)(void *), void *context) {
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0)
    return 1;
  /* Small stacks, so that threads fit into a limited address space. */
  pthread_attr_setstacksize(&attributes, 512 * 1024);
  /* A new thread inherits the mask: signals go to the host's threads. */
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t spawned;
  int32_t result = pthread_create(&spawned, &attributes, work, context);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  if (result == 0)
    *thread = (support_thread)spawned;
  return result;
}

void support_join(support_thread thread) { pthread_join((pthread_t)thread, NULL); }

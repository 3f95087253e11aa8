#define _GNU_SOURCE
#include "support.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* Puts a point where the host's locale has its decimal separator, of any number of bytes. */
static int64_t with_point(char *text, size_t length) {
  size_t before = strspn(text, "+-0123456789abcdefghijklmnopqrstuvwxyz");
  size_t apart  = strcspn(text + before, "+-0123456789abcdefghijklmnopqrstuvwxyz");
  if (apart == 0)
    return (int64_t)length;
  text[before] = '.';
  memmove(text + before + 1, text + before + apart, length - before - apart + 1);
  return (int64_t)(length + 1 - apart);
}

int64_t support_format_double(double value, char *text, int64_t size) {
  snprintf(text, (size_t)size, "%.15g", value);
  if (strtod(text, NULL) != value)
    snprintf(text, (size_t)size, "%.17g", value);
  return with_point(text, strlen(text));
}

double support_log(double value) { return log(value); }

double support_pow(double base, double exponent) { return pow(base, exponent); }

/* Rounding to nearest, denormal numbers as they are, and no traps. */
#if defined(__x86_64__)
#include <xmmintrin.h>
static const uint64_t usual_arithmetic = 0x1F80;
static uint64_t arithmetic(void) { return _mm_getcsr(); }
void support_set_arithmetic(uint64_t word) { _mm_setcsr((unsigned)word); }
#elif defined(__aarch64__)
static const uint64_t usual_arithmetic = 0;
static uint64_t arithmetic(void) {
  uint64_t word;
  __asm__ volatile("mrs %0, fpcr" : "=r"(word));
  return word;
}
void support_set_arithmetic(uint64_t word) { __asm__ volatile("msr fpcr, %0" : : "r"(word)); }
#else
#error "how is the floating-point environment set here?"
#endif

void support_set_usual_arithmetic(void) { support_set_arithmetic(usual_arithmetic); }

support_host support_enter(void) {
  support_host host = {.arithmetic = arithmetic()};
  int cancellation;
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancellation);
  host.cancellation = cancellation;
  support_set_usual_arithmetic();
  return host;
}

void support_leave(support_host host) {
  support_set_arithmetic(host.arithmetic);
  int ours;
  pthread_setcancelstate(host.cancellation, &ours);
}

/* Where a new thread is to begin: any processor but the one that is at work right now, here.
 * Otherwise it may be put behind the thread that has made it and wait there, up to 4 ms,
 * until a timer finds it: on virtual machines Linux takes processors that sleep for busy. */
static int elsewhere(cpu_set_t *allowed, cpu_set_t *others) {
  int here = sched_getcpu();
  if (here < 0 || sched_getaffinity(0, sizeof *allowed, allowed) != 0)
    return 0;
  *others = *allowed;
  CPU_CLR(here, others);
  return CPU_COUNT(others) > 0;
}

static int create(pthread_t *thread, pthread_attr_t *attributes, void *(*work)(void *),
                  void *context) {
  cpu_set_t allowed, others;
  if (!elsewhere(&allowed, &others) ||
      pthread_attr_setaffinity_np(attributes, sizeof others, &others) != 0)
    return pthread_create(thread, attributes, work, context);
  int result = pthread_create(thread, attributes, work, context);
  if (result == 0) {
    /* From there on it may run wherever its maker may. */
    pthread_setaffinity_np(*thread, sizeof allowed, &allowed);
  } else if (result != EAGAIN) {
    /* A sandbox that forbids the choice need not forbid the thread. */
    pthread_attr_setaffinity_np(attributes, 0, &allowed);
    result = pthread_create(thread, attributes, work, context);
  }
  return result;
}

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
  int32_t result = create(&spawned, &attributes, work, context);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  if (result == 0)
    *thread = (support_thread)spawned;
  return result;
}

void support_join(support_thread thread) { pthread_join((pthread_t)thread, NULL); }

void support_yield(void) { sched_yield(); }

/*
 * support.h - what the engine needs of the operating system.
 *
 * Embedded Swift has no module for the C library, and the system's headers differ
 * with the macros they are read under; so no system header is included here, and
 * the few calls that the engine makes go through functions of its own.
 */
#ifndef SUPPORT_H
#define SUPPORT_H

#include <stdint.h>

/* Memory on a cache line of its own, or NULL. Release it with support_free(). */
void *support_allocate(int64_t bytes);
void  support_free(void *memory);

/* How many processors this process may run on; at least 1. */
int64_t support_processors(void);

/* Nanoseconds of a clock that never goes back. */
int64_t support_nanoseconds(void);

/* Writes the number, not NaN, as text, so that it reads back the same, and returns how many
 * characters that took, at most size - 1. */
int64_t support_format_double(double value, char *text, int64_t size);

/* log() and pow() of the C library, which numpy calls: to follow it bit for bit, on the
 * same machine. Everything else uses functions of its own that are the same anywhere. */
double support_log(double value);
double support_pow(double base, double exponent);

/* What a call changes about the thread that makes it, until it is done: floating-point
 * arithmetic is the usual one, in which alone results are the same everywhere, and
 * pthread_cancel() waits, since other threads work on what is on this one's stack. Threads
 * that are spawned meanwhile have the same arithmetic. */
typedef struct support_host {
  uint64_t arithmetic;
  int32_t  cancellation;
} support_host;
support_host support_enter(void);
void         support_leave(support_host host);

/* The host's arithmetic, for a function of the host's; and the usual one again. */
void support_set_arithmetic(uint64_t word);
void support_set_usual_arithmetic(void);

/* Threads that are joined, with all signals blocked. Returns nonzero if there is no
 * thread to be had. */
typedef uint64_t support_thread;
int32_t support_spawn(support_thread *thread, void *(*work)(void *), void *context);
void    support_join(support_thread thread);

/* Lets other threads go first: for one that waits for them. */
void support_yield(void);

#endif

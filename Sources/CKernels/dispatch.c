#include "kernels.h"

#include <stdlib.h>
#include <string.h>

typedef void (*fill_function)(kernel_table *);

typedef struct level {
  const char   *name;
  fill_function fill;
} level;

/* Best level first. `__builtin_cpu_supports` also asks whether the operating
 * system saves the wide registers. */
static int32_t levels_of_this_cpu(level *levels) {
  int32_t count = 0;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4"))
    levels[count++] = (level){"v4", kernels_fill_v4};
  if (__builtin_cpu_supports("x86-64-v3"))
    levels[count++] = (level){"v3", kernels_fill_v3};
#endif
  levels[count++] = (level){"baseline", kernels_fill_baseline};
  return count;
}

/* A level has what those behind it have, except for what it fills over. */
static void fill(const level *levels, int32_t best, int32_t count, kernel_table *kernels) {
  for (int32_t i = count - 1; i >= best; i--)
    levels[i].fill(kernels);
}

int32_t kernels_named(const char *name, kernel_table *kernels) {
  level levels[3];
  int32_t count = levels_of_this_cpu(levels);
  for (int32_t i = 0; i < count; i++)
    if (strcmp(levels[i].name, name) == 0) {
      fill(levels, i, count, kernels);
      return 1;
    }
  return 0;
}

static kernel_table active;

/* At load, before any thread of ours can exist, and because reading the
 * environment later could race with a host that changes it. */
__attribute__((constructor)) static void choose(void) {
  const char *wanted = getenv("SMOTE_CPU");
  if (wanted != NULL && kernels_named(wanted, &active))
    return;
  level levels[3];
  int32_t count = levels_of_this_cpu(levels);
  fill(levels, 0, count, &active);
}

const kernel_table *kernels_active(void) { return &active; }

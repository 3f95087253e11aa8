/*
 * test_spawn.c - where the system has no thread to give, fewer do the work, and make the same
 *
 * This program's own pthread_create takes the place of the C library's also for libsmote: it
 * refuses all threads, or all from the n-th on, or only the n-th.
 */
#include "common.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>

static volatile long asked, granted, refuse_from, refuse_to; /* numbers from 1; 0: none */

typedef int (*create_fn)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*work)(void *), void *context) {
  const long number = __sync_add_and_fetch(&asked, 1);
  if (refuse_from != 0 && number >= refuse_from && number <= refuse_to)
    return EAGAIN;
  __sync_add_and_fetch(&granted, 1);
  create_fn create;
  *(void **)&create = dlsym(RTLD_NEXT, "pthread_create");
  return create(thread, attributes, work, context);
}

enum { ROWS = 3000, COLUMNS = 24, K = 5, MOST = 4 * ROWS };

static smote_dataset tables[VARIANTS + REDUCERS];
static double        probabilities[ROWS];
static uint8_t       support[ROWS];

/* Everything that the call with this number makes, as one number; 0 if it fails. */
static uint64_t make(int call, int32_t threads) {
  static double  values[MOST * COLUMNS];
  static int64_t indices[ROWS * K], base[MOST];
  uint64_t       sum = 1;
  if (call == VARIANTS + REDUCERS) {
    smote_search search = SMOTE_SEARCH_INIT;
    search.threads      = threads;
    if (smote_neighbors(NULL, &tables[PLAIN], &search, indices, NULL, NULL) != SMOTE_OK)
      return 0;
    for (int i = 0; i < ROWS * K; i++)
      sum = sum * UINT64_C(6364136223846793005) + (uint64_t)indices[i] + 1;
    return sum;
  }
  smote_options options = call < VARIANTS ? options_of(&variants[call], SMOTE_STREAM_NATIVE)
                                          : reducer_options(&reducers[call - VARIANTS], SMOTE_STREAM_NATIVE, probabilities);
  options.threads       = threads;
  options.support_rows  = support;
  options.scale         = SMOTE_SCALE_SD;
  smote_plan  *plan     = NULL;
  smote_output out      = SMOTE_OUTPUT_INIT;
  out.values            = values;
  if (smote_plan_create(&tables[call], &options, &plan, NULL) != SMOTE_OK)
    return 0;
  const int64_t rows = smote_plan_row_count(plan);
  if (rows > MOST || smote_plan_write(plan, &tables[call], 0, rows, &out, threads, NULL) != SMOTE_OK ||
      smote_plan_provenance(plan, 0, rows, base, NULL, NULL, NULL) != SMOTE_OK)
    sum = 0;
  smote_plan_free(plan);
  for (int64_t i = 0; sum != 0 && i < rows; i++) {
    sum = sum * UINT64_C(6364136223846793005) + (uint64_t)base[i] + 1;
    for (int j = 0; j < COLUMNS; j++) {
      uint64_t bits;
      memcpy(&bits, &values[i * COLUMNS + j], sizeof bits);
      sum = (sum ^ bits) * UINT64_C(1099511628211);
    }
  }
  return sum;
}

static const char *name_of(int call) {
  return call < VARIANTS ? variants[call].name : call < VARIANTS + REDUCERS ? reducers[call - VARIANTS].first.name : "search";
}

int main(void) {
  double             *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t            *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  const smote_dataset packed = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  for (int i = 0; i < ROWS; i++) {
    probabilities[i] = random_unit();
    support[i]       = i % 7 < 3;
  }
  long refused = 0, asked_for = 0;
  for (int call = 0; call <= VARIANTS + REDUCERS; call++) {
    if (call < VARIANTS + REDUCERS) {
      const struct variant *first = call < VARIANTS ? &variants[call] : &reducers[call - VARIANTS].first;
      tables[call]                = suitable(&packed, first);
      if (first->method == SMOTE_METHOD_CLUSTER_CENTROIDS)
        tables[call].rows = 600;
    }
    refuse_from             = 0;
    const uint64_t expected = make(call, 1);
    CHECK(expected != 0, "%s", name_of(call));
    asked = 0;
    CHECK(make(call, 4) == expected, "%s with 4 threads", name_of(call));
    const long usual = asked;
    asked_for += usual;
    /* None; none from the second, the third, or the middle on; all but the second, or but the last. */
    const long ways[][2] = {
      {1, INT32_MAX}, {2, INT32_MAX}, {3, INT32_MAX}, {usual / 2 + 1, INT32_MAX}, {2, 2}, {usual, usual}, {1, 1}};
    for (size_t way = 0; way < sizeof ways / sizeof *ways && usual > 0; way++) {
      refuse_from = ways[way][0];
      refuse_to   = ways[way][1];
      asked = granted = 0;
      CHECK(make(call, 4) == expected, "%s, threads %ld to %ld refused", name_of(call), refuse_from, refuse_to);
      refused += asked - granted;
    }
    refuse_from = 0;
    CHECK(make(call, 4) == expected, "%s afterwards", name_of(call));
  }
  CHECK(asked_for > 2 * VARIANTS, "%ld threads were asked for", asked_for);
  CHECK(refused > asked_for, "%ld of %ld threads were refused", refused, asked_for);
  printf("%ld threads refused\n", refused);
  for (int call = 0; call < VARIANTS + REDUCERS; call++)
    free((void *)tables[call].values);
  free(labels);
  free(values);
  return closing_line("test_spawn");
}

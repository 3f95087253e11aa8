/*
 * test_fork.c - a forked child works: before the library was ever used, after it was
 * used, with threads, and while another thread of the parent is at work
 *
 *     test_fork [TIMES]
 *
 * Each child has a time limit, so that a deadlock is a failure and not a hang.
 */
#include "common.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROWS = 2400, COLUMNS = 12, SECONDS = 20 };

static int times = 12;

/* What all methods make of the data, one after the other. */
enum { ROWS_OUT = ROWS / 2 * 3, OUT = VARIANTS * ROWS_OUT * COLUMNS };

static smote_dataset data, tables[VARIANTS];
static uint8_t       support[ROWS]; /* training a classifier for so many rows takes long */
static smote_dataset reduced[REDUCERS]; /* some of the rows */
static double        probabilities[ROWS];
static double       *expected; /* what the parent made of it */
static uint64_t      expected_sum;

/* Trains a classifier for some of the rows. */
static bool train(void) {
  smote_dataset some    = data;
  smote_options options = options_of(&variants[SVM], SMOTE_STREAM_NATIVE);
  smote_plan   *plan    = NULL;
  some.rows             = 300;
  const bool trained    = smote_plan_create(&some, &options, &plan, NULL) == SMOTE_OK;
  smote_plan_free(plan);
  return trained;
}

/* The plans that drop rows, each as a number that depends on all of its rows; or 0. */
static uint64_t reduce(void) {
  uint64_t sum = 1;
  for (int r = 0; r < REDUCERS; r++) {
    smote_options options = reducer_options(&reducers[r], SMOTE_STREAM_NATIVE, probabilities);
    options.threads       = 4;
    smote_plan   *plan    = NULL;
    static int64_t base[2 * ROWS_OUT];
    if (smote_plan_create(&reduced[r], &options, &plan, NULL) != SMOTE_OK ||
        smote_plan_provenance(plan, 0, smote_plan_row_count(plan), base, NULL, NULL, NULL) != SMOTE_OK)
      return 0;
    for (int64_t i = 0; i < smote_plan_row_count(plan); i++)
      sum = sum * 6364136223846793005u + (uint64_t)base[i] + 1442695040888963407u;
    smote_plan_free(plan);
  }
  return sum;
}

/* Resamples by every method, with threads. Returns the outputs, or NULL. */
static double *resample(void) {
  double *values = (double *)allocate(OUT * sizeof *values);
  for (int v = 0; v < VARIANTS; v++) {
    smote_options options = options_of(&variants[v], SMOTE_STREAM_NATIVE);
    options.threads       = 4;
    options.support_rows  = support;
    smote_plan  *plan     = NULL;
    smote_output out      = SMOTE_OUTPUT_INIT;
    out.values            = values + v * ROWS_OUT * COLUMNS;
    if (smote_plan_create(&tables[v], &options, &plan, NULL) != SMOTE_OK ||
        smote_plan_row_count(plan) != ROWS_OUT ||
        smote_plan_write(plan, &tables[v], 0, ROWS_OUT, &out, 4, NULL) != SMOTE_OK) {
      smote_plan_free(plan);
      free(values);
      return NULL;
    }
    smote_plan_free(plan);
  }
  return values;
}

/* 0: the child made the same. Cold, there is nothing to compare with yet, and a second
 * run of the child's own is compared with. */
static int child(void) {
  alarm(SECONDS);
  double *values = resample(), *again = resample();
  const uint64_t sum = reduce();
  if (values == NULL || again == NULL || !train() || sum == 0)
    return 1;
  if (sum != (expected != NULL ? expected_sum : reduce()))
    return 3;
  return memcmp(values, expected != NULL ? expected : again, OUT * sizeof *values) == 0 ? 0 : 2;
}

static void fork_times(const char *what) {
  for (int i = 0; i < times; i++) {
    fflush(stdout);
    const pid_t pid = fork();
    if (pid == 0)
      _exit(child());
    int status = -1;
    CHECK(pid > 0 && waitpid(pid, &status, 0) == pid, "fork %d", i);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s, child %d: status %#x", what, i,
          status);
  }
}

static atomic_int stop;

static void *keep_busy(void *context) {
  (void)context;
  while (!atomic_load(&stop))
    free(resample());
  return NULL;
}

int main(int argc, char **argv) {
  if (argc > 1)
    times = atoi(argv[1]);
  double  *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  data            = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);

  for (int i = 0; i < ROWS; i++)
    support[i] = i % 7 < 3;

  for (int v = 0; v < VARIANTS; v++)
    tables[v] = suitable(&data, &variants[v]);
  for (int i = 0; i < ROWS; i++)
    probabilities[i] = random_unit();
  for (int r = 0; r < REDUCERS; r++) {
    reduced[r]      = suitable(&data, &reducers[r].first);
    reduced[r].rows = reducers[r].first.method == SMOTE_METHOD_CLUSTER_CENTROIDS ? 300 : 1200;
  }

  fork_times("cold");
  expected     = resample();
  expected_sum = reduce();
  CHECK(expected != NULL, "the parent");
  fork_times("warm");
  pthread_t busy;
  CHECK(pthread_create(&busy, NULL, keep_busy, NULL) == 0, "a thread");
  fork_times("with another thread at work");
  atomic_store(&stop, 1);
  pthread_join(busy, NULL);

  double *after = resample();
  CHECK(after != NULL && memcmp(after, expected, OUT * sizeof *after) == 0,
        "the parent afterwards");
  CHECK(reduce() == expected_sum, "what the parent drops afterwards");
  free(after);
  for (int r = 0; r < REDUCERS; r++)
    free((void *)reduced[r].values);
  free(expected);
  for (int v = 0; v < VARIANTS; v++)
    free((void *)tables[v].values);
  free(labels);
  free(values);
  printf("%d forks\n", 3 * times);
  return closing_line("test_fork");
}

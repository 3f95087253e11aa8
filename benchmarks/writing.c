/*
 * writing.c - how fast new rows are written, beside a parallel memcpy of as many bytes.
 *
 *     cc -O2 -Iinclude benchmarks/writing.c -Lbuild/lib -lsmote -lpthread -o writing
 *     ./writing THREADS ROUNDS
 *
 * Prints a row of a Markdown table for each type and layout of the output.
 */
#define _POSIX_C_SOURCE 200809L
#include <smote.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROWS = 40000, COLUMNS = 20, NEW_ROWS = 2000000, MOST = 256 };

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void must(int right, const char *what) {
  if (right)
    return;
  fprintf(stderr, "%s\n", what);
  exit(1);
}

typedef struct part {
  char       *target;
  const char *source;
  size_t      bytes;
} part;

static void *copy(void *context) {
  part *own = context;
  memcpy(own->target, own->source, own->bytes);
  return NULL;
}

static void copy_in_parallel(char *target, const char *source, size_t bytes, int threads) {
  pthread_t thread[MOST];
  part      parts[MOST];
  size_t    each = bytes / (size_t)threads;
  for (int i = 0; i < threads; i++) {
    parts[i] = (part){target + each * (size_t)i, source + each * (size_t)i, each};
    must(pthread_create(&thread[i], NULL, copy, &parts[i]) == 0, "no thread");
  }
  for (int i = 0; i < threads; i++)
    pthread_join(thread[i], NULL);
}

static int ascending(const void *one, const void *other) {
  double a = *(const double *)one, b = *(const double *)other;
  return (a > b) - (a < b);
}

static void measure(int is_double, int is_column_major, int threads, int rounds) {
  size_t  size   = is_double ? 8 : 4;
  char   *values = malloc(size * ROWS * COLUMNS);
  int32_t labels[ROWS];
  must(values != NULL, "no memory");
  srand(1);
  for (int i = 0; i < ROWS * COLUMNS; i++) {
    double value = rand() / (double)RAND_MAX;
    if (is_double)
      ((double *)values)[i] = value;
    else
      ((float *)values)[i] = (float)value;
  }
  for (int i = 0; i < ROWS; i++)
    labels[i] = i < ROWS / 20;

  smote_dataset data = SMOTE_DATASET_INIT;
  data.values        = values;
  data.dtype         = is_double ? SMOTE_DTYPE_FLOAT64 : SMOTE_DTYPE_FLOAT32;
  data.rows          = ROWS;
  data.columns       = COLUMNS;
  data.row_stride    = is_column_major ? 1 : COLUMNS;
  data.column_stride = is_column_major ? ROWS : 1;
  data.labels        = labels;

  smote_options options  = SMOTE_OPTIONS_INIT;
  smote_target  target   = {.label = 1, .rows = NEW_ROWS};
  options.method         = SMOTE_METHOD_SMOTE;
  options.strategy       = SMOTE_STRATEGY_TARGETS;
  options.targets        = &target;
  options.target_count   = 1;
  options.threads        = threads;
  smote_plan *plan       = NULL;
  smote_error error;
  must(smote_plan_create(&data, &options, &plan, &error) == SMOTE_OK, error.message);

  int64_t first = smote_plan_kept_count(plan), rows = smote_plan_row_count(plan) - first;
  size_t  bytes = size * (size_t)rows * COLUMNS;
  char   *out = malloc(bytes), *source = malloc(bytes);
  double *writing = malloc(sizeof(double) * (size_t)rounds);
  double *copying = malloc(sizeof(double) * (size_t)rounds);
  must(out && source && writing && copying, "no memory");
  memset(source, 1, bytes);
  smote_output output  = SMOTE_OUTPUT_INIT;
  output.values        = out;
  output.row_stride    = is_column_major ? 1 : COLUMNS;
  output.column_stride = is_column_major ? rows : 1;
  for (int round = -1; round < rounds; round++) {
    double start = seconds();
    must(smote_plan_write(plan, &data, first, rows, &output, threads, &error) == SMOTE_OK,
         error.message);
    double middle = seconds();
    copy_in_parallel(out, source, bytes, threads);
    if (round < 0)
      continue;
    writing[round] = middle - start;
    copying[round] = seconds() - middle;
  }
  qsort(writing, (size_t)rounds, sizeof(double), ascending);
  qsort(copying, (size_t)rounds, sizeof(double), ascending);
  double ours = (double)bytes / writing[rounds / 2] * 1e-9;
  double peer = (double)bytes / copying[rounds / 2] * 1e-9;
  printf("| %s | %s-major | %d | %.2f | %.2f | %.0f %% |\n", is_double ? "float64" : "float32",
         is_column_major ? "column" : "row", threads, ours, peer, 100 * ours / peer);
  smote_plan_free(plan);
  free(values);
  free(out);
  free(source);
  free(writing);
  free(copying);
}

int main(int count, char **arguments) {
  int threads = count > 1 ? atoi(arguments[1]) : 2;
  int rounds  = count > 2 ? atoi(arguments[2]) : 7;
  must(threads > 0 && threads <= MOST && rounds > 0, "THREADS and ROUNDS are above 0");
  printf("| values | layout | threads | GB/s written | GB/s of memcpy | part |\n");
  printf("| --- | --- | --- | --- | --- | --- |\n");
  for (int is_double = 0; is_double < 2; is_double++)
    for (int is_column_major = 0; is_column_major < 2; is_column_major++)
      measure(is_double, is_column_major, threads, rounds);
  return 0;
}

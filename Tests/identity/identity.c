/*
 * identity.c - resamples the one table that every language can make exactly, and
 * writes the result as bytes: all values as float64, row by row, then all labels as
 * int32, little-endian
 *
 *     identity METHOD THREADS row|column whole|ragged native|numpy SEED
 *
 * METHOD is one of smote_method_name(), or "smoothed": random over-sampling with noise; or two
 * methods with a + between them, the second of which drops rows (random_under: so that 50, 70
 * and all rows of the classes are left).
 * For svm the classes are moved apart, so that some support vectors are not in danger. Columns
 * 2 and 5 for smotenc, and all for smoten, hold categories. kmeans has 3 clusters.
 * The layout is that of the table that comes in and of the one that goes out;
 * "ragged" writes it by ranges of 1, 2, 3, ... rows.
 *
 *     identity cpu
 *
 * prints the CPU level that is used.
 */
#include <smote.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 180, COLUMNS = 7 };

static int fail(const char *message) {
  fprintf(stderr, "identity: %s\n", message);
  return 1;
}

/* The method of that name, which ends before a +; NONE if there is none. */
static smote_method method_named(const char *name) {
  const size_t length = strcspn(name, "+");
  for (int method = 1; method < SMOTE_METHOD_END; method++) {
    const char *own = smote_method_name((smote_method)method);
    if (own != NULL && strlen(own) == length && strncmp(own, name, length) == 0)
      return (smote_method)method;
  }
  return SMOTE_METHOD_NONE;
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "cpu") == 0)
    return puts(smote_cpu()) < 0;
  if (argc != 7)
    return fail("METHOD THREADS row|column whole|ragged native|numpy SEED");
  const int smoothed  = strcmp(argv[1], "smoothed") == 0;
  const int apart     = strcmp(argv[1], "svm") == 0 ? 128 : 0;
  const int threads   = atoi(argv[2]);
  const int by_column = strcmp(argv[3], "column") == 0;
  const int ragged    = strcmp(argv[4], "ragged") == 0;
  const int numpy     = strcmp(argv[5], "numpy") == 0;

  const int mixed     = method_named(argv[1]) == SMOTE_METHOD_SMOTENC;
  const int nominal   = method_named(argv[1]) == SMOTE_METHOD_SMOTEN;

  static double        x[ROWS * COLUMNS];
  static int32_t       y[ROWS];
  static const uint8_t mask[COLUMNS] = {0, 0, 1, 0, 0, 1, 0};
  for (int64_t i = 0; i < ROWS; i++) {
    y[i] = i % 9 < 6 ? 0 : i % 9 < 8 ? 1 : 2;
    for (int64_t j = 0; j < COLUMNS; j++) {
      const int64_t number = (i * 7919 + j * 104729 + i * i * 31 + i * j * 17) % 10007;
      const int     category = nominal || (mixed && mask[j]);
      x[by_column ? j * ROWS + i : i * COLUMNS + j] =
        category ? (double)(number % 5) : (double)number / 64 - 40;
    }
    x[by_column ? i : i * COLUMNS] += apart * y[i];
  }

  smote_dataset data = SMOTE_DATASET_INIT;
  data.values        = x;
  data.labels        = y;
  data.rows          = ROWS;
  data.columns       = COLUMNS;
  data.row_stride    = by_column ? 1 : COLUMNS;
  data.column_stride = by_column ? ROWS : 1;
  data.dtype         = SMOTE_DTYPE_FLOAT64;
  data.categorical   = mixed ? mask : NULL;

  const smote_class_value factors[] = {{1, 0, 0.5}, {2, 0, 1.25}};
  smote_options           options   = SMOTE_OPTIONS_INIT;
  options.method                    = method_named(smoothed ? "random_over" : argv[1]);
  options.shrinkage                 = smoothed ? factors : NULL;
  options.shrinkage_count           = smoothed ? 2 : 0;
  options.neighbors                 = 5;
  options.danger_neighbors          = 10;
  options.out_step                  = 0.5;
  options.threads                   = threads;
  options.clusters                  = 3;
  options.cluster_balance_threshold = 0;
  options.stream                    = numpy ? SMOTE_STREAM_NUMPY_SEED : SMOTE_STREAM_NATIVE;
  options.seed                      = strtoull(argv[6], NULL, 10);
  const char *second                = strchr(argv[1], '+');
  if (second != NULL)
    options.cleaning = method_named(second + 1);
  /* All classes have 120 rows by then: random under-sampling would drop none. */
  static const smote_target fewer[] = {{0, 0, 50}, {1, 0, 70}};
  if (options.cleaning == SMOTE_METHOD_RANDOM_UNDER) {
    options.cleaning_strategy     = SMOTE_STRATEGY_TARGETS;
    options.cleaning_targets      = fewer;
    options.cleaning_target_count = 2;
  }

  smote_error error;
  smote_plan *plan = NULL;
  if (smote_plan_create(&data, &options, &plan, &error) != SMOTE_OK)
    return fail(error.message);

  const int64_t rows   = smote_plan_row_count(plan);
  double       *values = (double *)malloc((size_t)rows * COLUMNS * sizeof *values);
  int32_t      *labels = (int32_t *)malloc((size_t)rows * sizeof *labels);
  if (values == NULL || labels == NULL)
    return fail("out of memory");

  const int64_t row_stride = by_column ? 1 : COLUMNS, column_stride = by_column ? rows : 1;
  for (int64_t first = 0, piece = 1; first < rows; piece++) {
    int64_t count = ragged ? piece : rows;
    if (count > rows - first)
      count = rows - first;
    smote_output out  = SMOTE_OUTPUT_INIT;
    out.values        = values + first * row_stride;
    out.labels        = labels + first;
    out.row_stride    = row_stride;
    out.column_stride = column_stride;
    if (smote_plan_write(plan, &data, first, count, &out, threads, &error) != SMOTE_OK)
      return fail(error.message);
    first += count;
  }

  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < COLUMNS; j++)
      fwrite(values + i * row_stride + j * column_stride, sizeof *values, 1, stdout);
  fwrite(labels, sizeof *labels, (size_t)rows, stdout);
  const int failed = ferror(stdout) || fflush(stdout) != 0;
  free(labels);
  free(values);
  smote_plan_free(plan);
  return failed ? fail("could not write") : 0;
}

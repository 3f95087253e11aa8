/*
 * test_write.c - what is written: every new row recomputed from its provenance bit
 * for bit, in every dtype and layout, by ranges, by any number of threads
 */
#include "common.h"

#include <pthread.h>

/* The expected output, packed, from provenance and packed input. */
static char *recompute(const smote_plan *plan, const smote_dataset *data, int32_t **labels) {
  const int64_t rows = smote_plan_row_count(plan), kept = smote_plan_kept_count(plan);
  const size_t  size = size_of_dtype(data->dtype), row_size = size * (size_t)data->columns;
  int64_t      *base     = (int64_t *)allocate((size_t)rows * sizeof *base);
  int64_t      *neighbor = (int64_t *)allocate((size_t)rows * sizeof *neighbor);
  double       *gap      = (double *)allocate((size_t)rows * sizeof *gap);
  char         *expected = (char *)allocate((size_t)rows * row_size);
  *labels                = (int32_t *)allocate((size_t)rows * sizeof **labels);
  CHECK(smote_plan_provenance(plan, 0, rows, base, neighbor, gap, NULL) == SMOTE_OK, "provenance");
  for (int64_t i = 0; i < rows; i++) {
    const bool valid = base[i] >= 0 && base[i] < data->rows && neighbor[i] >= 0 &&
                       neighbor[i] < data->rows && gap[i] >= 0 && gap[i] < 1 &&
                       data->labels[base[i]] == data->labels[neighbor[i]] &&
                       (i < kept ? base[i] == i && neighbor[i] == i && gap[i] == 0
                                 : neighbor[i] != base[i]);
    CHECK(valid, "row %" PRId64 " comes from %" PRId64 ", %" PRId64 ", %g", i, base[i],
          neighbor[i], gap[i]);
    if (!valid)
      exit(closing_line("test_write"));
    (*labels)[i] = data->labels[base[i]];
    for (int64_t j = 0; j < data->columns; j++) {
      char *to = expected + (size_t)i * row_size + (size_t)j * size;
      if (i < kept)
        memcpy(to, (const char *)data->values + ((size_t)(i * data->columns + j)) * size, size);
      else
        interpolate(data, base[i], neighbor[i], gap[i], j, to);
    }
  }
  /* A part of the provenance is the part of the provenance. */
  int64_t part[3];
  CHECK(smote_plan_provenance(plan, kept - 1, 3, NULL, part, NULL, NULL) == SMOTE_OK &&
          memcmp(part, neighbor + kept - 1, sizeof part) == 0,
        "provenance of a range");
  free(gap);
  free(neighbor);
  free(base);
  return expected;
}

static void check_layouts(smote_dtype dtype, smote_stream stream, int64_t columns,
                          enum kind kind) {
  enum { ROWS = 96 };
  const size_t  size   = size_of_dtype(dtype);
  void         *values = random_values(ROWS, columns, dtype, kind);
  int32_t      *labels = three_classes(ROWS, 3, INT32_MIN, INT32_MAX);
  smote_dataset packed = dataset(values, labels, ROWS, columns, dtype);
  smote_options options = smote_defaults();
  options.stream        = stream;
  smote_plan   *plan     = plan_or_fail(&packed, &options);
  const int64_t rows     = smote_plan_row_count(plan);
  int32_t      *names    = NULL;
  char         *expected = recompute(plan, &packed, &names);

  for (int in = 0; in < LAYOUTS; in++) {
    struct placed source = place_copy(&packed, (enum layout)in);
    smote_dataset data   = packed;
    data.values          = at(&source, 0, 0, size);
    data.row_stride      = source.row_stride;
    data.column_stride   = source.column_stride;
    /* The layout of the input changes nothing in the plan ... */
    smote_plan *same = plan_or_fail(&data, &options);
    for (int out = 0; out < LAYOUTS; out++) {
      /* ... nor do the layout of the output and the range. */
      static const int64_t ranges[][2] = {{0, -1}, {0, 1}, {95, 2}, {96, 40}, {17, 100}, {143, 1}};
      for (size_t r = 0; r < sizeof ranges / sizeof *ranges; r++) {
        const int64_t first = ranges[r][0], count = ranges[r][1] < 0 ? rows : ranges[r][1];
        struct placed target = place(count, columns, size, (enum layout)out);
        int32_t      *found  = (int32_t *)allocate((size_t)(count + 1) * sizeof *found);
        found[count]         = 12345;
        smote_output output  = SMOTE_OUTPUT_INIT;
        output.values        = at(&target, 0, 0, size);
        output.labels        = found;
        output.row_stride    = target.row_stride;
        output.column_stride = target.column_stride;
        smote_error error    = {SMOTE_OK, ""};
        CHECK(smote_plan_write(same, &data, first, count, &output, 1 + out % 3, &error) ==
                SMOTE_OK,
              "%s", error.message);
        CHECK(holds(&target, expected, first, count, columns, size),
              "layout %d to %d, rows %" PRId64 " + %" PRId64, in, out, first, count);
        CHECK(memcmp(found, names + first, (size_t)count * sizeof *found) == 0 &&
                found[count] == 12345,
              "labels %" PRId64 " + %" PRId64, first, count);
        free(found);
        free(target.memory);
      }
    }
    smote_plan_free(same);
    free(source.memory);
  }
  free(expected);
  free(names);
  smote_plan_free(plan);
  free(labels);
  free(values);
}

/* A plan carries other columns of the same rows, in another dtype. */
static void check_other_columns(void) {
  enum { ROWS = 96 };
  double       *values  = (double *)random_values(ROWS, 4, SMOTE_DTYPE_FLOAT64, UNIFORM);
  float        *others  = (float *)random_values(ROWS, 7, SMOTE_DTYPE_FLOAT32, UNIFORM);
  int32_t      *labels  = three_classes(ROWS, 0, 1, 2);
  smote_dataset data    = dataset(values, labels, ROWS, 4, SMOTE_DTYPE_FLOAT64);
  smote_dataset other   = dataset(others, labels, ROWS, 7, SMOTE_DTYPE_FLOAT32);
  smote_options options = smote_defaults();
  smote_plan   *plan    = plan_or_fail(&data, &options);
  const int64_t rows    = smote_plan_row_count(plan);
  int32_t      *names   = NULL;
  char         *expected = recompute(plan, &other, &names);
  float        *written  = (float *)allocate((size_t)rows * 7 * sizeof *written);
  smote_output  out      = SMOTE_OUTPUT_INIT;
  out.values             = written;
  CHECK(smote_plan_write(plan, &other, 0, rows, &out, 0, NULL) == SMOTE_OK, "other columns");
  CHECK(memcmp(written, expected, (size_t)rows * 7 * sizeof *written) == 0, "other columns");
  free(written);
  free(expected);
  free(names);
  smote_plan_free(plan);
  free(labels);
  free(others);
  free(values);
}

/* Rows handed in as neighbours are the neighbours that serve. */
static void check_class_neighbors(void) {
  enum { ROWS = 60, COLUMNS = 3, K = 2 };
  double  *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t *labels = (int32_t *)allocate(ROWS * sizeof *labels);
  int64_t  lists[ROWS * K];
  for (int i = 0; i < ROWS; i++) {
    labels[i]        = i % 4 == 0;
    lists[i * K]     = labels[i] ? (i + 4) % ROWS : INT64_MAX;
    lists[i * K + 1] = labels[i] ? (i + 8) % ROWS : INT64_MIN;
  }
  smote_dataset data      = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  smote_options options   = smote_defaults();
  options.neighbors       = K;
  options.class_neighbors = lists;
  smote_plan *plan        = plan_or_fail(&data, &options);
  int64_t     base[90], neighbor[90];
  CHECK(smote_plan_row_count(plan) == 90, "45 rows of either class");
  CHECK(smote_plan_provenance(plan, 0, 90, base, neighbor, NULL, NULL) == SMOTE_OK, "provenance");
  int steps[2] = {0, 0};
  for (int i = ROWS; i < 90; i++) {
    const int64_t step = (neighbor[i] - base[i] + ROWS) % ROWS;
    CHECK(step == 4 || step == 8, "row %d is %" PRId64 " rows away", i, step);
    steps[step == 8]++;
  }
  CHECK(steps[0] > 5 && steps[1] > 5, "both places serve: %d, %d", steps[0], steps[1]);
  smote_plan_free(plan);

  /* The engine's own lists, handed in, make the plan that the engine makes. */
  smote_search search = SMOTE_SEARCH_INIT;
  int64_t      rows_of_class[15], found[15 * 5], table[ROWS * 5];
  double       part[15 * COLUMNS];
  memset(table, 0xff, sizeof table);
  for (int i = 0; i < 15; i++) {
    rows_of_class[i] = 4 * i;
    memcpy(part + i * COLUMNS, values + 4 * i * COLUMNS, COLUMNS * sizeof *values);
  }
  smote_dataset minority = dataset(part, NULL, 15, COLUMNS, SMOTE_DTYPE_FLOAT64);
  CHECK(smote_neighbors(NULL, &minority, &search, found, NULL, NULL) == SMOTE_OK, "search");
  for (int i = 0; i < 15; i++)
    for (int p = 0; p < 5; p++)
      table[rows_of_class[i] * 5 + p] = rows_of_class[found[i * 5 + p]];
  static const smote_stream streams[] = {SMOTE_STREAM_NATIVE, SMOTE_STREAM_NUMPY_SEED};
  for (int s = 0; s < 2; s++) {
    options           = smote_defaults();
    options.stream    = streams[s];
    smote_plan *own   = plan_or_fail(&data, &options);
    options.class_neighbors = table;
    smote_plan *given = plan_or_fail(&data, &options);
    double      gap[2][90];
    int64_t     sources[2][2][90];
    CHECK(smote_plan_provenance(own, 0, 90, sources[0][0], sources[0][1], gap[0], NULL) ==
              SMOTE_OK &&
            smote_plan_provenance(given, 0, 90, sources[1][0], sources[1][1], gap[1], NULL) ==
              SMOTE_OK &&
            memcmp(gap[0], gap[1], sizeof gap[0]) == 0 &&
            memcmp(sources[0], sources[1], sizeof sources[0]) == 0,
          "handed in or searched, stream %d", s);
    smote_plan_free(own);
    smote_plan_free(given);
  }
  free(labels);
  free(values);
}

/* ------------------------------------------------------------------------ */

/* Many threads write from one plan, each the whole of it, with workers of their own. */
struct shared {
  const smote_plan    *plan;
  const smote_dataset *data;
  const double        *expected;
  int                  wrong;
};

static void *write_all(void *context) {
  struct shared *shared = (struct shared *)context;
  const int64_t  rows   = smote_plan_row_count(shared->plan);
  const size_t   bytes  = (size_t)(rows * shared->data->columns) * sizeof(double);
  for (int round = 0; round < 4; round++) {
    double      *values = (double *)allocate(bytes);
    smote_output out    = SMOTE_OUTPUT_INIT;
    out.values          = values;
    if (smote_plan_write(shared->plan, shared->data, 0, rows, &out, 1 + round, NULL) != SMOTE_OK ||
        memcmp(values, shared->expected, bytes) != 0)
      shared->wrong++;
    free(values);
  }
  return NULL;
}

static void check_threads(void) {
  enum { ROWS = 6000, COLUMNS = 40, THREADS = 8 };
  double       *values  = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t      *labels  = three_classes(ROWS, 0, 1, 2);
  smote_dataset data    = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  smote_options options = smote_defaults();
  smote_plan   *plan    = plan_or_fail(&data, &options);
  int32_t      *names   = NULL;
  char         *expected = recompute(plan, &data, &names);

  /* Any number of threads makes the same plan. */
  for (int threads = 1; threads <= 300; threads = threads < 4 ? threads + 1 : threads * 8) {
    options.threads = threads;
    smote_plan *other = plan_or_fail(&data, &options);
    int32_t    *other_names = NULL;
    char       *others      = recompute(other, &data, &other_names);
    CHECK(memcmp(others, expected, (size_t)smote_plan_row_count(plan) * COLUMNS * 8) == 0,
          "%d threads", threads);
    free(others);
    free(other_names);
    smote_plan_free(other);
  }

  struct shared shared[THREADS];
  pthread_t     threads[THREADS];
  for (int t = 0; t < THREADS; t++) {
    shared[t] = (struct shared){plan, &data, (const double *)(const void *)expected, 0};
    if (pthread_create(&threads[t], NULL, write_all, &shared[t]) != 0)
      exit(1);
  }
  for (int t = 0; t < THREADS; t++) {
    pthread_join(threads[t], NULL);
    CHECK(shared[t].wrong == 0, "thread %d: %d rounds differ", t, shared[t].wrong);
  }
  free(expected);
  free(names);
  smote_plan_free(plan);
  free(labels);
  free(values);
}

int main(void) {
  static const int64_t columns[] = {1, 2, 8, 19};
  for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
    check_layouts(SMOTE_DTYPE_FLOAT32, SMOTE_STREAM_NATIVE, columns[c], UNIFORM);
    check_layouts(SMOTE_DTYPE_FLOAT64, SMOTE_STREAM_NATIVE, columns[c], UNIFORM);
    check_layouts(SMOTE_DTYPE_FLOAT64, SMOTE_STREAM_NUMPY_SEED, columns[c], UNIFORM);
    check_layouts(SMOTE_DTYPE_FLOAT32, SMOTE_STREAM_NATIVE, columns[c], EXTREME);
    check_layouts(SMOTE_DTYPE_FLOAT64, SMOTE_STREAM_NATIVE, columns[c], EXTREME);
  }
  check_other_columns();
  check_class_neighbors();
  check_threads();
  return closing_line("test_write");
}

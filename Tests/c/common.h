/*
 * common.h - what the tests of the C interface share: checks, random numbers,
 * tables, and a naive oracle for neighbours
 *
 * Each test is one program. It prints every check that fails, closes with one line
 * that counts them, and exits with 1 if any did.
 */
#ifndef COMMON_H
#define COMMON_H

#include <smote.h>

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNUSED __attribute__((unused))

/* ------------------------------------------------------------------------ */
/*  Checks                                                                   */
/* ------------------------------------------------------------------------ */

static long checks_passed, checks_failed;

/* The rest of the arguments, a printf format and its values, says what was tried. */
#define CHECK(condition, ...)                                                  \
  do {                                                                         \
    if (condition) {                                                           \
      checks_passed++;                                                         \
    } else {                                                                   \
      checks_failed++;                                                         \
      printf("FAILED %s:%d: %s: ", __FILE__, __LINE__, #condition);            \
      printf(__VA_ARGS__);                                                     \
      printf("\n");                                                            \
    }                                                                          \
  } while (0)

static UNUSED int closing_line(const char *name) {
  printf("%s: %ld passed, %ld failed\n", name, checks_passed, checks_failed);
  return checks_failed == 0 && checks_passed > 0 ? 0 : 1;
}

/* Setting a test up must not fail. */
static UNUSED void *allocate(size_t bytes) {
  void *memory = malloc(bytes > 0 ? bytes : 1);
  if (memory == NULL) {
    printf("FAILED: out of memory in the test itself\n");
    exit(1);
  }
  return memory;
}

/* ------------------------------------------------------------------------ */
/*  Random numbers (splitmix64)                                              */
/* ------------------------------------------------------------------------ */

static uint64_t random_state = 1;

static UNUSED uint64_t random_bits(void) {
  uint64_t z = random_state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* 0 <= x < 1 */
static UNUSED double random_unit(void) { return (double)(random_bits() >> 11) * 0x1p-53; }

/* 0 <= i < bound */
static UNUSED int64_t random_below(int64_t bound) {
  return (int64_t)(random_bits() % (uint64_t)bound);
}

/* ------------------------------------------------------------------------ */
/*  Tables                                                                   */
/* ------------------------------------------------------------------------ */

static UNUSED size_t size_of_dtype(smote_dtype dtype) {
  return dtype == SMOTE_DTYPE_FLOAT32 ? sizeof(float) : sizeof(double);
}

static UNUSED double element(const smote_dataset *data, int64_t row, int64_t column) {
  int64_t row_stride = data->row_stride, column_stride = data->column_stride;
  if (row_stride == 0 && column_stride == 0) {
    row_stride    = data->columns;
    column_stride = 1;
  }
  const int64_t at = row * row_stride + column * column_stride;
  return data->dtype == SMOTE_DTYPE_FLOAT32 ? (double)((const float *)data->values)[at]
                                            : ((const double *)data->values)[at];
}

/* How values are made: `GRID` has few different ones, so that there are exact
 * duplicates and many ties. */
enum kind { UNIFORM, GRID };

/* Packed rows of a dtype. */
static UNUSED void *random_values(int64_t rows, int64_t columns, smote_dtype dtype,
                                  enum kind kind) {
  const int64_t count  = rows * columns;
  void         *values = allocate((size_t)count * size_of_dtype(dtype));
  for (int64_t i = 0; i < count; i++) {
    const double value = kind == GRID ? (double)random_below(3) : 20 * random_unit() - 10;
    if (dtype == SMOTE_DTYPE_FLOAT32)
      ((float *)values)[i] = (float)value;
    else
      ((double *)values)[i] = value;
  }
  return values;
}

/* Half of the rows carry the first label, a third the second, the rest the last. */
static UNUSED int32_t *three_classes(int64_t rows, int32_t first, int32_t second, int32_t last) {
  int32_t *labels = (int32_t *)allocate((size_t)rows * sizeof *labels);
  for (int64_t i = 0; i < rows; i++)
    labels[i] = i % 6 < 3 ? first : i % 6 < 5 ? second : last;
  return labels;
}

static UNUSED smote_dataset dataset(const void *values, const int32_t *labels, int64_t rows,
                                    int64_t columns, smote_dtype dtype) {
  smote_dataset data = SMOTE_DATASET_INIT;
  data.values        = values;
  data.labels        = labels;
  data.rows          = rows;
  data.columns       = columns;
  data.dtype         = dtype;
  return data;
}

static UNUSED smote_options smote_defaults(void) {
  smote_options options = SMOTE_OPTIONS_INIT;
  options.method        = SMOTE_METHOD_SMOTE;
  options.seed          = 42;
  return options;
}

/* A plan that is expected to succeed; NULL, and a failed check, if it does not. */
static UNUSED smote_plan *plan_or_fail(const smote_dataset *data, const smote_options *options) {
  smote_error error = {SMOTE_OK, ""};
  smote_plan *plan  = NULL;
  CHECK(smote_plan_create(data, options, &plan, &error) == SMOTE_OK, "%s", error.message);
  return plan;
}

static UNUSED int64_t count_label(const int32_t *labels, int64_t rows, int32_t label) {
  int64_t count = 0;
  for (int64_t i = 0; i < rows; i++)
    count += labels[i] == label;
  return count;
}

/* ------------------------------------------------------------------------ */
/*  The oracle: distances as the design states them, sorted by hand          */
/* ------------------------------------------------------------------------ */

/* Volatile keeps the compiler from fusing multiplication and addition. Factors are the
 * square roots of weights, divided by scales, and applied to the values. */
static UNUSED double oracle_distance(const smote_dataset *a, int64_t i, const smote_dataset *b,
                                     int64_t j, const double *factors) {
  double sum = 0;
  for (int64_t c = 0; c < a->columns; c++) {
    const double          factor     = factors != NULL ? factors[c] : 1;
    const volatile double x          = element(a, i, c) * factor;
    const volatile double y          = element(b, j, c) * factor;
    const double          difference = x - y;
    const volatile double square     = difference * difference;
    sum += square;
  }
  return sum;
}

/* The k nearest rows by (distance, row). `self` is left out, unless it is -1. */
static UNUSED void oracle_neighbors(const smote_dataset *queries, int64_t query,
                                    const smote_dataset *references, int64_t self, int k,
                                    const double *factors, int64_t *indices,
                                    double *distances) {
  int found = 0;
  for (int64_t j = 0; j < references->rows; j++) {
    if (j == self)
      continue;
    const double distance = oracle_distance(queries, query, references, j, factors);
    int          place    = found;
    while (place > 0 && distances[place - 1] > distance)
      place--;
    if (place == k)
      continue;
    const int last = found < k ? found : k - 1;
    for (int p = last; p > place; p--) {
      indices[p]   = indices[p - 1];
      distances[p] = distances[p - 1];
    }
    indices[place]   = j;
    distances[place] = distance;
    found            = found < k ? found + 1 : k;
  }
  for (; found < k; found++) {
    indices[found]   = -1;
    distances[found] = INFINITY;
  }
}

#endif /* COMMON_H */

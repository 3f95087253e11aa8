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

#include <float.h>
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
 * duplicates and many ties; the differences of `EXTREME` overflow. */
enum kind { UNIFORM, GRID, EXTREME };

/* Packed rows of a dtype. */
static UNUSED void *random_values(int64_t rows, int64_t columns, smote_dtype dtype,
                                  enum kind kind) {
  const int64_t count  = rows * columns;
  void         *values = allocate((size_t)count * size_of_dtype(dtype));
  for (int64_t i = 0; i < count; i++) {
    const double largest = dtype == SMOTE_DTYPE_FLOAT32 ? FLT_MAX : DBL_MAX;
    const double value   = kind == GRID      ? (double)random_below(3)
                           : kind == UNIFORM ? 20 * random_unit() - 10
                                             : largest * (1 - 2 * random_unit());
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
/*  Methods                                                                  */
/* ------------------------------------------------------------------------ */

/* The labels that three_classes() gets where any will do, in ascending order: the
 * smallest class, the middle one, the majority. */
enum { SMALLEST = INT32_MIN, MIDDLE = 3, LARGEST = INT32_MAX };

/* Every method there is; random over-sampling also with noise. */
enum {
  PLAIN,
  BORDERLINE1,
  BORDERLINE2,
  SVM,
  ADASYN,
  SMOTENC,
  SMOTEN,
  KMEANS,
  RANDOM_OVER,
  NOISY,
  VARIANTS
};
static const UNUSED struct variant {
  const char  *name;
  smote_method method;
  bool         noise;
} variants[VARIANTS] = {
  {"smote", SMOTE_METHOD_SMOTE, false},
  {"borderline1", SMOTE_METHOD_BORDERLINE1, false},
  {"borderline2", SMOTE_METHOD_BORDERLINE2, false},
  {"svm", SMOTE_METHOD_SVM, false},
  {"adasyn", SMOTE_METHOD_ADASYN, false},
  {"smotenc", SMOTE_METHOD_SMOTENC, false},
  {"smoten", SMOTE_METHOD_SMOTEN, false},
  {"kmeans", SMOTE_METHOD_KMEANS, false},
  {"random_over", SMOTE_METHOD_RANDOM_OVER, false},
  {"random_over with noise", SMOTE_METHOD_RANDOM_OVER, true},
};

static UNUSED smote_options options_of(const struct variant *variant, smote_stream stream) {
  static const smote_class_value factors[] = {{MIDDLE, 0, 0.5}, {SMALLEST, 0, 1.25}};
  smote_options                  options   = SMOTE_OPTIONS_INIT;
  options.method                           = variant->method;
  options.stream                           = stream;
  options.seed                             = 42;
  options.shrinkage                        = variant->noise ? factors : NULL;
  options.shrinkage_count                  = variant->noise ? 2 : 0;
  if (variant->method == SMOTE_METHOD_KMEANS) {
    /* So that also in small tables some cluster has enough rows of every class. */
    options.neighbors                 = 3;
    options.clusters                  = 2;
    options.cluster_balance_threshold = 0;
  }
  return options;
}

/* Whether a variant is given categories in that column: SMOTENC in every other one, beginning
 * with the first. */
static UNUSED bool is_categorical(const struct variant *variant, int64_t column) {
  return variant->method == SMOTE_METHOD_SMOTEN ||
         (variant->method == SMOTE_METHOD_SMOTENC && column % 2 == 0);
}

static UNUSED bool takes_categories(const struct variant *variant) {
  return is_categorical(variant, 0);
}

/* Makes the packed values of a table what a variant takes: in columns with categories, codes
 * that have something to do with them, 4 at the most. */
static UNUSED void make_suitable(void *values, int64_t rows, int64_t columns, smote_dtype dtype,
                                 const struct variant *variant) {
  for (int64_t i = 0; i < rows * columns; i++) {
    if (!is_categorical(variant, i % columns))
      continue;
    float  *single = (float *)values + i;
    double *wide   = (double *)values + i;
    if (dtype == SMOTE_DTYPE_FLOAT32)
      *single = (float)fmod(floor(fabs((double)*single)), 4);
    else
      *wide = fmod(floor(fabs(*wide)), 4);
  }
}

/* smote_dataset.categorical for a variant: NULL where it takes none, or says so itself. */
enum { MOST_COLUMNS = 256 };
static UNUSED const uint8_t *mask_of(const struct variant *variant) {
  static uint8_t mask[MOST_COLUMNS];
  if (variant->method != SMOTE_METHOD_SMOTENC)
    return NULL;
  for (int64_t j = 0; j < MOST_COLUMNS; j++)
    mask[j] = is_categorical(variant, j) ? (uint8_t)(1 + j) : 0;
  return mask;
}

/* A packed table as a variant takes it, with values of its own, which the caller frees. */
static UNUSED smote_dataset suitable(const smote_dataset *packed, const struct variant *variant) {
  const size_t  bytes  = (size_t)(packed->rows * packed->columns) * size_of_dtype(packed->dtype);
  void         *values = allocate(bytes);
  smote_dataset own    = *packed;
  memcpy(values, packed->values, bytes);
  make_suitable(values, packed->rows, packed->columns, packed->dtype, variant);
  own.values      = values;
  own.categorical = mask_of(variant);
  return own;
}

/* Every method that drops rows, by itself and after others. `first` is the only method, or the
 * first step. */
enum { REDUCERS = 28 };
static const UNUSED struct reducer {
  struct variant first;
  smote_method   cleaning;
  bool           other; /* with replacement, by mode, minority allowed, or hard voting */
} reducers[REDUCERS] = {
  {{"random_under", SMOTE_METHOD_RANDOM_UNDER, false}, SMOTE_METHOD_NONE, false},
  {{"random_under, again", SMOTE_METHOD_RANDOM_UNDER, false}, SMOTE_METHOD_NONE, true},
  {{"tomek", SMOTE_METHOD_TOMEK, false}, SMOTE_METHOD_NONE, false},
  {{"enn", SMOTE_METHOD_ENN, false}, SMOTE_METHOD_NONE, false},
  {{"enn, mode", SMOTE_METHOD_ENN, false}, SMOTE_METHOD_NONE, true},
  {{"renn", SMOTE_METHOD_RENN, false}, SMOTE_METHOD_NONE, false},
  {{"allknn", SMOTE_METHOD_ALLKNN, false}, SMOTE_METHOD_NONE, false},
  {{"allknn, mode", SMOTE_METHOD_ALLKNN, false}, SMOTE_METHOD_NONE, true},
  {{"cnn", SMOTE_METHOD_CNN, false}, SMOTE_METHOD_NONE, false},
  {{"oss", SMOTE_METHOD_OSS, false}, SMOTE_METHOD_NONE, false},
  {{"ncr", SMOTE_METHOD_NCR, false}, SMOTE_METHOD_NONE, false},
  {{"nearmiss1", SMOTE_METHOD_NEARMISS1, false}, SMOTE_METHOD_NONE, false},
  {{"nearmiss2", SMOTE_METHOD_NEARMISS2, false}, SMOTE_METHOD_NONE, false},
  {{"nearmiss3", SMOTE_METHOD_NEARMISS3, false}, SMOTE_METHOD_NONE, false},
  {{"instance_hardness", SMOTE_METHOD_INSTANCE_HARDNESS, false}, SMOTE_METHOD_NONE, false},
  {{"cluster_centroids", SMOTE_METHOD_CLUSTER_CENTROIDS, false}, SMOTE_METHOD_NONE, false},
  {{"cluster_centroids, hard", SMOTE_METHOD_CLUSTER_CENTROIDS, false}, SMOTE_METHOD_NONE, true},
  {{"smote + enn", SMOTE_METHOD_SMOTE, false}, SMOTE_METHOD_ENN, false},
  {{"smote + tomek", SMOTE_METHOD_SMOTE, false}, SMOTE_METHOD_TOMEK, false},
  {{"smotenc + enn", SMOTE_METHOD_SMOTENC, false}, SMOTE_METHOD_ENN, true},
  {{"smoten + oss", SMOTE_METHOD_SMOTEN, false}, SMOTE_METHOD_OSS, false},
  {{"noise + renn", SMOTE_METHOD_RANDOM_OVER, true}, SMOTE_METHOD_RENN, true},
  {{"random_over + random_under", SMOTE_METHOD_RANDOM_OVER, false}, SMOTE_METHOD_RANDOM_UNDER, false},
  {{"kmeans + ncr", SMOTE_METHOD_KMEANS, false}, SMOTE_METHOD_NCR, false},
  {{"borderline2 + allknn", SMOTE_METHOD_BORDERLINE2, false}, SMOTE_METHOD_ALLKNN, false},
  {{"adasyn + cnn", SMOTE_METHOD_ADASYN, false}, SMOTE_METHOD_CNN, false},
  {{"smote + nearmiss2", SMOTE_METHOD_SMOTE, false}, SMOTE_METHOD_NEARMISS2, false},
  {{"borderline1 + nearmiss3", SMOTE_METHOD_BORDERLINE1, false}, SMOTE_METHOD_NEARMISS3, false},
};

/* The options of one. A second step by numbers leaves 30 rows of the smallest class and 20 of
 * the middle one; `probabilities` has one number per row. */
static UNUSED smote_options reducer_options(const struct reducer *reducer, smote_stream stream,
                                            const double *probabilities) {
  static const smote_target fewer[] = {{MIDDLE, 0, 20}, {SMALLEST, 0, 30}};
  smote_options             options = options_of(&reducer->first, stream);
  options.cleaning                  = reducer->cleaning;
  options.replacement               = reducer->other;
  options.selection = reducer->other ? SMOTE_SELECTION_MODE : SMOTE_SELECTION_ALL;
  options.allow_minority            = reducer->other;
  options.hard_voting               = reducer->other;
  options.seeds                     = 2;
  if (reducer->first.method == SMOTE_METHOD_INSTANCE_HARDNESS)
    options.class_probabilities = probabilities;
  if (reducer->cleaning == SMOTE_METHOD_RANDOM_UNDER || reducer->cleaning == SMOTE_METHOD_NEARMISS2 ||
      reducer->cleaning == SMOTE_METHOD_NEARMISS3) {
    options.cleaning_strategy     = SMOTE_STRATEGY_TARGETS;
    options.cleaning_targets      = fewer;
    options.cleaning_target_count = 2;
  }
  return options;
}

/* ------------------------------------------------------------------------ */
/*  Layouts of a table in memory                                             */
/* ------------------------------------------------------------------------ */

enum layout { ROWS_PACKED, COLUMNS_PACKED, PADDED, REVERSED_ROWS, REVERSED_BOTH, SPREAD, LAYOUTS };

struct placed {
  char   *memory; /* of `bytes` bytes; what no element covers is 0x5a */
  size_t  bytes;
  int64_t origin, row_stride, column_stride; /* in elements */
};

static UNUSED struct placed place(int64_t rows, int64_t columns, size_t size, enum layout layout) {
  struct placed p = {NULL, 0, 0, 0, 0};
  switch (layout) {
  case ROWS_PACKED: p.row_stride = columns, p.column_stride = 1; break;
  case COLUMNS_PACKED: p.row_stride = 1, p.column_stride = rows; break;
  case PADDED: p.row_stride = columns + 3, p.column_stride = 1; break;
  case REVERSED_ROWS: p.row_stride = -columns, p.column_stride = 1; break;
  case REVERSED_BOTH: p.row_stride = -1, p.column_stride = -rows - 1; break;
  default: p.row_stride = 2 * columns + 1, p.column_stride = 2; break;
  }
  const int64_t down = (rows - 1) * p.row_stride, across = (columns - 1) * p.column_stride;
  p.origin = (down < 0 ? -down : 0) + (across < 0 ? -across : 0);
  p.bytes  = (size_t)(llabs(down) + llabs(across) + 1) * size;
  p.memory = (char *)allocate(p.bytes);
  memset(p.memory, 0x5a, p.bytes);
  return p;
}

static UNUSED char *at(const struct placed *p, int64_t row, int64_t column, size_t size) {
  return p->memory + (p->origin + row * p->row_stride + column * p->column_stride) * (int64_t)size;
}

static UNUSED struct placed place_copy(const smote_dataset *packed, enum layout layout) {
  const size_t  size = size_of_dtype(packed->dtype);
  struct placed p    = place(packed->rows, packed->columns, size, layout);
  for (int64_t i = 0; i < packed->rows; i++)
    for (int64_t j = 0; j < packed->columns; j++)
      memcpy(at(&p, i, j, size), (const char *)packed->values + (size_t)(i * packed->columns + j) * size,
             size);
  return p;
}

/* base + gap * (neighbor - base) as smote_plan_provenance() specifies it. Volatile
 * keeps the compiler from fusing or widening. A row that is repeated is repeated bit
 * for bit. */
static UNUSED void interpolate(const smote_dataset *data, int64_t base, int64_t neighbor,
                               double gap, int64_t column, void *result) {
  const double from = element(data, base, column), to = element(data, neighbor, column);
  double       difference;
  if (data->dtype == SMOTE_DTYPE_FLOAT32) {
    const volatile float rounded = (float)to - (float)from;
    difference                   = rounded;
  } else {
    const volatile double rounded = to - from;
    difference                    = rounded;
  }
  const volatile double product = gap * difference;
  double                value   = base == neighbor || gap == 0 ? from : from + product;
  const bool            single  = data->dtype == SMOTE_DTYPE_FLOAT32;
  if (isfinite(from) && isfinite(to)) {
    if (!isfinite(single ? (float)value : value)) {
      const volatile double near = (1 - gap) * from, far = gap * to;
      value = near + far;
    }
    const double largest = single ? FLT_MAX : DBL_MAX;
    if (!isfinite(single ? (float)value : value))
      value = value > 0 ? largest : -largest;
  }
  if (single) {
    const float narrow = (float)value;
    memcpy(result, &narrow, sizeof narrow);
  } else {
    memcpy(result, &value, sizeof value);
  }
}

/* Every place of an output: the rows first ... first + count hold what is expected,
 * and nothing else was written to. */
static UNUSED bool holds(const struct placed *p, const char *expected, int64_t first, int64_t count,
                  int64_t columns, size_t size) {
  char *should = (char *)allocate(p->bytes);
  memset(should, 0x5a, p->bytes);
  for (int64_t i = 0; i < count; i++)
    for (int64_t j = 0; j < columns; j++)
      memcpy(should + (p->origin + i * p->row_stride + j * p->column_stride) * (int64_t)size,
             expected + (size_t)((first + i) * columns + j) * size, size);
  const bool same = memcmp(should, p->memory, p->bytes) == 0;
  free(should);
  return same;
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

/*
 * fuzz_interface.c - bytes become data sets, options and a sequence of calls; nothing may
 * crash, hang, leak, or break what the header promises
 *
 * Everything that the library is handed lies in a block of its own, exactly as long as the
 * header says it has to be, so that a sanitizer sees the first byte beyond. Large numbers of
 * values come from a few bytes: inputs stay short, and each byte of them means something.
 *
 * With libFuzzer: LLVMFuzzerTestOneInput. Without (-DSTANDALONE): random inputs for so many
 * seconds, or the files named, to replay them.
 */
#include "smote.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOLDS(condition)                                                       \
  do {                                                                         \
    if (!(condition)) {                                                        \
      fprintf(stderr, "line %d: %s\n", __LINE__, #condition);                  \
      abort();                                                                 \
    }                                                                          \
  } while (0)

/* ------------------------------------------------------------------------ */
/*  Bytes in                                                                 */
/* ------------------------------------------------------------------------ */

typedef struct source {
  const uint8_t *bytes;
  size_t         left;
} source;

static uint8_t byte(source *in) {
  if (in->left == 0) return 0;
  in->left--;
  return *in->bytes++;
}

/* 0 ..< count, count <= 256 */
static int below(source *in, int count) { return byte(in) % count; }

static int one_in(source *in, int count) { return below(in, count) == count - 1; }

/* Numbers that have broken something somewhere: denormal ones, the ends of what float32 and
 * float64 hold, codes that are one too large, and what is not finite at all. */
static double odd_number(source *in) {
  static const double odd[] = {0,      -0.0,     -1,       NAN,    INFINITY, -INFINITY, 1e308,    -1e308,
                               5e-324, 1e-310,   1e-40,    1e-300, 16777215, 16777216,  0.5,      1e15,
                               3.5e38, 3.4e38,   -3.4e38,  1e-45,  1e154,    1e-154,    4294967296.0, 1};
  return odd[below(in, 24)];
}

static double number(source *in) {
  return one_in(in, 8) ? odd_number(in) : (below(in, 256) - 128) / 16.0;
}

/* Mostly small and sensible; sometimes what no memory can hold, which has to be seen. */
static int64_t odd_size(source *in) {
  static const int64_t odd[] = {0, -1, INT64_MIN, INT64_MAX, (int64_t)1 << 62, (int64_t)1 << 45,
                                ((int64_t)1 << 45) + 1, INT32_MAX, -2, (int64_t)1 << 31};
  return odd[below(in, 10)];
}

static int64_t size(source *in, int most) {
  return one_in(in, 32) ? odd_size(in) : 1 + below(in, most);
}

static int32_t small(source *in, int most) {
  static const int32_t odd[] = {0, -1, INT32_MIN, INT32_MAX, 1000, 65536, 1 << 24, (1 << 24) + 1};
  return one_in(in, 24) ? odd[below(in, 8)] : 1 + below(in, most);
}

/* A number of threads; many are asked for seldom, because they take long to start. */
static int32_t threads(source *in) {
  if (!one_in(in, 16)) return 1 + one_in(in, 4);
  static const int32_t odd[] = {0, -1, INT32_MIN, INT32_MAX, 16, 257};
  return odd[below(in, 6)];
}

/* Many values from one byte (splitmix64). */
static uint64_t next(uint64_t *state) {
  uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* ------------------------------------------------------------------------ */
/*  Blocks                                                                   */
/* ------------------------------------------------------------------------ */

static void  *blocks[256];
static size_t block_count;

/* So many bytes and not one more; released at the end of the input. */
static void *block(size_t bytes) {
  void *memory = malloc(bytes);
  HOLDS(block_count < sizeof blocks / sizeof *blocks && (memory != NULL || bytes == 0));
  if (bytes > 0) memset(memory, 0x5a, bytes);
  return blocks[block_count++] = memory;
}

static void release_blocks(void) {
  while (block_count > 0)
    free(blocks[--block_count]);
}

/* A struct whose first field is its size: of that size, or, rarely, of another, and then as
 * short as it says. */
static void *sized(source *in, const void *full, size_t bytes) {
  static const size_t odd[] = {0, 1, 7, 8, 16, 40, 63, 64, 112, 128, 152, 168, 200, 279, 281, SIZE_MAX};
  size_t says = one_in(in, 32) ? odd[below(in, 16)] : bytes, holds = says;
  if (holds < sizeof says) holds = sizeof says;
  if (holds > bytes) holds = bytes;
  char *exact = block(holds);
  memcpy(exact, full, holds);
  memcpy(exact, &says, sizeof says);
  return exact;
}

/* ------------------------------------------------------------------------ */
/*  A data set                                                               */
/* ------------------------------------------------------------------------ */

enum { MOST_ROWS = 48, MANY_ROWS = 700, MOST_COLUMNS = 6, MANY_COLUMNS = 40, MOST_NEIGHBORS = 8 };

typedef struct table {
  smote_dataset        data;  /* as the library gets it, unless its size is odd */
  const smote_dataset *given;
  int                  is_sound; /* its memory is what it says */
  int                  is_finite;
  size_t               bytes; /* of what is behind `memory`, and, untouched, behind `copy` */
  void                *memory, *copy;
  int32_t             *labels, *labels_copy;
  int64_t              element_size;
} table;

static int32_t label(source *in) {
  static const int32_t odd[] = {INT32_MIN, INT32_MAX, -1, 7};
  return one_in(in, 16) ? odd[below(in, 4)] : below(in, 3);
}

/* Strides for which `rows` x `columns` elements lie within a small block. */
static void lay_out(source *in, smote_dataset *d) {
  const int64_t rows = d->rows, columns = d->columns;
  switch (below(in, 12)) {
  case 0: d->row_stride = 1, d->column_stride = rows; break;
  case 1: d->row_stride = -columns, d->column_stride = 1; break;
  case 2: d->row_stride = -1, d->column_stride = -rows; break;
  case 3: d->row_stride = columns + 3, d->column_stride = 1; break;
  case 4: d->row_stride = 0, d->column_stride = 1; break; /* all rows are the same */
  case 5: d->row_stride = 1, d->column_stride = 0; break; /* all columns are */
  case 6: d->row_stride = 1, d->column_stride = 1; break;
  case 7: d->row_stride = 2 * columns + 1, d->column_stride = -2; break;
  default: break;
  }
}

static void make_values(source *in, table *t) {
  smote_dataset *d       = &t->data;
  const int64_t  rows    = d->rows, columns = d->columns;
  const int64_t  across  = d->row_stride == 0 && d->column_stride == 0 ? 1 : d->column_stride;
  const int64_t  down    = d->row_stride == 0 && d->column_stride == 0 ? columns : d->row_stride;
  const int64_t  below_0 = (down < 0 ? -down * (rows - 1) : 0) + (across < 0 ? -across * (columns - 1) : 0);
  const int64_t  extent  = llabs(down) * (rows - 1) + llabs(across) * (columns - 1) + 1;
  const int      single  = t->element_size == 4;
  t->bytes  = (size_t)(extent * t->element_size);
  t->memory = block(t->bytes);
  t->copy   = block(t->bytes);
  /* What no element covers is NaN, for nobody reads it. */
  memset(t->memory, 0xff, t->bytes);
  char *origin = (char *)t->memory + below_0 * t->element_size;
  d->values    = origin;

  const int kind     = below(in, 5);
  const int nominal  = d->categorical != NULL;
  uint64_t  state    = byte(in);
  const int oddities = one_in(in, 4) ? below(in, 6) : 0;
  t->is_finite       = 1;
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < columns; j++) {
      const uint64_t bits  = next(&state);
      double         value = 0;
      switch (kind) {
      case 0: value = (double)(bits % 3); break;
      case 1: value = (double)(bits % 64) / 8 - 4; break;
      case 2: value = (double)(bits >> 11) * 0x1p-53 + (i % 3 == 0); break;
      case 3: value = ((double)(bits >> 11) * 0x1p-52 - 1) * (single ? 3.4e38 : 1.79e308); break;
      default: value = in->left > 0 ? number(in) : 0; break;
      }
      if (nominal && d->categorical[j] != 0) value = (double)(bits % 5);
      char *at = origin + (i * down + j * across) * t->element_size;
      if (single)
        *(float *)(void *)at = (float)value;
      else
        *(double *)(void *)at = value;
    }
  for (int o = 0; o < oddities; o++) {
    char *at = origin + (below(in, 256) % rows * down + below(in, 256) % columns * across) * t->element_size;
    if (single)
      *(float *)(void *)at = (float)odd_number(in);
    else
      *(double *)(void *)at = odd_number(in);
  }
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < columns; j++) {
      const char *at = origin + (i * down + j * across) * t->element_size;
      if (!(single ? isfinite(*(const float *)(const void *)at) : isfinite(*(const double *)(const void *)at)))
        t->is_finite = 0;
    }
  memcpy(t->copy, t->memory, t->bytes);
}

static void make_labels(source *in, table *t) {
  const size_t rows = (size_t)t->data.rows;
  t->labels         = block(rows * sizeof *t->labels);
  t->labels_copy    = block(rows * sizeof *t->labels);
  const int drawn   = rows > MOST_ROWS || one_in(in, 2);
  uint64_t  state   = byte(in);
  for (size_t i = 0; i < rows; i++) {
    const uint64_t bits = next(&state);
    t->labels[i]        = drawn ? (int32_t)(bits % 8 < 5 ? 0 : bits % 8 < 7 ? 1 : 2) : label(in);
  }
  if (one_in(in, 8)) /* one class at each end of int32 */
    for (size_t i = 0; i < rows; i++)
      t->labels[i] = t->labels[i] == 0 ? INT32_MAX : t->labels[i] == 1 ? INT32_MIN : t->labels[i];
  memcpy(t->labels_copy, t->labels, rows * sizeof *t->labels);
  t->data.labels = t->labels;
}

/* What no memory can hold, is not there, or is not where it may be. */
static void spoil(source *in, table *t) {
  smote_dataset      *d      = &t->data;
  const smote_dataset before = *d;
  t->is_sound                = 0;
  switch (below(in, 9)) {
  case 0: d->values = NULL; break;
  case 1: d->labels = NULL; break;
  case 2: d->values = (const char *)d->values + 1; break;
  case 3: d->labels = (const int32_t *)(const void *)((const char *)d->labels + 1); break;
  case 4: d->dtype = (smote_dtype)(one_in(in, 2) ? -1 - byte(in) : 2 + byte(in)); break;
  case 5: d->rows = odd_size(in); break;
  case 6: d->columns = odd_size(in); break;
  case 7: d->row_stride = INT64_MIN >> below(in, 16); break;
  default:
    d->column_stride = INT64_MAX >> below(in, 16);
    t->is_sound      = d->columns == 1; /* never taken */
    break;
  }
  /* Numbers of rows or columns that are possible, but for which there is no memory behind it. */
  if (d->rows > 0 && d->rows <= (int64_t)1 << 45 && d->columns > 0 &&
      (d->rows != before.rows || d->columns != before.columns))
    d->dtype = (smote_dtype)77;
}

static void make_table(source *in, table *t) {
  memset(t, 0, sizeof *t);
  smote_dataset init = SMOTE_DATASET_INIT;
  t->data            = init;
  const int many     = one_in(in, 48);
  t->data.rows       = many ? 300 + below(in, 256) % (MANY_ROWS - 300) : 1 + below(in, MOST_ROWS);
  t->data.columns    = one_in(in, 24) ? 1 + below(in, MANY_COLUMNS) : 1 + below(in, MOST_COLUMNS);
  t->data.dtype      = (smote_dtype)below(in, 2);
  t->element_size    = t->data.dtype == SMOTE_DTYPE_FLOAT32 ? 4 : 8;
  t->is_sound        = 1;
  if (below(in, 3) == 0) {
    uint8_t  *mask = block((size_t)t->data.columns);
    const int which = byte(in);
    for (int64_t j = 0; j < t->data.columns; j++)
      mask[j] = (uint8_t)(which == 255 ? 1 : which >> j % 8 & 1);
    t->data.categorical = mask;
  }
  lay_out(in, &t->data);
  make_values(in, t);
  make_labels(in, t);
  if (one_in(in, 24)) spoil(in, t);
  t->given = sized(in, &t->data, sizeof t->data);
}

/* Inputs are never written to. */
static void check_untouched(const table *t) {
  HOLDS(memcmp(t->memory, t->copy, t->bytes) == 0);
  HOLDS(memcmp(t->labels, t->labels_copy,
               sizeof *t->labels * (t->is_sound ? (size_t)t->data.rows : 1)) == 0);
}

/* ------------------------------------------------------------------------ */
/*  Options                                                                  */
/* ------------------------------------------------------------------------ */

typedef struct watch {
  int    calls, cancel_at;
  double last;
} watch;

static int32_t progress(double fraction, void *context) {
  watch *w = context;
  HOLDS(fraction >= w->last && fraction <= 1);
  HOLDS(w->cancel_at == 0 || w->calls < w->cancel_at);
  w->last = fraction;
  return ++w->calls == w->cancel_at;
}

static smote_method method(source *in) {
  static const int methods[] = {1, 2, 3, 4, 5, 6, 7, 8, 32, 33, 64, 65, 66, 67, 68, 69, 70, 71,
                                72, 73, 74, 75};
  return (smote_method)(one_in(in, 48) ? byte(in) - 4 : methods[below(in, 22)]);
}

static smote_method cleaning_method(source *in) {
  static const int methods[] = {33, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73};
  return one_in(in, 24) ? method(in) : (smote_method)methods[below(in, 11)];
}

static smote_target *make_targets(source *in, int64_t count) {
  smote_target *targets = block((size_t)count * sizeof *targets);
  for (int64_t i = 0; i < count; i++) {
    targets[i].label    = one_in(in, 8) ? label(in) : (int32_t)i;
    targets[i].reserved = 0;
    targets[i].rows     = one_in(in, 16) ? odd_size(in) : below(in, 99);
  }
  return targets;
}

static smote_class_value *make_factors(source *in, int64_t count) {
  smote_class_value *factors = block((size_t)count * sizeof *factors);
  for (int64_t i = 0; i < count; i++) {
    factors[i].label    = one_in(in, 8) ? label(in) : (int32_t)i;
    factors[i].reserved = 0;
    factors[i].value    = one_in(in, 16) ? odd_number(in) : below(in, 9) / 4.0;
  }
  return factors;
}

static double *make_weights(source *in, int64_t columns) {
  double *weights = block((size_t)columns * sizeof *weights);
  for (int64_t j = 0; j < columns; j++)
    weights[j] = one_in(in, 16) ? odd_number(in) : below(in, 4);
  return weights;
}

/* Lists of neighbours as if found elsewhere: by chance, or of rows of the same class. */
static int64_t *make_lists(source *in, const table *t, int64_t k) {
  const int64_t rows  = t->data.rows;
  int64_t      *lists = block((size_t)(rows * k) * sizeof *lists);
  uint64_t      state = byte(in);
  const int     same  = !one_in(in, 4);
  for (int64_t i = 0; i < rows; i++) {
    int64_t candidate = (int64_t)(next(&state) % (uint64_t)rows);
    int64_t found     = 0;
    for (int64_t tried = 0; tried < rows && found < k; tried++, candidate = (candidate + 1) % rows)
      if (!same || (candidate != i && t->labels[candidate] == t->labels[i]))
        lists[i * k + found++] = candidate;
    for (; found < k; found++)
      lists[i * k + found] = -1;
  }
  for (int o = one_in(in, 2) ? below(in, 9) : 0; o > 0; o--)
    lists[(below(in, 256) * 256 + below(in, 256)) % (rows * k)] =
      one_in(in, 2) ? odd_size(in) : below(in, 256) % (rows + 2) - 1;
  return lists;
}

typedef struct extras {
  watch     watch;
  uint32_t *state, state_copy[625];
  double   *normal, normal_copy[2];
} extras;

/* The state of numpy's generator, and its normal number drawn in advance. */
static void make_state(source *in, smote_options *o, extras *e) {
  e->state       = block(625 * sizeof *e->state);
  uint64_t state = byte(in);
  const int zero = one_in(in, 32);
  for (int i = 0; i < 624; i++)
    e->state[i] = zero ? 0 : (uint32_t)next(&state);
  e->state[624]  = one_in(in, 16) ? byte(in) * 4u : 624;
  o->numpy_state = one_in(in, 32) ? NULL : e->state;
  if (one_in(in, 3)) {
    e->normal       = block(2 * sizeof *e->normal);
    e->normal[0]    = one_in(in, 2);
    e->normal[1]    = number(in);
    o->numpy_normal = e->normal;
    memcpy(e->normal_copy, e->normal, sizeof e->normal_copy);
  }
  memcpy(e->state_copy, e->state, sizeof e->state_copy);
}

/* Options for a table whose rows and columns are what they are said to be, if it is sound;
 * otherwise nothing that is as long as they are is handed in. */
static void make_options(source *in, smote_options *o, extras *e, const table *t) {
  const int64_t rows    = t->data.rows;
  smote_options init    = SMOTE_OPTIONS_INIT;
  *o                    = init;
  memset(e, 0, sizeof *e);
  o->method           = method(in);
  o->strategy         = (smote_strategy)(one_in(in, 48) ? byte(in) - 9 : below(in, 3) ? 0 : below(in, 9));
  o->seed             = one_in(in, 8) ? UINT64_MAX >> below(in, 40) : byte(in);
  o->neighbors        = small(in, MOST_NEIGHBORS);
  o->threads          = threads(in);
  o->stream           = (smote_stream)(one_in(in, 48) ? byte(in) - 9 : below(in, 3));
  o->few_rows         = (smote_few_rows)(one_in(in, 48) ? byte(in) - 9 : !one_in(in, 4));
  o->bases            = (smote_bases)(one_in(in, 48) ? byte(in) - 9 : below(in, 2));
  o->scale            = (smote_scale)(one_in(in, 48) ? byte(in) - 9 : below(in, 3));
  o->danger_neighbors = small(in, MOST_NEIGHBORS);
  if (one_in(in, 3)) o->cleaning = cleaning_method(in);
  if (o->strategy == SMOTE_STRATEGY_RATIO || o->strategy == SMOTE_STRATEGY_PERCENT || one_in(in, 24))
    o->amount = one_in(in, 4) ? odd_number(in) : (1 + below(in, 250)) / (o->strategy == SMOTE_STRATEGY_PERCENT ? 1.0 : 250.0);
  /* Millions of percent are millions of rows, which take minutes to be cleaned. */
  if (o->strategy == SMOTE_STRATEGY_PERCENT && o->amount > 1e4 && o->amount <= 1e9) o->amount = 1e4;
  if (o->strategy == SMOTE_STRATEGY_TARGETS || one_in(in, 24)) {
    o->target_count = below(in, 4);
    o->targets      = make_targets(in, o->target_count);
    if (one_in(in, 16)) o->targets = NULL;
    if (one_in(in, 16)) o->target_count = o->targets == NULL ? odd_size(in) : -o->target_count;
  }
  if (o->stream == SMOTE_STREAM_NUMPY_STATE || one_in(in, 24)) make_state(in, o, e);
  if (one_in(in, 4)) {
    o->progress         = progress;
    o->progress_context = &e->watch;
    e->watch.cancel_at  = one_in(in, 2) ? 1 + below(in, 4) : 0;
  }
  if (one_in(in, 4)) {
    o->shrinkage_count = 1 + below(in, 3);
    o->shrinkage       = make_factors(in, o->shrinkage_count);
    if (one_in(in, 16)) o->shrinkage = NULL;
    if (one_in(in, 16)) o->shrinkage_count = o->shrinkage == NULL ? odd_size(in) : 0;
  }
  o->out_step                  = one_in(in, 8) ? odd_number(in) : below(in, 5) / 4.0;
  o->cluster_balance_threshold = one_in(in, 16) ? odd_number(in) : below(in, 5) / 4.0 - 0.25;
  o->density_exponent          = one_in(in, 16) ? odd_number(in) : below(in, 9) - 1;
  o->clusters                  = small(in, 6);
  if (o->cleaning != SMOTE_METHOD_NONE || one_in(in, 24)) {
    o->cleaning_strategy = (smote_strategy)(one_in(in, 32) ? byte(in) - 9 : below(in, 3) ? 0 : below(in, 9));
    o->cleaning_amount   = one_in(in, 8) ? odd_number(in) : (1 + below(in, 100)) / 100.0;
    if (o->cleaning_strategy == SMOTE_STRATEGY_TARGETS) {
      o->cleaning_target_count = below(in, 4);
      o->cleaning_targets      = make_targets(in, o->cleaning_target_count);
    }
  }
  if (one_in(in, 2)) {
    o->cleaning_neighbors  = one_in(in, 8) ? small(in, 9) : below(in, MOST_NEIGHBORS + 1);
    o->selection           = (smote_selection)(one_in(in, 48) ? byte(in) - 9 : below(in, 2));
    o->rounds              = small(in, 9);
    o->seeds               = small(in, 4);
    o->cleaning_threshold  = one_in(in, 16) ? odd_number(in) : below(in, 5) / 4.0 + 0.1;
    o->replacement         = below(in, 2);
    o->allow_minority      = below(in, 2);
    o->candidate_neighbors = small(in, 6);
    o->hard_voting         = below(in, 2);
  }
  /* ALLKNN searches once for each number up to this; lists of many rows, as long as they are
   * asked for, take long to fill; and so do as many seeds as there may be. */
  const int repeats = o->method == SMOTE_METHOD_ALLKNN || o->cleaning == SMOTE_METHOD_ALLKNN;
  if (o->cleaning_neighbors > (repeats ? 64 : 1000)) o->cleaning_neighbors = repeats ? 64 : 1000;
  if (rows > MOST_ROWS && o->neighbors > 1000) o->neighbors = 1000;
  if (rows > MOST_ROWS && o->danger_neighbors > 1000) o->danger_neighbors = 1000;
  if (rows > MOST_ROWS && o->candidate_neighbors > 1000) o->candidate_neighbors = 1000;
  if (rows > MOST_ROWS && o->seeds > 100) o->seeds = 100;
  if (o->seeds == 1 << 24) o->seeds = 1 << 20;
  if (!t->is_sound) return;
  if (one_in(in, 4)) o->column_weights = make_weights(in, t->data.columns);
  if (o->method == SMOTE_METHOD_INSTANCE_HARDNESS || one_in(in, 24)) {
    double  *probabilities = block((size_t)rows * sizeof *probabilities);
    uint64_t state         = byte(in);
    for (int64_t i = 0; i < rows; i++)
      probabilities[i] = (double)(next(&state) % 9) / 8;
    if (one_in(in, 8)) probabilities[below(in, 256) % rows] = odd_number(in);
    o->class_probabilities = probabilities;
  }
  /* Training a classifier for many rows takes as long as thousands of other inputs. */
  const int long_training = o->method == SMOTE_METHOD_SVM && rows > MOST_ROWS;
  if (one_in(in, 4) || long_training) {
    uint8_t *support = block((size_t)rows);
    uint64_t state   = byte(in);
    for (int64_t i = 0; i < rows; i++)
      support[i] = (uint8_t)(next(&state) % 2);
    o->support_rows = support;
  }
  if (one_in(in, 4)) {
    int32_t *clusters = block((size_t)rows * sizeof *clusters);
    uint64_t state    = byte(in);
    for (int64_t i = 0; i < rows; i++)
      clusters[i] = (int32_t)(next(&state) % 4) - 1;
    if (one_in(in, 8)) clusters[below(in, 256) % rows] = small(in, 99);
    o->cluster_of_row = clusters;
  }
  /* Lists as long as `neighbors` and its like say. */
  if (one_in(in, 4) && o->neighbors > 0 && o->neighbors <= MOST_NEIGHBORS)
    o->class_neighbors = make_lists(in, t, o->neighbors);
  if (one_in(in, 4) && o->neighbors <= MOST_NEIGHBORS && o->danger_neighbors <= MOST_NEIGHBORS &&
      o->cleaning_neighbors <= MOST_NEIGHBORS) {
    int64_t k = o->method == SMOTE_METHOD_ADASYN  ? o->neighbors
                : o->method == SMOTE_METHOD_TOMEK ? 1
                : o->method >= SMOTE_METHOD_TOMEK ? o->cleaning_neighbors
                                                  : o->danger_neighbors;
    if (k == 0) k = 3;
    if (k > 0) o->all_neighbors = make_lists(in, t, k);
  }
}

/* ------------------------------------------------------------------------ */
/*  Calls                                                                    */
/* ------------------------------------------------------------------------ */

/* A failure is one of those listed, and described; with success nothing is. */
static void check_error(smote_status status, smote_error *error) {
  if (error == NULL) return;
  if (status == SMOTE_OK) {
    HOLDS(error->status == 12345);
  } else {
    HOLDS(status == SMOTE_ERROR_INVALID_ARGUMENT || status == SMOTE_ERROR_INVALID_DATA ||
          status == SMOTE_ERROR_TOO_FEW_ROWS || status == SMOTE_ERROR_NO_CANDIDATES ||
          status == SMOTE_ERROR_OUT_OF_MEMORY || status == SMOTE_ERROR_CANCELLED);
    HOLDS(error->status == status);
    HOLDS(memchr(error->message, 0, sizeof error->message) != NULL);
    HOLDS(error->message[0] != 0);
  }
  error->status = (smote_status)12345;
}

static smote_error *fresh_error(source *in) {
  if (one_in(in, 8)) return NULL;
  smote_error *error = block(sizeof *error);
  error->status      = (smote_status)12345;
  return error;
}

/* Output in blocks that end where it ends. */
typedef struct target {
  smote_output out;
  char        *values;
  int32_t     *labels;
} target;

static target make_target(source *in, const table *t, int64_t count) {
  const int64_t columns = t->data.columns;
  target        to;
  smote_output  init = SMOTE_OUTPUT_INIT;
  to.out             = init;
  to.values          = block((size_t)(count * columns * t->element_size));
  to.labels          = block((size_t)count * sizeof *to.labels);
  to.out.values      = to.values;
  to.out.labels      = to.labels;
  switch (below(in, 4)) {
  case 0: to.out.row_stride = 1, to.out.column_stride = count; break;
  case 1:
    if (count > 0) to.out.values = to.values + (count - 1) * columns * t->element_size;
    to.out.row_stride    = -columns;
    to.out.column_stride = 1;
    break;
  default: break;
  }
  return to;
}

static void write_all(const smote_plan *plan, const table *t, int64_t rows, source *in) {
  target       to    = make_target(in, t, rows);
  smote_error *error = fresh_error(in);
  to.out.carried     = one_in(in, 8);
  smote_status status =
    smote_plan_write(plan, &t->data, 0, rows, &to.out, 1 + one_in(in, 4), error);
  check_error(status, error);
  HOLDS(status == SMOTE_OK);
  if (t->is_finite)
    for (int64_t i = 0; i < rows * t->data.columns; i++)
      HOLDS(t->element_size == 4 ? isfinite(((float *)(void *)to.values)[i])
                                 : isfinite(((double *)(void *)to.values)[i]));
  /* A part of it, by itself, is the same. */
  if (rows > 0 && !one_in(in, 3)) {
    const int64_t first = below(in, 256) % rows, count = below(in, 256) % (rows - first + 1);
    const size_t  width = (size_t)(t->data.columns * t->element_size);
    smote_output  again = SMOTE_OUTPUT_INIT;
    char         *whole = block((size_t)rows * width), *part = block((size_t)count * width);
    again.carried       = to.out.carried;
    again.values        = whole;
    HOLDS(smote_plan_write(plan, &t->data, 0, rows, &again, 1, NULL) == SMOTE_OK);
    again.values        = part;
    HOLDS(smote_plan_write(plan, &t->data, first, count, &again, 1, NULL) == SMOTE_OK);
    HOLDS(count == 0 || memcmp(part, whole + (size_t)first * width, (size_t)count * width) == 0);
  }
}

/* Anything may be refused, and nothing may be written beyond where it should be. */
static void write_wildly(const smote_plan *plan, const table *t, const table *other, int64_t rows,
                         source *in) {
  const table *from  = one_in(in, 2) ? other : t;
  int64_t      first = rows > 0 ? below(in, 256) % rows : 0;
  int64_t      count = rows > first ? below(in, 256) % (rows - first + 1) : 0;
  target       to    = make_target(in, from, from->is_sound ? count : 0);
  to.out.carried     = below(in, 2);
  switch (below(in, 12)) {
  case 0: to.out.row_stride = odd_size(in); break;
  case 1: to.out.column_stride = odd_size(in); break;
  case 2: to.out.values = NULL; break;
  case 3: to.out.labels = NULL; break;
  case 4: to.out.values = (void *)(to.values + 1); break;
  case 5: to.out.labels = (void *)((char *)to.labels + 1); break;
  case 6: first = odd_size(in); break;
  case 7: count = count > 0 ? -count : odd_size(in); break;
  case 8: /* over the data itself */
    to.out.values = (char *)from->memory;
    break;
  case 9: to.out.labels = from->labels; break;
  case 10: first = rows - count + 1; break;
  default: break;
  }
  smote_error        *error = fresh_error(in);
  const smote_output *out   = one_in(in, 32) ? NULL : sized(in, &to.out, sizeof to.out);
  /* Strides of 0 with one at 0 would be fine for one row and more than the block for others;
   * what the library lets pass lies within the block, because strides that do not are refused
   * or never taken. */
  if (to.out.row_stride > count * from->data.columns && to.out.row_stride < (int64_t)1 << 44) return;
  if (to.out.column_stride > count * from->data.columns && to.out.column_stride < (int64_t)1 << 44) return;
  if (to.out.row_stride < 0 || to.out.column_stride < 0) {
    if (to.out.row_stride > -((int64_t)1 << 44) && to.out.column_stride > -((int64_t)1 << 44)) return;
  }
  const smote_dataset *data = one_in(in, 32) ? NULL : from->given;
  check_error(smote_plan_write(one_in(in, 32) ? NULL : plan, data, first, count, out, threads(in), error),
              error);
}

static void use_plan(const smote_plan *plan, const table *t, const table *other, source *in) {
  const int64_t rows = smote_plan_row_count(plan);
  HOLDS(rows >= 0 && smote_plan_kept_count(plan) >= 0 && smote_plan_kept_count(plan) <= rows);
  HOLDS(smote_plan_rounds(plan) >= 0);
  if (rows > 20000) return;
  int64_t *base     = block((size_t)rows * sizeof *base);
  int64_t *neighbor = block((size_t)rows * sizeof *neighbor);
  double  *gap      = block((size_t)rows * sizeof *gap);
  HOLDS(smote_plan_provenance(plan, 0, rows, base, neighbor, gap, NULL) == SMOTE_OK);
  for (int64_t i = 0; i < rows; i++) {
    HOLDS(base[i] >= 0 && base[i] < t->data.rows);
    HOLDS(neighbor[i] >= 0 && neighbor[i] < t->data.rows);
    HOLDS(gap[i] > -1.0000001 && gap[i] < 1);
    HOLDS(base[i] != neighbor[i] || gap[i] == 0);
  }
  write_all(plan, t, rows, in);
  for (int calls = below(in, 6); calls > 0; calls--) {
    smote_error *error = fresh_error(in);
    switch (below(in, 4)) {
    case 0: {
      const int64_t columns = one_in(in, 4) ? size(in, MANY_COLUMNS) : t->data.columns;
      uint8_t      *voted   = block((size_t)t->data.columns);
      check_error(smote_plan_voted(one_in(in, 32) ? NULL : plan, columns, one_in(in, 32) ? NULL : voted, error),
                  error);
      break;
    }
    case 1: {
      const int64_t count   = smote_plan_warning_count(plan);
      const int64_t index   = count > 0 && !one_in(in, 4) ? below(in, 256) % count : odd_size(in);
      smote_error  *warning = one_in(in, 32) ? NULL : block(sizeof *warning);
      smote_status  status  = smote_plan_warning(plan, index, warning, error);
      check_error(status, error);
      if (status == SMOTE_OK) HOLDS(warning->status >= 200 && warning->message[0] != 0);
      break;
    }
    case 2: {
      int64_t first = rows > 0 ? below(in, 256) % rows : 0;
      int64_t count = rows > first ? below(in, 256) % (rows - first + 1) : 0;
      int64_t *one  = block((size_t)count * sizeof *one);
      if (one_in(in, 4)) first = odd_size(in);
      if (one_in(in, 4)) count = count > 0 ? -count : odd_size(in);
      /* Into the same place twice: whatever it holds then. */
      smote_status status = smote_plan_provenance(one_in(in, 32) ? NULL : plan, first, count, one,
                                                  one_in(in, 3) ? one : NULL, NULL, error);
      check_error(status, error);
      break;
    }
    default: write_wildly(plan, t, other, rows, in); break;
    }
  }
}

/* The same call with other threads decides the same. */
static void check_again(const smote_plan *plan, const table *t, smote_options o, extras *e) {
  const int64_t rows = smote_plan_row_count(plan);
  if (rows > 20000) return;
  smote_plan *again = NULL;
  o.threads         = o.threads == 1 ? 2 : 1;
  o.progress        = NULL;
  if (e->state != NULL) memcpy(e->state, e->state_copy, sizeof e->state_copy);
  if (e->normal != NULL) memcpy(e->normal, e->normal_copy, sizeof e->normal_copy);
  HOLDS(smote_plan_create(&t->data, &o, &again, NULL) == SMOTE_OK);
  HOLDS(smote_plan_row_count(again) == rows);
  int64_t *base = block((size_t)rows * 2 * sizeof *base), *neighbor = base + rows;
  int64_t *base_2 = block((size_t)rows * 2 * sizeof *base), *neighbor_2 = base_2 + rows;
  double  *gap = block((size_t)rows * sizeof *gap), *gap_2 = block((size_t)rows * sizeof *gap);
  HOLDS(smote_plan_provenance(plan, 0, rows, base, neighbor, gap, NULL) == SMOTE_OK);
  HOLDS(smote_plan_provenance(again, 0, rows, base_2, neighbor_2, gap_2, NULL) == SMOTE_OK);
  HOLDS(rows == 0 || (memcmp(base, base_2, (size_t)rows * 2 * sizeof *base) == 0 &&
                      memcmp(gap, gap_2, (size_t)rows * sizeof *gap) == 0));
  smote_plan_free(again);
}

static void search(source *in, const table *t, const table *other) {
  smote_search s    = SMOTE_SEARCH_INIT;
  s.neighbors       = small(in, MOST_NEIGHBORS);
  s.threads         = threads(in);
  s.first_query     = one_in(in, 16) ? size(in, 99) : 0;
  s.first_reference = one_in(in, 16) ? size(in, 99) : 0;
  s.one_table       = below(in, 2);
  s.resume          = one_in(in, 4);
  s.scale           = (smote_scale)(one_in(in, 48) ? byte(in) - 9 : below(in, 3));
  watch w           = {0, one_in(in, 8), 0};
  if (one_in(in, 4)) s.progress = progress, s.progress_context = &w;
  const int    alone   = below(in, 2);
  const table *queries = alone ? t : other;
  if (t->is_sound && one_in(in, 4)) s.column_weights = make_weights(in, t->data.columns);
  /* What is asked for must fit into what there is. */
  const int64_t k = s.neighbors, given_rows = queries->data.rows;
  const int64_t rows = given_rows > 0 && given_rows <= MANY_ROWS ? given_rows : 1;
  if (k > 1000) return;
  const size_t count     = (size_t)(rows * (k > 0 ? k : 1));
  int64_t     *indices   = block(count * sizeof *indices);
  double      *distances = block(count * sizeof *distances);
  uint64_t     state     = byte(in);
  const int    wild      = one_in(in, 4);
  for (size_t i = 0; i < count; i++) {
    const int64_t place = (int64_t)i % (k > 0 ? k : 1);
    indices[i]          = wild ? (int64_t)(next(&state) % 99) - 2 : -1;
    distances[i]        = wild ? place * 0.25 : INFINITY;
  }
  if (wild) {
    indices[below(in, 256) % count]   = odd_size(in);
    distances[below(in, 256) % count] = odd_number(in);
  }
  smote_error *error = fresh_error(in);
  int64_t     *into  = one_in(in, 48) ? NULL : indices;
  double      *far   = one_in(in, 8) ? NULL : distances;
  if (one_in(in, 24)) far = (double *)(void *)indices; /* into the same place */
  const smote_search  *given  = one_in(in, 48) ? NULL : sized(in, &s, sizeof s);
  const smote_dataset *tables = one_in(in, 48) ? NULL : t->given;
  smote_status status = smote_neighbors(alone ? NULL : other->given, tables, given, into, far, error);
  check_error(status, error);
  if (status != SMOTE_OK || far == (double *)(void *)indices || s.resume) return;
  for (size_t i = 0; i < count; i++) {
    HOLDS(indices[i] == -1 ||
          (indices[i] >= s.first_reference && indices[i] < s.first_reference + t->data.rows));
    if (far != NULL && i % (size_t)k > 0) HOLDS(far[i] >= far[i - 1]);
  }
}

/* An allocation of more is refused, as it would be on a small machine, and is not an error. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
  return "allocator_may_return_null=1:max_allocation_size_mb=1000:detect_leaks=1";
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
  source        in = {bytes, count};
  static table  first, second;
  smote_options options;
  static extras extra;
  const int     kind = below(&in, 16);
  make_table(&in, &first);
  if (kind != 0) {
    make_options(&in, &options, &extra, &first);
    smote_plan   *plan  = (smote_plan *)(void *)&plan;
    smote_error  *error = fresh_error(&in);
    smote_options *given = one_in(&in, 48) ? NULL : sized(&in, &options, sizeof options);
    /* A struct without the latest fields is one without what they point to. */
    const int whole = given != NULL && given->struct_size == sizeof options &&
                      first.given->struct_size == sizeof first.data;
    smote_status status = smote_plan_create(one_in(&in, 48) ? NULL : first.given, given,
                                            one_in(&in, 48) ? NULL : &plan, error);
    check_error(status, error);
    if (status != SMOTE_OK) {
      HOLDS(plan == NULL || plan == (smote_plan *)(void *)&plan);
      plan = NULL;
      if (extra.state != NULL) HOLDS(memcmp(extra.state, extra.state_copy, sizeof extra.state_copy) == 0);
      if (extra.normal != NULL)
        HOLDS(memcmp(extra.normal, extra.normal_copy, sizeof extra.normal_copy) == 0);
    } else {
      HOLDS(plan != NULL && first.is_sound);
      if (whole && one_in(&in, 4)) check_again(plan, &first, options, &extra);
      make_table(&in, &second);
      /* Categories and votes: of the table as the plan knew it. */
      if (!whole) first.data.categorical = first.given->struct_size == sizeof first.data ? first.data.categorical : NULL;
      use_plan(plan, &first, &second, &in);
      check_untouched(&second);
      smote_plan_free(plan);
    }
    check_untouched(&first);
  }
  if (kind < 4) {
    make_table(&in, &second);
    search(&in, &first, &second);
    check_untouched(&first);
    check_untouched(&second);
    const char *name = smote_method_name((smote_method)(byte(&in) - 2));
    HOLDS(name == NULL || name[0] != 0);
    HOLDS(smote_status_name((smote_status)(byte(&in) * 3 - 9)) != NULL);
  }
  release_blocks();
  return 0;
}

#ifdef STANDALONE
#include <time.h>

static void replay(const char *name) {
  FILE *file = fopen(name, "rb");
  if (file == NULL) exit(2);
  static uint8_t bytes[1 << 16];
  size_t         count = fread(bytes, 1, sizeof bytes, file);
  fclose(file);
  LLVMFuzzerTestOneInput(bytes, count);
}

/* Without arguments, or with a number of seconds: random inputs. With names of files: these. */
int main(int count, char **arguments) {
  char  *end_of_number = NULL;
  double seconds       = count > 1 ? strtod(arguments[1], &end_of_number) : 10;
  if (count > 1 && *end_of_number != 0) {
    for (int i = 1; i < count; i++)
      replay(arguments[i]);
    printf("%d inputs\n", count - 1);
    return 0;
  }
  uint64_t state = (uint64_t)time(NULL);
  time_t   end   = time(NULL) + (time_t)seconds;
  long     runs  = 0;
  static uint8_t bytes[2048];
  do {
    for (size_t i = 0; i < sizeof bytes; i++)
      bytes[i] = (uint8_t)next(&state);
    /* So that a crash can be looked at. */
    FILE *file = fopen("fuzz-last-input", "wb");
    if (file != NULL) {
      fwrite(bytes, 1, sizeof bytes, file);
      fclose(file);
    }
    LLVMFuzzerTestOneInput(bytes, sizeof bytes);
    runs++;
  } while (time(NULL) < end);
  printf("%ld inputs\n", runs);
  return 0;
}
#endif

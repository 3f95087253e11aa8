/*
 * fuzz_interface.c - bytes become a data set, options and calls; nothing may crash, hang, leak,
 * or break what the header promises
 *
 * With libFuzzer: LLVMFuzzerTestOneInput. Without (-DSTANDALONE): random inputs for so many
 * seconds, or the files named, to replay them.
 */
#include "smote.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static double number(source *in) {
  static const double odd[] = {0, -0.0, 1, -1, NAN, INFINITY, -INFINITY, 1e308, -1e308, 5e-324,
                               1e-300, 16777215, 16777216, 0.5, 1e15, 3.5e38};
  switch (below(in, 8)) {
  case 0: return odd[below(in, 16)];
  case 1:
  case 2: return below(in, 4);
  default: return (below(in, 256) - 128) / 16.0 + below(in, 256) / 4096.0;
  }
}

/* Mostly small and sensible; sometimes what no memory can hold, which has to be seen. */
static int64_t size(source *in, int most) {
  static const int64_t odd[] = {0, -1, INT64_MIN, INT64_MAX, (int64_t)1 << 62};
  return one_in(in, 32) ? odd[below(in, 5)] : 1 + below(in, most);
}

static int32_t small(source *in, int most) {
  static const int32_t odd[] = {0, -1, INT32_MIN, INT32_MAX, 1000, 65536};
  return one_in(in, 24) ? odd[below(in, 6)] : 1 + below(in, most);
}

/* ------------------------------------------------------------------------ */
/*  A data set                                                               */
/* ------------------------------------------------------------------------ */

enum { MOST_ROWS = 48, MOST_COLUMNS = 6, MOST_NEIGHBORS = 8 };

typedef struct table {
  smote_dataset data;
  double        values[MOST_ROWS * MOST_COLUMNS];
  int32_t       labels[MOST_ROWS];
  uint8_t       mask[MOST_COLUMNS];
  int           is_sound; /* its memory is what it says */
  int           is_finite;
} table;

static int32_t label(source *in) {
  static const int32_t odd[] = {INT32_MIN, INT32_MAX, -1, 7};
  return one_in(in, 16) ? odd[below(in, 4)] : below(in, 3);
}

static void lay_out(source *in, table *t) {
  smote_dataset *d = &t->data;
  switch (below(in, 6)) {
  case 0:
    d->row_stride    = 1;
    d->column_stride = d->rows;
    break;
  case 1: /* backwards */
    d->row_stride    = -d->columns;
    d->column_stride = 1;
    d->values        = d->dtype == SMOTE_DTYPE_FLOAT32
                           ? (const void *)((float *)t->values + (d->rows - 1) * d->columns)
                           : (const void *)(t->values + (d->rows - 1) * d->columns);
    break;
  default: break;
  }
}

static void make_table(source *in, table *t) {
  memset(t, 0, sizeof *t);
  smote_dataset init = SMOTE_DATASET_INIT;
  t->data         = init;
  t->data.rows    = size(in, MOST_ROWS);
  t->data.columns = size(in, MOST_COLUMNS);
  t->data.dtype   = (smote_dtype)(one_in(in, 32) ? 7 : below(in, 2));
  t->data.values  = t->values;
  t->data.labels  = t->labels;
  t->is_sound     = t->data.rows > 0 && t->data.rows <= MOST_ROWS && t->data.columns > 0 &&
                t->data.columns <= MOST_COLUMNS;
  int finite  = one_in(in, 4) == 0;
  int nominal = below(in, 3) == 0;
  for (int j = 0; j < MOST_COLUMNS; j++)
    t->mask[j] = nominal && below(in, 2);
  t->is_finite = 1;
  for (int i = 0; i < MOST_ROWS * MOST_COLUMNS; i++) {
    double value = number(in);
    int    code  = nominal && t->data.columns > 0 && t->mask[i % t->data.columns % MOST_COLUMNS];
    if (finite && (!isfinite(value) || fabs(value) > 1e300)) value = 1;
    if (finite && code) value = floor(fabs(value));
    if (!isfinite(value)) t->is_finite = 0;
    if (t->data.dtype == SMOTE_DTYPE_FLOAT32) {
      float narrow = (float)value;
      if (!isfinite(narrow)) t->is_finite = 0;
      ((float *)t->values)[i] = narrow;
    } else {
      t->values[i] = value;
    }
  }
  for (int i = 0; i < MOST_ROWS; i++)
    t->labels[i] = label(in);
  if (nominal || one_in(in, 16)) t->data.categorical = t->mask;
  if (t->is_sound) lay_out(in, t);
  if (one_in(in, 64)) t->data.values = NULL;
  if (one_in(in, 64)) t->data.labels = NULL;
  if (one_in(in, 64)) t->data.struct_size = (size_t)byte(in);
  if (one_in(in, 64)) t->data.row_stride = INT64_MIN;
}

/* ------------------------------------------------------------------------ */
/*  Options                                                                  */
/* ------------------------------------------------------------------------ */

typedef struct extras {
  smote_target      targets[3];
  smote_class_value shrinkage[3];
  double            weights[MOST_COLUMNS];
  uint32_t          state[625];
  double            normal[2];
  int64_t           class_neighbors[MOST_ROWS * MOST_NEIGHBORS];
  int64_t           all_neighbors[MOST_ROWS * MOST_NEIGHBORS];
  uint8_t           support[MOST_ROWS];
  int32_t           clusters[MOST_ROWS];
  double            probabilities[MOST_ROWS];
  int               calls, cancel_at;
} extras;

static int32_t progress(double fraction, void *context) {
  extras *e = context;
  if (!(fraction >= 0 && fraction <= 1)) abort();
  return ++e->calls == e->cancel_at;
}

static smote_method method(source *in) {
  static const int methods[] = {1, 2, 3, 4, 5, 6, 7, 8, 32, 33, 64, 65, 66, 67, 68, 69, 70, 71,
                                72, 73, 74, 75};
  return (smote_method)(one_in(in, 32) ? byte(in) - 4 : methods[below(in, 22)]);
}

static int64_t neighbor(source *in) {
  return one_in(in, 32) ? (int64_t)byte(in) << 55 : below(in, MOST_ROWS + 1) - 1;
}

static void make_options(source *in, smote_options *o, extras *e) {
  smote_options init = SMOTE_OPTIONS_INIT;
  *o = init;
  memset(e, 0, sizeof *e);
  o->method    = method(in);
  o->strategy  = (smote_strategy)(one_in(in, 32) ? byte(in) : below(in, 9));
  o->seed      = one_in(in, 8) ? UINT64_MAX : byte(in);
  o->amount    = one_in(in, 4) ? number(in) : (1 + below(in, 100)) / 100.0;
  o->neighbors = small(in, MOST_NEIGHBORS);
  o->threads   = one_in(in, 16) ? small(in, 4) : 1 + below(in, 2);
  o->stream    = (smote_stream)(one_in(in, 32) ? byte(in) : below(in, 3));
  o->few_rows  = (smote_few_rows)below(in, 2);
  o->bases     = (smote_bases)below(in, 2);
  o->scale     = (smote_scale)(one_in(in, 32) ? byte(in) : below(in, 3));
  o->danger_neighbors = small(in, MOST_NEIGHBORS);
  for (int i = 0; i < 3; i++) {
    e->targets[i].label   = i;
    e->targets[i].rows    = one_in(in, 16) ? size(in, 99) : below(in, 99);
    e->shrinkage[i].label = i;
    e->shrinkage[i].value = one_in(in, 16) ? number(in) : below(in, 9) / 4.0;
  }
  o->targets      = e->targets;
  o->target_count = one_in(in, 32) ? size(in, 3) % 4 : 3;
  for (int i = 0; i < MOST_COLUMNS; i++)
    e->weights[i] = one_in(in, 8) ? number(in) : below(in, 4);
  if (one_in(in, 3)) o->column_weights = e->weights;
  for (int i = 0; i < 625; i++)
    e->state[i] = (uint32_t)i * 2654435761u;
  e->state[624]  = one_in(in, 16) ? byte(in) * 4u : 624;
  o->numpy_state = e->state;
  if (one_in(in, 3)) o->numpy_normal = e->normal;
  /* The tables are as long as the numbers say: those lie within what is checked first. */
  int fits = o->neighbors <= MOST_NEIGHBORS && o->danger_neighbors <= MOST_NEIGHBORS;
  for (int i = 0; i < MOST_ROWS * MOST_NEIGHBORS; i++) {
    e->class_neighbors[i] = neighbor(in);
    e->all_neighbors[i]   = neighbor(in);
  }
  if (fits && one_in(in, 8)) o->class_neighbors = e->class_neighbors;
  if (one_in(in, 4)) {
    o->progress         = progress;
    o->progress_context = e;
    e->cancel_at        = one_in(in, 2) ? 1 + below(in, 8) : 0;
  }
  if (one_in(in, 3)) {
    o->shrinkage       = e->shrinkage;
    o->shrinkage_count = 3;
  }
  o->out_step = one_in(in, 8) ? number(in) : below(in, 5) / 4.0;
  for (int i = 0; i < MOST_ROWS; i++) {
    e->support[i]       = (uint8_t)below(in, 2);
    e->clusters[i]      = one_in(in, 64) ? INT32_MAX : below(in, 4) - 1;
    e->probabilities[i] = one_in(in, 64) ? number(in) : below(in, 9) / 8.0;
  }
  if (one_in(in, 3)) o->support_rows = e->support;
  if (one_in(in, 3)) o->cluster_of_row = e->clusters;
  o->cluster_balance_threshold = one_in(in, 8) ? number(in) : below(in, 5) / 4.0 - 0.25;
  o->density_exponent          = one_in(in, 8) ? number(in) : below(in, 9) - 1;
  o->clusters                  = small(in, 6);
  if (one_in(in, 3)) o->cleaning = method(in);
  o->cleaning_strategy  = (smote_strategy)(one_in(in, 32) ? byte(in) : below(in, 9));
  o->cleaning_amount    = one_in(in, 8) ? number(in) : (1 + below(in, 100)) / 100.0;
  o->cleaning_targets   = e->targets;
  o->cleaning_target_count = 3;
  o->cleaning_neighbors = one_in(in, 8) ? small(in, 9) : below(in, MOST_NEIGHBORS + 1);
  o->selection          = (smote_selection)below(in, 2);
  o->rounds             = small(in, 9);
  o->seeds              = small(in, 4);
  o->cleaning_threshold = one_in(in, 16) ? number(in) : 0.5;
  o->replacement        = below(in, 2);
  o->allow_minority     = below(in, 2);
  o->candidate_neighbors = small(in, 6);
  o->hard_voting        = below(in, 2);
  if (one_in(in, 2)) o->class_probabilities = e->probabilities;
  int listed = o->cleaning_neighbors <= MOST_NEIGHBORS;
  if (fits && listed && one_in(in, 8)) o->all_neighbors = e->all_neighbors;
  if (one_in(in, 64)) o->struct_size = (size_t)byte(in) * 2;
}

/* ------------------------------------------------------------------------ */
/*  What must hold                                                           */
/* ------------------------------------------------------------------------ */

#define HOLDS(condition)                                                       \
  do {                                                                         \
    if (!(condition)) {                                                        \
      fprintf(stderr, "line %d: %s\n", __LINE__, #condition);                  \
      abort();                                                                 \
    }                                                                          \
  } while (0)

static void check_status(smote_status status, const smote_error *error) {
  if (status == SMOTE_OK) return;
  HOLDS(status != SMOTE_ERROR_INTERNAL);
  HOLDS(error->status == status);
  HOLDS(memchr(error->message, 0, sizeof error->message) != NULL);
  HOLDS(error->message[0] != 0);
}

static void write_rows(const smote_plan *plan, const table *t, int64_t rows, source *in) {
  int64_t columns = t->data.columns;
  /* Exactly as large as they have to be, so that a sanitizer sees the end. */
  double  *values = malloc((size_t)(rows * columns) * sizeof(double) + 1);
  int32_t *labels = malloc((size_t)rows * sizeof(int32_t) + 1);
  HOLDS(values != NULL && labels != NULL);
  smote_output out = SMOTE_OUTPUT_INIT;
  out.values  = values;
  out.labels  = labels;
  out.carried = one_in(in, 8);
  if (one_in(in, 3)) {
    out.row_stride    = 1;
    out.column_stride = rows;
  }
  smote_error  error;
  smote_status status = smote_plan_write(plan, &t->data, 0, rows, &out, 1 + below(in, 2), &error);
  check_status(status, &error);
  HOLDS(status == SMOTE_OK);
  if (t->is_finite)
    for (int64_t i = 0; i < rows * columns; i++)
      HOLDS(t->data.dtype == SMOTE_DTYPE_FLOAT32 ? isfinite(((float *)values)[i])
                                                 : isfinite(values[i]));
  int64_t first = rows > 0 ? below(in, 255) % rows : 0;
  int64_t count = rows > first ? below(in, 255) % (rows - first) : 0;
  out.row_stride = out.column_stride = 0;
  status = smote_plan_write(plan, &t->data, first, count, &out, 1, &error);
  check_status(status, &error);
  HOLDS(status == SMOTE_OK);
  out.row_stride = size(in, 9);
  check_status(smote_plan_write(plan, &t->data, size(in, 9), 0, &out, 1, &error), &error);
  free(values);
  free(labels);
}

static void use_plan(const smote_plan *plan, const table *t, source *in) {
  int64_t rows = smote_plan_row_count(plan);
  HOLDS(rows >= 0 && smote_plan_kept_count(plan) >= 0 && smote_plan_kept_count(plan) <= rows);
  if (rows > 100000) return;
  int64_t *base     = malloc((size_t)rows * 8 + 1);
  int64_t *neighbor = malloc((size_t)rows * 8 + 1);
  double  *gap      = malloc((size_t)rows * 8 + 1);
  HOLDS(base != NULL && neighbor != NULL && gap != NULL);
  smote_error error;
  HOLDS(smote_plan_provenance(plan, 0, rows, base, neighbor, gap, &error) == SMOTE_OK);
  for (int64_t i = 0; i < rows; i++) {
    HOLDS(base[i] >= 0 && base[i] < t->data.rows);
    HOLDS(neighbor[i] >= 0 && neighbor[i] < t->data.rows);
    HOLDS(gap[i] > -1.0000001 && gap[i] < 1);
    HOLDS(base[i] != neighbor[i] || gap[i] == 0);
  }
  free(base);
  free(neighbor);
  free(gap);
  uint8_t voted[MOST_COLUMNS];
  HOLDS(smote_plan_voted(plan, t->data.columns, voted, &error) == SMOTE_OK);
  for (int64_t i = 0; i < smote_plan_warning_count(plan); i++) {
    smote_error warning;
    HOLDS(smote_plan_warning(plan, i, &warning, &error) == SMOTE_OK);
    HOLDS(warning.status >= 200);
  }
  check_status(smote_plan_provenance(plan, size(in, 9), size(in, 9), NULL, NULL, NULL, &error),
               &error);
  write_rows(plan, t, rows, in);
}

static void search(source *in, const table *t, const table *other) {
  smote_search s = SMOTE_SEARCH_INIT;
  s.neighbors       = small(in, MOST_NEIGHBORS);
  s.threads         = 1 + below(in, 2);
  s.first_query     = one_in(in, 16) ? size(in, 99) : 0;
  s.first_reference = one_in(in, 16) ? size(in, 99) : 0;
  s.one_table       = below(in, 2);
  s.resume          = one_in(in, 4);
  s.scale           = (smote_scale)below(in, 3);
  if (s.neighbors > MOST_NEIGHBORS) s.resume = 0;
  int64_t indices[MOST_ROWS * MOST_NEIGHBORS];
  double  distances[MOST_ROWS * MOST_NEIGHBORS];
  for (int i = 0; i < MOST_ROWS * MOST_NEIGHBORS; i++) {
    indices[i]   = below(in, 9) - 1;
    distances[i] = one_in(in, 16) ? number(in) : below(in, 9);
  }
  /* What is asked for must fit into what there is. */
  if (s.neighbors > MOST_NEIGHBORS) return;
  smote_error error;
  int         alone = below(in, 2);
  check_status(smote_neighbors(alone ? NULL : &other->data, &t->data, &s, indices, distances,
                               &error),
               &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
  source        in = {bytes, count};
  static table  first, second;
  smote_options options;
  static extras extra;
  /* Options first: they are short, and what comes last is zeros where bytes run out. */
  make_options(&in, &options, &extra);
  make_table(&in, &first);
  smote_plan  *plan = (smote_plan *)&plan;
  smote_error  error;
  int          had_error = below(&in, 8) != 0;
  smote_status status = smote_plan_create(&first.data, &options, &plan, had_error ? &error : NULL);
  if (had_error) check_status(status, &error);
  HOLDS((status == SMOTE_OK) == (plan != NULL));
  if (plan != NULL) {
    HOLDS(first.is_sound);
    use_plan(plan, &first, &in);
    smote_plan_free(plan);
  }
  make_table(&in, &second);
  search(&in, &first, &second);
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

int main(int count, char **arguments) {
  if (count > 2) {
    for (int i = 2; i < count; i++)
      replay(arguments[i]);
    return 0;
  }
  double   seconds = count > 1 ? atof(arguments[1]) : 10;
  uint64_t state   = (uint64_t)time(NULL) * 2654435761u + 88172645463325252u;
  time_t   end     = time(NULL) + (time_t)seconds;
  long     runs    = 0;
  static uint8_t bytes[8192];
  do {
    for (size_t i = 0; i < sizeof bytes; i++) {
      state ^= state << 13;
      state ^= state >> 7;
      state ^= state << 17;
      bytes[i] = (uint8_t)(state >> 32);
    }
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

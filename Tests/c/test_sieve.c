/*
 * test_sieve.c - searches so large that float32 distances sort out first: the lists are
 * those of the oracle all the same, on data that are hard for float32, whatever the host has
 * made of numbers below the normal range
 */
#include "common.h"

/* Lets numbers below the normal range be 0, as results and as operands. */
#if defined(__x86_64__)
#  include <xmmintrin.h>
static void flush_small_numbers(bool yes) { _mm_setcsr(yes ? _mm_getcsr() | 0x8040u : _mm_getcsr() & ~0x8040u); }
#elif defined(__aarch64__)
static void flush_small_numbers(bool yes) {
  const uint64_t flush = 1 << 24;
  uint64_t       control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  control = yes ? control | flush : control & ~flush;
  __asm__ volatile("msr fpcr, %0" : : "r"(control));
}
#else
static void flush_small_numbers(bool yes) { (void)yes; }
#endif

enum { QUERIES = 130, REFERENCES = 1700, MOST_K = 1080 };

/* ------------------------------------------------------------------------ */
/*  Data                                                                     */
/* ------------------------------------------------------------------------ */

enum hard {
  PLAIN_DATA,
  OFFSET_LITTLE,   /* far from 0, near each other: as near as float64 can tell */
  OFFSET_HUGE,     /* the same for float32 tables: few different values */
  TINY_SQUARES,    /* squares of differences are below float32's normal range */
  BORDER_SQUARES,  /* around half of its smallest number: each rounds up or down */
  TINY_VALUES,     /* values are below float32's normal range */
  DENORMAL,        /* and below that of the type itself */
  NEAR_LIMIT,      /* norms on both sides of where the sieve gives up */
  LARGE,           /* near the limits of float32 */
  LARGEST_VALUES,  /* of the type: distances overflow */
  TIES,            /* thousands of equal distances */
  SHELL,           /* all references as far from the queries as each other, but for rounding */
  OUTLIERS,        /* some far away, so that the norms of groups differ */
  CONSTANT,        /* columns that are constant, and one that is not */
  LAST_BITS,       /* differences in the last bits of float64 */
  ALL_SAME,
  HARD
};

static const char *const names[HARD] = {
  "plain", "offset", "huge offset", "tiny squares", "border squares", "tiny values", "denormal", "near limit", "large",
  "largest", "ties", "shell", "outliers", "constant", "last bits", "all the same"};

static double hard_value(enum hard hard, smote_dtype dtype, int64_t row, int64_t column) {
  const bool   single = dtype == SMOTE_DTYPE_FLOAT32;
  const double x      = 2 * random_unit() - 1;
  switch (hard) {
  case OFFSET_LITTLE: return (single ? 1000 : 1e9) + (single ? 1e-2 : 1e-5) * x;
  case OFFSET_HUGE: return (single ? 16777216 : 9007199254740992.0) + (double)random_below(64);
  case TINY_SQUARES: return 0x1p-70 * x;
  case BORDER_SQUARES: return 1.1 * 0x1p-75 * (double)random_below(5);
  case TINY_VALUES: return 0x1p-140 * x;
  case DENORMAL: return (single ? 1e-44 : 5e-324) * (double)random_below(9);
  case NEAR_LIMIT: return row % 500 < 450 ? 1e15 * x : 2e14 * x;
  case LARGE: return 3e37 * x;
  case LARGEST_VALUES: return (single ? FLT_MAX : DBL_MAX) * x;
  case TIES: return (double)random_below(2);
  case SHELL: return row < 40 ? 0 : (row + column) % 3 == 0 ? (x < 0 ? -1e3 : 1e3) : 0;
  case OUTLIERS: return row % 600 == 99 ? 1e12 * x : x;
  case CONSTANT: return column % 3 == 1 ? x : 0.1 + (double)column * 1e6;
  case LAST_BITS: return 1 + (double)random_below(8) * (single ? 0x1p-23 : 0x1p-52);
  case ALL_SAME: return 0.7;
  default: return x;
  }
}

static void *hard_values(enum hard hard, smote_dtype dtype, int64_t rows, int64_t columns) {
  void *values = allocate((size_t)(rows * columns) * size_of_dtype(dtype));
  for (int64_t i = 0; i < rows * columns; i++) {
    const double value = hard_value(hard, dtype, i / columns, i % columns);
    if (dtype == SMOTE_DTYPE_FLOAT32)
      ((float *)values)[i] = (float)value;
    else
      ((double *)values)[i] = value;
  }
  return values;
}

/* ------------------------------------------------------------------------ */
/*  Lists                                                                    */
/* ------------------------------------------------------------------------ */

struct lists {
  int64_t *indices;
  double  *distances;
};

static struct lists empty_lists(int64_t rows, int k) {
  struct lists lists;
  lists.indices   = (int64_t *)allocate((size_t)(rows * k) * sizeof *lists.indices);
  lists.distances = (double *)allocate((size_t)(rows * k) * sizeof *lists.distances);
  for (int64_t i = 0; i < rows * k; i++) {
    lists.indices[i]   = -1;
    lists.distances[i] = INFINITY;
  }
  return lists;
}

static void free_lists(struct lists *lists) {
  free(lists->indices);
  free(lists->distances);
}

static bool same_lists(const struct lists *a, const struct lists *b, int64_t count) {
  return memcmp(a->indices, b->indices, (size_t)count * sizeof *a->indices) == 0 &&
         memcmp(a->distances, b->distances, (size_t)count * sizeof *a->distances) == 0;
}

static struct lists find(const smote_dataset *queries, const smote_dataset *references, const smote_search *search) {
  const int64_t rows  = (queries != NULL ? queries : references)->rows;
  struct lists  lists = empty_lists(rows, search->neighbors);
  smote_error   error = {SMOTE_OK, ""};
  CHECK(smote_neighbors(queries, references, search, lists.indices, lists.distances, &error) == SMOTE_OK, "%s",
        error.message);
  return lists;
}

/* Some of the queries against all distances, sorted. `shift` is the number of the first
 * reference. */
static void check_lists(const char *what, const struct lists *lists, const smote_dataset *queries,
                        const smote_dataset *references, int k, const double *factors, int64_t shift, bool self,
                        int64_t step) {
  int64_t indices[MOST_K];
  double  distances[MOST_K];
  for (int64_t q = 0; q < queries->rows; q += step) {
    oracle_neighbors(queries, q, references, self ? q : -1, k, factors, indices, distances);
    bool same = true;
    for (int p = 0; p < k; p++)
      same = same && lists->distances[q * k + p] == distances[p] &&
             lists->indices[q * k + p] == (indices[p] < 0 ? -1 : indices[p] + shift);
    CHECK(same, "%s, query %" PRId64 ", k %d", what, q, k);
  }
}

/* ------------------------------------------------------------------------ */
/*  Checks                                                                   */
/* ------------------------------------------------------------------------ */

static void check_hard(enum hard hard, smote_dtype dtype, int64_t columns) {
  void         *x          = hard_values(hard, dtype, QUERIES, columns);
  void         *y          = hard_values(hard, dtype, REFERENCES, columns);
  smote_dataset queries    = dataset(x, NULL, QUERIES, columns, dtype);
  smote_dataset references = dataset(y, NULL, REFERENCES, columns, dtype);
  static const int counts[] = {1, 5, 70};
  for (int c = 0; c < 3; c++) {
    char what[80];
    snprintf(what, sizeof what, "%s, dtype %d, %" PRId64 " columns", names[hard], (int)dtype, columns);
    smote_search search    = SMOTE_SEARCH_INIT;
    search.neighbors       = counts[c];
    search.first_reference = 1000000007;
    search.threads         = 1;
    struct lists lists     = find(&queries, &references, &search);
    check_lists(what, &lists, &queries, &references, counts[c], NULL, search.first_reference, false, 13);

    /* A self join, by three threads. */
    search.threads         = 3;
    search.first_reference = 0;
    struct lists own       = find(NULL, &references, &search);
    check_lists(what, &own, &references, &references, counts[c], NULL, 0, true, 403);
    free_lists(&own);

    /* Columns behind each other, and rows from the last to the first: the same lists. */
    static const enum layout layouts[] = {COLUMNS_PACKED, REVERSED_BOTH};
    for (int l = 0; l < 2; l++) {
      const size_t  size = size_of_dtype(dtype);
      struct placed p = place_copy(&references, layouts[l]), q = place_copy(&queries, layouts[l]);
      smote_dataset other = references, others = queries;
      other.values  = at(&p, 0, 0, size), other.row_stride = p.row_stride, other.column_stride = p.column_stride;
      others.values = at(&q, 0, 0, size), others.row_stride = q.row_stride, others.column_stride = q.column_stride;
      search.first_reference = 1000000007;
      struct lists same      = find(&others, &other, &search);
      CHECK(same_lists(&lists, &same, QUERIES * counts[c]), "%s: layout %d", what, (int)layouts[l]);
      free_lists(&same);
      free(q.memory);
      free(p.memory);
    }
    free_lists(&lists);
  }
  free(y);
  free(x);
}

/* Blocks of references in any order, some of them twice, some too small for the sieve. */
static void check_blocks(enum hard hard, int64_t columns, int k) {
  enum { ROWS = 2600 };
  static const int64_t starts[] = {1900, 0, 1100, 1130, 0, 2599}, ends[] = {2599, 1100, 1130, 1900, 1200, 2600};
  double       *x          = (double *)hard_values(hard, SMOTE_DTYPE_FLOAT64, QUERIES, columns);
  double       *y          = (double *)hard_values(hard, SMOTE_DTYPE_FLOAT64, ROWS, columns);
  smote_dataset queries    = dataset(x, NULL, QUERIES, columns, SMOTE_DTYPE_FLOAT64);
  smote_dataset references = dataset(y, NULL, ROWS, columns, SMOTE_DTYPE_FLOAT64);
  smote_search  search     = SMOTE_SEARCH_INIT;
  search.neighbors         = k;
  search.threads           = 2;
  struct lists whole       = find(&queries, &references, &search);
  check_lists(names[hard], &whole, &queries, &references, k, NULL, 0, false, 41);
  struct lists parts = empty_lists(QUERIES, k);
  search.resume      = 1;
  for (int b = 0; b < 6; b++) {
    smote_dataset block    = references;
    block.values           = y + starts[b] * columns;
    block.rows             = ends[b] - starts[b];
    search.first_reference = starts[b];
    CHECK(smote_neighbors(&queries, &block, &search, parts.indices, parts.distances, NULL) == SMOTE_OK, "block %d", b);
  }
  CHECK(same_lists(&whole, &parts, QUERIES * k), "%s: blocks, k %d", names[hard], k);
  free_lists(&parts);
  free_lists(&whole);

  /* A self join by blocks: queries and references are numbered alike. */
  search.resume = 0, search.first_reference = 0;
  struct lists joined = find(NULL, &references, &search);
  struct lists block  = empty_lists(1100, k);
  smote_dataset some  = references;
  some.values         = y + 1130 * columns;
  some.rows           = 1100;
  search.one_table    = 1;
  search.first_query  = 1130;
  search.resume       = 1;
  for (int b = 0; b < 6; b++) {
    smote_dataset others   = references;
    others.values          = y + starts[b] * columns;
    others.rows            = ends[b] - starts[b];
    search.first_reference = starts[b];
    CHECK(smote_neighbors(&some, &others, &search, block.indices, block.distances, NULL) == SMOTE_OK, "block %d", b);
  }
  CHECK(memcmp(block.indices, joined.indices + 1130 * k, (size_t)(1100 * k) * sizeof *block.indices) == 0,
        "%s: a self join by blocks, k %d", names[hard], k);
  free_lists(&block);
  free_lists(&joined);
  free(y);
  free(x);
}

/* Weights, 0 among them, and scales of very different columns. */
static void check_weights(smote_dtype dtype) {
  enum { COLUMNS = 6 };
  static const double weights[][COLUMNS] = {
    {1, 0, 0, 4, 0.25, 0}, {0, 0, 1e-300, 0, 0, 0}, {1e20, 1, 1e-20, 0, 1, 1}, {1e300, 0, 0, 0, 0, 1}};
  void         *y       = hard_values(PLAIN_DATA, dtype, REFERENCES, COLUMNS);
  smote_dataset data    = dataset(y, NULL, REFERENCES, COLUMNS, dtype);
  for (int w = 0; w < 4; w++) {
    double factors[COLUMNS];
    for (int j = 0; j < COLUMNS; j++)
      factors[j] = sqrt(weights[w][j]);
    smote_search search   = SMOTE_SEARCH_INIT;
    search.column_weights = weights[w];
    struct lists lists    = find(NULL, &data, &search);
    check_lists("weights", &lists, &data, &data, 5, factors, 0, true, 53);
    free_lists(&lists);
  }
  double factors[COLUMNS];
  for (int j = 0; j < COLUMNS; j++) {
    double least = INFINITY, most = -INFINITY;
    for (int64_t i = 0; i < REFERENCES; i++) {
      const double scaled = element(&data, i, j) * pow(10, 4 * j - 12);
      if (dtype == SMOTE_DTYPE_FLOAT32)
        ((float *)y)[i * COLUMNS + j] = (float)scaled;
      else
        ((double *)y)[i * COLUMNS + j] = scaled;
      least = fmin(least, element(&data, i, j));
      most  = fmax(most, element(&data, i, j));
    }
    factors[j] = 1 / (most - least);
  }
  smote_search search = SMOTE_SEARCH_INIT;
  search.scale        = SMOTE_SCALE_RANGE;
  struct lists lists  = find(NULL, &data, &search);
  check_lists("scaled by range", &lists, &data, &data, 5, factors, 0, true, 53);
  free_lists(&lists);
  free(y);
}

/* Lists that come in full, with distances that hardly anything is within, or all that is. */
static void check_full_lists(void) {
  enum { COLUMNS = 3, K = 2 };
  static const double limits[] = {0, -0.0, 5e-324, 1e-320, 1e-60, 1e300, INFINITY};
  double       *x    = (double *)hard_values(TIES, SMOTE_DTYPE_FLOAT64, QUERIES, COLUMNS);
  double       *y    = (double *)hard_values(TIES, SMOTE_DTYPE_FLOAT64, REFERENCES, COLUMNS);
  smote_dataset queries = dataset(x, NULL, QUERIES, COLUMNS, SMOTE_DTYPE_FLOAT64);
  smote_dataset data    = dataset(y, NULL, REFERENCES, COLUMNS, SMOTE_DTYPE_FLOAT64);
  for (int first = 0; first < 2; first++)
    for (size_t l = 0; l < sizeof limits / sizeof *limits; l++) {
      struct lists lists = empty_lists(QUERIES, K), found = empty_lists(QUERIES, K);
      const int64_t number = first ? 1 : 9000;
      for (int i = 0; i < QUERIES * K; i++) {
        lists.indices[i]   = number + i % K;
        lists.distances[i] = limits[l];
      }
      smote_search search    = SMOTE_SEARCH_INIT;
      search.neighbors       = K;
      search.first_reference = 5000;
      found                  = (free_lists(&found), find(&queries, &data, &search));
      search.resume          = 1;
      CHECK(smote_neighbors(&queries, &data, &search, lists.indices, lists.distances, NULL) == SMOTE_OK, "resume");
      for (int i = 0; i < QUERIES; i++) {
        int64_t expected[K];
        int     own = 0, other = 0;
        for (int p = 0; p < K; p++) {
          const double  distance = found.distances[i * K + own];
          const bool    nearer   = distance < limits[l] || (distance == limits[l] && found.indices[i * K + own] < number + other);
          expected[p]            = nearer ? found.indices[i * K + own] : number + other;
          own += nearer, other += !nearer;
        }
        CHECK(memcmp(expected, lists.indices + i * K, sizeof expected) == 0, "limit %g, query %d", limits[l], i);
      }
      free_lists(&found);
      free_lists(&lists);
    }
  free(y);
  free(x);
}

/* A host that flushes small numbers gets the same lists wherever the canonical distances are
 * normal numbers. The oracle has found them before. */
static void check_flushing(enum hard hard, smote_dtype dtype, int64_t columns) {
  enum { K = 8 };
  void         *y    = hard_values(hard, dtype, REFERENCES, columns);
  smote_dataset data = dataset(y, NULL, REFERENCES, columns, dtype);
  for (int32_t threads = 1; threads <= 3; threads += 2) {
    smote_search search = SMOTE_SEARCH_INIT;
    search.neighbors    = K;
    search.threads      = threads;
    struct lists plain  = find(NULL, &data, &search);
    flush_small_numbers(true);
    struct lists flushed = find(NULL, &data, &search);
    flush_small_numbers(false);
    CHECK(same_lists(&plain, &flushed, REFERENCES * K), "%s, dtype %d, %d threads: flushed", names[hard], (int)dtype,
          (int)threads);
    free_lists(&flushed);
    free_lists(&plain);
  }
  free(y);
}

/* More neighbours than a slice of the panel has points, or than there are references. */
static void check_many_neighbors(void) {
  enum { ROWS = 1100 };
  static const enum hard kinds[] = {PLAIN_DATA, TIES, NEAR_LIMIT};
  for (int h = 0; h < 3; h++)
    for (int64_t columns = 2; columns <= 10; columns += 8) {
      double       *y    = (double *)hard_values(kinds[h], SMOTE_DTYPE_FLOAT64, ROWS, columns);
      smote_dataset data = dataset(y, NULL, ROWS, columns, SMOTE_DTYPE_FLOAT64);
      for (int k = 1030; k <= MOST_K; k += MOST_K - 1030) {
        smote_search search = SMOTE_SEARCH_INIT;
        search.neighbors    = k;
        struct lists lists  = find(NULL, &data, &search);
        check_lists(names[kinds[h]], &lists, &data, &data, k, NULL, 0, true, 801);
        free_lists(&lists);
      }
      smote_search search = SMOTE_SEARCH_INIT;
      search.neighbors    = ROWS + 3;
      struct lists lists  = find(NULL, &data, &search);
      bool         ends   = true;
      for (int64_t q = 0; q < ROWS; q++)
        for (int p = 1; p < ROWS + 3; p++) {
          const int64_t at = q * (ROWS + 3) + p;
          ends             = ends && (lists.indices[at] == -1) == (p >= ROWS - 1) &&
                 lists.distances[at] >= lists.distances[at - 1];
        }
      CHECK(ends, "%s: as many as there are", names[kinds[h]]);
      free_lists(&lists);
      free(y);
    }
}

int main(int argc, char **argv) {
  static const int64_t columns[] = {1, 3, 24};
  const bool           small     = argc > 1 && strcmp(argv[1], "small") == 0;
  for (int hard = 0; hard < HARD; hard++)
    for (int c = small; c < (small ? 2 : 3); c++)
      for (int d = 0; d < 2; d++) {
        const smote_dtype dtype = d ? SMOTE_DTYPE_FLOAT64 : SMOTE_DTYPE_FLOAT32;
        check_hard((enum hard)hard, dtype, columns[c]);
        if (hard != DENORMAL && hard != TINY_VALUES && hard != LARGEST_VALUES)
          check_flushing((enum hard)hard, dtype, columns[c]);
      }
  if (!small)
    check_hard(BORDER_SQUARES, SMOTE_DTYPE_FLOAT64, 200);
  for (int hard = 0; hard < HARD; hard++)
    check_blocks((enum hard)hard, 4, hard % 2 ? 5 : 40);
  check_weights(SMOTE_DTYPE_FLOAT32);
  check_weights(SMOTE_DTYPE_FLOAT64);
  check_full_lists();
  check_many_neighbors();
  return closing_line("test_sieve");
}

/*
 * test_neighbors.c - exact neighbours against the naive oracle, on data with
 * duplicates and ties too; and searches over blocks against one search
 */
#include "common.h"

static const char *kind_name(enum kind kind) { return kind == GRID ? "grid" : "uniform"; }

/* What each column is multiplied by before distances are taken. */
static void scale_factors(const smote_dataset *data, smote_scale scale, const double *weights,
                          double *factors) {
  for (int64_t j = 0; j < data->columns; j++) {
    double sum = 0, low = INFINITY, high = -INFINITY;
    for (int64_t i = 0; i < data->rows; i++) {
      const double value = element(data, i, j);
      sum += value;
      low  = fmin(low, value);
      high = fmax(high, value);
    }
    double squares = 0;
    for (int64_t i = 0; i < data->rows; i++) {
      const double deviation = element(data, i, j) - sum / (double)data->rows;
      squares += deviation * deviation;
    }
    const double width = scale == SMOTE_SCALE_SD      ? sqrt(squares / (double)data->rows)
                         : scale == SMOTE_SCALE_RANGE ? high - low
                                                      : 1;
    factors[j] = sqrt(weights[j]) / (width > 0 ? width : 1);
  }
}

/* One search against the oracle: indices, and distances bit for bit. */
static void compare(const smote_dataset *queries, const smote_dataset *references,
                    const smote_search *search, const double *factors, const char *what) {
  const int            k     = search->neighbors;
  const smote_dataset *asked = queries != NULL ? queries : references;
  const size_t         count = (size_t)asked->rows * (size_t)k;
  int64_t             *indices   = (int64_t *)allocate(count * sizeof *indices);
  double              *distances = (double *)allocate(count * sizeof *distances);
  int64_t             *near      = (int64_t *)allocate((size_t)k * sizeof *near);
  double              *far       = (double *)allocate((size_t)k * sizeof *far);
  smote_error          error     = {SMOTE_OK, ""};
  CHECK(smote_neighbors(queries, references, search, indices, distances, &error) == SMOTE_OK,
        "%s: %s", what, error.message);
  int64_t wrong = 0;
  for (int64_t i = 0; i < asked->rows; i++) {
    const bool    self_join = queries == NULL || search->one_table != 0;
    const int64_t self = self_join ? i + (queries == NULL ? 0 : search->first_query) : -1;
    oracle_neighbors(asked, i, references, self - (self_join && queries != NULL
                                                     ? search->first_reference
                                                     : 0),
                     k, factors, near, far);
    for (int p = 0; p < k; p++) {
      const int64_t expected = near[p] < 0 ? -1 : near[p] + search->first_reference;
      const bool    same     = indices[i * k + p] == expected &&
                        memcmp(&distances[i * k + p], &far[p], sizeof(double)) == 0;
      wrong += !same;
    }
  }
  CHECK(wrong == 0, "%s: %" PRId64 " of %zu neighbours differ", what, wrong, count);

  int64_t *alone = (int64_t *)allocate(count * sizeof *alone);
  CHECK(smote_neighbors(queries, references, search, alone, NULL, &error) == SMOTE_OK, "%s", what);
  CHECK(memcmp(alone, indices, count * sizeof *alone) == 0, "%s: without distances", what);
  free(alone);
  free(far);
  free(near);
  free(distances);
  free(indices);
}

static void check_oracle(void) {
  static const int64_t rows[] = {1, 2, 3, 7, 64, 65, 129, 300};
  static const int64_t columns[] = {1, 2, 3, 8, 17, 60};
  static const int     ks[] = {1, 3, 5, 16, 70};
  for (size_t r = 0; r < sizeof rows / sizeof *rows; r++)
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++)
      for (int type = 0; type < 2; type++)
        for (int kind = UNIFORM; kind <= GRID; kind++) {
          const smote_dtype dtype = type == 0 ? SMOTE_DTYPE_FLOAT32 : SMOTE_DTYPE_FLOAT64;
          random_state            = r * 1000 + c * 10 + (size_t)kind + 1;
          void         *values = random_values(rows[r], columns[c], dtype, (enum kind)kind);
          smote_dataset data   = dataset(values, NULL, rows[r], columns[c], dtype);
          smote_search  search = SMOTE_SEARCH_INIT;
          search.neighbors     = ks[(r + c) % 5];
          search.threads       = 1 + (int)((r + c) % 3);
          char what[96];
          snprintf(what, sizeof what, "%" PRId64 " x %" PRId64 ", k %d, %s %s", rows[r],
                   columns[c], search.neighbors, kind_name((enum kind)kind),
                   type == 0 ? "float32" : "float64");
          compare(NULL, &data, &search, NULL, what);

          /* Other rows ask, in another dtype, and the numbers start elsewhere. */
          void *others = random_values(37, columns[c],
                                       type == 0 ? SMOTE_DTYPE_FLOAT64 : SMOTE_DTYPE_FLOAT32,
                                       (enum kind)kind);
          smote_dataset queries =
            dataset(others, NULL, 37, columns[c],
                    type == 0 ? SMOTE_DTYPE_FLOAT64 : SMOTE_DTYPE_FLOAT32);
          search.first_query     = 5;
          search.first_reference = 1000000007;
          compare(&queries, &data, &search, NULL, what);
          free(others);
          free(values);
        }
}

/* A row is not its own neighbour, by number, even where all rows are the same. */
static void check_duplicates(void) {
  enum { ROWS = 70, COLUMNS = 4, K = 6 };
  double *values = (double *)allocate(ROWS * COLUMNS * sizeof *values);
  for (int i = 0; i < ROWS * COLUMNS; i++)
    values[i] = 2.5;
  smote_dataset data   = dataset(values, NULL, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  smote_search  search = SMOTE_SEARCH_INIT;
  search.neighbors     = K;
  compare(NULL, &data, &search, NULL, "all rows alike");
  int64_t indices[ROWS * K];
  CHECK(smote_neighbors(NULL, &data, &search, indices, NULL, NULL) == SMOTE_OK, "duplicates");
  for (int i = 0; i < ROWS; i++)
    for (int p = 0; p < K; p++)
      CHECK(indices[i * K + p] == (p < i ? p : p + 1), "row %d, place %d: %" PRId64, i, p,
            indices[i * K + p]);

  /* The same table twice, by name: queries are numbered like references. */
  search.one_table = 1;
  compare(&data, &data, &search, NULL, "one table");
  smote_dataset part = data;
  part.values        = values + 20 * COLUMNS;
  part.rows          = 30;
  search.first_query = 20;
  compare(&part, &data, &search, NULL, "part of one table");
  free(values);
}

/* Far from the origin, distances lose digits: the order must still be the canonical. */
static void check_offset(void) {
  enum { ROWS = 200, COLUMNS = 5 };
  double *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  for (int i = 0; i < ROWS * COLUMNS; i++)
    values[i] = values[i] * 1e-7 + 1e9;
  smote_dataset data   = dataset(values, NULL, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  smote_search  search = SMOTE_SEARCH_INIT;
  compare(NULL, &data, &search, NULL, "far from the origin");
  for (int i = 0; i < ROWS * COLUMNS; i++)
    values[i] = (20 * random_unit() - 10) * (i % 2 == 0 ? 1e200 : 1e-200);
  compare(NULL, &data, &search, NULL, "squares that overflow");
  for (int i = 0; i < ROWS * COLUMNS; i++)
    values[i] = (double)random_below(7) * 5e-324;
  compare(NULL, &data, &search, NULL, "denormal values");
  free(values);
}

static void check_weights(void) {
  enum { ROWS = 150, COLUMNS = 6 };
  static const double weights[COLUMNS] = {1, 0.25, 0, 3, 1e-3, 100};
  for (int type = 0; type < 2; type++) {
    const smote_dtype dtype  = type == 0 ? SMOTE_DTYPE_FLOAT32 : SMOTE_DTYPE_FLOAT64;
    void             *values = random_values(ROWS, COLUMNS, dtype, UNIFORM);
    smote_dataset     data   = dataset(values, NULL, ROWS, COLUMNS, dtype);
    smote_search      search = SMOTE_SEARCH_INIT;
    search.column_weights    = weights;
    double factors[COLUMNS];
    scale_factors(&data, SMOTE_SCALE_NONE, weights, factors);
    compare(NULL, &data, &search, factors, "weights");

    /* Scales are sums in an order of the library's: neighbours are compared, and
     * distances but for rounding. */
    for (int scale = SMOTE_SCALE_SD; scale <= SMOTE_SCALE_RANGE; scale++) {
      double  distances[ROWS * 5], far[5];
      int64_t indices[ROWS * 5], near[5];
      scale_factors(&data, (smote_scale)scale, weights, factors);
      search.scale = (smote_scale)scale;
      CHECK(smote_neighbors(NULL, &data, &search, indices, distances, NULL) == SMOTE_OK, "scale");
      int wrong = 0;
      for (int i = 0; i < ROWS; i++) {
        oracle_neighbors(&data, i, &data, i, 5, factors, near, far);
        for (int p = 0; p < 5; p++)
          wrong += indices[i * 5 + p] != near[p] ||
                   fabs(distances[i * 5 + p] - far[p]) > 1e-9 * far[p];
      }
      CHECK(wrong == 0, "scale %d: %d neighbours differ", scale, wrong);
    }
    free(values);
  }
}

/* Blocks of references, in any order, end in the lists of one search. */
static void check_blocks(void) {
  enum { ROWS = 333, COLUMNS = 3, K = 7, BLOCKS = 6 };
  static const int64_t ends[BLOCKS + 1] = {0, 1, 64, 100, 101, 250, ROWS};
  for (int kind = UNIFORM; kind <= GRID; kind++)
    for (uint64_t shuffle = 0; shuffle < 8; shuffle++) {
      random_state   = 100 + shuffle;
      double *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64,
                                               (enum kind)kind);
      smote_dataset data   = dataset(values, NULL, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
      smote_search  search = SMOTE_SEARCH_INIT;
      search.neighbors     = K;
      static int64_t whole[ROWS * K], indices[ROWS * K];
      static double  whole_distances[ROWS * K], distances[ROWS * K];
      CHECK(smote_neighbors(NULL, &data, &search, whole, whole_distances, NULL) == SMOTE_OK,
            "one search");

      int order[BLOCKS] = {0, 1, 2, 3, 4, 5};
      for (int i = BLOCKS - 1; i > 0; i--) {
        const int j = (int)random_below(i + 1), swap = order[i];
        order[i] = order[j];
        order[j] = swap;
      }
      search.one_table = 1;
      for (int b = 0; b < BLOCKS; b++) {
        smote_dataset block    = data;
        block.values           = values + ends[order[b]] * COLUMNS;
        block.rows             = ends[order[b] + 1] - ends[order[b]];
        search.first_reference = ends[order[b]];
        search.resume          = b > 0;
        smote_error error      = {SMOTE_OK, ""};
        CHECK(smote_neighbors(&data, &block, &search, indices, distances, &error) == SMOTE_OK,
              "block %d: %s", order[b], error.message);
      }
      CHECK(memcmp(indices, whole, sizeof whole) == 0, "%s blocks, order %d%d%d%d%d%d",
            kind_name((enum kind)kind), order[0], order[1], order[2], order[3], order[4],
            order[5]);
      CHECK(memcmp(distances, whole_distances, sizeof distances) == 0, "distances of blocks");
      free(values);
    }
}

/* So many points that the caller is asked while a tree of them is split: the lists of some. */
static void check_million(void) {
  enum { K = 3, SOME = 80 };
  const double  factors[] = {1, 1};
  const int64_t rows      = (1 << 20) + 3333;
  double       *x         = (double *)random_values(rows, 2, SMOTE_DTYPE_FLOAT64, UNIFORM);
  smote_dataset all       = dataset(x, NULL, rows, 2, SMOTE_DTYPE_FLOAT64);
  int64_t      *indices   = (int64_t *)allocate((size_t)rows * K * sizeof *indices);
  smote_search  search    = SMOTE_SEARCH_INIT;
  search.neighbors        = K;
  search.threads          = 2;
  CHECK(smote_neighbors(NULL, &all, &search, indices, NULL, NULL) == SMOTE_OK, "among a million");
  for (int64_t i = 0; i < SOME; i++) {
    const int64_t row = i * (rows / SOME);
    int64_t       near[K];
    double        far[K];
    oracle_neighbors(&all, row, &all, row, K, factors, near, far);
    CHECK(memcmp(near, indices + row * K, sizeof near) == 0, "row %" PRId64 " of a million", row);
  }
  free(indices);
  free(x);
}

/* Rows that no tree helps with, which look for each other block by block: the lists of all by any
 * number of threads, and some by all distances. */
static void check_all_pairs(void) {
  enum { ROWS = 3001, COLUMNS = 12, K = 5, SOME = 60 };
  static const int32_t threads[] = {1, 2, 7};
  double factors[COLUMNS];
  for (int column = 0; column < COLUMNS; column++)
    factors[column] = 1;
  double        *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  smote_dataset  data   = dataset(values, NULL, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  static int64_t lists[3][ROWS * K];
  for (int t = 0; t < 3; t++) {
    smote_search search = SMOTE_SEARCH_INIT;
    search.neighbors    = K;
    search.threads      = threads[t];
    CHECK(smote_neighbors(NULL, &data, &search, lists[t], NULL, NULL) == SMOTE_OK, "all pairs");
    CHECK(memcmp(lists[t], lists[0], sizeof lists[0]) == 0, "all pairs, %d threads", threads[t]);
  }
  for (int i = 0; i < SOME; i++) {
    const int64_t row = i * (ROWS / SOME);
    int64_t       near[K];
    double        far[K];
    oracle_neighbors(&data, row, &data, row, K, factors, near, far);
    CHECK(memcmp(near, lists[0] + row * K, sizeof near) == 0, "all pairs, row %" PRId64, row);
  }
  free(values);
}

int main(void) {
  check_oracle();
  check_duplicates();
  check_offset();
  check_weights();
  check_blocks();
  check_all_pairs();
  check_million();
  return closing_line("test_neighbors");
}

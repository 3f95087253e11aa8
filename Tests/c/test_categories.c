/*
 * test_categories.c - columns with categories: the worked examples of the SMOTE paper, who
 * votes and who wins, what distances count, and tables that are carried along
 */
#include "outcomes.h"

/* ------------------------------------------------------------------------ */
/*  SMOTE-NC                                                                 */
/* ------------------------------------------------------------------------ */

/* Section 6.1 of the paper: F1 = 1 2 3 A B C, F2 = 4 6 5 A D E, F3 = 3 5 6 A B K. From F1 it
 * is 9 + 16 + 4 + 2 Med^2 to F2, and 4 + 9 + 9 + Med^2 to F3, where Med is the median of the
 * deviations of the three columns of numbers.
 *
 * Which of the two is the nearest one, if F2 begins with `first` instead of 4? Asks the engine
 * and the oracle. */
static int64_t nearest_of_paper(double first, const double *weights) {
  enum { ROWS = 9, COLUMNS = 6, A = 0, B = 1, C = 2, D = 3, E = 4, K = 10 };
  const double values[ROWS * COLUMNS] = {1, 2, 3, A, B, C, first, 6, 5, A, D, E, 3, 5, 6, A, B, K};
  static const int32_t labels[ROWS]   = {1, 1, 1};
  static const uint8_t mask[COLUMNS]  = {0, 0, 0, 1, 1, 1};
  const smote_target   target         = {1, 0, 40};
  smote_dataset        data           = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  data.categorical                    = mask;
  const struct metric metric          = metric_of(&data, SMOTE_METHOD_SMOTENC);
  const double        med2 = metric.penalties[1], step = first - 1;
  CHECK(distance_by(&metric, 0, 1) == step * step + 16 + 4 + med2 + med2 &&
          distance_by(&metric, 0, 2) == 4.0 + 9 + 9 + med2,
        "the oracle says what the paper says");
  smote_options options  = options_of(&variants[SMOTENC], SMOTE_STREAM_NATIVE);
  options.neighbors      = 1;
  options.column_weights = weights;
  options.strategy       = SMOTE_STRATEGY_TARGETS;
  options.targets        = &target;
  options.target_count   = 1;
  struct outcome o       = run(&data, &options);
  int64_t        found   = -1;
  for (int64_t i = ROWS; i < o.rows; i++) {
    if (o.base[i] != 0)
      continue;
    CHECK(found < 0 || found == o.neighbor[i], "with k = 1 there is one neighbour");
    found = o.neighbor[i];
    /* It alone votes. */
    for (int j = 3; j < COLUMNS; j++)
      CHECK(value_of(&o, &data, i, j) == values[found * COLUMNS + j], "column %d", j);
  }
  release(&o);
  return found;
}

static void check_paper_nc(void) {
  static const double numbers_alone[] = {1, 1, 1, 0, 0, 0};
  CHECK(nearest_of_paper(4, NULL) == 2, "22 + Med^2 is less than 29 + 2 Med^2");
  CHECK(nearest_of_paper(1, NULL) == 1, "20 + 2 Med^2 is less than 22 + Med^2");
  /* The deviations are then those of 1 2 3, of 2 6 5 and of 3 5 6: Med^2 is 14 / 9. */
  CHECK(nearest_of_paper(2, NULL) == 2, "22 + Med^2 is less than 21 + 2 Med^2");
  CHECK(nearest_of_paper(2, numbers_alone) == 1, "but 21 is less than 22");
}

/* The penalty is that of the class, of scaled values, times the weight of the column. */
static void check_penalties(void) {
  enum { ROWS = 40, COLUMNS = 3, K = 3 };
  static const uint8_t mask[] = {0, 1, 0};
  static const double  all_weights[][COLUMNS] = {{1, 1, 1}, {1, 0, 1}, {0, 1, 1}, {0, 2, 0},
                                                 {4, 0.25, 9}};
  double  values[ROWS * COLUMNS];
  int32_t labels[ROWS];
  random_state = 3;
  for (int i = 0; i < ROWS; i++) {
    labels[i]               = i % 4 == 0 ? 2 : i % 4 == 1 ? 1 : 0;
    values[i * COLUMNS]     = 10 * random_unit() * (labels[i] + 1);
    values[i * COLUMNS + 1] = (double)random_below(3);
    values[i * COLUMNS + 2] = random_unit();
  }
  smote_dataset data = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  data.categorical   = mask;
  for (int scale = SMOTE_SCALE_NONE; scale <= SMOTE_SCALE_RANGE; scale++)
    for (size_t w = 0; w < sizeof all_weights / sizeof *all_weights; w++) {
      const double *weights = all_weights[w];
      double        spread[COLUMNS] = {1, 1, 1};
      for (int j = 0; j < COLUMNS; j += 2) {
        double low = INFINITY, high = -INFINITY, mean = 0, squares = 0;
        for (int i = 0; i < ROWS; i++) {
          const double x = values[i * COLUMNS + j];
          low = fmin(low, x), high = fmax(high, x), mean += x / ROWS;
        }
        for (int i = 0; i < ROWS; i++)
          squares += pow(values[i * COLUMNS + j] - mean, 2) / ROWS;
        spread[j] = scale == SMOTE_SCALE_NONE ? 1 : scale == SMOTE_SCALE_SD ? sqrt(squares) : high - low;
      }
      smote_options options  = options_of(&variants[SMOTENC], SMOTE_STREAM_NATIVE);
      options.scale          = (smote_scale)scale;
      options.column_weights = weights;
      options.neighbors      = K;
      struct outcome o       = run(&data, &options);
      for (int64_t n = ROWS; n < o.rows; n++) {
        const int64_t base = o.base[n];
        /* The median over the columns of numbers that count: of one, of two, or none. */
        double deviations[2];
        int    count = 0;
        for (int j = 0; j < COLUMNS; j += 2)
          if (weights[j] > 0)
            deviations[count++] = deviation_within(&data, j, labels[base]) / spread[j];
        const double median = count == 0   ? 1
                              : count == 1 ? deviations[0]
                                           : (deviations[0] + deviations[1]) / 2;
        double distances[ROWS], own = 0;
        int    nearer = 0;
        for (int i = 0; i < ROWS; i++) {
          distances[i] = labels[i] != labels[base] || i == base ? INFINITY : 0;
          for (int j = 0; j < COLUMNS; j += 2)
            distances[i] += weights[j] * pow((values[i * COLUMNS + j] - values[base * COLUMNS + j]) / spread[j], 2);
          if (values[i * COLUMNS + 1] != values[base * COLUMNS + 1])
            distances[i] += weights[1] * median * median;
        }
        own = distances[o.neighbor[n]];
        for (int i = 0; i < ROWS; i++)
          nearer += distances[i] < own * (1 - 1e-9);
        CHECK(own < INFINITY && nearer < K, "scale %d, weights %zu: %d rows are nearer", scale, w, nearer);
      }
      release(&o);
    }
}

/* ------------------------------------------------------------------------ */
/*  SMOTE-N                                                                  */
/* ------------------------------------------------------------------------ */

/* Section 6.2 of the paper: F1 = A B C D E with the neighbours F2 = A F C G N and F3 = H B C D
 * N makes A B C D N. */
static void check_paper_n(void) {
  enum { ROWS = 8, COLUMNS = 5, A = 0, B, C, D, E, F, G, H, N = 13 };
  static const double rows[3][COLUMNS] = {{A, B, C, D, E}, {A, F, C, G, N}, {H, B, C, D, N}};
  static const double voted[COLUMNS]   = {A, B, C, D, N};
  double              values[ROWS * COLUMNS];
  int32_t             labels[ROWS];
  for (int i = 0; i < ROWS; i++)
    for (int j = 0; j < COLUMNS; j++) {
      labels[i]               = i < 3 ? 5 : -5;
      values[i * COLUMNS + j] = i < 3 ? rows[i][j] : 20;
    }
  const smote_dataset data = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  for (int s = 0; s < 2; s++) {
    smote_options options = options_of(&variants[SMOTEN], streams[s]);
    options.neighbors     = 2;
    struct outcome o      = run(&data, &options);
    CHECK(o.rows == 10, "%" PRId64 " rows", o.rows);
    /* With k = 2, all three rows vote for each of them. */
    for (int64_t i = ROWS; i < o.rows; i++)
      for (int j = 0; j < COLUMNS; j++)
        CHECK(value_of(&o, &data, i, j) == voted[j], "%s: row %" PRId64 ", column %d holds %g",
              stream_name(streams[s]), i, j, value_of(&o, &data, i, j));
    release(&o);
  }
}

/* The value difference by hand. Category 0 has 2 rows of class 0 and 2 of class 1, category 1
 * has 4 of class 1 and none of 0, category 2 has 1 of class 0 and 3 of class 1. So 0 and 1 are
 * |1/2 - 0| + |1/2 - 1| = 1 apart, 0 and 2 |1/2 - 1/4| + |1/2 - 3/4| = 1/2, 1 and 2 also 1/2. */
static void check_value_difference(void) {
  enum { ROWS = 12 };
  static const double  values[ROWS] = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2};
  static const int32_t labels[ROWS] = {0, 0, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1};
  const smote_dataset  data         = dataset(values, labels, ROWS, 1, SMOTE_DTYPE_FLOAT64);
  struct metric        metric       = metric_of(&data, SMOTE_METHOD_SMOTEN);
  CHECK(distance_by(&metric, 0, 4) == 1 && distance_by(&metric, 0, 8) == 0.25 &&
          distance_by(&metric, 4, 8) == 0.25 && distance_by(&metric, 0, 1) == 0,
        "the oracle says what the definition says");
  release_metric(&metric);
  /* Of the minority 0, 1 and 8: to 8 the first is the nearest, at the same distance as 1. */
  smote_options options = options_of(&variants[SMOTEN], SMOTE_STREAM_NUMPY_SEED);
  options.neighbors     = 1;
  struct outcome o      = run(&data, &options);
  for (int64_t i = ROWS; i < o.rows; i++)
    CHECK(value_of(&o, &data, i, 0) == 0, "row %" PRId64 " holds %g: of 0 and 2, the smaller", i,
          value_of(&o, &data, i, 0));
  options.stream = SMOTE_STREAM_NATIVE;
  int seen[3]    = {0, 0, 0};
  for (options.seed = 0; options.seed < 200; options.seed++) {
    struct outcome native = run(&data, &options);
    for (int64_t i = ROWS; i < native.rows; i++)
      if (native.base[i] == 8)
        seen[(int)value_of(&native, &data, i, 0)]++;
    release(&native);
  }
  CHECK(seen[1] == 0 && seen[0] > 150 && seen[2] > 150 && abs(seen[0] - seen[2]) < 80,
        "natively one of them at random: %d, %d, %d", seen[0], seen[1], seen[2]);
  release(&o);
}

/* ------------------------------------------------------------------------ */
/*  Ties                                                                     */
/* ------------------------------------------------------------------------ */

/* Six rows of class 1 at the same place, all of different categories: for each base the five
 * others are elected equally often by the native stream, in each of two columns by itself. */
static void check_ties(void) {
  enum { ROWS = 16, COLUMNS = 3 };
  static const uint8_t mask[]  = {0, 1, 1};
  double               values[ROWS * COLUMNS];
  int32_t              labels[ROWS];
  for (int i = 0; i < ROWS; i++) {
    labels[i]               = i < 6;
    values[i * COLUMNS]     = 0;
    values[i * COLUMNS + 1] = i < 6 ? 100 + i : 0;
    values[i * COLUMNS + 2] = i < 6 ? SMOTE_CODE_MAX - i : 0;
  }
  const smote_target target = {1, 0, 12006};
  smote_dataset      data   = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT32);
  float              narrow[ROWS * COLUMNS];
  for (int i = 0; i < ROWS * COLUMNS; i++)
    narrow[i] = (float)values[i];
  data.values          = narrow;
  data.categorical     = mask;
  for (int s = 0; s < 2; s++) {
    smote_options options = options_of(&variants[SMOTENC], streams[s]);
    options.strategy      = SMOTE_STRATEGY_TARGETS;
    options.targets       = &target;
    options.target_count  = 1;
    struct outcome o      = run(&data, &options);
    int64_t        seen[6][6], alike = 0, bases[6] = {0};
    memset(seen, 0, sizeof seen);
    for (int64_t i = ROWS; i < o.rows; i++) {
      const int first = (int)value_of(&o, &data, i, 1) - 100;
      const int second = SMOTE_CODE_MAX - (int)value_of(&o, &data, i, 2);
      const bool valid = first >= 0 && first < 6 && second >= 0 && second < 6;
      CHECK(valid && first != o.base[i] && second != o.base[i], "row %" PRId64 ": %d, %d", i, first, second);
      if (valid)
        seen[o.base[i]][first]++, alike += first == second, bases[o.base[i]]++;
    }
    for (int b = 0; b < 6; b++)
      for (int w = 0; w < 6; w++)
        CHECK(b == w ? seen[b][w] == 0
                     : llabs(5 * seen[b][w] - bases[b]) < 5 * 90,
              "%s: %" PRId64 " of %" PRId64 " rows from %d take the category of %d",
              stream_name(streams[s]), seen[b][w], bases[b], b, w);
    CHECK(alike > 2200 && alike < 2600, "%s: %" PRId64 " of 12000 alike: columns vote by themselves",
          stream_name(streams[s]), alike);
    release(&o);
  }
}

/* imbalanced-learn's choice between equals: what a shuffled list of all candidates has first.
 * The rows of class 1 are all alike but for one category: bases, neighbours and gaps are drawn
 * from the seed, and the votes from the seed again. */
static void check_numpy_votes(void) {
  enum { ROWS = 11, COLUMNS = 2, K = 2, NEW = 5 };
  static const uint8_t mask[] = {0, 1};
  static const double  values[ROWS * COLUMNS] = {0, 3, 0, 7, 0, 5, 9, 0, 9, 0, 9, 0,
                                                 9, 0, 9, 0, 9, 0, 9, 0, 9, 0};
  static const int32_t labels[ROWS] = {1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0};
  /* np.random.RandomState(42): shuffle(list(range(10))). */
  static const int shuffled[] = {8, 1, 5, 0, 7, 2, 9, 4, 3, 6};
  smote_dataset data = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  data.categorical   = mask;
  smote_options options = options_of(&variants[SMOTENC], SMOTE_STREAM_NUMPY_SEED);
  options.neighbors     = K;
  struct outcome o      = run(&data, &options);
  CHECK(o.rows == ROWS + NEW, "%" PRId64 " rows", o.rows);
  for (int n = 0; n < NEW; n++) {
    /* Row n has the candidates 2n and 2n + 1: the categories of its two neighbours, ascending. */
    double candidates[2];
    int    count = 0;
    for (int code = 3; code <= 7; code += 2)
      if (values[o.base[ROWS + n] * COLUMNS + 1] != code)
        candidates[count++] = code;
    int at = 0;
    while (shuffled[at] / 2 != n)
      at++;
    CHECK(value_of(&o, &data, ROWS + n, 1) == candidates[shuffled[at] % 2], "row %d takes %g", n,
          value_of(&o, &data, ROWS + n, 1));
  }
  release(&o);
}

/* ------------------------------------------------------------------------ */
/*  Few rows, lists handed in                                                */
/* ------------------------------------------------------------------------ */

/* A row without neighbours passes its own categories on; two rows elect each other's. */
static void check_few(void) {
  enum { ROWS = 12, COLUMNS = 2 };
  static const uint8_t mask[] = {1, 0};
  double               values[ROWS * COLUMNS];
  int32_t              labels[ROWS];
  for (int i = 0; i < ROWS; i++) {
    labels[i]               = i == 0 ? 7 : i < 3 ? 8 : 9;
    values[i * COLUMNS]     = 40 + i;
    values[i * COLUMNS + 1] = i;
  }
  smote_dataset data = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  for (int v = SMOTENC; v <= SMOTEN; v++)
    for (int s = 0; s < 2; s++) {
      smote_options options = options_of(&variants[v], streams[s]);
      data.categorical      = v == SMOTENC ? mask : NULL;
      smote_plan *plan      = NULL;
      CHECK(smote_plan_create(&data, &options, &plan, NULL) == SMOTE_ERROR_TOO_FEW_ROWS, "too few");
      options.few_rows = SMOTE_FEW_ROWS_CLIP;
      struct outcome o = run(&data, &options);
      CHECK(o.rows == 27, "%" PRId64 " rows", o.rows);
      for (int64_t i = ROWS; i < o.rows; i++) {
        const double code = value_of(&o, &data, i, 0);
        if (o.labels[i] == 7)
          CHECK(code == 40 && value_of(&o, &data, i, 1) == 0, "row %" PRId64 " holds %g", i, code);
        else if (v == SMOTENC)
          CHECK(code == values[(3 - o.base[i]) * COLUMNS], "row %" PRId64 " holds %g", i, code);
        else
          CHECK(code == 41 || (code == 42 && s == 0), "row %" PRId64 " holds %g", i, code);
      }
      release(&o);
    }
}

/* The lists that the oracle finds make the same rows, and others decide the votes. */
static void check_handed(void) {
  enum { ROWS = 90, COLUMNS = 4, K = 5 };
  int32_t *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  for (int v = SMOTENC; v <= SMOTEN; v++)
    for (int d = 0; d < 2; d++)
      for (int s = 0; s < 2; s++) {
        void         *values = random_values(ROWS, COLUMNS, dtypes[d], GRID);
        smote_dataset packed = dataset(values, labels, ROWS, COLUMNS, dtypes[d]);
        smote_dataset data   = suitable(&packed, &variants[v]);
        struct metric metric = metric_of(&data, variants[v].method);
        int64_t       lists[ROWS * K];
        for (int64_t i = 0; i < ROWS; i++)
          nearest_by(&metric, i, true, NULL, K, lists + i * K);
        smote_options  options  = options_of(&variants[v], streams[s]);
        struct outcome searched = run(&data, &options);
        options.class_neighbors = lists;
        struct outcome handed   = run(&data, &options);
        CHECK(same_outcome(&handed, &searched, COLUMNS * size_of_dtype(dtypes[d])),
              "%s, %s, dtype %d: handed in", variants[v].name, stream_name(streams[s]), (int)dtypes[d]);
        release(&handed);
        release(&searched);
        /* Lists of other rows of the class: they vote. */
        for (int64_t i = 0; i < ROWS; i++)
          for (int p = 0; p < K; p++)
            lists[i * K + p] = (i + 6 * (p + 1)) % ROWS;
        handed = run(&data, &options);
        for (int64_t i = ROWS; i < handed.rows; i++) {
          int64_t voters[K + 1];
          memcpy(voters, lists + handed.base[i] * K, sizeof *voters * K);
          voters[K] = handed.base[i];
          for (int64_t j = 0; j < COLUMNS; j++)
            if (is_categorical(&variants[v], j))
              CHECK(wins_vote(&data, voters, v == SMOTEN ? K + 1 : K, j, value_of(&handed, &data, i, j),
                              v == SMOTEN && s == 1),
                    "%s: row %" PRId64 ", column %" PRId64, variants[v].name, i, j);
        }
        release(&handed);
        release_metric(&metric);
        free((void *)data.values);
        free(values);
      }
  free(labels);
}

/* ------------------------------------------------------------------------ */
/*  smote_plan_voted() and smote_plan_write()                                */
/* ------------------------------------------------------------------------ */

static void check_voted(void) {
  enum { ROWS = 60, COLUMNS = 5 };
  double             *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, GRID);
  int32_t            *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  const smote_dataset packed = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  for (int v = 0; v < VARIANTS; v++) {
    smote_dataset data    = suitable(&packed, &variants[v]);
    smote_options options = options_of(&variants[v], SMOTE_STREAM_NATIVE);
    options.few_rows      = SMOTE_FEW_ROWS_CLIP;
    smote_plan *plan      = plan_or_fail(&data, &options);
    uint8_t     voted[COLUMNS + 1];
    memset(voted, 0x5a, sizeof voted);
    CHECK(smote_plan_voted(plan, COLUMNS, voted, NULL) == SMOTE_OK, "voted");
    for (int j = 0; j < COLUMNS; j++)
      CHECK(voted[j] == is_categorical(&variants[v], j), "%s: column %d: %d", variants[v].name, j, voted[j]);
    CHECK(voted[COLUMNS] == 0x5a, "nothing behind the columns");
    static const int64_t wrong[] = {0, -1, COLUMNS - 1, COLUMNS + 1, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
      smote_error error = {SMOTE_OK, ""};
      memset(voted, 0x5a, sizeof voted);
      CHECK(smote_plan_voted(plan, wrong[i], voted, &error) == SMOTE_ERROR_INVALID_ARGUMENT &&
              error.status == SMOTE_ERROR_INVALID_ARGUMENT && strstr(error.message, "columns") != NULL &&
              strstr(error.message, "5") != NULL && voted[0] == 0x5a,
            "%s: columns = %" PRId64 ": %s", variants[v].name, wrong[i], error.message);
    }
    smote_error error = {SMOTE_OK, ""};
    CHECK(smote_plan_voted(plan, COLUMNS, NULL, &error) == SMOTE_ERROR_INVALID_ARGUMENT &&
            strstr(error.message, "voted") != NULL,
          "NULL: %s", error.message);
    CHECK(smote_plan_voted(NULL, COLUMNS, voted, &error) == SMOTE_ERROR_INVALID_ARGUMENT &&
            strstr(error.message, "plan") != NULL,
          "NULL: %s", error.message);
    CHECK(smote_plan_voted(plan, COLUMNS, NULL, NULL) == SMOTE_ERROR_INVALID_ARGUMENT, "without an error");
    smote_plan_free(plan);
    free((void *)data.values);
  }
  free(labels);
  free(values);
}

/* Other columns of the same rows: without votes, and with the categories of the base. */
static void check_carried(void) {
  enum { ROWS = 60, COLUMNS = 4, OTHERS = 3 };
  static const uint8_t other_mask[OTHERS] = {0, 1, 0};
  double  *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  float   *others = (float *)random_values(ROWS, OTHERS, SMOTE_DTYPE_FLOAT32, UNIFORM);
  int32_t *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  const smote_dataset packed = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  smote_dataset       other  = dataset(others, labels, ROWS, OTHERS, SMOTE_DTYPE_FLOAT32);
  others[1 * OTHERS + 1]     = NAN; /* values of a carried table are not read as codes */
  for (int v = 0; v < VARIANTS; v++)
    for (int s = 0; s < 2; s++) {
      if (v == BORDERLINE2 && s == 1)
        continue; /* it rounds once more */
      smote_dataset data    = suitable(&packed, &variants[v]);
      smote_options options = options_of(&variants[v], streams[s]);
      options.few_rows      = SMOTE_FEW_ROWS_CLIP;
      smote_plan    *plan   = plan_or_fail(&data, &options);
      const bool     own    = takes_categories(&variants[v]) || variants[v].noise;
      struct outcome o      = outcome_of(plan, &data);
      float         *found  = (float *)allocate((size_t)o.rows * OTHERS * sizeof *found);
      for (int masked = 0; masked < 2; masked++)
        for (int strided = 0; strided < 2; strided++) {
          other.categorical = masked ? other_mask : NULL;
          smote_output out  = SMOTE_OUTPUT_INIT;
          smote_error  error;
          out.values = found;
          if (strided)
            out.row_stride = 1, out.column_stride = o.rows;
          smote_status status = smote_plan_write(plan, &other, 0, o.rows, &out, 1, &error);
          CHECK(own ? status == SMOTE_ERROR_INVALID_ARGUMENT && strstr(error.message, "carried") != NULL &&
                        strstr(error.message, "3 columns") != NULL
                    : status == SMOTE_OK,
                "%s: another number of columns", variants[v].name);
          out.carried = 1;
          CHECK(smote_plan_write(plan, &other, 0, o.rows, &out, 2, &error) == SMOTE_OK, "%s", error.message);
          bool same = true;
          for (int64_t i = 0; i < o.rows; i++)
            for (int64_t j = 0; j < OTHERS; j++) {
              const float *cell = strided ? found + j * o.rows + i : found + i * OTHERS + j;
              float        expected;
              if (masked && other_mask[j])
                expected = others[o.base[i] * OTHERS + j];
              else
                interpolate(&other, o.base[i], o.neighbor[i], o.gap[i], j, &expected);
              const bool both_nan = isnan(*cell) && isnan(expected);
              same = same && (both_nan || memcmp(cell, &expected, sizeof expected) == 0);
            }
          CHECK(same, "%s, %s: carried, mask %d, strided %d", variants[v].name, stream_name(streams[s]),
                masked, strided);
        }
      /* The plan's own columns, carried: with its mask, all categories are those of the base. */
      double      *again = (double *)allocate((size_t)o.rows * COLUMNS * sizeof *again);
      smote_output out   = SMOTE_OUTPUT_INIT;
      out.values         = again;
      out.carried        = 1;
      CHECK(smote_plan_write(plan, &data, 0, o.rows, &out, 1, NULL) == SMOTE_OK, "carried");
      for (int64_t i = 0; v == SMOTENC && i < o.rows; i++)
        CHECK(again[i * COLUMNS] == element(&data, o.base[i], 0), "row %" PRId64, i);
      /* With the same number of columns, in another dtype and layout, votes are written too. */
      if (v == SMOTENC || v == SMOTEN) {
        float *narrow = (float *)allocate((size_t)o.rows * COLUMNS * sizeof *narrow);
        float *source = (float *)allocate(ROWS * COLUMNS * sizeof *source);
        for (int64_t i = 0; i < ROWS; i++)
          for (int64_t j = 0; j < COLUMNS; j++)
            source[j * ROWS + i] = (float)element(&data, i, j);
        smote_dataset turned = data;
        turned.values        = source;
        turned.dtype         = SMOTE_DTYPE_FLOAT32;
        turned.row_stride    = 1;
        turned.column_stride = ROWS;
        turned.categorical   = NULL;
        out.carried          = 0;
        out.values           = narrow;
        CHECK(smote_plan_write(plan, &turned, 0, o.rows, &out, 3, NULL) == SMOTE_OK, "another dtype");
        for (int64_t i = 0; i < o.rows; i++)
          for (int64_t j = 0; j < COLUMNS; j++)
            if (is_categorical(&variants[v], j))
              CHECK((double)narrow[i * COLUMNS + j] == value_of(&o, &data, i, j), "%s: row %" PRId64,
                    variants[v].name, i);
        free(source);
        free(narrow);
      }
      free(again);
      free(found);
      release(&o);
      smote_plan_free(plan);
      free((void *)data.values);
    }
  free(labels);
  free(others);
  free(values);
}

/* RANDOM_OVER repeats categories bit for bit, whatever they are. */
static void check_repeats(void) {
  enum { ROWS = 30, COLUMNS = 2 };
  static const uint8_t mask[] = {1, 1};
  double               values[ROWS * COLUMNS];
  int32_t             *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  for (int i = 0; i < ROWS * COLUMNS; i++)
    values[i] = i % 3 == 0 ? NAN : i % 3 == 1 ? -0.5 : 1e300;
  smote_dataset data = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  data.categorical   = mask;
  for (int s = 0; s < 2; s++) {
    smote_options  options = options_of(&variants[RANDOM_OVER], streams[s]);
    struct outcome o       = run(&data, &options);
    for (int64_t i = 0; i < o.rows; i++)
      CHECK(memcmp(o.values + i * COLUMNS * 8, values + o.base[i] * COLUMNS, 16) == 0, "row %" PRId64, i);
    release(&o);
  }
  free(labels);
}

/* Categories are what they are: other names for them make the same rows, renamed. */
static void check_renamed(void) {
  enum { ROWS = 90, COLUMNS = 4 };
  double             *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t            *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  const smote_dataset packed = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  for (int v = SMOTENC; v <= SMOTEN; v++)
    for (int s = 0; s < 2; s++) {
      smote_dataset  data = suitable(&packed, &variants[v]), other = suitable(&packed, &variants[v]);
      smote_options  options = options_of(&variants[v], streams[s]);
      struct outcome first   = run(&data, &options);
      /* Ascending, because the order of codes decides which of equals is the first. */
      for (int64_t i = 0; i < ROWS * COLUMNS; i++)
        if (is_categorical(&variants[v], i % COLUMNS))
          ((double *)other.values)[i] = 5000000 * ((double *)other.values)[i] + 7;
      struct outcome second = run(&other, &options);
      CHECK(same_sources(&first, &second), "%s: the same sources", variants[v].name);
      bool same = true;
      for (int64_t i = 0; i < first.rows; i++)
        for (int64_t j = 0; j < COLUMNS; j++) {
          const double value = value_of(&first, &data, i, j);
          same = same && value_of(&second, &data, i, j) ==
                           (is_categorical(&variants[v], j) ? 5000000 * value + 7 : value);
        }
      CHECK(same, "%s, %s: renamed", variants[v].name, stream_name(streams[s]));
      release(&second);
      release(&first);
      free((void *)other.values);
      free((void *)data.values);
    }
  free(labels);
  free(values);
}

int main(void) {
  check_paper_nc();
  check_penalties();
  check_paper_n();
  check_value_difference();
  check_ties();
  check_numpy_votes();
  check_few();
  check_handed();
  check_voted();
  check_carried();
  check_repeats();
  check_renamed();
  return closing_line("test_categories");
}

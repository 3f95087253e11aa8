/*
 * test_counts.c - how many rows each strategy makes, which are kept, and in which
 * order the new ones come
 */
#include "common.h"

enum { COLUMNS = 3 };

struct outcome {
  smote_status status;
  int64_t      rows, kept;
  int64_t      of[4]; /* rows of the labels asked about */
};

/* Resamples blocks of `sizes` rows with the labels given, checks what every output
 * must satisfy, and counts. */
static struct outcome resample(const int64_t *sizes, const int32_t *names, int classes,
                               const smote_options *options) {
  struct outcome outcome = {SMOTE_OK, 0, 0, {0, 0, 0, 0}};
  int64_t        rows    = 0;
  for (int c = 0; c < classes; c++)
    rows += sizes[c];
  double  *x = (double *)random_values(rows, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t *y = (int32_t *)allocate((size_t)rows * sizeof *y);
  for (int64_t i = 0, c = 0, left = sizes[0]; i < rows; i++, left--) {
    if (left == 0)
      left = sizes[++c];
    y[i] = names[c];
  }
  smote_dataset data = dataset(x, y, rows, COLUMNS, SMOTE_DTYPE_FLOAT64);
  smote_plan   *plan = NULL;
  smote_error   error;
  outcome.status = smote_plan_create(&data, options, &plan, &error);
  if (outcome.status == SMOTE_OK) {
    outcome.rows      = smote_plan_row_count(plan);
    outcome.kept      = smote_plan_kept_count(plan);
    double      *xs   = (double *)allocate((size_t)outcome.rows * COLUMNS * sizeof *xs);
    int32_t     *ys   = (int32_t *)allocate((size_t)outcome.rows * sizeof *ys);
    smote_output out  = SMOTE_OUTPUT_INIT;
    out.values        = xs;
    out.labels        = ys;
    outcome.status    = smote_plan_write(plan, &data, 0, outcome.rows, &out, 0, &error);
    for (int c = 0; c < classes && c < 4; c++)
      outcome.of[c] = count_label(ys, outcome.rows, names[c]);
    CHECK(outcome.kept == rows, "over-sampling keeps every row");
    CHECK(memcmp(xs, x, (size_t)rows * COLUMNS * sizeof *x) == 0, "kept rows are unchanged");
    CHECK(memcmp(ys, y, (size_t)rows * sizeof *y) == 0, "kept labels are unchanged");
    bool ascending = true;
    for (int64_t i = rows + 1; i < outcome.rows; i++)
      ascending = ascending && ys[i - 1] <= ys[i];
    CHECK(ascending, "new rows come in ascending label order");
    free(xs);
    free(ys);
  }
  smote_plan_free(plan);
  free(x);
  free(y);
  return outcome;
}

static void check_percent(void) {
  static const int64_t sizes[] = {570, 178};
  static const int32_t names[] = {0, 1};
  static const struct {
    double  percent;
    int64_t rows;
  } cases[] = {{0, 178}, {50, 267}, {100, 356}, {200, 534}, {300, 712}, {0.5, 178}, {1, 179}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    smote_options options        = smote_defaults();
    options.strategy             = SMOTE_STRATEGY_PERCENT;
    options.amount               = cases[i].percent;
    const struct outcome outcome = resample(sizes, names, 2, &options);
    CHECK(outcome.status == SMOTE_OK && outcome.of[0] == 570 && outcome.of[1] == cases[i].rows,
          "%g percent gives %" PRId64 " + %" PRId64, cases[i].percent, outcome.of[0],
          outcome.of[1]);
  }
}

static void check_ratio(void) {
  static const int64_t sizes[] = {10, 33};
  static const int32_t names[] = {5, -5};
  static const struct {
    double  ratio;
    int64_t rows;
  } cases[] = {{1, 33}, {0.5, 16}, {0.9, 29}, {0.31, 10}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    smote_options options        = smote_defaults();
    options.strategy             = SMOTE_STRATEGY_RATIO;
    options.amount               = cases[i].ratio;
    const struct outcome outcome = resample(sizes, names, 2, &options);
    CHECK(outcome.status == SMOTE_OK && outcome.of[0] == cases[i].rows && outcome.of[1] == 33,
          "ratio %g gives %" PRId64 " rows", cases[i].ratio, outcome.of[0]);
  }
}

/* The minority is 20 rows of label -3, the majority 50 rows of label 2147483647. */
static void check_named_strategies(void) {
  static const int64_t sizes[] = {30, 20, 50};
  static const int32_t names[] = {9, -3, INT32_MAX};
  static const struct {
    smote_strategy strategy;
    int64_t        of[3];
  } cases[] = {
    {SMOTE_STRATEGY_AUTO, {50, 50, 50}},         {SMOTE_STRATEGY_NOT_MAJORITY, {50, 50, 50}},
    {SMOTE_STRATEGY_ALL, {50, 50, 50}},          {SMOTE_STRATEGY_MINORITY, {30, 50, 50}},
    {SMOTE_STRATEGY_NOT_MINORITY, {50, 20, 50}}, {SMOTE_STRATEGY_MAJORITY, {30, 20, 50}},
  };
  static const smote_stream streams[] = {SMOTE_STREAM_NATIVE, SMOTE_STREAM_NUMPY_SEED};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    for (int s = 0; s < 2; s++) {
      smote_options options        = smote_defaults();
      options.strategy             = cases[i].strategy;
      options.stream               = streams[s];
      const struct outcome outcome = resample(sizes, names, 3, &options);
      CHECK(outcome.status == SMOTE_OK && memcmp(outcome.of, cases[i].of, sizeof cases[i].of) == 0,
            "strategy %d gives %" PRId64 ", %" PRId64 ", %" PRId64, (int)cases[i].strategy,
            outcome.of[0], outcome.of[1], outcome.of[2]);
    }
  }
}

/* The smaller label wins a tie: of 20, 20 and 30, label 1 is the minority; of 20, 30
 * and 30, label 2 is the majority. */
static void check_ties(void) {
  static const int64_t two_small[] = {20, 20, 30}, two_large[] = {20, 30, 30};
  static const int32_t names[] = {4, 1, 2}, other_names[] = {4, 3, 2};
  smote_options        options = smote_defaults();
  options.strategy             = SMOTE_STRATEGY_MINORITY;
  struct outcome outcome       = resample(two_small, names, 3, &options);
  CHECK(outcome.of[0] == 20 && outcome.of[1] == 30, "%" PRId64 ", %" PRId64, outcome.of[0],
        outcome.of[1]);
  options.strategy = SMOTE_STRATEGY_NOT_MAJORITY;
  outcome          = resample(two_large, other_names, 3, &options);
  CHECK(outcome.of[0] == 30 && outcome.of[1] == 30 && outcome.of[2] == 30, "all grow to 30");
}

static void check_targets(void) {
  static const int64_t sizes[] = {30, 20, 20};
  static const int32_t names[] = {9, -3, 0};
  static const smote_target targets[] = {{9, 0, 31}, {-3, 0, 77}};
  smote_options             options   = smote_defaults();
  options.strategy                    = SMOTE_STRATEGY_TARGETS;
  options.targets                     = targets;
  options.target_count                = 2;
  struct outcome outcome              = resample(sizes, names, 3, &options);
  CHECK(outcome.status == SMOTE_OK && outcome.rows == 128 && outcome.of[0] == 31 &&
          outcome.of[1] == 77 && outcome.of[2] == 20,
        "%" PRId64 " rows", outcome.rows);

  /* Any class may be targeted, also in balanced data, and for no change at all. */
  static const smote_target same[] = {{9, 0, 30}};
  options.targets                  = same;
  options.target_count             = 1;
  outcome                          = resample(sizes, names, 3, &options);
  CHECK(outcome.status == SMOTE_OK && outcome.rows == 70, "%" PRId64 " rows", outcome.rows);
}

/* Too few rows for k are an error, or less is made of them. */
static void check_few_rows(void) {
  static const int32_t names[] = {0, 1};
  for (int64_t few = 1; few <= 7; few++) {
    const int64_t sizes[] = {12, few};
    smote_options options = smote_defaults();
    CHECK(resample(sizes, names, 2, &options).status ==
            (few >= 6 ? SMOTE_OK : SMOTE_ERROR_TOO_FEW_ROWS),
          "%" PRId64 " rows", few);
    options.few_rows       = SMOTE_FEW_ROWS_CLIP;
    struct outcome outcome = resample(sizes, names, 2, &options);
    CHECK(outcome.status == SMOTE_OK && outcome.of[1] == 12, "%" PRId64 " rows, clipped", few);
    /* A class that does not grow may be as small as it likes. */
    options          = smote_defaults();
    options.strategy = SMOTE_STRATEGY_MAJORITY;
    CHECK(resample(sizes, names, 2, &options).status == SMOTE_OK, "%" PRId64 " rows stay", few);
  }
}

/* Every row of the class serves equally often, give or take one. */
static void check_even_bases(void) {
  enum { ROWS = 60, FEW = 11, NEW = 38 };
  double  *x = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t *y = (int32_t *)allocate(ROWS * sizeof *y);
  for (int i = 0; i < ROWS; i++)
    y[i] = i % 5 == 2 && i < 5 * FEW ? 1 : 0;
  smote_dataset data = dataset(x, y, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  for (uint64_t seed = 0; seed < 20; seed++) {
    smote_options options = smote_defaults();
    options.seed          = seed;
    smote_plan *plan      = plan_or_fail(&data, &options);
    int64_t     base[NEW], uses[ROWS] = {0};
    CHECK(smote_plan_row_count(plan) == ROWS + NEW, "49 rows of class 0");
    CHECK(smote_plan_provenance(plan, ROWS, NEW, base, NULL, NULL, NULL) == SMOTE_OK, "base");
    for (int i = 0; i < NEW; i++)
      uses[base[i]]++;
    for (int i = 0; i < ROWS; i++)
      CHECK(y[i] == 0 ? uses[i] == 0 : uses[i] == NEW / FEW || uses[i] == NEW / FEW + 1,
            "row %d serves %" PRId64 " times", i, uses[i]);
    smote_plan_free(plan);
  }
  free(x);
  free(y);
}

/* ADASYN with numpy's stream rounds the share of each row by itself, halves to even: of 5 rows
 * that are wanted from two that weigh the same, 2 and 2 are made; of 7, 4 and 4. */
static void check_rounded_shares(void) {
  static const double  x[] = {0, 1, 2, 3, 100, 101, 102, 103, 104, 0.4, 100.4};
  static const int32_t y[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1};
  static const struct {
    int64_t wanted, made;
  } cases[] = {{5, 4}, {7, 8}, {6, 6}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const smote_target  target = {1, 0, 2 + cases[i].wanted};
    const smote_dataset data   = dataset(x, y, 11, 1, SMOTE_DTYPE_FLOAT64);
    smote_options       options = smote_defaults();
    options.method              = SMOTE_METHOD_ADASYN;
    options.stream              = SMOTE_STREAM_NUMPY_SEED;
    options.neighbors           = 1;
    options.strategy            = SMOTE_STRATEGY_TARGETS;
    options.targets             = &target;
    options.target_count        = 1;
    smote_plan *plan            = plan_or_fail(&data, &options);
    CHECK(smote_plan_row_count(plan) == 11 + cases[i].made, "%" PRId64 " rows", smote_plan_row_count(plan));
    smote_plan_free(plan);
  }
}

int main(void) {
  check_percent();
  check_ratio();
  check_named_strategies();
  check_ties();
  check_targets();
  check_few_rows();
  check_even_bases();
  check_rounded_shares();
  return closing_line("test_counts");
}

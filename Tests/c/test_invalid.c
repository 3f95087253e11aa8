/*
 * test_invalid.c - bad input: a status, one sentence, and everything as it was
 *
 * Every case starts from arguments that are right, and spoils one thing. Where the
 * sentence must name something (a row, a class, a number), the case says what.
 */
#include "common.h"

enum { ROWS = 60, COLUMNS = 3, K = 5, M = 10 };

/* Classes 10, 20 and 30 with 30, 20 and 10 rows; class 30 has the rows 5, 11, ... */
static double   x[ROWS * COLUMNS];
static int32_t  y[ROWS];
static double   weights[COLUMNS];
static uint32_t state[625];
static double   normal[2];
static uint8_t  support[ROWS];
static uint8_t  mask[COLUMNS];
static int32_t  clusters[ROWS];
static int64_t  lists[ROWS * K];
static int64_t  wide[ROWS * M + 1];

/* Arguments that are right, and where a case spoils them. */
struct arguments {
  smote_dataset     data;
  smote_options     options;
  smote_target      targets[3];
  smote_class_value factors[3];
  smote_dataset    *data_pointer;
  smote_options    *options_pointer;
};

static struct arguments right;

/* `right` is remade before every case: static memory, so that pointers into it hold. */
static void reset(void) {
  for (int i = 0; i < ROWS; i++)
    y[i] = i % 6 < 3 ? 10 : i % 6 < 5 ? 20 : 30;
  random_state = 5;
  for (int i = 0; i < ROWS * COLUMNS; i++)
    x[i] = random_unit();
  for (int i = 0; i < COLUMNS; i++)
    weights[i] = 1 + i;
  for (int i = 0; i < 625; i++)
    state[i] = (uint32_t)random_bits();
  state[624] = 624;
  /* The K next rows of the same class, round and round. */
  for (int i = 0; i < ROWS; i++) {
    int64_t other = i;
    for (int p = 0; p < K; p++) {
      do
        other = (other + 1) % ROWS;
      while (y[other] != y[i]);
      lists[i * K + p] = other;
    }
  }
  /* The M next rows, of whatever class. */
  for (int i = 0; i < ROWS * M; i++)
    wide[i] = (i / M + 1 + i % M) % ROWS;
  normal[0] = 1;
  normal[1] = 0.5;
  memset(support, 1, sizeof support);
  memset(mask, 0, sizeof mask);
  for (int i = 0; i < ROWS; i++)
    clusters[i] = i % 2;
  memset(&right, 0, sizeof right);
  right.data            = dataset(x, y, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  right.options         = smote_defaults();
  right.data_pointer    = &right.data;
  right.options_pointer = &right.options;
}

/* Everything of the caller's, to be compared after a failure. */
struct snapshot {
  double           x[ROWS * COLUMNS];
  int32_t          y[ROWS];
  double           weights[COLUMNS];
  uint32_t         state[625];
  double           normal[2];
  uint8_t          support[ROWS];
  uint8_t          mask[COLUMNS];
  int32_t          clusters[ROWS];
  int64_t          lists[ROWS * K];
  int64_t          wide[ROWS * M + 1];
  struct arguments arguments;
};

static void take(struct snapshot *snapshot) {
  memcpy(snapshot->x, x, sizeof x);
  memcpy(snapshot->y, y, sizeof y);
  memcpy(snapshot->weights, weights, sizeof weights);
  memcpy(snapshot->state, state, sizeof state);
  memcpy(snapshot->normal, normal, sizeof normal);
  memcpy(snapshot->support, support, sizeof support);
  memcpy(snapshot->mask, mask, sizeof mask);
  memcpy(snapshot->clusters, clusters, sizeof clusters);
  memcpy(snapshot->lists, lists, sizeof lists);
  memcpy(snapshot->wide, wide, sizeof wide);
  memcpy(&snapshot->arguments, &right, sizeof right);
}

static bool unchanged(const struct snapshot *snapshot) {
  static struct snapshot now;
  take(&now);
  return memcmp(now.x, snapshot->x, sizeof x) == 0 && memcmp(now.y, snapshot->y, sizeof y) == 0 &&
         memcmp(now.weights, snapshot->weights, sizeof weights) == 0 &&
         memcmp(now.state, snapshot->state, sizeof state) == 0 &&
         memcmp(now.normal, snapshot->normal, sizeof normal) == 0 &&
         memcmp(now.support, snapshot->support, sizeof support) == 0 &&
         memcmp(now.mask, snapshot->mask, sizeof mask) == 0 &&
         memcmp(now.clusters, snapshot->clusters, sizeof clusters) == 0 &&
         memcmp(now.lists, snapshot->lists, sizeof lists) == 0 &&
         memcmp(now.wide, snapshot->wide, sizeof wide) == 0 &&
         memcmp(&now.arguments, &snapshot->arguments, sizeof right) == 0;
}

/* A failure must fill `error` in, with one sentence that names everything in
 * `fragments`: words separated by '|'. */
static void check_error(const char *what, smote_status expected, smote_status status,
                        const smote_error *error, const char *fragments) {
  CHECK(status == expected, "%s: status %d (%.80s) instead of %d", what, (int)status, error->message,
        (int)expected);
  CHECK(error->status == status, "%s: error.status %d", what, (int)error->status);
  const size_t length = strnlen(error->message, sizeof error->message);
  if (status == SMOTE_OK)
    return;
  CHECK(length > 10 && length < sizeof error->message, "%s: message of %zu bytes", what, length);
  CHECK(memchr(error->message, '\n', length) == NULL, "%s: one line", what);
  char copy[256];
  snprintf(copy, sizeof copy, "%s", fragments);
  char *rest = NULL;
  for (char *word = strtok_r(copy, "|", &rest); word != NULL; word = strtok_r(NULL, "|", &rest))
    CHECK(strstr(error->message, word) != NULL, "%s: \"%s\" does not name \"%s\"", what,
          error->message, word);
}

/* Calls smote_plan_create() with what the case made of `right`. */
static void refuse(const char *what, smote_status expected, const char *fragments) {
  static struct snapshot before;
  static char            poison;
  take(&before);
  smote_error error;
  memset(&error, 0x5a, sizeof error);
  smote_plan  *plan = (smote_plan *)(void *)&poison;
  smote_status status =
    smote_plan_create(right.data_pointer, right.options_pointer, &plan, &error);
  check_error(what, expected, status, &error, fragments);
  CHECK(plan == NULL, "%s: *plan is NULL after a failure", what);
  CHECK(unchanged(&before), "%s: the caller's memory is as it was", what);

  plan   = (smote_plan *)(void *)&poison;
  status = smote_plan_create(right.data_pointer, right.options_pointer, &plan, NULL);
  CHECK(status == expected && plan == NULL, "%s: the same without an error", what);
}

#define REFUSE(change, status, fragments)                                      \
  do {                                                                         \
    reset();                                                                   \
    change;                                                                    \
    refuse(#change, SMOTE_ERROR_##status, fragments);                          \
  } while (0)

static void accept(const char *what) {
  smote_error error = {SMOTE_OK, "untouched"};
  smote_plan *plan  = NULL;
  CHECK(smote_plan_create(right.data_pointer, right.options_pointer, &plan, &error) == SMOTE_OK,
        "%s: %s", what, error.message);
  CHECK(strcmp(error.message, "untouched") == 0, "%s: success leaves the error alone", what);
  smote_plan_free(plan);
}

#define ACCEPT(change)                                                         \
  do {                                                                         \
    reset();                                                                   \
    change;                                                                    \
    accept(#change);                                                           \
  } while (0)

static const size_t sizes[] = {0, 1, 7, 8, 16, SIZE_MAX, (size_t)1 << 40};

static void check_data(void) {
  ACCEPT((void)0);
  REFUSE(right.data_pointer = NULL, INVALID_ARGUMENT, "data");
  REFUSE(right.data.values = NULL, INVALID_ARGUMENT, "values");
  REFUSE(right.data.labels = NULL, INVALID_ARGUMENT, "labels");
  REFUSE(right.data.values = (char *)x + 1, INVALID_ARGUMENT, "values");
  REFUSE(right.data.labels = (int32_t *)(void *)((char *)y + 1), INVALID_ARGUMENT, "labels");
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
    REFUSE(right.data.struct_size = sizes[i], INVALID_ARGUMENT, "struct_size");
  REFUSE(right.data.struct_size -= 1, INVALID_ARGUMENT, "struct_size");
  REFUSE(right.data.struct_size = SIZE_MAX, INVALID_ARGUMENT, "struct_size of data is 18446744073709551615");
  REFUSE(right.data.reserved = 1, INVALID_ARGUMENT, "reserved|data|1");

  static const int64_t counts[] = {0, -1, INT64_MIN, INT64_MAX, INT64_C(1) << 62, INT64_C(1) << 53};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    REFUSE(right.data.rows = counts[i], INVALID_ARGUMENT, "rows");
    REFUSE(right.data.columns = counts[i], INVALID_ARGUMENT, "columns");
  }
  static const int64_t strides[] = {INT64_MAX, INT64_MIN, INT64_MAX / 2, INT64_MIN / 59,
                                    INT64_C(1) << 58};
  for (size_t i = 0; i < sizeof strides / sizeof *strides; i++) {
    REFUSE(right.data.row_stride = strides[i], INVALID_ARGUMENT, "stride");
    REFUSE(right.data.column_stride = strides[i], INVALID_ARGUMENT, "stride");
  }
  static const int unknown[] = {2, -1, INT32_MAX, INT32_MIN};
  for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
    REFUSE(right.data.dtype = (smote_dtype)unknown[i], INVALID_ARGUMENT, "dtype");

  static const double bad[] = {NAN, INFINITY, -INFINITY};
  static const int    rows[] = {0, 17, ROWS - 1};
  for (int b = 0; b < 3; b++) {
    for (int r = 0; r < 3; r++) {
      char fragments[64];
      snprintf(fragments, sizeof fragments, "row %d|column 2|%s", rows[r], b == 0 ? "NaN" : "inf");
      REFUSE(x[rows[r] * COLUMNS + 2] = bad[b], INVALID_DATA, fragments);
    }
  }
  /* The first one is named, by row and then by column. */
  REFUSE((x[40] = x[80] = x[41] = NAN), INVALID_DATA, "row 13|column 1");
  /* The largest values there are make distances that overflow, and no harm. */
  ACCEPT((x[0] = DBL_MAX, x[5] = -DBL_MAX, x[5 * COLUMNS] = DBL_MAX, x[11 * COLUMNS] = -DBL_MAX));
  ACCEPT((x[0] = 5e-324, x[5 * COLUMNS] = -5e-324));

  REFUSE(for (int i = 0; i < ROWS; i++) y[i] = 7, INVALID_DATA, "7");
  REFUSE((right.data.rows = 1), INVALID_DATA, "10");
}

static void check_classes(void) {
  /* Class 30 keeps the rows 5, 11 and 17 alone. */
  REFUSE(for (int i = 18; i < ROWS; i++) y[i] = y[i] == 30 ? 10 : y[i], TOO_FEW_ROWS,
         "class 30|3|6");
  REFUSE(right.options.neighbors = 10, TOO_FEW_ROWS, "class 30|10|11");
  REFUSE(right.options.neighbors = INT32_MAX, TOO_FEW_ROWS, "class");
  REFUSE((right.options.neighbors = 20, right.options.strategy = SMOTE_STRATEGY_TARGETS,
          right.targets[0] = (smote_target){20, 0, 25}, right.options.targets = right.targets,
          right.options.target_count = 1),
         TOO_FEW_ROWS, "class 20|20|21");
  ACCEPT((right.options.neighbors = INT32_MAX, right.options.few_rows = SMOTE_FEW_ROWS_CLIP));
}

static void check_enumerations(void) {
  static const int unknown[] = {99, -1, INT32_MAX, INT32_MIN};
  REFUSE(right.options_pointer = NULL, INVALID_ARGUMENT, "options");
  REFUSE(right.options.method = SMOTE_METHOD_NONE, INVALID_ARGUMENT, "method");
  for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
    REFUSE(right.options.method = (smote_method)unknown[i], INVALID_ARGUMENT, "method");
    REFUSE(right.options.strategy = (smote_strategy)unknown[i], INVALID_ARGUMENT, "strategy");
    REFUSE(right.options.stream = (smote_stream)unknown[i], INVALID_ARGUMENT, "stream");
    REFUSE(right.options.few_rows = (smote_few_rows)unknown[i], INVALID_ARGUMENT, "few_rows");
    REFUSE(right.options.bases = (smote_bases)unknown[i], INVALID_ARGUMENT, "bases");
    REFUSE(right.options.scale = (smote_scale)unknown[i], INVALID_ARGUMENT, "scale");
  }
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
    REFUSE(right.options.struct_size = sizes[i], INVALID_ARGUMENT, "struct_size");
  REFUSE(right.options.struct_size -= 1, INVALID_ARGUMENT, "struct_size");
  REFUSE(right.options.reserved = -1, INVALID_ARGUMENT, "reserved|options|-1");
  REFUSE(right.options.reserved_2 = 7, INVALID_ARGUMENT, "reserved|options|7");
}

static void check_numbers(void) {
  static const int few[] = {0, -1, INT32_MIN};
  for (int i = 0; i < 3; i++)
    REFUSE(right.options.neighbors = few[i], INVALID_ARGUMENT, "neighbors");
  REFUSE(right.options.threads = -1, INVALID_ARGUMENT, "threads");
  REFUSE(right.options.threads = INT32_MIN, INVALID_ARGUMENT, "threads");
  ACCEPT(right.options.threads = INT32_MAX);

  static const double ratios[] = {0, -0.5, 1.0000001, NAN, INFINITY, -INFINITY, 1e300};
  for (size_t i = 0; i < sizeof ratios / sizeof *ratios; i++)
    REFUSE((right.options.strategy = SMOTE_STRATEGY_RATIO, right.options.amount = ratios[i]),
           INVALID_ARGUMENT, "amount");
  /* Three classes have no ratio; and 20 of 50 rows are there already. */
  REFUSE((right.options.strategy = SMOTE_STRATEGY_RATIO, right.options.amount = 1),
         INVALID_ARGUMENT, "3");
  REFUSE(
    for (int i = 0; i < ROWS; i++) y[i] = i < 20;
    right.options.strategy = SMOTE_STRATEGY_RATIO; right.options.amount = 0.4, INVALID_ARGUMENT,
    "0.4|20");
  static const double percents[] = {-1, -1e-300, NAN, INFINITY, -INFINITY};
  for (size_t i = 0; i < sizeof percents / sizeof *percents; i++)
    REFUSE((right.options.strategy = SMOTE_STRATEGY_PERCENT, right.options.amount = percents[i]),
           INVALID_ARGUMENT, "amount");

  REFUSE((right.options.stream = SMOTE_STREAM_NUMPY_SEED, right.options.seed = UINT64_C(1) << 32),
         INVALID_ARGUMENT, "seed");
  REFUSE((right.options.stream = SMOTE_STREAM_NUMPY_SEED, right.options.seed = UINT64_MAX),
         INVALID_ARGUMENT, "seed");
  ACCEPT((right.options.stream = SMOTE_STREAM_NUMPY_SEED, right.options.seed = UINT32_MAX));
  ACCEPT(right.options.seed = UINT64_MAX);
}

static void check_targets(void) {
#define TARGETS(count, ...)                                                    \
  const smote_target given[] = {__VA_ARGS__};                                  \
  memcpy(right.targets, given, sizeof given);                                  \
  right.options.strategy     = SMOTE_STRATEGY_TARGETS;                         \
  right.options.targets      = right.targets;                                  \
  right.options.target_count = count
  ACCEPT(TARGETS(1, {10, 0, 30}));
  ACCEPT(TARGETS(3, {30, 0, 11}, {20, 0, 21}, {10, 0, 31}));
  REFUSE(TARGETS(2, {30, 0, 11}, {20, 5, 21}), INVALID_ARGUMENT, "reserved|targets|5");
  REFUSE(TARGETS(1, {10, 0, 29}), INVALID_ARGUMENT, "class 10|29|30");
  REFUSE(TARGETS(1, {30, 0, 0}), INVALID_ARGUMENT, "class 30|10");
  REFUSE(TARGETS(1, {30, 0, -1}), INVALID_ARGUMENT, "class 30|-1");
  REFUSE(TARGETS(1, {30, 0, INT64_MIN}), INVALID_ARGUMENT, "class 30");
  REFUSE(TARGETS(1, {11, 0, 40}), INVALID_ARGUMENT, "class 11");
  REFUSE(TARGETS(2, {30, 0, 20}, {-30, 0, 20}), INVALID_ARGUMENT, "class -30");
  REFUSE(TARGETS(2, {30, 0, 20}, {30, 0, 20}), INVALID_ARGUMENT, "class 30");
  REFUSE(TARGETS(3, {30, 0, 20}, {20, 0, 20}, {30, 0, 21}), INVALID_ARGUMENT, "class 30");
  REFUSE(TARGETS(1, {30, 0, INT64_MAX}), OUT_OF_MEMORY, "");
  REFUSE(TARGETS(1, {30, 0, INT64_C(1) << 62}), OUT_OF_MEMORY, "");
  REFUSE(TARGETS(2, {30, 0, INT64_MAX}, {20, 0, INT64_MAX}), OUT_OF_MEMORY, "");
  REFUSE(TARGETS(0, {30, 0, 20}), INVALID_ARGUMENT, "target_count");
  REFUSE(TARGETS(-1, {30, 0, 20}), INVALID_ARGUMENT, "target_count");
  REFUSE(TARGETS(INT64_MIN, {30, 0, 20}), INVALID_ARGUMENT, "target_count");
  REFUSE(TARGETS(INT64_MAX, {30, 0, 20}), INVALID_ARGUMENT, "target_count");
  REFUSE(TARGETS(1, {30, 0, 20}); right.options.targets = NULL, INVALID_ARGUMENT, "targets");
#undef TARGETS
}

static void check_weights(void) {
  ACCEPT(right.options.column_weights = weights);
  ACCEPT((right.options.column_weights = weights, weights[0] = weights[2] = 0));
  static const double bad[] = {-1, -1e-300, NAN, INFINITY, -INFINITY};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    REFUSE((right.options.column_weights = weights, weights[1] = bad[i]), INVALID_ARGUMENT,
           "column_weights|1");
  REFUSE((right.options.column_weights = weights, weights[0] = weights[1] = weights[2] = 0),
         INVALID_ARGUMENT, "column_weights");
}

static void check_state(void) {
  REFUSE(right.options.stream = SMOTE_STREAM_NUMPY_STATE, INVALID_ARGUMENT, "numpy_state");
#define STATE right.options.stream = SMOTE_STREAM_NUMPY_STATE, right.options.numpy_state = state
  REFUSE((STATE, state[624] = 625), INVALID_ARGUMENT, "625|624");
  REFUSE((STATE, state[624] = UINT32_MAX), INVALID_ARGUMENT, "numpy_state");
  /* From zeros the polar method never ends. */
  REFUSE((STATE, memset(state, 0, 624 * sizeof *state)), INVALID_ARGUMENT, "numpy_state|zeros");
  REFUSE((STATE, memset(state, 0, 624 * sizeof *state), state[0] = 0x7FFFFFFF), INVALID_ARGUMENT,
         "numpy_state|zeros");
  /* A plan that fails late leaves the generator where it was. */
  REFUSE((STATE, x[179] = NAN), INVALID_DATA, "");
  REFUSE((STATE, right.options.neighbors = 10), TOO_FEW_ROWS, "");
  reset();
  STATE;
  uint32_t before[625];
  memcpy(before, state, sizeof state);
  accept("numpy_state");
  CHECK(memcmp(before, state, sizeof state) != 0, "the generator comes back advanced");
#undef STATE
}

static void check_class_neighbors(void) {
#define LISTS right.options.class_neighbors = lists
  ACCEPT(LISTS);
  REFUSE((LISTS, lists[5 * K] = 60), INVALID_ARGUMENT, "class_neighbors|row 60|row 5");
  REFUSE((LISTS, lists[5 * K] = -2), INVALID_ARGUMENT, "class_neighbors|-2");
  REFUSE((LISTS, lists[5 * K + 4] = INT64_MAX), INVALID_ARGUMENT, "class_neighbors");
  REFUSE((LISTS, lists[5 * K + 4] = INT64_MIN), INVALID_ARGUMENT, "class_neighbors");
  /* Row 0 is of class 10, row 5 of class 30. */
  REFUSE((LISTS, lists[5 * K + 2] = 0), INVALID_ARGUMENT, "row 0|class 10|row 5|class 30");
  REFUSE((LISTS, lists[5 * K + 4] = -1), TOO_FEW_ROWS, "row 5|class 30|4|5");
  REFUSE((LISTS, lists[5 * K + 1] = -1), INVALID_ARGUMENT,
         "class_neighbors|row 23|place 2|row 5|behind a -1");
  REFUSE((LISTS, lists[5 * K + 1] = -1, right.options.few_rows = SMOTE_FEW_ROWS_CLIP),
         INVALID_ARGUMENT, "class_neighbors|behind a -1");
  ACCEPT((LISTS, lists[5 * K + 4] = -1, right.options.few_rows = SMOTE_FEW_ROWS_CLIP));
  /* Rows of the class that does not grow are not read. */
  ACCEPT((LISTS, lists[0] = INT64_MAX));
#undef LISTS
}

/* ------------------------------------------------------------------------ */

static const smote_method by_danger[] = {SMOTE_METHOD_BORDERLINE1, SMOTE_METHOD_BORDERLINE2};

static void check_danger(void) {
  for (int b = 0; b < 2; b++) {
#define DANGER(number)                                                         \
  right.options.method = by_danger[b], right.options.danger_neighbors = number
    ACCEPT((DANGER(1)));
    ACCEPT((DANGER(ROWS - 1)));
    REFUSE((DANGER(0)), INVALID_ARGUMENT, "danger_neighbors|0");
    REFUSE((DANGER(-1)), INVALID_ARGUMENT, "danger_neighbors|-1");
    REFUSE((DANGER(INT32_MIN)), INVALID_ARGUMENT, "danger_neighbors");
    REFUSE((DANGER(ROWS)), TOO_FEW_ROWS, "60 rows|danger_neighbors = 60|61");
    REFUSE((DANGER(INT32_MAX)), TOO_FEW_ROWS, "danger_neighbors = 2147483647|2147483648");
    ACCEPT((DANGER(INT32_MAX), right.options.few_rows = SMOTE_FEW_ROWS_CLIP));
    REFUSE((DANGER(10), right.options.neighbors = 0), INVALID_ARGUMENT, "neighbors");
    REFUSE((DANGER(10), x[179] = NAN), INVALID_DATA, "row 59|column 2");
    /* A struct of before the field was there has its default. */
    ACCEPT((DANGER(-1), right.options.struct_size = 112));
    REFUSE((DANGER(-1), right.options.struct_size = 128), INVALID_ARGUMENT, "danger_neighbors");
    REFUSE((DANGER(10), right.options.struct_size = 120), INVALID_ARGUMENT, "struct_size");
    REFUSE((DANGER(10), right.options.struct_size = 144), INVALID_ARGUMENT, "struct_size");
  }
  REFUSE((right.options.method = SMOTE_METHOD_BORDERLINE1, right.options.neighbors = 10),
         TOO_FEW_ROWS, "class 30|10|11");
  REFUSE((right.options.method = SMOTE_METHOD_BORDERLINE2, right.options.neighbors = 60),
         TOO_FEW_ROWS, "60 rows|neighbors = 60|61");
  ACCEPT((right.options.method = SMOTE_METHOD_BORDERLINE2, right.options.neighbors = ROWS - 1));
  REFUSE((right.options.method = SMOTE_METHOD_ADASYN, right.options.neighbors = 10), TOO_FEW_ROWS,
         "class 30|10|11");
  ACCEPT((right.options.method = SMOTE_METHOD_ADASYN, right.options.neighbors = INT32_MAX,
          right.options.few_rows = SMOTE_FEW_ROWS_CLIP));
#undef DANGER
}

/* Lists of all rows: ADASYN reads `neighbors` of each row, BORDERLINE more. */
static void check_all_neighbors(void) {
  static const smote_method methods[] = {SMOTE_METHOD_BORDERLINE1, SMOTE_METHOD_BORDERLINE2,
                                         SMOTE_METHOD_ADASYN};
  for (int m = 0; m < 3; m++) {
    const int width = methods[m] == SMOTE_METHOD_ADASYN ? K : M, last = 5 * width + width - 1;
#define LISTS right.options.method = methods[m], right.options.all_neighbors = wide
    ACCEPT((LISTS));
    REFUSE((LISTS, wide[5 * width] = 60), INVALID_ARGUMENT, "all_neighbors|row 60|row 5|59");
    REFUSE((LISTS, wide[last] = -2), INVALID_ARGUMENT, "all_neighbors|-2|row 5");
    REFUSE((LISTS, wide[last] = INT64_MAX), INVALID_ARGUMENT, "all_neighbors|row 5");
    REFUSE((LISTS, wide[last] = INT64_MIN), INVALID_ARGUMENT, "all_neighbors|row 5");
    REFUSE((LISTS, wide[5 * width + 1] = -1), INVALID_ARGUMENT, "all_neighbors|row 5|behind a -1");
    REFUSE((LISTS, wide[last] = -1), TOO_FEW_ROWS, "all_neighbors|row 5|class 30");
    ACCEPT((LISTS, wide[last] = -1, right.options.few_rows = SMOTE_FEW_ROWS_CLIP));
    REFUSE((LISTS, right.options.all_neighbors = (int64_t *)(void *)((char *)wide + 4)),
           INVALID_ARGUMENT, "all_neighbors|aligned");
    /* Rows of the class that does not grow are not read. */
    ACCEPT((LISTS, wide[0] = INT64_MAX));
    /* Rows of other classes may be neighbours in the danger of BORDERLINE2 alone. */
    if (methods[m] == SMOTE_METHOD_BORDERLINE2)
      ACCEPT((LISTS, right.options.class_neighbors = wide));
    else
      REFUSE((LISTS, right.options.class_neighbors = wide), INVALID_ARGUMENT,
             "class_neighbors|both must be of one class");
    REFUSE((LISTS, right.options.class_neighbors = (int64_t *)(void *)((char *)lists + 4)),
           INVALID_ARGUMENT, "class_neighbors|aligned");
    REFUSE((LISTS, right.options.neighbors = INT32_MAX, right.data.rows = INT64_C(1) << 40,
            right.options.class_neighbors = lists),
           INVALID_ARGUMENT, "no memory can hold");
  }
#undef LISTS
}

/* Structs of before their last fields were there, in no more memory than they have:
 * valgrind would see a read behind it. */
static void check_older_structs(void) {
  static const size_t older[] = {112, 128, 152, 168};
  for (int i = 0; i < 4; i++) {
    reset();
    right.options.struct_size = older[i];
    right.options.method      = SMOTE_METHOD_BORDERLINE1;
    right.options_pointer     = (smote_options *)allocate(older[i]);
    memcpy((void *)right.options_pointer, &right.options, older[i]);
    accept("an older struct of options");
    free(right.options_pointer);
  }
  reset();
  right.data.struct_size = 64;
  right.data_pointer     = (smote_dataset *)allocate(64);
  memcpy((void *)right.data_pointer, &right.data, 64);
  accept("an older struct of data");
  free(right.data_pointer);
  reset();
  smote_plan  *plan = plan_or_fail(&right.data, &right.options);
  smote_output now  = SMOTE_OUTPUT_INIT, *out = (smote_output *)allocate(40);
  double       row[COLUMNS];
  now.struct_size = 40;
  now.values      = row;
  memcpy((void *)out, &now, 40);
  CHECK(smote_plan_write(plan, &right.data, 0, 1, out, 1, NULL) == SMOTE_OK &&
          memcmp(row, x, sizeof row) == 0,
        "an older struct of output");
  free(out);
  smote_plan_free(plan);
}

static void check_shrinkage(void) {
#define FACTORS(count, ...)                                                    \
  const smote_class_value given[] = {__VA_ARGS__};                             \
  memcpy(right.factors, given, sizeof given);                                  \
  right.options.method          = SMOTE_METHOD_RANDOM_OVER;                    \
  right.options.shrinkage       = right.factors;                               \
  right.options.shrinkage_count = count
  ACCEPT(FACTORS(2, {20, 0, 1}, {30, 0, 0}));
  ACCEPT(FACTORS(3, {30, 0, 1e-300}, {10, 0, 7}, {20, 0, 1e300}));
  REFUSE(FACTORS(1, {20, 0, 1}), INVALID_ARGUMENT, "shrinkage|class 30");
  /* As strictly as targets: classes that there are, each once, whether they grow or not. */
  REFUSE(FACTORS(3, {20, 0, 1}, {30, 0, 1}, {40, 0, 1}), INVALID_ARGUMENT, "shrinkage|class 40");
  REFUSE(FACTORS(3, {20, 0, 1}, {INT32_MIN, 0, 1}, {30, 0, 1}), INVALID_ARGUMENT,
         "shrinkage|class -2147483648");
  REFUSE(FACTORS(3, {20, 0, 1}, {30, 0, 1}, {20, 0, 1}), INVALID_ARGUMENT,
         "shrinkage|class 20|more than once");
  REFUSE(FACTORS(3, {20, 0, 0}, {30, 0, 1}, {20, 0, 0}), INVALID_ARGUMENT,
         "shrinkage|class 20|more than once");
  /* Noise that overflows: a deviation, or a deviation times its factor. */
  REFUSE(FACTORS(2, {20, 0, 1}, {30, 0, 1}); x[5 * COLUMNS + 1] = 1e200, INVALID_DATA,
         "column 1|class 30");
  REFUSE(FACTORS(2, {20, 0, 1}, {30, 0, 1}); x[3 * COLUMNS] = DBL_MAX, INVALID_DATA,
         "column 0|class 20");
  REFUSE(FACTORS(2, {20, 0, DBL_MAX}, {30, 0, 1}); for (int i = 0; i < ROWS; i++) x[i * COLUMNS] *= 99,
         INVALID_DATA, "column 0|class 20");
  ACCEPT(FACTORS(2, {20, 0, 1}, {30, 0, 0}); x[5 * COLUMNS + 1] = 1e200);
  REFUSE(FACTORS(2, {10, 0, 1}, {30, 0, 1}), INVALID_ARGUMENT, "shrinkage|class 20");
  static const double bad[] = {-1, -1e-300, NAN, INFINITY, -INFINITY};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    REFUSE(FACTORS(2, {20, 0, 1}, {30, 0, bad[i]}), INVALID_ARGUMENT, "shrinkage|class 30");
  static const int64_t counts[] = {0, -1, INT64_MIN, INT64_MAX, INT64_C(1) << 32};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
    REFUSE(FACTORS(counts[i], {20, 0, 1}, {30, 0, 1}), INVALID_ARGUMENT, "shrinkage_count");
  REFUSE(FACTORS(2, {20, 0, 1}, {30, 0, 1}); right.options.shrinkage = NULL, INVALID_ARGUMENT,
         "shrinkage");
  REFUSE(FACTORS(2, {20, 0, 1}, {30, 8, 1}), INVALID_ARGUMENT, "reserved|shrinkage|8");
  /* With noise values are read, without it they are not. */
  REFUSE(FACTORS(2, {20, 0, 1}, {30, 0, 1}); x[20] = NAN, INVALID_DATA, "row 6|column 2");
  REFUSE(FACTORS(2, {20, 0, 1}, {30, 0, 1}); x[0] = -INFINITY, INVALID_DATA, "row 0|column 0");
  ACCEPT((right.options.method = SMOTE_METHOD_RANDOM_OVER, x[0] = NAN, x[20] = INFINITY));
  /* A struct of before the field was there means no noise. */
  ACCEPT(FACTORS(-1, {20, 0, -1}); right.options.struct_size = 128);

  /* The generator and its normal number stay where they were, however late a plan fails. */
#define STATE                                                                  \
  right.options.stream = SMOTE_STREAM_NUMPY_STATE, right.options.numpy_state = state, \
  right.options.numpy_normal = normal
  ACCEPT(FACTORS(2, {20, 0, 1}, {30, 0, 1}); STATE);
  ACCEPT(FACTORS(2, {20, 0, 1}, {30, 0, 1}); STATE; normal[0] = 0; normal[1] = NAN);
  REFUSE(FACTORS(2, {20, 0, 1}, {30, 0, 1}); STATE; normal[1] = NAN, INVALID_ARGUMENT,
         "numpy_normal");
  REFUSE(FACTORS(2, {20, 0, 1}, {30, 0, 1}); STATE; normal[1] = INFINITY, INVALID_ARGUMENT,
         "numpy_normal");
  REFUSE(FACTORS(1, {20, 0, 1}); STATE, INVALID_ARGUMENT, "class 30");
  REFUSE(FACTORS(2, {20, 0, 1}, {30, 0, 1}); STATE; x[5 * COLUMNS] = 1e200, INVALID_DATA, "class 30");
  REFUSE(FACTORS(2, {20, 0, 1}, {30, 0, 1}); STATE; x[179] = NAN, INVALID_DATA, "row 59");
  REFUSE(FACTORS(2, {20, 0, 1}, {30, 0, 1}); STATE; state[624] = 700, INVALID_ARGUMENT, "700");
  for (int b = 0; b < 2; b++) {
    REFUSE((STATE, right.options.method = by_danger[b], right.options.danger_neighbors = 60),
           TOO_FEW_ROWS, "danger_neighbors");
    /* Class 20 is served before class 30 fails. */
    REFUSE((STATE, right.options.method = by_danger[b], right.options.all_neighbors = wide,
            wide[5 * M] = 99),
           INVALID_ARGUMENT, "99|row 5");
  }
  REFUSE((STATE, right.options.method = SMOTE_METHOD_ADASYN, right.options.all_neighbors = wide,
          wide[5 * K] = 99),
         INVALID_ARGUMENT, "99|row 5");
#undef STATE
#undef FACTORS
}

/* Every array must lie where its elements may lie. */
static void check_alignment(void) {
#define SHIFTED(type, array, bytes) (type *)(void *)((char *)(array) + (bytes))
  REFUSE((right.options.strategy = SMOTE_STRATEGY_TARGETS, right.options.target_count = 1,
          right.targets[0] = (smote_target){30, 0, 20},
          right.options.targets = SHIFTED(smote_target, right.targets, 4)),
         INVALID_ARGUMENT, "targets|aligned|8");
  REFUSE((right.options.method = SMOTE_METHOD_RANDOM_OVER, right.options.shrinkage_count = 1,
          right.options.shrinkage = SHIFTED(smote_class_value, right.factors, 4)),
         INVALID_ARGUMENT, "shrinkage|aligned|8");
  REFUSE(right.options.column_weights = SHIFTED(double, weights, 1), INVALID_ARGUMENT,
         "column_weights|aligned|8");
  REFUSE(right.options.column_weights = SHIFTED(double, weights, 4), INVALID_ARGUMENT,
         "column_weights|aligned|8");
  REFUSE((right.options.stream = SMOTE_STREAM_NUMPY_STATE,
          right.options.numpy_state = SHIFTED(uint32_t, state, 2)),
         INVALID_ARGUMENT, "numpy_state|aligned|4");
  REFUSE((right.options.stream = SMOTE_STREAM_NUMPY_STATE, right.options.numpy_state = state,
          right.options.numpy_normal = SHIFTED(double, normal, 4)),
         INVALID_ARGUMENT, "numpy_normal|aligned|8");
  /* Also where the method or the stream does not ask. */
  REFUSE(right.options.numpy_normal = SHIFTED(double, normal, 1), INVALID_ARGUMENT,
         "numpy_normal|aligned|8");
  REFUSE(right.options.all_neighbors = SHIFTED(int64_t, wide, 4), INVALID_ARGUMENT,
         "all_neighbors|aligned");
#undef SHIFTED
}

static void check_svm(void) {
#define SUPPORT right.options.method = SMOTE_METHOD_SVM, right.options.support_rows = support
  ACCEPT(right.options.method = SMOTE_METHOD_SVM);
  ACCEPT((SUPPORT));
  static const double steps[] = {-0.1, 1.1, NAN, INFINITY, -INFINITY, -1e-300, 1.0000001};
  for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
    REFUSE((SUPPORT, right.options.out_step = steps[i]), INVALID_ARGUMENT, "out_step|0 to 1");
    /* Also where the method does not ask. */
    REFUSE(right.options.out_step = steps[i], INVALID_ARGUMENT, "out_step|0 to 1");
  }
  ACCEPT((SUPPORT, right.options.out_step = 0));
  ACCEPT((SUPPORT, right.options.out_step = 1));
  /* A struct of before the field was there has its default, and trains. */
  ACCEPT((SUPPORT, memset(support, 0, sizeof support), right.options.out_step = NAN,
          right.options.struct_size = 152));
  REFUSE((SUPPORT, right.options.struct_size = 160), INVALID_ARGUMENT, "struct_size");

  /* No support vectors: none at all, none of one class, or noise alone. */
  REFUSE((SUPPORT, memset(support, 0, sizeof support)), NO_CANDIDATES, "class 20");
  REFUSE((SUPPORT); for (int i = 5; i < ROWS; i += 6) support[i] = 0, NO_CANDIDATES, "class 30");
  ACCEPT((SUPPORT); for (int i = 0; i < ROWS; i++) support[i] = y[i] == 10 ? 0 : 255);
  REFUSE((SUPPORT, right.options.all_neighbors = wide);
         for (int i = 5; i < ROWS; i += 6) for (int p = 0; p < M; p++) wide[i * M + p] = 0,
         NO_CANDIDATES, "all 10 support vectors|class 30|noise");
  /* Without anything but noise a classifier of the engine's own fails as well. */
  REFUSE((right.options.method = SMOTE_METHOD_SVM, right.options.all_neighbors = wide);
         for (int i = 5; i < ROWS; i += 6) for (int p = 0; p < M; p++) wide[i * M + p] = 0,
         NO_CANDIDATES, "class 30|noise");

  REFUSE((SUPPORT, right.options.danger_neighbors = 0), INVALID_ARGUMENT, "danger_neighbors|0");
  REFUSE((SUPPORT, right.options.danger_neighbors = ROWS), TOO_FEW_ROWS,
         "60 rows|danger_neighbors = 60|61");
  REFUSE((SUPPORT, right.options.neighbors = 10), TOO_FEW_ROWS, "class 30|10|11");
  ACCEPT((SUPPORT, right.options.neighbors = INT32_MAX, right.options.danger_neighbors = INT32_MAX,
          right.options.few_rows = SMOTE_FEW_ROWS_CLIP));
  REFUSE((SUPPORT, x[179] = NAN), INVALID_DATA, "row 59|column 2");
  REFUSE((SUPPORT, right.options.class_neighbors = lists, lists[5 * K] = 60), INVALID_ARGUMENT,
         "class_neighbors|row 60|row 5");
  ACCEPT((SUPPORT, support[5] = 0, right.options.class_neighbors = lists, lists[5 * K] = 60));
  REFUSE((SUPPORT, right.options.class_neighbors = wide), INVALID_ARGUMENT,
         "class_neighbors|both must be of one class");

  /* Values that the classifier cannot square; a classifier of somebody else's may. */
  REFUSE((right.options.method = SMOTE_METHOD_SVM, x[5] = 1e200), INVALID_DATA, "scale the columns");
  REFUSE((right.options.method = SMOTE_METHOD_SVM, x[5] = -DBL_MAX), INVALID_DATA,
         "scale the columns");
  REFUSE((right.options.method = SMOTE_METHOD_SVM);
         for (int i = 0; i < ROWS * COLUMNS; i++) x[i] = 1e160 + 1e150 * i, INVALID_DATA,
         "scale the columns");
  ACCEPT((SUPPORT, x[5] = 1e200, x[7] = -DBL_MAX));
  ACCEPT((right.options.method = SMOTE_METHOD_SVM); for (int i = 0; i < ROWS * COLUMNS; i++) x[i] = 7);
  ACCEPT((right.options.method = SMOTE_METHOD_SVM);
         for (int i = 0; i < ROWS * COLUMNS; i++) x[i] *= 1e100);

  /* numpy's state stays, however late a plan fails. */
#define STATE                                                                  \
  right.options.stream = SMOTE_STREAM_NUMPY_STATE, right.options.numpy_state = state, \
  right.options.numpy_normal = normal
  ACCEPT((SUPPORT, STATE));
  REFUSE((SUPPORT, STATE); for (int i = 5; i < ROWS; i += 6) support[i] = 0, NO_CANDIDATES,
         "class 30");
  REFUSE((right.options.method = SMOTE_METHOD_SVM, STATE, right.options.all_neighbors = wide,
          wide[5 * M] = 99),
         INVALID_ARGUMENT, "99|row 5");
  REFUSE((right.options.method = SMOTE_METHOD_SVM, STATE, x[5] = 1e200), INVALID_DATA, "scale");
#undef STATE
#undef SUPPORT
}

/* Column 1 holds categories from 0 to 3, or all columns do. */
static void make_mixed(smote_method method) {
  right.options.method = method;
  for (int i = 0; i < ROWS * COLUMNS; i++)
    if (method == SMOTE_METHOD_SMOTEN || i % COLUMNS == 1)
      x[i] = (double)(i % 4);
  if (method == SMOTE_METHOD_SMOTEN)
    return;
  mask[1]                = 255;
  right.data.categorical = mask;
}

static void check_kinds(void) {
#define MIXED make_mixed(SMOTE_METHOD_SMOTENC)
#define NOMINAL make_mixed(SMOTE_METHOD_SMOTEN)
#define MASK(...)                                                              \
  const uint8_t given[] = {__VA_ARGS__};                                       \
  memcpy(mask, given, sizeof given);                                           \
  right.data.categorical = mask
  ACCEPT(MIXED);
  ACCEPT(NOMINAL);
  ACCEPT(NOMINAL; MASK(1, 2, 255));
  REFUSE(MIXED; right.data.categorical = NULL, INVALID_ARGUMENT, "0 of 3|SMOTENC|SMOTE is for numbers");
  REFUSE(MIXED; MASK(0, 0, 0), INVALID_ARGUMENT, "0 of 3|SMOTENC");
  REFUSE(MIXED; MASK(1, 1, 1), INVALID_ARGUMENT, "3 of 3|SMOTENC|SMOTEN for categories");
  REFUSE(NOMINAL; MASK(1, 1, 0), INVALID_ARGUMENT, "2 of 3|SMOTEN");
  REFUSE(NOMINAL; MASK(0, 0, 0), INVALID_ARGUMENT, "0 of 3|SMOTEN");
  /* Who drops rows is not told to add some. */
  REFUSE(MIXED; right.options.method = SMOTE_METHOD_CLUSTER_CENTROIDS, INVALID_ARGUMENT,
         "column 1|categories|use RANDOM_UNDER");
  static const smote_method numeric[] = {SMOTE_METHOD_SMOTE,  SMOTE_METHOD_BORDERLINE1,
                                         SMOTE_METHOD_BORDERLINE2, SMOTE_METHOD_SVM,
                                         SMOTE_METHOD_ADASYN, SMOTE_METHOD_KMEANS};
  for (size_t m = 0; m < sizeof numeric / sizeof *numeric; m++) {
    REFUSE(MIXED; right.options.method = numeric[m], INVALID_ARGUMENT, "column 1|categories|use SMOTENC");
    REFUSE(MIXED; right.options.method = numeric[m]; MASK(1, 1, 1), INVALID_ARGUMENT, "column 0");
    /* A mask of zeros says that all columns are numbers. */
    ACCEPT(right.options.method = numeric[m]; right.options.cluster_balance_threshold = 0;
           right.options.clusters = 1; MASK(0, 0, 0));
    /* A data set of before there were masks has none. */
    ACCEPT(MIXED; right.options.method = numeric[m]; right.options.cluster_balance_threshold = 0;
           right.options.clusters = 1; right.data.struct_size = 64);
  }
  REFUSE(MIXED; right.data.struct_size = 64, INVALID_ARGUMENT, "0 of 3|SMOTENC");
  ACCEPT(NOMINAL; right.data.struct_size = 64);
  ACCEPT(MIXED; right.options.method = SMOTE_METHOD_RANDOM_OVER);
  ACCEPT(right.options.method = SMOTE_METHOD_RANDOM_OVER; MASK(1, 1, 1); x[7] = NAN; x[8] = -0.5);
  static const smote_class_value factors[] = {{20, 0, 1}, {30, 0, 1}};
  REFUSE(MIXED; right.options.method = SMOTE_METHOD_RANDOM_OVER; right.options.shrinkage = factors;
         right.options.shrinkage_count = 2, INVALID_ARGUMENT, "column 1|categories|shrinkage");
#undef MASK
}

static void check_codes(void) {
  static const struct {
    double       code;
    smote_status status;
    const char  *said;
  } bad[] = {
    {0.5, SMOTE_ERROR_INVALID_DATA, "0.5"},
    {-1, SMOTE_ERROR_INVALID_DATA, "-1"},
    {-1e-300, SMOTE_ERROR_INVALID_DATA, "-1e-300"},
    {SMOTE_CODE_MAX + 1.0, SMOTE_ERROR_INVALID_DATA, "16777216"},
    {SMOTE_CODE_MAX - 0.5, SMOTE_ERROR_INVALID_DATA, "16777214.5"},
    {1e300, SMOTE_ERROR_INVALID_DATA, "1e+300"},
    {-DBL_MAX, SMOTE_ERROR_INVALID_DATA, "row"},
    {NAN, SMOTE_ERROR_INVALID_DATA, "row"},
    {INFINITY, SMOTE_ERROR_INVALID_DATA, "inf"},
    {-INFINITY, SMOTE_ERROR_INVALID_DATA, "inf"},
  };
  static const int rows[] = {0, 17, ROWS - 1};
  for (size_t b = 0; b < sizeof bad / sizeof *bad; b++)
    for (int r = 0; r < 3; r++)
      for (int nominal = 0; nominal < 2; nominal++) {
        char fragments[80];
        snprintf(fragments, sizeof fragments, "row %d|column 1|%s", rows[r], bad[b].said);
        reset();
        make_mixed(nominal ? SMOTE_METHOD_SMOTEN : SMOTE_METHOD_SMOTENC);
        x[rows[r] * COLUMNS + 1] = bad[b].code;
        refuse("a code", bad[b].status, fragments);
      }
  /* The first one is named, by row and then by column; numbers may be what they like. */
  REFUSE(NOMINAL; x[40] = x[80] = x[41] = 0.5, INVALID_DATA, "row 13|column 1|0 to 16777215");
  ACCEPT(MIXED; x[1] = SMOTE_CODE_MAX; x[4] = -0.0; x[0] = -7.5; x[3] = 1e100);
  REFUSE(MIXED; x[3] = NAN, INVALID_DATA, "row 1|column 0");
  REFUSE(MIXED; right.options.neighbors = 10, TOO_FEW_ROWS, "class 30|10|11");
  REFUSE(NOMINAL; right.options.neighbors = 10, TOO_FEW_ROWS, "class 30|10|11");
  ACCEPT(MIXED; right.options.neighbors = INT32_MAX; right.options.few_rows = SMOTE_FEW_ROWS_CLIP);
  ACCEPT(NOMINAL; right.options.neighbors = INT32_MAX; right.options.few_rows = SMOTE_FEW_ROWS_CLIP);
  /* Deviations that overflow: there is no penalty. */
  REFUSE(MIXED; x[5 * COLUMNS] = 1e200, INVALID_DATA, "column 0|class 30|too wide");
  REFUSE(MIXED; x[5 * COLUMNS + 2] = -DBL_MAX; x[11 * COLUMNS + 2] = DBL_MAX, INVALID_DATA,
         "column 2|class 30|too wide");
  ACCEPT(MIXED; x[5 * COLUMNS] = 1e200; right.options.column_weights = weights; weights[0] = 0);
  ACCEPT(MIXED; x[0] = 1e200); /* of a class that does not grow */
  ACCEPT(MIXED; for (int i = 0; i < ROWS; i++) x[i * COLUMNS] = x[i * COLUMNS + 2] = 3);
  ACCEPT(MIXED; right.options.column_weights = weights; weights[0] = weights[2] = 0);
  ACCEPT(MIXED; right.options.column_weights = weights; weights[1] = DBL_MAX);
  /* Lists are checked as SMOTE's are. */
  REFUSE(MIXED; right.options.class_neighbors = lists; lists[5 * K] = 60, INVALID_ARGUMENT,
         "class_neighbors|row 60|row 5");
  REFUSE(NOMINAL; right.options.class_neighbors = lists; lists[5 * K + 2] = 0, INVALID_ARGUMENT,
         "row 0|class 10|row 5|class 30");
  ACCEPT(MIXED; right.options.class_neighbors = lists);
  ACCEPT(NOMINAL; right.options.class_neighbors = lists);
  /* numpy's state stays, however late a plan fails. */
#define STATE right.options.stream = SMOTE_STREAM_NUMPY_STATE, right.options.numpy_state = state
  REFUSE(MIXED; STATE; x[5 * COLUMNS] = 1e200, INVALID_DATA, "class 30");
  REFUSE(NOMINAL; STATE; right.options.class_neighbors = lists; lists[5 * K] = 60, INVALID_ARGUMENT,
         "row 60");
  ACCEPT(MIXED; STATE);
  ACCEPT(NOMINAL; STATE);
#undef STATE
#undef NOMINAL
#undef MIXED
}

static void check_kmeans(void) {
#define KMEANS                                                                 \
  right.options.method = SMOTE_METHOD_KMEANS, right.options.clusters = 2,      \
  right.options.cluster_balance_threshold = 0, right.options.neighbors = 3
  ACCEPT((KMEANS));
  static const int32_t counts[] = {0, -1, INT32_MIN, (1 << 24) + 1, INT32_MAX};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    REFUSE((KMEANS, right.options.clusters = counts[i]), INVALID_ARGUMENT, "clusters|1 to 16777216");
    /* Also where the method does not ask. */
    REFUSE(right.options.clusters = counts[i], INVALID_ARGUMENT, "clusters|1 to 16777216");
    REFUSE((KMEANS, right.options.cluster_of_row = clusters, right.options.clusters = counts[i]),
           INVALID_ARGUMENT, "clusters");
  }
  REFUSE((KMEANS, right.options.clusters = ROWS + 1), INVALID_ARGUMENT, "clusters = 61|60 rows");
  REFUSE((KMEANS, right.options.clusters = 1 << 24), INVALID_ARGUMENT, "clusters = 16777216|60 rows");
  ACCEPT(right.options.clusters = 1 << 24);
  ACCEPT((KMEANS, right.options.clusters = ROWS, right.options.few_rows = SMOTE_FEW_ROWS_CLIP));
  ACCEPT((KMEANS, right.options.clusters = ROWS + 1, right.options.cluster_of_row = clusters));
  REFUSE((KMEANS, right.options.clusters = ROWS), NO_CANDIDATES, "4 rows of class 20");

  ACCEPT((KMEANS, right.options.cluster_of_row = clusters));
  ACCEPT((KMEANS, right.options.cluster_of_row = clusters, clusters[0] = ROWS - 1,
          clusters[1] = INT32_MIN));
  REFUSE((KMEANS, right.options.cluster_of_row = clusters, clusters[17] = ROWS), INVALID_ARGUMENT,
         "cluster_of_row|60|row 17|59");
  REFUSE((KMEANS, right.options.cluster_of_row = clusters, clusters[59] = INT32_MAX),
         INVALID_ARGUMENT, "cluster_of_row|2147483647|row 59");
  REFUSE((KMEANS, right.options.cluster_of_row = clusters);
         for (int i = 0; i < ROWS; i++) clusters[i] = -1 - i, INVALID_ARGUMENT,
         "cluster_of_row|negative");
  REFUSE((KMEANS, right.options.cluster_of_row = (int32_t *)(void *)((char *)clusters + 2)),
         INVALID_ARGUMENT, "cluster_of_row|aligned|4");
  /* A class that is in no cluster. */
  REFUSE((KMEANS, right.options.cluster_of_row = clusters);
         for (int i = 0; i < ROWS; i++) clusters[i] = y[i] == 30 ? -1 : 0, NO_CANDIDATES, "class 30");
  REFUSE((KMEANS, right.options.cluster_of_row = clusters, right.options.few_rows = SMOTE_FEW_ROWS_CLIP);
         for (int i = 0; i < ROWS; i++) clusters[i] = y[i] == 30 ? -1 : 0, NO_CANDIDATES, "class 30");

  static const double thresholds[] = {1.0000001, NAN, INFINITY, 1e300};
  for (size_t i = 0; i < sizeof thresholds / sizeof *thresholds; i++) {
    REFUSE((KMEANS, right.options.cluster_balance_threshold = thresholds[i]), INVALID_ARGUMENT,
           "cluster_balance_threshold|0 to 1");
    REFUSE(right.options.cluster_balance_threshold = thresholds[i], INVALID_ARGUMENT,
           "cluster_balance_threshold|0 to 1");
  }
  ACCEPT((KMEANS, right.options.cluster_balance_threshold = -INFINITY, right.options.clusters = 1));
  REFUSE((KMEANS, right.options.cluster_balance_threshold = 1), NO_CANDIDATES,
         "class 20|cluster_balance_threshold is 1|lower it to 0.");
  static const double exponents[] = {NAN, INFINITY, 1000000.5, DBL_MAX};
  for (size_t i = 0; i < sizeof exponents / sizeof *exponents; i++) {
    REFUSE((KMEANS, right.options.density_exponent = exponents[i]), INVALID_ARGUMENT,
           "density_exponent|0 to 1000000");
    REFUSE(right.options.density_exponent = exponents[i], INVALID_ARGUMENT, "density_exponent");
  }
  static const double fine[] = {-INFINITY, -1, 0, 5e-324, 1, 1000000};
  for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
    ACCEPT((KMEANS, right.options.density_exponent = fine[i]));

  REFUSE((KMEANS, x[179] = NAN), INVALID_DATA, "row 59|column 2");
  REFUSE((KMEANS, right.options.neighbors = 10), TOO_FEW_ROWS, "class 30|10|11");
  ACCEPT((KMEANS, right.options.neighbors = INT32_MAX, right.options.few_rows = SMOTE_FEW_ROWS_CLIP));
  ACCEPT((KMEANS, right.options.clusters = 1, x[0] = DBL_MAX, x[5] = -DBL_MAX, x[5 * COLUMNS] = DBL_MAX));
  REFUSE((KMEANS, right.options.cluster_of_row = clusters, right.options.neighbors = K,
          right.options.class_neighbors = lists, lists[5 * K] = 60),
         INVALID_ARGUMENT, "class_neighbors|row 60|row 5");
  ACCEPT((KMEANS, right.options.cluster_of_row = clusters, right.options.neighbors = K,
          right.options.cluster_of_row = NULL, right.options.clusters = 1,
          right.options.class_neighbors = lists));
  /* A struct of before the fields were there has their defaults. */
  ACCEPT((KMEANS, right.options.clusters = -1, right.options.method = SMOTE_METHOD_SMOTE,
          right.options.struct_size = 168));
  REFUSE((KMEANS, right.options.struct_size = 192), INVALID_ARGUMENT, "struct_size");
  REFUSE((KMEANS, right.options.struct_size = 176), INVALID_ARGUMENT, "struct_size");

  /* numpy's state stays, however late a plan fails: class 20 is served before class 30 fails. */
  REFUSE((KMEANS, right.options.stream = SMOTE_STREAM_NUMPY_STATE, right.options.numpy_state = state,
          right.options.cluster_of_row = clusters);
         for (int i = 0; i < ROWS; i++) clusters[i] = y[i] == 30 ? -1 : 0, NO_CANDIDATES, "class 30");
#undef KMEANS
}

/* ------------------------------------------------------------------------ */

/* The output arguments of one write, and a guard before and behind its memory. */
enum { GUARD = 16 };
static double  written[GUARD + 90 * COLUMNS + GUARD];
static int32_t written_labels[GUARD + 90 + GUARD];

struct write {
  const smote_plan *plan;
  smote_dataset     data;
  smote_output      out;
  smote_dataset    *data_pointer;
  smote_output     *out_pointer;
  int64_t           first, count;
  int32_t           threads;
};

static struct write write_of(const smote_plan *plan) {
  struct write write;
  reset();
  write.plan       = plan;
  write.data       = right.data;
  write.out        = (smote_output)SMOTE_OUTPUT_INIT;
  write.out.values = written + GUARD;
  write.out.labels = written_labels + GUARD;
  write.first      = 0;
  write.count      = smote_plan_row_count(plan);
  write.threads    = 0;
  return write;
}

static void check_write(void) {
  reset();
  smote_plan   *plan = plan_or_fail(&right.data, &right.options);
  const int64_t rows = smote_plan_row_count(plan);
  CHECK(rows == 90, "%" PRId64 " rows", rows);
  smote_dataset *no_data = NULL;
  smote_output  *no_out  = NULL;

#define WRITE(expected, change, fragments)                                     \
  do {                                                                         \
    struct write w   = write_of(plan);                                         \
    w.data_pointer   = &w.data;                                                \
    w.out_pointer    = &w.out;                                                 \
    smote_error error;                                                         \
    change;                                                                    \
    memset(written, 0x5a, sizeof written);                                     \
    memset(written_labels, 0x5a, sizeof written_labels);                       \
    memset(&error, 0x5a, sizeof error);                                        \
    smote_status status = smote_plan_write(w.plan, w.data_pointer, w.first, w.count, \
                                           w.out_pointer, w.threads, &error);  \
    check_error(#change, expected, status, &error, fragments);                 \
    bool untouched = true;                                                     \
    for (size_t i = 0; i < sizeof written; i++)                                \
      untouched = untouched && ((unsigned char *)written)[i] == 0x5a;          \
    for (size_t i = 0; i < sizeof written_labels; i++)                         \
      untouched = untouched && ((unsigned char *)written_labels)[i] == 0x5a;   \
    CHECK(untouched, "%s: the output is as it was", #change);                  \
    CHECK(smote_plan_write(w.plan, w.data_pointer, w.first, w.count, w.out_pointer, \
                           w.threads, NULL) == (expected),                     \
          "%s: the same without an error", #change);                           \
  } while (0)
#define REFUSE_WRITE(change, fragments) WRITE(SMOTE_ERROR_INVALID_ARGUMENT, change, fragments)

  REFUSE_WRITE(w.plan = NULL, "plan");
  REFUSE_WRITE(w.data_pointer = no_data, "data");
  REFUSE_WRITE(w.out_pointer = no_out, "out");
  REFUSE_WRITE(w.first = -1, "first");
  REFUSE_WRITE(w.count = -1, "count");
  REFUSE_WRITE(w.count = rows + 1, "count");
  REFUSE_WRITE((w.first = rows, w.count = 1), "first");
  REFUSE_WRITE((w.first = INT64_MAX, w.count = INT64_MAX), "first");
  REFUSE_WRITE((w.first = 1, w.count = INT64_MAX), "count");
  REFUSE_WRITE((w.first = INT64_MIN, w.count = 1), "first");
  REFUSE_WRITE(w.threads = -1, "threads");
  REFUSE_WRITE(w.data.rows = ROWS - 1, "rows");
  REFUSE_WRITE(w.data.rows = ROWS + 1, "rows");
  REFUSE_WRITE(w.data.labels = NULL, "labels");
  REFUSE_WRITE(w.data.values = NULL, "values");
  REFUSE_WRITE(w.data.columns = 0, "columns");
  REFUSE_WRITE(w.data.columns = INT64_MAX, "columns");
  REFUSE_WRITE(w.data.dtype = (smote_dtype)2, "dtype");
  REFUSE_WRITE(w.data.struct_size = 8, "struct_size");
  REFUSE_WRITE(w.out.struct_size = 0, "struct_size");
  REFUSE_WRITE(w.out.reserved = 3, "reserved|out|3");
  REFUSE_WRITE(w.out.struct_size = SIZE_MAX, "struct_size");
  REFUSE_WRITE(w.out.values = (char *)written + 4, "values");
  REFUSE_WRITE(w.out.labels = (int32_t *)(void *)((char *)written_labels + 2), "labels");
  /* Two elements may not share a place. */
  REFUSE_WRITE((w.out.row_stride = 0, w.out.column_stride = 1), "stride");
  REFUSE_WRITE((w.out.row_stride = 3, w.out.column_stride = 0), "stride");
  REFUSE_WRITE((w.out.row_stride = 2, w.out.column_stride = 1), "stride");
  REFUSE_WRITE((w.out.row_stride = -2, w.out.column_stride = 1), "stride");
  REFUSE_WRITE((w.out.row_stride = 1, w.out.column_stride = 89), "stride");
  REFUSE_WRITE((w.out.row_stride = INT64_MAX, w.out.column_stride = 1), "stride");
  REFUSE_WRITE((w.out.row_stride = INT64_MIN, w.out.column_stride = 1), "stride");
  /* The output may not lie over the data. */
  REFUSE_WRITE(w.out.values = x, "overlap");
  REFUSE_WRITE((w.out.values = x + ROWS * COLUMNS - 1, w.count = 1), "overlap");
  /* What begins behind the data may reach back into them. */
  REFUSE_WRITE((w.out.values = x + ROWS * COLUMNS, w.out.column_stride = -2, w.count = 1), "overlap");
  REFUSE_WRITE((w.out.values = x + ROWS * COLUMNS, w.out.row_stride = -COLUMNS, w.out.column_stride = 1, w.count = 2),
               "overlap");
  REFUSE_WRITE((w.out.labels = y, w.count = ROWS), "overlap");
  REFUSE_WRITE((w.out.labels = y + ROWS - 1, w.count = ROWS), "overlap");
  REFUSE_WRITE((w.out.labels = (int32_t *)x), "labels of out overlap values of data");
  REFUSE_WRITE((w.out.values = y, w.count = 1), "values of out overlap labels of data");
  REFUSE_WRITE((w.out.labels = (int32_t *)w.out.values), "labels of out overlap values of out");

  /* Nothing to write is fine, and so is no place to write to. */
  struct write w = write_of(plan);
  CHECK(smote_plan_write(plan, &w.data, rows, 0, &w.out, 0, NULL) == SMOTE_OK, "no rows");
  w.out.values = NULL;
  CHECK(smote_plan_write(plan, &w.data, 0, rows, &w.out, 0, NULL) == SMOTE_OK, "labels only");
  w.out.labels = NULL;
  CHECK(smote_plan_write(plan, &w.data, 0, rows, &w.out, 0, NULL) == SMOTE_OK, "nothing");
  w.out.values  = written + GUARD;
  w.data.labels = NULL;
  CHECK(smote_plan_write(plan, &w.data, 0, rows, &w.out, 0, NULL) == SMOTE_OK, "values only");
  /* Values need not be finite here. */
  x[0] = NAN;
  x[1] = -INFINITY;
  CHECK(smote_plan_write(plan, &w.data, 0, rows, &w.out, 0, NULL) == SMOTE_OK, "NaN");
  CHECK(memcmp(written + GUARD, x, sizeof x) == 0, "NaN stays NaN, bit for bit");

  /* Provenance has the same ranges. */
  static const int64_t bad[][2] = {{-1, 1}, {0, -1}, {0, 91}, {90, 1}, {91, 0},
                                   {INT64_MAX, INT64_MAX}, {INT64_MIN, INT64_MIN}};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    int64_t     base[91];
    smote_error error;
    memset(base, 0x5a, sizeof base);
    smote_status status =
      smote_plan_provenance(plan, bad[i][0], bad[i][1], base, NULL, NULL, &error);
    check_error("provenance", SMOTE_ERROR_INVALID_ARGUMENT, status, &error, "90");
    CHECK(((unsigned char *)base)[0] == 0x5a, "nothing is written");
  }
  smote_error error;
  char        odd[800];
  char       *where = odd + 7 - (uintptr_t)odd % 8;
  memset(odd, 0x5a, sizeof odd);
  check_error("base", SMOTE_ERROR_INVALID_ARGUMENT,
              smote_plan_provenance(plan, 0, 90, (int64_t *)where, NULL, NULL, &error), &error,
              "base|aligned|8");
  check_error("neighbor", SMOTE_ERROR_INVALID_ARGUMENT,
              smote_plan_provenance(plan, 0, 90, NULL, (int64_t *)where, NULL, &error), &error,
              "neighbor|aligned|8");
  check_error("gap", SMOTE_ERROR_INVALID_ARGUMENT,
              smote_plan_provenance(plan, 0, 90, NULL, NULL, (double *)where, &error), &error,
              "gap|aligned|8");
  for (size_t i = 0; i < sizeof odd; i++)
    CHECK(odd[i] == 0x5a, "nothing is written where nothing may lie");
  check_error("provenance of NULL", SMOTE_ERROR_INVALID_ARGUMENT,
              smote_plan_provenance(NULL, 0, 0, NULL, NULL, NULL, &error), &error, "plan");
  int64_t base[180];
  check_error("provenance in one place", SMOTE_ERROR_INVALID_ARGUMENT,
              smote_plan_provenance(plan, 0, rows, base, base + rows - 1, NULL, &error), &error,
              "neighbor|overlap|base");
  check_error("provenance in one place", SMOTE_ERROR_INVALID_ARGUMENT,
              smote_plan_provenance(plan, 0, rows, base, NULL, (double *)base, &error), &error,
              "gap|overlap|base");
  check_error("provenance in one place", SMOTE_ERROR_INVALID_ARGUMENT,
              smote_plan_provenance(plan, 0, rows, NULL, base, (double *)(base + rows - 1), &error), &error,
              "gap|overlap|neighbor");
  CHECK(smote_plan_provenance(plan, 0, rows, NULL, NULL, NULL, NULL) == SMOTE_OK, "all NULL");
  CHECK(smote_plan_provenance(plan, rows, 0, NULL, NULL, NULL, NULL) == SMOTE_OK, "no rows");
  smote_plan_free(plan);

  reset();
  smote_status status = smote_plan_create(&right.data, &right.options, NULL, &error);
  check_error("plan = NULL", SMOTE_ERROR_INVALID_ARGUMENT, status, &error, "plan");
}

/* ------------------------------------------------------------------------ */

static void check_neighbors(void) {
  static int64_t indices[ROWS * K];
  static double  distances[ROWS * K];

#define SEARCH(expected, change, fragments)                                    \
  do {                                                                         \
    reset();                                                                   \
    smote_dataset  queries = right.data, references = right.data;              \
    smote_search   search = SMOTE_SEARCH_INIT;                                 \
    smote_dataset *q = &queries, *r = &references;                             \
    smote_search  *s = &search;                                                \
    int64_t       *found = indices;                                            \
    double        *far = distances;                                            \
    smote_error    error;                                                      \
    change;                                                                    \
    memset(&error, 0x5a, sizeof error);                                        \
    memset(indices, 0x5a, sizeof indices);                                     \
    memset(distances, 0x5a, sizeof distances);                                 \
    smote_status status = smote_neighbors(q, r, s, found, far, &error);        \
    check_error(#change, expected, status, &error, fragments);                 \
    bool untouched = true;                                                     \
    for (size_t i = 0; i < sizeof indices; i++)                                \
      untouched = untouched && ((unsigned char *)indices)[i] == 0x5a &&        \
                  ((unsigned char *)distances)[i] == 0x5a;                     \
    CHECK(untouched, "%s: the lists are as they were", #change);               \
    CHECK(smote_neighbors(q, r, s, found, far, NULL) == (expected),            \
          "%s: the same without an error", #change);                           \
    (void)queries, (void)references, (void)search;                             \
  } while (0)
#define REFUSE_SEARCH(change, fragments) SEARCH(SMOTE_ERROR_INVALID_ARGUMENT, change, fragments)

  REFUSE_SEARCH(r = NULL, "references");
  REFUSE_SEARCH((q = NULL, r = NULL), "references");
  REFUSE_SEARCH(s = NULL, "search");
  REFUSE_SEARCH(found = NULL, "indices");
  REFUSE_SEARCH((far = NULL, search.resume = 1), "distances");
  REFUSE_SEARCH(found = (int64_t *)((char *)indices + 4), "indices|aligned|8");
  REFUSE_SEARCH(far = (double *)((char *)distances + 1), "distances|aligned|8");
  REFUSE_SEARCH(queries.columns = 2, "columns");
  REFUSE_SEARCH(queries.rows = 0, "rows");
  REFUSE_SEARCH(references.rows = -1, "rows");
  REFUSE_SEARCH(references.rows = INT64_C(1) << 62, "rows");
  REFUSE_SEARCH(queries.rows = INT64_MAX, "rows");
  REFUSE_SEARCH(queries.values = NULL, "values");
  REFUSE_SEARCH(queries.dtype = (smote_dtype)-1, "dtype");
  REFUSE_SEARCH(references.row_stride = INT64_MIN, "stride");
  REFUSE_SEARCH(search.neighbors = 0, "neighbors");
  REFUSE_SEARCH(search.neighbors = -5, "neighbors");
  /* Any number of rows may lie in one place, but their lists do not. */
  REFUSE_SEARCH((queries.rows = INT64_C(1) << 40, queries.column_stride = 1, search.neighbors = INT32_MAX),
                "1099511627776 lists of 2147483647 neighbours|no memory can hold");
  REFUSE_SEARCH(search.threads = -1, "threads");
  REFUSE_SEARCH(search.first_query = -1, "first_query");
  REFUSE_SEARCH(search.first_reference = -1, "first_reference");
  REFUSE_SEARCH(search.first_query = INT64_MAX, "first_query");
  REFUSE_SEARCH(search.first_reference = INT64_MAX, "first_reference");
  REFUSE_SEARCH(search.scale = (smote_scale)3, "scale");
  REFUSE_SEARCH(search.struct_size = 0, "struct_size");
  REFUSE_SEARCH(search.struct_size += 8, "struct_size");
  REFUSE_SEARCH(queries.struct_size = 1, "struct_size");
  REFUSE_SEARCH(search.reserved = 2, "reserved|search|2");
  REFUSE_SEARCH(queries.reserved = 2, "reserved|queries|2");
  /* The lists lie apart from each other, and from what is searched. */
  REFUSE_SEARCH(far = (double *)indices, "distances overlap indices");
  REFUSE_SEARCH(far = (double *)(indices + ROWS * K - 1), "distances overlap indices");
  REFUSE_SEARCH((queries.values = distances, queries.rows = 1), "distances overlap values of queries");
  REFUSE_SEARCH((q = NULL, references.values = indices), "indices overlap values of references");
  REFUSE_SEARCH((references.values = distances + ROWS * K - COLUMNS, references.rows = 1),
                "distances overlap values of references");
  REFUSE_SEARCH(queries.categorical = mask, "categorical of queries");
  REFUSE_SEARCH(references.categorical = mask, "categorical of references");
  REFUSE_SEARCH((q = NULL, references.categorical = mask), "categorical of references");
  REFUSE_SEARCH((search.column_weights = weights, weights[2] = -1), "column_weights|2");
  REFUSE_SEARCH((search.column_weights = weights, weights[0] = weights[1] = weights[2] = 0),
                "column_weights");
  SEARCH(SMOTE_ERROR_INVALID_DATA, x[10] = NAN, "row 3|column 1");
  SEARCH(SMOTE_ERROR_INVALID_DATA, x[ROWS * COLUMNS - 1] = INFINITY, "row 59|column 2");

  /* Labels are not read. */
  reset();
  smote_search search = SMOTE_SEARCH_INIT;
  right.data.labels   = NULL;
  CHECK(smote_neighbors(NULL, &right.data, &search, indices, NULL, NULL) == SMOTE_OK, "no labels");
}

int main(void) {
  check_data();
  check_classes();
  check_enumerations();
  check_numbers();
  check_targets();
  check_weights();
  check_state();
  check_class_neighbors();
  check_danger();
  check_all_neighbors();
  check_older_structs();
  check_shrinkage();
  check_alignment();
  check_svm();
  check_kinds();
  check_codes();
  check_kmeans();
  check_write();
  check_neighbors();
  return closing_line("test_invalid");
}

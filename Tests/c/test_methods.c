/*
 * test_methods.c - what every method promises: how many rows, from which rows, that
 * they can be recomputed, and the same bytes for every layout, split and number of
 * threads; warnings; lists handed in; noise
 *
 *     test_methods [small]
 *
 * Which rows are in danger, which are support vectors, how many rows ADASYN makes of
 * each, and numpy's noise are computed here once more, by hand. `small` is for valgrind.
 */
#include "outcomes.h"

static bool small;

/* The noise, and where borderline2 rounds as imbalanced-learn does, cannot be told from
 * the provenance. */
static bool recomputable(const struct variant *variant, smote_stream stream) {
  return !variant->noise &&
         !(variant->method == SMOTE_METHOD_BORDERLINE2 && stream != SMOTE_STREAM_NATIVE);
}

/* ------------------------------------------------------------------------ */
/*  Oracles                                                                  */
/* ------------------------------------------------------------------------ */

/* The k nearest rows of the same class, or of any, by numbers alone. */
static int nearest(const smote_dataset *data, int64_t row, bool same_class, int k, int64_t *list) {
  const struct metric plain = {.data = data};
  return nearest_by(&plain, row, same_class, NULL, k, list);
}

static int others_among(const smote_dataset *data, int64_t row, const int64_t *list, int count) {
  int others = 0;
  for (int p = 0; p < count; p++)
    others += data->labels[list[p]] != data->labels[row];
  return others;
}

enum role { SAFE, DANGER, NOISE };

static enum role role_of(const smote_dataset *data, int64_t row, int m) {
  int64_t   list[64];
  const int count = nearest(data, row, false, m, list), others = others_among(data, row, list, count);
  return others == count ? NOISE : 2 * others >= count ? DANGER : SAFE;
}

static bool in_danger(const smote_dataset *data, int64_t row, int m) {
  return role_of(data, row, m) == DANGER;
}

/* ADASYN: `uses` rows were made of each row of a class. In whole numbers: row i has the
 * share wanted * others[i] / total. */
static void check_shares(const smote_dataset *data, int32_t label, int k, int64_t wanted,
                         smote_stream stream, const int64_t *uses, const char *what) {
  int64_t *others = (int64_t *)allocate((size_t)data->rows * sizeof *others);
  int64_t  total = 0, left = wanted, list[64];
  for (int64_t i = 0; i < data->rows; i++) {
    others[i] = data->labels[i] == label
                  ? others_among(data, i, list, nearest(data, i, false, k, list))
                  : 0;
    total += others[i];
  }
  CHECK(total > 0, "%s: there are weights", what);
  for (int64_t i = 0; total > 0 && i < data->rows; i++)
    left -= wanted * others[i] / total;
  /* The remainders of those that get one row more, and of those that do not. */
  int64_t least = INT64_MAX, most = -1, sum = 0;
  for (int64_t i = 0; total > 0 && i < data->rows; i++) {
    if (data->labels[i] != label)
      continue;
    const int64_t whole = wanted * others[i] / total, rest = wanted * others[i] % total;
    sum += uses[i];
    if (stream == SMOTE_STREAM_NATIVE) {
      CHECK(uses[i] == whole || (uses[i] == whole + 1 && rest > 0),
            "%s: row %" PRId64 " serves %" PRId64 " times, of %" PRId64 "/%" PRId64, what, i,
            uses[i], wanted * others[i], total);
      if (uses[i] > whole)
        least = rest < least ? rest : least;
      else
        most = rest > most ? rest : most;
    } else {
      const bool half = 2 * rest == total;
      CHECK(uses[i] == whole + (2 * rest > total) || (half && uses[i] == whole + 1),
            "%s: row %" PRId64 " serves %" PRId64 " times, of %" PRId64 "/%" PRId64, what, i,
            uses[i], wanted * others[i], total);
    }
  }
  if (stream == SMOTE_STREAM_NATIVE) {
    CHECK(sum == wanted, "%s: %" PRId64 " rows of %" PRId64, what, sum, wanted);
    CHECK(most <= least, "%s: the largest remainders get the rest", what);
    /* Of equal shares, the first. */
    bool in_order = true;
    for (int64_t i = 0; i < data->rows; i++)
      for (int64_t j = i + 1; j < data->rows; j++)
        if (data->labels[i] == label && data->labels[j] == label && others[i] == others[j])
          in_order = in_order && uses[i] >= uses[j];
    CHECK(in_order, "%s: of equal shares the first get the rest", what);
  }
  free(others);
}

/* A support vector that is no noise. Where the engine trains the classifier, those that
 * serve are taken for the support vectors: see check_classifier(). */
static bool may_serve(const smote_dataset *data, int64_t row, const smote_options *options,
                      int64_t uses) {
  switch (options->method) {
  case SMOTE_METHOD_SMOTE:
  case SMOTE_METHOD_SMOTENC:
  case SMOTE_METHOD_SMOTEN:
  case SMOTE_METHOD_KMEANS:
  case SMOTE_METHOD_RANDOM_OVER: return true;
  case SMOTE_METHOD_SVM:
    return (options->support_rows != NULL ? options->support_rows[row] != 0 : uses > 0) &&
           role_of(data, row, options->danger_neighbors) != NOISE;
  default: return in_danger(data, row, options->danger_neighbors);
  }
}

/* Everything that the method says about the rows that it makes rows of. */
static void check_sources(const smote_dataset *data, const struct outcome *o,
                          const smote_options *options, const char *what) {
  const smote_method method = options->method;
  int64_t           *uses   = (int64_t *)allocate((size_t)data->rows * sizeof *uses);
  memset(uses, 0, (size_t)data->rows * sizeof *uses);
  const int     k      = options->neighbors;
  struct metric metric = metric_of(data, method);
  for (int64_t i = 0; i < o->rows; i++) {
    const int64_t base = o->base[i], neighbor = o->neighbor[i];
    const double  gap = o->gap[i];
    const bool    in_range =
      gap < 1 && (gap >= 0 || (method == SMOTE_METHOD_SVM && gap > -options->out_step));
    const bool valid =
      base >= 0 && base < data->rows && neighbor >= 0 && neighbor < data->rows && in_range;
    CHECK(valid, "%s: row %" PRId64 " comes from %" PRId64 ", %" PRId64 ", %g", what, i, base,
          neighbor, gap);
    if (!valid)
      exit(closing_line("test_methods"));
    CHECK(o->labels[i] == data->labels[base], "%s: label of row %" PRId64, what, i);
    if (i < o->kept) {
      CHECK(base == i && neighbor == i && gap == 0, "%s: kept row %" PRId64, what, i);
      continue;
    }
    CHECK(i == o->kept || o->labels[i - 1] <= o->labels[i], "%s: labels ascend at %" PRId64, what, i);
    uses[base]++;
    if (method == SMOTE_METHOD_RANDOM_OVER || method == SMOTE_METHOD_SMOTEN) {
      CHECK(neighbor == base && gap == 0, "%s: row %" PRId64 " is repeated", what, i);
      continue;
    }
    if (method == SMOTE_METHOD_SVM) {
      const enum role role = role_of(data, base, options->danger_neighbors);
      CHECK(role != NOISE && (role == DANGER ? gap >= 0 : gap <= 0),
            "%s: row %" PRId64 " goes %g of the way from %" PRId64 ", role %d", what, i, gap, base,
            (int)role);
    }
    const bool any = method == SMOTE_METHOD_BORDERLINE2;
    int64_t    list[64];
    /* Of the clusters that k-means finds, test_clusters.c knows more. */
    const int among = method == SMOTE_METHOD_KMEANS ? 64 : k;
    CHECK(contains(list, nearest_by(&metric, base, !any, NULL, among, list), neighbor),
          "%s: row %" PRId64 ", %" PRId64 " is a neighbour of %" PRId64, what, i, neighbor, base);
    CHECK(data->labels[neighbor] == data->labels[base] || (any && gap < 0.5),
          "%s: row %" PRId64 " goes %g of the way", what, i, gap);
  }
  static const int32_t growing[] = {SMALLEST, MIDDLE};
  const int64_t        wanted    = count_label(data->labels, data->rows, LARGEST);
  for (int c = 0; c < 2; c++) {
    const int64_t count = wanted - count_label(data->labels, data->rows, growing[c]);
    if (method == SMOTE_METHOD_ADASYN) {
      check_shares(data, growing[c], k, count, options->stream, uses, what);
      continue;
    }
    const int64_t found = count_label(o->labels, o->rows, growing[c]);
    if (method == SMOTE_METHOD_KMEANS) {
      /* numpy's stream rounds up in each cluster. */
      const int64_t spare = options->stream == SMOTE_STREAM_NATIVE ? 0 : options->clusters - 1;
      CHECK(found >= wanted && found <= wanted + spare, "%s: %" PRId64 " rows of class %d", what, found,
            (int)growing[c]);
      continue;
    }
    CHECK(found == wanted, "%s: rows of class %d", what, (int)growing[c]);
    /* Every row that may serve serves equally often, give or take one; others never. */
    int64_t fewest = INT64_MAX, most = 0;
    for (int64_t i = 0; i < data->rows; i++) {
      if (data->labels[i] != growing[c])
        continue;
      const bool used = may_serve(data, i, options, uses[i]);
      CHECK(used || uses[i] == 0, "%s: row %" PRId64 " may not serve", what, i);
      fewest = used && uses[i] < fewest ? uses[i] : fewest;
      most   = uses[i] > most ? uses[i] : most;
    }
    CHECK(options->stream != SMOTE_STREAM_NATIVE || most - fewest <= 1,
          "%s: from %" PRId64 " to %" PRId64 " times", what, fewest, most);
  }
  release_metric(&metric);
  free(uses);
}

/* Columns with categories: what most of the neighbours of the base have. */
static void check_votes(const smote_dataset *data, const struct outcome *o,
                        const struct variant *variant, smote_stream stream, const char *what) {
  const bool    nominal  = variant->method == SMOTE_METHOD_SMOTEN;
  const bool    smallest = nominal && stream != SMOTE_STREAM_NATIVE;
  const int     k        = 5;
  struct metric metric   = metric_of(data, variant->method);
  for (int64_t i = o->kept; i < o->rows; i++) {
    int64_t voters[64];
    int     count = nearest_by(&metric, o->base[i], true, NULL, k, voters);
    if (nominal)
      voters[count++] = o->base[i];
    for (int64_t j = 0; j < data->columns; j++)
      if (is_categorical(variant, j))
        CHECK(wins_vote(data, voters, count, j, value_of(o, data, i, j), smallest),
              "%s: row %" PRId64 ", column %" PRId64 " holds %g", what, i, j, value_of(o, data, i, j));
  }
  release_metric(&metric);
}

/* The bytes follow from the provenance; where they need not, they come close. */
static void check_values(const smote_dataset *data, const struct outcome *o,
                         const struct variant *variant, smote_stream stream, enum kind kind,
                         const char *what) {
  if (takes_categories(variant))
    check_votes(data, o, variant, stream, what);
  const size_t size  = size_of_dtype(data->dtype);
  const double close = data->dtype == SMOTE_DTYPE_FLOAT32 ? 1e-5 : 1e-14;
  bool         exact = true, near = true;
  for (int64_t i = 0; i < o->rows; i++)
    for (int64_t j = 0; j < data->columns; j++) {
      if (i >= o->kept && is_categorical(variant, j))
        continue;
      char        expected[8];
      const char *found = o->values + (size_t)(i * data->columns + j) * size;
      interpolate(data, o->base[i], o->neighbor[i], o->gap[i], j, expected);
      exact = exact && (memcmp(expected, found, size) == 0 ||
                        (i >= o->kept && !recomputable(variant, stream)));
      float f[2];
      double d[2];
      memcpy(f, expected, sizeof *f), memcpy(f + 1, found, sizeof *f);
      if (size == 8)
        memcpy(d, expected, size), memcpy(d + 1, found, size);
      else
        d[0] = f[0], d[1] = f[1];
      near = near && isfinite(d[1]) && fabs(d[0] - d[1]) <= 20 * close;
    }
  CHECK(exact, "%s: the rows follow from their provenance", what);
  CHECK(near || variant->noise || kind == EXTREME, "%s: the rows are close to it", what);
}

/* ------------------------------------------------------------------------ */
/*  The contract                                                             */
/* ------------------------------------------------------------------------ */

/* Any layout, split and number of threads makes the same. */
static void check_layouts(const smote_dataset *packed, const smote_options *options,
                          const struct outcome *reference, const char *what) {
  static const int32_t threads[] = {1, 2, 8};
  const size_t         size = size_of_dtype(packed->dtype), row_size = size * (size_t)packed->columns;
  for (int in = 0; in < (small ? 2 : LAYOUTS); in++) {
    struct placed source = place_copy(packed, (enum layout)in);
    smote_dataset data   = *packed;
    data.values          = at(&source, 0, 0, size);
    data.row_stride      = source.row_stride;
    data.column_stride   = source.column_stride;
    for (int t = 0; t < (small ? 2 : 3); t++) {
      smote_options own = *options;
      own.threads       = threads[t];
      smote_plan    *plan    = plan_or_fail(&data, &own);
      struct outcome outcome = outcome_of(plan, &data);
      CHECK(same_outcome(&outcome, reference, row_size), "%s: layout %d, %d threads", what, in,
            (int)threads[t]);

      struct placed target = place(outcome.rows, data.columns, size, (enum layout)((in + t) % LAYOUTS));
      for (int64_t first = 0, count = 1; first < outcome.rows; first += count, count += 3) {
        if (count > outcome.rows - first)
          count = outcome.rows - first;
        smote_output out  = SMOTE_OUTPUT_INIT;
        out.values        = at(&target, first, 0, size);
        out.labels        = outcome.labels + first;
        out.row_stride    = target.row_stride;
        out.column_stride = target.column_stride;
        CHECK(smote_plan_write(plan, &data, first, count, &out, threads[t], NULL) == SMOTE_OK,
              "%s: rows %" PRId64 " + %" PRId64, what, first, count);
      }
      CHECK(holds(&target, reference->values, 0, outcome.rows, data.columns, size),
            "%s: layout %d to %d, ragged", what, in, (in + t) % LAYOUTS);
      CHECK(memcmp(outcome.labels, reference->labels, (size_t)outcome.rows * sizeof(int32_t)) == 0,
            "%s: labels, ragged", what);
      free(target.memory);
      release(&outcome);
      smote_plan_free(plan);
    }
    free(source.memory);
  }
}

static void check_contract(const struct variant *variant, smote_stream stream, smote_dtype dtype,
                           enum kind kind, int64_t rows, int64_t columns) {
  void         *values = random_values(rows, columns, dtype, kind);
  int32_t      *labels = three_classes(rows, LARGEST, MIDDLE, SMALLEST);
  smote_dataset data   = dataset(values, labels, rows, columns, dtype);
  make_suitable(values, rows, columns, dtype, variant);
  data.categorical               = mask_of(variant);
  smote_options        options   = options_of(variant, stream);
  options.threads                = 1;
  struct outcome       reference = run(&data, &options);
  char                 what[120];
  snprintf(what, sizeof what, "%s, %s, dtype %d, kind %d, %d x %d", variant->name,
           stream_name(stream), (int)dtype, (int)kind, (int)rows, (int)columns);
  CHECK(reference.kept == rows && reference.warnings == 0, "%s: every row is kept", what);
  CHECK(memcmp(reference.values, values, (size_t)(rows * columns) * size_of_dtype(dtype)) == 0 &&
          memcmp(reference.labels, labels, (size_t)rows * sizeof *labels) == 0,
        "%s: and untouched", what);
  check_sources(&data, &reference, &options, what);
  check_values(&data, &reference, variant, stream, kind, what);
  check_layouts(&data, &options, &reference, what);
  release(&reference);
  free(labels);
  free(values);
}

static void check_contracts(void) {
  for (int v = 0; v < VARIANTS; v++)
    for (int s = 0; s < 2; s++)
      for (int d = 0; d < 2; d++) {
        const int64_t rows = small ? 60 : 120;
        check_contract(&variants[v], streams[s], dtypes[d], UNIFORM, rows, 3);
        check_contract(&variants[v], streams[s], dtypes[d], GRID, rows, 2);
        check_contract(&variants[v], streams[s], dtypes[d], GRID, rows, 4);
        if (small)
          continue;
        if (v != SMOTENC) /* which needs columns of both kinds */
          check_contract(&variants[v], streams[s], dtypes[d], UNIFORM, 90, 1);
        check_contract(&variants[v], streams[s], dtypes[d], UNIFORM, 96, 19);
        /* Distances overflow; the standard deviations of noise would too, those within a
         * class, and the squares that the classifier of SVM needs. */
        const bool squares = v == SVM || v == SMOTENC;
        if (!variants[v].noise && (!squares || dtypes[d] == SMOTE_DTYPE_FLOAT32))
          check_contract(&variants[v], streams[s], dtypes[d], EXTREME, rows, 3);
      }
}

/* So much work that threads share it. */
static void check_threads(void) {
  enum { ROWS = 5000, COLUMNS = 12 };
  double             *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t            *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  const smote_dataset packed = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  static uint8_t      support[ROWS]; /* training would take long, by one thread */
  for (int i = 0; i < ROWS; i++)
    support[i] = i % 7 < 3;
  for (int v = 0; v < VARIANTS; v++) {
    const smote_dataset data = suitable(&packed, &variants[v]);
    for (int s = 0; s < 2; s++) {
      smote_options options    = options_of(&variants[v], streams[s]);
      options.support_rows     = support;
      options.threads          = 1;
      struct outcome reference = run(&data, &options);
      static const int32_t several[] = {2, 3, 8};
      for (int t = 0; t < 3; t++) {
        const int32_t threads = several[t];
        options.threads      = threads;
        smote_plan *plan     = plan_or_fail(&data, &options);
        struct outcome other = outcome_of(plan, &data);
        smote_output   out   = SMOTE_OUTPUT_INIT;
        out.values           = other.values;
        memset(other.values, 0x5a, (size_t)other.rows * COLUMNS * sizeof(double));
        CHECK(smote_plan_write(plan, &data, 0, other.rows, &out, threads, NULL) == SMOTE_OK, "write");
        CHECK(same_outcome(&other, &reference, COLUMNS * sizeof(double)), "%s, %s, %d threads",
              variants[v].name, stream_name(streams[s]), (int)threads);
        release(&other);
        smote_plan_free(plan);
      }
      release(&reference);
    }
    free((void *)data.values);
  }
  free(labels);
  free(values);
}

/* Strategies, seeds and ways to choose bases: of the native stream exactly as many rows
 * as are asked for. */
static void check_counts(void) {
  enum { ROWS = 60, COLUMNS = 2 };
  double             *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t            *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  const smote_dataset packed = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  static const smote_target targets[] = {{MIDDLE, 0, 21}, {SMALLEST, 0, 777}};
  for (int v = 0; v < VARIANTS; v++) {
    const smote_dataset data = suitable(&packed, &variants[v]);
    for (uint64_t seed = 0; seed < (small ? 2 : 20); seed++) {
      smote_options options  = options_of(&variants[v], SMOTE_STREAM_NATIVE);
      options.seed           = seed == 1 ? UINT64_MAX : seed;
      options.bases          = seed % 2 ? SMOTE_BASES_RANDOM : SMOTE_BASES_EVEN;
      options.strategy       = SMOTE_STRATEGY_TARGETS;
      options.targets        = targets;
      options.target_count   = 2;
      struct outcome outcome = run(&data, &options);
      CHECK(outcome.rows == 30 + 21 + 777 && count_label(outcome.labels, outcome.rows, MIDDLE) == 21,
            "%s: %" PRId64 " rows", variants[v].name, outcome.rows);
      release(&outcome);
      options.strategy = SMOTE_STRATEGY_PERCENT;
      options.amount   = 155;
      outcome          = run(&data, &options);
      CHECK(outcome.rows == 50 + 25, "%s: %" PRId64 " rows", variants[v].name, outcome.rows);
      release(&outcome);
    }
    free((void *)data.values);
  }
  free(labels);
  free(values);
}

/* ------------------------------------------------------------------------ */
/*  Warnings                                                                 */
/* ------------------------------------------------------------------------ */

/* Classes on a line: 0 (40 rows) with pairs of 1 (14 rows) in between, 2 (20 rows) and 3 (15
 * rows) far away from all others. Of the 3 nearest rows, a 1 has one of its class. */
static smote_dataset apart(double *values, int32_t *labels) {
  int n = 0;
  for (int i = 0; i < 40; i++)
    values[n] = i, labels[n++] = 0;
  for (int i = 0; i < 14; i++)
    values[n] = 5 * (i / 2) + (i % 2 ? 0.5 : 0.25), labels[n++] = 1;
  for (int i = 0; i < 20; i++)
    values[n] = 1000 + i, labels[n++] = 2;
  for (int i = 0; i < 15; i++)
    values[n] = -1000 - i, labels[n++] = 3;
  return dataset(values, labels, n, 1, SMOTE_DTYPE_FLOAT64);
}

static void check_warnings(void) {
  double              values[100];
  int32_t             labels[100];
  const smote_dataset data = apart(values, labels);
  for (int s = 0; s < 2; s++)
    for (int kind = BORDERLINE1; kind <= BORDERLINE2; kind++) {
      smote_options options    = options_of(&variants[kind], streams[s]);
      options.danger_neighbors = 3;
      smote_plan *plan         = plan_or_fail(&data, &options);
      const char *name         = variants[kind].name;
      CHECK(smote_plan_warning_count(plan) == 2, "%s: %" PRId64 " warnings", name,
            smote_plan_warning_count(plan));
      CHECK(smote_plan_row_count(plan) == 89 + 26, "%s: class 1 alone grows: %" PRId64 " rows", name,
            smote_plan_row_count(plan));
      for (int64_t i = 0; i < 2; i++) {
        smote_error warning, error = {SMOTE_OK, "untouched"};
        memset(&warning, 0x5a, sizeof warning);
        CHECK(smote_plan_warning(plan, i, &warning, &error) == SMOTE_OK, "%s: warning %" PRId64, name,
              i);
        CHECK(strcmp(error.message, "untouched") == 0, "success leaves the error alone");
        CHECK(warning.status == SMOTE_WARNING_NO_CANDIDATES, "%s: status %d", name,
              (int)warning.status);
        const size_t length = strnlen(warning.message, sizeof warning.message);
        CHECK(length > 20 && length < sizeof warning.message && !memchr(warning.message, '\n', length),
              "%s: one sentence", name);
        CHECK(strstr(warning.message, i == 0 ? "class 2" : "class 3") != NULL, "%s: %s", name,
              warning.message);
        CHECK(smote_plan_warning(plan, i, &warning, NULL) == SMOTE_OK, "without an error");
      }
      static const int64_t bad[] = {-1, 2, INT64_MIN, INT64_MAX};
      for (int b = 0; b < 4; b++) {
        smote_error warning, error;
        memset(&warning, 0x5a, sizeof warning);
        smote_status status = smote_plan_warning(plan, bad[b], &warning, &error);
        CHECK(status == SMOTE_ERROR_INVALID_ARGUMENT && error.status == status &&
                strstr(error.message, "2 warnings") != NULL,
              "index %" PRId64 ": %s", bad[b], error.message);
        bool untouched = true;
        for (size_t i = 0; i < sizeof warning; i++)
          untouched = untouched && ((unsigned char *)&warning)[i] == 0x5a;
        CHECK(untouched, "index %" PRId64 ": the warning is as it was", bad[b]);
      }
      smote_error error;
      CHECK(smote_plan_warning(NULL, 0, &error, &error) == SMOTE_ERROR_INVALID_ARGUMENT &&
              strstr(error.message, "plan") != NULL,
            "a plan of NULL");
      CHECK(smote_plan_warning(plan, 0, NULL, &error) == SMOTE_ERROR_INVALID_ARGUMENT &&
              strstr(error.message, "warning") != NULL,
            "a warning of NULL");
      smote_plan_free(plan);
    }

  /* Nothing in danger at all: the input comes out. */
  smote_options options    = options_of(&variants[BORDERLINE1], SMOTE_STREAM_NATIVE);
  options.danger_neighbors = 3;
  const smote_target two   = {2, 0, 30};
  options.strategy         = SMOTE_STRATEGY_TARGETS;
  options.targets          = &two;
  options.target_count     = 1;
  struct outcome outcome   = run(&data, &options);
  CHECK(outcome.rows == 89 && outcome.warnings == 1, "%" PRId64 " rows", outcome.rows);
  CHECK(memcmp(outcome.values, values, 89 * sizeof *values) == 0, "the input comes out");
  release(&outcome);

  /* Nor is it an error that such a class has fewer than k + 1 rows; with a row in danger
   * it is. */
  const smote_target few[] = {{1, 0, 15}, {3, 0, 16}};
  options.neighbors        = 14;
  options.strategy         = SMOTE_STRATEGY_TARGETS;
  options.targets          = few;
  options.target_count     = 2;
  smote_error short_error;
  smote_plan *short_plan = NULL;
  for (int s = 0; s < 2; s++) {
    options.stream    = streams[s];
    options.neighbors = 13;
    short_plan        = plan_or_fail(&data, &options);
    CHECK(smote_plan_row_count(short_plan) == 90 && smote_plan_warning_count(short_plan) == 1,
          "13 neighbours: %" PRId64 " rows", smote_plan_row_count(short_plan));
    smote_plan_free(short_plan);
    options.neighbors = 14;
    CHECK(smote_plan_create(&data, &options, &short_plan, &short_error) == SMOTE_ERROR_TOO_FEW_ROWS &&
            strstr(short_error.message, "class 1") != NULL,
          "14 neighbours: %s", short_error.message);
    options.targets      = few + 1;
    options.target_count = 1;
    options.neighbors    = 15;
    outcome              = run(&data, &options);
    CHECK(outcome.rows == 89 && outcome.warnings == 1, "15 neighbours: %" PRId64 " rows",
          outcome.rows);
    release(&outcome);
    options.targets      = few;
    options.target_count = 2;
  }

  /* ADASYN without weights: natively all rows count the same, with a warning. */
  options          = options_of(&variants[ADASYN], SMOTE_STREAM_NATIVE);
  smote_plan *plan = plan_or_fail(&data, &options);
  CHECK(smote_plan_row_count(plan) == 160 && smote_plan_warning_count(plan) == 2,
        "%" PRId64 " rows, %" PRId64 " warnings", smote_plan_row_count(plan),
        smote_plan_warning_count(plan));
  smote_error warning;
  CHECK(smote_plan_warning(plan, 1, &warning, NULL) == SMOTE_OK &&
          warning.status == SMOTE_WARNING_EVEN_WEIGHTS && strstr(warning.message, "class 3") != NULL,
        "even weights");
  outcome          = outcome_of(plan, &data);
  int64_t uses[89] = {0};
  for (int i = 89; i < 160; i++)
    uses[outcome.base[i]]++;
  for (int i = 54; i < 89; i++)
    CHECK(labels[i] == 2 ? uses[i] == 1 : uses[i] == 1 + (i - 74 < 10), "row %d serves %d times", i,
          (int)uses[i]);
  release(&outcome);
  smote_plan_free(plan);

  /* The numpy stream fails as imbalanced-learn does. */
  smote_error error;
  plan           = NULL;
  options.stream = SMOTE_STREAM_NUMPY_SEED;
  CHECK(smote_plan_create(&data, &options, &plan, &error) == SMOTE_ERROR_NO_CANDIDATES &&
          plan == NULL && strstr(error.message, "class 2") != NULL,
        "no weights: %s", error.message);
  /* So it does where every share is rounded to nothing. */
  const smote_target little = {1, 0, 15};
  options.strategy          = SMOTE_STRATEGY_TARGETS;
  options.targets           = &little;
  options.target_count      = 1;
  CHECK(smote_plan_create(&data, &options, &plan, &error) == SMOTE_ERROR_NO_CANDIDATES &&
          strstr(error.message, "class 1") != NULL,
        "a row of 14 shares: %s", error.message);
  options.stream = SMOTE_STREAM_NATIVE;
  outcome        = run(&data, &options);
  CHECK(outcome.rows == 90 && outcome.warnings == 0, "natively it is made");
  release(&outcome);
}

/* ------------------------------------------------------------------------ */
/*  Lists handed in                                                          */
/* ------------------------------------------------------------------------ */

/* The lists of smote_neighbors() among all rows. */
static int64_t *all_lists(const smote_dataset *data, int k) {
  int64_t     *lists = (int64_t *)allocate((size_t)(data->rows * k) * sizeof *lists);
  smote_search search = SMOTE_SEARCH_INIT;
  search.neighbors    = k;
  CHECK(smote_neighbors(NULL, data, &search, lists, NULL, NULL) == SMOTE_OK, "search");
  return lists;
}

/* The same within classes; rows whose class does not grow have what no list has. */
static int64_t *class_lists(const smote_dataset *data, int k) {
  int64_t *lists = (int64_t *)allocate((size_t)(data->rows * k) * sizeof *lists);
  for (int64_t i = 0; i < data->rows; i++) {
    for (int p = 0; p < k; p++)
      lists[i * k + p] = data->labels[i] == LARGEST ? INT64_MIN : -1;
    if (data->labels[i] != LARGEST)
      nearest(data, i, true, k, lists + i * k);
  }
  return lists;
}

static void check_handed(void) {
  enum { ROWS = 90, COLUMNS = 2, K = 4, M = 7 };
  int32_t *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  for (int d = 0; d < 2; d++)
    for (int kind = UNIFORM; kind <= GRID; kind++) {
      void               *values = random_values(ROWS, COLUMNS, dtypes[d], (enum kind)kind);
      const smote_dataset data   = dataset(values, labels, ROWS, COLUMNS, dtypes[d]);
      int64_t *const      wide = all_lists(&data, M), *const narrow = all_lists(&data, K);
      int64_t *const      within = class_lists(&data, K);
      for (int v = PLAIN; v <= ADASYN; v++)
        for (int s = 0; s < 2; s++) {
          smote_options options    = options_of(&variants[v], streams[s]);
          options.neighbors        = K;
          options.danger_neighbors = M;
          struct outcome searched  = run(&data, &options);
          for (int given = 1; given <= 3; given++) {
            const bool all          = variants[v].method == SMOTE_METHOD_BORDERLINE2;
            options.class_neighbors = given & 1 ? all ? narrow : within : NULL;
            options.all_neighbors   = NULL;
            if (given & 2)
              options.all_neighbors = variants[v].method == SMOTE_METHOD_ADASYN ? narrow : wide;
            struct outcome handed = run(&data, &options);
            CHECK(same_outcome(&handed, &searched, COLUMNS * size_of_dtype(dtypes[d])),
                  "%s, %s, dtype %d, kind %d: handed in, %d", variants[v].name,
                  stream_name(streams[s]), (int)dtypes[d], kind, given);
            release(&handed);
          }
          /* Lists of other rows decide: a class whose rows are all safe has none in danger. */
          if (variants[v].method == SMOTE_METHOD_BORDERLINE1) {
            int64_t safe[ROWS * M];
            for (int i = 0; i < ROWS; i++)
              for (int p = 0; p < M; p++)
                safe[i * M + p] = (i / 6 * 6 + i % 6 + 6 * (p + 1)) % ROWS;
            options.all_neighbors = safe;
            struct outcome none   = run(&data, &options);
            CHECK(none.rows == ROWS && none.warnings == 2, "safe lists: %" PRId64 " rows", none.rows);
            release(&none);
          }
          release(&searched);
        }
      free(within);
      free(narrow);
      free(wide);
      free(values);
    }

  /* Of class_neighbors, the rows in danger are read and no others. */
  double             *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  const smote_dataset data   = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  for (int v = BORDERLINE1; v <= BORDERLINE2; v++) {
    smote_options  options  = options_of(&variants[v], SMOTE_STREAM_NATIVE);
    struct outcome searched = run(&data, &options);
    int64_t       *lists    = v == BORDERLINE1 ? class_lists(&data, 5) : all_lists(&data, 5);
    int            spoiled  = 0;
    for (int64_t i = 0; i < ROWS; i++)
      if (!in_danger(&data, i, 10)) {
        spoiled++;
        for (int p = 0; p < 5; p++)
          lists[i * 5 + p] = INT64_MAX;
      }
    options.class_neighbors = lists;
    struct outcome handed   = run(&data, &options);
    CHECK(spoiled > 0 && same_sources(&handed, &searched), "%s: %d rows are not read",
          variants[v].name, spoiled);
    release(&handed);
    release(&searched);
    free(lists);
  }

  /* Short lists, where few rows may be made do with: half of three is two. */
  int64_t short_lists[ROWS * 10];
  memset(short_lists, 0xff, sizeof short_lists);
  for (int i = 0; i < ROWS; i++) {
    short_lists[i * 10]     = (i + 6) % ROWS; /* of the same class */
    short_lists[i * 10 + 1] = (i + 3) % ROWS; /* mostly not */
    short_lists[i * 10 + 2] = (i + 4) % ROWS;
  }
  smote_options options  = options_of(&variants[BORDERLINE1], SMOTE_STREAM_NATIVE);
  options.few_rows       = SMOTE_FEW_ROWS_CLIP;
  options.all_neighbors  = short_lists;
  struct outcome outcome = run(&data, &options);
  bool           danger  = true;
  for (int64_t i = ROWS; i < outcome.rows; i++)
    danger = danger && others_among(&data, outcome.base[i], short_lists + outcome.base[i] * 10, 3) == 2;
  CHECK(danger && outcome.rows == 3 * 45, "short lists: %" PRId64 " rows", outcome.rows);
  release(&outcome);
  free(values);
  free(labels);
}

/* Classes of fewer rows than a list has places, where they may be made do with: lists
 * handed in, which then end in -1, are drawn from as those found. */
static void check_handed_clipped(void) {
  enum { ROWS = 40, K = 6, M = 50 };
  double  values[ROWS * 2];
  int32_t labels[ROWS];
  uint8_t support[ROWS];
  /* On a line, two and four rows among 34 others: all of them in danger. */
  for (int i = 0; i < ROWS; i++) {
    labels[i]         = i / 2 == 3 ? SMALLEST : i / 4 == 5 ? MIDDLE : LARGEST;
    values[2 * i]     = i;
    values[2 * i + 1] = i % 2;
    support[i]        = 1;
  }
  const smote_dataset data   = dataset(values, labels, ROWS, 2, SMOTE_DTYPE_FLOAT64);
  int64_t *const      within = class_lists(&data, K), *const near = all_lists(&data, K);
  for (int v = PLAIN; v <= ADASYN; v++)
    for (int s = 0; s < 2; s++)
      for (int m = 10; m <= M; m += 40) {
        smote_options options    = options_of(&variants[v], streams[s]);
        options.few_rows         = SMOTE_FEW_ROWS_CLIP;
        options.neighbors        = K;
        options.danger_neighbors = m;
        options.support_rows     = support;
        int64_t       *wide      = all_lists(&data, m);
        struct outcome searched  = run(&data, &options);
        for (int given = 1; given <= 3; given++) {
          options.class_neighbors = given & 1 ? v == BORDERLINE2 ? near : within : NULL;
          options.all_neighbors   = given & 2 ? v == ADASYN ? near : wide : NULL;
          struct outcome handed   = run(&data, &options);
          CHECK(same_outcome(&handed, &searched, 2 * sizeof(double)),
                "%s, %s, clipped, m = %d: handed in, %d", variants[v].name, stream_name(streams[s]), m,
                given);
          release(&handed);
        }
        CHECK(searched.rows > ROWS, "%s, m = %d: new rows", variants[v].name, m);
        release(&searched);
        free(wide);
      }
  free(near);
  free(within);
}

/* ------------------------------------------------------------------------ */
/*  Random over-sampling                                                     */
/* ------------------------------------------------------------------------ */

/* Rows that are handed in as neighbours of themselves are repeated: the gap is 0. */
static void check_own_neighbors(void) {
  enum { ROWS = 12, FEW = 4 };
  double *values = (double *)random_values(ROWS, 2, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t labels[ROWS];
  int64_t lists[ROWS];
  for (int i = 0; i < ROWS; i++) {
    labels[i] = i < FEW;
    lists[i]  = i;
  }
  const smote_dataset data = dataset(values, labels, ROWS, 2, SMOTE_DTYPE_FLOAT64);
  for (int s = 0; s < 2; s++) {
    smote_options options   = options_of(&variants[PLAIN], streams[s]);
    options.neighbors       = 1;
    options.class_neighbors = lists;
    struct outcome o        = run(&data, &options);
    CHECK(o.rows == 2 * (ROWS - FEW), "%" PRId64 " rows", o.rows);
    for (int64_t i = ROWS; i < o.rows; i++)
      CHECK(o.neighbor[i] == o.base[i] && o.gap[i] == 0 && !signbit(o.gap[i]), "%s: a gap of %g",
            stream_name(streams[s]), o.gap[i]);
    release(&o);
  }
  free(values);
}

/* Without noise, values are not read: any bytes are repeated. */
static void check_repeats(void) {
  enum { ROWS = 60, COLUMNS = 3 };
  double             *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t            *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  const smote_dataset data   = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  for (int i = 0; i < ROWS * COLUMNS; i++)
    values[i] = i % 4 == 0 ? NAN : i % 4 == 1 ? -INFINITY : i % 4 == 2 ? -0.0 : 5e-324;
  for (int s = 0; s < 2; s++) {
    smote_options  options = options_of(&variants[RANDOM_OVER], streams[s]);
    struct outcome outcome = run(&data, &options);
    CHECK(outcome.rows == 90, "%" PRId64 " rows", outcome.rows);
    for (int64_t i = 0; i < outcome.rows; i++)
      CHECK(memcmp(outcome.values + i * COLUMNS * 8, values + outcome.base[i] * COLUMNS,
                   COLUMNS * sizeof *values) == 0,
            "row %" PRId64 " is repeated bit for bit", i);
    release(&outcome);
  }
  free(labels);
  free(values);
}

/* The noise has the standard deviation that the header states, and depends on neither
 * ranges nor threads; carried columns have none. */
static void check_noise(smote_stream stream, smote_dtype dtype, int64_t rows, int64_t columns) {
  void               *values  = random_values(rows, columns, dtype, UNIFORM);
  float              *others  = (float *)random_values(rows, columns + 1, SMOTE_DTYPE_FLOAT32, GRID);
  int32_t            *labels  = three_classes(rows, LARGEST, MIDDLE, SMALLEST);
  const smote_dataset data    = dataset(values, labels, rows, columns, dtype);
  const smote_dataset other   = dataset(others, labels, rows, columns + 1, SMOTE_DTYPE_FLOAT32);
  smote_options       options = options_of(&variants[NOISY], stream);
  const smote_target  target  = {SMALLEST, 0, small ? 40 : 4000};
  options.strategy            = SMOTE_STRATEGY_TARGETS;
  options.targets             = &target;
  options.target_count        = 1;
  smote_plan    *plan         = plan_or_fail(&data, &options);
  struct outcome noisy        = outcome_of(plan, &data);
  options.shrinkage           = NULL;
  options.shrinkage_count     = 0;
  struct outcome plain        = run(&data, &options);
  char           what[80];
  snprintf(what, sizeof what, "noise, %s, dtype %d, %d columns", stream_name(stream), (int)dtype,
           (int)columns);
  CHECK(same_sources(&noisy, &plain), "%s: the rows that are repeated stay", what);

  /* 1.25 is the factor of the class, see options_of(). */
  const double h = 1.25 * pow(4 / ((double)(columns + 2) * (double)rows), 1 / (double)(columns + 4));
  const double n = (double)count_label(labels, rows, SMALLEST), many = (double)(noisy.rows - rows);
  const smote_dataset written = dataset(noisy.values, NULL, noisy.rows, columns, dtype);
  for (int64_t j = 0; j < columns && !small; j++) {
    double mean = 0, square = 0, m1 = 0, m2 = 0, m4 = 0;
    for (int64_t i = 0; i < rows; i++)
      mean += labels[i] == SMALLEST ? element(&data, i, j) / n : 0;
    for (int64_t i = 0; i < rows; i++)
      square += labels[i] == SMALLEST ? pow(element(&data, i, j) - mean, 2) / n : 0;
    for (int64_t i = rows; i < noisy.rows; i++) {
      const double z = (element(&written, i, j) - element(&data, noisy.base[i], j)) / (h * sqrt(square));
      m1 += z / many, m2 += z * z / many, m4 += z * z * z * z / many;
    }
    /* Five standard errors of normal numbers. */
    CHECK(fabs(m1) < 5 / sqrt(many) && fabs(m2 - 1) < 5 * sqrt(2 / many) &&
            fabs(m4 - 3) < 5 * sqrt(96 / many),
          "%s, column %d: moments %g, %g, %g", what, (int)j, m1, m2, m4);
  }

  const size_t row_size = (size_t)columns * size_of_dtype(dtype);
  char        *parts    = (char *)allocate((size_t)noisy.rows * row_size);
  smote_output out      = SMOTE_OUTPUT_INIT;
  for (int64_t first = 0, count = 1; first < noisy.rows; first += count, count = count * 2 % 1023 + 1) {
    if (count > noisy.rows - first)
      count = noisy.rows - first;
    out.values = parts + (size_t)first * row_size;
    CHECK(smote_plan_write(plan, &data, first, count, &out, (int32_t)(count % 3), NULL) == SMOTE_OK,
          "%s: rows %" PRId64 " + %" PRId64, what, first, count);
  }
  CHECK(memcmp(parts, noisy.values, (size_t)noisy.rows * row_size) == 0, "%s: by ranges", what);

  /* Carried: the same columns, and others. A smaller struct cannot say so. */
  out.values  = parts;
  out.carried = -1;
  CHECK(smote_plan_write(plan, &data, 0, noisy.rows, &out, 2, NULL) == SMOTE_OK &&
          memcmp(parts, plain.values, (size_t)noisy.rows * row_size) == 0,
        "%s: carried", what);
  out.struct_size = 40;
  CHECK(smote_plan_write(plan, &data, 0, noisy.rows, &out, 2, NULL) == SMOTE_OK &&
          memcmp(parts, noisy.values, (size_t)noisy.rows * row_size) == 0,
        "%s: a struct of 40 bytes", what);
  float *carried  = (float *)allocate((size_t)(noisy.rows * (columns + 1)) * sizeof *carried);
  out.struct_size = sizeof out;
  out.values      = carried;
  CHECK(smote_plan_write(plan, &other, 0, noisy.rows, &out, 2, NULL) == SMOTE_OK, "%s: others", what);
  bool repeated = true;
  for (int64_t i = 0; i < noisy.rows; i++)
    repeated = repeated && memcmp(carried + i * (columns + 1), others + noisy.base[i] * (columns + 1),
                                  (size_t)(columns + 1) * sizeof *carried) == 0;
  CHECK(repeated, "%s: other columns are repeated", what);
  out.carried = 0;
  smote_error error;
  memset(carried, 0x5a, sizeof *carried);
  CHECK(smote_plan_write(plan, &other, 0, noisy.rows, &out, 2, &error) == SMOTE_ERROR_INVALID_ARGUMENT &&
          strstr(error.message, "carried") != NULL && *(unsigned char *)carried == 0x5a,
        "%s: %s", what, error.message);
  free(carried);
  free(parts);
  release(&plain);
  release(&noisy);
  smote_plan_free(plan);
  free(labels);
  free(others);
  free(values);
}

/* Without noise rows stay bit for bit, whatever their deviations are. */
static void check_no_factor(void) {
  enum { ROWS = 60, COLUMNS = 4 };
  static const smote_class_value factors[] = {{MIDDLE, 0, 0}, {SMALLEST, 0, 0}};
  int32_t *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  for (int d = 0; d < 2; d++)
    for (int s = 0; s < 2; s++) {
      void         *values = random_values(ROWS, COLUMNS, dtypes[d], UNIFORM);
      smote_dataset data   = dataset(values, labels, ROWS, COLUMNS, dtypes[d]);
      for (int i = 0; i < ROWS; i++) {
        if (d == 0)
          ((float *)values)[i * COLUMNS] = -0.0f, ((float *)values)[i * COLUMNS + 1] *= 1e37f;
        else
          ((double *)values)[i * COLUMNS] = -0.0, ((double *)values)[i * COLUMNS + 1] *= 1e301;
      }
      smote_options  options    = options_of(&variants[NOISY], streams[s]);
      options.shrinkage         = factors;
      struct outcome outcome    = run(&data, &options);
      const size_t   row_size   = COLUMNS * size_of_dtype(dtypes[d]);
      bool           same       = true;
      for (int64_t i = 0; i < outcome.rows; i++)
        same = same && memcmp(outcome.values + (size_t)i * row_size,
                              (char *)values + (size_t)outcome.base[i] * row_size, row_size) == 0;
      CHECK(same && outcome.rows == 90, "%s, dtype %d: repeated bit for bit", stream_name(streams[s]),
            (int)dtypes[d]);
      release(&outcome);
      free(values);
    }
  free(labels);
}

/* A factor of 0 is no noise, and classes have their own. Other methods do not ask
 * whether columns are carried. */
static void check_factors(void) {
  enum { ROWS = 60, COLUMNS = 3 };
  double             *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t            *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  const smote_dataset data   = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  static const smote_class_value factors[] = {{MIDDLE, 0, 0}, {SMALLEST, 0, 1}};
  for (int s = 0; s < 2; s++) {
    smote_options options   = options_of(&variants[NOISY], streams[s]);
    options.shrinkage       = factors;
    options.shrinkage_count = 2;
    struct outcome outcome  = run(&data, &options);
    for (int64_t i = ROWS; i < outcome.rows; i++) {
      bool same = true;
      for (int j = 0; j < COLUMNS; j++)
        same = same && ((double *)(void *)outcome.values)[i * COLUMNS + j] ==
                         values[outcome.base[i] * COLUMNS + j];
      CHECK(same == (outcome.labels[i] == MIDDLE), "row %" PRId64, i);
    }
    release(&outcome);
    for (int v = 0; v < VARIANTS - 1; v++) {
      if (takes_categories(&variants[v]))
        continue; /* their votes belong to their own columns */
      options              = options_of(&variants[v], streams[s]);
      smote_plan    *plan  = plan_or_fail(&data, &options);
      struct outcome plain = outcome_of(plan, &data);
      double        *again = (double *)allocate((size_t)plain.rows * COLUMNS * sizeof *again);
      smote_output   out   = SMOTE_OUTPUT_INIT;
      out.values           = again;
      out.carried          = 1;
      CHECK(smote_plan_write(plan, &data, 0, plain.rows, &out, 1, NULL) == SMOTE_OK &&
              memcmp(again, plain.values, (size_t)plain.rows * COLUMNS * sizeof *again) == 0,
            "%s: carried", variants[v].name);
      free(again);
      release(&plain);
      smote_plan_free(plan);
    }
  }
  free(labels);
  free(values);
}

/* ------------------------------------------------------------------------ */
/*  numpy's state                                                            */
/* ------------------------------------------------------------------------ */

/* numpy's legacy generator (MT19937, as its authors publish it), with the normal number
 * that it keeps for the next time. */
struct numpy {
  uint32_t words[625]; /* the last one is the position */
  double   normal[2];  /* whether there is one, and which */
};

static uint32_t numpy_bits(struct numpy *g) {
  uint32_t *w = g->words;
  if (w[624] == 624) {
    for (int i = 0; i < 624; i++) {
      const uint32_t y = (w[i] & 0x80000000u) | (w[(i + 1) % 624] & 0x7fffffffu);
      w[i]             = w[(i + 397) % 624] ^ (y >> 1) ^ (y & 1 ? 0x9908b0dfu : 0);
    }
    w[624] = 0;
  }
  uint32_t y = w[w[624]++];
  y ^= y >> 11;
  y ^= (y << 7) & 0x9d2c5680u;
  y ^= (y << 15) & 0xefc60000u;
  return y ^ (y >> 18);
}

static double numpy_unit(struct numpy *g) {
  const uint32_t a = numpy_bits(g) >> 5, b = numpy_bits(g) >> 6;
  return (a * 67108864.0 + b) / 9007199254740992.0;
}

static int64_t numpy_below(struct numpy *g, uint32_t bound) {
  uint32_t mask = bound - 1, draw;
  for (int shift = 1; shift < 32; shift *= 2)
    mask |= mask >> shift;
  do
    draw = numpy_bits(g) & mask;
  while (draw >= bound);
  return draw;
}

static double numpy_normal(struct numpy *g) {
  if (g->normal[0] != 0) {
    const double kept = g->normal[1];
    g->normal[0] = g->normal[1] = 0;
    return kept;
  }
  double x, y, r;
  do {
    x = 2 * numpy_unit(g) - 1;
    y = 2 * numpy_unit(g) - 1;
    r = x * x + y * y;
  } while (r >= 1 || r == 0);
  const double f = sqrt(-2 * log(r) / r);
  g->normal[0]   = 1;
  g->normal[1]   = f * x;
  return f * y;
}

static struct numpy numpy_start(bool kept) {
  struct numpy g;
  for (int i = 0; i < 624; i++)
    g.words[i] = (uint32_t)random_bits();
  g.words[624]  = (uint32_t)random_below(625);
  g.normal[0]   = kept ? 1 : 0;
  g.normal[1]   = kept ? 0.75 : 0;
  return g;
}

/* imbalanced-learn's smoothed bootstrap, class by class: the rows, then the noise. */
static void expect_noise(const smote_dataset *data, struct numpy *g, const double *factors,
                         int64_t *bases, double *values) {
  static const int32_t growing[] = {SMALLEST, MIDDLE};
  const int64_t        d = data->columns, wanted = count_label(data->labels, data->rows, LARGEST);
  const double h = pow(4 / ((double)(d + 2) * (double)data->rows), 1 / (double)(d + 4));
  for (int c = 0; c < 2; c++) {
    int64_t rows[1000], n = 0;
    double  scale[16];
    for (int64_t i = 0; i < data->rows; i++)
      if (data->labels[i] == growing[c])
        rows[n++] = i;
    for (int64_t j = 0; j < d; j++) {
      double sum = 0, squares = 0;
      for (int64_t i = 0; i < n; i++)
        sum += element(data, rows[i], j);
      const double mean = sum / (double)n;
      for (int64_t i = 0; i < n; i++) {
        const volatile double square =
          (element(data, rows[i], j) - mean) * (element(data, rows[i], j) - mean);
        squares += square;
      }
      scale[j] = factors[c] * h * sqrt(squares / (double)n);
    }
    const int64_t count = wanted - n;
    for (int64_t i = 0; i < count; i++)
      bases[i] = rows[numpy_below(g, (uint32_t)n)];
    for (int64_t i = 0; i < count; i++)
      for (int64_t j = 0; j < d; j++) {
        const volatile double noise = numpy_normal(g) * scale[j];
        values[i * d + j]           = element(data, bases[i], j) + noise;
      }
    bases += count;
    values += count * d;
  }
}

/* Plans one after the other continue one stream; odd numbers of normal numbers leave
 * one over. 20 + 10 new rows. */
static void check_state(int64_t columns, bool kept) {
  enum { ROWS = 60, NEW = 30 };
  double             *values = (double *)random_values(ROWS, columns, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t            *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  const smote_dataset data   = dataset(values, labels, ROWS, columns, SMOTE_DTYPE_FLOAT64);
  static const double factors[] = {1.25, 0.5}; /* as options_of() has them */
  struct numpy        own = numpy_start(kept), g = own;
  for (int round = 0; round < 4; round++) {
    int64_t       bases[NEW];
    double        expected[NEW * 16];
    smote_options options = options_of(&variants[NOISY], SMOTE_STREAM_NUMPY_STATE);
    options.numpy_state   = own.words;
    /* Without a place for it, a normal number that is left over is lost. */
    const bool lost      = round == 2;
    options.numpy_normal = lost ? NULL : own.normal;
    if (lost)
      own.normal[0] = g.normal[0] = 0;
    struct outcome outcome = run(&data, &options);
    expect_noise(&data, &g, factors, bases, expected);
    if (lost)
      g.normal[0] = g.normal[1] = own.normal[1] = 0;
    CHECK(outcome.rows == ROWS + NEW && memcmp(bases, outcome.base + ROWS, sizeof bases) == 0,
          "%d columns, round %d: bases", (int)columns, round);
    CHECK(memcmp(expected, outcome.values + (size_t)(ROWS * columns) * 8,
                 (size_t)(NEW * columns) * sizeof *expected) == 0,
          "%d columns, round %d: values", (int)columns, round);
    CHECK(memcmp(own.words, g.words, sizeof g.words) == 0, "%d columns, round %d: the state",
          (int)columns, round);
    CHECK(own.normal[0] == g.normal[0] && own.normal[1] == g.normal[1],
          "%d columns, round %d: normal %g, %g instead of %g, %g", (int)columns, round,
          own.normal[0], own.normal[1], g.normal[0], g.normal[1]);
    release(&outcome);
  }

  /* Methods without normal numbers leave the one that is there. (The beta distribution of
   * SVM is made from some.) */
  for (int v = 0; v < VARIANTS - 1; v++) {
    if (v == SVM || (v == SMOTENC && columns < 2))
      continue;
    const smote_dataset table = suitable(&data, &variants[v]);
    double        normal[2] = {2, 0.125};
    struct numpy  before    = own;
    smote_options options   = options_of(&variants[v], SMOTE_STREAM_NUMPY_STATE);
    options.numpy_state     = own.words;
    options.numpy_normal    = normal;
    struct outcome outcome  = run(&table, &options);
    CHECK(normal[0] != 0 && normal[1] == 0.125, "%s: normal %g, %g", variants[v].name, normal[0],
          normal[1]);
    CHECK(memcmp(before.words, own.words, sizeof own.words) != 0, "%s: the state goes on",
          variants[v].name);
    release(&outcome);
    free((void *)table.values);
  }
  free(labels);
  free(values);
}

/* ------------------------------------------------------------------------ */
/*  Support vectors                                                          */
/* ------------------------------------------------------------------------ */

/* Support vectors that are no noise, of the classes that grow: of so many new rows, each
 * is the base of some. */
static uint8_t *found_support(const smote_dataset *data) {
  const smote_target many[]  = {{MIDDLE, 0, 10 * data->rows}, {SMALLEST, 0, 10 * data->rows}};
  smote_options      options = options_of(&variants[SVM], SMOTE_STREAM_NATIVE);
  options.strategy           = SMOTE_STRATEGY_TARGETS;
  options.targets            = many;
  options.target_count       = 2;
  struct outcome outcome     = run(data, &options);
  uint8_t       *support     = (uint8_t *)allocate((size_t)data->rows);
  memset(support, 0, (size_t)data->rows);
  for (int64_t i = outcome.kept; i < outcome.rows; i++)
    support[outcome.base[i]] = (uint8_t)(1 + i % 255);
  release(&outcome);
  return support;
}

/* The dual problem of the classifier of two classes, solved the plain way: of all pairs of
 * variables the one that violates most, until nothing does. Sure support vectors get 1,
 * rows that surely are none -1: what the engine's tolerance leaves open stays 0. */
static void classify(const smote_dataset *data, int32_t label, int32_t other, double gamma,
                     int *verdicts) {
  enum { MOST = 200 };
  static double q[MOST][MOST], alpha[MOST], gradient[MOST];
  int64_t       rows[MOST];
  int           n = 0, sign[MOST];
  for (int64_t i = 0; i < data->rows && n < MOST; i++)
    if (data->labels[i] == label || data->labels[i] == other)
      sign[n] = data->labels[i] == label ? 1 : -1, alpha[n] = 0, gradient[n] = -1, rows[n++] = i;
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++)
      q[i][j] = sign[i] * sign[j] * exp(-gamma * oracle_distance(data, rows[i], data, rows[j], NULL));
  double up = 0, low = 0;
  for (int step = 0; step < 1000000; step++) {
    int i = -1, j = -1;
    for (int t = 0; t < n; t++) {
      const double pull = -sign[t] * gradient[t];
      if ((sign[t] > 0 ? alpha[t] < 1 : alpha[t] > 0) && (i < 0 || pull > up))
        up = pull, i = t;
      if ((sign[t] > 0 ? alpha[t] > 0 : alpha[t] < 1) && (j < 0 || pull < low))
        low = pull, j = t;
    }
    if (i < 0 || j < 0 || up - low < 1e-9)
      break;
    /* y_i a_i grows by as much as y_j a_j falls. */
    const double curvature = 2 - 2 * sign[i] * sign[j] * q[i][j];
    double       by        = (up - low) / (curvature > 1e-12 ? curvature : 1e-12);
    by = fmin(by, sign[i] > 0 ? 1 - alpha[i] : alpha[i]);
    by = fmin(by, sign[j] > 0 ? alpha[j] : 1 - alpha[j]);
    alpha[i] = fmin(1, fmax(0, alpha[i] + sign[i] * by));
    alpha[j] = fmin(1, fmax(0, alpha[j] - sign[j] * by));
    for (int t = 0; t < n; t++)
      gradient[t] += by * (sign[i] * q[t][i] - sign[j] * q[t][j]);
  }
  for (int t = 0; t < n; t++) {
    /* How far the row lies behind the margin. */
    const double behind = sign[t] > 0 ? gradient[t] + up : gradient[t] - up;
    if (data->labels[rows[t]] == label)
      verdicts[rows[t]] = alpha[t] > 0.02 ? 1 : alpha[t] == 0 && behind > 0.02 ? -1 : 0;
  }
}

/* Random values with classes more or less apart from each other. */
static void *values_apart(const int32_t *labels, int64_t rows, int64_t columns, smote_dtype dtype,
                          enum kind kind, float by) {
  void *values = random_values(rows, columns, dtype, kind);
  for (int64_t i = 0; i < rows; i++) {
    const float shift = labels[i] == LARGEST ? by : labels[i] == MIDDLE ? -by : 0;
    if (dtype == SMOTE_DTYPE_FLOAT32)
      ((float *)values)[i * columns] += shift;
    else
      ((double *)values)[i * columns] += shift;
  }
  return values;
}

/* The classifier that the engine trains has the support vectors that it must have, and
 * none that it must not. */
static void check_classifier(smote_dtype dtype, int64_t rows, int64_t columns) {
  static const int32_t all[] = {SMALLEST, MIDDLE, LARGEST};
  int32_t             *labels = three_classes(rows, LARGEST, MIDDLE, SMALLEST);
  void                *values = values_apart(labels, rows, columns, dtype, UNIFORM, 20);
  const smote_dataset data  = dataset(values, labels, rows, columns, dtype);
  double              mean = 0, variance = 0;
  const double        count = (double)(rows * columns);
  for (int64_t i = 0; i < rows * columns; i++)
    mean += element(&data, i / columns, i % columns) / count;
  for (int64_t i = 0; i < rows * columns; i++)
    variance += pow(element(&data, i / columns, i % columns) - mean, 2) / count;
  uint8_t *support = found_support(&data);
  int64_t  in = 0, out = 0, open = 0;
  for (int c = 0; c < 2; c++) {
    int *verdicts[2];
    for (int other = 0, pair = 0; other < 3; other++)
      if (other != c) {
        verdicts[pair] = (int *)allocate((size_t)rows * sizeof **verdicts);
        classify(&data, all[c], all[other], 1 / ((double)columns * variance), verdicts[pair++]);
      }
    for (int64_t i = 0; i < rows; i++) {
      if (labels[i] != all[c] || role_of(&data, i, 10) == NOISE)
        continue;
      const int most = verdicts[0][i] > verdicts[1][i] ? verdicts[0][i] : verdicts[1][i];
      CHECK(most == 0 || (support[i] != 0) == (most > 0), "dtype %d, %d columns: row %d, verdict %d",
            (int)dtype, (int)columns, (int)i, most);
      in += most > 0, out += most < 0, open += most == 0;
    }
    free(verdicts[1]);
    free(verdicts[0]);
  }
  CHECK(in > 5 && out > 5 && open * 5 <= in + out,
        "%" PRId64 " support vectors, %" PRId64 " others, %" PRId64 " open", in, out, open);
  free(support);
  free(labels);
  free(values);
}

/* Support vectors handed in: those that the engine finds make the same plan, and others
 * are what the oracle says. */
static void check_support(smote_dtype dtype, enum kind kind) {
  enum { ROWS = 120, COLUMNS = 3 };
  static const double steps[] = {0.5, 0, 1, 0.1};
  int32_t            *labels  = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  void               *values  = values_apart(labels, ROWS, COLUMNS, dtype, kind, kind == GRID ? 1 : 9);
  const smote_dataset data    = dataset(values, labels, ROWS, COLUMNS, dtype);
  uint8_t            *support = found_support(&data);
  char                what[120];
  for (int s = 0; s < 2; s++)
    for (int step = 0; step < 4; step++) {
      smote_options options = options_of(&variants[SVM], streams[s]);
      options.out_step      = steps[step];
      snprintf(what, sizeof what, "svm, %s, dtype %d, kind %d, out_step %g", stream_name(streams[s]),
               (int)dtype, (int)kind, steps[step]);
      struct outcome trained = run(&data, &options);
      check_sources(&data, &trained, &options, what);
      check_values(&data, &trained, &variants[SVM], streams[s], kind, what);
      options.support_rows  = support;
      struct outcome handed = run(&data, &options);
      CHECK(same_outcome(&handed, &trained, COLUMNS * size_of_dtype(dtype)), "%s: handed in", what);
      release(&handed);
      if (steps[step] == 0)
        check_layouts(&data, &options, &trained, what);
      release(&trained);

      /* Any rows at all, and lists of neighbours for them alone. */
      uint8_t some[ROWS];
      for (int i = 0; i < ROWS; i++)
        some[i] = random_below(3) == 0 ? (uint8_t)(1 + random_below(255)) : 0;
      options.support_rows  = some;
      struct outcome chosen = run(&data, &options);
      check_sources(&data, &chosen, &options, what);
      check_values(&data, &chosen, &variants[SVM], streams[s], kind, what);
      int64_t inwards = 0, outwards = 0;
      for (int64_t i = ROWS; i < chosen.rows; i++) {
        inwards += chosen.gap[i] > 0;
        outwards += chosen.gap[i] < 0;
        /* Of a class, numpy's go inwards first. */
        CHECK(streams[s] == SMOTE_STREAM_NATIVE || chosen.gap[i] <= 0 || i == ROWS ||
                chosen.labels[i - 1] != chosen.labels[i] || chosen.gap[i - 1] >= 0,
              "%s: row %" PRId64 " goes inwards behind one that does not", what, i);
      }
      CHECK(inwards > 0 && (outwards > 0) == (steps[step] > 0),
            "%s: %" PRId64 " inwards, %" PRId64 " outwards", what, inwards, outwards);
      int64_t *within = class_lists(&data, 5), *wide = all_lists(&data, 10);
      for (int i = 0; i < ROWS; i++)
        for (int p = 0; p < 10; p++) {
          if (!some[i])
            wide[i * 10 + p] = INT64_MAX;
          if (p < 5 && (!some[i] || role_of(&data, i, 10) == NOISE))
            within[i * 5 + p] = INT64_MIN;
        }
      options.class_neighbors = within;
      options.all_neighbors   = wide;
      handed                  = run(&data, &options);
      CHECK(same_outcome(&handed, &chosen, COLUMNS * size_of_dtype(dtype)),
            "%s: lists of support vectors", what);
      release(&handed);
      release(&chosen);
      free(wide);
      free(within);
    }
  free(support);
  free(labels);
  free(values);
}

/* Training draws one number from numpy's state, as scikit-learn's classifier does. */
static void check_support_state(void) {
  enum { ROWS = 120, COLUMNS = 2 };
  double             *values  = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t            *labels  = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  const smote_dataset data    = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  uint8_t            *support = found_support(&data);
  struct numpy        one = numpy_start(false), other = one;
  numpy_below(&other, INT32_MAX);
  smote_options options  = options_of(&variants[SVM], SMOTE_STREAM_NUMPY_STATE);
  options.strategy       = SMOTE_STRATEGY_MINORITY;
  options.numpy_state    = one.words;
  struct outcome trained = run(&data, &options);
  options.numpy_state    = other.words;
  options.support_rows   = support;
  struct outcome handed  = run(&data, &options);
  CHECK(same_outcome(&handed, &trained, COLUMNS * sizeof *values), "the same rows");
  CHECK(memcmp(one.words, other.words, sizeof one.words) == 0, "the same state");
  release(&handed);
  release(&trained);
  free(support);
  free(labels);
  free(values);
}

/* Where all support vectors are in danger, or none is, one side makes all rows. */
static void check_one_side(void) {
  double              values[100];
  int32_t             labels[100];
  uint8_t             support[100];
  const smote_dataset data = apart(values, labels);
  static const smote_target grown[] = {{1, 0, 33}, {2, 0, 47}};
  for (int s = 0; s < 2; s++) {
    smote_options options    = options_of(&variants[SVM], streams[s]);
    options.danger_neighbors = 3; /* a 1 is in danger, a 2 is safe */
    options.strategy         = SMOTE_STRATEGY_TARGETS;
    options.targets          = grown;
    options.target_count     = 2;
    options.support_rows     = support;
    memset(support, 1, sizeof support);
    struct outcome outcome = run(&data, &options);
    CHECK(outcome.rows == 89 + 19 + 27 && outcome.warnings == 0, "%s: %" PRId64 " rows",
          stream_name(streams[s]), outcome.rows);
    for (int64_t i = 89; i < outcome.rows; i++)
      CHECK(outcome.labels[i] == 1 ? outcome.gap[i] >= 0 : outcome.gap[i] <= 0, "row %" PRId64, i);
    release(&outcome);
  }
}

int main(int argc, char **argv) {
  small = argc > 1 && strcmp(argv[1], "small") == 0;
  check_contracts();
  if (!small)
    check_threads();
  check_counts();
  check_warnings();
  check_handed();
  check_handed_clipped();
  check_own_neighbors();
  check_repeats();
  for (int s = 0; s < 2; s++)
    for (int d = 0; d < 2; d++)
      for (int64_t columns = 1; columns <= 64; columns = 3 * columns + 1)
        check_noise(streams[s], dtypes[d], 120, columns);
  check_noise(SMOTE_STREAM_NUMPY_SEED, SMOTE_DTYPE_FLOAT64, 12, 5000);
  check_no_factor();
  check_factors();
  for (int64_t columns = 2; columns <= 7; columns++)
    check_state(columns, columns % 2 == 0);
  random_state = 7;
  for (int d = 0; d < 2; d++) {
    check_classifier(dtypes[d], 180, 1);
    check_classifier(dtypes[d], 180, 2);
    check_classifier(dtypes[d], 180, 5);
    check_support(dtypes[d], UNIFORM);
    check_support(dtypes[d], GRID);
  }
  check_support_state();
  check_one_side();
  return closing_line("test_methods");
}

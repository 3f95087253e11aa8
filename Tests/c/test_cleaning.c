/*
 * test_cleaning.c - methods that drop rows, by themselves and after others: what any output
 * must satisfy, each method against a naive oracle, and data and options at the limits
 */
#include "outcomes.h"

static double probabilities[4096];

/* ------------------------------------------------------------------------ */
/*  What any output must satisfy                                             */
/* ------------------------------------------------------------------------ */

static bool keeps_all(const struct reducer *reducer) {
  return reducer->first.method != SMOTE_METHOD_CLUSTER_CENTROIDS || reducer->other;
}

static bool repeats(const struct reducer *reducer, smote_stream stream) {
  const smote_method last = reducer->cleaning != SMOTE_METHOD_NONE ? reducer->cleaning : reducer->first.method;
  return (reducer->other && (last == SMOTE_METHOD_RANDOM_UNDER || last == SMOTE_METHOD_CLUSTER_CENTROIDS)) ||
         (stream != SMOTE_STREAM_NATIVE && (last == SMOTE_METHOD_CNN || last == SMOTE_METHOD_OSS));
}

/* The same in two calls: the table that the first step makes, and its rows that are left. */
static void check_two_calls(const struct reducer *reducer, const smote_dataset *data,
                            const smote_options *options, const struct outcome *o) {
  static const uint8_t all[MOST_COLUMNS] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  const size_t         row_size = (size_t)data->columns * size_of_dtype(data->dtype);
  smote_options        single   = *options;
  single.cleaning               = SMOTE_METHOD_NONE;
  struct outcome made           = run(data, &single);
  smote_dataset  between        = dataset(made.values, made.labels, made.rows, data->columns, data->dtype);
  between.categorical           = reducer->first.method == SMOTE_METHOD_SMOTEN ? all : data->categorical;
  const bool cleans             = reducer->cleaning == SMOTE_METHOD_TOMEK || reducer->cleaning == SMOTE_METHOD_ENN ||
                      reducer->cleaning == SMOTE_METHOD_RENN || reducer->cleaning == SMOTE_METHOD_ALLKNN ||
                      reducer->cleaning == SMOTE_METHOD_NCR;
  single.method       = reducer->cleaning;
  single.strategy     = cleans ? SMOTE_STRATEGY_ALL : options->cleaning_strategy;
  single.targets      = options->cleaning_targets;
  single.target_count = options->cleaning_target_count;
  struct outcome left = run(&between, &single);
  int64_t        kept = 0;
  bool           same = left.rows == o->rows;
  for (int64_t i = 0; same && i < o->rows; i++) {
    const int64_t row = left.base[i];
    kept += row < data->rows;
    same = o->base[i] == made.base[row] && o->neighbor[i] == made.neighbor[row] && o->gap[i] == made.gap[row] &&
           o->labels[i] == made.labels[row] &&
           memcmp(o->values + (size_t)i * row_size, made.values + (size_t)row * row_size, row_size) == 0;
  }
  CHECK(same, "%s + %d, stream %d: as in two calls", reducer->first.name, (int)reducer->cleaning,
        (int)options->stream);
  CHECK(!same || kept == o->kept, "%s: %" PRId64 " kept instead of %" PRId64, reducer->first.name, o->kept, kept);
  CHECK(o->rows <= made.rows, "%s: rows were dropped", reducer->first.name);
  release(&left);
  release(&made);
}

/* The only step keeps rows of the input bit for bit; centres of clusters are rows of its own. */
static void check_one_step(const struct reducer *reducer, const smote_dataset *data, smote_stream stream,
                           const struct outcome *o) {
  const size_t row_size = (size_t)data->columns * size_of_dtype(data->dtype);
  const char  *name     = reducer->first.name;
  int64_t      kept     = 0;
  for (int64_t i = 0; i < o->rows; i++) {
    const int64_t row = o->base[i];
    CHECK(row >= 0 && row < data->rows && o->neighbor[i] == row && o->gap[i] == 0, "%s: row %" PRId64, name, i);
    CHECK(o->labels[i] == data->labels[row], "%s: label of row %" PRId64, name, i);
    const bool same =
      memcmp(o->values + (size_t)i * row_size, (const char *)data->values + (size_t)row * row_size, row_size) == 0;
    CHECK(same || (!keeps_all(reducer) && o->labels[i] != SMALLEST), "%s: values of row %" PRId64, name, i);
    kept += keeps_all(reducer) || o->labels[i] == SMALLEST;
  }
  CHECK(kept == o->kept, "%s: %" PRId64 " kept instead of %" PRId64, name, o->kept, kept);
  const int64_t      least  = count_label(data->labels, data->rows, SMALLEST);
  const smote_method method = reducer->first.method;
  /* All k-NN asks anew after each round which class is the smallest. */
  CHECK(count_label(o->labels, o->rows, SMALLEST) == least || (method == SMOTE_METHOD_ALLKNN && reducer->other),
        "%s: the smallest class stays", name);
  if (method == SMOTE_METHOD_RANDOM_UNDER || method == SMOTE_METHOD_NEARMISS1 || method == SMOTE_METHOD_NEARMISS2 ||
      method == SMOTE_METHOD_CLUSTER_CENTROIDS ||
      (method == SMOTE_METHOD_INSTANCE_HARDNESS && stream == SMOTE_STREAM_NATIVE))
    CHECK(count_label(o->labels, o->rows, MIDDLE) == least && count_label(o->labels, o->rows, LARGEST) == least,
          "%s: all classes have %" PRId64 " rows", name, least);
}

static void check_order(const struct reducer *reducer, const struct outcome *o, smote_stream stream) {
  const char *name = reducer->first.name;
  if (stream == SMOTE_STREAM_NATIVE) {
    for (int64_t i = 1; i < o->kept; i++)
      CHECK(o->base[i - 1] < o->base[i] || (repeats(reducer, stream) && o->base[i - 1] == o->base[i]),
            "%s: kept rows ascend at %" PRId64, name, i);
    for (int64_t i = o->kept + 1; i < o->rows; i++)
      CHECK(o->labels[i - 1] <= o->labels[i], "%s: classes of new rows ascend at %" PRId64, name, i);
    return;
  }
  const smote_method last = reducer->cleaning != SMOTE_METHOD_NONE ? reducer->cleaning : reducer->first.method;
  for (int64_t i = 1; i < o->rows; i++)
    if (last != SMOTE_METHOD_TOMEK && last != SMOTE_METHOD_NCR)
      CHECK(o->labels[i - 1] <= o->labels[i], "%s: by class at %" PRId64, name, i);
}

/* Ranges, layouts and threads of writing; parts of the provenance. */
static void check_writing(const char *name, const smote_plan *plan, const smote_dataset *packed,
                          const struct outcome *o) {
  const size_t  size = size_of_dtype(packed->dtype);
  const int64_t n = o->rows, ranges[][2] = {{0, n}, {n, 0}, {0, n > 0}, {n / 2, n - n / 2}, {o->kept - (o->kept > 0), 1}};
  for (int in = 0; in < LAYOUTS; in++) {
    struct placed source = place_copy(packed, (enum layout)in);
    smote_dataset data   = *packed;
    data.values          = at(&source, 0, 0, size);
    data.row_stride      = source.row_stride;
    data.column_stride   = source.column_stride;
    for (size_t r = 0; r < sizeof ranges / sizeof *ranges; r++) {
      const int64_t first = ranges[r][0], count = ranges[r][1] <= n - first ? ranges[r][1] : n - first;
      const int     layout = (in + (int)r) % LAYOUTS;
      struct placed target = place(count > 0 ? count : 1, packed->columns, size, (enum layout)layout);
      int32_t      *labels = (int32_t *)allocate((size_t)(count + 1) * sizeof *labels);
      labels[count]        = 12345;
      smote_output out     = SMOTE_OUTPUT_INIT;
      out.values           = at(&target, 0, 0, size);
      out.labels           = labels;
      out.row_stride       = target.row_stride;
      out.column_stride    = target.column_stride;
      smote_error error    = {SMOTE_OK, ""};
      CHECK(smote_plan_write(plan, &data, first, count, &out, in % 4, &error) == SMOTE_OK, "%s: %s", name,
            error.message);
      CHECK(holds(&target, o->values, first, count, packed->columns, size),
            "%s: layout %d to %d, rows %" PRId64 " + %" PRId64, name, in, layout, first, count);
      CHECK(memcmp(labels, o->labels + first, (size_t)count * sizeof *labels) == 0 && labels[count] == 12345,
            "%s: labels %" PRId64 " + %" PRId64, name, first, count);
      int64_t *part = (int64_t *)allocate((size_t)(count + 1) * sizeof *part);
      CHECK(smote_plan_provenance(plan, first, count, part, NULL, NULL, NULL) == SMOTE_OK &&
              memcmp(part, o->base + first, (size_t)count * sizeof *part) == 0,
            "%s: provenance of a range", name);
      free(part);
      free(labels);
      free(target.memory);
    }
    free(source.memory);
  }
  CHECK(smote_plan_write(plan, packed, n, 1, NULL, 1, NULL) == SMOTE_ERROR_INVALID_ARGUMENT &&
          smote_plan_provenance(plan, 0, n + 1, NULL, NULL, NULL, NULL) == SMOTE_ERROR_INVALID_ARGUMENT,
        "%s: behind the end", name);
}

/* Other columns of the same rows, in another dtype. */
static void check_carried(const char *name, const smote_plan *plan, const smote_dataset *data,
                          const struct outcome *o) {
  enum { OTHERS = 3 };
  float        *values  = (float *)random_values(data->rows, OTHERS, SMOTE_DTYPE_FLOAT32, UNIFORM);
  float        *written = (float *)allocate((size_t)(o->rows * OTHERS) * sizeof *written);
  smote_dataset other   = dataset(values, data->labels, data->rows, OTHERS, SMOTE_DTYPE_FLOAT32);
  smote_output  out     = SMOTE_OUTPUT_INIT;
  out.values            = written;
  out.carried           = 1;
  CHECK(smote_plan_write(plan, &other, 0, o->rows, &out, 2, NULL) == SMOTE_OK, "%s: carried", name);
  bool same = true;
  for (int64_t i = 0; i < o->rows; i++)
    for (int64_t j = 0; j < OTHERS; j++) {
      float expected;
      interpolate(&other, o->base[i], o->neighbor[i], o->gap[i], j, &expected);
      same = same && expected == written[i * OTHERS + j];
    }
  CHECK(same, "%s: carried values", name);
  free(written);
  free(values);
}

static void check_warnings(const char *name, const smote_plan *plan, const struct outcome *o) {
  static const int32_t labels[] = {SMALLEST, MIDDLE, LARGEST};
  for (int c = 0; c < 3; c++) {
    char text[32];
    int  said = 0;
    snprintf(text, sizeof text, "class %" PRId32 " were", labels[c]);
    for (int64_t w = 0; w < o->warnings; w++) {
      smote_error warning;
      CHECK(smote_plan_warning(plan, w, &warning, NULL) == SMOTE_OK, "warning %" PRId64, w);
      said += warning.status == SMOTE_WARNING_CLASS_VANISHED && strstr(warning.message, text) != NULL;
    }
    CHECK(said == (count_label(o->labels, o->rows, labels[c]) == 0), "%s: class %d, said %d times", name,
          (int)labels[c], said);
  }
}

static void check_contract(const struct reducer *reducer, smote_dtype dtype, enum kind kind, smote_stream stream) {
  enum { ROWS = 186, COLUMNS = 4 };
  void               *values = random_values(ROWS, COLUMNS, dtype, kind);
  int32_t            *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  const smote_dataset plain  = dataset(values, labels, ROWS, COLUMNS, dtype);
  const smote_dataset data   = suitable(&plain, &reducer->first), before = suitable(&plain, &reducer->first);
  const size_t        row_size = COLUMNS * size_of_dtype(dtype);
  smote_options       options  = reducer_options(reducer, stream, probabilities);
  options.threads              = 1;
  smote_plan *plan             = plan_or_fail(&data, &options);
  if (plan == NULL)
    exit(closing_line("test_cleaning"));
  struct outcome o = outcome_of(plan, &data);
  CHECK(o.rows > 0 && o.kept <= o.rows, "%s: %" PRId64 " of %" PRId64 " rows", reducer->first.name, o.kept, o.rows);
  /* Few of the rows that are as far apart as can be are near each other. */
  const bool links = strstr(reducer->first.name, "tomek") != NULL || strstr(reducer->first.name, "oss") != NULL;
  CHECK(o.kept < ROWS || links, "%s: all rows are kept", reducer->first.name);
  if (reducer->cleaning != SMOTE_METHOD_NONE)
    check_two_calls(reducer, &data, &options, &o);
  else
    check_one_step(reducer, &data, stream, &o);
  check_order(reducer, &o, stream);
  check_writing(reducer->first.name, plan, &data, &o);
  /* BORDERLINE2 with the numpy stream rounds once more. */
  if (reducer->first.method != SMOTE_METHOD_BORDERLINE2 || stream == SMOTE_STREAM_NATIVE)
    check_carried(reducer->first.name, plan, &data, &o);
  check_warnings(reducer->first.name, plan, &o);
  static const int32_t threads[] = {2, 3, 8, 0};
  for (int t = 0; t < 4; t++) {
    options.threads    = threads[t];
    struct outcome own = run(&data, &options);
    CHECK(same_outcome(&o, &own, row_size), "%s: %d threads", reducer->first.name, (int)threads[t]);
    release(&own);
  }
  CHECK(memcmp(data.values, before.values, ROWS * row_size) == 0, "%s: the data are as before", reducer->first.name);
  release(&o);
  smote_plan_free(plan);
  free((void *)before.values);
  free((void *)data.values);
  free(labels);
  free(values);
}

/* ------------------------------------------------------------------------ */
/*  Oracles                                                                  */
/* ------------------------------------------------------------------------ */

enum { MOST_ROWS = 400 };

/* A set of rows, and what the strategy says of their classes. */
struct setting {
  const struct metric *m;
  smote_strategy       strategy;
  int                  k;
  bool                 mode;
};

static int64_t count_alive(const struct metric *m, const bool *alive, int c) {
  int64_t count = 0;
  for (int64_t i = 0; i < m->data->rows; i++)
    count += alive[i] && m->data->labels[i] == m->labels[c];
  return count;
}

/* The class with the fewest rows that has any, or the one with the most; the first of several. */
static int extreme_class(const struct metric *m, const bool *alive, bool most) {
  int best = -1;
  for (int c = 0; c < m->classes; c++) {
    const int64_t rows = count_alive(m, alive, c), own = best < 0 ? 0 : count_alive(m, alive, best);
    if (rows > 0 && (best < 0 || (most ? rows > own : rows < own)))
      best = c;
  }
  return best;
}

static bool is_reduced(const struct setting *s, const bool *alive, int c) {
  const int least = extreme_class(s->m, alive, false), most = extreme_class(s->m, alive, true);
  switch (s->strategy) {
  case SMOTE_STRATEGY_MINORITY: return c == least;
  case SMOTE_STRATEGY_MAJORITY: return c == most;
  case SMOTE_STRATEGY_NOT_MAJORITY: return c != most;
  case SMOTE_STRATEGY_ALL: return true;
  case SMOTE_STRATEGY_TARGETS: return s->m->labels[c] == MIDDLE;
  default: return c != least;
  }
}

/* The k nearest rows among some, by (distance, row), without the row itself. */
static int nearest_among(const struct metric *m, const bool *some, int64_t row, bool itself, int k, int64_t *list) {
  bool taken[MOST_ROWS] = {false};
  int  count            = 0;
  for (; count < k; count++) {
    int64_t best = -1;
    for (int64_t i = 0; i < m->data->rows; i++)
      if (some[i] && !taken[i] && (itself || i != row) &&
          (best < 0 || distance_by(m, row, i) < distance_by(m, row, best)))
        best = i;
    if (best < 0)
      break;
    taken[best]   = true;
    list[count] = best;
  }
  return count;
}

static int32_t mode_of(const struct metric *m, const int64_t *list, int count) {
  int votes[MOST_CLASSES] = {0}, best = 0;
  for (int p = 0; p < count; p++)
    votes[class_of(m, m->data->labels[list[p]])]++;
  for (int c = 1; c < m->classes; c++)
    if (votes[c] > votes[best])
      best = c;
  return m->labels[best];
}

static bool outvoted(const struct setting *s, const bool *alive, int64_t row, int k) {
  int64_t       list[MOST_ROWS];
  const int     count = nearest_among(s->m, alive, row, false, k, list);
  const int32_t label = s->m->data->labels[row];
  if (count == 0)
    return false;
  if (s->mode)
    return mode_of(s->m, list, count) != label;
  for (int p = 0; p < count; p++)
    if (s->m->data->labels[list[p]] != label)
      return true;
  return false;
}

/* Drops rows of the classes that are reduced, going by the sizes that these have in `sizes`.
 * Returns how many. */
static int64_t edit(const struct setting *s, bool *alive, const bool *sizes, int k) {
  bool    drop[MOST_ROWS];
  int64_t dropped = 0, rows = s->m->data->rows;
  for (int64_t i = 0; i < rows; i++)
    drop[i] = alive[i] && is_reduced(s, sizes, class_of(s->m, s->m->data->labels[i])) && outvoted(s, alive, i, k);
  for (int64_t i = 0; i < rows; i++)
    if (drop[i])
      alive[i] = false, dropped++;
  return dropped;
}

/* RENN without `all`, All k-NN with it; with `anew`, each round asks which class is the smallest. */
static void edit_repeatedly(const struct setting *s, bool *alive, bool all, bool allow_minority, int rounds,
                            bool anew) {
  bool whole[MOST_ROWS];
  memset(whole, true, sizeof whole);
  const int     minority = extreme_class(s->m, alive, false);
  const int64_t least    = count_alive(s->m, alive, minority);
  for (int round = 1; round <= (all ? s->k : rounds); round++) {
    const int64_t dropped = edit(s, alive, anew ? alive : whole, all ? round : s->k);
    bool          stop    = dropped == 0 && !all;
    for (int c = 0; c < s->m->classes; c++) {
      const int64_t rows = count_alive(s->m, alive, c);
      stop               = stop || rows == 0 || (c != minority && rows < least && !(all && allow_minority));
    }
    if (stop)
      return;
  }
}

static void drop_links(const struct setting *s, bool *alive) {
  bool    drop[MOST_ROWS] = {false};
  int64_t first, back;
  for (int64_t i = 0; i < s->m->data->rows; i++)
    if (alive[i] && nearest_among(s->m, alive, i, false, 1, &first) == 1 &&
        s->m->data->labels[first] != s->m->data->labels[i] &&
        nearest_among(s->m, alive, first, false, 1, &back) == 1)
      drop[i] = back == i;
  bool whole[MOST_ROWS];
  memset(whole, true, sizeof whole);
  for (int64_t i = 0; i < s->m->data->rows; i++)
    if (drop[i] && is_reduced(s, whole, class_of(s->m, s->m->data->labels[i])))
      alive[i] = false;
}

/* With `itself`, a row of the smallest class is one of its own nearest. */
static void clean_neighborhoods(const struct setting *s, bool *alive, double threshold, bool itself) {
  bool whole[MOST_ROWS];
  memset(whole, true, sizeof whole);
  struct setting mode   = *s;
  mode.mode             = true;
  const int     minority = extreme_class(s->m, whole, false);
  const double  least    = threshold * (double)count_alive(s->m, whole, minority);
  memset(alive, true, MOST_ROWS * sizeof *alive);
  edit(&mode, alive, whole, s->k);
  for (int64_t i = 0; i < s->m->data->rows; i++) {
    int64_t list[MOST_ROWS];
    if (s->m->data->labels[i] != s->m->labels[minority])
      continue;
    list[0]         = i;
    const int count = nearest_among(s->m, whole, i, false, s->k, list + 1);
    const int most  = itself && count < s->k ? count + 1 : itself ? s->k : count;
    if (count == 0 || mode_of(s->m, itself ? list : list + 1, most) == s->m->labels[minority])
      continue;
    for (int p = 1; p <= count; p++) {
      const int c = class_of(s->m, s->m->data->labels[list[p]]);
      if (is_reduced(s, whole, c) && (double)count_alive(s->m, whole, c) > least)
        alive[list[p]] = false;
    }
  }
}

/* Of each class that is reduced, the seeds and those that would be classified wrongly; with
 * `learns`, each of these is learned at once. */
static void condense(const struct setting *s, const bool *seeds, bool *alive, bool learns) {
  bool whole[MOST_ROWS];
  memset(whole, true, sizeof whole);
  const int64_t rows     = s->m->data->rows;
  const int     minority = extreme_class(s->m, whole, false);
  for (int c = 0; c < s->m->classes; c++) {
    if (!is_reduced(s, whole, c))
      continue;
    bool known[MOST_ROWS] = {false};
    for (int64_t i = 0; i < rows; i++) {
      const bool own = s->m->data->labels[i] == s->m->labels[c];
      known[i]       = s->m->data->labels[i] == s->m->labels[minority] || (own && seeds[i]);
      if (own)
        alive[i] = seeds[i];
    }
    for (int64_t i = 0; i < rows; i++) {
      int64_t list[MOST_ROWS];
      if (s->m->data->labels[i] != s->m->labels[c] || seeds[i])
        continue;
      const int count = nearest_among(s->m, known, i, true, s->k, list);
      if (mode_of(s->m, list, count) == s->m->labels[c])
        continue;
      alive[i] = true;
      known[i] = learns;
    }
  }
}

/* Which rows are drawn first: those that random under-sampling with the same seed keeps. */
static void find_seeds(const struct setting *s, const smote_options *options, int64_t wanted, bool *seeds) {
  smote_target  targets[MOST_CLASSES];
  smote_options under = *options;
  bool          whole[MOST_ROWS];
  memset(whole, true, sizeof whole);
  for (int c = 0; c < s->m->classes; c++) {
    const int64_t rows = count_alive(s->m, whole, c);
    targets[c]         = (smote_target){s->m->labels[c], 0, rows < wanted ? rows : wanted};
  }
  under.method       = SMOTE_METHOD_RANDOM_UNDER;
  under.strategy     = SMOTE_STRATEGY_TARGETS;
  under.targets      = targets;
  under.target_count = s->m->classes;
  struct outcome o   = run(s->m->data, &under);
  memset(seeds, false, MOST_ROWS * sizeof *seeds);
  for (int64_t i = 0; i < o.rows; i++)
    seeds[o.base[i]] = true;
  release(&o);
}

static void near_miss(const struct setting *s, bool *alive, int version, int candidates) {
  bool whole[MOST_ROWS];
  memset(whole, true, sizeof whole);
  const int64_t rows     = s->m->data->rows;
  const int     minority = extreme_class(s->m, whole, false);
  const int64_t wanted   = count_alive(s->m, whole, minority);
  bool          is_minor[MOST_ROWS] = {false};
  for (int64_t i = 0; i < rows; i++)
    is_minor[i] = s->m->data->labels[i] == s->m->labels[minority];
  for (int c = 0; c < s->m->classes; c++) {
    if (!is_reduced(s, whole, c))
      continue;
    bool    own[MOST_ROWS] = {false}, chosen[MOST_ROWS] = {false};
    double  sums[MOST_ROWS];
    int64_t list[MOST_ROWS];
    for (int64_t i = 0; i < rows; i++)
      own[i] = s->m->data->labels[i] == s->m->labels[c];
    for (int64_t i = 0; version == 3 && i < rows; i++)
      for (int p = is_minor[i] ? nearest_among(s->m, own, i, true, candidates, list) - 1 : -1; p >= 0; p--)
        chosen[list[p]] = true;
    for (int64_t i = 0; i < rows; i++) {
      if (!own[i])
        continue;
      alive[i]        = false;
      const int count = nearest_among(s->m, is_minor, i, true, (int)rows, list);
      const int used  = count < s->k ? count : s->k;
      sums[i]         = 0;
      for (int p = 0; p < used; p++)
        sums[i] += sqrt(distance_by(s->m, i, list[version == 2 ? count - used + p : p]));
      if (version == 3)
        own[i] = chosen[i], sums[i] = -sums[i];
    }
    for (int64_t n = 0; n < wanted; n++) {
      int64_t best = -1;
      for (int64_t i = 0; i < rows; i++)
        if (own[i] && (best < 0 || sums[i] < sums[best]))
          best = i;
      if (best < 0)
        break;
      own[best]   = false;
      alive[best] = true;
    }
  }
}

static void hardness(const struct setting *s, bool *alive) {
  bool whole[MOST_ROWS];
  memset(whole, true, sizeof whole);
  const int64_t wanted = count_alive(s->m, whole, extreme_class(s->m, whole, false));
  for (int c = 0; c < s->m->classes; c++) {
    if (!is_reduced(s, whole, c))
      continue;
    for (int64_t i = 0; i < s->m->data->rows; i++) {
      int64_t before = 0;
      if (s->m->data->labels[i] != s->m->labels[c])
        continue;
      for (int64_t j = 0; j < s->m->data->rows; j++)
        before += s->m->data->labels[j] == s->m->labels[c] &&
                  (probabilities[j] > probabilities[i] || (probabilities[j] == probabilities[i] && j < i));
      alive[i] = before < wanted;
    }
  }
}

/* The output is the rows that the oracle keeps, in order; by class with the numpy stream, the
 * same rows. */
static void compare_in(const char *what, const struct setting *s, const smote_options *options, const bool *alive,
                       int stream) {
  smote_options own    = *options;
  own.stream           = streams[stream];
  struct outcome o     = run(s->m->data, &own);
  int64_t        place = 0;
  bool           found[MOST_ROWS] = {false}, same = true;
  for (int64_t i = 0; i < o.rows; i++)
    found[o.base[i]] = true;
  for (int64_t i = 0; i < s->m->data->rows; i++) {
    same = same && found[i] == alive[i] && (stream == 1 || !alive[i] || (place < o.rows && o.base[place] == i));
    place += alive[i];
  }
  CHECK(same && place == o.rows, "%s, strategy %d, k %d, mode %d, %s: %" PRId64 " rows instead of %" PRId64, what,
        (int)s->strategy, s->k, s->mode, stream_name(streams[stream]), o.rows, place);
  release(&o);
}

static void compare(const char *what, const struct setting *s, const smote_options *options, const bool *alive) {
  const bool draws = options->method == SMOTE_METHOD_CNN || options->method == SMOTE_METHOD_OSS ||
                     options->method == SMOTE_METHOD_INSTANCE_HARDNESS;
  for (int stream = 0; stream < (draws ? 1 : 2); stream++)
    compare_in(what, s, options, alive, stream);
}

static smote_options options_for(const struct setting *s, smote_method method, const smote_target *target) {
  smote_options options       = SMOTE_OPTIONS_INIT;
  options.method              = method;
  options.strategy            = s->strategy;
  options.targets             = target;
  options.target_count        = 1;
  options.cleaning_neighbors  = s->k;
  options.selection           = s->mode ? SMOTE_SELECTION_MODE : SMOTE_SELECTION_ALL;
  options.few_rows            = SMOTE_FEW_ROWS_CLIP;
  options.class_probabilities = probabilities;
  options.seed                = 7;
  return options;
}

static void check_oracles_of(const char *what, const struct setting *s) {
  static const smote_target middle = {MIDDLE, 0, 0};
  bool                      alive[MOST_ROWS], seeds[MOST_ROWS];
  char                      text[160];
  smote_options             options;
#define RESET(name)                                                            \
  memset(alive, true, sizeof alive);                                           \
  snprintf(text, sizeof text, "%s, %s", name, what)

  options = options_for(s, SMOTE_METHOD_ENN, &middle);
  RESET("enn");
  edit(s, alive, alive, s->k);
  compare(text, s, &options, alive);

  /* The numpy stream has some of imbalanced-learn's own rules. */
  for (int stream = 0; stream < 2; stream++) {
    /* What All k-NN may do to classes means nothing to RENN. */
    for (int rounds = 1; rounds <= 100; rounds *= 10)
      for (int allow = 0; allow < 2; allow++) {
        options                = options_for(s, SMOTE_METHOD_RENN, &middle);
        options.rounds         = rounds;
        options.allow_minority = allow;
        RESET("renn");
        edit_repeatedly(s, alive, false, false, rounds, stream == 1);
        compare_in(text, s, &options, alive, stream);
      }
    for (int allow = 0; allow < 2; allow++) {
      options                = options_for(s, SMOTE_METHOD_ALLKNN, &middle);
      options.allow_minority = allow;
      RESET("allknn");
      edit_repeatedly(s, alive, true, allow, 0, stream == 1);
      compare_in(text, s, &options, alive, stream);
    }
  }
  for (int learns = 0; learns < 2; learns++)
    for (int wanted = 1; wanted <= 9; wanted += 4) {
      options       = options_for(s, learns ? SMOTE_METHOD_CNN : SMOTE_METHOD_OSS, &middle);
      options.seeds = wanted;
      find_seeds(s, &options, wanted, seeds);
      RESET(learns ? "cnn" : "oss");
      condense(s, seeds, alive, learns);
      if (!learns)
        drop_links(s, alive);
      compare(text, s, &options, alive);
    }
  if (s->mode)
    return;
  options = options_for(s, SMOTE_METHOD_TOMEK, &middle);
  RESET("tomek");
  drop_links(s, alive);
  compare(text, s, &options, alive);

  static const double thresholds[] = {0.5, 1, 2.5, 1e-300};
  for (int t = 0; t < 4; t++)
    for (int stream = 0; stream < 2; stream++) {
      options                    = options_for(s, SMOTE_METHOD_NCR, &middle);
      options.cleaning_threshold = thresholds[t];
      RESET("ncr");
      clean_neighborhoods(s, alive, thresholds[t], stream == 1);
      compare_in(text, s, &options, alive, stream);
    }
  if (s->strategy == SMOTE_STRATEGY_TARGETS)
    return;
  for (int version = 1; version <= 3; version++)
    for (int candidates = 1; candidates <= (version == 3 ? 40 : 1); candidates += 13) {
      options                     = options_for(s, (smote_method)(SMOTE_METHOD_NEARMISS1 + version - 1), &middle);
      options.candidate_neighbors = candidates;
      RESET(version == 1 ? "nearmiss1" : version == 2 ? "nearmiss2" : "nearmiss3");
      near_miss(s, alive, version, candidates);
      compare(text, s, &options, alive);
    }
  options = options_for(s, SMOTE_METHOD_INSTANCE_HARDNESS, &middle);
  RESET("instance_hardness");
  hardness(s, alive);
  compare(text, s, &options, alive);
#undef RESET
}

/* The whole table as one class, for the deviations that count here. */
static double penalty_of_table(const smote_dataset *data) {
  int32_t      *labels = (int32_t *)allocate((size_t)data->rows * sizeof *labels);
  smote_dataset one    = *data;
  for (int64_t i = 0; i < data->rows; i++)
    labels[i] = 0;
  one.labels           = labels;
  const double penalty = penalty_within(&one, 0);
  free(labels);
  return penalty;
}

/* How the classes are spread over the rows. */
enum mixture { THREE, TIED, LONE, TWO };

static int32_t *mixed_labels(int64_t rows, enum mixture mixture) {
  int32_t *labels = three_classes(rows, LARGEST, MIDDLE, SMALLEST);
  for (int64_t i = 0; i < rows; i++)
    switch (mixture) {
    case TIED: labels[i] = i % 3 == 0 ? LARGEST : i % 3 == 1 ? MIDDLE : SMALLEST; break;
    case LONE: labels[i] = i == 5 ? SMALLEST : i % 4 ? LARGEST : MIDDLE; break;
    case TWO: labels[i] = i % 3 ? MIDDLE : SMALLEST; break;
    default: break;
    }
  return labels;
}

/* Columns of numbers, of categories, or both. */
enum columns { NUMBERS, BOTH, CATEGORIES };

static void check_oracles(int64_t rows, smote_dtype dtype, enum kind kind, enum columns columns,
                          enum mixture mixture) {
  enum { COLUMNS = 3 };
  static const smote_strategy strategies[] = {SMOTE_STRATEGY_AUTO, SMOTE_STRATEGY_ALL, SMOTE_STRATEGY_MAJORITY,
                                              SMOTE_STRATEGY_MINORITY, SMOTE_STRATEGY_NOT_MAJORITY,
                                              SMOTE_STRATEGY_TARGETS};
  static const uint8_t all[] = {1, 1, 1};
  const struct variant shape = {"", columns == NUMBERS ? SMOTE_METHOD_SMOTE : columns == BOTH ? SMOTE_METHOD_SMOTENC
                                                                                              : SMOTE_METHOD_SMOTEN,
                                false};
  void                *values = random_values(rows, COLUMNS, dtype, kind);
  int32_t             *labels = mixed_labels(rows, mixture);
  const smote_dataset  plain  = dataset(values, labels, rows, COLUMNS, dtype);
  smote_dataset        data   = suitable(&plain, &shape);
  if (columns == CATEGORIES)
    data.categorical = all;
  struct metric m = metric_of(&data, shape.method);
  for (int c = 0; columns == BOTH && c < m.classes; c++)
    m.penalties[c] = penalty_of_table(&data);
  for (int i = 0; i < rows; i++)
    probabilities[i] = kind == GRID ? (double)random_below(4) / 4 : random_unit();
  char what[100];
  snprintf(what, sizeof what, "%" PRId64 " rows, dtype %d, kind %d, columns %d, mixture %d", rows, (int)dtype,
           (int)kind, (int)columns, (int)mixture);
  for (int t = 0; t < 6; t++)
    for (int k = 1; k <= (t == 0 ? 9 : 3); k += 2)
      for (int mode = 0; mode < 2; mode++) {
        const struct setting setting = {&m, strategies[t], k, mode};
        check_oracles_of(what, &setting);
      }
  release_metric(&m);
  free((void *)data.values);
  free(labels);
  free(values);
}

/* ------------------------------------------------------------------------ */
/*  Data at the limits                                                       */
/* ------------------------------------------------------------------------ */

/* RENN ends where ENN changes nothing, unless a class has become too small. Among many rows a tree
 * serves several rounds, though rows of it are gone. */
static void check_fixed_point(int64_t rows) {
  enum { COLUMNS = 2 };
  int settled = 0;
  for (int seed = 0; seed < 20; seed++) {
    double             *values = (double *)random_values(rows, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
    int32_t            *labels = three_classes(rows, LARGEST, MIDDLE, SMALLEST);
    for (int64_t i = 0; i < rows; i++)
      values[i * COLUMNS] += 18 * (labels[i] == MIDDLE) + 36 * (labels[i] == SMALLEST);
    const smote_dataset data    = dataset(values, labels, rows, COLUMNS, SMOTE_DTYPE_FLOAT64);
    smote_options       options = SMOTE_OPTIONS_INIT;
    options.method              = SMOTE_METHOD_RENN;
    struct outcome o            = run(&data, &options);
    const smote_dataset left    = dataset(o.values, o.labels, o.rows, COLUMNS, SMOTE_DTYPE_FLOAT64);
    if (count_label(o.labels, o.rows, MIDDLE) >= rows / 6 && count_label(o.labels, o.rows, LARGEST) >= rows / 6) {
      options.method       = SMOTE_METHOD_ENN;
      struct outcome again = run(&left, &options);
      CHECK(again.rows == o.rows, "%" PRId64 " rows of %" PRId64 " stay", again.rows, o.rows);
      settled++;
      release(&again);
    }
    release(&o);
    free(labels);
    free(values);
  }
  CHECK(settled >= 15, "%d of 20 settle", settled);
}

/* All rows are the same, or every class is surrounded by others: whatever is dropped, the plan
 * works, and each class without a row has one warning. */
static void check_degenerate(void) {
  enum { ROWS = 60, COLUMNS = 2 };
  static const smote_strategy strategies[] = {SMOTE_STRATEGY_AUTO, SMOTE_STRATEGY_ALL};
  for (int kind = 0; kind < 2; kind++)
    for (int mixture = THREE; mixture <= TWO; mixture++)
      for (int r = 0; r < REDUCERS; r++)
        for (int s = 0; s < 4; s++) {
          double   values[ROWS * COLUMNS];
          int32_t *labels = mixed_labels(ROWS, (enum mixture)mixture);
          for (int i = 0; i < ROWS; i++) {
            values[i * COLUMNS]     = kind == 0 ? 2 : i;
            values[i * COLUMNS + 1] = kind == 0 ? 1 : i % 2;
          }
          const smote_dataset plain   = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
          const smote_dataset data    = suitable(&plain, &reducers[r].first);
          smote_options       options = reducer_options(&reducers[r], streams[s / 2], probabilities);
          options.few_rows            = SMOTE_FEW_ROWS_CLIP;
          if (reducers[r].cleaning == SMOTE_METHOD_NONE)
            options.strategy = strategies[s % 2];
          if (options.cleaning_strategy == SMOTE_STRATEGY_TARGETS)
            options.cleaning_strategy = strategies[s % 2];
          smote_plan *plan  = NULL;
          smote_error error = {SMOTE_OK, ""};
          /* KMEANS, BORDERLINE1 and noise may have reasons of their own. */
          const smote_status status = smote_plan_create(&data, &options, &plan, &error);
          CHECK(status == SMOTE_OK || options.cleaning != SMOTE_METHOD_NONE, "%s: %s", reducers[r].first.name,
                error.message);
          if (plan != NULL) {
            struct outcome o = outcome_of(plan, &data);
            if (mixture != TWO)
              check_warnings(reducers[r].first.name, plan, &o);
            check_writing(reducers[r].first.name, plan, &data, &o);
            release(&o);
          }
          smote_plan_free(plan);
          free((void *)data.values);
          free(labels);
        }
}

/* The class that is smallest by number is not reduced, whichever label comes first: with equal
 * numbers, one class is never dropped for the other. */
static void check_tied_counts(void) {
  enum { ROWS = 40 };
  static const smote_method methods[] = {SMOTE_METHOD_RANDOM_UNDER, SMOTE_METHOD_TOMEK, SMOTE_METHOD_CNN,
                                         SMOTE_METHOD_OSS, SMOTE_METHOD_NCR, SMOTE_METHOD_NEARMISS1,
                                         SMOTE_METHOD_NEARMISS2, SMOTE_METHOD_NEARMISS3};
  double *values = (double *)random_values(ROWS, 2, SMOTE_DTYPE_FLOAT64, UNIFORM);
  for (int first = 0; first < 2; first++)
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
      for (int s = 0; s < 2; s++) {
        int32_t labels[ROWS];
        for (int row = 0; row < ROWS; row++) {
          labels[row] = (row + first) % 2;
          values[2 * row] += row < ROWS && i == 0 && s == 0 ? 30 * labels[row] : 0;
        }
        const smote_dataset data    = dataset(values, labels, ROWS, 2, SMOTE_DTYPE_FLOAT64);
        smote_options       options = SMOTE_OPTIONS_INIT;
        options.method              = methods[i];
        options.stream              = streams[s];
        struct outcome o            = run(&data, &options);
        CHECK(count_label(o.labels, o.rows, 0) == ROWS / 2 && count_label(o.labels, o.rows, 1) > 0,
              "method %d, %s: %" PRId64 " rows", (int)methods[i], stream_name(streams[s]), o.rows);
        /* As many rows as candidates are not fewer. */
        if (methods[i] == SMOTE_METHOD_NEARMISS1 || methods[i] == SMOTE_METHOD_NEARMISS2)
          CHECK(o.rows == ROWS && o.warnings == 0, "method %d: %" PRId64 " warnings", (int)methods[i], o.warnings);
        release(&o);
      }
  free(values);
}

/* Of NearMiss, the smallest class needs as many rows as `cleaning_neighbors` says, and version 3 any
 * class as many as `candidate_neighbors`: not one more. */
static void check_just_enough_rows(void) {
  enum { ROWS = 40, FEW = 10 };
  double *values = (double *)random_values(ROWS, 2, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t labels[ROWS];
  for (int i = 0; i < ROWS; i++)
    labels[i] = i % 4 == 0;
  const smote_dataset data = dataset(values, labels, ROWS, 2, SMOTE_DTYPE_FLOAT64);
  for (int method = SMOTE_METHOD_NEARMISS1; method <= SMOTE_METHOD_NEARMISS3; method++)
    for (int more = 0; more < 2; more++)
      for (int candidates = 0; candidates <= (method == SMOTE_METHOD_NEARMISS3); candidates++) {
        smote_options options = SMOTE_OPTIONS_INIT;
        options.method        = (smote_method)method;
        if (candidates)
          options.candidate_neighbors = ROWS - FEW + more;
        else
          options.cleaning_neighbors = FEW + more;
        smote_plan *plan  = NULL;
        smote_error error = {SMOTE_OK, ""};
        CHECK(smote_plan_create(&data, &options, &plan, &error) == (more ? SMOTE_ERROR_TOO_FEW_ROWS : SMOTE_OK),
              "method %d: %s", method, error.message);
        smote_plan_free(plan);
      }
  free(values);
}

/* A plan without a row. */
static void check_nothing_left(void) {
  enum { ROWS = 12 };
  static const smote_target none[]    = {{0, 0, 0}, {1, 0, 0}};
  static const smote_method methods[] = {SMOTE_METHOD_RANDOM_UNDER, SMOTE_METHOD_NEARMISS1, SMOTE_METHOD_NEARMISS2,
                                         SMOTE_METHOD_NEARMISS3, SMOTE_METHOD_CLUSTER_CENTROIDS,
                                         SMOTE_METHOD_INSTANCE_HARDNESS};
  double  *values = (double *)random_values(ROWS, 2, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t  labels[ROWS];
  for (int i = 0; i < ROWS; i++)
    labels[i] = i % 3 == 0;
  const smote_dataset data = dataset(values, labels, ROWS, 2, SMOTE_DTYPE_FLOAT64);
  for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
    smote_options options       = SMOTE_OPTIONS_INIT;
    options.method              = methods[i];
    options.strategy            = SMOTE_STRATEGY_TARGETS;
    options.targets             = none;
    options.target_count        = 2;
    options.class_probabilities = probabilities;
    smote_plan *plan            = plan_or_fail(&data, &options);
    struct outcome o            = outcome_of(plan, &data);
    CHECK(o.rows == 0 && o.kept == 0 && o.warnings == 2, "%d: %" PRId64 " rows, %" PRId64 " warnings", (int)methods[i],
          o.rows, o.warnings);
    check_writing("nothing", plan, &data, &o);
    release(&o);
    smote_plan_free(plan);
  }
  /* After the rows were made, too. */
  smote_options options         = SMOTE_OPTIONS_INIT;
  options.method                = SMOTE_METHOD_RANDOM_OVER;
  options.cleaning              = SMOTE_METHOD_RANDOM_UNDER;
  options.cleaning_strategy     = SMOTE_STRATEGY_TARGETS;
  options.cleaning_targets      = none;
  options.cleaning_target_count = 2;
  struct outcome o              = run(&data, &options);
  CHECK(o.rows == 0 && o.warnings == 2, "%" PRId64 " rows", o.rows);
  release(&o);
  free(values);
}

/* Over-sampling to one ratio, then under-sampling to another; values are not read, and NaN stays. */
static void check_ratios(void) {
  enum { ROWS = 120 };
  double  *values = (double *)random_values(ROWS, 2, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t  labels[ROWS];
  for (int i = 0; i < ROWS; i++)
    labels[i] = i % 6 == 0; /* 20 and 100 */
  const smote_dataset data = dataset(values, labels, ROWS, 2, SMOTE_DTYPE_FLOAT64);
  static const struct {
    double  over, under;
    int64_t minority, majority;
  } cases[] = {{0.5, 0.8, 50, 62}, {0.5, 1, 50, 50}, {0.5, 0.5, 50, 100}, {0.333, 0.9, 33, 36}};
  for (int m = 0; m < 2; m++)
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
      for (int s = 0; s < 2; s++) {
        if (m == 0)
          values[7] = NAN, values[12] = INFINITY;
        else
          values[7] = values[12] = 1;
        smote_options options     = SMOTE_OPTIONS_INIT;
        options.method            = m == 0 ? SMOTE_METHOD_RANDOM_OVER : SMOTE_METHOD_SMOTE;
        options.stream            = streams[s];
        options.strategy          = SMOTE_STRATEGY_RATIO;
        options.amount            = cases[i].over;
        options.cleaning          = SMOTE_METHOD_RANDOM_UNDER;
        options.cleaning_strategy = SMOTE_STRATEGY_RATIO;
        options.cleaning_amount   = cases[i].under;
        struct outcome o          = run(&data, &options);
        CHECK(count_label(o.labels, o.rows, 1) == cases[i].minority &&
                count_label(o.labels, o.rows, 0) == cases[i].majority,
              "%g and %g: %" PRId64 " rows", cases[i].over, cases[i].under, o.rows);
        release(&o);
      }
  free(values);
}

/* Row counts by strategy, without over-sampling: 30 rows of 9, 20 of -3, 50 of INT32_MAX. */
static void check_strategies(void) {
  enum { ROWS = 100 };
  static const smote_target targets[] = {{9, 0, 0}, {INT32_MAX, 0, 49}};
  static const struct {
    smote_strategy strategy;
    int64_t        of[3];
  } cases[] = {
    {SMOTE_STRATEGY_AUTO, {20, 20, 20}},         {SMOTE_STRATEGY_NOT_MINORITY, {20, 20, 20}},
    {SMOTE_STRATEGY_ALL, {20, 20, 20}},          {SMOTE_STRATEGY_MINORITY, {30, 20, 50}},
    {SMOTE_STRATEGY_NOT_MAJORITY, {20, 20, 50}}, {SMOTE_STRATEGY_MAJORITY, {30, 20, 20}},
    {SMOTE_STRATEGY_TARGETS, {0, 20, 49}},
  };
  static const smote_method methods[] = {SMOTE_METHOD_RANDOM_UNDER, SMOTE_METHOD_NEARMISS1, SMOTE_METHOD_NEARMISS2,
                                         SMOTE_METHOD_CLUSTER_CENTROIDS, SMOTE_METHOD_INSTANCE_HARDNESS};
  double  *values = (double *)random_values(ROWS, 2, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t  labels[ROWS];
  for (int i = 0; i < ROWS; i++)
    labels[i] = i % 10 < 3 ? 9 : i % 10 < 5 ? -3 : INT32_MAX;
  for (int i = 0; i < ROWS; i++)
    probabilities[i] = random_unit();
  const smote_dataset data = dataset(values, labels, ROWS, 2, SMOTE_DTYPE_FLOAT64);
  for (size_t m = 0; m < sizeof methods / sizeof *methods; m++)
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
      for (int s = 0; s < 2; s++) {
        smote_options options       = SMOTE_OPTIONS_INIT;
        options.method              = methods[m];
        options.stream              = streams[s];
        options.strategy            = cases[i].strategy;
        options.targets             = targets;
        options.target_count        = 2;
        options.class_probabilities = probabilities;
        if (s == 1 && methods[m] == SMOTE_METHOD_INSTANCE_HARDNESS)
          continue; /* those not below a percentile */
        struct outcome o = run(&data, &options);
        CHECK(count_label(o.labels, o.rows, 9) == cases[i].of[0] && count_label(o.labels, o.rows, -3) == cases[i].of[1] &&
                count_label(o.labels, o.rows, INT32_MAX) == cases[i].of[2],
              "method %d, strategy %d, %s: %" PRId64 " rows", (int)methods[m], (int)cases[i].strategy,
              stream_name(streams[s]), o.rows);
        release(&o);
      }
  free(values);
}

/* Random under-sampling draws every row equally often. */
static void check_evenly_drawn(void) {
  enum { ROWS = 60, TIMES = 2000 };
  double  values[ROWS] = {0};
  int32_t labels[ROWS];
  int     drawn[2][ROWS] = {{0}};
  for (int i = 0; i < ROWS; i++)
    labels[i] = i % 3 == 0; /* 20 and 40 */
  const smote_dataset data = dataset(values, labels, ROWS, 1, SMOTE_DTYPE_FLOAT64);
  for (int again = 0; again < 2; again++)
    for (int t = 0; t < TIMES; t++) {
      smote_options options = SMOTE_OPTIONS_INIT;
      options.method        = SMOTE_METHOD_RANDOM_UNDER;
      options.replacement   = again;
      options.seed          = (uint64_t)t;
      struct outcome o      = run(&data, &options);
      for (int64_t i = 0; i < o.rows; i++)
        drawn[again][o.base[i]]++;
      release(&o);
    }
  for (int again = 0; again < 2; again++)
    for (int i = 0; i < ROWS; i++) /* 1000 of 2000, five standard deviations */
      CHECK(labels[i] == 1 ? drawn[again][i] == TIMES : abs(drawn[again][i] - TIMES / 2) < 170, "row %d: %d times", i,
            drawn[again][i]);
}

/* Groups far from each other: their means are the centres, and hard voting has rows of them. */
static void check_centres(void) {
  enum { GROUPS = 5, EACH = 12, ROWS = GROUPS * EACH + GROUPS };
  for (int d = 0; d < 2; d++)
    for (int hard = 0; hard < 2; hard++) {
      double   values[ROWS][2], means[GROUPS][2] = {{0}};
      float    narrow[ROWS][2];
      int32_t  labels[ROWS];
      for (int i = 0; i < ROWS; i++) {
        const int group = i % GROUPS;
        labels[i]       = i >= GROUPS * EACH;
        for (int j = 0; j < 2; j++) {
          narrow[i][j] = (float)(1000 * group * (j + 1) + random_unit());
          values[i][j] = narrow[i][j];
          means[group][j] += labels[i] ? 0 : values[i][j] / EACH;
        }
      }
      const smote_dataset data =
        dataset(d == 0 ? (void *)narrow : (void *)values, labels, ROWS, 2, dtypes[d]);
      int found = 0;
      for (uint64_t seed = 0; seed < 10; seed++) {
        smote_options options = SMOTE_OPTIONS_INIT;
        options.method        = SMOTE_METHOD_CLUSTER_CENTROIDS;
        options.hard_voting   = hard;
        options.seed          = seed;
        struct outcome o      = run(&data, &options);
        bool           all    = true;
        CHECK(o.rows == 2 * GROUPS && o.kept == (hard ? 2 * GROUPS : GROUPS), "%" PRId64 " rows", o.rows);
        for (int g = 0; g < GROUPS; g++) {
          bool near = false;
          for (int64_t i = 0; i < o.rows; i++)
            near = near || (o.labels[i] == 0 && fabs(value_of(&o, &data, i, 0) - means[g][0]) < (hard ? 1 : 1e-3) &&
                            fabs(value_of(&o, &data, i, 1) - means[g][1]) < (hard ? 1 : 1e-3));
          all = all && near;
        }
        found += all;
        release(&o);
      }
      CHECK(found >= 6, "the groups are found for %d of 10 seeds", found);
    }
}

/* More clusters than different rows. */
static void check_few_different_rows(void) {
  enum { ROWS = 50 };
  double  values[ROWS];
  int32_t labels[ROWS];
  for (int i = 0; i < ROWS; i++) {
    values[i] = i % 2 ? 5 : 6;
    labels[i] = i < 20;
  }
  const smote_dataset data = dataset(values, labels, ROWS, 1, SMOTE_DTYPE_FLOAT64);
  for (int hard = 0; hard < 2; hard++)
    for (int s = 0; s < 2; s++) {
      smote_options options = SMOTE_OPTIONS_INIT;
      options.method        = SMOTE_METHOD_CLUSTER_CENTROIDS;
      options.hard_voting   = hard;
      options.stream        = streams[s];
      struct outcome o      = run(&data, &options);
      CHECK(o.rows == 40, "%" PRId64 " rows", o.rows);
      for (int64_t i = 0; i < o.rows; i++)
        CHECK(value_of(&o, &data, i, 0) == 5 || value_of(&o, &data, i, 0) == 6, "row %" PRId64, i);
      release(&o);
    }
}

/* ------------------------------------------------------------------------ */
/*  Lists that are handed in                                                 */
/* ------------------------------------------------------------------------ */

/* The engine's own lists make the plan that it makes itself. */
static void check_handed(void) {
  enum { ROWS = 90, COLUMNS = 2, MOST = 7 };
  static const smote_method methods[] = {SMOTE_METHOD_TOMEK, SMOTE_METHOD_ENN, SMOTE_METHOD_NCR};
  double  *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, GRID);
  int32_t *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  const smote_dataset data = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  for (int m = 0; m < 3; m++)
    for (int k = 1; k <= MOST; k += 2) {
      int64_t      lists[ROWS * MOST];
      smote_search search = SMOTE_SEARCH_INIT;
      search.neighbors    = m == 0 ? 1 : k;
      CHECK(smote_neighbors(NULL, &data, &search, lists, NULL, NULL) == SMOTE_OK, "search");
      smote_options options      = SMOTE_OPTIONS_INIT;
      options.method             = methods[m];
      options.cleaning_neighbors = k;
      options.strategy           = SMOTE_STRATEGY_ALL;
      struct outcome own         = run(&data, &options);
      options.all_neighbors      = lists;
      struct outcome handed      = run(&data, &options);
      CHECK(same_outcome(&own, &handed, COLUMNS * sizeof *values), "method %d, k %d", (int)methods[m], k);
      release(&handed);
      release(&own);
      lists[0]         = ROWS;
      smote_plan *plan = NULL;
      CHECK(smote_plan_create(&data, &options, &plan, NULL) == SMOTE_ERROR_INVALID_ARGUMENT, "row %d", ROWS);
    }
  free(labels);
  free(values);
}

/* Lists longer than the table has rows, for they name one row many times. */
static void check_long_lists(void) {
  enum { ROWS = 6, K = 3000 };
  static const smote_method methods[] = {SMOTE_METHOD_ENN, SMOTE_METHOD_NCR};
  double   values[ROWS] = {0, 1, 2, 3, 4, 5};
  int32_t  labels[ROWS] = {0, 0, 0, 0, 1, 1};
  int64_t *lists        = (int64_t *)allocate(ROWS * K * sizeof *lists);
  for (int i = 0; i < ROWS * K; i++)
    lists[i] = 4 + i % 2;
  const smote_dataset data = dataset(values, labels, ROWS, 1, SMOTE_DTYPE_FLOAT64);
  for (int m = 0; m < 2; m++)
    for (int mode = 0; mode < 2; mode++) {
      smote_options options      = SMOTE_OPTIONS_INIT;
      options.method             = methods[m];
      options.selection          = (smote_selection)mode;
      options.cleaning_neighbors = K;
      options.all_neighbors      = lists;
      struct outcome o           = run(&data, &options);
      CHECK(o.rows == 2 && o.labels[0] == 1 && o.labels[1] == 1, "%" PRId64 " rows", o.rows);
      release(&o);
    }
  free(lists);
}

/* Lists for the first step are not read by the second one, also where there are no new rows. */
static void check_lists_of_first_step(void) {
  enum { ROWS = 40, M = 2 };
  double             *values = (double *)random_values(ROWS, 1, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t             labels[ROWS];
  int64_t             lists[ROWS * M];
  for (int i = 0; i < ROWS; i++) {
    labels[i] = i % 2;
    for (int p = 0; p < M; p++)
      lists[i * M + p] = INT64_MAX;
  }
  const smote_dataset data    = dataset(values, labels, ROWS, 1, SMOTE_DTYPE_FLOAT64);
  smote_options       options = SMOTE_OPTIONS_INIT;
  options.method              = SMOTE_METHOD_BORDERLINE1;
  options.danger_neighbors    = M;
  options.cleaning            = SMOTE_METHOD_ENN;
  options.cleaning_neighbors  = 9;
  struct outcome own          = run(&data, &options);
  options.all_neighbors       = lists;
  struct outcome handed       = run(&data, &options);
  CHECK(same_outcome(&own, &handed, sizeof *values), "%" PRId64 " rows", handed.rows);
  release(&handed);
  release(&own);
  free(values);
}

/* ------------------------------------------------------------------------ */
/*  Options at the limits                                                    */
/* ------------------------------------------------------------------------ */

/* More neighbours than there are rows: an error, or all there are. */
static void check_many_neighbors(void) {
  enum { ROWS = 48, COLUMNS = 2 };
  static const int32_t counts[] = {ROWS, ROWS + 1, 1000, INT32_MAX};
  double              *values   = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t             *labels   = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  const smote_dataset  data     = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  for (int method = SMOTE_METHOD_ENN; method <= SMOTE_METHOD_NEARMISS3; method++) {
    smote_options options       = SMOTE_OPTIONS_INIT;
    options.method              = (smote_method)method;
    options.cleaning_neighbors  = ROWS - 1;
    options.few_rows            = SMOTE_FEW_ROWS_CLIP;
    options.candidate_neighbors = INT32_MAX;
    struct outcome widest       = run(&data, &options);
    for (int c = 0; c < 4; c++) {
      options.cleaning_neighbors = counts[c];
      options.few_rows           = SMOTE_FEW_ROWS_CLIP;
      struct outcome o           = run(&data, &options);
      CHECK(same_outcome(&o, &widest, COLUMNS * sizeof *values), "method %d, %d neighbours: %" PRId64 " rows", method,
            (int)counts[c], o.rows);
      release(&o);
      options.few_rows  = SMOTE_FEW_ROWS_ERROR;
      smote_plan *plan  = NULL;
      smote_error error = {SMOTE_OK, ""};
      CHECK(smote_plan_create(&data, &options, &plan, &error) == SMOTE_ERROR_TOO_FEW_ROWS && plan == NULL &&
              strstr(error.message, "cleaning_neighbors") != NULL,
            "method %d, %d neighbours: %s", method, (int)counts[c], error.message);
    }
    release(&widest);
  }
  free(labels);
  free(values);
}

/* numpy's stream may draw a row many times, and then it votes as often: more votes than the table
 * has rows, though some rows were never drawn. */
static void check_many_seeds(void) {
  enum { MANY = 300, FEW = 4, ROWS = MANY + FEW, SEEDS = 600 };
  double  values[ROWS];
  int32_t labels[ROWS];
  for (int i = 0; i < ROWS; i++) {
    labels[i] = i >= MANY;
    values[i] = i + 1000 * labels[i];
  }
  const smote_dataset data = dataset(values, labels, ROWS, 1, SMOTE_DTYPE_FLOAT64);
  for (int method = SMOTE_METHOD_CNN; method <= SMOTE_METHOD_OSS; method++)
    for (int s = 0; s < 2; s++)
      for (int clip = 0; clip < 2; clip++) {
        smote_options options      = SMOTE_OPTIONS_INIT;
        options.method             = (smote_method)method;
        options.stream             = streams[s];
        options.few_rows           = (smote_few_rows)clip;
        options.seeds              = SEEDS;
        options.cleaning_neighbors = s == 0 && !clip ? ROWS : SEEDS;
        struct outcome o           = run(&data, &options);
        CHECK(o.rows == (s == 0 ? ROWS : SEEDS + FEW) || (s == 1 && method == SMOTE_METHOD_CNN && o.rows > SEEDS),
              "method %d, %s: %" PRId64 " rows", method, stream_name(streams[s]), o.rows);
        release(&o);
      }
}

/* With numpy's stream a seed may be drawn twice, and then votes twice: the one that is far away, of
 * the smaller label, never has as many votes. */
static void check_repeated_seeds(void) {
  static const double  values[] = {0, 0.25, 0.75, 1000};
  static const int32_t labels[] = {1, 1, 1, 0};
  const smote_dataset  data     = dataset(values, labels, 4, 1, SMOTE_DTYPE_FLOAT64);
  for (int method = SMOTE_METHOD_CNN; method <= SMOTE_METHOD_OSS; method++)
    for (uint64_t seed = 0; seed < 20; seed++) {
      smote_options options      = SMOTE_OPTIONS_INIT;
      options.method             = (smote_method)method;
      options.stream             = SMOTE_STREAM_NUMPY_SEED;
      options.seed               = seed;
      options.seeds              = 2;
      options.cleaning_neighbors = 2;
      struct outcome o           = run(&data, &options);
      CHECK(o.rows == 3, "method %d, seed %d: %" PRId64 " rows", method, (int)seed, o.rows);
      release(&o);
    }
}

static const smote_dataset *refusing;

static void refused(const smote_options *options, const char *says) {
  smote_plan  *plan   = (smote_plan *)&plan;
  smote_error  error  = {SMOTE_OK, ""};
  smote_status status = smote_plan_create(refusing, options, &plan, &error);
  CHECK(status == SMOTE_ERROR_INVALID_ARGUMENT && error.status == status && plan == NULL &&
          strstr(error.message, says) != NULL,
        "status %d: %s (not: %s)", (int)status, error.message, says);
  if (status == SMOTE_OK)
    smote_plan_free(plan);
}

static void check_refused(void) {
  enum { ROWS = 40 };
  double  *values = (double *)random_values(ROWS, 2, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t  labels[ROWS];
  uint8_t  mask[2] = {1, 0};
  for (int i = 0; i < ROWS; i++)
    labels[i] = i % 4 == 0; /* 10 and 30 */
  smote_dataset data = dataset(values, labels, ROWS, 2, SMOTE_DTYPE_FLOAT64);
  refusing           = &data;
  const smote_options plain = smote_defaults();

  /* Numbers of the options, whether the method uses them or not. */
  for (int used = 0; used < 2; used++) {
    smote_options start = plain;
    start.cleaning      = used ? SMOTE_METHOD_RENN : SMOTE_METHOD_NONE;
    static const int32_t wrong[] = {-1, INT32_MIN, 0};
    for (int w = 0; w < 3; w++) {
      smote_options options       = start;
      options.cleaning_neighbors = wrong[w];
      if (wrong[w] != 0)
        refused(&options, "cleaning_neighbors");
      options        = start;
      options.rounds = wrong[w];
      refused(&options, "rounds");
      options       = start;
      options.seeds = wrong[w];
      refused(&options, "seeds");
      options                     = start;
      options.candidate_neighbors = wrong[w];
      refused(&options, "candidate_neighbors");
    }
    static const double thresholds[] = {0, -1, NAN, INFINITY, -INFINITY};
    for (int t = 0; t < 5; t++) {
      smote_options options      = start;
      options.cleaning_threshold = thresholds[t];
      refused(&options, "cleaning_threshold");
    }
    smote_options options     = start;
    options.seeds             = (1 << 24) + 1;
    refused(&options, "seeds");
    options                   = start;
    options.selection         = (smote_selection)2;
    refused(&options, "selection");
    options                   = start;
    options.cleaning_strategy = (smote_strategy)9;
    refused(&options, "strategy");
  }

  /* As many seeds as may be asked for. */
  smote_options most_seeds = plain;
  most_seeds.method        = SMOTE_METHOD_CNN;
  most_seeds.seeds         = 1 << 24;
  struct outcome all       = run(&data, &most_seeds);
  CHECK(all.rows == ROWS, "%" PRId64 " rows", all.rows);
  release(&all);

  /* What a second step may be. */
  static const int seconds[] = {SMOTE_METHOD_SMOTE, SMOTE_METHOD_RANDOM_OVER, SMOTE_METHOD_KMEANS, -1, 34, 63, 76, 255,
                                INT32_MAX, INT32_MIN};
  for (size_t i = 0; i < sizeof seconds / sizeof *seconds; i++) {
    smote_options options = plain;
    options.cleaning      = (smote_method)seconds[i];
    refused(&options, "cleaning");
  }
  for (int method = SMOTE_METHOD_TOMEK; method <= SMOTE_METHOD_CLUSTER_CENTROIDS; method++) {
    smote_options options = plain;
    options.method        = (smote_method)method;
    options.cleaning      = SMOTE_METHOD_TOMEK;
    refused(&options, "drops rows");
  }
  smote_options options = plain;
  options.cleaning      = SMOTE_METHOD_INSTANCE_HARDNESS;
  refused(&options, "INSTANCE_HARDNESS");
  options.cleaning = SMOTE_METHOD_CLUSTER_CENTROIDS;
  refused(&options, "CLUSTER_CENTROIDS");

  /* Probabilities: there, finite, aligned. */
  double own[ROWS];
  for (int i = 0; i < ROWS; i++)
    own[i] = 0.5;
  options        = plain;
  options.method = SMOTE_METHOD_INSTANCE_HARDNESS;
  refused(&options, "class_probabilities");
  options.class_probabilities = own;
  static const double wrong[] = {NAN, INFINITY, -INFINITY};
  for (int w = 0; w < 3; w++) {
    own[ROWS - 1] = wrong[w];
    refused(&options, "class_probabilities");
  }
  options.class_probabilities = (const double *)(const void *)((const char *)own + 1);
  refused(&options, "class_probabilities");

  /* Columns of categories have no centres. */
  options          = plain;
  options.method   = SMOTE_METHOD_CLUSTER_CENTROIDS;
  data.categorical = mask;
  refused(&options, "column 0");
  data.categorical = NULL;

  /* Strategies. */
  for (int step = 0; step < 2; step++)
    for (int by_number = 0; by_number < 2; by_number++) {
      options                   = plain;
      const smote_method method = by_number ? SMOTE_METHOD_RANDOM_UNDER : SMOTE_METHOD_ENN;
      smote_strategy    *strategy = step ? &options.cleaning_strategy : &options.strategy;
      double            *amount   = step ? &options.cleaning_amount : &options.amount;
      if (step)
        options.cleaning = method;
      else
        options.method = method;
      *strategy = SMOTE_STRATEGY_PERCENT;
      *amount   = 50;
      refused(&options, step ? "cleaning_strategy PERCENT" : "strategy PERCENT");
      *strategy = SMOTE_STRATEGY_RATIO;
      *amount   = 0.5;
      if (!by_number)
        refused(&options, "RATIO");
      static const double amounts[] = {0, -0.5, 1.0001, NAN, INFINITY, 1e-310};
      for (int a = 0; a < 6; a++) {
        *amount = amounts[a];
        refused(&options, !by_number ? "RATIO" : step ? "cleaning_amount = " : "amount = ");
      }
      *amount = 0.3; /* 33 of 30 rows, or 100 of 30 */
      if (by_number)
        refused(&options, "amount");

      static const smote_target too_many[] = {{0, 0, 31}}, negative[] = {{0, 0, -1}}, most[] = {{0, 0, INT64_MAX}},
                                least[] = {{0, 0, INT64_MIN}}, unknown[] = {{7, 0, 1}},
                                twice[] = {{0, 0, 5}, {0, 0, 5}};
      static const struct {
        const smote_target *targets;
        int64_t             count;
        bool                numbers_alone;
      } targets[] = {{too_many, 1, true}, {negative, 1, true}, {most, 1, true},  {least, 1, true},
                     {unknown, 1, false}, {twice, 2, false},   {NULL, 1, false}, {twice, 0, false},
                     {twice, -1, false}};
      *strategy = SMOTE_STRATEGY_TARGETS;
      for (size_t t = 0; t < sizeof targets / sizeof *targets; t++) {
        if (step) {
          options.cleaning_targets      = targets[t].targets;
          options.cleaning_target_count = targets[t].count;
        } else {
          options.targets      = targets[t].targets;
          options.target_count = targets[t].count;
        }
        if (by_number || !targets[t].numbers_alone) {
          refused(&options, step ? "cleaning_target" : "target");
        } else { /* the labels count alone */
          struct outcome o = run(&data, &options);
          release(&o);
        }
      }
    }

  /* Columns that cannot be what they are said to be, and values that are read. */
  options          = plain;
  options.method   = SMOTE_METHOD_TOMEK;
  data.categorical = mask;
  smote_plan *plan = NULL;
  CHECK(smote_plan_create(&data, &options, &plan, NULL) == SMOTE_ERROR_INVALID_DATA, "no categories");
  data.categorical = NULL;
  values[3]        = NAN;
  for (int method = SMOTE_METHOD_TOMEK; method <= SMOTE_METHOD_CLUSTER_CENTROIDS; method++) {
    options.method              = (smote_method)method;
    options.class_probabilities = probabilities;
    CHECK(smote_plan_create(&data, &options, &plan, NULL) ==
            (method == SMOTE_METHOD_INSTANCE_HARDNESS ? SMOTE_OK : SMOTE_ERROR_INVALID_DATA),
          "method %d reads values", method);
    smote_plan_free(plan);
  }
  options          = plain;
  options.method   = SMOTE_METHOD_RANDOM_OVER;
  options.cleaning = SMOTE_METHOD_TOMEK;
  CHECK(smote_plan_create(&data, &options, &plan, NULL) == SMOTE_ERROR_INVALID_DATA, "the second step reads values");
  free(values);
}

/* ------------------------------------------------------------------------ */

/* Noise of numpy's stream, where a second step puts rows in an order of its own, or takes them
 * several times: many rows at once are what they are one by one. */
static void check_noise_in_order(void) {
  enum { ROWS = 12000, WANTED = 5000, COLUMNS = 3 };
  int32_t                *labels    = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  const smote_class_value factors[] = {{MIDDLE, 0, 0.5}, {SMALLEST, 0, 2}};
  const smote_target      targets[] = {{LARGEST, 0, WANTED}, {MIDDLE, 0, WANTED}, {SMALLEST, 0, WANTED}};
  for (int type = 0; type < 2; type++)
    for (int replacement = 0; replacement < 2; replacement++) {
      const size_t        row_size = COLUMNS * size_of_dtype(dtypes[type]);
      void               *values   = random_values(ROWS, COLUMNS, dtypes[type], UNIFORM);
      const smote_dataset data     = dataset(values, labels, ROWS, COLUMNS, dtypes[type]);
      smote_options       options  = SMOTE_OPTIONS_INIT;
      options.method               = SMOTE_METHOD_RANDOM_OVER;
      options.stream               = SMOTE_STREAM_NUMPY_SEED;
      options.shrinkage            = factors;
      options.shrinkage_count      = 2;
      options.cleaning             = SMOTE_METHOD_RANDOM_UNDER;
      options.cleaning_strategy    = SMOTE_STRATEGY_TARGETS;
      options.cleaning_targets     = targets;
      options.cleaning_target_count = 3;
      options.replacement          = replacement;
      smote_plan *plan             = NULL;
      CHECK(smote_plan_create(&data, &options, &plan, NULL) == SMOTE_OK, "noise in order");
      const int64_t rows = smote_plan_row_count(plan);
      CHECK(rows == 3 * WANTED && smote_plan_kept_count(plan) < rows, "%" PRId64 " rows in order", rows);
      char        *all = (char *)allocate((size_t)rows * row_size);
      char        *one = (char *)allocate(row_size);
      smote_output out = SMOTE_OUTPUT_INIT;
      for (int32_t threads = 1; threads <= 3; threads += 2) {
        out.values = all;
        CHECK(smote_plan_write(plan, &data, 0, rows, &out, threads, NULL) == SMOTE_OK, "all rows");
        out.values    = one;
        int64_t wrong = 0;
        for (int64_t row = 0; row < rows; row += 7) {
          CHECK(smote_plan_write(plan, &data, row, 1, &out, 1, NULL) == SMOTE_OK, "row %" PRId64, row);
          wrong += memcmp(one, all + (size_t)row * row_size, row_size) != 0;
        }
        CHECK(wrong == 0, "%" PRId64 " rows differ, replacement %d, %d threads", wrong, replacement, (int)threads);
      }
      free(one);
      free(all);
      smote_plan_free(plan);
      free(values);
    }
  free(labels);
}

int main(int argc, char **argv) {
  const bool small = argc > 1 && strcmp(argv[1], "small") == 0;
  for (int i = 0; i < 4096; i++)
    probabilities[i] = random_unit();
  for (int r = 0; r < REDUCERS; r++)
    for (int d = 0; d < 2; d++)
      for (int s = 0; s < 2; s++)
        for (int kind = UNIFORM; kind <= EXTREME; kind++)
          if (kind != EXTREME || (reducers[r].first.method != SMOTE_METHOD_SMOTENC && !reducers[r].first.noise))
            check_contract(&reducers[r], dtypes[d], (enum kind)kind, streams[s]);
  for (int kind = UNIFORM; kind <= GRID; kind++)
    for (int columns = NUMBERS; columns <= CATEGORIES; columns++)
      for (int mixture = THREE; mixture <= TWO; mixture++)
        if (!small || (kind == GRID && columns == BOTH))
          check_oracles(72, dtypes[(columns + mixture) % 2], (enum kind)kind, (enum columns)columns,
                        (enum mixture)mixture);
  /* So few rows that lists of neighbours hold almost all of them. */
  for (int64_t rows = 6; rows <= 13; rows++)
    for (int mixture = THREE; mixture <= TWO; mixture++)
      check_oracles(rows, SMOTE_DTYPE_FLOAT64, UNIFORM, NUMBERS, (enum mixture)mixture);
  check_fixed_point(240);
  if (!small)
    check_fixed_point(3000);
  check_degenerate();
  check_tied_counts();
  check_just_enough_rows();
  check_nothing_left();
  check_ratios();
  check_strategies();
  check_evenly_drawn();
  check_centres();
  check_few_different_rows();
  check_handed();
  check_lists_of_first_step();
  check_refused();
  check_many_neighbors();
  check_long_lists();
  check_many_seeds();
  check_repeated_seeds();
  if (!small)
    check_noise_in_order();
  return closing_line("test_cleaning");
}

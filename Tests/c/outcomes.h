/*
 * outcomes.h - what the tests of the methods share: all that can be had from a plan, and
 * naive oracles for what is near and what is voted for
 */
#ifndef OUTCOMES_H
#define OUTCOMES_H

#include "common.h"

static const UNUSED smote_stream streams[] = {SMOTE_STREAM_NATIVE, SMOTE_STREAM_NUMPY_SEED};
static const UNUSED smote_dtype  dtypes[]  = {SMOTE_DTYPE_FLOAT32, SMOTE_DTYPE_FLOAT64};

static UNUSED const char *stream_name(smote_stream stream) {
  return stream == SMOTE_STREAM_NATIVE ? "native" : "numpy";
}

/* ------------------------------------------------------------------------ */
/*  Outcomes                                                                 */
/* ------------------------------------------------------------------------ */

/* All that can be had from a plan. */
struct outcome {
  int64_t  rows, kept, warnings;
  int64_t *base, *neighbor;
  double  *gap;
  char    *values; /* packed */
  int32_t *labels;
};

static UNUSED struct outcome outcome_of(const smote_plan *plan, const smote_dataset *data) {
  struct outcome o;
  o.rows           = smote_plan_row_count(plan);
  o.kept           = smote_plan_kept_count(plan);
  o.warnings       = smote_plan_warning_count(plan);
  const size_t n   = (size_t)o.rows;
  o.base           = (int64_t *)allocate(n * sizeof *o.base);
  o.neighbor       = (int64_t *)allocate(n * sizeof *o.neighbor);
  o.gap            = (double *)allocate(n * sizeof *o.gap);
  o.values         = (char *)allocate(n * (size_t)data->columns * size_of_dtype(data->dtype));
  o.labels         = (int32_t *)allocate(n * sizeof *o.labels);
  smote_output out = SMOTE_OUTPUT_INIT;
  out.values       = o.values;
  out.labels       = o.labels;
  CHECK(smote_plan_provenance(plan, 0, o.rows, o.base, o.neighbor, o.gap, NULL) == SMOTE_OK,
        "provenance");
  CHECK(smote_plan_write(plan, data, 0, o.rows, &out, 1, NULL) == SMOTE_OK, "write");
  return o;
}

static UNUSED struct outcome run(const smote_dataset *data, const smote_options *options) {
  smote_plan *plan = plan_or_fail(data, options);
  if (plan == NULL)
    exit(closing_line("stopped: a plan that is needed was refused"));
  const struct outcome outcome = outcome_of(plan, data);
  smote_plan_free(plan);
  return outcome;
}

static UNUSED void release(struct outcome *o) {
  free(o->base);
  free(o->neighbor);
  free(o->gap);
  free(o->values);
  free(o->labels);
}

static UNUSED double value_of(const struct outcome *o, const smote_dataset *data, int64_t row,
                              int64_t column) {
  const int64_t at = row * data->columns + column;
  return data->dtype == SMOTE_DTYPE_FLOAT32 ? (double)((const float *)(const void *)o->values)[at]
                                            : ((const double *)(const void *)o->values)[at];
}

static UNUSED bool same_sources(const struct outcome *a, const struct outcome *b) {
  const size_t n = (size_t)a->rows;
  return a->rows == b->rows && a->warnings == b->warnings &&
         memcmp(a->base, b->base, n * sizeof *a->base) == 0 &&
         memcmp(a->neighbor, b->neighbor, n * sizeof *a->neighbor) == 0 &&
         memcmp(a->gap, b->gap, n * sizeof *a->gap) == 0;
}

static UNUSED bool same_outcome(const struct outcome *a, const struct outcome *b, size_t row_size) {
  return same_sources(a, b) && memcmp(a->values, b->values, (size_t)a->rows * row_size) == 0 &&
         memcmp(a->labels, b->labels, (size_t)a->rows * sizeof *a->labels) == 0;
}

/* ------------------------------------------------------------------------ */
/*  Distances of the methods                                                 */
/* ------------------------------------------------------------------------ */

enum { MOST_CLASSES = 8 };

/* A distance, after the definitions of the methods: of numbers, with SMOTENC's penalties,
 * or SMOTEN's value differences. */
struct metric {
  const smote_dataset *data;
  smote_method         method;
  int                  classes;
  int32_t              labels[MOST_CLASSES];    /* ascending */
  double               penalties[MOST_CLASSES]; /* SMOTENC, by the class of the rows */
  double              *profiles; /* SMOTEN: that of each cell, a number per class */
};

static UNUSED int class_of(const struct metric *m, int32_t label) {
  int c = 0;
  while (m->labels[c] != label)
    c++;
  return c;
}

static UNUSED void list_classes(struct metric *m) {
  m->classes = 0;
  for (int64_t i = 0; i < m->data->rows; i++) {
    const int32_t label = m->data->labels[i];
    int           place = m->classes;
    bool          known = false;
    for (int c = 0; c < m->classes; c++)
      known = known || m->labels[c] == label;
    if (known)
      continue;
    for (; place > 0 && m->labels[place - 1] > label; place--)
      m->labels[place] = m->labels[place - 1];
    m->labels[place] = label;
    m->classes++;
  }
}

/* The standard deviation of a column within a class, of the population. */
static UNUSED double deviation_within(const smote_dataset *data, int64_t column, int32_t label) {
  double  sum = 0, squares = 0;
  int64_t n = 0;
  for (int64_t i = 0; i < data->rows; i++)
    if (data->labels[i] == label)
      sum += element(data, i, column), n++;
  const double mean = sum / (double)n;
  for (int64_t i = 0; i < data->rows; i++)
    if (data->labels[i] == label) {
      const volatile double square =
        (element(data, i, column) - mean) * (element(data, i, column) - mean);
      squares += square;
    }
  return sqrt(squares / (double)n);
}

/* The square of the median of the deviations of the columns of numbers. */
static UNUSED double penalty_within(const smote_dataset *data, int32_t label) {
  double sorted[MOST_COLUMNS];
  int    n = 0;
  for (int64_t j = 0; j < data->columns; j++) {
    if (data->categorical[j])
      continue;
    const double deviation = deviation_within(data, j, label);
    int          place     = n++;
    for (; place > 0 && sorted[place - 1] > deviation; place--)
      sorted[place] = sorted[place - 1];
    sorted[place] = deviation;
  }
  const double median = n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  return median * median;
}

/* For each cell: of the rows with its category, the part of each class. */
static UNUSED double *profiles_of(const struct metric *m) {
  const smote_dataset *d = m->data;
  double *all = (double *)allocate((size_t)(d->rows * d->columns * m->classes) * sizeof *all);
  for (int64_t i = 0; i < d->rows; i++)
    for (int64_t j = 0; j < d->columns; j++) {
      double *profile = all + (i * d->columns + j) * m->classes, count = 0;
      for (int c = 0; c < m->classes; c++)
        profile[c] = 0;
      for (int64_t other = 0; other < d->rows; other++)
        if (element(d, other, j) == element(d, i, j))
          profile[class_of(m, d->labels[other])]++, count++;
      for (int c = 0; c < m->classes; c++)
        profile[c] /= count;
    }
  return all;
}

static UNUSED struct metric metric_of(const smote_dataset *data, smote_method method) {
  struct metric m;
  m.data     = data;
  m.method   = method;
  m.profiles = NULL;
  list_classes(&m);
  for (int c = 0; c < m.classes && method == SMOTE_METHOD_SMOTENC; c++)
    m.penalties[c] = penalty_within(data, m.labels[c]);
  if (method == SMOTE_METHOD_SMOTEN)
    m.profiles = profiles_of(&m);
  return m;
}

static UNUSED void release_metric(struct metric *m) { free(m->profiles); }

static UNUSED double distance_by(const struct metric *m, int64_t a, int64_t b) {
  const smote_dataset *d   = m->data;
  double               sum = 0;
  if (m->method == SMOTE_METHOD_SMOTEN) {
    for (int64_t j = 0; j < d->columns; j++) {
      double difference = 0;
      for (int c = 0; c < m->classes; c++)
        difference += fabs(m->profiles[(a * d->columns + j) * m->classes + c] -
                           m->profiles[(b * d->columns + j) * m->classes + c]);
      const volatile double square = difference * difference;
      sum += square;
    }
    return sum;
  }
  if (m->method != SMOTE_METHOD_SMOTENC)
    return oracle_distance(d, a, d, b, NULL);
  for (int64_t j = 0; j < d->columns; j++) {
    const double          difference = element(d, b, j) - element(d, a, j);
    const volatile double square     = difference * difference;
    sum += d->categorical[j] ? 0 : square;
  }
  for (int64_t j = 0; j < d->columns; j++)
    if (d->categorical[j] && element(d, a, j) != element(d, b, j))
      sum += m->penalties[class_of(m, d->labels[a])];
  return sum;
}

/* The k nearest rows of the same class, or of any, by (distance, row): how many. With
 * `clusters`, of the same cluster. */
static UNUSED int nearest_by(const struct metric *m, int64_t row, bool same_class,
                             const int32_t *clusters, int k, int64_t *list) {
  static double        distances[8192];
  const smote_dataset *data  = m->data;
  int                  count = 0;
  for (int64_t j = 0; j < data->rows; j++)
    distances[j] = j == row || (same_class && data->labels[j] != data->labels[row]) ||
                       (clusters != NULL && clusters[j] != clusters[row])
                     ? NAN
                     : distance_by(m, row, j);
  for (; count < k; count++) {
    int64_t best = -1;
    for (int64_t j = 0; j < data->rows; j++)
      if (!isnan(distances[j]) && (best < 0 || distances[j] < distances[best]))
        best = j;
    if (best < 0)
      break;
    list[count]     = best;
    distances[best] = NAN;
  }
  return count;
}

static UNUSED bool contains(const int64_t *list, int count, int64_t row) {
  for (int p = 0; p < count; p++)
    if (list[p] == row)
      return true;
  return false;
}

/* ------------------------------------------------------------------------ */
/*  Votes                                                                    */
/* ------------------------------------------------------------------------ */

/* Among the voters, as many as have `value` in that column. */
static UNUSED int votes_for(const smote_dataset *data, const int64_t *voters, int count,
                            int64_t column, double value) {
  int votes = 0;
  for (int p = 0; p < count; p++)
    votes += element(data, voters[p], column) == value;
  return votes;
}

/* Whether no value has more votes than this one, and, if the smallest is to win, no smaller
 * one has as many. */
static UNUSED bool wins_vote(const smote_dataset *data, const int64_t *voters, int count,
                             int64_t column, double value, bool smallest) {
  const int votes = votes_for(data, voters, count, column, value);
  for (int p = 0; p < count; p++) {
    const double other = element(data, voters[p], column);
    const int    more  = votes_for(data, voters, count, column, other);
    if (more > votes || (smallest && more == votes && other < value))
      return false;
  }
  return votes > 0;
}

#endif /* OUTCOMES_H */

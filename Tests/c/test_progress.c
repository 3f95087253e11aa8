/*
 * test_progress.c - the progress callback: where it runs, what it is told, and that
 * the call can be cancelled at each of its calls, leaving nothing behind
 *
 *     test_progress ROWS
 *
 * Run under valgrind too, with few rows: there, whatever a cancelled call forgot to
 * release shows. Cancelling is tried at the first callback, at the last, and at one or
 * more in between.
 */
#include "common.h"

#include <pthread.h>

enum { COLUMNS = 20 };

struct watch {
  pthread_t thread;
  long      calls, cancel_at; /* the call that cancels; 0: none */
  double    first, last;
  bool      wrong_thread, falls, out_of_range, after_cancel;
};

static int32_t on_progress(double fraction, void *context) {
  struct watch *watch = (struct watch *)context;
  if (watch->cancel_at != 0 && watch->calls >= watch->cancel_at)
    watch->after_cancel = true;
  if (watch->calls++ == 0)
    watch->first = watch->last = fraction;
  if (!(fraction >= 0 && fraction <= 1))
    watch->out_of_range = true;
  if (fraction < watch->last)
    watch->falls = true;
  if (!pthread_equal(pthread_self(), watch->thread))
    watch->wrong_thread = true;
  watch->last = fraction;
  return watch->calls == watch->cancel_at ? -7 : 0; /* any nonzero cancels */
}

static smote_dataset data;
static const uint8_t *support; /* NULL: a classifier is trained */
static const struct reducer *reducing; /* NULL: a variant is called */
static const double  *probabilities;
static uint32_t      state[625];
static double        normal[2] = {1, 0.5};

/* A call that reports: a plan, or without a variant a search. */
static smote_status call(const struct variant *variant, smote_stream stream, int32_t threads,
                         struct watch *watch, smote_error *error) {
  watch->thread = pthread_self();
  smote_status status;
  if (variant == NULL) {
    const size_t count     = (size_t)data.rows * 5;
    int64_t     *indices   = (int64_t *)allocate(count * sizeof *indices);
    smote_search search    = SMOTE_SEARCH_INIT;
    search.threads         = threads;
    search.progress        = on_progress;
    search.progress_context = watch;
    memset(indices, 0x5a, count * sizeof *indices);
    status         = smote_neighbors(NULL, &data, &search, indices, NULL, error);
    bool untouched = true;
    for (size_t i = 0; i < count * sizeof *indices; i++)
      untouched = untouched && ((unsigned char *)indices)[i] == 0x5a;
    CHECK(untouched == (status != SMOTE_OK), "the lists after status %d", (int)status);
    free(indices);
  } else {
    smote_options options =
      reducing != NULL ? reducer_options(reducing, stream, probabilities) : options_of(variant, stream);
    options.numpy_state      = state;
    options.numpy_normal     = normal;
    options.threads          = threads;
    options.support_rows     = support;
    options.progress         = on_progress;
    options.progress_context = watch;
    if (variant->method == SMOTE_METHOD_KMEANS && data.rows < 1000)
      options.few_rows = SMOTE_FEW_ROWS_CLIP; /* some cluster has a row of every class */
    smote_dataset own  = suitable(&data, variant);
    smote_plan   *plan = NULL;
    uint32_t      before[625];
    memcpy(before, state, sizeof state);
    status = smote_plan_create(&own, &options, &plan, error);
    free((void *)own.values);
    CHECK((plan != NULL) == (status == SMOTE_OK), "*plan after status %d", (int)status);
    if (status != SMOTE_OK)
      CHECK(memcmp(before, state, sizeof state) == 0 && normal[0] == 1 && normal[1] == 0.5,
            "the generator after status %d", (int)status);
    memcpy(state, before, sizeof state);
    normal[0] = 1, normal[1] = 0.5;
    smote_plan_free(plan);
  }
  return status;
}

static void check(const struct variant *variant, smote_stream stream, int32_t threads) {
  struct watch watch;
  memset(&watch, 0, sizeof watch);
  smote_error error;
  memset(&error, 0, sizeof error);
  const char *what = variant != NULL ? variant->name : "search";
  CHECK(call(variant, stream, threads, &watch, &error) == SMOTE_OK, "%s: %s", what,
        error.message);
  CHECK(watch.calls >= 2, "%s, %d threads: %ld calls", what, threads, watch.calls);
  CHECK(watch.first == 0 && watch.last == 1, "%s: from %g to %g", what, watch.first, watch.last);
  CHECK(!watch.falls && !watch.out_of_range, "%s: fractions grow from 0 to 1", what);
  CHECK(!watch.wrong_thread, "%s: on the thread that called", what);

  /* The number of calls varies with the time they take; at least two there are. */
  const long calls = watch.calls, limit = variant == NULL || variant == variants ? 12 : 3;
  for (long i = 0; i < limit; i++) {
    const long at = calls <= limit ? i + 1 : 1 + i * (calls - 1) / (limit - 1);
    if (at > calls)
      break;
    memset(&watch, 0, sizeof watch);
    memset(&error, 0, sizeof error);
    watch.cancel_at     = at;
    smote_status status = call(variant, stream, threads, &watch, &error);
    if (watch.calls < at)
      continue; /* it was faster this time */
    CHECK(status == SMOTE_ERROR_CANCELLED && error.status == status, "%s: cancelled at %ld of %ld: %d",
          what, at, calls, (int)status);
    CHECK(!watch.after_cancel, "%s: no call after the one that cancels", what);
    CHECK(strstr(error.message, "cancel") != NULL, "%s: %s", what, error.message);
  }
}

/* Clusters of as many rows as there are take long. */
static void check_reducer(const struct reducer *reducer, smote_stream stream, int32_t threads) {
  const int64_t rows = data.rows;
  const int64_t limit = reducer->first.method == SMOTE_METHOD_CLUSTER_CENTROIDS ? 1500 : 6000;
  reducing            = reducer;
  data.rows           = rows < limit ? rows : limit;
  check(&reducer->first, stream, threads);
  data.rows = rows;
  reducing  = NULL;
}

int main(int argc, char **argv) {
  const int64_t rows   = argc > 1 ? atoll(argv[1]) : 12000;
  double       *values = (double *)random_values(rows, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t      *labels = three_classes(rows, LARGEST, MIDDLE, SMALLEST);
  for (int i = 0; i < 624; i++)
    state[i] = (uint32_t)random_bits();
  data = dataset(values, labels, rows, COLUMNS, SMOTE_DTYPE_FLOAT64);
  uint8_t *chosen = (uint8_t *)allocate((size_t)rows);
  for (int64_t i = 0; i < rows; i++)
    chosen[i] = i % 7 < 3;
  support = chosen;
  double *likely = (double *)allocate((size_t)rows * sizeof *likely);
  for (int64_t i = 0; i < rows; i++)
    likely[i] = random_unit();
  probabilities = likely;
  for (int32_t threads = 1; threads <= 3; threads += 2) {
    check(NULL, SMOTE_STREAM_NATIVE, threads);
    for (int v = 0; v < VARIANTS; v++) {
      check(&variants[v], SMOTE_STREAM_NATIVE, threads);
      check(&variants[v], SMOTE_STREAM_NUMPY_STATE, threads);
    }
    for (int r = 0; r < REDUCERS; r++) {
      check_reducer(&reducers[r], SMOTE_STREAM_NATIVE, threads);
      check_reducer(&reducers[r], SMOTE_STREAM_NUMPY_STATE, threads);
    }
    /* Training takes long, and so some of the rows must do. */
    support   = NULL;
    data.rows = rows < 1500 ? rows : 1500;
    check(&variants[SVM], SMOTE_STREAM_NATIVE, threads);
    check(&variants[SVM], SMOTE_STREAM_NUMPY_STATE, threads);
    data.rows = rows;
    support   = chosen;
  }
  free(likely);
  free(chosen);
  free(labels);
  free(values);
  return closing_line("test_progress");
}

/*
 * test_cancel.c - a call can be cancelled wherever it asks, leaving nothing behind, and asks
 * often enough
 *
 *     test_cancel [all]
 *
 * First with a clock of this program's own, in which a second passes each time it is read: then
 * the library asks at every place where it ever might, in the same order each time, and is
 * cancelled at each of them; and at each, arrays of the caller's change, which have been read
 * by then. Then with the real clock and more rows, where the processor time
 * between two questions counts, and from the answer to the return: not that of the wall, for
 * other processes may keep this one waiting. `all` cancels at all places, where otherwise some
 * of many are left out, and watches calls to their ends.
 */
#include "common.h"

#include "allocations.h"

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* ------------------------------------------------------------------------ */
/*  Clocks                                                                   */
/* ------------------------------------------------------------------------ */

static volatile bool    stepping;
static volatile int64_t steps;

/* In the place of the C library's. */
int clock_gettime(clockid_t clock, struct timespec *time) {
  if (!stepping)
    return (int)syscall(SYS_clock_gettime, clock, time);
  time->tv_sec  = __sync_add_and_fetch(&steps, 1);
  time->tv_nsec = 0;
  return 0;
}

/* Of this thread, in seconds. */
static double processor_time(void) {
  struct timespec now;
  syscall(SYS_clock_gettime, CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* ------------------------------------------------------------------------ */
/*  Calls                                                                    */
/* ------------------------------------------------------------------------ */

enum { COLUMNS = 6, K = 5 };

struct watch {
  long   calls, cancel_at, change_at; /* 0: none */
  double since, longest, deadline; /* of processor time; cancels at the deadline */
  double at_longest, cancelled_at;
};

static smote_dataset table_of_call;
static uint8_t       mask[MOST_COLUMNS];
static uint32_t      state[625];

/* To other classes, other kinds of columns, and states that are none. */
static void change_all(long at) {
  for (int64_t i = 0; i < table_of_call.rows; i++)
    ((int32_t *)table_of_call.labels)[i] = i % 3 == 0 ? INT32_MAX : INT32_MIN + (int32_t)(i % 2);
  for (int j = 0; j < MOST_COLUMNS; j++)
    mask[j] = mask[j] == 0;
  if (at % 2 == 0)
    memset(state, 0, sizeof state);
  else
    state[624] = 5000;
}

static int32_t on_progress(double fraction, void *context) {
  struct watch *watch = (struct watch *)context;
  if (watch->calls + 1 == watch->change_at)
    change_all(watch->change_at);
  const double  now   = stepping ? 0 : processor_time();
  if (!stepping && now - watch->since > watch->longest) {
    watch->longest    = now - watch->since;
    watch->at_longest = fraction;
  }
  const bool cancels  = ++watch->calls == watch->cancel_at || (watch->deadline > 0 && now > watch->deadline);
  watch->cancelled_at = now;
  watch->since        = stepping ? 0 : processor_time();
  return cancels;
}

/* Something that reports: one of the variants, of the reducers, or a search. */
struct call {
  const char           *name;
  const struct variant *variant;
  const struct reducer *reducer;
  bool                  trained, scaled;
};

static double       *probabilities;
static uint8_t      *support;
static int64_t      *indices;
static double        normal[2] = {1, 0.5};

static smote_status make(const struct call *call, smote_stream stream, struct watch *watch, smote_error *error,
                         uint64_t *made) {
  if (call->variant == NULL) {
    smote_search search     = SMOTE_SEARCH_INIT;
    search.threads          = 1;
    search.progress         = on_progress;
    search.progress_context = watch;
    watch->since            = stepping ? 0 : processor_time();
    return smote_neighbors(NULL, &table_of_call, &search, indices, NULL, error);
  }
  smote_options options = call->reducer != NULL ? reducer_options(call->reducer, stream, probabilities)
                                                : options_of(call->variant, stream);
  options.threads          = 1;
  options.numpy_state      = state;
  options.numpy_normal     = normal;
  options.support_rows     = call->trained ? NULL : support;
  options.scale            = call->scaled ? SMOTE_SCALE_SD : SMOTE_SCALE_NONE;
  options.progress         = on_progress;
  options.progress_context = watch;
  if (call->variant->method == SMOTE_METHOD_KMEANS)
    options.few_rows = SMOTE_FEW_ROWS_CLIP; /* some cluster has a row of every class */
  smote_plan *plan    = NULL;
  watch->since        = stepping ? 0 : processor_time();
  smote_status status = smote_plan_create(&table_of_call, &options, &plan, error);
  if (made != NULL && plan != NULL) {
    const int64_t rows = smote_plan_row_count(plan);
    int64_t      *base = (int64_t *)allocate((size_t)rows * sizeof *base);
    smote_plan_provenance(plan, 0, rows, base, NULL, NULL, NULL);
    *made = 1;
    for (int64_t i = 0; i < rows; i++)
      *made = *made * UINT64_C(6364136223846793005) + (uint64_t)base[i] + UINT64_C(1442695040888963407);
    free(base);
  }
  smote_plan_free(plan);
  return status;
}

static void make_state(void) {
  random_state = 7;
  for (int i = 0; i < 624; i++)
    state[i] = (uint32_t)random_bits();
  state[624] = 624;
  normal[0] = 1, normal[1] = 0.5;
}

/* ------------------------------------------------------------------------ */
/*  At every place                                                           */
/* ------------------------------------------------------------------------ */

static long cancels, places;

static void cancel_everywhere(const struct call *call, smote_stream stream, long limit) {
  struct watch watch = {0};
  smote_error  error = {SMOTE_OK, ""};
  uint64_t     made = 0, again = 0;
  stepping = true;
  make_state();
  CHECK(make(call, stream, &watch, &error, &made) == SMOTE_OK, "%s: %s", call->name, error.message);
  const long calls = watch.calls;
  places += calls;
  CHECK(calls >= 2, "%s: %ld places", call->name, calls);
  long       stride = calls / limit + 1;
  uint32_t   before[625];
  make_state();
  memcpy(before, state, sizeof state);
  bool cancelled = true, released = true, unchanged = true;
  for (long at = 1; at <= calls; at += stride) {
    memset(&watch, 0, sizeof watch);
    watch.cancel_at = at;
    live            = 0;
    armed           = 1;
    const smote_status status = make(call, stream, &watch, &error, NULL);
    armed                     = 0;
    cancels++;
    if (status != SMOTE_ERROR_CANCELLED || error.status != status || watch.calls != at) {
      CHECK(!cancelled, "%s: at %ld of %ld: status %d after %ld", call->name, at, calls, (int)status, watch.calls);
      cancelled = false;
    }
    if (live != 0 && released) {
      CHECK(live == 0, "%s: at %ld of %ld: %ld blocks", call->name, at, calls, live);
      released = false;
    }
    unchanged = unchanged && memcmp(before, state, sizeof state) == 0 && normal[0] == 1 && normal[1] == 0.5;
  }
  CHECK(cancelled, "%s: cancelled wherever it asks", call->name);
  CHECK(released, "%s: everything is released", call->name);
  CHECK(unchanged, "%s: the generator stays as it was", call->name);
  memset(&watch, 0, sizeof watch);
  CHECK(make(call, stream, &watch, &error, &again) == SMOTE_OK && again == made, "%s: the next call", call->name);
  stepping = false;
}

/* Labels, kinds of columns and the generator may change, as another thread might change them,
 * wherever the library asks: they are read once, behind the first question or before it. */
static void change_everywhere(const struct call *call, smote_stream stream, long limit) {
  struct watch  watch  = {0};
  smote_error   error  = {SMOTE_OK, ""};
  const size_t  bytes  = (size_t)table_of_call.rows * sizeof(int32_t);
  int32_t      *labels = (int32_t *)allocate(bytes);
  uint8_t       kinds[MOST_COLUMNS];
  memcpy(labels, table_of_call.labels, bytes);
  memcpy(kinds, mask, sizeof kinds);
  stepping = true;
  make_state();
  uint64_t made = 0;
  CHECK(make(call, stream, &watch, &error, &made) == SMOTE_OK, "%s: %s", call->name, error.message);
  const long calls = watch.calls, stride = calls / limit + 1;
  bool       same = true;
  for (long at = 1; at <= calls; at += stride) {
    uint64_t again = 0;
    memset(&watch, 0, sizeof watch);
    watch.change_at = at;
    make_state();
    const smote_status status = make(call, stream, &watch, &error, &again);
    /* What changes at the first question may be refused. */
    same = same && (at == 1 || (status == SMOTE_OK && again == made));
    memcpy((int32_t *)table_of_call.labels, labels, bytes);
    memcpy(mask, kinds, sizeof kinds);
  }
  CHECK(same, "%s: the same plan, whatever has changed", call->name);
  stepping = false;
  free(labels);
}

/* ------------------------------------------------------------------------ */
/*  Soon                                                                     */
/* ------------------------------------------------------------------------ */

static double      longest;
static const char *slowest = "";

static void ask_often(const struct call *call, double seconds) {
  struct watch watch = {0};
  smote_error  error = {SMOTE_OK, ""};
  make_state();
  watch.deadline = processor_time() + seconds;
  const smote_status status = make(call, SMOTE_STREAM_NATIVE, &watch, &error, NULL);
  const double       after  = processor_time() - watch.cancelled_at;
  CHECK(status == SMOTE_OK || status == SMOTE_ERROR_CANCELLED, "%s: %s", call->name, error.message);
  CHECK(watch.longest < 0.1, "%s, %d rows: %.3f s without a question, before %.3f", call->name,
        (int)table_of_call.rows, watch.longest, watch.at_longest);
  if (watch.longest > longest)
    longest = watch.longest, slowest = call->name;
  if (status == SMOTE_ERROR_CANCELLED)
    CHECK(after < 0.1, "%s, %d rows: %.3f s until it returned", call->name, (int)table_of_call.rows, after);
  /* A call that comes to its end may take its time for what can no longer be cancelled, but not
   * for ever: the last question is asked when all is done. */
  cancels += status == SMOTE_ERROR_CANCELLED;
}

/* Runs one of the two for every method, with tables of so many rows. */
static void for_each(int64_t rows, int64_t columns, bool everywhere, double limit) {
  double       *values = (double *)random_values(rows, columns, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t      *labels = three_classes(rows, LARGEST, MIDDLE, SMALLEST);
  const smote_dataset packed = dataset(values, labels, rows, columns, SMOTE_DTYPE_FLOAT64);
  probabilities        = (double *)allocate((size_t)rows * sizeof *probabilities);
  support              = (uint8_t *)allocate((size_t)rows);
  indices              = (int64_t *)allocate((size_t)(rows * K) * sizeof *indices);
  for (int64_t i = 0; i < rows; i++) {
    probabilities[i] = random_unit();
    support[i]       = i % 7 < 3;
  }
  for (int c = 0; c < 3 + VARIANTS + REDUCERS; c++) {
    struct call call = {"search", NULL, NULL, false, false};
    if (c == 1)
      call = (struct call){"svm, trained", &variants[SVM], NULL, true, false};
    else if (c == 2)
      call = (struct call){"smotenc, scaled", &variants[SMOTENC], NULL, false, true};
    else if (c >= 3 && c < 3 + VARIANTS)
      call = (struct call){variants[c - 3].name, &variants[c - 3], NULL, false, false};
    else if (c >= 3 + VARIANTS) {
      const struct reducer *reducer = &reducers[c - 3 - VARIANTS];
      call = (struct call){reducer->first.name, &reducer->first, reducer, false, false};
    }
    table_of_call = call.variant != NULL ? suitable(&packed, call.variant) : packed;
    if (table_of_call.categorical != NULL) {
      memcpy(mask, table_of_call.categorical, sizeof mask);
      table_of_call.categorical = mask;
    }
    if (everywhere) {
      cancel_everywhere(&call, SMOTE_STREAM_NATIVE, (long)limit);
      if (call.variant != NULL) {
        cancel_everywhere(&call, SMOTE_STREAM_NUMPY_STATE, (long)limit);
        change_everywhere(&call, SMOTE_STREAM_NATIVE, (long)limit);
        change_everywhere(&call, SMOTE_STREAM_NUMPY_STATE, (long)limit);
      }
    } else {
      ask_often(&call, limit);
    }
    if (call.variant != NULL)
      free((void *)table_of_call.values);
  }
  free(indices);
  free(support);
  free(probabilities);
  free(labels);
  free(values);
}

int main(int argc, char **argv) {
  const bool all = argc > 1 && strcmp(argv[1], "all") == 0;
  CHECK(find_library(), "the library's addresses");
  for_each(240, COLUMNS, true, all ? 1e9 : 100);
  printf("%ld places to cancel at, %ld cancels\n", places, cancels);
  for_each(50000, 10, false, all ? 5 : 0.25);
  if (all)
    for_each(2000000, 3, false, 5);
  printf("%ld cancels, at the longest %.3f s without a question (%s)\n", cancels, longest, slowest);
  return closing_line("test_cancel");
}

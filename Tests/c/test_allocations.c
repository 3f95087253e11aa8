/*
 * test_allocations.c - each allocation fails once, the first, the second, ...: every
 * time the call says so, releases what it had, and has changed nothing; and the same
 * where all that follow fail too
 *
 *     test_allocations [all]
 *
 * The tries of a call run in a forked child, so that a crash is a failed check, and in
 * one child after the other, so that each is the next call after one that failed. The last
 * one has all the memory that it wants, and makes what it made before.
 */
#include "common.h"

#include "allocations.h"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* So large that threads are worth while: for a plan, and for writing many columns. */
enum { ROWS = 3000, COLUMNS = 24, WIDE = 250, K = 5, OUT = 3 * (ROWS / 2) };

static smote_dataset data, wide, few; /* few rows, for classifiers that are trained */
static smote_dataset tables[VARIANTS]; /* the data as each method takes them */
static smote_dataset reduced[REDUCERS];
static uint8_t       support[ROWS];
static int32_t       clusters[ROWS];
static double        weights[COLUMNS];
static int64_t       indices[ROWS * K];
static double        distances[ROWS * K];
static double        values[OUT * WIDE];
static int32_t       labels[OUT];
static uint32_t      state[625];
static double        normal[2];
static smote_plan   *finished, *noisy[2]; /* with noise: of the native stream, of numpy's */
static smote_plan   *voted, *cleaned, *centred;
static double        probabilities[ROWS];

/* A call under test. It leaves nothing allocated, however it ends. */
enum kind_of_call { PLAN, REDUCE, WRITE, WRITE_NOISE, WRITE_VOTES, WRITE_CLEANED, WRITE_CENTRES, SEARCH };
struct call {
  const char           *name;
  enum kind_of_call     kind;
  const struct variant *variant;
  const struct reducer *reducer;
  smote_stream          stream;
  bool                  scaled, trained, clustered;
};

/* What the last plan decided, as one number. */
static uint64_t made;

static void note(const smote_plan *plan) {
  static int64_t base[4 * OUT];
  const int64_t  rows = smote_plan_row_count(plan);
  if (armed || plan == NULL || rows > 4 * OUT)
    return;
  smote_plan_provenance(plan, 0, rows, base, NULL, NULL, NULL);
  for (int64_t i = 0; i < rows; i++)
    made = made * UINT64_C(6364136223846793005) + (uint64_t)base[i] + UINT64_C(1442695040888963407);
}

/* A plan that drops rows: of few ones, where every step is tried. */
static smote_status reduce(const struct call *call, int32_t threads, smote_error *error) {
  smote_options options      = reducer_options(call->reducer, call->stream, probabilities);
  options.threads            = threads;
  options.numpy_state        = state;
  options.numpy_normal       = normal;
  const smote_dataset  table = reduced[call->reducer - reducers];
  smote_plan          *plan  = NULL;
  const smote_status  status = smote_plan_create(&table, &options, &plan, error);
  note(plan);
  smote_plan_free(plan);
  return status;
}

static smote_status run(const struct call *call, int32_t threads, smote_error *error) {
  smote_search search = SMOTE_SEARCH_INIT;
  search.threads      = threads;
  smote_output out    = SMOTE_OUTPUT_INIT;
  out.values          = values;
  out.labels          = labels;
  const int stream    = call->stream == SMOTE_STREAM_NATIVE ? 0 : 1;
  switch (call->kind) {
  case WRITE: return smote_plan_write(finished, &wide, 0, OUT, &out, threads, error);
  case WRITE_NOISE: return smote_plan_write(noisy[stream], &data, 0, OUT, &out, threads, error);
  case WRITE_VOTES:
    return smote_plan_write(voted, &tables[SMOTENC], 0, OUT, &out, threads, error);
  case WRITE_CLEANED:
    return smote_plan_write(cleaned, &data, 0, smote_plan_row_count(cleaned), &out, threads, error);
  case WRITE_CENTRES:
    return smote_plan_write(centred, &data, 0, smote_plan_row_count(centred), &out, threads, error);
  case REDUCE: return reduce(call, threads, error);
  case SEARCH: return smote_neighbors(NULL, &data, &search, indices, distances, error);
  default: break;
  }
  smote_options options = options_of(call->variant, call->stream);
  options.threads       = threads;
  options.numpy_state   = state;
  options.numpy_normal  = normal;
  options.support_rows  = call->trained ? NULL : support;
  if (call->scaled) {
    options.scale          = SMOTE_SCALE_SD;
    options.column_weights = weights;
    options.bases          = SMOTE_BASES_RANDOM;
  }
  if (call->clustered)
    options.cluster_of_row = clusters;
  smote_plan          *plan  = NULL;
  const smote_dataset *table = call->trained ? &few : &tables[call->variant - variants];
  smote_status         status = smote_plan_create(table, &options, &plan, error);
  note(plan);
  smote_plan_free(plan);
  return status;
}

/* What became of a try. */
enum outcome { REFUSED, SUCCEEDED, ENOUGH, WRONG_STATUS, LEAKED, CHANGED };
static const char *const outcomes[] = {
  "refused", "succeeded", "no such allocation", "another status", "leaked", "wrote something"};

/* As much of `values` as a call may write to. */
static size_t written_by(const struct call *call) {
  if (call->kind == WRITE)
    return sizeof values;
  return call->kind > WRITE && call->kind <= WRITE_CENTRES ? OUT * COLUMNS * sizeof *values : 0;
}

static bool untouched(const void *memory, size_t bytes) {
  for (size_t i = 0; i < bytes; i++)
    if (((const unsigned char *)memory)[i] != 0x5a)
      return false;
  return true;
}

static enum outcome attempt(const struct call *call, int32_t threads, long at) {
  smote_error error = {SMOTE_OK, ""};
  memset(values, 0x5a, written_by(call));
  memset(labels, 0x5a, sizeof labels);
  memset(indices, 0x5a, sizeof indices);
  memset(distances, 0x5a, sizeof distances);
  uint32_t state_before[625];
  memcpy(state_before, state, sizeof state);
  allocations = live = 0;
  fail_at            = at;
  armed              = 1;
  const smote_status status = run(call, threads, &error);
  armed                     = 0;
  if (live != 0)
    return LEAKED;
  if (status == SMOTE_OK) {
    memcpy(state, state_before, sizeof state);
    normal[0] = 1, normal[1] = 0.5;
    return allocations < at ? ENOUGH : SUCCEEDED;
  }
  if (status != SMOTE_ERROR_OUT_OF_MEMORY || error.status != status)
    return WRONG_STATUS;
  if (!untouched(values, written_by(call)) || !untouched(labels, sizeof labels) ||
      !untouched(indices, sizeof indices) || !untouched(distances, sizeof distances) ||
      memcmp(state, state_before, sizeof state) != 0 || normal[0] != 1 || normal[1] != 0.5)
    return CHANGED;
  return REFUSED;
}

/* What the child has done so far, where its parent sees it. */
static struct report {
  long         at, refused;
  enum outcome outcome;
  bool         works; /* in the end, as if nothing had been */
} *report;

/* What a call makes, as one number. */
static uint64_t result_of(const struct call *call, int32_t threads) {
  smote_error error = {SMOTE_OK, ""};
  memset(values, 0x5a, written_by(call));
  memset(labels, 0x5a, sizeof labels);
  memset(indices, 0x5a, sizeof indices);
  uint32_t state_before[625];
  memcpy(state_before, state, sizeof state);
  made = 1;
  if (run(call, threads, &error) != SMOTE_OK)
    return 0;
  uint64_t sum = made;
  const struct { const void *memory; size_t bytes; } written[] = {
    {values, written_by(call)}, {labels, sizeof labels}, {indices, sizeof indices}, {state, sizeof state}};
  for (size_t w = 0; w < sizeof written / sizeof *written; w++)
    for (size_t i = 0; i + 4 <= written[w].bytes; i += 4) {
      uint32_t word;
      memcpy(&word, (const char *)written[w].memory + i, sizeof word);
      sum = (sum ^ word) * UINT64_C(1099511628211);
    }
  memcpy(state, state_before, sizeof state);
  normal[0] = 1, normal[1] = 0.5;
  return sum;
}

/* In the child: each allocation in turn. */
static void fail_each(const struct call *call, int32_t threads) {
  const uint64_t before = result_of(call, threads);
  for (report->at = 1; report->at < 4000; report->at++) {
    alarm(20);
    report->outcome = attempt(call, threads, report->at);
    report->refused += report->outcome == REFUSED;
    /* With threads, the failure may hit a thread that others can do without. */
    if (report->outcome != REFUSED && !(report->outcome == SUCCEEDED && threads > 1))
      break;
  }
  report->works = before != 0 && result_of(call, threads) == before;
}

static long failed_allocations;

static void check(const struct call *call, int32_t threads) {
  const char *how = fails_on ? "and all behind it" : "alone";
  memset(report, 0, sizeof *report);
  fflush(stdout);
  const pid_t pid = fork();
  if (pid == 0) {
    fail_each(call, threads);
    _exit(0);
  }
  int        status = -1;
  const bool exited = waitpid(pid, &status, 0) == pid && WIFEXITED(status);
  CHECK(exited, "%s, %d threads, allocation %ld %s: status %#x", call->name, threads, report->at, how,
        status);
  CHECK(!exited || report->outcome == ENOUGH, "%s, %d threads, allocation %ld %s: %s", call->name, threads,
        report->at, how, outcomes[report->outcome]);
  CHECK(!exited || report->works, "%s, %d threads: the call after all that failed", call->name, threads);
  checks_passed += report->refused;
  failed_allocations += report->at;
  const bool writes = call->kind >= WRITE && call->kind <= WRITE_CENTRES;
  CHECK(writes || report->refused > 0, "%s allocates", call->name);
}

/* What needs no memory: it works where there is none. */
static void check_frugal(void) {
  static int64_t base[OUT], neighbor[OUT];
  static double  gap[OUT];
  uint8_t        votes[COLUMNS];
  smote_error    error = {SMOTE_OK, ""}, warning;
  allocations = 0, fail_at = 1, fails_on = 1, armed = 1;
  const smote_status provenance = smote_plan_provenance(finished, 0, OUT, base, neighbor, gap, &error);
  const smote_status voting     = smote_plan_voted(voted, COLUMNS, votes, &error);
  const smote_status refusal    = smote_plan_warning(finished, 7, &warning, &error);
  smote_plan_free(NULL);
  armed = 0, fails_on = 0;
  CHECK(provenance == SMOTE_OK && voting == SMOTE_OK && refusal == SMOTE_ERROR_INVALID_ARGUMENT,
        "%d %d %d", (int)provenance, (int)voting, (int)refusal);
  CHECK(allocations == 0, "%ld allocations", allocations);
}

int main(int argc, char **argv) {
  const bool all = argc > 1 && strcmp(argv[1], "all") == 0;
  CHECK(find_library(), "the library's addresses");
  report = (struct report *)mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (report == MAP_FAILED)
    exit(1);
  double  *x = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t *y = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  data       = dataset(x, y, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  few        = data;
  few.rows   = 180;
  for (int i = 0; i < ROWS; i++)
    support[i] = i % 7 < 3;
  double *others = (double *)random_values(ROWS, WIDE, SMOTE_DTYPE_FLOAT64, UNIFORM);
  wide           = dataset(others, y, ROWS, WIDE, SMOTE_DTYPE_FLOAT64);
  for (int j = 0; j < COLUMNS; j++)
    weights[j] = 1 + j;
  for (int i = 0; i < 624; i++)
    state[i] = (uint32_t)random_bits();
  normal[0] = 1;
  normal[1] = 0.5;
  smote_options options = smote_defaults();
  finished              = plan_or_fail(&data, &options);
  CHECK(smote_plan_row_count(finished) == OUT, "%" PRId64 " rows", smote_plan_row_count(finished));
  static const smote_stream streams[] = {SMOTE_STREAM_NATIVE, SMOTE_STREAM_NUMPY_STATE};
  for (int s = 0; s < 2; s++) {
    options             = options_of(&variants[NOISY], streams[s]);
    options.numpy_state = state;
    noisy[s]            = plan_or_fail(&data, &options);
  }
  for (int v = 0; v < VARIANTS; v++)
    tables[v] = suitable(&data, &variants[v]);
  options = options_of(&variants[SMOTENC], SMOTE_STREAM_NATIVE);
  voted   = plan_or_fail(&tables[SMOTENC], &options);
  for (int i = 0; i < ROWS; i++) {
    clusters[i]      = i % 11 - 1;
    probabilities[i] = random_unit();
  }
  for (int r = 0; r < REDUCERS; r++) {
    reduced[r]      = suitable(&few, &reducers[r].first);
    reduced[r].rows = few.rows;
  }
  options          = smote_defaults();
  options.cleaning = SMOTE_METHOD_ENN;
  cleaned          = plan_or_fail(&data, &options);
  options          = smote_defaults();
  options.method   = SMOTE_METHOD_CLUSTER_CENTROIDS;
  centred          = plan_or_fail(&data, &options);

  check_frugal();
  /* Once alone, and once with all behind it: with threads, unless all is asked for, alone. */
  for (int way = 0; way < 4; way++) {
    const int32_t threads = way / 2 == 0 ? 1 : 3;
    fails_on              = way % 2;
    if (way == 3 && !all)
      break;
    const struct call search = {.name = "search", .kind = SEARCH};
    const struct call write  = {.name = "write", .kind = WRITE};
    const struct call scaled = {.name = "smote, scaled", .kind = PLAN, .variant = &variants[PLAIN], .scaled = true};
    const struct call votes     = {.name = "write votes", .kind = WRITE_VOTES};
    const struct call mixed     = {.name = "smotenc, scaled", .kind = PLAN, .variant = &variants[SMOTENC], .scaled = true};
    check(&search, threads);
    check(&write, threads);
    check(&scaled, threads);
    check(&votes, threads);
    check(&mixed, threads);
    const struct call clean     = {.name = "write cleaned", .kind = WRITE_CLEANED};
    const struct call centres   = {.name = "write centres", .kind = WRITE_CENTRES};
    check(&clean, threads);
    check(&centres, threads);
    for (int s = 0; s < 2; s++) {
      const struct call write_noise = {.name = "write with noise", .kind = WRITE_NOISE, .stream = streams[s]};
      check(&write_noise, threads);
      const struct call trained = {.name = "svm, trained", .kind = PLAN, .variant = &variants[SVM], .stream = streams[s], .trained = true};
      check(&trained, threads);
      const struct call clustered = {.name = "kmeans, handed in", .kind = PLAN, .variant = &variants[KMEANS], .stream = streams[s], .clustered = true};
      check(&clustered, threads);
      for (int v = 0; v < VARIANTS; v++) {
        const struct call plan = {.name = variants[v].name, .kind = PLAN, .variant = &variants[v], .stream = streams[s]};
        check(&plan, threads);
      }
      /* Threads know nothing of streams. */
      for (int r = 0; r < REDUCERS && (threads == 1 || s == 0 || all); r++) {
        const struct call plan = {.name = reducers[r].first.name, .kind = REDUCE, .reducer = &reducers[r], .stream = streams[s]};
        check(&plan, threads);
      }
    }
  }

  for (int v = 0; v < VARIANTS; v++)
    free((void *)tables[v].values);
  for (int r = 0; r < REDUCERS; r++)
    free((void *)reduced[r].values);
  smote_plan_free(centred);
  smote_plan_free(cleaned);
  smote_plan_free(voted);
  smote_plan_free(noisy[1]);
  smote_plan_free(noisy[0]);
  smote_plan_free(finished);
  free(others);
  free(y);
  free(x);
  printf("%ld allocations failed\n", failed_allocations);
  return closing_line("test_allocations");
}

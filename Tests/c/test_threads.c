/*
 * test_threads.c - many threads at once: making plans, reading one plan, writing from it;
 * more threads than processors; and signals that arrive meanwhile
 *
 *     test_threads [ROUNDS]
 *
 * Clean under ThreadSanitizer, see tools/sanitize.sh.
 */
#include "common.h"

#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

enum { ROWS = 900, COLUMNS = 10, HOSTS = 8, K = 5, MOST = 4 * ROWS, CALLS = VARIANTS + REDUCERS };

static smote_dataset     tables[CALLS];
static double            probabilities[ROWS];
static uint8_t           support[ROWS];
static uint64_t          expected[CALLS + 1];
static const smote_plan *shared[CALLS]; /* plans that all read */
static int               rounds = 1;

static uint64_t mixed(uint64_t sum, const void *memory, size_t bytes) {
  for (size_t i = 0; i + 4 <= bytes; i += 4) {
    uint32_t word;
    memcpy(&word, (const char *)memory + i, sizeof word);
    sum = (sum ^ word) * UINT64_C(1099511628211);
  }
  return sum;
}

static smote_plan *plan_of(int call, int32_t threads) {
  smote_options options = call < VARIANTS ? options_of(&variants[call], SMOTE_STREAM_NATIVE)
                                          : reducer_options(&reducers[call - VARIANTS], SMOTE_STREAM_NATIVE, probabilities);
  options.threads       = threads;
  options.support_rows  = support;
  smote_plan *plan      = NULL;
  return smote_plan_create(&tables[call], &options, &plan, NULL) == SMOTE_OK ? plan : NULL;
}

/* All that can be had from a plan, as one number; 0 if something fails. */
static uint64_t read_plan(const smote_plan *plan, int call, int32_t threads) {
  const int64_t rows = smote_plan_row_count(plan);
  if (plan == NULL || rows > MOST)
    return 0;
  double      *values = (double *)allocate((size_t)rows * COLUMNS * sizeof *values);
  int32_t     *labels = (int32_t *)allocate((size_t)rows * sizeof *labels);
  int64_t     *base   = (int64_t *)allocate((size_t)rows * sizeof *base);
  double      *gap    = (double *)allocate((size_t)rows * sizeof *gap);
  smote_output out    = SMOTE_OUTPUT_INIT;
  out.values          = values;
  out.labels          = labels;
  uint64_t sum        = 0;
  if (smote_plan_write(plan, &tables[call], 0, rows, &out, threads, NULL) == SMOTE_OK &&
      smote_plan_provenance(plan, 0, rows, base, NULL, gap, NULL) == SMOTE_OK) {
    sum = mixed(1, values, (size_t)rows * COLUMNS * sizeof *values);
    sum = mixed(sum, labels, (size_t)rows * sizeof *labels);
    sum = mixed(sum, base, (size_t)rows * sizeof *base);
    sum = mixed(sum, gap, (size_t)rows * sizeof *gap);
  }
  free(gap);
  free(base);
  free(labels);
  free(values);
  return sum;
}

static uint64_t search(int32_t threads) {
  int64_t     *indices = (int64_t *)allocate(ROWS * K * sizeof *indices);
  smote_search request = SMOTE_SEARCH_INIT;
  request.threads      = threads;
  uint64_t sum         = 0;
  if (smote_neighbors(NULL, &tables[PLAIN], &request, indices, NULL, NULL) == SMOTE_OK)
    sum = mixed(1, indices, ROWS * K * sizeof *indices);
  free(indices);
  return sum;
}

static uint64_t make(int call, int32_t threads) {
  if (call == CALLS)
    return search(threads);
  smote_plan    *plan = plan_of(call, threads);
  const uint64_t sum  = read_plan(plan, call, threads);
  smote_plan_free(plan);
  return sum;
}

static const char *name_of(int call) {
  return call < VARIANTS ? variants[call].name : call < CALLS ? reducers[call - VARIANTS].first.name : "search";
}

/* ------------------------------------------------------------------------ */
/*  Threads of the host                                                      */
/* ------------------------------------------------------------------------ */

struct host {
  pthread_t thread;
  int       number, wrong; /* the call that went wrong, + 1 */
};

static pthread_barrier_t together;

/* First all do the same at the same time, with no threads of the library's: what one of them
 * writes while another reads is near enough for ThreadSanitizer to remember. Then each begins
 * elsewhere, so that different methods meet. */
static void *be_host(void *context) {
  struct host *host = (struct host *)context;
  for (int call = 0; call <= CALLS; call++) {
    pthread_barrier_wait(&together);
    if (call < CALLS && read_plan(shared[call], call, 1) != expected[call])
      host->wrong = call + 1;
    if (make(call, 1) != expected[call])
      host->wrong = call + 1;
  }
  for (int i = 0; i < rounds * (CALLS + 1); i++) {
    const int     call    = (i + host->number * (CALLS + 1) / HOSTS) % (CALLS + 1);
    const int32_t threads = 1 + (i + host->number) % 3;
    if (make(call, threads) != expected[call])
      host->wrong = call + 1;
    if (call < CALLS && read_plan(shared[call], call, threads) != expected[call])
      host->wrong = call + 1;
  }
  return NULL;
}

static void many_hosts(void) {
  struct host hosts[HOSTS];
  pthread_barrier_init(&together, NULL, HOSTS);
  for (int h = 0; h < HOSTS; h++) {
    hosts[h].number = h;
    hosts[h].wrong  = 0;
    CHECK(pthread_create(&hosts[h].thread, NULL, be_host, &hosts[h]) == 0, "thread %d", h);
  }
  for (int h = 0; h < HOSTS; h++) {
    pthread_join(hosts[h].thread, NULL);
    CHECK(hosts[h].wrong == 0, "thread %d: %s", h, name_of(hosts[h].wrong - 1));
  }
  pthread_barrier_destroy(&together);
  printf("%d plans by %d threads, as many shared ones read\n", (rounds + 1) * HOSTS * CALLS, HOSTS);
}

/* ------------------------------------------------------------------------ */
/*  Signals                                                                  */
/* ------------------------------------------------------------------------ */

static volatile sig_atomic_t signals, elsewhere;
static pid_t                 main_thread;

static void on_signal(int signal) {
  (void)signal;
  signals++;
  /* Threads of the library block all signals. */
  if ((pid_t)syscall(SYS_gettid) != main_thread)
    elsewhere++;
}

static void with_signals(int flags) {
  struct sigaction action, before;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  action.sa_flags   = flags;
  sigaction(SIGALRM, &action, &before);
  const struct itimerval every = {{0, 500}, {0, 500}}, never = {{0, 0}, {0, 0}};
  main_thread = (pid_t)syscall(SYS_gettid);
  signals     = 0;
  elsewhere   = 0;
  setitimer(ITIMER_REAL, &every, NULL);
  for (int call = 0; call <= CALLS; call++)
    CHECK(make(call, 4) == expected[call], "%s, with signals, flags %#x", name_of(call), flags);
  setitimer(ITIMER_REAL, &never, NULL);
  sigaction(SIGALRM, &before, NULL);
  CHECK(signals > 20, "%d signals", (int)signals);
  CHECK(elsewhere == 0, "%d signals reached a thread of the library", (int)elsewhere);
  printf("%d signals\n", (int)signals);
}

int main(int argc, char **argv) {
  rounds                     = argc > 1 ? atoi(argv[1]) : 1;
  double             *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t            *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  const smote_dataset packed = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  for (int i = 0; i < ROWS; i++) {
    probabilities[i] = random_unit();
    support[i]       = i % 7 < 3;
  }
  for (int call = 0; call < CALLS; call++) {
    const struct variant *first = call < VARIANTS ? &variants[call] : &reducers[call - VARIANTS].first;
    tables[call]                = suitable(&packed, first);
    if (first->method == SMOTE_METHOD_CLUSTER_CENTROIDS)
      tables[call].rows = 300;
  }
  for (int call = 0; call <= CALLS; call++) {
    expected[call] = make(call, 1);
    CHECK(expected[call] != 0, "%s", name_of(call));
    if (call < CALLS)
      shared[call] = plan_of(call, 1);
  }
  /* More threads than processors. */
  static const int32_t many[] = {2, 16, 100};
  for (size_t m = 0; m < sizeof many / sizeof *many; m++)
    for (int call = 0; call <= CALLS; call++)
      CHECK(make(call, many[m]) == expected[call], "%s, %d threads", name_of(call), (int)many[m]);
  many_hosts();
  with_signals(SA_RESTART);
  with_signals(0);
  for (int call = 0; call < CALLS; call++) {
    smote_plan_free((smote_plan *)(void *)shared[call]);
    free((void *)tables[call].values);
  }
  free(labels);
  free(values);
  return closing_line("test_threads");
}

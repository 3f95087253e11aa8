/*
 * test_host.c - a host that has made something unusual of the thread that calls: its
 * floating-point arithmetic, its cancellation, its stack, its locale
 *
 *     test_host [small]
 *
 * `small` is for emulated processors.
 */
#include "common.h"

#include <fenv.h>
#include <locale.h>
#include <pthread.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

enum { ROWS = 400, COLUMNS = 6, CALLS = VARIANTS + REDUCERS, MOST = 4 * ROWS };

static double  probabilities[ROWS];
static uint8_t support[ROWS];

static uint64_t mixed(uint64_t sum, const void *memory, size_t bytes) {
  for (size_t i = 0; i < bytes; i++)
    sum = (sum ^ ((const unsigned char *)memory)[i]) * UINT64_C(1099511628211);
  return sum;
}

static const char *name_of(int call) {
  return call < VARIANTS ? variants[call].name : reducers[call - VARIANTS].first.name;
}

static smote_dataset suitable_for(int call, const smote_dataset *packed) {
  return suitable(packed, call < VARIANTS ? &variants[call] : &reducers[call - VARIANTS].first);
}

/* The result of a call, as one number; what it is refused with counts as well. */
static uint64_t made(int call, const smote_dataset *table, smote_stream stream, int32_t threads,
                     smote_progress_fn progress) {
  smote_options         options = call < VARIANTS
                                      ? options_of(&variants[call], stream)
                                      : reducer_options(&reducers[call - VARIANTS], stream, probabilities);
  options.threads               = threads;
  options.support_rows          = support;
  options.progress              = progress;
  smote_plan *plan              = NULL;
  smote_error error;
  memset(&error, 0, sizeof error);
  uint64_t sum = 1;
  if (smote_plan_create(table, &options, &plan, &error) != SMOTE_OK) {
    sum = mixed(sum, error.message, strlen(error.message));
  } else {
    const int64_t rows   = smote_plan_row_count(plan);
    void         *values = allocate((size_t)rows * COLUMNS * sizeof(double));
    memset(values, 0, (size_t)rows * COLUMNS * sizeof(double));
    smote_output out = SMOTE_OUTPUT_INIT;
    out.values       = values;
    CHECK(rows <= MOST && smote_plan_write(plan, table, 0, rows, &out, threads, NULL) == SMOTE_OK, "%s", name_of(call));
    sum = mixed(sum, values, (size_t)rows * COLUMNS * sizeof(double));
    free(values);
    smote_plan_free(plan);
  }
  return sum;
}

/* ------------------------------------------------------------------------ */
/*  Arithmetic                                                               */
/* ------------------------------------------------------------------------ */

static void flush_denormals(void) {
#if defined(__x86_64__)
  _mm_setcsr(_mm_getcsr() | 0x8040);
#elif defined(__aarch64__)
  uint64_t word;
  __asm__ volatile("mrs %0, fpcr" : "=r"(word));
  __asm__ volatile("msr fpcr, %0" : : "r"(word | UINT64_C(1) << 24));
#endif
}

static void upward(void) { fesetround(FE_UPWARD); }
static void downward(void) { fesetround(FE_DOWNWARD); }
static void to_zero(void) { fesetround(FE_TOWARDZERO); }
static void trap(void) { feenableexcept(FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW | FE_UNDERFLOW); }

static const struct {
  const char *name;
  void (*set)(void);
} hosts[] = {{"denormal numbers are 0", flush_denormals}, {"upward", upward}, {"downward", downward},
             {"towards zero", to_zero}, {"traps", trap}};

static volatile double smallest = DBL_MIN, third = 3;

/* What the thread makes of a denormal number, and of a third. */
static uint64_t arithmetic(void) {
  const int traps = feenableexcept(0);
  fedisableexcept(FE_ALL_EXCEPT);
  const double found[3] = {smallest / 4, 1 / third, -1 / third};
  feclearexcept(FE_ALL_EXCEPT);
  if (traps > 0)
    feenableexcept(traps);
  return mixed((uint64_t)(unsigned)traps, found, sizeof found);
}

static uint64_t in_callback;
static int      callbacks;

static int remember(double fraction, void *context) {
  (void)fraction;
  (void)context;
  const uint64_t here = arithmetic();
  in_callback         = callbacks++ == 0 || in_callback == here ? here : 0;
  return 0;
}

/* Sizes at which squares are denormal, values are, and nothing is. */
static void arithmetic_of_the_host(smote_dtype dtype, double size) {
  double  *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  float   *single = (float *)allocate(ROWS * COLUMNS * sizeof *single);
  int32_t *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  for (int i = 0; i < ROWS * COLUMNS; i++)
    single[i] = (float)(values[i] *= size);
  const smote_dataset table =
      dataset(dtype == SMOTE_DTYPE_FLOAT32 ? (void *)single : (void *)values, labels, ROWS, COLUMNS, dtype);
  fenv_t usual;
  fegetenv(&usual);
  for (int call = 0; call < CALLS; call++) {
    const smote_dataset own = suitable_for(call, &table);
    for (int stream = 0; stream < 2; stream++) {
      const smote_stream of       = stream ? SMOTE_STREAM_NUMPY_SEED : SMOTE_STREAM_NATIVE;
      const uint64_t     expected = made(call, &own, of, 2, NULL);
      for (size_t h = 0; h < sizeof hosts / sizeof *hosts; h++) {
        hosts[h].set();
        const uint64_t before = arithmetic();
        callbacks             = 0;
        const uint64_t found = made(call, &own, of, 2, remember), after = arithmetic();
        fesetenv(&usual);
        CHECK(found == expected, "%s, stream %d, size %g: %s", name_of(call), stream, size, hosts[h].name);
        CHECK(after == before, "%s leaves other arithmetic than there was: %s", name_of(call), hosts[h].name);
        CHECK(callbacks > 1 && in_callback == before, "%s calls back in arithmetic of its own: %s",
              name_of(call), hosts[h].name);
      }
    }
    free((void *)own.values);
  }
  free(labels);
  free(single);
  free(values);
}

/* ------------------------------------------------------------------------ */
/*  Threads                                                                  */
/* ------------------------------------------------------------------------ */

enum { MANY = 60000, WIDE = 20 };
static double *many_values;
static int32_t many_labels[MANY];
static int     many = MANY;
static volatile int ended;

static void *be_cancelled(void *context) {
  (void)context;
  const smote_dataset table = dataset(many_values, many_labels, many, WIDE, SMOTE_DTYPE_FLOAT64);
  smote_options       o     = SMOTE_OPTIONS_INIT;
  o.method                  = SMOTE_METHOD_SMOTE;
  o.threads                 = 4;
  smote_plan *plan          = NULL;
  const int   done          = smote_plan_create(&table, &o, &plan, NULL) == SMOTE_OK;
  smote_plan_free(plan);
  ended = done ? 1 : 2;
  pthread_testcancel();
  return NULL;
}

/* A thread that is cancelled goes once the call is over. Its stack is so large that it is
 * unmapped at once: nobody may still work on what lies there. */
static void cancelled_threads(void) {
  many_values = (double *)random_values(many, WIDE, SMOTE_DTYPE_FLOAT64, UNIFORM);
  for (int i = 0; i < many; i++)
    many_labels[i] = i % 2 && i > 3;
  pthread_attr_t large;
  pthread_attr_init(&large);
  pthread_attr_setstacksize(&large, (size_t)256 << 20);
  for (int i = 0; i < 6; i++) {
    pthread_t thread;
    void     *result = NULL;
    ended            = 0;
    if (pthread_create(&thread, &large, be_cancelled, NULL) != 0)
      break;
    usleep(3000 * (unsigned)i);
    pthread_cancel(thread);
    pthread_join(thread, &result);
    CHECK(result == PTHREAD_CANCELED && (ended == 1 || i == 0), "cancelled after %d ms: %d", 3 * i, ended);
  }
  pthread_attr_destroy(&large);
  free(many_values);
}

static void *on_a_small_stack(void *context) {
  for (int call = 0; call < CALLS; call++) {
    const smote_dataset own = suitable_for(call, (const smote_dataset *)context);
    CHECK(made(call, &own, SMOTE_STREAM_NUMPY_SEED, 1, NULL) ==
              made(call, &own, SMOTE_STREAM_NUMPY_SEED, 2, NULL), "%s", name_of(call));
    free((void *)own.values);
  }
  return NULL;
}

/* What the header says that a call needs. */
static void small_stack(void) {
  double             *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t            *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  const smote_dataset table  = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  pthread_attr_t      small;
  pthread_t           thread;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, (size_t)128 << 10);
  if (pthread_create(&thread, &small, on_a_small_stack, (void *)(uintptr_t)&table) == 0)
    pthread_join(thread, NULL);
  pthread_attr_destroy(&small);
  free(labels);
  free(values);
}

/* ------------------------------------------------------------------------ */
/*  Locale                                                                   */
/* ------------------------------------------------------------------------ */

static void numbers_in_messages(void) {
  static const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "C"};
  const char              *name    = NULL;
  for (size_t i = 0; name == NULL; i++)
    name = setlocale(LC_ALL, names[i]);
  double              x[8]   = {1, 2, 3, 4, 5, 6, 7, 8};
  int32_t             y[8]   = {0, 0, 0, 0, 0, 1, 1, 1};
  const smote_dataset table  = dataset(x, y, 8, 1, SMOTE_DTYPE_FLOAT64);
  smote_options       o      = SMOTE_OPTIONS_INIT;
  o.method                   = SMOTE_METHOD_SMOTE;
  o.strategy                 = SMOTE_STRATEGY_RATIO;
  o.amount                   = 1.5;
  smote_plan *plan           = NULL;
  smote_error error;
  CHECK(smote_plan_create(&table, &o, &plan, &error) == SMOTE_ERROR_INVALID_ARGUMENT, "amount 1.5");
  CHECK(strstr(error.message, "amount = 1.5,") != NULL, "in locale %s: %s", name, error.message);
  setlocale(LC_ALL, "C");
}

int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], "small") == 0)
    many = MANY / 15;
  for (int i = 0; i < ROWS; i++) {
    probabilities[i] = random_unit();
    support[i]       = i % 7 < 3;
  }
  arithmetic_of_the_host(SMOTE_DTYPE_FLOAT64, 1);
  arithmetic_of_the_host(SMOTE_DTYPE_FLOAT64, 1e-160);
  arithmetic_of_the_host(SMOTE_DTYPE_FLOAT64, 1e-310);
  arithmetic_of_the_host(SMOTE_DTYPE_FLOAT32, 1e-40);
  cancelled_threads();
  small_stack();
  numbers_in_messages();
  return closing_line("test_host");
}

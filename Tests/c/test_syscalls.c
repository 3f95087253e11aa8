/*
 * test_syscalls.c - everything that the library can do, between two marks that strace shows
 *
 * Tests/c/run.sh runs it under strace too, and looks at what the system was asked for between
 * the marks: memory, threads, and nothing else.
 */
#include "common.h"

#include <unistd.h>

enum { ROWS = 3000, COLUMNS = 12, MOST = 4 * ROWS, K = 5 };

static void mark(const char *text) {
  /* To no file that is open: it fails, and strace shows it. */
  if (write(-1, text, strlen(text)) >= 0)
    exit(1);
}

static int32_t go_on(double fraction, void *context) {
  (void)fraction, (void)context;
  return 0;
}

int main(void) {
  double  *values        = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t *labels        = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  double  *probabilities = (double *)allocate(ROWS * sizeof *probabilities);
  double  *written       = (double *)allocate(MOST * COLUMNS * sizeof *written);
  int64_t *indices       = (int64_t *)allocate(ROWS * K * sizeof *indices);
  for (int i = 0; i < ROWS; i++)
    probabilities[i] = random_unit();
  const smote_dataset packed = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  static smote_dataset tables[VARIANTS + REDUCERS];
  for (int call = 0; call < VARIANTS + REDUCERS; call++) {
    const struct variant *first = call < VARIANTS ? &variants[call] : &reducers[call - VARIANTS].first;
    tables[call]                = suitable(&packed, first);
    if (first->method == SMOTE_METHOD_CLUSTER_CENTROIDS || first->method == SMOTE_METHOD_SVM)
      tables[call].rows = 500;
  }

  mark("smote begins");
  smote_version();
  smote_cpu();
  smote_error error;
  for (int threads = 0; threads <= 4; threads += 2)
    for (int call = 0; call < VARIANTS + REDUCERS; call++) {
      smote_options options = call < VARIANTS
                                ? options_of(&variants[call], SMOTE_STREAM_NATIVE)
                                : reducer_options(&reducers[call - VARIANTS], SMOTE_STREAM_NUMPY_SEED, probabilities);
      options.threads       = threads;
      options.progress      = go_on;
      smote_plan  *plan     = NULL;
      smote_output out      = SMOTE_OUTPUT_INIT;
      out.values            = written;
      const smote_status status = smote_plan_create(&tables[call], &options, &plan, &error);
      CHECK(status == SMOTE_OK, "%d: %s", call, error.message);
      const int64_t rows = smote_plan_row_count(plan);
      CHECK(rows <= MOST && smote_plan_write(plan, &tables[call], 0, rows, &out, threads, &error) == SMOTE_OK, "%d: write",
            call);
      smote_plan_free(plan);
      options.neighbors = -1;
      CHECK(smote_plan_create(&tables[call], &options, &plan, &error) != SMOTE_OK, "%d: refused", call);
    }
  smote_search search = SMOTE_SEARCH_INIT;
  CHECK(smote_neighbors(NULL, &packed, &search, indices, NULL, &error) == SMOTE_OK, "search");
  mark("smote ends");

  for (int call = 0; call < VARIANTS + REDUCERS; call++)
    free((void *)tables[call].values);
  free(indices);
  free(written);
  free(probabilities);
  free(labels);
  free(values);
  return closing_line("test_syscalls");
}

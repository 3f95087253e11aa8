/*
 * test_memory.c - a process that may not have more memory (ulimit -v) gets a status,
 * and works on when it may
 */
#include "common.h"

#include <sys/resource.h>

enum { ROWS = 400000, COLUMNS = 2 };

/* The address space in use, in bytes. */
static rlim_t address_space(void) {
  long  pages = 0;
  FILE *file  = fopen("/proc/self/statm", "r");
  if (file == NULL || fscanf(file, "%ld", &pages) != 1)
    exit(1);
  fclose(file);
  return (rlim_t)pages * 4096;
}

static void allow(rlim_t more) {
  struct rlimit limit;
  getrlimit(RLIMIT_AS, &limit);
  limit.rlim_cur = more == RLIM_INFINITY ? limit.rlim_max : address_space() + more;
  if (setrlimit(RLIMIT_AS, &limit) != 0)
    exit(1);
}

/* Memory grows with the rows, not with their pairs: each method has to do with less than a bit
 * for each pair of rows (and SVM with less than a number of its kernel matrix, which it may
 * keep 128 MiB of). */
static void check_linear(smote_method method, const struct variant *variant) {
  const bool    trains  = method == SMOTE_METHOD_SVM;
  const int64_t rows    = trains ? 8000 : 24000;
  const rlim_t  most    = trains ? 8000 / 1024 * 8000 / 1024 * 4 : 24000 / 1024 * 24000 / 1024 / 8;
  double       *values  = (double *)random_values(rows, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t      *labels  = (int32_t *)allocate((size_t)rows * sizeof *labels);
  double       *chances = (double *)allocate((size_t)rows * sizeof *chances);
  for (int64_t i = 0; i < rows; i++) {
    labels[i]  = i % 3 == 0;
    chances[i] = values[i * COLUMNS];
  }
  smote_dataset data  = dataset(values, labels, rows, COLUMNS, SMOTE_DTYPE_FLOAT64);
  smote_dataset table = variant != NULL ? suitable(&data, variant) : data;
  smote_options options = SMOTE_OPTIONS_INIT;
  if (variant != NULL)
    options = options_of(variant, SMOTE_STREAM_NATIVE);
  options.method              = method;
  options.shrinkage           = NULL;
  options.shrinkage_count     = 0;
  options.threads             = 1;
  options.class_probabilities = chances;
  smote_plan *plan            = NULL;
  smote_error error           = {SMOTE_OK, ""};
  allow(most << 20);
  const smote_status status = smote_plan_create(&table, &options, &plan, &error);
  allow(RLIM_INFINITY);
  CHECK(status == SMOTE_OK, "%s of %" PRId64 " rows in %d MiB: %s", smote_method_name(method),
        rows, (int)most, error.message);
  smote_plan_free(plan);
  if (variant != NULL)
    free((void *)table.values);
  free(chances);
  free(labels);
  free(values);
}

int main(void) {
  for (int v = 0; v < VARIANTS; v++)
    check_linear(variants[v].method, &variants[v]);
  for (int m = SMOTE_METHOD_RANDOM_UNDER; m < SMOTE_METHOD_END; m++)
    if (smote_method_name((smote_method)m) != NULL)
      check_linear((smote_method)m, NULL);

  double  *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t *labels = (int32_t *)allocate(ROWS * sizeof *labels);
  for (int i = 0; i < ROWS; i++)
    labels[i] = i % 400 == 0;
  smote_dataset data = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);

  /* Little by little more is allowed, until it is enough. */
  static const int megabytes[] = {0, 1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 32, 64};
  int              refused     = 0;
  static const int tried[] = {PLAIN, SMOTENC, SMOTEN, KMEANS};
  for (int t = 0; t < 8; t++) {
    const struct variant *variant = &variants[tried[t / 2]];
    const int             threads = t % 2 ? 3 : 1;
    const smote_dataset   table   = suitable(&data, variant);
    for (size_t i = 0; i < sizeof megabytes / sizeof *megabytes; i++) {
      smote_options options = options_of(variant, SMOTE_STREAM_NATIVE);
      options.threads       = threads;
      smote_plan *plan      = NULL;
      smote_error error     = {SMOTE_OK, ""};
      allow((rlim_t)megabytes[i] << 20);
      smote_status status = smote_plan_create(&table, &options, &plan, &error);
      allow(RLIM_INFINITY);
      CHECK(status == SMOTE_OK || status == SMOTE_ERROR_OUT_OF_MEMORY, "%d MB: %d (%s)",
            megabytes[i], (int)status, error.message);
      CHECK((plan != NULL) == (status == SMOTE_OK), "%d MB: *plan", megabytes[i]);
      if (status != SMOTE_OK) {
        refused++;
        CHECK(error.status == status && strlen(error.message) > 10, "%d MB: %s", megabytes[i],
              error.message);
      }
      smote_plan_free(plan);
    }
    free((void *)table.values);
  }
  CHECK(refused >= 16, "%d limits were too low", refused);

  /* Sizes that no machine has: a status at once. */
  static const int64_t rows[] = {INT64_C(1) << 36, INT64_C(1) << 40, INT64_C(1) << 44};
  allow((rlim_t)256 << 20);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const smote_target target  = {1, 0, rows[i]};
    smote_options      options = smote_defaults();
    options.strategy           = SMOTE_STRATEGY_TARGETS;
    options.targets            = &target;
    options.target_count       = 1;
    smote_plan *plan           = NULL;
    smote_error error          = {SMOTE_OK, ""};
    CHECK(smote_plan_create(&data, &options, &plan, &error) == SMOTE_ERROR_OUT_OF_MEMORY,
          "%" PRId64 " rows: %s", rows[i], error.message);
    smote_plan_free(plan);
  }
  allow(RLIM_INFINITY);

  /* And with memory it works, as if nothing had been. */
  smote_options options = smote_defaults();
  smote_plan   *plan    = plan_or_fail(&data, &options);
  CHECK(smote_plan_row_count(plan) == 2 * (ROWS - ROWS / 400), "%" PRId64 " rows",
        smote_plan_row_count(plan));
  smote_plan_free(plan);
  free(labels);
  free(values);
  return closing_line("test_memory");
}

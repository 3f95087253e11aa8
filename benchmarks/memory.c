/*
 * memory.c - the memory that plans take above their input, method by method.
 *
 *     cc -O2 -Iinclude benchmarks/memory.c -Lbuild/lib -lsmote -o memory
 *     ./memory ROWS COLUMNS THREADS
 *
 * Each plan is made in a process of its own, which watches its peak. A table of ROWS rows and one
 * of half as many tell what grows with the rows from what does not. Prints a Markdown table.
 */
#define _POSIX_C_SOURCE 200809L
#include <smote.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void must(int right, const char *what) {
  if (right) return;
  fprintf(stderr, "%s\n", what);
  exit(1);
}

/* kB, from /proc/self/status: VmHWM is the peak so far, VmRSS what is in use. */
static long status_of(const char *field) {
  FILE *file = fopen("/proc/self/status", "r");
  char  line[256];
  long  value = -1;
  must(file != NULL, "no /proc/self/status");
  while (fgets(line, sizeof line, file))
    if (strncmp(line, field, strlen(field)) == 0) value = atol(line + strlen(field) + 1);
  fclose(file);
  return value;
}

static double uniform(uint64_t *state) {
  *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (double)(*state >> 11) * 0x1p-53;
}

/* Eight clusters; a tenth of the rows are the minority. */
static smote_dataset table(int64_t rows, int64_t columns, uint8_t *categorical) {
  smote_dataset data   = SMOTE_DATASET_INIT;
  double       *values = malloc(sizeof(double) * (size_t)(rows * columns));
  int32_t      *labels = malloc(sizeof(int32_t) * (size_t)rows);
  uint64_t      state  = 1;
  must(values != NULL && labels != NULL, "no memory");
  for (int64_t i = 0; i < rows; i++) {
    const int cluster = (int)(8 * uniform(&state));
    labels[i]         = uniform(&state) < 0.1;
    for (int64_t j = 0; j < columns; j++) {
      double value = cluster * (double)((cluster + j) % 5) + uniform(&state) + uniform(&state);
      if (categorical != NULL && categorical[j]) value = (double)(int)value;
      values[i * columns + j] = value;
    }
  }
  data.values        = values;
  data.labels        = labels;
  data.dtype         = SMOTE_DTYPE_FLOAT64;
  data.rows          = rows;
  data.columns       = columns;
  data.row_stride    = columns;
  data.column_stride = 1;
  data.categorical   = categorical;
  return data;
}

/* MiB that a plan adds to the peak. */
static double measure(smote_method method, int64_t rows, int64_t columns, int threads) {
  int ends[2];
  must(pipe(ends) == 0, "no pipe");
  const pid_t child = fork();
  must(child >= 0, "no process");
  if (child == 0) {
    uint8_t *categorical = calloc((size_t)columns, 1);
    double  *hardness    = malloc(sizeof(double) * (size_t)rows);
    uint64_t state       = 2;
    must(categorical != NULL && hardness != NULL, "no memory");
    for (int64_t j = 0; j < columns; j++)
      categorical[j] = method == SMOTE_METHOD_SMOTEN || (method == SMOTE_METHOD_SMOTENC && j % 2);
    for (int64_t i = 0; i < rows; i++)
      hardness[i] = uniform(&state);
    smote_dataset data    = table(rows, columns, categorical);
    smote_options options = SMOTE_OPTIONS_INIT;
    options.method        = method;
    options.threads       = threads;
    /* No cluster is left out. */
    if (method == SMOTE_METHOD_KMEANS) options.cluster_balance_threshold = 0;
    if (method == SMOTE_METHOD_INSTANCE_HARDNESS) options.class_probabilities = hardness;
    smote_plan *plan   = NULL;
    smote_error error;
    const long  before = status_of("VmRSS:");
    must(smote_plan_create(&data, &options, &plan, &error) == SMOTE_OK, error.message);
    const double own = (double)(status_of("VmHWM:") - before) / 1024;
    must(write(ends[1], &own, sizeof own) == sizeof own, "no pipe");
    _exit(0);
  }
  double own    = 0;
  int    status = 1;
  close(ends[1]);
  must(read(ends[0], &own, sizeof own) == sizeof own, "a plan was not made");
  must(waitpid(child, &status, 0) == child && status == 0, "a plan was not made");
  close(ends[0]);
  return own;
}

int main(int count, char **arguments) {
  const int64_t rows    = count > 1 ? atoll(arguments[1]) : 200000;
  const int64_t columns = count > 2 ? atoll(arguments[2]) : 20;
  const int     threads = count > 3 ? atoi(arguments[3]) : 2;
  must(rows >= 1000 && columns > 0 && threads > 0, "ROWS from 1000, COLUMNS and THREADS above 0");
  printf("| method | rows | peak, MiB | bytes a row |\n");
  printf("| --- | --- | --- | --- |\n");
  for (int method = 1; method < SMOTE_METHOD_END; method++) {
    const char *name = smote_method_name((smote_method)method);
    if (name == NULL) continue;
    /* Their time grows faster. */
    const int     is_slow = method == SMOTE_METHOD_SVM || method == SMOTE_METHOD_CNN ||
                        method == SMOTE_METHOD_CLUSTER_CENTROIDS;
    const int64_t own     = is_slow ? rows / 10 : rows;
    const double  whole   = measure((smote_method)method, own, columns, threads);
    const double  half    = measure((smote_method)method, own / 2, columns, threads);
    printf("| %s | %lld | %.1f | %.0f |\n", name, (long long)own, whole,
           (whole - half) * 1048576 / (double)(own - own / 2));
    fflush(stdout);
  }
  return 0;
}

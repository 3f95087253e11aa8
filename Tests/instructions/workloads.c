/*
 * workloads.c - fixed pieces of work, whose instructions are counted.
 *
 *     workloads tree|sieve|lists|write
 *
 * One thread; data from a generator of its own, so that they are the same everywhere.
 */
#include <smote.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 1;

static double uniform(void) {
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (double)(state >> 11) * 0x1p-53;
}

static void must(int right, const char *what) {
  if (right)
    return;
  fprintf(stderr, "%s\n", what);
  exit(1);
}

static smote_dataset table(double *values, int64_t rows, int64_t columns, int32_t *labels) {
  smote_dataset data = SMOTE_DATASET_INIT;
  data.values        = values;
  data.rows          = rows;
  data.columns       = columns;
  data.row_stride    = columns;
  data.column_stride = 1;
  data.labels        = labels;
  data.dtype         = SMOTE_DTYPE_FLOAT64;
  return data;
}

/* The neighbours of every row: in a pattern of few directions, or in none. */
static void search(int64_t rows, int64_t columns, int32_t k, int is_patterned) {
  enum { DIRECTIONS = 4 };
  double  *values = malloc(sizeof(double) * (size_t)(rows * columns));
  int64_t *found  = malloc(sizeof(int64_t) * (size_t)(rows * k));
  double  *along  = malloc(sizeof(double) * (size_t)columns * DIRECTIONS);
  must(values && found && along, "no memory");
  for (int64_t i = 0; i < columns * DIRECTIONS; i++)
    along[i] = uniform() - 0.5;
  for (int64_t row = 0; row < rows; row++) {
    double hidden[DIRECTIONS];
    for (int i = 0; i < DIRECTIONS; i++)
      hidden[i] = uniform() + uniform() + uniform();
    for (int64_t column = 0; column < columns; column++) {
      double value = is_patterned ? 0.01 * uniform() : uniform();
      for (int i = 0; i < DIRECTIONS && is_patterned; i++)
        value += hidden[i] * along[i * columns + column];
      values[row * columns + column] = value;
    }
  }
  smote_dataset data   = table(values, rows, columns, NULL);
  smote_search  search = SMOTE_SEARCH_INIT;
  smote_error   error;
  search.neighbors     = k;
  search.threads       = 1;
  search.one_table     = 1;
  must(smote_neighbors(&data, &data, &search, found, NULL, &error) == SMOTE_OK, error.message);
  free(values);
  free(found);
  free(along);
}

/* 40,000 new rows between the rows of a small class. */
static void write_rows(void) {
  enum { ROWS = 42000, COLUMNS = 20, MINORITY = 1000 };
  double  *values = malloc(sizeof(double) * ROWS * COLUMNS);
  int32_t *labels = malloc(sizeof(int32_t) * ROWS);
  must(values && labels, "no memory");
  for (int i = 0; i < ROWS * COLUMNS; i++)
    values[i] = uniform();
  for (int i = 0; i < ROWS; i++)
    labels[i] = i < MINORITY;
  smote_dataset data    = table(values, ROWS, COLUMNS, labels);
  smote_options options = SMOTE_OPTIONS_INIT;
  options.method        = SMOTE_METHOD_SMOTE;
  options.threads       = 1;
  smote_plan *plan      = NULL;
  smote_error error;
  must(smote_plan_create(&data, &options, &plan, &error) == SMOTE_OK, error.message);
  int64_t      rows   = smote_plan_row_count(plan);
  double      *all    = malloc(sizeof(double) * (size_t)rows * COLUMNS);
  smote_output output = SMOTE_OUTPUT_INIT;
  must(all != NULL, "no memory");
  output.values        = all;
  output.row_stride    = COLUMNS;
  output.column_stride = 1;
  must(smote_plan_write(plan, &data, 0, rows, &output, 1, &error) == SMOTE_OK, error.message);
  smote_plan_free(plan);
  free(values);
  free(labels);
  free(all);
}

int main(int count, char **arguments) {
  const char *name = count > 1 ? arguments[1] : "";
  if (strcmp(name, "tree") == 0)
    search(4000, 20, 5, 1);
  else if (strcmp(name, "sieve") == 0)
    search(2500, 30, 5, 0);
  else if (strcmp(name, "lists") == 0) /* nearly all rows are neighbours of all */
    search(1000, 10, 900, 1);
  else if (strcmp(name, "write") == 0)
    write_rows();
  else
    must(0, "workloads tree|sieve|lists|write");
  return 0;
}

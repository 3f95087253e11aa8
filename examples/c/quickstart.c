/*
 * quickstart.c - balance a small table, in C99 or C++11
 *
 *     cc -std=c99 quickstart.c $(pkg-config --cflags --libs smote) -o quickstart
 */
#include <smote.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROWS = 12, COLUMNS = 2 };

/* Eight rows of class 0 and four of class 1. */
static const double x[ROWS * COLUMNS] = {
  1.0, 2.0,  1.5, 1.8,  2.0, 2.2,  1.2, 0.9,  0.8, 1.4,  1.9, 1.1,
  1.3, 1.7,  0.7, 2.1,  6.0, 7.0,  6.5, 6.8,  7.0, 7.4,  6.2, 7.7,
};
static const int32_t y[ROWS] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1};

int main(void) {
  smote_dataset data = SMOTE_DATASET_INIT;
  data.values        = x;
  data.labels        = y;
  data.rows          = ROWS;
  data.columns       = COLUMNS;
  data.dtype         = SMOTE_DTYPE_FLOAT64;

  smote_options options = SMOTE_OPTIONS_INIT;
  options.method        = SMOTE_METHOD_SMOTE;
  options.neighbors     = 3;
  options.seed          = 42;

  smote_error error;
  smote_plan *plan;
  if (smote_plan_create(&data, &options, &plan, &error) != SMOTE_OK) {
    fprintf(stderr, "%s\n", error.message);
    return 1;
  }

  int64_t      rows   = smote_plan_row_count(plan);
  double      *values = (double *)malloc((size_t)rows * COLUMNS * sizeof *values);
  int32_t     *labels = (int32_t *)malloc((size_t)rows * sizeof *labels);
  smote_status status = SMOTE_ERROR_OUT_OF_MEMORY;
  if (values != NULL && labels != NULL) {
    smote_output out = SMOTE_OUTPUT_INIT;
    out.values       = values;
    out.labels       = labels;
    status           = smote_plan_write(plan, &data, 0, rows, &out, 0, &error);
  }
  if (status == SMOTE_OK) {
    printf("%d rows in, %" PRId64 " rows out\n", (int)ROWS, rows);
    for (int64_t i = ROWS; i < rows; i++)
      printf("new row %" PRId64 " of class %" PRId32 ": %.3f %.3f\n", i, labels[i],
             values[i * COLUMNS], values[i * COLUMNS + 1]);
  } else {
    fprintf(stderr, "%s\n", smote_status_name(status));
  }
  free(labels);
  free(values);
  smote_plan_free(plan);
  return status == SMOTE_OK ? 0 : 1;
}

/* Balances a table: reads it from a file, writes the result to standard output.
 *
 * The file holds rows and columns as int64, the values as float64, row by row, and
 * the labels as int32. The result holds all values, then all labels. */
#include <stdio.h>
#include <stdlib.h>

#include <smote.h>

static void *read_block(FILE *file, size_t size, size_t count) {
  void *block = malloc(size * count);
  if (block == NULL || fread(block, size, count, file) != count) {
    fprintf(stderr, "resample: the file is too short\n");
    exit(1);
  }
  return block;
}

int main(int argc, char **argv) {
  FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
  if (file == NULL) {
    fprintf(stderr, "usage: resample FILE\n");
    return 1;
  }
  int64_t *shape = (int64_t *)read_block(file, sizeof *shape, 2);
  size_t columns = (size_t)shape[1];

  smote_dataset data = SMOTE_DATASET_INIT;
  data.rows = shape[0];
  data.columns = shape[1];
  data.values = read_block(file, sizeof(double), (size_t)shape[0] * columns);
  data.labels = (const int32_t *)read_block(file, sizeof(int32_t), (size_t)shape[0]);
  data.dtype = SMOTE_DTYPE_FLOAT64;

  smote_options options = SMOTE_OPTIONS_INIT;
  options.method = SMOTE_METHOD_SMOTE;
  options.seed = 42;

  smote_error error;
  smote_plan *plan;
  if (smote_plan_create(&data, &options, &plan, &error) != SMOTE_OK) {
    fprintf(stderr, "resample: %s\n", error.message);
    return 1;
  }
  size_t rows = (size_t)smote_plan_row_count(plan);
  smote_output out = SMOTE_OUTPUT_INIT;
  out.values = malloc(rows * columns * sizeof(double));
  out.labels = (int32_t *)malloc(rows * sizeof(int32_t));
  if (smote_plan_write(plan, &data, 0, (int64_t)rows, &out, 0, &error) != SMOTE_OK) {
    fprintf(stderr, "resample: %s\n", error.message);
    return 1;
  }
  smote_plan_free(plan);

  fwrite(out.values, sizeof(double), rows * columns, stdout);
  fwrite(out.labels, sizeof(int32_t), rows, stdout);
  free(out.values);
  free(out.labels);
  free((void *)data.values);
  free((void *)data.labels);
  free(shape);
  fclose(file);
  return 0;
}

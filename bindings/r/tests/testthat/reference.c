/* What libsmote writes for row-major data, called from C: the test compares it
 * with what the package returns.
 *
 *     reference method seed stream rows columns shrinkage cleaning < input > output
 *
 * The shrinkage of a class is the one given, times its label plus 1; none if it is below 0.
 * Methods are numbers; 0 for no cleaning.
 * Input: rows x columns doubles, row by row, then the labels as int32. Output: the
 * same of the resampled table. */
#include <smote.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  if (argc != 8) return 2;
  int64_t  rows = atoll(argv[4]), columns = atoll(argv[5]);
  double  *x = malloc(rows * columns * sizeof *x);
  int32_t *y = malloc(rows * sizeof *y);
  if (!x || !y) return 2;
  if (fread(x, sizeof *x * columns, rows, stdin) != (size_t)rows) return 2;
  if (fread(y, sizeof *y, rows, stdin) != (size_t)rows) return 2;

  smote_dataset data = SMOTE_DATASET_INIT;
  data.values = x;
  data.labels = y;
  data.rows = rows;
  data.columns = columns;
  data.dtype = SMOTE_DTYPE_FLOAT64;
  smote_options options = SMOTE_OPTIONS_INIT;
  options.method = atoi(argv[1]);
  options.seed = strtoull(argv[2], NULL, 10);
  options.stream = atoi(argv[3]);
  options.threads = 1;
  options.cleaning = atoi(argv[7]);
  smote_class_value shrinkage[3] = {{0}};
  for (int32_t label = 0; atof(argv[6]) >= 0 && label < 3; label++) {
    shrinkage[label].label = label;
    shrinkage[label].value = atof(argv[6]) * (label + 1);
    options.shrinkage = shrinkage;
    options.shrinkage_count = 3;
  }

  smote_error error;
  smote_plan *plan;
  if (smote_plan_create(&data, &options, &plan, &error) != SMOTE_OK) {
    fprintf(stderr, "%s\n", error.message);
    return 1;
  }
  int64_t      count = smote_plan_row_count(plan);
  double      *out_x = malloc(count * columns * sizeof *out_x);
  int32_t     *out_y = malloc(count * sizeof *out_y);
  smote_output out = SMOTE_OUTPUT_INIT;
  out.values = out_x;
  out.labels = out_y;
  if (smote_plan_write(plan, &data, 0, count, &out, 1, &error) != SMOTE_OK) {
    fprintf(stderr, "%s\n", error.message);
    return 1;
  }
  fwrite(out_x, sizeof *out_x * columns, count, stdout);
  fwrite(out_y, sizeof *out_y, count, stdout);
  smote_plan_free(plan);
  return 0;
}

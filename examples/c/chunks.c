/*
 * chunks.c - write the output piece by piece, say where each new row comes from,
 * and stop on request, in C99 or C++11
 *
 * The table is made of single-precision numbers in column-major order, as Fortran
 * and R keep them; only a small buffer is ever written to. So a table can be
 * streamed to a file that is larger than memory.
 *
 *     cc -std=c99 chunks.c $(pkg-config --cflags --libs smote) -o chunks
 *     ./chunks            writes everything
 *     ./chunks cancel     stops at the first call of the progress callback
 */
#include <smote.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { ROWS = 600, COLUMNS = 3, CHUNK = 128 };

static float   x[COLUMNS][ROWS];
static int32_t y[ROWS];

/* One row in six belongs to class 7, which lies apart from class 3. */
static void make_table(void) {
  uint32_t random = 1;
  for (int i = 0; i < ROWS; i++) {
    y[i] = i % 6 == 5 ? 7 : 3;
    for (int j = 0; j < COLUMNS; j++) {
      random  = random * 1664525u + 1013904223u;
      x[j][i] = (float)(random >> 8) / 16777216.0f + (y[i] == 7 ? 2.0f : 0.0f);
    }
  }
}

struct progress {
  int    calls;
  int    cancel;
  double fraction;
};

/* Runs on the thread that called into the library. Nonzero cancels. */
static int32_t on_progress(double fraction, void *context) {
  struct progress *progress = (struct progress *)context;
  progress->calls++;
  progress->fraction = fraction;
  return progress->cancel;
}

int main(int argc, char **argv) {
  struct progress progress = {0, argc > 1 && strcmp(argv[1], "cancel") == 0, 0.0};
  make_table();

  smote_dataset data = SMOTE_DATASET_INIT;
  data.values        = x;
  data.labels        = y;
  data.rows          = ROWS;
  data.columns       = COLUMNS;
  data.row_stride    = 1;
  data.column_stride = ROWS;
  data.dtype         = SMOTE_DTYPE_FLOAT32;

  smote_options options    = SMOTE_OPTIONS_INIT;
  options.method           = SMOTE_METHOD_SMOTE;
  options.seed             = 7;
  options.progress         = on_progress;
  options.progress_context = &progress;

  smote_error error;
  smote_plan *plan;
  if (smote_plan_create(&data, &options, &plan, &error) != SMOTE_OK) {
    printf("%s: %s\n", smote_status_name(error.status), error.message);
    return error.status == SMOTE_ERROR_CANCELLED ? 0 : 1;
  }

  const int64_t kept   = smote_plan_kept_count(plan);
  const int64_t rows   = smote_plan_row_count(plan);
  int64_t       of[2]  = {0, 0};
  int64_t       pieces = 0;
  smote_status  status = SMOTE_OK;
  for (int64_t first = 0; first < rows && status == SMOTE_OK; first += CHUNK) {
    static float   values[CHUNK * COLUMNS];
    static int32_t labels[CHUNK];
    int64_t        count = rows - first;
    if (count > CHUNK)
      count = CHUNK;

    smote_output out = SMOTE_OUTPUT_INIT;
    out.values       = values;
    out.labels       = labels;
    status           = smote_plan_write(plan, &data, first, count, &out, 1, &error);
    for (int64_t i = 0; status == SMOTE_OK && i < count; i++)
      of[labels[i] == 7]++;
    pieces++;
  }

  int64_t base = 0, neighbor = 0;
  double  gap = 0;
  if (status == SMOTE_OK)
    status = smote_plan_provenance(plan, kept, 1, &base, &neighbor, &gap, &error);
  smote_plan_free(plan);
  if (status != SMOTE_OK) {
    fprintf(stderr, "%s: %s\n", smote_status_name(status), error.message);
    return 1;
  }

  printf("%" PRId64 " rows kept, %" PRId64 " new, in %" PRId64 " pieces\n", kept, rows - kept,
         pieces);
  printf("class 3: %" PRId64 " rows, class 7: %" PRId64 " rows\n", of[0], of[1]);
  printf("the first new row lies between rows %" PRId64 " and %" PRId64 " of class %" PRId32
         " and %" PRId32 ", gap in [0, 1): %s\n",
         base, neighbor, y[base], y[neighbor], gap >= 0 && gap < 1 ? "yes" : "no");
  printf("progress came to %.0f %%\n", 100 * progress.fraction);
  return 0;
}

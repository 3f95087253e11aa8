/*
 * test_sizes.c - of a struct, no byte is read that its struct_size does not count
 *
 * Each struct ends where a page ends that nobody may read behind, with every size from 0 to
 * more than there is. Each try runs in a forked child, so that a crash is a failed check.
 *
 * Found by the fuzzer: smote_neighbors() copied all of smote_search before it looked at
 * struct_size (short_search_was_read_beyond_its_end).
 */
#include "common.h"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* A child exits with this and the status: a sanitizer that finds something exits with 1. */
enum { ROWS = 60, COLUMNS = 2, OUT = ROWS / 2 * 3, K = 5, STATUS = 100 };

static smote_dataset data;
static smote_options options;
static smote_search  search;
static smote_output  output;
static smote_plan   *plan;
static double        written[OUT * COLUMNS];
static int64_t       indices[ROWS * K];

enum which { DATASET, DATASET_TO_WRITE, DATASET_TO_SEARCH, OPTIONS, OUTPUT, SEARCH, STRUCTS };
static const char *const names[] = {"dataset", "dataset to write from", "dataset to search", "options", "output",
                                    "search"};

static smote_status call(enum which which, const void *given) {
  smote_plan  *made   = NULL;
  smote_status status = SMOTE_OK;
  switch (which) {
  case DATASET: status = smote_plan_create((const smote_dataset *)given, &options, &made, NULL); break;
  case DATASET_TO_WRITE: return smote_plan_write(plan, (const smote_dataset *)given, 0, OUT, &output, 1, NULL);
  case DATASET_TO_SEARCH: return smote_neighbors(NULL, (const smote_dataset *)given, &search, indices, NULL, NULL);
  case OPTIONS: status = smote_plan_create(&data, (const smote_options *)given, &made, NULL); break;
  case OUTPUT: return smote_plan_write(plan, &data, 0, OUT, (const smote_output *)given, 1, NULL);
  default: return smote_neighbors(NULL, &data, (const smote_search *)given, indices, NULL, NULL);
  }
  smote_plan_free(made);
  return status;
}

int main(void) {
  double  *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  data            = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  options         = smote_defaults();
  const smote_search search_init = SMOTE_SEARCH_INIT;
  const smote_output output_init = SMOTE_OUTPUT_INIT;
  search                         = search_init;
  output                         = output_init;
  output.values                  = written;
  plan                           = plan_or_fail(&data, &options);

  const size_t page  = (size_t)sysconf(_SC_PAGESIZE);
  char        *pages = (char *)mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED || mprotect(pages + page, page, PROT_NONE) != 0)
    exit(1);

  const struct {
    const void *full;
    size_t      size, known[8]; /* the sizes that it has or had */
  } structs[STRUCTS] = {
    {&data, sizeof data, {64, 72}},
    {&data, sizeof data, {64, 72}},
    {&data, sizeof data, {64, 72}},
    {&options, sizeof options, {112, 128, 152, 168, 200, 280}},
    {&output, sizeof output, {40, 48}},
    {&search, sizeof search, {72}},
  };
  for (int which = 0; which < STRUCTS; which++)
    for (size_t size = 0; size <= structs[which].size + 9; size++) {
      const size_t full  = structs[which].size, least = size < sizeof size ? sizeof size : size;
      const size_t there = least < full ? least : full;
      bool         known = false;
      for (int k = 0; k < 8; k++)
        known = known || (size != 0 && structs[which].known[k] == size);
      char *given = pages + page - (there + 7) / 8 * 8; /* aligned; whole words */
      memcpy(given, structs[which].full, there);
      memcpy(given, &size, sizeof size);
      fflush(stdout);
      const pid_t pid = fork();
      if (pid == 0)
        _exit(STATUS + (int)call((enum which)which, given));
      int status = -1;
      CHECK(pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status), "%s of %zu bytes: status %#x",
            names[which], size, status);
      CHECK(!WIFEXITED(status) ||
              WEXITSTATUS(status) == STATUS + (known ? (int)SMOTE_OK : (int)SMOTE_ERROR_INVALID_ARGUMENT),
            "%s of %zu bytes: %d", names[which], size, WEXITSTATUS(status) - STATUS);
    }
  munmap(pages, 2 * page);
  smote_plan_free(plan);
  free(labels);
  free(values);
  return closing_line("test_sizes");
}

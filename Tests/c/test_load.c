/*
 * test_load.c - dlopen, dlclose, dlopen again, also while a thread is at work in the library;
 * two copies in one process; and what the library wants to know of its environment
 *
 *     test_load LIBRARY
 *
 * Linked without libsmote, and with -rdynamic: this program's own getenv takes the place of
 * the C library's also for libsmote.
 */
#include "common.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>

extern char **environ;

static atomic_int environment_reads, other_reads;

char *getenv(const char *name) {
  /* Only what is asked for while the library is watched counts. */
  if (strcmp(name, "SMOTE_CPU") == 0)
    atomic_fetch_add(&environment_reads, 1);
  else
    atomic_fetch_add(&other_reads, 1);
  const size_t length = strlen(name);
  for (char **entry = environ; *entry != NULL; entry++)
    if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=')
      return *entry + length + 1;
  return NULL;
}

char *secure_getenv(const char *name) { return getenv(name); }

/* The functions of one copy. */
struct library {
  void *handle;
  smote_status (*create)(const smote_dataset *, const smote_options *, smote_plan **, smote_error *);
  smote_status (*write)(const smote_plan *, const smote_dataset *, int64_t, int64_t, const smote_output *, int32_t,
                        smote_error *);
  int64_t (*rows)(const smote_plan *);
  void (*release)(smote_plan *);
};

static void find(void *handle, const char *name, void *function) {
  void *found = dlsym(handle, name);
  CHECK(found != NULL, "%s", name);
  memcpy(function, &found, sizeof found);
}

static struct library load(const char *path, Lmid_t namespace) {
  struct library library;
  library.handle = namespace == LM_ID_BASE ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : dlmopen(namespace, path, RTLD_NOW | RTLD_LOCAL);
  CHECK(library.handle != NULL, "%s", library.handle != NULL ? "" : dlerror());
  if (library.handle == NULL)
    exit(closing_line("test_load"));
  find(library.handle, "smote_plan_create", &library.create);
  find(library.handle, "smote_plan_write", &library.write);
  find(library.handle, "smote_plan_row_count", &library.rows);
  find(library.handle, "smote_plan_free", &library.release);
  return library;
}

enum { ROWS = 1200, COLUMNS = 8, OUT = ROWS / 2 * 3 };

static smote_dataset data;

/* What a copy makes of the data, as one number. */
static uint64_t make(const struct library *library) {
  double       *values  = (double *)allocate(OUT * COLUMNS * sizeof *values);
  smote_options options = smote_defaults();
  smote_output  out     = SMOTE_OUTPUT_INIT;
  smote_plan   *plan    = NULL;
  options.threads       = 3;
  out.values            = values;
  uint64_t sum          = 0;
  if (library->create(&data, &options, &plan, NULL) == SMOTE_OK && library->rows(plan) == OUT &&
      library->write(plan, &data, 0, OUT, &out, 3, NULL) == SMOTE_OK) {
    sum = 1;
    for (int i = 0; i < OUT * COLUMNS; i++) {
      uint64_t bits;
      memcpy(&bits, &values[i], sizeof bits);
      sum = (sum ^ bits) * UINT64_C(1099511628211);
    }
  }
  library->release(plan);
  free(values);
  return sum;
}

static struct library busy;
static uint64_t       expected;
static atomic_int     stop, worked, went_wrong;

static void *keep_busy(void *context) {
  (void)context;
  while (!atomic_load(&stop)) {
    if (make(&busy) != expected)
      atomic_store(&went_wrong, 1);
    atomic_fetch_add(&worked, 1);
  }
  return NULL;
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  double  *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  data            = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);

  environment_reads = other_reads = 0;
  struct library first            = load(argv[1], LM_ID_BASE);
  expected                        = make(&first);
  CHECK(expected != 0, "loaded once");
  CHECK(environment_reads == 1 && other_reads == 0, "SMOTE_CPU is read once: %d times, others %d", environment_reads,
        other_reads);

  for (int i = 0; i < 50; i++) {
    CHECK(dlclose(first.handle) == 0, "dlclose");
    first = load(argv[1], LM_ID_BASE);
    CHECK(make(&first) == expected, "loaded again, %d", i);
  }
  CHECK(environment_reads == 1, "SMOTE_CPU is not read again, but %d times", environment_reads);

  /* The host closes it while a thread of its own is inside: the code must stay where it is. */
  busy = first;
  pthread_t thread;
  CHECK(pthread_create(&thread, NULL, keep_busy, NULL) == 0, "a thread");
  CHECK(dlclose(first.handle) == 0, "dlclose");
  while (atomic_load(&worked) < 20) {
    struct library again = load(argv[1], LM_ID_BASE);
    CHECK(make(&again) == expected, "beside a thread at work");
    dlclose(again.handle);
  }
  atomic_store(&stop, 1);
  pthread_join(thread, NULL);
  CHECK(!went_wrong, "the thread that was inside");

  /* Copies in link maps of their own, each with a C library of its own. */
  for (int i = 0; i < 3; i++) {
    struct library copy = load(argv[1], LM_ID_NEWLM);
    CHECK(make(&copy) == expected, "copy %d", i);
    dlclose(copy.handle);
  }
  free(labels);
  free(values);
  return closing_line("test_load");
}

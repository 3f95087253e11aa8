/*
 * test_abi.c - what a program compiled against this header relies on for ever:
 * sizes, offsets, enumerator values, names
 */
#include "common.h"

#define OFFSET(type, field, offset)                                            \
  CHECK(offsetof(type, field) == (offset), "offset of %s.%s is %zu", #type, #field, \
        offsetof(type, field))
#define VALUE(name, value) CHECK((int)(name) == (value), "%s is %d", #name, (int)(name))

int main(void) {
  CHECK(smote_version() == SMOTE_VERSION, "library %u, header %d", smote_version(),
        SMOTE_VERSION);

  const char *cpu = smote_cpu();
  CHECK(strcmp(cpu, "baseline") == 0 || strcmp(cpu, "v3") == 0 || strcmp(cpu, "v4") == 0,
        "smote_cpu() is %s", cpu);
  const char *wanted = getenv("SMOTE_CPU");
  if (wanted != NULL && strcmp(wanted, "baseline") == 0)
    CHECK(strcmp(cpu, wanted) == 0, "SMOTE_CPU=%s, but smote_cpu() is %s", wanted, cpu);

  CHECK(sizeof(smote_status) == 4, "enumerations are 32 bits wide");
  CHECK(sizeof(smote_error) == 512, "%zu", sizeof(smote_error));
  CHECK(sizeof(smote_dataset) == 72, "%zu", sizeof(smote_dataset));
  CHECK(sizeof(smote_target) == 16, "%zu", sizeof(smote_target));
  CHECK(sizeof(smote_options) == 280, "%zu", sizeof(smote_options));
  CHECK(sizeof(smote_output) == 48, "%zu", sizeof(smote_output));
  CHECK(sizeof(smote_search) == 72, "%zu", sizeof(smote_search));

  OFFSET(smote_error, message, 4);
  OFFSET(smote_dataset, values, 8);
  OFFSET(smote_dataset, labels, 16);
  OFFSET(smote_dataset, rows, 24);
  OFFSET(smote_dataset, columns, 32);
  OFFSET(smote_dataset, row_stride, 40);
  OFFSET(smote_dataset, column_stride, 48);
  OFFSET(smote_dataset, dtype, 56);
  OFFSET(smote_dataset, reserved, 60);
  OFFSET(smote_dataset, categorical, 64);
  OFFSET(smote_target, rows, 8);
  OFFSET(smote_options, method, 8);
  OFFSET(smote_options, strategy, 12);
  OFFSET(smote_options, seed, 16);
  OFFSET(smote_options, amount, 24);
  OFFSET(smote_options, targets, 32);
  OFFSET(smote_options, target_count, 40);
  OFFSET(smote_options, neighbors, 48);
  OFFSET(smote_options, threads, 52);
  OFFSET(smote_options, stream, 56);
  OFFSET(smote_options, few_rows, 60);
  OFFSET(smote_options, bases, 64);
  OFFSET(smote_options, scale, 68);
  OFFSET(smote_options, column_weights, 72);
  OFFSET(smote_options, numpy_state, 80);
  OFFSET(smote_options, class_neighbors, 88);
  OFFSET(smote_options, progress, 96);
  OFFSET(smote_options, progress_context, 104);
  OFFSET(smote_options, danger_neighbors, 112);
  OFFSET(smote_options, all_neighbors, 120);
  OFFSET(smote_options, shrinkage, 128);
  OFFSET(smote_options, shrinkage_count, 136);
  OFFSET(smote_options, numpy_normal, 144);
  OFFSET(smote_options, out_step, 152);
  OFFSET(smote_options, support_rows, 160);
  OFFSET(smote_options, cluster_of_row, 168);
  OFFSET(smote_options, cluster_balance_threshold, 176);
  OFFSET(smote_options, density_exponent, 184);
  OFFSET(smote_options, clusters, 192);
  OFFSET(smote_options, reserved_2, 196);
  OFFSET(smote_options, cleaning, 200);
  OFFSET(smote_options, cleaning_strategy, 204);
  OFFSET(smote_options, cleaning_amount, 208);
  OFFSET(smote_options, cleaning_targets, 216);
  OFFSET(smote_options, cleaning_target_count, 224);
  OFFSET(smote_options, cleaning_neighbors, 232);
  OFFSET(smote_options, selection, 236);
  OFFSET(smote_options, rounds, 240);
  OFFSET(smote_options, seeds, 244);
  OFFSET(smote_options, cleaning_threshold, 248);
  OFFSET(smote_options, replacement, 256);
  OFFSET(smote_options, allow_minority, 260);
  OFFSET(smote_options, candidate_neighbors, 264);
  OFFSET(smote_options, hard_voting, 268);
  OFFSET(smote_options, class_probabilities, 272);
  CHECK(sizeof(smote_class_value) == 16, "%zu", sizeof(smote_class_value));
  OFFSET(smote_class_value, value, 8);
  OFFSET(smote_output, values, 8);
  OFFSET(smote_output, labels, 16);
  OFFSET(smote_output, row_stride, 24);
  OFFSET(smote_output, column_stride, 32);
  OFFSET(smote_output, carried, 40);
  OFFSET(smote_search, neighbors, 8);
  OFFSET(smote_search, threads, 12);
  OFFSET(smote_search, first_query, 16);
  OFFSET(smote_search, first_reference, 24);
  OFFSET(smote_search, one_table, 32);
  OFFSET(smote_search, resume, 36);
  OFFSET(smote_search, scale, 40);
  OFFSET(smote_search, column_weights, 48);
  OFFSET(smote_search, progress, 56);
  OFFSET(smote_search, progress_context, 64);

  VALUE(SMOTE_OK, 0);
  VALUE(SMOTE_ERROR_INVALID_ARGUMENT, 1);
  VALUE(SMOTE_ERROR_INVALID_DATA, 2);
  VALUE(SMOTE_ERROR_TOO_FEW_ROWS, 10);
  VALUE(SMOTE_ERROR_NO_CANDIDATES, 11);
  VALUE(SMOTE_ERROR_OUT_OF_MEMORY, 20);
  VALUE(SMOTE_ERROR_CANCELLED, 21);
  VALUE(SMOTE_ERROR_INTERNAL, 99);
  VALUE(SMOTE_WARNING_NO_CANDIDATES, 200);
  VALUE(SMOTE_WARNING_EVEN_WEIGHTS, 201);
  VALUE(SMOTE_WARNING_CLASS_VANISHED, 202);
  VALUE(SMOTE_WARNING_FEWER_ROWS, 203);
  VALUE(SMOTE_DTYPE_FLOAT32, 0);
  VALUE(SMOTE_DTYPE_FLOAT64, 1);
  VALUE(SMOTE_METHOD_NONE, 0);
  VALUE(SMOTE_METHOD_SMOTE, 1);
  VALUE(SMOTE_METHOD_BORDERLINE1, 2);
  VALUE(SMOTE_METHOD_BORDERLINE2, 3);
  VALUE(SMOTE_METHOD_SVM, 4);
  VALUE(SMOTE_METHOD_ADASYN, 5);
  VALUE(SMOTE_METHOD_SMOTENC, 6);
  VALUE(SMOTE_METHOD_SMOTEN, 7);
  VALUE(SMOTE_METHOD_KMEANS, 8);
  VALUE(SMOTE_METHOD_RANDOM_OVER, 32);
  VALUE(SMOTE_METHOD_RANDOM_UNDER, 33);
  VALUE(SMOTE_METHOD_TOMEK, 64);
  VALUE(SMOTE_METHOD_ENN, 65);
  VALUE(SMOTE_METHOD_RENN, 66);
  VALUE(SMOTE_METHOD_ALLKNN, 67);
  VALUE(SMOTE_METHOD_CNN, 68);
  VALUE(SMOTE_METHOD_OSS, 69);
  VALUE(SMOTE_METHOD_NCR, 70);
  VALUE(SMOTE_METHOD_NEARMISS1, 71);
  VALUE(SMOTE_METHOD_NEARMISS2, 72);
  VALUE(SMOTE_METHOD_NEARMISS3, 73);
  VALUE(SMOTE_METHOD_INSTANCE_HARDNESS, 74);
  VALUE(SMOTE_METHOD_CLUSTER_CENTROIDS, 75);
  VALUE(SMOTE_SELECTION_ALL, 0);
  VALUE(SMOTE_SELECTION_MODE, 1);
  VALUE(SMOTE_CODE_MAX, 16777215);
  VALUE(SMOTE_STRATEGY_AUTO, 0);
  VALUE(SMOTE_STRATEGY_MINORITY, 1);
  VALUE(SMOTE_STRATEGY_MAJORITY, 2);
  VALUE(SMOTE_STRATEGY_NOT_MINORITY, 3);
  VALUE(SMOTE_STRATEGY_NOT_MAJORITY, 4);
  VALUE(SMOTE_STRATEGY_ALL, 5);
  VALUE(SMOTE_STRATEGY_RATIO, 6);
  VALUE(SMOTE_STRATEGY_PERCENT, 7);
  VALUE(SMOTE_STRATEGY_TARGETS, 8);
  VALUE(SMOTE_STREAM_NATIVE, 0);
  VALUE(SMOTE_STREAM_NUMPY_SEED, 1);
  VALUE(SMOTE_STREAM_NUMPY_STATE, 2);
  VALUE(SMOTE_FEW_ROWS_ERROR, 0);
  VALUE(SMOTE_FEW_ROWS_CLIP, 1);
  VALUE(SMOTE_SCALE_NONE, 0);
  VALUE(SMOTE_SCALE_SD, 1);
  VALUE(SMOTE_SCALE_RANGE, 2);
  VALUE(SMOTE_BASES_EVEN, 0);
  VALUE(SMOTE_BASES_RANDOM, 1);

  static const struct {
    int         status;
    const char *name;
  } names[] = {
    {0, "ok"},           {1, "invalid_argument"}, {2, "invalid_data"}, {10, "too_few_rows"},
    {11, "no_candidates"}, {20, "out_of_memory"}, {21, "cancelled"}, {99, "internal"},
    {200, "warning_no_candidates"}, {201, "warning_even_weights"},
    {202, "warning_class_vanished"}, {203, "warning_fewer_rows"},
    {3, "unknown"},     {-1, "unknown"},     {100, "unknown"},
  };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const char *name = smote_status_name((smote_status)names[i].status);
    CHECK(name != NULL && strcmp(name, names[i].name) == 0, "status %d is named %s",
          names[i].status, name != NULL ? name : "NULL");
  }

  int methods = 0;
  for (int method = -300; method < SMOTE_METHOD_END + 300; method++) {
    const char *name = smote_method_name((smote_method)method);
    if (name != NULL) {
      CHECK(method > 0 && method < SMOTE_METHOD_END, "method %d is named %s", method, name);
      methods++;
    }
  }
  CHECK(methods == 22, "%d methods", methods);
  CHECK(smote_method_name(SMOTE_METHOD_NONE) == NULL, "NONE is no method");
  for (int v = 0; v < VARIANTS; v++) {
    const char *name = smote_method_name(variants[v].method);
    CHECK(name != NULL && strncmp(variants[v].name, name, strlen(name)) == 0, "%s is named %s",
          variants[v].name, name != NULL ? name : "NULL");
  }

  /* The macros: size and defaults set, the rest 0. */
  smote_options options = SMOTE_OPTIONS_INIT, zero_options;
  memset(&zero_options, 0, sizeof zero_options);
  zero_options.struct_size = sizeof zero_options;
  zero_options.neighbors   = 5;
  zero_options.danger_neighbors = 10;
  zero_options.out_step = 0.5;
  zero_options.cluster_balance_threshold = -1;
  zero_options.density_exponent = -1;
  zero_options.clusters = 8;
  zero_options.rounds = 100;
  zero_options.seeds = 1;
  zero_options.cleaning_threshold = 0.5;
  zero_options.candidate_neighbors = 3;
  CHECK(memcmp(&options, &zero_options, sizeof options) == 0, "SMOTE_OPTIONS_INIT");
  smote_dataset dataset_init = SMOTE_DATASET_INIT, zero_dataset;
  memset(&zero_dataset, 0, sizeof zero_dataset);
  zero_dataset.struct_size = sizeof zero_dataset;
  CHECK(memcmp(&dataset_init, &zero_dataset, sizeof zero_dataset) == 0, "SMOTE_DATASET_INIT");
  smote_search search = SMOTE_SEARCH_INIT, zero_search;
  memset(&zero_search, 0, sizeof zero_search);
  zero_search.struct_size = sizeof zero_search;
  zero_search.neighbors   = 5;
  CHECK(memcmp(&search, &zero_search, sizeof search) == 0, "SMOTE_SEARCH_INIT");

  /* A caller that was compiled before the fields behind progress_context existed. */
  double        values[6] = {0, 1, 2, 3, 4, 5};
  int32_t       labels[6] = {0, 0, 0, 0, 1, 1};
  smote_dataset data = SMOTE_DATASET_INIT;
  data.values  = values;
  data.labels  = labels;
  data.rows    = 6;
  data.columns = 1;
  data.dtype   = SMOTE_DTYPE_FLOAT64;
  smote_plan *plan = NULL;
  options.struct_size      = 112;
  options.method           = SMOTE_METHOD_SMOTE;
  options.neighbors        = 1;
  options.danger_neighbors = -1;
  CHECK(smote_plan_create(&data, &options, &plan, NULL) == SMOTE_OK, "a struct of 112 bytes");
  CHECK(smote_plan_row_count(plan) == 8, "%d rows", (int)smote_plan_row_count(plan));
  CHECK(smote_plan_rounds(plan) == 0 && smote_plan_rounds(NULL) == 0, "no rounds");
  double       row[1];
  smote_output out = SMOTE_OUTPUT_INIT;
  out.struct_size  = 40;
  out.values       = row;
  CHECK(smote_plan_write(plan, &data, 0, 1, &out, 1, NULL) == SMOTE_OK, "a struct of 40 bytes");
  smote_plan_free(plan);
  /* 0 1 2 3 | 4 5 on a line, one neighbour: the nearest of 4 is 3, so 4 goes in the first
   * round; then the nearest of 5 is 3 too, and its class vanishes in the second. */
  smote_options editing = SMOTE_OPTIONS_INIT;
  editing.method             = SMOTE_METHOD_RENN;
  editing.strategy           = SMOTE_STRATEGY_ALL;
  editing.cleaning_neighbors = 1;
  CHECK(smote_plan_create(&data, &editing, &plan, NULL) == SMOTE_OK, "RENN");
  CHECK(smote_plan_row_count(plan) == 4 && smote_plan_rounds(plan) == 2, "%d rows, %d rounds",
        (int)smote_plan_row_count(plan), (int)smote_plan_rounds(plan));
  smote_plan_free(plan);
  editing.strategy = SMOTE_STRATEGY_AUTO;
  CHECK(smote_plan_create(&data, &editing, &plan, NULL) == SMOTE_OK, "RENN of the majority");
  CHECK(smote_plan_row_count(plan) == 6 && smote_plan_rounds(plan) == 1, "%d rows, %d rounds",
        (int)smote_plan_row_count(plan), (int)smote_plan_rounds(plan));
  smote_plan_free(plan);
  /* The stride of a single column may be anything. */
  data.row_stride    = 1;
  data.column_stride = INT64_MIN;
  CHECK(smote_plan_create(&data, &options, &plan, NULL) == SMOTE_OK, "a stride never taken");
  smote_plan_free(plan);
  data.row_stride = data.column_stride = 0;
  options.struct_size = sizeof options;
  CHECK(smote_plan_create(&data, &options, &plan, NULL) == SMOTE_ERROR_INVALID_ARGUMENT,
        "danger_neighbors is read from a longer one");
  /* What older structs do not have is not read: clusters = -1 is seen in the newest alone. */
  static const size_t older[] = {112, 128, 152, 168};
  options.danger_neighbors    = 10;
  options.clusters            = -1;
  for (size_t i = 0; i < sizeof older / sizeof *older; i++) {
    options.struct_size = older[i];
    CHECK(smote_plan_create(&data, &options, &plan, NULL) == SMOTE_OK, "options of %zu bytes",
          older[i]);
    smote_plan_free(plan);
  }
  options.struct_size = sizeof options;
  CHECK(smote_plan_create(&data, &options, &plan, NULL) == SMOTE_ERROR_INVALID_ARGUMENT,
        "clusters is read from the newest");
  options.clusters = 8;
  options.rounds   = 0;
  options.struct_size = 200;
  CHECK(smote_plan_create(&data, &options, &plan, NULL) == SMOTE_OK, "options of 200 bytes");
  smote_plan_free(plan);
  options.struct_size = sizeof options;
  CHECK(smote_plan_create(&data, &options, &plan, NULL) == SMOTE_ERROR_INVALID_ARGUMENT,
        "rounds is read from the newest");
  options.rounds = 100;
  static const uint8_t mask[1] = {1};
  data.categorical = mask;
  CHECK(smote_plan_create(&data, &options, &plan, NULL) == SMOTE_ERROR_INVALID_ARGUMENT,
        "categorical is read from a data set of 72 bytes");
  data.struct_size = 64;
  CHECK(smote_plan_create(&data, &options, &plan, NULL) == SMOTE_OK, "a data set of 64 bytes");
  smote_plan_free(plan);

  /* NULL where it is allowed. */
  CHECK(smote_plan_warning_count(NULL) == 0, "warning_count(NULL)");
  smote_plan_free(NULL);
  CHECK(smote_plan_row_count(NULL) == 0, "row_count(NULL)");
  CHECK(smote_plan_kept_count(NULL) == 0, "kept_count(NULL)");
  return closing_line("test_abi");
}

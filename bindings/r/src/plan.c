#include <R_ext/Utils.h>

#include "smote_r.h"

/* ------------------------------------------------------------------------ */
/*  Arguments                                                                */
/* ------------------------------------------------------------------------ */

SEXP smote_r_item(SEXP list, const char *name) {
  SEXP names = Rf_getAttrib(list, R_NamesSymbol);
  for (R_xlen_t i = 0; i < XLENGTH(names); i++) {
    if (strcmp(CHAR(STRING_ELT(names, i)), name) == 0) return VECTOR_ELT(list, i);
  }
  Rf_error("a bug in package smote: no item '%s'", name);
}

smote_dataset smote_r_matrix(SEXP values) {
  SEXP          dim = Rf_getAttrib(values, R_DimSymbol);
  smote_dataset data = SMOTE_DATASET_INIT;
  data.values = REAL_RO(values);
  data.rows = INTEGER_RO(dim)[0];
  data.columns = INTEGER_RO(dim)[1];
  data.row_stride = 1;
  data.column_stride = data.rows;
  data.dtype = SMOTE_DTYPE_FLOAT64;
  return data;
}

/* A value that every row has, for methods that read none: no memory is needed. */
static smote_dataset no_values(SEXP labels) {
  static const double zero = 0;
  smote_dataset       data = SMOTE_DATASET_INIT;
  data.values = &zero;
  data.rows = XLENGTH(labels);
  data.columns = 1;
  data.row_stride = 0;
  data.column_stride = 1;
  data.dtype = SMOTE_DTYPE_FLOAT64;
  return data;
}

SEXP smote_r_failure(const smote_error *error) {
  const char *names[] = {"status", "message", ""};
  SEXP        failure = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(failure, 0, Rf_mkString(smote_status_name(error->status)));
  SET_VECTOR_ELT(failure, 1,
                 Rf_ScalarString(Rf_mkCharCE(error->message, CE_UTF8)));
  UNPROTECT(1);
  return failure;
}

/* Two 32-bit words, the high one first: R has no 64-bit integer. */
static uint64_t seed_of(SEXP words) {
  const double *word = REAL_RO(words);
  return ((uint64_t)word[0] << 32) | (uint64_t)word[1];
}

static const uint8_t *bytes_or_null(SEXP bytes) {
  return bytes == R_NilValue ? NULL : RAW_RO(bytes);
}

static const int32_t *integers_or_null(SEXP integers) {
  return integers == R_NilValue ? NULL : INTEGER_RO(integers);
}

static const double *doubles_or_null(SEXP doubles) {
  return doubles == R_NilValue ? NULL : REAL_RO(doubles);
}

/* Rows by class, in memory of the call; NULL where there are none. */
static const smote_target *targets_of(SEXP labels, SEXP rows) {
  R_xlen_t count = XLENGTH(labels);
  if (count == 0) return NULL;
  smote_target *targets = (smote_target *)R_alloc(count, sizeof(smote_target));
  for (R_xlen_t i = 0; i < count; i++) {
    targets[i].label = INTEGER_RO(labels)[i];
    targets[i].reserved = 0;
    targets[i].rows = (int64_t)REAL_RO(rows)[i];
  }
  return targets;
}

/* What the methods that drop rows are asked for. */
static void set_cleaning(smote_options *ask, SEXP options) {
  SEXP labels = smote_r_item(options, "cleaning_target_labels");
  ask->cleaning = Rf_asInteger(smote_r_item(options, "cleaning"));
  ask->cleaning_strategy =
      Rf_asInteger(smote_r_item(options, "cleaning_strategy"));
  ask->cleaning_targets =
      targets_of(labels, smote_r_item(options, "cleaning_target_rows"));
  ask->cleaning_target_count = XLENGTH(labels);
  ask->cleaning_neighbors =
      Rf_asInteger(smote_r_item(options, "cleaning_neighbors"));
  ask->selection = Rf_asInteger(smote_r_item(options, "selection"));
  ask->rounds = Rf_asInteger(smote_r_item(options, "rounds"));
  ask->seeds = Rf_asInteger(smote_r_item(options, "seeds"));
  ask->cleaning_threshold =
      Rf_asReal(smote_r_item(options, "cleaning_threshold"));
  ask->replacement = Rf_asInteger(smote_r_item(options, "replacement"));
  ask->allow_minority = Rf_asInteger(smote_r_item(options, "allow_minority"));
  ask->candidate_neighbors =
      Rf_asInteger(smote_r_item(options, "candidate_neighbors"));
  ask->hard_voting = Rf_asInteger(smote_r_item(options, "hard_voting"));
  ask->class_probabilities =
      doubles_or_null(smote_r_item(options, "class_probabilities"));
}

/* ------------------------------------------------------------------------ */
/*  The plan, owned by an external pointer                                   */
/* ------------------------------------------------------------------------ */

static void release(SEXP pointer) {
  smote_plan_free(R_ExternalPtrAddr(pointer));
  R_ClearExternalPtr(pointer);
}

/* `values` is NULL for methods that read none. */
SEXP smote_r_plan_create(SEXP values, SEXP labels, SEXP options, SEXP progress) {
  smote_dataset data =
      values == R_NilValue ? no_values(labels) : smote_r_matrix(values);
  data.labels = INTEGER_RO(labels);
  data.categorical = bytes_or_null(smote_r_item(options, "categorical"));

  SEXP     target_labels = smote_r_item(options, "target_labels");
  SEXP     shrinkage_labels = smote_r_item(options, "shrinkage_labels");
  SEXP     shrinkage_values = smote_r_item(options, "shrinkage_values");
  R_xlen_t shrinkage_count = XLENGTH(shrinkage_labels);
  smote_class_value *shrinkage =
      (smote_class_value *)R_alloc(shrinkage_count, sizeof(smote_class_value));
  for (R_xlen_t i = 0; i < shrinkage_count; i++) {
    shrinkage[i].label = INTEGER_RO(shrinkage_labels)[i];
    shrinkage[i].reserved = 0;
    shrinkage[i].value = REAL_RO(shrinkage_values)[i];
  }

  smote_options ask = SMOTE_OPTIONS_INIT;
  ask.method = Rf_asInteger(smote_r_item(options, "method"));
  ask.strategy = Rf_asInteger(smote_r_item(options, "strategy"));
  ask.seed = seed_of(smote_r_item(options, "seed"));
  ask.amount = Rf_asReal(smote_r_item(options, "amount"));
  ask.targets = targets_of(target_labels, smote_r_item(options, "target_rows"));
  ask.target_count = XLENGTH(target_labels);
  ask.neighbors = Rf_asInteger(smote_r_item(options, "neighbors"));
  ask.danger_neighbors = Rf_asInteger(smote_r_item(options, "danger_neighbors"));
  ask.out_step = Rf_asReal(smote_r_item(options, "out_step"));
  ask.support_rows = bytes_or_null(smote_r_item(options, "support_rows"));
  ask.clusters = Rf_asInteger(smote_r_item(options, "clusters"));
  ask.cluster_of_row =
      integers_or_null(smote_r_item(options, "cluster_of_row"));
  ask.cluster_balance_threshold =
      Rf_asReal(smote_r_item(options, "cluster_balance_threshold"));
  ask.density_exponent = Rf_asReal(smote_r_item(options, "density_exponent"));
  ask.threads = Rf_asInteger(smote_r_item(options, "threads"));
  ask.stream = Rf_asInteger(smote_r_item(options, "stream"));
  ask.few_rows = Rf_asInteger(smote_r_item(options, "few_rows"));
  ask.bases = Rf_asInteger(smote_r_item(options, "bases"));
  ask.scale = Rf_asInteger(smote_r_item(options, "scale"));
  ask.column_weights = doubles_or_null(smote_r_item(options, "column_weights"));
  ask.shrinkage = shrinkage_count ? shrinkage : NULL;
  ask.shrinkage_count = shrinkage_count;
  set_cleaning(&ask, options);
  ask.progress = smote_r_watch_callback;
  ask.progress_context = smote_r_watch_begin(progress);

  /* The owner comes first: if R cannot allocate it, there is no plan to leak. */
  SEXP pointer = PROTECT(R_MakeExternalPtr(NULL, R_NilValue, R_NilValue));
  R_RegisterCFinalizerEx(pointer, release, TRUE);

  smote_plan  *plan;
  smote_error  error;
  smote_status status = smote_plan_create(&data, &ask, &plan, &error);
  if (status == SMOTE_OK) R_SetExternalPtrAddr(pointer, plan);
  smote_r_watch_end(ask.progress_context);

  SEXP result = status == SMOTE_OK ? pointer : smote_r_failure(&error);
  UNPROTECT(2);
  return result;
}

/* At once, and not when R next collects garbage: a plan may be large. */
SEXP smote_r_plan_free(SEXP plan) {
  release(plan);
  return R_NilValue;
}

SEXP smote_r_plan_counts(SEXP plan) {
  const smote_plan *address = R_ExternalPtrAddr(plan);
  SEXP              counts = PROTECT(Rf_allocVector(REALSXP, 3));
  REAL(counts)[0] = (double)smote_plan_row_count(address);
  REAL(counts)[1] = (double)smote_plan_kept_count(address);
  REAL(counts)[2] = (double)smote_plan_rounds(address);
  UNPROTECT(1);
  return counts;
}

/* A list of warnings, each as smote_r_failure() has it. */
SEXP smote_r_plan_warnings(SEXP plan) {
  const smote_plan *address = R_ExternalPtrAddr(plan);
  int64_t           count = smote_plan_warning_count(address);
  SEXP              warnings = PROTECT(Rf_allocVector(VECSXP, count));
  for (int64_t i = 0; i < count; i++) {
    smote_error text;
    /* An index below the count is never refused. */
    smote_plan_warning(address, i, &text, &text);
    SET_VECTOR_ELT(warnings, i, smote_r_failure(&text));
  }
  UNPROTECT(1);
  return warnings;
}

/* list(base, neighbor, gap) of output rows [first, first + count), indices from 1
 * (a table in R has fewer than 2^31 rows); neighbor and gap are NULL unless
 * `everything`. */
SEXP smote_r_plan_provenance(SEXP plan, SEXP first, SEXP count,
                             SEXP everything) {
  enum { chunk = 4096 };
  const smote_plan *address = R_ExternalPtrAddr(plan);
  int64_t           from = (int64_t)Rf_asReal(first);
  int64_t           rows = (int64_t)Rf_asReal(count);
  int               all = Rf_asLogical(everything);
  const char       *names[] = {"base", "neighbor", "gap", ""};

  SEXP    result = PROTECT(Rf_mkNamed(VECSXP, names));
  int    *base = NULL, *neighbor = NULL;
  double *gap = NULL;
  SET_VECTOR_ELT(result, 0, Rf_allocVector(INTSXP, rows));
  base = INTEGER(VECTOR_ELT(result, 0));
  if (all) {
    SET_VECTOR_ELT(result, 1, Rf_allocVector(INTSXP, rows));
    SET_VECTOR_ELT(result, 2, Rf_allocVector(REALSXP, rows));
    neighbor = INTEGER(VECTOR_ELT(result, 1));
    gap = REAL(VECTOR_ELT(result, 2));
  }

  for (int64_t done = 0; done < rows; done += chunk) {
    int64_t     some = rows - done < chunk ? rows - done : chunk;
    int64_t     base64[chunk], neighbor64[chunk];
    smote_error error;
    if (smote_plan_provenance(address, from + done, some, base64,
                              all ? neighbor64 : NULL, all ? gap + done : NULL,
                              &error) != SMOTE_OK) {
      result = smote_r_failure(&error);
      break;
    }
    for (int64_t i = 0; i < some; i++) base[done + i] = (int)(base64[i] + 1);
    for (int64_t i = 0; all && i < some; i++)
      neighbor[done + i] = (int)(neighbor64[i] + 1);
  }
  UNPROTECT(1);
  return result;
}

/* A byte for each column of the table: whether it is voted on. */
SEXP smote_r_plan_voted(SEXP plan, SEXP columns) {
  int         count = Rf_asInteger(columns);
  SEXP        result = PROTECT(Rf_allocVector(RAWSXP, count));
  smote_error error;
  if (smote_plan_voted(R_ExternalPtrAddr(plan), count, RAW(result), &error) !=
      SMOTE_OK) {
    result = smote_r_failure(&error);
  }
  UNPROTECT(1);
  return result;
}

/* Output rows [first, first + count) of a table given column by column in
 * `values`, as one vector, column by column too. Written range by range, so that
 * an interrupt is answered; here libsmote is not on the stack, and the plan and
 * all memory belong to R, so the interrupt may jump. */
SEXP smote_r_plan_write(SEXP plan, SEXP values, SEXP columns, SEXP first,
                        SEXP count, SEXP threads) {
  const int64_t range = 1 << 20; /* values: a few milliseconds */
  int64_t       from = (int64_t)Rf_asReal(first);
  int64_t       rows = (int64_t)Rf_asReal(count);

  smote_dataset data = SMOTE_DATASET_INIT;
  data.values = REAL_RO(values);
  data.columns = Rf_asInteger(columns);
  data.rows = XLENGTH(values) / data.columns;
  data.row_stride = 1;
  data.column_stride = data.rows;
  data.dtype = SMOTE_DTYPE_FLOAT64;

  SEXP         result = PROTECT(Rf_allocVector(REALSXP, rows * data.columns));
  smote_output out = SMOTE_OUTPUT_INIT;
  out.row_stride = 1;
  out.column_stride = rows;

  int64_t step = range / data.columns + 1;
  for (int64_t done = 0; done < rows; done += step) {
    smote_error error;
    out.values = REAL(result) + done;
    if (smote_plan_write(R_ExternalPtrAddr(plan), &data, from + done,
                         rows - done < step ? rows - done : step, &out,
                         Rf_asInteger(threads), &error) != SMOTE_OK) {
      result = smote_r_failure(&error);
      break;
    }
    R_CheckUserInterrupt();
  }
  UNPROTECT(1);
  return result;
}

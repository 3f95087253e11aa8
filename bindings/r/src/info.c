#include <unistd.h>

#include "smote_r.h"

SEXP smote_r_info(void) {
  const char *names[] = {"version", "compiled", "cpu", "processors", ""};
  SEXP        info = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(info, 0, Rf_ScalarInteger((int)smote_version()));
  SET_VECTOR_ELT(info, 1, Rf_ScalarInteger(SMOTE_VERSION));
  SET_VECTOR_ELT(info, 2, Rf_mkString(smote_cpu()));
  SET_VECTOR_ELT(info, 3, Rf_ScalarInteger((int)sysconf(_SC_NPROCESSORS_ONLN)));
  UNPROTECT(1);
  return info;
}

/* The header's enumerators under their own names, so that R code has no copy of
 * their values. */
#define CONSTANT(name) {#name, name}
static const struct {
  const char *name;
  int         value;
} constants[] = {
    CONSTANT(SMOTE_METHOD_NONE),
    CONSTANT(SMOTE_METHOD_SMOTE),
    CONSTANT(SMOTE_METHOD_BORDERLINE1),
    CONSTANT(SMOTE_METHOD_BORDERLINE2),
    CONSTANT(SMOTE_METHOD_SVM),
    CONSTANT(SMOTE_METHOD_ADASYN),
    CONSTANT(SMOTE_METHOD_SMOTENC),
    CONSTANT(SMOTE_METHOD_SMOTEN),
    CONSTANT(SMOTE_METHOD_KMEANS),
    CONSTANT(SMOTE_METHOD_RANDOM_OVER),
    CONSTANT(SMOTE_METHOD_RANDOM_UNDER),
    CONSTANT(SMOTE_METHOD_TOMEK),
    CONSTANT(SMOTE_METHOD_ENN),
    CONSTANT(SMOTE_METHOD_RENN),
    CONSTANT(SMOTE_METHOD_ALLKNN),
    CONSTANT(SMOTE_METHOD_CNN),
    CONSTANT(SMOTE_METHOD_OSS),
    CONSTANT(SMOTE_METHOD_NCR),
    CONSTANT(SMOTE_METHOD_NEARMISS1),
    CONSTANT(SMOTE_METHOD_NEARMISS2),
    CONSTANT(SMOTE_METHOD_NEARMISS3),
    CONSTANT(SMOTE_METHOD_INSTANCE_HARDNESS),
    CONSTANT(SMOTE_METHOD_CLUSTER_CENTROIDS),

    CONSTANT(SMOTE_STRATEGY_AUTO),
    CONSTANT(SMOTE_STRATEGY_MINORITY),
    CONSTANT(SMOTE_STRATEGY_MAJORITY),
    CONSTANT(SMOTE_STRATEGY_NOT_MINORITY),
    CONSTANT(SMOTE_STRATEGY_NOT_MAJORITY),
    CONSTANT(SMOTE_STRATEGY_ALL),
    CONSTANT(SMOTE_STRATEGY_RATIO),
    CONSTANT(SMOTE_STRATEGY_PERCENT),
    CONSTANT(SMOTE_STRATEGY_TARGETS),

    CONSTANT(SMOTE_STREAM_NATIVE),
    CONSTANT(SMOTE_STREAM_NUMPY_SEED),

    CONSTANT(SMOTE_FEW_ROWS_ERROR),
    CONSTANT(SMOTE_FEW_ROWS_CLIP),

    CONSTANT(SMOTE_SCALE_NONE),
    CONSTANT(SMOTE_SCALE_SD),
    CONSTANT(SMOTE_SCALE_RANGE),

    CONSTANT(SMOTE_BASES_EVEN),
    CONSTANT(SMOTE_BASES_RANDOM),

    CONSTANT(SMOTE_SELECTION_ALL),
    CONSTANT(SMOTE_SELECTION_MODE),
};

SEXP smote_r_constants(void) {
  const int count = sizeof constants / sizeof constants[0];
  SEXP      values = PROTECT(Rf_allocVector(INTSXP, count));
  SEXP      names = PROTECT(Rf_allocVector(STRSXP, count));
  for (int i = 0; i < count; i++) {
    INTEGER(values)[i] = constants[i].value;
    SET_STRING_ELT(names, i, Rf_mkChar(constants[i].name));
  }
  Rf_setAttrib(values, R_NamesSymbol, names);
  UNPROTECT(2);
  return values;
}

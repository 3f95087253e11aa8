#include "smote_r.h"

#include <R_ext/Rdynload.h>
#include <R_ext/Visibility.h>

#define ROUTINE(name, arguments) {#name, (DL_FUNC)&name, arguments}

static const R_CallMethodDef routines[] = {
    ROUTINE(smote_r_info, 0),
    ROUTINE(smote_r_constants, 0),
    ROUTINE(smote_r_plan_create, 4),
    ROUTINE(smote_r_plan_free, 1),
    ROUTINE(smote_r_plan_counts, 1),
    ROUTINE(smote_r_plan_warnings, 1),
    ROUTINE(smote_r_plan_provenance, 4),
    ROUTINE(smote_r_plan_voted, 2),
    ROUTINE(smote_r_plan_write, 6),
    ROUTINE(smote_r_neighbors, 4),
    {NULL, NULL, 0},
};

attribute_visible void R_init_smote(DllInfo *dll) {
  R_registerRoutines(dll, NULL, routines, NULL, NULL);
  R_useDynamicSymbols(dll, FALSE);
  R_forceSymbols(dll, TRUE);
}

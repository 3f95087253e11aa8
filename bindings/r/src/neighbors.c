#include <math.h>

#include "smote_r.h"

/* list(indices, distances): matrices of query rows x k. libsmote writes lists of
 * 64-bit indices from 0 and squared distances, row by row; R wants integers from
 * 1 (NA where there is no neighbour) and distances, column by column. */
SEXP smote_r_neighbors(SEXP queries, SEXP references, SEXP options,
                       SEXP progress) {
  smote_dataset table = smote_r_matrix(references);
  int           own = queries == R_NilValue;
  smote_dataset asked = own ? table : smote_r_matrix(queries);
  SEXP          weights = smote_r_item(options, "column_weights");

  smote_search search = SMOTE_SEARCH_INIT;
  search.neighbors = Rf_asInteger(smote_r_item(options, "neighbors"));
  search.threads = Rf_asInteger(smote_r_item(options, "threads"));
  search.scale = Rf_asInteger(smote_r_item(options, "scale"));
  search.column_weights = weights == R_NilValue ? NULL : REAL_RO(weights);
  search.progress = smote_r_watch_callback;
  search.progress_context = smote_r_watch_begin(progress);

  R_xlen_t    rows = (R_xlen_t)asked.rows, k = search.neighbors;
  int64_t    *lists = (int64_t *)R_alloc(rows * k, sizeof(int64_t));
  double     *squares = (double *)R_alloc(rows * k, sizeof(double));
  const char *names[] = {"indices", "distances", ""};
  SEXP        result = PROTECT(Rf_mkNamed(VECSXP, names));
  SET_VECTOR_ELT(result, 0, Rf_allocMatrix(INTSXP, (int)rows, (int)k));
  SET_VECTOR_ELT(result, 1, Rf_allocMatrix(REALSXP, (int)rows, (int)k));

  smote_error  error;
  smote_status status = smote_neighbors(own ? NULL : &asked, &table, &search,
                                        lists, squares, &error);
  smote_r_watch_end(search.progress_context);
  if (status != SMOTE_OK) {
    result = smote_r_failure(&error);
    UNPROTECT(2);
    return result;
  }

  int    *indices = INTEGER(VECTOR_ELT(result, 0));
  double *distances = REAL(VECTOR_ELT(result, 1));
  for (R_xlen_t i = 0; i < rows; i++) {
    for (R_xlen_t j = 0; j < k; j++) {
      int64_t found = lists[i * k + j];
      indices[i + j * rows] = found < 0 ? NA_INTEGER : (int)(found + 1);
      distances[i + j * rows] = sqrt(squares[i * k + j]);
    }
  }
  UNPROTECT(2);
  return result;
}

/* The routines that R calls. They convert arguments and results, and nothing
 * else: what to ask for is decided in R, how it is done in libsmote. */
#ifndef SMOTE_R_H
#define SMOTE_R_H

#define R_NO_REMAP
#include <R.h>
#include <Rinternals.h>
#include <smote.h>

/* A failure is returned, not raised: R code words it in the user's terms. So is a
 * warning. */
SEXP smote_r_failure(const smote_error *error);

/* info.c */
SEXP smote_r_info(void);
SEXP smote_r_constants(void);

/* plan.c */
SEXP smote_r_plan_create(SEXP values, SEXP labels, SEXP options, SEXP progress);
SEXP smote_r_plan_free(SEXP plan);
SEXP smote_r_plan_counts(SEXP plan);
SEXP smote_r_plan_warnings(SEXP plan);
SEXP smote_r_plan_provenance(SEXP plan, SEXP first, SEXP count, SEXP everything);
SEXP smote_r_plan_voted(SEXP plan, SEXP columns);
SEXP smote_r_plan_write(SEXP plan, SEXP values, SEXP columns, SEXP first,
                        SEXP count, SEXP threads);

/* neighbors.c */
SEXP smote_r_neighbors(SEXP queries, SEXP references, SEXP options,
                       SEXP progress);

/* The member of an R list that has this name. */
SEXP smote_r_item(SEXP list, const char *name);

/* A double matrix, with its strides. */
smote_dataset smote_r_matrix(SEXP values);

/* progress.c: the progress callback, and what it needs. R code that runs in the
 * callback may end in a jump (an interrupt, an error in the user's function). The
 * jump must not cross libsmote, so it is held back: the callback cancels, and
 * smote_r_watch_end(), called when libsmote has returned, lets it go on. */
typedef struct smote_r_watch smote_r_watch;

/* Protects one object: the caller's UNPROTECT counts it. */
smote_r_watch *smote_r_watch_begin(SEXP progress);
int32_t        smote_r_watch_callback(double fraction, void *watch);
void           smote_r_watch_end(smote_r_watch *watch);

#endif

#include <setjmp.h>

#include "smote_r.h"

struct smote_r_watch {
  SEXP    progress; /* a function of the fraction, or NULL */
  SEXP    token;    /* holds a jump back until R_ContinueUnwind() */
  double  fraction;
  int     jumped;
  jmp_buf callback;
};

smote_r_watch *smote_r_watch_begin(SEXP progress) {
  smote_r_watch *watch = (smote_r_watch *)R_alloc(1, sizeof(smote_r_watch));
  watch->progress = progress;
  watch->token = PROTECT(R_MakeUnwindCont());
  watch->fraction = 0;
  watch->jumped = 0;
  return watch;
}

static SEXP run_r(void *data) {
  smote_r_watch *watch = data;
  R_CheckUserInterrupt();
  if (watch->progress != R_NilValue) {
    SEXP fraction = PROTECT(Rf_ScalarReal(watch->fraction));
    SEXP call = PROTECT(Rf_lang2(watch->progress, fraction));
    Rf_eval(call, R_GlobalEnv);
    UNPROTECT(2);
  }
  return R_NilValue;
}

static void leave_r(void *data, Rboolean jump) {
  smote_r_watch *watch = data;
  if (jump) longjmp(watch->callback, 1); /* crosses frames of R only */
}

int32_t smote_r_watch_callback(double fraction, void *data) {
  smote_r_watch *watch = data;
  if (watch->jumped) return 1;
  watch->fraction = fraction;
  if (setjmp(watch->callback)) {
    watch->jumped = 1;
    return 1;
  }
  R_UnwindProtect(run_r, watch, leave_r, watch, watch->token);
  return 0;
}

void smote_r_watch_end(smote_r_watch *watch) {
  if (watch->jumped) R_ContinueUnwind(watch->token);
}

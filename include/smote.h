/*
 * smote.h - public interface of libsmote
 *
 * libsmote rebalances a labelled table: it adds rows to the classes that have
 * too few of them, by SMOTE (Chawla, Bowyer, Hall and Kegelmeyer, "SMOTE: synthetic
 * minority over-sampling technique", JAIR 16, 2002) and its family; it drops rows of
 * classes that have too many, or that lie among those of others; or both, one after
 * the other, in one plan.
 *
 * The work is done in two steps:
 *
 *   1. smote_plan_create() decides which input rows stay, and from which pair of
 *      input rows each new row is interpolated. This is the expensive step.
 *   2. smote_plan_write() writes the resulting rows into memory that you own.
 *
 *     smote_dataset data = SMOTE_DATASET_INIT;
 *     data.values  = x;
 *     data.labels  = y;
 *     data.rows    = n;
 *     data.columns = d;
 *     data.dtype   = SMOTE_DTYPE_FLOAT64;
 *
 *     smote_options options = SMOTE_OPTIONS_INIT;
 *     options.method = SMOTE_METHOD_SMOTE;
 *     options.seed   = 42;
 *
 *     smote_error error;
 *     smote_plan *plan;
 *     if (smote_plan_create(&data, &options, &plan, &error) != SMOTE_OK) {
 *       fprintf(stderr, "%s\n", error.message);
 *       return 1;
 *     }
 *     int64_t rows = smote_plan_row_count(plan);
 *     smote_output out = SMOTE_OUTPUT_INIT;
 *     out.values = malloc(rows * d * sizeof(double));
 *     out.labels = malloc(rows * sizeof(int32_t));
 *     smote_plan_write(plan, &data, 0, rows, &out, 0, &error);
 *     smote_plan_free(plan);
 *
 * Ownership. The library never keeps a pointer that you pass in after a call
 * has returned, never writes to its inputs, and never returns memory that you
 * must release with free(). The only object it hands out is smote_plan, released
 * with smote_plan_free(). Returned strings are static.
 *
 * Failure. Every argument is checked before it is used; arrays have to be aligned
 * for their elements. A function that fails returns a status, describes the failure
 * in one sentence in `error`, and leaves all memory of yours as it was (the
 * exception, *plan, becomes NULL).
 *
 * Threads. There is no global state. Calls on different plans may run at the
 * same time. A finished plan is immutable: any number of threads may read it
 * and write from it at the same time. Only smote_plan_free() needs exclusive
 * access. Worker threads live for the length of one call, so that a process may
 * fork at any time; they block all signals. A call takes up to 128 KiB of the stack of
 * its thread, and pthread_cancel() waits until it is over.
 *
 * Arithmetic. Whatever the thread that calls has set (rounding, flushing of denormal
 * numbers to 0, traps), a call computes as usual: rounding to nearest, denormal numbers
 * as they are, no traps. The thread finds its own settings again afterwards, and in
 * `progress`.
 *
 * Determinism. For a given library version, the same data, options and seed
 * give the same bytes, whatever the language, the memory layout, the number of
 * threads and the instruction set. (One exception: where numpy takes log() and pow()
 * from the C library, the numpy stream does so too, and they may differ in the last bit
 * between CPUs: in the normal numbers for SVM and for RANDOM_OVER with shrinkage, and in
 * the parts of clusters with KMEANS, which then may be rounded to another row.)
 * Neighbours at equal distance are ordered by row index; a row is never its own
 * neighbour, even when it has exact duplicates.
 *
 * Compatibility. Enumerator values and struct field offsets never change. New
 * fields are appended; a caller that was compiled without them gets their
 * defaults. `struct_size` tells the library which fields the caller knows, and
 * the *_INIT macros set it, so start every struct from its macro. A size that no version
 * of the header up to the library's has is refused, and so are reserved fields that are
 * not 0.
 */
#ifndef SMOTE_H
#define SMOTE_H

#include <stddef.h> /* size_t, NULL */
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------------------ */
/*  Version and linkage                                                      */
/* ------------------------------------------------------------------------ */

#define SMOTE_VERSION_MAJOR 0 /* incompatible changes */
#define SMOTE_VERSION_MINOR 1 /* new, compatible features; may change results */
#define SMOTE_VERSION_PATCH 0 /* fixes */
#define SMOTE_VERSION                                                          \
  (SMOTE_VERSION_MAJOR * 10000 + SMOTE_VERSION_MINOR * 100 +                   \
   SMOTE_VERSION_PATCH)

#ifndef SMOTE_API
#  if defined(_WIN32)
#    define SMOTE_API __declspec(dllimport)
#  elif defined(__GNUC__)
#    define SMOTE_API __attribute__((visibility("default")))
#  else
#    define SMOTE_API
#  endif
#endif

/* Every enumeration is 32 bits wide in the ABI. From C++11 on it is an enumeration with
 * int32_t beneath it for every compiler, so that all of them name a function that takes
 * one alike, and none takes one for another. In C clang has the same, which is what Swift
 * imports; elsewhere its name is that of int32_t, beside the enumerators. */
#if defined(__clang__)
#  define SMOTE_ENUM(name)                                                     \
    __extension__ enum __attribute__((enum_extensibility(open))) name          \
        : int32_t;                                                             \
    typedef enum name name;                                                    \
    __extension__ enum name : int32_t
#elif defined(__cplusplus) &&                                                  \
    (__cplusplus >= 201103L || (defined(_MSVC_LANG) && _MSVC_LANG >= 201103L))
#  define SMOTE_ENUM(name) enum name : int32_t
#else
#  define SMOTE_ENUM(name)                                                     \
    typedef int32_t name;                                                      \
    enum
#endif

/* SMOTE_VERSION of the loaded library; compare it with the macro. */
SMOTE_API uint32_t smote_version(void);

/* The instruction set that the distance kernels use: "baseline" (any CPU of the
 * architecture), "v3" (x86-64-v3: AVX2) or "v4" (x86-64-v4: AVX-512). It is
 * chosen once, when the library is loaded. The environment variable SMOTE_CPU,
 * set to one of these names, lowers the choice; it never changes a result. */
SMOTE_API const char *smote_cpu(void);

/* ------------------------------------------------------------------------ */
/*  Errors                                                                   */
/* ------------------------------------------------------------------------ */

/* Gaps are left for related codes. */
SMOTE_ENUM(smote_status) {
  SMOTE_OK                     = 0,
  SMOTE_ERROR_INVALID_ARGUMENT = 1,  /* NULL, out of range, or unknown */
  SMOTE_ERROR_INVALID_DATA     = 2,  /* NaN or infinity, one class only */
  SMOTE_ERROR_TOO_FEW_ROWS     = 10, /* a class, or the table, has too few for k neighbours */
  SMOTE_ERROR_NO_CANDIDATES    = 11, /* no row of a class can be interpolated from */
  SMOTE_ERROR_OUT_OF_MEMORY    = 20,
  SMOTE_ERROR_CANCELLED        = 21, /* the progress callback said so */
  SMOTE_ERROR_INTERNAL         = 99, /* a bug in libsmote: please report it */
  /* Only in warnings, see smote_plan_warning(). */
  SMOTE_WARNING_NO_CANDIDATES  = 200, /* the class stays as it is */
  SMOTE_WARNING_EVEN_WEIGHTS   = 201, /* no weight is above 0: all rows count the same */
  SMOTE_WARNING_CLASS_VANISHED = 202, /* no row of a class is left */
  SMOTE_WARNING_FEWER_ROWS     = 203  /* a class has fewer rows than were asked for */
};

/* What went wrong, in memory that the caller owns. Wherever a function takes a
 * smote_error pointer, it may be NULL. Unless the function fails, the contents
 * are left as they were. */
typedef struct smote_error {
  smote_status status;
  char         message[508]; /* UTF-8, NUL-terminated, one sentence */
} smote_error;

/* "invalid_argument" and the like; "unknown" for a value not listed above. */
SMOTE_API const char *smote_status_name(smote_status status);

/* ------------------------------------------------------------------------ */
/*  Data                                                                     */
/* ------------------------------------------------------------------------ */

SMOTE_ENUM(smote_dtype) {
  SMOTE_DTYPE_FLOAT32 = 0,
  SMOTE_DTYPE_FLOAT64 = 1
};

/* A table of `rows` x `columns` numbers. Element (i, j) is at
 * values[i * row_stride + j * column_stride]; strides count elements, may be
 * negative, and two zeros mean packed, row-major. (R's matrices: row_stride = 1,
 * column_stride = rows.) Values must be finite.
 *
 * A column may hold categories instead of quantities: whole numbers from 0 to
 * SMOTE_CODE_MAX, which are compared for equality and never computed with. The
 * methods SMOTENC, SMOTEN and RANDOM_OVER (without shrinkage) take such columns, and
 * so do all that drop rows but CLUSTER_CENTROIDS. */
#define SMOTE_CODE_MAX 16777215 /* 2^24 - 1: float32 holds them all */
typedef struct smote_dataset {
  size_t         struct_size;
  const void    *values;        /* aligned for the dtype */
  const int32_t *labels;        /* one per row; any values, compared for equality */
  int64_t        rows;          /* > 0 */
  int64_t        columns;       /* from 1 to 2^31 - 1 */
  int64_t        row_stride;
  int64_t        column_stride;
  smote_dtype    dtype;
  int32_t        reserved;      /* 0 */
  const uint8_t *categorical;   /* one per column, nonzero where it holds categories
                                   [NULL: no column does; SMOTEN: all do] */
} smote_dataset;

/* ------------------------------------------------------------------------ */
/*  Options                                                                  */
/* ------------------------------------------------------------------------ */

/* Methods that interpolate are numbered from 1, methods that repeat or drop rows
 * at random from 32, methods that drop rows by their neighbours from 64. */
SMOTE_ENUM(smote_method) {
  SMOTE_METHOD_NONE  = 0, /* no method: refused */
  SMOTE_METHOD_SMOTE = 1,
  /* SMOTE from the rows in danger alone: those with other classes among half or more,
   * but not all, of their `danger_neighbors` nearest rows. BORDERLINE1 goes towards
   * neighbours of the same class, BORDERLINE2 towards any of the nearest rows, and
   * towards one of another class less than half of the way (Han, Wang and Mao,
   * "Borderline-SMOTE", ICIC 2005). A class without a row in danger stays as it is,
   * with a warning. */
  SMOTE_METHOD_BORDERLINE1 = 2,
  SMOTE_METHOD_BORDERLINE2 = 3,
  /* SMOTE from the support vectors of the class (a classifier with a Gaussian kernel, C = 1
   * and gamma = 1 / (columns * variance of all values), a problem for each pair of classes;
   * neither `scale` nor `column_weights` act on it).
   * Those with other classes among all of their `danger_neighbors` nearest rows are noise.
   * Those in danger, as with BORDERLINE1, go towards a neighbour of the class; the others
   * up to `out_step` times as far in the opposite direction: their gap is negative (Nguyen,
   * Cooper and Kamei, "Borderline over-sampling for imbalanced data classification",
   * IJKESDP 3(1), 2011). */
  SMOTE_METHOD_SVM         = 4,
  /* SMOTE that makes more rows where more of the nearest rows are of other classes (He,
   * Bai, Garcia and Li, "ADASYN", IJCNN 2008). The native stream makes as many rows as
   * are asked for, by largest remainder; the numpy stream rounds as imbalanced-learn. */
  SMOTE_METHOD_ADASYN      = 5,
  /* SMOTE for tables with columns of both kinds. Two rows with different categories in a
   * column are as far apart there as the median, over the other columns, of the standard
   * deviations (of `scale`d values) within the class. A new row is interpolated in the other
   * columns; in those with categories it takes the most frequent one among the k nearest
   * neighbours of its base, one of them at random if several are (Chawla et al., 2002,
   * section 6.1). */
  SMOTE_METHOD_SMOTENC     = 6,
  /* SMOTE for tables of categories alone. Two categories of a column are as far apart as
   * the distributions of the classes among the rows that have them (the value difference
   * metric: Stanfill and Waltz, "Toward memory-based reasoning", CACM 29(12), 1986). Neither
   * `scale` nor `column_weights` act on it, here or where a method drops such rows. A new
   * row takes, column by column, the most frequent category among a row of the class and its
   * k nearest neighbours (Chawla et al., 2002, section 6.2): one of them at random if several
   * are, with the numpy stream the one with the smallest code. */
  SMOTE_METHOD_SMOTEN      = 7,
  /* SMOTE within clusters (k-means) in which the class makes up at least
   * `cluster_balance_threshold` of the rows, and has more than k. More rows are made where
   * it is sparse: in proportion to mean distance ^ `density_exponent` / rows of the class
   * (Last, Douzas and Bacao, "Oversampling for imbalanced learning based on k-means and
   * SMOTE", 2017). The native stream makes as many rows as are asked for, by largest
   * remainder; the numpy stream rounds up in each cluster, as imbalanced-learn. A threshold
   * that is given counts for a single cluster too, with either stream; imbalanced-learn, and
   * with the numpy stream the Python package, then has none. */
  SMOTE_METHOD_KMEANS      = 8,
  /* Repeats rows at random. Values may be NaN or infinite: they are not read. With
   * `shrinkage`, normal noise is added: a smoothed bootstrap (ROSE: Menardi and Torelli,
   * "Training and assessing classification rules with imbalanced data", Data Mining and
   * Knowledge Discovery 28, 2014). Its standard deviation in column j is
   * shrinkage * (4 / ((d + 2) n))^(1 / (d + 4)) * s_j, with d columns, n rows of all
   * classes and s_j the standard deviation of the class (divisor: its rows), as in
   * imbalanced-learn; values must be finite. ROSE takes for n the rows of the class: a
   * shrinkage of (n / these)^(1 / (d + 4)) gives its width. */
  SMOTE_METHOD_RANDOM_OVER = 32,
  /* Drops rows at random. Values are not read. */
  SMOTE_METHOD_RANDOM_UNDER = 33,
  /* The methods that drop rows by their neighbours: the nearest `cleaning_neighbors` rows of
   * any class, ties in the order of the rows. In columns of categories, distances are those
   * of SMOTENC (with deviations of the whole table), or of SMOTEN if all columns are.
   *
   * Rows in a Tomek link: of two rows with different labels, each of which is the nearest of
   * the other (Tomek, IEEE TSMC 6, 1976). */
  SMOTE_METHOD_TOMEK = 64,
  /* Edited nearest neighbours: rows that their neighbours outvote, see `selection` (Wilson,
   * IEEE TSMC 2(3), 1972). */
  SMOTE_METHOD_ENN = 65,
  /* Repeated ENN: again and again, until a round drops nothing, a class other than the
   * smallest has fewer rows than that had at first, a class has vanished, or `rounds` are
   * over (Tomek, IEEE TSMC 6, 1976). Here and with ALLKNN, the classes that may lose rows are
   * those that the strategy names at first; with the numpy stream, each round asks anew which
   * class is the smallest, as imbalanced-learn. */
  SMOTE_METHOD_RENN = 66,
  /* All k-NN: ENN with 1, 2, ... and at last `cleaning_neighbors` neighbours, each on the rows
   * that are left, until a class other than the smallest has fewer rows than that had at first
   * (unless `allow_minority`), or a class has vanished (Tomek, IEEE TSMC 6, 1976). */
  SMOTE_METHOD_ALLKNN = 67,
  /* Condensed nearest neighbours: of each class that is reduced, `seeds` rows drawn at random,
   * and those that the smallest class and the rows of their own class kept so far would
   * classify wrongly, in one pass (Hart, IEEE TIT 14(3), 1968). */
  SMOTE_METHOD_CNN = 68,
  /* One-sided selection: the same, but with the drawn rows only; then Tomek links (Kubat and
   * Matwin, ICML 1997). */
  SMOTE_METHOD_OSS = 69,
  /* Neighbourhood cleaning rule: ENN by majority, and the neighbours of rows of the smallest
   * class that these would classify wrongly, if their class has more than
   * `cleaning_threshold` times its rows (Laurikkala, AIME 2001). With the numpy stream, such a
   * row has a vote itself beside its k - 1 nearest, as in imbalanced-learn. */
  SMOTE_METHOD_NCR = 70,
  /* NearMiss: keeps the rows with the smallest mean distance to their nearest rows of the
   * smallest class (1), or to the farthest ones (2); or (3), among the `candidate_neighbors`
   * nearest rows of each row of the smallest class, those with the largest mean distance to
   * their nearest ones (Zhang and Mani, ICML workshop on imbalanced data, 2003). */
  SMOTE_METHOD_NEARMISS1 = 71,
  SMOTE_METHOD_NEARMISS2 = 72,
  SMOTE_METHOD_NEARMISS3 = 73,
  /* Instance hardness: keeps the rows whose own class a classifier of yours finds likeliest,
   * by `class_probabilities` (Smith, Martinez and Giraud-Carrier, Machine Learning 95, 2014).
   * The native stream keeps as many as are asked for; the numpy stream those not below a
   * percentile, as imbalanced-learn. */
  SMOTE_METHOD_INSTANCE_HARDNESS = 74,
  /* Puts the centres of clusters (k-means, as with KMEANS) in the place of a class, as many as
   * it is to have rows; or the rows nearest to them, see `hard_voting`: a row that is nearest to
   * two of them stays twice. Not for a second step,
   * and not for columns of categories. The base of a new row is the row nearest to it. */
  SMOTE_METHOD_CLUSTER_CENTROIDS = 75
};

/* Which classes change, and to how many rows. The majority is the class with
 * the most rows, the minority the one with the fewest; the smaller label wins a
 * tie.
 *
 * What is said below is for methods that add rows. Those that drop rows turn it round:
 * AUTO is the same as NOT_MINORITY, classes shrink to the minority's rows, RATIO to the
 * minority's rows divided by `amount`, rounded down; PERCENT is refused. Those that drop rows by their
 * neighbours, NEARMISS aside, clean the classes that are named, whatever is left of them:
 * RATIO is refused, and of TARGETS the labels count alone. */
SMOTE_ENUM(smote_strategy) {
  SMOTE_STRATEGY_AUTO         = 0, /* the same as NOT_MAJORITY */
  SMOTE_STRATEGY_MINORITY     = 1, /* the minority, to the majority's rows */
  SMOTE_STRATEGY_MAJORITY     = 2, /* the majority: it has its rows already */
  SMOTE_STRATEGY_NOT_MINORITY = 3, /* all but the minority, to the majority's rows */
  SMOTE_STRATEGY_NOT_MAJORITY = 4, /* all but the majority, to the majority's rows */
  SMOTE_STRATEGY_ALL          = 5, /* all, to the majority's rows */
  SMOTE_STRATEGY_RATIO        = 6, /* two classes: the minority, to `amount` times the
                                      majority's rows in float64, rounded down;
                                      0 < amount <= 1 */
  SMOTE_STRATEGY_PERCENT      = 7, /* the minority grows by `amount` percent, rounded
                                      down: 200 triples it; from 0 to 1e9 */
  SMOTE_STRATEGY_TARGETS      = 8  /* exactly what `targets` says */
};

/* Where random draws come from.
 *   NATIVE: Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as
 *   1, 2, 3", SC 2011), keyed by the seed; the counter names the purpose, the
 *   class label and the number of the new row within its class.
 *   NUMPY_SEED: numpy's legacy RandomState (MT19937) from the seed, and
 *   imbalanced-learn 0.14's order of draws and rounding. Where that asks for the
 *   stream anew, for the rows of each class (of each cluster with KMEANS, of all
 *   classes with ADASYN and RANDOM_OVER) and for the votes of SMOTENC, it
 *   begins again at the seed. (k-means is the library's own;
 *   `cluster_of_row` brings scikit-learn's.) Where imbalanced-learn has rules of its own,
 *   so has this stream: see the methods.
 *   NUMPY_STATE: the same from `numpy_state`, which comes back advanced. */
SMOTE_ENUM(smote_stream) {
  SMOTE_STREAM_NATIVE      = 0,
  SMOTE_STREAM_NUMPY_SEED  = 1, /* seed < 2^32 */
  SMOTE_STREAM_NUMPY_STATE = 2
};

/* What to do with a class, or a table, that has too few rows for the neighbours of each that
 * are asked for. */
SMOTE_ENUM(smote_few_rows) {
  SMOTE_FEW_ROWS_ERROR = 0,
  SMOTE_FEW_ROWS_CLIP  = 1  /* use all neighbours there are; repeat a single row */
};

/* Scaling of columns for distances only; written values are never scaled. A
 * constant column counts as it is. */
SMOTE_ENUM(smote_scale) {
  SMOTE_SCALE_NONE  = 0,
  SMOTE_SCALE_SD    = 1, /* divide by the column's standard deviation (divisor n) */
  SMOTE_SCALE_RANGE = 2  /* divide by the column's maximum - minimum */
};

/* How rows to interpolate from are chosen (native stream; the numpy stream
 * always draws with replacement). */
SMOTE_ENUM(smote_bases) {
  SMOTE_BASES_EVEN   = 0, /* every row of the class equally often, as in the
                             paper; the remainder is drawn without replacement */
  SMOTE_BASES_RANDOM = 1  /* with replacement */
};

/* When neighbours outvote a row. */
SMOTE_ENUM(smote_selection) {
  SMOTE_SELECTION_ALL  = 0, /* unless all of them have its label */
  SMOTE_SELECTION_MODE = 1  /* if most of them have another label; the smallest of equally
                               frequent ones counts */
};

typedef struct smote_target {
  int32_t label;
  int32_t reserved; /* 0 */
  int64_t rows;     /* wanted in the output; not fewer than there are, or not more */
} smote_target;

typedef struct smote_class_value {
  int32_t label;
  int32_t reserved; /* 0 */
  double  value;
} smote_class_value;

/* Called every 20 to 50 ms from the thread that called into the library, never
 * from a worker. `fraction` grows from 0 to 1. A nonzero return cancels: the call
 * fails with SMOTE_ERROR_CANCELLED. The callback must return: no longjmp, no
 * exceptions. */
typedef int32_t (*smote_progress_fn)(double fraction, void *context);

/* SMOTE_OPTIONS_INIT gives every field the default in brackets; `method` must
 * be set. Fields that the chosen method or stream does not use have no effect. They are
 * checked all the same, except arrays, and the numbers of a strategy that is not chosen. */
typedef struct smote_options {
  size_t              struct_size;
  smote_method        method;          /* [NONE] */
  smote_strategy      strategy;        /* [AUTO] */
  uint64_t            seed;            /* [0, a seed like any other] */
  double              amount;          /* for RATIO and PERCENT [0] */
  const smote_target *targets;         /* for TARGETS [NULL] */
  int64_t             target_count;    /* [0] */
  int32_t             neighbors;       /* k, > 0 [5] */
  int32_t             threads;         /* 0: as many as the process may use [0] */
  smote_stream        stream;          /* [NATIVE] */
  smote_few_rows      few_rows;        /* [ERROR] */
  smote_bases         bases;           /* [EVEN] */
  smote_scale         scale;           /* [NONE] */
  const double       *column_weights;  /* one per column, finite, >= 0, not all 0:
                                          factors of the squared differences, on
                                          top of `scale` [NULL: all 1] */
  uint32_t           *numpy_state;     /* NUMPY_STATE: 624 words, then the position
                                          (0 to 624); written only on success [NULL] */
  const int64_t      *class_neighbors; /* rows x neighbors, row-major: nearest rows of
                                          the same class found elsewhere, by row
                                          index, nearest first; -1, at the end of a
                                          list, for none. The row itself is no special case:
                                          leave it out. BORDERLINE2: of any class; KMEANS:
                                          of the same cluster (not checked). Read for the
                                          rows of classes that grow; with BORDERLINE and
                                          SVM, for those in danger and the support vectors.
                                          [NULL: search] */
  smote_progress_fn   progress;        /* [NULL: none] */
  void               *progress_context;
  int32_t             danger_neighbors; /* BORDERLINE, SVM: m, > 0 [10] */
  int32_t             reserved;         /* 0 */
  const int64_t      *all_neighbors;    /* nearest rows among all rows, as in
                                           `class_neighbors`: rows x danger_neighbors for
                                           BORDERLINE, rows x neighbors for ADASYN, rows x 1
                                           for TOMEK, rows x cleaning_neighbors for ENN and
                                           NCR; not for a second step. [NULL: search] */
  const smote_class_value *shrinkage;   /* RANDOM_OVER: a factor >= 0 for each class that
                                           grows [NULL: rows are repeated as they are] */
  int64_t             shrinkage_count;  /* [0] */
  double             *numpy_normal;     /* NUMPY_STATE, for SVM and shrinkage: the rest of numpy's
                                           state. [0] is nonzero if [1] is a normal number
                                           that was drawn in advance; written only on
                                           success [NULL: there is none] */
  double              out_step;        /* SVM: from 0 to 1 [0.5] */
  const uint8_t      *support_rows;    /* SVM: one per row, nonzero for a support vector of
                                          a classifier of yours [NULL: train one] */
  const int32_t      *cluster_of_row;  /* KMEANS: clusters found elsewhere, one per row, from
                                          0 to rows - 1; negative for none [NULL: k-means,
                                          started as k-means++ from the seed (Arthur and
                                          Vassilvitskii, SODA 2007)] */
  double              cluster_balance_threshold; /* KMEANS: from 0 to 1. Negative: half of the
                                          class's part in all new rows; none if there is one
                                          cluster [-1] */
  double              density_exponent; /* KMEANS: up to 1e6. Negative: 0.16 log(n)^1.8 to the
                                          base of 1.6, for n rows of the class in a
                                          cluster [-1] */
  int32_t             clusters;         /* KMEANS: from 1 to rows and to 2^24 [8] */
  int32_t             reserved_2;       /* 0 */
  /* A second step: a method that drops rows, from what `method` has made. Such a method may
   * also be `method` itself: then `strategy` and its fields are its own, and there is no
   * second step. The fields below serve both. */
  smote_method        cleaning;         /* RANDOM_UNDER or above, but INSTANCE_HARDNESS
                                           and CLUSTER_CENTROIDS [NONE] */
  smote_strategy      cleaning_strategy; /* AUTO: ALL for TOMEK, ENN, RENN, ALLKNN and NCR [AUTO] */
  double              cleaning_amount;  /* as `amount` [0] */
  const smote_target *cleaning_targets; /* as `targets` [NULL] */
  int64_t             cleaning_target_count; /* [0] */
  int32_t             cleaning_neighbors; /* 0: 1 for CNN and OSS, 3 for the others [0] */
  smote_selection     selection;        /* ENN, RENN, ALLKNN; NCR takes MODE [ALL] */
  int32_t             rounds;           /* RENN: > 0 [100] */
  int32_t             seeds;            /* CNN, OSS: from 1 to 2^24 [1] */
  double              cleaning_threshold; /* NCR: > 0 [0.5] */
  int32_t             replacement;      /* RANDOM_UNDER: nonzero to draw rows with replacement [0] */
  int32_t             allow_minority;   /* ALLKNN: nonzero to go on when a class has become
                                           smaller than the smallest was [0] */
  int32_t             candidate_neighbors; /* NEARMISS3: > 0 [3] */
  int32_t             hard_voting;      /* CLUSTER_CENTROIDS: nonzero for the rows nearest to
                                           the centres, instead of these [0] */
  const double       *class_probabilities; /* INSTANCE_HARDNESS: one per row, of its own label,
                                           finite: what counts is their order; not for a
                                           second step [NULL] */
} smote_options;

/* "smote" and the like; NULL for a value that is not a method. Values stay below
 * SMOTE_METHOD_END, so that bindings can list what the library has. */
#define SMOTE_METHOD_END 256
SMOTE_API const char *smote_method_name(smote_method method);

/* ------------------------------------------------------------------------ */
/*  Plan                                                                     */
/* ------------------------------------------------------------------------ */

/* Which rows the output consists of: first the input rows that stay, in input
 * order; then the new rows, class by class in ascending label order. With the numpy
 * stream, methods that drop rows order them as imbalanced-learn does: all but TOMEK and
 * NCR by class, so that new rows may come before rows that stay. */
typedef struct smote_plan smote_plan;

/* Decides on the output. On success *plan is set and must be released with
 * smote_plan_free(); on failure *plan is NULL. */
SMOTE_API smote_status smote_plan_create(const smote_dataset *data,
                                         const smote_options *options,
                                         smote_plan         **plan,
                                         smote_error         *error);

/* Releases the plan. NULL is fine. */
SMOTE_API void smote_plan_free(smote_plan *plan);

/* Rows in the output, and how many of them are input rows: the first ones, unless the
 * numpy stream says otherwise. 0 for NULL. */
SMOTE_API int64_t smote_plan_row_count(const smote_plan *plan);
SMOTE_API int64_t smote_plan_kept_count(const smote_plan *plan);

/* Rounds that RENN or ALLKNN made, the one that found nothing to drop included; 0 for
 * other methods and for NULL. */
SMOTE_API int64_t smote_plan_rounds(const smote_plan *plan);

/* What the caller should be told about a plan, though nothing failed: how many
 * warnings there are, and warning `index` as status and sentence. */
SMOTE_API int64_t smote_plan_warning_count(const smote_plan *plan);
SMOTE_API smote_status smote_plan_warning(const smote_plan *plan,
                                          int64_t           index,
                                          smote_error      *warning,
                                          smote_error      *error);

/* Where output rows [first, first + count) come from. A new row is
 *     base + gap * (neighbor - base)
 * with the difference rounded to the dtype of the data, product and sum in
 * float64, and the result rounded to the dtype; where the difference of finite
 * values is infinite, (1 - gap) * base + gap * neighbor. Finite values give finite
 * ones: what lies beyond the range of the dtype, outwards or by noise, becomes its
 * largest number. `base` and `neighbor` are input row indices, 0 <= gap < 1, or
 * -out_step <= gap <= 0. (BORDERLINE2 with the numpy stream rounds as
 * imbalanced-learn does: once more, where the gap is halved.) A row that was kept
 * or repeated has neighbor == base and gap == 0; RANDOM_OVER with shrinkage adds
 * its noise to that, and CLUSTER_CENTROIDS puts the centre in its place. Each
 * pointer takes `count` elements, or is NULL if you do not need it; they must not overlap. */
SMOTE_API smote_status smote_plan_provenance(const smote_plan *plan,
                                             int64_t           first,
                                             int64_t           count,
                                             int64_t          *base,
                                             int64_t          *neighbor,
                                             double           *gap,
                                             smote_error      *error);

/* Which columns of the table that the plan was made from are voted on: voted[j] is 1
 * if new rows take, in column j, the most frequent category among neighbours of their
 * base, and 0 if they are interpolated. A base without neighbours passes its own on.
 * `columns` is the number of columns of that table. */
SMOTE_API smote_status smote_plan_voted(const smote_plan *plan,
                                        int64_t           columns,
                                        uint8_t          *voted,
                                        smote_error      *error);

/* Where to write rows. `values` has the dtype of the data; strides as in
 * smote_dataset, and no two elements may share a place. Either pointer may be
 * NULL if you do not need it. */
typedef struct smote_output {
  size_t   struct_size;
  void    *values;
  int32_t *labels;
  int64_t  row_stride;
  int64_t  column_stride;
  int32_t  carried;  /* nonzero: `data` holds other columns than those that the plan was
                        made from: no noise belongs to them (RANDOM_OVER with
                        shrinkage), no vote (SMOTENC, SMOTEN); other methods do not ask.
                        Categories are those of the base. [0] */
  int32_t  reserved; /* 0 */
} smote_output;

/* Writes output rows [first, first + count) to `out`, whose first row is output
 * row `first`. `data` holds the values that the plan was made from, or other
 * columns of the same rows, in any dtype and layout: a plan carries any table
 * along. data->labels may be NULL if out->labels is. Values need not be finite
 * here: NaN stays NaN. `out` must not overlap `data`.
 * `threads` is as in smote_options. */
SMOTE_API smote_status smote_plan_write(const smote_plan    *plan,
                                        const smote_dataset *data,
                                        int64_t              first,
                                        int64_t              count,
                                        const smote_output  *out,
                                        int32_t              threads,
                                        smote_error         *error);

/* ------------------------------------------------------------------------ */
/*  Neighbours                                                               */
/* ------------------------------------------------------------------------ */

/* SMOTE_SEARCH_INIT gives every field the default in brackets. */
typedef struct smote_search {
  size_t            struct_size;
  int32_t           neighbors;       /* k, > 0 [5] */
  int32_t           threads;         /* 0: as many as the process may use [0] */
  int64_t           first_query;     /* number of the first query row [0] */
  int64_t           first_reference; /* number of the first reference row [0] */
  int32_t           one_table;       /* nonzero: queries and references are numbered
                                        alike, and a row is not its own neighbour [0] */
  int32_t           resume;          /* nonzero: the lists that come in, found in other
                                        blocks of references, are improved [0] */
  smote_scale       scale;           /* taken from `references`; a search over blocks
                                        states column_weights instead [NONE] */
  int32_t           reserved;        /* 0 */
  const double     *column_weights;  /* as in smote_options [NULL: all 1] */
  smote_progress_fn progress;        /* [NULL: none] */
  void             *progress_context;
} smote_search;

/* The exact k nearest rows of `references` for each row of `queries`, nearest
 * first, by (distance, row number). `queries` may be NULL: then the references
 * are the queries too, and a row is not its own neighbour. Labels are not read.
 *
 * `indices` and `distances` take query rows x k elements, row-major. Distances
 * are squared: the sum, column after column in float64, of (f x - f y)^2 with the
 * factor f = sqrt(weight) / scale of the column, which is 1 without either.
 * Distances beyond the range of float64 are infinite, and all the same.
 * Where there are fewer than k rows to be had, the list ends in index -1 and
 * distance infinity. `distances` may be NULL, unless `resume` is set. Neither may overlap
 * the other, nor the values of queries and references.
 *
 * A search over blocks of references, in any order and on any number of machines,
 * ends in the same lists as one search over everything: number the blocks with
 * `first_reference`, and pass the lists on with `resume`. */
SMOTE_API smote_status smote_neighbors(const smote_dataset *queries,
                                       const smote_dataset *references,
                                       const smote_search  *search,
                                       int64_t             *indices,
                                       double              *distances,
                                       smote_error         *error);

/* ------------------------------------------------------------------------ */
/*  Initial values                                                           */
/* ------------------------------------------------------------------------ */

/* A struct with its size and its defaults set, and everything else 0. */
#ifdef __cplusplus
} /* extern "C" */

template <class Struct>
inline Struct smote_struct_init() {
  Struct value = Struct();
  value.struct_size = sizeof(Struct);
  return value;
}

template <class Struct>
inline Struct smote_struct_init(int32_t neighbors) {
  Struct value = smote_struct_init<Struct>();
  value.neighbors = neighbors;
  return value;
}

inline smote_options smote_options_init() {
  smote_options value = smote_struct_init<smote_options>(5);
  value.danger_neighbors = 10;
  value.out_step = 0.5;
  value.cluster_balance_threshold = -1;
  value.density_exponent = -1;
  value.clusters = 8;
  value.rounds = 100;
  value.seeds = 1;
  value.cleaning_threshold = 0.5;
  value.candidate_neighbors = 3;
  return value;
}

#  define SMOTE_DATASET_INIT smote_struct_init<smote_dataset>()
#  define SMOTE_OUTPUT_INIT  smote_struct_init<smote_output>()
#  define SMOTE_OPTIONS_INIT smote_options_init()
#  define SMOTE_SEARCH_INIT  smote_struct_init<smote_search>(5)
#else
#  define SMOTE_DATASET_INIT { .struct_size = sizeof(smote_dataset) }
#  define SMOTE_OUTPUT_INIT  { .struct_size = sizeof(smote_output) }
#  define SMOTE_OPTIONS_INIT                                                   \
    { .struct_size = sizeof(smote_options), .neighbors = 5,                    \
      .danger_neighbors = 10, .out_step = 0.5,                                 \
      .cluster_balance_threshold = -1, .density_exponent = -1, .clusters = 8,   \
      .rounds = 100, .seeds = 1, .cleaning_threshold = 0.5,                    \
      .candidate_neighbors = 3 }
#  define SMOTE_SEARCH_INIT                                                    \
    { .struct_size = sizeof(smote_search), .neighbors = 5 }
#endif

#endif /* SMOTE_H */

/*
 * test_clusters.c - KMeans-SMOTE: which clusters take part, how many rows are made in each,
 * and from which neighbours; clusters handed in and found
 */
#include "outcomes.h"

static smote_options kmeans(smote_stream stream, int64_t rows, smote_target *target) {
  smote_options options = options_of(&variants[KMEANS], stream);
  *target               = (smote_target){1, 0, rows};
  options.strategy      = SMOTE_STRATEGY_TARGETS;
  options.targets       = target;
  options.target_count  = 1;
  return options;
}

/* ------------------------------------------------------------------------ */
/*  By hand                                                                  */
/* ------------------------------------------------------------------------ */

/* Class 1 in two clusters on a line: 0 1 2, with a mean distance of 4/3, and 100 110 120, with
 * one of 40/3. A row of class 0 in each: the class makes up 3/4 of either. */
static smote_dataset two_clusters(double *values, int32_t *labels, int32_t *clusters) {
  static const double line[] = {0, 1, 2, 1.5, 100, 110, 120, 115, 500, 501, 502};
  for (int i = 0; i < 11; i++) {
    values[i]   = line[i];
    labels[i]   = i < 8 && i % 4 != 3;
    clusters[i] = i < 4 ? 0 : i < 8 ? 1 : 2;
  }
  return dataset(values, labels, 11, 1, SMOTE_DTYPE_FLOAT64);
}

static void check_by_hand(void) {
  double              values[11];
  int32_t             labels[11], clusters[11];
  const smote_dataset data = two_clusters(values, labels, clusters);
  static const struct {
    double  exponent;
    int64_t wanted, native[2], numpy[2];
  } cases[] = {
    {1, 11, {1, 10}, {1, 10}},
    {1, 12, {1, 11}, {2, 11}},  /* 1.09 and 10.91 */
    {2, 11, {0, 11}, {1, 11}},  /* 0.11 and 10.89 */
    {2, 101, {1, 100}, {1, 100}},
    {0, 10, {5, 5}, {5, 5}},
    {0, 11, {6, 5}, {6, 6}},    /* of equal remainders, the first */
    {0, 1, {1, 0}, {1, 1}},
    {1000, 7, {0, 7}, {1, 7}},  /* 10^-1000 of a row, rounded up */
  };
  for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
    for (int s = 0; s < 2; s++) {
      smote_target  target;
      smote_options options    = kmeans(streams[s], 6 + cases[c].wanted, &target);
      options.neighbors        = 2;
      options.cluster_of_row   = clusters;
      options.density_exponent = cases[c].exponent;
      struct outcome o         = run(&data, &options);
      int64_t        made[2]   = {0, 0};
      for (int64_t i = 11; i < o.rows; i++) {
        made[clusters[o.base[i]]]++;
        CHECK(clusters[o.base[i]] == clusters[o.neighbor[i]], "row %" PRId64 " stays in its cluster", i);
      }
      const int64_t *expected = s == 0 ? cases[c].native : cases[c].numpy;
      /* numpy's sparsities overflow and vanish: then those of the native stream. */
      const bool beyond = s == 1 && cases[c].exponent == 1000;
      CHECK(made[1] == expected[1] && (made[0] == expected[0] || beyond),
            "%s, exponent %g: %" PRId64 " and %" PRId64 " of %" PRId64, stream_name(streams[s]),
            cases[c].exponent, made[0], made[1], cases[c].wanted);
      release(&o);
    }
}

/* The default exponent: three rows each, so that 0.16 log(3)^1.8 to the base of 1.6 is the same
 * for both, and the shares are 1 : 10^that. */
static void check_default_exponent(void) {
  double              values[11];
  int32_t             labels[11], clusters[11];
  const smote_dataset data     = two_clusters(values, labels, clusters);
  const double        exponent = 0.16 * pow(log(3) / log(1.6), 1.8), ratio = pow(10, exponent);
  for (int s = 0; s < 2; s++) {
    smote_target  target;
    smote_options options  = kmeans(streams[s], 100006, &target);
    options.neighbors      = 2;
    options.cluster_of_row = clusters;
    struct outcome o       = run(&data, &options);
    int64_t        first   = 0;
    for (int64_t i = 11; i < o.rows; i++)
      first += clusters[o.base[i]] == 0;
    CHECK(fabs((double)first - 100000 / (1 + ratio)) <= 1, "%" PRId64 " rows instead of %g", first,
          100000 / (1 + ratio));
    release(&o);
  }
}

/* The threshold: the part of a class in a cluster, itself included. */
static void check_threshold(void) {
  double              values[11];
  int32_t             labels[11], clusters[11];
  const smote_dataset data = two_clusters(values, labels, clusters);
  clusters[3]              = -1; /* the class makes up all of the first cluster then */
  static const double thresholds[] = {0, 0.75, 0.7500001, 1};
  for (int t = 0; t < 4; t++) {
    smote_target  target;
    smote_options options             = kmeans(SMOTE_STREAM_NATIVE, 46, &target);
    options.neighbors                 = 2;
    options.cluster_of_row            = clusters;
    options.cluster_balance_threshold = thresholds[t];
    struct outcome o                  = run(&data, &options);
    int64_t        second             = 0;
    for (int64_t i = 11; i < o.rows; i++)
      second += clusters[o.base[i]] == 1;
    CHECK(o.rows == 51 && (second > 0) == (thresholds[t] <= 0.75), "threshold %g: %" PRId64 " rows",
          thresholds[t], second);
    release(&o);
  }
}

/* No cluster qualifies: the message says which threshold would do, and it does. */
static void check_no_cluster(void) {
  enum { ROWS = 60 };
  double  *values = (double *)random_values(ROWS, 2, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t *labels = three_classes(ROWS, 0, 1, 2);
  int32_t  clusters[ROWS];
  for (int i = 0; i < ROWS; i++)
    clusters[i] = i % 7 % 3;
  const smote_dataset data = dataset(values, labels, ROWS, 2, SMOTE_DTYPE_FLOAT64);
  for (int s = 0; s < 2; s++) {
    smote_options options             = options_of(&variants[KMEANS], streams[s]);
    options.cluster_of_row            = clusters;
    options.cluster_balance_threshold = 1;
    smote_plan *plan                  = NULL;
    smote_error error                 = {SMOTE_OK, ""};
    CHECK(smote_plan_create(&data, &options, &plan, &error) == SMOTE_ERROR_NO_CANDIDATES && plan == NULL,
          "%s", error.message);
    const char *said = strstr(error.message, "lower it to ");
    CHECK(said != NULL && strstr(error.message, "class 1") != NULL, "%s", error.message);
    options.strategy = SMOTE_STRATEGY_MINORITY; /* class 2 alone */
    CHECK(smote_plan_create(&data, &options, &plan, &error) == SMOTE_ERROR_NO_CANDIDATES, "%s", error.message);
    said = strstr(error.message, "lower it to ");
    if (said == NULL)
      continue;
    const double best                 = atof(said + strlen("lower it to "));
    options.cluster_balance_threshold = best;
    plan                              = plan_or_fail(&data, &options);
    smote_plan_free(plan);
    options.cluster_balance_threshold = nextafter(best, 1);
    CHECK(smote_plan_create(&data, &options, &plan, &error) == SMOTE_ERROR_NO_CANDIDATES, "just above");

    /* Too few rows everywhere: another message, for no threshold would do. */
    for (int i = 0; i < ROWS; i++)
      clusters[i] = i % 40;
    CHECK(smote_plan_create(&data, &options, &plan, &error) == SMOTE_ERROR_NO_CANDIDATES &&
            strstr(error.message, "no cluster holds 4 rows of class 2") != NULL,
          "%s", error.message);
    options.cluster_balance_threshold = 0;
    options.few_rows                  = SMOTE_FEW_ROWS_CLIP;
    plan                              = plan_or_fail(&data, &options);
    smote_plan_free(plan);
    for (int i = 0; i < ROWS; i++)
      clusters[i] = i % 7 % 3;
  }
  free(labels);
  free(values);
}

/* With numpy's stream a cluster has its rows of a class divided by all of its rows and multiplied by
 * them again, as imbalanced-learn computes it: 6 / 47 * 47 is less than 6. */
static void check_rounded_rows(void) {
  enum { MOST = 48, FEW = 6 };
  double *values = (double *)random_values(MOST, 2, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t labels[MOST], clusters[MOST] = {0};
  for (int i = 0; i < MOST; i++)
    labels[i] = i < FEW;
  for (int64_t rows = 46; rows <= MOST; rows++)
    for (int s = 0; s < 2; s++)
      for (int clip = 0; clip < 2; clip++) {
        const smote_dataset data    = dataset(values, labels, rows, 2, SMOTE_DTYPE_FLOAT64);
        smote_options       options = SMOTE_OPTIONS_INIT;
        options.method              = SMOTE_METHOD_KMEANS;
        options.stream              = streams[s];
        options.neighbors           = FEW - 1;
        options.few_rows            = (smote_few_rows)clip;
        options.cluster_of_row      = clusters;
        smote_plan *plan            = NULL;
        smote_error error           = {SMOTE_OK, ""};
        const bool  is_less         = rows == 47 && streams[s] != SMOTE_STREAM_NATIVE && !clip;
        CHECK(smote_plan_create(&data, &options, &plan, &error) ==
                (is_less ? SMOTE_ERROR_NO_CANDIDATES : SMOTE_OK),
              "%" PRId64 " rows, %s: %s", rows, stream_name(streams[s]), error.message);
        smote_plan_free(plan);
      }
  free(values);
}

/* A class is not sparse where it has a single row: the other clusters make all. */
static void check_lone_row(void) {
  enum { ROWS = 40, FEW = 6 };
  static const double exponents[] = {-1, 0, 2};
  double *values = (double *)random_values(ROWS, 2, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t labels[ROWS], clusters[ROWS];
  for (int i = 0; i < ROWS; i++) {
    labels[i]   = i < FEW;
    clusters[i] = i == 0 || i > 30;
  }
  const smote_dataset data = dataset(values, labels, ROWS, 2, SMOTE_DTYPE_FLOAT64);
  for (int e = 0; e < 3; e++)
    for (int s = 0; s < 2; s++) {
      smote_options options             = SMOTE_OPTIONS_INIT;
      options.method                    = SMOTE_METHOD_KMEANS;
      options.stream                    = streams[s];
      options.few_rows                  = SMOTE_FEW_ROWS_CLIP;
      options.cluster_of_row            = clusters;
      options.cluster_balance_threshold = 0;
      options.density_exponent          = exponents[e];
      struct outcome o                  = run(&data, &options);
      int64_t        of_lone            = 0;
      for (int64_t i = ROWS; i < o.rows; i++)
        of_lone += o.base[i] == 0;
      CHECK(o.rows == 2 * (ROWS - FEW) && of_lone == 0,
            "exponent %g, %s: %" PRId64 " rows, %" PRId64 " of the lone one", exponents[e], stream_name(streams[s]),
            o.rows, of_lone);
      release(&o);
    }
  free(values);
}

/* Rows that are all alike are not sparse: the other cluster makes all. Where all clusters are
 * like that, they count the same, with a warning. */
static void check_alike(void) {
  double              values[11];
  int32_t             labels[11], clusters[11];
  const smote_dataset data = two_clusters(values, labels, clusters);
  for (int both = 0; both < 2; both++)
    for (int s = 0; s < 2; s++)
      for (int e = 0; e < 3; e++) {
        static const double exponents[] = {-1, 0, 3};
        for (int i = 0; i < 3; i++)
          values[i] = 7, values[4 + i] = both ? 8 : 100 + 10 * i;
        smote_target  target;
        smote_options options    = kmeans(streams[s], 16, &target);
        options.neighbors        = 2;
        options.cluster_of_row   = clusters;
        options.density_exponent = exponents[e];
        struct outcome o         = run(&data, &options);
        int64_t        first     = 0;
        for (int64_t i = 11; i < o.rows; i++)
          first += clusters[o.base[i]] == 0;
        const bool counts = exponents[e] != 0; /* whether sparsity does */
        CHECK(o.warnings == (both && counts), "%" PRId64 " warnings", o.warnings);
        CHECK(first == (both || !counts ? 5 : 0), "%s, exponent %g: %" PRId64 " rows",
              stream_name(streams[s]), exponents[e], first);
        release(&o);
        if (!both || !counts)
          continue;
        smote_plan *plan = plan_or_fail(&data, &options);
        smote_error warning;
        CHECK(smote_plan_warning(plan, 0, &warning, NULL) == SMOTE_OK &&
                warning.status == SMOTE_WARNING_EVEN_WEIGHTS && strstr(warning.message, "class 1") != NULL,
              "%s", warning.message);
        smote_plan_free(plan);
      }
}

/* ------------------------------------------------------------------------ */
/*  Against an oracle                                                        */
/* ------------------------------------------------------------------------ */

/* The distance of numbers, with weights. */
static double far_apart(const smote_dataset *data, int64_t a, int64_t b, const double *weights) {
  double sum = 0;
  for (int64_t j = 0; j < data->columns; j++)
    sum += (weights != NULL ? weights[j] : 1) * pow(element(data, a, j) - element(data, b, j), 2);
  return sqrt(sum);
}

static void check_oracle(smote_dtype dtype, enum kind kind, double exponent, double threshold,
                         const double *weights) {
  enum { ROWS = 180, COLUMNS = 3, CLUSTERS = 5, K = 3 };
  void               *values = random_values(ROWS, COLUMNS, dtype, kind);
  int32_t            *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST), clusters[ROWS];
  const smote_dataset data   = dataset(values, labels, ROWS, COLUMNS, dtype);
  for (int i = 0; i < ROWS; i++)
    clusters[i] = (int32_t)random_below(random_below(CLUSTERS) + 2) * 30 - 30; /* some are empty */
  /* Half of a class's part in all new rows is more than it has of all rows. */
  for (int i = 0; threshold < 0 && i < ROWS; i++)
    if (labels[i] != SMALLEST && random_below(4) > 0 && (labels[i] == LARGEST || clusters[i] % 60 == 0))
      clusters[i] = -1;
  for (int s = 0; s < 2; s++) {
    smote_options options             = options_of(&variants[KMEANS], streams[s]);
    options.cluster_of_row            = clusters;
    options.cluster_balance_threshold = threshold;
    options.density_exponent          = exponent;
    options.column_weights            = weights;
    struct outcome o                  = run(&data, &options);
    char           what[80];
    snprintf(what, sizeof what, "%s, dtype %d, kind %d, exponent %g, threshold %g",
             stream_name(streams[s]), (int)dtype, (int)kind, exponent, threshold);
    static const int32_t growing[] = {SMALLEST, MIDDLE};
    for (int c = 0; c < 2; c++) {
      const int64_t wanted = c == 0 ? 60 : 30;
      double        sparsity[ROWS], total = 0;
      int64_t       made[ROWS] = {0}, sum = 0;
      for (int64_t i = ROWS; i < o.rows; i++)
        if (o.labels[i] == growing[c])
          made[clusters[o.base[i]]]++, sum++;
      for (int cluster = 0; cluster < ROWS; cluster++) {
        int64_t members[ROWS], n = 0, size = 0;
        double  distances = 0;
        for (int i = 0; i < ROWS; i++)
          if (clusters[i] == cluster) {
            size++;
            if (labels[i] == growing[c])
              members[n++] = i;
          }
        for (int64_t a = 0; a < n; a++)
          for (int64_t b = 0; b < n; b++)
            distances += far_apart(&data, members[a], members[b], weights);
        const double part  = (double)n / (double)size;
        const double least = threshold >= 0 ? threshold : (double)wanted / 90 / 2;
        sparsity[cluster]  = 0;
        if (n <= K || part < least)
          continue;
        const double power = exponent >= 0 ? exponent : 0.16 * pow(log((double)n) / log(1.6), 1.8);
        sparsity[cluster]  = pow(distances / (double)(n * n - n), power) / (double)n;
        total += sparsity[cluster];
      }
      for (int cluster = 0; cluster < ROWS; cluster++) {
        const double share = (double)wanted * sparsity[cluster] / total;
        CHECK(s == 0 ? fabs((double)made[cluster] - share) < 1 + 1e-9
                     : made[cluster] >= share - 1e-9 && (double)made[cluster] < share + 1 + 1e-9,
              "%s: %" PRId64 " rows in cluster %d instead of %g", what, made[cluster], cluster, share);
      }
      CHECK(s == 0 ? sum == wanted : sum >= wanted, "%s: %" PRId64 " rows", what, sum);
    }
    /* Neighbours: among the K nearest of the class in the cluster; clusters in order, their rows
     * equally often. */
    int64_t uses[ROWS] = {0};
    for (int64_t i = ROWS; i < o.rows; i++) {
      const int64_t base = o.base[i], neighbor = o.neighbor[i];
      int           nearer = 0;
      uses[base]++;
      CHECK(neighbor != base && clusters[neighbor] == clusters[base] && labels[neighbor] == labels[base],
            "%s: row %" PRId64, what, i);
      for (int64_t other = 0; other < ROWS; other++)
        nearer += other != base && clusters[other] == clusters[base] && labels[other] == labels[base] &&
                  far_apart(&data, base, other, weights) <
                    far_apart(&data, base, neighbor, weights) * (1 - 1e-9);
      CHECK(nearer < K, "%s: row %" PRId64 ": %d are nearer", what, i, nearer);
      CHECK(i == ROWS || o.labels[i - 1] != o.labels[i] || clusters[o.base[i - 1]] <= clusters[base],
            "%s: clusters ascend at row %" PRId64, what, i);
    }
    for (int i = 0; s == 0 && i < ROWS; i++)
      for (int j = 0; j < ROWS; j++)
        if (clusters[i] == clusters[j] && labels[i] == labels[j])
          CHECK(llabs(uses[i] - uses[j]) <= 1, "%s: rows %d and %d serve %" PRId64 " and %" PRId64 " times",
                what, i, j, uses[i], uses[j]);
    release(&o);
  }
  free(labels);
  free(values);
}

/* ------------------------------------------------------------------------ */
/*  Clusters that the library finds                                          */
/* ------------------------------------------------------------------------ */

/* A single cluster: SMOTE, to the byte. */
static void check_one_cluster(void) {
  enum { ROWS = 90, COLUMNS = 3 };
  double             *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t            *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  const smote_dataset data   = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  for (int s = 0; s < 2; s++)
    for (int bases = SMOTE_BASES_EVEN; bases <= SMOTE_BASES_RANDOM; bases++) {
      smote_options options    = options_of(&variants[PLAIN], streams[s]);
      options.bases            = (smote_bases)bases;
      struct outcome plain     = run(&data, &options);
      options.method           = SMOTE_METHOD_KMEANS;
      options.clusters         = 1;
      struct outcome clustered = run(&data, &options);
      CHECK(same_outcome(&plain, &clustered, COLUMNS * sizeof *values), "%s: one cluster",
            stream_name(streams[s]));
      release(&clustered);
      release(&plain);
    }
  free(labels);
  free(values);
}

/* Groups far from each other are what k-means finds: each makes as many rows as when they are
 * handed in, whatever their numbers are. */
static void check_groups(void) {
  enum { ROWS = 200, COLUMNS = 2, GROUPS = 4 };
  double  values[ROWS * COLUMNS];
  int32_t labels[ROWS], groups[ROWS];
  int     found = 0;
  for (int i = 0; i < ROWS; i++) {
    groups[i]               = i % GROUPS;
    labels[i]               = i / GROUPS % 5 == 0;
    values[i * COLUMNS]     = 1000 * groups[i] + random_unit() * (1 + groups[i]);
    values[i * COLUMNS + 1] = random_unit();
  }
  const smote_dataset data = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  for (uint64_t seed = 0; seed < 20; seed++) {
    smote_options options = options_of(&variants[KMEANS], SMOTE_STREAM_NATIVE);
    options.seed          = seed;
    options.clusters      = GROUPS;
    struct outcome own    = run(&data, &options);
    options.cluster_of_row = groups;
    struct outcome handed = run(&data, &options);
    int64_t        made[2][GROUPS] = {{0}};
    for (int64_t i = ROWS; i < own.rows; i++) {
      made[0][groups[own.base[i]]]++;
      made[1][groups[handed.base[i]]]++;
    }
    found += memcmp(made[0], made[1], sizeof made[0]) == 0;
    release(&handed);
    release(&own);
  }
  /* The start is random, and may put two centres into one group. */
  CHECK(found >= 15, "the groups are found for %d of 20 seeds", found);
}

/* Numbers of clusters at the limits, and tables with few different rows. */
static void check_limits(void) {
  enum { ROWS = 60, COLUMNS = 2 };
  static const int32_t counts[] = {1, 2, 30, ROWS};
  int32_t             *labels   = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  for (int kind = 0; kind < 5; kind++)
    for (int d = 0; d < 2; d++)
      for (int c = 0; c < 4; c++) {
        void               *values = random_values(ROWS, COLUMNS, dtypes[d], kind == 0 ? GRID : EXTREME);
        const smote_dataset data   = dataset(values, labels, ROWS, COLUMNS, dtypes[d]);
        for (int i = 0; i < ROWS * COLUMNS; i++) {
          const double tiny = d == 0 ? 1e-44 : 5e-324, large = d == 0 ? 3e38 : 1e300;
          const double own  = kind == 2   ? tiny * (double)(i % 7)
                              : kind == 3 ? large * (i % 2 ? 1 : -1)
                                          : 7;
          if (kind >= 2 && d == 0)
            ((float *)values)[i] = (float)own;
          else if (kind >= 2)
            ((double *)values)[i] = own;
        }
        smote_options options = options_of(&variants[KMEANS], SMOTE_STREAM_NATIVE);
        options.clusters      = counts[c];
        options.few_rows      = SMOTE_FEW_ROWS_CLIP;
        options.threads       = 1;
        struct outcome one    = run(&data, &options);
        CHECK(one.rows == 90, "kind %d, %d clusters: %" PRId64 " rows", kind, (int)counts[c], one.rows);
        for (int64_t i = 0; i < one.rows * COLUMNS; i++)
          CHECK(isfinite(value_of(&one, &data, i / COLUMNS, i % COLUMNS)), "finite");
        options.threads     = 8;
        struct outcome many = run(&data, &options);
        CHECK(same_outcome(&one, &many, COLUMNS * size_of_dtype(dtypes[d])), "kind %d: 8 threads", kind);
        release(&many);
        release(&one);
        free(values);
      }
  free(labels);
}

/* numpy's state goes on by what SMOTE in each cluster draws; k-means takes nothing from it. */
static void check_state(void) {
  enum { ROWS = 60, COLUMNS = 2 };
  double             *values = (double *)random_values(ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64, UNIFORM);
  int32_t            *labels = three_classes(ROWS, LARGEST, MIDDLE, SMALLEST);
  const smote_dataset data   = dataset(values, labels, ROWS, COLUMNS, SMOTE_DTYPE_FLOAT64);
  int32_t             all[ROWS];
  uint32_t            states[3][625];
  memset(all, 0, sizeof all);
  for (int i = 0; i < 625; i++)
    states[0][i] = states[1][i] = states[2][i] = (uint32_t)random_bits() >> (i == 624 ? 24 : 0);
  smote_options options  = options_of(&variants[KMEANS], SMOTE_STREAM_NUMPY_STATE);
  options.clusters       = 1;
  options.numpy_state    = states[0];
  struct outcome found   = run(&data, &options);
  options.numpy_state    = states[1];
  options.cluster_of_row = all;
  struct outcome handed  = run(&data, &options);
  options.numpy_state    = states[2];
  options.method         = SMOTE_METHOD_SMOTE;
  struct outcome plain   = run(&data, &options);
  CHECK(same_outcome(&found, &handed, COLUMNS * 8) && same_outcome(&found, &plain, COLUMNS * 8),
        "the same rows");
  CHECK(memcmp(states[0], states[1], sizeof states[0]) == 0 &&
          memcmp(states[0], states[2], sizeof states[0]) == 0,
        "the same state");
  release(&plain);
  release(&handed);
  release(&found);
  free(labels);
  free(values);
}

int main(void) {
  static const double weights[]    = {4, 0, 0.5};
  static const double exponents[]  = {-1, 0, 0.5, 1, 2, 20};
  static const double thresholds[] = {-1, 0, 0.1};
  check_by_hand();
  check_default_exponent();
  check_threshold();
  check_no_cluster();
  check_alike();
  for (int d = 0; d < 2; d++)
    for (int kind = UNIFORM; kind <= GRID; kind++)
      for (int e = 0; e < 6; e++)
        for (int t = 0; t < 3; t++) {
          check_oracle(dtypes[d], (enum kind)kind, exponents[e], thresholds[t], NULL);
          check_oracle(dtypes[d], (enum kind)kind, exponents[e], thresholds[t], weights);
        }
  check_one_cluster();
  check_groups();
  check_limits();
  check_state();
  check_rounded_rows();
  check_lone_row();
  return closing_line("test_clusters");
}

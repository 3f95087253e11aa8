/*
 * kernels.h - the seam between the engine and the code that is compiled once per
 * CPU level.
 *
 * Each level is a Swift module of its own, which exports one function: it fills
 * this table. The engine calls through the table alone and never imports those
 * modules, so that the optimiser cannot inline code for a newer CPU into code
 * that every CPU runs.
 */
#ifndef KERNELS_H
#define KERNELS_H

#include <stdint.h>

/* Queries that one call of `within` serves. */
#define KERNEL_QUERIES 4

/* Queries that one call of `narrow_box` serves: as many as a mask has bits. */
#define KERNEL_BLOCK 64

/* A point at most `limit` away from a query. */
typedef struct kernel_hit {
  double  distance; /* canonical squared distance */
  int32_t query;    /* 0 ..< KERNEL_QUERIES */
  int32_t point;    /* from the first point of the panel */
} kernel_hit;

/* A point that may be near. */
typedef struct kernel_narrow_hit {
  float   bound; /* the sum that let it through */
  int32_t query;
  int32_t point;
} kernel_narrow_hit;

/* Of whole numbers x with a sum of squares s and a limit: a = (limit - s) / 2 and b = -s / 2, both
 * rounded up. */
typedef struct kernel_coarse_terms {
  const int32_t *a;
  const int32_t *b;
} kernel_coarse_terms;

/* A pair of whole numbers: x.y, and what they are. */
typedef struct kernel_coarse_hit {
  int32_t product;
  int32_t query;
  int32_t point;
} kernel_coarse_hit;

/* Finds the pairs of up to four queries and `points` points, whole numbers, where
 * x.y + max(a(x) + b(y), b(x) + a(y)) >= 0: at least those whose |x - y|^2 is within the limit of
 * either. Two numbers of 16 bits, those of two columns, are one of 32: queries four by four, points
 * in groups, `narrow_lanes` of them, in a group pair by pair. The a and b of points go on to the
 * end of the last group; no sum here overflows. */
typedef int64_t (*kernel_coarse_mutual)(const int32_t *queries, const int32_t *panel,
                                        int64_t pairs, int64_t query_count, int64_t points,
                                        kernel_coarse_terms query_terms,
                                        kernel_coarse_terms point_terms, kernel_coarse_hit *hits);

/* The columns of a point, in the order in which they are stored. */
typedef struct kernel_columns {
  int64_t       numbers;   /* add (x - y)^2 each */
  int64_t       codes;     /* add penalties[j] each, where x and y differ */
  const double *penalties;
  int64_t       profiles;  /* add (sum of |x - y| over its columns)^2 each */
  int64_t       profile_columns; /* columns of a profile */
} kernel_columns;

/* Writes rows between two others, base + gap (neighbor - base): the difference in the type of the
 * values, product and sum in float64, rounded once; or, where the gap is 0, the base. Ends in front
 * of a row that has a number that is not finite, and returns how many it wrote. Strides are
 * elements from row to row, in which the numbers are next to each other. */
typedef int64_t (*kernel_between)(const void *values, int64_t row_stride, const int64_t *bases,
                                  const int64_t *neighbors, const double *gaps, int64_t rows,
                                  int64_t columns, void *target, int64_t target_stride);

/* The same for one column, which is written densely: its numbers lie `row_stride` apart. Returns
 * whether all numbers are finite; if not, what was written is not to be used. */
typedef int32_t (*kernel_between_column)(const void *values, int64_t row_stride,
                                         const int64_t *bases, const int64_t *neighbors,
                                         const double *gaps, int64_t rows, void *target);

typedef struct kernel_table {
  const char *name;
  /* Points per group. A panel of points is stored group by group, in a group
   * column by column, in a column point by point: one SIMD lane is one point. */
  int64_t lanes;
  /* Finds the points of a panel within the limits of four queries, and returns
   * how many hits it wrote to `hits`, which has room for all (4 x lanes x
   * groups). Queries are stored column by column. Distances are canonical:
   * columns in order, multiply then add, in float64. A NaN among numbers or
   * profiles is within no limit, so NaN pads a panel. */
  int64_t (*within)(const double *queries, const double *panel,
                    const kernel_columns *columns, int64_t groups, const double *limits,
                    kernel_hit *hits);
  /* Writes the distances of four queries from all points of a panel: query after
   * query, point after point. */
  void (*distances)(const double *queries, const double *panel,
                    const kernel_columns *columns, int64_t groups, double *distances);
  /* For float64, and for float32. */
  kernel_between between;
  kernel_between narrow_between;
  kernel_between_column between_column;
  kernel_between_column narrow_between_column;
  /* The same as `within` for numbers in float32, `narrow_lanes` points per group: finds at
   * least the points whose sum of squared differences, in exact arithmetic from the numbers
   * given, is not above limit / (1 + (columns + 3) 2^-24). No number is as large as 2^50. */
  int64_t narrow_lanes;
  int64_t (*narrow_within)(const float *queries, const float *panel, int64_t columns,
                           int64_t groups, const float *limits, kernel_narrow_hit *hits);
  /* The same for queries and points that look for each other: finds at least the pairs that are
   * within the limit of the query or of the point, of which there are `point_limits`. */
  int64_t (*narrow_mutual)(const float *queries, const float *panel, int64_t columns,
                           int64_t groups, const float *limits, const float *point_limits,
                           kernel_narrow_hit *hits);
  /* Writes for each query a limit that at least `rank` of the points are within, and few more;
   * infinity if the panel or a vector has fewer. */
  void (*narrow_ranked)(const float *queries, const float *panel, int64_t columns,
                        int64_t groups, int64_t rank, float *limits);
  /* Which queries of a block may have a point within their reach in a box, from `low` to `high`:
   * those whose squared distance from it is not above factor (reach + slack)^2, in float32.
   * Queries are stored column by column; only those in `asked` are looked at, the first one the
   * lowest bit. A reach that is NaN reaches nothing. */
  uint64_t (*narrow_box)(const float *queries, const float *low, const float *high,
                         int64_t columns, const float *reaches, float slack, float factor,
                         uint64_t asked);
  /* Stays NULL where CPUs have no instruction for it. */
  kernel_coarse_mutual coarse_mutual;
} kernel_table;

/* Asks for the memory at an address, which will be read or written soon. Any address will do. */
static inline void kernel_prefetch(const void *address) { __builtin_prefetch(address); }

/* Of the widest vectors that the module is compiled for: instructions that Swift has no words for.
 * They are handed over by address, which costs nothing once this is inlined. */
#if defined(__x86_64__)
#  if defined(__AVX512BW__) && defined(__AVX512DQ__)
typedef int16_t kernel_shorts __attribute__((vector_size(64), aligned(1)));
typedef int32_t kernel_sums __attribute__((vector_size(64), aligned(1)));
#    define kernel_products __builtin_ia32_pmaddwd512
#    define kernel_sign_bits(sums) __builtin_ia32_cvtd2mask512(sums)
#  elif defined(__AVX2__)
typedef int16_t kernel_shorts __attribute__((vector_size(32), aligned(1)));
typedef int32_t kernel_sums __attribute__((vector_size(32), aligned(1)));
typedef float kernel_floats __attribute__((vector_size(32)));
#    define kernel_products __builtin_ia32_pmaddwd256
#    define kernel_sign_bits(sums) __builtin_ia32_movmskps256((kernel_floats)(sums))
#  else
typedef int16_t kernel_shorts __attribute__((vector_size(16), aligned(1)));
typedef int32_t kernel_sums __attribute__((vector_size(16), aligned(1)));
typedef float kernel_floats __attribute__((vector_size(16)));
#    define kernel_products __builtin_ia32_pmaddwd128
#    define kernel_sign_bits(sums) __builtin_ia32_movmskps((kernel_floats)(sums))
#  endif

/* Adds the products of pairs, numbers of 16 bits, two by two. */
static inline void kernel_add_products(void *sums, const void *ones, const void *others) {
  *(kernel_sums *)sums += (kernel_sums)kernel_products(*(const kernel_shorts *)ones,
                                                       *(const kernel_shorts *)others);
}

/* A bit for each number of 32 bits that is negative, the first one lowest. */
static inline uint32_t kernel_negatives(const void *numbers) {
  return (uint32_t)kernel_sign_bits(*(const kernel_sums *)numbers);
}
#endif

void kernels_fill_baseline(kernel_table *kernels);
#if defined(__x86_64__)
void kernels_fill_v3(kernel_table *kernels);
void kernels_fill_v4(kernel_table *kernels);
#endif

/* The kernels of the level that was chosen when the library was loaded. */
const kernel_table *kernels_active(void);

/* Fills the table of the named level ("baseline", "v3", "v4"). Returns 0 if this
 * CPU or architecture does not have it. */
int32_t kernels_named(const char *name, kernel_table *kernels);

#endif

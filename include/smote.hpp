/*
 * smote.hpp - libsmote for C++17
 *
 * A thin layer over smote.h, which remains the specification: the same words,
 * with objects that release themselves, and exceptions instead of statuses.
 *
 *     std::vector<double>       x = ...;   // rows x 4, row-major
 *     std::vector<std::int32_t> y = ...;   // one label per row
 *
 *     smote::Options options;
 *     options.seed = 42;
 *     auto balanced = smote::resample(smote::Dataset(x, y, 4), options);
 *     // balanced.values, balanced.labels, balanced.rows, balanced.columns
 *
 * Failure. Whatever fails throws smote::Error, which carries the status and the
 * sentence that describes the failure; std::bad_alloc is thrown where this
 * layer itself runs out of memory. Objects are then as they were before.
 *
 * Ownership. A Dataset is a view: the memory behind it must outlive the calls
 * that it is passed to. A Plan owns what it decided, and can be moved, not copied.
 */
#ifndef SMOTE_HPP
#define SMOTE_HPP

#if !(__cplusplus >= 201703L || (defined(_MSVC_LANG) && _MSVC_LANG >= 201703L))
#  error "smote.hpp needs C++17; smote.h serves C++11"
#endif
#if !(defined(__cpp_exceptions) || defined(__EXCEPTIONS) || defined(_CPPUNWIND))
#  error "smote.hpp needs exceptions; smote.h does without"
#endif

#include "smote.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace smote {

/* ------------------------------------------------------------------------ */
/*  Errors                                                                   */
/* ------------------------------------------------------------------------ */

/* what() is the sentence, status() the class of failure. */
class Error : public std::runtime_error {
public:
  Error(smote_status status, const std::string &message)
      : std::runtime_error(message), status_(status) {}

  smote_status status() const noexcept { return status_; }

private:
  smote_status status_;
};

/* Called every 20 to 50 ms, on the thread that called. `fraction` grows from 0 to
 * 1. Returning true cancels: Error with SMOTE_ERROR_CANCELLED. An exception
 * cancels too, and comes out of the call that it interrupted. */
using Progress = std::function<bool(double fraction)>;

/* ------------------------------------------------------------------------ */
/*  Data                                                                     */
/* ------------------------------------------------------------------------ */

namespace detail {

template <class T>
constexpr smote_dtype dtype() {
  static_assert(std::is_same<T, float>::value || std::is_same<T, double>::value,
                "a table holds float or double");
  return std::is_same<T, float>::value ? SMOTE_DTYPE_FLOAT32 : SMOTE_DTYPE_FLOAT64;
}

inline void require(bool holds, const char *message) {
  if (!holds)
    throw Error(SMOTE_ERROR_INVALID_ARGUMENT, message);
}

/* How many elements a table has; sizes that no vector can have are refused. */
inline std::size_t size(std::int64_t rows, std::int64_t columns) {
  require(rows >= 0 && columns >= 0, "the number of rows or columns is negative");
  require(columns == 0 ||
              rows <= std::numeric_limits<std::ptrdiff_t>::max() / 8 / columns,
          "the table is larger than any memory");
  return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
}

/* A list has `each` elements for each row, or none at all. What is wrong with a number
 * below 1 the library says best. */
template <class Element>
void require_length(const std::vector<Element> &list, std::int64_t rows, std::int64_t each,
                    const char *message) {
  require(list.empty() || each < 1 || list.size() == size(rows, each), message);
}

} // namespace detail

/* A table of float or double with a label for each row, as in smote_dataset. */
template <class T>
class Dataset {
public:
  /* `labels` may be nullptr where only values count: for neighbors(), and for
   * further columns in Plan::apply(). Two zero strides mean packed, row-major. */
  Dataset(const T *values, const std::int32_t *labels, std::int64_t rows,
          std::int64_t columns, std::int64_t row_stride = 0,
          std::int64_t column_stride = 0) noexcept
      : c_(SMOTE_DATASET_INIT) {
    c_.values        = values;
    c_.labels        = labels;
    c_.rows          = rows;
    c_.columns       = columns;
    c_.row_stride    = row_stride;
    c_.column_stride = column_stride;
    c_.dtype         = detail::dtype<T>();
  }

  /* Packed rows, one after the other. */
  Dataset(const std::vector<T> &values, const std::vector<std::int32_t> &labels,
          std::int64_t columns)
      : Dataset(values.data(), labels.data(), static_cast<std::int64_t>(labels.size()),
                columns) {
    detail::require(values.size() == detail::size(c_.rows, columns),
                    "the number of values is not the number of labels times columns");
  }

  /* The same without labels. */
  Dataset(const std::vector<T> &values, std::int64_t columns)
      : Dataset(values.data(), nullptr,
                columns > 0 ? static_cast<std::int64_t>(values.size()) / columns : 0,
                columns) {
    detail::require(columns > 0 && values.size() == detail::size(c_.rows, columns),
                    "the number of values is not a multiple of columns");
  }

  /* Says which columns hold categories: one element per column, nonzero where one does. The
   * mask is viewed too, and nullptr is for none. The data set itself comes back. */
  Dataset &set_categorical(const std::uint8_t *mask) noexcept {
    c_.categorical = mask;
    return *this;
  }

  Dataset &set_categorical(const std::vector<std::uint8_t> &mask) {
    detail::require(static_cast<std::int64_t>(mask.size()) == c_.columns,
                    "the mask of categories must have one element per column");
    return set_categorical(mask.data());
  }

  /* A view of what is gone at once would be of no use. */
  Dataset &set_categorical(std::vector<std::uint8_t> &&mask) = delete;

  std::int64_t rows() const noexcept { return c_.rows; }
  std::int64_t columns() const noexcept { return c_.columns; }
  const smote_dataset &c() const noexcept { return c_; }

private:
  smote_dataset c_;
};

/* ------------------------------------------------------------------------ */
/*  Options                                                                  */
/* ------------------------------------------------------------------------ */

/* The fields of smote_options, under their names and with their defaults, except
 * that `method` is SMOTE. Empty vectors, nullptr and an empty function mean "not
 * given". */
struct Options {
  smote_method              method    = SMOTE_METHOD_SMOTE;
  smote_strategy            strategy  = SMOTE_STRATEGY_AUTO;
  std::uint64_t             seed      = 0;
  double                    amount    = 0;
  std::vector<smote_target> targets;
  std::int32_t              neighbors = 5;
  std::int32_t              threads   = 0;
  smote_stream              stream    = SMOTE_STREAM_NATIVE;
  smote_few_rows            few_rows  = SMOTE_FEW_ROWS_ERROR;
  smote_bases               bases     = SMOTE_BASES_EVEN;
  smote_scale               scale     = SMOTE_SCALE_NONE;
  std::vector<double>       column_weights;
  std::array<std::uint32_t, 625> *numpy_state = nullptr;
  std::vector<std::int64_t> class_neighbors;
  std::int32_t              danger_neighbors = 10;
  std::vector<std::int64_t> all_neighbors;
  std::vector<smote_class_value> shrinkage;
  std::array<double, 2>    *numpy_normal = nullptr;
  double                    out_step     = 0.5;
  std::vector<std::uint8_t> support_rows;
  std::vector<std::int32_t> cluster_of_row;
  double                    cluster_balance_threshold = -1;
  double                    density_exponent = -1;
  std::int32_t              clusters = 8;
  smote_method              cleaning = SMOTE_METHOD_NONE;
  smote_strategy            cleaning_strategy = SMOTE_STRATEGY_AUTO;
  double                    cleaning_amount = 0;
  std::vector<smote_target> cleaning_targets;
  std::int32_t              cleaning_neighbors = 0;
  smote_selection           selection = SMOTE_SELECTION_ALL;
  std::int32_t              rounds = 100;
  std::int32_t              seeds = 1;
  double                    cleaning_threshold = 0.5;
  bool                      replacement = false;
  bool                      allow_minority = false;
  std::int32_t              candidate_neighbors = 3;
  bool                      hard_voting = false;
  std::vector<double>       class_probabilities;
  Progress                  progress;
};

namespace detail {

/* Carries a Progress through C: exceptions wait here until the call has returned. */
class Callback {
public:
  explicit Callback(const Progress &progress) noexcept : progress_(progress) {}

  smote_progress_fn function() const noexcept { return progress_ ? &call : nullptr; }
  void *context() noexcept { return this; }

  /* Throws what the callback threw, or else what the status says. */
  void check(smote_status status, const smote_error &error) const {
    if (status == SMOTE_OK)
      return;
    if (exception_)
      std::rethrow_exception(exception_);
    throw Error(status, error.message);
  }

private:
  static std::int32_t call(double fraction, void *context) noexcept {
    Callback &self = *static_cast<Callback *>(context);
    try {
      return self.progress_(fraction) ? 1 : 0;
    } catch (...) {
      self.exception_ = std::current_exception();
      return 1;
    }
  }

  const Progress    &progress_;
  std::exception_ptr exception_;
};

inline void check(smote_status status, const smote_error &error) {
  if (status != SMOTE_OK)
    throw Error(status, error.message);
}

struct Free {
  void operator()(smote_plan *plan) const noexcept { smote_plan_free(plan); }
};

} // namespace detail

/* ------------------------------------------------------------------------ */
/*  Plan                                                                     */
/* ------------------------------------------------------------------------ */

/* A table that was resampled: packed, row-major. */
template <class T>
struct Table {
  std::vector<T>            values;
  std::vector<std::int32_t> labels; /* empty if the data had none */
  std::int64_t              rows    = 0;
  std::int64_t              columns = 0;
};

/* Where rows come from: see smote_plan_provenance(). */
struct Provenance {
  std::vector<std::int64_t> base;
  std::vector<std::int64_t> neighbor;
  std::vector<double>       gap;
};

/* Which rows the output consists of. Immutable: any number of threads may use one
 * at the same time. A plan that was moved from has no rows, and may only be
 * destroyed or assigned to. */
class Plan {
public:
  /* Decides on the output: the expensive step. */
  template <class T>
  explicit Plan(const Dataset<T> &data, const Options &options = Options()) {
    detail::require_length(options.column_weights, data.columns(), 1,
                           "column_weights must have one element per column");
    detail::require_length(options.class_neighbors, data.rows(), options.neighbors,
                           "class_neighbors must have rows times neighbors elements");
    detail::require_length(options.all_neighbors, data.rows(), listed_neighbors(options),
                           "all_neighbors must have rows times danger_neighbors elements (for "
                           "ADASYN: rows times neighbors; for TOMEK: rows; for ENN and NCR: "
                           "rows times cleaning_neighbors)");
    detail::require_length(options.support_rows, data.rows(), 1,
                           "support_rows must have one element per row");
    detail::require_length(options.cluster_of_row, data.rows(), 1,
                           "cluster_of_row must have one element per row");
    detail::require_length(options.class_probabilities, data.rows(), 1,
                           "class_probabilities must have one element per row");

    detail::Callback callback(options.progress);
    smote_options    c = SMOTE_OPTIONS_INIT;
    c.method           = options.method;
    c.strategy         = options.strategy;
    c.seed             = options.seed;
    c.amount           = options.amount;
    c.targets          = data_or_null(options.targets);
    c.target_count     = static_cast<std::int64_t>(options.targets.size());
    c.neighbors        = options.neighbors;
    c.threads          = options.threads;
    c.stream           = options.stream;
    c.few_rows         = options.few_rows;
    c.bases            = options.bases;
    c.scale            = options.scale;
    c.column_weights   = data_or_null(options.column_weights);
    c.numpy_state      = options.numpy_state ? options.numpy_state->data() : nullptr;
    c.class_neighbors  = data_or_null(options.class_neighbors);
    c.danger_neighbors = options.danger_neighbors;
    c.all_neighbors    = data_or_null(options.all_neighbors);
    c.shrinkage        = data_or_null(options.shrinkage);
    c.shrinkage_count  = static_cast<std::int64_t>(options.shrinkage.size());
    c.numpy_normal     = options.numpy_normal ? options.numpy_normal->data() : nullptr;
    c.out_step         = options.out_step;
    c.support_rows     = data_or_null(options.support_rows);
    c.cluster_of_row   = data_or_null(options.cluster_of_row);
    c.cluster_balance_threshold = options.cluster_balance_threshold;
    c.density_exponent = options.density_exponent;
    c.clusters         = options.clusters;
    c.cleaning         = options.cleaning;
    c.cleaning_strategy     = options.cleaning_strategy;
    c.cleaning_amount       = options.cleaning_amount;
    c.cleaning_targets      = data_or_null(options.cleaning_targets);
    c.cleaning_target_count = static_cast<std::int64_t>(options.cleaning_targets.size());
    c.cleaning_neighbors    = options.cleaning_neighbors;
    c.selection        = options.selection;
    c.rounds           = options.rounds;
    c.seeds            = options.seeds;
    c.cleaning_threshold    = options.cleaning_threshold;
    c.replacement      = options.replacement ? 1 : 0;
    c.allow_minority   = options.allow_minority ? 1 : 0;
    c.candidate_neighbors   = options.candidate_neighbors;
    c.hard_voting      = options.hard_voting ? 1 : 0;
    c.class_probabilities   = data_or_null(options.class_probabilities);
    c.progress         = callback.function();
    c.progress_context = callback.context();

    smote_plan  *plan = nullptr;
    smote_error  error;
    smote_status status = smote_plan_create(&data.c(), &c, &plan, &error);
    callback.check(status, error);
    plan_.reset(plan);
  }

  /* Rows in the output, and how many of them are input rows: the first ones, unless the
   * numpy stream says otherwise. */
  std::int64_t row_count() const noexcept { return smote_plan_row_count(plan_.get()); }
  std::int64_t kept_count() const noexcept { return smote_plan_kept_count(plan_.get()); }

  /* Rounds that RENN or ALLKNN made; 0 for other methods. */
  std::int64_t rounds() const noexcept { return smote_plan_rounds(plan_.get()); }

  /* What should be known about the plan, though nothing failed: a sentence each. */
  std::vector<std::string> warnings() const {
    std::vector<std::string> sentences;
    for (std::int64_t i = 0; i < smote_plan_warning_count(plan_.get()); i++) {
      smote_error warning, error;
      detail::check(smote_plan_warning(plan_.get(), i, &warning, &error), error);
      sentences.emplace_back(warning.message);
    }
    return sentences;
  }

  /* Where output rows [first, first + count) come from. */
  Provenance provenance(std::int64_t first, std::int64_t count) const {
    detail::require(first >= 0 && count >= 0 && first <= row_count() &&
                        count <= row_count() - first,
                    "the range of rows is not within the output");
    const auto  size = static_cast<std::size_t>(count);
    Provenance  found{std::vector<std::int64_t>(size), std::vector<std::int64_t>(size),
                     std::vector<double>(size)};
    smote_error error;
    detail::check(smote_plan_provenance(plan_.get(), first, count, found.base.data(),
                                        found.neighbor.data(), found.gap.data(), &error),
                  error);
    return found;
  }

  Provenance provenance() const { return provenance(0, row_count()); }

  /* For each column of the data that the plan was made from: 1 if new rows take what their
   * neighbours vote for. `columns` is their number. */
  std::vector<std::uint8_t> voted(std::int64_t columns) const {
    std::vector<std::uint8_t> voted(columns > 0 ? detail::size(columns, 1) : 0);
    smote_error               error;
    std::uint8_t              none;
    detail::check(smote_plan_voted(plan_.get(), columns, voted.empty() ? &none : voted.data(), &error),
                  error);
    return voted;
  }

  /* Writes output rows [first, first + count) into memory of yours; see
   * smote_plan_write(). Either pointer may be nullptr. `carried`: the data holds other
   * columns than those that the plan was made from, which get no noise and no votes. */
  template <class T>
  void write(const Dataset<T> &data, std::int64_t first, std::int64_t count, T *values,
             std::int32_t *labels, std::int64_t row_stride = 0,
             std::int64_t column_stride = 0, std::int32_t threads = 0,
             bool carried = false) const {
    smote_output out  = SMOTE_OUTPUT_INIT;
    out.values        = values;
    out.labels        = labels;
    out.row_stride    = row_stride;
    out.column_stride = column_stride;
    out.carried       = carried ? 1 : 0;
    smote_error error;
    detail::check(
        smote_plan_write(plan_.get(), &data.c(), first, count, &out, threads, &error), error);
  }

  /* The whole output, from the data that the plan was made from or from other
   * columns of the same rows; `carried` as in write(). */
  template <class T>
  Table<T> apply(const Dataset<T> &data, std::int32_t threads = 0,
                 bool carried = false) const {
    Table<T> table;
    table.rows    = row_count();
    table.columns = data.columns();
    table.values.resize(detail::size(table.rows, table.columns));
    if (data.c().labels != nullptr)
      table.labels.resize(static_cast<std::size_t>(table.rows));
    write(data, 0, table.rows, table.values.data(),
          data.c().labels ? table.labels.data() : nullptr, 0, 0, threads, carried);
    return table;
  }

  /* apply(data, true) would mean one thread. */
  template <class T>
  Table<T> apply(const Dataset<T> &data, bool carried) const = delete;

  /* For calls to smote.h. The plan stays the owner. */
  const smote_plan *get() const noexcept { return plan_.get(); }

private:
  /* Elements per row of `all_neighbors`. */
  static std::int32_t listed_neighbors(const Options &options) noexcept {
    switch (options.method) {
    case SMOTE_METHOD_ADASYN: return options.neighbors;
    case SMOTE_METHOD_TOMEK: return 1;
    case SMOTE_METHOD_ENN:
    case SMOTE_METHOD_NCR: return options.cleaning_neighbors == 0 ? 3 : options.cleaning_neighbors;
    default: return options.danger_neighbors;
    }
  }

  template <class Element>
  static const Element *data_or_null(const std::vector<Element> &vector) noexcept {
    return vector.empty() ? nullptr : vector.data();
  }

  std::unique_ptr<smote_plan, detail::Free> plan_;
};

/* Plan and write in one. The warnings of a plan are not to be had from it. */
template <class T>
Table<T> resample(const Dataset<T> &data, const Options &options = Options()) {
  return Plan(data, options).apply(data, options.threads);
}

/* ------------------------------------------------------------------------ */
/*  Neighbours                                                               */
/* ------------------------------------------------------------------------ */

/* The fields of smote_search that a search over whole tables uses. A search over
 * blocks is made with smote_neighbors(). */
struct Search {
  std::int32_t        neighbors = 5;
  std::int32_t        threads   = 0;
  bool                one_table = false;
  smote_scale         scale     = SMOTE_SCALE_NONE;
  std::vector<double> column_weights;
  Progress            progress;
};

/* `neighbors` elements for each query row, row-major, nearest first. Distances are
 * squared. Index -1 and distance infinity: there were fewer rows. */
struct Neighbors {
  std::vector<std::int64_t> indices;
  std::vector<double>       distances;
  std::int64_t              rows      = 0;
  std::int64_t              neighbors = 0;
};

namespace detail {

inline Neighbors search(const smote_dataset *queries, const smote_dataset &references,
                        const Search &search) {
  require_length(search.column_weights, references.columns, 1,
                 "column_weights must have one element per column");
  /* Sizes that make no sense get one element, for the library says best what is wrong. */
  Neighbors found;
  found.rows      = (queries ? *queries : references).rows;
  found.neighbors = search.neighbors;
  const bool sensible = found.rows > 0 && found.neighbors > 0;
  found.indices.resize(sensible ? size(found.rows, found.neighbors) : 1);
  found.distances.resize(found.indices.size());
  Callback     callback(search.progress);
  smote_search c     = SMOTE_SEARCH_INIT;
  c.neighbors        = search.neighbors;
  c.threads          = search.threads;
  c.one_table        = search.one_table ? 1 : 0;
  c.scale            = search.scale;
  c.column_weights   = search.column_weights.empty() ? nullptr : search.column_weights.data();
  c.progress         = callback.function();
  c.progress_context = callback.context();
  smote_error  error;
  smote_status status = smote_neighbors(queries, &references, &c, found.indices.data(),
                                        found.distances.data(), &error);
  callback.check(status, error);
  return found;
}

} // namespace detail

/* The exact nearest rows of `references` for each row of `queries`, by (distance,
 * row number). */
template <class T, class U>
Neighbors neighbors(const Dataset<T> &queries, const Dataset<U> &references,
                    const Search &search = Search()) {
  return detail::search(&queries.c(), references.c(), search);
}

/* The same for each row of `data` among the others: a row is not its own neighbour. */
template <class T>
Neighbors neighbors(const Dataset<T> &data, const Search &search = Search()) {
  return detail::search(nullptr, data.c(), search);
}

} // namespace smote

#endif /* SMOTE_HPP */

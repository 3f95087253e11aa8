/*
 * test_wrapper.cpp - smote.hpp: what it adds to smote.h, which is ownership,
 * vectors, and exceptions in both directions
 */
#include <smote.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <string>
#include <type_traits>

static long passed, failed;

static void check(bool holds, const char *what) {
  (holds ? passed : failed)++;
  if (!holds)
    std::printf("FAILED: %s\n", what);
}

/* The status and the sentence that a call fails with. */
template <class Call>
static void check_throws(Call call, smote_status status, const std::string &fragment,
                         const char *what) {
  try {
    call();
    check(false, what);
  } catch (const smote::Error &error) {
    const std::string message = error.what();
    check(error.status() == status && message.find(fragment) != std::string::npos,
          (what + (": " + message)).c_str());
  }
}

static_assert(!std::is_copy_constructible<smote::Plan>::value, "a plan is not copied");
static_assert(!std::is_copy_assignable<smote::Plan>::value, "a plan is not copied");
static_assert(std::is_nothrow_move_constructible<smote::Plan>::value, "a plan can be moved");
static_assert(std::is_nothrow_move_assignable<smote::Plan>::value, "a plan can be moved");
static_assert(std::is_base_of<std::runtime_error, smote::Error>::value, "errors are caught as such");

constexpr std::int64_t rows = 90, columns = 4;

template <class T>
static std::vector<T> values() {
  std::vector<T> x;
  std::uint32_t  random = 9;
  for (std::int64_t i = 0; i < rows * columns; i++) {
    random = random * 1664525u + 1013904223u;
    x.push_back(static_cast<T>(random >> 8) / 65536);
  }
  return x;
}

static std::vector<std::int32_t> labels() {
  std::vector<std::int32_t> y;
  for (std::int64_t i = 0; i < rows; i++)
    y.push_back(i % 6 < 3 ? -1 : i % 6 < 5 ? 0 : 1);
  return y;
}

/* The wrapper returns what the C functions return, to the byte. */
template <class T>
static void check_same_bytes() {
  const auto           x = values<T>();
  const auto           y = labels();
  const smote::Dataset data(x, y, columns);
  smote::Options       options;
  options.seed     = 3;
  const auto table = smote::resample(data, options);
  check(table.rows == 135 && table.columns == columns, "three times 45 rows");
  check(table.values.size() == 135 * columns && table.labels.size() == 135, "sizes");

  smote_options c = SMOTE_OPTIONS_INIT;
  c.method        = SMOTE_METHOD_SMOTE;
  c.seed          = 3;
  smote_plan *plan = nullptr;
  check(smote_plan_create(&data.c(), &c, &plan, nullptr) == SMOTE_OK, "the C plan");
  std::vector<T>            xs(table.values.size());
  std::vector<std::int32_t> ys(table.labels.size());
  smote_output              out = SMOTE_OUTPUT_INIT;
  out.values                    = xs.data();
  out.labels                    = ys.data();
  check(smote_plan_write(plan, &data.c(), 0, 135, &out, 0, nullptr) == SMOTE_OK, "the C write");
  smote_plan_free(plan);
  check(std::memcmp(xs.data(), table.values.data(), xs.size() * sizeof(T)) == 0, "same values");
  check(ys == table.labels, "same labels");

  /* Column-major in and out, by ranges. */
  std::vector<T> turned(x.size());
  for (std::int64_t i = 0; i < rows; i++)
    for (std::int64_t j = 0; j < columns; j++)
      turned[static_cast<std::size_t>(j * rows + i)] = x[static_cast<std::size_t>(i * columns + j)];
  const smote::Dataset<T> view(turned.data(), y.data(), rows, columns, 1, rows);
  const smote::Plan       other(view, options);
  std::vector<T>          written(table.values.size());
  other.write<T>(view, 0, 100, written.data(), nullptr, 1, 135);
  other.write<T>(view, 100, 35, written.data() + 100, nullptr, 1, 135);
  bool same = true;
  for (std::int64_t i = 0; i < 135; i++)
    for (std::int64_t j = 0; j < columns; j++)
      same = same && written[static_cast<std::size_t>(j * 135 + i)] ==
                       table.values[static_cast<std::size_t>(i * columns + j)];
  check(same, "column-major");
}

static void check_plan() {
  const auto           x = values<double>();
  const auto           y = labels();
  const smote::Dataset data(x, y, columns);
  smote::Plan          plan(data);
  check(plan.row_count() == 135 && plan.kept_count() == rows, "counts");
  const auto origin = plan.provenance();
  check(origin.base.size() == 135 && origin.neighbor.size() == 135 && origin.gap.size() == 135,
        "provenance");
  check(origin.base[89] == 89 && origin.gap[89] == 0 && origin.base[90] != origin.neighbor[90],
        "kept rows, then new ones");
  check(plan.provenance(90, 2).base[1] == origin.base[91], "a range of it");
  check_throws([&] { plan.provenance(135, 1); }, SMOTE_ERROR_INVALID_ARGUMENT, "range", "range");
  check_throws([&] { plan.provenance(-1, 1); }, SMOTE_ERROR_INVALID_ARGUMENT, "range", "range");

  smote::Plan moved = std::move(plan);
  check(moved.row_count() == 135 && plan.row_count() == 0, "moved");
  check_throws([&] { plan.apply(data); }, SMOTE_ERROR_INVALID_ARGUMENT, "plan", "moved from");
  plan = std::move(moved);
  check(plan.row_count() == 135, "moved back");

  /* Other columns, without labels, in another type. */
  const std::vector<float> numbers = [] {
    std::vector<float> v;
    for (int i = 0; i < rows; i++)
      v.push_back(static_cast<float>(i));
    return v;
  }();
  const auto carried = plan.apply(smote::Dataset(numbers, 1));
  check(carried.rows == 135 && carried.labels.empty() && carried.values[89] == 89, "other columns");
}

static void check_options() {
  const auto           x = values<double>();
  const auto           y = labels();
  const smote::Dataset data(x, y, columns);
  smote::Options       options;
  options.strategy = SMOTE_STRATEGY_TARGETS;
  options.targets  = {{1, 0, 40}, {0, 0, 31}};
  check(smote::resample(data, options).rows == 45 + 31 + 40, "targets");
  options.column_weights = {1, 2, 3, 4};
  check(smote::resample(data, options).rows == 116, "weights");
  options.column_weights = {1, 2, 3};
  check_throws([&] { smote::resample(data, options); }, SMOTE_ERROR_INVALID_ARGUMENT,
               "column_weights", "three weights for four columns");
  options.column_weights.clear();
  options.class_neighbors = {0, 1, 2};
  check_throws([&] { smote::resample(data, options); }, SMOTE_ERROR_INVALID_ARGUMENT,
               "class_neighbors", "a short table");

  std::array<std::uint32_t, 625> state{};
  for (std::size_t i = 0; i < 624; i++)
    state[i] = static_cast<std::uint32_t>(i * 2654435761u);
  state[624]          = 624;
  const auto before   = state;
  smote::Options numpy;
  numpy.stream      = SMOTE_STREAM_NUMPY_STATE;
  numpy.numpy_state = &state;
  check(smote::resample(data, numpy).rows == 135 && state != before, "the state advances");
}

/* The noise of a smoothed bootstrap, with what it needs and leaves behind. */
static void check_shrinkage() {
  const auto           x = values<double>();
  const auto           y = labels();
  const smote::Dataset data(x, y, columns);
  smote::Options       options;
  options.method     = SMOTE_METHOD_RANDOM_OVER;
  const auto repeats = smote::resample(data, options);
  options.shrinkage  = {{0, 0, 0.5}, {1, 0, 1}};
  const smote::Plan plan(data, options);
  const auto        noisy = plan.apply(data);
  check(noisy.values != repeats.values && noisy.labels == repeats.labels, "noise");
  check(std::equal(x.begin(), x.end(), noisy.values.begin()), "kept rows have none");
  check(plan.apply(data, 2, true).values == repeats.values, "carried columns have none");
  std::vector<double> written(repeats.values.size());
  plan.write<double>(data, 0, 135, written.data(), nullptr, 0, 0, 1, true);
  check(written == repeats.values, "carried, written");

  /* Another number of columns must be said to be carried. */
  const std::vector<float> numbers(static_cast<std::size_t>(rows), 7);
  check_throws([&] { plan.apply(smote::Dataset(numbers, 1)); }, SMOTE_ERROR_INVALID_ARGUMENT,
               "carried", "one column for four");
  check(plan.apply(smote::Dataset(numbers, 1), 0, true).values == std::vector<float>(135, 7),
        "other columns, carried");

  options.shrinkage = {{0, 0, 0.5}, {1, 0, 1}, {7, 0, 1}};
  check_throws([&] { smote::Plan(data, options); }, SMOTE_ERROR_INVALID_ARGUMENT, "class 7",
               "a factor for a class that is not there");
  options.shrinkage = {{0, 0, 0.5}};
  check_throws([&] { smote::Plan(data, options); }, SMOTE_ERROR_INVALID_ARGUMENT, "class 1",
               "no factor for class 1");

  /* 15 and 30 new rows of 4 columns, and one normal number that is there already: one is
   * left over at the end. */
  std::array<std::uint32_t, 625> state{};
  std::array<double, 2>          normal{1, 0.5};
  for (std::size_t i = 0; i < 624; i++)
    state[i] = static_cast<std::uint32_t>(i * 2654435761u);
  state[624]           = 624;
  options.shrinkage    = {{1, 0, 0.5}, {0, 0, 0.5}};
  options.stream       = SMOTE_STREAM_NUMPY_STATE;
  options.numpy_state  = &state;
  options.numpy_normal = &normal;
  check(smote::Plan(data, options).row_count() == 135, "a numpy state");
  check(normal[0] != 0 && normal[1] != 0.5, "a normal number is left over");
}

/* Methods other than SMOTE, and what they warn of. */
static void check_methods() {
  const auto           x = values<double>();
  const auto           y = labels();
  const smote::Dataset data(x, y, columns);
  smote::Options       options;
  options.method = SMOTE_METHOD_BORDERLINE1;
  check(smote::Plan(data, options).warnings().empty(), "no warnings");
  options.all_neighbors = {1, 2, 3};
  check_throws([&] { smote::Plan(data, options); }, SMOTE_ERROR_INVALID_ARGUMENT, "danger_neighbors",
               "a short table");

  /* Neighbours among all rows, found by the wrapper itself. */
  smote::Search search;
  search.neighbors = options.danger_neighbors;
  options.all_neighbors.clear();
  const smote::Plan own(data, options);
  options.all_neighbors = smote::neighbors(data, search).indices;
  const smote::Plan handed(data, options);
  check(handed.provenance().base == own.provenance().base, "handed in or searched");
  options.method   = SMOTE_METHOD_ADASYN;
  search.neighbors = options.neighbors;
  check_throws([&] { smote::Plan(data, options); }, SMOTE_ERROR_INVALID_ARGUMENT, "ADASYN",
               "ADASYN takes another width");
  options.all_neighbors = smote::neighbors(data, search).indices;
  check(smote::Plan(data, options).row_count() == 135, "ADASYN");

  /* Support vectors of the caller's: two of class 0 (rows 3, 4, 9, 10, ...), two of 1. */
  options        = smote::Options();
  options.method = SMOTE_METHOD_SVM;
  check(options.out_step == 0.5 && smote::Plan(data, options).row_count() == 135, "SVM");
  options.support_rows.resize(static_cast<std::size_t>(rows));
  for (const std::size_t row : {3u, 10u, 5u, 11u})
    options.support_rows[row] = 1;
  options.danger_neighbors = rows - 1;
  options.out_step         = 1;
  const auto bases         = smote::Plan(data, options).provenance().base;
  check(std::count(bases.begin() + rows, bases.end(), 3) +
                std::count(bases.begin() + rows, bases.end(), 10) ==
            15 &&
          std::count(bases.begin() + rows, bases.end(), 5) +
                std::count(bases.begin() + rows, bases.end(), 11) ==
            30,
        "from support vectors alone");
  options.out_step = 1.5;
  check_throws([&] { smote::Plan(data, options); }, SMOTE_ERROR_INVALID_ARGUMENT, "out_step",
               "a step of more than 1");
  options.out_step = 0;
  options.support_rows.assign(static_cast<std::size_t>(rows), 0);
  check_throws([&] { smote::Plan(data, options); }, SMOTE_ERROR_NO_CANDIDATES, "class 0",
               "no support vectors");
  options.support_rows.pop_back();
  check_throws([&] { smote::Plan(data, options); }, SMOTE_ERROR_INVALID_ARGUMENT, "support_rows",
               "89 elements for 90 rows");

  /* A step of 0 leaves safe rows where they are. */
  std::vector<double>       far;
  std::vector<std::int32_t> group;
  for (int i = 0; i < 30; i++) {
    far.push_back(i < 20 ? i : 1000 + i);
    group.push_back(i < 20 ? 4 : 9);
  }
  const smote::Dataset groups(far, group, 1);
  options                  = smote::Options();
  options.method           = SMOTE_METHOD_SVM;
  options.danger_neighbors = 5;
  const auto outwards      = smote::Plan(groups, options).provenance();
  options.out_step         = 0;
  const auto still         = smote::Plan(groups, options).provenance();
  check(std::all_of(outwards.gap.begin() + 30, outwards.gap.end(),
                    [](double gap) { return gap <= 0 && gap > -0.5; }) &&
          std::all_of(still.gap.begin() + 30, still.gap.end(), [](double gap) { return gap == 0; }),
        "the step");

  /* Two groups far from each other. */
  std::vector<double>       line;
  std::vector<std::int32_t> side;
  for (int i = 0; i < 30; i++) {
    line.push_back(i < 20 ? i : 1000 + i);
    side.push_back(i < 20 ? 4 : 9);
  }
  options                  = smote::Options();
  options.method           = SMOTE_METHOD_BORDERLINE2;
  options.danger_neighbors = 4;
  const smote::Plan plan(smote::Dataset(line, side, 1), options);
  const auto        warnings = plan.warnings();
  check(plan.row_count() == 30 && warnings.size() == 1 &&
            warnings[0].find("class 9") != std::string::npos,
        "a warning names the class");
}

/* Columns with categories, and what is voted on. */
static void check_categories() {
  auto       x = values<float>();
  const auto y = labels();
  for (std::size_t i = 0; i < x.size(); i++)
    if (i % columns >= 2)
      x[i] = static_cast<float>(i / columns % 3);
  const std::vector<std::uint8_t> mask = {0, 0, 1, 1};
  smote::Dataset                  data(x, y, columns);
  smote::Options                  options;
  options.method = SMOTE_METHOD_SMOTENC;
  check_throws([&] { smote::Plan(data, options); }, SMOTE_ERROR_INVALID_ARGUMENT, "SMOTENC",
               "without a mask");
  check(&data.set_categorical(mask) == &data && data.c().categorical == mask.data(), "a view");
  const smote::Plan plan(data, options);
  check(plan.row_count() == 135 && plan.voted(columns) == mask, "what is voted on");
  check_throws([&] { plan.voted(3); }, SMOTE_ERROR_INVALID_ARGUMENT, "columns = 3", "three columns");
  check_throws([&] { plan.voted(0); }, SMOTE_ERROR_INVALID_ARGUMENT, "columns = 0", "no columns");
  check_throws([&] { plan.voted(-1); }, SMOTE_ERROR_INVALID_ARGUMENT, "columns = -1", "-1 columns");
  const auto table = plan.apply(data);
  check(std::all_of(table.values.begin(), table.values.end(),
                    [](float value) { return value >= 0; }) &&
            table.values[rows * columns + 2] == std::floor(table.values[rows * columns + 2]),
        "categories stay categories");
  /* Carried, cells with categories are those of the base. */
  const auto carried = plan.apply(data, 1, true);
  const auto bases   = plan.provenance().base;
  bool       same    = true;
  for (std::size_t i = 0; i < bases.size(); i++)
    same = same && carried.values[i * columns + 3] == x[static_cast<std::size_t>(bases[i]) * columns + 3];
  check(same, "carried");
  check_throws([&] { plan.apply(smote::Dataset(std::vector<float>(rows), 1)); },
               SMOTE_ERROR_INVALID_ARGUMENT, "carried", "one column for four");
  check_throws([&] { smote::neighbors(data); }, SMOTE_ERROR_INVALID_ARGUMENT, "categorical",
               "no distances of categories");
  const std::vector<std::uint8_t> few = {1, 1};
  check_throws([&] { data.set_categorical(few); }, SMOTE_ERROR_INVALID_ARGUMENT, "mask", "a short mask");
  data.set_categorical(nullptr);
  options.method = SMOTE_METHOD_SMOTE;
  check(smote::Plan(data, options).voted(columns) == std::vector<std::uint8_t>(columns), "no votes");

  std::vector<float> codes(x.size());
  for (std::size_t i = 0; i < codes.size(); i++)
    codes[i] = static_cast<float>(i % 7);
  options.method = SMOTE_METHOD_SMOTEN;
  const smote::Plan nominal(smote::Dataset(codes, y, columns), options);
  check(nominal.voted(columns) == std::vector<std::uint8_t>(columns, 1), "all is voted on");
}

/* Clusters found and handed in. */
static void check_clusters() {
  const auto           x = values<double>();
  const auto           y = labels();
  const smote::Dataset data(x, y, columns);
  smote::Options       options;
  options.method = SMOTE_METHOD_KMEANS;
  check(options.clusters == 8 && options.cluster_balance_threshold == -1 && options.density_exponent == -1,
        "defaults");
  options.clusters = 1;
  const auto plain = smote::resample(data, smote::Options());
  check(smote::resample(data, options).values == plain.values, "one cluster is SMOTE");
  options.clusters = 0;
  check_throws([&] { smote::Plan(data, options); }, SMOTE_ERROR_INVALID_ARGUMENT, "clusters",
               "no clusters");
  options.clusters                  = 8;
  options.cluster_balance_threshold = 0;
  options.density_exponent          = 0;
  options.cluster_of_row.resize(static_cast<std::size_t>(rows));
  for (std::size_t i = 0; i < options.cluster_of_row.size(); i++)
    options.cluster_of_row[i] = i < 36 ? 5 : -1;
  const auto bases = smote::Plan(data, options).provenance().base;
  check(std::all_of(bases.begin() + rows, bases.end(), [](std::int64_t base) { return base < 36; }),
        "from the cluster handed in");
  options.cluster_balance_threshold = 0.9;
  check_throws([&] { smote::Plan(data, options); }, SMOTE_ERROR_NO_CANDIDATES,
               "cluster_balance_threshold", "no cluster");
  options.density_exponent = 1e9;
  check_throws([&] { smote::Plan(data, options); }, SMOTE_ERROR_INVALID_ARGUMENT, "density_exponent",
               "an exponent too large");
  options.cluster_of_row.pop_back();
  check_throws([&] { smote::Plan(data, options); }, SMOTE_ERROR_INVALID_ARGUMENT, "cluster_of_row",
               "89 elements for 90 rows");
}

/* Methods that drop rows, by themselves and as a second step; each option arrives. */
static void check_cleaning() {
  const auto           x = values<double>();
  std::vector<std::int32_t> y; /* 75 and 15 rows */
  for (std::int64_t i = 0; i < rows; i++)
    y.push_back(i % 6 == 0);
  const smote::Dataset data(x, y, columns);
  smote::Options       options;
  const smote_options  c = SMOTE_OPTIONS_INIT;
  check(options.cleaning == c.cleaning && options.cleaning_strategy == c.cleaning_strategy &&
            options.cleaning_neighbors == c.cleaning_neighbors && options.selection == c.selection &&
            options.rounds == c.rounds && options.seeds == c.seeds &&
            options.cleaning_threshold == c.cleaning_threshold &&
            options.candidate_neighbors == c.candidate_neighbors && !options.replacement &&
            !options.allow_minority && !options.hard_voting,
        "defaults");

  /* In one plan, or one after the other. */
  options.cleaning = SMOTE_METHOD_ENN;
  const smote::Plan both(data, options);
  const auto        table = both.apply(data);
  options.cleaning        = SMOTE_METHOD_NONE;
  const auto grown        = smote::resample(data, options);
  options.method          = SMOTE_METHOD_ENN;
  options.strategy        = SMOTE_STRATEGY_ALL;
  const auto cleaned      = smote::resample(smote::Dataset(grown.values, grown.labels, columns), options);
  check(cleaned.values == table.values && cleaned.labels == table.labels && table.rows < grown.rows &&
            both.kept_count() <= rows,
        "in one plan");

  /* What the other options are for. */
  const auto rows_with = [&](auto &&set) {
    smote::Options own;
    own.method = SMOTE_METHOD_RANDOM_OVER;
    set(own);
    return smote::Plan(data, own).row_count();
  };
  const auto enn = rows_with([](smote::Options &own) { own.method = SMOTE_METHOD_ENN; });
  check(rows_with([](smote::Options &own) {
          own.method    = SMOTE_METHOD_ENN;
          own.selection = SMOTE_SELECTION_MODE;
        }) > enn,
        "selection");
  check(rows_with([](smote::Options &own) {
          own.method             = SMOTE_METHOD_ENN;
          own.cleaning_neighbors = 1;
        }) > enn,
        "cleaning_neighbors");
  check(rows_with([](smote::Options &own) {
          own.method = SMOTE_METHOD_RENN;
          own.rounds = 1;
        }) == enn,
        "rounds");
  check(rows_with([](smote::Options &own) {
          own.cleaning          = SMOTE_METHOD_RANDOM_UNDER;
          own.cleaning_strategy = SMOTE_STRATEGY_TARGETS;
          own.cleaning_targets  = {{0, 0, 7}, {1, 0, 0}};
        }) == 7,
        "cleaning_targets");
  check(rows_with([](smote::Options &own) {
          own.strategy          = SMOTE_STRATEGY_MAJORITY; /* nothing grows */
          own.cleaning          = SMOTE_METHOD_RANDOM_UNDER;
          own.cleaning_strategy = SMOTE_STRATEGY_RATIO;
          own.cleaning_amount   = 0.25;
        }) == 75,
        "cleaning_amount");
  check(rows_with([](smote::Options &own) {
          own.method              = SMOTE_METHOD_NEARMISS3;
          own.candidate_neighbors = 1;
        }) < rows_with([](smote::Options &own) { own.method = SMOTE_METHOD_NEARMISS3; }) + 1,
        "candidate_neighbors");
  check(rows_with([](smote::Options &own) {
          own.method = SMOTE_METHOD_CNN;
          own.seeds  = 75;
        }) == rows,
        "seeds");
  check(rows_with([](smote::Options &own) {
          own.method             = SMOTE_METHOD_NCR;
          own.cleaning_threshold = 1e9;
        }) > rows_with([](smote::Options &own) { own.method = SMOTE_METHOD_NCR; }),
        "cleaning_threshold");
  options             = smote::Options();
  options.method      = SMOTE_METHOD_RANDOM_UNDER;
  options.replacement = true;
  options.seed        = 2;
  auto bases          = smote::Plan(data, options).provenance().base;
  check(std::adjacent_find(bases.begin(), bases.end()) != bases.end(), "replacement");
  options.method      = SMOTE_METHOD_CLUSTER_CENTROIDS;
  check(smote::Plan(data, options).kept_count() == 15, "centres");
  options.hard_voting = true;
  check(smote::Plan(data, options).kept_count() == 30, "hard_voting");

  /* Probabilities: the likeliest rows of the majority stay. */
  options.method = SMOTE_METHOD_INSTANCE_HARDNESS;
  check_throws([&] { smote::Plan(data, options); }, SMOTE_ERROR_INVALID_ARGUMENT, "class_probabilities",
               "no probabilities");
  for (std::int64_t i = 0; i < rows; i++)
    options.class_probabilities.push_back(static_cast<double>(i));
  const smote::Plan hard(data, options);
  check(hard.row_count() == 30 && hard.provenance().base[29] == rows - 1, "the likeliest rows");
  options.class_probabilities.pop_back();
  check_throws([&] { smote::Plan(data, options); }, SMOTE_ERROR_INVALID_ARGUMENT, "class_probabilities",
               "89 elements for 90 rows");

  /* Lists of neighbours. */
  options               = smote::Options();
  options.method        = SMOTE_METHOD_ENN;
  options.all_neighbors = smote::neighbors(data, [] {
                            smote::Search search;
                            search.neighbors = 3;
                            return search;
                          }()).indices;
  check(smote::Plan(data, options).row_count() == enn, "all_neighbors");
  options.cleaning_neighbors = 4;
  check_throws([&] { smote::Plan(data, options); }, SMOTE_ERROR_INVALID_ARGUMENT, "all_neighbors",
               "three neighbours for four");

  /* A plan without rows. */
  options              = smote::Options();
  options.method       = SMOTE_METHOD_RANDOM_UNDER;
  options.strategy     = SMOTE_STRATEGY_TARGETS;
  options.targets      = {{0, 0, 0}, {1, 0, 0}};
  const smote::Plan none(data, options);
  const auto        nothing = none.apply(data);
  check(nothing.rows == 0 && nothing.values.empty() && none.warnings().size() == 2 &&
            none.provenance().base.empty(),
        "no rows");
}

static void check_errors() {
  const auto x = values<double>();
  const auto y = labels();
  check_throws([&] { smote::Dataset(x, y, 3); }, SMOTE_ERROR_INVALID_ARGUMENT, "values",
               "values that do not fit the labels");
  check_throws([&] { smote::Dataset(x, y, -4); }, SMOTE_ERROR_INVALID_ARGUMENT, "columns",
               "negative columns");
  check_throws([&] { smote::Dataset(x, 7); }, SMOTE_ERROR_INVALID_ARGUMENT, "columns",
               "no multiple of columns");
  const smote::Dataset data(x, y, columns);
  smote::Options       options;
  options.neighbors = 15;
  check_throws([&] { smote::resample(data, options); }, SMOTE_ERROR_TOO_FEW_ROWS, "class 1 has 15",
               "too few rows");
  options.neighbors = 0;
  check_throws([&] { smote::resample(data, options); }, SMOTE_ERROR_INVALID_ARGUMENT, "neighbors",
               "k = 0");
  check_throws([&] { smote::Plan(smote::Dataset<double>(nullptr, y.data(), rows, columns)); },
               SMOTE_ERROR_INVALID_ARGUMENT, "values", "no values");
  check_throws([&] { smote::Plan(smote::Dataset<double>(x.data(), y.data(), INT64_MAX, 4)); },
               SMOTE_ERROR_INVALID_ARGUMENT, "rows", "too many rows");
  auto bad = x;
  bad[10]  = std::numeric_limits<double>::quiet_NaN();
  check_throws([&] { smote::Plan(smote::Dataset(bad, y, columns)); }, SMOTE_ERROR_INVALID_DATA,
               "row 2, column 2", "NaN");
}

struct Interrupted {
  int number;
};

static void check_progress() {
  const auto           x = values<double>();
  const auto           y = labels();
  const smote::Dataset data(x, y, columns);
  smote::Options       options;
  double               last = -1;
  options.progress          = [&](double fraction) {
    last = fraction;
    return false;
  };
  smote::resample(data, options);
  check(last == 1, "progress comes to 1");

  options.progress = [](double) { return true; };
  check_throws([&] { smote::resample(data, options); }, SMOTE_ERROR_CANCELLED, "cancel", "true cancels");

  /* What the callback throws arrives, whatever it is, and once. */
  int calls        = 0;
  options.progress = [&](double) -> bool {
    calls++;
    throw Interrupted{7};
  };
  try {
    smote::Plan plan(data, options);
    check(false, "an exception cancels");
  } catch (const Interrupted &interrupted) {
    check(interrupted.number == 7 && calls == 1, "the exception arrives");
  }
  smote::Search search;
  search.progress = [](double) -> bool { throw Interrupted{8}; };
  try {
    smote::neighbors(data, search);
    check(false, "an exception cancels a search");
  } catch (const Interrupted &interrupted) {
    check(interrupted.number == 8, "the exception of a search arrives");
  }
}

static void check_neighbors() {
  const std::vector<double> line    = {0, 1, 3, 7, 15};
  const std::vector<float>  queries = {2.5f};
  smote::Search             search;
  search.neighbors = 2;
  const auto own   = smote::neighbors(smote::Dataset(line, 1), search);
  check(own.rows == 5 && own.neighbors == 2, "sizes");
  check(own.indices == std::vector<std::int64_t>{1, 2, 0, 2, 1, 0, 2, 1, 3, 2}, "on a line");
  check(own.distances[0] == 1 && own.distances[9] == 144, "squared");
  const auto other = smote::neighbors(smote::Dataset(queries, 1), smote::Dataset(line, 1), search);
  check(other.indices == std::vector<std::int64_t>{2, 1} && other.distances[0] == 0.25, "queries");
  search.neighbors = 9;
  const auto few   = smote::neighbors(smote::Dataset(line, 1), search);
  check(few.indices[4] == -1 && few.distances[4] > 1e308, "fewer rows than asked for");
  search.neighbors = 0;
  check_throws([&] { smote::neighbors(smote::Dataset(line, 1), search); },
               SMOTE_ERROR_INVALID_ARGUMENT, "neighbors", "k = 0");
  search.neighbors = -1;
  check_throws([&] { smote::neighbors(smote::Dataset(line, 1), search); },
               SMOTE_ERROR_INVALID_ARGUMENT, "neighbors", "k = -1");
}

int main() {
  check_same_bytes<float>();
  check_same_bytes<double>();
  check_plan();
  check_options();
  check_shrinkage();
  check_methods();
  check_categories();
  check_clusters();
  check_cleaning();
  check_errors();
  check_progress();
  check_neighbors();
  std::printf("test_wrapper: %ld passed, %ld failed\n", passed, failed);
  return failed == 0 && passed > 0 ? 0 : 1;
}

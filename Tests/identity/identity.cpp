/*
 * identity.cpp - the table of identity.c, resampled through smote.hpp and written as the same
 * bytes
 *
 *     identity FOLDER SEED METHOD...
 *
 * Each result goes to FOLDER/METHOD-STREAM-THREADS-PIECES. PIECES are "whole", or "ragged":
 * ranges of 1, 2, 3, ... rows.
 */
#include <smote.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <string>

static constexpr std::int64_t rows = 180, columns = 7;

static smote_method method_named(const std::string &name) {
  for (std::int32_t method = 1; method < SMOTE_METHOD_END; method++) {
    const char *own = smote_method_name(static_cast<smote_method>(method));
    if (own != nullptr && name == own)
      return static_cast<smote_method>(method);
  }
  throw std::invalid_argument("there is no method " + name);
}

static smote::Options options_named(const std::string &name) {
  const auto     plus     = name.find('+');
  const bool     smoothed = name == "smoothed";
  smote::Options options;
  options.method   = smoothed ? SMOTE_METHOD_RANDOM_OVER : method_named(name.substr(0, plus));
  options.clusters = 3;
  options.cluster_balance_threshold = 0;
  if (smoothed)
    options.shrinkage = {{1, 0, 0.5}, {2, 0, 1.25}};
  if (plus != std::string::npos)
    options.cleaning = method_named(name.substr(plus + 1));
  /* All classes have 120 rows by then: random under-sampling would drop none. */
  if (options.cleaning == SMOTE_METHOD_RANDOM_UNDER) {
    options.cleaning_strategy = SMOTE_STRATEGY_TARGETS;
    options.cleaning_targets  = {{0, 0, 50}, {1, 0, 70}};
  }
  return options;
}

/* The columns that hold categories. */
static std::vector<std::uint8_t> categorical(smote_method method) {
  std::vector<std::uint8_t> mask(columns, method == SMOTE_METHOD_SMOTEN);
  if (method == SMOTE_METHOD_SMOTENC)
    mask[2] = mask[5] = 1;
  return mask;
}

static std::vector<std::int32_t> labels() {
  std::vector<std::int32_t> y;
  for (std::int64_t i = 0; i < rows; i++)
    y.push_back(i % 9 < 6 ? 0 : i % 9 < 8 ? 1 : 2);
  return y;
}

static std::vector<double> values(smote_method method, const std::vector<std::uint8_t> &mask,
                                  const std::vector<std::int32_t> &y) {
  std::vector<double> x;
  for (std::int64_t i = 0; i < rows; i++)
    for (std::int64_t j = 0; j < columns; j++) {
      const auto number = (i * 7919 + j * 104729 + i * i * 31 + i * j * 17) % 10007;
      const auto value  = static_cast<double>(number);
      x.push_back(mask[static_cast<std::size_t>(j)] ? static_cast<double>(number % 5)
                                                    : value / 64 - 40);
      if (method == SMOTE_METHOD_SVM && j == 0)
        x.back() += 128 * y[static_cast<std::size_t>(i)];
    }
  return x;
}

/* The rows of the plan in ranges of 1, 2, 3, ... rows. */
static smote::Table<double> ragged(const smote::Plan &plan, const smote::Dataset<double> &data,
                                   std::int32_t threads) {
  smote::Table<double> table;
  table.rows    = plan.row_count();
  table.columns = columns;
  table.values.resize(static_cast<std::size_t>(table.rows * columns));
  table.labels.resize(static_cast<std::size_t>(table.rows));
  for (std::int64_t first = 0, piece = 1; first < table.rows; first += piece++)
    plan.write(data, first, std::min(piece, table.rows - first),
               table.values.data() + first * columns, table.labels.data() + first, 0, 0, threads);
  return table;
}

template <class T>
static void write(std::ofstream &file, const std::vector<T> &elements) {
  file.write(reinterpret_cast<const char *>(elements.data()),
             static_cast<std::streamsize>(elements.size() * sizeof(T)));
}

static void write(const std::string &path, const smote::Table<double> &table) {
  std::ofstream file(path, std::ios::binary);
  write(file, table.values);
  write(file, table.labels);
  if (!file.flush())
    throw std::runtime_error("could not write " + path);
}

static void resample(const std::string &name, std::uint64_t seed, const std::string &folder) {
  auto       options = options_named(name);
  const auto mask    = categorical(options.method);
  const auto y       = labels();
  const auto x       = values(options.method, mask, y);

  smote::Dataset data(x, y, columns);
  data.set_categorical(mask);
  options.seed = seed;
  for (const bool numpy : {false, true}) {
    options.stream = numpy ? SMOTE_STREAM_NUMPY_SEED : SMOTE_STREAM_NATIVE;
    for (const std::int32_t threads : {1, 2}) {
      options.threads   = threads;
      const auto result = folder + "/" + name + (numpy ? "-numpy-" : "-native-") +
                          std::to_string(threads);
      write(result + "-whole", smote::resample(data, options));
      write(result + "-ragged", ragged(smote::Plan(data, options), data, threads));
    }
  }
}

int main(int argc, char **argv) {
  try {
    if (argc < 4)
      throw std::invalid_argument("FOLDER SEED METHOD...");
    for (int i = 3; i < argc; i++)
      resample(argv[i], std::stoull(argv[2]), argv[1]);
  } catch (const std::exception &error) {
    std::cerr << "identity: " << error.what() << "\n";
    return 1;
  }
}

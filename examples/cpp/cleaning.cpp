// cleaning.cpp - SMOTE, then edited nearest neighbours, in one plan, in C++17
//
//     c++ -std=c++17 cleaning.cpp $(pkg-config --cflags --libs smote) -o cleaning

#include <smote.hpp>

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <vector>

int main() {
  // 40 rows of class 0 along a line, and ten of class 1 around one of its ends.
  std::vector<double>       x;
  std::vector<std::int32_t> y;
  for (int i = 0; i < 40; i++) {
    x.push_back(i);
    y.push_back(0);
  }
  for (const double place : {33.3, 36.6, 38.2, 39.5, 40.1, 41.0, 41.7, 42.2, 43.0, 44.0}) {
    x.push_back(place);
    y.push_back(1);
  }
  const smote::Dataset data(x, y, 1);

  smote::Options options;
  options.seed     = 42;
  options.cleaning = SMOTE_METHOD_ENN; // drops rows that their neighbours outvote
  const smote::Plan plan(data, options);
  const auto        table = plan.apply(data);
  std::cout << data.rows() << " rows in, " << table.rows << " rows out: " << plan.kept_count()
            << " kept, " << table.rows - plan.kept_count() << " new\n";
  for (const std::int32_t label : {0, 1})
    std::cout << "class " << label << ": " << std::count(table.labels.begin(), table.labels.end(), label)
              << " rows\n";

  // Which rows of the input were dropped?
  const auto kept = plan.provenance(0, plan.kept_count()).base;
  std::cout << "dropped:";
  for (std::int64_t row = 0; row < data.rows(); row++)
    if (!std::binary_search(kept.begin(), kept.end(), row))
      std::cout << " " << row;
  std::cout << "\n";
}

// quickstart.cpp - balance a small table, in C++17
//
//     c++ -std=c++17 quickstart.cpp $(pkg-config --cflags --libs smote) -o quickstart

#include <smote.hpp>

#include <cstdint>
#include <iostream>
#include <vector>

int main() {
  // Eight rows of class 0 and four of class 1, two columns.
  const std::vector<double> x = {
      1.0, 2.0, 1.5, 1.8, 2.0, 2.2, 1.2, 0.9, 0.8, 1.4, 1.9, 1.1,
      1.3, 1.7, 0.7, 2.1, 6.0, 7.0, 6.5, 6.8, 7.0, 7.4, 6.2, 7.7,
  };
  const std::vector<std::int32_t> y = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1};
  const smote::Dataset            data(x, y, 2);

  smote::Options options;
  options.neighbors = 3;
  options.seed      = 42;

  const auto balanced = smote::resample(data, options);
  std::cout << y.size() << " rows in, " << balanced.rows << " rows out\n";

  // The same in two steps: a plan can say where each row comes from.
  const smote::Plan plan(data, options);
  const auto        origin = plan.provenance(plan.kept_count(), 1);
  std::cout << "the first new row lies between rows " << origin.base[0] << " and "
            << origin.neighbor[0] << "\n";

  // What goes wrong is an exception.
  options.neighbors = 4;
  try {
    smote::resample(data, options);
  } catch (const smote::Error &error) {
    std::cout << smote_status_name(error.status()) << ": " << error.what() << "\n";
  }
}

// Balances a small table in memory. Run it with `swift run quickstart`.

import Smote

// Eight rows of class 0 and four of class 1, two columns.
let table = Table(
  values: [
    1.0, 2.0, 1.5, 1.8, 2.0, 2.2, 1.2, 0.9, 0.8, 1.4, 1.9, 1.1,
    1.3, 1.7, 0.7, 2.1, 6.0, 7.0, 6.5, 6.8, 7.0, 7.4, 6.2, 7.7,
  ],
  labels: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1], columns: 2)

var options = Options()
options.neighbors = 3
options.seed = 42

let plan = try Plan(table, options)
let balanced = try plan.apply(table)
print("\(table.rows) rows in, \(balanced.rows) rows out")

// A plan can say where each row comes from.
let first = try plan.provenance()[plan.keptCount]
print("the first new row lies between rows \(first.base) and \(first.neighbor)")

// What goes wrong is thrown.
options.neighbors = 4
do {
  _ = try Plan(table, options)
} catch {
  print("\(error)")
}

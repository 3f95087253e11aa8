import Smote
import Testing

/// On a line: class 0 from 0 to 19, class 1 among it at 4.4 and 12.4, and by itself from 30.
private let line = Table(
  values: (0..<20).map(Double.init) + [4.4, 12.4] + (30..<36).map(Double.init),
  labels: (0..<28).map { $0 < 20 ? 0 : 1 }, columns: 1)

private func kept(_ options: Options) throws -> [Int] {
  let plan = try Plan(line, options)
  #expect(plan.keptCount == plan.rowCount)
  return try plan.provenance().map(\.base)
}

private func options(_ method: Options.Method) -> Options {
  var options = Options()
  options.method = method
  return options
}

@Suite struct CleaningTests {
  /// 4 and 4.4 are the nearest of each other, and so are 12 and 12.4; the majority loses its
  /// rows, or both classes do.
  @Test func tomekLinksByHand() throws {
    var own = options(.tomek)
    #expect(try kept(own) == (0..<28).filter { $0 != 4 && $0 != 12 })
    own.strategy = .all
    #expect(try kept(own) == (0..<28).filter { ![4, 12, 20, 21].contains($0) })
  }

  /// 4.4 is one of the three nearest rows of 3 to 6, and 12.4 of 11 to 14; no more than that one
  /// vote against each. Those two are outvoted by all of theirs.
  @Test func editingByHand() throws {
    var own = options(.enn)
    #expect(try kept(own) == (0..<28).filter { ![3, 4, 5, 6, 11, 12, 13, 14].contains($0) })
    own.cleaningOptions.selection = .mode
    #expect(try kept(own) == Array(0..<28))
    own.strategy = .all
    #expect(try kept(own) == (0..<28).filter { $0 != 20 && $0 != 21 })
  }

  @Test func keepsSoManyRows() throws {
    for method in [Options.Method.randomUnder, .nearmiss1, .nearmiss2] {
      var own = options(method)
      #expect(try Plan(line, own).rowCount == 16)
      own.strategy = .targets([0: 3])
      #expect(try kept(own).filter { $0 < 20 }.count == 3)
      own.strategy = .ratio(0.5)
      #expect(try Plan(line, own).rowCount == 24)
    }
  }

  /// The three farthest rows of class 1 are 33 to 35 for all of class 0.
  @Test func nearMissByHand() throws {
    var own = options(.nearmiss2)
    own.strategy = .targets([0: 2])
    #expect(try kept(own).filter { $0 < 20 } == [18, 19])
  }

  /// The majority and nothing else, where there are three classes.
  @Test func theMajorityAlone() throws {
    let three = Table(
      values: (0..<12).map(Double.init), labels: (0..<12).map { $0 < 6 ? 4 : $0 < 10 ? 7 : 9 },
      columns: 1)
    var own = options(.randomUnder)
    own.strategy = .majority
    let labels = try Plan(three, own).apply(three).labels
    #expect(labels == [4, 4, 7, 7, 7, 7, 9, 9])
    own = options(.smote)
    own.neighbors = 1
    own.strategy = .majority
    #expect(try Plan(three, own).apply(three) == three)
  }

  /// The second round leaves fewer of class 0 than there are of class 1: 8, 9 and 16 to 19.
  /// Where the first finds nothing, it is the last.
  @Test func roundsAreCounted() throws {
    var own = options(.renn)
    #expect(try Plan(line, own).rounds == 2)
    #expect(try kept(own) == [8, 9] + (16..<28))
    own.cleaningOptions.rounds = 1
    #expect(try Plan(line, own).rounds == 1)
    own.cleaningOptions.rounds = 100
    own.cleaningOptions.selection = .mode
    #expect(try Plan(line, own).rounds == 1)
    #expect(try kept(own) == Array(0..<28))
    #expect(try Plan(line, options(.enn)).rounds == 0)
  }

  @Test func dropsRowsOfWhatWasMade() throws {
    var own = options(.smote)
    let made = try Plan(line, own).apply(line)
    own.cleaning = .enn
    let both = try Plan(line, own).apply(line)
    own.cleaning = nil
    own.method = .enn
    own.strategy = .all
    let second = Table(values: made.values, labels: made.labels, columns: 1)
    #expect(try Plan(second, own).apply(second) == both)
    #expect(both.labels.count < made.labels.count)
  }

  /// A class without rows is told of, not refused.
  @Test func aClassMayVanish() throws {
    var own = options(.randomUnder)
    own.strategy = .targets([1: 0])
    let plan = try Plan(line, own)
    #expect(try plan.warnings().count == 1)
    #expect(try plan.apply(line).labels == [Int32](repeating: 0, count: 20))
  }

  @Test func refusesWhatDoesNotFit() {
    var own = options(.tomek)
    own.cleaning = .tomek
    #expect(throws: SmoteError.self) { try Plan(line, own) }
    own = options(.smote)
    own.cleaning = .clusterCentroids
    #expect(throws: SmoteError.self) { try Plan(line, own) }
    own = options(.enn)
    own.cleaningOptions.neighbors = 28
    #expect(throws: SmoteError.self) { try Plan(line, own) }
    own.strategy = .percent(50)
    #expect(throws: SmoteError.self) { try Plan(line, own) }
  }
}

/// Items in the one order in which sets of them are looked for and named: by amount, then by place. Where an item
/// stands in it is its rank.
struct OrderedItems: Sendable {
  /// The place of each rank in the list that was given.
  let places: [Int]
  /// Signed cents, ascending.
  let amounts: [Int64]
  /// `sums[n]`: the cents of the first n ranks.
  let sums: [Int64]
  /// Places that every set holds besides, whatever ranks it holds.
  let taken: [Int]
  /// The least and the greatest that any set of them gives.
  let reach: ClosedRange<Int64>

  /// Nothing if sums of these amounts, or differences of such sums, may not fit into 64 bits. Wherever an `OrderedItems`
  /// exists they do, and nobody adding its amounts has to look.
  init?(_ given: [Int64]) {
    let places = given.indices.sorted { (given[$0], $0) < (given[$1], $1) }
    self.init(places: places, amounts: places.map { given[$0] }, taken: [])
  }

  private init?(places: [Int], amounts: [Int64], taken: [Int]) {
    var least: Int64 = 0
    var greatest: Int64 = 0
    var sums: [Int64] = [0]
    sums.reserveCapacity(amounts.count + 1)
    for amount in amounts {
      let end = amount < 0 ? least : greatest
      let (sum, overflow) = end.addingReportingOverflow(amount)
      guard !overflow else { return nil }
      if amount < 0 { least = sum } else { greatest = sum }
      sums.append(least + greatest)
    }
    guard !greatest.subtractingReportingOverflow(least).overflow else { return nil }
    self.places = places
    self.amounts = amounts
    self.sums = sums
    self.taken = taken
    reach = least...greatest
  }

  var count: Int { amounts.count }

  /// No item at all explains nothing.
  var smallestSet: Int { taken.isEmpty ? 1 : 0 }

  /// The least and the greatest that sets of a size give: that many from either end.
  func reach(of size: Int) -> ClosedRange<Int64> { sums[size]...sums[count] - sums[count - size] }

  /// What is left to decide: without the items that are in no set giving the amount, as without them all others could
  /// not make up for them, and without those that are in every one, as all others could not do in their place.
  ///
  /// - Returns: with the amount that is left to be given; nothing if that proves that no set gives it.
  func narrowed(to amount: Int64) -> (items: OrderedItems, amount: Int64)? {
    var (amount, least, greatest) = (amount, reach.lowerBound, reach.upperBound)
    var ranks = amounts.indices
    var taken = taken
    while least <= amount, amount <= greatest {
      if let last = ranks.last, amounts[last] > 0 {
        let item = amounts[last]
        let isOut = least + item > amount
        if isOut || greatest - item < amount {
          ranks.removeLast()
          greatest -= item
          if !isOut {
            amount -= item
            taken.append(places[last])
          }
          continue
        }
      }
      if let first = ranks.first, amounts[first] < 0 {
        let item = amounts[first]
        let isOut = greatest + item < amount
        if isOut || least - item > amount {
          ranks.removeFirst()
          least -= item
          if !isOut {
            amount -= item
            taken.append(places[first])
          }
          continue
        }
      }
      if ranks.count == count { return (self, amount) }
      guard
        let items = OrderedItems(
          places: Array(places[ranks]), amounts: Array(amounts[ranks]), taken: taken)
      else { preconditionFailure("some of the amounts leave 64 bits where all of them do not") }
      return (items, amount)
    }
    return nil
  }

  /// Sets of ranks as sets of places, smallest sets first, sets of one size in the order of their ranks.
  func named(_ sets: [[Int]]) -> [[Int]] {
    let ordered = sets.sorted { left, right in
      left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
    }
    return ordered.map { ranks in (taken + ranks.map { places[$0] }).sorted() }
  }
}

/// How fast the processor is at the moment. A promise in seconds is about an ordinary machine; a virtual one that is
/// given a fifth of its processor cannot show it, nor does it show the opposite.
struct MachinePace {
  /// How many times longer than on an ordinary machine a fixed piece of work takes now; at least 1, at most 10.
  let slowness: Double

  /// A step waits for the one before it: four cycles for the multiplication and addition, as many again for memory where
  /// nothing was optimised. At 2.5 GHz that is 3.2 ns.
  private static let ordinaryNanosecondsPerStep = 3.2
  private static let steps = 40_000_000

  /// Takes some 200 ms on an ordinary machine: a virtual one may be stopped for tens of milliseconds at a time, which a
  /// shorter look would miss.
  static func measured() -> MachinePace {
    var value: UInt64 = 1
    let start = ContinuousClock.now
    var step = 0
    while step < steps {
      value = value &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      step &+= 1
    }
    let taken = ContinuousClock.now - start
    precondition(value != 0, "the result is asked for, so that it is computed")
    let perStep = taken / .nanoseconds(1) / Double(steps)
    return MachinePace(slowness: min(10, max(1, perStep / ordinaryNanosecondsPerStep)))
  }

  /// What an ordinary machine does in this time, the machine at hand does in the result.
  func stretched(_ duration: Duration) -> Duration { duration * slowness }
}

extension MachinePace: Comparable {
  static func < (left: MachinePace, right: MachinePace) -> Bool { left.slowness < right.slowness }
}

extension MachinePace: CustomStringConvertible {
  var description: String {
    guard slowness > 1 else { return "an ordinary machine" }
    return "a machine \((slowness * 10).rounded() / 10) times slower than an ordinary one"
  }
}

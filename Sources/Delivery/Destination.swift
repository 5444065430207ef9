package import Accounting
package import Crypto

/// A bookkeeping system, or what stands for one.
///
/// The caller records its intention before `send`, and the answer after it. Where the outcome is unknown it asks
/// `lookUp` before it sends again.
package protocol Destination {
  var guarantee: Guarantee { get }

  /// Delivers the whole batch. Sending an equal batch again adds nothing where `guarantee` says so.
  mutating func send(_ batch: Batch) throws(DeliveryFailure) -> Acknowledgement

  /// What became of a batch that was, or may have been, sent.
  mutating func lookUp(_ batch: Batch) throws(DeliveryFailure) -> LookUp
}

/// What a destination can do against doing things twice, and so what we can promise when an answer is lost.
package enum Guarantee: String, Sendable, CaseIterable {
  /// It refuses a key it has seen: exactly once, by sending again with the same key.
  case keyEnforced = "A"
  /// It refuses a reference it has seen: exactly once, by reading back what it holds.
  case referenceEnforced = "B"
  /// It can be searched: not twice by us; a person settles the rare rest.
  case searchable = "C"
  /// It is a folder: exactly one file per batch. What its reader does with it is the reader's matter.
  case oneFilePerBatch = "D"
  /// Neither: once at most, and each unknown outcome goes to a person.
  case atMostOnce = "E"
}

/// That a destination has a batch.
package struct Acknowledgement: Sendable, Hashable {
  package let batch: BatchName
  /// How many entries it has.
  package let entries: Int
  /// The sum of all debits per currency.
  package let debits: [Money]
  /// SHA-256 of what was sent.
  package let digest: Digest
  /// It had the batch before: this send added nothing.
  package let wasThere: Bool

  package init(batch: BatchName, entries: Int, debits: [Money], digest: Digest, wasThere: Bool) {
    self.batch = batch
    self.entries = entries
    self.debits = debits
    self.digest = digest
    self.wasThere = wasThere
  }
}

package enum LookUp: Sendable, Hashable {
  /// It has it, equal to ours.
  case delivered(Acknowledgement)
  /// It has not got it, or not wholly: sending is safe.
  case absent
  /// It has something else under this name; the sentence says what. Nothing is overwritten: a person decides.
  case differs(String)
}

/// Why a batch was not delivered, or may not have been. The sentence is for an operator.
package enum DeliveryFailure: Error, Sendable, Hashable {
  package enum Next: Sendable {
    case retryLater, retryMuchLater, lookUpByReference, askAnOperator
  }

  /// Nothing was sent, and it will pass.
  case unreachable(String)
  /// Nothing was sent: the system does not know us by this secret. Asking often would lock us out for longer.
  case shutOut(String)
  /// Sent, or perhaps sent; no answer.
  case outcomeUnknown(String)
  /// Nothing was taken, and sending the same again will not help.
  case refused(String)
  /// It has something else under this name.
  case conflicting(String)

  package var next: Next {
    switch self {
    case .unreachable: .retryLater
    case .shutOut: .retryMuchLater
    case .outcomeUnknown: .lookUpByReference
    case .refused, .conflicting: .askAnOperator
    }
  }
}

extension DeliveryFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreachable(let sentence), .shutOut(let sentence), .outcomeUnknown(let sentence),
      .refused(let sentence),
      .conflicting(let sentence):
      sentence
    }
  }
}

/// A destination that cannot be reached with what is at hand: its secret is missing, mostly. Entries wait.
package struct Unready: Destination {
  package let sentence: String

  package init(_ sentence: String) { self.sentence = sentence }

  package var guarantee: Guarantee { .atMostOnce }

  package func send(_ batch: Batch) throws(DeliveryFailure) -> Acknowledgement {
    throw .unreachable(sentence)
  }

  package func lookUp(_ batch: Batch) throws(DeliveryFailure) -> LookUp { throw .unreachable(sentence) }
}

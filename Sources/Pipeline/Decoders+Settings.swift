package import Decoding
package import Mapping

extension Decoders {
  /// With the profiles of a workspace.
  package init(_ settings: Settings) {
    self.init(
      profiles: settings.profiles.map { ReceiptProfile($0) },
      specifications: settings.specifications.map { SpecificationProfile($0) })
  }
}

package import Mapping

/// Finds secrets by their names. Only the program knows an environment.
package struct Secrets: Sendable {
  /// Why a secret is not there, for an operator; the secret is no part of it.
  package struct Missing: Error, Sendable {
    package var sentence: String

    package init(_ sentence: String) { self.sentence = sentence }
  }

  private let find: @Sendable (SecretName) -> Result<String, Missing>

  package init(_ find: @escaping @Sendable (SecretName) -> Result<String, Missing>) { self.find = find }

  package static let none = Secrets { .failure(Missing("the secret \($0) cannot be read here")) }

  package func value(of name: SecretName) throws(Missing) -> String { try find(name).get() }
}

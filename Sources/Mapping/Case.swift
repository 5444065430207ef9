package import Care

/// One case that rules are asked about: a line, with the group of its payer and, for a residual, one code and how much was granted.
package struct Case: Sendable, Hashable {
  package var line: Circumstances
  package var group: String?
  package var code: ReasonCode?
  package var granted: Granted?

  package init(
    _ line: Circumstances, group: String?, code: ReasonCode? = nil, granted: Granted? = nil
  ) {
    self.line = line
    self.group = group
    self.code = code
    self.granted = granted
  }
}

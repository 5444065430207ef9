/// Where something starts in a YAML text, counted from 1, in characters (Unicode scalars) as libyaml counts them.
package struct Mark: Sendable, Hashable {
  package let line: Int
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

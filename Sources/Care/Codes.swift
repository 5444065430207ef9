import Accounting

/// Who pays: `uzovi-3311` (insurer or care office), `gemeente-0384` (municipality), `ik-…` (German fund).
/// Bare digits are used by insurers and municipalities alike, so the register is part of the code.
package struct PayerCode: Code {
  package let text: String

  package init?(_ text: String) {
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, ["uzovi", "gemeente", "ik", "payer"].contains(parts[0]) else { return nil }
    guard String(parts[1]).isCode(1...20, also: ".") else { return nil }
    self.text = text
  }

  package static func uzovi(_ number: String) -> PayerCode? { PayerCode("uzovi-" + number) }
}

/// The law under which care is paid: `Zvw`, `Wlz`, `Wmo`, `Jeugdwet`, `SGB-V`.
package struct Scheme: Code {
  package let text: String
  package init?(_ text: String) {
    guard text.isCode(1...12, also: "-.") else { return nil }
    self.text = text
  }
}

/// A service (prestatie, Leistung): `1000`, `Z051`. Leading zeros count.
package struct ServiceCode: Code {
  package let text: String
  package init?(_ text: String) {
    guard text.isCode(1...20, also: "-._/") else { return nil }
    self.text = text
  }
}

/// A payer's reason (retourcode) for granting less: `0551`.
package struct ReasonCode: Code {
  package let text: String
  package init?(_ text: String) {
    guard text.isCode(1...12, also: "-") else { return nil }
    self.text = text
  }
}

import Care

/// Which codes on a return's header mean that the declaration was assessed, and which reject it whole.
struct HeaderCodes: Sendable, Hashable {
  var assessed: Set<ReasonCode>
  var rejecting: Set<ReasonCode>

  /// COD954: 8001 "granted in full" and 0200 "no remark"; rejecting are its levels X (technical) and T (whole
  /// declaration). A payer with other habits gets lists of its own.
  static let usual = HeaderCodes(
    assessed: codes("8001 0200"),
    rejecting: codes(
      """
      0001 0002 0010 0011 0013 0014 0016 0017 0018 0020 0021 0025 0030 0031 0150 0151 0153 0156 0157 0158 0801 0804 \
      8003 8022 8023 8024 8026 8027 8028 8029 8061 8066 8067 8070 8073 8074 8075 8095 8096 8097
      """))

  private static func codes(_ text: String) -> Set<ReasonCode> {
    Set(text.split(separator: " ").compactMap { ReasonCode(String($0)) })
  }

  func areAssessed(_ codes: [ReasonCode]) -> Bool { codes.allSatisfy(assessed.contains) }

  func areRejecting(_ codes: [ReasonCode]) -> Bool {
    codes.contains(where: rejecting.contains) && !codes.contains(where: assessed.contains)
  }
}

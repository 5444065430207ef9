import Tables

/// A column of a canonical table. It has a number, by which the cells of a row are found without comparing
/// names millions of times.
struct Column: Sendable, Hashable {
  let name: String
  let number: Int

  private init(_ number: Int, _ name: String) {
    self.name = name
    self.number = number
  }

  // Of several tables.
  static let payer = Column(0, "payer")
  static let declaration = Column(1, "declaration")
  static let line = Column(2, "line")

  // Of declarations.
  static let client = Column(3, "client")
  static let practitioner = Column(4, "practitioner")
  static let service = Column(5, "service")
  static let scheme = Column(6, "scheme")
  static let serviceFrom = Column(7, "service_from")
  static let serviceTo = Column(8, "service_to")
  static let quantity = Column(9, "quantity")
  static let amount = Column(10, "amount")
  static let submittedOn = Column(11, "submitted_on")
  static let previous = Column(12, "previous")
  static let location = Column(13, "location")
  static let stream = Column(14, "stream")
  static let vat = Column(15, "vat")
  static let approved = Column(16, "approved")

  // Of awards.
  static let remittance = Column(17, "remittance")
  static let remittanceDate = Column(18, "remittance_date")
  static let claimed = Column(19, "claimed")
  static let awarded = Column(20, "awarded")
  static let reasons = Column(21, "reasons")
  static let totalClaimed = Column(22, "total_claimed")
  static let totalAwarded = Column(23, "total_awarded")

  // Of specifications.
  static let specification = Column(24, "specification")
  static let date = Column(25, "date")
  static let kind = Column(26, "kind")
  static let reference = Column(27, "reference")
  static let against = Column(28, "against")
  static let remark = Column(29, "remark")

  /// How many there are.
  static let count = 30
}

/// Where the columns of one table stand, looked up once.
struct ColumnPlaces {
  private let places: [Int?]

  init(_ map: ColumnMap, _ columns: [Column]) {
    var places = [Int?](repeating: nil, count: Column.count)
    for column in columns { places[column.number] = map[column.name] }
    self.places = places
  }

  /// Nothing where the table does not have it.
  subscript(column: Column) -> Int? { places[column.number] }
}

package import Accounting
package import Care
package import JSON

/// `remitd.yaml` (CONTRACT.md section 1): where things are kept, fetched and delivered. Nothing in it changes an entry.
package struct Settings: Sendable, Hashable {
  package enum Storage: Sendable, Hashable {
    /// A file, relative to the workspace.
    case sqlite(path: String)
    /// A connection address without a password.
    case postgresql(url: String)
  }

  package var storage: Storage
  /// A file is complete when renamed in, or unchanged for this long.
  package var inboxQuietMilliseconds: Int
  /// At least one; identifiers are unique.
  package var administrations: [Administration]
  package var destinations: [Outlet]
  /// Where files are fetched, besides the inboxes.
  package var sources: [Source]
  /// CSV dialects of banks beside the shipped ones.
  package var profiles: [Profile]
  /// How payers write their specifications.
  package var specifications: [SpecificationProfile]
  package var web: Web?

  /// One set of books.
  package struct Administration: Sendable, Hashable {
    package var id: String
    package var name: String
    /// Who looks after suspense that names nobody.
    package var owner: String
    package var currency: Currency
    /// AGB code.
    package var provider: String
    /// AGB codes under which it declares besides.
    package var otherProviders: Set<String>
    /// The mapping file, relative to the workspace.
    package var mapping: String
    /// The identifier of a destination that exists.
    package var destination: String
    /// Takes test messages and refuses production ones.
    package var isTest: Bool
    /// By which the tax office knows it (RSIN or VAT number), and the chamber of commerce (KvK); audit files name them.
    package var taxNumber: String?
    package var commerceNumber: String?
  }

  /// Where entries are delivered.
  package struct Outlet: Sendable, Hashable {
    /// What stands there, with what only that kind has.
    package enum Kind: Sendable, Hashable {
      case fileDrop(FileDrop)
      case tryton(Tryton)
      case partner(Partner)
    }

    /// The kinds as `kind:` names them.
    package enum KindName: String, Sendable, CaseIterable {
      case fileDrop = "file-drop", tryton, partner = "http-json"
    }

    package var id: String
    package var kind: Kind

    /// Somebody else's machine, which may be slow or away: whoever waits for it must hold nobody up.
    package var isRemote: Bool {
      switch kind {
      case .fileDrop(let drop): drop.place.isRemote
      case .tryton, .partner: true
      }
    }

    /// How many entries one delivery carries: a file one can still open, or one entry where each is taken or refused by
    /// itself.
    package var entriesPerDelivery: Int {
      switch kind {
      // DATEV takes 99,999 rows, and an entry may have many.
      case .fileDrop(let drop): drop.datev == nil ? 10_000 : 1_000
      case .tryton, .partner: 1
      }
    }

    /// What it reaches at the other side, whatever it is called here: two that reach the same are one.
    package var targets: [Target] {
      switch kind {
      case .fileDrop(let drop):
        let client = drop.datev.map { Target.client($0.client, ofConsultant: $0.consultant) }
        return [.place(drop.place)] + [client].compactMap { $0 }
      case .tryton(let tryton):
        return [.company(tryton.company, database: tryton.database, url: tryton.url)]
      case .partner(let partner): return [.address(partner.url), .address(partner.lookUp)]
      }
    }

    package enum Target: Sendable, Hashable {
      case place(FileDrop.Place)
      case client(Int, ofConsultant: Int)
      case company(String, database: String, url: String)
      case address(String)
    }

    /// The financial years that one job may not mix; nothing where it may.
    package var fiscalYear: FiscalYear? {
      if case .fileDrop(let drop) = kind { drop.datev?.fiscalYear } else { nil }
    }
  }

  /// A system that takes entries as JSON.
  package struct Partner: Sendable, Hashable {
    package struct Header: Sendable, Hashable {
      package var name: String
      /// May have the parts `{secret}` and `{reference}`.
      package var value: String
    }

    package var url: String
    /// With the part `{reference}`.
    package var lookUp: String
    package var headers: [Header]
    package var secret: SecretName?
    package var accepted: [Int]
    package var known: [Int]
    /// A form with parts in braces; nothing for the usual one.
    package var body: JSON?

    /// Parts of a form that say something of the entry.
    package static let entryParts = [
      "reference", "date", "year", "month", "journal", "text", "currency", "reversal-of",
    ]
    /// Parts that say something of one posting; they stand inside `for-each: postings`.
    package static let postingParts = [
      "account", "account-name", "debit", "credit", "amount", "side", "cost-centre", "item", "relation",
      "number",
    ]
  }

  /// Tryton's account module.
  package struct Tryton: Sendable, Hashable {
    /// Without a slash at its end.
    package var url: String
    package var database: String
    /// The name of the company.
    package var company: String
    package var access: Access
    /// Of the user's password, or the key.
    package var secret: SecretName

    package enum Access: Sendable, Hashable {
      /// JSON-RPC, as a user with a password.
      case user(String)
      /// REST, with the key of a user application.
      case key
    }

    /// As `interface:` names them.
    package enum Interface: String, Sendable, CaseIterable {
      case jsonRPC = "json-rpc", rest
    }
  }

  /// Files that somebody else takes away.
  package struct FileDrop: Sendable, Hashable {
    package enum Format: String, Sendable, CaseIterable {
      case hledger, ledger, beancount, csv, gnucash, datev
      case auditFile32 = "xaf-3.2"
      case auditFile40 = "xaf-4.0"

      /// It names the tax number of the administration.
      package var isAuditFile: Bool { self == .auditFile32 || self == .auditFile40 }
    }

    package enum Place: Sendable, Hashable {
      /// Relative to the workspace.
      case folder(String)
      case sftp(SFTPFolder)

      /// Whether another machine answers, which may take long.
      package var isRemote: Bool {
        switch self {
        case .folder: false
        case .sftp: true
        }
      }
    }

    package var format: Format
    package var place: Place
    /// What only DATEV asks for; there where the format is DATEV's.
    package var datev: DATEV?

    package init(format: Format, place: Place, datev: DATEV? = nil) {
      self.format = format
      self.place = place
      self.datev = datev
    }

    package struct DATEV: Sendable, Hashable {
      /// Berater and Mandant: the numbers of the tax consultant and of the client there.
      package var consultant: Int
      package var client: Int
      /// Digits of a ledger account.
      package var accountLength: Int
      package var fiscalYear: FiscalYear
    }
  }

  package enum ProfileKind: String, Sendable, CaseIterable { case receipts, specification }

  /// How a bank writes its tables.
  package struct Profile: Sendable, Hashable {
    package enum Encoding: String, Sendable, CaseIterable {
      case utf8 = "utf-8"
      case windows1252 = "windows-1252"
      case latin1 = "iso-8859-1"
    }
    package enum Column: String, Sendable, CaseIterable {
      case date, amount, sign, account, iban, name, text, reference
    }

    package var id: String
    /// One of comma, semicolon, tab, bar.
    package var separator: UInt8
    /// Point or comma.
    package var decimal: UInt8
    package var encoding: Encoding
    /// Lines before the header, and after the last row, that are no rows.
    package var skipFirst: Int
    package var skipLast: Int
    /// `yyyyMMdd`, `dd-MM-yyyy`, …: the letters `yyyy`, `MM`, `dd` once each, and separators.
    package var date: String
    /// The headers in the file, by what they mean; several only for `text`.
    package var columns: [Column: [String]]
    /// What `sign` says of money that leaves.
    package var debit: String?
  }

  /// How a payer writes its specifications. What is nothing is as in the shipped profile of this name; in any other
  /// profile it is there.
  package struct SpecificationProfile: Sendable, Hashable {
    package enum Column: String, Sendable, CaseIterable {
      case declaration, amount
      case payerNumber = "payer-number"
      case nettedWith = "netted-with"
      case nettedDeclaration = "netted-declaration"
      case nettedAmount = "netted-amount"
      case stillOpen = "still-open"
      case remark, specification, date
    }
    package enum Sign: String, Sendable, CaseIterable { case minus, plus }

    /// Profiles of the program, which need no more than a payer.
    package static let shipped: Set = ["vgz-betaalspecificatie", "zk-verrekenoverzicht"]

    package var id: String
    package var payer: PayerCode
    /// One of comma, semicolon, tab, bar.
    package var separator: UInt8?
    /// Point or comma.
    package var decimal: UInt8?
    package var encoding: Profile.Encoding?
    package var skipFirst: Int?
    package var skipLast: Int?
    /// As in `Profile`.
    package var date: String?
    /// The headers in the file, by what they mean.
    package var columns: [Column: String]?
    /// Whence number and date are that no column says; a `FileNameForm`.
    package var fileName: String?
    /// How netted amounts are written: nothing means as shipped, else below zero.
    package var nettedSign: Sign?
  }

  /// The dashboard's address. Checked; nothing listens before the dashboard exists.
  package struct Web: Sendable, Hashable {
    package var host: String
    package var port: UInt16
  }

  package func administration(_ id: String) -> Administration? { administrations.first { $0.id == id } }
  package func destination(_ id: String) -> Outlet? { destinations.first { $0.id == id } }
}

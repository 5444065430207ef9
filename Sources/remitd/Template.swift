/// A mapping with its settings that an implementer starts from; its bytes are part of the program. The files are links
/// to `mappings/<name>/`, so that there is one text of each.
struct Template: Sendable {
  typealias File = (name: String, bytes: [UInt8])

  var name: String
  /// For whom it is, as `init` asks.
  var purpose: String
  /// `remitd.yaml` belongs in the root of a workspace, `accounts-rgs.csv` stays here, the others lie beside the mapping.
  var files: [File]

  static let all = [homeCare, youthAndSocialSupport, smallPractice]

  static func named(_ name: String) throws(WrongUse) -> Template {
    guard let template = all.first(where: { $0.name == name }) else {
      throw .unknown("template", name, among: all.map(\.name))
    }
    return template
  }

  /// In `accounts-rgs.csv`: what the plain accounts are called in the reference chart (RGS).
  static let referenceAccounts = "accounts-rgs.csv"

  func text(of file: String) -> String {
    guard let found = files.first(where: { $0.name == file }) else {
      preconditionFailure("every template has a \(file)")
    }
    return String(decoding: found.bytes, as: UTF8.self)
  }

  /// The file with another text, the others as they are.
  func exchanging(_ file: String, with text: String) -> Template {
    var changed = self
    changed.files = files.map { $0.name == file ? (file, Array(text.utf8)) : $0 }
    return changed
  }

  static let homeCare = Template(
    name: "home-care", purpose: "home nursing (Zvw) and long-term care at home (Wlz)",
    files: [
      ("remitd.yaml", PackageResources.home_care_remitd_yaml),
      ("mapping.yaml", PackageResources.home_care_mapping_yaml),
      ("chart.csv", PackageResources.home_care_chart_csv),
      (referenceAccounts, PackageResources.home_care_accounts_rgs_csv),
      ("payers.csv", PackageResources.home_care_payers_csv),
      ("payer-ibans.csv", PackageResources.home_care_payer_ibans_csv),
      ("bank-accounts.csv", PackageResources.home_care_bank_accounts_csv),
      ("bank-others.csv", PackageResources.home_care_bank_others_csv),
      ("revenue.csv", PackageResources.home_care_revenue_csv),
      ("reasons.csv", PackageResources.home_care_reasons_csv),
    ])

  static let youthAndSocialSupport = Template(
    name: "youth-and-social-support",
    purpose: "youth care (Jeugdwet) and social support (Wmo) for municipalities",
    files: [
      ("remitd.yaml", PackageResources.youth_and_social_support_remitd_yaml),
      ("mapping.yaml", PackageResources.youth_and_social_support_mapping_yaml),
      ("chart.csv", PackageResources.youth_and_social_support_chart_csv),
      (referenceAccounts, PackageResources.youth_and_social_support_accounts_rgs_csv),
      ("payers.csv", PackageResources.youth_and_social_support_payers_csv),
      ("payer-ibans.csv", PackageResources.youth_and_social_support_payer_ibans_csv),
      ("bank-accounts.csv", PackageResources.youth_and_social_support_bank_accounts_csv),
      ("bank-others.csv", PackageResources.youth_and_social_support_bank_others_csv),
      ("revenue.csv", PackageResources.youth_and_social_support_revenue_csv),
      ("reasons.csv", PackageResources.youth_and_social_support_reasons_csv),
    ])

  static let smallPractice = Template(
    name: "small-practice", purpose: "a practice of a few practitioners under the Zvw, few accounts",
    files: [
      ("remitd.yaml", PackageResources.small_practice_remitd_yaml),
      ("mapping.yaml", PackageResources.small_practice_mapping_yaml),
      ("chart.csv", PackageResources.small_practice_chart_csv),
      (referenceAccounts, PackageResources.small_practice_accounts_rgs_csv),
      ("payers.csv", PackageResources.small_practice_payers_csv),
      ("payer-ibans.csv", PackageResources.small_practice_payer_ibans_csv),
      ("bank-accounts.csv", PackageResources.small_practice_bank_accounts_csv),
      ("revenue.csv", PackageResources.small_practice_revenue_csv),
      ("reasons.csv", PackageResources.small_practice_reasons_csv),
    ])
}

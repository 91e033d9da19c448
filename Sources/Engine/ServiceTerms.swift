public import EditModel
internal import HTTP
internal import Providers

/// How the paid service in use is asked, for people to read before they pay.
public struct ServiceTerms: Hashable, Sendable {
  public let provider: String
  public let model: String
  public let quality: String
  /// The account's base address where it is not the service's own.
  public let address: String?
  /// Why nothing can be sent, as a sentence; `nil` when there is all that it takes.
  public let missing: String?
}

extension Session {
  /// The terms of the paid service in use; `nil` for the embedded provider. Reads only.
  public func serviceTerms() throws(Problem) -> ServiceTerms? {
    try catchUp()
    let provider = try provider()
    guard provider.capabilities.isPaid else { return nil }
    let name = provider.capabilities.provider
    var address: String?
    var missing: String?
    do throws(Problem) {
      let account = try providers.account(of: name)
      address = account.name == ProviderShelf.openAI ? nil : account.address.text
    } catch {
      missing = error.lack
    }
    return ServiceTerms(
      provider: name, model: provider.capabilities.model, quality: view.value(of: "quality"),
      address: address, missing: missing)
  }
}

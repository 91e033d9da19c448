internal import Billing
internal import EditModel
internal import HTTP
internal import Providers
internal import Raster

/// The providers that this build has, by name, and the way to each.
struct ProviderShelf {
  private let local: LocalProvider
  private let tables: Tables
  private let surroundings: Surroundings
  let access: ProviderAccess

  /// What is known of models and prices, with the user's own rows in the place of the built-in ones.
  struct Tables {
    var models = ModelTable.embedded
    var prices = PriceTable.embedded
    /// The prices of the user's own file alone, which hold for whatever address is used.
    var ownPrices: PriceTable?
  }

  init(_ configuration: EngineConfiguration) {
    local = LocalProvider(bands: configuration.bands)
    access = configuration.access
    tables = configuration.tables
    surroundings = configuration.surroundings
  }

  var models: ModelTable { tables.models }
  /// The ids of the models that this version calls.
  var callableModels: [String] { tables.models.models.filter { $0.options != nil }.map(\.id) }
  var prices: PriceTable { tables.prices }

  /// - Throws: `Problem` with code `unsupported`, naming the providers that exist; `retired` or `badValue` for a
  ///   model that is not to be had; never another provider.
  func provider(named name: String, model: String) throws(Problem) -> any ImageProvider {
    switch name {
    case LocalProvider.name: return local
    case Self.openAI, Self.azure:
      return OpenAIProvider(
        name: name, model: model, models: tables.models, prices: tables.prices, surroundings: surroundings)
    default:
      throw Problem(.unsupported, "provider", found: name, allowed: Self.names)
    }
  }

  static let openAI = "openai"
  static let azure = "azure"
  private static let openAIAddress = "https://api.openai.com/v1"
  static let names = [LocalProvider.name, Self.openAI, Self.azure]

  /// Whose account a paid provider uses, as the user's environment says.
  ///
  /// - Throws: `Problem` with code `noKey`, or `badValue` for an address that cannot be used.
  func account(of name: String) throws(Problem) -> HostedAccount {
    let isAzure = name == Self.azure
    let entrance = isAzure ? access.azure : access.openAI
    guard let key = entrance.key else {
      throw Problem(.noKey, name, allowed: [isAzure ? "AZURE_OPENAI_API_KEY" : "OPENAI_API_KEY"])
    }
    let variable = isAzure ? "AZURE_OPENAI_ENDPOINT" : "OPENAI_BASE_URL"
    guard let text = entrance.address ?? (isAzure ? nil : Self.openAIAddress) else {
      throw Problem(.noKey, name, allowed: [variable])
    }
    let address = try Self.address(text, of: variable)
    guard isAzure else {
      return HostedAccount(
        name: Self.name(of: address, isAzure: false), address: address,
        credential: Credential(secret: key, address: address), organisation: entrance.organisation,
        project: entrance.project, proxy: try proxy())
    }
    guard let deployment = entrance.deployment else {
      throw Problem(.noKey, name, allowed: ["AZURE_OPENAI_DEPLOYMENT"])
    }
    return HostedAccount(
      name: Self.name(of: address, isAzure: true), address: address,
      credential: Credential(secret: key, scheme: .apiKey, address: address),
      form: .azure(deployment: deployment, version: entrance.apiVersion), proxy: try proxy())
  }

  /// The account that an earlier attempt went to, without a key: nothing is sent there any more.
  func account(of name: String, at address: String) throws(Problem) -> HostedAccount {
    let address = try Self.address(address, of: "address")
    let isAzure = name == Self.azure
    return HostedAccount(name: Self.name(of: address, isAzure: isAzure), address: address, credential: nil)
  }

  func hasKey(for name: String) -> Bool {
    (name == Self.azure ? access.azure : access.openAI).key != nil
  }

  /// The user's own prices, or none: what holds where the built-in ones do not.
  var ownOrNone: PriceTable { tables.ownPrices ?? tables.prices.pricedOnly(by: "") }

  /// Prices that hold for an account: those of the table for the service itself and for the simulator on this
  /// machine; beyond a gateway only rows of the user's.
  func prices(for account: HostedAccount, model: String) -> PriceTable? {
    let isKnown = ProviderShelf.names.contains(account.name) || account.address.isLoopback
    guard !isKnown else { return tables.prices }
    return tables.ownPrices?.model(named: model) == nil ? nil : tables.ownPrices
  }

  /// The provider's own name, or the host of another address that speaks the same.
  private static func name(of address: HTTPAddress, isAzure: Bool) -> String {
    if isAzure { return Self.azure }
    if address.text == Self.openAIAddress { return Self.openAI }
    return names.contains(address.host) ? "gateway \(address.host)" : address.host
  }

  private static func address(_ text: String, of variable: String) throws(Problem) -> HTTPAddress {
    do throws(HTTPError) {
      let address = try HTTPAddress(text)
      // A query may hold a key, and addresses stand in journals.
      guard !address.target.contains("?") else { throw HTTPError(.badAddress) }
      return address
    } catch {
      throw Problem(
        .badValue, variable, found: Self.shown(text),
        allowed: ["an https address, or http on this machine, without user name and query"])
    }
  }

  private func proxy() throws(Problem) -> HTTPAddress? {
    guard let text = access.proxy else { return nil }
    do throws(HTTPError) {
      return try HTTPAddress(proxy: text)
    } catch {
      throw Problem(
        .badValue, "PENTIMENTO_PROXY", found: Self.shown(text), allowed: ["the address of a proxy"])
    }
  }

  /// An address that cannot be used, unless it may hold a password.
  private static func shown(_ address: String) -> String {
    address.contains { "@?".contains($0) } ? "(not shown)" : address
  }
}

/// Facts about the embedded provider for help and messages.
public enum EmbeddedProvider {
  /// Its name in settings and journals.
  public static var name: String { LocalProvider.name }

  /// The instructions that it understands, a form and an example each.
  public static var understood: [String] { LocalProvider.understood }

  /// One word for each kind of instruction that it understands.
  public static var understoodWords: [String] { LocalProvider.understoodWords }
}

public import EditModel

/// Keys, addresses and files of the user's that paid services need; nothing in it ever makes a provider the
/// one that is used.
public struct ProviderAccess: Sendable {
  /// The way to one kind of account, as the user gave it.
  package struct Entrance: Sendable {
    package var key: Secret?
    /// Base address; `nil` means the service's own.
    package var address: String?
    package var organisation: String?
    package var project: String?
    /// Azure's name for a model that was made available.
    package var deployment: String?
    package var apiVersion: String?

    package init(key: Secret? = nil, address: String? = nil) {
      self.key = key
      self.address = address
    }
  }

  package var openAI: Entrance
  package var azure: Entrance
  /// Address of the proxy that all requests go through; `nil` uses none, whatever the environment says.
  package var proxy: String?
  /// File with a certificate authority of the user's own, beside the system's.
  package var authorities: String?
  /// Files whose rows stand in the place of the tables that the program was built with.
  package var pricesFile: String?
  package var modelsFile: String?

  package init(openAI: Entrance = Entrance(), azure: Entrance = Entrance()) {
    self.openAI = openAI
    self.azure = azure
  }

  /// No key at all: only the embedded provider can be used.
  public static let none = ProviderAccess()

  /// The variables that are looked at, with what each says, for the README.
  public static let variables: [(name: String, meaning: String)] = [
    ("OPENAI_API_KEY", "the key for `use openai`"),
    ("OPENAI_BASE_URL", "another address that speaks the same, such as the simulator's"),
    ("OPENAI_ORG_ID", "the organisation that is billed"),
    ("OPENAI_PROJECT_ID", "the project that is billed"),
    ("AZURE_OPENAI_API_KEY", "the key for `use azure`"),
    ("AZURE_OPENAI_ENDPOINT", "the resource's address"),
    ("AZURE_OPENAI_DEPLOYMENT", "the deployment's name"),
    ("AZURE_OPENAI_API_VERSION", "set it for the older form of addresses"),
    ("PENTIMENTO_PROXY", "a proxy for all requests; `http_proxy` and the like are not looked at"),
    ("PENTIMENTO_CA_FILE", "a file of certificate authorities to trust instead of the system's"),
    ("PENTIMENTO_PRICES", "a file with price rows that stand in the place of the built-in ones"),
    ("PENTIMENTO_MODELS", "a file with model rows that stand in the place of the built-in ones"),
  ]

  /// Reads the variables by a function that the caller gives; the engine itself never looks around.
  ///
  /// - Throws: `Problem` with code `badValue` for a key with a space, a line break or another byte that cannot
  ///   stand in a header; the value is not repeated.
  public init(environment: (String) -> String?) throws(Problem) {
    func value(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }
    func secret(_ name: String) throws(Problem) -> Secret? {
      guard let text = value(name) else { return nil }
      guard let secret = Secret(text) else {
        throw Problem(.badValue, name, found: "(not shown)", allowed: ["a key of visible ASCII characters"])
      }
      return secret
    }
    openAI = Entrance(key: try secret("OPENAI_API_KEY"), address: value("OPENAI_BASE_URL"))
    openAI.organisation = value("OPENAI_ORG_ID")
    openAI.project = value("OPENAI_PROJECT_ID")
    azure = Entrance(key: try secret("AZURE_OPENAI_API_KEY"), address: value("AZURE_OPENAI_ENDPOINT"))
    azure.deployment = value("AZURE_OPENAI_DEPLOYMENT")
    azure.apiVersion = value("AZURE_OPENAI_API_VERSION")
    proxy = value("PENTIMENTO_PROXY")
    authorities = value("PENTIMENTO_CA_FILE")
    pricesFile = value("PENTIMENTO_PRICES")
    modelsFile = value("PENTIMENTO_MODELS")
  }
}

extension ProviderAccess {
  /// What a service sent, without the keys that it may have sent back; of the same length.
  func withoutKeys(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for key in [openAI.key, azure.key].compactMap(\.self) { key.hide(in: &bytes) }
    return bytes
  }

  func withoutKeys(_ text: String?) -> String? {
    text.map { String(decoding: withoutKeys(Array($0.utf8)), as: UTF8.self) }
  }
}

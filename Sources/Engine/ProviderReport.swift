internal import Billing
public import EditModel
internal import HTTP
internal import Providers

/// A provider of this build: whether it can be used as things stand, and what its models take.
public struct ProviderReport: Hashable, Sendable {
  public struct Model: Hashable, Sendable {
    public let id: String
    public let alias: String?
    public let qualities: [String]
    /// What a mask does: `exact`, `hint` or `none`.
    public let masks: String
    public let takesTransparent: Bool
    /// The announced last day, `YYYY-MM-DD`.
    public let ends: String?
    public let isPriced: Bool
    /// The day on which this was last read, `YYYY-MM-DD`.
    public let seen: String
  }

  public let name: String
  public let isReady: Bool
  /// What is missing, as a sentence; `nil` when it is ready.
  public let missing: String?
  /// `nil` of the embedded provider.
  public let address: String?
  public let models: [Model]

  /// All providers of this build.
  public static func all(_ configuration: EngineConfiguration) -> [ProviderReport] {
    let shelf = ProviderShelf(configuration)
    return ProviderShelf.names.map { report(on: $0, shelf) }
  }

  private static func report(on name: String, _ shelf: ProviderShelf) -> ProviderReport {
    guard name != LocalProvider.name else {
      let model = Model(
        id: LocalProvider.model, alias: nil, qualities: [], masks: "exact", takesTransparent: true, ends: nil,
        isPriced: true, seen: "")
      return ProviderReport(name: name, isReady: true, missing: nil, address: nil, models: [model])
    }
    var missing: String?
    var account: HostedAccount?
    do throws(Problem) {
      account = try shelf.account(of: name)
    } catch {
      missing = error.lack
    }
    return ProviderReport(
      name: name, isReady: missing == nil, missing: missing, address: account?.address.text,
      models: models(of: account, shelf))
  }

  private static func models(of account: HostedAccount?, _ shelf: ProviderShelf) -> [Model] {
    shelf.models.models.compactMap { facts in
      guard let options = facts.options else { return nil }
      let prices = account.map { shelf.prices(for: $0, model: facts.id) } ?? shelf.prices
      return Model(
        id: facts.id, alias: facts.alias, qualities: options.qualities, masks: "hint",
        takesTransparent: options.allowsTransparency, ends: facts.ends,
        isPriced: prices?.model(named: facts.id) != nil, seen: facts.seen)
    }
  }
}

extension Problem {
  /// What the way to a service lacks, as a sentence.
  var lack: String {
    code == .noKey ? "\(allowed.first ?? subject) is not set" : "\(subject) is no usable address"
  }
}

/// What a service says of itself.
public struct ProbeReport: Hashable, Sendable {
  public struct Model: Hashable, Sendable {
    public let id: String
    /// The announced last day, `YYYY-MM-DD`.
    public let shutdown: String?
    /// True when our table has it.
    public let isKnown: Bool
  }

  public let provider: String
  public let address: String
  public let models: [Model]
}

extension Session {
  /// Asks the service which models the account may use; costs nothing.
  ///
  /// Of a model that this session uses and that has a last day there is a notice.
  ///
  /// - Throws: `Problem` with code `unsupported` for the embedded provider, `noKey`, `keyRefused`, `notConnected`
  ///   and the like.
  public func probe() async throws(Problem) -> ProbeReport {
    guard let hosted = try provider() as? any HostedProvider else {
      throw Problem(.unsupported, "probe of", found: LocalProvider.name, allowed: ["openai", "azure"])
    }
    let seat = try seat(of: hosted)
    let listed: [ListedModel]
    do throws(ProviderError) {
      listed = try await hosted.models(
        of: seat.account, over: configuration.transport, deadline: .seconds(60))
    } catch {
      throw Problem(hosted: error, about: "probe")
    }
    let table = providers.models
    if let mine = listed.first(where: { table.model(named: $0.id)?.id == seat.model }),
      let day = mine.shutdownDate
    {
      notices.append(
        Notice(.shutsDown(model: seat.model, day: day, successor: table.model(named: seat.model)?.successor)))
    }
    return ProbeReport(
      provider: seat.account.name, address: seat.account.address.text,
      models: listed.map {
        ProbeReport.Model(id: $0.id, shutdown: $0.shutdownDate, isKnown: table.model(named: $0.id) != nil)
      })
  }
}

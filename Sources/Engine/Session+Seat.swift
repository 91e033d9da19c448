internal import Billing
internal import EditModel
internal import HTTP
internal import Providers
internal import Raster
internal import Store

extension Session {
  /// The paid service as this session uses it now.
  ///
  /// - Throws: `Problem` with code `noKey`, `badValue`, or about the folder of shared state.
  func seat(of provider: any HostedProvider) throws(Problem) -> HostedSeat {
    let name = provider.capabilities.provider
    return try seat(of: provider, in: try providers.account(of: name))
  }

  /// The service of an attempt that another process made, to read its reply; no key is needed for that.
  func recoverySeat(for intended: CallEntry.Intended) throws(Problem) -> HostedSeat {
    guard
      let provider = try providers.provider(named: intended.provider, model: intended.model)
        as? any HostedProvider, let made = intended.account
    else { throw Problem(.bug, "\(intended.attempt) has a reply of no service") }
    let account = try providers.account(of: intended.provider, at: made.address)
    return HostedSeat(
      provider: provider, account: account, model: intended.model,
      prices: providers.prices(for: account, model: intended.model),
      gate: CallGate(surroundings: configuration.pace, state: CallGate.privateState()),
      limits: CallLimits(parallel: 1), deadline: .zero, keyLabel: made.keyLabel ?? "default",
      keyDigest: made.keyDigest)
  }

  private func seat(of provider: any HostedProvider, in account: HostedAccount) throws(Problem) -> HostedSeat
  {
    let model = provider.capabilities.model
    let digest = try keyDigest(of: account)
    return HostedSeat(
      provider: provider, account: account, model: model,
      prices: providers.prices(for: account, model: model), gate: gate(for: digest ?? account.name),
      limits: limits(of: model), deadline: .seconds(Int(view.value(of: "timeout")) ?? 600),
      keyLabel: view.value(of: "key-label"), keyDigest: digest)
  }

  private func keyDigest(of account: HostedAccount) throws(Problem) -> String? {
    guard let secret = account.credential?.secret, let state = configuration.state else { return nil }
    return try problem(about: state.path) { () throws(StoreError) in try state.keyDigest(of: secret) }
  }

  /// The account's limits by the tier that is set; a model without row has only the parallel one.
  private func limits(of model: String) -> CallLimits {
    let parallel = Int(view.value(of: "parallel")) ?? 4
    let row = providers.models.model(named: model)?.tier(Int(view.value(of: "tier")) ?? 1)
    return CallLimits(
      requests: row?.requestsPerMinute, images: row?.imagesPerMinute, tokens: row?.tokensPerMinute,
      parallel: parallel)
  }

  private func gate(for key: String) -> CallGate {
    let configuration = configuration
    return configuration.desk.gate(for: key) {
      guard let state = configuration.state else {
        return CallGate(surroundings: configuration.pace, state: CallGate.privateState())
      }
      return CallGate(surroundings: configuration.pace) { change throws(Problem) in
        try problem(about: state.path) { () throws(StoreError) in
          try state.update("limits-\(key)", change)
        }
      }
    }
  }
}

extension PriceTable {
  /// The price of a request before it is sent; `nil` where none is known.
  func estimate(_ request: HostedRequest, model: String, inputs: [PixelSize]) -> CallEstimate? {
    guard let priced = self.model(named: model) else { return nil }
    let inputs = inputs.map { BilledSize(width: $0.width, height: $0.height) }
    let output = BilledSize(width: request.size.width, height: request.size.height)
    // A quality or size without a price is what `nil` says here; the model takes them, or `check` had refused.
    let pricing = try? CallPricing(
      model: priced, quality: request.settings.quality, output: output, inputs: inputs,
      isMasked: request.mask != nil, variants: request.settings.variants, partials: request.settings.partials)
    return pricing.map { $0.estimate(text: $0.text(of: TextMeasure(request.prompt))) }
  }
}

extension HostedSeat {
  /// Whose files these are: a key may work for several organisations and projects.
  var fileOwner: String {
    [keyDigest ?? "", account.organisation ?? "", account.project ?? ""].joined(separator: "/")
  }

  /// True where it is known that files can be kept for later requests: at the service itself and its simulator.
  var keepsFiles: Bool { account.form == .openAI && (account.name == "openai" || account.address.isLoopback) }

  /// What the account's limits count: an edit its variants and the pictures sent but one, a generation its
  /// variants; the mask is not counted.
  func demand(of request: HostedRequest, _ estimate: CallEstimate?) -> CallDemand {
    let images = request.settings.variants + max(request.inputs.count - 1, 0)
    let tokens = estimate.map { $0.text.high + $0.imageIn.high + $0.imageOut.high } ?? 0
    return CallDemand(pool: model, images: images, tokens: tokens)
  }
}

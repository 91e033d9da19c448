internal import Billing
internal import EditModel
internal import HTTP
internal import Providers
internal import Store

extension Session {
  /// The request with its references uploaded, once for an account, so that the references of many rounds
  /// are sent a single time.
  ///
  /// Only requests with references gain by it; others stay as they are, and so do those to an address of which
  /// it is not known that it keeps files.
  func uploading(
    _ request: HostedRequest, for call: Uploader, by seat: HostedSeat
  ) async throws(Problem) -> HostedRequest {
    guard request.inputs.count > 1, seat.keepsFiles, let state = configuration.state else { return request }
    var inputs: [HostedInput] = []
    for (index, input) in request.inputs.enumerated() {
      // The picture is another one in each round, so it goes along inline unless it is too long for that.
      let isInline = index == 0 && input.source.byteCount <= Self.longestInline
      inputs.append(isInline ? input : try await uploaded(input, for: call, by: seat, remembering: state))
    }
    return HostedRequest(
      kind: request.kind, model: request.model, prompt: request.prompt, inputs: inputs, mask: request.mask,
      size: request.size, settings: request.settings)
  }

  /// Bytes of a file that still fits into an address of 20,971,520 characters in base64.
  ///
  /// - Note: Source: published API reference of the service, image address of an edit.
  private static let longestInline = 15_700_000

  /// Which command and round uploads belong to.
  struct Uploader {
    let command: Int
    let text: String
    let base: RoundID
  }

  private func digest(of input: HostedInput) throws(Problem) -> Digest {
    var hash = SHA256()
    var offset = 0
    while offset < input.source.byteCount {
      let range = offset..<min(offset + 1 << 18, input.source.byteCount)
      let bytes = try problem(about: input.fileName) { () throws(ByteStreamError) in
        try input.source.bytes(in: range)
      }
      hash.update(bytes)
      offset = range.upperBound
    }
    return hash.finalize()
  }

  private func uploaded(
    _ input: HostedInput, for call: Uploader, by seat: HostedSeat, remembering state: StateFolder
  ) async throws(Problem) -> HostedInput {
    let object = try digest(of: input)
    let (account, address) = (seat.fileOwner, seat.account.address.text)
    // What is about to expire may be gone when the call's turn comes.
    let now = Timestamp(milliseconds: configuration.surroundings.now().milliseconds + 3_600_000)
    let known = try problem(about: state.path) { () throws(StoreError) in
      try state.fileID(for: object, account: account, address: address, now: now)
    }
    if let known { return input.named(known) }
    let file = try await upload(input, object: object, for: call, by: seat)
    try remember(
      Store.UploadedFile(
        object: object, account: account, address: address, id: file.id, expires: file.expires))
    return input.named(file.id)
  }

  private func remember(_ file: Store.UploadedFile) throws(Problem) {
    guard let state = configuration.state else { return }
    try problem(about: state.path) { () throws(StoreError) in try state.remember(file) }
  }

  /// Ends an upload that a killed process left open; it costs nothing, and what the service has is known for
  /// later rounds.
  func finishUpload(_ attempt: Attempt) throws(Problem) {
    guard let accepted = attempt.accepted else {
      return try close(attempt.id, .abandoned, evidence: "cut off; an upload costs nothing")
    }
    let intended = attempt.intended
    if let object = intended.asked?.references.first, let account = intended.account {
      try remember(
        Store.UploadedFile(
          object: object, account: "\(account.keyDigest ?? "")//", address: account.address, id: accepted.id,
          expires: accepted.expires))
    }
    try close(attempt.id, .settled, evidence: "uploaded; costs nothing")
  }

  /// Forgets the files of a request that the service refused because it does not have them any more, so that
  /// the next request sends them again.
  func forgetUploads(of request: HostedRequest, by seat: HostedSeat) throws(Problem) {
    guard let state = configuration.state else { return }
    let ids = (request.inputs + [request.mask].compactMap(\.self)).compactMap(\.fileID)
    try problem(about: state.path) { () throws(StoreError) in
      for id in ids {
        try state.forget(
          fileID: id, account: seat.fileOwner, address: seat.account.address.text)
      }
    }
  }

  /// One upload: an attempt of its own in the journal, at no cost; what fails without a doubt is tried again.
  private func upload(
    _ input: HostedInput, object: Digest, for call: Uploader, by seat: HostedSeat
  ) async throws(Problem) -> Providers.UploadedFile {
    var failures = 0
    while true {
      if interruption.isRaised { throw Problem(.interrupted, "run") }
      let id = folder.nextAttempt
      try journal(.intended(intendedUpload(id, object, call, seat)))
      try journal(.sent(CallEntry.Sent(attempt: id, time: configuration.surroundings.now())))
      let result = await interruption.cancelling(at: .giveUp) { await self.sendUpload(input, seat) }
      switch result {
      case .success(let file):
        let now = configuration.surroundings.now()
        try journal(.accepted(CallEntry.Accepted(attempt: id, id: file.id, expires: file.expires, time: now)))
        try close(id, .settled, evidence: "uploaded; costs nothing")
        return file
      case .failure(let error):
        try close(id, .refunded, evidence: "an upload costs nothing; \(error.code.rawValue)")
        failures += 1
        guard let pause = pause(after: error, failures: failures, elapsed: .zero) else {
          throw Problem(hosted: error, about: input.fileName)
        }
        try await wait(pause)
      }
    }
  }

  private func intendedUpload(
    _ id: AttemptID, _ object: Digest, _ call: Uploader, _ seat: HostedSeat
  ) -> CallEntry.Intended {
    CallEntry.Intended(
      attempt: id, command: call.command, text: call.text, base: call.base, instructions: [],
      provider: seat.provider.capabilities.provider, model: seat.model, request: object, repetition: 0,
      reservation: .free, asked: CallEntry.Asked(kind: .upload, references: [object]),
      account: CallEntry.Account(
        address: seat.account.address.text, keyLabel: seat.keyLabel, keyDigest: seat.keyDigest),
      time: configuration.surroundings.now())
  }

  private func sendUpload(
    _ input: HostedInput, _ seat: HostedSeat
  ) async -> Result<Providers.UploadedFile, ProviderError> {
    do throws(ProviderError) {
      return .success(
        try await seat.provider.upload(
          input, keptFor: .seconds(Self.uploadLife), to: seat.account, over: configuration.transport,
          deadline: seat.deadline))
    } catch {
      return .failure(error)
    }
  }

  /// Seconds for which the service keeps an uploaded file: a day of rounds.
  private static let uploadLife = 86_400
}

extension HostedInput {
  fileprivate func named(_ id: String) -> HostedInput {
    HostedInput(source: source, contentType: contentType, fileName: fileName, fileID: id)
  }
}

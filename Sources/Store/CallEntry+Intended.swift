package import Billing
package import EditModel

extension CallEntry {
  /// The call is decided and its cost reserved; nothing was sent.
  package struct Intended: Hashable, Sendable, Codable {
    package let attempt: AttemptID
    /// The command that wanted it, so that a round committed later still belongs to it.
    package let command: Int
    package let text: String
    /// The round that is edited.
    package let base: RoundID
    package let instructions: [Instruction]
    package let provider: String
    package let model: String
    /// Two calls with the same digest ask for the same thing.
    package let request: Digest
    /// How often this session asked for it before.
    package let repetition: Int
    package let reservation: Reservation
    /// What is asked for besides words and pictures; `nil` from the embedded provider.
    package let asked: Asked?
    /// Where it goes, and with which key; `nil` from the embedded provider.
    package let account: Account?
    /// The file below `spool/` that takes the reply, made before this entry; `nil` when there is none.
    package let spool: String?
    /// Every price row behind the reservation, as the price table names them; `nil` when nothing is priced.
    package let priceRows: [String]?
    /// What it may cost, as planned; `nil` when it is free or nobody knows its price.
    package let estimate: Estimate?
    /// What it costs less than asking naively, as planned, by lever; `nil` when nothing is saved.
    package let savings: [LeverSaving]?
    /// What the user marked the work with, as `client=ACME`.
    package let label: String?
    /// The hash of its hold's line in `spend.log`; `nil` where nothing is held across sessions.
    package let hold: Digest?
    package let time: Timestamp

    package init(
      attempt: AttemptID, command: Int, text: String, base: RoundID, instructions: [Instruction],
      provider: String, model: String, request: Digest, repetition: Int, reservation: Reservation,
      asked: Asked? = nil, account: Account? = nil, spool: String? = nil, priceRows: [String]? = nil,
      estimate: Estimate? = nil, savings: [LeverSaving]? = nil, label: String? = nil,
      hold: Digest? = nil, time: Timestamp
    ) {
      self.attempt = attempt
      self.command = command
      self.text = text
      self.base = base
      self.instructions = instructions
      self.provider = provider
      self.model = model
      self.request = request
      self.repetition = repetition
      self.reservation = reservation
      self.asked = asked
      self.account = account
      self.spool = spool
      self.priceRows = priceRows
      self.estimate = estimate
      self.savings = savings
      self.label = label
      self.hold = hold
      self.time = time
    }

    /// What kind of request it is; an edit unless it says otherwise.
    package var kind: CallKind { asked?.kind ?? .edit }
  }

  /// The options of a paid request, as they are sent.
  package struct Asked: Hashable, Sendable, Codable {
    package let kind: CallKind
    /// As `1536x1024` or `auto`.
    package let size: String?
    package let quality: String?
    /// How many pictures, 1 or more.
    package let variants: Int
    /// How many previews before each picture, 0 or more.
    package let partials: Int
    /// The stored files of the pictures that go along for their looks, in the order of their sending.
    package let references: [Digest]
    /// How the base lies on the canvas that is sent; `nil` where no picture is.
    package let frame: SentFrame?

    package init(
      kind: CallKind, size: String? = nil, quality: String? = nil, variants: Int = 1, partials: Int = 0,
      references: [Digest] = [], frame: SentFrame? = nil
    ) {
      self.kind = kind
      self.size = size
      self.quality = quality
      self.variants = variants
      self.partials = partials
      self.references = references
      self.frame = frame
    }
  }

  /// Where a paid request goes, and whose it is; never the key itself.
  package struct Account: Hashable, Sendable, Codable {
    /// The base address, as `https://api.openai.com/v1`.
    package let address: String
    /// What the user calls the key.
    package let keyLabel: String?
    /// 12 hexadecimal digits that tell keys apart on this machine: `StateFolder.keyDigest(of:)`.
    package let keyDigest: String?

    package init(address: String, keyLabel: String? = nil, keyDigest: String? = nil) {
      self.address = address
      self.keyLabel = keyLabel
      self.keyDigest = keyDigest
    }
  }
}

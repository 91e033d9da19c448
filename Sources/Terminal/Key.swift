/// What the user did at the keyboard, as far as the line editor knows it.
package enum Key: Equatable, Sendable {
  /// Typed text without control characters; what arrives at once comes as one key.
  case text(String)
  /// Text between the marks of a bracketed paste, with its line ends and controls as they came.
  case paste(String)
  /// A paste of more than `LineBuffer.maximumByteCount` bytes; its text is not kept.
  case oversizedPaste
  case edit(LineBuffer.Edit)
  case enter
  case tab
  case up
  case down
  case interrupt
  /// Ctrl-D: end of input on an empty line, otherwise delete.
  case endOfInput
  case clearScreen

  /// The key of a control byte, or `nil` for one without meaning here.
  static func control(_ byte: UInt8) -> Key? {
    switch byte {
    case 0x01: .edit(.home)
    case 0x02: .edit(.left)
    case 0x03: .interrupt
    case 0x04: .endOfInput
    case 0x05: .edit(.end)
    case 0x06: .edit(.right)
    case 0x08, 0x7F: .edit(.backspace)
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x0B: .edit(.killToEnd)
    case 0x0C: .clearScreen
    case 0x0E: .down
    case 0x10: .up
    case 0x15: .edit(.killToStart)
    case 0x17: .edit(.killBlankWordLeft)
    case 0x19: .edit(.yank)
    default: nil
    }
  }

  /// The key of ESC and one byte: a letter typed with Alt.
  static func alternate(_ byte: UInt8) -> Key? {
    switch byte {
    case UInt8(ascii: "b"), UInt8(ascii: "B"): .edit(.wordLeft)
    case UInt8(ascii: "f"), UInt8(ascii: "F"): .edit(.wordRight)
    case UInt8(ascii: "d"), UInt8(ascii: "D"): .edit(.killWordRight)
    case 0x08, 0x7F: .edit(.killWordLeft)
    default: nil
    }
  }

  /// The key of a control sequence `ESC [ parameters final`; also of `ESC O final`, without parameters.
  ///
  /// - Note: Source: XTerm Control Sequences, "PC-Style Function Keys".
  static func sequence(parameters: [UInt8], final: UInt8) -> Key? {
    let fields = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    let isModified = fields.count > 1 && fields[1] != [UInt8(ascii: "1")]
    switch final {
    case UInt8(ascii: "A"): return .up
    case UInt8(ascii: "B"): return .down
    case UInt8(ascii: "C"): return .edit(isModified ? .wordRight : .right)
    case UInt8(ascii: "D"): return .edit(isModified ? .wordLeft : .left)
    case UInt8(ascii: "H"): return .edit(.home)
    case UInt8(ascii: "F"): return .edit(.end)
    case UInt8(ascii: "~"): return numbered(fields[0], isModified: isModified)
    default: return nil
    }
  }

  private static func numbered(_ number: ArraySlice<UInt8>, isModified: Bool) -> Key? {
    switch Array(number) {
    case [UInt8(ascii: "1")], [UInt8(ascii: "7")]: .edit(.home)
    case [UInt8(ascii: "4")], [UInt8(ascii: "8")]: .edit(.end)
    case [UInt8(ascii: "3")]: .edit(isModified ? .killWordRight : .delete)
    default: nil
    }
  }
}

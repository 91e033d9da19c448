/// Bytes from a terminal to keys.
///
/// Sequences and UTF-8 may be cut anywhere between two calls. What is not understood is swallowed whole; bytes
/// that are no UTF-8 become U+FFFD, so that nothing disappears from a line unseen. A lone ESC means nothing
/// by itself and makes the next letter an Alt key, however late that comes, so no time-out is needed.
package struct KeyDecoder: Sendable {
  private enum State: Sendable {
    case text
    case escape
    case sequence([UInt8])
    case singleShift
    /// The Linux console sends `ESC [ [ letter` for function keys.
    case consoleFunction
    case paste
  }

  private static let pasteEnd = Array("\u{1b}[201~".utf8)
  private static let maximumParameterBytes = 32

  private var state = State.text
  private var text: [UInt8] = []
  private var paste: [UInt8] = []
  private var isPasteOversized = false
  private var keys: [Key] = []

  package init() {}

  /// The keys that are complete with these bytes.
  package mutating func decode(_ bytes: [UInt8]) -> [Key] {
    for byte in bytes { take(byte) }
    flushText(keepingTail: true)
    defer { keys = [] }
    return keys
  }

  private mutating func take(_ byte: UInt8) {
    switch state {
    case .text: takeText(byte)
    case .escape: takeEscaped(byte)
    case .sequence(let parameters): takeSequence(byte, after: parameters)
    case .singleShift: finish(byte) { Key.sequence(parameters: [], final: $0) }
    case .consoleFunction: finish(byte) { _ in nil }
    case .paste: takePasted(byte)
    }
  }

  private mutating func takeText(_ byte: UInt8) {
    guard byte < 0x20 || byte == 0x7F else {
      text.append(byte)
      return
    }
    flushText(keepingTail: false)
    if byte == 0x1B {
      state = .escape
    } else if let key = Key.control(byte) {
      keys.append(key)
    }
  }

  private mutating func takeEscaped(_ byte: UInt8) {
    switch byte {
    case 0x1B: return
    case UInt8(ascii: "["): state = .sequence([])
    case UInt8(ascii: "O"): state = .singleShift
    case 0x08: finish(0x7F, Key.alternate)
    default: finish(byte, Key.alternate)
    }
  }

  private mutating func takeSequence(_ byte: UInt8, after parameters: [UInt8]) {
    switch byte {
    case 0x20...0x3F:
      if parameters.count < Self.maximumParameterBytes { state = .sequence(parameters + [byte]) }
    case UInt8(ascii: "[") where parameters.isEmpty:
      state = .consoleFunction
    case UInt8(ascii: "~") where parameters == Array("200".utf8):
      state = .paste
    default:
      finish(byte) { Key.sequence(parameters: parameters, final: $0) }
    }
  }

  /// Ends a sequence with its last byte; a control or non-ASCII byte breaks it off and counts by itself.
  private mutating func finish(_ byte: UInt8, _ meaning: (UInt8) -> Key?) {
    state = .text
    if byte < 0x20 || byte >= 0x80 {
      takeText(byte)
    } else if let key = meaning(byte) {
      keys.append(key)
    }
  }

  private mutating func takePasted(_ byte: UInt8) {
    paste.append(byte)
    if byte == Self.pasteEnd.last, paste.suffix(Self.pasteEnd.count) == Self.pasteEnd[...] {
      endPaste()
    } else if paste.count > LineBuffer.maximumByteCount + Self.pasteEnd.count {
      isPasteOversized = true
      paste.removeFirst(paste.count - Self.pasteEnd.count)
    }
  }

  private mutating func endPaste() {
    paste.removeLast(Self.pasteEnd.count)
    let isTooLong = isPasteOversized || paste.count > LineBuffer.maximumByteCount
    keys.append(isTooLong ? .oversizedPaste : .paste(String(decoding: paste, as: UTF8.self)))
    paste = []
    isPasteOversized = false
    state = .text
  }

  private mutating func flushText(keepingTail: Bool) {
    let tail = keepingTail ? Self.incompleteTail(of: text) : 0
    guard text.count > tail else { return }
    let complete = String(decoding: text.dropLast(tail), as: UTF8.self)
    let typed = String(String.UnicodeScalarView(complete.unicodeScalars.filter(Self.isTyped)))
    if !typed.isEmpty { keys.append(.text(typed)) }
    text.removeFirst(text.count - tail)
  }

  /// C1 controls can come as UTF-8; they are no text.
  private static func isTyped(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory != .control
  }

  /// How many bytes at the end begin a scalar whose rest may still come, `0...3`.
  private static func incompleteTail(of bytes: [UInt8]) -> Int {
    for count in 1...3 where count <= bytes.count {
      let byte = bytes[bytes.count - count]
      if byte & 0xC0 == 0x80 { continue }
      let needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return needed > count ? count : 0
    }
    return 0
  }
}

/// One server-sent event, as places in the source.
struct StreamEvent: Hashable {
  /// What its `event:` line says.
  var name: String?
  /// What its data lines hold after their colon.
  var data: [Range<Int>] = []
}

/// Finds events in bytes that are given to it in order, in pieces of any size.
///
/// - Note: Source: WHATWG HTML, 9.2.6, "Interpreting an event stream". Retry times and ids are not used here.
struct EventSplitter {
  /// As many bytes of a line are looked at: more than the longest field name and event name.
  private static let headLength = 64

  /// Of the next byte, in the source.
  private var position: Int
  private var lineStart: Int
  private var head: [UInt8] = []
  private var previousWasReturn = false
  private var event = StreamEvent()

  init(from position: Int) {
    self.position = position
    lineStart = position
  }

  /// Takes the next bytes and returns the events that an empty line in them ends.
  mutating func take(_ bytes: UnsafeRawBufferPointer) -> [StreamEvent] {
    var events: [StreamEvent] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x0A, previousWasReturn {
        previousWasReturn = false
        index += 1
        position += 1
        lineStart = position
        continue
      }
      previousWasReturn = byte == 0x0D
      if byte == 0x0A || byte == 0x0D {
        if let ended = endLine() { events.append(ended) }
        index += 1
        position += 1
        lineStart = position
      } else {
        let count = Self.lineLength(bytes, from: index)
        if head.count < Self.headLength {
          head += bytes[index..<index + min(count, Self.headLength - head.count)]
        }
        index += count
        position += count
      }
    }
    return events
  }

  /// What stands after the last empty line; `nil` when it has no data.
  mutating func finish() -> StreamEvent? {
    if position > lineStart { _ = endLine() }
    defer { event = StreamEvent() }
    return event.data.isEmpty ? nil : event
  }

  private static func lineLength(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
    return end - start
  }

  /// Ends the line at `position`; returns the event when the line is empty and the event has data.
  private mutating func endLine() -> StreamEvent? {
    defer { head = [] }
    guard position > lineStart else {
      defer { event = StreamEvent() }
      return event.data.isEmpty ? nil : event
    }
    let nameLength = head.firstIndex(of: UInt8(ascii: ":")) ?? head.count
    let isSpaced = nameLength + 1 < head.count && head[nameLength + 1] == 0x20
    let valueStart = min(position, lineStart + nameLength + (isSpaced ? 2 : 1))
    switch String(decoding: head[..<nameLength], as: UTF8.self) {
    case "data": event.data.append(valueStart..<position)
    case "event": event.name = String(decoding: head.dropFirst(valueStart - lineStart), as: UTF8.self)
    default: break
    }
    return nil
  }
}

internal import EditModel

/// Writes derived tables: numbers little end first, in the width that each of them says.
struct RowWriter {
  private(set) var bytes: [UInt8] = []

  /// 8 bytes.
  mutating func add(_ number: Int) { add(Int64(number)) }

  /// 8 bytes.
  mutating func add(_ number: Int64) { addBytes(of: number.littleEndian) }

  /// 4 bytes; what does not fit becomes the largest number, which no file of ours is long enough for.
  mutating func add(short number: Int) { addBytes(of: UInt32(clamping: number).littleEndian) }

  /// 1 byte.
  mutating func add(_ byte: UInt8) { bytes.append(byte) }

  /// 1 byte, 0 or 1.
  mutating func add(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

  /// 1 byte: the place among all cases.
  mutating func add<Element: CaseIterable & Equatable>(_ element: Element) {
    bytes.append(UInt8(place(of: element)))
  }

  /// 1 byte: one more than the place among all cases, 0 for none.
  mutating func add<Element: CaseIterable & Equatable>(_ element: Element?) {
    bytes.append(element.map { UInt8(place(of: $0) + 1) } ?? 0)
  }

  /// 9 bytes: whether there is a number, then the number or 0.
  mutating func add(_ number: Int?) {
    add(number != nil)
    add(number ?? 0)
  }

  /// 9 bytes: the number, then the letter or 0.
  mutating func add(_ id: RoundID) {
    add(id.number)
    add(id.variant?.asciiValue ?? 0)
  }

  /// 10 bytes: whether there is one, then the id or that of the source.
  mutating func add(_ id: RoundID?) {
    add(id != nil)
    add(id ?? .source)
  }

  /// 32 bytes.
  mutating func add(_ digest: Digest) {
    for number in digest.numbers { addBytes(of: number.bigEndian) }
  }

  mutating func add(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

  private mutating func addBytes(of number: some FixedWidthInteger) {
    withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
  }

  private func place<Element: CaseIterable & Equatable>(of element: Element) -> Int {
    for (place, other) in Element.allCases.enumerated() where other == element { return place }
    preconditionFailure("allCases has every case")
  }
}

/// Reads what `RowWriter` wrote.
///
/// After anything that cannot have been written all that follows reads as zeros, and `isBroken` says so.
struct RowReader {
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0
  private(set) var isBroken = false

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// True when all was read and all of it could have been written.
  var isWhole: Bool { !isBroken && offset == bytes.count }

  mutating func number() -> Int { Int(truncatingIfNeeded: long()) }

  mutating func long() -> Int64 { Int64(littleEndian: load()) }

  mutating func short() -> Int { Int(UInt32(littleEndian: load())) }

  mutating func byte() -> UInt8 { load() }

  mutating func flag() -> Bool {
    let byte: UInt8 = load()
    return byte > 1 ? broken(false) : byte == 1
  }

  /// - Parameter cases: All cases, in their order; taken once for many rows.
  mutating func element<Element>(of cases: [Element]) -> Element {
    let place = Int(byte())
    return cases.indices.contains(place) ? cases[place] : broken(cases[0])
  }

  mutating func optionalElement<Element>(of cases: [Element]) -> Element? {
    let place = Int(byte())
    return place <= cases.count ? (place == 0 ? nil : cases[place - 1]) : broken(nil)
  }

  mutating func optionalNumber() -> Int? {
    let isThere = flag()
    let number = number()
    return isThere ? number : nil
  }

  mutating func round() -> RoundID {
    let number = number()
    let letter = byte()
    if letter == 0 { return RoundID(number) }
    return RoundID(number, variant: Character(UnicodeScalar(letter)))
  }

  mutating func optionalRound() -> RoundID? {
    let isThere = flag()
    let round = round()
    return isThere ? round : nil
  }

  mutating func digest() -> Digest {
    Digest(
      UInt64(bigEndian: load()), UInt64(bigEndian: load()), UInt64(bigEndian: load()),
      UInt64(bigEndian: load()))
  }

  /// Text of this many bytes.
  mutating func text(_ byteCount: Int) -> String { String(decoding: slice(byteCount), as: UTF8.self) }

  /// As many as the number before them says, each of at least `width` bytes.
  mutating func list<Value>(width: Int, _ next: (inout RowReader) -> Value) -> [Value] {
    let count = count(width: width)
    var values: [Value] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(next(&self)) }
    return values
  }

  /// A number of things that take at least `width` bytes each.
  mutating func count(width: Int) -> Int {
    let count = number()
    return count >= 0 && count <= (bytes.count - offset) / width ? count : broken(0)
  }

  /// Says that what was read cannot have been written.
  mutating func broken<Value>(_ standIn: Value) -> Value {
    isBroken = true
    offset = bytes.count
    return standIn
  }

  private mutating func slice(_ count: Int) -> Slice<UnsafeRawBufferPointer> {
    guard count >= 0, count <= bytes.count - offset else { return broken(bytes[0..<0]) }
    defer { offset += count }
    return bytes[offset..<offset + count]
  }

  private mutating func load<Number: FixedWidthInteger & BitwiseCopyable>() -> Number {
    let width = MemoryLayout<Number>.size
    guard width <= bytes.count - offset else { return broken(0) }
    defer { offset += width }
    return bytes.loadUnaligned(fromByteOffset: offset, as: Number.self)
  }
}

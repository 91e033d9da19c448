// Values as they could be typed in a command.

func words(_ verb: String, _ numbers: Double...) -> String {
  ([verb] + numbers.map(plain)).joined(separator: " ")
}

/// A number without a needless `.0`.
func plain(_ number: Double) -> String {
  let text = String(number)
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// The text as one word of a command line: in quotes, with `"`, `\` and `$` escaped.
func quoted(_ text: String) -> String {
  var result = "\""
  for character in text {
    if ["\"", "\\", "$"].contains(character) { result.append("\\") }
    result.append(character)
  }
  return result + "\""
}

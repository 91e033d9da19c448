/// The words that are known; every other word may only stand where an object stands.
enum Lexicon {
  /// A property and the direction in which a word turns it.
  struct Turn: Equatable, Sendable {
    let property: Property
    let direction: Int

    init(_ property: Property, _ direction: Int = 1) {
      self.property = property
      self.direction = direction
    }
  }

  static let courtesies: Set<String> = [
    "please", "kindly", "thanks", "also", "now", "first", "finally", "next", "too", "just",
  ]

  static let negations: Set<String> = [
    "not", "no", "don't", "dont", "doesn't", "never", "without", "none", "nothing", "avoid", "stop", "isn't",
    "can't", "cannot", "nor", "neither", "except", "unless", "instead", "or", "won't", "shouldn't",
  ]

  /// Words that ask for a part which only a mask could show, or for one of the colours in it.
  static let limits: Set<String> = [
    "only", "just", "parts", "greens", "reds", "blues", "yellows", "oranges", "purples", "pinks", "browns",
  ]

  static let littleWords: Set<String> = ["slightly", "somewhat", "subtly", "gently", "little", "bit", "tad"]

  static let muchWords: Set<String> = [
    "strongly", "much", "heavily", "considerably", "significantly", "substantially", "greatly", "way", "far",
    "very", "really", "lots", "lot",
  ]

  /// Words that compare by themselves: they need neither "more" nor "make it".
  static let comparatives: [String: Turn] = [
    "brighter": Turn(.brightness), "lighter": Turn(.brightness), "darker": Turn(.brightness, -1),
    "dimmer": Turn(.brightness, -1), "warmer": Turn(.warmth), "cooler": Turn(.warmth, -1),
    "colder": Turn(.warmth, -1), "sharper": Turn(.sharpness), "crisper": Turn(.sharpness),
    "blurrier": Turn(.blur), "contrastier": Turn(.contrast), "punchier": Turn(.contrast),
  ]

  /// Words for what a picture is; "more" and "less" turn them. `alone` tells those that ask for a change by
  /// themselves ("make it bright") from those that say too little ("make it cool").
  static let qualities: [String: (turn: Turn, alone: Bool)] = [
    "bright": (Turn(.brightness), true), "dark": (Turn(.brightness, -1), true),
    "contrasty": (Turn(.contrast), true), "saturated": (Turn(.saturation), true),
    "desaturated": (Turn(.saturation, -1), true), "vivid": (Turn(.saturation), true),
    "vibrant": (Turn(.saturation), true), "colourful": (Turn(.saturation), true),
    "colorful": (Turn(.saturation), true), "muted": (Turn(.saturation, -1), true),
    "warm": (Turn(.warmth), true), "cool": (Turn(.warmth, -1), false),
    "cold": (Turn(.warmth, -1), false), "sharp": (Turn(.sharpness), true),
    "crisp": (Turn(.sharpness), true), "blurry": (Turn(.blur), true), "blurred": (Turn(.blur), true),
    "pixelated": (Turn(.mosaic), true),
  ]

  /// Words for a property itself.
  static let nouns: [String: Property] = [
    "brightness": .brightness, "lightness": .brightness, "exposure": .brightness, "contrast": .contrast,
    "saturation": .saturation, "vibrance": .saturation, "vibrancy": .saturation, "warmth": .warmth,
    "temperature": .warmth, "sharpness": .sharpness, "sharpening": .sharpness, "blur": .blur, "hue": .hue,
    "hues": .hue, "pixelation": .mosaic,
  ]

  /// Verbs that turn a property of their object.
  static let verbs: [String: Turn] = [
    "brighten": Turn(.brightness), "lighten": Turn(.brightness), "darken": Turn(.brightness, -1),
    "dim": Turn(.brightness, -1), "saturate": Turn(.saturation), "desaturate": Turn(.saturation, -1),
    "warm": Turn(.warmth), "cool": Turn(.warmth, -1), "sharpen": Turn(.sharpness), "blur": Turn(.blur),
    "pixelate": Turn(.mosaic), "pixellate": Turn(.mosaic),
  ]

  /// Verbs whose object is a property.
  static let changes: [String: Int] = [
    "increase": 1, "raise": 1, "boost": 1, "enhance": 1, "strengthen": 1, "add": 1, "apply": 1, "reduce": -1,
    "decrease": -1, "lower": -1, "lessen": -1, "cut": -1, "weaken": -1,
  ]

  static let removals: Set<String> = ["remove", "erase", "delete", "heal", "inpaint", "clean"]

  static let styles: [String: Adjustment] = [
    "grayscale": .grayscale, "greyscale": .grayscale, "monochrome": .grayscale, "sepia": .sepia,
    "inverted": .invert,
  ]

  static let determiners: Set<String> = [
    "the", "this", "that", "these", "those", "his", "her", "its", "their", "my", "our", "your", "all", "both",
  ]

  static let articles: Set<String> = ["a", "an", "some"]

  /// Objects that stand alone and mean the whole picture.
  static let pronouns: Set<String> = ["it", "this", "that", "everything", "all", "them", "these", "those"]

  /// Nouns that mean the whole picture; an object of other words is a part, which only a mask can show.
  static let wholes: Set<String> = [
    "picture", "image", "photo", "photograph", "pic", "shot", "frame", "scene", "whole", "entire", "colours",
    "colors", "colour", "color", "tones", "tone", "overall", "of", "lighting",
  ]

  static let backgrounds: Set<String> = ["background", "backdrop"]

  /// Words that start another thought, so that what holds them is no object.
  static let nonObjects: Set<String> = [
    "is", "are", "was", "be", "been", "should", "must", "will", "would", "so", "because", "if", "when",
    "while", "until", "like", "as", "to", "into", "than", "more", "less", "most", "least", "too", "enough",
    "put", "place", "keep", "replace", "swap", "move", "rotate", "flip", "mirror", "crop", "resize", "become",
    "wear", "look", "looks", "appear", "seem", "smile", "make", "turn", "change", "convert", "fill", "set",
    "give", "draw", "write", "create", "insert", "extend", "expand", "enlarge", "shrink", "by", "it", "him",
    "everything", "up", "down", "off", "out", "away", "together", "there", "here", "invert", "recolour",
    "recolor", "paint", "please",
  ]

  /// What `remove` cannot do though it sounds alike: these are qualities of a whole area, not things.
  static let notThings: Set<String> = [
    "blur", "blurriness", "noise", "grain", "haze", "fog", "colour", "color", "colours", "colors", "cast",
    "tint", "sepia", "gradient", "vignette", "distortion", "perspective", "lighting", "light", "focus",
    "artifacts", "artefacts", "compression", "style", "mood", "eye", "eyes",
  ]

  /// True for a word that asks for an adjustment by itself.
  static func isCommand(_ word: String) -> Bool {
    verbs[word] != nil || changes[word] != nil || removals.contains(word) || comparatives[word] != nil
      || nouns[word] != nil
  }

  private static let lyNouns: Set<String> = [
    "butterfly", "family", "belly", "jelly", "lily", "fly", "ugly", "silly", "friendly", "curly", "holly",
    "only",
  ]

  /// True for adverbs, which are refused inside objects: they change the meaning in ways that are not known.
  static func isAdverb(_ word: String) -> Bool { word.hasSuffix("ly") && !lyNouns.contains(word) }
}

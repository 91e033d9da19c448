extension Grammar {
  /// Words that remarks begin with although they are one edit away from a verb, in lower case.
  package static let ordinaryWords: Set<String> = Set(
    ordinaryWordsByVerb.values.flatMap { $0.split(separator: " ").map(String.init) })

  /// The ordinary words beside the verb that they resemble, by its name or an alias.
  package static let ordinaryWordsByVerb: [Verb: String] = [
    .open: "opens oven pen omen",
    .close: "closed closer closes closet chose clone clove lose",
    .status: "statue statues",
    .save:
      "ave cave dave gave have nave pave rave safe sage sake sale salve same sane saved saves shave "
      + "slave stave suave wave",
    .show: "chow how shoe shop shot shown shows showy slow snow sow stow",
    .mask: "ask bask cask mark mas mash masks mass mast musk task",
    .edit: "edict edith edits emit",
    .queue: "queued queues",
    .fence: "fenced fences hence pence",
    .plan: "clan elan flan lan pan plain plane plank plans plant play",
    .recover: "recovers recovery",
    .accept: "accent accepts",
    .reject: "eject rejects",
    .pick: "kick lick nick pack peck pic pics picks picky pink prick puck sick tick wick",
    .undo: "und unto",
    .redo: "red reds",
    .cost: "cast coast coat colt cosy cot costs host lost most post",
    .budget: "budgets",
    .prices: "price priced prides prizes",
    .audit: "audits",
    .cache: "ache cached",
    .retry: "retro",
    .providers: "provider provides",
    .probe: "probed probes prone prose prove robe",
    .simulate: "simulated simulates stimulate",
    .read: "bead bread dead dread head lead rad reads ready real ream rear reed rend road tread",
    .help: "heap held hell helm helps hemp kelp yelp",
    .version: "aversion versions",
    .quit: "exist exits quiet quilt quint quip quite quits quiz suit",
  ]
}

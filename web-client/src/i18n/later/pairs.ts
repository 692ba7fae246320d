/** English words of pairs: forming, asking, wording, ending. */
export const pairs = {
  'menu.pairs': 'Pairs',
  'pairs.title': 'Pairs',
  'pairs.text': 'A pair is one person with lived experience and one professional. A part of the map is agreed when both say so.',
  'pairs.none': 'No pair has been formed yet.',
  'pairs.offline': 'You are offline. Changing pairs needs a connection.',
  'pairs.mine': 'your pair',
  'pairs.waiting': 'Asked, not answered yet',
  'pairs.asks': '{name} asks {other} to be their partner.',
  'pairs.asksYou': '{name} asks you to be their partner.',
  'pairs.accept': 'Yes, let us work together',
  'pairs.decline': 'No, thank you',
  'pairs.takeBack': 'Take the question back',
  'pairs.asked': 'You asked {name}. The two of you are a pair when they say yes.',
  'pairs.ask': 'Ask {name}',
  'pairs.find': 'Find your partner',
  'pairs.find.patient': 'Ask a professional to decide together with you. Neither of you can agree alone.',
  'pairs.find.professional': 'Ask a patient leader or carer to decide together with you. Neither of you can agree alone.',
  'pairs.find.nobody': 'Nobody is free just now. Ask a facilitator, or look again when more people have joined.',
  'pairs.form': 'Form a pair',
  'pairs.form.do': 'Form this pair',
  'pairs.form.noPatient': 'No patient leader or carer is free. They join by their own invitation.',
  'pairs.form.noProfessional': 'No professional is free. They join by their own invitation.',
  'pairs.formed': 'The pair is formed.',
  'pairs.name': 'Name of the pair',
  'pairs.name.hint': 'You can leave this empty. Then the two names are shown.',
  'pairs.challenge': 'Shared challenge',
  'pairs.howWeWork': 'How we work',
  'pairs.howWeWork.hint': 'For example: who speaks first, how we tell each other when it is too much.',
  'pairs.unsaid': 'Nothing written yet',
  'pairs.save': 'Save these words',
  'pairs.meanwhile': 'Someone changed these words while you were writing. Nothing of yours is lost.',
  'pairs.meanwhile.now': 'These words say now:',
  'pairs.meanwhile.mine': 'Go on with my words',
  'pairs.end': 'End this pair',
  'pairs.end.title': 'End the pair {name}?',
  'pairs.end.text': 'The two no longer decide together. What they agreed stays in the record, but no longer counts.',
  'pairs.ended': 'The pair has ended.',
  'pairs.ended.words': 'This pair has ended meanwhile. Your words stay here to be copied: they cannot be saved any more.',
  'pairs.name.long': { one: 'Too long by {count} letter. Nothing was cut.', other: 'Too long by {count} letters. Nothing was cut.' },
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'pairs': typeof pairs;
  }
}

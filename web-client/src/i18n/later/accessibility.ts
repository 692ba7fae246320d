/** English words of the accessibility statement. What it claims is shown in docs/ACCESSIBILITY.md; change both together. */
export const accessibility = {
  'accessibility.title': 'Accessibility',
  'accessibility.lead': 'We want as many people as possible to be able to use Pairway. This page says what works, what does not, and what to do about it.',

  'accessibility.can.heading': 'What you can do',
  'accessibility.can.list': 'Use the list instead of the map. Everything that can be done on the map can be done in the list.',
  'accessibility.can.keyboard': 'Do everything with the keyboard alone, or with single taps and clicks. Nothing must be dragged.',
  'accessibility.can.reader': 'Use a screen reader. Parts, links and states are read out in words. What others do is said in short.',
  'accessibility.can.text': 'Make text larger, on our pages or in your browser, up to 400%.',
  'accessibility.can.look': 'Choose light or dark, high contrast, and less movement.',
  'accessibility.can.quiet': 'Turn messages about others off, one kind at a time or all. Hold what others change while you write.',
  'accessibility.can.pause': 'Take your time. Nothing you do has a time limit.',
  'accessibility.can.where': 'In a workshop, you find these choices in the menu: “Text size, colours, messages”. On other pages they are at the top.',

  'accessibility.met.heading': 'What we follow',
  'accessibility.met.wcag': 'We built Pairway to meet version 2.2 of the Web Content Accessibility Guidelines (WCAG), levels A and AA. We test this each time we change it, with a real browser.',
  'accessibility.met.ctaur': 'We also follow the advice of the World Wide Web Consortium for tools that people use together at one time.',
  'accessibility.met.not': 'Nobody outside the project has checked this yet.',

  'accessibility.limits.heading': 'What does not work well yet',
  'accessibility.limits.pictures': 'The printed map is a picture with words. The list is printed behind it and says the same.',
  'accessibility.limits.people': 'What other people write may be hard to read, or in another language. We cannot check their words.',
  'accessibility.limits.readers': 'We have tested with what browsers tell screen readers, and less with screen readers themselves.',
  'accessibility.limits.speech': 'Pairway has no sound and no video. Captions and sign language depend on what you use for the call.',
  'accessibility.limits.language': 'Pairway is in English only.',

  'accessibility.wrong.heading': 'Tell someone when something is wrong',
  'accessibility.wrong.who': 'Tell a facilitator of your workshop, or the people who gave you the link. They can also help you to take part by phone, or with someone who writes for you.',
  'accessibility.wrong.what': 'Say what you wanted to do, what happened, and what you use: for example a screen reader, a phone, or large text.',
  'accessibility.wrong.not': 'If they do not help: in England, Scotland and Wales you can ask the Equality Advisory and Support Service (EASS).',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'accessibility': typeof accessibility;
  }
}

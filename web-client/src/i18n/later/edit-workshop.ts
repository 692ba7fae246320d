/** English words of changing what a workshop is called, its shared challenge and its last day; the fields' own are in start.ts. */
export const editWorkshop = {
  'menu.editWorkshop': 'Change name, question or end date',
  'editWorkshop.save': 'Save',
  'editWorkshop.saving': 'Saving',
  'editWorkshop.saved': 'Your changes are saved.',
  'editWorkshop.same': 'You have not changed anything.',
  'editWorkshop.title.unreadable': 'The name has letters or signs that cannot be used. Type it again.',
  'editWorkshop.challenge.unreadable': 'This text has letters or signs that cannot be used. Type it again.',
  'editWorkshop.title.now': 'Someone else has changed the name. It is now:',
  'editWorkshop.challenge.now': 'Someone else has changed what to make better. It is now:',
  'editWorkshop.endsOn.now': 'Someone else has changed the end date. It is now:',
  'editWorkshop.notYours': 'Your role has changed: only facilitators change this. Your words stay here to be copied.',
  'editWorkshop.now.empty': 'Nothing is written here now.',
  'editWorkshop.now.mine': 'Keep what I typed',
  'editWorkshop.now.theirs': 'Use the new one',
  'editWorkshop.title.choose': 'Choose which name to keep',
  'editWorkshop.challenge.choose': 'Choose which text to keep',
  'editWorkshop.endsOn.choose': 'Choose which end date to keep',
} as const;

declare module '../translate' {
  interface LaterWords {
    readonly 'edit-workshop': typeof editWorkshop;
  }
}

/** What people of a random workshop say in comments. Takes down what the server has answered; must not know what must hold. */
import { REACTIONS } from '../../src/workshop/talk-part';
import type { TalkCommand } from '../../src/workshop/api';
import type { Person } from './person';
import type { World } from './world';

/** A person comments, answers, reacts, resolves, or says what a comment led to. */
export async function talk(world: World, person: Person, map: string): Promise<void> {
  const { dice, known } = world;
  const one = person.at(map);
  const part = one && world.somePart(one);
  if (!one || !part) return;
  const threads = one.talk.threads.peek();
  const thread = threads[dice.below(threads.length || 1)];
  const message = thread?.messages[dice.below(thread.messages.length)];
  const text = `Comment ${known.comments.length} ${dice.below(1_000)}`;
  const comment: TalkCommand = { act: 'comment', part, text, mentions: [] };
  const acts: readonly (TalkCommand | false)[] = [
    comment, comment, thread ? { act: 'reply', thread: thread.id, text, mentions: [] } : false, thread ? { act: dice.one(['resolve', 'reopen']), thread: thread.id } : false,
    message ? { act: dice.one(['react', 'unreact']), message: message.id, reaction: dice.one(REACTIONS) } : false,
    message ? { act: dice.one(['ledTo', 'notLedTo']), from: { kind: 'message', id: message.id }, part } : false,
  ];
  const act = dice.one(acts) || comment;
  const done = await world.call(`${person.name} ${act.act}`, () => one.talk.send(act).then(() => true));
  if (done && 'text' in act) known.comments.push({ map, text: act.text });
}

/**
 * The field over a card or a header in which its title is changed in place: bound to the title like the field of the panel.
 * Owns when it is done; the binding is editor/fields/bound-text.tsx.
 */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { BoundText } from '../../editor/fields/bound-text';
import { GoneNote, ReadOnlyNote } from '../../editor/fields/notes';
import { partName } from '../../editor/words/part-words';
import { t } from '../../i18n/translate';
import type { TitledPart, TypingHost } from './request';

/** The field. */
export function TitleBox({ host, part }: { readonly host: TypingHost; readonly part: TitledPart }) {
  const { editor } = host;
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    host.onFinish((focus) => host.close(focus));
    const area = root.current?.querySelector('textarea');
    if (!area || host.words === '') return;
    // Letters that were typed while this was loading.
    area.value += host.words;
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }, [host]);
  return (
    // Enter and Escape are done in the field; the box is no control.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={root} class="pw-typing__box pw-typing__box--title"
      onKeyDown={(event) => {
        if ((event.key !== 'Enter' && event.key !== 'Escape') || event.isComposing) return;
        event.preventDefault();
        event.stopPropagation();
        host.close('focus');
      }}
    >
      <BoundText editor={editor} part={part} field="title" label={t('typing.title', { title: partName(editor.map, part) })} rows={2} />
      <ReadOnlyNote editor={editor} />
      {editor.map.at(part.kind, part.id).value?.removed !== false && <GoneNote editor={editor} part={part} />}
      <div class="pw-typing__foot">
        <span class="pw-typing__hint">{t('typing.title.hint')}</span>
        <button type="button" class="pw-button pw-button--quiet" onClick={() => host.close('focus')}>{t('typing.done')}</button>
      </div>
    </div>
  );
}

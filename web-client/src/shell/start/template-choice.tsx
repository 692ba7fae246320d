/**
 * The choice of what a workshop starts from: a blank map, one of the templates with what each contains, or a full copy
 * from a file. Owns the cards; the choice itself belongs to the form.
 */
import { t } from '../../i18n/translate';
import { ErrorMessage } from '../../ui/field';
import type { TemplateInfo } from '../../workshop/api';
import { readArchive, type ArchiveFile, type StartFrom } from './start-form';

/** Largest file that is read, in bytes; the server takes no larger one. */
const ARCHIVE_BYTES_MAX = 8 * 1024 * 1024;

/** What the choice shows and tells. */
export interface TemplateChoiceProps {
  readonly templates: readonly TemplateInfo[];
  /** `undefined` until the person has chosen. */
  readonly from: StartFrom | undefined;
  readonly fromError: string | undefined;
  readonly archive: ArchiveFile | undefined;
  readonly fileError: string | undefined;
  readonly onChoose: (from: StartFrom) => void;
  readonly onFile: (archive: ArchiveFile | undefined) => void;
}

function Facts({ template }: { readonly template: TemplateInfo }) {
  const facts = [
    t('start.template.minutes', { count: template.totalMin }),
    t('start.template.stages', { count: template.stages.length }),
    t('start.template.lanes', { count: template.lanes.length }),
    t('start.template.goals', { count: template.goals.length }),
    t('start.template.steps', { count: template.steps }),
  ];
  return (
    <ul class="pw-facts">
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}

function Items({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <>
      <h2 class="pw-minor">{title}</h2>
      <ul class="pw-list">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </>
  );
}

function Contents({ template }: { readonly template: TemplateInfo }) {
  const agenda = template.agenda.map((item) => t('start.template.activity', { title: item.title, minutes: item.min }));
  return (
    <details class="pw-details">
      <summary>
        <span aria-hidden="true">{t('start.template.more')}</span>
        <span class="pw-hidden">{t('start.template.more.name', { name: template.name })}</span>
      </summary>
      <div class="pw-details__text pw-flow">
        <p>{t('start.template.pairs', { pairs: template.pairs })}</p>
        <Items title={t('start.template.stagesAre')} items={template.stages} />
        <Items title={t('start.template.goalsAre')} items={template.goals} />
        <Items title={t('start.template.before')} items={template.before} />
        <Items title={t('start.template.agenda')} items={agenda} />
        <p class="pw-soft pw-small">{t('start.template.basedOn', { source: template.basedOn })}</p>
      </div>
    </details>
  );
}

function Option(props: {
  readonly id: string;
  readonly name: string;
  readonly text?: string;
  readonly chosen: 'chosen' | 'other';
  readonly onChoose: () => void;
  readonly children?: preact.ComponentChildren;
}) {
  return (
    <div class="pw-option">
      <label class="pw-option__label">
        <input
          type="radio"
          name="from"
          id={props.id}
          checked={props.chosen === 'chosen'}
          aria-describedby={props.text ? `${props.id}-text` : undefined}
          onChange={props.onChoose}
        />
        <span class="pw-option__name">{props.name}</span>
      </label>
      {props.text && (
        <p class="pw-soft" id={`${props.id}-text`}>
          {props.text}
        </p>
      )}
      {props.children}
    </div>
  );
}

function FileField({ archive, fileError, onFile }: Pick<TemplateChoiceProps, 'archive' | 'fileError' | 'onFile'>) {
  const read = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (!file) return;
    onFile(file.size > ARCHIVE_BYTES_MAX ? undefined : readArchive(await file.text()));
  };
  return (
    <div class={`nhsuk-form-group${fileError ? ' nhsuk-form-group--error' : ''}`}>
      <label class="nhsuk-label nhsuk-label--s" for="file">
        {t('start.file.label')}
      </label>
      {fileError && <ErrorMessage id="file-error" message={fileError} />}
      <input
        id="file"
        class="pw-file"
        type="file"
        accept=".json,application/json"
        aria-invalid={fileError ? true : undefined}
        aria-describedby={fileError ? 'file-error' : undefined}
        onChange={(event) => void read(event.currentTarget)}
      />
      {archive && (
        <p class="pw-good" role="status">
          {t('start.file.chosen', { title: archive.title })}
        </p>
      )}
    </div>
  );
}

/** The cards, one question: what do you want to start from? */
export function TemplateChoice(props: TemplateChoiceProps) {
  const { templates, from, onChoose } = props;
  const isChosen = (wanted: StartFrom['kind'], id?: string) =>
    from?.kind === wanted && (from.kind !== 'template' || from.id === id) ? 'chosen' : 'other';
  return (
    <fieldset
      class={`nhsuk-fieldset pw-from${props.fromError ? ' nhsuk-form-group--error' : ''}`}
      aria-describedby={props.fromError ? 'from-error' : undefined}
    >
      <legend class="nhsuk-fieldset__legend nhsuk-fieldset__legend--m">{t('start.from.legend')}</legend>
      <div class="nhsuk-hint">{t('start.from.hint')}</div>
      {props.fromError && <ErrorMessage id="from-error" message={props.fromError} />}
      <div class="pw-options">
        {templates.map((template) => (
          <Option
            key={template.id}
            id={`from-${template.id}`}
            name={template.name}
            chosen={isChosen('template', template.id)}
            onChoose={() => onChoose({ kind: 'template', id: template.id })}
          >
            <Facts template={template} />
            <Contents template={template} />
          </Option>
        ))}
        <Option
          id="from-blank"
          name={t('start.from.blank')}
          text={t('start.from.blank.text')}
          chosen={isChosen('blank')}
          onChoose={() => onChoose({ kind: 'blank' })}
        />
        <Option
          id="from-archive"
          name={t('start.from.archive')}
          text={t('start.from.archive.text')}
          chosen={isChosen('archive')}
          onChoose={() => onChoose({ kind: 'archive' })}
        >
          {from?.kind === 'archive' && <FileField {...props} />}
        </Option>
      </div>
    </fieldset>
  );
}
